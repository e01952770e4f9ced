"""People named in sentences: "moderated by …", "… interviews …", "An der Diskussion beteiligen sich …"."""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import SectionKind, section_of
from webinars.pure.announcements.reader.people.enumerations import (
    BARE_JOB,
    MAX_SENTENCE,
    chunks,
    people_list,
    people_or_person,
    people_with_ends,
    person_of_chunk,
)
from webinars.pure.announcements.reader.people.names import has_title, is_job_phrase, name_in
from webinars.pure.announcements.reader.people.person_entry import Person
from webinars.pure.announcements.reader.roles import BY_PATTERNS, TELLING, VERB_PATTERNS
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import begins_with


def sentences(text: str) -> list[str]:
    """Returns the sentences, roughly: a full stop after an initial or a title does not end one."""
    pieces = re.split(r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\d\.)\s+(?=[\w“\"‘„(¿¡])", text)
    joined: list[str] = []
    for piece in pieces[:200]:
        is_open = joined and (
            _ABBREVIATED.search(joined[-1]) or (_HALF_OF_DAY.search(joined[-1]) and begins_with(piece) == "zone")
        )
        if is_open:
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return [piece[:MAX_SENTENCE] for piece in joined]


_ABBREVIATED = re.compile(rf"(?:\b(?:{one_of('names.abbreviated')})|\b[a-z]|e\.\s?V|z\.\s?B|u\.\s?a)\.$")
_HALF_OF_DAY = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)


def people_in_prose(text: str, known: list[Person] | None = None) -> list[Person]:
    """Returns the people a paragraph says take part, with their roles."""
    found: list[Person] = []
    for sentence in sentences(text):
        if led := _labelled(sentence):
            found.extend(led)
            continue
        found.extend(_people_after(sentence, [*(known or []), *found]))
        found.extend(_named_before_verb(sentence))
        found.extend(_named_before_telling(sentence))
    return found


_LABEL = re.compile(r"^([^\W\d][^:.?!()]{2,40}?)\s?:\s+(?=\S)")


def _labelled(sentence: str) -> list[Person]:
    """“Moderation: Ada Example.” inside a paragraph."""
    label = _LABEL.match(sentence)
    found = section_of(label[1]) if label else None
    if label is None or found is None or found[0] is not SectionKind.LINEUP or found[1] is None:
        return []
    rest = sentence[label.end() :]
    if not _opens_with_person(rest):
        return []
    people = people_or_person(rest)
    return [replace(person, role=person.role or found[1]) for person in people]


def _people_after(sentence: str, known: list[Person]) -> Iterator[Person]:
    taken: list[tuple[int, int]] = []
    given_later: list[tuple[str, Role]] = []
    named: list[Person] = []
    for role, pattern in BY_PATTERNS:
        for mark in pattern.finditer(sentence):
            if any(start <= mark.start() < end for start, end in taken):
                continue
            rest = sentence[mark.end() :]
            if not _opens_with_person(rest):
                if given := re.match(r"^([A-ZÄÖÜÉ][\w’'-]+)[.,;!)]*(?:$|\s)", rest):
                    given_later.append((given[1], role))
                continue
            people = people_with_ends(rest)
            named.extend(replace(person, role=person.role or role) for person, _end in people)
            if people:
                taken.append((mark.start(), mark.end() + max(end for _person, end in people)))
    yield from named
    for given_name, role in given_later:
        # "… moderated by Ada", who has been named in full before.
        yield from (
            replace(one, role=role)
            for one in [*known, *named]
            if one.name.split()[0] == given_name and role is not Role.SPEAKER
        )


def _opens_with_person(text: str) -> bool:
    """Returns whether an enumeration of people begins right here, perhaps after "author" or "the historian"."""
    spans = chunks(text[:300])
    first = next(spans, None)
    if first is None:
        return False
    chunk = text[first[0] : first[1]].strip(" .:")
    found = person_of_chunk(chunk)
    is_job = _JOB.match(chunk) or BARE_JOB.match(chunk) or is_job_phrase(chunk)
    second = next(spans, None) if found is None and is_job else None
    if second is not None and not _JOB.match(chunk):  # “writer and broadcaster Ada Example”
        joined = person_of_chunk(text[second[0] : second[1]].strip(" .:"))
        return joined is not None and joined[2] is not None and is_job_phrase(joined[2])
    if second is not None:  # “the society's chair, Ada Example”, “der Juristin und Autorin Ada Example”
        return person_of_chunk(text[second[0] : second[1]].strip(" .:")) is not None
    return found is not None and (found[2] is None or len(found[2].split()) <= 8)


_JOB = re.compile(
    f"(?:l['’]|{one_of('small.the')}|{one_of('small.her')}|{one_of('small.our')}"
    r")\s?[\w’'-]+(?:\s[\w’'-]+){0,6}$"
)


_THEN = re.compile(rf"^(?:{one_of('phrases.then')}),?\s+(?=[A-Zt])")
_INTRODUCED = re.compile(
    r"^(?P<who>[^.;:“”\"]{5,60}?)(?:,\s(?:an?\s)?|\s(?:of|from|at)\s(?:the\s)?)(?P<from>[^.;:]{3,90}?),?$"
)


def _named_before_telling(sentence: str) -> Iterator[Person]:
    """“Ada Example from the Example Institute showed …”, “Ben Sample, a teacher in Slough, warned …”."""
    sentence = _THEN.sub("", sentence)
    verb = TELLING.search(sentence, 8, 220)
    if verb is None:
        return
    if has_title(sentence) and (name := name_in(sentence[: verb.start()], is_strict=True)):
        yield Person(name, role=Role.SPEAKER)
        return
    introduced = _INTRODUCED.match(sentence[: verb.start()])
    name = name_in(introduced["who"], is_strict=True) if introduced else None
    if introduced and name:
        people = people_list(sentence[: verb.start()])
        if len(people) == 1:
            yield replace(people[0], role=people[0].role or Role.SPEAKER)
        else:
            yield Person(
                name, re.sub(f"^(?:{one_of('small.of')}) (?:the )?", "", introduced["from"]), role=Role.SPEAKER
            )


def _named_before_verb(sentence: str) -> Iterator[Person]:
    """Yields the people right before a verb. After one clause the next begins ("A will speak, B moderates")."""
    if re.match(rf"^(?:{one_of('phrases.subordinate')})\s", sentence, re.IGNORECASE):
        return
    verbs = [(verb, role) for role, pattern in VERB_PATTERNS for verb in islice(pattern.finditer(sentence, 0, 500), 6)]
    clause = 0
    for verb, role in sorted(verbs, key=lambda pair: pair[0].start()):
        clause = max(clause, sentence.rfind(";", clause, verb.start()) + 1)
        before = re.sub(
            rf"^[\s,;]*(?:{one_of('small.and')}|{one_of('phrases.while')})?\s+", "", sentence[clause : verb.start()]
        )
        people = people_with_ends(before)
        is_heading = verb[0].strip() in {"present", "presents"} and not sentence[verb.end() :].strip(" .:")
        if not people or people[-1][1] < len(before) - 1 or is_heading:
            continue
        for person, _end in people:
            yield replace(person, role=person.role or role)
        clause = verb.end()
        if role is Role.INTERVIEWER and (after := sentence[verb.end() :].strip()) and _opens_with_person(after):
            yield from (replace(person, role=Role.SPEAKER) for person in people_list(after))
