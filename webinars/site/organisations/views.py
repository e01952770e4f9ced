from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.organisations import actions, permissions
from webinars.domain.organisations.errors import LastOwner, OrganisationInvalid
from webinars.domain.organisations.queries import (
    managed_organisations,
    members,
    membership_with_id,
    organisation_with_slug,
)
from webinars.domain.organisations.roles import member_role_name, member_role_powers
from webinars.domain.organisations.settings import settings_of
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import Membership, Organisation, Role
from webinars.pure import times
from webinars.site.organisations.forms import AddMemberForm, NewOrganisationForm, RoleForm, SettingsForm
from webinars.web import access
from webinars.web.forms.base import SessionForm
from webinars.web.forms.rows import arranged, press_in
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp = Blueprint("organisations", __name__, url_prefix="/manage/organisations")

bp.add_app_template_global(member_role_name)
bp.add_app_template_global(member_role_powers)


@bp.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "organisations/index.html",
        organisations=managed_organisations(db.session(), actor),
        actor=actor,
        can_create=_may_create(),
    )


@bp.get("/new")
@access.signed_in
def new() -> ResponseReturnValue:
    _refuse_where_closed()
    zones = site_settings().display_zones
    form = NewOrganisationForm(timezone=zones[0].timezone if zones else "Etc/UTC")
    return _new_page(form)


@bp.post("")
@access.signed_in
def create() -> ResponseReturnValue:
    _refuse_where_closed()
    form = NewOrganisationForm()
    if not form.validate_on_submit():
        return _new_page(form), 422
    try:
        organisation = actions.create_organisation(
            db.session(),
            current_actor(),
            name=form.name.data or "",
            timezone=form.timezone.data or "",
            url=form.url.data,
            open_organisations=site_settings().open_organisations,
            now=clock.now(),
        )
    except OrganisationInvalid as error:
        _show_at_field(form, error)
        return _new_page(form), 422
    db.session.commit()
    flash(_("%(name)s is made. Fill in what its pages should say.", name=organisation.name), "ok")
    return redirect(url_for(".show", slug=organisation.slug), 303)


@bp.get("/<slug>")
@access.signed_in
def show(slug: str) -> ResponseReturnValue:
    organisation = _organisation_or_404(slug)
    form = SettingsForm()
    form.show(settings_of(organisation))
    return _settings_page(organisation, form)


@bp.post("/<slug>")
@access.signed_in
def update(slug: str) -> ResponseReturnValue:
    organisation = _organisation_or_404(slug)
    if not permissions.can_update(current_actor(), organisation):
        abort(403)
    form = SettingsForm()
    if arranged(form, press_in(request.form)):
        return _settings_page(organisation, form)
    if not form.validate_on_submit():
        return _settings_page(organisation, form), 422
    try:
        actions.update_organisation(db.session(), current_actor(), organisation, form.chosen(), now=clock.now())
    except OrganisationInvalid as error:
        db.session.rollback()
        _show_at_field(form, error)
        return _settings_page(_organisation_or_404(slug), form), 422
    db.session.commit()
    flash(_("The settings are saved."), "ok")
    return redirect(url_for(".show", slug=slug), 303)


@bp.get("/<slug>/members")
@access.signed_in
def list_members(slug: str) -> ResponseReturnValue:
    return _members_page(_organisation_or_404(slug), AddMemberForm())


@bp.post("/<slug>/members")
@access.signed_in
@rate_limits.at_most("60 per hour")
def add_member(slug: str) -> ResponseReturnValue:
    organisation = _kept_organisation_or_404(slug)
    form = AddMemberForm()
    if not form.validate_on_submit():
        return _members_page(organisation, form), 422
    role = Role(form.role.data)
    membership = actions.add_member(
        db.session(), current_actor(), organisation, email=form.email.data or "", role=role, now=clock.now()
    )
    db.session.commit()
    flash(_added(membership), "ok")
    return redirect(url_for(".list_members", slug=slug), 303)


