"""Which lines near the top may be the title: no greeting, no call to register, no organisation's name above it."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.names import has_title
from webinars.pure.announcements.reader.people import person_in
from webinars.pure.announcements.reader.prose import sentences
from webinars.pure.announcements.reader.sections import SIGN_OFF, Part
from webinars.pure.announcements.reader.title_trims import is_only_date
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.announcements.reader.words import one_of

NOT_TITLES = re.compile(
    rf"^(?:see you (?:there|soon|then).{{0,20}}|(?:\w+ ){{0,3}}(?:{one_of('titles.press')})|invitation(?: to "
    rf".{{3,60}})?|(?:{one_of('titles.more')}) (?:{one_of('titles.events')})\b.{{0,40}}|dear .{{2,60}}|"
    "hello.{0,30}|hallo.{0,30}|liebe .{2,60}|sehr geehrte.{2,60}|chers? .{2,60}|estimad[oa]s?.{0,60}|"
    "prezad[oa]s?.{0,60}|posted .{3,80}|published .{3,80}|by [A-Z].{3,60}|if you missed .{3,60}|for "
    rf"planning purposes.*|embargo.*|(?:{one_of('titles.material')})(?: (?:and|&|\+) (?:{one_of('titles.material')}"
    r"))+|missed .{3,40}\?.{0,40}|(?:watch|see|view) (?:it|again|here).{0,20}|[^\W\d_]+(?: [^\W\d_]+){0,2},|"
    rf"please (?:{one_of('titles.pass_on')}).{{0,60}}|apologies for cross-?posting.{{0,40}}|\*+.{{0,30}}|from: .*|"
    f"to: .*|date: .*|sent: .*|cc: .*|{one_of('titles.none')})$",
    re.IGNORECASE,
)
_ONLY_A_KIND: Final = re.compile(
    f"(?:(?:{one_of('titles.kind_before')})[ -]?)*(?:{EVENT_WORDS})(?: (?:{one_of('titles.kind_behind')}))?|"
    rf"(?:[\w&.’'-]+ ){{1,7}}(?:{one_of('titles.presents')})",
    re.IGNORECASE,
)
"""“Online seminar”, “The Example Society presents”: what stands above a title."""

_INVITES: Final = re.compile(rf"\b(?:convida(?:m)? |{one_of('titles.invites')})", re.IGNORECASE)


_CALLS = re.compile(rf"(?:{one_of('titles.calls')})\b.*(?:https?://|www\.|\w\.\w{{2,4}}/)", re.IGNORECASE)
_TAG = re.compile(r"#[^\W\d]")
_JOINS_FOR = re.compile(
    rf"(?:(?:{one_of('titles.join_us')}) )?(?:join|attend) [^:“”\"]{{3,140}}\b(?:{EVENT_WORDS})$", re.IGNORECASE
)
"""“Please join the Example Center for a virtual discussion”."""
_OPEN_END = re.compile(rf"\s(?:{one_of('titles.open_end')})$")
"""“You are warmly invited to an online meeting on”: the title stands below."""


def _is_something_else(text: str, bare: str) -> bool:
    """Whether a line calls to register, is made of tags, leads to the next line, or begins with Dr or Prof.

    Or is a row of organisations: “Example Centre | Sample Network”.
    """
    is_open = (
        "://" in text
        or _JOINS_FOR.match(bare.rstrip(" .:!"))
        or _CALLS.match(bare)
        or _TAG.match(text)
        or _OPEN_END.search(bare)
    )
    return bool(is_open) or (has_title(bare) and person_in(bare, is_strict=True) is not None)


DEEP = 3
"""The level of a heading from which a name on it is that of a section."""


def may_be_title(part: Part) -> bool:  # noqa: PLR0911 - one return for each reason against
    line = part.line
    if (
        line.is_meta
        or not line.text
        or len(line.text) > 220
        or part.section in {Section.OTHER, Section.LINEUP, Section.WHEN, Section.QUESTIONS, Section.ORGANISERS}
    ):
        return False
    # Under a heading for videos stands what each of them shows.
    is_of_video = part.section is Section.RECORDINGS and part.heading not in {None, line}
    if line.kind in {LineKind.ITEM, LineKind.ROW} or (part.is_heading and part.section is not None) or is_of_video:
        return False
    if part.is_labelled and part.section is not Section.TITLE:
        return False
    bare = re.sub(r"^[^\w“\"‘¿¡«„]+", "", line.text)
    if _ONLY_A_KIND.fullmatch(bare.rstrip(" .:!,")) or SIGN_OFF.match(bare) or _is_something_else(line.text, bare):
        return False
    if NOT_TITLES.match(bare.rstrip(" .:!")) or bare.startswith(("http://", "https://")):
        return False
    if line.kind is LineKind.HEADING:
        return line.level < DEEP or person_in(bare, is_strict=True) is None
    if part.section is Section.AGENDA or re.match(r"\W{0,3}\d{1,2}[:.h]\d\d\b", line.text):
        return False
    if (
        line.links
        and line.links[0].text == line.text
        and re.match(rf"(?:{one_of('titles.calls_first')})\b", line.text, re.IGNORECASE)
    ):
        return False
    is_prose = line.text.endswith((".", "!", "?", "…", ":")) and len(sentences(line.text)) > 1
    if _INVITES.search(line.text) or (is_prose and not re.match(r"^[^.?!]{3,70}[?!] ", line.text)):
        return False
    return not (line.text.endswith(".") and (line.number > 1 or len(line.text) > 70)) and not (
        line.text.endswith(":") and (len(line.text) > 110 or line.kind is LineKind.TEXT)
    )


def is_masthead(part: Part, following: Sequence[Part]) -> bool:
    """An organisation's name above the title: no word for an event in it, and a candidate with one right below."""
    text = part.line.text
    if not following or ":" in text or (part.line.kind is LineKind.HEADING and part.line.level == 1):
        return False
    words = [word.casefold().strip("().,:") for word in text.split()]
    speaks = re.search(rf"\b(?!forum\b)(?:{EVENT_WORDS})\b", text, re.IGNORECASE)
    below = following[0].line
    # “DIGITAL HISTORY BROWN BAG” above “Mapping the Missing: …”: a line that stands apart and says more.
    is_spelt_out = (text.isupper() and not below.text.isupper()) or ":" in below.text
    below_speaks = re.search(rf"\b(?:{EVENT_WORDS})\b", below.text, re.IGNORECASE) or below.kind is LineKind.HEADING
    if _NAMED_EVENT.search(text) and (has_kind(text) or is_spelt_out):
        return True
    is_name = bool(_INSTITUTION.fullmatch(text)) and not is_only_date(below.text)
    return bool(
        has_kind(text) and not speaks and (below_speaks or is_name) and len(words) <= 12 and not text.endswith("?")
    )


