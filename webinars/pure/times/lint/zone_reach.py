"""Which zone labels can be reached from an hour without crossing words that are about something else."""

import re
from collections.abc import Iterator

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.mentions import Node, Script
from webinars.pure.times.tokens import CLOSING, DASHES, OPENING

_LONGEST_ASIDE = 12
_RANGE = 6
"""Nodes from a mark in the first hour of a range to the line break before the second."""


def reachable_labels(script: Script, index: int, step: int, *, may_cross_date: bool = True) -> Iterator[Node]:
    """Yields zone labels that can be reached from the hour at node `index` without crossing another word."""
    nodes, plain = script.nodes, script.line_is_plain
    place = index + step
    found = 0
    has_crossed_line = False
    while 0 <= place < len(nodes):
        node = nodes[place]
        if node.hour or (node.date and step < 0 and not (may_cross_date or _is_time_of_a_zone(script, place))):
            return
        if node.token.kind == "newline":
            neighbour = place + step
            if not (0 <= neighbour < len(nodes)) or not plain[neighbour]:
                return
            has_crossed_line = True
        elif node.label:
            if _is_of_another(script, place, is_first=found == 0 and not has_crossed_line):
                return
            found += 1
            yield node
        elif step < 0 and node.token.text in CLOSING and _is_bracket_of_hour(script, place):
            return
        elif step > 0 and node.token.text in OPENING and (behind := _behind_aside(script, place)):
            place = behind
            continue
        elif not (node.is_plain or (node.is_aside and not found)) or _ends_sentence(script, place):
            # "5pm instead of 4pm CEST"
            return
        place += step


def _is_of_another(script: Script, place: int, *, is_first: bool) -> bool:
    """Returns whether the label at `place` is part of another name, or the zone of an hour that cannot be read."""
    return _is_part_of_another_name(script, place, is_first=is_first) or _has_unread_hour(script, place)


def _has_unread_hour(script: Script, place: int) -> bool:
    """Returns whether the zone at `place` is that of an hour before it which cannot be read: "um ?? MESZ"."""
    before = place - 1
    while before > 0 and leads_to_zone(script.nodes[before]):
        before -= 1
    return before >= 0 and is_unread_hour(script.nodes[before])


def leads_to_zone(node: Node) -> bool:
    """Returns whether it may stand between an hour and its zone: a bracket, "Uhr", "hora de"."""
    is_mention = node.date or node.hour or node.label or node.shift is not None
    return not is_mention and (node.token.text in OPENING or node.token.key in words.ZONE_FILLERS)


def is_unread_hour(node: Node) -> bool:
    """Returns whether figures, or what holds their place, stand there unread: "25:70", "??", "TBC".

    None of them is a date, hour or zone.
    """
    if node.date or node.hour or node.label or node.is_aside or node.shift is not None:
        return False
    token = node.token
    return token.kind == "number" or token.text == "?" or token.key in words.NOT_YET_KNOWN or set(token.key) == {"x"}


def is_end_of_unread(script: Script, index: int) -> bool:
    """Returns whether the hour at node `index` is the end of a range whose begin cannot be read.

    "from 1x.30 to 16:30", "4.p.m. to 6 p.m.", "16;30-18:00", or "ends 6 p.m." where no hour stands before it.
    """
    before = [node for node in script.nodes[max(index - _RANGE, 0) : index] if node.token.kind != "newline"]
    while before and before[-1].token.key in {":", *words.AT_WORDS - words.TO_WORDS}:
        before.pop()
    if not before or any(node.hour for node in before):
        return False
    link, first = before[-1].token, before[:-1]
    if link.key in words.END_WORDS and not any(node.hour for node in script.nodes[:index]):
        return True
    if not (first and (link.text in DASHES or link.key in words.TO_WORDS)):
        return False
    if first[-1].label:
        first = first[:-1]
    text = script.text[max(link.start - _LONGEST_HOUR, 0) : first[-1].token.end if first else 0]
    if _SPOILT_HOUR.search(text) and not (first[-1].date or first[-1].label):
        return True
    is_number = link.text in DASHES and first and first[-1].token.kind == "number"
    # "Webinar 3 – 18:00"
    is_open = is_number or link.key in words.AT_WORDS or len(first) < _LEAST
    return bool(first) and is_unread_hour(first[-1]) and not is_open


_LEAST = 2
_LONGEST_HOUR = 24
_SPOILT_HOUR = re.compile(
    r"(?:^|[\s(@,lIO])(?:"
    # "4.p.m.", "4;30 pm", "4 :30 pm", "4om", "16. Uhr"
    r"\d\d?(?:\s?[.:;,·]{1,2}\s?[\do]{1,2})?\s?[.:;,]?\s?(?:[apoi]\W?\s?[mn]|uhr|hs?|o.?\s?clock)\b\W?"
    # "16;30", "16-00", "16:3o", "25h00", "1600"
    r"|\d\d?(?:[.:;,·h]{1,2}[\do]{1,2}|[-−]\d\d)|(?:0\d|1[0-7])[0-5]\d)\s*$",
    re.IGNORECASE,
)
"""What was meant for an hour, so that an hour behind "to" or a dash is its end."""


def _is_bracket_of_hour(script: Script, place: int) -> bool:
    """Returns whether the bracket that closes at `place` opens right behind an hour, and so is about that hour."""
    for index in range(place - 1, max(place - _LONGEST_ASIDE, 0), -1):
        if script.nodes[index].token.text in OPENING:
            return script.nodes[index - 1].hour is not None
    return False


def _is_time_of_a_zone(script: Script, place: int) -> bool:
    """Returns whether a zone is named in front of the date at `place`: "Tehran time: 3 May", "北京时间5月3日"."""
    before = place - 1
    while before > 0 and script.nodes[before].token.text in {",", ":"}:
        before -= 1
    return (
        before > 0 and script.nodes[before].token.key in words.TIME_WORDS and script.nodes[before - 1].label is not None
    )


def _behind_aside(script: Script, place: int) -> int | None:
    """Returns the node after a bracket without an hour or a zone, but about something else: "(register by Monday)"."""
    if [node.token.key for node in script.nodes[place + 1 : place + 4]] == ["c", ".", "t"]:
        # "19 Uhr (c.t.)" is a quarter past.
        return None
    is_aside = False
    for index in range(place + 1, min(place + _LONGEST_ASIDE, len(script.nodes))):
        node = script.nodes[index]
        if node.token.text in CLOSING:
            return index + 1 if is_aside else None
        if node.hour or node.label:
            return None
        is_aside = is_aside or not node.is_plain
    return None


def _ends_sentence(script: Script, place: int) -> bool:
    node = script.nodes[place]
    if node.token.text not in {".", "!", "?"} or place + 1 >= len(script.nodes):
        return node.token.text in {"!", "?"}
    following = script.nodes[place + 1].token
    return following.is_spaced and following.text not in OPENING


def _is_part_of_another_name(script: Script, place: int, *, is_first: bool) -> bool:
    """Returns whether a label is only the beginning of a name: "London School", "China-based", "Victoria Smith"."""
    node = script.nodes[place]
    if node.label is None or node.label.kind in {"abbreviation", "offset"} or place + 1 >= len(script.nodes):
        return False
    behind = script.nodes[place + 1]
    token = behind.token
    if token.key in words.INSTITUTIONS:
        return True
    if token.text in {"-", "‑"} and not token.is_spaced and place + 2 < len(script.nodes):
        third = script.nodes[place + 2].token
        return third.kind == "word" and not third.is_spaced
    if is_first or token.kind != "word" or behind.is_plain:
        return False
    return token.is_capital
