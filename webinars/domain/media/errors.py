from webinars.lib.errors import WebinarsError


class FileRefused(WebinarsError):
    """A file is not taken; the sentence says what to do."""
