"""What `webinars import` prints about an archive."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from webinars.domain.archive import ArchiveReport
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar


def archive_json(report: ArchiveReport, webinars: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Returns the whole. `webinars` is what `webinar_json` made of each, in the order of the file."""
    became = [("created", report.created), ("updated", report.updated), ("unchanged", report.unchanged)]
    return {
        "kind": "archive",
        "webinars": list(webinars),
        "problems": [
            {"code": "registration_missing", "blocks": False, "text": place, "message": _shut(place)}
            for place in report.shut
        ],
        "not_understood": report.unknown,
        "stored": [{"slug": slug, "became": word} for word, slugs in became for slug in slugs],
        "proposals": [
            {"place": proposal.place, "ours": proposal.ours, "theirs": proposal.theirs} for proposal in report.proposals
        ],
    }


def webinar_json(webinar: Webinar) -> dict[str, Any]:
    """Returns a webinar in the shape that a text has when it was read."""
    wall = webinar.starts_wall
    assumed = webinar.is_duration_assumed or webinar.ends_at is None
    return {
        "title": webinar.title,
        "series": webinar.series.title if webinar.series else None,
        "date": webinar.starts_on.isoformat() if webinar.starts_on else None,
        "starts_at": _instant(webinar.starts_at),
        "ends_at": None if assumed else _instant(webinar.ends_at),
        "timezone": webinar.timezone,
        "starts_wall": wall.isoformat(timespec="minutes") if wall else None,
        "times": [],
        "lineup": [
            {
                "name": appearance.speaker.name,
                "affiliation": appearance.affiliation or None,
                "role": appearance.role.value,
                "talk_title": appearance.talk_title or None,
            }
            for appearance in webinar.lineup
        ],
        "organisers": [webinar.host.name, *(each.organisation.name for each in webinar.co_organisers)],
        "questions": [question.text for question in webinar.questions],
        "topics": [topic.name for topic in webinar.topics],
        "registration_url": webinar.registration_url,
        "join_url": webinar.join_url,
        "description": webinar.description or None,
        "recordings": [
            {
                "kind": recording.kind.value,
                "speaker": recording.appearance.speaker.name if recording.appearance else None,
                "title": recording.title,
                "url": recording.url,
            }
            for recording in webinar.recordings
        ],
    }


def archive_lines(report: ArchiveReport) -> Iterator[str]:
    yield "  " + _counted(len(report.created), len(report.updated), len(report.unchanged))
    for proposal in report.proposals:
        yield "  " + _(
            "Edited here since, left as it is: %(place)s. Here: %(ours)s. In the file: %(theirs)s.",
            place=proposal.place,
            ours=proposal.ours,
            theirs=proposal.theirs,
        )
    yield from ("  " + _shut(place) for place in report.shut)
    for place in report.unknown:
        yield "  " + _("Not understood: %(place)s", place=place)


def _shut(place: str) -> str:
    return _(
        "%(place)s: nobody can join, as only people who have registered may, and there is no way to register.",
        place=place,
    )


def _counted(created: int, updated: int, unchanged: int) -> str:
    return format_list(
        [
            ngettext("%(num)s webinar created", "%(num)s webinars created", created),
            _("%(num)s updated", num=updated),
            _("%(num)s unchanged", num=unchanged),
        ]
    )


def _instant(at: dt.datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
