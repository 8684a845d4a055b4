"""Reading in a browser: a server that reads, and a site that reads by itself; the page is both's."""
