"""The desk: what needs somebody, with what mends it; all webinars, found and chosen; what was done lately."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.programme import member_queries
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.fields.value_kinds import Link
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.pure.times import wall
from webinars.site.desk.blueprint import bp
from webinars.site.desk.history import queries as history_queries
from webinars.site.desk.history.wording import act_sentence
from webinars.site.desk.home.finder import finder_of
from webinars.site.desk.home.task import TaskContext
from webinars.site.desk.home.tasks import tasks_of
from webinars.site.desk.home.webinar_list import webinar_list_of
from webinars.web import access
from webinars.web.about import about
from webinars.web.number_converter import existing, page_in_address
from webinars.web.press import by_actor, press
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

LATELY = 10


class TypedRoom(Struct, frozen=True):
    """A link to a room that could not be taken."""

    webinar_id: int
    link: str
    problem: str


@bp.get("/")
@access.signed_in
def show() -> ResponseReturnValue:
    actor = current_actor()
    if actor.is_admin and not actor.roles and not member_queries.has_organisations(db.session()):
        return redirect(url_for("first_steps.show"))
    return _page()


@bp.get("/webinars/past")
@access.signed_in
def past() -> ResponseReturnValue:
    """Where the past webinars stood before they were found by the finder of the desk."""
    page = request.args.get("page", type=int)
    return redirect(url_for(".show", state="past", page=page), 308)


@bp.post("/webinars/<slug>/room")
@access.signed_in
@about(webinar_to_edit, locked=True)
def open_room(webinar: Webinar) -> ResponseReturnValue:
    """Take the link to the room that was typed beside the task, completed as the editor completes it.

    Another link that somebody has given meanwhile stays: people may have been told of it.
    """
    title, webinar_id, typed = webinar.title, webinar.id, request.form.get("join_url", "").strip()
    room = Link().typed(typed)
    if webinar.join_url and room != webinar.join_url:
        flash(_("“%(title)s” has been given a room meanwhile. Change it in its editor.", title=title), "warn")
        return redirect(url_for(".show"), 303)
    if not typed:
        return _page(TypedRoom(webinar_id, "", _("Give the link that the meeting tool shows."))), 422
    return press(
        lambda: update_webinar(*by_actor(), webinar, join_url=room, now=clock.now()),
        refused=lambda error: (_page(TypedRoom(webinar_id, typed, str(error))), 422),
        said=_("“%(title)s” has its room.", title=title),
        back=url_for(".show"),
    )


def _page(typed_room: TypedRoom | None = None) -> str:
    now, actor, session = clock.now(), current_actor(), db.session()
    timezone = actor.timezone or "UTC"
    desk = TaskContext(session, site_settings(), actor, timezone, now)
    organisations = member_queries.own_organisations(session, actor)
    finder = finder_of(request.args, organisations, today=desk.today)
    shown = webinar_list_of(
        session, actor, finder, organisations, timezone=timezone, page_number=page_in_address(), now=now
    )
    if shown.page is not None:
        existing(shown.page)
    events = history_queries.recent_acts(session, actor, limit=LATELY)
    names = member_queries.people(session, {event.actor_id for event, _webinar in events if event.actor_id})
    return render_template(
        "desk/home/show.html",
        now=now,
        there=wall(now, timezone),
        timezone=actor.timezone,
        tasks=tasks_of(desk),
        typed_room=typed_room,
        finder=finder,
        shown=shown,
        organisations=organisations,
        houses=[each for each in organisations if each.id in actor.roles],
        record_counts=member_queries.record_counts(session, list(actor.roles)),
        may_begin=actor.is_admin or any(map(actor.is_editor, actor.roles)),
        lately=[(act_sentence(event, webinar, names, actor_id=actor.user_id), webinar) for event, webinar in events],
    )
