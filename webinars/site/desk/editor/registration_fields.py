"""The part of the editor's form that says how people register."""

from typing import Any

from wtforms import BooleanField as Checkbox
from wtforms import Form, FormField, RadioField, SelectField, StringField, TextAreaField

from webinars.domain.programme.fields.plain_fields import ACCESS_NAMES
from webinars.domain.registration.form_questions import LONGEST_LABEL, LONGEST_REASON
from webinars.domain.registration.seats_and_waiting_list import MOST_PLACES
from webinars.domain.registration.settings import LONGEST_RETENTION
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import JoinAccess, QuestionKind, RegistrationMode
from webinars.web.forms.base import options
from webinars.web.forms.fields import OptionalCountField, WallField
from webinars.web.forms.rows import Rows

REMINDERS = {"reminds_a_day": 1440, "reminds_an_hour": 60, "reminds_ten_minutes": 10}
"""The boxes, and how many minutes before the start each means. Others that an archive has brought stay as they are."""
HERE_FIELDS = (
    *("capacity", "has_waiting_list", "opens_wall", "closes_wall", "is_approval_needed", "join_access"),
    *("own_questions", *REMINDERS, "retention_days", "takes_feedback"),
)
ELSEWHERE_FIELDS = ("registration_url", "elsewhere_access")
REGISTRATION_FIELDS = (
    *("registration_mode", "may_switch_off", "lets_everybody_in"),
    *(*ELSEWHERE_FIELDS, *HERE_FIELDS),
)
KIND_NAMES = {
    QuestionKind.TEXT: _l("Text"),
    QuestionKind.LONG: _l("Long text"),
    QuestionKind.CHOICE: _l("One choice"),
    QuestionKind.CHOICES: _l("Several choices"),
    QuestionKind.CHECKBOX: _l("A box to tick"),
}
BLANK_QUESTION = {"kind": QuestionKind.TEXT.value, "keep_days": ""}
KEPT_NAMES = {
    "": _l("As long as the rest"),
    "1": _l("Until the day after the webinar"),
    "7": _l("Until a week after the webinar"),
}
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class KeptField(SelectField):
    """For how many days after the webinar an answer is kept: what can be chosen, and whatever else is stored."""

    def __init__(self, label: Any = None, **attributes: Any) -> None:  # noqa: ANN401 - WTForms' signature
        super().__init__(label, choices=options(KEPT_NAMES.items()), validate_choice=False, **attributes)

    def offer(self, until: str) -> None:
        """Let what is stored be chosen as well.

        `until` is when the rest is erased, and empty where that is not known.
        """
        names: dict[str, object] = dict(KEPT_NAMES)
        if until:
            names[""] = _("As long as the rest, until %(date)s", date=until)
        if self.data and self.data not in names:
            names[self.data] = _("Until %(num)s days after the webinar", num=self.data)
        self.choices = options(names.items())


class OwnQuestionRow(Form):
    question = StringField()
    """The question's id, or empty for a new one."""
    label = StringField(_l("Question"), render_kw={"autocomplete": "off", "maxlength": LONGEST_LABEL})
    kind = SelectField(_l("Answer"), choices=options((kind.value, name) for kind, name in KIND_NAMES.items()))
    keep_days = KeptField(_l("Kept"))
    options = TextAreaField(_l("Choices, one a line"), render_kw={"rows": 4})
    reason = StringField(
        _l("Why you ask"),
        description=_l("Stands under the question. Without a reason a question cannot be asked."),
        render_kw={"autocomplete": "off", "maxlength": LONGEST_REASON},
    )
    is_required = Checkbox(_l("Must be answered"))


class RegistrationFields(Form):
    registration_mode = RadioField(
        _l("Do people register?"),
        choices=options(
            [
                (RegistrationMode.NONE.value, _l("No")),
                (RegistrationMode.HERE.value, _l("Yes, here")),
                (RegistrationMode.ELSEWHERE.value, _l("Yes, elsewhere")),
            ]
        ),
    )
    may_switch_off = Checkbox(_l("Take no more registrations here all the same"))
    """Asked for only where somebody is registered."""
    lets_everybody_in = Checkbox(_l("Let everybody join from the webinar’s page"))
    """Asked for only where nobody can join, as nobody can register."""
    registration_url = StringField(
        _l("Address of the registration"),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"},
    )
    elsewhere_access = RadioField(
        _l("Who gets the link to join"),
        choices=options(
            [
                (JoinAccess.OPEN.value, _l("Everybody, on the webinar’s page and in calendars")),
                (JoinAccess.REGISTERED.value, _l("Only those who registered there")),
            ]
        ),
    )
    capacity = OptionalCountField(_l("Places"), render_kw={**NUMBER, "min": 1, "max": MOST_PLACES})
    has_waiting_list = Checkbox(
        _l("Keep a waiting list when all places are taken"),
        description=_l("A place given back goes to the first in the queue at once."),
    )
    opens_wall = WallField(_l("Opens"))
    closes_wall = WallField(_l("Closes"))
    is_approval_needed = Checkbox(
        _l("We approve each registration first"),
        description=_l("Until you have, no place is held. The desk lists them first."),
    )
    join_access = RadioField(
        _l("Who gets the link to join"),
        choices=options([(each.value, ACCESS_NAMES[each]) for each in (JoinAccess.REGISTERED, JoinAccess.OPEN)]),
    )
    own_questions = Rows(FormField(OwnQuestionRow), _l("Questions of your own"), blank=BLANK_QUESTION)
    reminds_a_day = Checkbox(_l("The day before, at the hour of the start"))
    reminds_an_hour = Checkbox(_l("One hour before"))
    reminds_ten_minutes = Checkbox(_l("Ten minutes before"))
    takes_feedback = Checkbox(
        _l("Ask those who had a place, after the end, how it was"),
        description=_l(
            "Two questions on their own page: was it worth your time, and what should be better. You read the answers "
            "under Insight, without names, from five on."
        ),
    )
    retention_days = OptionalCountField(
        _l("Days after the webinar"),
        description=_l(
            "Then names, addresses, zones and answers are erased, and each attendee is told. Counts stay. It can be "
            "made shorter at any time, longer only for those who register from then on."
        ),
        render_kw={**NUMBER, "min": 1, "max": LONGEST_RETENTION},
    )

    def offer(self, zone: str, until: str) -> None:
        """Name the hours after their zone, and let what is stored of each question be chosen (see `KeptField`)."""
        self.opens_wall.label.text = _("Opens, %(zone)s", zone=zone)
        self.closes_wall.label.text = _("Closes, %(zone)s", zone=zone)
        for row in self.own_questions:
            row.form.keep_days.offer(until)

    def pass_over_other_answers(self) -> None:
        """Forget what is wrong in fields that belong to another answer: they are not shown, and not stored."""
        mode = self.registration_mode.data
        passed_over = (
            *(() if mode == RegistrationMode.HERE else HERE_FIELDS),
            *(() if mode == RegistrationMode.ELSEWHERE else ELSEWHERE_FIELDS),
        )
        for name in passed_over:
            self[name].errors = []
            if name == "own_questions":
                for row in self.own_questions:
                    for field in row.form:
                        field.errors = []
