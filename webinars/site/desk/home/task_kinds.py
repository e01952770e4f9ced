"""What each kind of task says, for webinars that are coming and for those that were held."""

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping, Sequence

from webinars.domain.announcements.queries import CopyState, LineChange, wrong_copies
from webinars.domain.calendars.reach_counts import Reach, reaches_of
from webinars.domain.owner_invitations.queries import waiting_count
from webinars.domain.programme import permissions
from webinars.domain.programme.errors import WebinarIncomplete
from webinars.domain.programme.life_cycle import missing_for_publication
from webinars.domain.programme.phases import Phase, countdown_text, phase_of
from webinars.domain.programme.recording_plan import is_recording_promised
from webinars.domain.recordings.video_copies.places import places_of, video_of
from webinars.domain.registration.seats_and_waiting_list import free_seats
from webinars.domain.speaker_pages.queries import appearances_with_proposals, links_of
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import number_word
from webinars.models import (
    Agreement,
    Appearance,
    CoOrganiser,
    JoinAccess,
    Recording,
    RegistrationDesk,
    SpeakingLink,
    Status,
    Webinar,
)
from webinars.pure.times import wall
from webinars.pure.videos import asked_host
from webinars.site.desk.editor.publishing_words import before_publishing
from webinars.site.desk.home import task_queries
from webinars.site.desk.home.task import LONG_AGO, Task, TaskButton, TaskContext

SOON = dt.timedelta(days=14)
"""So long before its start a draft is late."""
HOUR_BEFORE = dt.timedelta(hours=1)
ROOM_NEEDED = dt.timedelta(days=3)
PEOPLE_NEEDED = dt.timedelta(days=28)
PEOPLE_URGENT = dt.timedelta(days=7)
PATIENCE = dt.timedelta(days=2)
"""So long a speaker is given to answer before the desk suggests to ask again."""
LONGEST_QUOTED = 90
BOTH = 2
_MARKUP = re.compile(r"<[^>]*>")


def lacks_room(webinar: Webinar, now: dt.datetime) -> bool:
    return (
        webinar.status is Status.PUBLISHED
        and webinar.starts_at is not None
        and webinar.starts_at < now + ROOM_NEEDED
        and not webinar.join_url
        and not webinar.live_stream_url
        and not (webinar.registration_url and webinar.join_access is JoinAccess.OPEN)
    )


def to_give_a_room(desk: TaskContext, webinar: Webinar, registered: RegistrationDesk | None) -> Task:
    assert webinar.starts_at is not None
    if webinar.starts_at <= desk.now:
        begins = _("It has begun.")
    elif webinar.starts_at < desk.now + dt.timedelta(days=1):
        begins = _("It starts %(when)s.", when=countdown_text(webinar.starts_at, desk.now))
    else:
        begins = _("It starts %(when)s.", when=desk.day_of(webinar))
    return Task(
        icon="alert",
        headline=_("“%(title)s” has no room", title=webinar.title),
        detail=" ".join(filter(None, [begins, _who_stands_before_it(desk, webinar, registered)])),
        answer=TaskButton.OPEN_ROOM,
        webinar=webinar,
        is_urgent=True,
    )


def _who_stands_before_it(desk: TaskContext, webinar: Webinar, registered: RegistrationDesk | None) -> str:
    count = registered.seats_taken if registered is not None else 0
    if webinar.join_access is not JoinAccess.OPEN:
        return ngettext("One person is registered.", "%(num)s people are registered.", count) if count else ""
    door = desk.settings.links.join(webinar.join_code).partition("://")[2]
    if not count:
        return _("The door is %(address)s.", address=door)
    return ngettext(
        "One person is registered; the door is %(address)s.",
        "%(num)s people are registered; the door is %(address)s.",
        count,
        address=door,
    )


def speakers(desk: TaskContext, webinars: Sequence[Webinar]) -> Iterator[Task]:
    near = {
        each.id: each for each in webinars if each.starts_at is not None and each.starts_at < desk.now + PEOPLE_NEEDED
    }
    appearances = task_queries.appearances_that(desk.session, near, Agreement.ASKED)
    links = links_of(desk.session, [each.id for each in appearances])
    for each in appearances:
        webinar, link = near[each.webinar_id], links.get(each.id)
        if link is None or link.email is None:
            yield _to_confirm(desk, each, webinar)
        elif (link.reminded_at or link.made_at) < desk.now - PATIENCE:
            yield _to_ask_again(desk, each, webinar, link)


def refusals(desk: TaskContext, webinars: Sequence[Webinar]) -> Iterator[Task]:
    """Yields a task for each speaker of a coming webinar who has said no and still stands in its line-up."""
    by_id = {each.id: each for each in webinars}
    for each in task_queries.appearances_that(desk.session, by_id, Agreement.DECLINED):
        words = _("“%(words)s”", words=each.reply_words) if each.reply_words else ""
        yield _about_speaker(desk, each, by_id[each.webinar_id], _("%(name)s has said no", name=each.shown_name), words)


