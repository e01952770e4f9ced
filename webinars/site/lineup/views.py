"""The speakers an organisation keeps records of: found, changed, and two records of one person made one."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.lineup import speaker_records
from webinars.domain.lineup.errors import SpeakersDiffer
from webinars.domain.lineup.speaker_record_queries import (
    appearance_count,
    other_speakers,
    speaker_with_slug,
    speakers_page,
)
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Organisation, Speaker
from webinars.site.lineup.forms import MergeForm, SpeakerForm
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.forms.rows import arranged, press_in
from webinars.web.number_converter import existing, page_in_address
from webinars.web.press import by_actor, press

bp = Blueprint("lineup", __name__, url_prefix="/manage")
REFUSAL = _l("Owners and editors of the organisation look after the records of its speakers.")


@bp.get("/organisations/<slug>/speakers")
@access.signed_in
@about(organisation_with_slug, refusal=REFUSAL)
def speakers(organisation: Organisation) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:200]
    page = existing(speakers_page(db.session(), organisation, words, page_in_address()))
    return render_template("lineup/speakers.html", organisation=organisation, page=page, words=words)


@bp.get("/speakers/<slug>")
@access.signed_in
@about(speaker_with_slug, former=Speaker, refusal=REFUSAL)
def speaker(found: Speaker) -> ResponseReturnValue:
    form = SpeakerForm()
    form.show(found)
    return _page(found, form)


@bp.post("/speakers/<slug>")
@access.signed_in
@about(speaker_with_slug, refusal=REFUSAL)
def update(found: Speaker) -> ResponseReturnValue:
    form = SpeakerForm()
    if arranged(form, press_in(request.form)):
        return _page(found, form)
    return press(
        lambda: speaker_records.update_speaker(*by_actor(), found, form.chosen(), now=clock.now()),
        form=form,
        page=lambda found: _page(found, form),
        said=lambda _done: _("Saved. Every page and calendar that names %(name)s follows.", name=found.name),
        back=lambda _done: url_for(".speaker", slug=found.slug),
    )


@bp.get("/speakers/<slug>/merge")
@access.signed_in
@about(speaker_with_slug, refusal=REFUSAL)
def merge(kept: Speaker) -> ResponseReturnValue:
    """Show what would become of both records. Nothing is changed yet."""
    return _merge_page(kept, request.args.get("gone", ""))


@bp.post("/speakers/<slug>/merge")
@access.signed_in
@about(speaker_with_slug, refusal=REFUSAL)
def merge_records(kept: Speaker) -> ResponseReturnValue:
    slug = MergeForm().gone.data or ""
    gone = _other_or_404(kept, slug)
    return press(
        lambda: speaker_records.merge_speakers(*by_actor(), kept, gone, now=clock.now()),
        refused=lambda _error: (_merge_page(find_again(), slug), 409),
        said=_("Merged. The addresses of the other record of %(name)s lead here.", name=gone.name),
        back=url_for(".speaker", slug=kept.slug),
    )


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


def _merge_page(kept: Speaker, slug: str) -> str:
    gone, refusal = _other_or_404(kept, slug), ""
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
