"""Who organises a webinar beside its host: their order, how they are named, and what each may do."""

from collections.abc import Callable

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.editing.queries import organisation_names
from webinars.domain.merging.co_organiser_removal import unmake
from webinars.domain.owner_invitations.invitation import invite_somebody, revoke
from webinars.domain.programme import permissions
from webinars.domain.programme.co_organisers.actions import CoOrganiserTerms, arrange, invite, remove, send_again
from webinars.domain.programme.co_organisers.rights import HOSTS_ALONE, RIGHT_WORDS, rights_in_short, rights_read
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser, CreditWording, Webinar
from webinars.site.desk.blueprint import bp
from webinars.site.desk.co_organisers.forms import InviteForm, PartnersForm
from webinars.site.desk.co_organisers.rows import Partner, partners_of
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.forms.rows import Press, arranged, press_in
from webinars.web.mail_wording import on_its_way
from webinars.web.number_converter import as_id
from webinars.web.press import by_actor, press, say_at
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp.add_app_template_global(rights_in_short)


class ArrangedMeanwhile(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed the co-organisers meanwhile. This is how they stand now."))


@bp.get("/webinars/<slug>/co-organisers")
@access.signed_in
@about(webinar_to_edit)
def co_organisers(webinar: Webinar) -> ResponseReturnValue:
    return _page(webinar, PartnersForm.showing(webinar.co_organisers), InviteForm.blank())


@bp.post("/webinars/<slug>/co-organisers")
@access.signed_in
@about(webinar_to_edit, locked=True)
def arrange_co_organisers(webinar: Webinar) -> ResponseReturnValue:
    """Store the form, then do what the button of one row says, so that nothing else that was changed is lost."""
    form, button, there = PartnersForm(), press_in(request.form), url_for(".co_organisers", slug=webinar.slug)
    if arranged(form, button):
        return _page(webinar, form, InviteForm.blank(), is_open=True)

    def store() -> str:
        try:
            arrange(*by_actor(), webinar, _standings(webinar, form), now=clock.now())
            return _press_row_button(webinar, form, button)
        except LookupError as error:
            raise ArrangedMeanwhile from error

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        if isinstance(error, ArrangedMeanwhile):
            return say_at(there, "warn")(error)
        row = next((row for row in form.partners if row.form.organisation.data == button.key), None) or abort(400)
        row.form.email.errors = [str(error)]
        return _page(find_again(), form, InviteForm.blank(), is_open=True), 422

    return press(store, refused=refuse, said=str, back=there)


@bp.post("/webinars/<slug>/co-organisers/invitations")
@access.signed_in
@about(webinar_to_edit, locked=True)
def invite_co_organiser(webinar: Webinar) -> ResponseReturnValue:
    form, (session, actor), now = InviteForm(), by_actor(), clock.now()
    email = (form.email.data or "").strip()

    def send() -> CoOrganiser:
        found = invite(session, actor, webinar, form.name.data or "", rights=form.rights(), now=now)
        if email:
            invite_somebody(session, site_settings(), actor, webinar, found.organisation, email=email, now=now)
        return found

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        field = form.name if isinstance(error, FieldInvalid) else form.email
        field.errors = [str(error)]
        again = find_again()
        return _page(again, PartnersForm.showing(again.co_organisers), form), 422

    def said(found: CoOrganiser) -> str:
        name = found.organisation.name
        if found.accepted_at is None:
            return _("%(name)s is invited. It is named in public once it has accepted.", name=name)
        named = _("%(name)s is named in the credit line.", name=name)
        return f"{named} {on_its_way(_('The mail is on its way.'), has_link=True)}" if email else named

    return press(send, refused=refuse, said=said, back=url_for(".co_organisers", slug=webinar.slug))


def _standings(webinar: Webinar, form: PartnersForm) -> list[CoOrganiserTerms]:
    """Returns what the form says of each that still organises it."""
    present = {str(each.organisation_id): each for each in webinar.co_organisers}
    found = []
    for row in form.partners:
        co_organiser = present.get(row.form.organisation.data or "")
        if co_organiser is None:
            continue
        has_boxes = f"{row.name}-has_rights" in request.form
        found.append(
            CoOrganiserTerms(
                organisation_id=co_organiser.organisation_id,
                rights=row.form.rights() if has_boxes else rights_read(co_organiser.rights),
                wording=next(
                    (each for each in CreditWording if each.value == row.form.wording.data), co_organiser.wording
                ),
            )
        )
    return found


def _press_row_button(webinar: Webinar, form: PartnersForm, press: Press) -> str:
    """Do what the button of one row says. Returns the sentence for it. Raises LookupError for one that is gone."""
    verb = _VERBS.get(press.verb)
    if verb is None:
        return _("Saved.")
    organisation_id = as_id(press.key)
    if organisation_id is None:
        abort(400)
    names = {each.organisation_id: each.organisation.name for each in webinar.co_organisers}
    if organisation_id not in names:
        raise LookupError(organisation_id)
    email = next((row.form.email.data or "" for row in form.partners if row.form.organisation.data == press.key), "")
    return verb(webinar, organisation_id, names[organisation_id], email)


def _take_out(webinar: Webinar, organisation_id: int, name: str, _email: str) -> str:
    remove(*by_actor(), webinar, organisation_id, now=clock.now())
    return _("%(name)s no longer organises it. Its people can do nothing here from now on.", name=name)


def _remind(webinar: Webinar, organisation_id: int, name: str, _email: str) -> str:
    send_again(*by_actor(), webinar, organisation_id, now=clock.now())
    return on_its_way(_("The invitation to %(name)s is on its way once more.", name=name))


def _unmake(webinar: Webinar, organisation_id: int, name: str, _email: str) -> str:
    unmake(*by_actor(), webinar, organisation_id, now=clock.now())
    return _("%(name)s is not there any more.", name=name)


def _invite_somebody(webinar: Webinar, organisation_id: int, name: str, email: str) -> str:
    organisation = next(each.organisation for each in webinar.co_organisers if each.organisation_id == organisation_id)
    invite_somebody(db.session(), site_settings(), current_actor(), webinar, organisation, email=email, now=clock.now())
    return on_its_way(_("The mail to somebody of %(name)s is on its way.", name=name), has_link=True)


def _revoke(webinar: Webinar, organisation_id: int, name: str, _email: str) -> str:
    if not revoke(*by_actor(), webinar, organisation_id, now=clock.now()):
        raise LookupError(organisation_id)
    return _("The link for somebody of %(name)s is no longer good.", name=name)


_VERBS: dict[str, Callable[[Webinar, int, str, str], str]] = {
    "out": _take_out,
    "remind": _remind,
    "unmake": _unmake,
    "claim": _invite_somebody,
    "revoke": _revoke,
}


def _page(webinar: Webinar, form: PartnersForm, invite_form: InviteForm, *, is_open: bool = False) -> str:
    session, actor = db.session(), current_actor()
    shown = partners_of(session, actor, webinar, site_settings(), now=clock.now())
    rows: list[tuple[object, Partner]] = []
    for row in form.partners:
        partner = shown.of(row.form.organisation.data or "")
        if partner is not None:
            rows.append((row, partner))
    return render_template(
        "desk/co_organisers/show.html",
        webinar=webinar,
        may=permissions.can_manage(actor, webinar),
        leavable={each.id for each in webinar.co_organisers if permissions.can_leave(actor, each)},
        form=form,
        rows=rows,
        shown=shown,
        invite_form=invite_form,
        rights=RIGHT_WORDS,
        hosts_alone=HOSTS_ALONE,
        press=press_in(request.form) if request.method == "POST" else Press(),
        is_open=is_open,
        organisation_names=organisation_names(session, actor),
    )
