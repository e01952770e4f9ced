"""Whose mails do not arrive is marked at the desk, and what came back is forgotten there by one press."""

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_user, open_desk
from tests.integration.registration.reading import words_of
from webinars import clock
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.suppressions import note_bounce, suppression_reasons, unsubscribe
from webinars.models import AuditEvent, Bounce, OutboundEmail, Priority, Registration, Stop, Suppression

HERE = "/manage/webinars/comets-and-their-tails/registrations"


@pytest.fixture
def browser(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def ana(session, settings, webinar):
    open_desk(session, webinar)
    session.commit()
    ana = make_registration(session, settings, webinar, "Ana")
    make_registration(session, settings, webinar, "Bo")
    session.commit()
    return ana


@pytest.fixture
def mail(session, webinar, ana):
    add_mail(
        session,
        kind="registration.message",
        priority=Priority.MESSAGE,
        recipient=ana.email_normal,
        context={"registration_id": ana.id, "mailing_id": 0},
        dedupe_key="x",
        now=clock.now(),
        organisation_id=webinar.host_id,
    )
    session.commit()
    return session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == "x")).one()


@pytest.fixture
def bounce(session, settings, mail):
    def bounce(how, words=""):
        note_bounce(session, settings, mail, how, words, now=clock.now())
        session.commit()

    return bounce


def stops(session):
    session.rollback()
    return session.scalars(sa.select(Suppression.stop).order_by(Suppression.id)).all()


def press(browser, ana):
    return browser.post(f"{HERE}/{ana.id}", data={"press": "write"})


def test_an_address_that_does_not_exist_is_marked_and_written_to_again(session, settings, browser, ana, mail, bounce):
    bounce(Bounce.HARD, "550 5.1.1 No such mailbox")
    page = words_of(browser.get(HERE))
    assert page.count("Address does not exist: a mail came back. 550 5.1.1 No such mailbox") == 1
    assert page.count("Write to it again") == 1

    answer = press(browser, ana)

    assert (answer.status_code, answer.location) == (303, HERE)
    assert "Mails to Ana are sent again." in words_of(browser.get(HERE))
    assert "does not exist" not in words_of(browser.get(HERE))
    assert suppression_reasons(session, settings, [mail], now=clock.now()) == {}
    (event,) = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "mail:write_again"))
    assert (event.webinar_id, event.detail) == (ana.webinar_id, {"registration": ana.id})
    assert "had mails written again" in browser.get("/manage/history?webinar=comets-and-their-tails").text


def test_one_that_was_not_taken_is_told_apart(session, browser, ana, mail, bounce):
    bounce(Bounce.HARD)
    session.execute(sa.update(Suppression).values(stop=Stop.SOFT))
    session.commit()

    assert "Not taken for now: five mails in a row came back." in words_of(browser.get(HERE))
    press(browser, ana)
    assert stops(session) == []


def test_what_is_hers_stays_hers(session, settings, browser, ana, mail, bounce):
    bounce(Bounce.COMPLAINT)
    unsubscribe(session, settings, mail, now=clock.now())
    session.get_one(Registration, ana.id).wants_messages = False
    session.commit()

    page = words_of(browser.get(HERE))
    assert "Called a mail spam, and gets no reminders or messages. That is the person’s to take back." in page
    assert "Has ended some mails." in page
    assert "Wants no messages." in page
    assert "Write to it again" not in page
    press(browser, ana)
    assert "has changed in the meantime" in browser.get(HERE).text
    assert sorted(stops(session)) == [Stop.COMPLAINT, Stop.UNSUBSCRIBED]


def test_what_is_between_her_and_another_organisation_is_not_told(session, settings, browser, ana, mail, bounce, oskar):
    mail.organisation_id = session.scalar(sa.text("SELECT id FROM organisation WHERE name = 'Royal Society'"))
    bounce(Bounce.COMPLAINT)

    assert "spam" not in browser.get(HERE).text


def test_the_marks_of_a_page_cost_one_statement(session, settings, webinar, browser, ana, mail, count_statements):
    with count_statements() as few:
        browser.get(HERE)
    for number in range(20):
        make_registration(session, settings, webinar, f"Ana {number}")
    session.commit()
    with count_statements() as many:
        browser.get(HERE)

    assert len(few) == len(many)
    assert sum("mail_stop" in each for each in many) == 1


def test_who_may_not_manage_registrations_changes_nothing(session, client, sign_in, vera, ana, mail, bounce):
    bounce(Bounce.HARD)
    sign_in(client, vera)

    assert press(client, ana).status_code == 403
    assert stops(session) == [Stop.HARD]


def test_an_administrator_may_do_so_in_the_outbox(session, client, sign_in, olga, mail, bounce):
    bounce(Bounce.HARD)
    address = f"/manage/outbox/{mail.id}"
    sign_in(client, olga)
    assert client.post(f"{address}/address").status_code == 403
    client.post("/account/sign-out")
    sign_in(client, make_user(session, "Ada", is_admin=True))

    assert "There is no such address: an earlier mail came back. Nothing is sent to this address." in words_of(
        client.get(address)
    )
    assert client.post(f"{address}/address").status_code == 303
    assert "Nothing is sent to this address." not in words_of(client.get(address))
    assert client.post("/manage/outbox/999/address").status_code == 404
    assert stops(session) == []
    assert session.scalars(sa.select(AuditEvent.detail)).all() == [{"mail": mail.id}]
