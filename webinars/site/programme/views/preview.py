"""The page of a webinar as the public will see it, for those who may look at the draft."""

from flask.typing import ResponseReturnValue

from webinars.domain.programme.queries import webinar_page
from webinars.models import Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.site.programme.views.webinars import rendered
from webinars.web import access
from webinars.web.about import about


@bp.get("/manage/webinars/<slug>/preview")
@access.signed_in
@about(webinar_page)
def preview(webinar: Webinar) -> ResponseReturnValue:
    return rendered(webinar, is_preview=True)
