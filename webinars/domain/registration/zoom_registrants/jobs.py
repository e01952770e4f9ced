"""What the worker does: registers people at Zoom, cancels them there, and fetches who came."""

import datetime as dt
import json
import time
from collections import ChainMap
from collections.abc import Callable, Mapping

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.db import reading
from webinars.domain.mail.bounces import without_addresses
from webinars.domain.mail.outbox.leases import Lease, is_leasable, lease, mark
from webinars.domain.mail.outbox.retries import DROPPED, SENT, AttemptResult, no_attempt, temporary_failure
from webinars.domain.recording_sources.places import converse, place_of
from webinars.domain.registration.attendance import store_room_report
from webinars.domain.registration.zoom_registrants.queries import HAS_PLACE, IS_THERE, Row, opened
from webinars.domain.registration.zoom_registrants.wishes import renew_wishes
from webinars.domain.site_settings.encryption import seal
from webinars.lib.safe_http import NoAnswer, RequestRefused, SafeHttpClient
from webinars.models import PromiseState, RecordingSource, Registration
from webinars.models.zoom_registrant import REPORT
from webinars.pure.film_lists import zoom_registrants as at_zoom
from webinars.pure.film_lists.answers import ListRefused, instant
from webinars.pure.film_lists.zoom import Way, ZoomRefused, signed_in
from webinars.pure.film_lists.zoom_registrants import ListedRegistrant, ZoomRoom

ROUND_S = 20.0
"""After so long the rest waits for the next minute."""
LEASE = dt.timedelta(minutes=5)
PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=10), dt.timedelta(days=1)
"""Before what needs a person's hand at Zoom is tried again, and at most before anything is."""
TOO_MANY, BROKEN, TOKEN_ENDED = 429, 500, 401
AWAY = (ListRefused, NoAnswer, RequestRefused)

log = structlog.get_logger()


def keep_registrants(
    session: Session, settings: Settings, outside: SafeHttpClient, *, now: Callable[[], dt.datetime] = clock.now
) -> None:
    """Have Zoom know those who have a place, and no others of ours. Any number of workers may do so at once."""
    if not settings.ask_video_hosts:
        return
    renew_wishes(session, settings, now=now())
    ends_at_s = time.monotonic() + ROUND_S
    with reading():
        sources = session.scalars(sa.select(Row.source_id).where(is_leasable(Row, now=now())).distinct()).all()
        session.commit()
    for source_id in sources:
        account = _Account(session, settings, outside, now)
        while time.monotonic() < ends_at_s and account.go_on(source_id):
            pass