def proposals(desk: TaskContext, webinars: Sequence[Webinar]) -> Iterator[Task]:
    """Yields a task for each speaker whose changes wait for somebody to take or leave them."""
    by_id = {each.id: each for each in webinars}
    for each in appearances_with_proposals(desk.session, by_id):
        headline = _("%(name)s proposes changes", name=each.shown_name)
        yield _about_speaker(desk, each, by_id[each.webinar_id], headline)


def _about_speaker(desk: TaskContext, appearance: Appearance, webinar: Webinar, headline: str, words: str = "") -> Task:
    where = _("“%(title)s”, %(day)s.", title=webinar.title, day=desk.day_of(webinar))
    return Task(
        icon="person",
        headline=headline,
        detail=" ".join(filter(None, [where, words])),
        answer=TaskButton.SPEAKER,
        webinar=webinar,
        appearance=appearance,
        is_urgent=_are_people_urgent(webinar, desk.now),
    )


def _to_confirm(desk: TaskContext, appearance: Appearance, webinar: Webinar) -> Task:
    return Task(
        icon="person",
        headline=_("%(name)s has not answered", name=appearance.shown_name),
        detail=_("“%(title)s”, %(day)s.", title=webinar.title, day=desk.day_of(webinar)),
        answer=TaskButton.CONFIRM,
        webinar=webinar,
        appearance=appearance,
        is_urgent=_are_people_urgent(webinar, desk.now),
    )


def _to_ask_again(desk: TaskContext, appearance: Appearance, webinar: Webinar, link: SpeakingLink) -> Task:
    asked_on = wall(link.reminded_at or link.made_at, desk.timezone).date()
    return Task(
        icon="person",
        headline=_("%(name)s has not answered", name=appearance.shown_name),
        detail=_(
            "Asked on %(asked)s for “%(title)s”, which is %(day)s.",
            asked=format_date(asked_on, "d MMMM"),
            title=webinar.title,
            day=desk.day_of(webinar),
        ),
        answer=TaskButton.ASK_AGAIN,
        webinar=webinar,
        appearance=appearance,
        is_urgent=_are_people_urgent(webinar, desk.now),
    )


def _are_people_urgent(webinar: Webinar, now: dt.datetime) -> bool:
    return webinar.starts_at is not None and webinar.starts_at < now + PEOPLE_URGENT


def is_late(webinar: Webinar, now: dt.datetime) -> bool:
    is_near = webinar.starts_at is not None and now - LONG_AGO < webinar.starts_at < now + SOON
    return webinar.status is Status.DRAFT and is_near


def drafts(desk: TaskContext, late: Sequence[Webinar]) -> Iterator[Task]:
    ids = [each.id for each in late]
    found = task_queries.webinars_with_everything(desk.session, ids)
    asking, reaches = (
        task_queries.webinar_ids_with_open_poll(desk.session, ids),
        reaches_of(desk.session, list(found.values())),
    )
    for each in late:
        yield _to_publish(desk, each, reaches[each.id], is_open=each.id in asking)


def _to_publish(desk: TaskContext, webinar: Webinar, reach: Reach, *, is_open: bool) -> Task:
    assert webinar.starts_at is not None
    is_over, missing = webinar.starts_at < desk.now, missing_for_publication(webinar, now=desk.now)
    if is_over:
        detail = _("Its start %(day)s is over.", day=desk.day_of(webinar))
    elif is_open:
        detail = _("It starts %(day)s, and its start is still being found.", day=desk.day_of(webinar))
    elif missing:
        detail = _("It starts %(day)s.", day=desk.day_of(webinar)) + " " + str(WebinarIncomplete(missing))
    else:
        detail = _("It starts %(day)s, and nobody can see it yet.", day=desk.day_of(webinar))
        detail += " " + before_publishing(reach)
    return Task(
        icon="alert",
        headline=_("“%(title)s” is still a draft", title=webinar.title),
        detail=detail,
        answer=TaskButton.EDIT if is_over or is_open or missing else TaskButton.PUBLISH,
        webinar=webinar,
        is_urgent=not is_over,
    )


def to_accept(invitation: CoOrganiser) -> Task:
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
        answer=TaskButton.ACCEPT,
        webinar=webinar,
        invitation=invitation,
    )


