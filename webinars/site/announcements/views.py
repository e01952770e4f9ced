"""Announcements out: the texts of a webinar, the copies that were made of them, and the house style."""

from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.announcements import actions, queries
from webinars.domain.announcements.house_style import read_house_style
from webinars.domain.announcements.texts import FORMS, TextForm, phase_now, write
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AnnouncementCopy, Organisation, Webinar
from webinars.pure.announcements.writer import Phase
from webinars.site.announcements.forms import SECTION_NAMES, CopyForm, HouseStyleForm
from webinars.web import access
from webinars.web.about import about
from webinars.web.desk_return import back_to_desk_or
from webinars.web.press import by_actor, press
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

Choice = TypeVar("Choice", Phase, TextForm)

bp = Blueprint("announcing", __name__, url_prefix="/manage")

PHASES = {Phase.BEFORE: _l("Before"), Phase.TODAY: _l("On the day"), Phase.AFTER: _l("Afterwards")}


@bp.get("/webinars/<slug>/announcements")
@access.signed_in
@about(webinar_to_edit)
def show(webinar: Webinar) -> ResponseReturnValue:
    phase = _chosen(Phase, request.args.get("phase")) or phase_now(webinar, clock.now())
    form = _chosen(TextForm, request.args.get("form")) or TextForm.PLAIN
    return _page(webinar, form, phase, CopyForm(formdata=None, data={"place": request.args.get("place", "")}))


@bp.post("/webinars/<slug>/announcements")
@access.signed_in
@about(webinar_to_edit)
def note_copy(webinar: Webinar) -> ResponseReturnValue:
    form = CopyForm()
    text_form, phase = _chosen(TextForm, form.text_form.data), _chosen(Phase, form.phase.data)
    if text_form is None or phase is None:
        abort(400)
    return press(
        lambda: actions.note_copy(
            *by_actor(),
            webinar,
            form=text_form,
            phase=phase,
            place=form.place.data or "",
            settings=site_settings(),
            now=clock.now(),
        ),
        form=form,
        page=lambda webinar: _page(webinar, text_form, phase, form),
        said=lambda copy: _("Noted: it stands on “%(place)s” as it is now.", place=copy.place),
        back=back_to_desk_or(url_for(".show", slug=webinar.slug, form=text_form.value, phase=phase.value)),
    )


@bp.post("/webinars/<slug>/announcements/<int:copy_id>/delete")
@access.signed_in
@about(webinar_to_edit)
def forget_copy(webinar: Webinar, copy_id: int) -> ResponseReturnValue:
    copy, there = db.session.get(AnnouncementCopy, copy_id), url_for(".show", slug=webinar.slug)
    if copy is None or copy.webinar_id != webinar.id:
        return redirect(there, 303)
    return press(lambda: actions.forget_copy(*by_actor(), webinar, copy), said="", back=there)


@bp.get("/organisations/<slug>/house-style")
@access.signed_in
@about(organisation_with_slug)
def house_style(organisation: Organisation) -> ResponseReturnValue:
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
@about(organisation_with_slug)
def set_house_style(organisation: Organisation) -> ResponseReturnValue:
    form = HouseStyleForm()
    if request.form.get("move"):
        _move(form, request.form["move"])
        return _style_page(organisation, form)
    return press(
        lambda: actions.set_house_style(*by_actor(), organisation, form.style(), now=clock.now()),
        form=form,
        page=lambda organisation: _style_page(organisation, form),
        said=_("Saved. New texts are written in this style."),
        back=url_for(".house_style", slug=organisation.slug),
    )


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


def _chosen(kind: type[Choice], name: str | None) -> Choice | None:
    return next((choice for choice in kind if choice.value == name), None)
