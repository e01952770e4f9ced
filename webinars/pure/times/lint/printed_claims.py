"""Which zone and which day belong to which hour."""

import itertools
from dataclasses import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.claims import STRONG_SEPARATORS, PrintedClaim
from webinars.pure.times.lint.mentions import Node, Script
from webinars.pure.times.lint.unknown_zones import (
    leave_out_impossible,
    leave_out_others,
    phrase_behind,
    read_unknown,
    word_behind,
)
from webinars.pure.times.lint.zone_reach import is_end_of_unread, reachable_labels
from webinars.pure.times.place_names import Label
from webinars.pure.times.tokens import DASHES, OPENING

MAX_CLAIMS = 48
"""More hours than any zone line has: the rest of such a text is not read."""
_SEPARATORS = STRONG_SEPARATORS | {",", "(", ")", "–", "—", "&"}
_CUTS = STRONG_SEPARATORS | {",", ")"}
_LINKS = frozenset({",", ":"})
_LIST_MARKS = frozenset({"/", ",", "|", "&"})


def printed_claims(script: Script) -> list[PrintedClaim]:
    """Every hour of the text with the zones that belong to it."""
    hours = [
        PrintedClaim(node.hour, index)
        for index, node in enumerate(script.nodes)
        if node.hour and not is_end_of_unread(script, index)
    ][:MAX_CLAIMS]
    if hours:
        _attach_labels(script, hours)
        _share_labels(script, hours)
        for claim in hours:
            leave_out_impossible(claim)
            leave_out_others(script, claim)
            if not claim.labels and claim.unknown is None:
                read_unknown(script, claim)
    return _with_ends(script, hours)


def _share_labels(script: Script, hours: list[PrintedClaim]) -> None:
    """Share the zones behind listed hours: in their order, as in "1pm/10am ET/PT", or all, as in "10am and 4pm CET"."""
    listed: list[PrintedClaim] = []
    for claim in hours:
        listed.append(claim)
        if not claim.labels:
            continue
        if len(listed) > 1 and all(_is_list(script, *pair) for pair in itertools.pairwise(listed)):
            nodes = sorted(claim.labels, key=lambda node: node.at)
            separators = [script.tokens[node.at - 1].text for node in nodes[1:]]
            is_one_each = len(nodes) == len(listed) and nodes[0].at > claim.hour.at and {*separators} <= _LIST_MARKS
            for place, member in enumerate(listed):
                member.labels = [nodes[place]] if is_one_each else list(nodes)
        listed = []


def _is_list(script: Script, first: PrintedClaim, second: PrintedClaim) -> bool:
    between = [node.token for node in script.nodes[first.index + 1 : second.index]]
    return bool(between) and all(token.text in _LIST_MARKS or token.key in words.AND_WORDS for token in between)


def _with_ends(script: Script, hours: list[PrintedClaim]) -> list[PrintedClaim]:
    """Make an hour that only says when it ends the end of the hour before: "10am EST to 11am EST", "End: 8pm"."""
    kept: list[PrintedClaim] = []
    for claim in hours:
        previous = kept[-1] if kept else None
        if previous is not None and not (previous.hour.end or claim.hour.end) and _is_end(script, previous, claim):
            if not _is_days_later(script, previous, claim):
                previous.hour = replace(previous.hour, end=claim.hour)
            previous.labels = previous.labels or claim.labels
        else:
            kept.append(claim)
    return kept


