"""Webinars that repeat: each occurrence is a webinar of its own, so each can change, be left out or be moved."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.actions import Place, set_lineup
from webinars.domain.programme import rules
from webinars.domain.programme.actions import create_webinar, set_series, set_start, set_topics
from webinars.domain.programme.co_organisers import set_co_organisers
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.zone_display import read_display_zones
from webinars.domain.registration.own_questions import OwnQuestion, questions_of, set_own_questions
from webinars.domain.registration.settings import copy_registration
from webinars.lib.errors import NotAllowed
from webinars.models import Webinar


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

    Raises NotAllowed, WebinarInvalid (StartUnsettled for a wall time that is skipped or repeated).
    """
    load_whole(session, webinar)
    if not rules.can_manage(actor, webinar):
        raise NotAllowed
    set_series(session, actor, webinar, series, now=now)
    return [_copied(session, actor, webinar, wall, series=series, with_lineup=with_lineup, now=now) for wall in walls]


def _copied(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    wall: dt.datetime,
    *,
    series: str,
    with_lineup: bool,
    now: dt.datetime,
) -> Webinar:
    """A draft of its own. Questions, recordings and the link to register belong to one evening and are left out.

    Where people register here they do so for the copy too, asked the same; who has registered is of one evening.
    """
    copy = create_webinar(
        session,
        actor,
        host=webinar.host,
        now=now,
        title=webinar.title,
        summary=webinar.summary,
        description=webinar.description,
        language=webinar.language,
        visibility=webinar.visibility,
        display_zones=read_display_zones(webinar.display_zones),
        join_url=webinar.join_url,
        join_passcode=webinar.join_passcode,
        join_dial_in=webinar.join_dial_in,
        join_access=webinar.join_access,
        live_stream_url=webinar.live_stream_url,
    )
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
    set_topics(session, actor, copy, [topic.name for topic in webinar.topics], now=now)
    set_series(session, actor, copy, series, now=now)
    set_co_organisers(session, actor, copy, [each.organisation for each in webinar.co_organisers], now=now)
    if with_lineup:
        places = [
            Place(speaker=each.speaker, role=each.role, affiliation=each.affiliation, is_confirmed=False)
            for each in webinar.lineup
        ]
        set_lineup(session, actor, copy, places, now=now)
    return copy


def _copy_registration(session: Session, actor: Actor, webinar: Webinar, copy: Webinar, *, now: dt.datetime) -> None:
    copy_registration(session, actor, webinar, copy, now=now)
    asked = [
        OwnQuestion(
            kind=each.kind,
            label=each.label,
            reason=each.reason,
            options=each.options,
            is_required=each.is_required,
            keep_days=each.keep_days,
        )
        for each in questions_of(session, webinar.id)
    ]
    set_own_questions(session, actor, copy, asked, now=now)
