"""Text in: what an announcement or a recap says, every value with the lines it was read from."""

from webinars.pure.announcements.reader.fingerprint import fingerprint
from webinars.pure.announcements.reader.reading import read

__all__ = ["fingerprint", "read"]
