"""All that can hang on a webinar, as `tests.desk_world` gives it to the full ones."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

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
    make_organisation,
    make_registration,
    make_speaker,
    make_speaking_link,
    make_topic,
    open_desk,
)
from tests.world import People, World, promise_mail
from webinars import clock
from webinars.config import Settings
from webinars.domain.followers.actions import ask_for_mails, confirm, put_registrations_in
from webinars.domain.followers.digest_schedule import DigestSchedule
from webinars.domain.interfaces.webhooks.calls import new_secret as new_hook_secret
from webinars.domain.owner_invitations.links import new_link as new_invitation_link
from webinars.domain.questions.links import new_link as new_question_link
from webinars.domain.registration.links import new_group_link, wish_digest, wish_token
from webinars.domain.registration.recording_wishes import RECORDING_WISH
from webinars.domain.site_settings.encryption import seal
from webinars.lib.tokens import digest_of
from webinars.models import (
    Agreement,
    AnnouncementCopy,
    ApiToken,
    Appearance,
    AskingMode,
    Audience,
    AuditEvent,
    Availability,
    Chapter,
    CoOrganiser,
    FeedKind,
    FileKind,
    GroupedRegistration,
    HelperLink,
    IdempotentAnswer,
    Invitation,
    MailFollow,
    Mailing,
    ModeratorLink,
    OutboundHook,
    Priority,
    PromiseState,
    ProposalState,
    ProposedStart,
    QuestionBoard,
    QuestionKind,
    QuestionState,
    Recording,
    RecordingCut,
    RecordingKind,
    RecordingProposal,
    RecordingSource,
    RecordingSourceKind,
    RecordingWish,
    Refusal,
    RegistrationAnswer,
    RegistrationGroup,
    RegistrationState,
    Scope,
    SpeakerProposal,
    StartAnswer,
    StartPoll,
    StartReply,
    StoredFile,
    Transcription,
    TranscriptionState,
    Webhook,
    WebhookPreset,
    ZoomRegistrant,
)
from webinars.models.zoom_registrant import REPORT

DAY = dt.timedelta(days=1)


Parts = Mapping[str, Mapping[str, Any] | None]


def add_everything(
    session: Session, settings: Settings, people: People, world: World, number: int, parts: Parts
) -> None:
    """Give a webinar all that can hang on it, but for `parts`: those have values of their own, or are missing."""
    _add_parts(session, settings, people, world, number, parts)
    if parts.get("recordings", {}) is not None:
        _add_recordings(session, world)
    _add_registrations(session, settings, people, world, parts.get("desk") or {})
    _add_asked(session, settings, people, world, parts.get("board") or {})
    _add_follower(session, settings, people, number)
    _add_places(session, settings, people, world, number)
    _add_tokens(session, people, world, number)
    _add_told(session, settings, people, world, number)
    _add_webhooks(session, settings, people, world, number)


def _add_webhooks(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    """Programs of the host: one that answers, and one that is paused, with what each was told last."""
    now = clock.now()
    for preset in WebhookPreset:
        is_paused = preset is WebhookPreset.PROGRAM
        webhook = Webhook(
            organisation_id=people.host.id,
            made_by_id=people.olga.id,
            url=f"https://hooks.society.example/{preset}-{number}",
            preset=preset,
            kinds=["webinar.moved"] if is_paused else [],
            secret=seal(settings.secret_key, new_hook_secret()),
            created_at=now,
            former_secret=seal(settings.secret_key, new_hook_secret()),
            former_until=now + DAY,
            authorization=seal(settings.secret_key, "Bearer token"),
            failed_at=now - DAY if is_paused else None,
            paused_at=now if is_paused else None,
        )
        session.add(webhook)
        session.flush()
        hook = OutboundHook(
            dedupe_key=f"{webhook.id}:{number}",
            kind="webinar.moved",
            context={"what": "webinars", "slug": world.webinar.slug, "organisation": people.host.slug},
            priority=Priority.MESSAGE,
            due_at=now + DAY,
            created_at=now,
            state=PromiseState.DUE if is_paused else PromiseState.SENT,
            attempt_count=3,
            failure="502 Bad Gateway" if is_paused else "",
            webhook_id=webhook.id,
            status=502 if is_paused else 204,
            took_ms=400,
            answered_at=now,
        )
        session.add(hook)
        session.flush()
        world.add("webhooks/webhook_id", webhook.id)
        world.add("hooks/number", webhook.id)
        if is_paused:
            promise_mail(session, world, "interfaces.webhook_paused", number, {"webhook_id": webhook.id})


def _add_places(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    """Places where the recordings of the host appear, and what was found at one of them."""
    webinar, now = world.webinar, clock.now()
    sources = {
        kind: RecordingSource(
            organisation_id=people.host.id,
            kind=kind,
            key=f"place {number}",
            url="https://videos.example/c/soirees",
            name="Evenings",
            created_at=now,
            secret=seal(settings.secret_key, '{"secret": "s", "token": "t"}') if kind != "peertube" else None,
            hook_code=f"hook-{kind.value}-{number}".ljust(43, "x") if kind != "peertube" else None,
            asked_at=now,
            answered_at=now,
            failed_at=now if kind == "zoom" else None,
            failure="invalid_client" if kind == "zoom" else "",
            registers_people=kind == "zoom",
        )
        for kind in (RecordingSourceKind.PEERTUBE, RecordingSourceKind.BIGBLUEBUTTON, RecordingSourceKind.ZOOM)
    }
    session.add_all(sources.values())
    session.flush()
    world.add("sources/source_id", sources[RecordingSourceKind.PEERTUBE].id)
    for kind in (RecordingSourceKind.BIGBLUEBUTTON, RecordingSourceKind.ZOOM):
        world.add("sources/kind", kind.value)
        world.add(f"{kind.value}/code", sources[kind].hook_code)
    session.add(
        ZoomRegistrant(
            dedupe_key=f"report:{webinar.id}",
            kind=REPORT,
            context={},
            priority=Priority.REGISTRATION,
            due_at=now,
            created_at=now,
            meeting="81234567890",
            source_id=sources[RecordingSourceKind.ZOOM].id,
            webinar_id=webinar.id,
            is_wanted=False,
            registrant_id="r1",
            sealed=seal(settings.secret_key, "{}"),
        )
    )
    found = [
        RecordingProposal(
            webinar_id=webinar.id,
            source_id=sources[RecordingSourceKind.PEERTUBE].id,
            film=f"film {number} {name}",
            url=f"https://videos.example/found-{number}-{name}.mp4",
            title=webinar.title if name == "whole" else "Maria Mitchell",
            state=ProposalState.OPEN,
            found_at=now,
            began_at=webinar.starts_at if name == "whole" else None,
            published_at=webinar.starts_at,
            duration_s=webinar.duration_minutes * 60 if name == "whole" else 600,
            captions=[{"url": "https://videos.example/words.vtt", "language": "en", "is_by_machine": True}],
        )
        for name in ("whole", "part")
    ]
    session.add_all(found)
    session.flush()
    world.add("films/proposal_id", *(each.id for each in found))


def _add_tokens(session: Session, people: People, world: World, number: int) -> None:
    """A program of the host, by a token that is about to end, and what it was answered."""
    now = clock.now()
    token = ApiToken(
        organisation_id=people.host.id,
        user_id=people.olga.id,
        name="Month list",
        start="wbn_7Hk2",
        token_digest=digest_of(f"token {number}"),
        scopes=[each.value for each in Scope],
        created_at=now,
        ends_at=now + 5 * DAY,
        last_used_on=now.date(),
    )
    session.add(token)
    session.flush()
    answer = IdempotentAnswer(
        token_id=token.id,
        key=f"key {number}",
        request_digest=digest_of("request"),
        status=201,
        body="{}",
        location="/api/v1/webinars/comets",
        created_at=now,
    )
    act = AuditEvent.of_webinar(world.webinar, "registration:read", {"count": 1}, by=people.olga.id, at=now)
    act.token_id = token.id
    session.add_all([answer, act])
    session.flush()
    world.add("tokens/number", token.id)
    promise_mail(session, world, "interfaces.token_ends", number, {"token_id": token.id})


def _add_parts(session: Session, settings: Settings, people: People, world: World, number: int, parts: Parts) -> None:
    webinar = world.webinar
    session.refresh(webinar, ["topics"])
    topic = make_topic(session, f"Astronomy {number}")
    webinar.topics.append(topic)
    assert webinar.series is not None
    world.add("series/slug", webinar.series.slug)
    speaker = make_speaker(session, people.host, "Maria Mitchell", slug=f"maria-mitchell-{number}")
    add_picture(session, webinar)
    add_picture(session, speaker)
    world.add("speakers/slug", speaker.slug)
    appearance = add_appearance(session, webinar, speaker, talk_title="Sweeping", agreement=Agreement.ASKED)
    world.add("lineup/appearance_id", appearance.id)
    _add_speaking(session, settings, world, appearance, number)
    for text in ("What is a tail made of?", "Who saw the first?"):
        add_question(session, webinar, text)
    webinar.questions[0].answered_s = 90
    asked: CoOrganiser = add_co_organiser(session, webinar, people.partner, is_accepted=False)
    world.add("invitations/co_organiser_id", asked.id)
    world.add("answers/co_organiser_id", asked.id)
    poll = parts.get("poll", {})
    if poll is not None:
        _add_poll(session, world, appearance, asked, number, poll)
    _add_answers(session, settings, people, world, number)
    copy = AnnouncementCopy(
        webinar=webinar, place="our website", form="plain", phase="before", text="…", copied_at=clock.now()
    )
    session.add(copy)
    session.flush()
    world.add("announcements/copy_id", copy.id)
    by = {"by_id": people.olga.id}
    promise_mail(session, world, "programme.invited", number, {"co_organiser_id": asked.id, **by})
    declined = {"webinar_id": webinar.id, "organisation_id": people.partner.id, **by}
    promise_mail(session, world, "programme.declined", number, declined)
    moved = {"webinar_id": webinar.id, "before_at": clock.now().isoformat(), "after_at": None, "reason": "skipped"}
    promise_mail(session, world, "zone_rules.moved", number, moved)


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
    promise_mail(session, world, "speaking.asked", number, {"webinar_id": world.webinar.id, "link_id": link.id})
    entry = {"webinar_id": world.webinar.id, "link_id": link.id, "sequence": 1, "is_first": True}
    promise_mail(session, world, "speaking.entry", number, entry)
    replied = {
        "webinar_id": world.webinar.id,
        "appearance_id": appearance.id,
        "from": clock.now().isoformat(),
    }
    promise_mail(session, world, "speaking.replied", number, replied)


def _add_poll(
    session: Session,
    world: World,
    appearance: Appearance,
    asked: CoOrganiser,
    number: int,
    values: Mapping[str, Any],
) -> None:
    """Two starts are proposed, and a speaker has answered one of them."""
    webinar = world.webinar
    poll = StartPoll(webinar=webinar, made_at=clock.now(), **({"ends_at": clock.now() + DAY} | values))
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
    promise_mail(session, world, "choosing.asked", number, whose)
    chosen = {"start_id": poll.starts[0].id, "chosen_at": clock.now().isoformat()}
    promise_mail(session, world, "choosing.chosen", number, whose | chosen)


def _add_answers(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    """The host wants no invitations of somebody, and somebody says that an organisation is theirs to look after.

    Another organisation without members has an invitation that nobody has answered.
    """
    refusal = Refusal(at=clock.now(), organisation=people.host, host=people.partner, webinar=None)
    nobodys = make_organisation(session, f"Nobody’s {number}", slug=f"nobodys-{number}")
    vacant = make_organisation(session, f"Vacant {number}", slug=f"vacant-{number}")
    add_co_organiser(session, world.webinar, vacant, is_accepted=False, has_members=False)
    links = {
        "made_by_id": people.olga.id,
        "made_at": clock.now(),
        "ends_at": clock.now() + 14 * DAY,
        "webinar": world.webinar,
    }
    claim = Invitation(
        **links,
        **new_invitation_link(settings),
        email=f"cosima{number}@attendee.example",
        claimed_at=clock.now(),
        claimed_by_id=people.olga.id,
        organisation=nobodys,
    )
    unanswered = Invitation(
        **links, **new_invitation_link(settings), email=f"sophie{number}@attendee.example", organisation=vacant
    )
    session.add_all([refusal, claim, unanswered])
    session.flush()
    world.add("refusals/refusal_id", refusal.id)
    world.add("claims/invitation_id", claim.id)
    for kind in ("claim", "claim_granted", "claim_refused", "claim_waits"):
        context = {"invitation_id": claim.id, "user_id": people.olga.id}
        promise_mail(session, world, f"programme.{kind}", number, context)


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


def _add_registrations(
    session: Session, settings: Settings, people: People, world: World, values: Mapping[str, Any]
) -> None:
    webinar = world.webinar
    # Whoever waits does so because all places are taken: else the next change would give it one.
    values = {"capacity": 1} | values
    is_open = values.pop("is_open", True)
    open_desk(session, webinar, **values)
    question = ask(session, webinar)
    ask(session, webinar, "Which text do you know?", kind=QuestionKind.CHOICE, options=["The Sketch", "The Notes"])
    ana = make_registration(session, settings, webinar, "Ana Attendee")
    answer = RegistrationAnswer(question_id=question.id, value="At sea")
    answer.registration_id = ana.id
    session.add(answer)
    waiting = make_registration(session, settings, webinar, "Wanda", state=RegistrationState.WAITING)
    make_registration(session, settings, webinar, "Petra", state=RegistrationState.PENDING)
    world.add("registrations/registration_id", ana.id, waiting.id)
    if webinar.series_id is not None:
        made = new_group_link(settings)
        group = RegistrationGroup(series_id=webinar.series_id, created_at=clock.now(), wants_more=True, **made)
        session.add(group)
        session.flush()
        session.add(GroupedRegistration(registration_id=ana.id, group_id=group.id))
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
    session.add(
        Mailing(
            dedupe_key=f"recap mail:{webinar.id}",
            kind=RECORDING_WISH,
            context={"webinar_id": webinar.id},
            priority=Priority.MESSAGE,
            due_at=clock.now() + DAY,
            created_at=clock.now(),
            webinar_id=webinar.id,
        )
    )
    nonce = f"wish {webinar.id}"
    wish = RecordingWish(
        webinar_id=webinar.id,
        email_normal=f"emilie{webinar.id}@attendee.example",
        nonce=nonce,
        link_digest=wish_digest(settings, nonce),
        created_at=clock.now(),
        confirmed_at=clock.now(),
    )
    session.add(wish)
    session.flush()
    world.add("tell-me/token", wish_token(settings, wish))
    world.add("messages/mailing_id", message.id)
    number = 2000 + webinar.id
    promise_mail(session, world, "messages.held", number, {"mailing_id": message.id})
    test = {"mailing_id": message.id, "webinar_id": webinar.id, "user_id": people.olga.id}
    promise_mail(session, world, "messages.test", number, test)
    promise_mail(session, world, "mail.refused", number, {})
    if not is_open:
        webinar.is_registration_here, webinar.registration_url = False, "https://tickets.example/comets"
        session.flush()


def _add_asked(session: Session, settings: Settings, people: People, world: World, values: Mapping[str, Any]) -> None:
    """The audience has asked: something waits, something is answered, and somebody moderates by a link."""
    webinar = world.webinar
    board = open_board(session, webinar, **({"mode": AskingMode.ALWAYS, "approves_first": True} | values))
    waits = make_question(session, settings, board, "Who reads this first?", state=QuestionState.PENDING)
    asked = make_question(session, settings, board, "Why do tails point away?", name="Ana", reported_count=1)
    give_votes(session, asked, f"voter {webinar.id}")
    link = ModeratorLink(
        webinar_id=webinar.id,
        name="Mary Somerville",
        digest=digest_of(f"moderator-{webinar.id}"),
        made_by_id=people.olga.id,
        made_at=clock.now(),
    )
    session.add(link)
    session.flush()
    world.add("questions/number", asked.number, waits.number)
    world.add("agenda/position", 1)
    world.add("links/link_id", link.id)
    world.add("moderate/token", f"moderator-{webinar.id}")
    helper = HelperLink(
        webinar_id=webinar.id,
        digest=digest_of(f"helper-{webinar.id}"),
        made_by_id=people.olga.id,
        made_at=clock.now(),
    )
    session.add(helper)
    session.flush()
    world.add("conduct/token", f"helper-{webinar.id}")


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
    promise_mail(session, world, "questions.told", number, {"webinar_id": webinar.id, "question_id": answered.id})


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
    promise_mail(session, world, "recordings.unavailable", 1000 + world.webinar.id, gone)
    transcript = add_transcript(session, recording, "Ada: Good evening.", "Tails are dust.")
    transcript.is_by_machine, transcript.read_at, transcript.read_by = True, clock.now(), "Ada"
    state = TranscriptionState.FAILED
    session.add(Transcription(recording_id=recording.id, state=state, due_at=clock.now(), failure="no model"))
    world.add("transcripts/language", transcript.language)
