"""`webinars receive` as mail servers use it: a program they pipe a mail into, and a server they speak to."""

import re
import signal
import smtplib
import socket
import subprocess

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from tests.integration.commands.conftest import program
from tests.postbox import free_port
from tests.unit.domain.mail.test_bounces import REPORT, recipient
from webinars import clock
from webinars.commands.application import application
from webinars.config import read_settings
from webinars.db import db
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.return_path import return_address, unsubscribe_address
from webinars.models import Bounce, OutboundEmail, Priority, Suppression

FIELDS = "Reporting-MTA: dns; relay.example\n\n" + recipient("failed", "5.1.1", "550 5.1.1 No such mailbox")
OCTETS = REPORT.format(kind="delivery-status", part="delivery-status", fields=FIELDS)
HOLIDAY = "From: olga@society.example\r\nSubject: On holiday\r\nAuto-Submitted: auto-replied\r\n\r\n5.1.1\r\n"


@pytest.fixture
def returning(environment):
    """The environment of a site to which mails come back."""
    environment["WEBINARS_MAIL_RETURN"] = "bounces+%s@mail.example"
    environment["WEBINARS_SECRET_KEY"] = "a secret for tests, of more than 32 characters"
    return environment


@pytest.fixture
def settings(returning):
    return read_settings(returning)


@pytest.fixture
def mail_id(migrated, settings):
    with application(settings):
        add_mail(
            db.session(),
            kind="programme.invited",
            priority=Priority.REGISTRATION,
            recipient="olga@society.example",
            context={},
            dedupe_key="x",
            now=clock.now(),
        )
        db.session.commit()
        return db.session.scalars(sa.select(OutboundEmail.id)).one()


@pytest.fixture
def stored(settings):
    """`stored()`: what the mail's row says, and how many stops there are."""

    def stored():
        with application(settings):
            bounce = db.session.scalar(sa.select(OutboundEmail.bounce))
            return bounce, db.session.scalar(sa.select(sa.func.count(Suppression.id)))

    return stored


@pytest.fixture(params=["SMTP", "LMTP"])
def server(request, returning, mail_id, tmp_path):
    """A conversation with the server that the command is."""
    port = free_port()
    arguments = ["receive", "--listen", f"127.0.0.1:{port}", *(["--lmtp"] if request.param == "LMTP" else [])]
    process = subprocess.Popen(program(*arguments), cwd=tmp_path, env=returning, stderr=subprocess.PIPE, text=True)
    assert re.match(r"Taking mails at", process.stderr.readline())
    speaks = smtplib.LMTP if request.param == "LMTP" else smtplib.SMTP
    with speaks("127.0.0.1", port) as conversation:
        yield conversation
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    process.stderr.close()


def test_a_report_from_standard_input_is_known_by_its_address(run, settings, mail_id, stored):
    address = return_address(settings, mail_id, now=clock.now())

    ended = run("receive", "--recipient", address, typed=OCTETS)

    assert (ended.returncode, ended.stdout) == (0, "")
    assert stored() == (Bounce.HARD, 1)


@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "To"])
def test_without_being_told_it_looks_in_the_head(run, settings, mail_id, stored, name):
    address = return_address(settings, mail_id, now=clock.now())
    octets = OCTETS.replace("To: bounces@mail.example\n", f"{name}: Bounces <{address}>\n")

    assert run("receive", typed=octets).returncode == 0
    assert stored() == (Bounce.HARD, 1)


@pytest.mark.parametrize("typed", [OCTETS, "", "\0\xff no mail at all", HOLIDAY])
def test_what_is_for_nobody_ends_as_mail_servers_expect_it(run, mail_id, stored, typed):
    ended = run("receive", "--recipient", "bounces+m1.abc.0123456789abcdef@mail.example", typed=typed)

    assert (ended.returncode, ended.stderr) == (67, "No mail of this site has that return address.\n")
    assert stored() == (None, 0)


