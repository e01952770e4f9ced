"""The organisations a text names as organisers, and those that support it."""

# ruff: noqa: PLR2004 - how many words or characters make a sentence, a name or a heading is what these rules are about
# ruff: noqa: SIM905 - a list of words reads best as prose

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from webinars.announcements.model import Role
from webinars.announcements.reader.lines import LineKind
from webinars.announcements.reader.names import folded_name, name_in
from webinars.announcements.reader.organisation_names import has_kind, organisations, tidy
from webinars.announcements.reader.prose import sentences
from webinars.announcements.reader.sections import Part
from webinars.announcements.reader.title import NOT_TITLES
from webinars.announcements.reader.vocabulary import EVENT_WORDS, ORGANISATION_WORDS, Section
from webinars.times import find_mentions

_ORGANISED: Final = re.compile(
    r"(?<![\w-])(?:(?:co-?|jointly |being |kindly |proudly )*(?:organi[sz]ed|hosted|convened|arranged|put on|run|"
    r"coordinated|initiated|called)(?: jointly| together| online| virtually)?\s+(?:by|with)|"
    r"(?:a |an )?(?:joint |co-?)?(?:initiative|event|webinar|project|production|collaboration|partnership|meeting|"
    r"series)(?: jointly)?(?: organi[sz]ed)?\s+(?:of|by|between)(?= (?:the )?[A-Z])|"
    r"(?:jointly\s(?:sponsored|presented|hosted)|co-?\s?(?:presented|hosted))\s+by|brought to you by|presented(?: "
    r"jointly)? by|sponsored by|"
    r"in (?:partnership|collaboration|cooperation|co-operation|association|conjunction|coalition) with|(?:jointly|"
    r"together) with|"
    r"veranstaltet (?:wird (?:\w+ ){0,4})?(?:von|vom|durch)|veranstaltet|organisiert (?:wird (?:\w+ ){0,4})?(?:von|vom|"
    r"durch)|eine (?:gemeinsame )?(?:\w+)?veranstaltung (?:von|der|des|vom)|in (?:kooperation|zusammenarbeit) mit|"
    r"gemeinsam mit|"
    r"veranstalter(?:in)?(?:innen)? (?:ist|sind)|(?:co-?)?organis[ée]e?s?(?: conjointement)? par|propos[ée]e? par|en "
    r"(?:partenariat|collaboration|coop[ée]ration) avec|[àa] l['’]initiative d[eu](?:s| la)?|"
    r"(?:co-?)?organizad[oa]s?(?: conjuntamente)? (?:por|pela|pelo|pelas|pelos)|organizan?|convocad[oa] por|"
    r"convocan?|en (?:colaboraci[óo]n|conjunto|alianza|cooperaci[óo]n) con|impulsad[oa] por|"
    r"promovid[oa] (?:por|pela|pelo)|realizad[oa] (?:por|pela|pelo)|em (?:parceria|colabora[çc][ãa]o|conjunto) com|"
    r"uma iniciativa d[eao]|una iniciativa de(?:l)?|"
    r"eingeladen (?:hat|haben)|l[äa]dt ein|laden ein):?\s+",
    re.IGNORECASE,
)
_SUPPORTED: Final = re.compile(
    r"(?<![\w-])(?:(?:and |with )?(?:the )?(?:kind |generous )?support (?:of|from)|supported by|co-?sponsored by|"
    r"endorsed by|(?:co-?)?funded by|"
    r"mit (?:freundlicher |finanzieller )?(?:unterst[üu]tzung|f[öo]rderung) (?:von|durch|der|des)|unterst[üu]tzt "
    r"(?:von|durch)|gef[öo]rdert (?:von|durch)|avec le (?:soutien|concours) d[eu](?:s| la)?|avec l['’]appui d[eu]|"
    r"soutenue? par|"
    r"con el (?:apoyo|auspicio|patrocinio) de(?:l)?|com (?:o )?apoio d[eao]s?|apoyad[oa] por|apoiad[oa] por):?\s+",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"^(?P<who>(?:the |l['’]|la |le |les |el |los |die |der |das )?[A-ZÄÖÜÉ0-9][^.?!:;]{1,180}?),?\s+"
    r"(?:(?:is|are|was|were) (?:(?:pleased|delighted|proud|excited|happy|honou?red|glad) to (?:\w+ )|(?:jointly |"
    r"co-?)?(?:holding|hosting|organi[sz]ing|convening|presenting|launching|running|planning|inviting))|"
    r"(?:will |to |jointly |ont |a |han |cordially |co-?|have |has |warmly |kindly )*(?:invites?|hosts?|holds?|held|"
    r"hosted|organi[sz]es?|organi[sz]ed|presents?|presented|convenes?|convened|announces?|co-?host(?:s|ed)?|"
    r"launch(?:es|ed)|welcomes?|ran|brings you|"
    r"l[äa]dt|laden|veranstalte(?:t|n)|organisiert|organisieren|invite(?:nt)?|organisent?|organis[ée]|organiz[óo]|"
    r"invitan?|organizan?|convocan?|convida(?:m)?|promovem?|realizam?|publish))\b",
)
_NOT_ORGANISATIONS: Final = frozenset(
    """
    we us you they it he she i this that there join our webinar speakers participants register registration zoom
    youtube facebook eventbrite more people questions he delegates the one no what how
    """.split()
)


