"""The plain fields of a webinar, one row a field: all that differs from one to the next.

Rights, checks, history, undo, copies, the archive, the editor's boxes and the merge of two editors read it here. What
is none of these (the start, the line-up, …) has verbs of its own.
"""

import enum
from collections.abc import Mapping

from msgspec import Struct

from webinars.db import length_of
from webinars.domain.programme.fields.value_kinds import Choice, Flag, Kind, LanguageTag, Line, Link, Text, Zones
from webinars.domain.programme.recording_plan import PLAN_NAMES
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import JoinAccess, PartnerRight, Visibility, Webinar

LONGEST_DESCRIPTION = 20_000
"""Of an organisation too. Markdown that is nested on purpose takes far more time than its length promises."""
ACCESS_NAMES = {
    JoinAccess.OPEN: _l("Everybody, on the webinar’s page"),
    JoinAccess.REGISTERED: _l("Those who registered"),
}
VISIBILITY_NAMES = {
    Visibility.PUBLIC: _l("Everybody: in the programme, calendars and search"),
    Visibility.UNLISTED: _l("Only people with its address"),
}


class Kept(enum.Enum):
    """What the history keeps of a change."""

    TO_PUT_BACK = enum.auto()
    TO_READ = enum.auto()
    """Before and after, yet it is put back by a verb of its own: more hangs on it."""
    THAT_IT_CHANGED = enum.auto()
    """A secret: neither before nor after."""


class Copied(enum.Enum):
    """When a copy of a webinar has it too."""

    ALWAYS = enum.auto()
    WITH_THE_ROOM = enum.auto()
    """What is of one evening, unless the webinar repeats."""
    NEVER = enum.auto()


class Box(Struct, frozen=True):
    """Where one types it in the editor."""

    section: str
    """The part of the page. Within it boxes stand in the order of the table."""
    label: object
    description: object = ""
    rows: int = 1
    is_short: bool = False


class PlainField(Struct, frozen=True, kw_only=True):
    kind: Kind
    phrase: object
    """What was changed, in the history's words: "changed the title"."""
    right: PartnerRight
    """What a co-organiser needs to change it."""
    kept: Kept
    copied: Copied
    box: Box | None
    """None where it is typed with other things, in boxes of theirs."""
    is_told_whole: bool = False
    """Whether the history shows before and after."""
    is_in_archive: bool = True
    """As a key of its name."""


TEXTS, REGISTRATIONS, PUBLISH = PartnerRight.TEXTS, PartnerRight.REGISTRATIONS, PartnerRight.PUBLISH

PLAIN_FIELDS: Mapping[str, PlainField] = {
    "title": PlainField(
        kind=Line(length_of(Webinar.title), missing=_l("Give the webinar a title.")),
        phrase=_l("the title"),
        right=TEXTS,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=Box("title", _l("Title")),
        is_told_whole=True,
    ),
    "language": PlainField(
        kind=LanguageTag(),
        phrase=_l("the language"),
        right=TEXTS,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=Box("title", _l("Language")),
        is_told_whole=True,
    ),
    "description": PlainField(
        kind=Text(LONGEST_DESCRIPTION),
        phrase=_l("the description"),
        right=TEXTS,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=Box(
            "text",
            _l("Description"),
            _l("In Markdown: *italics*, **bold**, [a link](https://society.example)."),
            rows=8,
        ),
    ),
    "summary": PlainField(
        kind=Text(length_of(Webinar.summary)),
        phrase=_l("the summary"),
        right=TEXTS,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=Box("text", _l("Summary"), _l("One or two sentences for lists, calendars and search engines."), rows=2),
    ),
    "join_url": PlainField(
        kind=Link(),
        phrase=_l("the room"),
        right=PUBLISH,
        kept=Kept.THAT_IT_CHANGED,
        copied=Copied.WITH_THE_ROOM,
        box=Box(
            "room",
            _l("Link to the room"),
            _l(
                "Of the meeting tool. It stands on no public page: people follow our own link, which stays. "
                "https:// is added if you leave it out."
            ),
        ),
    ),
    "recording_plan": PlainField(
        kind=Choice(PLAN_NAMES),
        phrase=_l("whether it will be recorded"),
        right=PUBLISH,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=Box("room-more", _l("Will it be recorded")),
    ),
    "visibility": PlainField(
        kind=Choice(VISIBILITY_NAMES),
        phrase=_l("who may find it"),
        right=PUBLISH,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=Box("room-more", _l("Who may find it")),
    ),
    "live_stream_url": PlainField(
        kind=Link(),
        phrase=_l("the live stream"),
        right=PUBLISH,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.WITH_THE_ROOM,
        box=Box("room-more", _l("Public live stream"), _l("Optional, where anyone can watch.")),
    ),
    "join_passcode": PlainField(
        kind=Text(length_of(Webinar.join_passcode)),
        phrase=_l("the passcode"),
        right=PUBLISH,
        kept=Kept.THAT_IT_CHANGED,
        copied=Copied.WITH_THE_ROOM,
        box=Box("room-more", _l("Passcode"), is_short=True),
    ),
    "join_dial_in": PlainField(
        kind=Text(length_of(Webinar.join_dial_in)),
        phrase=_l("the telephone numbers"),
        right=PUBLISH,
        kept=Kept.THAT_IT_CHANGED,
        copied=Copied.WITH_THE_ROOM,
        box=Box("room-more", _l("By telephone"), rows=2),
    ),
    "display_zones": PlainField(
        kind=Zones(),
        phrase=_l("the zones of the zone line"),
        right=PUBLISH,
        kept=Kept.TO_PUT_BACK,
        copied=Copied.ALWAYS,
        box=None,
    ),
    "join_access": PlainField(
        kind=Choice(ACCESS_NAMES),
        phrase=_l("who may join"),
        right=REGISTRATIONS,
        kept=Kept.TO_READ,
        copied=Copied.ALWAYS,
        box=None,
    ),
    "registration_url": PlainField(
        kind=Link(),
        phrase=_l("the registration"),
        right=REGISTRATIONS,
        kept=Kept.TO_READ,
        copied=Copied.NEVER,
        box=None,
    ),
    "is_registration_here": PlainField(
        kind=Flag(),
        phrase=_l("the registration"),
        right=REGISTRATIONS,
        kept=Kept.TO_READ,
        copied=Copied.NEVER,
        box=None,
        is_in_archive=False,
    ),
}
BOXES: Mapping[str, Box] = {name: row.box for name, row in PLAIN_FIELDS.items() if row.box is not None}


def names_with(right: PartnerRight) -> tuple[str, ...]:
    """Returns the fields with a box that a co-organiser with this right may change."""
    return tuple(name for name in BOXES if PLAIN_FIELDS[name].right == right)
