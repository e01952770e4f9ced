"""Captions in: WebVTT, SubRip (SRT), SBV, and the transcript that YouTube shows beside a video, as text copied from it.

Pure, and lenient: files made by hand and by machine break the rules of their formats in ways that leave the meaning
plain (a comma for the point of a WebVTT time, a missing end, a cue that ends before it starts).
"""

from collections.abc import Collection

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import many_lines
from webinars.pure.captions.caption import LONGEST_CUE, Caption
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.captions.reading.cleaning import cleaned
from webinars.pure.captions.reading.cue_files import timed_blocks
from webinars.pure.captions.reading.youtube_text import copied_blocks
from webinars.pure.captions.timestamps import LONGEST_MS, clock_text

MAX_BYTES = 1_500_000
MAX_CUES = 20_000
_MEGABYTE = 1_000_000


def decoded(data: bytes) -> str:
    """Returns the text of a file. Raises TranscriptUnreadable."""
    check_size(len(data))
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise TranscriptUnreadable(
            _("The letters of this file cannot be read. Save it as UTF-8, and choose it again.")
        ) from None


def check_size(byte_count: int) -> None:
    """Raises TranscriptUnreadable if nobody's captions are as long as that."""
    if byte_count > MAX_BYTES:
        raise TranscriptUnreadable(
            _("This is larger than %(size)s MB. Give the captions alone.", size=f"{MAX_BYTES / _MEGABYTE:g}")
        )


def read_captions(text: str, names: Collection[str] = ()) -> list[Caption]:
    """Returns what is said in `text`, in order, in milliseconds of the file that the captions were made for.

    `names` are people who may be speaking: "Ada Lovelace: Good evening." then has a voice. Raises TranscriptUnreadable.
    """
    check_size(len(text.encode("utf-8", "replace")))
    lines = many_lines(text.removeprefix("\ufeff")).split("\n")
    blocks = timed_blocks(lines) or copied_blocks(lines)
    if not blocks:
        raise TranscriptUnreadable(
            _("No times were found in it. Choose a WebVTT, SRT or SBV file, or paste YouTube’s transcript.")
        )
    captions = cleaned(blocks, names)
    if not captions:
        raise TranscriptUnreadable(_("There are times in it, and no words beside them. Choose another file."))
    _check_limits(captions)
    return captions


def _check_limits(captions: list[Caption]) -> None:
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
