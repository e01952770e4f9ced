import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, owned, part_of, reference_to, states


class CalendarEntry(Model):
    """The VEVENT of a webinar as it was last written. Feeds join these. A poll writes nothing anew.

    It outlives its webinar: what was published and is deleted stays in feeds as cancelled, until some days after its
    date.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (
        sa.CheckConstraint("sequence >= 0", name="sequence_counts_up"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int | None] = reference_to("webinar.id", unique=True, default=None)
    uid: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """The webinar's, kept for when that is gone. Of a row that stands in feeds for an entry that left them, a key."""
    sequence: Mapped[int] = mapped_column()
    """Raised by every change of what is written (RFC 5545, 3.8.7.4)."""
    changed_at: Mapped[dt.datetime] = mapped_column()
    """DTSTAMP and LAST-MODIFIED."""
    created_at: Mapped[dt.datetime] = mapped_column()
    starts_at: Mapped[dt.datetime] = mapped_column()
    ends_at: Mapped[dt.datetime] = mapped_column()
    leaves_at: Mapped[dt.datetime] = mapped_column(index=True)
    """From then on it is in no feed."""
    title: Mapped[str] = mapped_column(sa.String(300))
    """As last published: all that is said of a webinar that was taken down."""
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    """Its webinar was unpublished or deleted. Nothing of the draft may appear here until it is published again."""
    content_digest: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of what is written without SEQUENCE and times of change: the same content is no change."""
    written_with: Mapped[str] = mapped_column(sa.String(64))
    """Hash of the settings and the version of the writer: another one means that it must be written anew."""
    full_size: Mapped[int] = mapped_column()
    """Octets of `full`: decides which form a large feed takes."""
    full: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    """BEGIN:VEVENT to END:VEVENT, folded, CRLF."""
    short: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    """The same with a short description, for feeds that would be too large."""
    full_deflated: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    short_deflated: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)


class FeedKind(enum.StrEnum):
    SITE = "site"
    ORGANISATION = "organisation"
    SERIES = "series"
    SPEAKER = "speaker"
    TOPIC = "topic"


class Feed(Model):
    """A public feed that has, or has had, an entry. What a poll needs to know stands in this row alone."""

    __tablename__ = "feed"
    # An id is never given twice: processes remember feeds by it.
    __table_args__ = (sa.UniqueConstraint("kind", "subject_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[FeedKind] = mapped_column(states(FeedKind))
    subject_id: Mapped[int] = mapped_column()
    """The organisation, series, speaker or topic. 0 for the site, so that the constraint holds there too."""
    path: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """Its address on this site."""
    name: Mapped[str] = mapped_column(sa.String(300))
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the changes: an entry that entered, changed or left."""
    digest: Mapped[str] = mapped_column(sa.String(64))
    """Hash over everything that ever changed in it. The ETag is made of it."""
    changed_at: Mapped[dt.datetime] = mapped_column()
    """When `revision` was raised: it only moves forward, in whole seconds, also when an entry leaves."""


class FeedEntry(Model):
    """That an entry stands in a feed, or no longer does.

    Rows stay after an entry has left, so that a process that holds the feed in memory asks only for what is newer than
    what it has.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (sa.Index("ix_feed_entry_newer", "feed_id", "revision"),)

    feed_id: Mapped[int] = part_of("feed.id", primary_key=True, init=False)
    entry_id: Mapped[int] = part_of("calendar_entry.id", primary_key=True, index=True, init=False)
    is_in: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column()
    """The feed's revision that brought the latest change of this entry or of its being in."""

    feed: Mapped[Feed] = orm.relationship(lazy="raise")
    entry: Mapped[CalendarEntry] = orm.relationship(lazy="raise")


class ClientFamily(enum.StrEnum):
    """Kinds of programs that fetch feeds. So much is known of who follows, and no more."""

    GOOGLE = "google"
    APPLE = "apple"
    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    GNOME = "gnome"
    KDE = "kde"
    ICSX5 = "icsx5"
    NEXTCLOUD = "nextcloud"
    PROTON = "proton"
    FASTMAIL = "fastmail"
    YAHOO = "yahoo"
    HOME_ASSISTANT = "home assistant"
    BROWSER = "browser"
    OTHER = "other"


