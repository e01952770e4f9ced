"""Feeds for readers (RSS, JSON Feed): one of each subject, at an address beside its page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import db
from webinars.domain.programme.queries import Named
from webinars.domain.programme.subject_queries import public_organisation, public_series, public_speaker, public_topic
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.web import access
from webinars.web.lookups import lead_on
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import absolute_url, site_settings

Answer = Callable[[Named | None, str, str], ResponseReturnValue]
"""Writes the feed of a subject (None: of everybody) with this title, whose page is at this address."""
FRESH = "public, max-age=300"
RSS = "application/rss+xml"


class _Kind(Struct, frozen=True):
    """A kind of subject: where its feeds are, and how one of it is found."""

    folder: str
    model: type[Any]
    find: Callable[[Session, str], Named | None]


KINDS = {
    "organisation": _Kind("/organisations", Organisation, public_organisation),
    "series": _Kind("/series", Series, public_series),
    "speaker": _Kind("/speakers", Speaker, public_speaker),
    "topic": _Kind("/topics", Topic, public_topic),
}


def serve_feeds(bp: Blueprint, name: str, ending: str, answer: Answer) -> None:
    """Serve one feed of each subject, as `organisation_{ending}` and so on of `bp`, in a file called `name`."""
    for subject, kind in KINDS.items():
        bp.add_url_rule(f"{kind.folder}/<slug>/{name}", f"{subject}_{ending}", _view(kind, subject, answer))


def _view(kind: _Kind, subject: str, answer: Answer) -> Callable[[str], ResponseReturnValue]:
    @access.public
    @keep_pages()
    def feed_of_subject(slug: str) -> ResponseReturnValue:
        found = kind.find(db.session(), slug) or lead_on(kind.model, slug)
        title = found.title if isinstance(found, Series) else found.name
        return answer(found, title, absolute_url(f"programme.{subject}", slug=slug))

    return feed_of_subject


def own_address() -> str:
    """Returns the absolute address of the feed that was asked for, as it says it itself."""
    return site_settings().base_url + url_for(request.endpoint or "", **(request.view_args or {}))


def feed_answer(text: str, mimetype: str = RSS) -> ResponseReturnValue:
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = FRESH
    return response
