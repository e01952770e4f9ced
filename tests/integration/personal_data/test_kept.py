"""What is kept about one address: seen and taken as a file by whoever may, and nowhere once it is erased."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.application import everything_stored
from tests.factories import ask, make_registration, make_webinar, open_desk
from tests.integration.registration.reading import words_of
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.mail.suppressions import unsubscribe
from webinars.domain.registration.address_list import list_token, send_links
from webinars.models import (
    AuditEvent,
    Follow,
    MailFollow,
    OutboundEmail,
    PersonalFeed,
    Priority,
    Registration,
    RegistrationAnswer,
    RegistrationState,
    Rhythm,
)

pytestmark = pytest.mark.usefixtures("derived")


MARKER = "zanzibar"
ADDRESS = f"ana@{MARKER}.example"


@pytest.fixture
def webinar(session, lunar):
    webinar = make_webinar(session, lunar, title="The moons of Jupiter")
    open_desk(session, webinar)
    return webinar


@pytest.fixture
def administrator(client, sign_in, olga):
    """`client`, signed in as an administrator."""
    olga.is_admin = True
    sign_in(client, olga)
    return client


@pytest.fixture
def planted(session, settings, client, webinar):
    """Somebody who has registered, answered, come, followed, and been written to: by the pages where there are any."""
    question = ask(session, webinar)
    session.commit()
    answer = client.post(
        f"/webinars/{webinar.slug}/register",
        data={"name": f"Ana {MARKER}", "email": ADDRESS, "timezone": "Africa/Nairobi", "answer-1": f"At {MARKER}"},
    )
    assert answer.status_code == 303
    registration = session.scalars(sa.select(Registration)).one()
    registration.joined_first_at, registration.joined_count = clock.now(), 2
    registration.attended_minutes = 50
    feed = PersonalFeed(page_digest="cd" * 32, created_at=clock.now(), changed_at=clock.now(), email_normal=ADDRESS)
    feed.follows = [Follow(kind="organisation", subject_id=webinar.host_id)]
    session.add(feed)
    session.flush()
    session.add(
        MailFollow(
            personal_feed_id=feed.id,
            email_normal=ADDRESS,
            rhythm=Rhythm.WEEKLY,
            weekday=0,
            timezone="Africa/Nairobi",
            nonce="nonce",
            link_digest="ef" * 32,
            created_at=clock.now(),
        )
    )
    session.commit()
    assert session.scalars(sa.select(RegistrationAnswer)).one().question_id == question.id
    return registration


def places_of(session, settings, marker):
    """Where the marker is: columns of tables, and files of the data folder."""
    session.commit()
    columns = {
        f"{table.name}.{name}"
        for table, rows in everything_stored().items()
        for row in rows
        for name, value in row.items()
        if marker in str(value).lower()
    }
    files = {
        path.name
        for path in settings.data.rglob("*")
        if path.is_file() and not path.name.startswith("webinars.db") and marker.encode() in path.read_bytes().lower()
    }
    return columns | files


def test_an_administrator_sees_how_much_there_is(administrator, planted):
    page = administrator.post("/manage/addresses", data={"email": f" {ADDRESS.upper()} "})

    words = words_of(page)
    assert f"Under {ADDRESS}" in words
    assert "1 registration" in words
    assert "a calendar of all registrations" in words
    assert "1 mail in the outbox" in words
    assert "an account" not in words


def test_an_address_that_nobody_used_says_so(administrator, planted):
    assert "Nothing is kept about this address." in words_of(
        administrator.post("/manage/addresses", data={"email": "mabel@attendee.example"})
    )
    wrong = administrator.post("/manage/addresses", data={"email": "mabel"})
    assert (wrong.status_code, 'value="mabel"' in wrong.text) == (422, True)


def test_the_file_has_all_of_it_and_nothing_of_others(administrator, session, settings, webinar, planted):
    make_registration(session, settings, webinar, "Mabel")

    answer = administrator.post("/manage/addresses/report", data={"email": ADDRESS})

    found = json.loads(answer.text)
    (registration,) = found["registrations"]
    assert registration["webinar"] == "The moons of Jupiter"
    assert registration["name"] == f"Ana {MARKER}"
    assert registration["answers"][0]["answer"] == f"At {MARKER}"
    assert (registration["joined_count"], registration["attended_minutes"]) == (2, 50)
    assert found["follows_by_mail"][0]["rhythm"] == "weekly"
    assert [mail["kind"] for mail in found["mails"]] == ["registration.place"]
    assert "mabel" not in answer.text.lower()
    assert not {planted.nonce, planted.link_digest, planted.join_digest} & set(answer.text.split('"'))
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "kept:export")).one()
    assert event.detail == {"registrations": 1, "follows": 1}
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_tells_which_mails_no_longer_come(administrator, session, settings, planted):
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.recipient == ADDRESS)).one()
    unsubscribe(session, settings, mail, now=clock.now())
    session.commit()

    (ended,) = json.loads(administrator.post("/manage/addresses/report", data={"email": ADDRESS}).text)["mails_ended"]

    assert (ended["stop"], ended["scope"].rsplit("/")[-1]) == ("unsubscribed", "registration.place")
    assert "hmac" not in str(ended)


def test_a_file_of_many_asks_the_database_as_often_as_one_of_few(
    administrator, session, settings, lunar, planted, count_statements
):
    def asked():
        session.commit()
        session.expunge_all()
        with count_statements() as statements:
            answer = administrator.post("/manage/addresses/report", data={"email": ADDRESS})
        return len(statements), len(json.loads(answer.text)["registrations"])

    few = asked()
    for number in range(12):
        other = make_webinar(session, lunar, title=f"Comets {number}")
        open_desk(session, other)
        registration = make_registration(session, settings, other, "Ana", email_normal=ADDRESS)
        question = ask(session, other)
        answer = RegistrationAnswer(question_id=question.id, value=f"{number}")
        answer.registration_id = registration.id
        session.add(answer)

    assert few[1] == 1
    assert asked() == (few[0], 13)


def test_after_the_erasure_it_is_nowhere(administrator, session, planted, capfd, sending, postbox):
    add_mail(
        session,
        kind="accounts.reset",
        priority=Priority.SECURITY,
        recipient=ADDRESS,
        context={"user_id": 0},
        dedupe_key="another",
        now=clock.now(),
    )
    before = places_of(session, sending, MARKER)
    assert before >= {
        *("registration.name", "registration.email_normal", "registration_answer.value"),
        *("mail_follow.email_normal", "personal_feed.email_normal", "outbound_email.recipient"),
    }

    page = administrator.post("/manage/addresses/erasure", data={"email": ADDRESS})

    assert "Erased. Nothing about this address is kept any more." in words_of(page)
    # The last mail's own row goes when that has left.
    assert places_of(session, sending, MARKER) == {"outbound_email.recipient", "outbound_email.recipient_domain"}
    send_due_mails(session, sending, KINDS)
    assert [message["To"] for message in postbox.messages] == [ADDRESS]
    assert places_of(session, sending, MARKER) == set()
    said = capfd.readouterr()
    assert MARKER not in (said.out + said.err).lower()
    erased = session.scalars(sa.select(Registration)).one()
    assert (erased.state, erased.joined_first_at, erased.attended_minutes) == (RegistrationState.CANCELLED, None, None)
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "kept:erase")).one()
    assert event.detail == {"registrations": 1, "follows": 1}


def test_who_signs_in_keeps_the_account_and_its_mails(administrator, session, olga):
    for kind in ("accounts.password_changed", "registration.place"):
        add_mail(
            session,
            kind=kind,
            priority=Priority.REGISTRATION,
            recipient=olga.email,
            context={"user_id": olga.id},
            dedupe_key=kind,
            now=clock.now(),
        )

    page = administrator.post("/manage/addresses/erasure", data={"email": olga.email})

    assert "Somebody signs in with this address. The account stays" in words_of(page)
    assert session.scalars(sa.select(OutboundEmail.kind)).all() == ["accounts.password_changed"]


def test_whoever_has_the_list_takes_all_of_it_and_erases_it(client, session, settings, planted):
    send_links(session, ADDRESS, now=clock.now())
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.links")).one()
    link = f"/registrations/mine/{list_token(settings, mail.id)}"

    answer = client.get(f"{link}/everything.json")
    assert json.loads(answer.text)["address"] == ADDRESS
    assert "no-store" in answer.headers["Cache-Control"]

    assert client.post(f"{link}/erasure").status_code == 200
    assert places_of(session, settings, MARKER) == {"outbound_email.recipient", "outbound_email.recipient_domain"}
    assert session.scalars(sa.select(OutboundEmail.kind)).all() == ["registration.erased"]
    assert client.get(f"{link}/everything.json").status_code == 404


def test_a_link_of_yesterday_opens_no_file(client, session, settings, planted):
    send_links(session, ADDRESS, now=clock.now() - dt.timedelta(days=1, seconds=1))
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.links")).one()

    assert client.get(f"/registrations/mine/{list_token(settings, mail.id)}/everything.json").status_code == 404
