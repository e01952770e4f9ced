"""Zoom: the people who are registered for a meeting or a webinar, and who came.

Source: developers.zoom.us/docs/api (meetings/{id}, meetings/{id}/batch_registrants, meetings/{id}/registrants/status,
report/meetings/{id}/participants, and the same of webinars). The same address registered once more is the same
registrant.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from webinars.pure.attendance import Participant, Report
from webinars.pure.film_lists import answers
from webinars.pure.film_lists.answers import Conversation, ListRefused
from webinars.pure.film_lists.zoom import Way, ZoomRefused, room_at, said

AT_ONCE = 30
"""So many may be named in one call."""
MANUAL = 1
"""The kind of approval with which only those come in who are registered by us."""
NOT_HERE = frozenset({"3000", "3001"})
"""Codes: the number is of a webinar, or of nothing."""
LACKS_SCOPE = "4711"
NO_MEETING, NO_REGISTRATION = "no meeting", "no registration"
LONGEST_NAME, PAGE, MOST_PAGES = 64, 300, 40


class ZoomRoom(Struct, frozen=True, kw_only=True):
    """A meeting, or a webinar as Zoom calls it."""

    way: Way
    path: str
    """"meetings/81234567890"."""
    settings: Mapping[str, Any]
    hosts: frozenset[str]
    """Addresses of those who come in as hosts, and cannot be registered."""


class ListedRegistrant(Struct, frozen=True):
    registrant_id: str
    link: str
    """The person's own into the room, or ""."""


def is_about_people(error: ZoomRefused) -> bool:
    """Returns whether one of the people may be what is refused, and not the account or the meeting."""
    return error.status in {400, 404, 409} and error.code not in {LACKS_SCOPE, *NOT_HERE}


def room(way: Way, number: str) -> Conversation[ZoomRoom]:
    """Asks for a meeting, or the webinar of that number. Raises ZoomRefused, with `NO_MEETING` if there is none."""
    refused = ZoomRefused(NO_MEETING, 404, "3001")
    for kind in ("meetings", "webinars"):
        try:
            found = yield from _call(way, f"{kind}/{number}")
        except ZoomRefused as error:
            if error.code not in {LACKS_SCOPE, *NOT_HERE}:
                raise
            refused = error if error.code == LACKS_SCOPE else refused
            continue
        settings = answers.part(found, "settings")
        named = f"{found.get('host_email') or ''};{settings.get('alternative_hosts') or ''}".replace(",", ";")
        hosts = frozenset(each.strip().lower() for each in named.split(";")) - {""}
        return ZoomRoom(way=way, path=f"{kind}/{number}", settings=settings, hosts=hosts)
    raise refused


def open_room(way: Way, number: str) -> Conversation[ZoomRoom]:
    """Asks for a meeting that takes registrants from us alone, and mails them nothing.

    Raises ZoomRefused, and ListRefused with `NO_REGISTRATION`.
    """
    found = yield from room(way, number)
    wanted = {
        "approval_type": MANUAL,
        "registrants_confirmation_email": False,
        "registrants_email_notification": False,
    }
    if any((found.settings.get(name) or False) != value for name, value in wanted.items()):
        yield from _call(way, found.path, method="PATCH", sent={"settings": wanted})
        found = yield from room(way, number)
    if found.settings.get("approval_type") != MANUAL:
        # Zoom says yes and does not do it where a meeting recurs without a fixed time.
        raise ListRefused(NO_REGISTRATION)
    return found


