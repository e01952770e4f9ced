"""Announcements and recaps coming in: as drafts, as additions to a webinar that is there, never twice."""
