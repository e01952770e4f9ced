"""Changing all of a webinar at once: in which order its parts are stored, and what is refused.

Every part is tried, so that all that is wrong is said at once.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.editing.named_records import NameUnsettled, organisation_of, speaker_of
from webinars.domain.editing.registration import StoredRegistration, change_registration, stored_registration
from webinars.domain.editing.wanted import (
    NamedRecord,
    Refusal,
    WantedAppearance,
    WantedRegistration,
    WantedStart,
    WantedWebinar,
)
from webinars.domain.lineup.actions import AppearanceInput, create_speaker, set_lineup
from webinars.domain.programme.actions import set_date, set_series, set_start, set_topics, update_webinar
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.details import WebinarDetails, problems_of
from webinars.domain.programme.life_cycle import move
from webinars.domain.questions.agenda import AgendaQuestionInput, set_questions
from webinars.domain.questions.boards import BoardSettings, board_of, set_board, settings_of
from webinars.domain.registration.form_questions import (
    RegistrationQuestionInput,
    RegistrationQuestionInvalid,
    set_registration_questions,
)
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation, PartnerRight, Status, Webinar
from webinars.pure.times import read_zone, zone_name_of, zone_sentence


class _Edit(Struct, frozen=True):
    """Who changes what, and when."""

    session: Session
    actor: Actor
    webinar: Webinar
    now: dt.datetime


def change_webinar(
    session: Session, actor: Actor, webinar: Webinar, wanted: WantedWebinar, *, now: dt.datetime
) -> tuple[Refusal, ...]:
    """Store what is wanted of a whole webinar, each part by its verb. Returns what cannot be.

    With a refusal nothing may be committed. Needs the webinar locked (see `webinar_to_save`). Raises NotAllowed, and
    WrongState for what does not fit its status.
    """
    edit = _Edit(session, actor, webinar, now)
    stored = stored_registration(session, webinar)
    # In the order in which they depend on each other: hours of the registration are counted from the start, and a
    # board reads the webinar anew.
    parts: tuple[tuple[Any, Callable[[_Edit, Any], Iterator[Refusal]]], ...] = (
        (wanted.details, _details),
        (wanted.topics, _topics),
        (wanted.lineup, _lineup),
        (wanted.questions, _questions),
        (wanted.series, _series),
        (wanted.co_organisers, _co_organisers),
        (wanted.start, _start),
        (wanted.registration and (wanted.registration, stored), _registration),
        (wanted.own_questions, _own_questions),
        (wanted.audience, _audience),
    )
    return tuple(refusal for value, store in parts if value is not None for refusal in _tried(edit, value, store))


def _tried(edit: _Edit, value: object, store: Callable[[_Edit, Any], Iterator[Refusal]]) -> Iterator[Refusal]:
    try:
        yield from store(edit, value)
    except RegistrationQuestionInvalid as error:
        yield Refusal(f"{error.field}/{error.index}/{error.part}", str(error))
    except WebinarInvalid as error:
        yield Refusal(error.field, str(error))


def _details(edit: _Edit, details: WebinarDetails) -> Iterator[Refusal]:
    refusals = [Refusal(each.field, str(each)) for each in problems_of(details)]
    if not refusals:
        update_webinar(edit.session, edit.actor, edit.webinar, now=edit.now, **details)
    yield from refusals


def _topics(edit: _Edit, names: Sequence[str]) -> Iterator[Refusal]:
    set_topics(edit.session, edit.actor, edit.webinar, names, now=edit.now)
    yield from ()


def _lineup(edit: _Edit, wanted: Sequence[WantedAppearance]) -> Iterator[Refusal]:
    present = {each.speaker_id: each.speaker for each in edit.webinar.lineup}
    places, is_open = [], False
    for number, each in enumerate(wanted):
        try:
            speaker = present.get(each.who.id or 0) or speaker_of(edit.session, each.who, edit.webinar.host)
        except NameUnsettled as error:
            yield Refusal(f"lineup/{number}/name", str(error))
            is_open = True
            continue
        places.append(
            AppearanceInput(
                # A record belongs to the organisation that makes it: the host, or the co-organiser who adds the person.
                speaker=speaker
                or create_speaker(
                    edit.session,
                    edit.actor,
                    _home_of_new(edit.actor, edit.webinar),
                    name=one_line(each.who.name),
                    affiliation=each.affiliation,
                    now=edit.now,
                ),
                role=each.role,
                affiliation=each.affiliation,
                talk_title=each.talk_title,
                abstract=each.abstract,
                has_agreed=each.has_agreed,
            )
        )
    if not is_open:
        set_lineup(edit.session, edit.actor, edit.webinar, places, now=edit.now)


def _home_of_new(actor: Actor, webinar: Webinar) -> Organisation:
    if actor.is_editor(webinar.host_id):
        return webinar.host
    return next(
        each.organisation
        for each in webinar.co_organisers
        if each.accepted_at is not None and PartnerRight.PEOPLE in each.rights and actor.is_editor(each.organisation_id)
    )


def _questions(edit: _Edit, wanted: Sequence[AgendaQuestionInput | str]) -> Iterator[Refusal]:
    set_questions(edit.session, edit.actor, edit.webinar, wanted, now=edit.now)
    yield from ()


def _series(edit: _Edit, title: str) -> Iterator[Refusal]:
    set_series(edit.session, edit.actor, edit.webinar, title, now=edit.now)
    yield from ()


def _co_organisers(edit: _Edit, wanted: Sequence[NamedRecord]) -> Iterator[Refusal]:
    organisations, is_open = [], False
    for number, each in enumerate(wanted):
        try:
            organisations.append(organisation_of(edit.session, edit.actor, each, edit.webinar))
        except NameUnsettled as error:
            yield Refusal(f"co_organisers/{number}/name", str(error))
            is_open = True
    if not is_open:
        set_co_organisers(edit.session, edit.actor, edit.webinar, organisations, now=edit.now)


def _start(edit: _Edit, start: WantedStart) -> Iterator[Refusal]:
    session, actor, webinar, minutes = edit.session, edit.actor, edit.webinar, start.duration_minutes
    typed = read_zone(start.timezone)
    if typed.text and typed.timezone is None:
        yield Refusal("timezone", zone_sentence(typed))
    elif minutes is None:
        yield Refusal("duration_minutes", _("Write how many minutes it takes, like 90."))
    elif start.hour is not None and start.date is None:
        yield Refusal("date", _("Choose the date as well."))
    else:
        wall = start.wall()
        timezone = zone_name_of(start.timezone)
        if webinar.status != Status.DRAFT:
            yield from _move(edit, start, wall, timezone, minutes)
        elif start.date is not None and wall is None:
            set_date(session, actor, webinar, date=start.date, now=edit.now)
        else:
            set_start(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=edit.now)


def _move(edit: _Edit, start: WantedStart, wall: dt.datetime | None, timezone: str, minutes: int) -> Iterator[Refusal]:
    webinar = edit.webinar
    stored = (webinar.starts_on, webinar.starts_wall, webinar.timezone or webinar.host.timezone)
    # Saving other things must not announce a postponed webinar anew.
    if (start.date, wall, timezone, minutes) == (*stored, webinar.duration_minutes):
        return
    if webinar.status == Status.CANCELLED:
        yield Refusal("date", _("It is cancelled. Restore it first; then it can have another start."))
    elif wall is None:
        yield Refusal(
            "date", _("It has been announced, so it needs a date and an hour. To take them back, postpone it.")
        )
    else:
        move(
            edit.session,
            edit.actor,
            webinar,
            wall=wall,
            timezone=timezone,
            duration_minutes=minutes,
            now=edit.now,
        )


def _registration(edit: _Edit, wanted: tuple[WantedRegistration, StoredRegistration]) -> Iterator[Refusal]:
    yield from change_registration(edit.session, edit.actor, edit.webinar, *wanted, now=edit.now)


def _own_questions(edit: _Edit, wanted: Sequence[RegistrationQuestionInput]) -> Iterator[Refusal]:
    set_registration_questions(edit.session, edit.actor, edit.webinar, wanted, now=edit.now)
    yield from ()


def _audience(edit: _Edit, wanted: BoardSettings) -> Iterator[Refusal]:
    if wanted != settings_of(board_of(edit.session, edit.webinar.id)):
        set_board(edit.session, edit.actor, edit.webinar, wanted, now=edit.now)
        # Which has read it anew, without most of its parts.
        load_whole(edit.session, edit.webinar)
    yield from ()
