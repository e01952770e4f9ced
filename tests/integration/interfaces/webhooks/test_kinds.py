"""Which acts programs are told of, and what they are never told."""

import json

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import make_question, open_board
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    add_transcript,
    make_organisation,
    make_registration,
    make_speaker,
    make_user,
    make_webinar,
    open_desk,
)
from tests.integration.interfaces.webhooks.conftest import DAY, HOUR, MINUTE, NOW, SECOND
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.webhooks.promises import promise_hours
from webinars.domain.programme import life_cycle
from webinars.domain.recordings.removal import remove_recording, restore_recording
from webinars.models import (
    AuditEvent,
    OutboundHook,
    QuestionState,
    Registration,
    RegistrationDesk,
    RegistrationState,
    Status,
    Visibility,
    WebhookPreset,
)


@pytest.fixture
def webinar(session, lunar, at):
    return make_webinar(session, lunar, slug="comets", starts_in=2 * DAY)


def do(session, webinar, *actions, **columns):
    """As a verb would: what is changed, and the entry of the history, in one transaction."""
    for name, value in columns.items():
        setattr(webinar, name, value)
    session.add_all(AuditEvent.of_webinar(webinar, action, {}, at=clock.now()) for action in actions)
    session.commit()


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("webinar:publish", "webinar.published"),
        ("webinar:move", "webinar.moved"),
        ("webinar:recompute", "webinar.moved"),
        ("webinar:postpone", "webinar.postponed"),
        ("webinar:cancel", "webinar.cancelled"),
        ("webinar:restore", "webinar.restored"),
        ("webinar:update", "webinar.changed"),
        ("webinar:set_lineup", "webinar.changed"),
        ("speaking:yes", "webinar.changed"),
        ("picture:set", "webinar.changed"),
        ("webinar:answer_question", "question.answered"),
        ("webinar:import", None),
        ("webinar:set_start", None),
        ("day:started", None),
        ("message:send", None),
        ("speaking:make_link", None),
    ],
)
def test_what_an_act_is_told_as(session, webinar, hook, promised, action, kind):
    hook()
    do(session, webinar, action)

    assert promised() == ([kind] if kind else [])


def test_what_is_taken_back_is_told_though_it_is_a_draft_by_now(session, webinar, hook, promised):
    hook()
    do(session, webinar, "webinar:unpublish", status=Status.DRAFT)
    do(session, webinar, "webinar:update")

    assert promised() == ["webinar.unpublished"]


def test_nothing_is_told_of_what_is_unlisted_but_that_it_became_so(session, webinar, hook, promised):
    hook()
    do(session, webinar, "webinar:update", visibility=Visibility.UNLISTED)
    do(session, webinar, "webinar:move")
    do(session, webinar, "webinar:unpublish", status=Status.DRAFT)
    assert promised() == ["webinar.unpublished"]

    do(session, webinar, "webinar:publish", status=Status.PUBLISHED)
    do(session, webinar, "webinar:update", visibility=Visibility.PUBLIC)
    assert promised() == ["webinar.unpublished", "webinar.published"]


def test_a_draft_that_becomes_unlisted_is_nobody_s_business(session, webinar, hook, promised):
    do(session, webinar, status=Status.DRAFT)
    hook()
    do(session, webinar, "webinar:update", visibility=Visibility.UNLISTED)
    do(session, webinar, "webinar:update", visibility=Visibility.PUBLIC)

    assert promised() == []


def test_a_program_hears_of_what_it_asks_for(session, webinar, hook, promised):
    hook("webinar.moved")
    do(session, webinar, "webinar:move", "webinar:update")

    assert promised() == ["webinar.moved"]


def test_the_verbs_themselves_are_heard(session, webinar, lunar, olga, hook, promised):
    hook()
    actor = actor_of(session, olga.id)
    life_cycle.cancel(session, actor, webinar, reason="", now=clock.now())
    session.commit()

    assert promised() == ["webinar.cancelled"]


