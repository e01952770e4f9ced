"""People named in sentences: "moderated by …", "… interviews …", "An der Diskussion beteiligen sich …"."""

# ruff: noqa: PLR2004 - how many words or characters make a sentence, a name or a heading is what these rules are about

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from webinars.announcements.model import Role
from webinars.announcements.reader.enumerations import (
    MAX_SENTENCE,
    chunks,
    people_list,
    people_with_ends,
    person_of_chunk,
)
from webinars.announcements.reader.people import Person

_BY: Final = [
    (
        Role.MODERATOR,
        (
            r"moderated by|moderator(?: (?:is|was|will be))?|moderiert (?:wird (?:die \w+ |der \w+ |das \w+ )?)?(?:von|"
            r"durch)|(?:es )?moderier(?:t|en)|moderation (?:hat|übernimmt|übernehmen|durch|von)|mod[ée]r[ée]e? par|"
            r"moderad[oa] por|"
            r"mediad[oa] por|media[çc][ãa]o (?:de|da|do)|modera[çc][ãa]o (?:de|da|do)|la moderaci[óo]n de|con "
            r"moderaci[óo]n de|modera"
        ),
    ),
    (
        Role.CHAIR,
        (
            r"chaired by|chair (?:is|was|will be)|in the chair:?|presided over by|présidée? par|presidid[oa] por|unter "
            r"(?:der )?leitung von"
        ),
    ),
    (Role.HOST, r"hosted by|(?:your |our )?hosts? (?:is|was|will be|are)|(?:your|our) hosts?,?"),
    (Role.FACILITATOR, r"facilitated by|animée? par|facilitad[oa] por"),
    (Role.INTERVIEWER, r"interviewed by|entrevistad[oa] por|interviewt von"),
    (
        Role.RESPONDENT,
        (
            r"(?:with )?(?:a )?responses? (?:from|by)|respondents? (?:is|are|was|were)|discussants? (?:is|are|was|"
            r"were)|"
            r"comments (?:from|by)|with discussants?"
        ),
    ),
    (Role.KEYNOTE, r"keynotes? (?:speech |address |lecture |talk |speaker )?(?:by|from|is|are|was|will be)"),
    (
        Role.PANELLIST,
        r"panell?ists?(?: (?:(?:will )?include[sd]?|are|were|will be|including))?(?:\s*[–—:-])?|panelistas",
    ),
    (Role.PERFORMER, r"music (?:by|from)|performances? (?:by|from)|poetry (?:by|from)"),
    (Role.INTERPRETER, r"interpret(?:ed|ing|ation) by"),
    (
        Role.SPEAKER,
        (
            r"presented by|presentations? (?:by|from)|(?:a )?(?:short )?talks? (?:by|from|given by)|"
            r"lectures? (?:by|from|"
            r"given by)|given by|delivered by|led by|introduced by|addressed by|featuring|joined by|"
            r"in conversation with|"
            r"contributions? (?:by|from)|hear from|hear|speakers? (?:(?:will )?include[sd]?|are|were|is|was|will be|"
            r"including|such as)(?:\s*[:–—-])?|speakers?\s*[:–—-]|(?:our |special )?guests? (?:is|are|was|were|"
            r"include[sd]?|will be)|"
            r"discussion with|conversation with|webinar with|talk with|session with|interview with|seminar with|"
            r"workshop "
            r"with|panel with|dialogue with|call with|event with|lecture with|discussion between|conversation between|"
            r"debate between|"
            r"beteiligen sich|diskutieren|diskutiert(?:en)?|sprechen|spricht|sprachen|referiert|referieren|zu gast "
            r"(?:ist|sind)|im gespr[äa]ch mit|gespr[äa]ch mit|diskussion mit|vortrag (?:von|mit)|"
            r"referent(?:in)? ist|mit "
            r"dabei(?: sind| ist)?:?|mit|impulse? von|"
            r"en pr[ée]sence de|pr[ée]sent[ée]e? par|interventions? de|avec(?: la participation de)?|en compagnie de|"
            r"con la participaci[óo]n de|a cargo de|participar[áa]n|participan|intervendr[áa]n|con|impartid[oa] por|"
            r"presentad[oa] por|"
            r"com a participa[çc][ãa]o de|participa[çc][ãa]o de|apresentad[oa] por|ministrad[oa] por|com|"
            r"with|starring|talks? was given by|(?:guest )?speakers?,?|presenters?"
        ),
    ),
]
_BY_PATTERNS = [(role, re.compile(rf"(?<![\w-])(?:{words})\s+(?=[\w“])", re.IGNORECASE)) for role, words in _BY]
_VERBS: Final = [
    (Role.INTERVIEWER, r"(?:will )?interviews?|interviewed"),
    (
        Role.MODERATOR,
        (
            r"(?:will )?moderates?|(?:will be |is |was )?moderating|moderated|moderiert(?:e|en)?|übernimmt die "
            r"moderation|modérera|modère|moderar[áa]|modera"
        ),
    ),
    (Role.CHAIR, r"(?:will )?chairs?|(?:will be |is |was )?chairing|(?:will be|is|was) in the chair|chaired"),
    (Role.HOST, r"(?:will )?hosts?|(?:will be |is |was )?hosting"),
    (Role.FACILITATOR, r"(?:will )?facilitates?|facilitated|(?:will be |is )?facilitating"),
    (Role.RESPONDENT, r"(?:will )?responds?|will comment|responded"),
    (Role.KEYNOTE, r"(?:will )?(?:give|gives|deliver|delivers|gave|delivered) (?:the|a) keynote"),
    (
        Role.SPEAKER,
        (
            r"(?:will |to )?(?:speaks?|presents?|talks?|discuss(?:es)?|lectures?|introduces?|explains?|explores?|"
            r"examines?)|will (?:join|share|give|be speaking|be presenting|be talking|discuss|address|answer|examine|"
            r"look|lead|be joined|be in conversation|deliver|show|outline|reflect|debate|take)|"
            r"spoke|presented|gave|discussed|shared|explained|answered|introduced|talked|argued|delivered|spricht|"
            r"sprechen|diskutieren|referiert|berichtet|interviendra|hablar[áa]|conversar[áa]n?|presentar[áa]n?"
        ),
    ),
]
_VERB_PATTERNS = [
    (role, re.compile(rf"\s(?:{words})(?!\s+by\b)(?=[\s.,:]|$)", re.IGNORECASE)) for role, words in _VERBS
]
_ORGANISED = re.compile(
    r"(?:partnership|collaboration|cooperation|co-operation|association|jointly|together|kooperation|zusammenarbeit|"
    r"partenariat|colaboraci[óo]n|parceria|support|unterst[üu]tzung|co-organi[sz]ed|organi[sz]ed|organi[sz]ing|"
    r"sponsored)(?:\s\w+)?\s+$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Sentences, roughly: a full stop after an initial or a title does not end one."""
    pieces = re.split(
        r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\bDr\.)(?<!\bProf\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\d\.)(?<!"
        r"e\.V\.)\s+(?=[\w“\"‘„(¿¡])",
        text,
    )
    return [piece[:MAX_SENTENCE] for piece in pieces[:200]]


def people_in_prose(text: str, known: list[Person] | None = None) -> list[Person]:
    """The people a paragraph says take part, with their roles."""
    found: list[Person] = []
    for sentence in sentences(text):
        found.extend(_named_after(sentence, [*(known or []), *found]))
        found.extend(_named_before_verb(sentence))
        found.extend(_named_before_conversation(sentence))
    return found


def _named_after(sentence: str, known: list[Person]) -> Iterator[Person]:
    taken: list[tuple[int, int]] = []
    given_later: list[tuple[str, Role]] = []
    named: list[Person] = []
    for role, pattern in _BY_PATTERNS:
        for mark in pattern.finditer(sentence):
            if any(start <= mark.start() < end for start, end in taken):
                continue
            if mark[0].strip().casefold() in {"with", "mit", "avec", "con", "com"} and _ORGANISED.search(
                sentence[: mark.start()]
            ):
                continue
            rest = sentence[mark.end() :]
            if not _opens_with_person(rest):
                if given := re.match(r"^([A-ZÄÖÜÉ][\w’'-]+)[.,;!)]*(?:$|\s)", rest):
                    given_later.append((given[1], role))
                continue
            people = people_with_ends(rest, is_strict=True)
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
    """Whether an enumeration of people begins right here, perhaps after "author" or "the historian"."""
    first = next(chunks(text[:300]), None)
    if first is None:
        return False
    chunk = text[first[0] : first[1]].strip(" .:")
    found = person_of_chunk(chunk, is_strict=True)
    return found is not None and (found[2] is None or len(found[2].split()) <= 8)


def _named_before_verb(sentence: str) -> Iterator[Person]:
    """The people right before a verb; after one clause the next begins ("A will speak, B moderates")."""
    if re.match(r"^(?:if|when|while|although|because|since|after|as)\s", sentence, re.IGNORECASE):
        return
    verbs = [(verb, role) for role, pattern in _VERB_PATTERNS for verb in islice(pattern.finditer(sentence, 0, 500), 6)]
    clause = 0
    for verb, role in sorted(verbs, key=lambda pair: pair[0].start()):
        if verb.start() < clause:
            continue
        before = re.sub(r"^[\s,;]*(?:and|und|y|et|e|while)?\s+", "", sentence[clause : verb.start()])
        people = people_with_ends(before, is_strict=True)
        if not people or people[-1][1] < len(before) - 1:
            continue
        for person, _end in people:
            yield replace(person, role=person.role or role)
        clause = verb.end()
        if role is Role.INTERVIEWER and (after := sentence[verb.end() :].strip()) and _opens_with_person(after):
            yield from (replace(person, role=Role.SPEAKER) for person in people_list(after))


_BOTH_SIDES = re.compile(
    r"\s(?:in (?:conversation|dialogue|discussion) with|im gespr[äa]ch mit|en conversaci[óo]n con|en dialogue avec)\s",
    re.IGNORECASE,
)


def _named_before_conversation(sentence: str) -> Iterator[Person]:
    """“Ada Example (Example Society) in conversation with …”: the one before speaks as well."""
    mark = _BOTH_SIDES.search(sentence[:400])
    if mark is None:
        return
    before = re.sub(r"^.*\b(?:joins?|hear|with|see|watch|will be|is)\s|\s(?:will be|is)$", "", sentence[: mark.start()])
    people = people_with_ends(before, is_strict=True)
    if people and people[-1][1] >= len(before) - 1:
        yield from (replace(person, role=person.role or Role.SPEAKER) for person, _end in people)
