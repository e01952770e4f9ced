"""The registrations of one address as a calendar to subscribe to: they stand in a personal feed."""

import datetime as dt
import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.domain.calendars.feed_limits import FeedPiece
from webinars.domain.calendars.feed_revisions import next_second
from webinars.domain.calendars.personal_feeds import address_token, give_new_address
from webinars.domain.calendars.queries import entries_of
from webinars.domain.followers.links import page_token_of, registrations_page_digest, registrations_page_token
from webinars.domain.registration.letters.calendar_entry import attendee_entry
from webinars.domain.registration.queries import registrations_under
from webinars.lib.tokens import digest_of, new_token
from webinars.models import CalendarEntry, MailFollow, PersonalAddress, PersonalFeed, Registration, RegistrationState
from webinars.pure.ical.compression import deflated
from webinars.pure.ical.writing import write_entry

# What somebody is registered for, as it stands in her personal feed.


STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITING)


def own_pieces(session: Session, settings: Settings, email: str) -> Sequence[FeedPiece]:
    """Returns an entry for each webinar that `email` has a place at or waits for, listed or not."""
    registrations = [each for each in registrations_under(session, email) if each.state in STATES]
    entries = entries_of(session, [each.webinar_id for each in registrations])
    return [_piece(settings, each, entries[each.webinar_id]) for each in registrations if each.webinar_id in entries]


def digest_of_pieces(pieces: Sequence[FeedPiece]) -> str:
    """Returns another value whenever anything in `pieces` is another."""
    return hashlib.sha256(b"".join(piece.plain for piece in pieces)).hexdigest()


def _piece(settings: Settings, registration: Registration, stored: CalendarEntry) -> FeedPiece:
    octets = write_entry(attendee_entry(settings, registration, stored))
    return FeedPiece(stored.id, stored.starts_at, stored.ends_at, len(octets), octets, deflated(octets))


def make_calendar(session: Session, settings: Settings, email: str, *, now: dt.datetime) -> None:
    """Make the calendar of what is registered under `email`. One that is there has a new address from now on.

    Whoever presses has shown that the mails there are theirs.
    """
    feed, made = _feed_for(session, email, now=now)
    token = None if made else page_token_of_feed(session, settings, feed)
    if token is None:
        feed.page_digest = registrations_page_digest(settings, feed)
        session.flush()
        token = page_token_of_feed(session, settings, feed)
        assert token is not None
    give_new_address(session, feed, token, now=now)


def page_token_for(session: Session, settings: Settings, email: str) -> str | None:
    """Returns the token of the page of the calendar of that address, or None if there is none, or its key is gone."""
    feed = session.scalar(sa.select(PersonalFeed).where(PersonalFeed.email_normal == email))
    return page_token_of_feed(session, settings, feed) if feed is not None else None


def address_token_for(session: Session, settings: Settings, email: str) -> str | None:
    """Returns the token of the present address of that calendar, or None as `page_token_for`."""
    feed = session.scalar(sa.select(PersonalFeed).where(PersonalFeed.email_normal == email))
    token = page_token_of_feed(session, settings, feed) if feed is not None else None
    return address_token(token, feed) if feed is not None and token is not None else None


def page_token_of_feed(session: Session, settings: Settings, feed: PersonalFeed) -> str | None:
    follow = session.get(MailFollow, feed.id)
    found = page_token_of(settings, follow, feed) if follow is not None else None
    return found or registrations_page_token(settings, feed)


def bind(session: Session, feed: PersonalFeed, email: str, *, now: dt.datetime) -> None:
    """Put the registrations under `email` into `feed`. Calendars that had them by themselves have this feed now."""
    if feed.email_normal == email:
        return
    # One that is made meanwhile for the same address is waited for.
    other, _made = _feed_for(session, email, now=now)
    session.execute(
        sa.update(PersonalAddress)
        .where(PersonalAddress.personal_feed_id == other.id)
        .values(personal_feed_id=feed.id)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        sa.delete(PersonalFeed).where(PersonalFeed.id == other.id).execution_options(synchronize_session=False)
    )
    session.expunge(other)
    feed.email_normal, feed.changed_at = email, next_second(now, feed.changed_at)
    session.flush()


def unbind(session: Session, feed: PersonalFeed, *, now: dt.datetime) -> None:
    """Take the registrations out of `feed` again."""
    feed.email_normal, feed.changed_at = None, next_second(now, feed.changed_at)
    session.flush()


def _feed_for(session: Session, email: str, *, now: dt.datetime) -> tuple[PersonalFeed, bool]:
    """Returns the feed of the registrations under `email`, locked, and whether it was made for it just now."""
    moment, digest = now.replace(microsecond=0), digest_of(new_token())
    # One statement that makes or locks it: between two, whoever erases the address could take it out of the feed.
    found = session.execute(
        insert_or(session, PersonalFeed)
        .values(page_digest=digest, created_at=moment, changed_at=moment, email_normal=email)
        .on_conflict_do_update(index_elements=["email_normal"], set_={"email_normal": email})
        .returning(PersonalFeed.id, PersonalFeed.page_digest)
    ).one()
    feed = session.get_one(PersonalFeed, found.id, populate_existing=True)
    return feed, found.page_digest == digest
