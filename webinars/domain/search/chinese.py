"""Traditional and simplified Chinese characters, looked for as the same ones: 數據 is found by 数据.

The tables are OpenCC's. It is an extra (`webinars[chinese]`): without it characters are found as they were written.
"""

from functools import cache
from typing import Protocol

CHARACTERS = range(0x3400, 0x40000)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter | None:
    try:
        from opencc import OpenCC  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return OpenCC("t2s")


def can_simplify() -> bool:
    """Returns True if the tables are there."""
    return _converter() is not None


def simplified(character: str) -> str:
    """The simplified form of one character; any other character as it is.

    One by one, so that a character is the same wherever it stands: pairs of characters are what search compares.
    """
    converter = _converter() if ord(character) in CHARACTERS else None
    return character if converter is None else converter.convert(character)
