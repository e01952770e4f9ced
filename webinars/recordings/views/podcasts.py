"""Podcasts: feeds of the recordings whose files are here (RSS 2.0 with the itunes and podcast namespaces)."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.programme.covers import cover_key
from webinars.programme.subject_queries import public_organisation, public_series, public_speaker, public_topic
from webinars.recordings.podcasts import Episode, episodes_of
from webinars.recordings.views.blueprint import bp
from webinars.recordings.views.feeds import Subject, feed_answer
from webinars.web import access
from webinars.web.lookups import at_former_address
from webinars.web.site import absolute_url, site_settings


@bp.get("/podcast.rss")
@access.public
def podcast() -> ResponseReturnValue:
    return _podcast(None, title=site_settings().site_name, page=absolute_url("recordings.index"))


@bp.get("/organisations/<slug>/podcast.rss")
@access.public
def organisation_podcast(slug: str) -> ResponseReturnValue:
    found = public_organisation(db.session(), slug)
    if found is None:
        return at_former_address(Organisation, slug, "recordings.organisation_podcast")
    return _podcast(found, title=found.name, page=absolute_url("programme.organisation", slug=slug))


@bp.get("/series/<slug>/podcast.rss")
@access.public
def series_podcast(slug: str) -> ResponseReturnValue:
    found = public_series(db.session(), slug)
    if found is None:
        return at_former_address(Series, slug, "recordings.series_podcast")
    return _podcast(found, title=found.title, page=absolute_url("programme.series", slug=slug))


@bp.get("/speakers/<slug>/podcast.rss")
@access.public
def speaker_podcast(slug: str) -> ResponseReturnValue:
    found = public_speaker(db.session(), slug)
    if found is None:
        return at_former_address(Speaker, slug, "recordings.speaker_podcast")
    return _podcast(found, title=found.name, page=absolute_url("programme.speaker", slug=slug))


@bp.get("/topics/<slug>/podcast.rss")
@access.public
def topic_podcast(slug: str) -> ResponseReturnValue:
    found = public_topic(db.session(), slug)
    if found is None:
        return at_former_address(Topic, slug, "recordings.topic_podcast")
    return _podcast(found, title=found.name, page=absolute_url("programme.topic", slug=slug))


@bp.app_template_global()
def guid_of(episode: Episode) -> str:
    """By what programs know an episode again. It holds no address of the site, which may move."""
    return f"{episode.recording.webinar.uid}/{episode.recording.slug}"


def _podcast(subject: Subject | None, *, title: str, page: str) -> ResponseReturnValue:
    episodes = episodes_of(db.session(), subject)
    own_address = site_settings().base_url + url_for(request.endpoint or "", **(request.view_args or {}))
    languages = {episode.recording.language for episode in episodes}
    text = render_template(
        "recordings/podcast.xml",
        title=_("%(name)s: recordings", name=title),
        author=title,
        image=cover_key(title, title),
        page=page,
        own_address=own_address,
        episodes=episodes,
        language=languages.pop() if len(languages) == 1 else "en",
    )
    return feed_answer(text)
