"""What the audience asks of a webinar, who has voted for it, and what became of it."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, reference_to, states
from webinars.models.agenda import AgendaQuestion
from webinars.models.lineup import Appearance
from webinars.models.webinar import Webinar

_LIVE = sa.text("state = 'answering'")


class AskingMode(enum.StrEnum):
    """When people may ask and vote."""

    OFF = "off"
    BEFORE = "before"
    """Until the start."""
    DURING = "during"
    """From the start to the end."""
    UNTIL_END = "until_end"
    """Both."""
    ALWAYS = "always"
    """Afterwards too, for written answers."""


class AskerNames(enum.StrEnum):
    """Whether a name stands beside a question."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    NONE = "none"


class AskedBy(enum.StrEnum):
    EVERYBODY = "everybody"
    REGISTERED = "registered"


class QuestionState(enum.StrEnum):
    PENDING = "pending"
    """A moderator has to read it first. Nobody else sees it."""
    OPEN = "open"
    ANSWERING = "answering"
    """It is being answered now: one of a webinar at a time."""
    ANSWERED = "answered"
    MERGED = "merged"
    """Into another, where its votes count."""
    DECLINED = "declined"
    """Not taken up, for a reason that everybody sees."""


class QuestionBoard(Model):
    """How the audience asks questions of a webinar. A webinar without a row takes none.

    Every verb of a question locks this row first: it is what keeps two moderators from answering two questions at once,
    and each count of votes right. Nothing of it stands on the webinar's own row, whose revision is for what organisers
    write.
    """

    __tablename__ = "question_board"

    webinar_id: Mapped[int] = part_of("webinar.id", primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    """What stands after /q/: short enough to be typed from a screen at the end of a room."""
    mode: Mapped[AskingMode] = mapped_column(states(AskingMode), default=AskingMode.OFF)
    approves_first: Mapped[bool] = mapped_column(default=False)
    approval_forced_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When so many came that approval switched itself on. None: somebody chose it."""
    names: Mapped[AskerNames] = mapped_column(states(AskerNames), default=AskerNames.OPTIONAL)
    asked_by: Mapped[AskedBy] = mapped_column(states(AskedBy), default=AskedBy.EVERYBODY)
    is_paused: Mapped[bool] = mapped_column(default=False)
    """A moderator has closed asking for now, whatever the mode says."""
    revision: Mapped[int] = mapped_column(default=1)
    """Raised in each transaction that changes what the public, or a moderator, sees."""
    next_number: Mapped[int] = mapped_column(default=1)
    stream_began_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the full stream began, if not at the planned start: where its recordings begin in webinar time."""
    answering_agenda_id: Mapped[int | None] = reference_to("agenda_question.id", index=True, default=None)
    """The question of the agenda that is being answered now. Never together with one of the audience."""
    answering_agenda_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    answering_agenda_by: Mapped[str] = mapped_column(sa.String(200), default="")
    """The moderator who took it up."""

    webinar: Mapped[Webinar] = orm.relationship(init=False, lazy="raise")
    answering_agenda: Mapped[AgendaQuestion | None] = orm.relationship(init=False, lazy="raise")


class AudienceQuestion(Model):
    """What somebody has asked. Its number is a promise: the page leads to it for ever."""

    __tablename__ = "audience_question"
    __table_args__ = (
        sa.UniqueConstraint("webinar_id", "number"),
        sa.Index("ix_audience_question_state", "webinar_id", "state"),
        sa.Index(
            "ix_audience_question_answering",
            "webinar_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
        sa.CheckConstraint("merged_into_id <> id", name="never_into_itself"),
        sa.CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_for_a_reason"),
        # What is promised by mail is known by it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("question_board.webinar_id")
    number: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(sa.String(300))
    original_text: Mapped[str | None] = mapped_column(sa.String(300), default=None)
    """As it was asked, where a moderator has made it clearer."""
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    language: Mapped[str] = mapped_column(sa.String(35), default="")
    """A BCP 47 tag. Empty: the webinar's."""
    reader_language: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """Of the page on which it was asked, and of the mail that tells what became of it. Empty: the webinar's."""
    state: Mapped[QuestionState] = mapped_column(states(QuestionState))
    appearance_id: Mapped[int | None] = reference_to("appearance.id", index=True, default=None)
    """Whom it is for, and who answers it."""
    registration_id: Mapped[int | None] = reference_to("registration.id", index=True, default=None)
    """Of who asked it by the page of a registration."""
    nonce: Mapped[str | None] = mapped_column(sa.String(43), default=None)
    """What the asker's link is made of, with the secret key, or None once it is erased."""
    link_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True, default=None)
    press_digest: Mapped[str | None] = mapped_column(sa.String(64), index=True, default=None)
    """Of all that was sent when it was asked, and from where, with the secret key: a second press is known by it. Goes
    within a day."""
    notify_email: Mapped[str | None] = mapped_column(sa.String(254), index=True, default=None)
    """Where to say what became of it, as addresses are compared."""
    created_at: Mapped[dt.datetime] = mapped_column()
    answering_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    answered_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    answered_s: Mapped[int | None] = mapped_column(default=None)
    """When its answer began, in webinar time. Stored when it began, for the planned start may move afterwards."""
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    """In writing, as Markdown, at most 4,000 characters."""
    answer_by: Mapped[str] = mapped_column(sa.String(200), default="")
    """The name under it, as it was when it was written."""
    answer_by_id: Mapped[int | None] = reference_to("appearance.id", index=True, default=None)
    """Whoever of the line-up wrote it. None: a moderator, or somebody who was taken out of it."""
    written_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why it is not taken up: for everybody."""
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("audience_question.id"), index=True, default=None)
    """The end of the chain, always."""
    is_hidden: Mapped[bool] = mapped_column(default=False)
    """Nobody but its asker and the moderators sees it, whatever its state."""
    hidden_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    """For the asker."""
    reported_count: Mapped[int] = mapped_column(default=0)
    """How many found it rude since a moderator last looked."""
    rank: Mapped[int] = mapped_column(default=0)
    """Moved up by a moderator: the highest is next, whatever the votes say."""
    vote_count: Mapped[int] = mapped_column(default=0)
    """Of those who voted for it or for one merged into it, each once: always as many as there are."""
    registered_vote_count: Mapped[int] = mapped_column(default=0)
    """How many of these are registered."""

    moved_by: Mapped[str] = mapped_column(sa.String(200), default="")
    """The moderator who brought it into its state: whoever presses later is told."""

    appearance: Mapped[Appearance | None] = orm.relationship(init=False, lazy="raise", foreign_keys=[appearance_id])


class QuestionVote(Model):
    """Who votes is known by nothing but a digest. A vote stays with the question it was given to."""

    __tablename__ = "question_vote"
    __table_args__ = (sa.UniqueConstraint("question_id", "voter_digest"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    question_id: Mapped[int] = part_of("audience_question.id")
    voter_digest: Mapped[str] = mapped_column(sa.String(64))
    """Of a registration or of a cookie, with the webinar and the secret key."""
    is_registered: Mapped[bool] = mapped_column(default=False)
    is_held: Mapped[bool] = mapped_column(default=False)
    """It came with too many others from one network: it counts once a moderator lets it."""
    created_at: Mapped[dt.datetime] = mapped_column()


class ModeratorLink(Model):
    """The secret address by which somebody without an account moderates the questions of one webinar."""

    __tablename__ = "moderator_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("question_board.webinar_id", index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    """Whom it is for. What is done by it stands under this name."""
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_by_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    made_at: Mapped[dt.datetime] = mapped_column()
    opened_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was first used to do something."""
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
