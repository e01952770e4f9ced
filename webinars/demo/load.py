"""Loads the demo programme through the same actions that people use."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.audience_questions import let_audience_ask
from webinars.demo.date_polls import propose_starts
from webinars.demo.messages import let_somebody_follow, write_to_guests
from webinars.demo.organisations import LUNAR, SOCIETIES
from webinars.demo.organiser import NAME, keep, new_organiser
from webinars.demo.past_webinars import PAST
from webinars.demo.records import Evening, Fate, Society
from webinars.demo.registrations import let_guests_come, open_registration, register_guests
from webinars.demo.speaker_answers import ask_speakers
from webinars.demo.upcoming_webinars import COMING
from webinars.domain.accounts.actions import create_user
from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import actor_of, has_accounts
from webinars.domain.lineup.actions import Place, find_or_create_speaker, set_lineup
from webinars.domain.organisations.actions import create_organisation, update_organisation
from webinars.domain.organisations.settings import OrganisationSettings
from webinars.domain.programme import actions, life_cycle
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.questions.agenda import set_answered, set_questions
from webinars.domain.recordings.actions import Details, add_recording
from webinars.domain.recordings.clips import add_clip
from webinars.domain.recordings.timeline_actions import set_chapters
from webinars.domain.transcripts.actions import captions_from, set_transcript
from webinars.lib.names import slugify
from webinars.models import FeedKind, Organisation, RecordingKind, Webinar
from webinars.pure import times

ANNOUNCED_BEFORE = dt.timedelta(days=30)
FILM, FILM_S = "/static/demo/film.webm", 30
QUARTER = dt.timedelta(minutes=15)


def load_demo(session: Session, settings: Settings, *, now: dt.datetime) -> bool:
    """Load the programme if the database is empty; whether it was.

    Commits what was announced, and then what came before today: calendars are written at each end of a transaction,
    and who is registered hears of what changes after it. Today's changes the caller commits.
    """
    if has_accounts(session) or session.scalar(sa.select(sa.exists().where(Organisation.id.is_not(None)))):
        return False
    begun = now - dt.timedelta(days=400)
    organiser = new_organiser()
    user = create_user(
        session, email=organiser.email, name=NAME, is_admin=True, password=NewPassword(organiser.password), now=begun
    )
    administrator = actor_of(session, user.id)
    societies = {society.name: _society(session, administrator, society, now=begun) for society in SOCIETIES}
    actor = actor_of(session, user.id)  # who owns the three by now
    loaded = [(evening, _load(session, actor, evening, societies, now=now)) for evening in (*PAST, *COMING)]
    keep(settings, organiser)
    session.commit()
    # Where mails are sent, none goes to people who are only there to be looked at.
    is_attended = settings.mail_url is None
    for evening, webinar in loaded:
        if is_attended and evening.attending is not None:
            register_guests(session, settings, actor, webinar, evening.attending, now=now)
        load_whole(session, webinar)
        if is_attended:
            ask_speakers(session, settings, actor, webinar, evening, now=now)
        first_day = _before_clocks_change(webinar.host.timezone, now)
        propose_starts(session, actor, webinar, evening, first_day=first_day, now=now)
        _add_films(session, actor, webinar, evening, now=now)
        if is_attended and evening.attending is not None and webinar.ends_at is not None and webinar.ends_at < now:
            let_guests_come(session, webinar)
    session.commit()
    for evening, webinar in loaded:
        load_whole(session, webinar)
        let_audience_ask(session, settings, actor, webinar, evening, now=now)
        load_whole(session, webinar)
        _let_happen(session, actor, webinar, evening, now=now)
        if is_attended and evening.attending is not None and evening.attending.message is not None:
            subject, body = evening.attending.message
            due_at = _evening_before(webinar, now)
            write_to_guests(session, settings, actor, webinar, subject=subject, body=body, due_at=due_at, now=now)
    if is_attended:
        let_somebody_follow(session, settings, (FeedKind.ORGANISATION, societies[LUNAR].id), now=now)
    return True


def _society(session: Session, actor: Actor, society: Society, *, now: dt.datetime) -> Organisation:
    organisation = create_organisation(session, actor, name=society.name, timezone=society.timezone, now=now)
    settings = OrganisationSettings(
        name=society.name,
        timezone=society.timezone,
        url=society.url,
        contact=society.contact,
        description=society.description,
        display_zones=society.display_zones,
        accent=society.accent,
        hour_style=society.hour_style,
    )
    update_organisation(session, actor, organisation, settings, now=now)
    return organisation


def _load(
    session: Session, actor: Actor, evening: Evening, societies: Mapping[str, Organisation], *, now: dt.datetime
) -> Webinar:
    host = societies[evening.host]
    wall, timezone = _start(evening, host.timezone, now)
    announced_at = _announced_at(evening, wall, now)
    webinar = actions.create_webinar(
        session,
        actor,
        host=host,
        title=evening.title,
        summary=evening.summary,
        description=evening.description,
        language=evening.language,
        visibility=evening.visibility,
        join_url=f"https://rooms.example/{slugify(evening.title) or 'evening'}" if evening.has_room else None,
        registration_url=evening.registration_url,
        now=announced_at,
    )
    if evening.date is not None:
        actions.set_date(session, actor, webinar, date=evening.date, now=announced_at)
    elif wall is not None:
        actions.set_start(
            session,
            actor,
            webinar,
            wall=wall,
            timezone=timezone,
            duration_minutes=evening.duration_minutes,
            now=announced_at,
        )
    _fill(session, actor, webinar, evening, societies, now=announced_at)
    if evening.fate != Fate.DRAFT:
        life_cycle.publish(session, actor, webinar, now=announced_at)
    if evening.attending is not None:
        open_registration(session, actor, webinar, evening.attending, now=announced_at)
    return webinar


def _fill(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    evening: Evening,
    societies: Mapping[str, Organisation],
    *,
    now: dt.datetime,
) -> None:
    set_co_organisers(session, actor, webinar, [societies[name] for name in evening.co_organisers], now=now)
    actions.set_series(session, actor, webinar, evening.series, now=now)
    actions.set_topics(session, actor, webinar, evening.topics, now=now)
    places = [
        Place(
            speaker=find_or_create_speaker(
                session, actor, webinar.host, name=turn.name, affiliation=turn.affiliation, now=now
            ),
            role=turn.role,
            affiliation=turn.affiliation,
            talk_title=turn.talk,
            is_confirmed=turn.is_confirmed,
        )
        for turn in evening.lineup
    ]
    set_lineup(session, actor, webinar, places, now=now)
    set_questions(session, actor, webinar, evening.questions, now=now)


def _let_happen(session: Session, actor: Actor, webinar: Webinar, evening: Evening, *, now: dt.datetime) -> None:
    """What happens to it today."""
    match evening.fate:
        case Fate.MOVED:
            assert webinar.starts_wall is not None
            assert webinar.timezone is not None
            later = webinar.starts_wall + dt.timedelta(days=7)
            life_cycle.move(session, actor, webinar, wall=later, timezone=webinar.timezone, now=now)
        case Fate.POSTPONED:
            life_cycle.postpone(session, actor, webinar, now=now)
        case Fate.CANCELLED:
            life_cycle.cancel(session, actor, webinar, reason=evening.reason, now=now)


def _add_films(session: Session, actor: Actor, webinar: Webinar, evening: Evening, *, now: dt.datetime) -> None:
    appearances = {appearance.speaker.name: appearance for appearance in webinar.lineup}
    shown_at = min(now, _day_after(webinar.starts_on or now.date()))
    stream = None
    for film in evening.films:
        if stream is not None and film.speaker is not None:
            add_clip(
                session,
                actor,
                webinar,
                stream,
                from_s=film.starts_s,
                until_s=film.ends_s,
                appearance=appearances[film.speaker],
                title=film.title,
                now=shown_at,
            )
            continue
        details = Details(url=FILM, kind=RecordingKind.FULL, title=film.title, duration_s=FILM_S, published_at=shown_at)
        stream = add_recording(session, actor, webinar, details, now=now)
        set_chapters(session, actor, webinar, stream, film.chapters, now=now)
        for language, text in film.transcripts:
            captions = captions_from(session, actor, webinar, stream, text)
            set_transcript(session, actor, webinar, stream, captions=captions, language=language, now=now)
    for question, answered_s in zip(webinar.questions, evening.answered, strict=False):
        set_answered(session, actor, webinar, question, at_s=answered_s, now=now)


def _evening_before(webinar: Webinar, now: dt.datetime) -> dt.datetime | None:
    """A day before the start, if that is still to come."""
    due_at = webinar.starts_at - dt.timedelta(days=1) if webinar.starts_at else now
    return due_at if due_at > now else None


def _day_after(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(9), dt.UTC)


def _start(evening: Evening, timezone: str, now: dt.datetime) -> tuple[dt.datetime | None, str]:
    """The wall time of an evening and whose clocks show it; None where there is none."""
    if evening.minutes_from_now is not None:
        at = now + dt.timedelta(minutes=evening.minutes_from_now)
        at -= (at - dt.datetime.min.replace(tzinfo=dt.UTC)) % QUARTER
        wall = times.wall(at, timezone)
        # In the hour that clocks show twice, local time cannot say which is meant.
        return (wall, timezone) if times.instants(wall, timezone) == (at,) else (times.wall(at, "Etc/UTC"), "Etc/UTC")
    if evening.days is None:
        return None, timezone
    day = _before_clocks_change(timezone, now) if evening.fate == Fate.MOVED else times.wall(now, timezone).date()
    return dt.datetime.combine(day + dt.timedelta(days=evening.days), evening.hour), timezone


def _before_clocks_change(timezone: str, now: dt.datetime) -> dt.date:
    """Two days before the next change of clocks that is at least a week ahead: a week later the hours differ."""
    ahead = now + dt.timedelta(days=9)
    changes = times.clock_changes(timezone, ahead, ahead + dt.timedelta(days=300))
    at = changes[0].at if changes else ahead
    return (at - dt.timedelta(days=2)).date()


def _announced_at(evening: Evening, wall: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if evening.date is not None:
        return now - dt.timedelta(days=300)
    if wall is None or evening.fate == Fate.MOVED:
        return now - dt.timedelta(days=4)
    days = evening.days or 0
    return now + min(dt.timedelta(days=days) - ANNOUNCED_BEFORE, -dt.timedelta(hours=6))
