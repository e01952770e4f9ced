"""From draft to published, moved, postponed, cancelled and back.

The address is settled by the first publication: from then on links and calendars hold it.
"""

import datetime as dt
from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change, load_whole
from webinars.domain.programme.errors import WebinarIncomplete, WebinarInvalid, WrongState
from webinars.domain.programme.start import start_from, start_snapshot, store_start
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import one_line
from webinars.models import ACTIVE_STATES, AuditEvent, FormerSlug, Recording, Registration, Status, Webinar
from webinars.models.slugs import give_slug

LONGEST_REASON = 500
TAKEN_BACK_WITHIN = dt.timedelta(minutes=10)
"""What is taken back so soon was never announced: so long those who follow are told nothing of it."""


def missing_for_publication(webinar: Webinar, *, now: dt.datetime) -> dict[str, str]:
    """Returns what it needs before it can be published, by field, in words that fit "it needs …"."""
    missing = {}
    if not webinar.title.strip():
        missing["title"] = _("a title")
    if webinar.starts_on is None:
        missing["starts_wall"] = _("a date and an hour")
    elif webinar.starts_at is None and webinar.starts_on >= now.date():
        # Of an old webinar often nothing but the day is known; nobody can come to a future one without its hour.
        missing["starts_wall"] = _("an hour")
    elif webinar.lacks_registration and webinar.starts_on >= now.date():
        missing["join_access"] = _("a way to register, as only people who have registered may join")
    return missing


