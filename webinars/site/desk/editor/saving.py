"""From the editor's form to the verbs: everything is tried, so that all that is wrong is said at once."""

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from wtforms import Field

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.actions import AppearanceInput, create_speaker, set_lineup
from webinars.domain.programme.actions import set_date, set_series, set_start, set_topics, update_webinar
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.details import problems_of
from webinars.domain.programme.fields.plain_fields import BOXES, PLAIN_FIELDS
from webinars.domain.programme.fields.value_kinds import Link
from webinars.domain.programme.life_cycle import move
from webinars.domain.questions.agenda import AgendaQuestionInput, set_questions
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import AppearanceRole, Organisation, PartnerRight, Status, Webinar
from webinars.pure.times import DisplayZone, read_zone, zone_sentence
from webinars.site.desk.editor.forms import HOST, FormRefused, WebinarForm
from webinars.site.desk.editor.initial_values import zones_of_host
from webinars.site.desk.editor.name_matching import (
    add_co_organiser,
    add_speaker,
    is_settled,
    organisation_of,
    speaker_of,
)
from webinars.site.desk.editor.question_fields import save_audience
from webinars.site.desk.editor.registration_saving import before_saving, save_own_questions, save_registration
from webinars.web.forms.rows import Rows

State = TypeVar("State", bound=enum.StrEnum)

FIELDS = {"starts_wall": "date", "reminder_minutes": "reminds_a_day", "join_access": "registration_mode"}
"""The form's field for a field of the actions, where the names differ."""


def save(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    form: WebinarForm,
    *,
    site_zones: Sequence[DisplayZone],
    now: dt.datetime,
) -> None:
    """Store what the form says, each part by its verb.

    What stands in the boxes to add from must have been taken in. Raises FormRefused once every part has been tried.
    """
    is_shaped = form.validate()
    _complete_links(form)
    shown = form.parts
    parts: list[Callable[[], None]] = [
        lambda: _save_plain_fields(session, actor, webinar, form, site_zones, now=now),
    ]
    if PartnerRight.TEXTS in shown:
        parts.append(lambda: set_topics(session, actor, webinar, (form.topics.data or "").split(","), now=now))
    if PartnerRight.PEOPLE in shown:
        parts.append(
            lambda: set_lineup(session, actor, webinar, _places(session, actor, webinar, form, now=now), now=now)
        )
    if PartnerRight.TEXTS in shown:
        parts.append(lambda: set_questions(session, actor, webinar, _questions(form), now=now))
    if HOST in shown:
        parts += [
            lambda: set_series(session, actor, webinar, form.series.data, now=now),
            lambda: set_co_organisers(session, actor, webinar, _organisations(session, actor, form, webinar), now=now),
        ]
    registered = before_saving(session, webinar)
    if PartnerRight.PUBLISH in shown and is_shaped:
        parts.append(lambda: _save_start(session, actor, webinar, form, now=now))
    if PartnerRight.REGISTRATIONS in shown:
        parts += [
            # After the start: their hours are counted from it.
            lambda: save_registration(session, actor, webinar, form, registered, now=now),
            lambda: save_own_questions(session, actor, webinar, form, now=now),
        ]
    if PartnerRight.PEOPLE in shown:
        # Last, for it reads the webinar anew.
        parts.append(lambda: save_audience(session, actor, webinar, form, now=now))
    refusals = [part for part in parts if not _is_done(form, part)]
    if refusals or not is_shaped:
        raise FormRefused


def take_in(session: Session, form: WebinarForm, host: Organisation) -> None:
    """What stands in the boxes to add from is meant to be added, even if the button beside them was not pressed."""
    if "lineup" in form:
        add_speaker(session, form, host)
    if "questions" in form:
        add_question(form)
    if "co_organisers" in form:
        add_co_organiser(session, form)


def add_question(form: WebinarForm) -> None:
    """Turn the text in "Add a question" into a row."""
    text = (form.new_question.data or "").strip()
    form.new_question.data = ""
    if text:
        form.questions.add({"text": text})


def refuse(form: WebinarForm, error: WebinarInvalid) -> None:
    """Say what is wrong at the field it is about."""
    say_at(form[FIELDS.get(error.field, error.field)], str(error))


def say_at(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]


def _is_done(form: WebinarForm, part: Callable[[], None]) -> bool:
    try:
        part()
    except WebinarInvalid as error:
        refuse(form, error)
        return False
    except FormRefused:
        return False
    return True


def _complete_links(form: WebinarForm) -> None:
    """Put https:// in front of addresses that have no scheme, where the person sees it."""
    for name, row in PLAIN_FIELDS.items():
        if isinstance(row.kind, Link) and name in form:
            form[name].data = row.kind.typed(form[name].data)


def _save_plain_fields(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    form: WebinarForm,
    site_zones: Sequence[DisplayZone],
    *,
    now: dt.datetime,
) -> None:
    details: Any = {name: PLAIN_FIELDS[name].kind.typed(form[name].data) for name in BOXES if name in form}
    if "display_zones" in form:
        details["display_zones"] = _zones(form, webinar, site_zones)
    problems = list(problems_of(details))
    for each in problems:
        refuse(form, each)
    if problems:
        raise FormRefused
    update_webinar(session, actor, webinar, now=now, **details)


