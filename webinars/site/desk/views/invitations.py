"""Where an organisation's owners answer invitations to organise a webinar with its host."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme import rules
from webinars.domain.programme.co_organisers import accept, decline
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser
from webinars.site.desk import queries
from webinars.site.desk.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.identity import current_actor


@bp.get("/invitations")
@access.signed_in
def show_invitations() -> ResponseReturnValue:
    return render_template("desk/invitations.html", invitations=queries.invitations(db.session(), current_actor()))


@bp.post("/invitations/<int:co_organiser_id>/acceptance")
@access.signed_in
def accept_invitation(co_organiser_id: int) -> ResponseReturnValue:
    invitation = _open_invitation_or_404(co_organiser_id)
    title, organisation = invitation.webinar.title, invitation.organisation.name
    accept(db.session(), current_actor(), invitation.webinar, invitation, now=clock.now())
    db.session.commit()
    flash(
        _(
            "Accepted. “%(title)s” is on the page of %(organisation)s and in its calendar once it is published.",
            title=title,
            organisation=organisation,
        ),
        "ok",
    )
    return redirect(url_for(".show_invitations"), 303)


@bp.post("/invitations/<int:co_organiser_id>/refusal")
@access.signed_in
def decline_invitation(co_organiser_id: int) -> ResponseReturnValue:
    invitation = _open_invitation_or_404(co_organiser_id)
    title, host = invitation.webinar.title, invitation.webinar.host.name
    decline(db.session(), current_actor(), invitation.webinar, invitation, now=clock.now())
    db.session.commit()
    flash(_("Declined. %(host)s is told, and sees it in the history of “%(title)s”.", host=host, title=title), "ok")
    return redirect(url_for(".show_invitations"), 303)


def _open_invitation_or_404(co_organiser_id: int) -> CoOrganiser:
    """The invitation, if the person who asks may answer it: one that is answered or another's is none."""
    invitation = queries.co_organiser_with_id(db.session(), co_organiser_id)
    if invitation is None or not rules.can_answer(current_actor(), invitation):
        abort(404)
    return invitation
