"""What HTML says of its webinars to programs, in JSON-LD or microdata, and how it is joined with the text."""
