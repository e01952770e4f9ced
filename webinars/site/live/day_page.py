"""What the page of the day shows: one page, whether it is opened at the desk or by a helper's link."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template
from msgspec import Struct, field

from webinars import clock
from webinars.db import db
from webinars.domain.live import presence
from webinars.domain.live.actions import is_conducted_at
from webinars.domain.live.delay_notices import PendingNotice, confirmed_count, pending_notice
from webinars.domain.live.helper_links import present_link
from webinars.domain.live.presence import Trouble
from webinars.domain.live.turns import Turn, said_turns, turns_of
from webinars.domain.programme.phases import countdown_text
from webinars.domain.questions.boards import board_of
from webinars.domain.questions.moderation_queue import Queue, QueuedQuestion, queue_of
from webinars.domain.recordings.players import players_of
from webinars.domain.registration.mailings.audiences import audience_counts, available_audiences
from webinars.domain.registration.mailings.recap_mail import asked_count
from webinars.domain.registration.queries import desk_of, door_counts
from webinars.lib.tokens import new_token
from webinars.models import Audience, QuestionBoard, QuestionState, Webinar
from webinars.pure.times import duration_text
from webinars.pure.videos.live_streams import LiveStream, live_stream
from webinars.site.live.day_access import DayAccess
from webinars.site.live.day_bar import Bar
from webinars.web.activity_counting import notice_day_page
from webinars.web.site_context import site_settings

FEWEST_IN_TROUBLE = 2
"""One person alone has perhaps a network of their own to blame."""
NEXT_QUESTIONS = 2
LOOKS_AGAIN = dt.timedelta(seconds=2)
"""The script adds up to fifteen seconds of its own."""


class DayFailure(Struct, frozen=True, kw_only=True):
    """Why a press did nothing, and what was typed with it."""

    sentence: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By the field."""
    typed: Mapping[str, str] = field(default_factory=dict)


NO_FAILURE = DayFailure()


class DayPage(Struct, frozen=True, kw_only=True):
    """All that stands on the page."""

    now: dt.datetime
    bar: Bar
    present: int | None
    trouble: Trouble | None
    playing: int | None
    turns: Sequence[Turn]
    board: QuestionBoard | None
    queue: Queue
    registered: int
    notice: PendingNotice | None
    chapter_count: int
    recording_wanted: int
    opened: int
    has_registrations: bool
    stream: LiveStream | None
    audiences: Mapping[Audience, int]
    """Whom a message can go to, and how many they are."""
    has_helper: bool
    webinar: Webinar

    @property
    def is_going_on(self) -> bool:
        return self.bar.phase.is_going_on

    @property
    def is_conducted(self) -> bool:
        return is_conducted_at(self.webinar, self.now)

    @property
    def next_turn(self) -> Turn | None:
        """Who speaks next: whose button is the main one."""
        return next((each for each in self.turns if each.began_at is None), None)

    @property
    def next_questions(self) -> Sequence[QueuedQuestion]:
        return self.queue.waiting[:NEXT_QUESTIONS]

    @property
    def asked_count(self) -> int:
        return sum(not each.is_hidden and each.state is not QuestionState.MERGED for each in self.queue.all)

    @property
    def answered_count(self) -> int:
        return sum(each.state is QuestionState.ANSWERED and not each.is_hidden for each in self.queue.done)

    @property
    def looks_again_at(self) -> dt.datetime:
        return self.now + LOOKS_AGAIN

    def clock_at(self, at: dt.datetime) -> str:
        """Returns a moment on the clock that began with the webinar: "6:10"."""
        return self.bar.clock_at(at)

    def lasting(self, since: dt.datetime) -> str:
        """Returns how long something has lasted: "19 minutes"."""
        return duration_text(max(1, int((self.now - since).total_seconds()) // 60))

    def ago(self, at: dt.datetime) -> str:
        return countdown_text(at, self.now)


def day_page(door: DayAccess, failure: DayFailure = NO_FAILURE, **more: Any) -> str:  # noqa: ANN401 - for the template
    """Returns the page as it is now. `failure` says why a press did nothing."""
    shown = _shown(door, clock.now())
    if shown.is_conducted:
        notice_day_page(door.webinar)
    return render_template(
        "live/day_desk.html" if door.is_desk else "live/day_by_link.html",
        door=door,
        webinar=door.webinar,
        shown=shown,
        failure=failure,
        key=new_token(),
        **more,
    )


def _shown(door: DayAccess, now: dt.datetime) -> DayPage:
    session, webinar = db.session(), door.webinar
    trouble = presence.trouble_of(session, webinar.id, now)
    counts = audience_counts(session, webinar.id)
    has_registrations = desk_of(session, webinar.id) is not None
    offered = available_audiences(webinar, now=now) if door.may_write and has_registrations else ()
    return DayPage(
        now=now,
        bar=Bar(webinar=webinar, now=now),
        present=presence.rounded(presence.present_count(session, webinar.id, now)),
        trouble=trouble if trouble is not None and trouble.count >= FEWEST_IN_TROUBLE else None,
        playing=presence.rounded(presence.playing_count(session, webinar.id, now)),
        turns=turns_of(session, webinar),
        board=board_of(session, webinar.id),
        queue=queue_of(session, webinar.id),
        registered=confirmed_count(session, webinar.id),
        notice=pending_notice(session, webinar, now),
        chapter_count=sum(webinar.pressed(each.began_at) is not None for each in said_turns(session, webinar)),
        recording_wanted=asked_count(session, webinar.id),
        opened=door_counts(session, webinar.id).opened,
        has_registrations=has_registrations,
        stream=live_stream(webinar.live_stream_url, players_of(site_settings())) if webinar.live_stream_url else None,
        audiences={
            each: counts[each].gets_it
            for each in (Audience.ABSENT, Audience.CONFIRMED)
            if each in offered and counts[each].gets_it
        },
        has_helper=door.is_desk and present_link(session, webinar.id) is not None,
        webinar=webinar,
    )
