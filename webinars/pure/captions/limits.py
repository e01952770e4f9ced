"""How large captions may be: bytes, cues, their length and their times."""

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.captions.caption import LONGEST_CUE, Caption
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.captions.timestamps import LONGEST_MS, clock_text

MAX_BYTES = 1_500_000
MAX_CUES = 20_000
_MEGABYTE = 1_000_000


def check_size(byte_count: int) -> None:
    """Raises TranscriptUnreadable if nobody's captions are as long as that."""
    if byte_count > MAX_BYTES:
        raise TranscriptUnreadable(
            _("This is larger than %(size)s MB. Give the captions alone.", size=f"{MAX_BYTES / _MEGABYTE:g}")
        )


def check_captions(captions: list[Caption]) -> None:
    """Raises TranscriptUnreadable if there are too many, or one is too long or too late."""
    if len(captions) > MAX_CUES:
        raise TranscriptUnreadable(
            ngettext(
                "It has %(num)s cue. A transcript holds at most %(most)s.",
                "It has %(num)s cues. A transcript holds at most %(most)s.",
                len(captions),
                most=MAX_CUES,
            )
        )
    for caption in captions:
        if caption.ends_ms > LONGEST_MS:
            raise TranscriptUnreadable(
                _("“%(text)s…” is said after a week. Check the times of the file.", text=caption.text[:40])
            )
        if len(caption.text) > LONGEST_CUE:
            raise TranscriptUnreadable(
                _(
                    "What is said at %(time)s has %(count)s characters. Part it in pieces of at most %(most)s.",
                    time=clock_text(caption.starts_ms),
                    count=len(caption.text),
                    most=LONGEST_CUE,
                )
            )
