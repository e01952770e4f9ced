"""People named in sentences: "moderated by …", "… interviews …", "An der Diskussion beteiligen sich …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from webinars.announcements.model import Role
from webinars.announcements.reader.names import LEADS_NO_NAME as _LEADS_NO_NAME
from webinars.announcements.reader.names import name_in, trailing_name
from webinars.announcements.reader.people import Person
from webinars.announcements.reader.vocabulary import role_of

_SEPARATOR = re.compile(
    r"\s*(?:[,;]\s*(?:and|&|und|sowie|y|et|e|as well as|plus)\s|[,;]\s|\s(?:and|&|und|sowie|y|e|et|as well as|along "
    r"with|together with|plus|with)\s|\s[–—-]\s|$)"
)
_NAME_WORD = r"[^\W\d_a-zà-öø-ÿ][\w'’.\-]*"
_STOPS = re.compile(
    r"^(?:will|to|discuss\w*|talk\w*|explor\w*|present\w*|in|on|at|for|is|are|was|were|who|which|where|as they|about|"
    r"speak\w*|join\w*|followed|then|moderated|chaired|hosted|over|über|zum|zur|sur|sobre|unter|im|am|"
    r"introduces?|examines?|looks?|shares?|answers?|explains?|considers?|that|whose|has|have|had|can|wird|werden|"
    r"spricht|diskutier\w*|moderier\w*)\b"
)
_CLAUSE = re.compile(
    r"\b(?:speakers?|panell?ists?|presenters|guests|who|will|were|are|was|is|includes?|included)\s", re.IGNORECASE
)
MAX_SENTENCE = 1_500


def people_list(text: str, *, is_strict: bool = True) -> list[Person]:
    """The people of an enumeration at the start of `text`, each with what is said about them."""
    return [person for person, _end in _people_with_ends(text[:MAX_SENTENCE], is_strict=is_strict)]


@dataclass(slots=True)
class _Draft:
    person: Person
    said_from: int
    said_to: int
    before: str | None = None


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Spans between commas and "and", with brackets and quotation marks kept whole."""
    start = position = 0
    while position <= len(text):
        char = text[position : position + 1]
        if char in '([“„"«' and char:
            close = {"(": ")", "[": "]", "“": "”", "„": "“", '"': '"', "«": "»"}[char]
            end = text.find(close, position + 1)
            if end < 0 and char == "„":
                end = text.find("”", position + 1)
            position = end + 1 if 0 < end < position + 300 else position + 1
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


def _people_with_ends(text: str, *, is_strict: bool) -> list[tuple[Person, int]]:
    drafts: list[_Draft] = []
    pending: str | None = None
    for start, end in _chunks(text):
        chunk = text[start:end].strip()
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        chunk = re.sub(
            r"^(?:and|und|sowie|y|et|e|&|by|von|par|por|with|mit|avec|con|com|also|from|both|our own|our)\s+", "", chunk
        )
        found = _person_of_chunk(chunk, is_strict=is_strict)
        if found:
            person, used, before, ends = found
            if pending and not before and not drafts_end_open(drafts):
                before = pending
            drafts.append(_Draft(person, start + lead + used, end, before))
            pending = None
            if ends:
                break
        elif drafts and (
            _STOPS.match(chunk) or _CLAUSE.search(chunk) or re.search(r"[.!?]\s+[A-Z]", chunk) or len(chunk) > 200
        ):
            break
        elif drafts and drafts_end_open(drafts):
            drafts[-1].said_to = end
        else:
            is_description = (
                len(chunk) < 80
                and chunk[:1].isalpha()
                and chunk.split()[0].casefold() not in _LEADS_NO_NAME | {"who", "which", "that", "where"}
            )
            pending = chunk if is_description else None
    return [(_finished(draft, text), draft.said_to) for draft in drafts]


def drafts_end_open(drafts: list[_Draft]) -> bool:
    """Whether what follows the last person may still describe that person."""
    return bool(drafts) and drafts[-1].before is None


