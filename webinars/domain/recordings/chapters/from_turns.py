"""The chapters that a full stream has from the beginning: whoever was said, on the day, to speak."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import Chapter, SpeakingTurn, Webinar


def chapters_of_turns(session: Session, webinar: Webinar) -> list[Chapter]:
    """Returns a chapter for each turn that was said of the start planned now. Of two in one second the later."""
    starts_at = webinar.starts_at
    if starts_at is None:
        return []
    turns = session.scalars(
        sa.select(SpeakingTurn)
        .where(SpeakingTurn.webinar_id == webinar.id)
        .order_by(SpeakingTurn.began_at, SpeakingTurn.id)
    )
    titles = {
        round((turn.began_at - starts_at).total_seconds()): turn.title
        for turn in turns
        if webinar.pressed(turn.began_at) is not None
    }
    return [Chapter(at_s=at_s, title=title) for at_s, title in titles.items()]
