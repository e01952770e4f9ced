"""Loads the demo programme through the same actions that people use."""

import datetime as dt
import hashlib
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.live_evening import let_it_be_live
from webinars.demo.messages import let_somebody_follow, write_to_guests
from webinars.demo.organiser import NAME, new_organiser, store_password
from webinars.demo.programme import Evening, Fate, Question, captions_file, read_programme
from webinars.demo.registrations import let_guests_come, open_registration, register_guests
from webinars.demo.speaker_answers import ask_speakers
from webinars.domain.accounts.actions import create_user
from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import actor_of, has_accounts
from webinars.domain.lineup.actions import AppearanceInput, find_or_create_speaker, set_lineup
from webinars.domain.organisations.actions import create_organisation, update_organisation
from webinars.domain.organisations.settings import OrganisationSettings
from webinars.domain.programme import actions, life_cycle
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.questions.agenda import set_answered, set_questions
from webinars.domain.questions.answer_actions import answer_in_writing, answer_now, end_answer
from webinars.domain.questions.asker_actions import QuestionInput, ask
from webinars.domain.questions.boards import Board, BoardSettings, lock_board, set_board
from webinars.domain.questions.moderator_actions import Moderator, decline, merge
from webinars.domain.questions.vote_counts import recount
from webinars.domain.recordings.actions import RecordingDetails, add_recording
from webinars.domain.recordings.clips import add_clip
from webinars.domain.recordings.timeline_actions import set_chapters
from webinars.domain.scheduling.date_polls.actions import WantedStart, answer, propose, start_fingerprint
from webinars.domain.scheduling.date_polls.queries import Participant, voices_of
from webinars.domain.transcripts.actions import captions_from, set_transcript
from webinars.lib.names import slugify
from webinars.models import (
    Appearance,
    AskingMode,
    AudienceQuestion,
    Availability,
    FeedKind,
    Organisation,
    QuestionVote,
    RecordingKind,
    RecordingPlan,
    Webinar,
)
from webinars.pure import times

# Starts of one evening are proposed on both sides of the next change of clocks, and answered in part.


PROPOSED_BEFORE, ANSWERED_BEFORE = dt.timedelta(days=2), dt.timedelta(days=1)


def propose_starts(
    session: Session, actor: Actor, webinar: Webinar, evening: Evening, *, first_day: dt.date, now: dt.datetime
) -> None:
    """Propose what the evening says, from `first_day` on, and let those answer who do. Needs the webinar whole."""
    if not evening.starts:
        return
    wanted = [
        WantedStart(
            start_id=None,
            wall=dt.datetime.combine(first_day + dt.timedelta(days=days), hour),
            timezone=webinar.host.timezone,
            duration_minutes=evening.duration_minutes,
        )
        for days, hour in evening.starts
    ]
    poll = propose(session, actor, webinar, wanted, ends_at=now + dt.timedelta(days=5), now=now - PROPOSED_BEFORE)
    seen = {start.id: start_fingerprint(start) for start in poll.starts}
    answers = {turn.name: turn for turn in evening.lineup if turn.suits}
    for voice in voices_of(session, webinar):
        turn = answers.get(voice.appearance.speaker.name) if voice.appearance is not None else None
        if turn is None or voice.link is None:
            continue
        _answer(session, webinar, voice, dict(zip(seen, turn.suits, strict=True)), turn.words, seen, now=now)


def _answer(
    session: Session,
    webinar: Webinar,
    voice: Participant,
    suits: dict[int, str],
    words: str,
    seen: dict[int, str],
    *,
    now: dt.datetime,
) -> None:
    if voice.link is not None:
        voice.link.opened_at = voice.link.opened_at or now - ANSWERED_BEFORE
    given = {number: Availability(value) if value else None for number, value in suits.items()}
    answer(session, webinar, voice, given, words, seen=seen, now=now - ANSWERED_BEFORE)


# The audience asks, votes and is answered, by the verbs that everybody uses.


MODERATOR = Moderator(name="Mary Somerville")
ASKED_BEFORE, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def let_audience_ask(
    session: Session, settings: Settings, actor: Actor, webinar: Webinar, evening: Evening, *, now: dt.datetime
) -> None:
    """Ask what an evening is asked, and let each question become what it says. Needs `lineup` loaded."""
    if not evening.asked or webinar.starts_at is None:
        return
    people = {each.shown_name: each for each in webinar.lineup}
    starts_at, webinar_id = webinar.starts_at, webinar.id
    asked_at = min(now, starts_at) - ASKED_BEFORE
    set_board(session, actor, webinar, BoardSettings(mode=AskingMode.ALWAYS), now=asked_at)
    rows = []
    for place, question in enumerate(evening.asked):
        entered = QuestionInput(
            text=question.text,
            name=question.name,
            appearance_id=people[question.speaker].id if question.speaker else None,
        )
        # Each from a network of its own, as people are.
        row = ask(session, settings, webinar_id, entered, whence=f"demo {place}", now=asked_at + place * 7 * MINUTE)
        _vote(session, row, question.votes, now=row.created_at)
        rows.append(row)
    board = lock_board(session, webinar_id)
    for row, question in zip(rows, evening.asked, strict=True):
        recount(session, row)
        _become(session, board, row.number, question, people, starts_at=starts_at, rows=rows)


