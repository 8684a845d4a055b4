"""In the browser: a server that reads, a site that reads by itself, and the page of both."""
