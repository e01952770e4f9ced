from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.organisations import actions, permissions
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
from webinars.web.about import about
from webinars.web.forms.rows import arranged, press_in
from webinars.web.press import by_actor, press
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
    return press(
        lambda: actions.create_organisation(
            *by_actor(),
            name=form.name.data or "",
            timezone=form.timezone.data or "",
            url=form.url.data,
            open_organisations=site_settings().open_organisations,
            now=clock.now(),
        ),
        form=form,
        page=lambda _nothing: _new_page(form),
        said=lambda organisation: _("%(name)s is made. Fill in what its pages should say.", name=organisation.name),
        back=lambda organisation: url_for(".show", slug=organisation.slug),
    )


@bp.get("/<slug>")
@access.signed_in
@about(organisation_with_slug)
def show(organisation: Organisation) -> ResponseReturnValue:
    form = SettingsForm()
    form.show(settings_of(organisation))
    return _settings_page(organisation, form)


@bp.post("/<slug>")
@access.signed_in
@about(organisation_with_slug)
def update(organisation: Organisation) -> ResponseReturnValue:
    form = SettingsForm()
    if arranged(form, press_in(request.form)):
        return _settings_page(organisation, form)
    return press(
        lambda: actions.update_organisation(*by_actor(), organisation, form.chosen(), now=clock.now()),
        form=form,
        page=lambda organisation: _settings_page(organisation, form),
        said=_("The settings are saved."),
        back=url_for(".show", slug=organisation.slug),
    )


@bp.get("/<slug>/members")
@access.signed_in
@about(organisation_with_slug)
def list_members(organisation: Organisation) -> ResponseReturnValue:
    return _members_page(organisation, AddMemberForm())


@bp.post("/<slug>/members")
@access.signed_in
@rate_limits.at_most("60 per hour")
@about(organisation_with_slug)
def add_member(organisation: Organisation) -> ResponseReturnValue:
    form = AddMemberForm()
    return press(
        lambda: actions.add_member(
            *by_actor(), organisation, email=form.email.data or "", role=Role(form.role.data), now=clock.now()
        ),
        form=form,
        page=lambda organisation: _members_page(organisation, form),
        said=_added,
        back=url_for(".list_members", slug=organisation.slug),
    )


@bp.post("/<slug>/members/<int:membership_id>")
@access.signed_in
@about(organisation_with_slug)
def change_role(organisation: Organisation, membership_id: int) -> ResponseReturnValue:
    form, membership = RoleForm(), _membership_or_404(organisation, membership_id)
    if not form.validate_on_submit():
        abort(400)
    return press(
        lambda: actions.change_role(*by_actor(), membership, role=Role(form.role.data), now=clock.now()),
        refused=lambda error: _refused(organisation, error),
        said=lambda _done: _(
            "%(who)s is now: %(role)s.", who=_called(membership), role=member_role_name(membership.role)
        ),
        back=url_for(".list_members", slug=organisation.slug),
    )


@bp.post("/<slug>/members/<int:membership_id>/delete")
@access.signed_in
def remove_member(slug: str, membership_id: int) -> ResponseReturnValue:
    """Take somebody off. Whoever may see an organisation may leave it, so that the verb alone knows the right."""
    organisation = organisation_with_slug(db.session(), slug)
    if organisation is None or not permissions.can_view(current_actor(), organisation):
        abort(404)
    membership = _membership_or_404(organisation, membership_id)
    if membership.user_id == current_actor().user_id:
        said, back = _("You are no longer a member of %(name)s.", name=organisation.name), url_for(".index")
    else:
        said, back = _("%(who)s is no longer a member.", who=_called(membership)), url_for(".list_members", slug=slug)
    return press(
        lambda: actions.remove_member(*by_actor(), membership, now=clock.now()),
        refused=lambda error: _refused(organisation, error),
        said=said,
        back=back,
    )


def _membership_or_404(organisation: Organisation, membership_id: int) -> Membership:
    return membership_with_id(db.session(), organisation, membership_id) or abort(404)


def _refused(organisation: Organisation, error: WebinarsError) -> ResponseReturnValue:
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
