import datetime as dt
import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.ext.orderinglist import OrderingList, ordering_list
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, WallTime, WebAddress, owned, part_of, states
from webinars.models.organisation import Organisation

if TYPE_CHECKING:
    from webinars.models.agenda import AgendaQuestion
    from webinars.models.audience_question import AudienceQuestion
    from webinars.models.lineup import Appearance
    from webinars.models.picture import Picture
    from webinars.models.recording import Recording

CONDUCTED_BEFORE = dt.timedelta(minutes=30)
"""So long before its start a webinar can be opened: what was said earlier was said of another start."""
MAY_RUN_OVER = dt.timedelta(minutes=30)
"""For so long after its end nobody is sent away, and nothing says that it is over."""


class Status(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Visibility(enum.StrEnum):
    PUBLIC = "public"
    UNLISTED = "unlisted"


class JoinAccess(enum.StrEnum):
    """Who is given the way into the room."""

    OPEN = "open"
    REGISTERED = "registered"


class PartnerRight(enum.StrEnum):
    """What a co-organiser's owners and editors may do with a webinar. None of them implies another."""

    TEXTS = "texts"
    PEOPLE = "people"
    REGISTRATIONS = "registrations"
    PUBLISH = "publish"


DEFAULT_RIGHTS = (PartnerRight.TEXTS, PartnerRight.PEOPLE)


class CreditWording(enum.StrEnum):
    """How a co-organiser is named in the credit line."""

    ORGANISED = "organised"
    """Beside the host."""
    WITH = "with"
    SUPPORTED = "supported"


class RegistrationMode(enum.StrEnum):
    """Where people register."""

    NONE = "none"
    HERE = "here"
    ELSEWHERE = "elsewhere"


class RecordingPlan(enum.StrEnum):
    """Whether there will be a recording, as the organisers say."""

    UNDECIDED = "undecided"
    YES = "yes"
    NO = "no"


class Series(Model):
    """Webinars under one umbrella."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), init=False, index=True)

    organisation: Mapped[Organisation] = orm.relationship(lazy="raise")


class Topic(Model):
    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))


webinar_topic = sa.Table(
    "webinar_topic",
    Model.metadata,
    sa.Column("webinar_id", sa.ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("topic_id", sa.ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Webinar(Model):
    """One scheduled event.

    Its promise is `starts_wall` in `timezone` for `duration_minutes`. The instants `starts_at` and `ends_at` are
    derived from it and recomputed when zone rules change. A draft may have no start yet, an old recap only a date.
    """

    __tablename__ = "webinar"
    __table_args__ = (
        sa.CheckConstraint("duration_minutes BETWEEN 1 AND 10080", name="duration_in_a_week"),
        sa.CheckConstraint("(starts_at IS NULL) = (starts_wall IS NULL)", name="instant_with_its_promise"),
        sa.CheckConstraint("starts_wall IS NULL OR timezone IS NOT NULL", name="promise_has_a_zone"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint(
            "status <> 'published' OR (starts_on IS NOT NULL AND published_at IS NOT NULL)", name="published_has_a_date"
        ),
        sa.CheckConstraint("status <> 'cancelled' OR cancelled_at IS NOT NULL", name="cancelled_says_when"),
        sa.CheckConstraint("NOT is_registration_here OR registration_url IS NULL", name="registration_in_one_place"),
        sa.CheckConstraint("(rehearsal_wall IS NULL) = (rehearsal_timezone IS NULL)", name="rehearsal_has_a_zone"),
        sa.CheckConstraint("rehearsal_minutes BETWEEN 1 AND 1440", name="rehearsal_in_a_day"),
        # Lists are counted and put in order from it alone: most of a row is description.
        sa.Index(
            "ix_webinar_listed",
            *("visibility", "status", "starts_at", "over_at", "starts_on", "host_id", "series_id"),
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    """Follows the title until the first publication, then stays."""
    uid: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """The UID of its calendar entry: made once, random, free of host, slug and time."""
    join_code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    """What stands after /join/: outlives every change of the room."""
    revision: Mapped[int] = mapped_column(default=1, init=False)
    """Raised by every change, so that a form made before somebody else's change is noticed."""

    title: Mapped[str] = mapped_column(sa.String(300))
    summary: Mapped[str] = mapped_column(sa.String(500), default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    """Markdown."""
    language: Mapped[str] = mapped_column(sa.String(35), default="en")
    """A BCP 47 tag."""
    status: Mapped[Status] = mapped_column(states(Status), default=Status.DRAFT)
    visibility: Mapped[Visibility] = mapped_column(states(Visibility), default=Visibility.PUBLIC)

    starts_wall: Mapped[WallTime | None] = mapped_column(sa.DateTime(timezone=False), default=None)
    """What the organiser promised, as clocks in `timezone` show it."""
    timezone: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    duration_minutes: Mapped[int] = mapped_column(default=90)
    is_duration_assumed: Mapped[bool] = mapped_column(default=False)
    """No end was given. The organisation's usual length was taken."""
    starts_on: Mapped[dt.date | None] = mapped_column(default=None, index=True)
    """The date in `timezone`, the only thing known of some old webinars."""
    starts_at: Mapped[dt.datetime | None] = mapped_column(default=None, index=True)
    ends_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    display_zones: Mapped[Json] = mapped_column(default_factory=list)
    """[{"label", "timezone"}, …] in order. Empty means the host's, then the site's."""

    moved_from_wall: Mapped[WallTime | None] = mapped_column(sa.DateTime(timezone=False), default=None)
    """The start announced before the latest move, shown until the webinar is over."""
    moved_from_timezone: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    moved_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    conducted_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When somebody who may say that it begins has opened the page of the day: from then on the hour waits for them."""
    late_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was last said that it begins `late_minutes` later than planned, or after all at its hour."""
    late_minutes: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was said that it had begun. `starts_at` is what was planned."""
    continued_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was last said that it was still going on."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was said that it was over. `ends_at` is what was planned."""
    over_at: Mapped[dt.datetime | None] = mapped_column(default=None, init=False)
    """From when on it is over, as far as is known: follows from the others (`expected_over_at`) with every change, so
    that lists can ask for it."""
    cancelled_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    cancellation_reason: Mapped[str] = mapped_column(sa.String(500), default="")

    join_url: Mapped[str | None] = mapped_column(WebAddress(2000), default=None)
    """The room's own address: never on a public page, in a feed or in search."""
    join_passcode: Mapped[str] = mapped_column(sa.String(100), default="")
    join_dial_in: Mapped[str] = mapped_column(sa.String(1000), default="")
    join_access: Mapped[JoinAccess] = mapped_column(states(JoinAccess), default=JoinAccess.OPEN)
    live_stream_url: Mapped[str | None] = mapped_column(WebAddress(2000), default=None)
    recording_plan: Mapped[RecordingPlan] = mapped_column(states(RecordingPlan), default=RecordingPlan.UNDECIDED)
    registration_url: Mapped[str | None] = mapped_column(WebAddress(2000), default=None)
    """Where people register on another site."""
    is_registration_here: Mapped[bool] = mapped_column(default=False)
    """People register on this site: how, is said by its `RegistrationDesk`."""

    is_lineup_confirmed_only: Mapped[bool] = mapped_column(default=False)
    """Whether who has not said yes yet stands nowhere in public."""
    are_speakers_texts_taken: Mapped[bool] = mapped_column(default=True)
    """Whether what speakers write on their own pages stands at once, instead of being proposed to the organisers."""
    rehearsal_wall: Mapped[WallTime | None] = mapped_column(sa.DateTime(timezone=False), default=None)
    """For the speakers, as clocks in `rehearsal_timezone` show it."""
    rehearsal_timezone: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    rehearsal_minutes: Mapped[int] = mapped_column(default=30)

    host_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), init=False, index=True)
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("series.id"), init=False, index=True, default=None)
    created_at: Mapped[dt.datetime] = mapped_column()
    updated_at: Mapped[dt.datetime] = mapped_column()
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """The first publication. Set on a draft, it means: unpublished, so the page answers 410."""

    host: Mapped[Organisation] = orm.relationship(lazy="raise")
    series: Mapped[Series | None] = orm.relationship(lazy="raise", default=None)
    topics: Mapped[list[Topic]] = orm.relationship(
        secondary=webinar_topic, init=False, lazy="raise", order_by=Topic.name
    )
    co_organisers: Mapped[OrderingList["CoOrganiser"]] = owned(
        back_populates="webinar", order_by="CoOrganiser.position", collection_class=ordering_list("position")
    )
    lineup: Mapped[OrderingList["Appearance"]] = owned(
        back_populates="webinar", order_by="Appearance.position", collection_class=ordering_list("position")
    )
    questions: Mapped[OrderingList["AgendaQuestion"]] = owned(
        back_populates="webinar", order_by="AgendaQuestion.position", collection_class=ordering_list("position")
    )
    answered_questions: Mapped[list["AudienceQuestion"]] = orm.relationship(
        init=False,
        viewonly=True,
        lazy="raise",
        primaryjoin="and_(Webinar.id == foreign(AudienceQuestion.webinar_id), AudienceQuestion.state == 'answered', "
        "AudienceQuestion.is_hidden.is_(False))",
        order_by="(AudienceQuestion.answered_s, AudienceQuestion.number)",
    )
    """Of the audience, at a moment or in writing: the join itself leaves out what is hidden."""
    shown_questions: Mapped[list["AudienceQuestion"]] = orm.relationship(
        init=False,
        viewonly=True,
        lazy="raise",
        primaryjoin="and_(Webinar.id == foreign(AudienceQuestion.webinar_id), AudienceQuestion.state != 'pending', "
        "AudienceQuestion.is_hidden.is_(False))",
        order_by="AudienceQuestion.number",
    )
    """Of the audience, whatever became of them: without what is hidden or waits to be read."""
    recordings: Mapped[OrderingList["Recording"]] = orm.relationship(
        init=False,
        back_populates="webinar",
        foreign_keys="Recording.webinar_id",
        # No orphan is deleted: one that was removed is kept for a while.
        cascade="all",
        lazy="raise",
        order_by="Recording.position",
        collection_class=ordering_list("position"),
    )
    cover: Mapped["Picture | None"] = owned(back_populates="webinar", passive_deletes=True)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - the mapper's own form

    @property
    def is_unpublished(self) -> bool:
        """Was public once and is no longer."""
        return self.status == Status.DRAFT and self.published_at is not None

    @property
    def lacks_registration(self) -> bool:
        """Lets in only people who have registered, and nobody can."""
        return self.join_access == JoinAccess.REGISTERED and self.registration_mode is RegistrationMode.NONE

    @property
    def registration_mode(self) -> "RegistrationMode":
        if self.is_registration_here:
            return RegistrationMode.HERE
        return RegistrationMode.ELSEWHERE if self.registration_url else RegistrationMode.NONE

    @property
    def is_public_page(self) -> bool:
        """Whether strangers may see its page: it was published and not taken back."""
        return self.status != Status.DRAFT

    def pressed(self, at: dt.datetime | None) -> dt.datetime | None:
        """Returns `at`, when something was said on the day, if it belongs to the start that is planned now."""
        if at is None or self.starts_at is None or at < self.starts_at - CONDUCTED_BEFORE:
            return None
        return at

    def expected_late(self) -> dt.timedelta:
        """Returns how much later than planned it is said to begin."""
        return dt.timedelta(minutes=self.late_minutes if self.pressed(self.late_at) else 0)

    def planned_end(self) -> dt.datetime | None:
        """Returns the planned end, or None without a start."""
        if self.starts_at is None:
            return None
        return self.ends_at or self.starts_at + dt.timedelta(minutes=self.duration_minutes)

    def expected_over_at(self) -> dt.datetime | None:
        """Returns from when on it is over: when that was said, else some time after its end, or None without a date."""
        end = self.planned_end()
        if end is None:
            return (
                None
                if self.starts_on is None
                else dt.datetime.combine(self.starts_on, dt.time(), dt.UTC) + MAY_RUN_OVER
            )
        end += self.expected_late()
        return self.pressed(self.ended_at) or max(end, self.pressed(self.continued_at) or end) + MAY_RUN_OVER


