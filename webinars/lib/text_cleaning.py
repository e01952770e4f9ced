"""Text as it is kept: what people type and paste, without what nobody meant."""

import codecs
import re
import unicodedata

from webinars.lib.i18n import gettext as _


def one_line(text: str, *, at_most: int | None = None) -> str:
    """Returns `text` on one line, without control and direction marks, cut to `at_most` characters if given."""
    printable = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    kept = "".join(letter for letter in printable if unicodedata.category(letter) not in _UNSEEN or letter in _JOINERS)
    return " ".join(kept.split())[:at_most].rstrip()


def short_title(title: str) -> str:
    """Returns the title without what follows its first sentence or its colon, where it is too long for one line."""
    if len(title) <= _LONGEST_TITLE:
        return title
    end = _SUBTITLE.search(title, _SHORTEST_TITLE)
    return title if end is None else title[: end.end("mark")]


def number_word(number: int) -> str:
    """Returns a small number as it is written in a sentence: "six", but "13"."""
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
        _("eleven"),
        _("twelve"),
    )
    return words[number - 1] if 1 <= number <= len(words) else str(number)


def capitalised(text: str) -> str:
    """Returns `text` as a sentence begins: in some languages days, and numbers in words, have a small letter."""
    return text[:1].upper() + text[1:]


def many_lines(text: str) -> str:
    """Returns `text` with its lines ended by LF, and without the letters that no XML document may hold (XML 1.0, 2.2).

    One such letter in a description would make a whole feed unreadable.
    """
    lines = _LINE_ENDS.sub("\n", text)
    return _FORBIDDEN.sub("", lines).strip()


def decoded(data: bytes) -> str:
    """Returns the text of a file: UTF-8, UTF-16 that says so, or what older Windows programs save."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows' own letters have one for nearly every byte.
        return data.decode("cp1252", errors="replace")


_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = {"Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200c", "\u200d"}
"""Unseen, yet part of the spelling in Persian, Hindi and other languages."""
_SHORTEST_TITLE, _LONGEST_TITLE = 15, 60
_SUBTITLE = re.compile(r"(?P<mark>[?!]?)(?:(?<=[?!]) |: | [–—-] )")
