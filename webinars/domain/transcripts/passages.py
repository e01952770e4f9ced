"""A transcript as people read it: cues joined to sentences and turns, each with who speaks. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from webinars.models import Agreement, Appearance
from webinars.pure.captions.caption import Caption, stretches_of
from webinars.pure.captions.timestamps import SECOND_MS
from webinars.pure.matching.similarity import speaker_of_video

SENTENCE_ENDS = tuple(".?!…。？！؟।")
CLOSING = "”’\"')»」』）"
ENOUGH_MS, MOST_MS = 8 * SECOND_MS, 30 * SECOND_MS
"""A passage ends with the first sentence after the one, and with the last cue before the other."""
SILENCE_MS = 3 * SECOND_MS
FIRST_WIDE = "\u2e80"
"""From here on (CJK radicals) words are not parted by blanks."""


class TranscriptPassage(Struct, frozen=True):
    """What one person says in one breath, in the recording's own time."""

    starts_s: int
    text: str
    voice: str
    """As the file names who speaks, or empty if it does not."""
    is_new_voice: bool
    """Whether it is to be said who speaks: it is somebody else than before."""
    is_first_of_second: bool
    unsure: Sequence[tuple[int, int]] = ()
    """Where in `text` a machine was unsure, from letter to letter."""

    def parts(self) -> Iterable[tuple[str, bool]]:
        """Yields the text in parts, each with whether a machine was unsure of it."""
        end = 0
        for first, last in self.unsure:
            yield self.text[end:first], False
            yield self.text[first:last], True
            end = last
        yield self.text[end:], False


def passages_of(captions: Iterable[Caption]) -> list[TranscriptPassage]:
    found: list[TranscriptPassage] = []
    voice = ""
    for group in _groups(captions):
        starts_s = group[0].starts_ms // SECOND_MS
        text, unsure = _joined(group)
        found.append(
            TranscriptPassage(
                starts_s=starts_s,
                text=text,
                voice=group[0].voice,
                is_new_voice=bool(group[0].voice) and group[0].voice != voice,
                is_first_of_second=not found or found[-1].starts_s != starts_s,
                unsure=unsure,
            )
        )
        voice = group[0].voice
    return found


def flowing(texts: Iterable[str]) -> str:
    """Returns lines as running text, with a blank between two where the script has blanks."""
    found = ""
    for text in texts:
        for line in text.split("\n"):
            is_wide = bool(found) and found[-1] >= FIRST_WIDE and line[:1] >= FIRST_WIDE
            found += ("" if is_wide or not found else " ") + line
    return found


def _joined(group: Iterable[Caption]) -> tuple[str, list[tuple[int, int]]]:
    """Returns captions as running text, and where in it a machine was unsure."""
    found, unsure = "", []
    for caption in group:
        for first, last in stretches_of(caption.unsure):
            # With its first letter, before which a blank may have come or gone.
            begins, ends = (len(flowing([*filter(None, [found]), caption.text[:at]])) for at in (first + 1, last))
            unsure.append((begins - 1, ends))
        found = flowing([*filter(None, [found]), caption.text])
    return found, unsure


def speakers_of(voices: Collection[str], lineup: Sequence[Appearance]) -> Mapping[str, Appearance]:
    """Returns who of a line-up is meant by each of `voices`: by the name, or by a surname that only one of them has."""
    unsure = {Agreement.ASKED, Agreement.DECLINED}
    present = {appearance.shown_name: appearance for appearance in lineup if appearance.agreement not in unsure}
    named = {voice: speaker_of_video(voice, list(present)) for voice in voices if voice}
    return {voice: present[name] for voice, name in named.items() if name is not None}


def _groups(captions: Iterable[Caption]) -> Iterable[list[Caption]]:
    group: list[Caption] = []
    for caption in captions:
        if group and _is_complete(group, caption):
            yield group
            group = []
        group.append(caption)
    if group:
        yield group


def _is_complete(group: Sequence[Caption], after: Caption) -> bool:
    first, last = group[0], group[-1]
    if after.voice != first.voice or after.starts_ms - last.ends_ms >= SILENCE_MS:
        return True
    if after.ends_ms - first.starts_ms > MOST_MS:
        return True
    is_sentence = last.text.rstrip(CLOSING).endswith(SENTENCE_ENDS)
    return is_sentence and last.ends_ms - first.starts_ms >= ENOUGH_MS