@pytest.mark.parametrize("listen", ["2525", "127.0.0.1", "127.0.0.1:x"])
def test_an_address_to_listen_at_is_checked(run, returning, listen):
    assert "Write it like 127.0.0.1:2525." in run("receive", "--listen", listen).stderr


def test_a_server_takes_reports_and_requests_and_nothing_else(server, settings, mail_id, stored):
    address = return_address(settings, mail_id, now=clock.now())

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        server.sendmail("ana@elsewhere.example", ["olga@society.example"], HOLIDAY)
    assert refused.value.recipients["olga@society.example"][0] == 550
    with pytest.raises(smtplib.SMTPDataError) as useless:
        server.sendmail("", [address], HOLIDAY)
    assert useless.value.smtp_code == 554
    assert stored() == (None, 0)

    server.sendmail("", [address], OCTETS)
    assert stored() == (Bounce.HARD, 1)

    server.sendmail("olga@society.example", [unsubscribe_address(settings, mail_id)], "Subject: unsubscribe\r\n\r\n")
    assert stored() == (Bounce.HARD, 2)


def test_what_is_too_large_is_refused(server, settings, mail_id, stored):
    address = return_address(settings, mail_id, now=clock.now())

    with pytest.raises(smtplib.SMTPResponseException) as large:
        server.sendmail("", [address], OCTETS + ("y" * 70 + "\r\n") * 15_000)

    assert large.value.smtp_code == 552
    assert stored() == (None, 0)


def test_who_says_nothing_is_cut_off(server):
    host, port = server.sock.getpeername()
    with socket.create_connection((host, port), timeout=20) as silent:
        silent.recv(100)
        assert silent.recv(100)[:3] in {b"", b"421"}


@pytest.fixture
def refusal(migrated, returning):
    """The “no” of Laura's calendar, on a site that reads such."""
    returning |= {"WEBINARS_MAIL_AUTHSERV_ID": "mx.webinars.example", "WEBINARS_MAIL_FROM": "post@webinars.example"}
    settings = read_settings(returning)
    with application(settings):
        webinar = make_webinar(db.session(), make_organisation(db.session()))
        open_desk(db.session(), webinar)
        make_registration(db.session(), settings, webinar, "Laura", told_sequence=0, told_method="REQUEST")
        db.session.commit()
        return (
            "Authentication-Results: mx.webinars.example; dkim=pass header.d=attendee.example\n"
            "From: laura@attendee.example\nTo: Learned Societies <post@webinars.example>\n"
            "Content-Type: text/calendar; method=REPLY\n\n"
            f"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{webinar.uid}\nSEQUENCE:0\n"
            "ATTENDEE;PARTSTAT=DECLINED:mailto:laura@attendee.example\nEND:VEVENT\nEND:VCALENDAR\n"
        )


def promised_kinds(environment):
    with application(read_settings(environment)):
        return db.session.scalars(sa.select(OutboundEmail.kind).order_by(OutboundEmail.id)).all()


def test_the_no_of_a_calendar_is_read_from_standard_input(run, returning, refusal):
    dropped = run("receive", typed=refusal.replace("dkim=pass", "dkim=fail"))
    assert (dropped.returncode, dropped.stderr, promised_kinds(returning)) == (0, "", [])

    taken = run("receive", typed=refusal)

    assert (taken.returncode, promised_kinds(returning)) == (0, ["registration.asked"])
    assert "laura" not in taken.stdout + taken.stderr


def test_a_server_takes_a_no_and_drops_the_rest_without_a_word(refusal, server, returning):
    server.sendmail("oskar@attendee.example", ["post@webinars.example"], HOLIDAY)
    assert promised_kinds(returning) == ["programme.invited"]

    server.sendmail("laura@attendee.example", ["Post@Webinars.example"], refusal)

    assert promised_kinds(returning) == ["programme.invited", "registration.asked"]
