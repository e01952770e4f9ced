"""Webinars made of others. Each repeat is a webinar of its own, so each can change, be left out or be moved."""

import datetime as dt
import enum
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.actions import AppearanceInput, set_lineup
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import create_webinar, set_series, set_start, set_topics
from webinars.domain.programme.co_organisers.actions import CoOrganiserTerms, arrange, set_co_organisers
from webinars.domain.programme.co_organisers.refusals import refusing
from webinars.domain.programme.co_organisers.rights import rights_read
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.fields.details import copied_details
from webinars.domain.questions.agenda import set_questions
from webinars.domain.questions.boards import board_of, set_board, settings_of
from webinars.domain.registration.form_questions import (
    RegistrationQuestionInput,
    questions_of,
    set_registration_questions,
)
from webinars.domain.registration.settings import copy_registration
from webinars.models import AuditEvent, Status, Webinar

DUPLICATED = "webinar:duplicate"
DOUBLE_PRESS = dt.timedelta(seconds=10)
CARRIED = ("is_lineup_confirmed_only", "are_speakers_texts_taken")
"""How it deals with its speakers: columns of a webinar that are no plain fields and hold for the next one too."""


class CopyScope(enum.Flag):
    """What a copy takes along beside texts, zones, topics, co-organisers and how people register."""

    NOTHING = 0
    ROOM = enum.auto()
    PEOPLE = enum.auto()
    TALKS = enum.auto()
    """What its people speak about. Repeats have the same people on other evenings."""
    QUESTIONS = enum.auto()
    OF_DUPLICATES = PEOPLE | TALKS | QUESTIONS
    """A room is of one evening unless the webinar repeats."""


def repeat(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    walls: Sequence[dt.datetime],
    *,
    series: str,
    with_lineup: bool,
    now: dt.datetime,
) -> list[Webinar]:
    """Make drafts like `webinar`, one for each of `walls` (naive, on the clocks of its zone), all in that series.

    Needs `webinar` locked: whoever presses twice within a moment has made each once, and what the first press has left
    is returned. Raises NotAllowed, WebinarInvalid (StartUnsettled for a wall time that is skipped or repeated).
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    set_series(session, actor, webinar, series, now=now)
    copied = CopyScope.ROOM | (CopyScope.PEOPLE if with_lineup else CopyScope.NOTHING)
    made = _repeated_just_now(session, actor, webinar, now=now)
    return [
        made.get(wall) or _copied(session, actor, webinar, copied, wall=wall, series=series, now=now)
        for wall in dict.fromkeys(walls)
    ]


def duplicate(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> Webinar:
    """Make a draft with all that `webinar` says but when, its room, who is registered and its recordings.

    Its people are asked anew and its co-organisers invited anew, with the rights and wording they have. Needs `webinar`
    locked: whoever presses twice within a moment has made one. Raises NotAllowed, WebinarInvalid.
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    if (made := _made_just_now(session, actor, webinar, now=now)) is not None:
        return made
    series = webinar.series.title if webinar.series else ""
    copy = _copied(session, actor, webinar, CopyScope.OF_DUPLICATES, wall=None, series=series, now=now)
    session.add(AuditEvent.of_webinar(webinar, DUPLICATED, {"webinar_id": copy.id}, by=actor.user_id, at=now))
    session.flush()
    return copy


def _repeated_just_now(
    session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime
) -> dict[dt.datetime, Webinar]:
    """Returns the drafts like `webinar` that the actor has made in its series within the last moment, by start."""
    found = session.scalars(
        sa.select(Webinar)
        .join(AuditEvent, AuditEvent.webinar_id == Webinar.id)
        .where(
            AuditEvent.action == "webinar:create",
            AuditEvent.actor_id == actor.user_id,
            AuditEvent.at > now - DOUBLE_PRESS,
            Webinar.id != webinar.id,
            Webinar.host_id == webinar.host_id,
            Webinar.series_id == webinar.series_id,
            Webinar.title == webinar.title,
            Webinar.status == Status.DRAFT,
        )
        .order_by(Webinar.id)
    )
    return {each.starts_wall: each for each in found if each.starts_wall is not None}