class FeedFetches(Model):
    """How often clients of one family fetched a feed on one day (UTC). Counted only: nothing here is about a person."""

    __tablename__ = "feed_fetches"
    __table_args__ = (sa.CheckConstraint("fetch_count > 0", name="fetched_at_all"),)

    feed_id: Mapped[int] = part_of("feed.id", primary_key=True)
    family: Mapped[ClientFamily] = mapped_column(states(ClientFamily), primary_key=True)
    fetched_on: Mapped[dt.date] = mapped_column(primary_key=True)
    fetch_count: Mapped[int] = mapped_column()
    latest_at: Mapped[dt.datetime] = mapped_column()
    revision: Mapped[int] = mapped_column()
    """The revision of the feed that the latest of them got, or had already."""


class PersonalFeed(Model):
    """What a follower without an account has chosen: read at one secret address, changed on another secret page."""

    __tablename__ = "personal_feed"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    page_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the page's token."""
    address_count: Mapped[int] = mapped_column(default=1)
    """How many addresses it has had. The page's token and this number make the present one."""
    created_at: Mapped[dt.datetime] = mapped_column()
    changed_at: Mapped[dt.datetime] = mapped_column()
    """When the choice last changed. It moves forward only."""
    email_normal: Mapped[str | None] = mapped_column(sa.String(254), unique=True, default=None)
    """Whose registrations stand in it as well. It was proved by a mail."""

    follows: Mapped[list["Follow"]] = owned(back_populates="personal_feed")


class PersonalAddress(Model):
    """An address under /my/, now or formerly that of a personal feed. It answers 410 once revoked, never 404."""

    __tablename__ = "personal_address"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the token."""
    personal_feed_id: Mapped[int | None] = reference_to("personal_feed.id", init=False, index=True, default=None)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    personal_feed: Mapped[PersonalFeed | None] = orm.relationship(lazy="raise")


class Follow(Model):
    """That a personal feed includes an organisation, a series, a speaker or a topic."""

    __tablename__ = "follow"

    personal_feed_id: Mapped[int] = part_of("personal_feed.id", primary_key=True, init=False)
    kind: Mapped[FeedKind] = mapped_column(states(FeedKind), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    personal_feed: Mapped[PersonalFeed] = orm.relationship(back_populates="follows", lazy="raise", init=False)


class FollowedEntry(Model):
    """That a personal feed includes one webinar by itself: its entry, which outlives it and says what became of it."""

    __tablename__ = "followed_entry"

    personal_feed_id: Mapped[int] = part_of("personal_feed.id", primary_key=True)
    entry_id: Mapped[int] = part_of("calendar_entry.id", primary_key=True, index=True)


class Rhythm(enum.StrEnum):
    """How often somebody who follows by mail is written to."""

    AS_IT_COMES = "as-it-comes"
    DAILY = "daily"
    WEEKLY = "weekly"


class MailFollow(Model):
    """That what a personal feed follows is told by mail as well."""

    __tablename__ = "mail_follow"
    __table_args__ = (sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_a_week"),)

    personal_feed_id: Mapped[int] = part_of("personal_feed.id", primary_key=True)
    email_normal: Mapped[str] = mapped_column(sa.String(254), index=True)
    rhythm: Mapped[Rhythm] = mapped_column(states(Rhythm))
    weekday: Mapped[int] = mapped_column(sa.SmallInteger)
    """Of the weekly mail. 0 is Monday."""
    timezone: Mapped[str] = mapped_column(sa.String(64))
    nonce: Mapped[str] = mapped_column(sa.String(43))
    """What the link of its page is made of, with the secret key."""
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column()
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """None: the reader of the address has not said yet that it was meant. Nothing is sent."""
    cursor_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """What became public until then has been told, or was there before."""
    reader_language: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """Of the page on which it was asked for, and of the mails. Empty: English."""
    next_at: Mapped[dt.datetime | None] = mapped_column(index=True, default=None)
    """When the next mail is due, if there is anything new."""

    personal_feed: Mapped[PersonalFeed] = orm.relationship(init=False, lazy="raise")
