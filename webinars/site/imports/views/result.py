"""The page of a text that was read, and what it is made of."""

from collections.abc import Sequence

from flask import render_template, request
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.imports.known_webinars import webinar_of_recap
from webinars.domain.imports.language_model.client import Model, model_of
from webinars.domain.imports.language_model.offers import pieces_from_json, with_pieces
from webinars.domain.imports.language_model.prompt import doubtful_fields
from webinars.domain.imports.line_findings import source_rows, unread_lines_finding
from webinars.domain.imports.queries import with_members
from webinars.domain.imports.texts import ImportChoices, host_of_same_text, organisers_named, read_text_for
from webinars.lib.names import organisation_key
from webinars.models import Organisation
from webinars.pure import times
from webinars.pure.announcements.model import Kind, Reading
from webinars.site.imports.forms import PasteForm
from webinars.site.imports.offers import offered_words
from webinars.site.imports.sections import WebinarSection, sections_of
from webinars.site.imports.views.blueprint import chosen_host, usual_host
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings


def read_text(
    session: Session, form: PasteForm, organisations: Sequence[Organisation]
) -> tuple[Reading, Organisation | None]:
    """Returns what the text says, and the organisation it is for.

    What a model has said before is among the offers. The organisation is the one chosen, the only one, the one that
    has the same text already, the first with members that is named, or the one that the person worked for last.
    """
    text, host = form.text.data or "", chosen_host(form, organisations)
    choices = ImportChoices(
        published_on=form.published_on.data or clock.now().date(),
        organisation=host.slug if host is not None else None,
        timezone=(form.timezone.data or "").strip() or None,
    )
    reading, heard = read_text_for(session, text, choices), pieces_from_json(form.heard.data or "")
    if host is not None:
        return with_pieces(reading, heard), host
    host = (
        host_of_same_text(session, reading, organisations)
        or _host_named(session, reading, organisations)
        or usual_host(organisations)
    )
    # With what is known of the host, as every later look at the same text will read it.
    if host is not None:
        reading = read_text_for(session, text, replace(choices, organisation=host.slug))
    return with_pieces(reading, heard), host


def _host_named(session: Session, reading: Reading, organisations: Sequence[Organisation]) -> Organisation | None:
    by_name = {organisation.name_key: organisation for organisation in with_members(session, organisations)}
    for name in organisers_named(reading):
        if organisation_key(name) in by_name:
            return by_name[organisation_key(name)]
    for webinar in reading.webinars if reading.kind is Kind.RECAP else ():
        found = webinar_of_recap(session, current_actor(), webinar)
        if found is not None:
            return found[0].host
    return None


def sections_for(reading: Reading, host: Organisation) -> list[WebinarSection]:
    """Returns each webinar of the text, with what the request brings for it."""
    as_new = {int(value) for value in request.form.getlist("as_new") if value.isdecimal() and len(value) < 10}  # noqa: PLR2004 - no text has a billion sections
    return sections_of(
        db.session(),
        current_actor(),
        reading,
        host,
        as_new=as_new,
        formdata=request.form,
        site_zones=site_settings().display_zones,
    )


def result_page(form: PasteForm, reading: Reading, sections: list[WebinarSection], said: str = "") -> str:
    """Returns the page that shows what was read. `said` is what has become of a question to the model."""
    offered = offered_words(section.offers for section in sections if section.is_new)
    rows = source_rows(reading, offered)
    left = unread_lines_finding(reading, offered)
    findings = [finding for section in sections if section.is_new for finding in section.findings]
    return render_template(
        "imports/result.html",
        form=form,
        reading=reading,
        sections=sections,
        rows=rows,
        left=left,
        understood_count=sum(1 for row in rows if not (row.is_left or row.is_offered)),
        finding_count=len(findings) + (left is not None),
        as_new=[value for value in request.form.getlist("as_new") if value.isdecimal()],
        model=model_to_ask(reading, sections),
        model_said=said,
        timezones=times.all_timezones(clock.now()),
    )


def model_to_ask(reading: Reading, sections: Sequence[WebinarSection]) -> Model | None:
    """Returns the operator's model, or None if there is none, or nothing to ask it about this text."""
    model = model_of(site_settings())
    is_open = any(section.known is None for section in sections) and bool(doubtful_fields(reading))
    return model if model and is_open else None
