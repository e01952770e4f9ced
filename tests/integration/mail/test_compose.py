import base64
import dataclasses
import datetime as dt
import re
from email import message_from_bytes, policy

import pytest

from tests.unfolded_calendar import unfolded
from webinars.domain.mail.compose import compose
from webinars.domain.mail.mail_kind import Button, CalendarPart, Letter, LinkedParagraph, Quotation
from webinars.models import OutboundEmail, Priority
from webinars.pure.ical.writing import CalendarEvent, Mailbox, Method, write_invitation

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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Lunar Society", "Lunar Society via Learned Societies"),
        ("St John’s, Kings & Co.", "St John’s, Kings & Co. via Learned Societies"),
        ('The "Old" <Society>', 'The "Old" <Society> via Learned Societies'),
        ("Society\r\nBcc: oskar@elsewhere.example", "Society Bcc: oskar@elsewhere.example via Learned Societies"),
        ("oskar@elsewhere.example", "oskar@elsewhere.example via Learned Societies"),
        ("天文学会", "天文学会 via Learned Societies"),
        ("Société " * 40, None),
    ],
)
def test_it_is_sent_in_the_name_of_an_organisation_and_from_the_address_of_the_site(settings, mail, name, said):
    message = compose(settings, mail, letter(author=name), now=NOW)

    (sender,) = received(message)["From"].addresses
    assert sender.addr_spec == settings.mail_from
    assert sender.display_name == said or (said is None and len(sender.display_name) <= 110)
    assert received(message)["Bcc"] is None
    assert received(message)["From"].defects == ()


def test_an_address_in_another_script_stays_in_its_letters(settings, mail):
    mail.recipient = "пример@society.example"

    message = compose(settings, mail, letter(), now=NOW)

    assert "To: пример@society.example\r\n".encode() in message.octets
    assert message.recipient == received(message)["To"] == "пример@society.example"


def whole_letter(secret, **values):
    """A letter with everything that one may have, and the secret in all of it."""
    address = f"https://webinars.example/x/{secret}"
    moment = NOW.replace(hour=18)
    entry = CalendarEvent(
        uid="x",
        sequence=1,
        changed_at=NOW,
        created_at=NOW,
        starts_at=NOW,
        ends_at=moment,
        summary="Comets",
        description=f"Her own way in {address}",
        short_description="",
        location=address,
        url="https://webinars.example/webinars/comets",
    )
    sender = Mailbox(name="Learned Societies", email="webinars@localhost")
    octets = write_invitation(
        entry, method=Method.REQUEST, organiser=sender, attendee=Mailbox(name="", email="olga@society.example")
    )
    return letter(
        **{
            "subject": f"Your place {secret}",
            "kicker": f"Your place {secret}",
            "headline": f"Sunday, 5pm Rome {secret}",
            "line": f"4pm\N{NO-BREAK SPACE}Britain {secret}",
            "title": f"Comets {secret}",
            "credit": f"Lunar Society {secret}",
            "paragraphs": [f"You have a place. {secret}", Quotation(opening=f"They write: {secret}", words=secret)],
            "button": Button(label=f"Open {secret}", address=address),
            "further": [LinkedParagraph(text=f"Join: {secret}", address=address)],
            "footer": f"It was entered here. {secret}",
            "footer_address": f"{address}#erase",
            "reply_to": "olga@society.example",
            "unsubscribe": address,
            "calendar": CalendarPart(method=Method.REQUEST, octets=octets),
            "secrets": frozenset({secret}),
        }
        | values
    )


def test_a_letter_is_read_in_its_order():
    text = whole_letter("s", is_ending_said=True).text

    assert text == (
        "Your place s\nSunday, 5pm Rome s\n4pm Britain s\n\nComets s\nLunar Society s\n\nYou have a place. s\n\n"
        "They write: s\n“s”\n\nOpen s:\nhttps://webinars.example/x/s\n\nJoin: s\nhttps://webinars.example/x/s\n\n"
        "-- \nIt was entered here. s\nhttps://webinars.example/x/s#erase\n"
    )


def test_the_html_says_what_the_text_says(settings, mail):
    html = html_of_message(settings, mail, whole_letter("s"))

    shown = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", html, flags=re.DOTALL))
    assert shown.replace("\xa0", " ").strip() == (
        "Your place s Sunday, 5pm Rome s 4pm Britain s Comets s Lunar Society s You have a place. s They write: s “s” "
        "Open s https://webinars.example/x/s Join: s https://webinars.example/x/s "
        "It was entered here. s https://webinars.example/x/s#erase No more mails like this one"
    )
    assert "4pm\xa0Britain" in html
    assert html.count('href="https://webinars.example/x/s"') == 3
    assert "<img" not in html


def html_of_message(settings, mail, written):
    return received(compose(settings, mail, written, now=NOW)).get_body(("html",)).get_content()


def test_what_calendars_read_comes_last_and_octet_by_octet_and_is_a_file_as_well(settings, mail):
    written = whole_letter("s")

    message = compose(settings, mail, written, now=NOW)

    assert received(message).get_content_type() == "multipart/mixed"
    alternatives, attached = received(message).iter_parts()
    assert alternatives.get_content_type() == "multipart/alternative"
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "webinar.ics")
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_content() == written.calendar.octets
    parts = list(alternatives.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert dict(parts[2]["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST", "component": "VEVENT"}
    assert parts[2]["Content-Transfer-Encoding"] == "base64"
    assert base64.b64decode(parts[2].get_payload()) == written.calendar.octets
    assert b"\r\n" in written.calendar.octets
    assert max(map(len, message.octets.split(b"\r\n"))) <= 998


def test_whoever_is_not_its_reader_sees_none_of_its_secrets(settings, mail):
    secret = "QmF0Y2gtc2VjcmV0LW9mLXRoZS1hdHRlbmRlZQ"
    written = whole_letter(secret)
    octets = written.calendar.octets
    # In the description it is folded over two lines.
    assert (octets.count(secret.encode()), unfolded(octets).count(secret.encode())) == (1, 2)

    masked = written.without_secrets()
    message = compose(settings, mail, masked, now=NOW)

    everything = [masked.text, repr(masked), repr(message.headers), message.octets.decode()]
    contents = [part.get_content() for part in received(message).walk() if not part.is_multipart()]
    everything += [each.decode() if isinstance(each, bytes) else each for each in contents]
    assert [each for each in everything if secret[4:-4] in unfolded(each).replace("=\n", "")] == []
    assert masked.text.count("https://webinars.example/x/…") == 4
    assert "LOCATION:https://webinars.example/x/…" in masked.calendar.octets.decode()
    assert max(map(len, masked.calendar.octets.split(b"\r\n"))) <= 75
    assert masked.is_masked
