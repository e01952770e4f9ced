"""The desk's page of a webinar's speakers: who was asked, what they say, and how the webinar deals with them."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import orm

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import StartUnsettled, WebinarInvalid
from webinars.domain.speaker_pages import organiser_actions
from webinars.domain.speaker_pages.errors import AskedEnough, DetailsInvalid
from webinars.domain.speaker_pages.queries import LinkedAppearance, appearance_of, links_of, lock, slides_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Appearance, Speaker, Webinar
from webinars.pure import times
from webinars.site.media.views.serving import bytes_of
from webinars.site.speaker_pages.desk_rows import desk_rows
from webinars.site.speaker_pages.forms import CONFIRMED, FIELDS, TAKEN, RulesForm, rules_of
from webinars.site.speaker_pages.views.blueprint import at_desk
from webinars.web import access
from webinars.web.lookups import people_webinar_or_404
from webinars.web.mail_wording import on_its_way
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

NOTHING: Mapping[str, str] = {}


@at_desk.get("")
@access.signed_in
def index(slug: str) -> ResponseReturnValue:
    return page(people_webinar_or_404(slug))


@at_desk.post("/asking")
@access.signed_in
def ask(slug: str) -> ResponseReturnValue:
    """Ask everybody for whom an address was typed, or the one whose button was pressed."""
    webinar = people_webinar_or_404(slug)
    typed = {each.id: request.form.get(f"email-{each.id}", "").strip() for each in webinar.lineup}
    only = request.form.get("only", "")
    chosen = {number: email for number, email in typed.items() if (str(number) == only if only else email)}
    session, now = db.session(), clock.now()
    lock(session, webinar.id)
    found = {number: each for number in chosen if (each := locked_appearance(webinar.id, number)) is not None}
    given = {f"email-{number}": email for number, email in typed.items()}
    try:
        count = organiser_actions.ask_all(session, site_settings(), current_actor(), found, chosen, now=now)
    except DetailsInvalid as error:
        db.session.rollback()
        return page(people_webinar_or_404(slug), wrong=error.sentences, typed=given), 422
    except AskedEnough as error:
        db.session.rollback()
        return page(people_webinar_or_404(slug), wrong={"asking": str(error)}, typed=given), 422
    db.session.commit()
    if not count:
        flash(_("Write an address first."), "danger")
    else:
        sent = ngettext("One link is on its way.", "%(num)s links are on their way.", count)
        flash(on_its_way(sent, has_link=True), "ok")
    return redirect(url_for(".index", slug=slug), 303)


@at_desk.post("/rules")
@access.signed_in
def set_rules(slug: str) -> ResponseReturnValue:
    form = RulesForm()
    people_webinar_or_404(slug)
    session, now = db.session(), clock.now()
    chosen = _chosen_start()
    if chosen is not None:
        form.take_choice(chosen)
    is_shaped = form.validate()
    if is_shaped and (form.rehearsal_date.data is None) != (form.rehearsal_hour.data is None):
        field = form.rehearsal_hour if form.rehearsal_hour.data is None else form.rehearsal_date
        field.errors = [_("A rehearsal needs a day and an hour, or neither.")]
        is_shaped = False
    if not is_shaped:
        return page(people_webinar_or_404(slug), form=form), 422
    webinar = locked_webinar(slug)
    wanted = organiser_actions.SpeakerRules(
        is_lineup_confirmed_only=form.shown.data == CONFIRMED,
        are_speakers_texts_taken=form.texts.data == TAKEN,
        rehearsal_wall=form.wall(),
        rehearsal_timezone=(form.rehearsal_timezone.data or "").strip(),
        rehearsal_minutes=form.rehearsal_minutes.data or 0,
    )
    try:
        organiser_actions.set_rules(session, current_actor(), webinar, wanted, now=now)
    except WebinarInvalid as error:
        db.session.rollback()
        form[FIELDS.get(error.field, error.field)].errors = [str(error)]
        if isinstance(error, StartUnsettled):
            form.rehearsal_choices = error.choices
        return page(people_webinar_or_404(slug), form=form), 422
    db.session.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(".index", slug=slug), 303)


@at_desk.get("/<int:appearance_id>/slides/<int:file_id>")
@access.signed_in
def show_slides(slug: str, appearance_id: int, file_id: int) -> ResponseReturnValue:
    webinar = people_webinar_or_404(slug)
    if all(each.id != appearance_id for each in webinar.lineup):
        abort(404)
    files = slides_of(db.session(), [appearance_id]).get(appearance_id, [])
    answer = bytes_of(next((each for each in files if each.id == file_id), None) or abort(404))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _chosen_start() -> dt.datetime | None:
    """Returns what was chosen in the place of an hour that is skipped or comes twice."""
    try:
        chosen = dt.datetime.fromisoformat(request.form.get("choice", ""))
    except ValueError:
        return None
    return chosen if chosen.tzinfo is None else None


def locked_webinar(slug: str) -> Webinar:
    """Returns the webinar whole, read anew after nobody else can change it. Ends in 404 if it is gone."""
    session = db.session()
    webinar_id = session.scalar(sa.select(Webinar.id).where(Webinar.slug == slug)) or abort(404)
    lock(session, webinar_id)
    session.expire_all()
    return webinar_to_edit(session, slug) or abort(404)


def locked_appearance(webinar_id: int, appearance_id: int) -> LinkedAppearance | None:
    """Returns a place of that webinar with its live link, read anew. The webinar must be locked."""
    session = db.session()
    link = links_of(session, [appearance_id]).get(appearance_id)
    found = appearance_of(session, appearance_id, link, fresh=True)
    return found if found is not None and found.webinar.id == webinar_id else None


def page(
    webinar: Webinar,
    *,
    form: RulesForm | None = None,
    wrong: Mapping[str, str] = NOTHING,
    typed: Mapping[str, str] = NOTHING,
) -> str:
    """Returns the page as it is now, with what could not be done."""
    session, now = db.session(), clock.now()
    session.scalars(
        sa.select(Appearance)
        .where(Appearance.webinar_id == webinar.id)
        .options(orm.joinedload(Appearance.speaker).joinedload(Speaker.organisation))
        .execution_options(populate_existing=True)
    ).all()
    return render_template(
        "speaker_pages/desk.html",
        webinar=webinar,
        now=now,
        rows=desk_rows(session, site_settings(), current_actor(), webinar),
        form=form or rules_of(webinar),
        wrong=wrong,
        typed=typed,
        shown_link=request.args.get("link", ""),
        timezones=times.all_timezones(now),
    )
