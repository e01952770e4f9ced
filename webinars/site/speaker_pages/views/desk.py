"""The desk's page of a webinar's speakers: who was asked, what they say, and how the webinar deals with them."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import orm

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import StartUnsettled
from webinars.domain.speaker_pages import organiser_actions
from webinars.domain.speaker_pages.errors import DetailsInvalid
from webinars.domain.speaker_pages.queries import LinkedAppearance, appearance_of, links_of, slides_of
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Appearance, Speaker, Webinar
from webinars.pure import times
from webinars.site.media.views.serving import bytes_of
from webinars.site.speaker_pages.desk_rows import desk_rows
from webinars.site.speaker_pages.forms import FIELDS, RulesForm, rules_of
from webinars.site.speaker_pages.views.blueprint import at_desk
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.mail_wording import on_its_way
from webinars.web.press import Sentence, by_actor, press, say_at_field
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

NOTHING: Mapping[str, str] = {}


@at_desk.get("")
@access.signed_in
@about(webinar_to_edit)
def index(webinar: Webinar) -> ResponseReturnValue:
    return page(webinar)


@at_desk.post("/asking")
@access.signed_in
@about(webinar_to_edit, locked=True)
def ask(webinar: Webinar) -> ResponseReturnValue:
    """Ask everybody for whom an address was typed, or the one whose button was pressed."""
    typed = {each.id: request.form.get(f"email-{each.id}", "").strip() for each in webinar.lineup}
    only = request.form.get("only", "")
    chosen = {number: email for number, email in typed.items() if (str(number) == only if only else email)}
    found = {number: appearance_or_404(webinar, number) for number in chosen}
    given = {f"email-{number}": email for number, email in typed.items()}

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        wrong = error.sentences if isinstance(error, DetailsInvalid) else {"asking": str(error)}
        return page(find_again(), wrong=wrong, typed=given), 422

    def said(count: int) -> Sentence:
        if not count:
            return _("Write an address first."), "danger"
        sent = ngettext("One link is on its way.", "%(num)s links are on their way.", count)
        return on_its_way(sent, has_link=True)

    return press(
        lambda: organiser_actions.ask_all(
            db.session(), site_settings(), current_actor(), found, chosen, now=clock.now()
        ),
        said=said,
        back=url_for(".index", slug=webinar.slug),
        refused=refuse,
    )


@at_desk.post("/rules")
@access.signed_in
@about(webinar_to_edit, locked=True)
def set_rules(webinar: Webinar) -> ResponseReturnValue:
    form, chosen = RulesForm(), _chosen_start()
    if chosen is not None:
        form.take_choice(chosen)

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        say_at_field(form, error, FIELDS)
        if isinstance(error, StartUnsettled):
            form.rehearsal_choices = error.choices
        return page(find_again(), form=form), 422

    return press(
        lambda: organiser_actions.set_rules(*by_actor(), webinar, form.rules(), now=clock.now()),
        form=form,
        page=lambda webinar: page(webinar, form=form),
        said=_("Saved."),
        back=url_for(".index", slug=webinar.slug),
        refused=refuse,
    )


@at_desk.get("/<int:appearance_id>/slides/<int:file_id>")
@access.signed_in
@about(webinar_to_edit)
def show_slides(webinar: Webinar, appearance_id: int, file_id: int) -> ResponseReturnValue:
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


def appearance_or_404(webinar: Webinar, appearance_id: int) -> LinkedAppearance:
    """Returns a place of `webinar`, which must be locked, with its live link, read anew."""
    session = db.session()
    link = links_of(session, [appearance_id]).get(appearance_id)
    found = appearance_of(session, appearance_id, link, fresh=True)
    if found is None or found.webinar.id != webinar.id:
        abort(404)
    return found


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
