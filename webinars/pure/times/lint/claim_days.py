"""Which hour a day belongs to that is printed beside it: "11 pm UK / January 9 at 8 am Japan"."""

from webinars.pure.times.lint.figures import PrintedDate
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.lint.printed_claims import PrintedClaim
from webinars.pure.times.lint.printed_days import is_another_day


def attach_days(script: Script, claims: list[PrintedClaim], primary: PrintedDate | None) -> None:
    """Give hours the days printed beside them; the webinar's own date is left out."""
    by_index = {claim.index: claim for claim in claims}
    for index, node in enumerate(script.nodes):
        if (node.date is None and node.shift is None) or (node.date is not None and node.date is primary):
            continue
        if node.date is not None and (node.date.relative is not None or is_another_day(script, node.date)):
            continue
        claim = by_index.get(_hour_of_day(script, index))
        if claim is not None and claim.day is None and claim.shift is None:
            claim.day, claim.shift = node.date, node.shift


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
    return right if right >= 0 else left


def _hour_before_bracket_closes(script: Script, index: int) -> int | None:
    for place in range(index + 1, len(script.nodes)):
        if script.nodes[place].token.text in {")", "]"}:
            return None
        if script.nodes[place].hour:
            return place
    return None


def _reach(script: Script, index: int, step: int) -> int:
    place = index + step
    if step > 0 and place + 1 < len(script.nodes) and script.nodes[place].token.text == "|":
        # "5 January 2027 | 10:00 (Berlin)", as tables have it.
        return place + 1 if script.nodes[place + 1].hour else -1
    while 0 <= place < len(script.nodes):
        node = script.nodes[place]
        if node.hour:
            return place
        if node.date or not node.is_plain or node.token.text in {";", "|", "/"} or node.token.kind == "newline":
            return -1
        place += step
    return -1
