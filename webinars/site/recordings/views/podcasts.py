"""Podcasts: feeds of the recordings whose files are here (RSS 2.0 with the itunes and podcast namespaces)."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.programme.queries import Named
from webinars.domain.recordings.podcasts import episodes_of
from webinars.lib.i18n import gettext as _
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.subject_feeds import feed_answer, own_address, serve_feeds


@bp.get("/podcast.rss")
@access.public
@keep_pages()
def podcast() -> ResponseReturnValue:
    return _podcast(None, site_settings().site_name, absolute_url("recordings.index"))


def _podcast(subject: Named | None, title: str, page: str) -> ResponseReturnValue:
    episodes = episodes_of(db.session(), subject)
    languages = {episode.recording.language for episode in episodes}
    text = render_template(
        "recordings/podcast.xml",
        title=_("%(name)s: podcast", name=title),
        author=title,
        image=cover_key(title, title),
        page=page,
        own_address=own_address(),
        episodes=episodes,
        language=languages.pop() if len(languages) == 1 else "en",
    )
    return feed_answer(text)


serve_feeds(bp, "podcast.rss", "podcast", _podcast)
