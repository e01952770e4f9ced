"""Beginning a webinar, saying what it is and when. For publishing and after see `life_cycle`, and `co_organisers`."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any, Unpack

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import (
    load_to_change,
    load_whole,
    note_nothing_beside,
    series_titled,
    topics_named,
)
from webinars.domain.programme.errors import WebinarInvalid, WrongState
from webinars.domain.programme.fields.details import WebinarDetails, acts_of, checked_details, right_to
from webinars.domain.programme.start import Start, start_from, start_snapshot, store_start
from webinars.lib.errors import NotAllowed, require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.lib.text_cleaning import one_line
from webinars.models import AuditEvent, JoinAccess, Organisation, Series, Status, Topic, Webinar
from webinars.models.slugs import add_with_slug, give_slug

MAX_TOPICS = 12


def create_webinar(
    session: Session, actor: Actor, *, host: Organisation, now: dt.datetime, **details: Unpack[WebinarDetails]
) -> Webinar:
    """Make a draft of `host` that knows its title at least, of the host's usual length. Returns it.

    Raises NotAllowed, WebinarInvalid.
    """
    require_right(permissions.can_create(actor, host))
    values = checked_details({"title": "", **details})
    webinar = Webinar(
        slug="",
        uid=secrets.token_hex(16),
        join_code=secrets.token_urlsafe(9),
        host=host,
        duration_minutes=host.default_duration_minutes,
        is_duration_assumed=True,
        created_at=now,
        updated_at=now,
        **values,
    )
    add_with_slug(session, webinar, webinar.title, fallback=now.date().isoformat())
    note_nothing_beside(webinar)
    session.add(
        AuditEvent(
            at=now,
            action="webinar:create",
            actor_id=actor.user_id,
            organisation_id=host.id,
            webinar_id=webinar.id,
            detail={"title": webinar.title},
        )
    )
    session.flush()
    return webinar


def update_webinar(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    *,
    now: dt.datetime,
    **changes: Unpack[WebinarDetails],
) -> None:
    """Change the fields named. Those that stay the same are no change. Raises NotAllowed, WebinarInvalid.

    Each right that it takes is an act of its own in the history, and so is what is secret (see `acts_of`).
    """
    load_whole(session, webinar)
    values = checked_details(changes)
    before = {field: getattr(webinar, field) for field in values}
    changed = {field: [before[field], value] for field, value in values.items() if before[field] != value}
    # Who may change nothing may not even try; else each field takes its own right.
    needed = {right_to(each) for each in changed}
    if not permissions.can_change(actor, webinar) or not all(
        permissions.has_right(actor, webinar, each) for each in needed
    ):
        raise NotAllowed
    if not changed:
        return
    if changed.keys() & {"join_access", "registration_url", "is_registration_here"}:
        _require_way_to_register(webinar, values)
    for field in changed:
        setattr(webinar, field, values[field])
    if "title" in changed and webinar.published_at is None:
        give_slug(session, webinar, webinar.title, fallback=now.date().isoformat())
    for act in acts_of(changed):
        record(session, actor, webinar, "webinar:update", act, now=now)


def set_start(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    *,
    wall: dt.datetime | None,
    timezone: str,
    duration_minutes: int | None = None,
    is_duration_assumed: bool = False,
    now: dt.datetime,
) -> None:
    """Promise a draft's start, `wall` on the clocks of `timezone`. None takes it back. Without a duration it stays.

    Raises NotAllowed, WrongState if it was announced (see `life_cycle.move`), and WebinarInvalid: StartUnsettled for a
    skipped or repeated wall time, TimezoneUnknown, StartOutOfRange, or a length that is none.
    """
    _require_draft(session, actor, webinar)
    if duration_minutes is None:
        duration_minutes, is_duration_assumed = webinar.duration_minutes, webinar.is_duration_assumed
    load_whole(session, webinar)
    start = start_from(wall, timezone, duration_minutes, host=webinar.host)
    _store_start(session, actor, webinar, start, is_duration_assumed=is_duration_assumed, now=now)


def set_date(session: Session, actor: Actor, webinar: Webinar, *, date: dt.date, now: dt.datetime) -> None:
    """Say on which day a draft takes, or took, place, its hour being unknown. Raises NotAllowed, WrongState."""
    _require_draft(session, actor, webinar)
    minutes = webinar.duration_minutes
    start = Start(wall=None, timezone=webinar.timezone, date=date, at=None, ends_at=None, duration_minutes=minutes)
    _store_start(session, actor, webinar, start, is_duration_assumed=webinar.is_duration_assumed, now=now)


def set_topics(session: Session, actor: Actor, webinar: Webinar, names: Sequence[str], *, now: dt.datetime) -> None:
    """Make these the topics. Names nobody has used become topics. Raises NotAllowed, WebinarInvalid."""
    load_to_change(session, actor, webinar, permissions.can_edit_texts)
    wanted: dict[str, str] = {}
    for name in names:
        if name_key(name):
            wanted.setdefault(name_key(name), one_line(name))
    if len(wanted) > MAX_TOPICS:
        raise WebinarInvalid("topics", _("Choose at most %(limit)s topics.", limit=MAX_TOPICS))
    too_long = next((name for name in wanted.values() if len(name) > 80), None)  # noqa: PLR2004 - the column's length
    if too_long is not None:
        raise WebinarInvalid("topics", _("“%(name)s” is too long for a topic.", name=too_long[:80]))
    before = [topic.name for topic in webinar.topics]
    if {name_key(name) for name in before} == wanted.keys():
        return
    known = topics_named(session, list(wanted.values()))
    for key, name in wanted.items():
        if key not in known:
            known[key] = Topic(slug="", name=name)
            add_with_slug(session, known[key], name, fallback="topic")
    webinar.topics = sorted((known[key] for key in wanted), key=lambda topic: topic.name)
    record(session, actor, webinar, "webinar:set_topics", {"topics": [before, list(wanted.values())]}, now=now)


def set_series(session: Session, actor: Actor, webinar: Webinar, title: str | None, *, now: dt.datetime) -> None:
    """Put it into the host's series of that title, begun if there is none. None or nothing takes it out.

    Raises NotAllowed, WebinarInvalid.
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    wanted = one_line(title or "")
    before = webinar.series.title if webinar.series else ""
    if name_key(wanted) == name_key(before):
        return
    if len(wanted) > 200:  # noqa: PLR2004 - the column's length
        raise WebinarInvalid("series", _("This is too long for the title of a series."))
    series = series_titled(session, webinar.host, wanted) if wanted else None
    if wanted and series is None:
        series = Series(slug="", title=wanted, organisation=webinar.host)
        add_with_slug(session, series, wanted, fallback=now.date().isoformat())
    webinar.series = series
    record(session, actor, webinar, "webinar:set_series", {"series": [before, wanted]}, now=now)


