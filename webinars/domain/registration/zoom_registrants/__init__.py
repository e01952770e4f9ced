"""Who has a place is registered at Zoom too, by an account of the host: a link of one's own leads into the room."""
