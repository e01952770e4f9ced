from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.reach_counts import reach_of
from webinars.domain.organisations.queries import has_organisations
from webinars.domain.programme.editor_queries import load_whole
from webinars.lib.i18n import gettext as _
from webinars.models import Status, User, Webinar
from webinars.site.desk.editor.publishing_words import before_publishing
from webinars.site.first_steps.forms import FirstStepsForm
from webinars.site.first_steps.preview import proof_of
from webinars.site.first_steps.queries import begun_by
from webinars.site.first_steps.saving import let_one_begin, store
from webinars.web import access
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp = Blueprint("first_steps", __name__, url_prefix="/manage/first-run")


@bp.get("")
@access.admin
def show() -> ResponseReturnValue:
    if has_organisations(db.session()):
        return _onward()
    form = FirstStepsForm(formdata=None)
    form.begin(site_settings().display_zones)
    return _page(form, is_fresh=True)


@bp.get("/proof")
@access.admin
def proof() -> ResponseReturnValue:
    """What visitors will see of what stands in the form, for the script."""
    form, site_zones = FirstStepsForm(request.args), site_settings().display_zones
    is_from_browser = "from_browser" in request.args
    if is_from_browser:
        form.choose_usual(site_zones)
    form.offer(site_zones)
    shown = proof_of(form, is_from_browser=is_from_browser)
    return render_template("first_steps/_proof.html", form=form, proof=shown, publishing=before_publishing(shown.reach))


@bp.post("")
@access.admin
def take() -> ResponseReturnValue:
    session, form, now = db.session(), FirstStepsForm(), clock.now()
    let_one_begin(session)
    if has_organisations(session):
        return _onward()
    is_published = request.form.get("press") == "publish"
    site_zones = site_settings().display_zones
    webinar = store(session, current_actor(), form, is_published=is_published, site_zones=site_zones, now=now)
    if webinar is None:
        session.rollback()
        return _page(form), 422
    session.commit()
    if not is_published:
        flash(_("Saved as a draft."), "ok")
    return _to(webinar)


@bp.get("/published")
@access.admin
def published() -> ResponseReturnValue:
    webinar = begun_by(db.session(), current_actor())
    if webinar is None or webinar.status != Status.PUBLISHED:
        return redirect(url_for("desk.show"))
    load_whole(db.session(), webinar)
    return render_template(
        "first_steps/published.html",
        webinar=webinar,
        reach=reach_of(db.session(), webinar),
        is_sending=site_settings().mail_url is not None,
    )


def _onward() -> ResponseReturnValue:
    """Lead on where the steps have been taken already.

    To what came of them, for who has taken them, or to the desk.
    """
    webinar = begun_by(db.session(), current_actor())
    return redirect(url_for("desk.show")) if webinar is None else _to(webinar)


def _to(webinar: Webinar) -> ResponseReturnValue:
    if webinar.status == Status.PUBLISHED:
        return redirect(url_for(".published"), 303)
    return redirect(url_for("desk.edit_webinar", slug=webinar.slug), 303)


def _page(form: FirstStepsForm, *, is_fresh: bool = False) -> str:
    form.offer(site_settings().display_zones)
    shown = proof_of(form)
    return render_template(
        "first_steps/show.html",
        form=form,
        proof=shown,
        publishing=before_publishing(shown.reach),
        is_fresh=is_fresh,
        user=db.session().get_one(User, current_actor().user_id),
    )
