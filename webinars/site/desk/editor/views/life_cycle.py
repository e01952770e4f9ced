"""Publishing a webinar and what may happen to it after."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.lineup.actions import AppearanceInput, update_appearance
from webinars.domain.programme import life_cycle, permissions
from webinars.domain.programme.editor_queries import lock_webinar
from webinars.domain.programme.errors import WebinarIncomplete, WebinarInvalid, WrongState
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.site.desk.blueprint import bp, managed_webinar_or_404
from webinars.site.desk.editor.forms import ReasonForm
from webinars.site.desk.editor.views.page import published_sentence
from webinars.web import access
from webinars.web.desk_return import back_to_desk_or
from webinars.web.lookups import people_webinar_or_404, permitted_webinar_or_404
from webinars.web.security.identity import current_actor


@bp.get("/webinars/<slug>/status")
@access.signed_in
def status(slug: str) -> ResponseReturnValue:
    return _status_page(published_webinar_or_404(slug), ReasonForm(formdata=None))


@bp.post("/webinars/<slug>/publication")
@access.signed_in
def publish(slug: str) -> ResponseReturnValue:
    """Publish what is stored. The editor publishes what is typed (see `editor`)."""
    return _say_done(slug, life_cycle.publish, published_sentence, "published")


@bp.post("/webinars/<slug>/publication/delete")
@access.signed_in
def unpublish(slug: str) -> ResponseReturnValue:
    return _say_done(
        slug, life_cycle.unpublish, _("It is off the page, and a draft again. Calendars show it as cancelled.")
    )


@bp.post("/webinars/<slug>/postponement")
@access.signed_in
def postpone(slug: str) -> ResponseReturnValue:
    return _say_done(slug, life_cycle.postpone, _("Postponed. Give it a new start here as soon as there is one."))


@bp.post("/webinars/<slug>/cancellation")
@access.signed_in
def cancel(slug: str) -> ResponseReturnValue:
    lock_webinar(db.session(), slug)
    webinar, form = published_webinar_or_404(slug), ReasonForm()
    try:
        life_cycle.cancel(db.session(), current_actor(), webinar, reason=form.reason.data or "", now=clock.now())
    except WebinarInvalid as error:
        form.reason.errors = [str(error)]
        return _status_page(webinar, form), 422
    except WrongState as error:
        return _say_refused(slug, error)
    db.session.commit()
    flash(_("Cancelled. The page stays and says so, and calendars show it."), "ok")
    return redirect(url_for(".edit_webinar", slug=slug), 303)


@bp.post("/webinars/<slug>/restoration")
@access.signed_in
def restore(slug: str) -> ResponseReturnValue:
    return _say_done(slug, life_cycle.restore, _("Restored. It takes place at the start it had."))


@bp.post("/webinars/<slug>/delete")
@access.signed_in
def delete(slug: str) -> ResponseReturnValue:
    lock_webinar(db.session(), slug)
    webinar = managed_webinar_or_404(slug)
    title = webinar.title
    try:
        life_cycle.delete_draft(db.session(), current_actor(), webinar, now=clock.now())
    except WrongState as error:
        return _say_refused(slug, error)
    db.session.commit()
    flash(_("The draft “%(title)s” is deleted.", title=title), "ok")
    return redirect(url_for(".show"), 303)


@bp.post("/webinars/<slug>/lineup/<int:appearance_id>/confirmation")
@access.signed_in
def confirm_appearance(slug: str, appearance_id: int) -> ResponseReturnValue:
    lock_webinar(db.session(), slug)
    webinar = people_webinar_or_404(slug)
    appearance = next((each for each in webinar.lineup if each.id == appearance_id), None)
    if appearance is None:
        flash(_("That person is no longer in the line-up."), "warn")
        return redirect(url_for(".show"), 303)
    if appearance.has_declined:
        # The desk was opened before; the page of the speakers takes them in all the same.
        flash(_("%(name)s has said no meanwhile.", name=appearance.shown_name), "warn")
        return redirect(url_for(".show"), 303)
    place = AppearanceInput(
        speaker=appearance.speaker,
        role=appearance.role,
        affiliation=appearance.affiliation,
        talk_title=appearance.talk_title,
        abstract=appearance.abstract,
        has_agreed=True,
    )
    update_appearance(db.session(), current_actor(), webinar, appearance, place, now=clock.now())
    db.session.commit()
    flash(_("It is noted that %(name)s has agreed.", name=appearance.shown_name), "ok")
    return redirect(url_for(".show"), 303)


def published_webinar_or_404(slug: str) -> Webinar:
    """Returns the webinar, if the person may publish it and take it back.

    Ends in 403 for those who may only look at it.
    """
    return permitted_webinar_or_404(slug, permissions.can_publish)


def _say_done(
    slug: str, verb: Callable[..., Any], sentence: str | Callable[[Webinar], str], category: str = "ok"
) -> ResponseReturnValue:
    # Whoever presses twice reads what the first press has done, not that somebody else was faster.
    lock_webinar(db.session(), slug)
    webinar = published_webinar_or_404(slug)
    try:
        verb(db.session(), current_actor(), webinar, now=clock.now())
    except (WrongState, WebinarIncomplete) as error:
        return _say_refused(slug, error)
    said = sentence if isinstance(sentence, str) else sentence(webinar)
    db.session.commit()
    flash(said, category)
    return redirect(back_to_desk_or(url_for(".edit_webinar", slug=webinar.slug)), 303)


def _say_refused(slug: str, error: WrongState | WebinarIncomplete) -> ResponseReturnValue:
    """Somebody else was faster, or the page is old: say how it stands."""
    db.session.rollback()
    flash(str(error), "warn")
    return redirect(url_for(".edit_webinar", slug=slug), 303)


def _status_page(webinar: Webinar, form: ReasonForm) -> str:
    may_delete = permissions.can_manage(current_actor(), webinar)
    return render_template("desk/editor/status.html", webinar=webinar, form=form, may_delete=may_delete)
