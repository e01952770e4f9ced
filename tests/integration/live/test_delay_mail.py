"""That it begins later, by mail: a minute after the press, to those with a place, and not if it was taken back."""

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, open_desk
from tests.integration.live.day import STARTS_AT, minutes
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.queries import actor_of
from webinars.domain.live import actions
from webinars.domain.live.actions import Conductor
from webinars.domain.live.delay_notices import pending_notice
from webinars.domain.mail.compose import write_letter
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.models import OutboundEmail, RegistrationState

AT = STARTS_AT - minutes(5)


@pytest.fixture
def olgas(session, olga):
    return Conductor(actor=actor_of(session, olga.id))


@pytest.fixture
def attendees(session, settings, webinar):
    """Ana has a place, in Rome; Ben waits for one."""
    open_desk(session, webinar)
    ana = make_registration(session, settings, webinar, "Ana")
    make_registration(session, settings, webinar, "Ben", state=RegistrationState.WAITING)
    session.commit()
    return ana


@pytest.fixture
def left(session, attendees):
    """`left(at)`: the minutes that the mails promised until then speak of."""

    def left(at):
        session.commit()
        send_mailings(session, now=lambda: at)
        mails = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id))
        return [(mail.context["minutes"], mail.recipient) for mail in mails]

    return left


def letter_of(session, settings, after=1):
    mail = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id.desc())).first()
    return write_letter(session, settings, KINDS, mail, now=AT + minutes(after))


def test_it_leaves_a_minute_later_to_those_with_a_place(session, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    notice = pending_notice(session, webinar, AT)

    assert notice is not None
    assert (notice.count, notice.due_at) == (1, AT + minutes(1))
    assert left(AT) == []
    assert left(AT + minutes(1)) == [(10, "ana@attendee.example")]
    assert pending_notice(session, webinar, AT + minutes(1)) is None
    assert left(AT + minutes(2)) == [(10, "ana@attendee.example")]


def test_taken_back_within_the_minute_none_leaves(session, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    planted = pending_notice(session, webinar, AT)
    actions.begin_at_its_hour(session, olgas, webinar, now=AT)

    assert planted is not None
    assert pending_notice(session, webinar, AT) is None
    assert left(AT + minutes(2)) == []


def test_ten_minutes_more_replace_what_has_not_left(session, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    actions.begin_later(session, olgas, webinar, 10, seen=10, now=AT)

    assert left(AT + minutes(2)) == [(20, "ana@attendee.example")]


def test_what_has_left_is_taken_back_by_another_mail(session, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    left(AT + minutes(1))
    actions.begin_at_its_hour(session, olgas, webinar, now=AT + minutes(2))

    assert [said for said, _to in left(AT + minutes(4))] == [10, 0]


def test_none_leaves_once_it_has_begun(session, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    actions.start(session, olgas, webinar, now=AT)

    assert left(AT + minutes(2)) == []


def test_the_letter_says_the_hour_of_its_reader_and_what_calendars_keep(session, settings, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    left(AT + minutes(1))

    letter = letter_of(session, settings)

    assert letter.subject == f"Starts 10 minutes later: {webinar.title}"
    assert letter.headline == "Sunday 14 February, 5.10pm Rome"
    assert "It was to begin at 5pm\N{NO-BREAK SPACE}Rome, and calendars keep that hour." in letter.text
    assert letter.calendar is None
    assert letter.button.label == "Join"


def test_the_letter_speaks_the_language_of_its_webinar(session, settings, webinar, olgas, left):
    webinar.language = "de"
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    left(AT + minutes(1))

    assert letter_of(session, settings).subject == f"Beginnt 10 Minuten später: {webinar.title}"


def test_a_letter_that_is_no_longer_so_drops_itself(session, settings, webinar, olgas, left):
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    left(AT + minutes(1))
    planted = letter_of(session, settings)
    actions.begin_at_its_hour(session, olgas, webinar, now=AT + minutes(1))
    taken_back = letter_of(session, settings)
    left(AT + minutes(2))
    after_all = letter_of(session, settings, 2)
    actions.start(session, olgas, webinar, now=AT + minutes(2))

    assert planted is not None
    assert taken_back is None
    assert after_all.subject == f"Starts at its hour after all: {webinar.title}"
    assert letter_of(session, settings, 2) is None


@pytest.mark.usefixtures("derived")
def test_calendars_and_feeds_stay_as_they_were(client, session, webinar, olgas, left, lunar):
    addresses = [
        f"/webinars/{webinar.slug}.ics",
        "/calendar.ics",
        f"/organisations/{lunar.slug}/calendar.ics",
    ]
    session.commit()

    def fetched():
        answers = [client.get(address) for address in addresses]
        assert all(b"BEGIN:VEVENT" in each.data for each in answers)
        return [(each.data, each.headers.get("ETag")) for each in answers]

    before = fetched()
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=AT)
    left(AT + minutes(1))

    assert fetched() == before
    assert (webinar.starts_at, webinar.late_minutes) == (STARTS_AT, 10)
