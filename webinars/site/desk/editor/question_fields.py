"""How the audience asks questions, in the editor's form: its fields, and what they show first."""

from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField as Checkbox
from wtforms import Form, RadioField

from webinars.domain.questions.boards import BoardSettings, board_of, settings_of
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AskedBy, AskerNames, AskingMode, Webinar
from webinars.web.forms.base import options

AUDIENCE_FIELDS = ("audience_mode", "audience_approves_first", "audience_names", "audience_asked_by")


class AudienceFields(Form):
    audience_mode = RadioField(
        _l("When people may ask"),
        choices=options(
            [
                (AskingMode.OFF.value, _l("Not at all")),
                (AskingMode.BEFORE.value, _l("Until the start")),
                (AskingMode.DURING.value, _l("From the start to the end")),
                (AskingMode.UNTIL_END.value, _l("From publication to the end")),
                (AskingMode.ALWAYS.value, _l("Afterwards too, for answers in writing")),
            ]
        ),
    )
    audience_approves_first = Checkbox(
        _l("A moderator reads each question first"),
        description=_l("Until then nobody sees it but who asked. It switches itself on when very many come."),
    )
    audience_names = RadioField(
        _l("Names beside the questions"),
        choices=options(
            [
                (AskerNames.OPTIONAL.value, _l("As each one likes")),
                (AskerNames.REQUIRED.value, _l("Everybody gives one")),
                (AskerNames.NONE.value, _l("None")),
            ]
        ),
    )
    audience_asked_by = RadioField(
        _l("Who may ask"),
        choices=options(
            [
                (AskedBy.EVERYBODY.value, _l("Everybody")),
                (AskedBy.REGISTERED.value, _l("Only those who have registered here")),
            ]
        ),
    )


def first_audience() -> dict[str, Any]:
    """Returns what the form of a new webinar begins with: no questions."""
    return _values(BoardSettings())


def stored_audience(session: Session, webinar: Webinar) -> dict[str, Any]:
    """Returns what is stored."""
    return _values(settings_of(board_of(session, webinar.id)))


def _values(chosen: BoardSettings) -> dict[str, Any]:
    return {
        "audience_mode": chosen.mode.value,
        "audience_approves_first": chosen.approves_first,
        "audience_names": chosen.names.value,
        "audience_asked_by": chosen.asked_by.value,
    }
