"""Records that nothing needs are deleted, once it was said what goes. Two of one organisation are made one."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.lineup.record_permissions import can_keep_records
from webinars.domain.lineup.speaker_record_queries import speaker_with_slug
from webinars.domain.merging import record_deletion, references
from webinars.domain.merging.errors import OrganisationsDiffer, StillNeeded
from webinars.domain.merging.organisations import merge_organisations
from webinars.domain.merging.summary import summary_of_merge
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.organisations.queries import organisation_named, organisation_with_slug
from webinars.domain.programme.series.queries import series_with_slug
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Series, Speaker
from webinars.site.merging.forms import MergeForm
from webinars.web import access
from webinars.web.security.identity import current_actor

bp = Blueprint("tidying", __name__, url_prefix="/manage")


@bp.get("/organisations/<slug>/deletion")
@access.signed_in
def ask_organisation(slug: str) -> ResponseReturnValue:
    return _ask_organisation(_organisation_or_error(slug))


@bp.post("/organisations/<slug>/deletion")
@access.signed_in
def delete_organisation(slug: str) -> ResponseReturnValue:
    organisation = _organisation_or_error(slug)
    return _deleted(
        organisation.name,
        partial(record_deletion.delete_organisation, db.session(), current_actor(), organisation, now=clock.now()),
        back=url_for("organisations.index"),
        ask=lambda: _ask_organisation(_organisation_or_error(slug)),
    )


@bp.get("/series/<slug>/deletion")
@access.signed_in
def ask_series(slug: str) -> ResponseReturnValue:
    return _ask_series(_series_or_error(slug))


@bp.post("/series/<slug>/deletion")
@access.signed_in
def delete_series(slug: str) -> ResponseReturnValue:
    series = _series_or_error(slug)
    return _deleted(
        series.title,
        partial(record_deletion.delete_series, db.session(), current_actor(), series, now=clock.now()),
        back=url_for("series.index", slug=series.organisation.slug),
        ask=lambda: _ask_series(_series_or_error(slug)),
    )


@bp.get("/speakers/<slug>/deletion")
@access.signed_in
def ask_speaker(slug: str) -> ResponseReturnValue:
    return _ask_speaker(_speaker_or_error(slug))


@bp.post("/speakers/<slug>/deletion")
@access.signed_in
def delete_speaker(slug: str) -> ResponseReturnValue:
    speaker = _speaker_or_error(slug)
    return _deleted(
        speaker.name,
        partial(record_deletion.delete_speaker, db.session(), current_actor(), speaker, now=clock.now()),
        back=url_for("lineup.speakers", slug=speaker.organisation.slug),
        ask=lambda: _ask_speaker(_speaker_or_error(slug)),
    )


@bp.get("/organisations/<slug>/merge")
@access.admin
def choose_merge(slug: str) -> ResponseReturnValue:
    """Ask which other record is meant, by `?gone=` its name or the last part of its address.

    Then show what would become of both.
    """
    kept = organisation_with_slug(db.session(), slug) or abort(404)
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
def merge(slug: str) -> ResponseReturnValue:
    kept = organisation_with_slug(db.session(), slug) or abort(404)
    gone = organisation_with_slug(db.session(), request.form.get("gone", "")) or abort(404)
    name = gone.name
    try:
        merge_organisations(db.session(), current_actor(), kept, gone, now=clock.now())
    except OrganisationsDiffer as error:
        abort(409, str(error))
    db.session.commit()
    flash(_("Merged. The addresses of the other record of %(name)s lead here.", name=name), "ok")
    return redirect(url_for("organisations.show", slug=slug), 303)


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


def _deleted(name: str, delete: Callable[[], None], *, back: str, ask: Callable[[], str]) -> ResponseReturnValue:
    """Delete, and go `back`, or `ask` again, of what is stored by now, which says what needs it."""
    try:
        delete()
    except StillNeeded:
        db.session.rollback()
        return ask(), 409
    db.session.commit()
    flash(_("%(name)s is deleted.", name=name), "ok")
    return redirect(back, 303)


def _organisation_or_error(slug: str) -> Organisation:
    organisation = organisation_with_slug(db.session(), slug)
    if organisation is None or not organisation_rules.can_view(current_actor(), organisation):
        abort(404)
    if not organisation_rules.can_update(current_actor(), organisation):
        abort(403)
    return organisation


def _series_or_error(slug: str) -> Series:
    series = series_with_slug(db.session(), slug)
    if series is None:
        abort(404)
    _refuse_others(series.organisation)
    return series


def _speaker_or_error(slug: str) -> Speaker:
    speaker = speaker_with_slug(db.session(), slug)
    if speaker is None:
        abort(404)
    _refuse_others(speaker.organisation)
    return speaker


def _refuse_others(organisation: Organisation) -> None:
    """Refuse all but editors, who look after speakers and series alike.

    To people of other organisations there are none.
    """
    if not organisation_rules.can_view(current_actor(), organisation):
        abort(404)
    if not can_keep_records(current_actor(), organisation.id):
        abort(403)
