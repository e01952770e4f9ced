"""Promises the calls that follow from what a transaction has done, and from the clock."""

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.interfaces.webhooks.kinds import COUNTED, PING, WebhookKind, is_about_recordings, kinds_of
from webinars.domain.mail.outbox.promises import promise
from webinars.domain.programme.phases import Phase, begins_at, over_at, phase_of
from webinars.models import (
    CoOrganiser,
    Organisation,
    OutboundHook,
    Priority,
    PromiseState,
    Recording,
    Status,
    Transcript,
    Visibility,
    Webhook,
    WebhookPreset,
    Webinar,
)
from webinars.models.derived import Changes, Derived

REBUILT_AFTER = dt.timedelta(minutes=5)
"""Between two calls of an address that builds a site."""
TOLD_TOGETHER = dt.timedelta(minutes=1)
"""Registrations within it are one call."""
ABOUT_TO_BE_TAKEN = dt.timedelta(seconds=5)
LONGEST = dt.timedelta(days=8)
"""No webinar lasts longer than a week."""
IDS_IN_A_STATEMENT = 5000
REBUILD = "rebuild"


def promise_hooks(session: Session, changes: Changes, now: dt.datetime) -> None:
    """Promise what the organisers' programs are to hear of a transaction. Flushes, never commits."""
    acts: dict[int, set[str]] = defaultdict(set)
    for webinar_id, act in changes.acts:
        acts[webinar_id].add(act)
    ids = sorted(changes.webinar_ids | changes.of[Derived.PASSAGES] | acts.keys())
    for start in range(0, len(ids), IDS_IN_A_STATEMENT):
        _promise(session, ids[start : start + IDS_IN_A_STATEMENT], acts, changes, now=now)


def _promise(
    session: Session, ids: Sequence[int], acts: Mapping[int, set[str]], changes: Changes, *, now: dt.datetime
) -> None:
    rows, rebuilt, recordings = list[dict[str, object]](), set[int](), None
    for webhook, webinar, host in _called(session, Webinar.id.in_(ids)):
        done = acts.get(webinar.id, set())
        kinds = kinds_of(done, webinar.status, webinar.visibility)
        is_public = webinar.status != Status.DRAFT and webinar.visibility == Visibility.PUBLIC
        if webhook.preset is WebhookPreset.REBUILD:
            is_shown_otherwise = webinar.id in changes.webinar_ids or webinar.id in changes.of[Derived.PASSAGES]
            if kinds - COUNTED or (is_public and is_shown_otherwise):
                rebuilt.add(webhook.id)
            continue
        if webhook.organisation_id != webinar.host_id:
            # How many have registered is for those who keep the registrations.
            kinds -= COUNTED
        rows += [_row(webhook, kind, webinar, host, now=now) for kind in sorted(kinds) if kind in webhook.kinds]
        if is_public and is_about_recordings(done):
            recordings = _recordings(session, changes) if recordings is None else recordings
            rows += [
                _row(webhook, kind, webinar, host, slug, now=now)
                for kind, slug in recordings.get(webinar.id, ())
                if kind in webhook.kinds
            ]
    promise(session, OutboundHook, rows, now=now)
    for webhook_id in sorted(rebuilt):
        promise_rebuild(session, webhook_id, now=now)


