"""What stands around a title on its line: kinds of events, dates, "(video)", "– online rally"."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.reader.enumerations import people_list
from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.times import Mention, find_mentions

PREFIX: Final = re.compile(
    r"^(?:(?:\[|\()?(?:re|fwd?|aw|wg)\s*:\s*|\[[^\]]{1,40}\]\s*)*"
    r"(?:(?:(?:you['’]re invited|missed it\?|sesi[óo]n|sess[ãa]o|s[ée]ance|episode|episodio|epis[óo]dio|folge|"
    r"teil|part[ei]?|"
    r"encontro|encuentro|"
    r"free|upcoming|next|new|public|live|join us|online|virtual|register now|save the date|invitation(?: "
    r"to)?(?: an?| the| our)?|event|reminder|today|tomorrow|last chance|einladung(?: zum| zur)?|invitaci[óo]n(?: "
    r"al?)?|"
    r"recording(?:s)? (?:now )?available|videos?|recordings?|recap|report|watch(?: now| again)?|replay|"
    r"webinar recording|webinar video|full video|event "
    r"recording|recorded webinar|past webinar|webinar report|webinar recap|video recording|event report|in case you "
    r"missed it|highlights|mitschnitt|aufzeichnung|r[üu]ckblick|nachlese|"
    r"vid[ée]o|enregistrement|rediffusion|grabaci[óo]n|v[íi]deo|gravaç[ãa]o|conference|webinar title|title|topic|"
    r"training|seminario internacional|subject|event title|announcement|announcing|livestream|"
    r"live-?stream|"
    rf"{EVENT_WORDS}|webinaire|web-?seminar|online-?seminar|zoom(?: meeting| webinar)?|next webinar|our next webinar|"
    r"(?:nachbericht|bericht|compte rendu|resumen|resumo|photos?)|"
    rf"upcoming webinar|webinar on|webinar invitation|webinar announcement|webinar series|summary|"
    rf"(?:video|report|recording|nachbericht|bericht|r[üu]ckblick|summary|slide)s? (?:and|und|&|et|y|"
    rf"e) (?:the )?(?:summary|"
    rf"slides|report|videos?|recordings?|fotos|photos))"
    r"(?:\s*(?:#|no\.?|nr\.?)?\s?(?:\d{1,3}|[ivx]{1,5})(?=\s*[:|–—-]|\s(?:videos?|recordings?|recap|report)\b))?"
    r"(?:\s+(?=[^\s:|–—-]{1,12}\s*[:|–—]))?)\s*){1,3}\s*(?:[:|•]|\s[–—-](?=\s)|[–—](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
_KIND_FRONT: Final = re.compile(
    rf"^(?:(?-i:[A-Z][A-Z0-9&]{{1,8}}) )?(?:(?:annual|monthly|weekly|spring|summer|autumn|fall|winter|evening|"
    rf"lunchtime|lunch|open|public|free|global|"
    rf"international|national|regional|digital\w*|online|virtual|special|emergency|community|student|january|"
    rf"february|march|april|may|june|july|august|september|october|november|december|lunchtime|inaugural|guest|"
    rf"inaugural|"
    rf"keynote|departmental|departement\w*|research|members'?|advent|christmas|next|our|new|first|live|hybrid|nuovo|"
    rf"[öo]ffentliche[rs]?|kostenlose[rs]?|grand|gran)[ -])*(?:{EVENT_WORDS})"
    rf"(?: (?:gratuit[oa]?|kostenlos|kostenfrei|online|virtual|en ligne|en l[íi]nea|aberto|abiert[oa]|free|"
    rf"p[úu]blic[oa]|"
    rf"ao vivo|en vivo|en direct|invitation|announcement))?\s*(?:[:|•]|\s[–—-](?=\s)|[–—](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
"""“Annual open lecture: …”, “Webinar gratuito – …”, “GLOBAL TEACH-IN | …”, “ESC online rally: …”."""
_KIND_AND_QUOTED: Final = re.compile(
    r"^(?P<kind>[^“”\"„«»‘:]{3,60}?)[\s:–—-]+(?:[“\"„«]\s?(?P<quoted>[^“”\"„«»]{4,160}?)\s?[”\"»“]|"
    r"[‘'](?P<single>.{4,160}?)[’'])(?:\s[+&]\s.{2,30}|\s\([^()]{3,40}\)|\W*)$"
)
_BIDS: Final = re.compile(
    rf"^(?:watch|see|view|join|attend|register for|revisit|assista|veja|reveja|mira|vea|vuelve a ver|regardez|"
    rf"revoir|guarda|"
    rf"rivedi|jetzt ansehen|bekijk|se)\b(?: [\w’'-]+){{0,4}}? (?:{EVENT_WORDS})\s*[:|–—]\s*(?=\S)",
    re.IGNORECASE,
)
"""“Watch our webinar: …”, “Assista ao webinário: …”."""
_FOR_DAY: Final = re.compile(
    rf"^(?:{EVENT_WORDS}) (?:zum|zur|for|to mark|pour|por|per) [^:]{{2,40}}?(?:tag|woche|day|week|month|"
    rf"anniversary|jour|"
    r"d[íi]a|semana|giorn\w+)(?: \d{4})?: (?=\S)",
    re.IGNORECASE,
)
"""“Webinar zum Weltfrauentag: …”."""
_BRACKETED_KIND: Final = re.compile(
    rf"^[\[(](?:(?:free|live|online|upcoming|past) )?(?:{EVENT_WORDS}|videos?|recordings?|online)[\])]\s*(?=\S)",
    re.IGNORECASE,
)
_KIND: Final = re.compile(
    rf"\b(?:{EVENT_WORDS}|recordings?|videos?|registrazione|replay|resources|materials|slides|notes|talks|"
    r"proceedings|documentation|photos)\b",
    re.IGNORECASE,
)


def without_kind(title: str) -> str:
    """“Webinar ‘Comets’” and “Annual lecture: Comets” without the words that say what kind of event it is."""
    title = _FOR_DAY.sub("", _BRACKETED_KIND.sub("", title))
    if (bid := _BIDS.match(title)) and len(title) - bid.end() > SHORTEST:
        title = title[bid.end() :]
    while (front := _KIND_FRONT.match(title)) and len(title) - front.end() > 2:
        title = title[front.end() :]
    quoted = _KIND_AND_QUOTED.match(title)
    if (
        quoted
        and _KIND.search(quoted["kind"])
        and not re.search(r"(?<!ing )(?<!ideo )(?<!rces )(?<!ials )\b(?:on|about|of|and)$", quoted["kind"])
    ):
        return quoted["quoted"] or quoted["single"]
    return title


_BRACKET_TAIL = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*$")
_TAIL = re.compile(
    rf"\s+(?:[–—|-]|\|)\s+((?:[\w-]+ ){{0,4}}(?:{EVENT_WORDS}|video|recording|recap))\s*$", re.IGNORECASE
)


_TOLD_KIND: Final = re.compile(
    r"\s[–—-]\san? (?:[\w-]+ ){0,2}(?:webinar|online \w+|virtual \w+|seminar|workshop)\b.{0,60}$", re.IGNORECASE
)
"""“… – a webinar for families and friends”."""


def without_date_front(title: str) -> str:
    """“April 10: Webinar on …” without the date."""
    dates = [mention for mention in find_mentions(title[:60]) if mention.kind == "date"]
    if dates and dates[0].start == 0 and _FULL_DATE.search(dates[0].text) and len(title) > dates[0].end + SHORTEST:
        rest = title[dates[0].end :].lstrip(" ,:–—-|")
        return _KINDS.sub("", rest, count=1) if rest[:1].isupper() else title
    front = re.match(r"^([^:|–—]{4,45}?)\s*(?:[:|]|\s[–—-]\s)\s*(?=\S)", title)
    if front and _WEEKDAYS.fullmatch(front[1].strip()):
        return title[front.end() :]
    if front is None or not is_only_date(re.sub(rf"^(?:zoom )?(?:{EVENT_WORDS})\b", "", front[1], flags=re.IGNORECASE)):
        return title
    return title[front.end() :]


SHORTEST = 8
"""Characters of a title; less behind a date is something else."""
_FULL_DATE: Final = re.compile(r"\d.*\b(?:19|20)\d\d\b")
_KINDS: Final = re.compile(rf"^(?:{EVENT_WORDS})(?:\s?/\s?(?:{EVENT_WORDS}))+\s+", re.IGNORECASE)
"""“Diskussion/Vortrag …”."""
_WEEKDAYS: Final = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|"
    r"freitag|samstag|"
    r"sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|"
    r"domingo|segunda|ter[çc]a|quarta|quinta|sexta|feira)\b",
    re.IGNORECASE,
)


def names_place(mentions: Sequence[Mention]) -> bool:
    """Whether a place of a time zone stands there beside a day, with no hour."""
    kinds = {mention.kind for mention in mentions}
    return {"zone", "date"} <= kinds and "time" not in kinds


def is_only_date(text: str) -> bool:
    mentions = find_mentions(text[:200])
    names_zone = any(mention.kind == "zone" for mention in mentions) and re.match(
        r"\W*(?:heure|hora|time|uhr)", text, re.IGNORECASE
    )
    if not names_zone and not any(mention.kind in {"date", "time"} for mention in mentions):
        return False
    if names_place(mentions) and not re.search(r"\d", text):
        return False  # “From Bandung to Today”
    rest = list(text[:200])
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    left = _WEEKDAYS.sub(" ", "".join(rest))
    words = re.findall(r"[^\W\d_]{2,}", left)
    return not [
        word
        for word in words
        if word.casefold()
        not in {
            "at",
            "heure",
            "hora",
            "on",
            "the",
            "st",
            "nd",
            "rd",
            "th",
            "from",
            "to",
            "am",
            "pm",
            "uhr",
            "um",
            "and",
            "time",
            "de",
            "le",
            "el",
            "der",
            "den",
            "friday",
            "online",
            "zoom",
            "en",
            "ligne",
            "línea",
            "visioconférence",
            "virtual",
            "youtube",
            "webex",
            "via",
            "live",
            "teams",
        }
    ]


_REPORT_TAIL: Final = re.compile(
    rf"\s*[:–—|-]\s+(?:an? )?(?:full )?(?:report|videos?|recordings?|recap|summary|highlights|(?:webinar |"
    rf"video )?playlist|mitschnitt|bericht|"
    rf"grabaci[óo]n|vid[ée]os?)(?: (?:from|of|on|by|and|now available|available|der|zum|del|de la))*(?: (?:our|the|"
    rf"a))?(?: (?:{EVENT_WORDS}))?\s*$",
    re.IGNORECASE,
)


_KIND_AFTER_ALL: Final = re.compile(
    rf"(?:(?<=[?!])\s+|:\s+(?-i:(?=[a-zäöü])))(?:(?!an?\b)[\w-]+ ){{0,3}}(?:{EVENT_WORDS})"
    r"(?: (?:per|via|im|über|by|on|en|por|par|auf|als) (?:zoom|live-?stream|stream|youtube|internet|netz|teams|webex|"
    r"ligne|l[íi]nea|vid[ée]o|video|visioconf[ée]rence))?[.!]?$",
    re.IGNORECASE,
)
"""“Whose Water? Discussion via Zoom”, “Hands off the Well: emergency online rally”."""


_SITE_TAIL: Final = re.compile(r"\s[|»]\s(?P<site>[A-Z][^|»:?!]{1,60})$")


def without_tail(title: str) -> str:
    """Without “(23 September)”, “– emergency online rally”, “7 November webinar” at the end."""
    title = _REPORT_TAIL.sub("", title) or title
    if (site := _SITE_TAIL.search(title)) and (site["site"].isupper() or has_kind(site["site"])):
        title = title[: site.start()].rstrip()
    before = None
    while before != title:
        before = title
        bracket = _BRACKET_TAIL.search(title)
        if bracket and (
            is_only_date(
                re.sub(rf"\b(?:{EVENT_WORDS})\b(?: (?:of|on|vom|du|del|van))?", "", bracket[1], flags=re.IGNORECASE)
            )
            or re.fullmatch(rf"(?:{EVENT_WORDS}|videos?|recording|online|zoom|free|recap)", bracket[1], re.IGNORECASE)
        ):
            title = title[: bracket.start()].rstrip()
        if (kind := _KIND_AFTER_ALL.search(title)) and kind.start() > len(title) // 3:
            title = title[: kind.start()].rstrip()
        if (told := _TOLD_KIND.search(title)) and told.start() > len(title) // 4:
            title = title[: told.start()].rstrip()
        tail = _TAIL.search(title)
        if tail and len(tail[1].split()) <= 4 and not re.search(r"\b(?:on|of|for|the|and)\b", tail[1]):
            title = title[: tail.start()].rstrip()
        for mark in re.finditer(r"(?:\s[–—|-]\s|[?!.,:]\s|\s(?=\d))", title):
            rest = re.sub(rf"\b(?:{EVENT_WORDS})\b", "", title[mark.end() :], flags=re.IGNORECASE)
            if len(title[: mark.start() + 1].split()) > 1 and is_only_date(rest):
                keep = mark[0].strip() if mark[0].strip() in {"?", "!"} else ""
                title = title[: mark.start()].rstrip(" ,:–—|-") + keep
                break
    return (
        title.strip()
        .rstrip("|–—-,")
        .strip()
        .strip('“”"„«»' if title[:1] in '“"„«' and title[-1:] in '”"“»' and title.count(title[:1]) <= 2 else "")
        .strip()
    )


def without_front(title: str, series: str | None) -> tuple[str, str | None]:
    """Without what stands before a title, and the series that it names."""
    title = re.sub(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s?:\s*|\[[\w.+-]{2,40}\]\s*)+(?=\S)", "", title, flags=re.IGNORECASE)
    if (one := _ONE_OF_SERIES.match(title)) and len(title) - one.end() > len("Ada"):
        series, title = series or one["series"], title[one.end() :]
    if (guests := _WITH_GUESTS.match(title)) and people_list(guests["who"]):
        title = title[guests.end() :]
    while (prefix := PREFIX.match(title)) and prefix.end() < len(title):
        said = title[: prefix.end()].strip(" :|–—-•")
        if re.search(r"\b(?:series|community call)\b", said, re.IGNORECASE):
            series = series or said
        title = title[prefix.end() :].strip()
    return title, series


_ONE_OF_SERIES = re.compile(
    rf"(?:the |our )?(?:[\w-]+ ){{0,3}}(?:{EVENT_WORDS}) (?:in|of|from) (?:our|the|a) (?:[\w-]+ ){{0,2}}series,? "
    r"[“\"‘„](?P<series>[^“”\"‘’]{3,80})[”\"’“]\s*[:–—-]\s*",
    re.IGNORECASE,
)
"""“Third webinar in our series ‘Women of Science’: …”."""
_WITH_GUESTS = re.compile(
    rf"[^:]{{0,50}}\b(?:{EVENT_WORDS}) (?:with|by) (?P<who>[^:]{{5,100}}):\s+(?=\S)", re.IGNORECASE
)
"""“Teachers for Peace webinar with Ada Example: …”."""