def _is_end(script: Script, previous: PrintedClaim, claim: PrintedClaim) -> bool:
    zones_before = {node.label.timezones for node in previous.labels if node.label}
    zones_here = {node.label.timezones for node in claim.labels if node.label}
    if zones_here and zones_before and not (zones_here <= zones_before or zones_before <= zones_here):
        return False
    inside = script.nodes[previous.index + 1 : claim.index]
    if not zones_before and any(node.label for node in inside):
        # "18:00 – Dakar 17:00"
        return False
    between = [node for node in inside if not (node.label or node.date or node.token.kind == "newline")]
    said = [node.token for node in between if node.token.text not in (_SEPARATORS | {":", "."}) - DASHES]
    keys = {token.key for token in said}
    links = words.AT_WORDS | words.AND_WORDS | words.ABOUT_WORDS | words.BEFORE_A_DATE
    if keys & words.END_WORDS and keys <= words.END_WORDS | links:
        return True
    if keys & (words.TO_WORDS - words.AT_WORDS) and keys <= words.LASTING_WORDS | words.TO_WORDS | links:
        # "and will last approximately until 7pm CET"
        return True
    if keys <= words.START_WORDS | words.AND_WORDS and _is_followed_by_end(script, claim):
        return True
    # "12 December @ 11am - 12 December @ 12.30pm EST", as calendars of websites print it.
    dashes = [token for token in said if token.key not in words.AT_WORDS | words.BEFORE_A_DATE]
    return len(dashes) == 1 and (dashes[0].text in DASHES or dashes[0].key in words.TO_WORDS)


def _is_days_later(script: Script, start: PrintedClaim, end: PrintedClaim) -> bool:
    """Whether the date of an end is not the day on which its hour comes next: what lasts days has no end here."""
    dates = [
        (index, node.date) for index, node in enumerate(script.nodes[: end.index]) if node.date and node.date.is_full
    ]
    first = next((date for index, date in reversed(dates) if index < start.index), None)
    last = next((date for index, date in reversed(dates) if index > start.index), None)
    if first is None or last is None or (first.day, first.month) == (last.day, last.month):
        return False
    assert first.day is not None
    is_next_day = last.day == (first.day + 1 if last.month == first.month else 1)
    return not (is_next_day and end.hour.minutes_of_day()[0] <= start.hour.minutes_of_day()[0])


def _is_followed_by_end(script: Script, claim: PrintedClaim) -> bool:
    place = claim.index + 1
    while place < len(script.nodes) and script.nodes[place].label:
        place += 1
    return place < len(script.nodes) and script.nodes[place].token.key in words.END_WORDS


def _attach_labels(script: Script, hours: list[PrintedClaim]) -> None:
    lead, tail = _around(script, hours)
    is_before = bool(lead) and not tail
    is_after = not lead and (bool(tail) or phrase_behind(script, hours[-1]) is not None)
    if len(hours) == 1:
        hours[0].labels = tail or lead[::-1]
        return
    hours[0].labels = lead[::-1]
    for place, (previous, claim) in enumerate(itertools.pairwise(hours)):
        forward = list(reachable_labels(script, previous.index, 1))
        backward = list(reachable_labels(script, claim.index, -1, may_cross_date=is_before))[::-1]
        if is_before and not (forward and not backward):
            claim.labels = backward
        elif is_after and not (backward and not forward):
            previous.labels += forward
        elif is_after:
            # "4pm. London 5pm Paris": the last hour has its zone behind it, so the hours before have.
            previous.labels += backward
        elif forward and backward and forward[0] is backward[0]:
            _split(script, previous, claim, forward)
        else:
            if forward and previous.labels and place and not hours[place - 1].labels:
                # The zone before this hour is that of the hour before it: this one has its own behind it.
                hours[place - 1].labels, previous.labels = previous.labels, []
            previous.labels += [] if previous.labels else forward
            claim.labels = backward
    if not (hours[-1].labels and is_before):
        hours[-1].labels += tail if not hours[-1].labels else []


def _around(script: Script, hours: list[PrintedClaim]) -> tuple[list[Node], list[Node]]:
    """The labels before the first hour, the nearest first, and those behind the last; where both cannot be, one."""
    lead = list(reachable_labels(script, hours[0].index, -1, may_cross_date=_are_zones_before_dates(script, hours)))
    tail = list(reachable_labels(script, hours[-1].index, 1))
    is_unknown = not tail and phrase_behind(script, hours[-1]) is not None
    if is_unknown or _has_each_its_own(script, hours):
        # The zone in front is that of an hour which cannot be read.
        return [], tail
    if lead and tail and len(hours) > 1:
        is_lead_cut, is_tail_cut = _is_cut(script, lead[0], hours[0]), _is_cut(script, tail[0], hours[-1])
        lead, tail = ([] if is_lead_cut > is_tail_cut else lead), ([] if is_tail_cut > is_lead_cut else tail)
    return lead, tail


