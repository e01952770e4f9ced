"""What attendees end by one press in a mail: reminders, and never their place."""

import dataclasses
import re
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_user
from tests.integration.registration.conftest import NOW
from tests.integration.registration.letter_desk import traveller
from tests.unfolded_calendar import unfolded
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.incoming import IncomingResult, receive
from webinars.domain.mail.return_path import unsubscribe_address, unsubscribe_token
from webinars.domain.registration.links import join_code, page_token
from webinars.models import JoinAccess, OutboundEmail, Priority, RegistrationState, Suppression, Webinar

pytestmark = pytest.mark.usefixtures("derived")


__all__ = ["traveller"]


@pytest.fixture
def registration(traveller, session, settings, webinar, desk):
    session.commit()
    registration = make_registration(session, settings, webinar, created_at=NOW, confirmed_at=NOW)
    session.commit()
    return registration


@pytest.fixture
def mail_of(session, webinar, registration):
    def mail_of(name, **context):
        add_mail(
            session,
            kind=f"registration.{name}",
            priority=Priority.REGISTRATION,
            recipient=registration.email_normal,
            context={"registration_id": registration.id, "webinar_id": webinar.id, **context},
            organisation_id=webinar.host_id,
            dedupe_key=name,
            now=NOW,
        )
        session.commit()
        return session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == name)).one()

    return mail_of


def test_one_press_ends_the_reminders_and_keeps_the_place(client, session, settings, registration, mail_of):
    address = f"/mail/{unsubscribe_token(settings, mail_of('place').id)}/unsubscribe"
    page = client.get(address)
    assert "Reminders and messages of this webinar" in page.text
    assert "Your place stays yours" in page.text
    assert registration.wants_reminders

    response = client.post(address, data={"List-Unsubscribe": "One-Click"})

    session.expire_all()
    assert response.status_code == 200
    assert not registration.wants_reminders
    assert registration.state is RegistrationState.CONFIRMED
    assert session.scalars(sa.select(Suppression)).all() == []
    client.post(address, data={"again": "yes"})
    session.expire_all()
    assert registration.wants_reminders


@pytest.mark.parametrize("name", ["place", "message"])
def test_a_look_after_the_press_says_that_it_is_done(client, settings, mail_of, name):
    address = f"/mail/{unsubscribe_token(settings, mail_of(name).id)}/unsubscribe"
    assert "Send me no more of these" in client.get(address).text
    client.post(address, data={"List-Unsubscribe": "One-Click"})

    page = client.get(address).text

    assert "You get no more of them" in page
    assert "Send them to me again" in page
    assert "Send me no more of these" not in page


def test_by_mail_as_well(session, settings, registration, mail_of):
    returning = dataclasses.replace(settings, mail_return="bounces+%s@mail.example")
    address = unsubscribe_address(returning, mail_of("place").id)

    assert receive(session, returning, KINDS, address, b"Subject: x\r\n\r\n", now=NOW) is IncomingResult.UNSUBSCRIBED

    session.expire_all()
    assert not registration.wants_reminders


@pytest.mark.parametrize("name", ["take_place", "links", "erased"])
def test_what_was_asked_for_has_nothing_to_end(client, settings, mail_of, name):
    address = f"/mail/{unsubscribe_token(settings, mail_of(name).id)}/unsubscribe"

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_the_head_of_a_letter_says_how_it_ends(session, settings, mail_of):
    mail = mail_of("place")

    headers = compose(settings, mail, write_letter(session, settings, KINDS, mail, now=NOW), now=NOW).headers

    assert re.fullmatch(r"<http://localhost/mail/[^>]+/unsubscribe>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == '"Lunar Society" <lunar-society.localhost>'


@pytest.mark.usefixtures("with_mail_server")
def test_administrators_see_none_of_her_secrets(client, session, settings, sign_in, webinar, registration, mail_of):
    session.get_one(Webinar, webinar.id).join_access = JoinAccess.REGISTERED
    mail = mail_of("place", sequence=0)
    letter = write_letter(session, settings, KINDS, mail, now=NOW)
    secrets = {
        page_token(settings, registration),
        join_code(settings, registration),
        unsubscribe_token(settings, mail.id),
    }
    everything = letter.text + str(letter.unsubscribe)
    assert all(secret in everything for secret in secrets)
    assert join_code(settings, registration).encode() in unfolded(letter.calendar.octets)
    sign_in(client, make_user(session, "Ana", is_admin=True))

    page, message = client.get(f"/manage/outbox/{mail.id}"), client.get(f"/manage/outbox/{mail.id}.eml")

    assert page.status_code == message.status_code == 200
    assert "With an entry for calendars: REQUEST" in page.text
    assert "/registrations/…" in page.text
    parts = [
        part.get_payload(decode=True)
        for part in message_from_bytes(message.data, policy=policy.default).walk()
        if not part.is_multipart()
    ]
    assert len(parts) == 4
    shown = unfolded(b"".join([page.data, message.data, *parts])).replace(b"=\r\n", b"").decode()
    assert [secret for secret in secrets if secret in shown] == []
    assert [secret for secret in secrets if secret in client.get("/manage/outbox").text] == []
