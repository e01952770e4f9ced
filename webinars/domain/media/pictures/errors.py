from webinars.lib.errors import WebinarsError


class PictureUndescribed(WebinarsError):
    """A picture has no words for those who do not see it, or too many."""
