"""Organisations above a text or in the category of a post: "WHO Media Advisory"."""

import re
from collections.abc import Iterator, Sequence

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.known import Known
from webinars.pure.announcements.reader.lines import Line, LineKind
from webinars.pure.announcements.reader.mail_heads import mail_heads, sender
from webinars.pure.announcements.reader.names import name_in
from webinars.pure.announcements.reader.organisation_names import is_organisation, organisations, tidy
from webinars.pure.announcements.reader.sections import SIGN_OFF, Part
from webinars.pure.announcements.reader.series import series_only
from webinars.pure.announcements.reader.title_candidates import NOT_TITLES
from webinars.pure.announcements.reader.words import one_of

_EVENT = re.compile(rf"\b(?!forum\b)(?:{EVENT_WORDS}|publish|list)\b", re.IGNORECASE)
MASTHEAD = re.compile(
    rf"^(?P<who>[A-ZÄÖÜ][\w&.’'\- ]{{1,60}}?)(?:'s|’s)?\s+(?:(?:{one_of('furniture.masthead')})\b|"
    rf"(?P<event>(?:(?:{one_of('events.how')}) )?(?:{one_of('events.of_masthead')})(?: series)?)\s*(?:[:–—|-]|\d|$|"
    r"\w+ \d|on\b|with\b))",
    re.IGNORECASE,
)
_SHORT_ORGANISATION = re.compile(r"^[A-Z][A-Za-z0-9&.-]*[A-Z0-9][A-Za-z0-9&.-]*$")


def read_mastheads(parts: Sequence[Part], known: Known, title_lines: Sequence[int]) -> Iterator[tuple[str, Line]]:
    """A masthead (“WHO Media Advisory”, “Example Network – Learning together”) or the category of a blog post."""
    for part in parts[:3]:
        line = part.line
        row = line.text.split(" | ")
        if part is parts[0] and len(row) > 1 and all(has_kind(piece) and not series_only(piece) for piece in row):
            yield from ((tidy(piece), line) for piece in row)
            return
        if (
            line.is_meta
            or len(line.text) > 110
            or (NOT_TITLES.fullmatch(line.text.rstrip(" .:!")) and line.text.isupper())
        ):
            continue
        if mast := MASTHEAD.match(line.text):
            names = [tidy(mast["who"])] if mast["event"] else list(organisations(mast["who"]))
            names = [
                name
                for name in names
                if (_SHORT_ORGANISATION.match(name) or has_kind(name) or not mast["event"])
                and is_organisation(name, known, is_listed=len(names) > 1)
            ]
            yield from ((name, line) for name in names)
            if names:
                return
        if line.number in title_lines or not title_lines:
            continue
        name = re.split(r"\s[–—|-]\s", line.text)[0]
        tagline = line.text[len(name) :]
        if (
            part is parts[0]
            and has_kind(name if " | " in line.text else line.text)
            and (series_only(line.text) is None or " | " in line.text)
            and not _EVENT.search(name if " | " in line.text else line.text)
            and not line.text.endswith((".", "?", ":"))
            and ": " not in line.text
            and (tagline or line.kind is not LineKind.TEXT or len(name.split()) <= 8)
        ):
            yield tidy(name), line
            return
    yield from list(_senders(parts, known)) or _signatures(parts)


_OFFICE = re.compile(
    rf"(?P<who>[^\W\d_a-z][^,]{{3,90}}), (?:{one_of('mail.departments')}) (?:{one_of('mail.offices')})$", re.IGNORECASE
)
_SIGNED = re.compile(rf"(?:{one_of('mail.yours')}) (?P<who>[^\W\d_a-z].{{3,90}})$")


_DESK = re.compile(rf"\b(?:{one_of('mail.desks')})$", re.IGNORECASE)


def _senders(parts: Sequence[Part], known: Known) -> Iterator[tuple[str, Line]]:
    """“From: Example Society <events@example.org>”, “From: Ada Example, Example Society”."""
    for line, key, value in mail_heads([part.line for part in parts]):
        for name in re.split(rf",\s|\s[|–—-]\s|\s?[()]|\s(?:{one_of('small.from')})\s", sender(key, value) or ""):
            is_group = (
                len(name.split()) > 1
                and not _DESK.search(name)
                and is_organisation(name, known)
                and name_in(name, is_strict=True) is None
            )
            if has_kind(name) or _SHORT_ORGANISATION.match(name) or is_group:
                yield tidy(name), line
                return


def _signatures(parts: Sequence[Part]) -> Iterator[tuple[str, Line]]:
    """“Ihr Verein für Kometenkunde”, “Example Agency, Press Office” under a letter."""
    for part in parts[-8:]:
        signed = _SIGNED.match(part.line.text) or _OFFICE.match(part.line.text)
        if signed and has_kind(signed["who"]):
            yield signed["who"].strip(" ,"), part.line
            return
    yield from list(_under_greeting(parts)) or _last_line(parts)


def _last_line(parts: Sequence[Part]) -> Iterator[tuple[str, Line]]:
    """“Example Workers' Union” under all of a text."""
    line = parts[-1].line
    is_name = has_kind(line.text) and line.text[:1].isupper() and len(line.text.split()) <= _LONGEST_NAME
    if is_name and not line.links and not re.search(r"[.?!:|,]|\d", line.text) and len(parts) > 3:
        yield tidy(line.text), line


def _under_greeting(parts: Sequence[Part]) -> Iterator[tuple[str, Line]]:
    """“Best wishes, / Ada Example / Events Officer, Example Society”."""
    ends = [position for position, part in enumerate(parts) if SIGN_OFF.match(part.line.text)]
    for part in parts[ends[-1] + 1 : ends[-1] + 6] if ends else ():
        pieces = re.split(r",\s|\s[|–—-]\s", part.line.text)
        whole = re.split(r"\s[|–—-]\s", part.line.text)[0]
        name = whole if has_kind(pieces[0]) else next((piece for piece in pieces if has_kind(piece)), "")
        if team := _TEAM.search(part.line.text):
            name = team["who"]
        if name[:1].isupper() and len(name.split()) <= _LONGEST_NAME and not name.endswith((".", "?", "!")):
            yield tidy(name), part.line
            return


_TEAM = re.compile(
    rf"\bthe (?:whole |entire )?(?P<who>[A-ZÄÖÜÉ][\w&.’'-]*(?: [\w&.’'-]+){{0,7}}) (?:{one_of('mail.teams')})\b"
)
"""“Ada, Ben and the whole Example Network team”."""
_LONGEST_NAME = 10
"""Words; a longer line under a greeting is a sentence."""
