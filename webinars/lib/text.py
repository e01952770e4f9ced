"""Text as it is kept: what people type and paste, without what nobody meant."""

import unicodedata


def one_line(text: str, *, at_most: int) -> str:
    """`text` on one line, without control and direction marks, cut to `at_most` characters."""
    printable = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    kept = "".join(letter for letter in printable if unicodedata.category(letter) not in _UNSEEN or letter in _JOINERS)
    return " ".join(kept.split())[:at_most].rstrip()


_UNSEEN = {"Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200c", "\u200d"}
"""Unseen, yet part of the spelling in Persian, Hindi and other languages."""