def claims(desk: TaskContext) -> Iterator[Task]:
    """Yields one task for all organisations that wait for an administrator to say whose they are."""
    count = waiting_count(desk.session) if desk.actor.is_admin else 0
    if count:
        yield Task(
            icon="person",
            headline=ngettext(
                "One organisation waits for its owner", "%(num)s organisations wait for their owners", count
            ),
            detail=_("Somebody says that they look after it. You confirm that, or refuse."),
            answer=TaskButton.CLAIMS,
            webinar=None,
        )


def days(desk: TaskContext, webinars: Sequence[Webinar]) -> Iterator[Task]:
    """Yields what leads to the page of the day, for each that is on, and for those to conduct within the hour."""
    for webinar in webinars:
        starts_at, phase = webinar.starts_at, phase_of(webinar, desk.now)
        is_conducted = permissions.can_publish(desk.actor, webinar)
        is_near = starts_at is not None and phase.is_to_come and desk.now >= starts_at - HOUR_BEFORE
        if not (phase.is_going_on or (is_near and is_conducted)):
            continue
        when = countdown_text(starts_at + webinar.expected_late(), desk.now) if starts_at is not None else ""
        yield Task(
            icon="play",
            headline=_("“%(title)s” is on now", title=webinar.title)
            if phase.is_going_on
            else _("“%(title)s” begins %(when)s", title=webinar.title, when=when)
            if phase is not Phase.DUE
            else _("“%(title)s” has not begun yet", title=webinar.title),
            detail="",
            answer=TaskButton.CONDUCT if is_conducted else TaskButton.LIVE,
            webinar=webinar,
            is_urgent=True,
        )


def approvals(desk: TaskContext, webinars: Sequence[Webinar], desks: Mapping[int, RegistrationDesk]) -> Iterator[Task]:
    counts = task_queries.pending_counts(desk.session, [each.id for each in webinars])
    for webinar in webinars:
        count, row = counts.get(webinar.id, 0), desks.get(webinar.id)
        if not count:
            continue
        where = _("“%(title)s”, %(day)s.", title=webinar.title, day=desk.day_of(webinar))
        yield Task(
            icon="person",
            headline=ngettext("One person waits for your approval", "%(num)s people wait for your approval", count),
            detail=" ".join(filter(None, [where, _free_places(row)])),
            answer=TaskButton.APPROVE,
            webinar=webinar,
            button=_("Take both")
            if count == BOTH
            else ngettext("Take this one", "Take all %(number)s", count, number=number_word(count)),
        )


def _free_places(row: RegistrationDesk | None) -> str:
    free = free_seats(row) if row is not None else None
    if free is None:
        return ""
    if free == 0:
        return _("No place is free.")
    return ngettext("One place is free.", "%(num)s places are free.", free)


def copies(desk: TaskContext, webinars: Sequence[Webinar]) -> Iterator[Task]:
    by_id = {each.id: each for each in webinars}
    for state in wrong_copies(desk.session, by_id, desk.settings):
        quoted = _outdated_line(state)
        webinar = by_id[state.copy.webinar_id]
        yield Task(
            icon="copy",
            headline=_("The announcement on “%(place)s” still says “%(line)s”", place=state.copy.place, line=quoted)
            if quoted
            else _("The announcement on “%(place)s” lacks what is new", place=state.copy.place),
            detail=_("“%(title)s” has changed since. The new text is ready.", title=webinar.title),
            answer=TaskButton.COPY,
            webinar=webinar,
            copy=state,
        )


def _outdated_line(state: CopyState) -> str:
    """Returns the first line of the copy that is no longer right, without the marks of HTML.

    An empty text if only something is new.
    """
    gone = (each.text for each in state.changes if each.change is LineChange.GONE)
    texts = (html.unescape(_MARKUP.sub("", each)).strip() for each in gone)
    text = next(filter(None, texts), "")
    return text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1].rstrip() + "…"


def recordings(desk: TaskContext) -> Iterator[Task]:
    held = [
        each
        for each in task_queries.webinars_without_recording(desk.session, desk.actor, desk.now)
        if permissions.can_edit_texts(desk.actor, each)
    ]
    may_know = [each.id for each in held if permissions.can_keep_registrations(desk.actor, each)]
    wishes = task_queries.recording_wishes(desk.session, may_know)
    for each in held:
        count = wishes.get(each.id, 0)
        asked = ngettext("One person asked to be told.", "%(num)s people asked to be told.", count) if count else ""
        promised = is_recording_promised(each, desk.now)
        yield Task(
            icon="play",
            headline=_("“%(title)s” has no recording yet", title=each.title),
            detail=" ".join(filter(None, [_("Its page says that one will follow.") if promised else "", asked])),
            answer=TaskButton.RECORDING,
            webinar=each,
        )


def to_replace(recording: Recording) -> Task:
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
        answer=TaskButton.REPLACE,
        webinar=recording.webinar,
        recording=recording,
        is_urgent=is_nowhere,
    )
