"""Podcasts: feeds of the recordings whose files are here (RSS 2.0 with the itunes and podcast namespaces)."""

import uuid
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.programme.queries import Named
from webinars.domain.recordings.podcasts import episodes_of
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Series
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.subject_feeds import feed_answer, own_address, serve_feeds

NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of podcasts, from the specification of `podcast:guid`."""


@bp.get("/podcast.rss")
@access.public
@keep_pages()
def podcast() -> ResponseReturnValue:
    return _podcast(None, site_settings().site_name, absolute_url("recordings.index"))


def podcast_guid(address: str) -> str:
    """Returns by what programs know the podcast at an absolute address, as the Podcasting 2.0 namespace says.

    A UUID of version 5 from the address without its scheme and the slashes at its end.
    """
    return str(uuid.uuid5(NAMESPACE, address.partition("://")[2].rstrip("/")))


def _podcast(subject: Named | None, title: str, page: str) -> ResponseReturnValue:
    episodes = episodes_of(db.session(), subject)
    owner = subject.organisation if isinstance(subject, Series) else subject
    contact = owner.contact if isinstance(owner, Organisation) else ""
    languages = {episode.recording.language for episode in episodes}
    text = render_template(
        "recordings/podcast.xml",
        title=_("%(name)s: podcast", name=title),
        author=title,
        guid=podcast_guid(own_address()),
        owner_name=owner.name if isinstance(owner, Organisation) else site_settings().site_name,
        # An address that stands on the organisation's page, or the page of a form, which is none.
        owner_email=contact if "@" in contact and "://" not in contact else "",
        image=cover_key(title, title),
        page=page,
        own_address=own_address(),
        episodes=episodes,
        language=languages.pop() if len(languages) == 1 else "en",
    )
    return feed_answer(text)


serve_feeds(bp, "podcast.rss", "podcast", _podcast)
