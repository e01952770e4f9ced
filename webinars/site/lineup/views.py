"""The speakers an organisation keeps records of: found, changed, and two records of one person made one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.lineup import record_permissions, speaker_records
from webinars.domain.lineup.errors import SpeakerInvalid, SpeakersDiffer
from webinars.domain.lineup.speaker_record_queries import (
    appearance_count,
    other_speakers,
    speaker_with_slug,
    speakers_page,
)
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Speaker
from webinars.site.lineup.forms import MergeForm, SpeakerForm
from webinars.web import access
from webinars.web.forms.rows import arranged, press_in
from webinars.web.lookups import at_former_address
from webinars.web.number_converter import existing, page_in_address
from webinars.web.security.identity import current_actor

bp = Blueprint("lineup", __name__, url_prefix="/manage")


@bp.get("/organisations/<slug>/speakers")
@access.signed_in
def speakers(slug: str) -> ResponseReturnValue:
    organisation = organisation_with_slug(db.session(), slug)
    if organisation is None:
        abort(404)
    _refuse_others(organisation)
    words = request.args.get("q", "").strip()[:200]
    page = existing(speakers_page(db.session(), organisation, words, page_in_address()))
    return render_template("lineup/speakers.html", organisation=organisation, page=page, words=words)


@bp.get("/speakers/<slug>")
@access.signed_in
def speaker(slug: str) -> ResponseReturnValue:
    found = speaker_with_slug(db.session(), slug)
    if found is None:
        return at_former_address(Speaker, slug, "lineup.speaker", look_at=_speaker_or_404)
    _refuse_others(found.organisation)
    form = SpeakerForm()
    form.show(found)
    return _page(found, form)


@bp.post("/speakers/<slug>")
@access.signed_in
def update(slug: str) -> ResponseReturnValue:
    found, form = _speaker_or_404(slug), SpeakerForm()
    if arranged(form, press_in(request.form)):
        return _page(found, form)
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        speaker_records.update_speaker(db.session(), current_actor(), found, form.chosen(), now=clock.now())
    except SpeakerInvalid as error:
        db.session.rollback()
        field = form[error.field]
        field.errors = [*field.errors, str(error)]
        return _page(_speaker_or_404(slug), form), 422
    db.session.commit()
    flash(_("Saved. Every page and calendar that names %(name)s follows.", name=found.name), "ok")
    return redirect(url_for(".speaker", slug=found.slug), 303)


@bp.get("/speakers/<slug>/merge")
@access.signed_in
def merge(slug: str) -> ResponseReturnValue:
    """Show what would become of both records. Nothing is changed yet."""
    kept = _speaker_or_404(slug)
    gone = _other_or_404(kept, request.args.get("gone", ""))
    return _merge_page(kept, gone)


@bp.post("/speakers/<slug>/merge")
@access.signed_in
def merge_records(slug: str) -> ResponseReturnValue:
    kept, form = _speaker_or_404(slug), MergeForm()
    gone = _other_or_404(kept, form.gone.data or "")
    name = gone.name
    try:
        speaker_records.merge_speakers(db.session(), current_actor(), kept, gone, now=clock.now())
    except SpeakersDiffer:
        db.session.rollback()
        kept = _speaker_or_404(slug)
        return _merge_page(kept, _other_or_404(kept, form.gone.data or "")), 409
    db.session.commit()
    flash(_("Merged. The addresses of the other record of %(name)s lead here.", name=name), "ok")
    return redirect(url_for(".speaker", slug=kept.slug), 303)


def _refuse_others(organisation: Organisation) -> None:
    actor = current_actor()
    # The records of somebody else's organisation must not tell that there are any.
    if not organisation_rules.can_view(actor, organisation):
        abort(404)
    if not record_permissions.can_keep_records(actor, organisation.id):
        abort(403, _("Owners and editors of the organisation look after the records of its speakers."))


def _speaker_or_404(slug: str) -> Speaker:
    found = speaker_with_slug(db.session(), slug)
    if found is None:
        abort(404)
    _refuse_others(found.organisation)
    return found


def _other_or_404(kept: Speaker, slug: str) -> Speaker:
    other = speaker_with_slug(db.session(), slug)
    if other is None or other is kept or other.organisation_id != kept.organisation_id:
        abort(404)
    return other


def _page(found: Speaker, form: SpeakerForm) -> str:
    others = other_speakers(db.session(), found)
    merge_form = MergeForm(formdata=None)
    merge_form.offer(
        [(each.slug, f"{each.name}, {each.affiliation}" if each.affiliation else each.name) for each in others]
    )
    return render_template(
        "lineup/speaker.html",
        speaker=found,
        organisation=found.organisation,
        form=form,
        merge_form=merge_form,
        others=others,
        appearance_count=appearance_count(db.session(), found),
        press=press_in(request.form),
    )


def _merge_page(kept: Speaker, gone: Speaker) -> str:
    refusal = ""
    try:
        speaker_records.refuse_together(db.session(), kept, gone)
    except SpeakersDiffer as error:
        refusal = str(error)
    return render_template(
        "lineup/merge.html",
        kept=kept,
        gone=gone,
        organisation=kept.organisation,
        refusal=refusal,
        appearance_count=appearance_count(db.session(), gone),
    )
