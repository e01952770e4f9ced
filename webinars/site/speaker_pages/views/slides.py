"""A speaker's slides: sent, offered, looked at and taken away."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.media.actions import stored_file
from webinars.domain.media.errors import FileRefused, StoreDoesNotAnswer
from webinars.domain.speaker_pages.errors import LinkClosed, LinkOver
from webinars.domain.speaker_pages.queries import appearance_by_token
from webinars.domain.speaker_pages.slides import MOST_SLIDES, add_slides, remove_slides, set_offered, slide
from webinars.models import FileKind
from webinars.site.media.forms import UploadForm
from webinars.site.media.views.serving import bytes_of
from webinars.site.media.views.upload import LIMITS, receive_file
from webinars.site.speaker_pages.views.blueprint import bp
from webinars.site.speaker_pages.views.page import SpeakerPageFailure, found_at, locked_at, rendered_again
from webinars.web import access
from webinars.web.number_converter import as_id
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_file, takes_short_form
from webinars.web.security.rate_limits import at_most, own_link

FILES_A_DAY = 10


def _gate(token: str) -> bool:
    """Lets whoever has a live link send a file, while there is room for one more."""
    try:
        found = appearance_by_token(db.session(), token, now=clock.now())
    except (LinkClosed, LinkOver):
        return False
    return found is not None and len(found.appearance.slides) < MOST_SLIDES


@bp.post("/speaking/<secret:token>/slides")
@access.public
@takes_file(LIMITS[FileKind.SLIDES], _gate)
@at_most(f"{FILES_A_DAY} per day", by=own_link)
def add(token: str) -> ResponseReturnValue:
    form, now = UploadForm(), clock.now()
    with prepared():
        found_at(token)
    try:
        brought = receive_file(form, FileKind.SLIDES)
        file = stored_file(FileKind.SLIDES, brought, now=now)
        file.is_offered = "offered" in request.form
        add_slides(db.session(), locked_at(token, now=now), file, now=now)
    except (FileRefused, StoreDoesNotAnswer) as error:
        db.session.rollback()
        status = 503 if isinstance(error, StoreDoesNotAnswer) else 422
        return rendered_again(token, SpeakerPageFailure(slides=str(error))), status
    db.session.commit()
    return _back(token)


@bp.get("/speaking/<secret:token>/slides/<int:file_id>")
@access.public
def show(token: str, file_id: int) -> ResponseReturnValue:
    answer = bytes_of(slide(found_at(token), file_id) or abort(404))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/speaking/<secret:token>/slides/offered")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def offer(token: str) -> ResponseReturnValue:
    """Say which of them the page offers after the webinar."""
    chosen = {found for each in request.form.getlist("offered") if (found := as_id(each)) is not None}
    set_offered(db.session(), locked_at(token, now=clock.now()), chosen)
    db.session.commit()
    return _back(token, "offered")


@bp.post("/speaking/<secret:token>/slides/<int:file_id>/deletion")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def remove(token: str, file_id: int) -> ResponseReturnValue:
    now = clock.now()
    remove_slides(db.session(), locked_at(token, now=now), file_id, now=now)
    db.session.commit()
    return _back(token, "removed")


def _back(token: str, told: str = "slides") -> ResponseReturnValue:
    return redirect(url_for(".page", token=token, told=told, _anchor="slides"), 303)
