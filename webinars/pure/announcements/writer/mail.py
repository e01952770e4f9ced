"""An announcement as a mail: subject and text."""

from msgspec import Struct

from webinars.lib.i18n import format_day_of_month, use_locale
from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.writer.announcement import Announcement, Phase
from webinars.pure.announcements.writer.renderers import plain
from webinars.pure.announcements.writer.status_notice import title_with_status


class Mail(Struct, frozen=True):
    """What an organiser pastes into a mail program."""

    subject: str
    text: str
    language: str

    def __str__(self) -> str:
        """Returns it as one text, which begins with the subject."""
        with use_locale(self.language):
            return _("Subject: %(subject)s", subject=self.subject) + "\n\n" + self.text


def mail(announcement: Announcement) -> Mail:
    """Returns the mail for the phase the webinar is in."""
    with use_locale(announcement.language):
        return Mail(_subject(announcement), plain(announcement), announcement.language)


def _subject(announcement: Announcement) -> str:
    title = title_with_status(announcement)
    if title is not None:
        return title
    line = announcement.zone_line
    date = line.date if line else announcement.date
    if announcement.phase is Phase.TODAY:
        return _("Today: %(title)s", title=announcement.title)
    if announcement.phase is Phase.AFTER:
        if announcement.recordings:
            return _("Recording: %(title)s", title=announcement.title)
        return _("Looking back: %(title)s", title=announcement.title)
    if date is None:
        return _("Webinar: %(title)s", title=announcement.title)
    return _("Webinar on %(date)s: %(title)s", date=format_day_of_month(date), title=announcement.title)
