"""One entry of a line-up: "Moderator: Dr Ada Example (Convenor, Example Society)" and the many ways to write it."""

import re

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.organisation_kinds import is_country
from webinars.pure.announcements.reader.people.descriptions import (
    STATUS,
    affiliation,
    affiliation_in_sentence,
    part_role,
    role_and_rest,
    title,
)
from webinars.pure.announcements.reader.people.names import LETTERS, PRONOUNS, name_in
from webinars.pure.announcements.reader.roles import ANY_ROLE, role_of
from webinars.pure.announcements.reader.words import one_of

# A line that is a sentence about one person: “Ada Example will moderate”, “Ben Sample is an astronomer at Slough”.


def person_from_sentence(text: str, *, is_strict: bool) -> tuple[str, Role | None, str | None] | None:
    """Returns the name, the role and the affiliation that such a line tells, or None for any other line."""
    if (verb := _ROLE_VERB.match(text)) and (name := name_in(verb[1], is_strict=True)):
        return name, part_role(verb[2]), None
    if (telling := _SPOKE.match(text)) and (name := name_in(telling[1], is_strict=True)):
        return name, None, None
    said = _TOLD.match(text)
    name = name_in(said[1], is_strict=is_strict) if said and " " in said[1].strip() else None
    return (name, None, affiliation_in_sentence(said["what"] or "")) if said and name else None


