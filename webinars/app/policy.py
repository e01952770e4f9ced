"""Who may do what at the desk: the table that docs/reference/permissions.md is printed from.

The predicates in the features' `rules.py` decide. A test asks every address of the desk as every kind of person and
holds the answers to this table; an address that stands in no row makes it fail.
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from werkzeug.routing import Rule


class Person(enum.StrEnum):
    """A kind of person, as seen from one webinar and from the organisation that hosts it."""

    ADMINISTRATOR = "administrator of the site"
    HOST_OWNER = "owner of the host"
    HOST_EDITOR = "editor of the host"
    HOST_VIEWER = "viewer of the host"
    PARTNER_OWNER = "owner of a co-organiser that accepted"
    PARTNER_EDITOR = "editor of a co-organiser that accepted"
    PARTNER_VIEWER = "viewer of a co-organiser that accepted"
    INVITED_OWNER = "owner of an invited organisation"
    INVITED_EDITOR = "editor of an invited organisation"
    DECLINED_OWNER = "owner of an organisation that declined"
    STRANGER = "owner of another organisation"
    ALONE = "member of no organisation"
    ANONYMOUS = "not signed in"


SIGNED_IN = frozenset(Person) - {Person.ANONYMOUS}
_HOST = frozenset({Person.HOST_OWNER, Person.HOST_EDITOR, Person.HOST_VIEWER})
_PARTNER = frozenset({Person.PARTNER_OWNER, Person.PARTNER_EDITOR, Person.PARTNER_VIEWER})
_ADMINISTRATOR = frozenset({Person.ADMINISTRATOR})
_HOST_EDITORS = _ADMINISTRATOR | {Person.HOST_OWNER, Person.HOST_EDITOR}
_SEES_HOST = _ADMINISTRATOR | _HOST
_SEES_WEBINAR = _SEES_HOST | _PARTNER | {Person.INVITED_OWNER}


@dataclass(frozen=True, slots=True)
class Right:
    """A row of the table."""

    about: str
    allowed: frozenset[Person]
    told: frozenset[Person] = frozenset()
    """Who is refused with 403. To all others who are signed in there is nothing at that address (404)."""
    addresses: Collection[str] = ()
    """The endpoints that take it; a rule of the address where only some of an endpoint's do."""

    def refusal(self, person: Person) -> int:
        """Returns what a `person` without this right is answered with; 401 stands for the page to sign in on."""
        if person is Person.ANONYMOUS and self.allowed:
            return 401
        return 403 if person in self.told else 404


