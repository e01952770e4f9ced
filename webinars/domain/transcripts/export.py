"""Captions out: as WebVTT for players, and as plain text for people."""

import html
from collections.abc import Iterable

from webinars.domain.transcripts.passages import passages_of
from webinars.pure.captions.caption import Caption
from webinars.pure.captions.timestamps import SECOND_MS, clock_text, file_time


def as_webvtt(captions: Iterable[Caption], note: str = "") -> str:
    """Returns a WebVTT file (W3C WebVTT, section 4.1). What could be read as markup is escaped.

    `note` is for those who open it: players show no NOTE (section 4.1 as well).
    """
    head = ["WEBVTT", f"NOTE {note}"] if note else ["WEBVTT"]
    return "\n\n".join([*head, *(_cue(caption) for caption in captions)]) + "\n"


def _cue(caption: Caption) -> str:
    text = html.escape(caption.text, quote=False)
    if caption.voice:
        text = f"<v {html.escape(caption.voice, quote=False)}>{text}"
    return f"{file_time(caption.starts_ms)} --> {file_time(caption.ends_ms)}\n{text}"


def as_text(captions: Iterable[Caption], note: str = "") -> str:
    """Returns plain text, a paragraph a passage, each with its time. Who speaks is named when it changes."""
    paragraphs = [note] if note else []
    for passage in passages_of(captions):
        voice = f"{passage.voice}: " if passage.is_new_voice else ""
        paragraphs.append(f"[{clock_text(passage.starts_s * SECOND_MS)}] {voice}{passage.text}")
    return "\n\n".join(paragraphs) + "\n"