def promise_rebuild(session: Session, webhook_id: int, *, now: dt.datetime) -> None:
    """Promise that a site is built anew, five minutes after the last time at the earliest: until then one is enough."""
    latest = session.execute(
        sa.select(OutboundHook.state, OutboundHook.due_at)
        .where(OutboundHook.webhook_id == webhook_id)
        .order_by(OutboundHook.due_at.desc())
        .limit(1)
    ).first()
    if latest and latest.state == PromiseState.DUE and latest.due_at > now + ABOUT_TO_BE_TAKEN:
        return
    due_at = max(now, latest.due_at + REBUILT_AFTER) if latest else now
    # Of two at the same moment each sees no other: by this they are one all the same.
    slot = int(due_at.timestamp() // REBUILT_AFTER.total_seconds())
    row = _promised(webhook_id, REBUILD, {}, key=f"{REBUILD}:{slot}", due_at=due_at)
    promise(session, OutboundHook, [row], now=now)


def promise_ping(session: Session, webhook: Webhook, *, now: dt.datetime) -> None:
    """Promise a try, at once."""
    kind = REBUILD if webhook.preset is WebhookPreset.REBUILD else PING
    said = {"organisation": session.get_one(Organisation, webhook.organisation_id).slug}
    row = _promised(webhook.id, kind, said, key=secrets.token_hex(8), due_at=now)
    promise(session, OutboundHook, [row | {"priority": Priority.REGISTRATION}], now=now)


def promise_hours(session: Session, *, now: dt.datetime) -> None:
    """Promise what the clock says of webinars: that they have begun, and that they are over. Commits."""
    rows, rebuilt = list[dict[str, object]](), set[int]()
    is_near = sa.and_(
        Webinar.visibility == Visibility.PUBLIC,
        Webinar.status == Status.PUBLISHED,
        Webinar.starts_at.between(now - LONGEST, now + LONGEST),
    )
    for webhook, webinar, host in _called(session, is_near):
        phase, over = phase_of(webinar, now), over_at(webinar)
        if webinar.starts_at is None or over is None or not (phase.is_going_on or phase is Phase.AFTER):
            continue
        kind = WebhookKind.PAST if phase is Phase.AFTER else WebhookKind.LIVE
        came_at = over if phase is Phase.AFTER else begins_at(webinar, webinar.starts_at)
        if came_at < max(webhook.created_at, now - dt.timedelta(days=1)):
            continue
        if webhook.preset is WebhookPreset.REBUILD:
            if came_at > now - 2 * TOLD_TOGETHER:
                rebuilt.add(webhook.id)
        elif kind in webhook.kinds:
            # Each once, however often this minute comes.
            key = f"{kind}:{webinar.id}:{webinar.starts_at.timestamp():.0f}"
            rows.append(_row(webhook, kind, webinar, host, now=now) | {"dedupe_key": f"{webhook.id}:{key}"})
    promise(session, OutboundHook, rows, now=now)
    for webhook_id in sorted(rebuilt):
        promise_rebuild(session, webhook_id, now=now)
    session.commit()


def _called(session: Session, which: sa.ColumnElement[bool]) -> Sequence[tuple[Webhook, Webinar, str]]:
    """Returns the webhooks of those who organise, each with the webinar and the slug of its host."""
    is_partner = sa.exists().where(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id == Webhook.organisation_id,
        CoOrganiser.accepted_at.is_not(None),
    )
    rows = session.execute(
        sa.select(Webhook, Webinar, Organisation.slug)
        .select_from(Webhook)
        .join(Webinar, sa.or_(Webinar.host_id == Webhook.organisation_id, is_partner))
        .join(Organisation, Organisation.id == Webinar.host_id)
        .where(Webhook.paused_at.is_(None), which)
        .order_by(Webhook.id, Webinar.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _recordings(session: Session, changes: Changes) -> dict[int, list[tuple[WebhookKind, str]]]:
    """Returns by their webinars the recordings that are new, and those that are others now."""
    transcribed = sa.select(Transcript.recording_id).where(Transcript.id.in_(changes.transcript_ids))
    changed = changes.recordings.keys() | changes.recording_ids
    found: dict[int, list[tuple[WebhookKind, str]]] = defaultdict(list)
    of = sa.func.coalesce(Recording.webinar_id, Recording.removed_from_id)
    for number, slug, webinar_id in session.execute(
        sa.select(Recording.id, Recording.slug, of)
        .where(sa.or_(Recording.id.in_(changed), Recording.id.in_(transcribed)))
        .order_by(Recording.id)
    ):
        is_new = changes.recordings.get(number, False)
        found[webinar_id].append((WebhookKind.RECORDING_PUBLISHED if is_new else WebhookKind.RECORDING_CHANGED, slug))
    return found


def _row(
    webhook: Webhook, kind: WebhookKind, webinar: Webinar, host: str, recording: str | None = None, *, now: dt.datetime
) -> dict[str, object]:
    context: dict[str, object] = {"what": "webinars", "slug": webinar.slug, "organisation": host}
    if recording is not None:
        context |= {"what": "recordings", "slug": recording}
    key, due_at = f"{kind}:{webinar.id}:{secrets.token_hex(8)}", now
    if kind in COUNTED:
        slot = int(now.timestamp() // TOLD_TOGETHER.total_seconds()) + 1
        key, due_at = f"{kind}:{webinar.id}:{slot}", dt.datetime.fromtimestamp(slot * 60, dt.UTC)
        context["webinar_id"] = webinar.id
    return _promised(webhook.id, kind, context, key=key, due_at=due_at)


def _promised(
    webhook_id: int, kind: str, context: Mapping[str, object], *, key: str, due_at: dt.datetime
) -> dict[str, object]:
    return {
        "kind": kind,
        "priority": Priority.MESSAGE,
        "context": dict(context),
        "dedupe_key": f"{webhook_id}:{key}",
        "webhook_id": webhook_id,
        "due_at": due_at,
    }
