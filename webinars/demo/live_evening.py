"""The evening that is on when the demo is loaded: it has begun, its stream plays, and somebody speaks."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.programme import Evening
from webinars.domain.accounts.actor import Actor
from webinars.domain.live.actions import Conductor, start
from webinars.domain.live.turns import begin_turn
from webinars.domain.programme.actions import update_webinar
from webinars.models import RecordingPlan, Webinar

SECOND_TURN = dt.timedelta(minutes=6)


def let_it_be_live(
    session: Session,
    settings: Settings,
    actor: Actor,
    webinar: Webinar,
    evening: Evening,
    *,
    film: str,
    now: dt.datetime,
) -> None:
    """Have an evening that is on now begin at its hour, with `film`, a file of this site, as its stream.

    Two of its line-up, which is loaded, have been said to speak, as far as it has come to them.
    """
    if not evening.is_on_now or webinar.starts_at is None:
        return
    begins_at, people = webinar.starts_at, list(webinar.lineup)
    stream = settings.base_url.rstrip("/") + film
    update_webinar(session, actor, webinar, live_stream_url=stream, recording_plan=RecordingPlan.YES, now=begins_at)
    start(session, Conductor(actor=actor), webinar, now=begins_at)
    for appearance, at in zip(people, (begins_at, begins_at + SECOND_TURN), strict=False):
        if at <= now:
            begin_turn(session, webinar, appearance, now=at)
