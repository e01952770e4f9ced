import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, owned, part_of, states
from webinars.models.webinar import Status, Webinar

DEFAULT_REMINDERS = (1440, 60)
DEFAULT_RETENTION_DAYS = 30


class RegistrationState(enum.StrEnum):
    UNCONFIRMED = "unconfirmed"
    """Somebody has entered the address. Its reader has not said yet that it was meant. Holds no place."""
    PENDING = "pending"
    """The organisers have to approve it."""
    CONFIRMED = "confirmed"
    """Has a place."""
    WAITING = "waiting"
    CANCELLED = "cancelled"
    DECLINED = "declined"


ACTIVE_STATES = (
    RegistrationState.UNCONFIRMED,
    RegistrationState.PENDING,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITING,
)
"""Those that have not ended. None comes back: who registers again gets a row of its own."""
_ACTIVE = sa.text("state IN ('unconfirmed', 'pending', 'confirmed', 'waiting')")


class RegistrationEnd(enum.StrEnum):
    """Who has ended a registration."""

    ATTENDEE = "attendee"
    ORGANISER = "organiser"


class RegistrationSource(enum.StrEnum):
    PAGE = "page"
    HAND = "hand"
    """Entered by an organiser."""


class QuestionKind(enum.StrEnum):
    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    CHECKBOX = "checkbox"


class RegistrationDesk(Model):
    """How people register for a webinar here, and how many places are taken.

    Every verb of a registration locks this row first: it is what keeps two people from taking one seat. Nothing of it
    stands on the webinar's own row, whose revision is for what organisers write.
    """

    __tablename__ = "registration_desk"
    __table_args__ = (
        sa.CheckConstraint(
            "seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity)", name="seats_within_capacity"
        ),
        sa.CheckConstraint("capacity BETWEEN 1 AND 100000", name="capacity_in_range"),
        sa.CheckConstraint("retention_days BETWEEN 1 AND 365", name="retention_within_a_year"),
    )

    webinar_id: Mapped[int] = part_of("webinar.id", primary_key=True)
    capacity: Mapped[int | None] = mapped_column(default=None)
    """None: as many as come."""
    has_waiting_list: Mapped[bool] = mapped_column(default=True)
    is_approval_needed: Mapped[bool] = mapped_column(default=False)
    opens_before_minutes: Mapped[int | None] = mapped_column(default=None)
    """On the clocks of the webinar's zone, so that it moves with the webinar. None: from publication on."""
    closes_before_minutes: Mapped[int | None] = mapped_column(default=None)
    """The same, negative after the start. None: when the webinar ends."""
    reminder_minutes: Mapped[Json] = mapped_column(default_factory=lambda: list(DEFAULT_REMINDERS))
    """How long before the start each reminder leaves, the longest first."""
    retention_days: Mapped[int] = mapped_column(default=DEFAULT_RETENTION_DAYS)
    """After the webinar, until what is known of those who registered is erased."""
    takes_feedback: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether those who had a place are asked, after the end, how it was."""
    seats_taken: Mapped[int] = mapped_column(default=0)
    """As many as there are confirmed registrations, always."""
    standby_taken: Mapped[int] = mapped_column(default=0)
    """How many of those who waited came in because others had not come."""
    next_number: Mapped[int] = mapped_column(default=1)
    """Of the queue: no clock decides who was first."""
    told_status: Mapped[Status | None] = mapped_column(states(Status), default=None)
    """What those who registered know of the webinar: another state or hour is news to them."""
    told_starts_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    told_ends_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    told_recording_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When those who asked for it were promised to hear of the recording."""
    told_series_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When those who asked to hear of one more webinar of the series were promised to hear of this one."""


class Registration(Model):
    """One person's way to one webinar. What is known of the person goes after a while. The row stays, to be counted."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.Index(
            "ix_registration_active",
            *("webinar_id", "email_normal"),
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        sa.Index("ix_registration_queue", "webinar_id", "state", "queue_number"),
        sa.CheckConstraint("(state = 'waiting') = (queue_number IS NOT NULL)", name="number_while_waiting"),
        # An id is never given twice: what has been promised by mail is known by it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id")
    email_normal: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    """As addresses are compared, or None once erased."""
    name: Mapped[str] = mapped_column(sa.String(200))
    timezone: Mapped[str | None] = mapped_column(sa.String(64))
    state: Mapped[RegistrationState] = mapped_column(states(RegistrationState))
    source: Mapped[RegistrationSource] = mapped_column(states(RegistrationSource))
    nonce: Mapped[str | None] = mapped_column(sa.String(43))
    """What its links are made of, with the secret key: a mail that is written later can name them again."""
    link_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    join_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    kept_days: Mapped[int] = mapped_column()
    """After the webinar, as it was promised on registering. Less if the organisers keep it for less by now."""
    created_at: Mapped[dt.datetime] = mapped_column()
    queue_number: Mapped[int | None] = mapped_column(default=None)
    """The smallest is first. Its place in the queue is counted."""
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it got its place."""
    promoted_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it got it from the waiting list."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    ended_by: Mapped[RegistrationEnd | None] = mapped_column(states(RegistrationEnd), default=None)
    erased_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    wants_recording: Mapped[bool] = mapped_column(default=False)
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    skipped_reminders: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    """Of the reminders, those that are not wanted, in minutes before the start: ",60,10,"."""
    wants_messages: Mapped[bool] = mapped_column(default=True)
    joined_first_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When its link to the room was first opened. Who opened it, and whether they stayed, nobody knows."""
    joined_count: Mapped[int] = mapped_column(default=0)
    standby_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it came in from the waiting list, because there was room."""
    attended_minutes: Mapped[int | None] = mapped_column(default=None)
    """As the room's own report says. None: it says nothing of this person, or nobody has given it to us."""
    has_given_feedback: Mapped[bool] = mapped_column(default=False, server_default="0")
    """What was said is stored without a word on who said it."""
    reader_language: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """Of the page on which it was asked for, and of the mails. Empty: the webinar's."""
    told_sequence: Mapped[int | None] = mapped_column(default=None)
    """The highest SEQUENCE that a calendar part to this address had (RFC 5546, 3.2.5). None: none was sent."""
    told_method: Mapped[str | None] = mapped_column(sa.String(10), default=None)
    """Of that part: REQUEST or CANCEL."""

    webinar: Mapped[Webinar] = orm.relationship(init=False, lazy="raise")
    answers: Mapped[list["RegistrationAnswer"]] = owned(passive_deletes=True)


