"""What a calendar held and holds no more: a person cancels or keeps it, and nothing is done by itself."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.calendars.date_changes import Comparison
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import lock_webinar, whole
from webinars.domain.programme.errors import WrongState
from webinars.domain.programme.life_cycle import cancel, delete_draft
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.models import Source, Status, Webinar
from webinars.pure.times import format_day


class VanishedReason(StrEnum):
    """Why a webinar is asked about."""

    DATE_DROPPED = "date_dropped"
    EVENT_ABSENT = "event_absent"
    CANCELLED = "cancelled"


class Decision(StrEnum):
    """What a person may answer."""

    CANCEL = "cancel"
    KEEP = "keep"


class VanishedWebinar(Struct, frozen=True, kw_only=True):
    """A coming webinar that a calendar brought, and holds no more."""

    source_id: int
    webinar: Webinar
    reason: VanishedReason
    may_cancel: bool

    @property
    def is_draft(self) -> bool:
        """Whether it would be deleted: nobody has heard of it."""
        return self.webinar.status == Status.DRAFT

    @property
    def sentence(self) -> str:
        title, on = self.webinar.title, self.webinar.starts_on
        words = {"title": title, "day": format_day(on) if on is not None else ""}
        match self.reason:
            case VanishedReason.DATE_DROPPED:
                return _("“%(title)s”: %(day)s is no longer in the calendar.", **words)
            case VanishedReason.EVENT_ABSENT:
                return _("“%(title)s”, %(day)s, was in this calendar before and is not now.", **words)
            case VanishedReason.CANCELLED:
                return _("“%(title)s”: the calendar says that %(day)s is cancelled.", **words)


def vanished_webinars(session: Session, actor: Actor, found: Comparison) -> list[VanishedWebinar]:
    """Returns what the actor has to decide, by the dates, without what was kept for the same reason before."""
    reasons = [
        *((each, VanishedReason.CANCELLED) for each in found.cancelled),
        *((each, VanishedReason.DATE_DROPPED) for each in found.missing),
        *((each, VanishedReason.EVENT_ABSENT) for each in found.absent),
    ]
    asked = [(known, reason) for known, reason in reasons if known.kept != reason]
    ids = {known.webinar_id for known, _reason in asked}
    query = sa.select(Webinar).where(Webinar.id.in_(ids), Webinar.status != Status.CANCELLED).options(*whole())
    webinars = {webinar.id: webinar for webinar in session.scalars(query)}
    gone = [
        VanishedWebinar(
            source_id=known.source_id, webinar=webinar, reason=reason, may_cancel=_may_cancel(actor, webinar)
        )
        for known, reason in asked
        if (webinar := webinars.get(known.webinar_id)) is not None and permissions.can_edit_texts(actor, webinar)
    ]
    return sorted(gone, key=lambda each: (each.webinar.starts_on or dt.date.max, each.webinar.id))


def decide(
    session: Session,
    actor: Actor,
    gone: Sequence[VanishedWebinar],
    source_id: int,
    decision: Decision,
    *,
    now: dt.datetime,
) -> str:
    """Cancel one of `gone`, which deletes a draft, or keep it. Returns what was done, as a sentence. Flushes.

    Of two people at once the second is told what the first has decided. Raises NotAllowed, WrongState.
    """
    item = next((each for each in gone if each.source_id == source_id), None)
    if item is None:
        raise WrongState(_("This has been decided already, or the calendar holds it again. Nothing was changed."))
    overtaken = WrongState(_("Somebody else has just decided this. Nothing was changed."))
    slug = session.scalar(
        sa.select(Webinar.slug).join(Source, Source.webinar_id == Webinar.id).where(Source.id == source_id)
    )
    if slug is None:
        raise overtaken
    lock_webinar(session, slug)
    # As it is now that nobody else changes it.
    found = sa.select(Source, Webinar).join(Webinar, Webinar.id == Source.webinar_id).where(Source.id == source_id)
    row = session.execute(found.options(*whole()).execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise overtaken
    source, webinar = row
    noted = source.values.get("entry") or {}
    if noted.get("kept") == item.reason or webinar.status == Status.CANCELLED:
        raise overtaken
    title = webinar.title
    if decision is Decision.KEEP:
        require_right(permissions.can_edit_texts(actor, webinar))
        source.values = {**source.values, "entry": {**noted, "kept": item.reason.value}}
        session.flush()
        return _("“%(title)s” stays as it is. This calendar will not ask again.", title=title)
    if webinar.status == Status.DRAFT:
        delete_draft(session, actor, webinar, now=now)
        return _("The draft “%(title)s” is deleted.", title=title)
    cancel(session, actor, webinar, now=now)
    return _("“%(title)s” is cancelled. Its page and calendars say so, and who registered is told.", title=title)


def _may_cancel(actor: Actor, webinar: Webinar) -> bool:
    is_draft = webinar.status == Status.DRAFT
    return permissions.can_manage(actor, webinar) if is_draft else permissions.can_publish(actor, webinar)
