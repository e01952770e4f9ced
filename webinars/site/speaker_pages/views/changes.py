"""What speakers do on their own page. Each press leads back to it, and pressing twice is pressing once."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.speaker_pages import speaker_actions
from webinars.domain.speaker_pages.errors import AskedEnough, DetailsInvalid, TooLateToAnswer
from webinars.domain.speaker_pages.links import ends_at
from webinars.domain.speaker_pages.organiser_actions import renew as renew_link
from webinars.domain.speaker_pages.proposal_fields import FIELDS
from webinars.domain.speaker_pages.queries import appearance_of_link, link_at, lock
from webinars.site.speaker_pages.views.blueprint import bp
from webinars.site.speaker_pages.views.page import SpeakerPageFailure, locked_at, nothing_here, rendered_again
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link
from webinars.web.site_context import site_settings

A_DAY_S = 24 * 60 * 60


@bp.post("/speaking/<secret:token>/reply")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def reply(token: str) -> ResponseReturnValue:
    answer, words = request.form.get("answer", ""), request.form.get("words", "")
    now = clock.now()
    found = locked_at(token, now=now)
    if answer not in {"yes", "no"}:
        abort(400)
    try:
        speaker_actions.reply(db.session(), found, is_yes=answer == "yes", words=words, now=now)
    except TooLateToAnswer as error:
        return rendered_again(token, SpeakerPageFailure(sentence=str(error), typed={"words": words})), 409
    except DetailsInvalid as error:
        return rendered_again(token, SpeakerPageFailure(wrong=error.sentences, typed={"words": words})), 422
    db.session.commit()
    return redirect(url_for(".page", token=token), 303)


@bp.post("/speaking/<secret:token>/zone")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def set_zone(token: str) -> ResponseReturnValue:
    speaker_actions.set_zone(db.session(), locked_at(token, now=clock.now()), request.form.get("timezone", ""))
    db.session.commit()
    return redirect(url_for(".page", token=token), 303)


@bp.post("/speaking/<secret:token>/details")
@access.public
@at_most("30 per 10 minutes", by=own_link)
def save(token: str) -> ResponseReturnValue:
    """Take in the texts: some stand on the page at once, others wait for the organisers."""
    typed = {name: request.form[name] for name in FIELDS if name in request.form}
    seen = {name: request.form[f"seen-{name}"] for name in FIELDS if f"seen-{name}" in request.form}
    now = clock.now()
    try:
        saved = speaker_actions.set_details(db.session(), locked_at(token, now=now), typed, seen, now=now)
    except DetailsInvalid as error:
        return rendered_again(token, SpeakerPageFailure(wrong=error.sentences, typed=typed)), 422
    db.session.commit()
    told = "proposed" if saved.proposed else "saved"
    return redirect(url_for(".page", token=token, told=told, _anchor="told"), 303)


@bp.post("/speaking/<secret:token>/renewal")
@access.public
@takes_short_form
@at_most("3 per hour", by=own_link)
def renew(token: str) -> ResponseReturnValue:
    """Send a new link in the place of one that has ended: to where that one was sent, and nowhere else."""
    session, now = db.session(), clock.now()
    link = link_at(session, token)
    if link is None:
        nothing_here()
    found = appearance_of_link(session, link)
    if found is not None:
        lock(session, found.webinar.id)
        link = link_at(session, token, fresh=True)
        found = appearance_of_link(session, link, fresh=True) if link else None
    if found is None or link is None or link.revoked_at is not None or link.email is None:
        abort(410)
    until = ends_at(link, found.webinar)
    if until is None or until > now:
        # It has not ended: there is nothing to renew.
        return redirect(url_for(".page", token=token), 303)
    try:
        renew_link(session, site_settings(), found, now=now)
    except AskedEnough as error:
        abort(429, str(error), retry_after=A_DAY_S)
    session.commit()
    return render_template("speaker_pages/expired.html", token=token, can_renew=False, is_sent=True)
