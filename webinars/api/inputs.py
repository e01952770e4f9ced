"""What programs send: what a webinar or a recording shall be. What is left out stays as it is (RFC 7396)."""

import datetime as dt
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from webinars.api.protocol.cursors import PATTERN as CURSOR
from webinars.domain.interfaces.webhooks.kinds import WebhookKind
from webinars.lib.i18n import gettext as _
from webinars.lib.records import READ, Unfit
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.models import (
    Agreement,
    AppearanceRole,
    JoinAccess,
    RecordingKind,
    RecordingPlan,
    RegistrationMode,
    Status,
    Visibility,
    WebhookPreset,
)
from webinars.pure.times import canonical, is_known

MOST_LISTED = 100
USUAL_LISTED = 30
TODAY = "today"
_DAY = r"^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"
_WALL = r"^[12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$"
_MOMENT = r"^(today|[12][0-9]{3}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)?)$"


def _moment(text: str) -> str:
    try:
        dt.datetime.fromisoformat(text if text != TODAY else "2000-01-01")
    except ValueError as error:
        raise Unfit(_("There is no such day or hour.")) from error
    return text


def _zone(text: str) -> str:
    if not is_known(text):
        raise Unfit(_("There is no such zone. Name one like Europe/London."))
    return canonical(text)


def _link(text: str) -> str:
    try:
        return web_address(text)
    except NotAWebAddress as error:
        raise Unfit(_("This is not a web address. Write one that begins with https://.")) from error


Line = Annotated[str, Meta(max_length=300)]
Short = Annotated[str, Meta(max_length=200)]
Slug = Annotated[str, Meta(pattern="^[a-z0-9-]{1,80}$")]
Language = Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)]
Zone = Annotated[str, Meta(max_length=64, description="A name of the IANA database.", extra={READ: _zone})]
Day = Annotated[str, Meta(pattern=_DAY, extra={READ: _moment})]
Wall = Annotated[
    str, Meta(pattern=_WALL, description="What clocks in `timezone` show: 2027-02-16T16:00.", extra={READ: _moment})
]
Link = Annotated[str, Meta(pattern="^https?://", max_length=2000, extra={READ: _link})]
Minutes = Annotated[int, Meta(ge=1, le=10080)]
Seconds = Annotated[int, Meta(ge=0, le=604_800)]
Moment = Annotated[
    str,
    Meta(
        pattern=_MOMENT,
        description="A day, from its beginning in UTC, an instant like 2027-02-16T16:00:00Z, or `today`.",
        extra={READ: _moment},
    ),
]
Ignored = Annotated[str, Meta(description="As it was read: left out of account.")]
Limit = Annotated[int, Meta(ge=1, le=MOST_LISTED)]
Cursor = Annotated[str, Meta(pattern=CURSOR, description="`next_cursor` of the part before.")]
Words = Annotated[str, Meta(max_length=200)]


class WebinarQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    q: Words = ""
    after: Moment | None = None
    before: Moment | None = None
    organisation: Slug | None = None
    series: Slug | None = None
    speaker: Slug | None = None
    topic: Slug | None = None
    status: Status | None = None
    cursor: Cursor | None = None
    limit: Limit = USUAL_LISTED


class RecordingQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    q: Words = ""
    organisation: Slug | None = None
    series: Slug | None = None
    speaker: Slug | None = None
    topic: Slug | None = None
    year: Annotated[str, Meta(pattern="^[12][0-9]{3}$")] | None = None
    language: Language | None = None
    cursor: Cursor | None = None
    limit: Limit = USUAL_LISTED


class MomentQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    q: Annotated[str, Meta(min_length=1, max_length=200)]
    cursor: Cursor | None = None


class LanguageQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    language: Language | None = None


class SubjectQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    cursor: Cursor | None = None
    limit: Limit = USUAL_LISTED


class NamedInput(Struct, kw_only=True, forbid_unknown_fields=True):
    """Somebody or something, by slug or by name. A name that nobody has is made."""

    slug: Slug | UnsetType | None = UNSET
    name: Short | UnsetType = UNSET
    url: Ignored | UnsetType | None = UNSET


