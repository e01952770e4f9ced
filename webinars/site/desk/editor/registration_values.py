"""What the editor shows first of how people register, and what its form asks for."""

from typing import Any

from sqlalchemy.orm import Session

from webinars.domain.registration.form_questions import questions_of
from webinars.domain.registration.opening_hours import wall_before
from webinars.domain.registration.queries import desk_of
from webinars.models import (
    DEFAULT_REMINDERS,
    DEFAULT_RETENTION_DAYS,
    JoinAccess,
    RegistrationDesk,
    RegistrationMode,
    Webinar,
)
from webinars.site.desk.editor.registration_fields import REMINDERS

Values = dict[str, Any]


def first_registration() -> Values:
    """What the form of a new webinar begins with."""
    return {
        "registration_mode": RegistrationMode.NONE.value,
        "registration_url": None,
        "elsewhere_access": JoinAccess.OPEN.value,
        # Places mean little if everybody has the link.
        "join_access": JoinAccess.REGISTERED.value,
        "capacity": None,
        "has_waiting_list": True,
        "opens_wall": None,
        "closes_wall": None,
        "is_approval_needed": False,
        "own_questions": [],
        **_reminders(DEFAULT_REMINDERS),
        "retention_days": DEFAULT_RETENTION_DAYS,
    }


def stored_registration(session: Session, webinar: Webinar) -> Values:
    """What is stored, and for what is not in use what it would begin with."""
    values, desk = first_registration(), desk_of(session, webinar.id)
    access = webinar.join_access.value
    values |= {
        "registration_mode": webinar.registration_mode.value,
        "registration_url": webinar.registration_url,
        # A room of those who registered stays one, wherever they do.
        "elsewhere_access": access,
    }
    if webinar.is_registration_here:
        values["join_access"] = access
    if desk is not None:
        values |= _of_desk(webinar, desk)
    values["own_questions"] = [
        {
            "question": str(each.id),
            "kind": each.kind.value,
            "label": each.label,
            "options": "\n".join(each.options),
            "reason": each.reason,
            "is_required": each.is_required,
            "keep_days": "" if each.keep_days is None else str(each.keep_days),
        }
        for each in questions_of(session, webinar.id)
    ]
    return values


def _of_desk(webinar: Webinar, desk: RegistrationDesk) -> Values:
    return {
        "capacity": desk.capacity,
        "has_waiting_list": desk.has_waiting_list,
        "opens_wall": wall_before(webinar, desk.opens_before_minutes),
        "closes_wall": wall_before(webinar, desk.closes_before_minutes),
        "is_approval_needed": desk.is_approval_needed,
        **_reminders(desk.reminder_minutes),
        "retention_days": desk.retention_days,
    }


def _reminders(minutes: Any) -> Values:  # noqa: ANN401 - a list in JSON
    return {name: before in minutes for name, before in REMINDERS.items()}
