"""RSS feeds of new recordings. One that is empty is a feed all the same."""

import datetime as dt
from email.utils import format_datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.programme.queries import Named
from webinars.domain.recordings.queries import newest_recordings_of
from webinars.lib.i18n import gettext as _
from webinars.models import Recording
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.subject_feeds import feed_answer, own_address, serve_feeds


@bp.app_template_filter()
def rfc_2822(instant: dt.datetime) -> str:
    """Returns an instant as RSS writes it: "Sun, 14 Feb 2027 16:00:00 GMT"."""
    return format_datetime(instant, usegmt=True)


@bp.app_template_global()
def guid_of(recording: Recording) -> str:
    """Returns by what programs know a recording again. It holds no address of the site, which may move."""
    return f"{recording.webinar.uid}/{recording.slug}"


@bp.get("/recordings.rss")
@access.public
@keep_pages()
def rss() -> ResponseReturnValue:
    return _feed(None, site_settings().site_name, absolute_url("recordings.index"))


def _feed(subject: Named | None, title: str, page: str) -> ResponseReturnValue:
    text = render_template(
        "recordings/feed.xml",
        title=_("%(name)s: recordings", name=title),
        page=page,
        own_address=own_address(),
        recordings=newest_recordings_of(db.session(), subject),
    )
    return feed_answer(text)


serve_feeds(bp, "recordings.rss", "rss", _feed)
