"""RSS feeds of new recordings. One that is empty is a feed all the same."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webinars.db import db
from webinars.domain.programme.subject_queries import public_organisation, public_series, public_speaker, public_topic
from webinars.domain.recordings.queries import newest_recordings_of
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Recording, Series, Speaker, Topic
from webinars.site.recordings.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.lookups import at_former_address
from webinars.site.web.site import absolute_url, site_settings
from webinars.site.web.stored_pages import stored

Subject = Organisation | Series | Speaker | Topic
Answer = Callable[[Subject | None, str, str], ResponseReturnValue]
"""Writes the feed of a subject (None: of everybody) with this title, whose page is at this address."""
FRESH = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of subject: where its feeds are, and how one of it is found."""

    folder: str
    model: type[Any]
    find: Callable[[Session, str], Subject | None]


KINDS = {
    "organisation": _Kind("/organisations", Organisation, public_organisation),
    "series": _Kind("/series", Series, public_series),
    "speaker": _Kind("/speakers", Speaker, public_speaker),
    "topic": _Kind("/topics", Topic, public_topic),
}


def serve_feeds(name: str, ending: str, answer: Answer) -> None:
    """Serve one feed of each subject, as `organisation_{ending}` and so on, in a file called `name`."""
    for subject, kind in KINDS.items():
        endpoint = f"{subject}_{ending}"
        bp.add_url_rule(f"{kind.folder}/<slug>/{name}", endpoint, _view(kind, subject, endpoint, answer))


def _view(kind: _Kind, subject: str, endpoint: str, answer: Answer) -> Callable[[str], ResponseReturnValue]:
    @access.public
    @stored()
    def feed_of_subject(slug: str) -> ResponseReturnValue:
        found = kind.find(db.session(), slug)
        if found is None:
            return at_former_address(kind.model, slug, f"recordings.{endpoint}")
        title = found.title if isinstance(found, Series) else found.name
        return answer(found, title, absolute_url(f"programme.{subject}", slug=slug))

    return feed_of_subject


@bp.app_template_filter()
def rfc_2822(instant: dt.datetime) -> str:
    """An instant as RSS writes it: "Sun, 14 Feb 2027 16:00:00 GMT"."""
    return format_datetime(instant, usegmt=True)


@bp.app_template_global()
def guid_of(recording: Recording) -> str:
    """By what programs know a recording again. It holds no address of the site, which may move."""
    return f"{recording.webinar.uid}/{recording.slug}"


@bp.get("/recordings.rss")
@access.public
@stored()
def rss() -> ResponseReturnValue:
    return _feed(None, site_settings().site_name, absolute_url("recordings.index"))


def _feed(subject: Subject | None, title: str, page: str) -> ResponseReturnValue:
    recordings = newest_recordings_of(db.session(), subject)
    own_address = site_settings().base_url + url_for(request.endpoint or "", **(request.view_args or {}))
    text = render_template(
        "recordings/feed.xml",
        title=_("%(name)s: recordings", name=title),
        page=page,
        own_address=own_address,
        recordings=recordings,
    )
    return feed_answer(text)


serve_feeds("recordings.rss", "rss", _feed)


def feed_answer(text: str) -> ResponseReturnValue:
    response = Response(text, mimetype="application/rss+xml")
    response.headers["Cache-Control"] = FRESH
    return response
