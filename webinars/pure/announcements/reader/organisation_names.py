"""Organisations enumerated in a sentence, each cut out as printed and without its article."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.organisation_evidence import OrganisationEvidence
from webinars.pure.announcements.reader.organisation_kinds import ORGANISATION_WORDS, has_kind, is_compound, is_place
from webinars.pure.announcements.reader.people.descriptions import with_full_stop
from webinars.pure.announcements.reader.people.names import folded_name, name_in
from webinars.pure.announcements.reader.text.lines import Line
from webinars.pure.announcements.reader.words import all_of, one_of
from webinars.pure.times import find_mentions

ARTICLE = re.compile(
    rf"^(?:l['’]|{one_of('small.the')}|{one_of('small.before_organisation')}|{one_of('organisations.our')})\s+|"
    "^(?:[ld]|dell|dall)['’](?=[A-ZÉ])"
)
GENERIC: Final = re.compile(
    f"(?:l['’])?(?:(?:{one_of('organisations.generic_before')}) )*(?:{one_of('organisations.generic')}"
    r")\s+(?=[A-ZÄÖÜÉÈÀÁÍÓÚÑÇ“\"«])"
)
"""“l'association Mémoires”, “the charity Example Aid”: in small letters it is no part of the name."""


def tidy(name: str) -> str:
    name = name.strip(' ,;:.–—-*"“”').strip()
    name = re.sub(r"^[^\W\d_]{3,20}(?: [^\W\d_]{2,12})?:\s+(?=\S)", "", name)
    while article := ARTICLE.match(name):
        name = name[article.end() :]
    if (elided := _ELIDED.match(name)) and has_kind(name[elided.end() :].split(maxsplit=1)[0]):
        name = name[elided.end() :]
    name = re.sub(r"^[A-Z][\w-]+-based\s+(?=[A-Z])", "", name)
    if generic := GENERIC.match(name):
        name = name[generic.end() :]
    name = re.sub(rf"\s+\((?:{one_of('organisations.marked')})\)$", "", name, flags=re.IGNORECASE)
    name = _UNDERTAKING.sub("", _SHORT_FORM.sub("", name))
    if (both := _SPELT_OUT.match(name)) and sum(char.isupper() for char in both["short"]) > 1:
        name = both["full"]
    name = re.sub(r"(?:’|')s?\s+(?:webinar|event)$", "", name).strip()
    return with_full_stop(name)


def nominative(name: str, before: str) -> str:
    """“Verein für Kometenkunde”, where the text behind `before` says “des Vereins für Kometenkunde”."""
    first, space, rest = name.partition(" ")
    if before.split()[-1:] in (["des"], ["Des"]):
        for stem in (first.removesuffix("s"), first.removesuffix("es")):
            if stem != first and (stem.casefold() in ORGANISATION_WORDS or is_compound(stem.casefold())):
                return f"{stem}{space}{rest}"
    return name


_ELIDED = re.compile(r"[LD]['’](?=\w)")
_SHORT_FORM = re.compile(r"\s*\((?=[^()]*[A-ZÄÖÜÉ][^()]*[A-ZÄÖÜÉ])[A-ZÄÖÜÉ][\w&.’'/-]{1,14}\)$")
"""The “(ES)” of “Example Society (ES)”, which is no part of the name."""
_SPELT_OUT = re.compile(r"(?P<short>[A-Z][\w&-]{1,9})\s\((?P<full>[A-ZÄÖÜÉ][\w’'-]+(?: [\w&’'-]+){1,9})\)$")
"""“ES (Example Society)”."""
_UNDERTAKING = re.compile(rf"(?<=\w)\s(?:{one_of('organisations.undertakings')})$")
"""“the OpenExample project”: in small letters it says only what the name is one of."""


_ENDS: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\be)(?<!\be\.V)(?<!\bInc)(?<!\bSt)(?<!\bDr)\.(?=\s|$)|[!?]|"
    r"(?:\s[–—]\s|—)(?=[a-z])|,?\s(?:on (?=(?:\d|"
    rf"the \d|{one_of('organisers.ends_on')}))|at \d|at the(?! (?:[^\W\da-z][\w-]+ "
    rf"){{0,3}}(?:{one_of('organisations.schools')})\b)|(?:{one_of('small.is')})(?=\s[a-z])|to (?!the\b|"
    rf"an?\b)(?=[a-z])|for (?={one_of('organisers.for_what')})|(?i:in (?:{one_of('organisers.in_what')}) (?:with|"
    rf"mit))|(?:{one_of('organisers.about_how_many')}) (?=\d)|ein\b|am \d|in (?=\w+ \d{{4}})|el \d|le \d|"
    rf"(?i:{one_of('organisers.ends')}))(?=\b)|\s\((?=\d|\w+day|see|http)"
)


