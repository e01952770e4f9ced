"""A webinar on one page: begun, changed and published with one form."""

import datetime as dt
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.editing.actions import change_webinar
from webinars.domain.editing.queries import changer_ids, double_click_webinar, webinar_to_save
from webinars.domain.editing.wanted import Refusal
from webinars.domain.programme import member_queries, permissions
from webinars.domain.programme.actions import create_webinar
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarIncomplete, WebinarInvalid, WrongState
from webinars.domain.programme.life_cycle import publish
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Status, Webinar
from webinars.site.desk.blueprint import bp, host_named
from webinars.site.desk.editor.buttons import pressed
from webinars.site.desk.editor.concurrent_edits import beginning_of, reconcile
from webinars.site.desk.editor.conflict_wording import conflicts_of, kept_sentence, label_of
from webinars.site.desk.editor.fingerprints import Beginning, read_beginning
from webinars.site.desk.editor.forms import FIELDS_OF, WebinarForm
from webinars.site.desk.editor.initial_values import first_values, form_with, stored_values
from webinars.site.desk.editor.name_matching import all_added, named
from webinars.site.desk.editor.permitted_parts import RefusedParts, all_refused, limit, parts_of
from webinars.site.desk.editor.saving import wanted_webinar
from webinars.site.desk.editor.typed import read, say, show
from webinars.site.desk.editor.views.page import editor_page, published_sentence, read_only_page
from webinars.web import access, form_tokens
from webinars.web.about import about
from webinars.web.forms.rows import arranged, press_in
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

ASKED = "is_asked"
"""In a form that asks which of two values stands: what is asked stays there while rows are moved."""


@bp.get("/webinars/new")
@access.signed_in
def new_webinar() -> ResponseReturnValue:
    host = host_named(request.args.get("organisation"))
    if host is None:
        return render_template("desk/home/no_organisation.html")
    return editor_page(form_with(first_values(host, site_settings().display_zones)), host)


def _show_new_again() -> ResponseReturnValue | None:
    form = WebinarForm()
    host = host_named(form.host.data)
    if host is None:
        return None
    return editor_page(form, host, is_late=True), 400


@bp.post("/webinars")
@access.signed_in
@form_tokens.shows_form_again(_show_new_again)
def create() -> ResponseReturnValue:
    form = WebinarForm()
    host = host_named(form.host.data)
    if host is None:
        abort(403)
    if _is_rearranged(form, host):
        return editor_page(form, host)
    session, actor, now = db.session(), current_actor(), clock.now()
    begun = double_click_webinar(session, actor, host, form["title"].data or "", now=now)
    if begun is not None:
        return _answer(begun, _("Saved as a draft.") if begun.status == Status.DRAFT else _("Saved."))
    show(form, all_added(session, read(form), host))
    form.validate()
    try:
        webinar = create_webinar(session, actor, host=host, title=form["title"].data or "", now=now)
        if _is_saved(form, webinar, now=now):
            return _finish_saving(webinar, now=now)
    except WebinarInvalid as error:
        say(form, [Refusal(error.field, str(error))])
    except WebinarIncomplete as error:
        _refuse_publication(form, error)
    db.session.rollback()
    host = host_named(form.host.data)
    assert host is not None
    return editor_page(form, host), 422


@bp.get("/webinars/<slug>")
@access.signed_in
@about(webinar_to_edit)
def edit_webinar(webinar: Webinar) -> ResponseReturnValue:
    parts = parts_of(current_actor(), webinar)
    if not parts:
        return read_only_page(webinar)
    values = stored_values(db.session(), webinar, site_settings().display_zones)
    shown = {name for part in parts for name in FIELDS_OF[part]}
    begins = beginning_of(webinar, {name: value for name, value in values.items() if name in shown})
    form = form_with({**values, "beginning": begins})
    form.leave_out(FIELDS_OF.keys() - parts)
    return editor_page(form, webinar.host, webinar)


def _submitted_form(slug: str) -> tuple[WebinarForm, Beginning | None, Webinar | None, RefusedParts]:
    """Returns the form that was sent, what it was made from, its webinar (None if gone), and what may not change."""
    form = WebinarForm()
    actor = current_actor()
    beginning = read_beginning(form.beginning.data)
    webinar = webinar_to_save(db.session(), slug, beginning.webinar_id if beginning else None)
    if webinar is None:
        return form, beginning, None, RefusedParts()
    return form, beginning, webinar, limit(form, parts_of(actor, webinar), beginning, request.form)


def _show_again(slug: str) -> ResponseReturnValue | None:
    form, _beginning, webinar, _limits = _submitted_form(slug)
    if webinar is None or not parts_of(current_actor(), webinar):
        return None
    return editor_page(form, webinar.host, webinar, is_late=True), 400


