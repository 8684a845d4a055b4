"""Recent drawings, and the page of all of them."""
