"""What a process would otherwise do within its first requests, done once, before there are several of it."""

from collections.abc import Iterator
from contextvars import Context

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import Client

from webinars.db import db, reading
from webinars.models import Recording, Status, Visibility, Webinar

PAGES = ("/health/live", "/health/ready", "/", "/webinars", "/recordings", "/account/sign-in")
"""Not what takes long and few people ask for, such as the words by which dates are read: a start waits for it."""

MARK = "webinars.warming"
"""In the environment of a request that nobody has made: it is not counted."""


def warm(app: Flask) -> None:
    """Answer, to nobody, what people ask for most: templates, zones, names and statements are ready afterwards.

    Feeds are left out, for who fetches them is counted. Whatever goes wrong here goes wrong again for those who ask,
    and is told them.
    """
    # In no context of the caller's, which all of them would share.
    Context().run(_ask, app)


def _ask(app: Flask) -> None:
    client = Client(app, use_cookies=False)
    for path in [*PAGES, *_examples(app)]:
        client.get(path, base_url=app.config["SETTINGS"].base_url, environ_overrides={MARK: True}).close()


def _examples(app: Flask) -> Iterator[str]:
    """Yields the addresses of a webinar and of a recording, if there are any."""
    is_public = (Webinar.status == Status.PUBLISHED, Webinar.visibility == Visibility.PUBLIC)
    webinar = sa.select(Webinar.slug).where(*is_public).limit(1)
    of_it = Recording.webinar_id == Webinar.id
    recording = sa.select(Recording.slug).join(Webinar, of_it).where(*is_public).limit(1)
    with app.app_context(), reading():
        for kind, query in (("webinars", webinar), ("recordings", recording)):
            slug = db.session.scalar(query)
            if slug is not None:
                yield f"/{kind}/{slug}"
