"""What stands on the card of a webinar or of a recording."""

import datetime as dt
import hashlib

from msgspec import Struct

from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.programme.credit_line import credit_text
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.public_lineup import speaking
from webinars.domain.programme.zone_display import zone_line_of
from webinars.domain.recordings.posters import poster_of
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.lib.languages import language_of_letters, text_direction
from webinars.models import Picture, Recording, StoredFile, Webinar
from webinars.pure.share_cards import MOST_FACES, Card
from webinars.pure.times import DisplayZone

DRAWING = 2
"""Of the way cards are drawn: raised when that changes, so that none is taken for a new one."""
DEFAULT_ACCENT = "#1d4b8f"
NO_BREAK = "\u00a0"


class WantedCard(Struct, frozen=True, kw_only=True):
    """A card, and the pictures that stand on it."""

    card: Card
    cover: str
    """The key of the drawing that stands at its end where there is no picture: see `covers.cover_key`."""
    side: str | None
    """The key of the stored file that does, or None: there is none."""
    faces: tuple[str, ...]
    """The keys of stored portraits."""

    @property
    def digest(self) -> str:
        """By which the card is known: another word or another picture gives another."""
        return hashlib.sha256(f"{DRAWING} {self!r}".encode()).hexdigest()


def card_of_webinar(
    webinar: Webinar, *, site: str, site_zones: tuple[DisplayZone, ...], now: dt.datetime
) -> WantedCard:
    """Returns the card of `webinar`, loaded as for its page. Its state stands before the date."""
    line = zone_line_of(webinar, site_zones)
    date = line.date if line is not None else webinar.starts_on
    phase = phase_of(webinar, now)
    words = {
        Phase.CANCELLED: _("Cancelled"),
        Phase.POSTPONED: _("Postponed"),
    }.get(phase, _("Moved") if phase.is_to_come and webinar.moved_from_wall is not None else "")
    holds = phase is not Phase.POSTPONED
    people = speaking(webinar)
    faces = [_middle(each.speaker.portrait).key for each in people if each.speaker.portrait is not None]
    return WantedCard(
        card=Card(
            organiser=credit_text(webinar),
            title=webinar.title,
            language=webinar.language,
            is_rtl=_is_rtl(webinar.title, webinar.language),
            date=": ".join(part for part in (words, format_date(date) if date is not None and holds else "") if part),
            hours=_unbroken([time.text for time in line.times]) if line is not None and holds else "",
            accent=webinar.host.accent or DEFAULT_ACCENT,
            site=site,
            more_faces=len(people) - len(faces[:MOST_FACES]) if faces else 0,
        ),
        cover=cover_key(webinar.title, webinar.host.name),
        side=webinar.cover.sizes[-1].key if webinar.cover is not None else None,
        faces=tuple(faces[:MOST_FACES]),
    )


def card_of_recording(recording: Recording, *, site: str) -> WantedCard:
    """Returns the card of `recording`, loaded as for its page: who speaks stands where a webinar has its hours."""
    webinar = recording.webinar
    people = [recording.appearance] if recording.appearance is not None else speaking(webinar, is_over=True)
    poster: StoredFile | None = poster_of(recording)
    date = webinar.starts_on
    return WantedCard(
        card=Card(
            organiser=credit_text(webinar),
            title=recording.title,
            language=recording.language or webinar.language,
            is_rtl=_is_rtl(recording.title, webinar.language),
            date=": ".join(part for part in (_("Recording"), format_date(date) if date is not None else "") if part),
            hours=_unbroken([each.shown_name for each in people]),
            accent=webinar.host.accent or DEFAULT_ACCENT,
            site=site,
        ),
        cover=cover_key(recording.title, webinar.host.name),
        side=poster.key if poster is not None else None,
        faces=(),
    )


def _is_rtl(text: str, language: str) -> bool:
    return text_direction(language_of_letters(text, language) or "en") == "rtl"


def _unbroken(parts: list[str]) -> str:
    """Returns the parts with commas, so that a line ends after one of them and never within."""
    return ", ".join(part.replace(" ", NO_BREAK) for part in parts)


def _middle(picture: Picture) -> StoredFile:
    return picture.sizes[len(picture.sizes) // 2]
