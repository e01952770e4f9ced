"""Answers of calendars to invitations: a “no” that is vouched for is asked about; nothing else does anything."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from tests.factories import make_registration
from tests.integration.registration.conftest import NOW
from tests.unit.domain.mail.test_bounces import REPORT, recipient
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.incoming import IncomingResult, NotForUs, is_for_us, receive
from webinars.domain.mail.return_path import message_id
from webinars.domain.registration.calendar_replies import ask_whether_given_back
from webinars.models import OutboundEmail, RegistrationState

LAURA = "laura@attendee.example"
GOOD = (
    "mx.webinars.example; spf=pass smtp.mailfrom=attendee.example; dkim=pass (2048-bit key) header.d=attendee.example"
)


@pytest.fixture
def reading_replies(settings):
    return dataclasses.replace(settings, mail_from="post@webinars.example", mail_authserv_id="mx.webinars.example")


@pytest.fixture
def laura(session, settings, webinar, desk, noon):
    laura = make_registration(session, settings, webinar, "Laura", told_sequence=2, told_method="REQUEST")
    session.commit()
    return laura


def reply(
    webinar,
    *,
    results=(GOOD,),
    sender=f"Laura Bassi <{LAURA}>",
    head="",
    attendee=LAURA,
    partstat="DECLINED",
    sequence=2,
    method="REPLY",
    uid=None,
    body=None,
):
    calendar = body or (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n"
        f"METHOD:{method}\nBEGIN:VEVENT\nUID:{uid or webinar.uid}\nSEQUENCE:{sequence}\nDTSTAMP:20270209T090000Z\n"
        f"DTSTART:20270214T160000Z\nATTENDEE;PARTSTAT={partstat}:mailto:{attendee}\n"
        "ORGANIZER:mailto:post@webinars.example\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    lines = [f"Authentication-Results: {each}" for each in results]
    lines += [f"From: {sender}", "To: post@webinars.example", "Subject: Declined: Comets", *([head] if head else [])]
    return (
        "\n".join(lines)
        + "\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        + "--b\nContent-Type: text/plain\n\nLaura has declined.\n"
        + f"--b\nContent-Type: text/calendar; charset=utf-8; method={method}\n\n{calendar}\n--b--\n"
    ).encode()


@pytest.fixture
def comes(session, reading_replies):
    def comes(octets, *, to="post@webinars.example", site=None):
        came = receive(session, site or reading_replies, KINDS, to, octets, now=NOW, take_reply=ask_whether_given_back)
        session.expire_all()
        return came

    return comes


def asked(session):
    return session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.asked").order_by(OutboundEmail.id)
    ).all()


def test_a_no_is_asked_about_and_takes_no_place_away(session, webinar, laura, comes):
    with capture_logs() as logs:
        assert comes(reply(webinar)) is IncomingResult.DECLINED

    (mail,) = asked(session)
    assert mail.recipient == LAURA
    assert laura.state is RegistrationState.CONFIRMED
    assert "laura" not in repr(logs)


def test_it_is_asked_once_for_each_entry_that_was_sent(session, webinar, laura, comes):
    for _ in range(2):
        comes(reply(webinar))
    assert len(asked(session)) == 1

    laura.told_sequence = 3
    session.commit()
    assert comes(reply(webinar)) is IncomingResult.NOTHING
    comes(reply(webinar, sequence=3))

    assert len(asked(session)) == 2


NOT_VOUCHED_FOR = {
    "no result": (),
    "another server": (GOOD.replace("mx.webinars", "mx.elsewhere"),),
    "another server first": (GOOD.replace("mx.webinars", "mx.elsewhere"), GOOD),
    "a longer name": (GOOD.replace("mx.webinars.example", "mx.webinars.example.evil.example"),),
    "it failed": (GOOD.replace("dkim=pass", "dkim=fail"),),
    "passed in part": (GOOD.replace("dkim=pass", "dkim=passable"),),
    "another domain": (GOOD.replace("d=attendee.example", "d=evil.example"),),
    "a domain that only ends alike": (GOOD.replace("d=attendee.example", "d=ee.example"),),
    "a domain below": (GOOD.replace("d=attendee.example", "d=mail.attendee.example"),),
    "a whole country": (GOOD.replace("d=attendee.example", "d=example"),),
    "spf alone": ("mx.webinars.example; spf=pass smtp.mailfrom=attendee.example",),
    "by who it is": ("mx.webinars.example; dkim=pass header.i=@attendee.example",),
    "in a comment": ("mx.webinars.example; dkim=fail (; dkim=pass header.d=attendee.example) header.d=evil.example",),
    "in a text": ('mx.webinars.example; dkim=fail reason="; dkim=pass header.d=attendee.example"',),
    "a text without an end": ('mx.webinars.example; dkim=fail reason="x ; dkim=pass header.d=attendee.example',),
    "two signers": ("mx.webinars.example; dkim=pass header.d=evil.example header.d=attendee.example",),
    "none": ("mx.webinars.example; none",),
}


@pytest.mark.parametrize("results", NOT_VOUCHED_FOR.values(), ids=NOT_VOUCHED_FOR.keys())
def test_what_our_server_does_not_vouch_for_is_nothing(session, webinar, laura, comes, results):
    with capture_logs() as logs:
        assert comes(reply(webinar, results=results)) is IncomingResult.NOTHING

    assert asked(session) == []
    assert "laura" not in repr(logs)


@pytest.mark.parametrize(
    "results",
    [
        GOOD.replace("mx.webinars.example;", "MX.webinars.example 1;"),
        "mx.webinars.example; dkim=fail header.d=evil.example; dkim=pass header.d=attendee.example header.s=x",
        "mx.webinars.example;\r\n\tdkim=pass (a (b) c)\r\n\theader.d=attendee.example",
    ],
)
def test_results_are_read_as_servers_write_them(session, webinar, laura, comes, results):
    assert comes(reply(webinar, results=[results])) is IncomingResult.DECLINED


def test_the_domain_above_vouches_for_its_people(session, settings, webinar, laura, comes):
    laura.email_normal = "laura@physics.attendee.example"
    session.commit()
    address = "laura@physics.attendee.example"

    assert comes(reply(webinar, sender=address, attendee=address)) is IncomingResult.DECLINED


NO_REFUSAL = {
    "accepted": {"partstat": "ACCEPTED"},
    "perhaps": {"partstat": "TENTATIVE"},
    "another hour": {"method": "COUNTER"},
    "a request": {"method": "REQUEST"},
    "another entry": {"uid": "0" * 32},
    "a longer one": {"uid": "0" * 5000},
    "an entry of before": {"sequence": 1},
    "an entry to come": {"sequence": 99},
    "no number": {"sequence": "zq"},
    "somebody else's address": {"attendee": "oskar@attendee.example"},
    "sent by somebody else": {"sender": "oskar@attendee.example"},
    "two senders": {"sender": f"{LAURA}, oskar@attendee.example"},
    "no sender": {"sender": ""},
    "a program on holiday": {"head": "Auto-Submitted: auto-replied"},
    "a list": {"head": "Precedence: bulk"},
    "no way back": {"head": "Return-Path: <>"},
    "a second sender": {"head": "From: oskar@attendee.example"},
    "no calendar": {"body": "zq"},
    "half a calendar": {"body": "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"},
    "an empty one": {"body": "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"},
    "no attendee": {"body": "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:x\nEND:VEVENT\nEND:VCALENDAR\n"},
}


@pytest.mark.parametrize("values", NO_REFUSAL.values(), ids=NO_REFUSAL.keys())
def test_everything_else_is_dropped_without_a_trace(session, settings, webinar, laura, comes, values):
    make_registration(session, settings, webinar, "Oskar")
    session.commit()

    with capture_logs() as logs:
        assert comes(reply(webinar, **values)) is IncomingResult.NOTHING

    assert session.scalars(sa.select(OutboundEmail)).all() == []
    assert "attendee.example" not in repr(logs)


def test_what_is_too_large_or_too_deep_is_dropped(session, webinar, laura, comes):
    good = reply(webinar)

    assert comes(good + b"x" * 1_000_000) is IncomingResult.NOTHING
    assert comes(reply(webinar).replace(b"SEQUENCE:2", b"SEQUENCE:2\nX-A:" + b"x" * 100_001)) is IncomingResult.NOTHING
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    head = f"Authentication-Results: {GOOD}\nFrom: {LAURA}\n".encode()
    assert comes(head + deep) is IncomingResult.NOTHING
    assert comes(b"\xff\x00" * 500) is IncomingResult.NOTHING


def test_entries_by_the_thousand_are_dropped(session, webinar, laura, comes):
    event = f"BEGIN:VEVENT\nUID:{webinar.uid}\nATTENDEE;PARTSTAT=DECLINED:mailto:{LAURA}\nEND:VEVENT\n"
    body = f"BEGIN:VCALENDAR\nMETHOD:REPLY\n{event * 500}END:VCALENDAR\n"

    assert comes(reply(webinar, body=body)) is IncomingResult.NOTHING


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.CANCELLED])
def test_who_has_no_place_is_asked_nothing(session, settings, webinar, desk, noon, comes, state):
    make_registration(session, settings, webinar, "Laura", state=state, told_sequence=2, told_method="REQUEST")
    session.commit()

    assert comes(reply(webinar)) is IncomingResult.NOTHING


def test_who_was_told_that_it_is_off_is_asked_nothing(session, webinar, laura, comes):
    laura.told_method = "CANCEL"
    session.commit()

    assert comes(reply(webinar)) is IncomingResult.NOTHING


def test_once_it_has_begun_nobody_is_asked(session, webinar, laura, comes):
    webinar.starts_at, webinar.ends_at = NOW - dt.timedelta(minutes=1), NOW + dt.timedelta(hours=1)
    session.commit()

    assert comes(reply(webinar)) is IncomingResult.NOTHING


def test_a_report_to_the_same_address_is_read_as_one(session, webinar, laura, comes, reading_replies):
    laura.told_sequence = 2
    comes(reply(webinar))
    (mail,) = asked(session)
    fields = "Reporting-MTA: dns; relay.example\n\n" + recipient("failed", "5.1.1", "550 5.1.1 So it is")
    report = REPORT.format(kind="delivery-status", part="delivery-status", fields=fields)
    head = f"\nMessage-ID: {message_id(reading_replies, mail.id)}\n"

    assert comes(report.encode()) is IncomingResult.NOTHING
    assert comes((report + head).encode()) is IncomingResult.RETURNED


def test_without_the_setting_nothing_is_taken(session, settings, webinar, laura, comes, reading_replies):
    unset = dataclasses.replace(reading_replies, mail_authserv_id="")

    assert is_for_us(reading_replies, "Post@Webinars.example", now=NOW)
    assert not is_for_us(unset, "post@webinars.example", now=NOW)
    with pytest.raises(NotForUs):
        comes(reply(webinar), site=unset)
    assert asked(session) == []
