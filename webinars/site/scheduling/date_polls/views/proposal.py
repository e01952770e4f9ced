"""Starts are proposed, changed and taken away in one form. What somebody else has done meanwhile is not lost by it."""

import datetime as dt
from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.start import start_from
from webinars.domain.scheduling.date_polls import actions
from webinars.domain.scheduling.date_polls.actions import WantedStart, start_fingerprint
from webinars.domain.scheduling.date_polls.errors import DeadlineOver, StartsInvalid
from webinars.domain.scheduling.date_polls.queries import poll_of
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import ProposedStart, Webinar
from webinars.site.scheduling.date_polls.forms import StartRow, StartsForm, blank_row, row_of
from webinars.site.scheduling.date_polls.views.blueprint import at_desk
from webinars.site.scheduling.date_polls.views.desk import page
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.forms.rows import arranged, press_in
from webinars.web.press import WrongInForm, by_actor, press

FIELDS = {"duration_minutes": "minutes", "timezone": "timezone"}
"""The row's field for a field of the verb. What is wrong with any other stands at the hour."""


class ProposedMeanwhile(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("Somebody else has proposed more meanwhile. It stands below: look, and save again."))


@at_desk.post("/proposal")
@access.signed_in
@about(webinar_to_edit, locked=True)
def propose(webinar: Webinar) -> ResponseReturnValue:
    form = StartsForm()
    form.starts.blank = blank_row(webinar)
    _take_choice(form)
    if arranged(form, press_in(request.form)):
        return page(webinar, form=form)
    return press(
        lambda: _propose(form, webinar),
        refused=lambda error: _refuse(form, error),
        said=_("Stored. Nobody is written to until you ask."),
        back=url_for(".index", slug=webinar.slug),
    )


def _propose(form: StartsForm, webinar: Webinar) -> None:
    is_right = form.validate()
    if is_right and form.ends_hour.data is not None and form.ends_date.data is None:
        form.ends_date.errors = [_("Write the day as well, or take the hour away.")]
        is_right = False
    ends_at = _ends_at(form, webinar) if is_right else None
    if not is_right or form.ends_date.errors:
        raise WrongInForm
    poll = poll_of(db.session(), webinar.id)
    present = list(poll.starts) if poll is not None else []
    added = [each for each in present if str(each.id) not in (form.known.data or "").split()]
    for each in added:
        form.starts.add(row_of(each))
    if added:
        form.known.data, form.known.raw_data = " ".join(str(each.id) for each in present), None
        raise ProposedMeanwhile
    wanted = [_resolved(row, present) for row in form.filled()]
    actions.propose(*by_actor(), webinar, wanted, ends_at=ends_at, now=clock.now())


def _refuse(form: StartsForm, error: WebinarsError) -> ResponseReturnValue:
    webinar = find_again()
    if isinstance(error, StartsInvalid):
        _mark(form, error)
    elif isinstance(error, DeadlineOver):
        form.ends_date.errors = [str(error)]
    elif not isinstance(error, WrongInForm):
        form.form_errors.append(str(error))
    if isinstance(error, ProposedMeanwhile):
        return page(webinar, form=form), 409
    form.add_blank(webinar)
    return page(webinar, form=form), 422


def _take_choice(form: StartsForm) -> None:
    """Put what was chosen in the place of an hour that is skipped or comes twice."""
    key, _space, text = request.form.get("choice", "").partition(" ")
    row = form.starts.row(key)
    try:
        chosen = dt.datetime.fromisoformat(text)
    except ValueError:
        return
    if row is not None and chosen.tzinfo is None:
        row.form.take_choice(chosen)


def _ends_at(form: StartsForm, webinar: Webinar) -> dt.datetime | None:
    try:
        return start_from(form.ends_wall(), webinar.timezone or webinar.host.timezone, 1, host=webinar.host).at
    except WebinarInvalid as error:
        form.ends_date.errors = [str(error)]
        return None


def _resolved(row: StartRow, present: Sequence[ProposedStart]) -> WantedStart:
    """Returns what a row proposes: as it is stored by now if the person has left it as it was read."""
    wanted = row.wanted()
    stored = next((each for each in present if each.id == wanted.start_id), None)
    left = f"{wanted.wall.isoformat(timespec='minutes')} {wanted.timezone} {wanted.duration_minutes}" == row.seen.data
    if stored is None or not left or start_fingerprint(stored) == row.seen.data:
        return wanted
    return WantedStart(
        start_id=stored.id,
        wall=stored.starts_wall,
        timezone=stored.timezone,
        duration_minutes=stored.duration_minutes,
    )


def _mark(form: StartsForm, error: StartsInvalid) -> None:
    for place, row in enumerate(form.filled()):
        problem = error.wrong.get(place)
        if problem is not None:
            row[FIELDS.get(problem.field, "hour")].errors = [str(problem)]
            row.choices = tuple(error.choices(place))