def _state_called(kind: type[State], value: str | None, otherwise: State) -> State:
    """Returns the state called `value`.

    What is none has been refused by the form's own check, and only must not fail here.
    """
    return next((state for state in kind if state.value == value), otherwise)


def _zones(form: WebinarForm, webinar: Webinar, site_zones: Sequence[DisplayZone]) -> Sequence[DisplayZone]:
    """Returns the webinar's own display zones, or none if they are its host's, so that it follows their changes."""
    chosen = form.chosen_zones()
    return [] if tuple(chosen) == zones_of_host(webinar.host, site_zones) else chosen


def _places(
    session: Session, actor: Actor, webinar: Webinar, form: WebinarForm, *, now: dt.datetime
) -> list[AppearanceInput]:
    places, present = [], {str(each.speaker_id): each.speaker for each in webinar.lineup}
    is_open = False
    for row in form.lineup:
        name = one_line(row.form["name"].data or "")
        try:
            speaker = present.get(row.form.person.data) or speaker_of(session, row, webinar.host)
        except LookupError as error:
            say_at(row.form["name"], str(error))
            is_open = True
            continue
        places.append(
            AppearanceInput(
                # A record belongs to the organisation that makes it: the host, or the co-organiser who adds the person.
                speaker=speaker
                or create_speaker(
                    session,
                    actor,
                    _home_of_new(actor, webinar),
                    name=name,
                    affiliation=row.form.affiliation.data or "",
                    now=now,
                ),
                role=_state_called(AppearanceRole, row.form.role.data, AppearanceRole.SPEAKER),
                affiliation=row.form.affiliation.data or "",
                talk_title=row.form.talk_title.data or "",
                abstract=row.form.abstract.data or "",
                has_agreed=bool(row.form.has_agreed.data),
            )
        )
    if is_open:
        _mark(form.lineup)
        raise FormRefused
    return places


def _mark(rows: Rows) -> None:
    """Let the list know that one of its rows has an error: the summary on top then leads to it."""
    rows.errors = [row.form.errors for row in rows]


def _home_of_new(actor: Actor, webinar: Webinar) -> Organisation:
    if actor.is_editor(webinar.host_id):
        return webinar.host
    return next(
        each.organisation
        for each in webinar.co_organisers
        if each.accepted_at is not None and PartnerRight.PEOPLE in each.rights and actor.is_editor(each.organisation_id)
    )


def _organisations(session: Session, actor: Actor, form: WebinarForm, webinar: Webinar) -> list[Organisation | str]:
    organisations: list[Organisation | str] = []
    is_open = False
    for row in form.co_organisers:
        if not (row.form["name"].data or "").strip():
            continue
        try:
            organisations.append(organisation_of(session, actor, row, webinar))
        except LookupError as error:
            say_at(row.form["name"], str(error))
            is_open = True
    if is_open:
        _mark(form.co_organisers)
        raise FormRefused
    return organisations


def _questions(form: WebinarForm) -> list[AgendaQuestionInput]:
    return [
        AgendaQuestionInput(
            text=row.form.text.data or "",
            question_id=int(row.form.question.data) if is_settled(row.form.question.data) else None,
        )
        for row in form.questions
    ]


def _save_start(session: Session, actor: Actor, webinar: Webinar, form: WebinarForm, *, now: dt.datetime) -> None:
    wall, timezone, minutes = form.wall(), form.zone(), form.duration_minutes.data
    typed = read_zone(form.timezone.data or "")
    if typed.text and typed.timezone is None:
        raise WebinarInvalid("timezone", zone_sentence(typed))
    if minutes is None:
        raise WebinarInvalid("duration_minutes", _("Write how many minutes it takes, like 90."))
    if form.hour.data is not None and form.date.data is None:
        raise WebinarInvalid("date", _("Choose the date as well."))
    if webinar.status == Status.DRAFT:
        if form.date.data is not None and wall is None:
            set_date(session, actor, webinar, date=form.date.data, now=now)
        else:
            set_start(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)
    elif _start_has_changed(webinar, form):
        if webinar.status == Status.CANCELLED:
            raise WebinarInvalid("date", _("It is cancelled. Restore it first; then it can have another start."))
        if wall is None:
            raise WebinarInvalid(
                "date", _("It has been announced, so it needs a date and an hour. To take them back, postpone it.")
            )
        move(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)


def _start_has_changed(webinar: Webinar, form: WebinarForm) -> bool:
    """Returns whether another start was typed. Saving other things must not announce a postponed webinar anew."""
    typed = (form.date.data, form.wall(), form.zone(), form.duration_minutes.data)
    stored = (webinar.starts_on, webinar.starts_wall, webinar.timezone or webinar.host.timezone)
    return typed != (*stored, webinar.duration_minutes)
