"""Offsets from UTC as people print them: "UTC+5:30", "GMT -3", "14:00+02:00", and "UTC300", which is none."""

from collections.abc import Sequence

from webinars.pure.times.place_names import Label
from webinars.pure.times.tokens import DASHES, FOUR_DIGITS, TWO_DIGITS, Token, peek

_MINUTES_IN_HOUR = 60
_MINUTES_AFTER_A_COLON = {"00": 0, "15": 15, "30": 30, "45": 45}
_MINUTES_AFTER_A_DOT = {**_MINUTES_AFTER_A_COLON, "0": 0, "5": 30, "25": 15, "75": 45}
_FURTHEST_OFFSETS = {"+": 14 * _MINUTES_IN_HOUR, "-": 12 * _MINUTES_IN_HOUR}
_NO_OFFSET = Label("offset", ())
"""An offset that clocks nowhere have."""
_FIRST_HOUR_OF_RANGE = 12
# Half-hour offsets have no zone of their own in the database; these keep such an offset all year or for a season.
_ZONES_OF_ODD_OFFSETS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    -150: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Lord_Howe",
    765: "Pacific/Chatham",
    825: "Pacific/Chatham",
}


def offset_label(minutes: int) -> Label:
    """A fixed offset from UTC, in minutes that clocks somewhere keep."""
    return Label("offset", (_offset_zone(minutes),), minutes)


def _offset_zone(minutes: int) -> str:
    if minutes == 0:
        return "Etc/UTC"
    if minutes % 60 == 0:
        hours = minutes // 60
        # In these names the sign is turned round: "Etc/GMT+3" is three hours behind UTC.
        return f"Etc/GMT{-hours:+d}"
    return _ZONES_OF_ODD_OFFSETS[minutes]


def read_offset(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read "UTC-3", "GMT +5:30", "UTC+05:30"; of "UTC300" and "UTC+25" say that they are none."""
    if tokens[at].key not in {"utc", "gmt", "ut"}:
        return None
    if peek(tokens, at + 1).text == "/" and peek(tokens, at + 2).key in {"utc", "gmt"}:
        at += 2
    return _signed(tokens, at + 1) or _impossible(tokens, at + 1)


def _impossible(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read what stands where an offset would and is none: no sign, no figure, beyond all zones, with odd minutes."""
    sign = peek(tokens, at)
    behind = peek(tokens, at + 1)
    is_figure = behind.kind == "number" and not behind.is_spaced
    if sign.text in {"+", "±"} and not sign.is_spaced and not (is_figure and sign.text == "+"):
        return _NO_OFFSET, at + 1
    number_at = at if sign.kind == "number" else at + 1
    number = peek(tokens, number_at)
    if number.kind != "number" or number.is_spaced or (number_at == at and not int(number.text)):
        return None
    mark, minutes = peek(tokens, number_at + 1), peek(tokens, number_at + 2)
    has_minutes = mark.text in {":", "."} and minutes.kind == "number" and not (mark.is_spaced or minutes.is_spaced)
    # "20:00 UTC–21:30" is a range of hours.
    is_hour = has_minutes or (len(number.text) == FOUR_DIGITS and sign.text not in {"-", "−"})
    is_range = sign.text in DASHES and is_hour and int(number.text[:2]) >= _FIRST_HOUR_OF_RANGE
    if number_at > at and (is_range or sign.text not in DASHES | {"+"}):
        return None
    return _NO_OFFSET, number_at + (3 if has_minutes else 1)


def read_bare_offset(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read "+02:00" right after an hour, as in machine-readable times."""
    if at == 0 or tokens[at - 1].kind != "number":
        return None
    is_four_digits = len(peek(tokens, at + 1).text) == FOUR_DIGITS
    if tokens[at].is_spaced:
        return _signed(tokens, at) if is_four_digits else None
    return _signed(tokens, at) if is_four_digits or peek(tokens, at + 2).text == ":" else None


def _signed(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    sign, number = peek(tokens, at).text, peek(tokens, at + 1)
    if sign not in {"+", "-", "−", "–", "‐", "‑"} or number.kind != "number" or number.is_spaced:
        return None
    if len(number.text) == FOUR_DIGITS:
        hours, minutes, after = int(number.text[:2]), int(number.text[2:]), at + 2
    elif len(number.text) <= TWO_DIGITS:
        hours, minutes, after = int(number.text), 0, at + 2
        mark, rest = peek(tokens, at + 2), peek(tokens, at + 3)
        if mark.text in {":", "."} and rest.kind == "number" and not rest.is_spaced:
            fractions = _MINUTES_AFTER_A_COLON if mark.text == ":" else _MINUTES_AFTER_A_DOT
            if rest.text not in fractions:
                return None
            minutes, after = fractions[rest.text], at + 4
    else:
        return None
    total = hours * 60 + minutes
    is_east = sign == "+"
    offset = total if is_east else -total
    is_kept = minutes == 0 or offset in _ZONES_OF_ODD_OFFSETS
    if total > _FURTHEST_OFFSETS["+" if is_east else "-"] or not is_kept:
        return None
    return offset_label(offset), after
