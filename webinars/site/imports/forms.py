"""The text and what was read of it. Between the two pages everything travels in the form, and nothing is stored."""

import datetime as dt
from collections.abc import Collection, Sequence

from flask_wtf.file import FileField
from msgspec.structs import replace
from wtforms import BooleanField as Checkbox
from wtforms import Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectMultipleField
from wtforms.validators import Length, Optional, ValidationError

from webinars.domain.imports.calendars.files import is_calendar
from webinars.domain.imports.lineup_text import people_in, people_text
from webinars.domain.imports.webinar_content import (
    NAME_LENGTH,
    PASSCODE_LENGTH,
    TITLE_LENGTH,
    TOPIC_LENGTH,
    WebinarContent,
    distinct_names,
)
from webinars.domain.programme.actions import MAX_TOPICS
from webinars.domain.programme.co_organisers.actions import MAX_CO_ORGANISERS
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.languages import USUAL_LANGUAGE, language_choices
from webinars.lib.text_cleaning import decoded, one_line
from webinars.models import Organisation
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import DayField, HourField, OptionalMinutesField, ZoneField

LONGEST_TEXT, LARGEST_CALENDAR_BYTES = 500_000, 1_000_000
FILES = (
    *(".txt", ".md", ".html", ".htm", ".ics", ".json", ".xml"),
    *("text/plain", "text/html", "text/calendar", "application/json", "text/xml", "application/xml"),
)
"""What can be chosen to be read. Phones go by the types."""
LINK = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}


