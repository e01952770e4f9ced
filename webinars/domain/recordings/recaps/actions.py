import datetime as dt
from collections.abc import Sequence

from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.recordings.actions import RecordingDetails, add_recording
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import ngettext
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import Recording, Webinar
from webinars.pure.videos import Video, recognise


class RecapLine(Struct, frozen=True, kw_only=True):
    """A recording as a person has confirmed it."""

    key: int
    """By which the caller knows the line again."""
    webinar: Webinar
    details: RecordingDetails


class Recap(Struct):
    """What became of a list."""

    added: list[Recording] = field(default_factory=list)
    known_count: int = 0
    """Of videos that were here before."""


class RecapInvalid(WebinarsError):
    """Some of the lines cannot be stored. Then none is to be."""

    def __init__(self, errors: dict[int, RecordingInvalid]) -> None:
        super().__init__(
            ngettext("One recording needs a look.", "%(num)s recordings need a look.", len(errors)),
        )
        self.errors = errors
        """By the key of the line."""


def add_recap(session: Session, actor: Actor, lines: Sequence[RecapLine], *, now: dt.datetime) -> Recap:
    """Add the recordings that are not here yet. The same list again adds nothing.

    Raises NotAllowed, and RecapInvalid with all that is wrong. After either the caller rolls back.
    """
    recap = Recap()
    errors: dict[int, RecordingInvalid] = {}
    for line in lines:
        try:
            if _is_known(line):
                recap.known_count += 1
            else:
                recap.added.append(add_recording(session, actor, line.webinar, line.details, now=now))
        except RecordingInvalid as error:
            errors[line.key] = error
    if errors:
        raise RecapInvalid(errors)
    session.flush()
    return recap


def _is_known(line: RecapLine) -> bool:
    try:
        return recording_of(line.webinar, recognise(line.details.url)) is not None
    except NotAWebAddress:
        # Adding it says what to do.
        return False


def recording_of(webinar: Webinar, video: Video) -> Recording | None:
    """Returns the webinar's recording that shows `video` from the same second on, whoever's it is said to be."""
    shown = (video.provider, video.host, video.video or video.url, video.starts_s)
    return next(
        (
            each
            for each in webinar.recordings
            if (each.provider, each.provider_host, each.provider_video or each.url, each.starts_s) == shown
        ),
        None,
    )
