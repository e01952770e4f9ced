"""A calendar that was pasted or uploaded: each entry is shown, and what is ticked becomes a draft or a change."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.imports.calendar_files import CalendarEmpty, read_calendar_for
from webinars.domain.imports.calendars import store_entry
from webinars.domain.imports.entries import Row, rows_of
from webinars.domain.imports.gone import Decision, decide, gone_of
from webinars.domain.imports.known_dates import compare, follow_moves
from webinars.domain.imports.texts import Became, Choices, Outcome
from webinars.domain.programme.errors import StaleRevision, WebinarInvalid, WrongState
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Organisation
from webinars.pure import times
from webinars.pure.ical.reading import CalendarReading, CalendarTooLarge, CalendarUnreadable
from webinars.pure.schedules import ScheduleUnreadable, is_schedule
from webinars.site.imports.forms import PasteForm
from webinars.site.imports.views.blueprint import bp, chosen_host, paste_page, pasted, usual_host
from webinars.site.web import access
from webinars.site.web.identity import current_actor
from webinars.site.web.site import site_settings
from webinars.site.web.transactions import prepared

LONGEST_NUMBER = 18
MOST_ENTRIES = 200
"""So many dates are looked through on one page."""


def read_page(form: PasteForm, organisations: Sequence[Organisation]) -> ResponseReturnValue:
    """What the calendar says, or the paste again with a sentence. Stores nothing."""
    found = _read(form, organisations)
    if found is None:
        return paste_page(form, organisations), 422
    # A zone that is none is said beside the entries, whose ticks must not be lost.
    return _page(form, *found), 422 if form.timezone.errors else 200


@bp.post("/entries")
@access.signed_in
def store_calendar() -> ResponseReturnValue:
    """Make drafts and changes of what the person has ticked."""
    session, actor, now = db.session(), current_actor(), clock.now()
    with prepared():
        form, organisations = pasted()
        found = _read(form, organisations) if form.validate() else None
        if found is None:
            return paste_page(form, organisations), 422
    reading, host = found
    taken, ticked = set(request.form.getlist("entries")), set(request.form.getlist("proposals"))
    outcomes: list[Outcome] = []
    refusals: dict[str, str] = {}
    compared = compare(session, host, reading, now=now)
    rows = rows_of(session, actor, host, reading, compared, now=now, site_zones=site_settings().display_zones)
    follow_moves(session, host, compared.moved)
    for row in rows:
        if not (row.is_new and row.key in taken) and row.known is None:
            continue
        chosen = {proposal.key for proposal in row.proposals if row.box(proposal) in ticked}
        try:
            outcomes.append(store_entry(session, actor, host, row.entry, calendar=reading.name, now=now, chosen=chosen))
        except WebinarInvalid as error:
            refusals[row.key] = str(error)
    changed = [outcome for outcome in outcomes if outcome.became is not Became.UNCHANGED]
    if refusals or not changed:
        session.rollback()
        refusal = "" if refusals else _("Nothing is ticked. Tick what shall become a draft, or be taken over.")
        return _page(form, reading, host, refusals=refusals, refusal=refusal), 422
    session.commit()
    return _done(changed)


@bp.post("/entries/gone")
@access.signed_in
def decide_gone() -> ResponseReturnValue:
    """Cancel or keep one webinar that the calendar no longer holds, and show the calendar again."""
    session, actor, now = db.session(), current_actor(), clock.now()
    with prepared():
        form, organisations = pasted()
        found = _read(form, organisations) if form.validate() else None
        if found is None:
            return paste_page(form, organisations), 422
    reading, host = found
    answer, _space, number = request.form.get("gone", "").partition(" ")
    if answer not in set(Decision) or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        abort(400)
    gone = gone_of(session, actor, compare(session, host, reading, now=now))
    try:
        done = decide(session, actor, gone, int(number), Decision(answer), now=now)
    except (WrongState, StaleRevision) as error:
        session.rollback()
        return _page(form, reading, host, refusal=str(error)), 409
    session.commit()
    return _page(form, reading, host, done=done)


def _read(form: PasteForm, organisations: Sequence[Organisation]) -> tuple[CalendarReading, Organisation] | None:
    """The calendar and whose it becomes; None if it cannot be shown, which the form then says."""
    host = chosen_host(form, organisations)
    try:
        reading, host = _read_for(form, host)
        if host not in organisations and (usual := usual_host(organisations)) is not None:
            reading, host = _read_for(form, usual)
    except (CalendarEmpty, CalendarTooLarge, CalendarUnreadable, ScheduleUnreadable) as error:
        form.text.errors = [str(error)]
        return None
    if host is None or host not in organisations:
        form.organisation.errors = [_("Choose the organisation: the calendar names none that you may work for.")]
        return None
    form.organisation.data = host.slug
    return reading, host


def _read_for(form: PasteForm, host: Organisation | None) -> tuple[CalendarReading, Organisation | None]:
    choices = Choices(
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
    compared = compare(session, host, reading, now=now)
    rows = rows_of(session, actor, host, reading, compared, now=now, site_zones=site_settings().display_zones)
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
        gone=gone_of(session, actor, compared),
        asks_zone=is_open or bool(form.timezone.errors),
        refusals=refusals or {},
        refusal=refusal,
        done=done,
        timezones=times.all_timezones(now),
    )


def _ticked(rows: Sequence[Row]) -> set[str]:
    if "is_shown" in request.form:
        return set(request.form.getlist("entries"))
    return {row.key for row in rows if row.is_new}


def _ticked_proposals(rows: Sequence[Row]) -> set[str]:
    if "is_shown" in request.form:
        return set(request.form.getlist("proposals"))
    return {row.box(proposal) for row in rows for proposal in row.proposals if proposal.is_safe}


def _done(changed: Sequence[Outcome]) -> ResponseReturnValue:
    created = sum(1 for outcome in changed if outcome.became is Became.CREATED)
    if created:
        flash(ngettext("%(num)s draft is made.", "%(num)s drafts are made.", created), "ok")
    if len(changed) > created:
        words = ngettext("%(num)s webinar has changed.", "%(num)s webinars have changed.", len(changed) - created)
        flash(words, "ok")
    for note in dict.fromkeys(note for outcome in changed for note in outcome.notes):
        flash(note, "warn")
    if len(changed) == 1:
        return redirect(url_for("desk.edit_webinar", slug=changed[0].webinar.slug), 303)
    return redirect(url_for("desk.show"), 303)