class RegistrationGroup(Model):
    """What one address has registered of one series: one mail, and one page that gives each place back by itself.

    Of the person it holds nothing. That stands in the registrations, and goes with them.
    """

    __tablename__ = "registration_group"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    series_id: Mapped[int] = part_of("series.id", index=True)
    nonce: Mapped[str] = mapped_column(sa.String(43))
    """What the address of its page is made of, with the secret key."""
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column()
    wants_more: Mapped[bool] = mapped_column(default=False)
    """Whether a mail is wanted when the series gets one more."""


class GroupedRegistration(Model):
    """Which group a registration belongs to."""

    __tablename__ = "grouped_registration"

    registration_id: Mapped[int] = part_of("registration.id", primary_key=True)
    group_id: Mapped[int] = part_of("registration_group.id", index=True)


class RegistrationQuestion(Model):
    """What the organisers ask those who register, and why."""

    __tablename__ = "registration_question"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", index=True)
    position: Mapped[int] = mapped_column()
    kind: Mapped[QuestionKind] = mapped_column(states(QuestionKind))
    label: Mapped[str] = mapped_column(sa.String(200))
    reason: Mapped[str] = mapped_column(sa.String(300))
    """Stands under the question."""
    options: Mapped[Json] = mapped_column(default_factory=list)
    """The choices, in order."""
    is_required: Mapped[bool] = mapped_column(default=False)
    keep_days: Mapped[int | None] = mapped_column(default=None)
    """After the webinar. None: as long as the rest."""
    is_retired: Mapped[bool] = mapped_column(default=False)
    """It is asked no more, and stays for the answers it has."""


class RegistrationAnswer(Model):
    __tablename__ = "registration_answer"
    __table_args__ = (sa.UniqueConstraint("registration_id", "question_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    registration_id: Mapped[int] = part_of("registration.id", init=False)
    question_id: Mapped[int] = part_of("registration_question.id", index=True)
    value: Mapped[Json] = mapped_column()
    """A text, the text of a choice, a list of such, or true."""


class Worth(enum.StrEnum):
    """Whether it was worth somebody's time."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Feedback(Model):
    """What somebody who had a place says of a webinar afterwards. Neither who said it nor when is known."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", index=True)
    worth: Mapped[Worth] = mapped_column(states(Worth))
    words: Mapped[str] = mapped_column(sa.String(500), default="")
    """What should be done better."""
