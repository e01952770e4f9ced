import dataclasses
import re

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.suppressions import suppression_reasons
from webinars.models import OutboundEmail, Priority, Suppression


@pytest.fixture
def lunar(session):
    return make_organisation(session, 'Lunar "Full Moon" Society', slug="lunar")


@pytest.fixture
def mail(session, lunar, olga):
    add_mail(
        session,
        kind="accounts.password_changed",
        priority=Priority.REGISTRATION,
        recipient=olga.email,
        context={"user_id": olga.id},
        organisation_id=lunar.id,
        dedupe_key="x",
        now=clock.now(),
    )
    session.commit()
    return session.scalars(sa.select(OutboundEmail)).one()


@pytest.fixture
def message(session, settings, mail):
    returning = dataclasses.replace(settings, mail_return="bounces+%s@mail.example")
    letter = write_letter(session, returning, KINDS, mail, now=clock.now())
    return compose(returning, mail, letter, now=clock.now())


@pytest.fixture
def address(message):
    return re.search(r"<http://localhost(/mail/[^>]+/unsubscribe)>", message.headers["List-Unsubscribe"])[1]


def stops(session):
    return session.scalars(sa.select(Suppression)).all()


def test_the_head_says_whose_mails_these_are_and_how_they_end(message, mail, address):
    assert message.headers["List-Id"] == "\"Lunar 'Full Moon' Society\" <lunar.localhost>"
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = address.split("/")[2]
    assert message.headers["List-Unsubscribe"] == (
        f"<http://localhost{address}>, <mailto:unsubscribe+{token}@mail.example>"
    )
    assert message.headers["Feedback-ID"] == "accounts.password_changed:lunar:localhost"
    assert f"No more mails like this one: http://localhost{address}".encode() in message.octets.replace(b"=\r\n", b"")


def test_security_matters_have_no_end(session, settings, mail):
    mail.priority = Priority.SECURITY
    session.commit()

    letter = write_letter(session, settings, KINDS, mail, now=clock.now())
    message = compose(settings, mail, letter, now=clock.now())

    assert not {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"} & set(message.headers)
    assert b"unsubscribe" not in message.octets


def test_to_look_ends_nothing(client, session, address, olga):
    page = client.get(address)

    assert page.status_code == 200
    assert "No more mails like this one?" in page.text
    assert "Lunar &#34;Full Moon&#34; Society" in page.text
    assert olga.email not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert stops(session) == []


def test_one_press_in_a_mail_program_is_enough(client, session, settings, mail, address):
    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert set(suppression_reasons(session, settings, [mail], now=clock.now())) == {mail.id}


def test_twice_is_once_and_it_can_be_taken_back(client, session, settings, mail, address):
    client.post(address)
    page = client.post(address)
    assert "You get no more of them" in page.text
    assert len(stops(session)) == 1

    # As somebody looks who has pressed in the mail program.
    page = client.get(address)
    assert "You get no more of them" in page.text
    assert "Send them to me again" in page.text
    assert "Send me no more of these" not in page.text

    page = client.post(address, data={"again": "yes"})

    assert "You get them again" in page.text
    assert "No more mails like this one?" in client.get(address).text
    assert suppression_reasons(session, settings, [mail], now=clock.now()) == {}


@pytest.mark.parametrize("change", [lambda path: path.replace("/m", "/m1"), lambda _path: "/mail/m1.x/unsubscribe"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guessed_address_is_none(client, session, address, change, method):
    assert getattr(client, method)(change(address)).status_code == 404
    assert stops(session) == []


def test_another_site_cannot_press_it(client, session, address):
    answer = client.post(address, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert stops(session) == []


@pytest.fixture
def administrator(app, session, client, olga, sign_in, sending, monkeypatch):
    """A browser at the desk of a site that sends its mails."""
    olga.is_admin = True
    session.commit()
    sign_in(client, olga)
    monkeypatch.setitem(app.config, "SETTINGS", sending)
    return client


def test_the_outbox_shows_the_way_to_nobody_else(administrator, mail, address):
    token = address.split("/")[2]

    page, file = administrator.get(f"/manage/outbox/{mail.id}"), administrator.get(f"/manage/outbox/{mail.id}.eml")

    assert page.status_code == file.status_code == 200
    assert token not in page.text
    assert token.encode() not in file.data.replace(b"=\r\n", b"")