def test_co_organisers_hear_of_it_once_they_have_accepted_and_nobody_else_does(session, webinar, hook, olga, oskar):
    partner, invited = make_organisation(session, "Royal Society of Edinburgh"), make_organisation(session, "Academy")
    add_co_organiser(session, webinar, partner)
    add_co_organiser(session, webinar, invited, is_accepted=False)
    olga.is_admin = True
    session.commit()
    hooks = {
        name: hook(organisation=each)[0].id
        for name, each in {
            "partner": partner,
            "invited": invited,
            "stranger": make_organisation(session, "Elsewhere"),
        }.items()
    }
    do(session, webinar, "webinar:move")

    assert session.scalars(sa.select(OutboundHook.webhook_id)).all() == [hooks["partner"]]


def test_places_are_told_once_a_minute_by_their_number_and_to_the_host_alone(
    session, settings, webinar, hook, olga, promised, send, at
):
    partner = make_organisation(session, "Royal Society of Edinburgh")
    add_co_organiser(session, webinar, partner)
    olga.is_admin = True
    open_desk(session, webinar)
    session.commit()
    hook()
    hook(organisation=partner)
    for name in ("Ana", "Ida", "Eva"):
        make_registration(session, settings, webinar, name)
        webinar_desk(session, webinar).seats_taken = count_of(session, webinar)
        session.commit()
    assert promised() == ["registration.confirmed"]
    assert send() == [], "a minute is not over"

    at(61 * SECOND)
    ((_headers, body),) = send()
    assert json.loads(body)["data"]["count"] == 3
    assert json.loads(body)["data"]["slug"] == "comets"
    assert not [name for name in ("Ana", "ana", "attendee") if name in body.decode()]


def webinar_desk(session, webinar):
    return session.get(RegistrationDesk, webinar.id)


def count_of(session, webinar):
    return len(
        session.scalars(
            sa.select(Registration.id).where(
                Registration.webinar_id == webinar.id, Registration.state == RegistrationState.CONFIRMED
            )
        ).all()
    )


def test_a_recording_is_published_changed_and_removed(session, webinar, olga, hook, promised, send):
    hook("recording.published", "recording.changed")
    actor = actor_of(session, olga.id)
    recording = add_recording(session, webinar, slug="comets-whole")
    do(session, webinar, "recording:add")
    remove_recording(session, actor, webinar, recording, now=clock.now())
    session.commit()
    restore_recording(session, actor, webinar, recording, now=clock.now())
    session.commit()
    add_transcript(session, recording, "A tail of light.")
    do(session, webinar, "transcript:add")

    assert promised() == ["recording.published", "recording.changed", "recording.published", "recording.changed"]
    told = [json.loads(body) for _headers, body in send()]
    assert {each["data"]["slug"] for each in told} == {"comets-whole"}
    assert told[0]["data"]["url"].endswith("/recordings/comets-whole")
    assert told[0]["data"]["api_url"].endswith("/api/v1/recordings/comets-whole")


def test_a_question_of_the_audience_is_told_once_it_is_answered_in_public(session, settings, webinar, hook, promised):
    hook()
    question = make_question(session, settings, open_board(session, webinar))
    session.commit()
    assert promised() == []

    question.state, question.answered_s = QuestionState.ANSWERED, 60
    session.commit()
    question.vote_count = 7
    session.commit()
    assert promised() == ["question.answered"]


def test_it_begins_and_is_over_once_each(session, webinar, hook, promised, at):
    hook()
    for minutes in range(-30, 300):
        at(2 * DAY + minutes * MINUTE)
        promise_hours(session, now=clock.now())

    assert promised() == ["webinar.live", "webinar.past"]


def test_what_began_before_the_webhook_was_made_is_not_told(session, webinar, hook, promised, at):
    at(2 * DAY + 10 * MINUTE)
    hook()
    promise_hours(session, now=clock.now())
    assert promised() == []


