"""Takes a picture out of a form and keeps its bytes, before anything is written to the database."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import structlog
from flask import abort
from werkzeug.datastructures import FileStorage

from webinars.db import db
from webinars.domain.media.actions import StoredBytes
from webinars.domain.media.after_commit import note_kept
from webinars.domain.media.errors import FileRefused, StoreDoesNotAnswer
from webinars.domain.media.pictures.actions import Sizes, StoredPicture, cut_anew, store_picture
from webinars.domain.media.pictures.crop_shapes import THOUSANDTHS, Crop
from webinars.lib.i18n import gettext as _
from webinars.models import PictureKind, StoredFile
from webinars.web.requests.uploads import MEGABYTE, most_bytes, storage_of_site

LIMIT = "max_picture_mb"
Result = TypeVar("Result")

log = structlog.get_logger()


def make_picture(sent: object, kind: PictureKind, part: Crop | None = None) -> StoredPicture:
    """Returns the picture that was `sent`, cut to the shape of its `kind` and kept until the request ends well.

    Shown of it is `part`, or its middle.

    Takes its time, so it comes before the transaction. `hold` has to follow in it. Raises FileRefused,
    StoreDoesNotAnswer.
    """
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise FileRefused(_("Choose a picture."))
    file = sent.stream
    byte_count = file.seek(0, 2)
    if not byte_count:
        raise FileRefused(_("This file is empty. Choose another."))
    if byte_count > (most := most_bytes(LIMIT)):
        raise FileRefused(_("This file is too large: at most %(num)s MB.", num=most // MEGABYTE))
    return _answered(lambda: store_picture(storage_of_site(), file, kind, part))


def part_in(form: Mapping[str, str]) -> Crop | None:
    """Returns the part of a picture that a form says, or None where it cannot be read.

    What reaches outside is moved inside by whoever cuts.
    """
    values = [form.get(name, "") for name in ("left", "top", "width")]
    if not all(each.isascii() and each.isdecimal() and int(each) <= 100 * THOUSANDTHS for each in values):
        return None
    return Crop(*map(int, values))


def cut_of(kind: PictureKind, original: StoredFile, part: Crop) -> Sizes:
    """Returns another part of a kept picture, cut as `make_picture` does. Raises FileRefused, StoreDoesNotAnswer."""
    return _answered(lambda: cut_anew(storage_of_site(), kind, original, part))


def hold(*files: StoredBytes) -> None:
    """Have the bytes of `files` go again if the present transaction fails."""
    for file in files:
        note_kept(db.session(), file.key)


def _answered(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except StoreDoesNotAnswer as error:
        log.warning("picture not kept", error=error.kind)
        raise
    except FileNotFoundError as error:
        log.warning("bytes missing")
        raise FileRefused(_("The original is not there any more. Send the picture again.")) from error
    except OSError:
        abort(503, _("There is no room for this file at the moment. Nothing was stored; tell whoever runs this site."))