@bp.post("/webinars/<slug>")
@access.signed_in
@form_tokens.shows_form_again(_show_again)
def update(slug: str) -> ResponseReturnValue:
    form, beginning, webinar, limits = _submitted_form(slug)
    actor = current_actor()
    if webinar is None:
        return _offer_new_draft(form)
    if not parts_of(actor, webinar):
        return _may_no_longer(form, webinar, limits)
    session, host = db.session(), webinar.host
    is_rearranged = _is_rearranged(form, host)
    if is_rearranged and ASKED not in request.form:
        return editor_page(form, host, webinar)
    typed = read(form) if is_rearranged else all_added(session, read(form), host)
    found = reconcile(typed, webinar, stored_values(session, webinar, site_settings().display_zones), request.form)
    show(form, found.typed)
    kept = _kept(webinar, [label_of(form, name) for name in found.kept], beginning)
    if is_rearranged or found.open or limits.is_lost:
        lost, conflicts = limits if limits.is_lost else None, conflicts_of(found, form, request.form)
        page = editor_page(form, host, webinar, conflicts=conflicts, kept=kept, lost=lost)
        return page, 403 if limits.is_lost else 200 if is_rearranged else 409
    now = clock.now()
    form.validate()
    try:
        if _is_saved(form, webinar, now=now):
            return _finish_saving(webinar, " ".join(filter(None, [limits.sentence, kept])), now=now)
    except WebinarIncomplete as error:
        _refuse_publication(form, error)
    # What the failed attempt has changed is dropped; the form still holds all that was typed.
    db.session.rollback()
    webinar = webinar_to_save(session, slug, webinar.id)
    return _offer_new_draft(form) if webinar is None else (editor_page(form, webinar.host, webinar, kept=kept), 422)


def _may_no_longer(form: WebinarForm, webinar: Webinar, limits: RefusedParts) -> ResponseReturnValue:
    """All rights are gone since the form was opened: what was typed is shown, to be taken elsewhere."""
    if not permissions.can_view(current_actor(), webinar):
        return _answer_without_webinar(form, limits)
    if not limits.is_lost:
        abort(403)
    return read_only_page(webinar, limits), 403


def _offer_new_draft(form: WebinarForm) -> ResponseReturnValue:
    """The draft was deleted meanwhile: what was typed may begin another."""
    host = host_named(form.host.data) if form.host.data else None
    if host is None:
        return _answer_without_webinar(form, RefusedParts())
    show(form, read(form).but(beginning=""))
    return editor_page(form, host, is_gone=True), 409


def _answer_without_webinar(form: WebinarForm, limits: RefusedParts) -> ResponseReturnValue:
    """Returns the answer where there is no webinar that the person may see: what they typed, and nothing else."""
    typed = limits if limits.lost else all_refused(form, read_beginning(form.beginning.data))
    if not typed.lost:
        abort(404)
    return render_template("desk/editor/unsaved_input.html", lost=typed), 404


def _kept(webinar: Webinar, labels: Sequence[str], beginning: Beginning | None) -> str:
    """Returns what was changed by somebody else meanwhile and stands in the form now, in a sentence."""
    if not labels:
        return ""
    session = db.session()
    ids = changer_ids(session, webinar, since=beginning.at) if beginning is not None else set()
    others = member_queries.people(session, ids - {current_actor().user_id})
    return kept_sentence(labels, sorted(others.values()), is_own=bool(ids) and not others)


def _finish_saving(webinar: Webinar, kept: str = "", *, now: dt.datetime) -> ResponseReturnValue:
    """Publish what was just saved if that is the button that was pressed, commit, and say where it now is."""
    sentence, is_start_new, category = _("Saved."), webinar.moved_at == now, "ok"
    if press_in(request.form).verb == "publish" and webinar.status == Status.DRAFT:
        try:
            publish(db.session(), current_actor(), webinar, now=now)
        except WrongState as error:
            db.session.rollback()
            abort(409, str(error))
        sentence, is_start_new, category = published_sentence(webinar), True, "published"
    elif webinar.status == Status.DRAFT:
        sentence = _("Saved as a draft.")
    elif is_start_new:
        sentence = _("Saved. The page and calendars say that it has moved.")
    if is_start_new and webinar.ends_at is not None and webinar.ends_at <= now:
        sentence += " " + _("Its start has passed: it stands among past webinars.")
    db.session.commit()
    return _answer(webinar, f"{sentence} {kept}".rstrip(), category)


def _answer(webinar: Webinar, sentence: str, category: str = "ok") -> ResponseReturnValue:
    flash(sentence, category)
    return redirect(url_for(".edit_webinar", slug=webinar.slug), 303)


def _refuse_publication(form: WebinarForm, error: WebinarIncomplete) -> None:
    for name in error.missing:
        say(form, [Refusal(name, str(error))])


def _is_saved(form: WebinarForm, webinar: Webinar, *, now: dt.datetime) -> bool:
    """Store all that the form says, and return whether nothing was refused, by the form or by a verb."""
    site_zones = site_settings().display_zones
    wanted = wanted_webinar(read(form), webinar.host, site_zones, wrong=form.errors.keys())
    say(form, change_webinar(db.session(), current_actor(), webinar, wanted, now=now))
    return not form.errors


def _is_rearranged(form: WebinarForm, host: Organisation) -> bool:
    """Returns whether a button was pressed that changes the form and stores nothing, having done what it says.

    Before that the lists take up whom their names mean.
    """
    press, session = press_in(request.form), db.session()
    show(form, named(session, read(form), host))
    if arranged(form, press):
        return True
    try:
        changed = pressed(session, current_actor(), read(form), press, host, site_settings().display_zones)
    except ValueError:
        abort(400)
    if changed is not None:
        show(form, changed)
    return changed is not None
