"""Which zone and which day belong to which hour."""

import itertools

from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.claims import STRONG_SEPARATORS, PrintedClaim
from webinars.pure.times.lint.mentions import Node, Script
from webinars.pure.times.lint.zone_reach import is_end_of_unread, leads_to_zone, reachable_labels
from webinars.pure.times.place_names import Label
from webinars.pure.times.tokens import CLOSING, DASHES, OPENING
from webinars.pure.times.zone_labels import read_misspelt

# Words that stand where the zone of an hour stands and name none that clocks keep, or none that anybody knows.


_LONGEST_ABBREVIATION = 5
_BRACKETED = 3
_LONGEST_PHRASE = 6
"""Nodes: "(New Yorker Zeit", perhaps with a line break."""


def leave_out_impossible(claim: PrintedClaim) -> None:
    """Name an offset that clocks nowhere have, and keep the zones beside it: "(Europe/Vienna / UTC300)"."""
    impossible = [
        node for node in claim.labels if node.label and node.label.kind == "offset" and not node.label.timezones
    ]
    if impossible:
        claim.unknown = impossible[0]
        claim.labels = [node for node in claim.labels if node not in impossible]


def leave_out_others(script: Script, claim: PrintedClaim) -> None:
    """Take the zone in front of an hour from it where a word behind it names one nobody knows: "türkischer Zeit".

    Where a mark parts that zone from the hour, a word in brackets or an abbreviation is enough: "/ 21:30 h (Praia)".
    """
    if not claim.labels or any(node.at > claim.hour.at for node in claim.labels):
        return
    if (unknown := phrase_behind(script, claim)) is not None:
        claim.labels, claim.unknown = [], unknown
    elif parting := _parting(script, claim):
        is_anything = bool(parting & OPENING) or _stands_behind_words(script, min(claim.labels, key=lambda one: one.at))
        if word_behind(script, claim, is_anything=is_anything) is not None:
            claim.labels = []


def _parting(script: Script, claim: PrintedClaim) -> frozenset[str]:
    """Returns the marks between the zone in front of an hour and the hour."""
    last = max(node.at for node in claim.labels)
    texts = {node.token.text for node in script.nodes[: claim.index] if node.at > last}
    return frozenset(texts & (STRONG_SEPARATORS | OPENING | {",", "\n"}))


def phrase_behind(script: Script, claim: PrintedClaim) -> Node | None:
    """Returns the word right behind an hour that names a zone nobody knows: "türkischer Zeit", "(heure moscovite)"."""
    behind = [node for node in script.nodes[claim.index + 1 :][:_LONGEST_PHRASE] if node.token.kind != "newline"]
    if behind and behind[0].token.text in OPENING:
        behind = behind[1:]
    if behind and behind[0].token.key in words.TIME_OF:
        named = next((node for node in behind[1:] if node.label or not node.is_plain), None)
        return named if named and not named.label and named.token.key not in words.TIME_ITSELF else None
    for first, second in itertools.pairwise(behind):
        if first.label or first.token.kind != "word":
            return None
        key = first.token.key
        if second.token.key == "zeit" and key.endswith("er") and key not in words.ANY_TIME:
            return first
    return None


def _stands_behind_words(script: Script, label: Node) -> bool:
    """Returns whether words about something else lead to a zone, so that it may be that of an hour nobody can read."""
    place = next(index for index, node in enumerate(script.nodes) if node.at == label.at) - 1
    while place > 0 and leads_to_zone(script.nodes[place]):
        place -= 1
    return place >= 0 and script.nodes[place].token.kind == "word" and not script.nodes[place].is_plain


def word_behind(script: Script, claim: PrintedClaim, *, is_anything: bool = False) -> Node | None:
    """Returns the word right behind an hour that stands there as a zone does: "(Praia)", "XST".

    Any word will do if `is_anything`.
    """
    behind = script.nodes[claim.index + 1 :][:_BRACKETED]
    texts = [node.token.text for node in behind]
    if len(texts) == _BRACKETED and texts[0] in OPENING and texts[2] in CLOSING:
        word = behind[1]
    elif behind and (is_anything or _is_abbreviation(texts[0])):
        word = next((node for node in behind if node.token.text not in OPENING and not node.is_plain), behind[0])
    else:
        return None
    is_word = word.token.kind == "word" and (word.token.is_capital or is_anything)
    return word if is_word and word.token.key not in words.NOT_YET_KNOWN and not word.is_plain else None


