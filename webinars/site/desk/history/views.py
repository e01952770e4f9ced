"""The history: what was done, by whom, and taking it back."""

from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.reach_counts import reach_of
from webinars.domain.editing.queries import webinar_to_save
from webinars.domain.history.acts import RecordedAct
from webinars.domain.history.kinds import ActKind
from webinars.domain.history.undo import CannotUndo, UndoState, undo
from webinars.domain.programme import permissions
from webinars.domain.registration.cancellation_recipients import told_counts
from webinars.domain.registration.export_table import as_csv
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AuditEvent
from webinars.pure.times import place_name
from webinars.site.desk.blueprint import bp
from webinars.site.desk.history import queries
from webinars.site.desk.history.page import days_of, lines_of
from webinars.site.desk.history.queries import ActFilter, may_know
from webinars.site.desk.history.undo_buttons import done_sentence
from webinars.site.desk.history.wording import act_sentence
from webinars.web import access
from webinars.web.lookups import webinar_or_404
from webinars.web.number_converter import as_id, existing, page_in_address
from webinars.web.press import by_actor, press, say_at
from webinars.web.security.identity import current_actor

KIND_NAMES = {
    ActKind.TIME: _l("Time"),
    ActKind.PEOPLE: _l("People"),
    ActKind.TEXTS: _l("Texts"),
    ActKind.REGISTRATIONS: _l("Registrations"),
    ActKind.RECORDINGS: _l("Recordings"),
}
_FILTERS = ("what", "who", "webinar")
_ME = "me"


@bp.get("/history")
@access.signed_in
def history() -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    wanted = _act_filter()
    page = existing(queries.page_of(session, actor, wanted, page_in_address()))
    zone = actor.timezone or "UTC"
    lines = lines_of(session, actor, page.rows, zone=zone, now=now)
    people = queries.people_in(session, actor)
    webinars = dict(queries.webinars_in(session, actor))
    if wanted.webinar is not None:
        webinars |= {wanted.webinar.slug: wanted.webinar.title}
    return render_template(
        "desk/history/show.html",
        page=page,
        days=days_of(lines, zone=zone, now=now),
        filters=_filters(),
        whats={kind.value: name for kind, name in KIND_NAMES.items()},
        whos={_ME: _("Me")} | {str(user_id): name for user_id, name in people.items()},
        webinars=webinars,
        webinar=wanted.webinar,
        place=place_name(actor.timezone) if actor.timezone else None,
    )


@bp.get("/history.csv")
@access.signed_in
def history_table() -> ResponseReturnValue:
    """The same as a file. Nobody who has registered is in it, so that a GET may take it."""
    session, actor = db.session(), current_actor()
    rows = queries.table_of(session, actor, _act_filter())
    names = queries.names_of(session, {row.event.actor_id for row in rows})
    table = [[_("When (UTC)"), _("Who"), _("What"), _("Before"), _("After"), _("Webinar"), _("Organisation")]]
    for row in rows:
        said = act_sentence(row.event, row.webinar, names, actor_id=None)
        at = f"{said.at:%Y-%m-%dT%H:%M:%SZ}"
        title, house = row.webinar.title if row.webinar else "", row.organisation.name if row.organisation else ""
        table.append([at, said.who, said.did, said.before, said.after, title, house])
    response = Response(as_csv(table), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="history.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/history/<int:event_id>/undo")
@access.signed_in
def undo_act(event_id: int) -> ResponseReturnValue:
    """Take back what an act has done, if that is what stands there now."""
    (session, actor), now = by_actor(), clock.now()
    event = session.get(AuditEvent, event_id) or abort(404)
    webinar = webinar_to_save(session, "", event.webinar_id) if event.webinar_id is not None else None
    if not may_know(actor, event, webinar):
        abort(404)
    if webinar is None:
        return say_at(_address(), "warn")(CannotUndo(UndoState.NOTHING))
    if not permissions.can_change(actor, webinar):
        abort(403)

    def said(_done: object) -> str:
        counts = told_counts(session, [webinar.id]) if permissions.can_see_insight(actor, webinar) else {}
        act, reach = RecordedAct(event=event, webinar=webinar), reach_of(session, webinar)
        return done_sentence(act, counts.get(webinar.id, 0), reach, now=now)

    return press(
        lambda: undo(session, actor, webinar, event, now=now),
        # Somebody was faster, or its hour has gone by: nothing is stored, and the page says how it stands.
        refused=say_at(_address(webinar.slug), "warn"),
        said=said,
        back=lambda _done: _address(webinar.slug),
    )


def _address(slug: str | None = None) -> str:
    filters = _filters()
    if "webinar" in filters and slug is not None:
        # The address of a draft follows its title, which may just have been put back.
        filters["webinar"] = slug
    return url_for(".history", **filters)


def _filters() -> dict[str, Any]:
    """Returns what the address asks for, without what is left as it is."""
    return {name: request.args[name] for name in _FILTERS if request.args.get(name)}


def _act_filter() -> ActFilter:
    """Returns which acts the address asks for. Ends in 404 for a webinar that there is not for the person who asks."""
    asked = _filters()
    who = asked.get("who", "")
    who_id = current_actor().user_id if who == _ME else as_id(who)
    return ActFilter(
        webinar=webinar_or_404(asked["webinar"]) if "webinar" in asked else None,
        who_id=who_id,
        kind=next((kind for kind in ActKind if kind.value == asked.get("what")), None),
    )
