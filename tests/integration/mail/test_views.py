import datetime as dt
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from tests.factories import make_user
from webinars import clock
from webinars.domain.accounts.actions import request_password_reset
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.queries import OutboxProblems, outbox_problems
from webinars.domain.mail.sender_refusals import Refusals
from webinars.domain.processes.heartbeats import record_heartbeat
from webinars.models import Bounce, OutboundEmail, Priority, PromiseState


@pytest.fixture
def ana(session):
    return make_user(session, "Ana", is_admin=True)


@pytest.fixture
def mail(session):
    olga = make_user(session, "Olga", email="olga@society.example")
    request_password_reset(session, email=olga.email, now=clock.now())
    return session.scalars(sa.select(OutboundEmail)).one()


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


@pytest.fixture
def worker(session):
    record_heartbeat(session, "lunar-1", now=clock.now())


def add_mails(session, count, key, *, hours, **values):
    """Mails that have been due for so many hours."""
    for number in range(count):
        add_mail(
            session,
            kind="accounts.reset",
            priority=Priority.MESSAGE,
            recipient="x@y.example",
            context={},
            dedupe_key=f"{key}:{number}",
            now=clock.now() - dt.timedelta(hours=hours),
        )
    if values:
        mails = sa.update(OutboundEmail).where(OutboundEmail.dedupe_key.startswith(f"{key}:"))
        session.execute(mails.values(**values))


TROUBLES = ["No worker has been seen for more than 3 minutes", "for more than an hour and", "of the last 7 days could"]


@pytest.mark.usefixtures("with_mail_server", "worker")
def test_while_all_goes_well_it_says_nothing(client, session, ana, mail, sign_in):
    add_mails(session, 1, "on their way", hours=0.9)
    add_mails(session, 1, "long ago", hours=8 * 24, state=PromiseState.FAILED)
    add_mails(session, 1, "sent", hours=9, state=PromiseState.SENT)
    sign_in(client, ana)

    page = client.get("/manage/outbox").text

    assert [sentence for sentence in TROUBLES if sentence in page] == []


@pytest.mark.usefixtures("with_mail_server", "worker")
def test_it_tells_of_mails_that_were_given_up_or_are_late(client, session, ana, sign_in):
    add_mails(session, 1, "late", hours=1.1)
    add_mails(session, 2, "given up", hours=6 * 24, state=PromiseState.FAILED)
    sign_in(client, ana)

    page = client.get("/manage/outbox").text

    assert "1 mail has been due for more than an hour and is not sent." in page
    assert "2 mails of the last 7 days could not be sent; their states say why." in page
    assert outbox_problems(session, now=clock.now()) == OutboxProblems(
        failed_count=2, late_count=1, refusals=Refusals(0, [], is_bulk_held=False)
    )


@pytest.mark.usefixtures("with_mail_server")
def test_it_tells_when_no_worker_sends_them(client, session, ana, sign_in):
    sign_in(client, ana)
    record_heartbeat(session, "lunar-1", now=clock.now() - dt.timedelta(seconds=170))
    assert TROUBLES[0] not in client.get("/manage/outbox").text

    record_heartbeat(session, "lunar-1", now=clock.now() - dt.timedelta(seconds=190))

    assert TROUBLES[0] in client.get("/manage/outbox").text


def test_where_no_mail_is_sent_nothing_is_late(client, session, ana, sign_in):
    add_mails(session, 1, "late", hours=9)
    sign_in(client, ana)

    page = client.get("/manage/outbox").text

    assert [sentence for sentence in TROUBLES if sentence in page] == []


@pytest.mark.usefixtures("with_mail_server")
def test_what_it_tells_costs_the_same_however_many_there_are(client, session, ana, mail, sign_in, count_statements):
    sign_in(client, ana)
    with count_statements() as few:
        client.get("/manage/outbox")
    add_mails(session, 20, "late", hours=2)
    add_mails(session, 20, "given up", hours=2, state=PromiseState.FAILED)

    with count_statements() as many:
        client.get("/manage/outbox")

    assert len(few) == len(many) == 9


@pytest.mark.usefixtures("with_mail_server")
@pytest.mark.parametrize(
    ("became", "words", "is_trouble"),
    [
        ((PromiseState.SENT, None), "Sent", False),
        ((PromiseState.SENT, Bounce.HARD), "Came back", False),
        ((PromiseState.SENT, Bounce.SOFT), "Came back", False),
        ((PromiseState.SENT, Bounce.OURS), "Came back", True),
        ((PromiseState.SENT, Bounce.COMPLAINT), "Called spam", False),
        ((PromiseState.FAILED, Bounce.HARD), "Failed", False),
        ((PromiseState.FAILED, Bounce.OURS), "Failed", True),
        ((PromiseState.FAILED, None), "Failed", True),
    ],
)
def test_what_came_back_is_told_and_is_trouble_if_it_is_ours(
    client, session, ana, mail, sign_in, became, words, is_trouble
):
    mail.state, mail.bounce = became
    session.commit()
    sign_in(client, ana)

    assert f"<td>{words}" in client.get("/manage/outbox").text
    assert outbox_problems(session, now=clock.now()).failed_count == is_trouble


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

    assert len(few) == len(many) == 5
    assert page.count("<tr>") == 1 + 21
    assert client.get("/manage/outbox?page=4").status_code == 404
    assert client.get("/manage/outbox?page=x").status_code == 200
