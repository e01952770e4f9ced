"""Several webinars of a series registered for at once, with one page."""
