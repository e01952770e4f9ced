"""The videos of a recap: the full stream, and whose presentation each of the others is."""

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from webinars.pure.announcements.model import Kind, RecordingKind, RecordingReading
from webinars.pure.announcements.reader.heading_words import SectionKind, section_of
from webinars.pure.announcements.reader.links import referenced_video, sentence_around, video_of, without_addresses
from webinars.pure.announcements.reader.people.enumerations import people_list
from webinars.pure.announcements.reader.people.names import folded_name, name_in
from webinars.pure.announcements.reader.people.person_entry import bare_entry
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.tense import AVAILABLE, BEFORE, FUTURE
from webinars.pure.announcements.reader.text.lines import Line, LineKind, Link
from webinars.pure.announcements.reader.words import one_of

_FULL = re.compile(rf"\b(?:{one_of('recordings.full')})\b", re.IGNORECASE)
_OF_OTHER = re.compile(rf"\b(?:{one_of('recordings.of_other')})\b", re.IGNORECASE)
"""A film that was shown, the recording of another webinar."""
_RECORDED = re.compile(one_of("recordings.recorded"), re.IGNORECASE)
_LONGEST = 220
"""Characters of a line that says which video is beside or below it."""
Recording = tuple[RecordingReading, tuple[int, ...], bool]


def read_recordings(parts: Sequence[Part], names: Sequence[str], kind: Kind) -> list[Recording]:
    """Returns every video once, of an announcement only what it calls a recording, since others may be watched live.

    `names` are the people of the line-up, for whom a video's words are searched.
    """
    found: list[Recording] = []
    seen: dict[str, set[str | None]] = defaultdict(set)
    above: Line | None = None
    for part in parts:
        videos = _videos(part, kind)
        own = without_addresses(part.line.text)
        for link, video in videos.items():
            reading, is_certain = _reading(part, link, above, names, is_only=len(videos) == 1)
            if reading.speaker in seen[video] or (seen[video] and reading.speaker is None):
                continue
            seen[video].add(reading.speaker)
            is_announced = above is not None and not own and len(above.text) < _LONGEST
            lines = (above.numbers if above is not None and is_announced else ()) + part.line.numbers
            found.append((reading, lines, not is_certain))
        if part.line.text and (part.line.kind is LineKind.HEADING or not videos):
            above = part.line
    return _with_full_stream(found, names)


def _videos(part: Part, kind: Kind) -> dict[Link, str]:
    """Returns the links of a line that lead to videos, by their addresses, or wherever they lead by their words."""
    found: dict[Link, str] = {}
    for link in part.line.links:
        label, sentence = _label_of(part.line.text, link), sentence_around(part.line.text, link)
        is_label = (section_of(label) or ("",))[0] is SectionKind.RECORDINGS
        is_said = is_label or AVAILABLE.search(sentence) is not None
        if not _OF_OTHER.search(sentence) and (kind is Kind.RECAP or _is_recorded(label if is_label else sentence)):
            video = video_of(link.url) or (referenced_video(link.url) if is_said else None)
            found |= {link: video} if video else {}
    return found


def _is_recorded(words: str) -> bool:
    return _RECORDED.search(words) is not None and not (FUTURE.search(words) or BEFORE.search(words))


def _label_of(text: str, link: Link) -> str:
    """Returns what a link stands on, or what stands before it, up to a colon or a dash."""
    own = without_addresses(link.text)
    before = without_addresses(text[: link.start])
    return own if not before or section_of(own) else before


def _reading(
    part: Part, link: Link, above: Line | None, names: Sequence[str], *, is_only: bool
) -> tuple[RecordingReading, bool]:
    """Returns what one video is, by its own words, then its sentence, then the heading above it."""
    own = without_addresses(part.line.text)
    is_own = is_only and 0 < len(own) < _LONGEST and not own.lower().startswith(("the video", "video", "watch"))
    if part.line.kind is LineKind.HEADING or is_own:
        called = own
    elif above and (link.is_embed or not own or (len(own) < 60 and len(above.text) < _LONGEST)):
        called = above.text
    else:
        called = ""
    said = dict.fromkeys(filter(None, (sentence_around(part.line.text, link), called, link.text)))
    speakers = {words: _speaker_of(words, names) for words in said}
    if any(_FULL.search(words) and not speaker for words, speaker in speakers.items()):
        return RecordingReading(RecordingKind.FULL, link.url), True
    who = next(filter(None, speakers.values()), None)
    if who:
        return RecordingReading(RecordingKind.PRESENTATION, link.url, *who), True
    return RecordingReading(RecordingKind.FULL, link.url), False


