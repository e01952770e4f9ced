"""Makes a draft of what a text says, through the same actions that the editor uses."""

import datetime as dt

from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.webinar_content import Person, Video, WebinarContent
from webinars.domain.lineup.actions import AppearanceInput, find_or_create_speaker, set_lineup
from webinars.domain.programme import actions
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.questions.agenda import set_questions
from webinars.domain.recordings.actions import RecordingDetails, add_recording
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.lib.languages import USUAL_LANGUAGE
from webinars.lib.names import name_key, organisation_key
from webinars.models import Organisation, RecordingKind, Webinar


def create_draft(
    session: Session, actor: Actor, host: Organisation, content: WebinarContent, *, now: dt.datetime
) -> tuple[Webinar, list[str]]:
    """Make the draft. Returns it, and sentences about what did not fit into it. Raises NotAllowed, WebinarInvalid."""
    webinar = actions.create_webinar(
        session,
        actor,
        host=host,
        title=content.title,
        description=content.description,
        language=content.language or USUAL_LANGUAGE,
        display_zones=content.display_zones,
        registration_url=content.registration_url,
        join_url=content.join_url,
        join_passcode=content.join_passcode,
        now=now,
    )
    set_start_of(session, actor, webinar, content, now=now)
    if beside := co_organisers_of(content, host):
        set_co_organisers(session, actor, webinar, beside, now=now)
    if content.series:
        actions.set_series(session, actor, webinar, content.series, now=now)
    if content.topics:
        actions.set_topics(session, actor, webinar, content.topics, now=now)
    if content.lineup:
        set_lineup_of(session, actor, webinar, content, now=now)
    if content.questions:
        set_questions(session, actor, webinar, content.questions, now=now)
    notes = [
        note for video in content.recordings if (note := add_video(session, actor, webinar, video, now=now)) is not None
    ]
    return webinar, notes


def set_start_of(
    session: Session, actor: Actor, webinar: Webinar, content: WebinarContent, *, now: dt.datetime
) -> None:
    """Give a draft the start that the text settles: a wall time, a date alone, or nothing."""
    is_assumed = content.duration_minutes is None
    if content.wall is not None and content.timezone is not None:
        actions.set_start(
            session,
            actor,
            webinar,
            wall=content.wall,
            timezone=content.timezone,
            duration_minutes=webinar.host.default_duration_minutes if is_assumed else content.duration_minutes,
            is_duration_assumed=is_assumed,
            now=now,
        )
    elif content.date is not None:
        actions.set_date(session, actor, webinar, date=content.date, now=now)


def co_organisers_of(content: WebinarContent, host: Organisation) -> list[str]:
    """Returns the organisations that the text names beside the host."""
    return [name for name in content.organisers if organisation_key(name) != host.name_key]


def set_lineup_of(
    session: Session, actor: Actor, webinar: Webinar, content: WebinarContent, *, now: dt.datetime
) -> None:
    """Make the people of the text the line-up."""
    places: dict[int, AppearanceInput] = {}
    for person in content.lineup:
        place = place_of(session, actor, webinar, person, now=now)
        places.setdefault(place.speaker.id, replace(place, has_agreed=content.has_agreed))
    set_lineup(session, actor, webinar, list(places.values()), now=now)


def place_of(session: Session, actor: Actor, webinar: Webinar, person: Person, *, now: dt.datetime) -> AppearanceInput:
    """Returns the place of a person, whose record is found by name or made for the host."""
    speaker = find_or_create_speaker(
        session, actor, webinar.host, name=person.name, affiliation=person.affiliation, now=now
    )
    return AppearanceInput(
        speaker=speaker, role=person.role, affiliation=person.affiliation, talk_title=person.talk_title
    )


def add_video(session: Session, actor: Actor, webinar: Webinar, video: Video, *, now: dt.datetime) -> str | None:
    """Add a recording. Returns a sentence if it cannot be one."""
    appearance = next((each for each in webinar.lineup if each.speaker.name_key == name_key(video.speaker or "")), None)
    kind = RecordingKind.PRESENTATION if appearance is not None else video.kind
    # Nobody is there to be asked: what the text says are full streams are.
    details = RecordingDetails(url=video.url, kind=kind, is_another=True, appearance=appearance, title=video.title)
    try:
        add_recording(session, actor, webinar, details, now=now)
    except RecordingInvalid as error:
        return f"{video.url}: {error}"
    return None