@dataclass(slots=True)
class Organisers:
    """Organisers first, supporters after; each with its lines. `used` are lines that say nothing else."""

    organisers: dict[str, list[int]] = field(default_factory=dict)
    supporters: dict[str, list[int]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    uncertain: set[str] = field(default_factory=set)

    def add(self, name: str, lines: Sequence[int], *, is_support: bool = False, is_uncertain: bool = False) -> None:
        place = self.supporters if is_support else self.organisers
        folded = _folded(name)
        for known in (*self.organisers, *self.supporters):
            if _folded(known) == folded:
                return
        place.setdefault(name, list(lines))
        if is_uncertain:
            self.uncertain.add(name)

    def in_order(self) -> list[tuple[str, list[int]]]:
        return [*self.organisers.items(), *self.supporters.items()]


def _folded(name: str) -> str:
    return re.sub(r"[^\w]+", " ", re.sub(r"\s*\([^)]*\)", "", name).casefold()).removeprefix("the ").strip()


def read_organisers(
    parts: Sequence[Part], people: set[str], lineup_lines: set[int], title_lines: Sequence[int]
) -> Organisers:
    """Organisers and supporters; `people` are folded names of the line-up, who are not organisations."""
    found = Organisers()
    for part in parts:
        is_host = part.section is Section.LINEUP and part.role is Role.HOST and part.line.number not in lineup_lines
        if part.section in {Section.ORGANISERS, Section.CO_SPONSORS} or is_host:
            _from_section(part, found, people)
    for part in parts:
        is_list = part.section in {Section.QUESTIONS, Section.ORGANISERS, Section.CO_SPONSORS} or (
            part.section is Section.OTHER and part.is_item
        )
        if is_list or part.line.is_meta or part.line.number in lineup_lines:
            continue
        _from_prose(part, found, people)
    if not found.organisers:
        _from_acts(parts, found, people)
    if not found.organisers:
        _from_edges(parts, found, people, title_lines)
    return found


def _from_section(part: Part, found: Organisers, people: set[str]) -> None:
    if part.is_heading:
        found.used.update(part.line.numbers)
        return
    if len(part.text) > 400:
        return
    text = re.sub(r"\s*<?https?://\S+>?", "", part.text)
    names = (
        [tidy(text)]
        if part.is_item and not part.is_labelled and not re.search(r"[;]", text)
        else list(organisations(text, part.line))
    )
    for name in names:
        if name and _is_organisation(name, people, is_listed=True):
            found.add(name, part.line.numbers, is_support=part.section is Section.CO_SPONSORS)
            found.used.update(part.line.numbers)


_PERSONAL = re.compile(r"host|present|conven|led|run|coordinat|arrang|with$|mit$|avec$|con$|com$", re.IGNORECASE)


def _from_prose(part: Part, found: Organisers, people: set[str]) -> None:
    for sentence in sentences(part.text):
        marks = [(mark, False) for mark in _ORGANISED.finditer(sentence)] + [
            (mark, True) for mark in _SUPPORTED.finditer(sentence)
        ]
        for mark, is_support in sorted(marks, key=lambda pair: pair[0].start()):
            said = sentence[mark.end() :]
            names = list(organisations(said, part.line))
            # One who hosts or presents may be a person; who organises, or stands beside an organisation, is one.
            is_listed = (
                is_support
                or not _PERSONAL.search(mark[0])
                or said.startswith(("the ", "The "))
                or (len(names) > 1 and has_kind(names[0]))
            )
            for name in names:
                if (
                    _is_organisation(name, people, is_listed=is_listed)
                    and name[:1].isalnum()
                    and not name[:1].islower()
                ):
                    found.add(name, part.line.numbers, is_support=is_support)
                    if len(part.text) < 200:
                        found.used.update(part.line.numbers)
                else:
                    break


def _is_organisation(name: str, people: set[str], *, is_listed: bool = False) -> bool:
    words = name.split()
    if not words or len(name) > 140 or len(words) > 16 or name.casefold() in _NOT_ORGANISATIONS:
        return False
    if words[0].casefold() in _NOT_ORGANISATIONS - {
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
    if folded_name(name) in people or not re.search(r"[^\W\d]", name) or "@" in name or "://" in name:
        return False
    if not (name[0].isupper() or name[0].isdigit() or is_listed or re.match(r"[a-z]+[A-Z]", name)):
        return False
    has_kind = any(word.casefold().strip("().,'’") in ORGANISATION_WORDS for word in words)
    is_person = name_in(name, is_strict=True) is not None and not has_kind and 2 <= len(words) <= 3
    if is_listed:
        return True
    return not is_person or name.isupper() or _is_group_name(name)


def _is_group_name(name: str) -> bool:
    return bool(
        re.search(r"[A-Z]{2,}|-Stiftung|[a-z][A-Z]|\d|\bNo\b|\bStar\b|\bVoice\b|\bWatch\b|\bLatin\b|\bAction\b", name)
    )


def _from_acts(parts: Sequence[Part], found: Organisers, people: set[str]) -> None:
    """“A and B are holding an online rally”, “A invites you to …”."""
    for part in parts:
        if part.section in {Section.LINEUP, Section.OTHER, Section.QUESTIONS, Section.RECORDINGS} or part.line.is_meta:
            continue
        for sentence in sentences(part.text)[:12]:
            act = _ACTS.match(_without_circumstances(sentence))
            news = re.search(
                r",\s(?:wie|so)\s(?:die|der|"
                r"das)\s(?P<who>[A-ZÄÖÜ][^,]{3,100}?)(?:\sin\s[A-ZÄÖÜ]\w+)?\s(?:am\s\w+\s)?(?:mitteilte|"
                r"ank[üu]ndigte|bekanntgab|erkl[äa]rte)",
                sentence,
            )
            own = _OWN.match(sentence)
            who = (
                news["who"]
                if news
                else act["who"]
                if act and _speaks_of_event(sentence)
                else own["who"]
                if own
                else None
            )
            if who is None or len(who.split()) > 18:
                continue
            for name in organisations(_FIRST_ARTICLE.sub("", who), part.line):
                if (
                    _is_organisation(name, people)
                    and (name.casefold() not in _NOT_ORGANISATIONS)
                    and not re.search(r"\d{4}", name)
                ):
                    found.add(name, part.line.numbers, is_uncertain=True)
                    if len(part.line.text) < 160:
                        found.used.update(part.line.numbers)
            if found.organisers:
                return


def _without_circumstances(sentence: str) -> str:
    """Without brackets and the "On Thursday, at 6pm, in Example Town," before the subject."""
    sentence = re.sub(r"\([^()]{0,200}\)", "", sentence[:600])
    if re.match(r"(?:[Oo]n|[Aa]m|[Ll]e|[Ee]l|[Nn]o dia)\s", sentence):
        end = 0
        for mention in find_mentions(sentence[:160]):
            if mention.start - end > 6:
                break
            end = mention.end
        sentence = re.sub(r"^\s*(?:time\b)?[,\s]+", "", sentence[end:])
    for _time in range(4):
        front = re.match(
            r"(?:[Oo]n|[Aa]t|[Ii]n|[Tt]his|[Nn]ext|[Ll]ast|[Ff]rom|[Tt]oday|[Tt]omorrow|[Aa]s part of|"
            r"\d)\b[^,]{0,80},\s+(?=[^\W\d])",
            sentence,
        )
        if front is None:
            break
        sentence = sentence[front.end() :]
    return sentence


_FIRST_ARTICLE: Final = re.compile(r"^(?:The|Die|Der|Das|La|Le|Les|El|Los|Las|O|A|Os|As)\s|^L['’]")
_OWN: Final = re.compile(
    rf"^(?:Join |At |In |Welcome to |Register for )?(?:[Tt]he )?(?P<who>[A-ZÄÖÜÉ][\w&.-]*(?: "
    rf"(?:[A-ZÄÖÜÉ0-9&][\w&.-]*|of|for|the|on|and|in)){{0,8}})(?:'s|’s|s'|s’|['’]) (?:[\w-]+ "
    rf"){{0,3}}(?:{EVENT_WORDS})\b"
)
_EVENT = re.compile(rf"\b(?:{EVENT_WORDS}|publish|list)\b", re.IGNORECASE)


def _speaks_of_event(sentence: str) -> bool:
    return bool(_EVENT.search(sentence))


_MASTHEAD = re.compile(
    r"^(?P<who>[A-ZÄÖÜ][\w&.’'\- ]{1,60}?)(?:'s|’s)?\s+(?:(?:media advisory|press release|newsletter|news release|"
    r"media invitation|invitation|presents?)\b|(?P<event>(?:online |virtual |free |public |monthly )?(?:webinars?|"
    r"seminars?|community call|lecture|workshop)(?: series)?)\s*(?:[:–—|-]|\d|$|\w+ \d))",
    re.IGNORECASE,
)
_SHORT_ORGANISATION = re.compile(r"^[A-Z][A-Za-z0-9&.-]*[A-Z0-9][A-Za-z0-9&.-]*$")


def _from_edges(parts: Sequence[Part], found: Organisers, people: set[str], title_lines: Sequence[int]) -> None:
    """A masthead (“WHO Media Advisory”, “Example Network – Learning together”) or the category of a blog post."""
    for part in parts[:3]:
        line = part.line
        if (
            line.is_meta
            or len(line.text) > 110
            or (NOT_TITLES.fullmatch(line.text.rstrip(" .:!")) and line.text.isupper())
        ):
            continue
        if mast := _MASTHEAD.match(line.text):
            name = tidy(mast["who"])
            kind = any(word.casefold() in ORGANISATION_WORDS for word in name.split())
            if (_SHORT_ORGANISATION.match(name) or kind or not mast["event"]) and _is_organisation(name, people):
                found.add(name, line.numbers, is_uncertain=True)
                return
        if line.number in title_lines or not title_lines:
            continue
        name = re.split(r"\s[–—|-]\s", line.text)[0]
        tagline = line.text[len(name) :]
        has_kind = any(word.casefold().strip("().,") in ORGANISATION_WORDS for word in line.text.split())
        if (
            part is parts[0]
            and has_kind
            and not _EVENT.search(line.text)
            and not line.text.endswith((".", "?", ":"))
            and (tagline or line.kind is not LineKind.TEXT or len(name.split()) <= 8)
        ):
            found.add(tidy(name), line.numbers, is_uncertain=True)
            return
    _from_categories(parts, found)


def _from_categories(parts: Sequence[Part], found: Organisers) -> None:
    text = " ".join(part.line.text for part in parts if not part.line.is_meta)[:20_000]
    for part in parts:
        for link in part.line.links if part.line.is_meta else ():
            words = link.text.split()
            initials = "".join(word[0] for word in words if word[0].isupper())
            has_kind = any(word.casefold() in ORGANISATION_WORDS for word in words)
            if (
                has_kind
                and len(words) > 1
                and (link.text in text or (len(initials) > 2 and re.search(rf"\b{re.escape(initials)}\b", text)))
            ):
                found.add(link.text, part.line.numbers, is_uncertain=True)