def organisations(text: str, line: Line | None = None) -> Iterator[str]:
    """Yields the organisations enumerated at the start of `text`, each without its article."""
    end = _ENDS.search(text)
    text = text[: end.start()] if end else text
    text = re.sub(rf"\s(?:{one_of('small.and')}|{one_of('small.and_northern')})$", "", text[:600].strip(" :–—-"))
    linked = [link.text for link in line.links if link.text and len(link.text) > 3] if line else []
    for piece in _split(text, linked):
        if (name := tidy(piece)) and not _is_town(name):
            yield name


def _is_town(name: str) -> bool:
    """“Example Policy Centre, Geneva,”: where an organisation is, is none."""
    mention = next(iter(find_mentions(name)), None) if len(name) < MAX_TOWN else None
    is_whole = mention is not None and mention.kind == "zone" and mention.text == name
    return is_place(name) or (is_whole and not name.isupper())


MAX_TOWN = 30


def _split(text: str, linked: Sequence[str]) -> list[str]:
    """Cut an enumeration of organisations. An "and" inside a name stays."""
    pieces: list[str] = []
    segments = re.split(
        rf"\s*;\s*|,\s+(?:& |(?:{one_of('small.and')}) )|,\s+(?!(?:{one_of('organisations.behind_comma')})\b)|\s\|\s|"
        r"\s\+\s|\s[•·*]\s|\s/\s",
        text,
    )
    cut: list[str] = []
    for segment in _with_parents(segments):
        if pieces and _APPOSITION.match(segment):
            continue
        cut = _split_and(segment, linked)
        pieces.extend(cut)
    is_ended = len(cut) > 1 or re.search(rf",\s(?:&|{one_of('small.and')})\s{re.escape(segments[-1])}$", text)
    last = _AND.search(pieces[-1]) if len(pieces) > 1 and not is_ended else None
    is_open = last is not None and _names_places(pieces[-1][: last.start()], pieces[-1][last.end() :])
    if last and not is_open and pieces[-1] not in linked and len(pieces[-1][last.end() :].split()) > 1:
        # After commas the last "and" ends the list: "A, B and C Example".
        pieces[-1:] = [pieces[-1][: last.start()], pieces[-1][last.end() :]]
    return pieces


_APPOSITION = re.compile(rf"an?\s[^\W\d]|(?:{one_of('organisations.apposition')})\s[a-zà-ÿ]")
"""“Example Voices, a network of community stations, and the Sample Trust”."""
_PARTS = re.compile(rf"(?:the )?(?:{one_of('organisations.parts')}) (?:of|for)\b")
_PARENT = re.compile(r"(?:the )?(?:University of|University College|\w+ University$|\w+ College$)")
_SECTION = re.compile(
    rf"(?:{one_of('organisations.sections')}) [^\W\d_]|(?i:{one_of('organisations.chapters')}) (?:[Nn]o\.? )?\d"
)


def _with_parents(segments: Sequence[str]) -> list[str]:
    """“School of Law, University of Example” is one name, and so is “Ligue Exemple, section Finistère”."""
    joined: list[str] = []
    for segment in segments:
        is_parent = joined and _PARTS.match(joined[-1]) and _PARENT.match(segment) and not _AND.search(segment)
        is_where = (
            joined
            and len(segments) == 2
            and has_kind(joined[-1])
            and not _is_town(segment)
            and re.fullmatch(r"[A-ZÄÖÜÉ][a-zà-ÿ]+", segment)
        )
        if joined and (is_parent or is_where or _SECTION.match(segment)):
            joined[-1] += f", {segment}"
        else:
            joined.append(segment)
    return joined


_AND = re.compile(
    rf"\s+(?:&|{one_of('small.and')}|{one_of('small.and_northern')}|{one_of('organisations.and_also')}"
    r")\s+"
)


