from email import message_from_string

import pytest

from webinars.domain.mail.bounces import bounce_of, is_complaint, returned_in, without_addresses
from webinars.models import Bounce

REPORT = """\
From: MAILER-DAEMON@relay.example
To: bounces@mail.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="x"

--x
Content-Type: text/plain

I am sorry to have to inform you, 5.1.1, that words mean nothing.

--x
Content-Type: message/{part}

{fields}

--x
Content-Type: message/rfc822

Message-ID: <m7.0123456789abcdef@webinars.example>
Subject: Comets

Action: failed
Status: 5.1.1

--x--
"""


def delivery_report(*recipients):
    blocks = ["Reporting-MTA: dns; relay.example\nArrival-Date: Sun, 14 Feb 2027 16:00:00 +0000", *recipients]
    return message_from_string(
        REPORT.format(kind="delivery-status", part="delivery-status", fields="\n\n".join(blocks))
    )


def recipient(action, status, said=""):
    lines = ["Final-Recipient: rfc822; olga@society.example", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, *([f"Diagnostic-Code: smtp; {said}"] if said else [])])


@pytest.mark.parametrize(
    ("words", "bounce"),
    [
        ("550 5.1.1 No such mailbox", Bounce.HARD),
        ("5.1.2", Bounce.HARD),
        ("5.1.3", Bounce.HARD),
        ("5.1.6", Bounce.HARD),
        ("5.1.10", Bounce.HARD),
        ("550-5.2.1 The account is disabled", Bounce.HARD),
        ("552 5.2.2 Mailbox full", Bounce.SOFT),
        ("4.2.2", Bounce.SOFT),
        ("5.3.4", Bounce.SOFT),
        ("5.4.1", Bounce.SOFT),
        ("5.0.0", Bounce.SOFT),
        ("5.1.0", Bounce.SOFT),
        ("550 5.7.1 Message rejected as spam", Bounce.OURS),
        ("550 5.7.515 Access denied", Bounce.OURS),
        ("550 No such user here, at 192.0.2.5", Bounce.SOFT),
        ("", Bounce.SOFT),
        ("2.1.5", None),
    ],
)
def test_the_code_tells_and_not_the_words(words, bounce):
    assert bounce_of(words) is bounce


def test_a_report_says_why_a_mail_came_back():
    message = delivery_report(recipient("failed", "5.1.1", "550 5.1.1 No such\n mailbox"))

    assert [(each.bounce, each.words) for each in returned_in(message)] == [(Bounce.HARD, "550 5.1.1 No such mailbox")]


def test_a_status_and_words_without_it_are_told_both():
    (returned,) = returned_in(delivery_report(recipient("failed", "5.2.2", "552 quota exceeded")))

    assert (returned.bounce, returned.words) == (Bounce.SOFT, "5.2.2 552 quota exceeded")


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", "delivered"])
def test_what_is_not_given_up_is_nothing(action):
    assert list(returned_in(delivery_report(recipient(action, "4.4.1")))) == []


def test_the_one_that_failed_is_found_among_others():
    message = delivery_report(recipient("delivered", "2.0.0"), recipient("failed", "5.1.1"))

    assert [each.bounce for each in returned_in(message)] == [Bounce.HARD]


@pytest.mark.parametrize("fields", ["", "nothing of the kind", "Action failed\n\n\nStatus", "Action: failed"])
def test_a_broken_report_fails_nothing(fields):
    message = message_from_string(REPORT.format(kind="delivery-status", part="delivery-status", fields=fields))

    assert [each.bounce for each in returned_in(message)] in ([], [Bounce.SOFT])


@pytest.mark.parametrize(
    ("fields", "is_one"),
    [("Feedback-Type: abuse\nVersion: 1", True), ("Feedback-Type: not-spam\nVersion: 1", False), ("", False)],
)
def test_a_complaint_is_told_from_other_feedback(fields, is_one):
    message = message_from_string(REPORT.format(kind="feedback-report", part="feedback-report", fields=fields))

    assert is_complaint(message) == is_one
    assert list(returned_in(message)) == []


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("550 5.1.1 <laura@example.org>: no such user", "550 5.1.1 <…>: no such user"),
        ("550-5.1.1 The account laura@example.org is gone", "550-5.1.1 The account … is gone"),
        ("550 5.1.1 LAURA@EXAMPLE.ORG unknown", "550 5.1.1 … unknown"),
        ("550 User 'Laura' unknown; lauras are known", "550 User '…' unknown; lauras are known"),
        ("5.2.2 mailto:laura@mx.example.org is full", "5.2.2 mailto:… is full"),
        ("554 5.7.1 bounces+m7.abc@mail.example rejected", "554 5.7.1 … rejected"),
        ("421 Try later", "421 Try later"),
    ],
)
def test_what_a_server_said_is_kept_without_addresses(words, kept):
    assert without_addresses(words, "laura@example.org") == kept


def test_codes_are_kept_whatever_a_mailbox_is_called():
    assert without_addresses("550 5.1.1 550 is unknown", "550@example.org") == "550 5.1.1 … is unknown"
    assert without_addresses("550 5.1.1 No a of a kind", "a@example.org") == "550 5.1.1 No a of a kind"
