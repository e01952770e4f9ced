from flask import render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.queries import recording_count
from webinars.site.front_page.parts import site_front_page
from webinars.site.programme.views.blueprint import bp
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import site_settings


@bp.get("/")
@access.public
@keep_pages()
def home() -> ResponseReturnValue:
    now = clock.now()
    return render_template(
        "programme/home.html",
        now=now,
        front=site_front_page(site_settings().tagline, now),
        recording_count=recording_count(db.session()),
    )
