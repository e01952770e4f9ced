"""What stands before and behind words with large letters: what tells a speaker from a town in a sentence."""

from collections.abc import Mapping, Sequence

from webinars.pure.announcements.reader.tagging.tokens import Token
from webinars.pure.announcements.reader.tagging.word_kinds import word_of

_LETTERS = {
    "given": "g", "Cap": "c", "CAP": "C", "Initial": "i", "particle": "p", "group": "o", "place": "l", "role": "r",
    "honour": "h", "event": "e", "Word": "w",
}  # fmt: skip
LONGEST_SHAPE, OFTEN = 6, 3


def about_runs(tokens: Sequence[Token], kinds: Sequence[str], seen: Mapping[tuple[str, str], int]) -> list[list[str]]:
    """Returns for each token of a run of words with large letters the words around it, its shape, the token's place.

    `seen` is how often two such words stand side by side in all of the text: a name comes back.
    """
    said: list[list[str]] = [[] for _token in tokens]
    at = 0
    while at < len(tokens):
        end = _end_of_run(tokens, kinds, at)
        if end == at:
            at += 1
            continue
        about = _about(tokens, kinds, at, end, seen)
        for one in range(at, end):
            said[one] = [*about, f"inrun={min(one - at, OFTEN)}_{min(end - one, OFTEN)}"]
        at = end
    return said


def _end_of_run(tokens: Sequence[Token], kinds: Sequence[str], at: int) -> int:
    """Returns where a run that begins here ends. A particle belongs to it only between two words."""
    end = last = at
    while end < len(tokens):
        if _is_large(tokens[end], kinds[end]):
            last = end + 1
        elif end == at or kinds[end] != "particle":
            break
        end += 1
    return last


def _is_large(token: Token, kind: str) -> bool:
    return token.is_large and kind in _LETTERS and kind != "particle"


def _about(
    tokens: Sequence[Token], kinds: Sequence[str], start: int, end: int, seen: Mapping[tuple[str, str], int]
) -> list[str]:
    words = ["^", "^", *(word_of(tokens[at].text, kinds[at]) for at in (start - 2, start - 1) if at >= 0)][-2:]
    words += [*(word_of(tokens[at].text, kinds[at]) for at in (end, end + 1) if at < len(tokens)), "$", "$"][:2]
    before, ahead, behind, after = words
    shape = "".join(_LETTERS[kind] for kind in kinds[start:end])[:LONGEST_SHAPE]
    pairs = zip(tokens[start:end], tokens[start + 1 : end], strict=False)
    often = max((seen.get(folded_pair(*pair), 0) for pair in pairs), default=0)
    return [
        f"run={shape}",
        f"ahead={ahead}",
        f"ahead2={before}_{ahead}",
        f"behind={behind}",
        f"behind2={behind}_{after}",
        f"runin={ahead}_{shape}",
        f"runout={shape}_{behind}",
        f"seen={min(often, OFTEN)}",
    ]


def folded_pair(one: Token, other: Token) -> tuple[str, str]:
    return one.text.casefold(), other.text.casefold()
