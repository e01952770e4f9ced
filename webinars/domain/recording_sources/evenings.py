"""Webinars that are over, as films are compared with them."""

from collections.abc import Sequence

from webinars.domain.recordings.queries import candidate_of
from webinars.models import SpeakingTurn, Webinar
from webinars.pure.film_lists.answers import film_at, seconds_between
from webinars.pure.film_lists.zoom import room_at
from webinars.pure.matching.films import Evening


def evening_of(webinar: Webinar, turns: Sequence[SpeakingTurn]) -> Evening:
    """Returns a webinar with a start, which was loaded with its line-up, and what was said of who spoke."""
    assert webinar.starts_at is not None
    began, ended = webinar.pressed(webinar.began_at), webinar.pressed(webinar.ended_at)
    begin = began or webinar.starts_at
    length_s = seconds_between(begin, ended)
    return Evening(
        key=webinar.id,
        title=webinar.title,
        began_at=begin,
        is_begun_by_press=began is not None,
        length_s=length_s or webinar.duration_minutes * 60,
        is_ended_by_press=length_s is not None,
        stream=film_at(webinar.live_stream_url) if webinar.live_stream_url else "",
        room=room_at(webinar.join_url) if webinar.join_url else "",
        talks=candidate_of(webinar).lineup,
        talk_lengths={
            each.appearance_id: length
            for each in turns
            if each.appearance_id is not None and (length := seconds_between(each.began_at, each.ended_at))
        },
    )