def _person_of_chunk(chunk: str, *, is_strict: bool) -> tuple[Person, int, str | None, bool] | None:
    """The person, how many characters the name takes, a description before it, and whether the list ends here."""
    bracket = chunk.find("(")
    head = chunk[:bracket].strip() if bracket > 0 else chunk
    head = re.sub(r"\.\s.*$", "", head) if not re.match(r"^(?:Dr|Prof|St|Mr|Mrs|Ms|[A-Z])\.", head) else head
    if name := name_in(head.strip(" .:"), is_strict=is_strict):
        return Person(name), len(head), None, bool(re.search(r"\)\s+\w+\s", chunk[bracket:])) if bracket > 0 else False
    of = re.match(
        r"^(.{3,60}?)\s+(?:of|from|von|vom|representing|de la|del|da|do|du|des|from the)\s+(?:the\s+|der\s+|"
        r"dem\s+)?(?=[A-ZÄÖÜÉ])",
        head,
    )
    if of and (name := name_in(of[1], is_strict=True)):
        return Person(name), of.end(), None, False
    if trailing := trailing_name(head):
        name, before = trailing
        before = re.sub(r"^.*\b(?:by|with|von|mit|avec|par|con|com|por|featuring)\s+", "", before)
        if before and not re.search(r"[.:?!]", before) and len(before) < 90:
            return Person(name), len(head), re.sub(r"^(?:the|a|an|our|der|die|le|la|el)\s+", "", before), False
    words = head.split()
    for size in range(min(5, len(words) - 1), 1, -1):
        # "Ada Example will speak about …": a name with a verb after it ends the list.
        if words[size][:1].islower() and (name := name_in(" ".join(words[:size]), is_strict=True)):
            return Person(name), len(head), None, True
    return None


def _finished(draft: _Draft, text: str) -> Person:
    said = text[draft.said_from : draft.said_to].strip(" ,;–—-")
    said = re.sub(r"\s+(?:and|und|sowie|y|et|e|&)$", "", said).strip(" ,;.")
    role: Role | None = None
    bracket = re.match(r"^\(([^()]{2,150})\)[\s,;]*(.*)$", said)
    if bracket:
        inside, after = bracket[1].strip(), bracket[2].strip(" ,;.")
        role = role_of(inside)
        said = after or ("" if role else inside)
        parts = re.split(r"[,;]\s*", inside)
        if not role and len(parts) > 1 and (role := role_of(parts[-1])):
            said = after or ", ".join(parts[:-1])
    elif role := role_of(said):
        said = ""
    if role in {Role.AUTHOR, Role.PERFORMER}:  # a job, said of the person and not of the webinar
        return replace(draft.person, affiliation=text[draft.said_from : draft.said_to].strip(" ,;()–—-") or None)
    affiliation = said or draft.before or None
    if affiliation and affiliation.endswith("."):
        affiliation = affiliation[:-1]
    return replace(draft.person, role=role, affiliation=affiliation)


