"""People in an enumeration: "A, astronomer at X, B (Y) and C"."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.people.descriptions import with_full_stop
from webinars.pure.announcements.reader.people.names import LEADS_NO_NAME, has_title, name_in, trailing_name
from webinars.pure.announcements.reader.people.person_entry import ONLY_LETTERS, Person, person_in
from webinars.pure.announcements.reader.roles import role_of
from webinars.pure.announcements.reader.words import all_of, one_of

_SEPARATOR = re.compile(
    rf"\s*(?:[,;]\s*(?:&|{one_of('small.and')}|{one_of('small.and_northern')}|{one_of('lists.also')})\s|[,;]\s|"
    rf"\s(?:&|{one_of('small.and')}|{one_of('small.and_northern')}|{one_of('lists.also')}|{one_of('lists.beside')}"
    r")\s|\s[–—-]\s|$)"
)


_STOPS = re.compile(rf"^(?:{one_of('lists.ends_people')})\b")


_CLAUSE = re.compile(rf"\b(?:{one_of('lists.clause')})\s", re.IGNORECASE)


_ENDS = (_STOPS, _CLAUSE, re.compile(r"(?<!\b[a-z])[.!?]\s+[A-Z]"))
"""What ends an enumeration of people."""


MAX_SENTENCE = 4_000


def people_list(text: str) -> list[Person]:
    """Returns the people of an enumeration at the start of `text`, each with what is said about them."""
    return [person for person, _end in people_with_ends(text[:MAX_SENTENCE])]


def people_or_person(text: str) -> list[Person]:
    """Returns the people of an enumeration, or the one whom an entry names."""
    person = None if (people := people_list(text)) else person_in(text, is_strict=True)
    return [person] if person else people


class _Draft(Struct):
    person: Person
    said_from: int
    said_to: int
    before: str | None = None


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Yields spans between commas and "and", with brackets and quotation marks kept whole."""
    start = position = 0
    while position <= len(text):
        char = text[position : position + 1]
        if char in '([“„"«' and char:
            close = {"(": ")", "[": "]", "“": "”", "„": "“", '"': '"', "«": "»"}[char]
            end = text.find(close, position + 1)
            if char == "(" and end > position and "(" in text[position + 1 : end]:
                end = text.find(close, end + 1)  # a bracket inside the bracket
            position = end + 1 if position < end < position + 300 else position + 1
            continue
        if char in ",; –—-" or not char:
            mark = _SEPARATOR.match(text, position)
            if mark and (mark.end() > mark.start() or not char):
                yield start, mark.start()
                start = position = mark.end()
                if mark.end() >= len(text):
                    return
                continue
        position += 1


def people_with_ends(text: str) -> list[tuple[Person, int]]:
    """Returns the people of an enumeration at the start of `text`, each with where what is said about it ends."""
    drafts: list[_Draft] = []
    pending: str | None = None
    is_joined = False
    for start, end in chunks(text):
        chunk = text[start:end].strip()
        chunk = re.sub(
            f"^(?:&|{one_of('small.and')}|{one_of('small.and_northern')}|{one_of('small.by')}|{one_of('small.with')}"
            rf"|{one_of('lists.before_group')})\s+",
            "",
            chunk,
        )
        lead = text[start:end].find(chunk)
        found = person_of_chunk(chunk)
        if found:
            person, used, before, ends = found
            if pending:
                before = f"{pending} and {before}" if before and is_joined else before or pending
            drafts.append(_Draft(person, start + lead + used, end, before))
            pending = None
            if ends:
                break
        elif drafts and (len(chunk) > 200 or any(pattern.search(chunk) for pattern in _ENDS)):
            break
        elif drafts and (drafts_end_open(drafts) or not _AND.search(text, drafts[-1].said_to, start)):
            drafts[-1].said_to = end
        else:
            pending = chunk if _may_describe(chunk) else None
            is_joined = bool(pending and BARE_JOB.match(chunk) and _JOINS.match(text[end : end + 6]))
            continue
        is_joined = False
    return [(_person_of_draft(draft, text), draft.said_to) for draft in drafts]


def _may_describe(chunk: str) -> bool:
    """Returns whether what stands before a name may say who that is."""
    opens_clause = LEADS_NO_NAME | _LINKS_CLAUSES
    return len(chunk) < 80 and chunk[:1].isalpha() and chunk.split(maxsplit=1)[0].casefold() not in opens_clause


_LINKS_CLAUSES = all_of("names.links_clauses")
_AND = re.compile(rf"\s(?:&|{one_of('small.and')})\s")


_JOINS = re.compile(rf"\s(?:{one_of('small.and')})\s")
BARE_JOB = re.compile(r"[a-zà-ÿ][\w-]*(?:\s[a-zà-ÿ][\w-]*){0,2}$")
"""“writer” of “with writer and broadcaster Ada Example”."""


