"""The editor's form: shape and wording. What is wrong with a value is said by the actions (see `saving`)."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, assert_never

from wtforms import BooleanField as Checkbox
from wtforms import Field, Form, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from webinars.db import length_of
from webinars.domain.programme.fields.plain_fields import BOXES, PLAIN_FIELDS, Box, PlainField, names_with
from webinars.domain.programme.fields.value_kinds import Choice, Flag, LanguageTag, Line, Link, Text, Zones
from webinars.domain.programme.public_lineup import ROLE_NAMES
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.languages import language_choices
from webinars.models import AgendaQuestion, Appearance, PartnerRight, Webinar
from webinars.site.desk.editor.question_fields import AUDIENCE_FIELDS, AudienceFields
from webinars.site.desk.editor.registration_fields import REGISTRATION_FIELDS, RegistrationFields
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import DayField, HourField, MinutesField, ZoneField
from webinars.web.forms.rows import Rows

AnyForm = TypeVar("AnyForm", bound=type[Form])
PLAIN = {"autocomplete": "off"}
LINK = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
CUT_OFF = 1000
"""Of a longer text the browser does not cut off what is pasted: it is said instead that it is too long."""


def boxes_in(section: str) -> tuple[str, ...]:
    """Returns the names of the boxes that stand in a part of the page, in their order."""
    return tuple(name for name, box in BOXES.items() if box.section == section)


HOST = "host"
"""The part of the form that no right of a co-organiser opens."""
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    PartnerRight.TEXTS: (*names_with(PartnerRight.TEXTS), "topics", "questions", "new_question"),
    PartnerRight.PEOPLE: ("lineup", "new_speaker", *AUDIENCE_FIELDS),
    PartnerRight.REGISTRATIONS: REGISTRATION_FIELDS,
    PartnerRight.PUBLISH: (
        *("date", "hour", "timezone", "duration_minutes", "display_zones"),
        *names_with(PartnerRight.PUBLISH),
    ),
    HOST: ("co_organisers", "new_co_organiser", "series"),
}
"""Which fields belong to which right."""
IN_ORDER = (
    *boxes_in("title"),
    *("date", "hour", "timezone", "duration_minutes", "lineup", "new_speaker", "co_organisers", "new_co_organiser"),
    *("questions", "new_question", *boxes_in("room"), *boxes_in("room-more")),
    *(*REGISTRATION_FIELDS, *AUDIENCE_FIELDS, *boxes_in("text"), "topics", "series", "display_zones"),
)
"""The fields as they stand on the page, which is how mistakes are listed."""


def with_boxes(form: AnyForm) -> AnyForm:
    """Give a form the boxes of all plain fields that have one. Returns it."""
    for name in BOXES:
        setattr(form, name, _box_of(PLAIN_FIELDS[name]))
    return form


def _box_of(row: PlainField) -> Any:  # noqa: ANN401 - a field that is not bound yet, which the stubs do not know of
    kind, box = row.kind, row.box
    assert box is not None
    make: Any
    match kind:
        case Line() | Text():
            make, how = (TextAreaField, {"rows": box.rows}) if box.rows > 1 else (StringField, PLAIN)
            more: dict[str, Any] = {"render_kw": how | ({"maxlength": kind.longest} if kind.longest <= CUT_OFF else {})}
        case Link():
            make, more = StringField, {"render_kw": LINK}
        case LanguageTag():
            make, more = SelectField, {"validate_choice": False}
        case Choice():
            choices = options((state.value, name) for state, name in kind.names.items())
            make, more = RadioField, {"choices": choices}
        case Flag():
            make, more = Checkbox, {}
        case Zones():
            raise TypeError("a zone line is typed in rows, not in a box")
        case _:
            assert_never(kind)
    return make(box.label, description=box.description, **more)


class ZoneRow(Form):
    place = StringField()
    """Which row of the beginning it was, or empty for a new one."""
    label = StringField(_l("Label"), render_kw={**PLAIN, "maxlength": 60})
    timezone = ZoneField(_l("Zone"), keeps_words=True)


class AppearanceRow(Form):
    person = StringField()
    """The speaker's id, or "new" for somebody whom the person does not mean to be any of those known, else empty."""
    known = StringField()
    """The name that the id stands for: once another is typed over it, another is meant."""
    asked = StringField()
    """The name of which the person has seen that it is nearly somebody's."""
    name = StringField(_l("Name"), render_kw={**PLAIN, "list": "speakers"})
    role = SelectField(_l("Role"), choices=options((role.value, name) for role, name in ROLE_NAMES.items()))
    affiliation = StringField(
        _l("Affiliation, as of this webinar"), render_kw={**PLAIN, "maxlength": length_of(Appearance.affiliation)}
    )
    talk_title = StringField(
        _l("Title of the talk"), render_kw={**PLAIN, "maxlength": length_of(Appearance.talk_title)}
    )
    abstract = TextAreaField(_l("Abstract"))
    has_agreed = Checkbox(_l("They have agreed"))