def register(at: ZoomRoom, people: Mapping[str, str]) -> Conversation[dict[str, ListedRegistrant]]:
    """Registers people, their names by their addresses, at most `AT_ONCE`. Returns whom Zoom has, by their addresses.

    Raises ZoomRefused.
    """
    sent: dict[str, Any] = {"auto_approve": True, "registrants": [_person(*each) for each in people.items()]}
    if at.path.startswith("meetings/"):
        sent["registrants_confirmation_email"] = False
    try:
        answer = yield from _call(at.way, f"{at.path}/batch_registrants", method="POST", sent=sent)
    except ZoomRefused as error:
        # Who is there already is no reason to refuse.
        if not is_about_people(error) or not (there := (yield from registrants(at))).keys() >= people.keys():
            raise
    else:
        there = _listed(answer, "registrant_id", at)
        if not there.keys() >= people.keys():
            there = (yield from registrants(at)) | there
    return {email: there[email] for email in people if email in there}


def registrants(at: ZoomRoom) -> Conversation[dict[str, ListedRegistrant]]:
    """Asks for those who are registered, by their addresses. Raises ZoomRefused."""
    found: dict[str, ListedRegistrant] = {}
    pages = yield from _pages(at.way, f"{at.path}/registrants", {"status": "approved"})
    for page in pages:
        found |= _listed(page, "id", at)
    return found


def cancel(at: ZoomRoom, people: Mapping[str, str]) -> Conversation[None]:
    """Cancels people, their addresses by their ids, at most `AT_ONCE`. Raises ZoomRefused."""
    named = [{"id": number, "email": email} for number, email in people.items()]
    sent = {"action": "cancel", "registrants": named}
    yield from _call(at.way, f"{at.path}/registrants/status", method="PUT", sent=sent)


def report(at: ZoomRoom, emails: Mapping[str, str]) -> Conversation[Report]:
    """Asks who came. `emails`: addresses by the ids of registrants, for Zoom may leave them out. Raises ZoomRefused."""
    pages = yield from _pages(at.way, f"report/{at.path}/participants", {"include_fields": "registrant_id"})
    people: dict[str, Participant] = {}
    for each in (row for page in pages for row in answers.rows(page, "participants")):
        email = emails.get(str(each.get("registrant_id")), str(each.get("user_email") or ""))
        joined, left = answers.instant(each.get("join_time")), answers.instant(each.get("leave_time"))
        if email and joined and left and left > joined and each.get("status") != "in_waiting_room":
            person = people.setdefault(email.casefold(), Participant(str(each.get("name", "")), email))
            person.stays.append((joined, left))
    return Report(list(people.values()), has_hours_without_zone=False)


def _call(
    way: Way, path: str, *, method: str = "GET", sent: dict[str, Any] | None = None
) -> Conversation[dict[str, Any]]:
    api, headers = way
    return said((yield answers.ask(f"{api}/v2/{path}", headers=headers, method=method, sent=sent)))


def _pages(way: Way, path: str, asked: dict[str, str]) -> Conversation[Sequence[dict[str, Any]]]:
    pages: list[dict[str, Any]] = []
    query: dict[str, Any] = {"page_size": PAGE, **asked}
    while len(pages) < MOST_PAGES:
        pages.append((yield from _call(way, f"{path}?{urlencode(query)}")))
        token = pages[-1].get("next_page_token")
        if not token:
            break
        query["next_page_token"] = str(token)
    return pages


def _person(email: str, name: str) -> dict[str, str]:
    first, _space, last = name.rpartition(" ")
    named = {"first_name": (first or last)[:LONGEST_NAME], "last_name": last[:LONGEST_NAME] if first else ""}
    return {"email": email, **{field: value for field, value in named.items() if value}}


def _listed(answer: dict[str, Any], key: str, at: ZoomRoom) -> dict[str, ListedRegistrant]:
    found = {}
    for each in answers.rows(answer, "registrants"):
        number, link = str(each.get(key) or ""), str(each.get("join_url") or "")
        # Nobody is led anywhere but into this room.
        is_way_in = link.startswith("https://") and link.isascii() and room_at(link) == at.path.partition("/")[2]
        if number:
            found[str(each.get("email", "")).lower()] = ListedRegistrant(number, link if is_way_in else "")
    return found
