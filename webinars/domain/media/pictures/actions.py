"""Pictures of speakers, organisations and webinars: given, cut otherwise, described, taken away."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import IO

from msgspec import Struct
from PIL import Image, ImageOps
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.media.actions import StoredBytes
from webinars.domain.media.errors import FileRefused, PictureUndescribed
from webinars.domain.media.file_types import FileType
from webinars.domain.media.picture_decoding import MOST_PIXELS, check_size, decoded, reduced_by, write_jpeg
from webinars.domain.media.pictures.crop_shapes import LONGEST_SIDE, SHAPES, Crop, box_of, fit_crop, largest_crop
from webinars.domain.media.pictures.owners import Owner, is_kept_by, kind_of, note
from webinars.domain.media.storage import Storage
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import FileKind, Picture, PictureKind, StoredFile

# Originals as they are kept, and the sizes that are cut from them: decoded anew, without what was hidden in them.


JPEG, PNG = FileType("image/jpeg", ".jpg"), FileType("image/png", ".png")


class PictureSize(Struct, frozen=True):
    """One size of a picture."""

    octets: bytes
    size: tuple[int, int]
    """Width and height in pixels."""


def content_of(kind: PictureKind) -> FileType:
    """Returns what the files of a picture of `kind` are: PNG where they may be see-through."""
    return PNG if SHAPES[kind].is_see_through else JPEG


def original_from(file: IO[bytes], kind: PictureKind) -> PictureSize:
    """Returns the whole picture in `file`, upright and at most 2,000 pixels long, without EXIF, comments or profiles.

    Raises FileRefused.
    """
    shape = SHAPES[kind]
    with decoded(file, formats=tuple(MOST_PIXELS)) as opened:
        # Lying on its side is no reason to refuse one.
        least = shape.least if opened.width >= opened.height else shape.least[::-1]
        check_size(opened, least, wanted=shape.widths[1])
        if not shape.is_see_through:
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be decoded larger than it will be
        factor = max(1, max(opened.size) // LONGEST_SIDE)
        upright = ImageOps.exif_transpose(reduced_by(opened, factor, is_see_through=shape.is_see_through))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return PictureSize(_written(upright, kind), upright.size)


def sizes_from(original: IO[bytes], kind: PictureKind, part: Crop) -> Iterator[PictureSize]:
    """Yields the sizes of `part` of what `original_from` has made, the narrowest first: none larger than it is there.

    Raises FileRefused.
    """
    shape = SHAPES[kind]
    with decoded(original, formats=("JPEG", "PNG")) as opened:
        shown = opened.crop(box_of(kind, opened.size, part))
    widths = [width for width in shape.widths if width <= shown.width] or [shown.width]
    for width in widths:
        height = round(width * (shape.ratio or shown.height / shown.width))
        size = (width, max(1, height))
        yield PictureSize(_written(shown.resize(size, Image.Resampling.LANCZOS), kind), size)


def _written(picture: Image.Image, kind: PictureKind) -> bytes:
    octets = io.BytesIO()
    if SHAPES[kind].is_see_through:
        picture.info.clear()
        picture.save(octets, "PNG", optimize=True)
    else:
        write_jpeg(picture, octets)
    return octets.getvalue()


ALT_LENGTH = 300


class Sizes(Struct, frozen=True, kw_only=True):
    """The sizes of one part of a picture, whose bytes are kept already."""

    part: Crop
    files: Sequence[StoredBytes]


class StoredPicture(Struct, frozen=True, kw_only=True):
    """A picture whose bytes are kept already: its original, and the sizes of the part it shows at first."""

    original: StoredBytes
    sizes: Sizes


def store_picture(storage: Storage, file: IO[bytes], kind: PictureKind, part: Crop | None = None) -> StoredPicture:
    """Decode what was sent, keep it and the sizes of `part`, or of its middle. Takes its time: before any transaction.

    Raises FileRefused, StoreDoesNotAnswer, OSError.
    """
    cut = original_from(file, kind)
    original = _kept(storage, cut, kind, "original")
    inside = fit_crop(kind, cut.size, part) if part else largest_crop(kind, cut.size)
    return StoredPicture(original=original, sizes=_sizes(storage, io.BytesIO(cut.octets), kind, inside))


def cut_anew(storage: Storage, kind: PictureKind, original: StoredFile, part: Crop) -> Sizes:
    """Cut and keep the sizes of another part of what is kept. Takes its time: before any transaction.

    Raises FileRefused, StoreDoesNotAnswer, OSError.
    """
    assert original.width is not None
    assert original.height is not None
    inside = fit_crop(kind, (original.width, original.height), part)
    with storage.fetched(original.key) as path, path.open("rb") as file:
        return _sizes(storage, file, kind, inside)


def set_picture(
    session: Session, actor: Actor, owner: Owner, made: StoredPicture, *, alt: str, now: dt.datetime
) -> None:
    """Give `owner` this picture in place of the one there may be. `alt` says what is to be seen.

    Needs `owner` loaded with its picture and its files. Raises NotAllowed, PictureUndescribed.
    """
    _require(actor, owner)
    put_picture(session, owner, made, alt=alt, now=now)
    note(session, actor, owner, "picture:set", now=now)


def put_picture(session: Session, owner: Owner, made: StoredPicture, *, alt: str, now: dt.datetime) -> None:
    """Do the same without a word in the history, for whoever has asked by what right. Raises PictureUndescribed."""
    described = checked_alt(alt)
    kind = kind_of(owner)
    present = picture_of(owner)
    if present is None:
        picture = Picture(kind=kind, alt=described, created_at=now)
        _give(owner, picture)
    else:
        picture = present
        picture.alt, picture.created_at = described, now
        picture.files.clear()
        # Before the new ones come: the old bytes go with their rows.
        session.flush()
    _fill(picture, made, now=now)


def new_picture(kind: PictureKind, made: StoredPicture, *, alt: str, now: dt.datetime) -> Picture:
    """Returns a picture that belongs to nothing yet. Raises PictureUndescribed."""
    picture = Picture(kind=kind, alt=checked_alt(alt), created_at=now)
    _fill(picture, made, now=now)
    return picture


def set_part(session: Session, actor: Actor, owner: Owner, key: str, sizes: Sizes, *, now: dt.datetime) -> None:
    """Show another part of the picture whose original is kept under `key`.

    Raises NotAllowed, FileRefused if somebody has put another picture there meanwhile.
    """
    _require(actor, owner)
    picture = picture_of(owner)
    if picture is None or original_of(picture).key != key:
        raise FileRefused(_("There is another picture by now. Look at it first."))
    for file in picture.sizes:
        picture.files.remove(file)
    session.flush()
    _show(picture, sizes, now=now)
    note(session, actor, owner, "picture:cut", now=now)


def describe(session: Session, actor: Actor, owner: Owner, alt: str, *, now: dt.datetime) -> None:
    """Say anew what is to be seen. Raises NotAllowed, PictureUndescribed, FileRefused if there is no picture."""
    _require(actor, owner)
    picture = picture_of(owner)
    if picture is None:
        raise FileRefused(_("There is no picture any more."))
    described = checked_alt(alt)
    if picture.alt != described:
        picture.alt = described
        note(session, actor, owner, "picture:describe", now=now)


def remove_picture(session: Session, actor: Actor, owner: Owner, *, now: dt.datetime) -> None:
    """Take the picture away: every page shows none from then on, and its addresses answer 404. Raises NotAllowed."""
    _require(actor, owner)
    if picture_of(owner) is None:
        return
    _give(owner, None)
    note(session, actor, owner, "picture:remove", now=now)


def picture_of(owner: Owner) -> Picture | None:
    """Returns the picture of `owner`, which must have been loaded with it."""
    picture: Picture | None = getattr(owner, kind_of(owner))
    return picture


def original_of(picture: Picture) -> StoredFile:
    """Returns the whole that the sizes are cut from. Needs `files` loaded."""
    return next(file for file in picture.files if file.kind == FileKind.ORIGINAL)


def part_of(picture: Picture) -> Crop:
    """Returns the part that is shown. Needs `files` loaded."""
    original = original_of(picture)
    assert original.width is not None
    assert original.height is not None
    size = (original.width, original.height)
    return fit_crop(picture.kind, size, Crop(*picture.crop)) if picture.crop else largest_crop(picture.kind, size)


def checked_alt(alt: str) -> str:
    """Returns the description as it is stored. Raises PictureUndescribed."""
    described = one_line(alt, at_most=ALT_LENGTH + 1)
    if not described:
        raise PictureUndescribed(_("Say in a sentence what is to be seen, for those who do not see it."))
    if len(described) > ALT_LENGTH:
        raise PictureUndescribed(_("Shorten this to %(limit)s characters.", limit=ALT_LENGTH))
    return described


def _require(actor: Actor, owner: Owner) -> None:
    require_right(is_kept_by(actor, owner))


def _give(owner: Owner, picture: Picture | None) -> None:
    setattr(owner, kind_of(owner), picture)


def _fill(picture: Picture, made: StoredPicture, *, now: dt.datetime) -> None:
    picture.files.append(_row(FileKind.ORIGINAL, made.original, now=now))
    _show(picture, made.sizes, now=now)


def _show(picture: Picture, sizes: Sizes, *, now: dt.datetime) -> None:
    picture.crop = [sizes.part.left, sizes.part.top, sizes.part.width]
    picture.files.extend(_row(FileKind.PICTURE, file, now=now) for file in sizes.files)


def _sizes(storage: Storage, original: IO[bytes], kind: PictureKind, part: Crop) -> Sizes:
    files = [_kept(storage, cut, kind, f"{kind}-{cut.size[0]}") for cut in sizes_from(original, kind, part)]
    return Sizes(part=part, files=files)


def _kept(storage: Storage, cut: PictureSize, kind: PictureKind, stem: str) -> StoredBytes:
    with storage.incoming() as target:
        target.write(cut.octets)
        content = content_of(kind)
        return StoredBytes(
            key=storage.keep(target),
            content=content,
            byte_count=len(cut.octets),
            name=stem + content.ending,
            size=cut.size,
        )


def _row(kind: FileKind, file: StoredBytes, *, now: dt.datetime) -> StoredFile:
    assert file.size is not None
    return StoredFile(
        key=file.key,
        kind=kind,
        name=file.name,
        content_type=file.content.content_type,
        byte_count=file.byte_count,
        width=file.size[0],
        height=file.size[1],
        created_at=now,
    )
