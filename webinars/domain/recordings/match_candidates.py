"""A webinar as it is compared with what tells of it."""

from webinars.models import RecordingKind, Webinar
from webinars.pure.matching.similarity import Candidate, Talk


def candidate_of(webinar: Webinar) -> Candidate:
    """Returns what recaps and videos are compared with, under the webinar's id. It was loaded whole."""
    return Candidate(
        key=webinar.id,
        title=webinar.title,
        date=webinar.starts_on,
        lineup=tuple(Talk(key=each.id, name=each.speaker.name, title=each.talk_title) for each in webinar.lineup),
        has_full=any(each.kind == RecordingKind.FULL for each in webinar.recordings),
    )
