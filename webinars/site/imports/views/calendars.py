"""A calendar that was pasted or uploaded: each entry is shown, and what is ticked becomes a draft or a change."""

from collections.abc import Iterator, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.bulk import CommittedSteps
from webinars.db import db
from webinars.domain.imports.calendars.date_changes import Comparison, compare
from webinars.domain.imports.calendars.entry_preview import EntryPreview, entry_previews
from webinars.domain.imports.calendars.files import CalendarEmpty, read_calendar_for
from webinars.domain.imports.calendars.selected_entries import SelectedEntry, SelectionResult, store_selected
from webinars.domain.imports.calendars.vanished_entries import Decision, decide, vanished_webinars
from webinars.domain.imports.queries import with_members
from webinars.domain.imports.texts import ImportChoices
from webinars.domain.programme.errors import StaleRevision, WrongState
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Organisation
from webinars.pure import times
from webinars.pure.ical.reading import CalendarReading, CalendarTooLarge, CalendarUnreadable
from webinars.pure.schedules import ScheduleUnreadable, is_schedule
from webinars.site.imports.forms import PasteForm
from webinars.site.imports.views.blueprint import bp, chosen_host, paste_form, paste_page, usual_host
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

LONGEST_NUMBER = 18
MOST_ENTRIES = 200
"""So many dates are looked through on one page."""


def read_page(form: PasteForm, organisations: Sequence[Organisation]) -> ResponseReturnValue:
    """Returns what the calendar says, or the paste again with a sentence. Stores nothing."""
    found = _read(form, organisations)
    if found is None:
        return paste_page(form, organisations), 422
    # A zone that is none is said beside the entries, whose ticks must not be lost.
    return _page(form, *found), 422 if form.timezone.errors else 200


@bp.post("/entries")
@access.signed_in
def store_calendar() -> ResponseReturnValue:
    """Make drafts and changes of what the person has ticked, in steps: whoever saves something else waits for none."""
    session, actor, now = db.session(), current_actor(), clock.now()
    with prepared():
        form, organisations = paste_form()
        found = _read(form, organisations) if form.validate() else None
        if found is None:
            return paste_page(form, organisations), 422
        reading, host = found
        chosen = _chosen(_rows(reading, host, compare(session, host, reading, now=now)))
    stored = store_selected(session, actor, host, reading, chosen, now=now, steps=CommittedSteps(session))
    if not stored.changed and not stored.refusals:
        refusal = _("Nothing is ticked. Tick what shall become a draft, or be taken over.")
        if request.form.getlist("entries"):
            refusal = _("What is ticked is there already. Nothing was saved twice.")
        return _page(form, reading, host, refusal=refusal), 422
    for note in dict.fromkeys(note for outcome in stored.changed for note in outcome.notes):
        flash(note, "warn")
    if stored.refusals:
        return _page(form, reading, host, refusals=stored.refusals, done=" ".join(_stored_sentences(stored))), 422
    for sentence in _stored_sentences(stored):
        flash(sentence, "ok")
    if len(stored.changed) == 1:
        return redirect(url_for("desk.edit_webinar", slug=stored.changed[0].webinar.slug), 303)
    return redirect(url_for("desk.show"), 303)


@bp.post("/entries/gone")
@access.signed_in
def decide_gone() -> ResponseReturnValue:
    """Cancel or keep one webinar that the calendar no longer holds, and show the calendar again."""
    session, actor, now = db.session(), current_actor(), clock.now()
    with prepared():
        form, organisations = paste_form()
        found = _read(form, organisations) if form.validate() else None
        if found is None:
            return paste_page(form, organisations), 422
    reading, host = found
    answer, _space, number = request.form.get("gone", "").partition(" ")
    if answer not in set(Decision) or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        abort(400)
    gone = vanished_webinars(session, actor, compare(session, host, reading, now=now))
    try:
        done = decide(session, actor, gone, int(number), Decision(answer), now=now)
    except (WrongState, StaleRevision) as error:
        session.rollback()
        return _page(form, reading, host, refusal=str(error)), 409
    session.commit()
    return _page(form, reading, host, done=done)


