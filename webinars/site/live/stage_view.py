"""The place on a webinar's page where its stream plays: the player, or a box that says how it stands."""

import datetime as dt
from collections.abc import Sequence

from flask import g
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.live.presence import COUNTED
from webinars.domain.live.public_hour import word_of
from webinars.domain.live.turns import Turn, turns_of
from webinars.domain.programme.phases import Phase, begins_at
from webinars.domain.programme.recording_plan import is_recording_promised, takes_recording_wishes
from webinars.domain.recordings.players import players_of
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import Webinar
from webinars.pure.videos import LiveStream, live_stream
from webinars.site.live.blueprint import bp
from webinars.web.security_headers import allow_source
from webinars.web.site_context import site_settings
from webinars.web.stored_files import allow_files, allow_player

PLAYED = frozenset({Phase.LIVE, Phase.RUNNING_OVER})
"""When the stream is offered."""
FRAMES = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
"""Where most recordings are: a page that stays open may show one later, and its policy is that of when it came."""


class StageView(Struct, frozen=True, kw_only=True):
    """What stands in the player's place, and around it."""

    stream: LiveStream
    phase: Phase
    expected_at: dt.datetime
    """When it is, or was, expected to begin."""
    began_at: dt.datetime
    """From when on it is taken to have begun."""
    ended_at: dt.datetime | None
    """When it was said that it was over. None: nobody has said so."""
    turns: Sequence[Turn]
    """Who spoke last, who speaks, who is next. Nothing until the first has begun."""
    speaking_id: int | None
    """The appearance of who speaks now."""
    takes_wishes: bool
    """Whether an address can be left for the mail that the recording is up."""

    @property
    def is_offered(self) -> bool:
        return self.phase in PLAYED


def stage_of(session: Session, webinar: Webinar, phase: Phase, *, now: dt.datetime) -> StageView | None:
    """Returns the stage of a webinar whose stream can play on its page, from when the room opens until it is recorded.

    None where there is nothing to show. The response may load the player from the stream's host, and what may take its
    place while the page stays open. The webinar has its line-up and recordings loaded.
    """
    stream = _stream_of(webinar)
    if stream is None or webinar.starts_at is None or not _is_awaited(webinar, phase):
        return None
    _allow_players(stream)
    if phase is Phase.BEFORE:
        return None
    if phase is Phase.AFTER and not (stream.is_film or is_recording_promised(webinar, now)):
        return None
    turns = turns_of(session, webinar) if phase in PLAYED else ()
    current = next((each for each in turns if each.is_now), None)
    return StageView(
        stream=stream,
        phase=phase,
        expected_at=webinar.starts_at + webinar.expected_late(),
        began_at=begins_at(webinar, webinar.starts_at),
        ended_at=webinar.pressed(webinar.ended_at),
        turns=shown_turns(turns),
        speaking_id=current.appearance.id if current is not None and current.appearance is not None else None,
        takes_wishes=site_settings().mail_url is not None and takes_recording_wishes(webinar, now),
    )


def shown_turns(turns: Sequence[Turn]) -> Sequence[Turn]:
    """Returns the one who ended last, the one whose turn it is, and the first who has not begun, if anybody has."""
    begun = [each for each in turns if each.began_at is not None]
    if not begun:
        return ()
    done = max((each for each in begun if each.ended_at is not None), key=_ended, default=None)
    current = next((each for each in begun if each.is_now), None)
    coming = next((each for each in turns if each.began_at is None), None)
    return [each for each in (done, current, coming) if each is not None]


def followed_word(webinar: Webinar, phase: Phase) -> str:
    """Returns the word of live.json for what a page shows that is open in `phase`, or nothing: it follows nothing.

    The webinar has its recordings loaded.
    """
    word = word_of(phase, has_recording=bool(webinar.recordings))
    return word if phase in COUNTED or word == "over" else ""


@bp.app_template_global()
def allowed_sources(directive: str) -> str:
    """Returns what this response may load beside our own by a directive of its policy."""
    return " ".join(dict.fromkeys(g.get("csp_sources", {}).get(directive, ())))


def _ended(turn: Turn) -> dt.datetime:
    return turn.ended_at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _is_awaited(webinar: Webinar, phase: Phase) -> bool:
    return phase.is_current or (phase is Phase.AFTER and not webinar.recordings)


def _stream_of(webinar: Webinar) -> LiveStream | None:
    """Returns the stream, if it can be played here."""
    if not webinar.live_stream_url:
        return None
    try:
        stream = live_stream(webinar.live_stream_url, players_of(site_settings()))
    except NotAWebAddress:
        return None
    return stream if stream.embed is not None else None


def _allow_players(stream: LiveStream) -> None:
    if stream.embed is not None:
        allow_player(stream.embed)
    allow_source("frame-src", *FRAMES)
    allow_source("media-src", "'self'")
    allow_files("media-src")
