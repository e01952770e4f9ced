"""Words that stand where the zone of an hour stands and name none that clocks keep, or none that anybody knows."""

import itertools

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.claims import STRONG_SEPARATORS, PrintedClaim
from webinars.pure.times.lint.mentions import Node, Script
from webinars.pure.times.lint.zone_reach import leads_to_zone
from webinars.pure.times.tokens import CLOSING, OPENING
from webinars.pure.times.zone_labels import read_misspelt

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
    """The marks between the zone in front of an hour and the hour."""
    last = max(node.at for node in claim.labels)
    texts = {node.token.text for node in script.nodes[: claim.index] if node.at > last}
    return frozenset(texts & (STRONG_SEPARATORS | OPENING | {",", "\n"}))


def phrase_behind(script: Script, claim: PrintedClaim) -> Node | None:
    """The word right behind an hour that names a zone nobody knows: "türkischer Zeit", "(heure moscovite)"."""
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
    """Whether words about something else lead to a zone, so that it may be that of an hour nobody can read."""
    place = next(index for index, node in enumerate(script.nodes) if node.at == label.at) - 1
    while place > 0 and leads_to_zone(script.nodes[place]):
        place -= 1
    return place >= 0 and script.nodes[place].token.kind == "word" and not script.nodes[place].is_plain


def word_behind(script: Script, claim: PrintedClaim, *, is_anything: bool = False) -> Node | None:
    """The word right behind an hour that stands there as a zone does: "(Praia)", "XST"; or any, if `is_anything`."""
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
