"""Many at once around those who follow by mail: one follow for an address, one calendar, and no mail twice."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from webinars import clock
from webinars.db import db
from webinars.domain.followers.actions import (
    ask_for_mails,
    confirm,
    end,
    follow_by_token,
    forget_old,
    put_registrations_in,
)
from webinars.domain.followers.digest_schedule import DigestSchedule
from webinars.domain.followers.digests import promise_digests
from webinars.domain.followers.links import mail_token
from webinars.domain.followers.registrations_feed import make_calendar, unbind
from webinars.domain.registration.address_list import erase_all
from webinars.models import FeedKind, MailFollow, OutboundEmail, PersonalAddress, PersonalFeed, Registration, Rhythm

LAURA = "laura@attendee.example"
DAY = dt.timedelta(days=1)


@pytest.fixture
def lunar(session):
    lunar = make_organisation(session)
    make_webinar(session, lunar)
    session.commit()
    return lunar


@pytest.fixture
def tokens(session, settings, lunar):
    """The links of five mails to Laura, of which none is pressed yet."""
    for weekday in range(5):
        choice = {(FeedKind.ORGANISATION, lunar.id)}
        ask_for_mails(session, settings, LAURA, choice, DigestSchedule(weekday=weekday), now=clock.now())
    found = [mail_token(settings, follow) for follow in session.scalars(sa.select(MailFollow))]
    session.commit()
    return found


def press(token):
    def work(session):
        follow = follow_by_token(session, token)
        if follow is not None:
            confirm(session, follow, now=clock.now())

    return work


def test_of_several_presses_at_once_one_follow_is_left(session, tokens, together):
    together([press(token) for token in tokens for _ in range(2)])

    follow = session.scalars(sa.select(MailFollow)).one()
    assert follow.confirmed_at is not None
    addresses = session.scalars(sa.select(PersonalAddress)).all()
    assert {each.personal_feed_id for each in addresses} == {follow.personal_feed_id}


def test_a_press_and_an_end_at_once_leave_it_begun_or_gone(session, tokens, together):
    def stop(session):
        follow = follow_by_token(session, tokens[0], is_locked=True)
        if follow is not None:
            end(session, follow, now=clock.now())

    together([press(tokens[0]), stop, press(tokens[0]), stop])

    assert len(session.scalars(sa.select(MailFollow)).all()) == len(tokens) - 1


def test_several_presses_make_one_calendar_with_one_address(session, settings, lunar, together):
    together([lambda session: make_calendar(session, settings, LAURA, now=clock.now())] * 6)

    assert session.scalars(sa.select(PersonalFeed)).one().email_normal == LAURA
    addresses = session.scalars(sa.select(PersonalAddress).where(PersonalAddress.revoked_at.is_(None))).all()
    assert len(addresses) == 1


def test_a_calendar_that_is_made_while_all_is_erased_keeps_no_address_for_ever(
    session, settings, lunar, tokens, together
):
    press(tokens[0])(session)
    webinar = make_webinar(session, lunar, "Optics")
    open_desk(session, webinar)
    make_registration(session, settings, webinar, "Laura")

    def bind(session):
        follow = follow_by_token(session, tokens[0], is_locked=True)
        put_registrations_in(session, follow, is_wanted=True, now=clock.now())

    together(
        [
            lambda session: make_calendar(session, settings, LAURA, now=clock.now()),
            bind,
            lambda session: erase_all(session, LAURA, now=clock.now()),
        ]
    )

    assert session.scalars(sa.select(Registration)).one().email_normal is None
    assert len(session.scalars(sa.select(PersonalFeed).where(PersonalFeed.email_normal == LAURA)).all()) <= 1
    end(session, follow_by_token(session, tokens[0]), now=clock.now())
    forget_old(session, now=clock.now())
    assert session.scalars(sa.select(PersonalFeed.email_normal).distinct()).all() == [None]


def test_a_calendar_is_not_taken_from_its_address_in_the_middle_of_being_asked_for(app, session, settings):
    make_calendar(session, settings, LAURA, now=clock.now())
    session.commit()

    def take_away():
        with app.app_context():
            of_laura = sa.select(PersonalFeed).where(PersonalFeed.email_normal == LAURA).with_for_update()
            unbind(db.session(), db.session.scalars(of_laura).one(), now=clock.now())
            db.session.commit()

    taking = threading.Thread(target=take_away)

    def begin_after(_connection, _cursor, statement, *_more):
        if statement.startswith("INSERT INTO personal_feed") and not taking.ident:
            taking.start()
            taking.join(0.5)

    event.listen(db.engine, "after_cursor_execute", begin_after)
    try:
        make_calendar(session, settings, LAURA, now=clock.now())
    finally:
        event.remove(db.engine, "after_cursor_execute", begin_after)
    session.commit()
    taking.join()

    assert session.scalars(sa.select(PersonalFeed.email_normal)).all() == [None]


def test_two_workers_promise_no_mail_twice(session, settings, lunar, together):
    for number in range(30):
        choice, wanted = {(FeedKind.ORGANISATION, lunar.id)}, DigestSchedule(rhythm=Rhythm.DAILY)
        ask_for_mails(session, settings, f"p{number}@x.example", choice, wanted, now=clock.now())
    before, now = clock.now() - 2 * DAY, clock.now()
    session.execute(sa.update(MailFollow).values(confirmed_at=before, cursor_at=before, next_at=now))

    together([lambda session: promise_digests(session, now=now)] * 3)

    recipients = session.scalars(sa.select(OutboundEmail.recipient).where(OutboundEmail.kind == "audience.digest"))
    assert sorted(recipients) == sorted(f"p{number}@x.example" for number in range(30))
    assert {follow.cursor_at for follow in session.scalars(sa.select(MailFollow))} == {now}
