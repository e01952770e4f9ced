"""Rows with boring defaults. Each function adds to the session and flushes; nothing is hidden behind it.

The cast: Olga organises, Sam speaks, Ana attends, and Oskar organises elsewhere and must see nothing of Olga's.
"""

import datetime as dt
import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.domain.media.pictures.owners import kind_of
from webinars.domain.media.storage import new_key
from webinars.domain.recordings.video_copies.places import put_at
from webinars.domain.registration.links import new_links
from webinars.domain.speaker_pages.links import new_link
from webinars.lib.names import name_key, organisation_key, slugify
from webinars.models import (
    AgendaQuestion,
    Appearance,
    CoOrganiser,
    Cue,
    FileKind,
    Membership,
    Organisation,
    Picture,
    PictureKind,
    ProposedStart,
    QuestionKind,
    Recording,
    RecordingCopy,
    RecordingKind,
    Registration,
    RegistrationDesk,
    RegistrationQuestion,
    RegistrationSource,
    RegistrationState,
    Role,
    Series,
    Speaker,
    SpeakingLink,
    StartPoll,
    Status,
    StoredFile,
    Topic,
    Transcript,
    User,
    Webinar,
)
from webinars.pure.times import instant, wall
from webinars.pure.videos import recognise


def make_organisation(session: Session, name: str = "Lunar Society", **values: Any) -> Organisation:
    values = {
        "slug": slugify(name),
        "name_key": organisation_key(name),
        "timezone": "Europe/London",
        "created_at": clock.now(),
        "updated_at": clock.now(),
        **values,
    }
    organisation = Organisation(name=name, **values)
    session.add(organisation)
    session.flush()
    return organisation


def make_webinar(
    session: Session,
    host: Organisation,
    title: str = "Comets and their tails",
    *,
    starts_in: dt.timedelta | None = dt.timedelta(days=5),
    status: Status = Status.PUBLISHED,
    **values: Any,
) -> Webinar:
    """A published webinar of 90 minutes, `starts_in` from now on the minute; None: nothing is known of its start."""
    timezone = values.pop("timezone", "Europe/London")
    starts_at = None
    if starts_in is not None and "starts_wall" not in values:
        # Not by way of the wall time, which happens twice in the night in which clocks are set back.
        starts_at = (clock.now() + starts_in).replace(second=0, microsecond=0)
        values["starts_wall"] = wall(starts_at, timezone)
    elif values.get("starts_wall") is not None:
        starts_at = instant(values["starts_wall"], timezone)
    if starts_at is not None:
        minutes = values.setdefault("duration_minutes", 90)
        values |= {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=minutes), "timezone": timezone}
        values["starts_on"] = values["starts_wall"].date()
    values = {
        "slug": slugify(title),
        "uid": secrets.token_hex(16),
        "join_code": secrets.token_urlsafe(9),
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "published_at": None if status == Status.DRAFT else clock.now(),
        "cancelled_at": clock.now() if status == Status.CANCELLED else None,
        **values,
    }
    webinar = Webinar(title=title, host=host, status=status, **values)
    session.add(webinar)
    session.flush()
    return webinar


def add_co_organiser(
    session: Session,
    webinar: Webinar,
    organisation: Organisation,
    *,
    is_accepted: bool = True,
    has_members: bool = True,
) -> CoOrganiser:
    """An organisation beside the host, with somebody who speaks for it unless `has_members` is False."""
    if has_members and not organisation.has_members:
        make_member(session, organisation, f"Owner of {organisation.slug}", Role.OWNER)
        session.refresh(organisation, ["has_members"])
    accepted_at = clock.now() if is_accepted else None
    co_organiser = CoOrganiser(organisation=organisation, invited_at=clock.now(), accepted_at=accepted_at)
    _loaded(session, webinar, "co_organisers").append(co_organiser)
    session.flush()
    return co_organiser


def make_speaker(
    session: Session, organisation: Organisation, name: str = "Caroline Herschel", **values: Any
) -> Speaker:
    values = {"slug": slugify(name), "name_key": name_key(name), "created_at": clock.now(), **values}
    speaker = Speaker(name=name, organisation=organisation, **values)
    session.add(speaker)
    session.flush()
    return speaker


