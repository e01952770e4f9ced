"""Where a speaker, an organisation or a webinar is given a picture, and where that is cut, described and removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.media.errors import FileRefused, PictureUndescribed, StoreDoesNotAnswer
from webinars.domain.media.pictures import actions, queries
from webinars.domain.media.pictures.crop_shapes import SHAPES, THOUSANDTHS
from webinars.domain.media.pictures.owners import Owner, is_kept_by
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.programme import permissions as programme_rules
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Picture, PictureKind, Speaker, StoredFile
from webinars.site.media.pictures.forms import ChangeForm, NewPictureForm
from webinars.site.media.pictures.upload import LIMIT, cut_of, hold, make_picture, part_in
from webinars.site.media.views.serving import bytes_of
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import MEGABYTE, most_bytes, takes_file
from webinars.web.security.identity import current_actor
from webinars.web.stored_files import allow_files

bp = Blueprint("pictures", __name__, url_prefix="/manage")
PLACES: Mapping[PictureKind, str] = MappingProxyType(
    {
        PictureKind.PORTRAIT: "/speakers/<slug>/picture",
        PictureKind.LOGO: "/organisations/<slug>/picture",
        PictureKind.COVER: "/webinars/<slug>/picture",
    }
)
FINDERS: Mapping[PictureKind, Callable[..., Owner | None]] = MappingProxyType(
    {
        PictureKind.PORTRAIT: queries.speaker_with_portrait,
        PictureKind.LOGO: queries.organisation_with_logo,
        PictureKind.COVER: queries.webinar_with_cover,
    }
)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """What the page is about."""

    kind: PictureKind
    slug: str
    owner: Owner
    picture: Picture | None

    def address(self, endpoint: str = ".show") -> str:
        return url_for(endpoint, kind=self.kind.value, slug=self.slug)


def at(path: str, method: str) -> Callable[[access.View], access.View]:
    """Let a view answer below the address of each kind of owner, and be told which `kind` it is."""

    def added(view: access.View) -> access.View:
        for kind, place in PLACES.items():
            bp.add_url_rule(place + path, view_func=view, methods=[method], defaults={"kind": kind.value})
        return view

    return added


def _gate(kind: str, slug: str) -> bool:
    """Lets those send a picture who may give one."""
    owner = FINDERS[PictureKind(kind)](db.session(), slug)
    return owner is not None and is_kept_by(current_actor(), owner)


@at("", "GET")
@access.signed_in
def show(kind: str, slug: str) -> ResponseReturnValue:
    return _page(_kept_or_404(kind, slug))


@at("", "POST")
@access.signed_in
@takes_file(LIMIT, _gate)
def give(kind: str, slug: str) -> ResponseReturnValue:
    form = NewPictureForm()
    try:
        with prepared():
            _kept_or_404(kind, slug)
            actions.checked_alt(form.alt.data or "")
            made = make_picture(form.file.data, PictureKind(kind))
        shown = _kept_or_404(kind, slug)
        hold(made.original, *made.sizes.files)
        actions.set_picture(db.session(), current_actor(), shown.owner, made, alt=form.alt.data or "", now=clock.now())
    except WebinarsError as error:
        return _refused(kind, slug, form, error)
    db.session.commit()
    flash(_("The picture is stored."), "ok")
    return redirect(shown.address(), 303)


@at("/change", "POST")
@access.signed_in
def change(kind: str, slug: str) -> ResponseReturnValue:
    form = ChangeForm()
    session, actor = db.session(), current_actor()
    try:
        with prepared():
            sizes = _cut(_kept_or_404(kind, slug), form)
        shown = _kept_or_404(kind, slug)
        actions.describe(session, actor, shown.owner, form.alt.data or "", now=clock.now())
        if sizes is not None:
            hold(*sizes.files)
            actions.set_part(session, actor, shown.owner, form.original.data or "", sizes, now=clock.now())
    except WebinarsError as error:
        return _refused(kind, slug, form, error)
    session.commit()
    flash(_("Saved."), "ok")
    return redirect(shown.address(), 303)


@at("/removal", "POST")
@access.signed_in
def remove(kind: str, slug: str) -> ResponseReturnValue:
    shown = _kept_or_404(kind, slug)
    actions.remove_picture(db.session(), current_actor(), shown.owner, now=clock.now())
    db.session.commit()
    flash(_("The picture is removed. No page shows it any more."), "ok")
    return redirect(shown.address(), 303)


@at("/original", "GET")
@access.signed_in
def original(kind: str, slug: str) -> ResponseReturnValue:
    """Returns the whole picture, to cut from. The public never sees it."""
    return _bytes(kind, slug, actions.original_of)


@at("/shown", "GET")
@access.signed_in
def preview(kind: str, slug: str) -> ResponseReturnValue:
    """What is shown of it, also while its webinar is a draft."""
    return _bytes(kind, slug, lambda picture: picture.sizes[-1])


def _bytes(kind: str, slug: str, chosen: Callable[[Picture], StoredFile]) -> ResponseReturnValue:
    shown = _kept_or_404(kind, slug)
    if shown.picture is None:
        abort(404)
    answer = bytes_of(chosen(shown.picture))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _cut(shown: PicturePage, form: ChangeForm) -> actions.Sizes | None:
    """Returns the sizes of the part that was chosen, or None if it cannot be cut, or is what is shown already."""
    part = part_in(request.form)
    if shown.picture is None or part is None or SHAPES[shown.kind].ratio is None:
        return None
    whole = actions.original_of(shown.picture)
    if part == actions.part_of(shown.picture) or whole.key != form.original.data:
        return None
    return cut_of(shown.kind, whole, part)


def _refused(kind: str, slug: str, form: NewPictureForm | ChangeForm, error: WebinarsError) -> ResponseReturnValue:
    db.session.rollback()
    shown = _kept_or_404(kind, slug)
    if isinstance(form, NewPictureForm) and not isinstance(error, PictureUndescribed):
        form.file.errors = [str(error)]
    elif isinstance(error, PictureUndescribed):
        form.alt.errors = [str(error)]
    elif isinstance(error, (FileRefused, StoreDoesNotAnswer)):
        flash(str(error), "danger")
    else:
        raise error
    return _page(shown, form), 503 if isinstance(error, StoreDoesNotAnswer) else 422


def _kept_or_404(kind: str, slug: str) -> PicturePage:
    """Returns the owner, for those who may give it a picture.

    Ends in 403 for those who may only look at it, and in 404 for strangers.
    """
    actor = current_actor()
    owner = FINDERS[PictureKind(kind)](db.session(), slug)
    if owner is None or not _may_look(owner):
        abort(404)
    if not is_kept_by(actor, owner):
        abort(403)
    return PicturePage(PictureKind(kind), slug, owner, actions.picture_of(owner))


def _may_look(owner: Owner) -> bool:
    if isinstance(owner, Speaker):
        return organisation_rules.can_view(current_actor(), owner.organisation)
    if isinstance(owner, Organisation):
        return organisation_rules.can_view(current_actor(), owner)
    return programme_rules.can_view(current_actor(), owner)


def _page(shown: PicturePage, refused: NewPictureForm | ChangeForm | None = None) -> str:
    allow_files("img-src")
    change_form = None
    if shown.picture is not None:
        whole, part = actions.original_of(shown.picture), actions.part_of(shown.picture)
        assert whole.width
        assert whole.height
        room = (THOUSANDTHS, round(THOUSANDTHS * whole.height / whole.width), THOUSANDTHS)
        change_form = refused if isinstance(refused, ChangeForm) else ChangeForm(formdata=None)
        if change_form is refused:
            change_form.limit(room)
        else:
            change_form.show(shown.picture.alt, part, room, whole.key)
    return render_template(
        "media/pictures/picture.html",
        shown=shown,
        form=refused if isinstance(refused, NewPictureForm) else NewPictureForm(formdata=None),
        change_form=change_form,
        shape=SHAPES[shown.kind],
        original=actions.original_of(shown.picture) if shown.picture is not None else None,
        most_mb=most_bytes(LIMIT) // MEGABYTE,
    )