class PasteForm(SessionForm):
    """The source and what is known about it."""

    text = TextAreaField(
        _l("Announcement or recap"),
        description=_l("Plain text, the HTML of a page or a mail, a calendar (.ics), or a schedule (.json or .xml)."),
        render_kw={"rows": 14, "spellcheck": "false", "data-paste-links": "page"},
    )
    file = FileField(
        _l("Or a file"),
        description=_l("Text, HTML, a calendar or a schedule. It is read instead of what stands above."),
        render_kw={"accept": ",".join(FILES)},
    )
    organisation = SelectField(
        _l("Organisation"), description=_l("Who organises it; the draft belongs to it."), validate_choice=False
    )
    published_on = DayField(
        _l("Published on"),
        validators=[Optional()],
        description=_l("To find a year that is not printed. Left empty: today."),
        render_kw={"type": "date"},
    )
    timezone = ZoneField(
        _l("Time zone"),
        is_optional=True,
        description=_l("For hours that are printed without one. Left empty: the organisation’s."),
    )

    heard = HiddenField()
    """What a model has said of the text, if it was asked."""

    def offer(self, organisations: Sequence[Organisation], usual: Organisation | None) -> None:
        """Fill the list of organisations. `usual` is the one for a text that names none of them."""
        named = []
        if usual is not None and len(organisations) > 1:
            named = [("", _("The one that the text names, else %(organisation)s", organisation=usual.name))]
        elif len(organisations) > 1:
            named = [("", _("The one that the text names"))]
        self.organisation.choices = named + [(each.slug, each.name) for each in organisations]

    def settle(self, host: Organisation, organisations: Sequence[Organisation]) -> None:
        """Choose an organisation, for which another one may still be taken."""
        self.organisation.choices = [(each.slug, each.name) for each in organisations]
        self.organisation.data = host.slug

    def take_file(self) -> None:
        """Let the text of a chosen file stand in the text's place. Of one that is no text, validation says so."""
        if not self.file.data or not (data := self.file.data.read()):
            return
        text = decoded(data)
        # Documents and pictures have zeros in them, texts have none.
        if "\0" in text:
            self.file.process_errors = [_("This file is not plain text or HTML. Open it, and paste what it says.")]
        else:
            self.text.data = text

    def is_calendar(self) -> bool:
        """Returns whether the text is an .ics file or a schedule."""
        return is_calendar((self.text.data or "").encode())

    def is_readable(self) -> bool:
        """Returns whether the validated form holds a text to be shown.

        Beside that, another organisation can be asked for.
        """
        return not self.is_calendar() and set(self.errors) <= {"organisation"}

    def validate_organisation(self, field: SelectField) -> None:
        if field.data and field.data not in {choice[0] for choice in field.choices or ()}:
            raise ValidationError(
                _("You may not make webinars for the organisation that was chosen. Choose another one.")
            )

    def validate_text(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            if self.file.process_errors:
                # There was a file, and of it something else is said.
                return
            raise ValidationError(_("Paste a text, or choose a file."))
        if self.is_calendar():
            if len((field.data or "").encode()) > LARGEST_CALENDAR_BYTES:
                raise ValidationError(
                    _(
                        "This calendar is larger than %(limit)s MB. Export fewer events, or ask the operator of the "
                        "site to import it.",
                        limit=LARGEST_CALENDAR_BYTES // 1_000_000,
                    )
                )
        elif len(field.data or "") > LONGEST_TEXT:
            raise ValidationError(
                _("This is longer than %(limit)s characters. Paste the announcement alone.", limit=LONGEST_TEXT)
            )


class DraftForm(Form):
    """One webinar as it was read, to be corrected. Names of fields carry its number in the text."""

    title = TextAreaField(
        _l("Title"), validators=[Length(max=TITLE_LENGTH)], render_kw={"rows": 2, "maxlength": TITLE_LENGTH}
    )
    date = DayField(_l("Date"), validators=[Optional()], render_kw={"type": "date"})
    hour = HourField(_l("Start"), validators=[Optional()], render_kw={"type": "time"})
    timezone = ZoneField(_l("In the time of"), is_optional=True)
    duration_minutes = OptionalMinutesField(
        _l("Minutes"),
        validators=[Optional()],
        description=_l("Left empty: the organisation’s usual length, marked as assumed."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    description = TextAreaField(_l("Description"), render_kw={"rows": 6})
    questions = TextAreaField(_l("Questions, one on each line"), render_kw={"rows": 5})
    lineup = TextAreaField(
        _l("Line-up, one person on each line"),
        description=_l("Name, affiliation, and a role other than speaker, with commas between."),
        render_kw={"rows": 5, "spellcheck": "false"},
    )
    has_agreed = Checkbox(_l("They have agreed: the text calls them confirmed"))
    language = SelectField(_l("Language"), validate_choice=False)
    recordings = SelectMultipleField(_l("Recordings"), coerce=int, validate_choice=False)
    co_organisers = TextAreaField(_l("Organised together with, one on each line"), render_kw={"rows": 2})
    topics = StringField(_l("Topics, with commas between"), render_kw={"autocomplete": "off"})
    series = StringField(_l("Series"), validators=[Length(max=NAME_LENGTH)], render_kw={"autocomplete": "off"})
    registration_url = StringField(_l("Registration link"), render_kw=LINK)
    join_url = StringField(_l("Room"), description=_l("Given only to those who may join."), render_kw=LINK)

    join_passcode = StringField(
        _l("Passcode"),
        validators=[Length(max=PASSCODE_LENGTH)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": PASSCODE_LENGTH},
    )

    def offer_languages(self, content: WebinarContent) -> None:
        """Fill the list of languages, and say how the one that is filled in was found."""
        self.language.choices = options(language_choices(self.language.data or content.language or USUAL_LANGUAGE))
        self.language.description = (
            _("That of the text. Announcements and mails to those who take part speak it, where the site can.")
            if content.language
            else _(
                "The text leaves it open. Announcements and mails to those who take part speak it, where the site can."
            )
        )

    def show(self, content: WebinarContent, host: Organisation, co_organisers: Collection[str]) -> None:
        """Fill the form with what was read."""
        self.process(
            None,
            data={
                "title": content.title,
                "date": content.wall.date() if content.wall else content.date,
                "hour": content.wall.time() if content.wall else None,
                "timezone": content.timezone or host.timezone,
                "duration_minutes": content.duration_minutes,
                "description": content.description,
                "questions": "\n".join(content.questions),
                "lineup": people_text(content.lineup),
                "has_agreed": content.has_agreed,
                "language": content.language or USUAL_LANGUAGE,
                "recordings": list(range(len(content.recordings))),
                "co_organisers": "\n".join(co_organisers),
                "topics": ", ".join(content.topics),
                "series": content.series,
                "registration_url": content.registration_url or "",
                "join_url": content.join_url or "",
                "join_passcode": content.join_passcode,
            },
        )

    def keep(self, wall: dt.datetime, timezone: str) -> None:
        """Settle the start on one of the choices that were offered."""
        for name, value in (("date", wall.date()), ("hour", wall.time()), ("timezone", timezone)):
            self.write(name, value)

    def write(self, name: str, value: object) -> None:
        """Put a value into a field, in the place of what was typed there, which would be shown again."""
        self[name].data, self[name].raw_data = value, None

    def add_line(self, name: str, line: str) -> None:
        """Add a line at the end of a field that has several, unless it is there."""
        lines = [each for each in (self[name].data or "").splitlines() if each.strip()]
        self.write(name, "\n".join(lines if line in lines else [*lines, line]))

    def wall(self) -> dt.datetime | None:
        """Returns the wall time typed (naive), or None while date or hour is missing."""
        if self.date.data is None or self.hour.data is None:
            return None
        return dt.datetime.combine(self.date.data, self.hour.data)

    def corrected(self, content: WebinarContent) -> WebinarContent:
        """Returns what was read, with the corrections of the form."""
        wall = self.wall()
        return replace(
            content,
            title=one_line(self.title.data or "", at_most=TITLE_LENGTH),
            wall=wall,
            timezone=(self.timezone.data or "").strip() or None if wall else None,
            date=self.date.data,
            duration_minutes=self.duration_minutes.data,
            description=self.description.data or "",
            questions=tuple(line.strip() for line in (self.questions.data or "").splitlines() if line.strip()),
            lineup=people_in(self.lineup.data or "", content.lineup),
            has_agreed=bool(self.has_agreed.data),
            language=self.language.data or content.language,
            recordings=tuple(
                content.recordings[at] for at in self.recordings.data or () if 0 <= at < len(content.recordings)
            ),
            organisers=distinct_names((self.co_organisers.data or "").splitlines(), at_most=MAX_CO_ORGANISERS),
            topics=distinct_names((self.topics.data or "").split(","), at_most=MAX_TOPICS, length=TOPIC_LENGTH),
            series=one_line(self.series.data or "", at_most=NAME_LENGTH),
            registration_url=self.registration_url.data or None,
            join_url=self.join_url.data or None,
            join_passcode=(self.join_passcode.data or "").strip(),
        )