@bp.post("/<slug>/members/<int:membership_id>")
@access.signed_in
def change_role(slug: str, membership_id: int) -> ResponseReturnValue:
    organisation = _kept_organisation_or_404(slug)
    membership = _membership_or_404(organisation, membership_id)
    form = RoleForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        actions.change_role(db.session(), current_actor(), membership, role=Role(form.role.data), now=clock.now())
    except LastOwner as error:
        return _refused(organisation, error)
    db.session.commit()
    flash(_("%(who)s is now: %(role)s.", who=_called(membership), role=member_role_name(membership.role)), "ok")
    return redirect(url_for(".list_members", slug=slug), 303)


@bp.post("/<slug>/members/<int:membership_id>/delete")
@access.signed_in
def remove_member(slug: str, membership_id: int) -> ResponseReturnValue:
    organisation = _organisation_or_404(slug)
    membership = _membership_or_404(organisation, membership_id)
    is_own = membership.user_id == current_actor().user_id
    try:
        actions.remove_member(db.session(), current_actor(), membership, now=clock.now())
    except LastOwner as error:
        return _refused(organisation, error)
    db.session.commit()
    if is_own:
        flash(_("You are no longer a member of %(name)s.", name=organisation.name), "ok")
        return redirect(url_for(".index"), 303)
    flash(_("%(who)s is no longer a member.", who=_called(membership)), "ok")
    return redirect(url_for(".list_members", slug=slug), 303)


def _organisation_or_404(slug: str) -> Organisation:
    organisation = organisation_with_slug(db.session(), slug)
    # The page of somebody else's organisation must not tell that there is one.
    if organisation is None or not permissions.can_view(current_actor(), organisation):
        abort(404)
    return organisation


def _kept_organisation_or_404(slug: str) -> Organisation:
    """Returns the organisation, if the person may change its members.

    Ends in 403 for those who may only look at it.
    """
    organisation = _organisation_or_404(slug)
    if not permissions.can_manage_members(current_actor(), organisation):
        abort(403)
    return organisation


def _membership_or_404(organisation: Organisation, membership_id: int) -> Membership:
    membership = membership_with_id(db.session(), organisation, membership_id)
    if membership is None:
        abort(404)
    return membership


def _refused(organisation: Organisation, error: WebinarsError) -> ResponseReturnValue:
    db.session.rollback()
    flash(str(error), "warn")
    return _members_page(organisation, AddMemberForm(formdata=None)), 409


def _new_page(form: NewOrganisationForm) -> str:
    return render_template("organisations/new.html", form=form, timezones=times.all_timezones(clock.now()))


def _settings_page(organisation: Organisation, form: SettingsForm) -> str:
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        form=form,
        can_update=permissions.can_update(current_actor(), organisation),
        timezones=times.all_timezones(clock.now()),
        site_zones=site_settings().display_zones,
        press=press_in(request.form),
    )


def _members_page(organisation: Organisation, form: AddMemberForm) -> str:
    actor = current_actor()
    return render_template(
        "organisations/members.html",
        organisation=organisation,
        members=members(db.session(), organisation),
        form=form,
        role_form=RoleForm(formdata=None),
        actor=actor,
        can_manage_members=permissions.can_manage_members(actor, organisation),
        roles=list(Role),
    )


def _show_at_field(form: SessionForm, error: OrganisationInvalid) -> None:
    field = form[error.field]
    field.errors = [*field.errors, str(error)]


def _added(membership: Membership) -> str:
    """Returns the same words whether the address had an account or not."""
    who, role = membership.user.email, member_role_name(membership.role)
    if site_settings().mail_url is None:
        return _(
            "%(who)s is a member: %(role)s. This site sends no mails yet: an administrator finds the one with the "
            "link in the outbox.",
            who=who,
            role=role,
        )
    return _("%(who)s is a member: %(role)s. A mail with a link is on its way.", who=who, role=role)


def _called(membership: Membership) -> str:
    return (membership.user.name if membership.joined_at else "") or membership.user.email


def _refuse_where_closed() -> None:
    if not _may_create():
        abort(403, _("Only an administrator of this site creates organisations. Ask one to make yours."))


def _may_create() -> bool:
    return permissions.can_create(current_actor(), open_organisations=site_settings().open_organisations)