def _split_and(text: str, linked: Sequence[str]) -> list[str]:
    for mark in _AND.finditer(text):
        left, right = text[: mark.start()], text[mark.end() :]
        whole = next(
            (name for name in linked if name in text and text.find(name) < mark.start() < text.find(name) + len(name)),
            None,
        )
        if whole is None and _are_two(left, right, mark[0].strip()):
            return [left, *_split_and(right, linked)]
    return [text]


_OF = re.compile(rf"\b(?:{one_of('organisations.of')})\b", re.IGNORECASE)


_FIELDS = all_of("organisations.fields")
"""What an institution is for: “Department of Political Science and International Relations” is one."""


_WITH_ARTICLE = re.compile(r"(?:der|des|dem|die|das|den|vom)\s")


_COINED = re.compile(r"[A-Z][\w-]*(?:[a-z][A-Z]|[a-z]\.[A-Za-z])[\w-]*$")
"""“SampleWorks”, “Example.org”: a whole name in one word."""


def _are_two(left: str, right: str, word: str) -> bool:
    """Returns whether an “and” stands between two names: “Example Society and Sample Institute”.

    Inside of one it joins what is no name alone: “Institute for Race and Class Studies”, “Harrow & Lane”.
    """
    if left.count("(") > left.count(")") or _names_places(left, right):
        return False
    if word in all_of("organisations.beside"):
        return True
    if re.match(rf"(?:{one_of('small.the')}|{one_of('small.before_organisation')})\s+|(?:[ld]|dell|dall)['’]", right):
        return right[:1].islower() or right[:4] == "The "
    right = right.split(", ", maxsplit=1)[0]
    opens, first = _OF.search(left), _AND.split(right, maxsplit=1)[0]
    # German repeats the article: “der Kooperationsstelle Hochschulen und Betriebe Kassel” is one.
    is_one = _WITH_ARTICLE.match(left) or (opens and len(left[opens.end() :].split()) < 2)
    if is_one and not (has_kind(first) or first.isupper() or len(first.split()) > 2):
        return False
    return _stands_alone(left) and (_stands_alone(first) or (_stands_alone(right) and not opens))


def _names_places(left: str, right: str) -> bool:
    """“The Cyprus and Malta Solidarity Committee”: what stands before its “and” is only a country."""
    return is_place(ARTICLE.sub("", left)) and has_kind(right)


def _stands_alone(name: str) -> bool:
    """Returns whether words can be a whole name: several that say more than what for, or “ES”, “SampleWorks”."""
    words = ARTICLE.sub("", name).split()
    if not words or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    first = words[0].strip("().,")
    is_one = (len(first) > 1 and first.isupper()) or _COINED.match(first) is not None
    is_field = bool({first.casefold(), words[-1].casefold().strip(".,")} & _FIELDS)
    return is_one or (len(words) > 1 and (has_kind(name) or not is_field))


NOT_ORGANISATIONS: Final = all_of("organisations.none")
_PEOPLE_AT_LARGE: Final = all_of("organisations.people_at_large")


_NO_NAME = re.compile(
    rf"@|://|^(?i:{one_of('organisations.on_occasion')})\b|^\w+[*:_·/]-?(?:in|innen|n)$|^(?:\d+ others?|[^\W\d_]+ "
    r"[A-Z]\.?)$"
)
"""Addresses, and “Pia V. and 2 others”, as networks print their members."""


def _is_no_name(name: str) -> bool:
    folded = name.casefold()
    if folded in NOT_ORGANISATIONS | _PEOPLE_AT_LARGE or folded.split(maxsplit=1)[0] in _BEGINS_NO_NAME:
        return True
    is_series = re.search(r"\bseries\b", name) and not has_kind(name)
    return bool(is_series or _NO_NAME.search(name)) or not re.search(r"[^\W\d]", name)


_BEGINS_NO_NAME: Final = NOT_ORGANISATIONS - all_of("organisations.begins_too")


def is_organisation(name: str, known: OrganisationEvidence, *, is_listed: bool = False) -> bool:
    words = name.split()
    if not words or len(name) > 140 or len(words) > 16 or _is_no_name(name) or folded_name(name) in known.people:
        return False
    if not (name[0].isupper() or name[0].isdigit() or is_listed or re.match(r"[a-z]+[A-Z]", name)):
        return False
    is_person = name_in(name, is_strict=True) is not None and not has_kind(name) and 2 <= len(words) <= 3
    if is_listed or folded_name(name) in known.groups:
        return True
    return not is_person or name.isupper()
