"""The commands of `webinars`, one module each, and what they share."""