class CoOrganiserRow(Form):
    organisation = StringField()
    """The organisation's id, or "new" for one that is none of those known, else empty."""
    known = StringField()
    asked = StringField()
    name = StringField(_l("Name"), render_kw={**PLAIN, "list": "organisations"})


class QuestionRow(Form):
    question = StringField()
    """The question's id, or empty for a new one."""
    text = TextAreaField(_l("Question"), render_kw={"rows": 1})


class TimeForm(Form):
    """The promise of a start. Also read from a query, for the zone line while one types."""

    date = DayField(_l("Date"))
    hour = HourField(_l("Start"))
    timezone = ZoneField(_l("In the time of"), keeps_words=True)
    duration_minutes = MinutesField(_l("Minutes"), render_kw={"inputmode": "numeric", "autocomplete": "off"})
    display_zones = Rows(FormField(ZoneRow), _l("Zones of the zone line"), blank={"label": "", "timezone": ""})


@with_boxes
class WebinarForm(SessionForm, TimeForm, AudienceFields, RegistrationFields):
    """All of a webinar on one page."""

    beginning = HiddenField()
    """What was stored when the form was first shown (see `fingerprints`), or empty for a new one."""
    host = SelectField(_l("Organisation"), validate_choice=False)
    """Chosen once, on beginning."""
    lineup = Rows(FormField(AppearanceRow), _l("Line-up"))
    new_speaker = StringField(
        _l("Add a speaker"),
        description=_l("Start typing a name. Speakers you have used before come with their affiliation."),
        render_kw={**PLAIN, "list": "speakers"},
    )
    co_organisers = Rows(FormField(CoOrganiserRow), _l("Co-organisers"))
    new_co_organiser = StringField(
        _l("Invite an organisation"),
        description=_l(
            "An organisation that has members here is asked when you save, and credited in public after it has "
            "accepted; another one at once."
        ),
        render_kw={**PLAIN, "list": "organisations"},
    )
    questions = Rows(FormField(QuestionRow), _l("Questions"))
    new_question = StringField(_l("Add a question"), render_kw={**PLAIN, "maxlength": length_of(AgendaQuestion.text)})
    series = StringField(
        _l("Series"),
        description=_l("Optional. A title that has not been used before begins a new series."),
        render_kw={**PLAIN, "list": "series-titles"},
    )
    topics = StringField(
        _l("Topics"), description=_l("Optional, with commas between them: Astronomy, Optics."), render_kw=PLAIN
    )

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - WTForms' signature
        super().__init__(*args, **values)
        for name in IN_ORDER:
            self._fields[name] = self._fields.pop(name)

    def validate(self, *args: Any, **values: Any) -> bool:  # noqa: ANN401 - WTForms' signature
        """Returns whether all that belongs to the answers given can be read, and says at its field what cannot."""
        super().validate(*args, **values)
        if "registration_mode" in self:
            self.pass_over_other_answers()
        return not self.errors

    @property
    def parts(self) -> frozenset[str]:
        """Returns the parts of FIELDS_OF that it shows."""
        return frozenset(part for part, names in FIELDS_OF.items() if all(name in self for name in names))

    def leave_out(self, parts: Iterable[str]) -> None:
        """Take the fields of these parts out: for people who have no right to them."""
        for part in parts:
            for name in FIELDS_OF[part]:
                del self[name]

    def offer_languages(self) -> None:
        if "language" in self:
            field: Any = self["language"]
            field.choices = options(language_choices(field.data))

    def boxes(self, section: str) -> list[tuple[Field, Box]]:
        """Returns the boxes of plain fields that stand in a part of the page."""
        return [(self[name], BOXES[name]) for name in boxes_in(section) if name in self]


class ReasonForm(SessionForm):
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Optional. It stands on the page and in calendars."),
        render_kw={"rows": 2, "maxlength": length_of(Webinar.cancellation_reason)},
    )