_BY: Final = [
    (
        Role.MODERATOR,
        r"moderated by|moderator(?: (?:is|was|will be))?|moderiert (?:wird (?:die \w+ |der \w+ |das \w+ )?)?(?:von|"
        r"durch)|(?:es )?moderier(?:t|en)|moderation (?:hat|übernimmt|übernehmen|durch|von)|mod[ée]r[ée]e? par|"
        r"moderad[oa] por|"
        r"mediad[oa] por|media[çc][ãa]o (?:de|da|do)|modera[çc][ãa]o (?:de|da|do)|la moderaci[óo]n de|con "
        r"moderaci[óo]n de|modera",
    ),
    (
        Role.CHAIR,
        r"chaired by|chair (?:is|was|will be)|in the chair:?|presided over by|présidée? par|presidid[oa] por|unter "
        r"(?:der )?leitung von",
    ),
    (Role.HOST, r"hosted by|(?:your |our )?hosts? (?:is|was|will be|are)|(?:your|our) hosts?,?"),
    (Role.FACILITATOR, r"facilitated by|animée? par|facilitad[oa] por"),
    (Role.INTERVIEWER, r"interviewed by|entrevistad[oa] por|interviewt von"),
    (
        Role.RESPONDENT,
        r"(?:with )?(?:a )?responses? (?:from|by)|respondents? (?:is|are|was|were)|discussants? (?:is|are|was|were)|"
        r"comments (?:from|by)|with discussants?",
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
        r"presented by|presentations? (?:by|from)|(?:a )?(?:short )?talks? (?:by|from|given by)|lectures? (?:by|from|"
        r"given by)|given by|delivered by|led by|introduced by|addressed by|featuring|joined by|in conversation with|"
        r"contributions? (?:by|from)|hear from|hear|speakers? (?:(?:will )?include[sd]?|are|were|is|was|will be|"
        r"including|such as)(?:\s*[:–—-])?|speakers?\s*[:–—-]|(?:our |special )?guests? (?:is|are|was|were|"
        r"include[sd]?|will be)|"
        r"discussion with|conversation with|webinar with|talk with|session with|interview with|seminar with|workshop "
        r"with|panel with|dialogue with|call with|event with|lecture with|discussion between|conversation between|"
        r"debate between|"
        r"beteiligen sich|diskutieren|diskutiert(?:en)?|sprechen|spricht|sprachen|referiert|referieren|zu gast "
        r"(?:ist|sind)|im gespr[äa]ch mit|gespr[äa]ch mit|diskussion mit|vortrag (?:von|mit)|referent(?:in)? ist|mit "
        r"dabei(?: sind| ist)?:?|mit|impulse? von|"
        r"en pr[ée]sence de|pr[ée]sent[ée]e? par|interventions? de|avec(?: la participation de)?|en compagnie de|"
        r"con la participaci[óo]n de|a cargo de|participar[áa]n|participan|intervendr[áa]n|con|impartid[oa] por|"
        r"presentad[oa] por|"
        r"com a participa[çc][ãa]o de|participa[çc][ãa]o de|apresentad[oa] por|ministrad[oa] por|com|"
        r"with|starring|talks? was given by|(?:guest )?speakers?,?|presenters?",
    ),
]
_BY_PATTERNS = [(role, re.compile(rf"(?<![\w-])(?:{words})\s+(?=[\w“])", re.IGNORECASE)) for role, words in _BY]
_VERBS: Final = [
    (Role.INTERVIEWER, r"(?:will )?interviews?|interviewed"),
    (
        Role.MODERATOR,
        r"(?:will )?moderates?|(?:will be |is |was )?moderating|moderated|moderiert(?:e|en)?|übernimmt die "
        r"moderation|modérera|modère|moderar[áa]|modera",
    ),
    (Role.CHAIR, r"(?:will )?chairs?|(?:will be |is |was )?chairing|(?:will be|is|was) in the chair|chaired"),
    (Role.HOST, r"(?:will )?hosts?|(?:will be |is |was )?hosting"),
    (Role.FACILITATOR, r"(?:will )?facilitates?|facilitated|(?:will be |is )?facilitating"),
    (Role.RESPONDENT, r"(?:will )?responds?|will comment|responded"),
    (Role.KEYNOTE, r"(?:will )?(?:give|gives|deliver|delivers|gave|delivered) (?:the|a) keynote"),
    (
        Role.SPEAKER,
        r"(?:will |to )?(?:speaks?|presents?|talks?|discuss(?:es)?|lectures?|introduces?|explains?|explores?|"
        r"examines?)|will (?:join|share|give|be speaking|be presenting|be talking|discuss|address|answer|examine|"
        r"look|lead|be joined|be in conversation|deliver|show|outline|reflect|debate|take)|"
        r"spoke|presented|gave|discussed|shared|explained|answered|introduced|talked|argued|delivered|spricht|"
        r"sprechen|diskutieren|referiert|berichtet|interviendra|hablar[áa]|conversar[áa]n?|presentar[áa]n?",
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
            people = _people_with_ends(rest, is_strict=True)
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
    first = next(_chunks(text[:300]), None)
    if first is None:
        return False
    chunk = text[first[0] : first[1]].strip(" .:")
    found = _person_of_chunk(chunk, is_strict=True)
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
        people = _people_with_ends(before, is_strict=True)
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
    people = _people_with_ends(before, is_strict=True)
    if people and people[-1][1] >= len(before) - 1:
        yield from (replace(person, role=person.role or Role.SPEAKER) for person, _end in people)
