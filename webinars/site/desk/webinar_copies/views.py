"""Repeating a webinar: the rule, its dates, and a draft for each that is kept."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme import member_queries
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.scheduling.webinar_copies import duplicate, repeat
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.pure.times.recurrence import MOST_OCCURRENCES
from webinars.site.desk.blueprint import bp
from webinars.site.desk.webinar_copies.forms import RepeatsForm, RuleForm, outlook
from webinars.web import access
from webinars.web.about import about
from webinars.web.press import by_actor, press
from webinars.web.site_context import site_settings


@bp.get("/webinars/<slug>/repeats")
@access.signed_in
@about(webinar_to_edit)
def repeats(webinar: Webinar) -> ResponseReturnValue:
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
# Whoever presses twice has made each draft once: the second press finds what the first has left.
@about(webinar_to_edit, locked=True)
def repeat_webinar(webinar: Webinar) -> ResponseReturnValue:
    form = RepeatsForm()
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

    def said(drafts: list[Webinar]) -> str:
        return ngettext(
            "%(num)s draft is ready. Publish it when you are.",
            "%(num)s drafts are ready. They are chosen below: publish them together, or take out some.",
            len(drafts),
        )

    return press(
        lambda: repeat(
            *by_actor(),
            webinar,
            walls,
            series=form.series.data or "",
            with_lineup=bool(form.with_lineup.data),
            now=clock.now(),
        ),
        form=form,
        page=lambda webinar: _page(webinar, RuleForm(), form),
        said=said,
        back=lambda drafts: url_for(".show", chosen=sorted(each.id for each in drafts), _anchor="mine"),
    )


@bp.post("/webinars/<slug>/copies")
@access.signed_in
# Whoever presses twice has made one: the second press finds what the first has left.
@about(webinar_to_edit, locked=True)
def duplicate_webinar(webinar: Webinar) -> ResponseReturnValue:
    """Make a draft like it, without a date, and open it."""
    return press(
        lambda: duplicate(*by_actor(), webinar, now=clock.now()),
        said=_("A draft like it. It has no date and no room yet, and its people are not confirmed."),
        back=lambda copy: url_for(".edit_webinar", slug=copy.slug),
    )


def _page(webinar: Webinar, rule: RuleForm, form: RepeatsForm | None) -> str:
    site_zones = site_settings().display_zones
    return render_template(
        "desk/webinar_copies/show.html",
        webinar=webinar,
        rule=rule,
        form=form,
        waiting=member_queries.drafts_of_series(db.session(), webinar),
        words=rule.recurrence().text(webinar.starts_wall) if form and webinar.starts_wall and request.args else "",
        outlooks=[outlook(webinar, row.form, site_zones) for row in form.occurrences] if form else [],
    )
