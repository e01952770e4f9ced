"""The room's report: read in, looked at beside the list, and stored by a press. Nothing is kept before."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.registration.attendance import (
    AttendanceMatches,
    is_of_another_hour,
    match_attendance,
    store_attendance,
)
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.pure import times
from webinars.pure.attendance import (
    AttendanceEmpty,
    AttendanceUnreadable,
    Column,
    ColumnsUnclear,
    HourUnreadable,
    LengthUnreadable,
    Report,
    read_report,
)
from webinars.site.registration.attendees.forms import ReportForm
from webinars.site.registration.attendees.views import bp, managed_webinar_or_error
from webinars.web import access
from webinars.web.requests.transactions import prepared, stores_nothing
from webinars.web.security.identity import current_actor


@bp.get("/attendance")
@access.signed_in
def attendance(slug: str) -> ResponseReturnValue:
    return _form_page(managed_webinar_or_error(slug), ReportForm(formdata=None))


@bp.post("/attendance")
@access.signed_in
@stores_nothing
def read_attendance(slug: str) -> ResponseReturnValue:
    """What the report says of those who registered, or the form with a sentence. Stores nothing."""
    webinar, form = managed_webinar_or_error(slug), ReportForm()
    form.take_file()
    report = _read(form, webinar)
    if report is None:
        return _form_page(webinar, form), 422
    return _preview(webinar, form, report), 422 if form.timezone.errors else 200


@bp.post("/attendance/minutes")
@access.signed_in
def store_minutes(slug: str) -> ResponseReturnValue:
    with prepared():
        webinar, form = managed_webinar_or_error(slug), ReportForm()
        report = _read(form, webinar)
        if report is None:
            return _form_page(webinar, form), 422
        if form.timezone.errors:
            return _preview(webinar, form, report), 422
        minutes = match_attendance(db.session(), webinar.id, report).minutes
    session = db.session()
    count = store_attendance(session, current_actor(), managed_webinar_or_error(slug), minutes, now=clock.now())
    session.commit()
    words = ngettext("The attendance of one person is stored.", "The attendance of %(num)s people is stored.", count)
    flash(words, "ok")
    return redirect(url_for(".index", slug=slug), code=303)


def _zone_of(form: ReportForm, webinar: Webinar) -> str:
    typed = (form.timezone.data or "").strip()
    return typed if times.is_known(typed) else times.presentable(webinar.timezone or webinar.host.timezone)


def _read(form: ReportForm, webinar: Webinar) -> Report | None:
    """Returns the report, or None if it cannot be read, which the form then says."""
    # A zone that is none is said beside what was read, by the hours of the webinar's.
    if not form.validate() and set(form.errors) - {"timezone"}:
        return None
    near = webinar.starts_on or clock.now().date()
    try:
        return read_report(form.text.data or "", timezone=_zone_of(form, webinar), near=near, columns=_chosen(form))
    except ColumnsUnclear as error:
        form.ask_for_columns(error.heads, error.found)
        form.columns_error = str(error)
    except (AttendanceEmpty, AttendanceUnreadable, HourUnreadable, LengthUnreadable) as error:
        form.file.errors = [str(error)]
    return None


def _chosen(form: ReportForm) -> Mapping[Column, int] | None:
    """Returns what somebody has said of the columns, or None where that was not asked."""
    found = {}
    for column in Column:
        text = request.form.get(f"column-{column}", "")
        if text.isascii() and text.isdecimal() and len(text) <= form.LONGEST_PLACE:
            found[column] = int(text)
    return found or None


def _form_page(webinar: Webinar, form: ReportForm) -> str:
    return render_template(
        "registration/attendees/attendance.html", webinar=webinar, form=form, column_names=form.column_names()
    )


def _preview(webinar: Webinar, form: ReportForm, report: Report) -> str:
    found: AttendanceMatches = match_attendance(db.session(), webinar.id, report)
    return render_template(
        "registration/attendees/attendance_preview.html",
        webinar=webinar,
        form=form,
        report=report,
        matched=found,
        timezone=_zone_of(form, webinar),
        is_of_another_hour=is_of_another_hour(report, webinar),
        chosen=_chosen(form) or {},
        timezones=times.all_timezones(clock.now()),
    )
