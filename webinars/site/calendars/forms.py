from collections.abc import Sequence

from wtforms import Form, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from webinars.domain.calendars.personal_queries import Followable
from webinars.domain.calendars.queries import Subject
from webinars.domain.calendars.single_webinars import SingleWebinar
from webinars.domain.followers.digest_schedule import DigestSchedule, weekday_plural
from webinars.lib.email_addresses import normalised_email
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Rhythm
from webinars.web.forms.base import options
from webinars.web.forms.fields import ZoneField, email_field

NOTHING_CHOSEN = _l("Choose at least one organisation, series, topic or speaker.")
RHYTHMS = (
    (Rhythm.WEEKLY.value, _l("Once a week")),
    (Rhythm.DAILY.value, _l("Once a day")),
    (Rhythm.AS_IT_COMES.value, _l("As it comes")),
)
DAYS = [(str(day), str(day)) for day in range(7)]


class FollowForm(Form):
    """What to follow: one box each."""

    chosen = SelectMultipleField(
        _l("What to follow"),
        [InputRequired(NOTHING_CHOSEN)],
        # What is gone since the page was opened is left out; that is no mistake of the reader's.
        validate_choice=False,
    )

    def choice_among(self, followables: Sequence[Followable], webinars: Sequence[SingleWebinar] = ()) -> list[Subject]:
        """Returns the subjects ticked that exist. If there are none, and no webinar by itself, the form says so."""
        ticked = set(self.chosen.data or []) if self.chosen.validate(self) else set()
        choice = [each.subject for each in followables if each.key in ticked]
        if not choice and not self.entries_among(webinars):
            # Not lazy any more: the summary of errors looks for strings.
            self.chosen.errors = [str(NOTHING_CHOSEN)]
        return choice

    def entries_among(self, webinars: Sequence[SingleWebinar]) -> list[int]:
        """Returns the calendar entries of those webinars that are ticked by themselves."""
        return [each.entry_id for each in webinars if each.key in (self.chosen.data or [])]


class RhythmForm(FollowForm):
    """What to follow by mail, and when the mails come."""

    rhythm = RadioField(_l("How often"), choices=options(RHYTHMS), default=Rhythm.WEEKLY.value)
    weekday = SelectField(_l("Day of the weekly mail"), choices=options(DAYS), coerce=int, default=0)
    timezone = ZoneField(_l("Your zone"))

    @property
    def wanted(self) -> DigestSchedule:
        """Returns what a valid form asks for."""
        return DigestSchedule(
            rhythm=Rhythm(self.rhythm.data), weekday=self.weekday.data, timezone=(self.timezone.data or "").strip()
        )

    @property
    def weekdays(self) -> Sequence[tuple[int, str]]:
        return [(int(day), weekday_plural(int(day))) for day, _same in DAYS]


class FollowByMailForm(RhythmForm):
    """The same, to be asked for by somebody whose address is not proven."""

    email = email_field(_l("Email address"), autocomplete="email")

    @property
    def is_by_mail(self) -> bool:
        """Returns whether mails were asked for.

        Whoever ends a line in the field of the address presses no button at all.
        """
        return bool((self.email.data or "").strip())

    @property
    def address(self) -> str:
        """Returns the address of a valid form, as addresses are compared."""
        return normalised_email(self.email.data or "")
