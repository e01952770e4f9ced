"""Starts are proposed, changed and taken away in one form. What somebody else has done meanwhile is not lost by it."""

import datetime as dt
from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.start import start_from
from webinars.domain.scheduling.date_polls import actions
from webinars.domain.scheduling.date_polls.actions import WantedStart, start_fingerprint
from webinars.domain.scheduling.date_polls.errors import DeadlineOver, StartsInvalid, TooManyStarts
from webinars.domain.scheduling.date_polls.queries import poll_of
from webinars.lib.i18n import gettext as _
from webinars.models import ProposedStart, Webinar
from webinars.site.scheduling.date_polls.forms import StartRow, StartsForm, blank_row, row_of
from webinars.site.scheduling.date_polls.views.blueprint import at_desk
from webinars.site.scheduling.date_polls.views.desk import page
from webinars.site.speaker_pages.views.desk import locked_webinar
from webinars.web import access
from webinars.web.forms.rows import arranged, press_in
from webinars.web.lookups import people_webinar_or_404
from webinars.web.security.identity import current_actor

FIELDS = {"duration_minutes": "minutes", "timezone": "timezone"}
"""The row's field for a field of the verb. What is wrong with any other stands at the hour."""


@at_desk.post("/proposal")
@access.signed_in
def propose(slug: str) -> ResponseReturnValue:
    form = StartsForm()
    webinar = people_webinar_or_404(slug)
    form.starts.blank = blank_row(webinar)
    _take_choice(form)
    if arranged(form, press_in(request.form)):
        return page(webinar, form=form)
    is_right = form.validate()
    if is_right and form.ends_hour.data is not None and form.ends_date.data is None:
        form.ends_date.errors = [_("Write the day as well, or take the hour away.")]
        is_right = False
    ends_at = _ends_at(form, webinar) if is_right else None
    if not is_right or form.ends_date.errors:
        return _wrong(slug, form)
    webinar = locked_webinar(slug)
    poll = poll_of(db.session(), webinar.id, fresh=True)
    present = list(poll.starts) if poll is not None else []
    added = [each for each in present if str(each.id) not in (form.known.data or "").split()]
    if added:
        return _grown(slug, form, present, added)
    if not _is_proposed(form, webinar, [_resolved(row, present) for row in form.filled()], ends_at):
        return _wrong(slug, form)
    db.session.commit()
    flash(_("Stored. Nobody is written to until you ask."), "ok")
    return redirect(url_for(".index", slug=slug), 303)


def _is_proposed(
    form: StartsForm, webinar: Webinar, wanted: Sequence[WantedStart], ends_at: dt.datetime | None
) -> bool:
    """Propose the starts. Returns whether that was done. If it was not, what is wrong stands in the form."""
    try:
        actions.propose(db.session(), current_actor(), webinar, wanted, ends_at=ends_at, now=clock.now())
    except StartsInvalid as error:
        _mark(form, error)
    except TooManyStarts as error:
        form.form_errors.append(str(error))
    except DeadlineOver as error:
        form.ends_date.errors = [str(error)]
    else:
        return True
    return False


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


def _grown(
    slug: str, form: StartsForm, present: Sequence[ProposedStart], added: Sequence[ProposedStart]
) -> ResponseReturnValue:
    """Returns the form with what somebody else has proposed since it was made."""
    for each in added:
        form.starts.add(row_of(each))
    form.known.data, form.known.raw_data = " ".join(str(each.id) for each in present), None
    db.session.rollback()
    form.form_errors.append(_("Somebody else has proposed more meanwhile. It stands below: look, and save again."))
    return page(people_webinar_or_404(slug), form=form), 409


def _mark(form: StartsForm, error: StartsInvalid) -> None:
    for place, row in enumerate(form.filled()):
        problem = error.wrong.get(place)
        if problem is not None:
            row[FIELDS.get(problem.field, "hour")].errors = [str(problem)]
            row.choices = tuple(error.choices(place))


def _wrong(slug: str, form: StartsForm) -> ResponseReturnValue:
    db.session.rollback()
    webinar = people_webinar_or_404(slug)
    form.add_blank(webinar)
    return page(webinar, form=form), 422