def _speaker_of(words: str, names: Sequence[str]) -> tuple[str, str | None] | None:
    """Returns whose talk the words announce, and its title: "Ada Example: On Engines"."""
    entry = bare_entry(_SAYS_WHICH.sub("", words.strip(), count=1))
    opened = re.match(r"^(.{3,80}?)(?P<mark>\s*[:：]\s+|\s+[–—-]\s+|,\s+|\s*\|\s*|$)(?P<rest>.*)$", entry)
    if opened:
        is_job = opened["mark"].startswith(",") and opened["rest"][:1] not in '“"„«‘'
        # After a comma comes who that is, and perhaps, after a colon, what the talk is called.
        said = opened["rest"].partition(": ")[2] if is_job else opened["rest"]
        name = name_in(re.sub(r"\s*\([^()]*\)$", "", opened[1]), is_strict=True)
        # “Ada Example and Ben Sample: On Engines”: the video stands with the first of them.
        together = people_list(opened[1]) if not name and said and not is_job else []
        if name := together[0].name if len(together) > 1 else name:
            return _matching_name(name, names) or name, said.strip().strip('“”"„«»').strip() or None
    called = _called_in(words, names)
    return (called, None) if called else None


def _called_in(words: str, names: Sequence[str]) -> str | None:
    """Returns the one whom the words name in full, else by the first names that are all of them, else by a surname."""
    folded = f" {folded_name(words)} "
    mentioned = [name for name in names if f" {folded_name(name)} " in folded]
    called = [name for name in names if folded.strip() and f" {folded_name(name)} ".startswith(folded)]
    by_surname = [name for name in names if f" {folded_name(name).rsplit(' ', 1)[-1]} " in folded]
    found = [mentioned, called, by_surname if not mentioned and len(words) < 160 else []]
    return next((several[0] for several in found if len(several) == 1), None)


_SAYS_WHICH = re.compile(
    rf"^(?:(?:{one_of('recordings.things')})s?(?: by| of)?\s*[:–—-]?|"
    rf"[^:“”\"]{{0,40}}\b(?:{one_of('recordings.of_whom')})s?(?: \w+)?\s?:)\s+",
    re.IGNORECASE,
)
"""“Video: …”, “Here is the link to the third talk: …”."""


def _matching_name(name: str, names: Sequence[str]) -> str | None:
    folded = folded_name(name)
    return next((known for known in names if folded_name(known) == folded), None)


def _with_full_stream(found: list[Recording], names: Sequence[str]) -> list[Recording]:
    """Returns the videos, a lone one of nobody in particular as the full stream.

    Beside one that says to be the full stream, what says nothing of itself is a presentation.
    """
    if len(found) == 1:
        reading, lines, _is_uncertain = found[0]
        is_nobodys = reading.speaker is None or (len(names) > 2 and reading.title is None)
        full = RecordingReading(RecordingKind.FULL, reading.url), lines, True
        return [full] if is_nobodys and reading.kind is RecordingKind.PRESENTATION else found
    has_full = any(reading.kind is RecordingKind.FULL and not is_uncertain for reading, _lines, is_uncertain in found)
    # Beside the one that says to be all of it, what says nothing is a part: “Q&A”.
    return [
        (
            replace(reading, kind=RecordingKind.PRESENTATION) if has_full and is_uncertain else reading,
            lines,
            is_uncertain,
        )
        for reading, lines, is_uncertain in found
    ]


def recording_lines(parts: Sequence[Part]) -> set[int]:
    """Returns lines that embed or link a video."""
    numbers: set[int] = set()
    for part in parts:
        is_short = not part.line.text or part.line.kind is not LineKind.TEXT or len(part.line.text) < 120
        if is_short and any(video_of(link.url) for link in part.line.links):
            numbers.update(part.line.numbers)
    return numbers