class LineupInput(NamedInput, kw_only=True, forbid_unknown_fields=True):
    role: AppearanceRole = AppearanceRole.SPEAKER
    affiliation: Line = ""
    talk_title: Line | None = None
    agreement: Annotated[Agreement, Meta(description="`agreed`, or what it was.")] | UnsetType = UNSET


class ZoneInput(Struct, kw_only=True, forbid_unknown_fields=True):
    label: Annotated[str, Meta(max_length=60)]
    timezone: Zone


class RegistrationInput(Struct, kw_only=True, forbid_unknown_fields=True):
    mode: RegistrationMode | UnsetType = UNSET
    url: Annotated[Link | None, Meta(description="Where `mode` is elsewhere.")] | UnsetType = UNSET
    capacity: Annotated[int, Meta(ge=1, le=100000)] | UnsetType | None = UNSET
    waiting_list: bool | UnsetType = UNSET
    approval: bool | UnsetType = UNSET


class WebinarChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a webinar shall say. The start of one that is announced is changed by `…/move`."""

    title: Line | UnsetType = UNSET
    summary: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=20_000, description="Markdown.")] | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    display_zones: Annotated[list[ZoneInput], Meta(max_length=24)] | UnsetType = UNSET
    starts_on: Annotated[Day, Meta(description="Where the hour is not known.")] | UnsetType | None = UNSET
    starts_wall: Wall | UnsetType | None = UNSET
    timezone: Zone | UnsetType = UNSET
    duration_minutes: Minutes | UnsetType = UNSET
    organisers: Annotated[list[NamedInput], Meta(max_length=30, description="The host first.")] | UnsetType = UNSET
    series: NamedInput | UnsetType | None = UNSET
    topics: Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(max_length=12)] | UnsetType = UNSET
    questions: Annotated[list[Annotated[str, Meta(max_length=1000)]], Meta(max_length=100)] | UnsetType = UNSET
    lineup: Annotated[list[LineupInput], Meta(max_length=100)] | UnsetType = UNSET
    registration: RegistrationInput | UnsetType = UNSET
    join_access: JoinAccess | UnsetType = UNSET
    recording_plan: RecordingPlan | UnsetType = UNSET
    room_url: Annotated[Link | None, Meta(description="The room's own address.")] | UnsetType = UNSET
    live_stream_url: Link | UnsetType | None = UNSET


class NewWebinar(WebinarChanges, kw_only=True, forbid_unknown_fields=True):
    """A draft of the token's organisation."""

    title: Line


class MoveInput(Struct, kw_only=True, forbid_unknown_fields=True):
    starts_wall: Wall
    timezone: Zone | UnsetType = UNSET
    duration_minutes: Minutes | UnsetType = UNSET


class CancellationInput(Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(max_length=500)] = ""


class NoInput(Struct, kw_only=True, forbid_unknown_fields=True):
    """Nothing has to be said: `{}`."""


class RecordingChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    url: Annotated[Link, Meta(description="Of the video, as a person finds it.")] | UnsetType = UNSET
    kind: RecordingKind | UnsetType = UNSET
    speaker: Annotated[Slug, Meta(description="Whose talk a presentation is.")] | UnsetType | None = UNSET
    title: Line | UnsetType = UNSET
    starts_s: Annotated[Seconds, Meta(description="In the video.")] | UnsetType | None = UNSET
    ends_s: Seconds | UnsetType | None = UNSET
    duration_s: Annotated[int, Meta(ge=1, le=604800)] | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET


class NewRecording(RecordingChanges, kw_only=True, forbid_unknown_fields=True):
    webinar: Annotated[str, Meta(pattern="^[a-z0-9-]{1,80}$", description="Its slug or id.")]
    url: Link


class AttendanceInput(Struct, kw_only=True, forbid_unknown_fields=True):
    minutes: Annotated[int, Meta(ge=0, le=10_000)] | None


class NewHook(Struct, kw_only=True, forbid_unknown_fields=True):
    url: Annotated[Link, Meta(description="It begins with https.")]
    preset: WebhookPreset = WebhookPreset.PROGRAM
    kinds: Annotated[list[WebhookKind], Meta(description="Of `program`: at least one.")] = []
    authorization: Annotated[str, Meta(max_length=500, description="A header of that name for each call.")] = ""
