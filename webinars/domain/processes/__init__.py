"""Counting without a write on GET: web processes add up in memory, and the worker stores what they lay down for it."""