def _store_start(
    session: Session, actor: Actor, webinar: Webinar, start: Start, *, is_duration_assumed: bool, now: dt.datetime
) -> None:
    before, was_assumed = start_snapshot(webinar), webinar.is_duration_assumed
    store_start(webinar, start)
    webinar.is_duration_assumed = is_duration_assumed
    after = start_snapshot(webinar)
    if after != before:
        record(session, actor, webinar, "webinar:set_start", {"start": [before, after]}, now=now)
    elif was_assumed != is_duration_assumed:
        session.flush()


def _require_draft(session: Session, actor: Actor, webinar: Webinar) -> None:
    load_to_change(session, actor, webinar, permissions.can_publish)
    if webinar.status != Status.DRAFT:
        raise WrongState(_("It has been announced, so it can only be moved."))


def _require_way_to_register(webinar: Webinar, values: dict[str, Any]) -> None:
    """Raises WebinarInvalid for two ways to register, and for a room of the registered while nobody can register."""
    access, url, is_here = (
        values.get(field, getattr(webinar, field))
        for field in ("join_access", "registration_url", "is_registration_here")
    )
    if url and is_here:
        raise WebinarInvalid(
            "registration_url",
            _("People register here already. To send them to another site, say so under Registration first."),
        )
    if access == JoinAccess.REGISTERED and not (url or is_here):
        raise WebinarInvalid(
            "join_access", _("Nobody could join: let people register, here or elsewhere, or let anyone in.")
        )
