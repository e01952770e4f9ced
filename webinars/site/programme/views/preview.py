"""The page of a webinar as the public will see it, for those who may look at the draft."""

from flask import abort
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.programme import permissions
from webinars.domain.programme.queries import webinar_page
from webinars.site.programme.views.blueprint import bp
from webinars.site.programme.views.webinars import rendered
from webinars.web import access
from webinars.web.security.identity import current_actor


@bp.get("/manage/webinars/<slug>/preview")
@access.signed_in
def preview(slug: str) -> ResponseReturnValue:
    webinar = webinar_page(db.session(), slug)
    if webinar is None or not permissions.can_view(current_actor(), webinar):
        abort(404)
    return rendered(webinar, is_preview=True)
