import dataclasses
import datetime as dt
from email import message_from_bytes, policy

import pytest

from webinars.domain.mail.compose import compose
from webinars.domain.mail.letter import Button, Letter
from webinars.models import OutboundEmail, Priority

NOW = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)


@pytest.fixture
def mail():
    made = OutboundEmail(
        priority=Priority.MESSAGE,
        recipient_domain="society.example",
        dedupe_key="x",
        kind="x",
        recipient="olga@society.example",
        context={},
        due_at=NOW,
        created_at=NOW,
    )
    made.id = 7
    return made


def letter(**values):
    return Letter(**({"subject": "Hello", "headline": "Hello", "paragraphs": ["One."], "footer": "Bye."} | values))


def received(message):
    """The message as the program of its reader has it."""
    return message_from_bytes(message.octets, policy=policy.default)


def test_text_comes_before_html(settings, mail):
    message = received(compose(settings, mail, letter(), now=NOW))

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Date"].datetime == NOW


def test_letters_of_every_script_arrive(settings, mail):
    named = dataclasses.replace(settings, site_name="Gelehrte Gesellschaften — 学会")

    message = received(
        compose(named, mail, letter(subject="Über Kometen 彗星", paragraphs=["مرحبا", "x" * 2000]), now=NOW)
    )

    assert message["Subject"] == "Über Kometen 彗星"
    assert message["From"].addresses[0].display_name == "Gelehrte Gesellschaften — 学会"
    text = message.get_body(("plain",)).get_content()
    assert "مرحبا" in text
    assert "x" * 2000 in text


@pytest.mark.parametrize("words", ["x" * 2000, "éàü " * 400, "مرحبا" * 300, "彗星" * 500, "a" * 75 + "=" * 200, "."])
def test_lines_are_no_longer_than_bodies_and_headers_may_be(settings, mail, words):
    named = dataclasses.replace(settings, site_name="Gelehrte Gesellschaften — 学会")
    button = Button(label="Go", address="https://webinars.example/" + "x" * 400)
    message = compose(named, mail, letter(subject=words, paragraphs=[words], button=button), now=NOW)

    octets = message.octets
    head, _, body = octets.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert words in received(message).get_body(("plain",)).get_content()


def test_what_people_wrote_is_text_in_html(settings, mail):
    message = received(
        compose(settings, mail, letter(headline="<script>alert(1)</script>", paragraphs=['"><img src=x>']), now=NOW)
    )

    html = message.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_the_styles_are_where_mail_programs_read_them(settings, mail):
    button = Button(label="Go", address="https://webinars.example/x")

    html = received(compose(settings, mail, letter(button=button), now=NOW)).get_body(("html",)).get_content()

    assert 'style="display: inline-block;' in html
    assert "prefers-color-scheme: dark" in html
    assert "<link" not in html


def test_the_mail_starts_with_the_name_of_the_site_and_ends_with_its_reason(settings, mail):
    html = received(compose(settings, mail, letter(), now=NOW)).get_body(("html",)).get_content()

    assert html.index("Learned Societies") < html.index("One.") < html.index("Bye.")


def test_a_subject_of_several_lines_is_one(settings, mail):
    message = received(compose(settings, mail, letter(subject="Hello\r\nBcc: oskar@elsewhere.example"), now=NOW))

    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: oskar@elsewhere.example"


def test_a_domain_in_another_script_is_addressed_in_ascii(settings, mail):
    mail.recipient = "info@münchen.example"

    message = compose(settings, mail, letter(), now=NOW)

    assert message.recipient == received(message)["To"] == "info@xn--mnchen-3ya.example"


def test_an_organisers_address_takes_the_answers(settings, mail):
    message = received(compose(settings, mail, letter(reply_to="olga@society.example"), now=NOW))

    assert message["Reply-To"] == "olga@society.example"


def test_an_address_in_another_script_stays_in_its_letters(settings, mail):
    mail.recipient = "пример@society.example"

    message = compose(settings, mail, letter(), now=NOW)

    assert "To: пример@society.example\r\n".encode() in message.octets
    assert message.recipient == received(message)["To"] == "пример@society.example"
