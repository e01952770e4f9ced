"""Records that nothing needs are deleted, once it was said what goes. Two of one organisation are made one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.lineup.speaker_record_queries import speaker_with_slug
from webinars.domain.merging import record_deletion, references
from webinars.domain.merging.errors import StillNeeded
from webinars.domain.merging.organisations import merge_organisations
from webinars.domain.merging.summary import summary_of_merge
from webinars.domain.organisations.queries import organisation_named, organisation_with_slug
from webinars.domain.programme.series.queries import series_with_slug
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Series, Speaker
from webinars.site.merging.forms import MergeForm
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.press import by_actor, press

bp = Blueprint("tidying", __name__, url_prefix="/manage")


@bp.get("/organisations/<slug>/deletion")
@access.signed_in
@about(organisation_with_slug)
def ask_organisation(organisation: Organisation) -> ResponseReturnValue:
    return _ask_organisation(organisation)


@bp.post("/organisations/<slug>/deletion")
@access.signed_in
@about(organisation_with_slug)
def delete_organisation(organisation: Organisation) -> ResponseReturnValue:
    return _delete(
        lambda: record_deletion.delete_organisation(*by_actor(), organisation, now=clock.now()),
        organisation.name,
        back=url_for("organisations.index"),
        ask=_ask_organisation,
    )


@bp.get("/series/<slug>/deletion")
@access.signed_in
@about(series_with_slug)
def ask_series(series: Series) -> ResponseReturnValue:
    return _ask_series(series)


@bp.post("/series/<slug>/deletion")
@access.signed_in
@about(series_with_slug)
def delete_series(series: Series) -> ResponseReturnValue:
    return _delete(
        lambda: record_deletion.delete_series(*by_actor(), series, now=clock.now()),
        series.title,
        back=url_for("series.index", slug=series.organisation.slug),
        ask=_ask_series,
    )


@bp.get("/speakers/<slug>/deletion")
@access.signed_in
@about(speaker_with_slug)
def ask_speaker(speaker: Speaker) -> ResponseReturnValue:
    return _ask_speaker(speaker)


@bp.post("/speakers/<slug>/deletion")
@access.signed_in
@about(speaker_with_slug)
def delete_speaker(speaker: Speaker) -> ResponseReturnValue:
    return _delete(
        lambda: record_deletion.delete_speaker(*by_actor(), speaker, now=clock.now()),
        speaker.name,
        back=url_for("lineup.speakers", slug=speaker.organisation.slug),
        ask=_ask_speaker,
    )


@bp.get("/organisations/<slug>/merge")
@access.admin
@about(organisation_with_slug)
def choose_merge(kept: Organisation) -> ResponseReturnValue:
    """Ask which other record is meant, by `?gone=` its name or the last part of its address.

    Then show what would become of both.
    """
    form = MergeForm(request.args)
    typed = (form.gone.data or "").strip()
    if not typed:
        return _merge_page(kept, form, None)
    gone = _named(typed)
    if gone is None or gone is kept:
        form.gone.errors = [
            _("This is the organisation itself. Write the name of the other one.")
            if gone is kept
            else _("There is no organisation “%(name)s”.", name=typed[:200])
        ]
        return _merge_page(kept, form, None), 422
    return _merge_page(kept, form, gone)


@bp.post("/organisations/<slug>/merge")
@access.admin
@about(organisation_with_slug)
def merge(kept: Organisation) -> ResponseReturnValue:
    gone = organisation_with_slug(db.session(), request.form.get("gone", "")) or abort(404)
    return press(
        lambda: merge_organisations(*by_actor(), kept, gone, now=clock.now()),
        said=_("Merged. The addresses of the other record of %(name)s lead here.", name=gone.name),
        back=url_for("organisations.show", slug=kept.slug),
    )


def _named(typed: str) -> Organisation | None:
    return organisation_with_slug(db.session(), typed) or organisation_named(db.session(), typed)


def _merge_page(kept: Organisation, form: MergeForm, gone: Organisation | None) -> str:
    return render_template(
        "merging/merge.html",
        kept=kept,
        gone=gone,
        form=form,
        summary=summary_of_merge(db.session(), kept, gone) if gone is not None else [],
    )


def _ask_organisation(organisation: Organisation) -> str:
    return _page(
        organisation.name,
        references.needs_of_organisation(db.session(), organisation),
        back=url_for("organisations.show", slug=organisation.slug),
        about=_("Its settings, its memberships and its history go with it. Accounts stay."),
    )


def _ask_series(series: Series) -> str:
    return _page(
        series.title,
        references.needs_of_series(db.session(), series),
        back=url_for("series.edit", slug=series.slug),
        about=_("Its description goes with it."),
    )


def _ask_speaker(speaker: Speaker) -> str:
    return _page(
        speaker.name,
        references.needs_of_speaker(db.session(), speaker),
        back=url_for("lineup.speaker", slug=speaker.slug),
        about=_("Biography, links and portrait go with it."),
    )


def _page(name: str, reasons: list[str], *, back: str, about: str) -> str:
    refusal = str(StillNeeded(name, reasons)) if reasons else ""
    return render_template("merging/delete.html", name=name, refusal=refusal, back=back, about=about)


def _delete(delete: Callable[[], None], name: str, *, back: str, ask: Callable[[Any], str]) -> ResponseReturnValue:
    """Delete, and go `back`, or `ask` again, of what is stored by now, which says what needs it."""
    return press(
        delete,
        said=_("%(name)s is deleted.", name=name),
        back=back,
        refused=lambda _error: (ask(find_again()), 409),
    )
