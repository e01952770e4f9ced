from flask import render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.queries import page_of
from webinars.lib.i18n import format_date
from webinars.models import Status
from webinars.site.desk import queries
from webinars.site.desk.history import told
from webinars.site.desk.tasks import tasks_of
from webinars.site.desk.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.identity import current_actor
from webinars.site.web.numbers import asked_page, existing

LATELY = 10


@bp.get("/")
@access.signed_in
def show() -> ResponseReturnValue:
    now, actor, session = clock.now(), current_actor(), db.session()
    coming = queries.coming_webinars(session, actor, now)
    events = queries.lately(session, actor, limit=LATELY)
    names = queries.people(session, {event.actor_id for event, _webinar in events if event.actor_id})
    next_one = next((each for each in coming if each.status == Status.PUBLISHED and each.starts_at), None)
    return render_template(
        "desk/show.html",
        now=now,
        today=format_date(now.date(), "EEEE d MMMM"),
        next_one=next_one,
        tasks=tasks_of(session, actor, coming, now=now),
        webinars=coming,
        lately=[(told(event, webinar, names, actor_id=actor.user_id), webinar) for event, webinar in events],
        organisations=queries.editable_organisations(session, actor),
    )


@bp.get("/webinars/past")
@access.signed_in
def past() -> ResponseReturnValue:
    now = clock.now()
    page = existing(page_of(db.session(), queries.past_webinars(current_actor(), now), asked_page()))
    return render_template("desk/past.html", now=now, page=page)
