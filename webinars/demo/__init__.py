"""A believable programme to look at before one has a programme of one's own.

Its dates lie around the moment it is loaded. Everything else is the same each time.
"""
