"""A file or a pasted text of captions, whatever its format, to what is said in it."""

from collections.abc import Collection

from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines
from webinars.pure.captions.caption import Caption
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.captions.limits import check_captions, check_size
from webinars.pure.captions.reading.cleaning import cleaned
from webinars.pure.captions.reading.cue_files import timed_blocks
from webinars.pure.captions.reading.unsure_words import with_marks, with_stretches
from webinars.pure.captions.reading.youtube_text import copied_blocks


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


def read_captions(text: str, names: Collection[str] = (), *, is_by_machine: bool = False) -> list[Caption]:
    """Returns what is said in `text`, in order, in milliseconds of the file that the captions were made for.

    `names` are people who may be speaking: "Ada Lovelace: Good evening." then has a voice. What a machine has written
    may be of any size, and says by `<c.unsure>` what it is unsure of. Raises TranscriptUnreadable.
    """
    if not is_by_machine:
        check_size(len(text.encode("utf-8", "replace")))
    lines = many_lines(text.removeprefix("\ufeff")).split("\n")
    blocks = timed_blocks(lines) or copied_blocks(lines)
    if not blocks:
        raise TranscriptUnreadable(
            _("No times were found in it. Choose a WebVTT, SRT or SBV file, or paste YouTube’s transcript.")
        )
    captions = with_stretches(cleaned(with_marks(blocks), names)) if is_by_machine else cleaned(blocks, names)
    if not captions:
        raise TranscriptUnreadable(_("There are times in it, and no words beside them. Choose another file."))
    check_captions(captions)
    return captions