def _read(form: PasteForm, organisations: Sequence[Organisation]) -> tuple[CalendarReading, Organisation] | None:
    """Returns the calendar and whose it becomes, or None if it cannot be shown, which the form then says."""
    chosen = chosen_host(form, organisations)
    hosts = with_members(db.session(), organisations) if chosen is None else [chosen]
    try:
        reading, host = _read_for(form, chosen)
        if host not in hosts and (usual := usual_host(organisations)) is not None:
            reading, host = _read_for(form, usual)
    except (CalendarEmpty, CalendarTooLarge, CalendarUnreadable, ScheduleUnreadable) as error:
        form.text.errors = [str(error)]
        return None
    if host is None or host not in hosts:
        form.organisation.errors = [
            _("Choose the organisation: the calendar names none with members that you may work for.")
        ]
        return None
    form.settle(host, organisations)
    return reading, host


def _read_for(form: PasteForm, host: Organisation | None) -> tuple[CalendarReading, Organisation | None]:
    choices = ImportChoices(
        published_on=clock.now().date(),
        organisation=host.slug if host is not None else None,
        timezone=(not form.timezone.errors and (form.timezone.data or "").strip()) or None,
    )
    return read_calendar_for(
        db.session(), (form.text.data or "").encode(), choices, now=clock.now(), most_entries=MOST_ENTRIES
    )


def _page(
    form: PasteForm,
    reading: CalendarReading,
    host: Organisation,
    *,
    refusals: dict[str, str] | None = None,
    refusal: str = "",
    done: str = "",
) -> str:
    session, actor, now = db.session(), current_actor(), clock.now()
    with prepared():
        compared = compare(session, host, reading, now=now)
        rows = _rows(reading, host, compared)
        is_open = any(row.is_zone_assumed or row.is_zone_unknown for row in rows)
        return render_template(
            "imports/calendar.html",
            form=form,
            reading=reading,
            is_schedule=is_schedule((form.text.data or "").encode()),
            host=host,
            rows=rows,
            taken=_ticked(rows),
            ticked=_ticked_proposals(rows),
            compared=compared.sentences,
            gone=vanished_webinars(session, actor, compared),
            asks_zone=is_open or bool(form.timezone.errors),
            refusals=refusals or {},
            refusal=refusal,
            done=done,
            timezones=times.all_timezones(now),
        )


def _rows(reading: CalendarReading, host: Organisation, compared: Comparison) -> list[EntryPreview]:
    zones = site_settings().display_zones
    return entry_previews(db.session(), current_actor(), host, reading, compared, now=clock.now(), site_zones=zones)


def _chosen(rows: Sequence[EntryPreview]) -> list[SelectedEntry]:
    """Returns what is ticked, with all that is known, of which is noted what it says now. Nothing without a tick."""
    taken, ticked = set(request.form.getlist("entries")), set(request.form.getlist("proposals"))
    found = [
        SelectedEntry(
            key=row.key,
            entry=row.entry,
            proposals=frozenset(each.key for each in row.proposals if row.box(each) in ticked),
        )
        for row in rows
        if row.known is not None or (row.is_new and row.key in taken)
    ]
    is_new = {row.key for row in rows if row.is_new}
    return found if any(each.proposals or each.key in is_new for each in found) else []


def _ticked(rows: Sequence[EntryPreview]) -> set[str]:
    if "is_shown" in request.form:
        return set(request.form.getlist("entries"))
    return {row.key for row in rows if row.is_new}


def _ticked_proposals(rows: Sequence[EntryPreview]) -> set[str]:
    if "is_shown" in request.form:
        return set(request.form.getlist("proposals"))
    return {row.box(proposal) for row in rows for proposal in row.proposals if proposal.is_safe}


def _stored_sentences(stored: SelectionResult) -> Iterator[str]:
    """Yields what was stored, in sentences."""
    created, changed = stored.created_count, len(stored.changed) - stored.created_count
    if created:
        yield ngettext("%(num)s draft is made.", "%(num)s drafts are made.", created)
    if changed:
        yield ngettext("%(num)s webinar has changed.", "%(num)s webinars have changed.", changed)
