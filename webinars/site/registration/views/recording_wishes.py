"""Where somebody without a registration asks for one mail when the recording is up, says so again, or ends it."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.queries import webinar_page
from webinars.domain.programme.recording_plan import (
    WAITED_FOR_DAYS,
    is_recording_promised,
    takes_recording_wishes,
)
from webinars.domain.registration.form_questions import checked_email
from webinars.domain.registration.letters.recap_email import write_to_me
from webinars.domain.registration.queries import public_titles
from webinars.domain.registration.recording_wishes import (
    ask_for_recording,
    confirm_wish,
    forget_wishes,
    wish_by_token,
)
from webinars.domain.registration.retention import UNCONFIRMED_DAYS
from webinars.lib.i18n import gettext as _
from webinars.models import RecordingWish, Webinar
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import RegisterFailure
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.mail_wording import is_mail_sent
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import LECTURE_HALL, at_most
from webinars.web.site_context import site_settings


@bp.post("/webinars/<slug>/recording/tell-me")
@access.public
@at_most(LECTURE_HALL)
@takes_short_form
def ask_for_recording_mail(slug: str) -> ResponseReturnValue:
    """Write to whoever is entered. The answer does not tell whether the address waits already."""
    session, now, wrong = db.session(), clock.now(), dict[str, str]()
    webinar = _waited_for_or_elsewhere(slug)
    typed = request.form.get("email", "")
    email = checked_email(typed, wrong)
    if wrong:
        failure = RegisterFailure(wrong=wrong)
        page = render_template("registration/tell_me.html", webinar=webinar, now=now, typed=typed, failure=failure)
        return page, 422
    ask_for_recording(session, site_settings(), webinar, email, now=now)
    session.commit()
    return redirect(url_for(".sent_about_recording", slug=slug), 303)


@bp.get("/webinars/<slug>/recording/tell-me/sent")
@access.public
def sent_about_recording(slug: str) -> ResponseReturnValue:
    """After asking: the same for every address."""
    webinar = _waited_for_or_elsewhere(slug)
    return render_template("registration/tell_me_sent.html", webinar=webinar, now=clock.now(), days=UNCONFIRMED_DAYS)


@bp.get("/webinars/<slug>/recording/tell-me/<secret:token>")
@access.public
def recording_wish(slug: str, token: str) -> ResponseReturnValue:  # noqa: ARG001 - it may be another by now
    wish = _wish_or_404(token)
    webinar, now = wish.webinar, clock.now()
    return render_template(
        "registration/recording_wish.html",
        wish=wish,
        webinar=webinar,
        title=public_titles(db.session(), [webinar])[webinar.id],
        token=token,
        is_up=bool(webinar.recordings) and webinar.is_public_page,
        is_waited_for=takes_recording_wishes(webinar, now),
        is_promised=is_recording_promised(webinar, now),
        press_words=write_to_me,
    )


@bp.post("/webinars/<slug>/recording/tell-me/<secret:token>/confirmation")
@access.public
@takes_short_form
def confirm_recording_wish(slug: str, token: str) -> ResponseReturnValue:
    confirm_wish(db.session(), _wish_or_404(token).id, now=clock.now())
    db.session.commit()
    return redirect(url_for(".recording_wish", slug=slug, token=token), 303)


@bp.post("/webinars/<slug>/recording/tell-me/<secret:token>/deletion")
@access.public
@takes_short_form
def end_recording_wish(slug: str, token: str) -> ResponseReturnValue:  # noqa: ARG001 - see `recording_wish`
    wish = _wish_or_404(token)
    forget_wishes(db.session(), {wish.id: wish.email_normal})
    db.session.commit()
    return render_template("mail/ended.html")


@bp.app_template_global()
def recording_wish_days() -> int:
    """Returns for how many days after the end an address waits for a recording."""
    return WAITED_FOR_DAYS


def _waited_for_or_elsewhere(slug: str) -> Webinar:
    """Returns the webinar, or ends where its page says what has come of the recording since the form was opened."""
    webinar = webinar_page(db.session(), slug) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    if not is_mail_sent() or not takes_recording_wishes(webinar, clock.now()):
        abort(redirect(url_for("programme.show", slug=slug), 303))
    return webinar


def _wish_or_404(token: str) -> RecordingWish:
    wish = wish_by_token(db.session(), token)
    if wish is None:
        abort(404, _("Nobody waits for a recording with this link any more. The address is erased."))
    return wish
