"""A message as Laura reads it."""

from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from msgspec import structs

from tests.integration.registration.conftest import NOW
from tests.integration.registration.letter_desk import laura, machine, read, site, traveller, write
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail import unsubscribe
from webinars.domain.mail.compose import compose, html_of, write_letter
from webinars.models import Audience, Mailing, Organisation, OutboundEmail, Priority, Registration

__all__ = ["laura", "machine", "site", "traveller", "write"]
BODY = """We shall read the table of Note G line by line, so it helps to have it
before you. A copy is on the webinar’s page, under the title.

If you have time for one thing only, follow the first four operations
with a pencil. Nobody will be asked to do the fifth.

Caroline Herschel"""
TEXT = """Subject: Have Note G at hand, Sunday 14 February, 5pm Rome: Can a machine be said to think?

The Lunar Society writes
Have Note G at hand
For the webinar on Sunday 14 February 2027, 5pm Rome.

Can a machine be said to think? Lovelace, Babbage and the Analytical Engine

We shall read the table of Note G line by line, so it helps to have it
before you. A copy is on the webinar’s page, under the title.

If you have time for one thing only, follow the first four operations
with a pencil. Nobody will be asked to do the fifth.

Caroline Herschel

Open my registration:
https://webinars.example/registrations/k3vQ9mTz

{dashes}
Sent by the Lunar Society to everybody with a place. An answer goes to hello@lunar.example. No more messages about \
this webinar:
https://webinars.example/registrations/k3vQ9mTz#reminders
""".format(dashes="-- ")


@pytest.fixture
def mailing(session, machine, lunar):
    lunar.contact = "Hello@Lunar.example"

    def mailing(body=BODY, **values):
        row = Mailing(
            dedupe_key="m",
            kind="registration.message",
            context={},
            priority=Priority.MESSAGE,
            due_at=NOW,
            created_at=NOW,
            webinar_id=machine.id,
            body=body,
            **{"audience": Audience.CONFIRMED, "subject": "Have Note G at hand", **values},
        )
        session.add(row)
        session.commit()
        return row.id

    return mailing


def test_it_reads_as_it_was_drawn(site, laura, mailing, write):
    letter = write("message", laura, mailing_id=mailing())

    assert read(letter, site, laura) == TEXT


@pytest.fixture
def message(session, site, laura, lunar):
    """`message(mailing_id)`: what goes to the server."""

    def message(mailing_id):
        mail = OutboundEmail(
            kind="registration.message",
            priority=Priority.MESSAGE,
            recipient="laura@example.org",
            recipient_domain="example.org",
            context={"registration_id": laura.id, "webinar_id": laura.webinar_id, "mailing_id": mailing_id},
            dedupe_key="x",
            due_at=NOW,
            created_at=NOW,
            organisation_id=lunar.id,
            mailing_id=mailing_id,
        )
        session.add(mail)
        session.commit()
        letter = write_letter(session, site, KINDS, mail, now=NOW)
        return message_from_bytes(compose(site, mail, letter, now=NOW).octets, policy=policy.default)

    return message


def test_the_head_says_in_whose_name_and_where_answers_go(mailing, message):
    head = message(mailing())

    assert head["From"] == "Lunar Society via Learned Societies <post@webinars.example>"
    assert head["Reply-To"] == "hello@lunar.example"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe>" in head["List-Unsubscribe"]


@pytest.mark.parametrize("contact", ["", "https://lunar.example/contact", "hello", "häuser@lunar.example"])
def test_without_an_address_of_the_organisation_nothing_is_said_of_answers(
    session, lunar, site, mailing, message, contact
):
    number = mailing()
    session.get_one(Organisation, lunar.id).contact = contact

    head = message(number)

    assert head["Reply-To"] is None
    assert "An answer goes to" not in head.get_body(("plain",)).get_content()


def test_one_press_ends_messages_and_nothing_else(session, site, laura, mailing, message):
    message(mailing())
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == "x")).one()

    unsubscribe.end(session, site, KINDS, mail, now=NOW)
    session.commit()
    found = session.get_one(Registration, laura.id, populate_existing=True)
    assert (found.wants_messages, found.wants_reminders) == (False, True)
    unsubscribe.begin_again(session, site, KINDS, mail)
    session.commit()
    assert session.get_one(Registration, laura.id, populate_existing=True).wants_messages


MARKED = """# Please

Have **Note G** at hand: [the table](https://lunar.example/note-g), or https://lunar.example/g.

- a pencil
- paper

![a cat](https://lunar.example/cat.png) <b>bold</b> [ftp](ftp://lunar.example/x) [plain](http://lunar.example/)
<script>alert(1)</script> [x](javascript:alert(1))
"""


FORBIDDEN = ("<img", "cat.png", "<b>", "<script", "ftp://", "http://lunar", 'href="java')


def test_its_marks_become_html_without_pictures_and_links_to_https_alone(site, laura, mailing, write):
    letter = write("message", laura, mailing_id=mailing(MARKED))

    html = html_of(site, letter)
    assert "<strong>Note G</strong>" in html
    assert '<a href="https://lunar.example/note-g" rel="noopener">the table</a>' in html
    assert '<a href="https://lunar.example/g" rel="noopener">https://lunar.example/g</a>.' in html
    assert [each for each in FORBIDDEN if each in html] == []
    assert "the table (https://lunar.example/note-g), or https://lunar.example/g." in letter.text
    assert "- a pencil\n- paper\n\na cat <b>bold</b> ftp plain" in letter.text
    assert "**" not in letter.text


def test_neither_an_attendees_secrets_nor_markup_stand_in_what_others_read(site, laura, mailing, write):
    letter = write("message", laura, mailing_id=mailing())

    masked = structs.replace(letter.without_secrets())
    assert "https://webinars.example/registrations/…#reminders" in masked.text
    assert not any(secret in masked.text + html_of(site, masked) for secret in letter.secrets)


@pytest.mark.parametrize("values", [{"stopped_at": NOW}, {"is_held": True}, {"audience": Audience.WAITING}])
def test_it_drops_itself(laura, mailing, write, values):
    assert write("message", laura, mailing_id=mailing(**values)) is None
