"""Repeating a webinar: the rule, its dates, and a draft for each that is kept."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import lock_webinar
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.scheduling.webinar_copies import duplicate, repeat
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.pure.times.recurrence import MOST_OCCURRENCES
from webinars.site.desk import queries
from webinars.site.desk.blueprint import bp, managed_webinar_or_404
from webinars.site.desk.webinar_copies.forms import RepeatsForm, RuleForm, outlook
from webinars.web import access
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings


@bp.get("/webinars/<slug>/repeats")
@access.signed_in
def repeats(slug: str) -> ResponseReturnValue:
    webinar = managed_webinar_or_404(slug)
    rule = RuleForm(request.args if "every" in request.args else None)
    if "every" not in request.args or webinar.starts_wall is None:
        return _page(webinar, rule, None)
    if not rule.validate():
        return _page(webinar, rule, None), 422
    rows = [
        {"is_kept": True, "date": wall.date(), "hour": wall.time()}
        for wall in rule.recurrence().walls(webinar.starts_wall)[1:]
    ]
    title = webinar.series.title if webinar.series else webinar.title
    form = RepeatsForm(formdata=None, data={"series": title[:200], "with_lineup": False, "occurrences": rows})
    return _page(webinar, rule, form)


@bp.post("/webinars/<slug>/repeats")
@access.signed_in
def repeat_webinar(slug: str) -> ResponseReturnValue:
    # Whoever presses twice has made each draft once: the second press finds what the first has left.
    lock_webinar(db.session(), slug)
    webinar, form = managed_webinar_or_404(slug), RepeatsForm()
    site_zones = site_settings().display_zones
    for row in form.selected_rows():
        refusal = outlook(webinar, row, site_zones).refusal
        if refusal:
            row.date.errors = [refusal]
    walls = [wall for row in form.selected_rows() if not row.date.errors and (wall := row.wall())]
    is_valid = form.validate()
    if not walls:
        form.occurrences.problem = _("Take one date at least.")
    elif len(walls) > MOST_OCCURRENCES:
        form.occurrences.problem = _("Take at most %(count)s dates at once.", count=MOST_OCCURRENCES)
    if not is_valid or form.occurrences.problem or len(walls) < len(form.selected_rows()):
        return _page(webinar, RuleForm(), form), 422
    try:
        drafts = repeat(
            db.session(),
            current_actor(),
            webinar,
            walls,
            series=form.series.data or "",
            with_lineup=bool(form.with_lineup.data),
            now=clock.now(),
        )
    except WebinarInvalid as error:
        db.session.rollback()
        form.series.errors = [str(error)]
        return _page(managed_webinar_or_404(slug), RuleForm(), form), 422
    made = sorted(each.id for each in drafts)
    db.session.commit()
    flash(
        ngettext(
            "%(num)s draft is ready. Publish it when you are.",
            "%(num)s drafts are ready. They are chosen below: publish them together, or take out some.",
            len(made),
        ),
        "ok",
    )
    return redirect(url_for(".show", chosen=made, _anchor="mine"), 303)


@bp.post("/webinars/<slug>/copies")
@access.signed_in
def duplicate_webinar(slug: str) -> ResponseReturnValue:
    """Make a draft like it, without a date, and open it."""
    # Whoever presses twice has made one: the second press finds what the first has left.
    lock_webinar(db.session(), slug)
    webinar = managed_webinar_or_404(slug)
    copy = duplicate(db.session(), current_actor(), webinar, now=clock.now())
    db.session.commit()
    flash(_("A draft like it. It has no date and no room yet, and its people are not confirmed."), "ok")
    return redirect(url_for(".edit_webinar", slug=copy.slug), 303)


def _page(webinar: Webinar, rule: RuleForm, form: RepeatsForm | None) -> str:
    site_zones = site_settings().display_zones
    return render_template(
        "desk/webinar_copies/show.html",
        webinar=webinar,
        rule=rule,
        form=form,
        waiting=queries.drafts_of_series(db.session(), webinar),
        words=rule.recurrence().text(webinar.starts_wall) if form and webinar.starts_wall and request.args else "",
        outlooks=[outlook(webinar, row.form, site_zones) for row in form.occurrences] if form else [],
    )