def test_a_moved_webinar_begins_once_more(session, webinar, hook, promised, at):
    hook("webinar.live")
    at(2 * DAY + MINUTE)
    promise_hours(session, now=clock.now())
    starts_at = webinar.starts_at + DAY
    do(session, webinar, starts_at=starts_at, ends_at=starts_at + HOUR)
    at(3 * DAY + MINUTE)
    promise_hours(session, now=clock.now())
    promise_hours(session, now=clock.now())

    assert promised() == ["webinar.live", "webinar.live"]


def test_drafts_and_what_is_unlisted_begin_untold(session, lunar, hook, promised, at):
    hook()
    make_webinar(session, lunar, "Draft", starts_in=-HOUR / 4, status=Status.DRAFT)
    make_webinar(session, lunar, "Hidden", starts_in=-HOUR / 4, visibility=Visibility.UNLISTED)
    session.commit()
    promise_hours(session, now=clock.now())

    assert promised() == []


def test_a_site_is_built_anew_at_most_once_in_five_minutes_and_never_too_few_times(session, webinar, hook, send, at):
    hook(preset=WebhookPreset.REBUILD)
    built = []
    for seconds in range(0, 1200, 10):
        at(seconds * SECOND)
        if seconds in {0, 20, 30, 290, 310, 700}:
            do(session, webinar, "webinar:update", title=f"Comets {seconds}")
        built += [seconds for _call in send()]

    assert built == [0, 300, 600, 900]


def test_a_site_is_built_for_an_import_and_not_for_drafts_or_registrations(session, lunar, webinar, hook, promised):
    hook(preset=WebhookPreset.REBUILD)
    open_desk(session, webinar)
    session.commit()
    session.execute(sa.delete(OutboundHook))
    session.commit()
    draft = make_webinar(session, lunar, "Draft", status=Status.DRAFT)
    do(session, draft, "webinar:update")
    webinar_desk(session, webinar).seats_taken += 1
    session.commit()
    assert promised() == []

    for number in range(30):
        do(session, make_webinar(session, lunar, f"Old {number}", starts_in=-9 * DAY), "webinar:import")
    assert session.scalars(sa.select(OutboundHook.due_at)).all() == [NOW, NOW + 5 * MINUTE]


def test_who_is_renamed_has_the_site_built_anew(session, lunar, webinar, hook, promised):
    speaker = make_speaker(session, lunar, "Emmy Noether")
    add_appearance(session, webinar, speaker)
    session.commit()
    hook(preset=WebhookPreset.REBUILD)
    speaker.name = "Amalie Emmy Noether"
    session.commit()

    assert promised() == ["rebuild"]


def test_whoever_waits_and_is_given_a_place_is_counted(session, settings, derived, webinar, hook, promised):
    desk = open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar, "Ana")
    make_registration(session, settings, webinar, "Ida", state=RegistrationState.WAITING, queue_number=1)
    desk.seats_taken = 1
    session.commit()
    hook("registration.confirmed")
    # A subscriber gives the place, after the change was noted.
    desk.capacity = 2
    do(session, webinar, title="Comets and tails")

    assert promised() == ["registration.confirmed"]


def test_nothing_private_is_in_a_call(session, settings, webinar, hook, lunar, send):
    webinar.join_url, webinar.join_passcode = "https://rooms.example/secret-room", "secret-code"
    add_appearance(session, webinar, make_speaker(session, lunar, "Secret Speaker"))
    add_question(session, webinar, "A secret question?")
    make_user(session, "Secret Person")
    session.commit()
    hook()
    do(session, webinar, "webinar:update", "webinar:set_lineup", "webinar:set_questions")

    calls = send()
    assert len(calls) == 1
    for headers, body in calls:
        assert "ecret" not in body.decode() + json.dumps(headers)
        assert len(body) < 20_000
        assert set(json.loads(body)) == {"type", "timestamp", "data"}
