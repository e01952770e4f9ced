import dataclasses
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from tests.factories import make_user
from webinars import clock
from webinars.config import MailServer
from webinars.domain.accounts.actions import request_password_reset
from webinars.domain.mail.actions import add_mail
from webinars.models import OutboundEmail, Priority, PromiseState


@pytest.fixture
def ana(session):
    return make_user(session, "Ana", is_admin=True)


@pytest.fixture
def mail(session):
    olga = make_user(session, "Olga", email="olga@society.example")
    request_password_reset(session, email=olga.email, now=clock.now())
    return session.scalars(sa.select(OutboundEmail)).one()


@pytest.fixture
def with_mail_server(app, settings):
    app.config["SETTINGS"] = dataclasses.replace(settings, mail_url=MailServer(host="127.0.0.1", port=25))
    yield
    app.config["SETTINGS"] = settings


@pytest.mark.parametrize("address", ["/manage/outbox", "/manage/outbox/{id}", "/manage/outbox/{id}.eml"])
def test_only_administrators_read_it(client, session, mail, sign_in, address):
    address = address.format(id=mail.id)
    assert client.get(address).location.startswith("/account/sign-in")
    sign_in(client, make_user(session, "Oskar"))

    response = client.get(address)

    assert response.status_code == 403
    assert "olga@society.example" not in response.text


def test_without_a_mail_server_it_says_that_mails_are_kept(client, ana, mail, sign_in):
    sign_in(client, ana)

    page = client.get("/manage/outbox").text

    assert "No mail server is set up, so mails are kept here and not sent." in page
    assert "Link for a new password" in page
    assert "olga@society.example" in page
    assert "Kept" in page


def test_without_a_mail_server_the_link_can_be_passed_on(client, ana, mail, sign_in):
    sign_in(client, ana)

    page = client.get(f"/manage/outbox/{mail.id}").text

    assert "A new password for Learned Societies" in page
    path = page.split('href="http://localhost')[1].split('"')[0]
    assert path.startswith("/account/password/")
    assert client.get(path).status_code == 200


@pytest.mark.usefixtures("with_mail_server")
def test_where_mails_are_sent_the_link_is_its_recipients_alone(client, ana, mail, sign_in):
    sign_in(client, ana)

    page = client.get(f"/manage/outbox/{mail.id}").text
    octets = client.get(f"/manage/outbox/{mail.id}.eml").data

    assert "/account/password/…" in page
    assert "The whole link is only in the mail itself" in page
    assert "No mail server" not in client.get("/manage/outbox").text
    text = message_from_bytes(octets, policy=policy.default).get_body(("plain",)).get_content()
    assert "/account/password/…" in text.splitlines()[-4]


def test_the_message_can_be_downloaded(client, ana, mail, sign_in):
    sign_in(client, ana)

    response = client.get(f"/manage/outbox/{mail.id}.eml")

    message = message_from_bytes(response.data, policy=policy.default)
    assert response.mimetype == "message/rfc822"
    assert response.headers["Content-Disposition"] == f'attachment; filename="mail-{mail.id}.eml"'
    assert message["To"] == "olga@society.example"


@pytest.mark.usefixtures("with_mail_server")
def test_failures_are_told(client, ana, mail, sign_in):
    mail.state, mail.failure, mail.attempt_count = PromiseState.FAILED, "550 5.1.1 No such <mailbox>", 2
    sign_in(client, ana)

    assert "550 5.1.1 No such &lt;mailbox&gt;" in client.get("/manage/outbox").text
    assert "tried 2 times" in client.get(f"/manage/outbox/{mail.id}").text


def test_a_mail_that_is_not_needed_any_more_can_be_looked_at(client, session, ana, mail, sign_in):
    mail.kind = "of.a.later.version"
    sign_in(client, ana)

    assert "of.a.later.version" in client.get("/manage/outbox").text
    assert client.get(f"/manage/outbox/{mail.id}").status_code == 200
    assert client.get(f"/manage/outbox/{mail.id}.eml").status_code == 410


def test_an_unknown_mail_is_none(client, ana, sign_in):
    sign_in(client, ana)

    assert client.get("/manage/outbox/4711").status_code == 404


def test_an_empty_outbox_says_what_will_be_there(client, ana, sign_in):
    sign_in(client, ana)

    assert "No mail has been promised yet." in client.get("/manage/outbox").text


def test_it_has_pages_and_each_costs_the_same(client, session, ana, mail, sign_in, count_statements):
    sign_in(client, ana)
    with count_statements() as few:
        client.get("/manage/outbox")
    for number in range(120):
        add_mail(
            session,
            kind=mail.kind,
            priority=Priority.MESSAGE,
            recipient="x@y.example",
            context={},
            dedupe_key=str(number),
            now=clock.now(),
        )
    session.commit()

    with count_statements() as many:
        page = client.get("/manage/outbox?page=3").text

    assert len(few) == len(many) == 4
    assert page.count("<tr>") == 1 + 21
    assert client.get("/manage/outbox?page=4").status_code == 404
    assert client.get("/manage/outbox?page=x").status_code == 200