def add_appearance(session: Session, webinar: Webinar, speaker: Speaker, **values: Any) -> Appearance:
    appearance = Appearance(speaker=speaker, **{"affiliation": speaker.affiliation, **values})
    _loaded(session, webinar, "lineup").append(appearance)
    session.flush()
    return appearance


def add_question(session: Session, webinar: Webinar, text: str = "What is a tail made of?") -> AgendaQuestion:
    question = AgendaQuestion(text=text)
    _loaded(session, webinar, "questions").append(question)
    session.flush()
    return question


def make_series(session: Session, organisation: Organisation, title: str = "The Night Sky", **values: Any) -> Series:
    series = Series(title=title, organisation=organisation, **{"slug": slugify(title), **values})
    session.add(series)
    session.flush()
    return series


def make_topic(session: Session, name: str = "Astronomy") -> Topic:
    topic = Topic(name=name, slug=slugify(name))
    session.add(topic)
    session.flush()
    return topic


def add_picture(session: Session, owner: Speaker | Organisation | Webinar | Appearance, alt: str = "A lamp") -> Picture:
    """A picture of which only the rows are there; of an appearance, one that is proposed."""
    kind = PictureKind.PORTRAIT if isinstance(owner, Appearance) else kind_of(owner)
    names = {PictureKind.PORTRAIT: "speaker", PictureKind.LOGO: "organisation", PictureKind.COVER: "webinar"}
    of = "appearance" if isinstance(owner, Appearance) else names[kind]
    values: dict[str, Any] = {of: owner}
    picture = Picture(kind=kind, alt=alt, crop=[0, 0, 1000], created_at=clock.now(), **values)
    session.add(picture)
    for file_kind, width in ((FileKind.PICTURE, 112), (FileKind.PICTURE, 224), (FileKind.ORIGINAL, 400)):
        picture.files.append(
            StoredFile(
                key=new_key(),
                kind=file_kind,
                name=f"{kind}-{width}.jpg",
                content_type="image/jpeg",
                byte_count=7,
                width=width,
                height=width,
                created_at=clock.now(),
            )
        )
    session.flush()
    return picture


def add_recording(
    session: Session,
    webinar: Webinar,
    title: str = "Comets and their tails",
    *,
    kind: RecordingKind = RecordingKind.FULL,
    appearance: Appearance | None = None,
    **values: Any,
) -> Recording:
    """A recording that is a plain file, so that nothing has to be asked for it."""
    values = {
        "slug": f"{slugify(title)}-{kind}",
        "url": "https://videos.example/comets.mp4",
        "provider": "video_file",
        "provider_host": "videos.example",
        "provider_video": "/comets.mp4",
        "published_at": clock.now(),
        "created_at": clock.now(),
        **values,
    }
    recording = Recording(title=title, kind=kind, appearance=appearance, **values)
    _loaded(session, webinar, "recordings").append(recording)
    session.flush()
    return recording


def add_transcript(session: Session, recording: Recording, *said: str, language: str = "en") -> Transcript:
    """A transcript of cues of five seconds each, from the beginning of the webinar on. "Ada: Yes." has a voice."""
    transcript = Transcript(language=language, created_at=clock.now(), updated_at=clock.now())
    transcript.recording_id = recording.id
    session.add(transcript)
    session.flush()
    for number, words in enumerate(said):
        voice, _, text = words.rpartition(": ")
        cue = Cue(starts_ms=number * 5000, ends_ms=number * 5000 + 5000, voice=voice, text=text)
        cue.transcript_id = transcript.id
        session.add(cue)
    session.flush()
    session.refresh(transcript, ["recording"])
    return transcript


def add_copy(session: Session, recording: Recording, url: str, **values: Any) -> RecordingCopy:
    """Another place of a recording."""
    copy = RecordingCopy(url="", provider="", provider_host="", provider_video="")
    put_at(copy, recognise(url))
    for name, value in values.items():
        setattr(copy, name, value)
    session.refresh(recording, ["copies"])
    recording.copies.append(copy)
    session.flush()
    return copy


