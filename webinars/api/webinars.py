"""Webinars, read: the programme by beginnings, and one by one."""

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from msgspec import UNSET
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars import clock
from webinars.api.answers import LineupEntry, RegistrationWay, WebinarAnswer, WebinarList, ZoneEntry, instant
from webinars.api.inputs import TODAY, WebinarQuery
from webinars.api.protocol.bearers import Bearer, bearer
from webinars.api.protocol.cursors import cursor_of, moment_cursor, moment_of, place_of
from webinars.api.protocol.operations import Answer, operation
from webinars.api.references import (
    SUBJECTS,
    links,
    organisers,
    person,
    recording_reference,
    reference,
    require_visible,
    sees_all,
    slug_of,
)
from webinars.db import db
from webinars.domain.programme.listing.lists import NEVER, ListPlace, drafts_after, list_of, stretch_after
from webinars.domain.programme.listing.statements import Subject
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.queries import for_texts, present_slug, webinar_page
from webinars.domain.programme.zone_display import zone_line_of
from webinars.domain.registration.queries import RegistrationCounts, desk_of, window_at
from webinars.domain.registration.registration_window import RegistrationWindow, next_change_of
from webinars.domain.search.queries import matching_webinar_ids
from webinars.models import (
    JoinAccess,
    RegistrationMode,
    Scope,
    Status,
    Webinar,
)
from webinars.web.lookups import at_former_address
from webinars.web.number_converter import LARGEST_ID
from webinars.web.page_cache.stored_pages import holds_until
from webinars.web.site_context import site_settings


@operation("GET", "/webinars", "Webinars by their beginnings", query=WebinarQuery, answer=WebinarList)
def webinars(asked: WebinarQuery) -> WebinarList:
    """What is public, past and coming. With `read`, `status=draft` lists the drafts of the token's organisation."""
    session, who, now = db.session(), bearer(), clock.now()
    options = (*for_texts(), orm.selectinload(Webinar.recordings))
    if asked.status is Status.DRAFT:
        after_id = place_of(asked.cursor, LARGEST_ID)[0] if asked.cursor else 0
        organisation_ids = [who.require(Scope.READ).organisation_id]
        drafts = drafts_after(session, after_id, asked.limit + 1, organisation_ids, options=options)
        has_more = len(drafts) > asked.limit
        items = [webinar_answer(each, who, now) for each in drafts[: asked.limit]]
        return WebinarList(items=items, next_cursor=cursor_of(drafts[asked.limit - 1].id) if has_more else None)
    subjects = _subjects(session, asked)
    holds_until(None)
    if subjects is None:
        return WebinarList(items=[], next_cursor=None)
    found = stretch_after(
        session,
        _place(asked, now),
        asked.limit,
        subjects,
        before=_moment(asked.before, now) if asked.before else None,
        status=asked.status,
        ids=matching_webinar_ids(session, asked.q, today=now.date()) if asked.q else None,
        options=options,
    )
    holds_until(next_change(found.webinars, now))
    last = found.next_place
    return WebinarList(
        items=[webinar_answer(each, who, now) for each in found.webinars],
        next_cursor=moment_cursor(last.at, last.webinar_id) if last else None,
    )


@operation("GET", "/webinars/<slug>", "One webinar", answer=WebinarAnswer, about="webinar")
def webinar(slug: str) -> Answer | ResponseReturnValue:
    """Its path takes the slug or the id. A slug of before leads to the present one."""
    session, who, now = db.session(), bearer(), clock.now()
    found = webinar_page(session, slug_of(session, slug))
    if found is None:
        return at_former_address(Webinar, slug, "api.webinar")
    require_visible(who, found)
    window = window_at(session, found, now=now)
    holds_until(next_change_of(found, window, now=now))
    return whole_answer(session, found, who, window, now)


def whole_answer(
    session: Session, found: Webinar, who: Bearer, window: RegistrationWindow | None, now: dt.datetime
) -> Answer:
    """Returns one webinar with what lists do not tell."""
    told = webinar_answer(found, who, now)
    way = told.registration
    is_elsewhere = way.mode is RegistrationMode.ELSEWHERE and phase_of(found, now).is_to_come
    way.is_open = window.is_taking if window is not None else is_elsewhere
    way.is_full = window is not None and window.is_full
    if window is not None and who.may(Scope.REGISTRATIONS) and can_keep_registrations(who.actor, found):
        desk, counts = desk_of(session, found.id), RegistrationCounts.of(session, found)
        way.capacity = desk.capacity if desk else None
        way.placed_count, way.waiting_count = counts.placed_count, counts.waiting_count
    return Answer(told, revision=found.revision)


