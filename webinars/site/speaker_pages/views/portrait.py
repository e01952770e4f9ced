"""A speaker's portrait: sent from her own page, and taken away there."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.media.errors import FileRefused, PictureUndescribed, StoreDoesNotAnswer
from webinars.domain.media.pictures.actions import checked_alt
from webinars.domain.speaker_pages.errors import LinkClosed, LinkOver
from webinars.domain.speaker_pages.portraits import proposed_portraits, remove_portrait, set_portrait
from webinars.domain.speaker_pages.queries import appearance_by_token
from webinars.models import PictureKind
from webinars.site.media.pictures.upload import LIMIT, hold, make_picture, part_in
from webinars.site.media.views.serving import bytes_of
from webinars.site.speaker_pages.views.blueprint import bp
from webinars.site.speaker_pages.views.page import SpeakerPageFailure, found_at, locked_at, rendered_again
from webinars.site.speaker_pages.views.slides import FILES_A_DAY
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_file, takes_short_form
from webinars.web.security.rate_limits import at_most, own_link


def _gate(token: str) -> bool:
    """Lets whoever has a live link send a picture."""
    try:
        return appearance_by_token(db.session(), token, now=clock.now()) is not None
    except (LinkClosed, LinkOver):
        return False


@bp.post("/speaking/<secret:token>/picture")
@access.public
@takes_file(LIMIT, _gate)
@at_most(f"{FILES_A_DAY} per day", by=own_link)
def give_portrait(token: str) -> ResponseReturnValue:
    alt, now = request.form.get("alt", ""), clock.now()
    try:
        with prepared():
            found_at(token)
            checked_alt(alt)
            made = make_picture(request.files.get("file"), PictureKind.PORTRAIT, part_in(request.form))
        found = locked_at(token, now=now)
        hold(made.original, *made.sizes.files)
        at_once = set_portrait(db.session(), found, made, alt=alt, now=now)
    except PictureUndescribed as error:
        return _again(token, SpeakerPageFailure(wrong={"alt": str(error)}, typed={"alt": alt})), 422
    except (FileRefused, StoreDoesNotAnswer) as error:
        status = 503 if isinstance(error, StoreDoesNotAnswer) else 422
        return _again(token, SpeakerPageFailure(wrong={"picture-file": str(error)}, typed={"alt": alt})), status
    db.session.commit()
    return _back(token, "saved" if at_once else "proposed")


@bp.post("/speaking/<secret:token>/picture/removal")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def take_portrait_away(token: str) -> ResponseReturnValue:
    now = clock.now()
    remove_portrait(db.session(), locked_at(token, now=now), now=now)
    db.session.commit()
    return _back(token, "removed")


@bp.get("/speaking/<secret:token>/picture")
@access.public
def proposed_portrait(token: str) -> ResponseReturnValue:
    """The portrait that waits to be taken, to who has sent it."""
    appearance_id = found_at(token).appearance.id
    waiting = proposed_portraits(db.session(), [appearance_id]).get(appearance_id) or abort(404)
    answer = bytes_of(waiting.sizes[-1])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _again(token: str, failure: SpeakerPageFailure) -> str:
    db.session.rollback()
    return rendered_again(token, failure)


def _back(token: str, told: str) -> ResponseReturnValue:
    return redirect(url_for(".page", token=token, told=told, _anchor="told"), 303)
