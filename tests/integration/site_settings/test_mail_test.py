"""A test sends a real mail with what stands in the form, and stores nothing."""

import socket
import threading

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.integration.site_settings.filled import filled
from tests.postbox import free_port
from webinars import clock
from webinars.config import MailServer
from webinars.db import db
from webinars.domain.site_settings import smtp_check
from webinars.domain.site_settings.smtp_check import Failure, try_server
from webinars.models import OutboundEmail, SiteSetting


def stored(session):
    return session.scalars(sa.select(SiteSetting)).all() + session.scalars(sa.select(OutboundEmail)).all()


def test_it(client, mail_server, **values):
    server = {"mail_host": "127.0.0.1", "mail_port": str(mail_server.port), "mail_tls": "none"}
    return client.post("/manage/site/mail-test", data=filled(client, **server | values))


test_it.__test__ = False


def test_it_goes_to_whoever_asks_and_nothing_is_saved(administrator, session, mail_server, postbox):
    answer = test_it(administrator, mail_server, mail_from="webinars@lunar.example", site_name="Not saved")

    assert answer.status_code == 200
    assert "Sent in 0." in answer.text
    assert "127.0.0.1 has it for caroline@lunar.example." in answer.text
    assert 'value="Not saved"' in answer.text
    assert postbox.recipients == [["caroline@lunar.example"]]
    assert postbox.messages[0]["From"].addresses[0].addr_spec == "webinars@lunar.example"
    assert stored(session) == []


def test_the_server_speaks_in_its_own_words(administrator, session, mail_server, postbox):
    postbox.answers_to["caroline@lunar.example"] = "550 5.7.1 We do not relay"

    answer = test_it(administrator, mail_server, mail_from="webinars@lunar.example")

    assert "The server refused the mail." in answer.text
    assert "127.0.0.1 said “550 5.7.1 We do not relay”." in answer.text
    assert "Nothing was sent, and nothing was saved." in answer.text
    assert stored(session) == []


@pytest.fixture
def locked_server(postbox):
    """A mail server that lets in one name with one password."""

    def authenticate(_server, _session, _envelope, _mechanism, data):
        is_right = (data.login, data.password) == (b"webinars", b"moonlight")
        return AuthResult(success=is_right, handled=is_right)

    port = free_port()
    controller = Controller(
        postbox, hostname="127.0.0.1", port=port, authenticator=authenticate, auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


def test_a_wrong_password_is_told_apart(administrator, locked_server, postbox):
    who = {"mail_from": "webinars@lunar.example", "mail_username": "webinars"}

    wrong = test_it(administrator, locked_server, password="sunlight-marker", **who)
    right = test_it(administrator, locked_server, password="moonlight", **who)

    assert "The server refused the name or the password." in wrong.text
    assert "said “535" in wrong.text
    assert "sunlight-marker" not in wrong.text
    assert "Sent in" in right.text
    assert len(postbox.messages) == 1


def test_without_a_server_or_with_a_mistake_nothing_is_tried(administrator, mail_server, postbox):
    nothing = administrator.post("/manage/site/mail-test", data=filled(administrator))
    mistaken = test_it(administrator, mail_server, mail_from="nobody")

    assert (nothing.status_code, mistaken.status_code) == (422, 422)
    assert "Name a server to send the test through." in nothing.text
    assert "Enter an address with an @" in mistaken.text
    assert postbox.connection_count == 0


def test_it_is_sent_outside_of_any_transaction(administrator, app, mail_server, postbox):
    began = []

    def note(connection):
        began.append(connection)

    def forget(connection):
        began.remove(connection)

    with app.app_context():
        engine = db.engine
    open_ones = []
    postbox.meanwhile = lambda: open_ones.append(list(began))
    listeners = [("begin", note), ("commit", forget), ("rollback", forget)]
    for name, listener in listeners:
        sa.event.listen(engine, name, listener)
    try:
        test_it(administrator, mail_server, mail_from="webinars@lunar.example")
    finally:
        for name, listener in listeners:
            sa.event.remove(engine, name, listener)

    assert open_ones == [[]]


def test_ten_in_ten_minutes_are_enough(administrator, mail_server, postbox):
    answers = [test_it(administrator, mail_server, mail_from="webinars@lunar.example") for _each in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert len(postbox.messages) == 10


def test_a_server_that_is_away_is_told(settings):
    trial = try_server(settings, MailServer(host="127.0.0.1", port=free_port()), "a@b.example", now=clock.now())

    assert trial.failure is Failure.AWAY
    assert "refused" in trial.words.lower()


def test_a_server_that_does_not_encrypt_is_never_given_the_mail(administrator, mail_server, postbox):
    answer = test_it(administrator, mail_server, mail_tls="starttls", mail_from="webinars@lunar.example")

    assert "The server does not offer what is chosen here." in answer.text
    assert "127.0.0.1 said “STARTTLS extension not supported by server.”" in answer.text
    assert postbox.messages == []


def test_nobody_waits_for_a_server_that_answers_a_letter_at_a_time(settings):
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        connection, _address = listener.accept()
        with connection:
            for letter in "220 mail.slow.example " * 20:
                if stop.wait(0.05):
                    return
                try:
                    connection.sendall(letter.encode())
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    server = MailServer(host="127.0.0.1", port=listener.getsockname()[1])

    trial = try_server(settings, server, "a@b.example", now=clock.now(), longest_s=0.3)

    stop.set()
    thread.join()
    listener.close()
    assert trial == smtp_check.Trial(0.3, Failure.SLOW)