def publish(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Put a draft on the page, in lists and in feeds. Raises NotAllowed, WrongState, WebinarIncomplete."""
    _require_publisher(session, actor, webinar)
    if webinar.status != Status.DRAFT:
        raise WrongState(_("It is published already."))
    missing = missing_for_publication(webinar, now=now)
    if missing:
        raise WebinarIncomplete(missing)
    if webinar.published_at is None:
        give_slug(session, webinar, webinar.title, fallback=str(webinar.starts_on))
        webinar.published_at = now
    elif _was_taken_back_at_once(session, webinar, webinar.published_at):
        # Nobody has heard of it, so this is the day from which it is news.
        webinar.published_at = now
    webinar.status = Status.PUBLISHED
    record(session, actor, webinar, "webinar:publish", now=now)


def unpublish(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Take it back: the page answers 410, and feeds show it as cancelled. Raises NotAllowed, WrongState."""
    _require_publisher(session, actor, webinar)
    if webinar.status == Status.DRAFT:
        raise WrongState(_("It is a draft, so there is nothing to take back."))
    _take_up_again(webinar)
    webinar.status = Status.DRAFT
    record(session, actor, webinar, "webinar:unpublish", now=now)


def move(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    *,
    wall: dt.datetime,
    timezone: str,
    duration_minutes: int | None = None,
    now: dt.datetime,
) -> None:
    """Give what was announced another start. The page and calendars say from when to when.

    Another length alone is no move. A postponed webinar takes place again.
    Raises NotAllowed, WrongState, WebinarInvalid.
    """
    _require_publisher(session, actor, webinar)
    if webinar.status not in {Status.PUBLISHED, Status.POSTPONED}:
        raise WrongState(_("Only what is published or postponed can be moved."))
    load_whole(session, webinar)
    start = start_from(wall, timezone, duration_minutes or webinar.duration_minutes, host=webinar.host)
    before, before_at = start_snapshot(webinar), webinar.starts_at
    promise, status = (webinar.starts_wall, webinar.timezone), webinar.status
    store_start(webinar, start)
    webinar.is_duration_assumed = webinar.is_duration_assumed and duration_minutes is None
    if start_snapshot(webinar) == before and webinar.status == Status.PUBLISHED:
        return
    if start.at != before_at and before_at is not None:
        webinar.moved_from_wall, webinar.moved_from_timezone = promise
        webinar.moved_at = now
    webinar.status = Status.PUBLISHED
    action = "webinar:move" if start.at != before_at else "webinar:set_start"
    detail: dict[str, object] = {"start": [before, start_snapshot(webinar)]}
    if status != Status.PUBLISHED:
        detail["status"] = [status.value, Status.PUBLISHED.value]
    record(session, actor, webinar, action, detail, now=now)


def postpone(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that the start no longer holds and a new one will follow. Raises NotAllowed, WrongState."""
    _require_publisher(session, actor, webinar)
    if webinar.status == Status.POSTPONED:
        raise WrongState(_("It is postponed already."))
    if webinar.status != Status.PUBLISHED:
        raise WrongState(_("Only a published webinar can be postponed."))
    webinar.status = Status.POSTPONED
    record(session, actor, webinar, "webinar:postpone", now=now)


def cancel(session: Session, actor: Actor, webinar: Webinar, *, reason: str = "", now: dt.datetime) -> None:
    """Say that it does not take place. The page stays, with the reason.

    Raises NotAllowed, WrongState, WebinarInvalid.
    """
    _require_publisher(session, actor, webinar)
    if webinar.status == Status.CANCELLED:
        raise WrongState(_("It is cancelled already."))
    if webinar.status not in {Status.PUBLISHED, Status.POSTPONED}:
        raise WrongState(_("Only what is published or postponed can be cancelled."))
    said = one_line(reason)
    if len(said) > LONGEST_REASON:
        raise WebinarInvalid(
            "cancellation_reason",
            _("The reason has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_REASON),
        )
    webinar.status, webinar.cancelled_at, webinar.cancellation_reason = Status.CANCELLED, now, said
    record(session, actor, webinar, "webinar:cancel", {"reason": said}, now=now)


def restore(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Announce a cancelled or postponed webinar again, at the start it had. Raises NotAllowed, WrongState."""
    _require_publisher(session, actor, webinar)
    if webinar.status not in {Status.CANCELLED, Status.POSTPONED}:
        raise WrongState(_("Only what is cancelled or postponed can be restored."))
    _take_up_again(webinar)
    webinar.status = Status.PUBLISHED
    record(session, actor, webinar, "webinar:restore", now=now)


def active_counts(session: Session, webinar_ids: Collection[int]) -> Mapping[int, int]:
    """Returns how many people are registered, by the ids of those of these webinars for which anybody is.

    Who is erased since is nobody: there is nobody to be told.
    """
    rows = session.execute(
        sa.select(Registration.webinar_id, sa.func.count())
        .where(
            Registration.webinar_id.in_(webinar_ids),
            Registration.state.in_(ACTIVE_STATES),
            Registration.erased_at.is_(None),
        )
        .group_by(Registration.webinar_id)
    )
    return {row.webinar_id: row[1] for row in rows}


def why_not_deleted(webinar: Webinar, registered_count: int) -> str:
    """Returns why a webinar for which so many are registered cannot be deleted, or an empty text if it can."""
    if webinar.status != Status.DRAFT:
        return _("Only a draft can be deleted. Take it off the page first.")
    if not registered_count:
        return ""
    # Its calendar entries and links are in their hands: first they are told, by a list that this would delete.
    return ngettext(
        "One person is registered for it. Cancel the registration first.",
        "%(num)s people are registered for it. Cancel their registrations first.",
        registered_count,
    )


def delete_draft(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Remove a draft with all its parts. An address that was public stays gone.

    Raises NotAllowed, and WrongState for what is announced or has people registered.
    """
    require_right(permissions.can_manage(actor, webinar))
    refusal = why_not_deleted(webinar, active_counts(session, [webinar.id]).get(webinar.id, 0))
    if refusal:
        raise WrongState(refusal)
    load_whole(session, webinar)
    if webinar.published_at is not None:
        session.add(FormerSlug(kind=Webinar.__tablename__, slug=webinar.slug))
        session.add_all(FormerSlug(kind=Recording.__tablename__, slug=each.slug) for each in webinar.recordings)
    # First: clips and streams lead to one another, so their order is found row by row, from the webinar that each has.
    recordings = list(webinar.recordings)
    webinar.recordings.clear()
    for recording in recordings:
        session.delete(recording)
    session.flush()
    session.delete(webinar)
    session.flush()
    session.add(
        AuditEvent(
            at=now,
            action="webinar:delete",
            actor_id=actor.user_id,
            organisation_id=webinar.host_id,
            detail={"title": webinar.title},
        )
    )
    session.flush()


def _was_taken_back_at_once(session: Session, webinar: Webinar, published_at: dt.datetime) -> bool:
    query = sa.select(sa.func.max(AuditEvent.at)).where(
        AuditEvent.webinar_id == webinar.id, AuditEvent.action == "webinar:unpublish"
    )
    taken_back_at = session.scalar(query)
    return taken_back_at is not None and taken_back_at < published_at + TAKEN_BACK_WITHIN


def _take_up_again(webinar: Webinar) -> None:
    webinar.cancelled_at, webinar.cancellation_reason = None, ""


def _require_publisher(session: Session, actor: Actor, webinar: Webinar) -> None:
    load_to_change(session, actor, webinar, permissions.can_publish)