class _Account:
    """What is done with one account in one round."""

    def __init__(
        self, session: Session, settings: Settings, outside: SafeHttpClient, now: Callable[[], dt.datetime]
    ) -> None:
        self._session, self._settings, self._outside, self._now = session, settings, outside, now
        self._way: Way | None = None
        self._open: dict[str, ZoomRoom] = {}

    def go_on(self, source_id: int | None) -> bool:
        """Do what is due next. Returns False if that was all, or if the others would fare no better now."""
        session, now = self._session, self._now()
        found = sa.select(RecordingSource).where(RecordingSource.id == source_id)
        source = session.scalar(found.with_for_update(skip_locked=True))
        claim = _take(session, source, now=now) if source is not None else None
        session.commit()
        if source is None or claim is None:
            return False
        try:
            if self._way is None:
                place = place_of(source, self._settings.secret_keys)
                way = signed_in(place.key, place.secret["client_id"], place.secret["client_secret"])
                self._way = converse(self._outside, way)
            results, is_going_on = self._work(claim, self._way), True
        except AWAY as error:
            session.rollback()
            results, is_going_on = self._refused(claim, error)
        mark(session, claim, results, now=self._now())
        session.commit()
        return is_going_on

    def _work(self, claim: Lease[Row], way: Way) -> dict[int, AttemptResult]:
        first = claim.promises[0]
        if first.kind == REPORT:
            return self._report(first, way)
        if not first.is_wanted:
            self._cancel(claim, way)
            return {}
        if first.meeting not in self._open:
            self._open[first.meeting] = converse(self._outside, at_zoom.open_room(way, first.meeting))
        return self._register(claim, self._open[first.meeting])

    def _register(self, claim: Lease[Row], room: ZoomRoom) -> dict[int, AttemptResult]:
        with reading():
            ids = [each.registration_id for each in claim.promises]
            held = sa.select(Registration.id, Registration.email_normal, Registration.name)
            rows = self._session.execute(held.where(Registration.id.in_(ids), HAS_PLACE)).all()
            self._session.commit()
        emails: dict[int | None, str] = {each.id: each.email_normal or "" for each in rows}
        named = {each.email_normal or "": each.name for each in rows if each.email_normal not in room.hosts}
        found, refused = self._found(room, named) if named else ({}, {})
        results: dict[int, AttemptResult] = {}
        for promise in claim.promises:
            email = emails.get(promise.registration_id, "")
            if email in found:
                sealed = seal(self._settings.secret_key, json.dumps({"email": email, "link": found[email].link}))
                values = {"registrant_id": found[email].registrant_id, "sealed": sealed}
                self._session.execute(sa.update(Row).where(_is_ours(claim), Row.id == promise.id).values(values))
                results[promise.id] = SENT
            elif email in named:
                results[promise.id] = temporary_failure(promise, without_addresses(refused.get(email, ""), email))
            else:
                # A host. Or the place was given back meanwhile, and the next look sees that.
                results[promise.id] = DROPPED if email else AttemptResult(PromiseState.DUE, "", PAUSE, was_tried=False)
        return results

    def _found(self, room: ZoomRoom, people: Mapping[str, str]) -> tuple[dict[str, ListedRegistrant], dict[str, str]]:
        """Returns whom Zoom has registered, by their addresses, and what it says of the others."""
        try:
            return converse(self._outside, at_zoom.register(room, people)), {}
        except ZoomRefused as error:
            if not at_zoom.is_about_people(error):
                raise
            if len(people) == 1:
                return {}, dict.fromkeys(people, str(error))
        # For one of them all were refused.
        alone = [self._found(room, {email: name}) for email, name in people.items()]
        found, refused = zip(*alone, strict=True)
        return dict(ChainMap(*found)), dict(ChainMap(*refused))

    def _cancel(self, claim: Lease[Row], way: Way) -> None:
        try:
            room = converse(self._outside, at_zoom.room(way, claim.promises[0].meeting))
            there = converse(self._outside, at_zoom.registrants(room))
        except ZoomRefused as error:
            if error.code not in at_zoom.NOT_HERE:
                raise
            there = {}
        ids = {each.registrant_id for each in claim.promises}
        # Zoom may have said yes when we were not there to hear it.
        unheard = [each.sealed for each in claim.promises if each.registrant_id is None]
        emails = {opened(self._settings, each).get("email", "") for each in unheard}
        found = {
            each.registrant_id: email for email, each in there.items() if each.registrant_id in ids or email in emails
        }
        with reading():
            is_held = sa.select(Row.registrant_id).where(IS_THERE, Row.meeting == claim.promises[0].meeting)
            # Who came back, or has a place in another webinar in the same room, is the same registrant.
            held = set(self._session.scalars(is_held.where(Row.registrant_id.in_(found))))
            self._session.commit()
        if found.keys() - held:
            converse(self._outside, at_zoom.cancel(room, {each: found[each] for each in found.keys() - held}))
        self._session.execute(sa.delete(Row).where(_is_ours(claim), Row.id.in_([each.id for each in claim.promises])))

    def _report(self, promise: Row, way: Way) -> dict[int, AttemptResult]:
        with reading():
            known = self._session.execute(
                sa.select(Row.registrant_id, Registration.email_normal)
                .join(Registration, Registration.id == Row.registration_id)
                .where(IS_THERE, Row.webinar_id == promise.webinar_id)
            )
            emails = {number: email or "" for number, email in known if number}
            self._session.commit()
        room = converse(self._outside, at_zoom.room(way, promise.meeting))
        report = converse(self._outside, at_zoom.report(room, emails))
        if not report.people:
            return {promise.id: temporary_failure(promise, "")}
        if promise.webinar_id is not None:
            store_room_report(self._session, promise.webinar_id, report, now=self._now())
        return {promise.id: SENT}

    def _refused(self, claim: Lease[Row], error: Exception) -> tuple[dict[int, AttemptResult], bool]:
        """Returns what becomes of a batch that was refused as one, and whether others may fare better."""
        first, now = claim.promises[0], self._now()
        words = without_addresses(str(error), "") if isinstance(error, ListRefused) else ""
        log.warning("Zoom refuses", source=first.source_id, kind=first.kind, said=words, error=type(error).__name__)
        status = error.status if isinstance(error, ZoomRefused) else 0
        is_away = not isinstance(error, ListRefused) or status >= BROKEN or (status == TOKEN_ENDED and self._way)
        which, pause, is_account = Row.source_id == first.source_id, PAUSE, self._way is None
        if isinstance(error, ZoomRefused) and status == TOO_MANY:
            pause, is_account = _pause(error, now), True
        elif not first.is_wanted:
            return {each.id: temporary_failure(each, words) for each in claim.promises}, not is_away
        elif is_away:
            return {each.id: no_attempt(words) for each in claim.promises}, False
        else:
            # A person has to change something there first.
            which = sa.and_(which, Row.meeting == first.meeting, Row.is_wanted)
        # Whoever is alike would be told the same.
        is_due = sa.and_(Row.state == PromiseState.DUE, Row.due_at < now + pause)
        self._session.execute(sa.update(Row).where(which, is_due).values(due_at=now + pause, failure=words))
        later = AttemptResult(PromiseState.DUE, words, pause, was_tried=False)
        return {each.id: later for each in claim.promises}, not is_account


