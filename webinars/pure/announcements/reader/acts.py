"""Organisations that a sentence says do something: "A and B are holding …", "the Society's next webinar"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.known import Known
from webinars.pure.announcements.reader.lines import Line
from webinars.pure.announcements.reader.organisation_names import NOT_ORGANISATIONS, is_organisation, organisations
from webinars.pure.announcements.reader.organisation_trims import GENERIC
from webinars.pure.announcements.reader.prose import sentences
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.times import find_mentions

_ACTS: Final = re.compile(
    r"^(?P<who>(?:the |l['’]|la |le |les |el |los |las |o |a |os |as |il |lo |gli |i |de |het |die |der |"
    r"das )?[A-ZÄÖÜÉ0-9][^.?!:;]{1,180}?),?\s+"
    r"(?:(?:is|are|was|were|will be) (?:(?:pleased|delighted|proud|excited|happy|honou?red|glad) to (?:[\w-]+ )|"
    r"(?:jointly |"
    r"co-?)?(?:holding|hosting|organi[sz]ing|convening|presenting|launching|running|planning|inviting))|"
    r"(?:will |to |jointly |ont |a |han |vous |nous |les |los |las |le |la |te |lo |l['’]|ti |vi |sie |euch |"
    r"cordially |(?:has|have) the (?:honou?r|pleasure) (?:to|of) |co-?|have |has |warmly |kindly )*(?:invites?|"
    r"hosts?|holds?|held|"
    r"hosted|organi[sz]es?|organi[sz]ed|presents?|presented|convenes?|convened|announces?|co-?host(?:s|ed)?|"
    r"(?<=to |ll )launch|launch(?:es|ed)|welcomes?|welcomed|ran|brings? you|(?:brings?|brought) together|"
    r"(?:gathers|gathered|assembled)(?= \w)|put on|puts on|offers?|releases?|facilitate[sd]|"
    r"organizza(?:no)?|invita(?:no)?|presenta(?:no)?|promuove|organiseert|organiseren|nodigt|inviterer|"
    r"arrangerer|arrangerar|inbjuder|"
    r"realizaram|realizou|promoveram|promoveu|organizaram|organizou|realizaron|realiz[óo]|organizaron|celebraron|"
    r"convie(?:nt)?|propose(?:nt)?|ofrece(?:n)?|realiza|"
    r"(?:promover|realizar|organizar|ofrecer|presentar|convocar|celebrar|apresentar|oferecer|sediar)[áa](?:n|o|ão)?|"
    r"organiser(?:a|ont)|proposer(?:a|ont)|accueiller(?:a|ont)|tiendr(?:a|ont)|organizzer(?:à|anno)|terr(?:à|anno)|"
    r"luden?|veranstalteten?|organisierten?|"
    r"(?:hat|haben|hatten?)(?=.{0,300}\b(?:eingeladen|veranstaltet|organisiert|ausgerichtet)\b)|"
    r"l[äa]dt|laden|veranstalte(?:t|n)|organisiert|organisieren|invite(?:nt)?|organisent?|organis[ée]|organiz[óo]|"
    r"invitan?|organizan?|convocan?|convida(?:m)?|promovem?|realizam?|publish))\b",
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
                r"das)\s(?P<who>[A-ZÄÖÜ][^,]{3,100}?)(?:\sin\s[A-ZÄÖÜ]\w+)?\s(?:am\s\w+\s)?(?:mitteilte|"
                r"ank[üu]ndigte|bekanntgab|erkl[äa]rte)",
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
    if re.match(r"(?:[Oo]n|[Ii]n|[Ii]m|[Ee]n|[Ee]m|[Aa]m|[Ll]e|[Ee]l|[Nn]o dia)\s", sentence):
        end = 0
        for mention in find_mentions(sentence[:160]):
            if mention.start - end > (9 if end else 14):
                break
            end = mention.end
        sentence = re.sub(r"^\s*(?:time\b)?[,\s]+", "", sentence[end:])
    sentence = re.sub(
        r"^(?:(?:[Ll]ast|[Nn]ext|[Tt]his) (?:week|month|night|weekend|year|\w+day)(?: evening| afternoon| morning)?|"
        r"(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Aa] few|\d+) (?:days?|weeks?|months?) ago|[Rr]ecently|[Yy]esterday|"
        r"[Tt]oday),?"
        r"\s+(?=[A-Zt])",
        "",
        sentence,
    )
    sentence = _IN_EVENT.sub("", sentence)
    for _time in range(4):
        front = re.match(
            r"(?:[Oo]n|[Aa]t|[Ii]n|[Tt]his|[Nn]ext|[Ll]ast|[Ff]rom|[Tt]oday|[Tt]omorrow|[Aa]s|[Tt]o|[Ww]ith|[Ff]or|"
            r"[Aa]fter|[Bb]efore|[Ff]ollowing|[Dd]uring|[Ss]ince|[Mm]arking|[Aa]head of|[Bb]uilding on|[Ww]hile|"
            r"[Dd]espite|[Ee]n|[Dd]entro|[Cc]o[nm]|[Nn]a|[Nn]o|[Dd]ans|[Aa]u|[Ll]ors|[ÀàÁá]|[Ii]m|[Zz]um|[Zz]ur|"
            r"[Aa]nl[äa]sslich|"
            r"[Bb]ei|"
            r"\d)\b[^,]{0,110},\s+(?=[^\W\d])",
            sentence,
        )
        if front is None:
            break
        sentence = sentence[front.end() :]
    return sentence


_NO_SUBJECT: Final = re.compile(
    rf"\b(?:we|I|you|they|he|she|it|who|which|that|is|are|was|were|been|wir|nous|nosotros|n[óo]s|noi)$|"
    rf"^(?i:on|at|in|to|with|as|after|before|following|during|since|for|when|while|if|because|this|these|here|"
    rf"there|our|"
    rf"your|their|his|her|my|we|you|it)\s|^(?i:the|an?)\s(?:[\w-]+ ){{0,3}}(?!Forum\b)(?i:{EVENT_WORDS})(?:\s|$)"
)
"""“On the occasion of … we”, “Our online seminar”: no organisation."""
MAX_WORDS: Final = 30
"""Of a subject with all its organisations; a longer one is none."""
_IN_EVENT: Final = re.compile(
    rf"^(?:In|At|For|During) (?:this|our|the) (?:[\w-]+ ){{0,3}}(?:{EVENT_WORDS}),? (?=the |[A-Z])", re.IGNORECASE
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
_FIRST_ARTICLE: Final = re.compile(r"^(?:The|Die|Der|Das|La|Le|Les|El|Los|Las|O|A|Os|As)\s|^L['’]")
_OWN: Final = re.compile(
    rf"^(?:Join |At |In |Welcome to |Register for )?(?P<article>[Tt]he )?(?P<who>[A-ZÄÖÜÉ][\w&.-]*(?: "
    rf"(?:[A-ZÄÖÜÉ0-9&][\w&.-]*|of|for|the|on|and|in)){{0,8}})(?:'s|’s|s'|s’|['’]) (?:[\w-]+ "
    rf"){{0,3}}(?i:{EVENT_WORDS})\b"
)
_EVENT = re.compile(
    rf"\b(?:{EVENT_WORDS}|publish|list|launch|presentation|performance|premiere|tribute|memorial|celebration|"
    rf"gathering|vigil|ceremony|"
    rf"commemoration|hearing|reading|dialogues?|evenings?|afternoon|soir[ée]e|abend\w*|\w*abend|velada|"
    rf"serata|incontro|pain[ée]l|mesa|ciclo|jornada|"
    rf"presentazione|convegno|(?:visio|vid[ée]o|web)-?conf[ée]rences?|bijeenkomst|lezing|m[øo]te|foredrag|"
    rf"seminar\w*|samtale?|series|[ée]change|"
    rf"conversa(?:tion|ci[óo]n|[çc][ãa]o|zione))\b",
    re.IGNORECASE,
)


_NAME = (
    r"(?P<who>[A-ZÄÖÜÉ][\w&.’'-]*(?: (?:[A-ZÄÖÜÉ0-9&][\w&.’'-]*|of|for|the|on|and|in|de|la|der|des|du|da|do)){0,8}?)"
)
_JOIN = re.compile(
    rf"^(?:[Pp]lease )?[Jj]oin (?:the |our friends at (?:the )?){{0,2}}{_NAME}(?:,| (?:on|for|at|as|this|in|and)\b)"
)
_JOIN_THE = re.compile(
    rf"^(?:[Pp]lease )?[Jj]oin (?:the|our friends at(?: the)?) {_NAME},? for (?:an?|our|this|the|their|"
    rf"its) (?:[\w-]+ ){{0,4}}(?i:{EVENT_WORDS}|launch|evening)"
)
_JOIN_SEVERAL = re.compile(
    r"^(?:[Pp]lease )?[Jj]oin (?P<who>(?:the (?=[A-ZÄÖÜÉ])|(?=[A-Z]{2,9} \())[^.:;!?]{3,300}?(?:, (?:and )?|,? and |"
    r" & )"
    r"(?:the )?[A-ZÄÖÜÉ][^.:;!?]{1,120}?),? (?:along with [^.:;!?]{3,80}? )?"
    r"(?:for (?:an?|our|this|the|their|its)|as (?:we|they)|to (?:discuss|hear|explore|mark|talk|learn|celebrate|"
    r"launch)) "
)
"""“Join the Example Society (ES), Sample Circle, and the Instance League for …”."""
_JOINS = (_JOIN_SEVERAL, _JOIN_THE)
_NEXT = re.compile(
    rf"\b(?:next|upcoming|first|second|third|latest|monthly|annual|new|"
    rf"forthcoming|this|our|another|today's|tonight's) {_NAME} (?:[a-z]\w+ )?(?:{EVENT_WORDS})\b"
)
_FROM = re.compile(
    rf"\b(?:{EVENT_WORDS}) from (?:the )?{_NAME}"
    r"(?=[,.;:!?]|$|\s(?!(?:of|for|the|on|and|in|de|la|der|des|du|da|do)\s(?:the\s)?[A-Z])[a-z])"
)
_BIDS = re.compile(
    r"\b(?:l[äa]dt|laden|veranstaltet|veranstalten|organisiert|organisieren)\s(?:der|die|"
    r"das)\s(?P<who>[A-ZÄÖÜ][^,.:;]{3,80}?)"
    r"\s(?:zu[rm]?|ein(?:en?)?|alle|herzlich|gemeinsam|am|im|mit)\b"
)
_BESIDE = re.compile(
    r"\b(?:in (?:association|partnership|collaboration|cooperation) with|together with|jointly with)\b"
)
_HOLDS = re.compile(
    rf"\b(?:held|(?:is|are) (?:holding|organi[sz]ing)|organi[sz]e[sd]?) (?:an?|its|their|the) (?:[\w-]+ ){{0,3}}"
    rf"(?i:{EVENT_WORDS})\b"
)
"""Persons speak at a webinar; who held one is an organisation, whatever its name looks like."""
_BIDS_TO = re.compile(
    r"(?:\bzu (?:der|dem|denen)|,\s(?:das|die|der|den)) (?:der|die|das)\s(?P<who>[A-ZÄÖÜ][^,.:;]{3,100}?)"
    r"(?:\sin\s[A-ZÄÖÜ]\w+)?\s(?:einl[äa]dt|einladen|veranstaltet|veranstalten|organisiert|ausrichtet|anbietet|"
    r"eingeladen|organisiert hat|ausgerichtet)\b"
)
_WHICH = re.compile(
    rf"\b(?:[Tt]he |by |with |from |thank |to )+{_NAME},? (?:which|who) (?:jointly |kindly |also )?(?:co-?)?"
    r"(?:hosted|organi[sz]ed|hosts|organi[sz]es|presented|convened|arranged|sponsored|is hosting|are hosting)\b"
)
"""“We thank the Example Council, which co-hosted the afternoon”."""
_INVITED = re.compile(rf"^(?:[Tt]he )?{_NAME} (?:has|have) invited\b")
_SHORT = re.compile(r"^[A-Z][A-Za-z0-9&.-]*[A-Z0-9][A-Za-z0-9&.-]*$")


def _is_of_event(sentence: str, act: re.Match[str]) -> bool:
    """Whether what the subject does has to do with a webinar."""
    if re.search(r"\bvous (?:invite|convie|propose)|together with", act[0]) or _EVENT.search(sentence):
        return True
    return has_kind(act["who"]) and _GUESTS.search(sentence[act.end() :]) is not None


_GUESTS = re.compile(
    r"\b(?:guests|speakers|panell?ists|experts|researchers|scholars|practitioners|people|report|survey|findings|"
    r"study|to discuss|to talk|"
    r"to explore|"
    r"to mark|to debate)\b",
    re.IGNORECASE,
)
