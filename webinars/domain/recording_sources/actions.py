"""Watching places, and no longer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.recording_sources.errors import SourceInvalid
from webinars.domain.recording_sources.permissions import can_change, can_hold_secrets, can_watch
from webinars.domain.recording_sources.places import Place, film_list, sealed_secret
from webinars.lib.errors import NotAllowed, require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.safe_http import NoAnswer, RequestRefused, SafeHttpClient
from webinars.lib.text_cleaning import one_line
from webinars.lib.tokens import new_token
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import (
    AuditEvent,
    Organisation,
    PromiseState,
    RecordingSource,
    RecordingSourceKind,
    ZoomRegistrant,
)
from webinars.models.page_cache_version import renew_version
from webinars.pure.film_lists.addresses import NoPlace, bigbluebutton_api, place_at
from webinars.pure.film_lists.answers import FilmList, ListRefused
from webinars.pure.film_lists.podcast import NO_FEED

MOST_SOURCES = 20
_NO_PLACE = {
    "video": _l("This is one video. Paste the address of the channel or playlist that it is in."),
    "page": _l("This is neither a channel nor a playlist. Open the channel, and paste what stands in your browser."),
}
NAME_LENGTH, KEY_LENGTH = length_of(RecordingSource.name), length_of(RecordingSource.key)


def typed_place(text: str) -> tuple[Place, str]:
    """Returns the place at a typed address, and where a person finds it. Raises SourceInvalid."""
    try:
        found = place_at(text)
    except NotAWebAddress as error:
        raise SourceInvalid("address", _("Paste an address like https://www.youtube.com/@lunar-society.")) from error
    except NoPlace as error:
        raise SourceInvalid("address", str(_NO_PLACE[str(error)])) from error
    if len(found.key) > KEY_LENGTH:
        raise SourceInvalid("address", _("This address is too long: at most %(num)s characters.", num=KEY_LENGTH))
    return Place(kind=RecordingSourceKind(found.kind), key=found.key), found.url


def bigbluebutton_place(address: str, secret: str) -> tuple[Place, str]:
    """Returns a server with its shared secret, and where a person finds it. Raises SourceInvalid."""
    try:
        api = bigbluebutton_api(address)
    except NotAWebAddress as error:
        sentence = _("Enter the address of the server, like https://bbb.society.example.")
        raise SourceInvalid("server", sentence) from error
    _require({"server_password": secret})
    place = Place(kind=RecordingSourceKind.BIGBLUEBUTTON, key=api, secret={"secret": secret.strip()})
    return place, api.removesuffix("/bigbluebutton/api")


def zoom_place(account: str, client_id: str, client_secret: str, token: str) -> tuple[Place, str]:
    """Returns an account with what its app is called and signs with, and where its recordings are.

    Raises SourceInvalid.
    """
    _require({"account": account, "client_id": client_id, "client_password": client_secret})
    secret = {"client_id": client_id.strip(), "client_secret": client_secret.strip(), "token": token.strip()}
    return Place(kind=RecordingSourceKind.ZOOM, key=account.strip(), secret=secret), "https://zoom.us/recording"


def try_place(
    outside: SafeHttpClient, place: Place, settings: Settings, *, field: str, now: dt.datetime
) -> tuple[Place, FilmList]:
    """Ask a place for its films. Returns it as it is asked from now on, and what it shows.

    Takes its time. Raises SourceInvalid at `field`.
    """
    try:
        found = film_list(outside, place, youtube_key=settings.youtube_key, now=now)
    except ListRefused as error:
        raise SourceInvalid(field, _sentence(place, str(error))) from error
    except NoAnswer as error:
        raise SourceInvalid(field, _("It does not answer, or not with a list of films. Try again later.")) from error
    except RequestRefused as error:
        # YouTube sends on to where consent is asked for, from which nothing is learned.
        is_led_away = place.kind is RecordingSourceKind.YOUTUBE
        sentence = _("Enter an https address that can be reached from the internet, and does not lead to another site.")
        raise SourceInvalid(field, _sentence(place, "handle") if is_led_away else sentence) from error
    return replace(place, key=found.key or place.key), found


def add_source(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    place: Place,
    found: FilmList,
    *,
    url: str,
    settings: Settings,
    now: dt.datetime,
) -> RecordingSource:
    """Watch a place that was tried. One that is watched already gets the new secret.

    Raises NotAllowed, SourceInvalid.
    """
    require_right((can_hold_secrets if place.secret else can_watch)(actor, organisation))
    present = session.scalars(
        sa.select(RecordingSource).where(RecordingSource.organisation_id == organisation.id)
    ).all()
    source = next((each for each in present if (each.kind, each.key) == (place.kind, place.key)), None)
    if source is None:
        if len(present) >= MOST_SOURCES:
            raise SourceInvalid("address", _("At most %(num)s places can be watched.", num=MOST_SOURCES))
        source = RecordingSource(
            organisation_id=organisation.id, kind=place.kind, key=place.key, url=url, name="", created_at=now
        )
        source.hook_code = new_token() if place.secret else None
        session.add(source)
    source.name = one_line(found.name or organisation.name, at_most=NAME_LENGTH)
    source.secret = sealed_secret(place, settings.secret_key)
    source.asked_at = source.answered_at = now
    source.failed_at, source.failure = None, ""
    # With another key of the site nor can people's own links be read: Zoom is asked for them again.
    session.flush()
    is_theirs = sa.and_(ZoomRegistrant.source_id == source.id, ZoomRegistrant.is_wanted)
    is_free = ZoomRegistrant.state.in_([PromiseState.DUE, PromiseState.SENT, PromiseState.FAILED])
    values = {"state": PromiseState.DUE, "due_at": now, "failure": "", "attempt_count": 0}
    session.execute(sa.update(ZoomRegistrant).where(is_theirs, is_free).values(values))
    _record(session, actor, source, "organisation:watch", now=now)
    return source


def look_now(actor: Actor, source: RecordingSource) -> None:
    """Have a place looked at within a minute. Raises NotAllowed."""
    require_right(can_change(actor, source))
    source.asked_at = None


def register_people(
    session: Session, actor: Actor, source: RecordingSource, *, is_wanted: bool, now: dt.datetime
) -> None:
    """Have who gets a place in a room of this account registered there, or nobody any more. Raises NotAllowed.

    Who is registered there stays so. Of the accounts of an organisation one alone does it.
    """
    if source.kind is not RecordingSourceKind.ZOOM or not can_change(actor, source):
        raise NotAllowed
    query = sa.select(RecordingSource).where(RecordingSource.organisation_id == source.organisation_id)
    for each in session.scalars(query):
        each.registers_people = is_wanted and each.id == source.id
    # The form for registering says to whom people are given.
    renew_version(session)
    _record(session, actor, source, "organisation:register_at_zoom", now=now)


def hear_of_recording(source: RecordingSource) -> None:
    """Have a place looked at that has said, with its signature, that a recording is ready."""
    source.asked_at = None


def stop_watching(session: Session, actor: Actor, source: RecordingSource, *, now: dt.datetime) -> None:
    """Forget a place and its secret. What was found there stays. Raises NotAllowed."""
    require_right(can_change(actor, source))
    _record(session, actor, source, "organisation:stop_watching", now=now)
    renew_version(session)
    session.delete(source)
    session.flush()


def _require(typed: Mapping[str, str]) -> None:
    for field, value in typed.items():
        if not value.strip() or not value.strip().isascii() or not value.strip().isprintable():
            raise SourceInvalid(
                field, _("Copy this value from there once more: it is empty, or has other letters in it.")
            )


def _sentence(place: Place, said: str) -> str:
    """Returns what to do about what a place has said in the place of a list."""
    match place.kind:
        case RecordingSourceKind.BIGBLUEBUTTON if said == "checksumError":
            return _("The server refuses this secret. Read it there once more, with “bbb-conf --secret”.")
        case RecordingSourceKind.ZOOM:
            return _(
                "Zoom refuses this: “%(said)s”. Compare the three values with those of the app, and whether it has the "
                "scopes and is activated.",
                said=said,
            )
        case RecordingSourceKind.YOUTUBE if said == "handle":
            return _(
                "YouTube does not tell us whose channel this is. Paste its other address: choose “Share channel” and "
                "“Copy channel ID” in its description, and put that after https://www.youtube.com/channel/."
            )
        case RecordingSourceKind.PODCAST if said == NO_FEED:
            return _(
                "There is no podcast feed here, and it is no channel that we know. Paste the address of a channel at "
                "YouTube or a PeerTube, or of a feed."
            )
        case _:
            return _("It answers with “%(said)s”. Look whether the address is right, or try again later.", said=said)


def _record(session: Session, actor: Actor, source: RecordingSource, action: str, *, now: dt.datetime) -> None:
    # Who may not hold its secret must not learn of the place from the history.
    detail = {"name": source.name} if source.secret is None else {}
    event = AuditEvent(at=now, action=action, actor_id=actor.user_id, organisation_id=source.organisation_id)
    event.detail = detail
    session.add(event)
    session.flush()