def drafts_end_open(drafts: list[_Draft]) -> bool:
    """Returns whether what follows the last person may still describe that person."""
    return bool(drafts) and drafts[-1].before is None


_PURPOSE = re.compile(
    r"\s(?:about\s|for (?:an?|this|our|two|three|four) |for the (?=[a-z])|on \w+day\b|live (?:on|at|from)\b|as "
    rf"(?:they|we|she|he)\b|to (?:{one_of('lists.purposes')})\b).*$"
)
"""“Join Ada Example for a conversation about …”: behind the name stands what for."""


def person_of_chunk(chunk: str) -> tuple[Person, int, str | None, bool] | None:
    """Returns the person, how many characters the name takes, a description before it, and if the list ends here."""
    if chunk.islower():
        return None
    purpose = _PURPOSE.search(chunk) if "(" not in chunk else None
    found = _person_of_head(chunk[: purpose.start()] if purpose else chunk)
    return (*found[:3], True) if found and purpose else found


def _person_of_head(chunk: str) -> tuple[Person, int, str | None, bool] | None:
    bracket = chunk.find("(")
    head = chunk[:bracket].strip() if bracket > 0 else chunk
    head = re.split(r":\s", head)[0]
    if not (has_title(head) or re.match(r"^(?:St|[A-Z])\.", head)):
        head = re.sub(
            r"(?<!\bRev)(?<!\bDr)(?<!\bProf)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\b[A-Z])\.\s.*$", "", head
        )
    if name := name_in(head.strip(" .:"), is_strict=True):
        return Person(name), len(head), None, bool(re.search(r"\)\s+\w+\s", chunk[bracket:])) if bracket > 0 else False
    if somewhere := _person_of_place(head):
        return somewhere
    if trailing := trailing_name(head):
        name, before = trailing
        before = re.sub(
            rf"^.*\b(?:(?i:{one_of('small.by')}|{one_of('small.with')}|{one_of('lists.before_person')}))\s+", "", before
        )
        if before and not re.search(r"[.:?!]", before) and len(before) < 90:
            return (
                Person(name),
                len(head),
                re.sub(rf"^(?:{one_of('small.the')}|{one_of('small.our')})\s+", "", before),
                False,
            )
    words = head.split()
    for size in range(min(5, len(words) - 1), 1, -1):
        # "Ada Example will speak about …": a name with a verb after it ends the list.
        if words[size][:1].islower() and (name := name_in(" ".join(words[:size]), is_strict=True)):
            return Person(name), len(head), None, True
    return None


def _person_of_place(head: str) -> tuple[Person, int, str | None, bool] | None:
    """“Ada Example of Sample University”, “Ada Example of the rail workers' union”, “the Federation's Ada Example”."""
    of = re.match(
        r"^(.{3,60}?)\s+(?:(?:of|from|von|vom|representing|de la|del|della|dello|da|do|du|des|from the)\s|"
        r"dell['’])\s*(?:the\s+|der\s+|"
        r"dem\s+)?(?=[A-ZÄÖÜÉ])",
        head,
    )
    if of and (name := name_in(of[1], is_strict=True)):
        return Person(name), of.end(), None, False
    return None


_OF_THE = re.compile(rf"^(?:d[ao]s?(?=\s[A-ZÁÉÍÓÚ])|{one_of('people.of_the')})\s*(?=\S)")


def _person_of_draft(draft: _Draft, text: str) -> Person:
    said = text[draft.said_from : draft.said_to].strip(" ,;–—-")
    said = re.split(r"\s*:\s", said)[0]  # behind a colon stands what it is called
    said = said if said.startswith("(") else _PURPOSE.sub("", f" {said}").strip()
    said = re.sub(rf"\s+(?:&|{one_of('small.and')}|{one_of('small.and_northern')})$", "", said).strip(" ,;.")
    said = ONLY_LETTERS.sub("", re.sub(r",\s(?:teil|mit)$", "", said))
    role: Role | None = None
    bracket = re.match(r"^\(((?:[^()]|\([^()]{0,80}\)){2,150})\)[\s,;]*(.*)$", said)
    if bracket:
        inside, after = bracket[1].strip(), bracket[2].strip(" ,;.")
        role = role_of(inside)
        after = "" if re.match(rf"(?:{one_of('small.on')}|{one_of('lists.behind_bracket')})\b", after) else after
        said = after or ("" if role else inside)
        parts = re.split(r"[,;]\s*", inside)
        if not role and len(parts) > 1 and (role := role_of(parts[-1])):
            said = after or ", ".join(parts[:-1])
    elif role := role_of(said):
        said = ""
    if role in {Role.AUTHOR, Role.PERFORMER}:  # a job, said of the person and not of the webinar
        return replace(draft.person, affiliation=text[draft.said_from : draft.said_to].strip(" ,;()–—-") or None)
    affiliation = _OF_THE.sub("", said) or draft.before or None
    return replace(draft.person, role=role, affiliation=affiliation and with_full_stop(affiliation))
