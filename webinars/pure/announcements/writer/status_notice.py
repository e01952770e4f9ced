"""What a text says of a webinar that does not take place, or not when it was announced for."""

from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.writer.announcement import Announcement, Phase, Standing


def title_with_standing(announcement: Announcement) -> str | None:
    """Returns the title with what became of the webinar before it, or None while it takes place."""
    match announcement.standing:
        case Standing.CANCELLED:
            return _("Cancelled: %(title)s", title=announcement.title)
        case Standing.POSTPONED:
            return _("Postponed: %(title)s", title=announcement.title)
        case Standing.HOLDS:
            return None


def sentence_on_standing(announcement: Announcement) -> str | None:
    """Returns what became of the webinar, in the tense of the phase, without the reason. None while it takes place."""
    match announcement.standing:
        case Standing.CANCELLED if announcement.phase is Phase.AFTER:
            return _("The webinar did not take place.")
        case Standing.CANCELLED:
            return _("This webinar will not take place.")
        case Standing.POSTPONED:
            return _("This webinar is postponed. A new date will follow.")
        case Standing.HOLDS:
            return None