def _made_just_now(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> Webinar | None:
    last = session.scalars(
        sa.select(AuditEvent)
        .where(
            AuditEvent.webinar_id == webinar.id,
            AuditEvent.action == DUPLICATED,
            AuditEvent.actor_id == actor.user_id,
            AuditEvent.at > now - DOUBLE_PRESS,
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return session.get(Webinar, (last.detail or {})["webinar_id"]) if last is not None else None


def _copied(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    copied: CopyScope,
    *,
    wall: dt.datetime | None,
    series: str,
    now: dt.datetime,
) -> Webinar:
    """Returns a draft of its own. Recordings and a link to register elsewhere belong to one evening and are left out.

    Where people register here they do so for the copy too, asked the same. Who has registered is of one evening.
    """
    copy = create_webinar(
        session,
        actor,
        host=webinar.host,
        now=now,
        **copied_details(webinar, has_room=CopyScope.ROOM in copied),
    )
    for column in CARRIED:
        setattr(copy, column, getattr(webinar, column))
    set_start(
        session,
        actor,
        copy,
        wall=wall,
        timezone=webinar.timezone or webinar.host.timezone,
        duration_minutes=webinar.duration_minutes,
        is_duration_assumed=webinar.is_duration_assumed,
        now=now,
    )
    if webinar.is_registration_here:
        _copy_registration(session, actor, webinar, copy, now=now)
    # How the audience asks is copied, with a short address of its own; what was asked is of one evening.
    set_board(session, actor, copy, settings_of(board_of(session, webinar.id)), now=now)
    set_topics(session, actor, copy, [topic.name for topic in webinar.topics], now=now)
    set_series(session, actor, copy, series, now=now)
    _copy_co_organisers(session, actor, webinar, copy, now=now)
    if CopyScope.QUESTIONS in copied:
        set_questions(session, actor, copy, [each.text for each in webinar.questions], now=now)
    if CopyScope.PEOPLE in copied:
        _copy_lineup(session, actor, webinar, copy, has_talks=CopyScope.TALKS in copied, now=now)
    return copy


def _copy_co_organisers(session: Session, actor: Actor, webinar: Webinar, copy: Webinar, *, now: dt.datetime) -> None:
    """Copy those of `webinar`, as they stand there, but for any that wants no more invitations of the host's."""
    unwelcome = refusing(session, webinar.host_id, [each.organisation_id for each in webinar.co_organisers])
    invited = [each for each in webinar.co_organisers if each.organisation_id not in unwelcome]
    set_co_organisers(session, actor, copy, [each.organisation for each in invited], now=now)
    standings = [CoOrganiserTerms(each.organisation_id, rights_read(each.rights), each.wording) for each in invited]
    arrange(session, actor, copy, standings, now=now)


def _copy_lineup(
    session: Session, actor: Actor, webinar: Webinar, copy: Webinar, *, has_talks: bool, now: dt.datetime
) -> None:
    """Copy the people, as if none had been asked. Who has said no is left out."""
    people = [each for each in webinar.lineup if not each.has_declined]
    places = [
        AppearanceInput(
            speaker=each.speaker,
            role=each.role,
            affiliation=each.affiliation,
            talk_title=each.talk_title if has_talks else "",
            abstract=each.abstract if has_talks else "",
        )
        for each in people
    ]
    set_lineup(session, actor, copy, places, now=now)
    for each, like in zip(copy.lineup, people, strict=True):
        each.name = like.name
    session.flush()


def _copy_registration(session: Session, actor: Actor, webinar: Webinar, copy: Webinar, *, now: dt.datetime) -> None:
    copy_registration(session, actor, webinar, copy, now=now)
    asked = [
        RegistrationQuestionInput(
            kind=each.kind,
            label=each.label,
            reason=each.reason,
            options=each.options,
            is_required=each.is_required,
            keep_days=each.keep_days,
        )
        for each in questions_of(session, webinar.id)
    ]
    set_registration_questions(session, actor, copy, asked, now=now)
