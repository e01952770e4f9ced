"""Organisations that a sentence says do something: "A and B are holding …", "the Society's next webinar"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.known import Known
from webinars.pure.announcements.reader.lines import Line
from webinars.pure.announcements.reader.organisation_names import (
    GENERIC,
    NOT_ORGANISATIONS,
    is_organisation,
    organisations,
)
from webinars.pure.announcements.reader.prose import sentences
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

_ACTS: Final = re.compile(
    f"^(?P<who>(?:l['’]|(?:{one_of('small.the')}) "
    rf")?[A-ZÄÖÜÉ0-9][^.?!:;]{{1,180}}?),?\s+(?:(?:{one_of('small.is_all')}) (?:(?:{one_of('acts.glad')}) to "
    rf"(?:[\w-]+ )|(?:jointly |co-?)?(?:{one_of('acts.holding')}))|(?:a |l['’]|co-?|(?:{one_of('acts.between')}) "
    rf")*(?:(?<=to |ll )launch|(?:{one_of('acts.gathers')})(?= \w)|(?:hat|haben|"
    rf"hatten?)(?=.{{0,300}}\b(?:{one_of('acts.invited')})\b)|{one_of('acts.invites')}))\b"
)


def read_acts(parts: Sequence[Part], known: Known) -> Iterator[tuple[str, Line]]:
    """The subjects of “A and B are holding an online rally”, “A invites you to …”, with their line."""
    is_found = False
    for part in parts:
        if part.section in {Section.LINEUP, Section.OTHER, Section.QUESTIONS, Section.RECORDINGS} or part.line.is_meta:
            continue
        for sentence in sentences(part.text)[:12]:
            act = _ACTS.match(_without_circumstances(sentence))
            news = re.search(
                r",\s(?:wie|so)\s(?:die|der|"
                rf"das)\s(?P<who>[A-ZÄÖÜ][^,]{{3,100}}?)(?:\sin\s[A-ZÄÖÜ]\w+)?\s(?:am\s\w+\s)?(?:{one_of('acts.announced')}"
                ")",
                sentence,
            )
            own = _OWN.match(sentence)
            joined = (
                _JOIN_SEVERAL.match(sentence[:500])
                or _JOIN_THE.match(sentence)
                or _JOIN.match(sentence)
                or _NEXT.search(sentence[:200])
                or _FROM.search(sentence[:300])
            )
            news = news or _WHICH.search(sentence[:400])
            news = news or _BIDS_TO.search(_BRACKET.sub("", sentence[:400]).replace("  ", " "))
            bidden = _BIDS.search(sentence[:300]) or _INVITED.match(_without_circumstances(sentence))
            who = (
                news["who"]
                if news
                else act["who"]
                if act and _is_of_event(sentence, act)
                else bidden["who"]
                if bidden and has_kind(bidden["who"])
                else own["who"]
                if own
                else joined["who"]
                if joined and (joined.re in _JOINS or has_kind(joined["who"]) or _SHORT.search(joined["who"]))
                else None
            )
            # "The Linnean Circle's webinar": with an article it is not a person.
            is_named = bool(
                (own and who == own["who"] and own["article"])
                or (act and who == act["who"] and _HOLDS.search(sentence))
                or (who and _BESIDE.search(who))
                or (joined and who == joined["who"] and joined.re in _JOINS)
                or (who and GENERIC.match(_FIRST_ARTICLE.sub("", who)))
            )
            if who is None or len(who.split()) > MAX_WORDS or _NO_SUBJECT.search(who):
                continue
            names = list(organisations(_FIRST_ARTICLE.sub("", who), part.line))
            is_named = is_named or (len(names) > 1 and any(has_kind(name) for name in names))
            for name in names:
                if (
                    is_organisation(name, known, is_listed=is_named or is_found)
                    and (name.casefold() not in NOT_ORGANISATIONS)
                    and not re.search(r"\d{4}", name)
                ):
                    is_found = True
                    yield name, part.line
            if is_found:
                return


def _without_circumstances(sentence: str) -> str:
    """Without brackets, except those of an abbreviation, and "On Thursday, at 6pm, in Example Town," before it."""
    sentence = _BRACKET.sub(lambda found: found[0] if _abbreviates(found) else "", sentence[:600])
    sentence = _IN_MONTH.sub("", _DATELINE.sub("", sentence))
    if re.match(rf"(?:(?i:{one_of('acts.before_a_day')}))\s", sentence):
        end = 0
        for mention in find_mentions(sentence[:160]):
            if mention.start - end > (9 if end else 14):
                break
            end = mention.end
        sentence = re.sub(r"^\s*(?:time\b)?[,\s]+", "", sentence[end:])
    sentence = re.sub(
        rf"^(?:(?:[Aa]|\d+|(?i:{one_of('acts.how_many')})) (?:{one_of('acts.spans')}) ago|(?i:{one_of('acts.when')}"
        r")),?\s+(?=[A-Zt])",
        "",
        sentence,
    )
    sentence = _IN_EVENT.sub("", sentence)
    for _time in range(4):
        front = re.match(rf"(?:\d|(?i:{one_of('acts.circumstances')}))\b[^,]{{0,110}},\s+(?=[^\W\d])", sentence)
        if front is None:
            break
        sentence = sentence[front.end() :]
    return sentence


_NO_SUBJECT: Final = re.compile(
    rf"\b(?:I|{one_of('acts.ends_no_subject')})$|^(?i:{one_of('acts.begins_no_subject')})\s|^(?i:the|an?)\s(?:[\w-]+ "
    rf"){{0,3}}(?!Forum\b)(?i:{EVENT_WORDS})(?:\s|$)"
)
"""“On the occasion of … we”, “Our online seminar”: no organisation."""
MAX_WORDS: Final = 30
"""Of a subject with all its organisations; a longer one is none."""
_IN_EVENT: Final = re.compile(
    rf"^(?:{one_of('acts.at_this')}) (?:{one_of('small.this')}) (?:[\w-]+ ){{0,3}}(?:{EVENT_WORDS}),? (?=the |[A-Z])",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\([^()]{0,200}\)")
_SPELT_OUT: Final = re.compile(r"\([A-ZÄÖÜÉ][\w’'-]+(?: [\w&’'-]+){1,9}\)")
_ABBREVIATION: Final = re.compile(r"\([A-Z][\w&-]{0,10}[A-Z][\w&-]{0,4}\)")


def _abbreviates(bracket: re.Match[str]) -> bool:
    """“Example Society (ES)” or “ES (Example Society)”, and not “7.30pm (UK)”."""
    words = bracket.string[: bracket.start()].split()
    if words and len(words[-1]) > 1 and words[-1].isupper() and words[-1].isalpha():
        return _SPELT_OUT.fullmatch(bracket[0]) is not None
    return bool(words and words[-1][:1].isupper() and _ABBREVIATION.fullmatch(bracket[0]))


_DATELINE: Final = re.compile(
    r"^[A-ZÄÖÜÉ][\w .'-]{2,30}, \d{1,2}\.? \w+ \d{4}\s?[–—-]\s|"
    r"^[A-ZÄÖÜÉ][A-ZÄÖÜÉ .'-]{2,30}(?:, [\w. ]{2,20})?\s?[–—-]{1,2}\s(?=\w)"
)
"""“CAMBRIDGE, Mass. — The Example Society …” of a newspaper."""
_IN_MONTH: Final = re.compile(r"^(?:In|Im|En|Em) (?:[^\W\d_]+ )?(?:de )?(?:19|20)\d\d,? (?=\w)")
"""“In June 2021 the Example Project facilitated …”."""
_FIRST_ARTICLE: Final = re.compile(rf"^(?:(?i:{one_of('small.the')}))\s|^L['’]")
_OWN: Final = re.compile(
    rf"^(?:(?:{one_of('acts.before_owner')}) )?(?P<article>[Tt]he )?(?P<who>[A-ZÄÖÜÉ][\w&.-]*(?: "
    rf"(?:[A-ZÄÖÜÉ0-9&][\w&.-]*|{one_of('names.inside_groups')})){{0,8}})(?:'s|’s|s'|s’|['’]) (?:[\w-]+ "
    rf"){{0,3}}(?i:{EVENT_WORDS})\b"
)
_EVENT = re.compile(rf"\b(?:{EVENT_WORDS}|{one_of('events.gatherings')})\b", re.IGNORECASE)


_NAME = rf"(?P<who>[A-ZÄÖÜÉ][\w&.’'-]*(?: (?:[A-ZÄÖÜÉ0-9&][\w&.’'-]*|{one_of('names.inside_groups')})){{0,8}}?)"
_JOIN = re.compile(
    f"^(?:[Pp]lease )?[Jj]oin (?:our friends at (?:the )?|(?:{one_of('acts.join_whom')}) ){{0,2}}{_NAME}(?:,| "
    rf"(?:{one_of('acts.join_what_for')})\b)"
)
_JOIN_THE = re.compile(
    rf"^(?:[Pp]lease )?[Jj]oin (?:{one_of('acts.join_whom')}) {_NAME},? for (?:{one_of('small.an')}) (?:[\w-]+ "
    f"){{0,4}}(?i:{EVENT_WORDS}|{one_of('acts.evenings')})"
)
_JOIN_SEVERAL = re.compile(
    r"^(?:[Pp]lease )?[Jj]oin (?P<who>(?:the (?=[A-ZÄÖÜÉ])|(?=[A-Z]{2,9} \())[^.:;!?]{3,300}?(?:, (?:and )?|,? "
    f"and | & )(?:the )?[A-ZÄÖÜÉ][^.:;!?]{{1,120}}?),? (?:along with [^.:;!?]{{3,80}}? )?(?:{one_of('acts.join_to')}"
    ") "
)
"""“Join the Example Society (ES), Sample Circle, and the Instance League for …”."""
_JOINS = (_JOIN_SEVERAL, _JOIN_THE)
_NEXT = re.compile(rf"\b(?:{one_of('acts.next')}) {_NAME} (?:[a-z]\w+ )?(?:{EVENT_WORDS})\b")
_FROM = re.compile(
    rf"\b(?:{EVENT_WORDS}) from (?:the )?{_NAME}(?=[,.;:!?]|$|\s(?!(?:{one_of('names.inside_groups')}"
    r")\s(?:the\s)?[A-Z])[a-z])"
)
_BIDS = re.compile(
    rf"\b(?:{one_of('acts.invites_verb_first')})\s(?:der|die|"
    rf"das)\s(?P<who>[A-ZÄÖÜ][^,.:;]{{3,80}}?)\s(?:{one_of('acts.behind_host')})\b"
)
_BESIDE = re.compile(rf"\b(?:{one_of('acts.beside')})\b")
_HOLDS = re.compile(rf"\b(?:{one_of('acts.holds')}) (?:{one_of('small.an')}) (?:[\w-]+ ){{0,3}}(?i:{EVENT_WORDS})\b")
"""Persons speak at a webinar; who held one is an organisation, whatever its name looks like."""
_BIDS_TO = re.compile(
    r"(?:\bzu (?:der|dem|denen)|,\s(?:das|die|der|den)) (?:der|die|"
    rf"das)\s(?P<who>[A-ZÄÖÜ][^,.:;]{{3,100}}?)(?:\sin\s[A-ZÄÖÜ]\w+)?\s(?:{one_of('acts.invites_verb_last')})\b"
)
_WHICH = re.compile(
    rf"\b(?:(?i:(?:{one_of('acts.thanked')}) ))+{_NAME},? (?:{one_of('small.who')}) (?:(?:{one_of('acts.politely')}) "
    rf")?(?:co-?)?(?:{one_of('acts.organised_it')})\b"
)
"""“We thank the Example Council, which co-hosted the afternoon”."""
_INVITED = re.compile(rf"^(?:[Tt]he )?{_NAME} (?:has|have) invited\b")
_SHORT = re.compile(r"^[A-Z][A-Za-z0-9&.-]*[A-Z0-9][A-Za-z0-9&.-]*$")


def _is_of_event(sentence: str, act: re.Match[str]) -> bool:
    """Whether what the subject does has to do with a webinar."""
    if re.search(r"\bvous (?:invite|convie|propose)|together with", act[0]) or _EVENT.search(sentence):
        return True
    return has_kind(act["who"]) and _GUESTS.search(sentence[act.end() :]) is not None


_GUESTS = re.compile(rf"\b(?:{one_of('acts.guests')})\b", re.IGNORECASE)
