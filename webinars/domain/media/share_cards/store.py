"""Cards are drawn once and kept beside the database until nobody wants them any more: they can be drawn again."""

import datetime as dt
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import structlog
from PIL import Image

from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.share_cards.contents import WantedCard
from webinars.domain.media.storage import Storage
from webinars.domain.programme.covers.png import draw_card, paint
from webinars.pure.share_cards import HEIGHT, SIDE_WIDTH, Fonts, draw

FOLDER = "cards"
KEPT_DAYS = 60
"""A card that nobody has looked at for so long is removed. The next who does has it drawn anew."""

_ONE_AT_A_TIME = threading.Lock()
"""A link that is shared is looked at by many at once, and one drawing is enough for all."""

log = structlog.get_logger()


def card(wanted: WantedCard, storage: Storage, data: Path, fonts: Fonts) -> bytes:
    """Returns the card as PNG, or on a machine without fonts for its words the drawing of its title alone."""
    words = (wanted.card.organiser, wanted.card.title, wanted.card.date, wanted.card.hours, wanted.card.site)
    if not fonts.can_write("".join(words)):
        # Not kept: the fonts may come tomorrow.
        return draw_card(wanted.cover)
    path = data / FOLDER / f"{wanted.digest}.png"
    with _ONE_AT_A_TIME:
        try:
            octets = path.read_bytes()
        except OSError:
            octets = _drawn(wanted, storage, fonts)
            _keep(path, octets)
        else:
            with suppress(OSError):
                os.utime(path)
    return octets


def sweep_cards(data: Path, *, now: dt.datetime) -> int:
    """Remove the cards that nobody has looked at for sixty days. Returns how many those were."""
    before = (now - dt.timedelta(days=KEPT_DAYS)).timestamp()
    old = [path for path in (data / FOLDER).glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _drawn(wanted: WantedCard, storage: Storage, fonts: Fonts) -> bytes:
    side = _picture(storage, wanted.side) or paint(wanted.cover, SIDE_WIDTH, HEIGHT)
    faces = [face for key in wanted.faces if (face := _picture(storage, key)) is not None]
    return draw(wanted.card, fonts, side, faces)


def _picture(storage: Storage, key: str | None) -> Image.Image | None:
    """Returns a stored picture, or None where there is none, or its bytes are missing or strange."""
    if key is None:
        return None
    try:
        with storage.fetched(key) as path, Image.open(path) as opened:
            return opened.convert("RGB")
    except (OSError, StoreDoesNotAnswer):
        return None


def _keep(path: Path, octets: bytes) -> None:
    """Write it whole or not at all. Where there is no room it is drawn again."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(octets)
        Path(file.name).replace(path)
    except OSError as error:
        log.warning("card not kept", error=type(error).__name__)