def open_desk(session: Session, webinar: Webinar, **values: Any) -> RegistrationDesk:
    """People register for `webinar` here."""
    webinar.is_registration_here = True
    row = RegistrationDesk(
        webinar_id=webinar.id,
        **{
            "told_status": webinar.status if webinar.status != Status.DRAFT else None,
            "told_starts_at": webinar.starts_at,
            "told_ends_at": webinar.ends_at,
            **values,
        },
    )
    session.add(row)
    session.flush()
    return row


def make_registration(
    session: Session,
    settings: Settings,
    webinar: Webinar,
    name: str = "Ana",
    *,
    state: RegistrationState = RegistrationState.CONFIRMED,
    **values: Any,
) -> Registration:
    """A registration at the desk of `webinar`, which counts it."""
    row = session.get_one(RegistrationDesk, webinar.id)
    if state is RegistrationState.CONFIRMED:
        row.seats_taken += 1
        values = {"confirmed_at": clock.now(), **values}
    if state is RegistrationState.WAITING:
        values = {"queue_number": row.next_number, **values}
        row.next_number += 1
    registration = Registration(
        webinar_id=webinar.id,
        name=name,
        state=state,
        **{
            "email_normal": f"{slugify(name)}@attendee.example",
            "timezone": "Europe/Rome",
            "source": RegistrationSource.PAGE,
            "kept_days": row.retention_days,
            "created_at": clock.now(),
            **new_links(settings),
            **values,
        },
    )
    session.add(registration)
    session.flush()
    return registration


def ask(session: Session, webinar: Webinar, label: str = "Where do you work?", **values: Any) -> RegistrationQuestion:
    """A question for those who register."""
    query = sa.select(sa.func.count()).where(RegistrationQuestion.webinar_id == webinar.id)
    question = RegistrationQuestion(
        webinar_id=webinar.id,
        label=label,
        position=session.scalar(query),
        **{"kind": QuestionKind.TEXT, "reason": "So that the speakers know to whom they speak.", **values},
    )
    session.add(question)
    session.flush()
    return question


def make_user(session: Session, name: str = "Olga", **values: Any) -> User:
    """A person with an account; the password's hash is missing unless given, so nobody signs in with it."""
    email = f"{slugify(name)}-{secrets.token_hex(3)}@society.example"
    user = User(**({"name": name, "email": email, "created_at": clock.now()} | values))
    session.add(user)
    session.flush()
    return user


def make_membership(session: Session, organisation: Organisation, user: User, role: Role = Role.OWNER) -> Membership:
    now = clock.now()
    membership = Membership(organisation=organisation, user=user, role=role, created_at=now, joined_at=now)
    session.add(membership)
    session.flush()
    return membership


def make_member(session: Session, organisation: Organisation, name: str, role: Role) -> User:
    """A person with that role in the organisation."""
    user = make_user(session, name)
    make_membership(session, organisation, user, role)
    return user


def _loaded(session: Session, webinar: Webinar, name: str) -> list[Any]:
    """A list of `webinar`, read again: a request expires everything, and lists are never loaded by themselves."""
    session.refresh(webinar, [name])
    rows: list[Any] = getattr(webinar, name)
    return rows


def propose_start(session: Session, webinar: Webinar) -> None:
    """Ask whether the start that the webinar has suits people."""
    assert webinar.starts_wall is not None
    poll = StartPoll(webinar=webinar, made_at=clock.now())
    session.add(poll)
    session.flush()
    session.refresh(poll, ["starts"])
    poll.starts.append(
        ProposedStart(
            starts_wall=webinar.starts_wall, timezone="Europe/London", duration_minutes=90, changed_at=clock.now()
        )
    )
    session.flush()


def make_speaking_link(
    session: Session,
    settings: Settings,
    appearance: Appearance,
    email: str | None = "wang@speaker.example",
    **values: Any,
) -> SpeakingLink:
    """The live link of a speaker, made by somebody who keeps the record."""
    link = new_link(settings, appearance, email=email, made_by_id=None, speaks_for_record=True, now=clock.now())
    for name, value in values.items():
        setattr(link, name, value)
    session.add(link)
    session.flush()
    return link
