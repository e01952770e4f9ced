"""What programs read: the public words for things, as types. What only a token shows is left out for the others."""

import datetime as dt
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from webinars.domain.interfaces.webhooks.kinds import WebhookKind
from webinars.models import (
    Agreement,
    AppearanceRole,
    PassageKind,
    QuestionState,
    RecordingKind,
    RecordingPlan,
    RegistrationMode,
    RegistrationState,
    Status,
    Visibility,
    WebhookPreset,
)

Instant = Annotated[str, Meta(description="UTC, to the second.", extra_json_schema={"format": "date-time"})]
Wall = Annotated[str, Meta(description="What clocks in `timezone` show, like 2027-02-16T16:00.")]
Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]


def instant(at: dt.datetime) -> str:
    """Returns an instant as answers have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Reference(Struct, kw_only=True):
    """Something by its name. Without a page of its own it has no slug and no address."""

    slug: str | None
    name: str
    url: Address | None


class ZoneEntry(Struct, kw_only=True):
    """An entry of the zone line."""

    label: str
    timezone: str
    text: Annotated[str, Meta(description="The hour there, in the organiser's style: 4pm.")]
    day_shift: Annotated[int, Meta(description="1 where it is the day after the line's first, -1 the day before.")]
    shown: Annotated[
        str, Meta(description="As it stands in the line, with the day where it is another: 3am Tuesday Sydney.")
    ]


class LineupEntry(Reference, kw_only=True):
    role: AppearanceRole
    affiliation: str
    talk_title: str | None
    agreement: Annotated[Agreement, Meta(description="With the scope `read` alone.")] | UnsetType = UNSET


class RegistrationWay(Struct, kw_only=True):
    """How people register. What counts places is told to tokens with the scope `registrations` alone."""

    mode: RegistrationMode
    url: Address | None
    is_open: Annotated[bool, Meta(description="Not in lists.")] | UnsetType = UNSET
    is_full: Annotated[bool, Meta(description="Not in lists.")] | UnsetType = UNSET
    capacity: int | UnsetType | None = UNSET
    placed_count: int | UnsetType = UNSET
    waiting_count: int | UnsetType = UNSET


class RecordingReference(Struct, kw_only=True):
    slug: str
    url: Address
    kind: RecordingKind
    title: str


class WebinarAnswer(Struct, kw_only=True, rename={"id_": "id"}):
    """A webinar. One that is postponed has no start, no end and no zone line until it has a new one."""

    id_: Annotated[str, Meta(description="The UID of its calendar entry: stays whatever its slug becomes.")]
    slug: str
    url: Address
    title: str
    summary: str
    description: Annotated[str, Meta(description="Markdown.")]
    language: Annotated[str, Meta(description="A BCP 47 tag.")]
    status: Status
    visibility: Visibility
    starts_at: Instant | None
    ends_at: Instant | None
    starts_on: Day | None
    starts_wall: Wall | None
    timezone: str | None
    duration_minutes: int
    zone_line: list[ZoneEntry]
    organisers: Annotated[list[Reference], Meta(description="The host first.")]
    series: Reference | None
    topics: list[str]
    questions: Annotated[list[str], Meta(description="Of the agenda.")]
    lineup: list[LineupEntry]
    registration: RegistrationWay
    recording_plan: RecordingPlan
    recordings: list[RecordingReference]
    calendar_url: Address
    join_url: Annotated[Address | None, Meta(description="Our door to the room, where everybody may join.")]
    room_url: (
        Annotated[str | None, Meta(description="The room's own address: with the scope `read` alone.")] | UnsetType
    ) = UNSET
    image_url: Address
    updated_at: Instant


class WebinarList(Struct, kw_only=True):
    items: list[WebinarAnswer]
    next_cursor: str | None


class WebinarReference(Struct, kw_only=True):
    slug: str
    url: Address
    title: str
    starts_on: Day | None
    organisation: str


class ChapterAnswer(Struct, kw_only=True):
    starts_s: int
    title: str
    url: Address


class RecordingAnswer(RecordingReference, kw_only=True):
    """A recording. Seconds count from its own beginning."""

    webinar: WebinarReference
    speakers: list[Reference]
    language: str
    duration_s: int | None
    published_at: Instant
    video_url: Annotated[Address, Meta(description="Where the video itself is.")]
    embed_url: Annotated[Address, Meta(description="To be framed.")]
    image_url: Address
    chapters: Annotated[list[ChapterAnswer], Meta(description="Not in lists.")] | UnsetType = UNSET
    transcripts: Annotated[list[str], Meta(description="Their languages. Not in lists.")] | UnsetType = UNSET


class RecordingList(Struct, kw_only=True):
    items: list[RecordingAnswer]
    next_cursor: str | None


class MomentAnswer(Struct, kw_only=True):
    """What was said, or answered, at a second of a recording."""

    recording: RecordingReference
    webinar: WebinarReference
    kind: PassageKind
    starts_s: int
    url: Annotated[Address, Meta(description="With `?t=`.")]
    text: str
    language: str


class MomentList(Struct, kw_only=True):
    items: list[MomentAnswer]
    next_cursor: str | None


class SubjectEntry(Struct, kw_only=True):
    """An organisation, a series, a speaker or a topic in a list."""

    slug: str
    name: str
    url: Address
    note: Annotated[str, Meta(description="Of a speaker the affiliation, of a series its organisation.")]
    webinar_count: int


class SubjectList(Struct, kw_only=True):
    items: list[SubjectEntry]
    next_cursor: str | None


class SubjectAnswer(Struct, kw_only=True):
    """An organisation, a series, a speaker or a topic."""

    slug: str
    name: str
    url: Address
    text: Annotated[str, Meta(description="What it says of itself, in Markdown.")]
    note: str
    website: str | None
    calendar_url: Address
    recordings_url: Annotated[Address, Meta(description="RSS.")]
    api_url: Annotated[Address, Meta(description="Its webinars.")]


class QuestionAnswer(Struct, kw_only=True):
    """A question from the audience."""

    number: int
    text: str
    name: str
    language: str
    state: QuestionState
    votes: int
    reason: str
    answer: Annotated[str, Meta(description="Markdown.")]
    answered_by: str
    asked_at: Instant
    answered_at: Instant | None
    url: Address


class QuestionList(Struct, kw_only=True):
    items: list[QuestionAnswer]
    next_cursor: str | None


class RegistrationReply(Struct, kw_only=True):
    question: str
    answer: str


class RegistrationAnswer(Struct, kw_only=True, rename={"id_": "id"}):
    id_: int
    name: str
    email: str
    timezone: str | None
    state: RegistrationState
    created_at: Instant
    answers: list[RegistrationReply]
    joined_at: Instant | None
    attended_minutes: int | None


class RegistrationList(Struct, kw_only=True):
    items: list[RegistrationAnswer]
    next_cursor: str | None


class HookAnswer(Struct, kw_only=True, rename={"id_": "id"}):
    id_: int
    url: Address
    preset: WebhookPreset
    kinds: list[WebhookKind]
    created_at: Instant
    paused_at: Instant | None


class NewHookAnswer(HookAnswer, kw_only=True):
    secret: Annotated[str, Meta(description="Told this once.")]


class HookList(Struct, kw_only=True):
    items: list[HookAnswer]
    next_cursor: str | None
