"""The blueprint of paste-in and what its views share."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from webinars import clock
from webinars.db import db
from webinars.domain.imports.language_model.client import model_of
from webinars.domain.imports.queries import (
    organisation_worked_for_last,
    organisations_to_import_for,
    with_members,
)
from webinars.models import Organisation
from webinars.pure import times
from webinars.site.imports.forms import PasteForm
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp = Blueprint("imports", __name__, url_prefix="/manage/paste")


def paste_form() -> tuple[PasteForm, Sequence[Organisation]]:
    """Returns what was sent, and the organisations it may be for."""
    organisations = organisations_to_import_for(db.session(), current_actor())
    form = PasteForm()
    form.offer(organisations, usual_host(organisations))
    return form, organisations


def chosen_host(form: PasteForm, organisations: Sequence[Organisation]) -> Organisation | None:
    """Returns the organisation that the person has chosen, or the only one."""
    by_slug = {organisation.slug: organisation for organisation in organisations}
    return by_slug.get(form.organisation.data or "") or (organisations[0] if len(organisations) == 1 else None)


def usual_host(organisations: Sequence[Organisation]) -> Organisation | None:
    """Returns the organisation for a text that names none: the one with members that the person worked for last."""
    return organisation_worked_for_last(db.session(), current_actor(), with_members(db.session(), organisations))


def paste_page(form: PasteForm, organisations: Sequence[Organisation]) -> str:
    return render_template(
        "imports/paste.html",
        form=form,
        organisations=organisations,
        model=model_of(site_settings()),
        timezones=times.all_timezones(clock.now()),
    )
