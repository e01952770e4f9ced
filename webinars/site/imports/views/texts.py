"""Paste-in: a text becomes a filled-in form, and what the person confirms becomes a draft or an addition."""

import datetime as dt

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.imports.drafts import create_draft
from webinars.domain.imports.examples import keep_text
from webinars.domain.imports.line_findings import Finding, parse_choice, unsettled_choices
from webinars.domain.imports.queries import organisations_to_import_for
from webinars.domain.imports.texts import note_source
from webinars.domain.programme.errors import StartUnsettled, WebinarInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.pure.announcements.model import Reading
from webinars.site.imports.forms import PasteForm
from webinars.site.imports.sections import WebinarSection
from webinars.site.imports.views.blueprint import bp, paste_form, paste_page, usual_host
from webinars.site.imports.views.calendars import read_page
from webinars.site.imports.views.result import read_text, result_page, sections_for
from webinars.web import access
from webinars.web.requests.transactions import prepared, stores_nothing
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

FIELDS = {"starts_wall": "hour"}
"""Where a webinar's field has another name in the form."""


@bp.get("")
@access.signed_in
def paste() -> ResponseReturnValue:
    organisations = organisations_to_import_for(db.session(), current_actor())
    form = PasteForm(published_on=clock.now().date())
    form.offer(organisations, usual_host(organisations))
    return paste_page(form, organisations)


@bp.post("")
@access.signed_in
@stores_nothing
def read() -> ResponseReturnValue:
    """Show what the text says, or the text again. Stores nothing."""
    form, organisations = paste_form()
    form.take_file()
    if "change" in request.form:
        return paste_page(form, organisations)
    form.validate()
    if form.is_calendar() and set(form.errors) <= {"timezone"}:
        return read_page(form, organisations)
    if not form.is_readable():
        return paste_page(form, organisations), 422
    reading, host = read_text(db.session(), form, organisations)
    if host is None:
        form.organisation.errors = [
            _("Choose the organisation: the text names none with members that you may work for.")
        ]
        return paste_page(form, organisations), 422
    form.settle(host, organisations)
    sections = sections_for(reading, host)
    for section in sections:
        choice = parse_choice(request.form.get(f"{section.number}-keep", ""))
        if choice is not None:
            section.form.keep(*choice)
    return result_page(form, reading, sections), 422 if form.errors else 200


@bp.post("/webinars")
@access.signed_in
def store() -> ResponseReturnValue:
    """Make drafts and additions of what the person has confirmed."""
    session, now = db.session(), clock.now()
    with prepared():
        form, organisations = paste_form()
        form.validate()
        if not form.is_readable():
            return paste_page(form, organisations), 422
        reading, host = read_text(session, form, organisations)
        if host is None:
            return paste_page(form, organisations), 422
        form.settle(host, organisations)
    sections = sections_for(reading, host)
    if form.errors:
        return result_page(form, reading, sections), 422
    notes: list[str] = []
    # Every mistake of the page is shown at once; the first that an action finds ends the attempt.
    are_complete = [_is_complete(section) for section in sections if section.is_new]
    if all(are_complete):
        stored = [
            _store(session, section, reading, notes, published_on=form.published_on.data or now.date(), now=now)
            for section in sections
        ]
        if None not in stored:
            session.commit()
            return _done([webinar for webinar in stored if webinar is not None], sections, notes)
        session.rollback()
    return result_page(form, reading, sections), 422


def _is_complete(section: WebinarSection) -> bool:
    """Returns whether a draft can be made of the form, and says at the fields what is missing."""
    form = section.form
    is_complete = form.validate()
    if not (form.title.data or "").strip():
        form.title.errors = [_("Give the webinar a title.")]
        is_complete = False
    if form.hour.data is not None and form.date.data is None and not form.date.errors:
        form.date.errors = [_("Give the date as well, or leave the hour empty.")]
        is_complete = False
    if form.wall() is not None and not (form.timezone.data or "").strip():
        form.timezone.errors = [_("Say whose clocks show this hour: choose a zone.")]
        is_complete = False
    is_open = form.hour.data is None and not form.hour.errors and any(finding.blocks for finding in section.findings)
    if is_open and "without_hour" not in request.form:
        form.hour.errors = [_("Settle the hour: choose one above, or write it here. Or save without an hour.")]
        is_complete = False
    return is_complete


def _store(
    session: Session,
    section: WebinarSection,
    reading: Reading,
    notes: list[str],
    *,
    published_on: dt.date,
    now: dt.datetime,
) -> Webinar | None:
    """Returns the webinar that was made or completed, or None where a field is wrong, which it then says."""
    if section.known is not None:
        return section.known
    actor = current_actor()
    if section.told_of is not None:
        chosen = set(request.form.getlist(f"{section.number}-proposals"))
        webinar = section.told_of
        ticked = [proposal for proposal in section.proposals if proposal.key in chosen]
        notes += filter(None, [proposal.apply(session, actor, webinar, now=now) for proposal in ticked])
        note_source(session, webinar, section.key, reading.kind, section.content, now=now)
        return webinar
    content = section.form.corrected(section.content)
    try:
        webinar, new_notes = create_draft(session, actor, section.host, content, now=now)
    except WebinarInvalid as error:
        _show_at_field(section, error)
        return None
    notes += new_notes
    note_source(session, webinar, section.key, reading.kind, content, now=now)
    if site_settings().keep_examples:
        keep_text(session, webinar, reading, published_on=published_on, now=now)
    return webinar


def _show_at_field(section: WebinarSection, error: WebinarInvalid) -> None:
    name = FIELDS.get(error.field, error.field)
    field = section.form[name if name in section.form else "title"]
    field.errors = [str(error)]
    if isinstance(error, StartUnsettled):
        section.findings.append(Finding(message=str(error), blocks=True, choices=unsettled_choices(error.error)))


def _done(webinars: list[Webinar], sections: list[WebinarSection], notes: list[str]) -> ResponseReturnValue:
    if len(webinars) > 1:
        flash(ngettext("%(num)s webinar is on your desk.", "%(num)s webinars are on your desk.", len(webinars)), "ok")
    elif sections[0].known is not None:
        flash(_("This text is here already: this is its webinar. Nothing more was saved."), "ok")
    elif sections[0].is_new:
        flash(_("The draft is made. Look it over, and publish it when it is right."), "ok")
    else:
        flash(_("Saved. What you ticked has been added."), "ok")
    for note in notes:
        flash(note, "warn")
    if len(webinars) == 1:
        return redirect(url_for("desk.edit_webinar", slug=webinars[0].slug), 303)
    return redirect(url_for("desk.show"), 303)