_NAMED_EVENT = re.compile(
    rf"^(?!.* (?:{one_of('titles.event_of')}) )(?:[\w&.’'-]+ ){{1,6}}(?:{one_of('titles.named_events')})(?: "
    rf"\((?:{one_of('titles.how')})\))?$",
    re.IGNORECASE,
)
"""“Example Standards Group webinar” above what the webinar is called."""


def is_kicker(part: Part, following: Sequence[Part]) -> bool:
    """“Ink Festival | Digital Programme”, “CENTER AND FRONT: SEPTEMBER 2022” above what looks like a title."""
    text = part.line.text
    below = next((other.line.text for other in following if not is_only_date(other.line.text)), "")
    if not (below.isupper() or below.rstrip().endswith("?") or ":" in below):
        return False
    month = _MONTH_BEHIND.search(text)
    return _KIND_BEHIND.search(text) is not None or (month is not None and is_only_date(month[1]))


_KIND_BEHIND = re.compile(
    rf"\w(?:\s[|–—-]|:)\s(?=[A-ZÄÖÜÉ])(?:[\w-]+ ){{0,2}}(?i:{EVENT_WORDS}|{one_of('titles.programme')})(?: (?:19|"
    r"20)\d\d)?$"
)
_MONTH_BEHIND = re.compile(r"\w(?:\s[|–—-]|:)\s([^\W\d]+ (?:19|20)\d\d)$")
_INSTITUTION = re.compile(
    f"(?:L['’]|(?i:(?:{one_of('small.the')}) "
    rf"))?(?:[A-ZÄÖÜÉ][\w&.’'-]*,?\s){{0,5}}(?:{one_of('organisations.institutions')}"
    rf")(?:\s(?:{one_of('organisations.of_institution')})\s[^.:?!|]{{3,50}})?"
)
