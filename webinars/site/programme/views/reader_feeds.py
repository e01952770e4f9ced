"""Coming webinars for readers and bots: RSS and JSON Feed 1.1. One that is empty is a feed all the same."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from flask import get_template_attribute, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import orm

from webinars import clock
from webinars.db import db
from webinars.domain.programme.listing.lists import coming_webinars, list_of
from webinars.domain.programme.listing.statements import SITE
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.queries import Named
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.site.programme.views.template_functions import zone_line_of
from webinars.web import access
from webinars.web.assets.stylesheets_and_scripts import asset_url
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.subject_feeds import feed_answer, own_address, serve_feeds

MOST_ENTRIES = 100
"""The soonest: each comes into the feed before it takes place."""
JSON_FEED = "application/feed+json"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"


@bp.get("/webinars.rss")
@access.public
@keep_pages()
def rss() -> ResponseReturnValue:
    return _rss(None, site_settings().site_name, absolute_url("programme.index"))


@bp.get("/webinars.json")
@access.public
@keep_pages()
def json_feed() -> ResponseReturnValue:
    return _json(None, site_settings().site_name, absolute_url("programme.index"))


def _rss(subject: Named | None, title: str, page: str) -> ResponseReturnValue:
    text = render_template(
        "programme/feed.xml",
        title=_("%(name)s: coming webinars", name=title),
        page=page,
        own_address=own_address(),
        webinars=_coming(subject),
    )
    return feed_answer(text)


def _json(subject: Named | None, title: str, page: str) -> ResponseReturnValue:
    feed = {
        "version": JSON_FEED_VERSION,
        "title": _("%(name)s: coming webinars", name=title),
        "home_page_url": page,
        "feed_url": own_address(),
        "description": _("Coming webinars, and when each begins in every zone."),
        "favicon": site_settings().base_url + asset_url("favicon.svg"),
        "language": "en-GB",
        "items": [_item(webinar) for webinar in _coming(subject)],
    }
    return feed_answer(json.dumps(feed, ensure_ascii=False, indent=1) + "\n", JSON_FEED)


serve_feeds(bp, "webinars.rss", "rss", _rss)
serve_feeds(bp, "webinars.json", "json", _json)


def _coming(subject: Named | None) -> Sequence[Webinar]:
    subject_list = SITE if subject is None else list_of(subject)
    return coming_webinars(
        db.session(), clock.now(), MOST_ENTRIES, subject_list, options=[orm.selectinload(Webinar.topics)]
    )


@bp.app_template_global()
def feed_title(webinar: Webinar) -> str:
    """Returns a webinar's title in a feed for readers, behind what has become of it: "Cancelled: Comets and tails"."""
    phase = phase_of(webinar, clock.now())
    if phase == Phase.CANCELLED:
        return _("Cancelled: %(title)s", title=webinar.title)
    if phase == Phase.POSTPONED:
        return _("Postponed: %(title)s", title=webinar.title)
    if webinar.moved_from_wall is not None:
        return _("Moved: %(title)s", title=webinar.title)
    return webinar.title


@bp.app_template_global()
def feed_guid(webinar: Webinar) -> str:
    """Returns by what programs know an entry of an RSS feed again. It holds no address of the site, which may move.

    It is another one once the webinar is moved, postponed or cancelled: most readers show nothing twice under one
    guid, whatever `atom:updated` says, and would keep the old hour.
    """
    if webinar.status == Status.PUBLISHED and webinar.moved_at is None:
        return webinar.uid
    moved = f"-{webinar.moved_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" if webinar.moved_at else ""
    return f"{webinar.uid}#{webinar.status.value}{moved}"


@bp.app_template_global()
def when_text(webinar: Webinar) -> str:
    """Returns when a webinar takes place: its zone line, the date if no more is known, or that one will follow."""
    if phase_of(webinar, clock.now()) == Phase.POSTPONED:
        return _("A new date will follow.")
    line = zone_line_of(webinar)
    if line is not None:
        return line.text
    return format_date(webinar.starts_on) if webinar.starts_on else ""


def _item(webinar: Webinar) -> dict[str, Any]:
    item: dict[str, Any] = {
        # Without an address of the site, which may move.
        "id": webinar.uid,
        "url": absolute_url("programme.show", slug=webinar.slug),
        "title": feed_title(webinar),
        "summary": when_text(webinar),
        "content_html": str(get_template_attribute("programme/_feed_item.html", "feed_item")(webinar)),
        "image": absolute_url("programme.card", slug=webinar.slug),
        "date_published": utc_text(webinar.published_at or webinar.created_at),
        "date_modified": utc_text(webinar.updated_at),
        "authors": [{"name": each.shown_name} for each in public_lineup(webinar)],
        "tags": [topic.name for topic in webinar.topics],
        "language": webinar.language,
        # An extension of ours, as the format allows: what a bot would otherwise have to read out of the words.
        "_webinar": {
            "status": webinar.status.value,
            "starts_at": utc_text(webinar.starts_at) if webinar.starts_at else None,
            "ends_at": utc_text(webinar.ends_at) if webinar.ends_at else None,
            "timezone": webinar.timezone,
        },
    }
    return {name: value for name, value in item.items() if value not in ("", [])}


@bp.app_template_filter()
def utc_text(at: dt.datetime) -> str:
    """Returns an instant as Atom and JSON feeds write it (RFC 3339)."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