def _are_zones_before_dates(script: Script, hours: list[PrintedClaim]) -> bool:
    """Whether a further hour has its zone in front too: "Berlin 3 May 18:00, Tokyo 4 May 01:00"; else a title's."""
    if len(hours) > 1 and _has_zone_behind(script, hours[0]):
        return False
    first = hours[0].hour.at
    return any(label.at > first for claim in hours[1:] for label in reachable_labels(script, claim.index, -1))


def _has_zone_behind(script: Script, claim: PrintedClaim) -> bool:
    """Whether a zone stands right behind an hour and is not that of a date or an hour after it."""
    behind = script.nodes[claim.index + 1 :]
    if not behind or not behind[0].label:
        return False
    following = next((node for node in behind if not node.label and node.token.text not in _LINKS), None)
    return following is None or not (following.date or following.hour)


def _has_each_its_own(script: Script, hours: list[PrintedClaim]) -> bool:
    """Whether each of several hours has its zone right behind it, parted from the next; the last one may be unknown."""
    last = hours[-1]
    has_last = any(reachable_labels(script, last.index, 1)) or word_behind(script, last) is not None
    if len(hours) == 1 or not has_last:
        return False
    for claim, following in itertools.pairwise(hours):
        between = script.nodes[claim.index + 1 : following.index]
        if between and between[0].token.text in OPENING:
            between = between[1:]
        if not between or not between[0].label or not any(node.token.text in _CUTS | OPENING for node in between[1:]):
            return False
    return True


def _is_cut(script: Script, label: Node, claim: PrintedClaim) -> bool:
    """Whether a comma or the like, or a date, stands between an hour and a label beside all hours."""
    start, end = sorted((label.at, claim.hour.at))
    between = [node for node in script.nodes if start < node.at < end]
    return any(node.date or node.token.text in _CUTS or node.token.kind == "newline" for node in between)


def _split(script: Script, previous: PrintedClaim, claim: PrintedClaim, labels: list[Node]) -> None:
    """Share the labels between two hours at the last separator: "4pm London / New York 11am"."""
    nodes = script.nodes[previous.index + 1 : claim.index]
    strong = [node.at for node in nodes if node.token.text in STRONG_SEPARATORS or node.token.kind == "newline"]
    weak = [node.at for node in nodes if node.token.text in _SEPARATORS]
    cuts = strong or weak
    cut = cuts[-1] if cuts else None
    if cut is None:
        target = claim if previous.labels else previous
        target.labels += labels
        return
    before = [label for label in labels if label.at < cut]
    after = [label for label in labels if label.at > cut]
    if not previous.labels:
        previous.labels += before
        before = []
    claim.labels = before + after if not strong else after


def closed(script: Script, at: int, after: int) -> int:
    """The end of tokens `at` up to `after` with the word "time" and the closing bracket that belong to them."""
    if after < len(script.tokens) and script.tokens[after].key == "time":
        after += 1
    texts = [token.text for token in script.tokens[at:after]]
    if texts.count("(") > texts.count(")") and after < len(script.tokens) and script.tokens[after].text == ")":
        after += 1
    return after


def label_of(script: Script, nodes: list[Node]) -> tuple[str, Label | None]:
    """The words of the labels as printed, and the first of them."""
    if not nodes:
        return "", None
    first = min(node.at for node in nodes)
    texts = [token.text for token in script.tokens[first : max(node.after for node in nodes)]]
    if texts.count(")") > texts.count("(") and first and script.tokens[first - 1].text == "(":
        first -= 1
    return script.slice(first, closed(script, first, max(node.after for node in nodes))), nodes[0].label
