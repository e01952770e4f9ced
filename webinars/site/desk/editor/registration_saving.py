"""From the editor's form to how people register."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.registration.form_questions import (
    RegistrationQuestionInput,
    RegistrationQuestionInvalid,
    set_registration_questions,
)
from webinars.domain.registration.queries import desk_of
from webinars.domain.registration.registration_window import wall_before
from webinars.domain.registration.settings import As, Hour, RegistrationWish, set_registration
from webinars.models import JoinAccess, QuestionKind, RegistrationMode, Webinar
from webinars.site.desk.editor.forms import FormRefused, WebinarForm
from webinars.site.desk.editor.name_matching import is_settled
from webinars.site.desk.editor.registration_fields import REGISTRATION_FIELDS, REMINDERS
from webinars.site.desk.editor.registration_words import RegistrationCounts


@dataclass(frozen=True, slots=True)
class StoredRegistration:
    """What is stored before anything of a form is."""

    opens_wall: dt.datetime | None
    closes_wall: dt.datetime | None
    other_reminders: tuple[int, ...]
    """Those that no box stands for."""


def before_saving(session: Session, webinar: Webinar) -> StoredRegistration:
    desk = desk_of(session, webinar.id)
    if desk is None:
        return StoredRegistration(None, None, ())
    return StoredRegistration(
        opens_wall=wall_before(webinar, desk.opens_before_minutes),
        closes_wall=wall_before(webinar, desk.closes_before_minutes),
        other_reminders=tuple(each for each in desk.reminder_minutes if each not in REMINDERS.values()),
    )


def save_registration(
    session: Session, actor: Actor, webinar: Webinar, form: WebinarForm, before: StoredRegistration, *, now: dt.datetime
) -> None:
    """Store where people register, and how. The start that the form asks for must be stored.

    Raises NotAllowed, WebinarInvalid, and FormRefused once what is wrong is said at its field.
    """
    if any(form[name].errors for name in REGISTRATION_FIELDS):
        return
    mode = chosen_mode(form)
    if webinar.is_registration_here and mode is not RegistrationMode.HERE and not form.may_switch_off.data:
        registered = RegistrationCounts.of(session, webinar)
        if registered.count:
            form.may_switch_off.errors = [registered.sentence()]
            raise FormRefused
    set_registration(
        session,
        actor,
        webinar,
        mode,
        wish=_wish(form, before) if mode is RegistrationMode.HERE else None,
        url=form.registration_url.data,
        join_access=_access(webinar, form, mode),
        now=now,
    )


def save_own_questions(
    session: Session, actor: Actor, webinar: Webinar, form: WebinarForm, *, now: dt.datetime
) -> None:
    """Store what is asked, where people register here. Raises as `save_registration`."""
    if chosen_mode(form) is not RegistrationMode.HERE:
        return
    rows = list(form.own_questions)
    wanted = [
        RegistrationQuestionInput(
            kind=next((kind for kind in QuestionKind if kind.value == row.form.kind.data), QuestionKind.TEXT),
            label=row.form["label"].data or "",
            reason=row.form.reason.data or "",
            options=(row.form.options.data or "").splitlines(),
            is_required=bool(row.form.is_required.data),
            keep_days=_days(row.form.keep_days.data),
            question_id=int(row.form.question.data) if is_settled(row.form.question.data) else None,
        )
        for row in rows
    ]
    try:
        set_registration_questions(session, actor, webinar, wanted, now=now)
    except RegistrationQuestionInvalid as error:
        field = rows[error.index].form[error.part]
        field.errors = [*field.errors, str(error)]
        form.own_questions.errors = [row.form.errors for row in rows]
        raise FormRefused from error


def chosen_mode(form: WebinarForm) -> RegistrationMode:
    """Returns the answer given. What is none has been refused by the form's own check, and only must not fail here."""
    chosen = form.registration_mode.data
    return next((mode for mode in RegistrationMode if mode.value == chosen), RegistrationMode.NONE)


def _wish(form: WebinarForm, before: StoredRegistration) -> RegistrationWish:
    boxes = [minutes for name, minutes in REMINDERS.items() if form[name].data]
    return RegistrationWish(
        capacity=form.capacity.data,
        has_waiting_list=bool(form.has_waiting_list.data),
        is_approval_needed=bool(form.is_approval_needed.data),
        opens_wall=_hour(form.opens_wall.data, before.opens_wall),
        closes_wall=_hour(form.closes_wall.data, before.closes_wall),
        reminder_minutes=(*before.other_reminders, *boxes),
        retention_days=form.retention_days.data or 0,
    )


def _hour(typed: dt.datetime | None, shown: dt.datetime | None) -> Hour:
    # Left as it was shown, it stays as long before the start: that may be moved with the same form.
    return As.STORED if typed == shown else typed


def _access(webinar: Webinar, form: WebinarForm, mode: RegistrationMode) -> JoinAccess:
    """Returns who gets the link to join, by the answer given."""
    match mode:
        case RegistrationMode.HERE:
            chosen = form.join_access.data
        case RegistrationMode.ELSEWHERE:
            chosen = form.elsewhere_access.data
        case _ if webinar.lacks_registration and not form.lets_everybody_in.data:
            # What an archive has shut is not opened by saving a title.
            return webinar.join_access
        case _:
            return JoinAccess.OPEN
    return next((access for access in JoinAccess if access.value == chosen), JoinAccess.REGISTERED)


def _days(chosen: str | None) -> int | None:
    text = (chosen or "").strip()
    if not text:
        return None
    return int(text) if is_settled(text) else 0