def _vote(session: Session, row: AudienceQuestion, count: int, *, now: dt.datetime) -> None:
    """Let so many vote for it, the first of them for every question."""
    for number in range(count):
        voter = hashlib.sha256(f"demo {row.webinar_id} {number}".encode()).hexdigest()
        session.add(QuestionVote(question_id=row.id, voter_digest=voter, created_at=now + number * MINUTE))


def _become(
    session: Session,
    board: Board,
    number: int,
    question: Question,
    people: dict[str, Appearance],
    *,
    starts_at: dt.datetime,
    rows: list[AudienceQuestion],
) -> None:
    at = starts_at + dt.timedelta(seconds=question.at_s or 0)
    if question.at_s is not None:
        answer_now(session, board, MODERATOR, number, now=at)
        if not question.is_answering:
            end_answer(session, board, MODERATOR, number=number, now=at + MINUTE)
    if question.answer:
        appearance, written_at = people[question.speaker], board.webinar.ends_at or at
        answer_in_writing(
            session, board, MODERATOR, number, question.answer, appearance=appearance, now=written_at + ASKED_BEFORE
        )
    if question.merged_into is not None:
        merge(session, board, MODERATOR, number, rows[question.merged_into - 1].number, now=at)
    if question.reason:
        decline(session, board, MODERATOR, number, question.reason, now=at)


ANNOUNCED_BEFORE = dt.timedelta(days=30)
FILM, FILM_S = "/static/demo/film.webm", 30
QUARTER = dt.timedelta(minutes=15)


def load_demo(session: Session, settings: Settings, *, now: dt.datetime) -> bool:
    """Load the programme if the database is empty. Returns whether it was.

    Commits what was announced, and then what came before today: calendars are written at each end of a transaction,
    and who is registered hears of what changes after it. Today's changes the caller commits.
    """
    if has_accounts(session) or session.scalar(sa.select(sa.exists().where(Organisation.id.is_not(None)))):
        return False
    begun = now - dt.timedelta(days=400)
    organiser, programme = new_organiser(), read_programme()
    user = create_user(
        session, email=organiser.email, name=NAME, is_admin=True, password=NewPassword(organiser.password), now=begun
    )
    administrator = actor_of(session, user.id)
    societies = {
        society.name: _society(session, administrator, society, now=begun) for society in programme.organisations
    }
    actor = actor_of(session, user.id)  # who owns the three by now
    loaded = [(evening, _load(session, actor, evening, societies, now=now)) for evening in programme.webinars]
    store_password(settings, organiser)
    session.commit()
    # Where mails are sent, none goes to people who are only there to be looked at.
    is_attended = settings.mail_url is None
    for evening, webinar in loaded:
        if is_attended and evening.attending is not None:
            guests = programme.attendees[: evening.attending.guest_count]
            register_guests(session, settings, actor, webinar, evening.attending, guests, now=now)
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
        let_it_be_live(session, settings, actor, webinar, evening, film=FILM, now=now)
        _let_happen(session, actor, webinar, evening, now=now)
        if is_attended and evening.attending is not None and evening.attending.message is not None:
            subject, body = evening.attending.message
            due_at = _evening_before(webinar, now)
            write_to_guests(session, settings, actor, webinar, subject=subject, body=body, due_at=due_at, now=now)
    if is_attended:
        first = societies[programme.organisations[0].name]
        let_somebody_follow(session, settings, programme.attendees[0], (FeedKind.ORGANISATION, first.id), now=now)
    return True


def _society(session: Session, actor: Actor, settings: OrganisationSettings, *, now: dt.datetime) -> Organisation:
    organisation = create_organisation(session, actor, name=settings.name, timezone=settings.timezone, now=now)
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
        recording_plan=RecordingPlan.YES,
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
        AppearanceInput(
            speaker=find_or_create_speaker(
                session, actor, webinar.host, name=turn.name, affiliation=turn.affiliation, now=now
            ),
            role=turn.role,
            affiliation=turn.affiliation,
            talk_title=turn.talk,
            has_agreed=turn.has_agreed,
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
        details = RecordingDetails(
            url=FILM, kind=RecordingKind.FULL, title=film.title, duration_s=FILM_S, published_at=shown_at
        )
        stream = add_recording(session, actor, webinar, details, now=now)
        set_chapters(session, actor, webinar, stream, film.chapters, now=now)
        for language, file_name in film.captions:
            captions = captions_from(session, actor, webinar, stream, captions_file(file_name))
            set_transcript(session, actor, webinar, stream, captions=captions, language=language, now=now)
    for question, answered_s in zip(webinar.questions, evening.answered, strict=False):
        set_answered(session, actor, webinar, question, at_s=answered_s, now=now)


def _evening_before(webinar: Webinar, now: dt.datetime) -> dt.datetime | None:
    """Returns a day before the start, if that is still to come."""
    due_at = webinar.starts_at - dt.timedelta(days=1) if webinar.starts_at else now
    return due_at if due_at > now else None


def _day_after(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(9), dt.UTC)


def _start(evening: Evening, timezone: str, now: dt.datetime) -> tuple[dt.datetime | None, str]:
    """Returns the wall time of an evening and whose clocks show it, the time None where there is none."""
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
    """Returns two days before the next change of clocks a week ahead or more: a week later the hours differ."""
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
