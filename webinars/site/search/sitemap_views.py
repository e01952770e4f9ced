from urllib.parse import urldefrag, urljoin

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.recordings.player_view import player_view_of
from webinars.domain.recordings.players import players_of
from webinars.domain.search.sitemaps import KINDS, part, part_count
from webinars.lib.markdown import plain_text
from webinars.models import Recording
from webinars.pure.videos import EmbedKind
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import absolute_url, site_settings

bp = Blueprint("sitemaps", __name__)

LONGEST_DESCRIPTION = 2048
LONGEST_S = 28_800
MOST_TAGS = 32
"""What a video sitemap may hold (Google, video sitemaps)."""


@bp.get("/sitemap.xml")
@access.public
@keep_pages()
def index() -> ResponseReturnValue:
    """The list of the files below: all pages do not fit into one."""
    session = db.session()
    parts = [(kind, number) for kind in KINDS for number in range(1, part_count(session, kind) + 1)]
    return _xml("search/sitemaps/index.xml", parts=parts)


@bp.get("/sitemaps/pages.xml")
@access.public
@keep_pages()
def pages() -> ResponseReturnValue:
    """The pages without a slug."""
    return _xml("search/sitemaps/pages.xml")


@bp.get("/sitemaps/<kind>-<int:number>.xml")
@access.public
@keep_pages()
def addresses(kind: str, number: int) -> ResponseReturnValue:
    found = part(db.session(), kind, number) if kind in KINDS and number > 0 else ()
    if not found:
        abort(404)
    return _xml("search/sitemaps/addresses.xml", addresses=found)


@bp.app_template_global()
def video_of_sitemap(recording: Recording) -> dict[str, object] | None:
    """Returns what a sitemap tells of a recording, or None where nothing of it can be played here."""
    screen = player_view_of(recording, players_of(site_settings()))
    embed = screen.embed
    if embed is None or screen.is_lost:
        return None
    src = urldefrag(urljoin(site_settings().base_url, embed.src)).url
    webinar = recording.webinar
    abstract = recording.appearance.abstract if recording.appearance else ""
    description = plain_text(abstract) or webinar.summary or plain_text(webinar.description) or recording.title
    duration_s = recording.duration_s or 0
    return {
        "description": description[:LONGEST_DESCRIPTION],
        "content": src if embed.kind == EmbedKind.VIDEO and not recording.is_excerpt else None,
        "player": absolute_url("embed.recording", slug=recording.slug),
        "duration_s": duration_s if 1 <= duration_s <= LONGEST_S else None,
        "tags": [topic.name for topic in webinar.topics][:MOST_TAGS],
    }


def _xml(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="application/xml")
