"""Organisations enumerated in a sentence, each cut out as printed and without its article."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.kinds import has_kind
from webinars.pure.announcements.reader.known import Known
from webinars.pure.announcements.reader.lines import Line
from webinars.pure.announcements.reader.names import folded_name, name_in
from webinars.pure.announcements.reader.organisation_trims import ARTICLE, GENERIC, tidy
from webinars.pure.announcements.reader.places import is_place
from webinars.pure.times import find_mentions

_ENDS: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\be\.V)(?<!\bInc)(?<!\bSt)(?<!\bDr)\.(?=\s|$)|[!?]|(?:\s[–—]\s|—)(?=[a-z])|"
    r",?\s(?:on (?=(?:\w+day|\d|"
    r"the \d|January|Feb|March|April|May|June|July|August|Sept|Oct|Nov|Dec))|at \d|"
    r"at the(?! (?:[^\W\da-z][\w-]+ ){0,3}(?:University|Universität|College|Institute)\b)|(?:is|are|was|were|"
    r"will)(?=\s[a-z])|with "
    r"the (?:\w+ )?support|with support|to (?!the\b|an?\b)(?=[a-z])|"
    r"for (?=its|their|his|her|generous|kind|sponsor|support|funding)|who|which|that|took place|takes place|"
    r"as part of|(?i:in (?:partnership|collaboration|cooperation|co-operation|"
    r"association|conjunction|coalition|kooperation|zusammenarbeit) (?:with|mit))|gemeinsam mit|jointly with|"
    r"(?:rund|etwa|around|about|over|some|environ|près de|más de|cerca de|more than|mehr als|über) (?=\d)|"
    r"in collaborazione con|in samenwerking met|i samarbeid med|i samarbete med|em parceria com|"
    r"together with|discuss\w*|address\w*|explor\w*|"
    r"(?:and )?(?:co-?)?(?:hosted|organi[sz]ed|presented|convened|sponsored) by|(?:and )?made possible|"
    r"(?:and )?funded|will be|has|have|had|where|featuring|moderated|chaired|about|sobre|"
    r"über|zum|zur|statt|ein\b|einl[äa]dt|einladen|am \d|am (?:Montag|"
    r"Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)|und (?:findet|wird)|wie|mitteilte|and (?:will|is|was|"
    r"held|took|takes|featur|moderat|chair|support|streamed|broadcast)\w*|(?:and )?(?:supported|co-?sponsored|"
    r"endorsed|funded) by|"
    r"dans (?:le|la|les|l['’]|un|cette|ce)|lors d|[àa] l['’]occasion|ce webinaire|cette|afin d|en el marco|con motivo|"
    r"en ocasi[óo]n|no [âa]mbito|por ocasi[ãa]o|anl[äa]sslich|im rahmen|"
    r"with speakers|con el apoyo|avec le soutien|com (?:o )?apoio|mit (?:freundlicher )?unterst|en (?:partenariat|"
    r"colaboraci[óo]n)|in (?=\w+ \d{4})|el \d|le \d|no dia|the webinar|this webinar|[Rr]egister (?:here|now|at|for|"
    r"to|by|in)|[Rr]egistration)(?=\b)|\s\((?=\d|\w+day|see|http)",
)


def organisations(text: str, line: Line | None = None) -> Iterator[str]:
    """The organisations enumerated at the start of `text`, each without its article."""
    end = _ENDS.search(text)
    text = text[: end.start()] if end else text
    text = re.sub(r"\s(?:and|und|y|et|e|og|och|en)$", "", text[:600].strip(" :–—-"))
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
    """Cut an enumeration of organisations; "and" inside a name stays."""
    pieces: list[str] = []
    segments = re.split(
        r"\s*;\s*|,\s+(?:and |und |y |et |e |& |sowie )|,\s+(?!(?:Inc|Ltd|LLC|e\.V|UK|US|USA|Germany|Canada)\b)|"
        r"\s\|\s|\s\+\s|\s[•·*]\s|\s/\s",
        text,
    )
    cut: list[str] = []
    for segment in _with_parents(segments):
        if pieces and _APPOSITION.match(segment):
            continue
        cut = _split_and(segment, linked)
        pieces.extend(cut)
    is_ended = len(cut) > 1 or re.search(rf",\s(?:and|und|y|et|e|&|sowie)\s{re.escape(segments[-1])}$", text)
    last = _AND.search(pieces[-1]) if len(pieces) > 1 and not is_ended else None
    is_open = last is not None and _is_inside(pieces[-1][: last.start()], pieces[-1][last.end() :], "and")
    if last and not is_open and pieces[-1] not in linked and len(pieces[-1][last.end() :].split()) > 1:
        # After commas the last "and" ends the list: "A, B and C Example".
        pieces[-1:] = [pieces[-1][: last.start()], pieces[-1][last.end() :]]
    return pieces


_APPOSITION = re.compile(r"an?\s[^\W\d]|(?:one of|une?|eine?r?|un[ao]?|uma|den?|een)\s[a-zà-ÿ]")
"""“Example Voices, a network of community stations, and the Sample Trust”."""
_PARTS = re.compile(
    r"(?:the )?(?:School|Department|Faculty|Division|Institute|Centre|Center|Chair|Office) (?:of|for)\b"
)
_PARENT = re.compile(r"(?:the )?(?:University of|University College|\w+ University$|\w+ College$)")
_SECTION = re.compile(
    r"(?:section|branche|groupe|comité|sektion|ortsgruppe|sección|branch|group|local) [^\W\d_]|"
    r"(?i:chapter|branch|local|lodge) (?:[Nn]o\.? )?\d"
)


def _with_parents(segments: Sequence[str]) -> list[str]:
    """“School of Law, University of Example” is one name, and so is “Ligue Exemple, section Finistère”."""
    joined: list[str] = []
    for segment in segments:
        is_parent = joined and _PARTS.match(joined[-1]) and _PARENT.match(segment) and not _AND.search(segment)
        is_place = (
            joined
            and len(segments) == 2
            and has_kind(joined[-1])
            and not _is_town(segment)
            and re.fullmatch(r"[A-ZÄÖÜÉ][a-zà-ÿ]+", segment)
        )
        if joined and (is_parent or is_place or _SECTION.match(segment)):
            joined[-1] += f", {segment}"
        else:
            joined.append(segment)
    return joined


_AND = re.compile(r"\s+(?:and|und|y|et|e|ed|og|och|en|&|sowie|as well as|along with|together with|with)\s+")


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


_OF = re.compile(r"\b(?:for|of|on|against|in|für|pour|de|del|para|da|do|und|zur|der|against)\b", re.IGNORECASE)


_OFFICES_OF = re.compile(
    r"\b(?:Missions|Embassies|Governments|Ministries|Universities|Institutes|Offices|Departments|Chambers|"
    r"Delegations|"
    r"Parliaments|Churches|Cities) (?:of|in) (?:the )?[A-Z][\w-]+(?:,? [\w-]+){0,6}$"
)


_FIELDS = frozenset(
    """
    studies relations affairs science sciences research development rights policy justice education technology health
    security disarmament cooperation culture arts history governance environment trade labour labor economics society
    politics work equality care change law medicine engineering music media planning management innovation
    """.split()
)
"""What an institution is for: “Department of Political Science and International Relations” is one."""


def _is_inside(left: str, right: str, word: str) -> bool:
    """Whether the word is inside one name: “Foreningen Skib & Sø”; "en", Dutch for "and", is Spanish for "in"."""
    if left.count("(") > left.count(")") or (is_place(ARTICLE.sub("", left)) and has_kind(right)):
        return True  # “the Cyprus and Malta Solidarity Committee”
    is_short = word == "&" and len(right.split()) == 1 and not right.isupper()
    if (word == "en" or is_short) and not has_kind(right):
        return True
    # German repeats the article: “der Kooperationsstelle Hochschulen und Betriebe Kassel” is one.
    is_bare = right[:1].isupper() and not has_kind(right) and not right.split(maxsplit=1)[0].isupper()
    return (_WITH_ARTICLE.match(left) is not None and is_bare) or _is_firm(left, word) or _shares_noun(left, right)


def _is_firm(left: str, word: str) -> bool:
    """“Harrow & Lane”, “the journal Rank & File Review”: "&" behind one word joins it to the next."""
    name = GENERIC.sub("", ARTICLE.sub("", left))
    return word == "&" and len(name.split()) == 1 and not name.isupper() and not has_kind(name)


def _shares_noun(left: str, right: str) -> bool:
    """“Farmers and Gardeners Association”: two in the plural, and one noun for both."""
    first, last = right.split(" ", 1)[0], left.rsplit(" ", 1)[-1]
    return first.endswith("s") and last.endswith("s") and not has_kind(left) and has_kind(right) and not has_kind(first)


_WITH_ARTICLE = re.compile(r"(?:der|des|dem|die|das|den|vom)\s")


def _is_field_of(right: str) -> bool:
    """“Diplomacia da Fundação …” is what the left has to do with: an organisation says first what it is."""
    if _FIELD_WITH_ARTICLE.match(right) and not has_kind(_AND.split(right)[0].split(",")[0]):
        return True  # “Instituto del Agua y el Territorio”
    head = _FIELD_OF.match(right)
    return head is not None and not has_kind(head[1]) and has_kind(right)


_FIELD_WITH_ARTICLE = re.compile(r"(?:(?:el|la|los|las|le|les|der|die|das|o|a|os|as)\s|l['’])[^\W\d_]+(?=,|$|\sy\s)")
_FIELD_OF = re.compile(r"(\S+)\s(?:of|at|de|da|do|del|des|der|du|di|dos|das)\s(?=\S)")


_COINED = re.compile(r"[A-Z][\w-]*(?:[a-z][A-Z]|[a-z]\.[A-Za-z])[\w-]*$")
"""“SampleWorks”, “Example.org”: a whole name in one word."""


def _are_two(left: str, right: str, word: str) -> bool:  # noqa: PLR0911 - one return for each rule
    opens = _OF.search(left)
    if _is_inside(left, right, word) or (opens and _is_field_of(right)):
        return False
    if word in {"with", "together with", "along with", "as well as", "sowie"}:
        return True
    if _OFFICES_OF.search(left) and len(right.split()) <= 3 and not has_kind(right):
        return False  # “the Permanent Missions of Norway and the Netherlands”
    if re.match(
        r"(?:the|der|die|das|dem|den|des|du|del|le|la|les|il|het|el|los|las|o|a|os|as|our|by|von|vom|par|por|"
        r"pela|pelo|della|dello|delle|degli|dalla|dallo|dalle|dagli|dai|dal)\s+|"
        r"(?:[ld]|dell|dall)['’]",
        right,
    ):
        return right[:1].islower() or right[:4] == "The "
    first = right.split(" ", 1)[0]
    words = right.split()
    if not first[:1].isupper() and not first[:1].isdigit():
        return False
    acronym = first.strip("().,").isupper() and len(first.strip("().,")) > 1
    if (acronym and len(words) <= 2) or (len(words) == 1 and _COINED.match(first) and _COINED.match(left)):
        return True
    right = _AND.split(right, maxsplit=1)[0].split(", ")[0]
    words = right.split()
    right_has_kind = has_kind(right)
    left_words = ARTICLE.sub("", left).split()
    left_has_kind = has_kind(left)
    tail = left[opens.end() :].split() if opens else []
    if opens and len(tail) <= 1:
        # “Institute for Race and Class Studies Centre” hardly exists; “Friends of Peace and Example Institute” does.
        return len(words) > 1 and (right_has_kind or len(words) > 2)
    # “Cátedra Língua e Desenvolvimento”: other languages than English set what is short behind a comma.
    is_field = words[0].casefold() in _FIELDS or right_has_kind or (word not in {"and", "&"} and not acronym)
    is_one_field = len(words) == 1 and left_has_kind and is_field
    if is_one_field or (len(left_words) == 1 and not acronym and right_has_kind and not left.isupper()):
        return False  # “Comité Vérité et Justice”
    if opens and not right_has_kind:
        ends_in_field = words[-1].casefold().strip(".,") in _FIELDS
        return len(words) >= 3 or left_has_kind is False or (len(words) == 2 and not ends_in_field)
    return right_has_kind or len(words) > 1 or len(left_words) > 1 or acronym or left.isupper()


NOT_ORGANISATIONS: Final = frozenset(
    """
    we us you they it he she i this that there join our webinar speakers participants register registration zoom
    youtube facebook eventbrite more people thank thanks everyone everybody click please after before during all
    darum dazu dabei hier es um
    some many several hundreds over inscripción inscripciones inscrições inscrição inscription inscriptions
    anmeldung entrada eintritt entrée participación teilnahme transmisión aanmelden anmälan iscrizione
    questions he delegates the one no what how
    """.split()
)
_PEOPLE_AT_LARGE: Final = frozenset(
    """
    publikum gästen gäste expertinnen experten studierende studierenden interessierten partnern partner partners others
    allies experts members colleagues audience participants tds senators mps activists students teachers scholars
    researchers academics practitioners comrades guests socios aliados parceiros partenaires public expertes invitados
    """.split()
)


_NO_NAME = re.compile(
    r"@|://|^(?i:en el marco|en ocasi|con motivo|no âmbito|im rahmen|dans le cadre)\b|"
    r"^\w+[*:_·/]-?(?:in|innen|n)$|^(?:\d+ others?|[^\W\d_]+ [A-Z]\.?)$"
)
"""Addresses, and “Pia V. and 2 others”, as networks print their members."""


def is_organisation(name: str, known: Known, *, is_listed: bool = False) -> bool:
    words = name.split()
    if not words or len(name) > 140 or len(words) > 16 or name.casefold() in NOT_ORGANISATIONS | _PEOPLE_AT_LARGE:
        return False
    if words[0].casefold() in NOT_ORGANISATIONS - {
        "the",
        "no",
        "people",
        "questions",
        "participants",
        "more",
        "one",
        "what",
        "how",
    }:
        return False
    is_series = re.search(r"\bseries\b", name) and not has_kind(name)
    if folded_name(name) in known.people or is_series or _NO_NAME.search(name) or not re.search(r"[^\W\d]", name):
        return False
    if not (name[0].isupper() or name[0].isdigit() or is_listed or re.match(r"[a-z]+[A-Z]", name)):
        return False
    is_person = name_in(name, is_strict=True) is not None and not has_kind(name) and 2 <= len(words) <= 3
    if is_listed or folded_name(name) in known.groups:
        return True
    return not is_person or name.isupper() or _is_group_name(name)


def _is_group_name(name: str) -> bool:
    return bool(
        re.search(r"[A-Z]{2,}|-Stiftung|[a-z][A-Z]|\d|\bNo\b|\bStar\b|\bVoice\b|\bWatch\b|\bLatin\b|\bAction\b", name)
    )
