"""What waits for a person at their desk: each one sentence, with its answer as a button."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import rules
from webinars.domain.recordings.copies.places import places_of, video_of
from webinars.domain.registration.rules import can_manage_registrations
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, CoOrganiser, JoinAccess, Recording, Status, Webinar
from webinars.pure.videos import asked_host
from webinars.site.desk import queries

SOON = dt.timedelta(days=14)
ROOM_NEEDED = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    icon: str
    headline: str
    detail: str
    kind: str
    """Which buttons the template offers: "answer", "approve", "publish", "room", "confirm", "replace" or "recap"."""
    webinar: Webinar
    appearance: Appearance | None = None
    recording: Recording | None = None
    is_urgent: bool = False


def tasks_of(session: Session, actor: Actor, coming: Sequence[Webinar], *, now: dt.datetime) -> list[Task]:
    """What needs `actor`, urgent things first. `coming` are their webinars that are not over, with hosts loaded."""
    open_ones = [webinar for webinar in coming if rules.can_edit(actor, webinar)]
    managed = [webinar for webinar in open_ones if rules.can_manage(actor, webinar)]
    announced = [webinar for webinar in open_ones if webinar.status == Status.PUBLISHED]
    by_id = {webinar.id: webinar for webinar in announced}
    pending = queries.pending_counts(session, [each for each in announced if can_manage_registrations(actor, each)])
    tasks = [
        *(_to_answer(each) for each in queries.invitations(session, actor)),
        *(_to_approve(by_id[webinar_id], count) for webinar_id, count in pending.items()),
        *(_to_publish(each, now) for each in managed if _is_late(each, now)),
        *(_to_give_a_room(each) for each in managed if _lacks_room(each, now)),
        *(_to_confirm(each, by_id[each.webinar_id]) for each in queries.unconfirmed(session, announced)),
        *(_to_replace(each) for each in queries.lost_recordings(session, actor) if rules.can_edit(actor, each.webinar)),
        *(_to_recap(each) for each in queries.without_recording(session, actor, now) if rules.can_edit(actor, each)),
    ]
    return sorted(tasks, key=lambda task: not task.is_urgent)


def _to_answer(invitation: CoOrganiser) -> Task:
    webinar = invitation.webinar
    return Task(
        icon="person",
        headline=_(
            "%(host)s invites %(organisation)s to organise “%(title)s” together",
            host=webinar.host.name,
            organisation=invitation.organisation.name,
            title=webinar.title,
        ),
        detail=_("Once you accept, it stands on your page and in your calendar."),
        kind="answer",
        webinar=webinar,
    )


def _to_approve(webinar: Webinar, count: int) -> Task:
    return Task(
        icon="person",
        headline=ngettext("One person waits for your approval", "%(num)s people wait for your approval", count),
        detail=_("To come to “%(title)s”. Until you answer, no place is held.", title=webinar.title),
        kind="approve",
        webinar=webinar,
    )


def _is_late(webinar: Webinar, now: dt.datetime) -> bool:
    return webinar.status == Status.DRAFT and webinar.starts_at is not None and webinar.starts_at < now + SOON


def _to_publish(webinar: Webinar, now: dt.datetime) -> Task:
    assert webinar.starts_at is not None
    assert webinar.starts_on is not None
    is_over = webinar.starts_at < now
    return Task(
        icon="alert",
        headline=_("“%(title)s” is still a draft", title=webinar.title),
        detail=_("Its start on %(date)s is over.", date=_day(webinar.starts_on))
        if is_over
        else _("It starts on %(date)s, and nobody can see it yet.", date=_day(webinar.starts_on)),
        kind="publish",
        webinar=webinar,
        is_urgent=not is_over,
    )


def _lacks_room(webinar: Webinar, now: dt.datetime) -> bool:
    return (
        webinar.status == Status.PUBLISHED
        and webinar.starts_at is not None
        and webinar.starts_at < now + ROOM_NEEDED
        and not webinar.join_url
        and not webinar.live_stream_url
        and not (webinar.registration_url and webinar.join_access == JoinAccess.OPEN)
    )


def _to_give_a_room(webinar: Webinar) -> Task:
    return Task(
        icon="alert",
        headline=_("“%(title)s” has no room yet", title=webinar.title),
        detail=_("People who follow its link will be told so. Give the link of the meeting tool."),
        kind="room",
        webinar=webinar,
        is_urgent=True,
    )


def _to_confirm(appearance: Appearance, webinar: Webinar) -> Task:
    return Task(
        icon="person",
        headline=_("%(name)s has not confirmed", name=appearance.speaker.name),
        detail=_("“%(title)s”, %(date)s.", title=webinar.title, date=_day(webinar.starts_on))
        if webinar.starts_on
        else _("“%(title)s”.", title=webinar.title),
        kind="confirm",
        webinar=webinar,
        appearance=appearance,
    )


def _to_recap(webinar: Webinar) -> Task:
    return Task(
        icon="play",
        headline=_("“%(title)s” has no recording yet", title=webinar.title),
        detail=_("Its page says that one will follow."),
        kind="recap",
        webinar=webinar,
    )


def _to_replace(recording: Recording) -> Task:
    lost = [place for place in places_of(recording) if place.unavailable_at is not None]
    is_nowhere = len(lost) == len(places_of(recording))
    if is_nowhere:
        detail = _("Nobody can watch it at the moment. Give it another address.")
    elif lost[0] is recording:
        detail = _("A copy is shown instead.")
    else:
        detail = _("This was a copy; what its page shows is there.")
    return Task(
        icon="alert",
        headline=_("“%(title)s” is no longer at %(host)s", title=recording.title, host=asked_host(video_of(lost[0]))),
        detail=detail,
        kind="replace",
        webinar=recording.webinar,
        recording=recording,
        is_urgent=is_nowhere,
    )


def _day(date: dt.date) -> str:
    return format_date(date, "EEEE d MMMM")