RIGHTS: Mapping[str, Right] = MappingProxyType(
    {
        "sign in": Right(
            "sign in and out, ask for a new password",
            frozenset(Person),
            addresses=(
                "accounts.sign_in",
                "accounts.open_session",
                "accounts.sign_out",
                "accounts.forgotten",
                "accounts.ask_for_reset",
                "accounts.new_password",
                "accounts.set_password",
            ),
        ),
        "first run": Right(
            "make the first administrator, while nobody has an account, with the code printed at the start",
            frozenset(),
            addresses=("accounts.first_run", "accounts.make_first_administrator"),
        ),
        "own": Right(
            "the own desk and account, paste texts, check zone lines; what it is for is asked when something is stored",
            SIGNED_IN,
            addresses=(
                "accounts.show",
                "accounts.rename",
                "accounts.set_timezone",
                "accounts.change_password",
                "accounts.end_other_sessions",
                "desk.show",
                "desk.past",
                "desk.show_invitations",
                "desk.zone_line",
                "desk.new_webinar",
                "imports.paste",
                "imports.read",
                "imports.store",
                "imports.store_calendar",
                "recaps.paste",
                "recaps.read",
                "recaps.store",
                "organisations.index",
            ),
        ),
        "site": Right(
            "read the outbox, and what administrators did",
            _ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("outbox.index", "outbox.show", "outbox.message", "desk.administrators"),
        ),
        "create organisations": Right(
            "create an organisation (everybody who is signed in, with WEBINARS_OPEN_ORGANISATIONS)",
            _ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("organisations.new", "organisations.create"),
        ),
        "see organisation": Right(
            "see an organisation’s settings, members and who fetches its feeds",
            _SEES_HOST,
            addresses=("organisations.show", "organisations.list_members", "calendars.feed_health"),
        ),
        "keep organisation": Right(
            "change its settings, its house style and its members",
            _ADMINISTRATOR | {Person.HOST_OWNER},
            told=_HOST,
            addresses=(
                "organisations.update",
                "organisations.add_member",
                "organisations.change_role",
                "organisations.remove_member",
                "announcing.house_style",
                "announcing.set_house_style",
            ),
        ),
        "keep records": Right(
            "look after the records of its speakers and its series",
            _HOST_EDITORS,
            told=_HOST,
            addresses=(
                "lineup.speakers",
                "lineup.speaker",
                "lineup.update",
                "lineup.merge",
                "lineup.merge_records",
                "series.index",
                "series.edit",
                "series.update",
            ),
        ),
        "see webinar": Right(
            "see a webinar in the editor, its history, its preview and the files of its recordings",
            _SEES_WEBINAR,
            addresses=("desk.edit_webinar", "programme.preview", "media.preview"),
        ),
        "create webinars": Right(
            "begin a webinar: for an organisation that one owns or edits",
            SIGNED_IN - {Person.HOST_VIEWER, Person.PARTNER_VIEWER, Person.ALONE},
            told=SIGNED_IN,
            addresses=("desk.create",),
        ),
        "edit webinar": Right(
            "change its title, texts, topics, line-up, questions and recordings; take its announcements",
            _HOST_EDITORS | {Person.PARTNER_OWNER, Person.PARTNER_EDITOR},
            told=_SEES_WEBINAR,
            addresses=(
                "desk.update",
                "desk.new_row",
                "desk.confirm_appearance",
                "announcing.show",
                "announcing.note_copy",
                "announcing.forget_copy",
                "/manage/webinars/<slug>/recap",
                "/manage/webinars/<slug>/recap/recordings",
                "recordings.manage",
                "recordings.add",
                "recordings.edit",
                "recordings.update",
                "recordings.move",
                "recordings.ask_removal",
                "recordings.remove",
                "recordings.restore",
                "recordings.copies",
                "recordings.add_copy",
                "recordings.move_copy",
                "recordings.remove_copy",
                "recordings.shift_copy",
                "recordings.check_copies",
                "recordings.moments",
                "recordings.replace_chapters",
                "recordings.add_chapter",
                "recordings.add_chapters_of_talks",
                "recordings.add_clip",
                "recordings.save_moments",
                "recordings.set_timing",
                "media.manage",
                "media.remove",
                "media.add_document",
                "media.add_poster",
                "media.add_video",
                "media.new_video",
                "media.add_new_video",
                "transcripts.manage",
                "transcripts.add",
                "transcripts.edit",
                "transcripts.update",
                "transcripts.add_cue",
                "transcripts.remove",
                "transcripts.replace_words",
            ),
        ),
        "manage webinar": Right(
            "change time, zones, room, links, visibility, series and co-organisers; publish, cancel, repeat, delete it",
            _HOST_EDITORS,
            told=_SEES_WEBINAR,
            addresses=(
                "desk.status",
                "desk.publish",
                "desk.unpublish",
                "desk.postpone",
                "desk.cancel",
                "desk.restore",
                "desk.delete",
                "desk.repeats",
                "desk.repeat_webinar",
            ),
        ),
        "registrations": Right(
            "see who registered, approve, add and remove people, change the number of places, take the list as a file",
            _HOST_EDITORS,
            told=_SEES_WEBINAR,
            addresses=(
                "attendees.index",
                "attendees.add",
                "attendees.decide",
                "attendees.approve_all",
                "attendees.set_places",
                "attendees.set_window",
                "attendees.table",
            ),
        ),
        "answer": Right(
            "accept or decline an invitation to organise together",
            _ADMINISTRATOR | {Person.INVITED_OWNER},
            addresses=("desk.accept_invitation", "desk.decline_invitation"),
        ),
    }
)


def right_of(rule: Rule) -> Right | None:
    """Returns the right that an address of the desk takes; None if the table has no row for it."""
    for name in (rule.rule, rule.endpoint):
        for right in RIGHTS.values():
            if name in right.addresses:
                return right
    return None
