"""A webinar in each of its states, with all that can hang on it, and what a desk address needs to name it."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.factories import (
    add_picture,
    make_member,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from tests.world import People, World, promise_mail
from tests.world_addresses import add_addresses, add_site_addresses
from tests.world_parts import add_everything
from webinars import clock
from webinars.config import Settings
from webinars.domain.accounts.actions import open_session
from webinars.domain.accounts.address_changes import Side, address_token, ask_for_address
from webinars.domain.accounts.password_links import reset_token
from webinars.domain.accounts.proof_requests import Purpose, ask
from webinars.models import (
    AskingMode,
    AuditEvent,
    JoinAccess,
    Passkey,
    RecoveryCode,
    Role,
    SignInWay,
    Status,
    User,
    Visibility,
)

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
A_DAY_AHEAD, A_DAY_AGO = (clock.now() + 3 * DAY).date(), (clock.now() - 3 * DAY).date()

STATES: dict[str, dict[str, Any]] = {
    "a draft without a date": {"status": Status.DRAFT, "starts_in": None},
    "a draft with a date to come": {"status": Status.DRAFT, "starts_in": None, "starts_on": A_DAY_AHEAD},
    "a draft with a date gone by": {"status": Status.DRAFT, "starts_in": None, "starts_on": A_DAY_AGO},
    "a draft": {"status": Status.DRAFT},
    "a draft of the past": {"status": Status.DRAFT, "starts_in": -3 * DAY},
    "published": {},
    "published for a date alone": {"starts_in": None, "starts_on": A_DAY_AHEAD},
    "unlisted": {"visibility": Visibility.UNLISTED},
    "moved": {"moved_from_wall": dt.datetime(2027, 1, 3, 16), "moved_from_timezone": "Asia/Kolkata"},
    "open": {"starts_in": HOUR / 4},
    "live": {"starts_in": -HOUR / 2},
    "postponed": {"status": Status.POSTPONED},
    "postponed without a date": {"status": Status.POSTPONED, "starts_in": None},
    "postponed and its hour gone by": {"status": Status.POSTPONED, "starts_in": -3 * DAY},
    "cancelled": {"status": Status.CANCELLED, "cancellation_reason": "Fog."},
    "cancelled without a date": {"status": Status.CANCELLED, "starts_in": None},
    "unpublished": {"status": Status.DRAFT, "published_at": clock.now()},
    "unpublished without a date": {"status": Status.DRAFT, "starts_in": None, "published_at": clock.now()},
    "past": {"starts_in": -3 * DAY},
    "past, known by its date": {"starts_in": None, "starts_on": A_DAY_AGO},
    "past and unlisted": {"starts_in": -3 * DAY, "visibility": Visibility.UNLISTED},
    "running over": {"starts_in": -HOUR * 5 / 3},
    "past for long": {"starts_in": -60 * DAY},
    "past without recordings": {"starts_in": -3 * DAY, "parts": {"recordings": None}},
    "a draft without starts to choose from": {"status": Status.DRAFT, "starts_in": None, "parts": {"poll": None}},
    "a draft whose date poll has ended": {
        "status": Status.DRAFT,
        "starts_in": None,
        "parts": {"poll": {"ends_at": clock.now() - DAY}},
    },
    "a draft at a start that was chosen": {"status": Status.DRAFT, "parts": {"poll": {"chosen_at": clock.now()}}},
    "approved by hand": {"parts": {"desk": {"is_approval_needed": True}}},
    "closed to registrations and questions": {
        "join_access": JoinAccess.REGISTERED,
        "parts": {"desk": {"closes_before_minutes": 20 * 24 * 60}, "board": {"mode": AskingMode.OFF}},
    },
    "registered elsewhere since": {"parts": {"desk": {"is_open": False}}},
}
"""The values of a webinar; and of `parts` of a full one what they are unlike the usual, or None for one it lacks."""


def make_people(session: Session) -> People:
    host, partner = make_organisation(session, "Lunar Society"), make_organisation(session, "Royal Society")
    olga = make_member(session, host, "Olga", Role.OWNER)
    olga.is_admin = True
    make_membership(session, partner, olga)
    add_picture(session, host)
    add_picture(session, partner)
    return People(host=host, partner=partner, olga=olga)


def make_world(
    session: Session, settings: Settings, people: People, state: str, *, number: int = 1, is_full: bool
) -> World:
    """A webinar in that state; a full one has everything that can hang on it, the other nothing but its title."""
    values = STATES[state] | {"slug": f"comets-{number}"}
    parts = values.pop("parts", {})
    if is_full:
        values |= {
            "series": make_series(session, people.host, slug=f"the-night-sky-{number}"),
            "join_url": "https://meet.example/j/1",
            "live_stream_url": "https://videos.example/live",
            "description": "All about **tails**.",
            "summary": "Tails.",
        }
    world = World(make_webinar(session, people.host, **values))
    world.add("webinars/slug", world.webinar.slug)
    world.add("who/part", "lineup", "co_organisers")
    add_site_addresses(world)
    _add_people(session, settings, people, world, number)
    _add_history(session, world, people.olga)
    if is_full:
        add_everything(session, settings, people, world, number, parts)
        add_addresses(session, settings, world)
    return world


def _add_people(session: Session, settings: Settings, people: People, world: World, number: int) -> None:
    ana = make_member(session, people.host, "Ana", Role.VIEWER)
    world.add("password/token", reset_token(settings, ana, now=clock.now()))
    world.add("organisations/slug", people.host.slug, people.partner.slug)
    session.refresh(people.host, ["memberships"])
    memberships = [each.id for each in people.host.memberships]
    world.add("members/membership_id", *memberships[-2:])
    series = make_series(session, people.host, "Tides", slug=f"tides-{number}")
    world.add("series/slug", series.slug)
    caroline = make_speaker(session, people.host, slug=f"caroline-herschel-{number}")
    add_picture(session, caroline)
    world.add("speakers/slug", caroline.slug)
    asked, _token = ask(session, Purpose.MAILED_CODE, {}, user_id=ana.id, now=clock.now())
    change = ask_for_address(session, ana, email=f"ana-{number}@new.example", now=clock.now())
    world.add("confirm/token", address_token(settings, change, Side.NEW))
    world.add("stop/token", address_token(settings, change, Side.OLD))
    session.add_all(
        [
            Passkey(
                user_id=ana.id,
                credential_id=f"key-{number}",
                credential=b"",
                sign_count=0,
                is_copied=False,
                name="Ana’s telephone",
                browser="Chrome on Linux",
                created_at=clock.now(),
            ),
            RecoveryCode(user_id=ana.id, digest=f"digest-{number}"),
        ]
    )
    session.flush()
    world.add("passkeys/passkey_id", *session.scalars(sa.select(Passkey.id).where(Passkey.user_id == ana.id)))
    opened, _secret = open_session(session, ana, now=clock.now())
    world.add("sessions/session_id", opened.id)
    contexts = {
        "accounts.reset": {"user_id": ana.id},
        "accounts.password_changed": {"user_id": ana.id},
        "accounts.changed": {"user_id": ana.id, "what": "user:add_passkey"},
        "accounts.code": {"user_id": ana.id, "request_id": asked.id},
        "accounts.new_browser": {"user_id": ana.id, "browser": "Chrome on Linux", "way": SignInWay.PASSKEY.value},
        "accounts.new_address": {"change_id": change.id},
        "accounts.old_address": {"change_id": change.id},
        "organisations.added": {"membership_id": memberships[-1], "by_id": people.olga.id},
    }
    for kind, context in contexts.items():
        promise_mail(session, world, kind, number, context)


def _add_history(session: Session, world: World, olga: User) -> None:
    """Its title was changed a moment ago."""
    webinar = world.webinar
    changed = {"title": ["Comets, before", webinar.title]}
    event = AuditEvent(
        at=clock.now(),
        action="webinar:update",
        actor_id=olga.id,
        organisation_id=webinar.host_id,
        webinar_id=webinar.id,
        detail=changed,
    )
    session.add(event)
    session.flush()
    world.add("history/event_id", event.id)


PLACES = re.compile(r"((?:follow/)?[\w-]+)>?[/-]<(?=(?:[^:>]+:)?(\w+)>)")
"""What stands before each argument of a rule, and the argument's name."""