_ROLE_VERB = re.compile(
    rf"^(.{{3,60}}?),?\s+(?:will\s+|wird\s+)?({one_of('roles.stems')})(?:es?|s|ing|iert|ieren)?(?:\s+(?:the|this|die|"
    r"das)\s.{3,40})?\.?$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"^([^,:;()]{{3,60}}?)(?:\s*\([^()]{{2,60}}\))?,?\s+(?:(?:(?:{one_of('people.works')})(?: [^.,;]{{3,50}}?)?(?= "
    rf"(?:{one_of('people.works_as')})\s)|{one_of('people.is')})\s+(?P<what>.{{3,}})|(?:{one_of('people.does_work')}"
    r")\s.{3,})$"
)


_SPOKE = re.compile(rf"^([^,:;()]{{3,60}}?),?\s+(?:will )?(?:{one_of('people.spoke_line')})\s.{{3,}}$")
"""“Attorney Ada Example spoke about …”."""


class Person(Struct, frozen=True):
    """What an entry says. `subject` is an unquoted topic after the affiliation, `is_plain` an entry of a name only."""

    name: str
    affiliation: str | None = None
    role: Role | None = None
    talk_title: str | None = None
    subject: str | None = None
    is_plain: bool = False


_LEADING_TIME = re.compile(
    r"^[\[(]?\d{1,2}(?:[:.h]\d{2}){0,2}\s?(?:am|pm|h|uhr)?(?:\s?[-–—to]{1,2}\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|h|"
    r"uhr)?)?[\])]?\s?(?:[-–—:|]\s?|\s(?=[A-ZÄÖÜÉ“\"‘]))",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^[^\w\"“„«‘'(\[]+")
_ROLE_PREFIX = re.compile(
    rf"^(?P<role>(?:(?:{one_of('roles.before')})\s+)*(?:{ANY_ROLE})(?:\s+(?:{one_of('roles.behind')}))?)(?:\s(?:(?:#|"
    rf"no\.? ?)?\d{{1,2}}|[IVX]{{1,3}}|{one_of('roles.numbers')})|\s(?:for|of|in) (?:[\w-]+ "
    r")?[\w-]{1,12})?\s*(?P<mark>[:：–—|]|\s-\s)\s*",
    re.IGNORECASE,
)
_BARE_ROLE_PREFIX = re.compile(
    rf"^(?P<role>(?:(?:{one_of('roles.before_bare')})\s+)*(?:{ANY_ROLE})(?:\s+(?:{one_of('roles.behind')}"
    r"))?)(?P<mark>\s)(?=\S)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“„\"«‘]([^“”„\"«»’]{3,300}(?:’(?=\w)[^“”„\"«»’]{1,200}){0,4})[”“\"»’]")
_SINGLE = re.compile(r"'([^']{3,200}(?:'\w[^']{0,100}){0,3})'(?=[\s,])")
_DELIMITER = re.compile(
    r"\s*(?:[(（\[]|,\s|;\s|\s[–—−]\s|\s-\s|\s--\s|\s?[–—]\s|:\s|\s\|\s|\s//?\s|\s•\s|\s·\s|"
    r"\s~\s)"
)
_FROM = re.compile(
    rf"\s(?:{one_of('people.from')})\s(?:(?:{one_of('people.from_the')}) )?(?=[A-ZÄÖÜÉ]|moderator|chair|host)"
)


def bare_entry(text: str) -> str:
    """Returns an entry without what stands before a name: emoji, inner bullets, the hour of a running order."""
    text = _DECORATION.sub("", text)
    return _DECORATION.sub("", _LEADING_TIME.sub("", text, count=1))


def person_in(text: str, *, is_strict: bool = False) -> Person | None:
    """Returns the person an entry of a line-up names, or None."""
    text = PRONOUNS.sub("", bare_entry(text)[:600])
    text = re.sub(rf"^(?:{one_of('small.with')}|{one_of('small.and_plus')})\s+(?=[A-ZÄÖÜÉ])", "", text)
    if giver := _giver_in_brackets(text):
        return giver
    if whole := person_from_sentence(text, is_strict=is_strict):
        name, role, said = whole
        return Person(name, said, role)
    role = None
    if prefix := _ROLE_PREFIX.match(text) or _BARE_ROLE_PREFIX.match(text):
        found = role_of(prefix["role"])
        rest = text[prefix.end() :]
        if found and rest and (prefix["mark"].strip() or _begins_with_name(rest)):
            role, text = found, rest
    person = _quoted_first(text) or _name_first(text, is_strict=is_strict)
    if person is None or (person.talk_title and " " not in person.name and name_in(person.talk_title, is_strict=True)):
        return None  # “Helpers: Ada Example” is a label that is not known
    return replace(person, role=role) if role and role is not Role.SPEAKER else _with_prefix(person, role)


def _giver_in_brackets(text: str) -> Person | None:
    """“Keeping Nets (by Ada Example, Harbour School)”: what stands before the brackets is what the talk is called."""
    found = _GIVEN_BY.match(text)
    giver = _name_first(found["giver"], is_strict=True) if found else None
    return replace(giver, talk_title=found["talk"].strip(' “”"„«»'), is_plain=False) if found and giver else None


_GIVEN_BY = re.compile(
    rf"(?P<talk>[^()]{{3,200}}?)\s\((?i:{one_of('small.by')}|{one_of('small.by_more')})\s(?P<giver>[^()]+)\)"
)


def _with_prefix(person: Person, role: Role | None) -> Person:
    return person if person.role or role is None else replace(person, role=role)


def _begins_with_name(text: str) -> bool:
    return _split_name(text, is_strict=True) is not None


def _quoted_first(text: str) -> Person | None:
    """Reads “On Comets” – Ada Example (Example Society), or “On Comets”, by Ada Example."""
    quoted = _QUOTED.match(text) or _SINGLE.match(text)
    if quoted is None:
        return None
    rest = re.sub(rf"^[\s,:–—-]*(?:(?:{one_of('small.by')}|{one_of('small.by_line')})\s+)?", "", text[quoted.end() :])
    person = _name_first(rest, is_strict=True) if rest else None
    return replace(person, talk_title=quoted[1].strip()) if person else None


_LETTERS = re.compile(rf"(?:{LETTERS}|Jr\.?|Sr\.?)(?!\w)\.?")
ONLY_LETTERS = re.compile(rf"{_LETTERS.pattern}(?:[,;]\s+|\s+[–—-]\s+|$)")


_ENDS_HEAD = re.compile(r"^[ ,;:–—.-]+|(?:[ ,;:–—-]|(?<!\bJr)(?<!\bSr)\.)+$")


def _split_name(text: str, *, is_strict: bool) -> tuple[str, str, str] | None:
    """Returns the name at the front, the mark after it, and the rest."""
    start = 0
    for _attempt in range(3):
        mark = _DELIMITER.search(text, start)
        head = text[: mark.start()] if mark else text
        if name := name_in(_ENDS_HEAD.sub("", head) if len(head) < 200 else "", is_strict=is_strict):
            if mark is None:
                return name, "", ""
            return name, mark[0].strip(), text[mark.end() :]
        origin = _FROM.search(head) if len(head) < 200 else None
        if origin and (name := name_in(head[: origin.start()], is_strict=is_strict)):
            return name, "of", text[origin.end() :]
        if mark is None:
            break
        suffix = _LETTERS.match(text, mark.end())
        if suffix is None:
            break
        start = suffix.end()
    return None


def _name_first(text: str, *, is_strict: bool) -> Person | None:
    split = _split_name(text, is_strict=is_strict)
    if split is None:
        return None
    name, mark, rest = split
    while suffix := ONLY_LETTERS.match(rest):
        rest = rest[suffix.end() :]
    if not rest:
        return Person(name, is_plain=True)
    person = Person(name)
    if mark in {"(", "（", "["}:
        inside, after = _split_at_bracket(rest)
        return _after_bracket(person, inside, after)
    if mark == ":":
        return replace(person, talk_title=title(rest))
    return _with_description(person, rest)


def _split_at_bracket(text: str) -> tuple[str, str]:
    """Returns what stands before the closing bracket, and after it. Nested brackets stay together."""
    depth = 1
    for position, char in enumerate(text):
        depth += (char in "([（") - (char in ")]）")
        if depth == 0:
            return text[:position].strip(), text[position + 1 :].strip()
    return text.strip(), ""


def _after_bracket(person: Person, inside: str, after: str) -> Person:
    after = re.sub(r"^[\s,;.]+", "", after)
    role, said = role_and_rest(inside)
    person = replace(person, role=role)
    if STATUS.match(said):
        said = ""
    if not after:
        return replace(person, affiliation=affiliation(said))
    mark = re.match(r"^[:–—-]\s*", after)
    following = after[mark.end() :] if mark else after
    if said and is_country(said) and not (mark and mark[0].startswith(":")):
        # A country in brackets tells where somebody is from; what follows is the affiliation.
        described = _with_description(person, following)
        return described if described.affiliation else replace(described, affiliation=affiliation(said))
    if not said:
        return _with_description(person, following)
    tail_role, tail = role_and_rest(after.strip("()[] .–—-"))
    if tail_role and not tail:
        return replace(person, affiliation=affiliation(said), role=person.role or tail_role)
    person = replace(person, affiliation=affiliation(said))
    if mark or _QUOTED.match(after):
        return replace(person, talk_title=title(following))
    return person


def _with_description(person: Person, rest: str) -> Person:
    """Returns the person with what follows a name and a comma or dash: role, affiliation, and perhaps a talk."""
    rest = re.sub(r"(?:,\s+|\s*\(|^)\d{1,3}\s?min(?:ute[ns]?|s|\.)?\)?$", "", rest.strip())
    if STATUS.match(rest.strip("() ")):
        return person
    if quoted := _QUOTED.search(rest):
        before = rest[: quoted.start()].strip(" ,;:–—-.(")
        if (not before or rest[: quoted.start()].rstrip()[-1] in ",:;–—-.(") and not _AUTHOR_OF.search(before):
            role, said = role_and_rest(before or rest[quoted.end() :].strip(" ,;:–—-.)"))
            return replace(
                person, role=person.role or role, affiliation=affiliation(said), talk_title=quoted[1].strip()
            )
    bracket = re.search(r"\s*[(\[]([^()\[\]]{3,40})[)\]][\s.;]*$", rest)
    if bracket and (role := role_of(bracket[1])):
        return replace(person, role=role, affiliation=affiliation(rest[: bracket.start()]))
    if bracket and STATUS.match(bracket[1]):
        rest = rest[: bracket.start()]
    return _with_role_and_affiliation(person, rest)


_AUTHOR_OF = re.compile(f"(?:{one_of('people.authors')})(?: of| von| de)?$", re.IGNORECASE)


def _with_role_and_affiliation(person: Person, rest: str) -> Person:
    """Returns the person with a role and an affiliation, and a talk behind a colon or in a sentence of its own."""
    colon = re.match(r"^([^:]{2,120}):\s+(?=\S)(.{4,})$", rest)
    if colon and not colon[1].casefold().endswith(("author of", "author")) and "http" not in colon[1]:
        role, said = role_and_rest(colon[1])
        return replace(person, role=person.role or role, affiliation=affiliation(said), talk_title=title(colon[2]))
    role, said = role_and_rest(rest)
    subject = None
    if sentence := re.match(
        rf"^(.{{4,200}}?(?<![A-Z])(?<!\b(?:{one_of('names.dotted')}"
        r"))(?<!\bProf)(?<!\bInc)(?<!e\.V))\.\s+(?=[A-Z“\"])([^.]{4,160}\.?)$",
        said,
    ):
        said = sentence[1]
        subject = None if _ON_PERSON.match(sentence[2]) else sentence[2]
    return replace(person, role=person.role or role, affiliation=affiliation(said), subject=subject)


_ON_PERSON = re.compile(rf"(?:{one_of('people.about_person')})\b")
"""“She grew up near …” behind an affiliation tells of the person, and not of the talk."""
