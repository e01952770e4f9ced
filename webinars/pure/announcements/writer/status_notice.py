"""What a text says of a webinar that does not take place, or not when it was announced for."""

from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.writer.announcement import Announcement, Phase, WebinarStatus


def title_with_status(announcement: Announcement) -> str | None:
    """Returns the title with what became of the webinar before it, or None while it takes place."""
    match announcement.standing:
        case WebinarStatus.CANCELLED:
            return _("Cancelled: %(title)s", title=announcement.title)
        case WebinarStatus.POSTPONED:
            return _("Postponed: %(title)s", title=announcement.title)
        case WebinarStatus.HOLDS:
            return None


def status_sentence(announcement: Announcement) -> str | None:
    """Returns what became of the webinar, in the tense of the phase, without the reason. None while it takes place."""
    match announcement.standing:
        case WebinarStatus.CANCELLED if announcement.phase is Phase.AFTER:
            return _("The webinar did not take place.")
        case WebinarStatus.CANCELLED:
            return _("This webinar will not take place.")
        case WebinarStatus.POSTPONED:
            return _("This webinar is postponed. A new date will follow.")
        case WebinarStatus.HOLDS:
            return None
