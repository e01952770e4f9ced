"""The places of one recording: where it was published first, its copies elsewhere, and whether each is still there."""
