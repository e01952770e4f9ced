"""Announcement texts in and out: pure functions, no Flask, no models."""
