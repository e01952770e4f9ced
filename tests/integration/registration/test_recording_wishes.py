"""Who has no registration asks for one mail when the recording is up: on the page, in the mail, until it is erased."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_recording, make_registration, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import write_letter
from webinars.domain.mail.jobs import forget_last_mails
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.registration.erasure import erase_due
from webinars.domain.registration.links import wish_token
from webinars.domain.registration.mailings.mailing import RECORDING, send_mailings
from webinars.domain.registration.mailings.recap_mail import asked_count
from webinars.domain.registration.recording_wishes import (
    CONFIRM_WISH,
    RECORDING_WISH,
    forget_old_wishes,
)
from webinars.models import (
    OutboundEmail,
    PromiseState,
    RecordingPlan,
    RecordingWish,
    Status,
    Webinar,
)

pytestmark = pytest.mark.usefixtures("derived", "with_mail_server")

PAGE = "/webinars/comets"
TELL = f"{PAGE}/recording/tell-me"
LAURA = "laura@attendee.example"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def webinar(session, past_webinar):
    past_webinar.live_stream_url = "https://www.youtube.com/live/aBcDeFgHiJk"
    past_webinar.recording_plan = RecordingPlan.YES
    session.commit()
    return past_webinar


def wishes(session):
    session.rollback()
    return session.scalars(sa.select(RecordingWish).order_by(RecordingWish.id)).all()


def mails(session, kind=CONFIRM_WISH):
    session.rollback()
    return session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == kind).order_by(OutboundEmail.id)).all()


@pytest.fixture
def asks(client, session, settings, webinar):
    """`asks(address)`: enters it, and returns the address of the page to which the mail leads."""

    def asks(email=LAURA, *, is_pressed=False):
        assert client.post(TELL, data={"email": email}).status_code == 303
        wish = next(each for each in wishes(session) if each.email_normal == email)
        own = f"{TELL}/{wish_token(settings, wish)}"
        if is_pressed:
            assert client.post(f"{own}/confirmation").status_code == 303
        return own

    return asks


@pytest.fixture
def letter(session, settings):
    def letter(mail):
        return write_letter(session, settings, KINDS, mail, now=clock.now())

    return letter


def form_on(client, path=PAGE):
    return page_of(client.get(path)).xpath("//form[@id='tell-me']")


@pytest.mark.parametrize("stream", ["https://www.youtube.com/live/aBcDeFgHiJk", None])
@pytest.mark.parametrize("plan", list(RecordingPlan))
def test_it_is_asked_where_it_is_over_and_there_may_be_a_recording(client, session, webinar, at, plan, stream):
    webinar.recording_plan, webinar.live_stream_url = plan, stream
    session.commit()

    found = form_on(client)

    assert bool(found) == (plan is not RecordingPlan.NO)
    if found:
        words = " ".join(found[0].text_content().split())
        is_promised = plan is RecordingPlan.YES
        assert words.startswith("Tell me when it is up" if is_promised else "Tell me if there is a recording")
        assert "Your address. One mail, then the address is erased: without a recording 60 days after the end." in words
    at(1)
    assert form_on(client) == []
    at(24 * 60 + 4)
    assert form_on(client) == [], "nobody is written to so late"


def test_it_is_not_asked_once_it_is_up(client, session, webinar):
    add_recording(session, webinar)
    session.commit()

    assert form_on(client) == []
    answer = client.post(TELL, data={"email": LAURA})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert client.get(f"{TELL}/sent").location == PAGE
    assert wishes(session) == []


def test_the_page_after_it_is_the_same_for_every_address(client, session, asks):
    asks(LAURA, is_pressed=True)
    asks("known@attendee.example")
    session.add_all(
        OutboundEmail(
            kind="registration.place", priority=1, recipient="written@attendee.example", recipient_domain="",
            context={}, dedupe_key=f"{number}", due_at=clock.now(), created_at=clock.now(),
        )
        for number in range(5)
    )  # fmt: skip
    session.commit()
    answers = [
        client.post(TELL, data={"email": email})
        for email in (LAURA, "known@attendee.example", "new@attendee.example", "written@attendee.example")
    ]

    assert {(each.status_code, each.location, each.text) for each in answers} == {
        (303, f"{TELL}/sent", answers[0].text)
    }
    page = client.get(f"{TELL}/sent")
    assert "We have written to the address you entered." in words_of(page)
    assert "Press the link there, and one more mail comes when the recording is up." in words_of(page)
    assert "Set-Cookie" not in page.headers
    assert [each.email_normal for each in wishes(session)] == [
        LAURA, "known@attendee.example", "new@attendee.example",
    ]  # fmt: skip
    assert [each.recipient for each in mails(session)] == [LAURA, "known@attendee.example", "new@attendee.example"]


def test_as_many_statements_are_made_for_every_address(client, session, asks, count_statements):
    asks(LAURA, is_pressed=True)
    session.add_all(
        OutboundEmail(
            kind="audience.confirm", priority=1, recipient="written@attendee.example", recipient_domain="",
            context={}, dedupe_key=f"{number}", due_at=clock.now(), created_at=clock.now(),
        )
        for number in range(5)
    )  # fmt: skip
    session.commit()
    counts = set()
    for email in (LAURA, "new@attendee.example", "written@attendee.example"):
        with count_statements() as found:
            client.post(TELL, data={"email": email})
        counts.add(len(found))

    assert len(counts) == 1


def test_an_address_that_is_none_is_asked_for_again_with_what_was_typed(client, session, webinar):
    answer = client.post(TELL, data={"email": "laura at attendee"})

    assert answer.status_code == 422
    (field,) = page_of(answer).xpath("//input[@name='email']")
    assert (field.get("value"), field.get("aria-invalid")) == ("laura at attendee", "true")
    assert "Nothing you typed is lost." in words_of(answer)
    assert wishes(session) == []


def test_these_mails_count_to_those_that_anybody_may_cause(client, session, asks, at):
    for minutes in range(0, 120, 11):
        at(3 + minutes / 60)
        asks()

    assert len(mails(session)) == 5
    assert client.post("/webinars/comets/recording/tell-me", data={"email": LAURA}).status_code == 303
    assert len(wishes(session)) == 1


def test_one_press_makes_it_a_wish_and_another_erases_it(client, session, asks, letter):
    own = asks()
    (mail,) = mails(session)
    text = letter(mail).text
    assert f"http://localhost{own}" in text
    assert "One press, and we write when it is up" in text
    assert "in 7 days the address is erased" in text
    page = client.get(own)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Write to me when the recording is up" in words_of(page)
    assert wishes(session)[0].confirmed_at is None

    assert client.post(f"{own}/confirmation").status_code == 303

    assert wishes(session)[0].confirmed_at == clock.now()
    assert "We write to you when the recording is up." in words_of(client.get(own))
    assert "You have pressed already" in letter(mail).text
    assert "your address with it" in words_of(client.post(f"{own}/deletion"))
    assert (wishes(session), mails(session)) == ([], [])
    assert client.get(own).status_code == 404


def test_when_the_recording_is_up_the_link_says_so_and_takes_no_press(client, session, webinar, asks):
    own = asks()
    add_recording(session, webinar)
    session.commit()

    assert client.post(f"{own}/confirmation").status_code == 303

    page = client.get(own)
    assert "The recording is up." in words_of(page)
    assert page_of(page).xpath("//main//a[contains(@class, 'button-main')]/@href") == [PAGE]
    assert wishes(session)[0].confirmed_at is None


def test_of_a_webinar_that_is_taken_down_the_link_only_erases(client, session, webinar, asks):
    own = asks()
    webinar.status = Status.DRAFT
    webinar.title = "A secret plan"
    session.commit()

    page = client.get(own)

    assert "A secret plan" not in page.text
    assert "There is no recording to wait for." in words_of(page)
    assert client.post(f"{own}/deletion").status_code == 200
    assert wishes(session) == []


def test_the_mail_comes_an_hour_after_the_recording_and_nothing_is_kept(client, session, webinar, asks, letter, at):
    asks(is_pressed=True)
    asks("unpressed@attendee.example")
    add_recording(session, webinar)
    session.commit()
    send_mailings(session)
    assert mails(session, RECORDING_WISH) == []

    at(4)
    send_mailings(session)

    (mail,) = mails(session, RECORDING_WISH)
    assert mail.recipient == LAURA
    text = letter(mail).text
    assert "You asked for this one mail. Your address is erased with it." in text
    assert "Watch the recording:\nhttp://localhost/webinars/comets" in text
    assert [each.email_normal for each in wishes(session)] == ["unpressed@attendee.example"]
    erase_due(session, now=clock.now())
    assert len(mails(session, RECORDING_WISH)) == 1, "it has not left yet"
    mail.state = PromiseState.SENT
    forget_last_mails(session, KINDS, now=clock.now())
    session.commit()
    assert personal_data_of(session, LAURA).is_nothing


def test_who_has_a_place_and_asked_there_gets_one_mail(session, settings, webinar, asks, letter, at):
    open_desk(session, webinar)
    make_registration(session, settings, webinar, "Laura", wants_recording=True)
    asks(is_pressed=True)
    assert asked_count(session, webinar.id) == 1
    add_recording(session, webinar)
    session.commit()
    at(4)
    send_mailings(session)

    assert letter(mails(session, RECORDING)[0]) is not None
    assert letter(mails(session, RECORDING_WISH)[0]) is None


def test_what_is_not_pressed_or_does_not_come_is_forgotten(session, webinar, asks, at):
    asks(is_pressed=True)
    asks("unpressed@attendee.example")
    at(3 + 24 * 6)
    forget_old_wishes(session, now=clock.now())
    assert len(wishes(session)) == 2

    at(3 + 24 * 7 + 1)
    forget_old_wishes(session, now=clock.now())
    assert [each.email_normal for each in wishes(session)] == [LAURA]
    assert [each.recipient for each in mails(session)] == [LAURA]

    at(24 * 60 + 2)
    forget_old_wishes(session, now=clock.now())
    assert len(wishes(session)) == 1, "60 days after the end"
    at(24 * 60 + 4)
    forget_old_wishes(session, now=clock.now())
    assert (wishes(session), mails(session)) == ([], [])


def test_when_there_will_be_none_it_is_forgotten(session, webinar, asks):
    asks(is_pressed=True)
    session.get_one(Webinar, webinar.id).recording_plan = RecordingPlan.NO
    session.commit()

    forget_old_wishes(session, now=clock.now())

    assert wishes(session) == []


def test_the_nightly_sweep_leaves_the_mails_of_who_waits(session, webinar, asks):
    asks()

    erase_due(session, now=clock.now())

    assert len(mails(session)) == 1


def test_the_report_of_an_address_names_it_and_its_erasure_erases_it(session, settings, webinar, asks):
    asks(is_pressed=True)
    kept = personal_data_of(session, LAURA)

    assert not kept.is_nothing
    assert as_report(session, settings, kept, now=clock.now())["waits_for_recordings"] == [
        {
            "webinar": "Comets and their tails",
            "created_at": clock.now().isoformat(),
            "confirmed_at": clock.now().isoformat(),
            "reader_language": "en",
        }
    ]
    erase_everything(session, LAURA, now=clock.now())
    session.commit()
    assert (wishes(session), mails(session)) == ([], [])
