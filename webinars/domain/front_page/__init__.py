"""What the front page of a site and the page of an organisation show of all that there is."""