def _is_abbreviation(text: str) -> bool:
    return text.isupper() and text.isascii() and text.isalpha() and 1 < len(text) <= _LONGEST_ABBREVIATION


def read_unknown(script: Script, claim: PrintedClaim) -> None:
    """Look at the word where a zone would stand: a misspelt place, or one nobody knows."""
    place = claim.index + 1
    is_introduced = False
    while place < len(script.nodes):
        node = script.nodes[place]
        if node.hour or node.date or node.token.kind == "newline" or node.token.text in {".", ";", "|", "!", "?"}:
            return
        if not node.is_plain:
            break
        is_introduced = is_introduced or node.token.key == "in" or node.token.text == "("
        place += 1
    else:
        return
    node = script.nodes[place]
    meant = read_misspelt(node.token)
    if meant is not None and not _begins_phrase(script, place):
        claim.labels = [Node(node.at, node.after, node.token, label=meant)]
        return
    following = script.nodes[place + 1].token if place + 1 < len(script.nodes) else None
    is_time = following is not None and following.key in words.TIME_WORDS
    text = node.token.text
    if node.token.key in words.NOT_YET_KNOWN:
        return
    is_alone = following is None or following.kind != "word"
    if node.token.is_capital and (is_time or _is_abbreviation(text) or (is_introduced and is_alone)):
        claim.unknown = node


def _begins_phrase(script: Script, place: int) -> bool:
    if place + 1 >= len(script.nodes):
        return False
    behind = script.nodes[place + 1]
    return behind.token.kind == "word" and not behind.is_plain


MAX_CLAIMS = 48
"""More hours than any zone line has: the rest of such a text is not read."""
_SEPARATORS = STRONG_SEPARATORS | {",", "(", ")", "–", "—", "&"}
_CUTS = STRONG_SEPARATORS | {",", ")"}
_LINKS = frozenset({",", ":"})
_LIST_MARKS = frozenset({"/", ",", "|", "&"})


def printed_claims(script: Script) -> list[PrintedClaim]:
    """Returns every hour of the text with the zones that belong to it."""
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
    """Returns whether the date of an end is not the day on which its hour comes next. What lasts days has no end."""
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
    """Returns the labels before the first hour, the nearest first, and those behind the last.

    Where both cannot be, it is one.
    """
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
    """Returns whether a further hour has its zone in front too: "Berlin 3 May 18:00, Tokyo 4 May 01:00".

    Else the zone in front may be a title's.
    """
    if len(hours) > 1 and _has_zone_behind(script, hours[0]):
        return False
    first = hours[0].hour.at
    return any(label.at > first for claim in hours[1:] for label in reachable_labels(script, claim.index, -1))


def _has_zone_behind(script: Script, claim: PrintedClaim) -> bool:
    """Returns whether a zone stands right behind an hour and is not that of a date or an hour after it."""
    behind = script.nodes[claim.index + 1 :]
    if not behind or not behind[0].label:
        return False
    following = next((node for node in behind if not node.label and node.token.text not in _LINKS), None)
    return following is None or not (following.date or following.hour)


def _has_each_its_own(script: Script, hours: list[PrintedClaim]) -> bool:
    """Returns whether each of several hours has its zone right behind it, parted from the next.

    The last one may be unknown.
    """
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
    """Returns whether a comma or the like, or a date, stands between an hour and a label beside all hours."""
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
    """Returns the end of tokens `at` up to `after` with the word "time" and the closing bracket that belong to them."""
    if after < len(script.tokens) and script.tokens[after].key == "time":
        after += 1
    texts = [token.text for token in script.tokens[at:after]]
    if texts.count("(") > texts.count(")") and after < len(script.tokens) and script.tokens[after].text == ")":
        after += 1
    return after


def label_of(script: Script, nodes: list[Node]) -> tuple[str, Label | None]:
    """Returns the words of the labels as printed, and the first of them."""
    if not nodes:
        return "", None
    first = min(node.at for node in nodes)
    texts = [token.text for token in script.tokens[first : max(node.after for node in nodes)]]
    if texts.count(")") > texts.count("(") and first and script.tokens[first - 1].text == "(":
        first -= 1
    return script.slice(first, closed(script, first, max(node.after for node in nodes))), nodes[0].label
