"""Which lines near the top may be the title: no greeting, no call to register, no organisation's name above it."""

import re
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.names import has_title
from webinars.pure.announcements.reader.people import person_in
from webinars.pure.announcements.reader.prose import sentences
from webinars.pure.announcements.reader.sections import SIGN_OFF, Part
from webinars.pure.announcements.reader.vocabulary import Section

NOT_TITLES = re.compile(
    r"^(?:see you (?:there|soon|then).{0,20}|(?:\w+ ){0,3}(?:media advisory|press release|newsletter|news release|"
    r"media invitation|advisory)|invitation(?: to .{3,60})?|save the date|(?:additional|new|more|further|upcoming|"
    r"other) (?:events|webinars|sessions|talks)\b.{0,40}|for immediate release|dear .{2,60}|hi(?: all| everyone)?|"
    r"hello.{0,30}|hallo.{0,30}|liebe .{2,60}|sehr geehrte.{2,60}|chers? .{2,60}|estimad[oa]s?.{0,60}|"
    r"prezad[oa]s?.{0,60}|posted .{3,80}|published .{3,80}|by [A-Z].{3,60}|home|menu|skip to content|search|events?|"
    r"news|blog|webinars?|videos?|upcoming webinars?|if you missed .{3,60}|for planning purposes.*|embargo.*|"
    r"media alert|(?:recordings?|videos?|slides|materials)(?: (?:and|&|\+) (?:recordings?|videos?|slides|materials|"
    r"summary))+|missed .{3,40}\?.{0,40}|(?:watch|see|view) (?:it|again|here).{0,20}|[^\W\d_]+(?: [^\W\d_]+){0,2},|"
    r"register(?: now| here)?!?|please (?:share|circulate|forward).{0,60}|apologies for cross-?posting.{0,40}|"
    r"\*+.{0,30}|from: .*|to: .*|date: .*|sent: .*|cc: .*|join us!?|online event|online|free event|all welcome!?)$",
    re.IGNORECASE,
)
_ONLY_A_KIND: Final = re.compile(
    rf"(?:(?:an?|our|free|online|virtual|public|live|zoom|special|next|upcoming|open|hybrid|international|"
    rf"join us for an?|invitation to(?: an?| the| our)?|einladung zu[rm]?|offene)[ -]?)*(?:{EVENT_WORDS})(?: "
    rf"(?:virtual|online|en ligne|gratuito|abierto|ao vivo|en vivo|invitation|announcement))?|"
    rf"(?:[\w&.’'-]+ ){{1,7}}(?:presents?|pr[äa]sentiert|presenta|pr[ée]sente|apresenta|invites you(?: to)?)",
    re.IGNORECASE,
)
"""“Online seminar”, “The Example Society presents”: what stands above a title."""

_INVITES: Final = re.compile(
    r"\b(?:invites? you|(?:are|is) (?:\w+ )?invited|pleased to|delighted to|happy to|would like to invite|"
    r"l[äa]dt (?:sie |euch )?(?:herzlich )?(?:ein|zu)|laden (?:wir )?(?:sie |euch )?(?:herzlich )?(?:ein|zu)|"
    r"vous (?:invite|convie|propose)(?:nt)?|(?:te|les|lo) invita|convida(?:m)? )",
    re.IGNORECASE,
)


_CALLS = re.compile(
    r"(?:sign[ -]?up|register|book|rsvp|tickets?|reserve|anmeld\w*|inscri\w*|iscri\w*|aanmeld\w*|watch|join)\b.*"
    r"(?:https?://|www\.|\w\.\w{2,4}/)",
    re.IGNORECASE,
)
_TAG = re.compile(r"#[^\W\d]")
_JOINS_FOR = re.compile(
    rf"(?:please |come |we invite you to |you are (?:cordially |warmly )?invited to )?(?:join|"
    rf"attend) [^:“”\"]{{3,140}}\b(?:{EVENT_WORDS})$",
    re.IGNORECASE,
)
"""“Please join the Example Center for a virtual discussion”."""
_OPEN_END = re.compile(r"\s(?:on|about|with|to|the|for|of|an?|and|zum|zur|mit|über|avec|sobre|con|com)$")
"""“You are warmly invited to an online meeting on”: the title stands below."""


def _is_something_else(text: str, bare: str) -> bool:
    """Whether a line calls to register, is made of tags, leads to the next line, or begins with Dr or Prof.

    Or is a row of organisations: “Example Centre | Sample Network”.
    """
    if " | " in text and all(has_kind(piece) for piece in text.split(" | ")):
        return True
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
        and re.match(r"(?:register|watch|join|click|sign|book|zur anmeldung)\b", line.text, re.IGNORECASE)
    ):
        return False
    is_prose = line.text.endswith((".", "!", "?", "…", ":")) and len(sentences(line.text)) > 1
    if _INVITES.search(line.text) or (is_prose and not re.match(r"^[^.?!]{3,70}[?!] ", line.text)):
        return False
    return not (line.text.endswith(".") and (line.number > 1 or len(line.text) > 70)) and not (
        line.text.endswith(":") and (len(line.text) > 110 or line.kind is LineKind.TEXT)
    )