def webinar_answer(found: Webinar, who: Bearer, now: dt.datetime) -> WebinarAnswer:
    """Returns a webinar as this program may read it. Needs what `for_texts` loads, and its recordings."""
    to, is_all = links(), sees_all(who, found)
    # Until it has a new one its start is nobody's: a calendar of another site would show it.
    is_settled = found.status != Status.POSTPONED
    starts_at = found.starts_at if is_settled else None
    mode = found.registration_mode
    url = to.register(found.slug) if mode is RegistrationMode.HERE else found.registration_url
    is_door_open = found.join_access is JoinAccess.OPEN and found.is_public_page and found.join_url is not None
    return WebinarAnswer(
        id_=found.uid,
        slug=found.slug,
        url=to.webinar(found.slug),
        title=found.title,
        summary=found.summary,
        description=found.description,
        language=found.language,
        status=found.status,
        visibility=found.visibility,
        starts_at=instant(starts_at) if starts_at else None,
        ends_at=instant(found.ends_at) if starts_at and found.ends_at else None,
        starts_on=found.starts_on.isoformat() if is_settled and found.starts_on else None,
        starts_wall=found.starts_wall.isoformat(timespec="minutes") if is_settled and found.starts_wall else None,
        timezone=found.timezone,
        duration_minutes=found.duration_minutes,
        zone_line=list(_zone_line(found)) if starts_at else [],
        organisers=organisers(found),
        series=reference("series", found.series) if found.series else None,
        topics=[each.name for each in found.topics],
        questions=[each.text for each in found.questions],
        lineup=list(_lineup(found, now, is_all=is_all)),
        registration=RegistrationWay(mode=mode, url=url),
        recording_plan=found.recording_plan,
        recordings=[recording_reference(each) for each in found.recordings],
        calendar_url=to.webinar_calendar(found.slug),
        join_url=to.join(found.join_code) if is_door_open else None,
        room_url=found.join_url if is_all else UNSET,
        image_url=to.card("webinars", found.slug),
        updated_at=instant(found.updated_at),
    )


def _zone_line(found: Webinar) -> Iterator[ZoneEntry]:
    line = zone_line_of(found, site_settings().display_zones)
    for each in line.times if line is not None else ():
        days = (each.wall.date() - line.date).days if line is not None else 0
        shown = each.text.replace("\N{NO-BREAK SPACE}", " ")
        yield ZoneEntry(label=each.label, timezone=each.timezone, text=each.hour_text, day_shift=days, shown=shown)


def _lineup(found: Webinar, now: dt.datetime, *, is_all: bool) -> Iterator[LineupEntry]:
    is_over = phase_of(found, now) is Phase.AFTER
    for each in found.lineup if is_all else public_lineup(found, is_over=is_over):
        somebody = person(found, each)
        yield LineupEntry(
            slug=each.speaker.slug if is_all else somebody.slug,
            name=somebody.name,
            url=somebody.url,
            role=each.role,
            affiliation=each.affiliation,
            talk_title=each.talk_title or None,
            agreement=each.agreement if is_all else UNSET,
        )


def _subjects(session: Session, asked: WebinarQuery) -> list[Subject] | None:
    """Returns the lists in which all that is wanted stands, or None where one of them has no page."""
    found = []
    for name, kind in SUBJECTS.items():
        slug = getattr(asked, name)
        if not slug:
            continue
        thing = session.scalar(sa.select(kind).where(kind.slug == present_slug(session, kind, slug)))
        if thing is None:
            return None
        found.append(list_of(thing))
    return found


def _place(asked: WebinarQuery, now: dt.datetime) -> ListPlace:
    if asked.cursor:
        return ListPlace(*moment_of(asked.cursor))
    return ListPlace(_moment(asked.after, now) if asked.after else NEVER)


def _moment(text: str, now: dt.datetime) -> dt.datetime:
    if text == TODAY:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
