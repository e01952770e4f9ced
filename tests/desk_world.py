"""A webinar in each of its states, with all that can hang on it, and what a desk address needs to name it."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.audience_question_factories import add_asked, give_votes, make_question, open_board
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_copy,
    add_picture,
    add_question,
    add_recording,
    add_transcript,
    ask,
    make_member,
    make_membership,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_speaking_link,
    make_topic,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.config import Settings
from webinars.domain.accounts.password_links import reset_token
from webinars.domain.followers.actions import ask_for_mails, confirm, put_registrations_in
from webinars.domain.followers.digest_schedule import DigestSchedule
from webinars.domain.mail.actions import add_mail
from webinars.domain.questions.links import new_link as new_question_link
from webinars.models import (
    Agreement,
    AnnouncementCopy,
    Appearance,
    AskingMode,
    Audience,
    AuditEvent,
    Availability,
    Chapter,
    CoOrganiser,
    FeedKind,
    FileKind,
    Invitation,
    MailFollow,
    Mailing,
    ModeratorLink,
    Organisation,
    OutboundEmail,
    Priority,
    ProposedStart,
    QuestionBoard,
    QuestionKind,
    QuestionState,
    Recording,
    RecordingCut,
    RecordingKind,
    Refusal,
    RegistrationAnswer,
    RegistrationState,
    Role,
    SpeakerProposal,
    StartAnswer,
    StartPoll,
    StartReply,
    Status,
    StoredFile,
    User,
    Visibility,
    Webinar,
)

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
A_DAY_AHEAD, A_DAY_AGO = (clock.now() + 3 * DAY).date(), (clock.now() - 3 * DAY).date()

STATES: dict[str, dict[str, Any]] = {
    "a draft without a date": {"status": Status.DRAFT, "starts_in": None},
    "a draft with a date to come": {"status": Status.DRAFT, "starts_in": None, "starts_on": A_DAY_AHEAD},
    "a draft with a date gone by": {"status": Status.DRAFT, "starts_in": None, "starts_on": A_DAY_AGO},
    "a draft": {"status": Status.DRAFT},
    "a draft of the past": {"status": Status.DRAFT, "starts_in": -3 * DAY},
    "published": {},
    "published for a date alone": {"starts_in": None, "starts_on": A_DAY_AHEAD},
    "unlisted": {"visibility": Visibility.UNLISTED},
    "moved": {"moved_from_wall": dt.datetime(2027, 1, 3, 16), "moved_from_timezone": "Asia/Kolkata"},
    "open": {"starts_in": HOUR / 4},
    "live": {"starts_in": -HOUR / 2},
    "postponed": {"status": Status.POSTPONED},
    "postponed without a date": {"status": Status.POSTPONED, "starts_in": None},
    "postponed and its hour gone by": {"status": Status.POSTPONED, "starts_in": -3 * DAY},
    "cancelled": {"status": Status.CANCELLED, "cancellation_reason": "Fog."},
    "cancelled without a date": {"status": Status.CANCELLED, "starts_in": None},
    "unpublished": {"status": Status.DRAFT, "published_at": clock.now()},
    "unpublished without a date": {"status": Status.DRAFT, "starts_in": None, "published_at": clock.now()},
    "past": {"starts_in": -3 * DAY},
    "past, known by its date": {"starts_in": None, "starts_on": A_DAY_AGO},
    "past and unlisted": {"starts_in": -3 * DAY, "visibility": Visibility.UNLISTED},
}


@dataclass
class World:
    """A webinar, and the values that addresses at the desk may have, by what stands before them and their name."""

    webinar: Webinar
    values: dict[str, list[object]] = field(default_factory=dict)

    def add(self, place: str, *values: object) -> None:
        self.values.setdefault(place, []).extend(values)


@dataclass
class People:
    """Those at the desk, who are there whatever becomes of a webinar."""

    host: Organisation
    partner: Organisation
    olga: User
    """Administers the site, and owns both organisations, so that nothing is hidden from her."""


def make_people(session: Session) -> People:
    host, partner = make_organisation(session, "Lunar Society"), make_organisation(session, "Royal Society")
    olga = make_member(session, host, "Olga", Role.OWNER)
    olga.is_admin = True
    make_membership(session, partner, olga)
    add_picture(session, host)
    add_picture(session, partner)
    return People(host=host, partner=partner, olga=olga)


def make_world(
    session: Session, settings: Settings, people: People, state: str, *, number: int = 1, is_full: bool
) -> World:
    """A webinar in that state; a full one has everything that can hang on it, the other nothing but its title."""
    values = STATES[state] | {"slug": f"comets-{number}"}
    if is_full:
        values |= {
            "series": make_series(session, people.host, slug=f"the-night-sky-{number}"),
            "join_url": "https://meet.example/j/1",
            "live_stream_url": "https://videos.example/live",
            "description": "All about **tails**.",
            "summary": "Tails.",
        }
    world = World(make_webinar(session, people.host, **values))
    world.add("webinars/slug", world.webinar.slug)
    world.add("who/part", "lineup", "co_organisers")
    _add_people(session, settings, people, world, number)
    _add_history(session, world, people.olga)
    if is_full:
        _add_parts(session, settings, people, world, number)
        _add_recordings(session, world)
        _add_registrations(session, settings, people, world)
        _add_asked(session, settings, people, world)
        _add_follower(session, settings, people, number)
        _add_told(session, settings, people, world, number)
    return world


def _add_people(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    ana = make_member(session, people.host, "Ana", Role.VIEWER)
    world.add("password/token", reset_token(settings, ana, now=clock.now()))
    world.add("organisations/slug", people.host.slug, people.partner.slug)
    session.refresh(people.host, ["memberships"])
    memberships = [each.id for each in people.host.memberships]
    world.add("members/membership_id", *memberships[-2:])
    series = make_series(session, people.host, "Tides", slug=f"tides-{number}")
    world.add("series/slug", series.slug)
    caroline = make_speaker(session, people.host, slug=f"caroline-herschel-{number}")
    add_picture(session, caroline)
    world.add("speakers/slug", caroline.slug)
    contexts = {
        "accounts.reset": {"user_id": ana.id},
        "accounts.password_changed": {"user_id": ana.id},
        "organisations.added": {"membership_id": memberships[-1], "by_id": people.olga.id},
    }
    for kind, context in contexts.items():
        _add_mail(session, world, kind, number, context)


def _add_mail(session: Session, world: World, kind: str, number: int, context: dict[str, Any]) -> None:
    key = f"{kind}:{number}"
    add_mail(
        session,
        kind=kind,
        priority=Priority.MESSAGE,
        recipient="ana@society.example",
        context=context,
        dedupe_key=key,
        now=clock.now(),
    )
    world.add("outbox/mail_id", session.query(OutboundEmail).filter_by(dedupe_key=key).one().id)


def _add_history(session: Session, world: World, olga: User) -> None:
    """Its title was changed a moment ago."""
    webinar = world.webinar
    changed = {"title": ["Comets, before", webinar.title]}
    event = AuditEvent(
        at=clock.now(),
        action="webinar:update",
        actor_id=olga.id,
        organisation_id=webinar.host_id,
        webinar_id=webinar.id,
        detail=changed,
    )
    session.add(event)
    session.flush()
    world.add("history/event_id", event.id)


def _add_parts(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    webinar = world.webinar
    session.refresh(webinar, ["topics"])
    topic = make_topic(session, f"Astronomy {number}")
    webinar.topics.append(topic)
    speaker = make_speaker(session, people.host, "Maria Mitchell", slug=f"maria-mitchell-{number}")
    add_picture(session, webinar)
    add_picture(session, speaker)
    appearance = add_appearance(session, webinar, speaker, talk_title="Sweeping", agreement=Agreement.ASKED)
    world.add("lineup/appearance_id", appearance.id)
    _add_speaking(session, settings, world, appearance, number)
    for text in ("What is a tail made of?", "Who saw the first?"):
        add_question(session, webinar, text)
    webinar.questions[0].answered_s = 90
    asked: CoOrganiser = add_co_organiser(session, webinar, people.partner, is_accepted=False)
    world.add("invitations/co_organiser_id", asked.id)
    world.add("answers/co_organiser_id", asked.id)
    _add_poll(session, world, appearance, asked, number)
    _add_answers(session, people, world, number)
    copy = AnnouncementCopy(
        webinar=webinar, place="our website", form="plain", phase="before", text="…", copied_at=clock.now()
    )
    session.add(copy)
    session.flush()
    world.add("announcements/copy_id", copy.id)
    by = {"by_id": people.olga.id}
    _add_mail(session, world, "programme.invited", number, {"co_organiser_id": asked.id, **by})
    declined = {"webinar_id": webinar.id, "organisation_id": people.partner.id, **by}
    _add_mail(session, world, "programme.declined", number, declined)
    moved = {"webinar_id": webinar.id, "before_at": clock.now().isoformat(), "after_at": None, "reason": "skipped"}
    _add_mail(session, world, "zone_rules.moved", number, moved)


def _add_speaking(session: Session, settings: Settings, world: World, appearance: Appearance, number: int) -> None:
    """A speaker was asked, proposes something, and has sent slides."""
    link = make_speaking_link(session, settings, appearance, f"maria{number}@speaker.example")
    session.add(
        SpeakerProposal(appearance=appearance, field="abstract", former="", value="With a broom.", made_at=clock.now())
    )
    appearance.reply_words = "Gladly."
    file = StoredFile(
        key=f"{world.webinar.id}-broom".ljust(43, "x"),
        kind=FileKind.SLIDES,
        name="broom.pdf",
        content_type="application/pdf",
        byte_count=10,
        created_at=clock.now(),
    )
    session.refresh(appearance, ["slides"])
    appearance.slides.append(file)
    session.flush()
    add_picture(session, appearance)
    world.add("speakers/appearance_id", appearance.id)
    world.add("slides/file_id", file.id)
    _add_mail(session, world, "speaking.asked", number, {"webinar_id": world.webinar.id, "link_id": link.id})
    entry = {"webinar_id": world.webinar.id, "link_id": link.id, "sequence": 1, "is_first": True}
    _add_mail(session, world, "speaking.entry", number, entry)
    replied = {
        "webinar_id": world.webinar.id,
        "appearance_id": appearance.id,
        "from": clock.now().isoformat(),
    }
    _add_mail(session, world, "speaking.replied", number, replied)


def _add_poll(session: Session, world: World, appearance: Appearance, asked: CoOrganiser, number: int) -> None:
    """Two starts are proposed, and a speaker has answered one of them."""
    webinar = world.webinar
    poll = StartPoll(webinar=webinar, made_at=clock.now(), ends_at=clock.now() + DAY)
    session.add(poll)
    session.flush()
    session.refresh(poll, ["starts"])
    for day in (10, 11):
        start = ProposedStart(
            starts_wall=dt.datetime(2037, 3, day, 16),
            timezone="Europe/London",
            duration_minutes=90,
            changed_at=clock.now(),
        )
        poll.starts.append(start)
    session.flush()
    reply = StartReply(
        webinar_id=webinar.id, appearance_id=appearance.id, words="After dinner.", replied_at=clock.now()
    )
    session.add(reply)
    session.flush()
    session.refresh(reply, ["answers"])
    reply.answers.append(
        StartAnswer(proposed_start_id=poll.starts[0].id, answer=Availability.YES, answered_at=clock.now())
    )
    session.flush()
    whose = {"webinar_id": webinar.id, "co_organiser_id": asked.id}
    _add_mail(session, world, "choosing.asked", number, whose)
    chosen = {"start_id": poll.starts[0].id, "chosen_at": clock.now().isoformat()}
    _add_mail(session, world, "choosing.chosen", number, whose | chosen)


def _add_answers(session: Session, people: People, world: World, number: int) -> None:
    """The host wants no invitations of somebody, and somebody says that an organisation is theirs to look after."""
    refusal = Refusal(at=clock.now(), organisation=people.host, host=people.partner, webinar=None)
    nobodys = make_organisation(session, f"Nobody’s {number}", slug=f"nobodys-{number}")
    claim = Invitation(
        nonce="nonce",
        digest=f"{number}".rjust(64, "0"),
        email=f"cosima{number}@attendee.example",
        made_by_id=people.olga.id,
        made_at=clock.now(),
        ends_at=clock.now() + 14 * DAY,
        claimed_at=clock.now(),
        claimed_by_id=people.olga.id,
        organisation=nobodys,
        webinar=world.webinar,
    )
    session.add_all([refusal, claim])
    session.flush()
    world.add("refusals/refusal_id", refusal.id)
    world.add("claims/invitation_id", claim.id)
    for kind in ("claim", "claim_granted", "claim_refused", "claim_waits"):
        context = {"invitation_id": claim.id, "user_id": people.olga.id}
        _add_mail(session, world, f"programme.{kind}", number, context)


def _add_recordings(session: Session, world: World) -> None:
    webinar = world.webinar
    stream = add_recording(session, webinar, "All of it", slug=f"all-{webinar.id}", duration_s=5400, sync_s=-60)
    talk = add_recording(
        session,
        webinar,
        "Sweeping",
        slug=f"sweeping-{webinar.id}",
        kind=RecordingKind.PRESENTATION,
        appearance=webinar.lineup[0],
        from_s=60,
        until_s=600,
        starts_s=120,
        ends_s=660,
    )
    talk.stream_id = stream.id
    elsewhere = add_recording(
        session,
        webinar,
        "Elsewhere",
        slug=f"elsewhere-{webinar.id}",
        kind=RecordingKind.PRESENTATION,
        url="https://www.youtube.com/watch?v=abcdefghijk",
        provider="youtube",
        provider_host="www.youtube.com",
        provider_video="abcdefghijk",
    )
    _fill(session, world, stream)
    gone = add_recording(session, webinar, "Gone", slug=f"gone-{webinar.id}", kind=RecordingKind.PRESENTATION)
    webinar.recordings.remove(gone)
    gone.removed_at, gone.removed_from_id = clock.now(), webinar.id
    session.flush()
    world.add("recordings/recording_id", stream.id, talk.id, elsewhere.id)


def _add_registrations(session: Session, settings: Settings, people: People, world: World) -> None:
    webinar = world.webinar
    # Whoever waits does so because all places are taken: else the next change would give it one.
    open_desk(session, webinar, capacity=1)
    question = ask(session, webinar)
    ask(session, webinar, "Which text do you know?", kind=QuestionKind.CHOICE, options=["The Sketch", "The Notes"])
    ana = make_registration(session, settings, webinar, "Ana Attendee")
    answer = RegistrationAnswer(question_id=question.id, value="At sea")
    answer.registration_id = ana.id
    session.add(answer)
    waiting = make_registration(session, settings, webinar, "Wanda", state=RegistrationState.WAITING)
    make_registration(session, settings, webinar, "Petra", state=RegistrationState.PENDING)
    world.add("registrations/registration_id", ana.id, waiting.id)
    message = Mailing(
        dedupe_key=f"message:{webinar.id}",
        kind="registration.message",
        context={"as_of": clock.now().isoformat(), "is_planned": True},
        priority=Priority.MESSAGE,
        due_at=clock.now() + DAY,
        created_at=clock.now(),
        webinar_id=webinar.id,
        audience=Audience.CONFIRMED,
        subject="Have Note G at hand",
        body="We shall read the table line by line.",
        said_count=1,
        is_held=True,
    )
    session.add(message)
    session.flush()
    world.add("messages/mailing_id", message.id)
    number = 2000 + webinar.id
    _add_mail(session, world, "messages.held", number, {"mailing_id": message.id})
    test = {"mailing_id": message.id, "webinar_id": webinar.id, "user_id": people.olga.id}
    _add_mail(session, world, "messages.test", number, test)
    _add_mail(session, world, "mail.refused", number, {})


def _add_asked(session: Session, settings: Settings, people: People, world: World) -> None:
    """The audience has asked: something waits, something is answered, and somebody moderates by a link."""
    webinar = world.webinar
    board = open_board(session, webinar, mode=AskingMode.ALWAYS, approves_first=True)
    waits = make_question(session, settings, board, "Who reads this first?", state=QuestionState.PENDING)
    asked = make_question(session, settings, board, "Why do tails point away?", name="Ana", reported_count=1)
    give_votes(session, asked, f"voter {webinar.id}")
    link = ModeratorLink(
        webinar_id=webinar.id,
        name="Mary Somerville",
        digest=f"moderator {webinar.id}".rjust(64, "0"),
        made_by_id=people.olga.id,
        made_at=clock.now(),
    )
    session.add(link)
    session.flush()
    world.add("questions/number", asked.number, waits.number)
    world.add("agenda/position", 1)
    world.add("links/link_id", link.id)


def _add_told(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    """What became of questions, of which an asker is told, and what only moderators see of them."""
    webinar = world.webinar
    people.host.blocked_words = ["humbug"]
    answered = add_asked(
        session,
        webinar,
        "Does a tail cast a shadow?",
        state=QuestionState.ANSWERED,
        answered_s=45,
        answer="Hardly.",
        answer_by="Maria Mitchell",
        name="Ana",
        notify_email="ana@society.example",
        original_text="Shadow?",
        hidden_reason="It was hidden once.",
        moved_by="Olga",
        **new_question_link(settings),
    )
    add_asked(session, webinar, "Is there a shadow?", state=QuestionState.MERGED, merged_into_id=answered.id)
    add_asked(session, webinar, "Who pays?", state=QuestionState.DECLINED, reason="It is another evening’s.")
    session.get_one(QuestionBoard, webinar.id).answering_agenda_by = "Olga"
    _add_mail(session, world, "questions.told", number, {"webinar_id": webinar.id, "question_id": answered.id})


def _add_follower(session: Session, settings: Settings, people: People, number: int) -> None:
    """Somebody follows the host by mail, and has the registrations in the same calendar."""
    email, now = f"follower{number}@attendee.example", clock.now()
    ask_for_mails(session, settings, email, {(FeedKind.ORGANISATION, people.host.id)}, DigestSchedule(), now=now)
    follow = session.scalars(sa.select(MailFollow).where(MailFollow.email_normal == email)).one()
    confirm(session, follow, now=now)
    put_registrations_in(session, follow, is_wanted=True, now=now)


def _fill(session: Session, world: World, recording: Recording) -> None:
    session.refresh(recording, ["chapters", "cuts", "files"])
    recording.chapters.append(Chapter(at_s=30, title="Welcome"))
    recording.cuts.append(RecordingCut(starts_s=700, ends_s=800))
    for kind, name, content_type in (
        (FileKind.POSTER, "poster.jpg", "image/jpeg"),
        (FileKind.SLIDES, "slides.pdf", "application/pdf"),
    ):
        file = StoredFile(
            key=f"{world.webinar.id}-{kind}".ljust(43, "x"),
            kind=kind,
            name=name,
            content_type=content_type,
            byte_count=10,
            created_at=clock.now(),
        )
        recording.files.append(file)
    session.flush()
    world.add("files/file_id", *(each.id for each in recording.files))
    copy = add_copy(session, recording, "https://mirror.example/comets.mp4")
    world.add("copies/copy_id", copy.id)
    gone = {"recording_id": recording.id, "copy_id": None}
    _add_mail(session, world, "recordings.unavailable", 1000 + world.webinar.id, gone)
    transcript = add_transcript(session, recording, "Ada: Good evening.", "Tails are dust.")
    world.add("transcripts/language", transcript.language)


class UnknownPlace(LookupError):
    """An address names something that no world has: teach `make_world` to make it."""


def desk_rules(rules: Sequence[Rule], method: str) -> Iterator[Rule]:
    """The addresses at the desk that answer to `method`."""
    for rule in sorted(rules, key=lambda each: (each.rule, each.endpoint)):
        if rule.rule.startswith(("/manage", "/account")) and method in (rule.methods or ()):
            yield rule


def is_of_a_webinar(rule: Rule) -> bool:
    """Whether what the address answers may depend on the state of one webinar, not only on what the site has."""
    return rule.rule.startswith(("/manage/webinars/<", "/manage/invitations/"))


def arguments(rule: Rule, known: Callable[[str], list[object]]) -> Iterator[dict[str, object]]:
    """Every way to fill in the arguments of `rule`: once for each combination of the values that are known of them."""
    places = [(name, f"{before}/{name}") for before, name in re.findall(r"([\w-]+)/<(?:[^:>]+:)?(\w+)>", rule.rule)]
    missing = rule.arguments - {name for name, _place in places} - set(rule.defaults or ())
    if missing:
        raise UnknownPlace(f"{rule.rule}: {', '.join(sorted(missing))}")
    for chosen in itertools.product(*(known(place) for _name, place in places)):
        yield dict(zip((name for name, _place in places), chosen, strict=True)) | dict(rule.defaults or {})
