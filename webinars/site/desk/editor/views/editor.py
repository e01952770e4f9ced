"""A webinar on one page: begun, changed and published with one form."""

import datetime as dt
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import create_webinar
from webinars.domain.programme.errors import WebinarIncomplete, WebinarInvalid, WrongState
from webinars.domain.programme.life_cycle import publish
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Status, Webinar
from webinars.site.desk import queries
from webinars.site.desk.blueprint import bp, host_named
from webinars.site.desk.editor.concurrent_edits import begin, reconcile
from webinars.site.desk.editor.conflict_wording import kept_sentence
from webinars.site.desk.editor.fingerprints import Beginning, read_beginning
from webinars.site.desk.editor.forms import FIELDS_OF, FormRefused, WebinarForm
from webinars.site.desk.editor.initial_values import first_values, form_with, stored_values, take_usual_times
from webinars.site.desk.editor.name_matching import add_co_organiser, add_speaker, choose, settle_rows
from webinars.site.desk.editor.permitted_parts import RefusedParts, all_refused, limit, parts_of
from webinars.site.desk.editor.row_words import offer
from webinars.site.desk.editor.saving import FIELDS, add_question, refuse, save, take_in
from webinars.site.desk.editor.views.page import editor_page, published_sentence, read_only_page
from webinars.web import access, form_tokens
from webinars.web.forms.rows import Press, arranged, press_in
from webinars.web.lookups import webinar_or_404
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
    offer(db.session(), form, host, current_actor())
    return editor_page(form, host, is_late=True), 400


@bp.post("/webinars")
@access.signed_in
@form_tokens.shows_form_again(_show_new_again)
def create() -> ResponseReturnValue:
    form = WebinarForm()
    host = host_named(form.host.data)
    if host is None:
        abort(403)
    settle_rows(db.session(), form, host)
    if _is_rearranged(form, host):
        return editor_page(form, host)
    now, actor = clock.now(), current_actor()
    begun = queries.double_click_webinar(db.session(), actor, host, form["title"].data or "", now=now)
    if begun is not None:
        return _answer(begun, _("Saved as a draft.") if begun.status == Status.DRAFT else _("Saved."))
    try:
        webinar = create_webinar(db.session(), actor, host=host, title=form["title"].data or "", now=now)
        take_in(db.session(), form, host)
        save(db.session(), actor, webinar, form, site_zones=site_settings().display_zones, now=now)
        return _finish_saving(webinar, now=now)
    except WebinarInvalid as error:
        form.validate()
        refuse(form, error)
    except FormRefused:
        pass
    except WebinarIncomplete as error:
        _refuse_publication(form, error)
    db.session.rollback()
    host = host_named(form.host.data)
    assert host is not None
    offer(db.session(), form, host, current_actor())
    return editor_page(form, host), 422


@bp.get("/webinars/<slug>")
@access.signed_in
def edit_webinar(slug: str) -> ResponseReturnValue:
    webinar = webinar_or_404(slug)
    actor = current_actor()
    parts = parts_of(actor, webinar)
    if not parts:
        return read_only_page(webinar)
    values = stored_values(db.session(), webinar, site_settings().display_zones)
    form = form_with(values)
    form.leave_out(FIELDS_OF.keys() - parts)
    begin(form, webinar, values)
    return editor_page(form, webinar.host, webinar)


def _submitted_form(slug: str) -> tuple[WebinarForm, Beginning | None, Webinar | None, RefusedParts]:
    """Returns the form that was sent, what it was made from, its webinar (None if gone), and what may not change."""
    form = WebinarForm()
    actor = current_actor()
    beginning = read_beginning(form.beginning.data)
    webinar = queries.webinar_to_save(db.session(), slug, beginning.webinar_id if beginning else None)
    if webinar is None:
        return form, beginning, None, RefusedParts()
    return form, beginning, webinar, limit(form, parts_of(actor, webinar), beginning, request.form)


def _show_again(slug: str) -> ResponseReturnValue | None:
    form, _beginning, webinar, _limits = _submitted_form(slug)
    if webinar is None or not parts_of(current_actor(), webinar):
        return None
    offer(db.session(), form, webinar.host, current_actor())
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
    settle_rows(db.session(), form, webinar.host)
    is_rearranged = _is_rearranged(form, webinar.host)
    if is_rearranged and ASKED not in request.form:
        return editor_page(form, webinar.host, webinar)
    if not is_rearranged:
        take_in(db.session(), form, webinar.host)
    found = reconcile(form, webinar, stored_values(db.session(), webinar, site_settings().display_zones), request.form)
    offer(db.session(), form, webinar.host, actor)
    kept = _kept(webinar, found.kept, beginning)
    if is_rearranged or found.conflicts or limits.is_lost:
        lost = limits if limits.is_lost else None
        page = editor_page(form, webinar.host, webinar, conflicts=found.conflicts, kept=kept, lost=lost)
        return page, 403 if limits.is_lost else 200 if is_rearranged else 409
    now = clock.now()
    try:
        save(db.session(), actor, webinar, form, site_zones=site_settings().display_zones, now=now)
        return _finish_saving(webinar, " ".join(filter(None, [limits.sentence, kept])), now=now)
    except FormRefused:
        pass
    except WebinarIncomplete as error:
        _refuse_publication(form, error)
    # What the failed attempt has changed is dropped; the form still holds all that was typed.
    db.session.rollback()
    webinar = queries.webinar_to_save(db.session(), slug, webinar.id)
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
    form.beginning.data = ""
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
    ids = queries.changer_ids(session, webinar, since=beginning.at) if beginning is not None else set()
    others = queries.people(session, ids - {current_actor().user_id})
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
        field = FIELDS.get(name, name)
        if field in form:
            refuse(form, WebinarInvalid(name, str(error)))
        else:
            form.form_errors.append(str(error))


def _is_rearranged(form: WebinarForm, host: Organisation) -> bool:
    """Returns whether a button was pressed that changes the form and stores nothing, and does what it says."""
    press = press_in(request.form)
    is_usual_asked = press.verb == "usual" and "date" in form
    if is_usual_asked:
        take_usual_times(form, host, site_settings().display_zones)
    elif not (
        arranged(form, press)
        or _is_added(form, press, host)
        or _is_start_taken(form, press)
        or _is_somebody_chosen(form, press, host)
    ):
        return False
    offer(db.session(), form, host, current_actor())
    return True


def _is_somebody_chosen(form: WebinarForm, press: Press, host: Organisation) -> bool:
    """Returns whether it was said who a name means ("same lineup 3 17"), or the name changes ("who lineup 3")."""
    key, _space, chosen = press.key.partition(" ")
    if press.verb == "who":
        return press.target in {"lineup", "co_organisers"} and press.target in form
    return press.verb == "same" and choose(db.session(), current_actor(), form, host, (press.target, key, chosen))


def _is_added(form: WebinarForm, press: Press, host: Organisation) -> bool:
    if press.verb != "add" or press.target not in form:
        return False
    match press.target:
        case "lineup":
            add_speaker(db.session(), form, host)
        case "co_organisers":
            add_co_organiser(db.session(), form)
        case "questions":
            add_question(form)
        case _:
            return False
    return True


def _is_start_taken(form: WebinarForm, press: Press) -> bool:
    if press.verb != "start" or "date" not in form:
        return False
    try:
        form.take_start(dt.datetime.fromisoformat(press.target).replace(tzinfo=None))
    except ValueError:
        abort(400)
    return True
