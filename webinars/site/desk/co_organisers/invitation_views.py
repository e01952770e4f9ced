"""Where an organisation's owners answer invitations to organise a webinar with its host."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme import member_queries, permissions
from webinars.domain.programme.co_organisers.answers import accept, decline
from webinars.domain.programme.co_organisers.refusals import refusal_with_id, refused_hosts, take_back
from webinars.domain.programme.co_organisers.rights import what_they_allow
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser
from webinars.site.desk.blueprint import bp
from webinars.site.desk.co_organisers.forms import DeclineForm
from webinars.web import access
from webinars.web.desk_return import back_to_desk_or
from webinars.web.press import by_actor, press
from webinars.web.security.identity import current_actor


@bp.get("/invitations")
@access.signed_in
def show_invitations() -> ResponseReturnValue:
    return _page()


@bp.post("/invitations/<int:co_organiser_id>/acceptance")
@access.signed_in
def accept_invitation(co_organiser_id: int) -> ResponseReturnValue:
    invitation = _open_invitation_or_404(co_organiser_id)
    return press(
        lambda: accept(*by_actor(), invitation.webinar, invitation, now=clock.now()),
        said=_(
            "Accepted. “%(title)s” is on the page of %(organisation)s and in its calendar once it is published.",
            title=invitation.webinar.title,
            organisation=invitation.organisation.name,
        ),
        back=back_to_desk_or(url_for(".show_invitations")),
    )


@bp.post("/invitations/<int:co_organiser_id>/refusal")
@access.signed_in
def decline_invitation(co_organiser_id: int) -> ResponseReturnValue:
    """Decline what one is invited to, or leave what one has joined."""
    # Said by the form: who declines what another owner has accepted meanwhile finds it answered, and leaves nothing.
    leaves = "leaves" in request.form
    invitation, form = _open_invitation_or_404(co_organiser_id, leaves=leaves), DeclineForm()
    organisation = invitation.organisation.name
    title, host, is_for_good = invitation.webinar.title, invitation.webinar.host.name, bool(form.is_for_good.data)
    if leaves:
        said = _(
            "%(organisation)s no longer organises “%(title)s”. %(host)s is told.",
            organisation=organisation,
            title=title,
            host=host,
        )
    else:
        said = _("Declined. %(host)s is told, and sees it beside “%(title)s”.", host=host, title=title)
    if is_for_good:
        said += " " + _("It cannot invite you any more; you can take that back below.")

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        form.words.errors = [str(error)]
        return _page(co_organiser_id, form), 422

    return press(
        lambda: decline(
            *by_actor(),
            invitation.webinar,
            invitation,
            words=form.words.data or "",
            is_for_good=is_for_good,
            leaves=leaves,
            now=clock.now(),
        ),
        refused=refuse,
        said=said,
        back=url_for(".show_invitations"),
    )


@bp.post("/refusals/<int:refusal_id>/end")
@access.signed_in
def take_back_refusal(refusal_id: int) -> ResponseReturnValue:
    refusal = refusal_with_id(db.session(), refusal_id)
    if refusal is None or not current_actor().is_owner(refusal.organisation_id):
        abort(404)
    return press(
        lambda: take_back(*by_actor(), refusal),
        said=_(
            "%(host)s can invite %(organisation)s again.",
            host=refusal.host.name,
            organisation=refusal.organisation.name,
        ),
        back=url_for(".show_invitations"),
    )


def _page(typed_for: int = 0, typed: DeclineForm | None = None) -> str:
    """Returns the page of the invitations.

    `typed` is a form that could not be taken, of the invitation with the id `typed_for`.
    """
    session, actor = db.session(), current_actor()
    invitations = member_queries.invitations(session, actor)
    joined = member_queries.joined_co_organisers(session, actor, clock.now())
    return render_template(
        "desk/co_organisers/invitations.html",
        invitations=invitations,
        joined=joined,
        allows={each.id: what_they_allow(each.rights) for each in invitations},
        forms={
            each.id: typed if typed is not None and each.id == typed_for else DeclineForm(formdata=None, prefix="")
            for each in (*invitations, *joined)
        },
        refusals=refused_hosts(session, actor),
    )


def _open_invitation_or_404(co_organiser_id: int, *, leaves: bool = False) -> CoOrganiser:
    """Returns the invitation, if the person who asks may answer it: one that is answered or another's is none.

    With `leaves` one that was accepted, if this person may end it.
    """
    # Two owners who answer at once take turns: the second finds it answered.
    member_queries.lock_co_organiser(db.session(), co_organiser_id)
    invitation = member_queries.co_organiser_with_id(db.session(), co_organiser_id) or abort(404)
    actor = current_actor()
    if not (permissions.can_leave if leaves else permissions.can_answer)(actor, invitation):
        abort(404)
    return invitation
