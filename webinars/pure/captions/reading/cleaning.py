"""From what a file has to what is kept: tags away, voices named, what rolls over the picture twice said once."""

import html
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from webinars.lib.names import name_key
from webinars.lib.text_cleaning import one_line
from webinars.pure.captions.caption import LONGEST_VOICE, Caption, settled_text
from webinars.pure.captions.timestamps import SECOND_MS

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>", re.IGNORECASE)
"""WebVTT's voice span: `<v Ada Lovelace>`, with or without classes (W3C WebVTT, section 3.3)."""
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]*>|\{\\[^{}]*\}")
"""Tags of WebVTT and of SubRip, times within a line, and the places that SubStation files leave in SubRip."""
_CHANGE = re.compile(r"\s*(?:>>)+\s*")
"""How broadcasters mark that another person speaks."""
_LABEL = re.compile(r"([^\W\d_][^:：\n]{0,80}?)\s*[:：]\s*(?=\S|$)")
MEANT_TO_LAST_MS = 2 * SECOND_MS
"""For a cue whose end is missing or before its start."""
ROLLING_SHARE = 0.25
"""From this share on, cues that show the line before above their own are the way of a file and not of a speaker."""
FEWEST_ROLLING = 2
NAMING_SHARE = 0.8
"""From this share on, "Jane Doe: Good evening." is how a file names its speakers, whoever they are."""
FEWEST_NAMED = 3
LONGEST_NAME_WORDS = 5
SHORTEST_SHOUT = 3
"""Fewer capital letters are an abbreviation."""


def cleaned(blocks: Sequence[Caption], names: Collection[str]) -> list[Caption]:
    """Returns `blocks` in order, in plain text, each with who says it as far as the file or one of `names` tells."""
    in_order = sorted(blocks, key=lambda block: block.starts_ms)
    timed = [_with_end(block, in_order[index + 1 : index + 2]) for index, block in enumerate(in_order)]
    plain = [part for block in timed for part in _voices(block)]
    said = _unrolled(plain)
    return list(_Labels(said, names).taken())


def _with_end(block: Caption, after: Sequence[Caption]) -> Caption:
    if block.ends_ms > block.starts_ms:
        return block
    ends_ms = block.starts_ms + MEANT_TO_LAST_MS
    if after and block.starts_ms < after[0].starts_ms:
        ends_ms = min(ends_ms, after[0].starts_ms)
    return replace(block, ends_ms=ends_ms)


def _voices(block: Caption) -> Iterator[Caption]:
    """Yields a cue by those who speak in it, without tags."""
    before, *spoken = _VOICE.split(block.text)
    for voice, text in [("", before), *zip(spoken[::2], spoken[1::2], strict=True)]:
        words = settled_text(html.unescape(_TAG.sub("", text)).replace("\u200b", ""))
        if words:
            yield replace(block, text=words, voice=_voice_name(voice))


@lru_cache(maxsize=256)
def _voice_name(annotation: str) -> str:
    return one_line(html.unescape(annotation), at_most=LONGEST_VOICE)


def _unrolled(captions: Sequence[Caption]) -> list[Caption]:
    """Returns each line once. Automatic captions show it twice, at the bottom and then above the next."""
    lines = [caption.text.split("\n") for caption in captions]
    rolling = sum(len(after) > 1 and before[-1] == after[0] for before, after in pairwise(lines))
    if rolling < max(FEWEST_ROLLING, ROLLING_SHARE * len(captions)):
        return list(captions)
    found: list[Caption] = []
    shown: list[str] = []
    for caption, words in zip(captions, lines, strict=True):
        fresh = words[1:] if shown and words[0] == shown[-1] else words
        if fresh:
            found.append(replace(caption, text="\n".join(fresh)))
        elif found:
            found[-1] = replace(found[-1], ends_ms=max(found[-1].ends_ms, caption.ends_ms))
        shown = words
    return [_until_next(caption, found[index + 1 : index + 2]) for index, caption in enumerate(found)]


def _until_next(caption: Caption, after: Sequence[Caption]) -> Caption:
    if after and caption.starts_ms < after[0].starts_ms < caption.ends_ms:
        return replace(caption, ends_ms=after[0].starts_ms)
    return caption


class _Labels:
    """Takes "NAME:" and ">>" from the words. Who was named so speaks on until somebody else does."""

    def __init__(self, captions: Sequence[Caption], names: Collection[str]) -> None:
        self._captions = captions
        self._known = frozenset(name_key(name) for name in names)
        labelled = sum(_label(caption.text) is not None for caption in captions)
        self._is_habit = labelled >= max(FEWEST_NAMED, NAMING_SHARE * len(captions))
        self._is_shouted_throughout = all(caption.text == caption.text.upper() for caption in captions)
        self._voice = ""

    def taken(self) -> Iterator[Caption]:
        for caption in self._captions:
            if caption.voice:
                self._voice = ""
                yield caption
                continue
            for voice, words in self._turns(caption.text):
                if words:
                    yield replace(caption, text="\n".join(words), voice=voice)

    def _turns(self, text: str) -> list[tuple[str, list[str]]]:
        """Returns what is said in one cue, by who says it."""
        turns: list[tuple[str, list[str]]] = []
        for line in text.split("\n"):
            words = line
            if change := _CHANGE.match(line):
                self._voice, words = "", line[change.end() :]
            label = _label(words)
            if label is not None and self._is_name(label[1]):
                self._voice, words = one_line(label[1], at_most=LONGEST_VOICE), words[label.end() :]
            if not turns or change is not None or turns[-1][0] != self._voice:
                turns.append((self._voice, []))
            if words.strip():
                turns[-1][1].append(words.strip())
        return turns

    def _is_name(self, label: str) -> bool:
        if name_key(label) in self._known or self._is_habit:
            return True
        letters = [letter for letter in label if letter.isalpha()]
        is_shouted = len(letters) >= SHORTEST_SHOUT and all(letter.isupper() for letter in letters)
        return is_shouted and not self._is_shouted_throughout


def _label(words: str) -> re.Match[str] | None:
    """Returns what stands before a colon, if it is short enough for a name."""
    label = _LABEL.match(words)
    return label if label is not None and len(label[1].split()) <= LONGEST_NAME_WORDS else None