class UnknownPlace(LookupError):
    """An address names something that no world has: teach `make_world` to make it."""


def desk_rules(rules: Sequence[Rule], method: str) -> Iterator[Rule]:
    """The addresses at the desk that answer to `method`."""
    for rule in sorted(rules, key=lambda each: (each.rule, each.endpoint)):
        if rule.rule.startswith(("/manage", "/account")) and method in (rule.methods or ()):
            yield rule


def is_of_a_webinar(rule: Rule) -> bool:
    """Whether what the address answers may depend on the state of one webinar, not only on what the site has."""
    return rule.rule.startswith(("/manage/webinars/<", "/manage/invitations/"))


def arguments(rule: Rule, known: Callable[[str], list[object]]) -> Iterator[dict[str, object]]:
    """Every way to fill in the arguments of `rule`: once for each combination of the values that are known of them."""
    places = [(name, f"{before}/{name}") for before, name in PLACES.findall(rule.rule)]
    missing = rule.arguments - {name for name, _place in places} - set(rule.defaults or ())
    if missing:
        raise UnknownPlace(f"{rule.rule}: {', '.join(sorted(missing))}")
    for chosen in itertools.product(*(known(place) for _name, place in places)):
        yield dict(zip((name for name, _place in places), chosen, strict=True)) | dict(rule.defaults or {})