def _take(session: Session, source: RecordingSource, *, now: dt.datetime) -> Lease[Row] | None:
    """Returns what is due next of an account, whose row is locked, leased to us. One at a time has to do with it."""
    is_busy = sa.exists().where(Row.source_id == source.id, Row.state == PromiseState.SENDING, Row.leased_until >= now)
    if session.scalar(sa.select(is_busy)):
        return None
    # Who leaves goes before who comes: it may be the same person, under a new registration.
    due = sa.select(Row).where(Row.source_id == source.id, is_leasable(Row, now=now))
    due = due.where(sa.or_(sa.literal(source.registers_people), ~Row.is_wanted))
    first = session.scalar(due.order_by(Row.is_wanted, Row.due_at, Row.id).limit(1))
    if first is None:
        return None
    alike = (Row.kind == first.kind, Row.meeting == first.meeting, Row.is_wanted == first.is_wanted)
    found = session.scalars(
        due.where(*alike)
        .order_by(Row.due_at, Row.id)
        .limit(1 if first.kind == REPORT else at_zoom.AT_ONCE)
        .execution_options(populate_existing=True)
    )
    return lease(session, found.all(), now=now, lasting=LEASE)


def _is_ours(claim: Lease[Row]) -> sa.ColumnElement[bool]:
    return sa.and_(Row.state == PromiseState.SENDING, Row.leased_until == claim.leased_until)


def _pause(error: ZoomRefused, now: dt.datetime) -> dt.timedelta:
    """Returns how long to leave an account alone that has had enough of us."""
    said = error.retry_after
    at = instant(said.replace("Z", "+00:00"))
    asked = dt.timedelta(seconds=int(said[:6])) if said.isdecimal() else at - now if at else dt.timedelta(minutes=1)
    return min(max(asked, dt.timedelta(seconds=1)), LONGEST_PAUSE)
