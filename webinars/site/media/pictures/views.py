"""Where a speaker, an organisation or a webinar is given a picture, and where that is cut, described and removed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.media.errors import FileRefused, PictureUndescribed, StoreDoesNotAnswer
from webinars.domain.media.pictures import actions, queries
from webinars.domain.media.pictures.crop_shapes import SHAPES, THOUSANDTHS
from webinars.domain.media.pictures.owners import Owner, is_kept_by
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import Picture, PictureKind, StoredFile
from webinars.site.media.pictures.forms import ChangeForm, NewPictureForm
from webinars.site.media.pictures.upload import LIMIT, cut_of, hold, make_picture, part_in
from webinars.site.media.views.serving import bytes_of
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.press import by_actor, press
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


class PicturePage(Struct, frozen=True):
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


def picture_page(session: Session, kind: str, slug: str) -> PicturePage | None:
    """Returns what the page of a picture is about, or None where no such owner is."""
    owner = FINDERS[PictureKind(kind)](session, slug)
    return PicturePage(PictureKind(kind), slug, owner, actions.picture_of(owner)) if owner is not None else None


@at("", "GET")
@access.signed_in
@about(picture_page)
def show(shown: PicturePage) -> ResponseReturnValue:
    return _page(shown)


@at("", "POST")
@access.signed_in
@takes_file(LIMIT, _gate)
@about(picture_page)
def give(shown: PicturePage) -> ResponseReturnValue:
    form = NewPictureForm()

    def store() -> None:
        with prepared():
            actions.checked_alt(form.alt.data or "")
            made = make_picture(form.file.data, shown.kind)
        owner = find_again().owner
        hold(made.original, *made.sizes.files)
        actions.set_picture(*by_actor(), owner, made, alt=form.alt.data or "", now=clock.now())

    return _store(store, shown, form, _("The picture is stored."))


@at("/change", "POST")
@access.signed_in
@about(picture_page)
def change(shown: PicturePage) -> ResponseReturnValue:
    form = ChangeForm()

    def store() -> None:
        with prepared():
            sizes = _cut(find_again(), form)
        owner = find_again().owner
        actions.describe(*by_actor(), owner, form.alt.data or "", now=clock.now())
        if sizes is not None:
            hold(*sizes.files)
            actions.set_part(*by_actor(), owner, form.original.data or "", sizes, now=clock.now())

    return _store(store, shown, form, _("Saved."))


@at("/removal", "POST")
@access.signed_in
@about(picture_page)
def remove(shown: PicturePage) -> ResponseReturnValue:
    return press(
        lambda: actions.remove_picture(*by_actor(), shown.owner, now=clock.now()),
        said=_("The picture is removed. No page shows it any more."),
        back=shown.address(),
    )


@at("/original", "GET")
@access.signed_in
@about(picture_page)
def original(shown: PicturePage) -> ResponseReturnValue:
    """Returns the whole picture, to cut from. The public never sees it."""
    return _bytes(shown, actions.original_of)


@at("/shown", "GET")
@access.signed_in
@about(picture_page)
def preview(shown: PicturePage) -> ResponseReturnValue:
    """What is shown of it, also while its webinar is a draft."""
    return _bytes(shown, lambda picture: picture.sizes[-1])


def _bytes(shown: PicturePage, chosen: Callable[[Picture], StoredFile]) -> ResponseReturnValue:
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


def _store(
    verb: Callable[[], None], shown: PicturePage, form: NewPictureForm | ChangeForm, said: str
) -> ResponseReturnValue:
    def refuse(error: WebinarsError) -> ResponseReturnValue:
        if isinstance(error, PictureUndescribed):
            form.alt.errors = [str(error)]
        elif isinstance(form, NewPictureForm):
            form.file.errors = [str(error)]
        elif isinstance(error, (FileRefused, StoreDoesNotAnswer)):
            flash(str(error), "danger")
        else:
            raise error
        return _page(find_again(), form), 503 if isinstance(error, StoreDoesNotAnswer) else 422

    return press(verb, refused=refuse, said=said, back=shown.address())


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
