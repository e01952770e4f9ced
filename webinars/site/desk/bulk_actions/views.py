"""What is done with webinars that were chosen in the list of the desk. Each is asked for its own right."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.validators import InputRequired, NumberRange

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.reach_counts import reach_of_all
from webinars.domain.programme import member_queries
from webinars.domain.programme.zone_display import zone_line_at
from webinars.domain.scheduling.bulk_actions import actions
from webinars.domain.scheduling.bulk_actions.errors import NothingMoved, Refused
from webinars.domain.scheduling.bulk_actions.queries import chosen_webinars, refused_deletions
from webinars.domain.scheduling.bulk_actions.shift_starts import (
    MOST_UNITS,
    Shift,
    StartMove,
    Unit,
    moves_of,
    start_fingerprint,
)
from webinars.lib.i18n import format_date, format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Status, Webinar
from webinars.pure.times import DisplayZone, wall
from webinars.site.desk.blueprint import bp
from webinars.site.desk.editor.publishing_words import after_publishing_several
from webinars.site.desk.home.bulk_wording import recipients_sentence, selection_words
from webinars.site.desk.home.finder import finder_of, ids_in
from webinars.site.desk.home.rows import when_of
from webinars.web import access
from webinars.web.forms.base import options
from webinars.web.forms.fields import MinutesField
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

# The form that moves several webinars by one stretch, and what becomes of each.


LATER, EARLIER = "later", "earlier"
LONGEST_SEEN = 100
_IN_BOUNDS = _l("Write a number from 1 to 520.")


class MoveForm(Form):
    """How far. Read from the address as well: to look at the new starts stores nothing."""

    count = MinutesField(_l("By"), [InputRequired(_IN_BOUNDS), NumberRange(1, MOST_UNITS, _IN_BOUNDS)], default=1)
    unit = SelectField(
        _l("What is counted"),
        choices=options(
            [(Unit.WEEKS.value, _l("weeks")), (Unit.DAYS.value, _l("days")), (Unit.HOURS.value, _l("hours"))]
        ),
        default=Unit.WEEKS.value,
    )
    direction = SelectField(
        _l("Direction"), choices=options([(LATER, _l("later")), (EARLIER, _l("earlier"))]), default=LATER
    )

    def __init__(self, sent: MultiDict[str, str] | None) -> None:
        super().__init__(sent)
        self.is_asked = sent is not None

    def shift(self) -> Shift:
        """Returns the shift that is asked for. The form has been found valid."""
        count = self.count.data or 1
        return Shift(count=-count if self.direction.data == EARLIER else count, unit=Unit(self.unit.data))


class MoveRow(Struct, frozen=True):
    webinar: Webinar
    own_when: str
    """The present start where the reader is."""
    their_when: str
    becomes: str
    """The new start in the zones of the webinar, or empty while nothing is asked for."""
    refusal: str


def move_rows(
    webinars: Sequence[Webinar],
    moves: Sequence[StartMove],
    refused: Mapping[int, str],
    timezone: str,
    *,
    today: dt.date,
    site_zones: Sequence[DisplayZone],
) -> list[MoveRow]:
    """Returns a row for each of `webinars`. `refused` says of some more than their moves, by their ids."""
    by_id = {each.webinar.id: each for each in moves}
    return [
        MoveRow(
            each,
            *when_of(each, timezone, today=today),
            becomes=_becomes(by_id[each.id], site_zones) if each.id in by_id else "",
            refusal=refused.get(each.id) or (by_id[each.id].refusal if each.id in by_id else ""),
        )
        for each in webinars
    ]


def _becomes(move: StartMove, site_zones: Sequence[DisplayZone]) -> str:
    if move.at is not None:
        text = zone_line_at(move.webinar, move.at, site_zones).text
        return _("%(start)s. It was postponed, and takes place again.", start=text) if _is_postponed(move) else text
    return format_date(move.date) if move.date is not None else ""


def _is_postponed(move: StartMove) -> bool:
    return move.webinar.status is Status.POSTPONED


def seen_starts(sent: MultiDict[str, str]) -> dict[int, str]:
    """Returns the starts that stood on the page when it was pressed, by the ids of their webinars."""
    ids = ids_in(sent.getlist("webinar"))
    return {each: sent.get(f"seen-{each}", "")[:LONGEST_SEEN] for each in ids}


@bp.get("/chosen")
@access.signed_in
def chosen() -> ResponseReturnValue:
    """The words of the bar for `?webinar=`, for the script that asks when a box is ticked."""
    webinars = chosen_webinars(db.session(), current_actor(), ids_in(request.args.getlist("webinar")))
    words = selection_words(db.session(), current_actor(), webinars, now=clock.now())
    return render_template("desk/bulk_actions/result.html", chosen=words)


@bp.post("/chosen")
@access.signed_in
def act_on_chosen() -> ResponseReturnValue:
    """What was pressed in the bar: what asks first leads to its page, the rest is done at once."""
    ids, act = ids_in(request.form.getlist("webinar")), request.form.get("act", "")
    if act not in _ACTS:
        abort(400)
    if not ids:
        flash(_("Choose webinars in the list first."), "warn")
        return redirect(_list_address(), 303)
    return _ACTS[act](ids)


@bp.get("/chosen/move")
@access.signed_in
def ask_move() -> ResponseReturnValue:
    """Ask by how much. Once that is said, show what becomes of each start."""
    form = MoveForm(request.args if "count" in request.args else None)
    if "count" in request.args and not form.validate():
        return _move_page(form, ()), 422
    return _move_page(form, ())


@bp.post("/chosen/move")
@access.signed_in
def move_chosen() -> ResponseReturnValue:
    form, seen = MoveForm(request.form), seen_starts(request.form)
    if not form.validate() or not seen:
        abort(400)
    try:
        moves = actions.move_all(db.session(), current_actor(), seen, form.shift(), now=clock.now())
        said = recipients_sentence(db.session(), current_actor(), moves)
    except NothingMoved as error:
        refused = {each.webinar.id: each.why for each in error.refused}
        db.session.rollback()
        return _move_page(form, refused, ids=frozenset(seen)), 422
    db.session.commit()
    if moves:
        moved = ngettext("%(num)s webinar is moved.", "%(num)s webinars are moved.", len(moves))
        flash(f"{moved} {said}".strip(), "ok")
    else:
        _say_done_already(frozenset(seen), _("They are moved already."))
    return redirect(url_for(".show", chosen=sorted(seen), _anchor="mine"), 303)


@bp.get("/chosen/deletion")
@access.signed_in
def ask_deletion() -> ResponseReturnValue:
    actor, session = current_actor(), db.session()
    webinars = chosen_webinars(session, actor, ids_in(request.args.getlist("webinar")))
    refused = refused_deletions(session, actor, webinars)
    kept = {each.webinar.id for each in refused}
    drafts = [each for each in webinars if each.id not in kept]
    return render_template("desk/bulk_actions/delete.html", drafts=drafts, refused=refused)


@bp.post("/chosen/deletion")
@access.signed_in
def delete_chosen() -> ResponseReturnValue:
    ids = ids_in(request.form.getlist("webinar"))
    done = actions.delete_each(db.session(), current_actor(), ids, now=clock.now())
    titles = [_("“%(title)s”", title=each.title) for each in done.webinars]
    said = [(each.webinar.title, each.why) for each in done.refused]
    db.session.commit()
    if titles:
        count = len(titles)
        sentence = ngettext(
            "The draft %(titles)s is deleted.", "The drafts %(titles)s are deleted.", count, titles=format_list(titles)
        )
        flash(sentence, "ok")
    elif not said:
        flash(_("They are deleted already."), "ok")
    for title, why in said:
        flash(_("“%(title)s” is not deleted. %(why)s", title=title, why=why), "warn")
    return redirect(url_for(".show", _anchor="mine"), 303)


def _publish(ids: frozenset[int]) -> ResponseReturnValue:
    session = db.session()
    done = actions.publish_each(session, current_actor(), ids, now=clock.now())
    said = after_publishing_several(len(done.webinars), reach_of_all(session, done.webinars)) if done.webinars else ""
    refused = _refusal_rows(done.refused)
    session.commit()
    if said:
        flash(_("Published.") + " " + said, "ok")
    elif not refused:
        _say_done_already(ids, _("All of them are published already."))
    for title, why in refused:
        flash(_("“%(title)s” is still a draft. %(why)s", title=title, why=why), "warn")
    return redirect(_list_address(), 303)


def _duplicate(ids: frozenset[int]) -> ResponseReturnValue:
    done = actions.duplicate_each(db.session(), current_actor(), ids, now=clock.now())
    made, refused = sorted(each.id for each in done.webinars), _refusal_rows(done.refused)
    db.session.commit()
    if made:
        flash(
            ngettext("%(num)s draft is ready, without a date.", "%(num)s drafts are ready, without dates.", len(made)),
            "ok",
        )
    elif not refused:
        _say_done_already(ids, "")
    for title, why in refused:
        flash(_("“%(title)s” has no copy. %(why)s", title=title, why=why), "warn")
    return redirect(url_for(".show", chosen=made, _anchor="mine") if made else _list_address(), 303)


_ACTS: dict[str, Callable[[frozenset[int]], ResponseReturnValue]] = {
    "publish": _publish,
    "duplicate": _duplicate,
    "move": lambda ids: redirect(url_for(".ask_move", webinar=sorted(ids)), 303),
    "delete": lambda ids: redirect(url_for(".ask_deletion", webinar=sorted(ids)), 303),
}


def _say_done_already(ids: frozenset[int], sentence: str) -> None:
    """What is said where nothing was left to do: `sentence`, unless none of them is there any more."""
    if chosen_webinars(db.session(), current_actor(), ids):
        flash(sentence, "ok")
    else:
        flash(_("None of them is there any more. Choose anew."), "warn")


def _refusal_rows(refused: tuple[Refused, ...]) -> list[tuple[str, str]]:
    """Returns titles and reasons, read before the end of the transaction."""
    return [(each.webinar.title, each.why) for each in refused]


def _list_address() -> str:
    """Returns the address of the list as it was when something was chosen in it.

    The form sends along what was looked for.
    """
    organisations = member_queries.own_organisations(db.session(), current_actor())
    finder = finder_of(request.form, organisations, today=clock.now().date())
    return url_for(".show", _anchor="mine", **finder.query(chosen=None))


def _move_page(form: MoveForm, refused: dict[int, str] | tuple[()], *, ids: frozenset[int] | None = None) -> str:
    actor, session, now = current_actor(), db.session(), clock.now()
    timezone = actor.timezone or "UTC"
    asked_ids = ids_in(request.args.getlist("webinar")) if ids is None else ids
    webinars = chosen_webinars(session, actor, asked_ids)
    shift = form.shift() if form.is_asked and not form.errors else None
    moves = moves_of(actor, webinars, shift, now=now) if shift else []
    rows = move_rows(
        webinars,
        moves,
        dict(refused),
        timezone,
        today=wall(now, timezone).date(),
        site_zones=site_settings().display_zones,
    )
    return render_template(
        "desk/bulk_actions/shift.html",
        form=form,
        rows=rows,
        can_move=bool(moves) and not any(each.refusal for each in rows),
        told=recipients_sentence(session, actor, moves) if moves else "",
        seen={each.id: start_fingerprint(each) for each in webinars},
    )
