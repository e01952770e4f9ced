"""Captions out: as WebVTT for players, and as plain text for people."""

import html
from collections.abc import Iterable

from webinars.transcripts.caption import Caption
from webinars.transcripts.times import file_time


def as_webvtt(captions: Iterable[Caption]) -> str:
    """A WebVTT file (W3C WebVTT, section 4.1). What could be read as markup is escaped."""
    return "\n\n".join(["WEBVTT", *(_cue(caption) for caption in captions)]) + "\n"


def _cue(caption: Caption) -> str:
    text = html.escape(caption.text, quote=False)
    if caption.voice:
        text = f"<v {html.escape(caption.voice, quote=False)}>{text}"
    return f"{file_time(caption.starts_ms)} --> {file_time(caption.ends_ms)}\n{text}"
