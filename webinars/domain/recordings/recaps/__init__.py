"""A recap in a minute: a list of links and titles becomes the recordings of one webinar, or of a whole series."""
