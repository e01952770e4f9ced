"""Which hour a day belongs to that is printed beside it: "11 pm UK / January 9 at 8 am Japan"."""

from webinars.pure.times.lint.claims import PrintedClaim
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.lint.numeric_dates import PrintedDate
from webinars.pure.times.lint.printed_days import is_another_day
from webinars.pure.times.lint.zone_reach import is_unread_hour
from webinars.pure.times.tokens import CLOSING, END


def attach_days(script: Script, claims: list[PrintedClaim], primary: PrintedDate | None) -> None:
    """Give hours the days printed beside them; the webinar's own date only where it is that of a later hour alone."""
    by_index = {claim.index: claim for claim in claims}
    for index, node in enumerate(script.nodes):
        if (node.date is None and node.shift is None) or (
            node.date is not None and node.date is primary and not _is_of_one_hour(script, index)
        ):
            continue
        if node.date is not None and (node.date.relative is not None or is_another_day(script, node.date)):
            continue
        claim = by_index.get(_hour_of_day(script, index))
        if claim is not None and claim.day is None and claim.shift is None:
            claim.day, claim.shift = node.date, node.shift


def _is_of_one_hour(script: Script, index: int) -> bool:
    """Whether a day stands in brackets right behind an hour that others precede: “2pm UTC / 1am (Oct 21) Sydney”."""
    before = [node.token.text for node in script.nodes[max(0, index - 1) : index]]
    hours = [place for place in range(index) if script.nodes[place].hour]
    return before in (["("], ["["]) and len(hours) > 1 and hours[-1] == index - 2


def weekday_of_sentence(script: Script, index: int) -> PrintedDate | None:
    """The weekday in the sentence of the hour at `index`, where the sentence has no date: that is on another line."""
    start, end = index, index
    while start > 0 and not _ends_sentence(script, start - 1):
        start -= 1
    while end < len(script.nodes) and not _ends_sentence(script, end):
        end += 1
    dates = [node.date for node in script.nodes[start:end] if node.date and not is_another_day(script, node.date)]
    if any(date.is_full for date in dates):
        return None
    return next((date for date in dates if date.weekday is not None and not date.is_night), None)


def _ends_sentence(script: Script, index: int) -> bool:
    token = script.nodes[index].token
    behind = script.nodes[index + 1].token if index + 1 < len(script.nodes) else END
    return token.kind == "newline" or (token.text in {".", "!", "?"} and behind.is_spaced and behind.is_capital)


def _hour_of_day(script: Script, index: int) -> int:
    """The node of the hour that the day at `index` belongs to; -1 if there is none."""
    nodes = script.nodes
    before = nodes[index - 1] if index else None
    if before is not None and before.hour:
        return index - 1
    left, right = _reach(script, index, -1), _reach(script, index, 1)
    if before is not None and before.token.text in {"(", "["}:
        inside = _hour_before_bracket_closes(script, index)
        return left if inside is None else inside
    if left >= 0 and nodes[index].shift is not None and _ends_clause(script, index):
        # "01:00 Paris, next day, 22:00 London"; not "18:00 London, next day 2am Tokyo".
        return left
    return right if right >= 0 else left


def _ends_clause(script: Script, index: int) -> bool:
    """Whether a comma, a bracket or nothing on its line stands behind what is at `index`."""
    behind = script.nodes[index + 1].token if index + 1 < len(script.nodes) else END
    return behind.text in CLOSING | {","} or behind.kind == "newline"


def _hour_before_bracket_closes(script: Script, index: int) -> int | None:
    for place in range(index + 1, len(script.nodes)):
        if script.nodes[place].token.text in {")", "]"}:
            return None
        if script.nodes[place].hour:
            return place
    return None


def _reach(script: Script, index: int, step: int) -> int:
    place, lines = index + step, 0
    if step > 0 and place + 1 < len(script.nodes) and script.nodes[place].token.text == "|":
        # "5 January 2027 | 10:00 (Berlin)", as tables have it.
        return place + 1 if script.nodes[place + 1].hour else -1
    while 0 <= place < len(script.nodes):
        node = script.nodes[place]
        if node.hour:
            return place
        # A day behind an hour may stand in the next line; one in front of it stands in its line.
        is_broken = node.token.kind == "newline" and (step > 0 or lines > 0)
        lines += node.token.kind == "newline"
        if node.date or not node.is_plain or node.token.text in {";", "|", "/"} or is_broken or is_unread_hour(node):
            return -1
        place += step
    return -1
