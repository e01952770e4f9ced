from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.model import Reading
from webinars.pure.ical.reading import CalendarReading


class HostUnknown(WebinarsError):
    """Nothing says who organises it."""

    def __init__(self) -> None:
        super().__init__(
            _("The text names no organisation, and the site has not exactly one. Say who organises it: --organisation.")
        )


class OrganisationUnknown(WebinarsError):
    def __init__(self, slug: str) -> None:
        super().__init__(_("There is no organisation “%(slug)s” on this site.", slug=slug))


class NothingRead(WebinarsError):
    """The text is not about a webinar, as far as can be seen."""

    def __init__(self) -> None:
        super().__init__(_("No webinar was found in this text: no title, no date and no people."))


class PublicationBlocked(WebinarsError):
    """What was read has a problem with which nothing is published."""

    def __init__(self, reading: Reading | CalendarReading) -> None:
        sentences = " ".join(problem.message for problem in reading.problems if problem.blocks)
        super().__init__(_("Nothing was published. %(reasons)s", reasons=sentences))
        self.reading = reading
