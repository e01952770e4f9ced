from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from tests.factories import make_user
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.mail.compose import write_letter
from webinars.models import OutboundEmail

PASSWORD = "copper tide organ"


@dataclass(frozen=True)
class Sent:
    """A mail that was promised, as it would be written now."""

    recipient: str
    text: str


@pytest.fixture
def olga(session):
    return make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))


@pytest.fixture
def sent_mails(session, settings):
    """`sent_mails(kind)`: the mails of that kind."""

    def sent_mails(kind):
        session.commit()
        rows = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == kind).order_by(OutboundEmail.id))
        letters = [(mail, write_letter(session, settings, KINDS, mail, now=clock.now())) for mail in rows]
        return [Sent(mail.recipient, letter.text) for mail, letter in letters if letter is not None]

    return sent_mails
