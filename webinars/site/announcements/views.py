"""Announcements out: the texts of a webinar, the copies that were made of them, and the house style."""

from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.announcements import actions, queries
from webinars.domain.announcements.house_style import read_house_style
from webinars.domain.announcements.texts import FORMS, TextForm, phase_now, write
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AnnouncementCopy, Organisation, Webinar
from webinars.pure.announcements.writer import Phase
from webinars.site.announcements.forms import SECTION_NAMES, CopyForm, HouseStyleForm
from webinars.web import access
from webinars.web.desk_return import back_to_desk_or
from webinars.web.lookups import texts_webinar_or_404
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

Choice = TypeVar("Choice", Phase, TextForm)

bp = Blueprint("announcing", __name__, url_prefix="/manage")

PHASES = {Phase.BEFORE: _l("Before"), Phase.TODAY: _l("On the day"), Phase.AFTER: _l("Afterwards")}


@bp.get("/webinars/<slug>/announcements")
@access.signed_in
def show(slug: str) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    phase = _chosen(Phase, request.args.get("phase")) or phase_now(webinar, clock.now())
    form = _chosen(TextForm, request.args.get("form")) or TextForm.PLAIN
    return _page(webinar, form, phase, CopyForm(formdata=None, data={"place": request.args.get("place", "")}))


@bp.post("/webinars/<slug>/announcements")
@access.signed_in
def note_copy(slug: str) -> ResponseReturnValue:
    webinar, form = texts_webinar_or_404(slug), CopyForm()
    text_form, phase = _chosen(TextForm, form.text_form.data), _chosen(Phase, form.phase.data)
    if text_form is None or phase is None:
        abort(400)
    try:
        copy = actions.note_copy(
            db.session(),
            current_actor(),
            webinar,
            form=text_form,
            phase=phase,
            place=form.place.data or "",
            settings=site_settings(),
            now=clock.now(),
        )
    except WebinarInvalid as error:
        form.place.errors = [str(error)]
        return _page(webinar, text_form, phase, form), 422
    db.session.commit()
    flash(_("Noted: it stands on “%(place)s” as it is now.", place=copy.place), "ok")
    return redirect(back_to_desk_or(url_for(".show", slug=slug, form=text_form.value, phase=phase.value)), 303)


@bp.post("/webinars/<slug>/announcements/<int:copy_id>/delete")
@access.signed_in
def forget_copy(slug: str, copy_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    copy = db.session.get(AnnouncementCopy, copy_id)
    if copy is not None and copy.webinar_id == webinar.id:
        actions.forget_copy(db.session(), current_actor(), webinar, copy)
        db.session.commit()
    return redirect(url_for(".show", slug=slug), 303)


@bp.get("/organisations/<slug>/house-style")
@access.signed_in
def house_style(slug: str) -> ResponseReturnValue:
    organisation = _organisation_or_404(slug)
    style = read_house_style(organisation.house_style or {})
    form = HouseStyleForm(
        formdata=None,
        data={
            "has_emoji": style.has_emoji,
            "has_asked": style.has_asked,
            "moderator": style.moderator.value,
            "title_label": _("Webinar") if style.title_label is None else style.title_label,
            "lineup_label": style.lineup_label or "",
            "order": " ".join(section.value for section in style.order),
        },
    )
    return _style_page(organisation, form)


@bp.post("/organisations/<slug>/house-style")
@access.signed_in
def set_house_style(slug: str) -> ResponseReturnValue:
    organisation, form = _organisation_or_404(slug), HouseStyleForm()
    if request.form.get("move"):
        _move(form, request.form["move"])
        return _style_page(organisation, form)
    if not form.validate():
        return _style_page(organisation, form), 422
    actions.set_house_style(db.session(), current_actor(), organisation, form.style(), now=clock.now())
    db.session.commit()
    flash(_("Saved. New texts are written in this style."), "ok")
    return redirect(url_for(".house_style", slug=slug), 303)


def _move(form: HouseStyleForm, press: str) -> None:
    """Move one part up or down, by a button like "up questions". Nothing is saved."""
    direction, _space, name = press.partition(" ")
    names = [section.value for section in form.sections()]
    if name in names and direction in {"up", "down"}:
        place = names.index(name)
        other = place - 1 if direction == "up" else place + 1
        if 0 <= other < len(names):
            names[place], names[other] = names[other], names[place]
    form.order.data = " ".join(names)


def _page(webinar: Webinar, text_form: TextForm, phase: Phase, form: CopyForm) -> str:
    form.text_form.data, form.phase.data = text_form.value, phase.value
    settings = site_settings()
    return render_template(
        "announcements/show.html",
        webinar=webinar,
        form=form,
        forms=FORMS,
        text_form=text_form,
        phases=PHASES,
        phase=phase,
        text=write(webinar, text_form, phase, settings),
        copies=queries.copies_of(db.session(), webinar, settings),
        may_style=organisation_rules.can_update(current_actor(), webinar.host),
    )


def _style_page(organisation: Organisation, form: HouseStyleForm) -> str:
    return render_template(
        "announcements/house_style.html",
        organisation=organisation,
        form=form,
        sections=[(section.value, SECTION_NAMES[section]) for section in form.sections()],
    )


def _organisation_or_404(slug: str) -> Organisation:
    organisation = organisation_with_slug(db.session(), slug)
    if organisation is None or not organisation_rules.can_view(current_actor(), organisation):
        abort(404)
    if not organisation_rules.can_update(current_actor(), organisation):
        abort(403)
    return organisation


def _chosen(kind: type[Choice], name: str | None) -> Choice | None:
    return next((choice for choice in kind if choice.value == name), None)