@sa.event.listens_for(Webinar, "before_insert")
@sa.event.listens_for(Webinar, "before_update")
def _keep_over_at(_mapper: object, _connection: object, webinar: Webinar) -> None:
    webinar.over_at = webinar.expected_over_at()


class CoOrganiser(Model):
    """An organisation beside the host of a webinar, in the order of the credit line."""

    __tablename__ = "co_organiser"
    __table_args__ = (sa.UniqueConstraint("webinar_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", init=False)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), init=False, index=True)
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in, and None until then, or ordering_list would skip it."""
    invited_at: Mapped[dt.datetime] = mapped_column()
    accepted_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """From then on it is named in public, and the webinar stands on its page and in its feed."""
    rights: Mapped[Json] = mapped_column(default_factory=lambda: [right.value for right in DEFAULT_RIGHTS])
    """What its owners and editors may do once it has accepted: values of `PartnerRight`."""
    wording: Mapped[CreditWording] = mapped_column(states(CreditWording), default=CreditWording.ORGANISED)

    webinar: Mapped[Webinar] = orm.relationship(back_populates="co_organisers", lazy="raise", init=False)
    organisation: Mapped[Organisation] = orm.relationship(lazy="raise")


class FormerSlug(Model):
    """A slug that something public once had: it redirects for ever and is given to nothing else."""

    __tablename__ = "former_slug"
    __table_args__ = (sa.UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    """The table it was a slug of."""
    slug: Mapped[str] = mapped_column(sa.String(80))
    target_id: Mapped[int | None] = mapped_column(default=None)
    """The row it belongs to, or None once that is deleted, and then the address answers 410."""
