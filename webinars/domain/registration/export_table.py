"""Who registered, as a table that leaves the house: the same for the desk and for the command line."""

import csv
import datetime as dt
import io
from collections.abc import Sequence

from webinars.lib.i18n import gettext as _
from webinars.models import Registration, RegistrationQuestion, RegistrationSource, RegistrationState

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def state_name(state: RegistrationState) -> str:
    """Returns what the desk calls a state."""
    return {
        RegistrationState.UNCONFIRMED: _("Not yet confirmed"),
        RegistrationState.PENDING: _("To be approved"),
        RegistrationState.CONFIRMED: _("Has a place"),
        RegistrationState.WAITING: _("Waiting"),
        RegistrationState.CANCELLED: _("Given back"),
        RegistrationState.DECLINED: _("Declined"),
    }[state]


def answer_text(value: object) -> str:
    """Returns an answer as it is read: choices with commas between them, a tick as "yes"."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return _("yes") if value is True else str(value)


def registrations_table(
    registrations: Sequence[Registration], questions: Sequence[RegistrationQuestion]
) -> list[list[str]]:
    """Returns the head and one row a registration. Hours are those of UTC (ISO 8601)."""
    head = [
        _("Name"),
        _("Email address"),
        _("State"),
        _("Zone"),
        _("Registered (UTC)"),
        _("Place since (UTC)"),
        _("Ended (UTC)"),
        _("Added by"),
        _("Wants the recording"),
        _("Opened the door (UTC)"),
        _("Times opened"),
        _("Came in from the waiting list (UTC)"),
        _("Minutes in the room"),
    ]
    rows = [head + [question.label for question in questions]]
    for registration in registrations:
        answers = {answer.question_id: answer.value for answer in registration.answers}
        rows.append(
            [
                registration.name,
                registration.email_normal or "",
                state_name(registration.state),
                registration.timezone or "",
                _hour(registration.created_at),
                _hour(registration.confirmed_at),
                _hour(registration.ended_at),
                _("organisers") if registration.source is RegistrationSource.HAND else _("attendee"),
                _("yes") if registration.wants_recording else _("no"),
                _hour(registration.joined_first_at),
                str(registration.joined_count),
                _hour(registration.standby_at),
                "" if registration.attended_minutes is None else str(registration.attended_minutes),
                *(answer_text(answers[each.id]) if each.id in answers else "" for each in questions),
            ]
        )
    return rows


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Returns a table as CSV (RFC 4180) with a byte order mark. No cell is taken for a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([_as_text(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _hour(at: dt.datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else ""
