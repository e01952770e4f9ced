"""RSS feeds of new recordings. One that is empty is a feed all the same."""

import datetime as dt
from email.utils import format_datetime

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.programme.subject_queries import public_organisation, public_series, public_speaker, public_topic
from webinars.recordings.queries import newest_recordings_of
from webinars.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import at_former_address
from webinars.web.site import absolute_url, site_settings

Subject = Organisation | Series | Speaker | Topic
FRESH = "public, max-age=300"


@bp.app_template_filter()
def rfc_2822(instant: dt.datetime) -> str:
    """An instant as RSS writes it: "Sun, 14 Feb 2027 16:00:00 GMT"."""
    return format_datetime(instant, usegmt=True)


@bp.get("/recordings.rss")
@access.public
def rss() -> ResponseReturnValue:
    return _feed(None, title=site_settings().site_name, page=absolute_url("recordings.index"))


@bp.get("/organisations/<slug>/recordings.rss")
@access.public
def organisation_rss(slug: str) -> ResponseReturnValue:
    found = public_organisation(db.session(), slug)
    if found is None:
        return at_former_address(Organisation, slug, "recordings.organisation_rss")
    return _feed(found, title=found.name, page=absolute_url("programme.organisation", slug=slug))


@bp.get("/series/<slug>/recordings.rss")
@access.public
def series_rss(slug: str) -> ResponseReturnValue:
    found = public_series(db.session(), slug)
    if found is None:
        return at_former_address(Series, slug, "recordings.series_rss")
    return _feed(found, title=found.title, page=absolute_url("programme.series", slug=slug))


@bp.get("/speakers/<slug>/recordings.rss")
@access.public
def speaker_rss(slug: str) -> ResponseReturnValue:
    found = public_speaker(db.session(), slug)
    if found is None:
        return at_former_address(Speaker, slug, "recordings.speaker_rss")
    return _feed(found, title=found.name, page=absolute_url("programme.speaker", slug=slug))


@bp.get("/topics/<slug>/recordings.rss")
@access.public
def topic_rss(slug: str) -> ResponseReturnValue:
    found = public_topic(db.session(), slug)
    if found is None:
        return at_former_address(Topic, slug, "recordings.topic_rss")
    return _feed(found, title=found.name, page=absolute_url("programme.topic", slug=slug))


def _feed(subject: Subject | None, *, title: str, page: str) -> ResponseReturnValue:
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


def feed_answer(text: str) -> ResponseReturnValue:
    """A feed with its validator: a reader that has this one already is told so."""
    response = Response(text, mimetype="application/rss+xml")
    response.headers["Cache-Control"] = FRESH
    response.add_etag()
    return response.make_conditional(request)
