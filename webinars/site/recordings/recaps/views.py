"""A recap in a minute: a pasted list becomes a table to look over, and the table becomes recordings."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.permissions import can_edit_texts
from webinars.domain.recordings.recaps.actions import Recap, RecapInvalid, add_recap
from webinars.domain.recordings.recaps.proposals import possible_places, rows_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.pure.playlists.reading import ListReading, read_list
from webinars.site.recordings.recaps.forms import ListForm, RecapForm
from webinars.site.recordings.recaps.queries import webinars_to_recap
from webinars.web import access
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.requests.transactions import prepared, stores_nothing
from webinars.web.security.identity import current_actor

bp = Blueprint("recaps", __name__, url_prefix="/manage")


@bp.get("/recap", defaults={"slug": None})
@bp.get("/webinars/<slug>/recap")
@access.signed_in
def paste(slug: str | None) -> ResponseReturnValue:
    return _paste_page(ListForm(), _home(slug))


@bp.post("/recap", defaults={"slug": None})
@bp.post("/webinars/<slug>/recap")
@access.signed_in
@stores_nothing
def read(slug: str | None) -> ResponseReturnValue:
    """Show what the list says, or the list again. Stores nothing."""
    home = _home(slug)
    form = ListForm()
    if "change" in request.form:
        return _paste_page(form, home)
    if not form.validate():
        return _paste_page(form, home), 422
    reading = read_list(form.text.data or "")
    if not reading.videos:
        form.text.errors = [_no_address(reading)]
        return _paste_page(form, home), 422
    webinars = webinars_to_recap(db.session(), current_actor(), home, now=clock.now())
    table = RecapForm(formdata=None, text=form.text.data)
    table.show(rows_of(reading.videos, webinars, home))
    return _table_page(table, reading, webinars, home)


@bp.post("/recap/recordings", defaults={"slug": None})
@bp.post("/webinars/<slug>/recap/recordings")
@access.signed_in
def store(slug: str | None) -> ResponseReturnValue:
    """Add the recordings as the person has confirmed them, all or none."""
    home = _home(slug)
    session, actor, now = db.session(), current_actor(), clock.now()
    webinars = webinars_to_recap(session, actor, home, now=now)
    form = RecapForm()
    is_valid = form.validate()
    lines = form.lines(possible_places(webinars))
    if is_valid and not any(row.form.errors for row in form.rows):
        try:
            recap = add_recap(session, actor, lines, now=now)
        except RecapInvalid as error:
            session.rollback()
            for key, problem in error.errors.items():
                field = form.rows[key].form["title" if problem.field == "title" else "place"]
                field.errors = [*field.errors, str(problem)]
        else:
            session.commit()
            return _done(recap, [line.webinar for line in lines], home)
    # Read again: after the rollback nothing of them is loaded.
    with prepared():
        home = _home(slug)
        webinars = webinars_to_recap(session, actor, home, now=now)
        return _table_page(form, read_list(form.text.data or ""), webinars, home), 422


def _home(slug: str | None) -> Webinar | None:
    return permitted_webinar_or_404(slug, can_edit_texts) if slug is not None else None


def _no_address(reading: ListReading) -> str:
    if any(line.reason for line in reading.left):
        return next(line.reason for line in reading.left if line.reason)
    return _(
        "There is no address of a video in this list. Copy it with its links, or write the addresses beside the titles."
    )


def _done(recap: Recap, webinars: Sequence[Webinar], home: Webinar | None) -> ResponseReturnValue:
    if recap.added:
        flash(ngettext("One recording is added.", "%(num)s recordings are added.", len(recap.added)), "ok")
    else:
        flash(_("Nothing was added."), "ok")
    if recap.known_count:
        flash(ngettext("One was here already.", "%(num)s were here already.", recap.known_count), "ok")
    concerned = {webinar.slug for webinar in webinars} or ({home.slug} if home is not None else set())
    if len(concerned) == 1:
        return redirect(url_for("recordings.manage", slug=concerned.pop()), 303)
    return redirect(url_for("desk.show", state="past"), 303)


def _paste_page(form: ListForm, home: Webinar | None) -> str:
    return render_template("recordings/recaps/paste.html", form=form, home=home)


def _table_page(form: RecapForm, reading: ListReading, webinars: Sequence[Webinar], home: Webinar | None) -> str:
    form.offer(possible_places(webinars), home)
    rows = rows_of(reading.videos, webinars, home)
    return render_template(
        "recordings/recaps/table.html",
        form=form,
        home=home,
        left=reading.left,
        known=[row for row in rows if row.known is not None],
        doubtful={row.video.url for row in rows if row.is_doubtful},
        said={row.video.url: row.video for row in rows},
    )
