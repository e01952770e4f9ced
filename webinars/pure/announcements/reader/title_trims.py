"""What stands around a title on its line: kinds of events, dates, "(video)", "– online rally"."""

import re
from typing import Final

from webinars.pure.announcements.reader.enumerations import people_list
from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.words import all_of, one_of
from webinars.pure.times import find_mentions

PREFIX: Final = re.compile(
    rf"^(?:(?:\[|\()?(?:{one_of('mail.replies')})\s*:\s*|\[[^\]]{{1,40}}\]\s*)*(?:(?:(?:{EVENT_WORDS}|"
    rf"{one_of('titles.before')})(?:\s*(?:#|no\.?|nr\.?)?\s?(?:\d{{1,3}}|[ivx]{{1,5}})(?=\s*[:|–—-]|"
    rf"\s(?:{one_of('titles.recordings')})\b))?(?:\s+(?=[^\s:|–—-]{{1,12}}\s*[:|–—]))?)\s*){{1,3}}\s*(?:[:|•]|"
    r"\s[–—-](?=\s)|[–—](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
_KIND_FRONT: Final = re.compile(
    f"^(?:(?-i:[A-Z][A-Z0-9&]{{1,8}}) )?(?:(?:{one_of('titles.before_kind')})[ -])*(?:{EVENT_WORDS})(?: "
    rf"(?:{one_of('titles.behind_kind')}))?\s*(?:[:|•]|\s[–—-](?=\s)|[–—](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
"""“Annual open lecture: …”, “Webinar gratuito – …”, “GLOBAL TEACH-IN | …”, “ESC online rally: …”."""
_KIND_AND_QUOTED: Final = re.compile(
    r"^(?P<kind>[^“”\"„«»‘:]{3,60}?)[\s:–—-]+(?:[“\"„«]\s?(?P<quoted>[^“”\"„«»]{4,160}?)\s?[”\"»“]|"
    r"[‘'](?P<single>.{4,160}?)[’'])(?:\s[+&]\s.{2,30}|\s\([^()]{3,40}\)|\W*)$"
)
_BIDS: Final = re.compile(
    rf"^(?:{one_of('titles.bids')})\b(?: [\w’'-]+){{0,4}}? (?:{EVENT_WORDS})\s*[:|–—]\s*(?=\S)", re.IGNORECASE
)
"""“Watch our webinar: …”, “Assista ao webinário: …”."""
_FOR_DAY: Final = re.compile(
    rf"^(?:{EVENT_WORDS}) (?:{one_of('titles.for_day')}) [^:]{{2,40}}?(?:{one_of('titles.days')})(?: \d{{4}})?: "
    r"(?=\S)",
    re.IGNORECASE,
)
"""“Webinar zum Weltfrauentag: …”."""
_BRACKETED_KIND: Final = re.compile(
    rf"^[\[(](?:(?:{one_of('titles.in_brackets')}) )?(?:{EVENT_WORDS}|{one_of('titles.recordings')})[\])]\s*(?=\S)",
    re.IGNORECASE,
)
_KIND: Final = re.compile(rf"\b(?:{EVENT_WORDS}|{one_of('titles.kinds_too')})\b", re.IGNORECASE)


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
    rf"\s+(?:[–—|-]|\|)\s+((?:[\w-]+ ){{0,4}}(?:{EVENT_WORDS}|{one_of('titles.recordings')}))\s*$", re.IGNORECASE
)


_TOLD_KIND: Final = re.compile(
    rf"\s[–—-]\san? (?:[\w-]+ ){{0,2}}(?:{one_of('titles.told_kinds')})\b.{{0,60}}$", re.IGNORECASE
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
_WEEKDAYS: Final = re.compile(rf"\b(?:{one_of('times.weekdays')})\b", re.IGNORECASE)


def is_only_date(text: str) -> bool:
    mentions = find_mentions(text[:200])
    names_zone = any(mention.kind == "zone" for mention in mentions) and re.match(
        rf"\W*(?:{one_of('times.hour_words')})", text, re.IGNORECASE
    )
    if not names_zone and not any(mention.kind in {"date", "time"} for mention in mentions):
        return False
    rest = list(text[:200])
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    left = _WEEKDAYS.sub(" ", "".join(rest))
    words = re.findall(r"[^\W\d_]{2,}", left)
    return not [word for word in words if word.casefold() not in all_of("times.beside_dates")]


_REPORT_TAIL: Final = re.compile(
    rf"\s*[:–—|-]\s+(?:an? )?(?:full )?(?:{one_of('titles.report_tail')})(?: (?:{one_of('titles.report_of')}))*(?: "
    rf"(?:our|the|a))?(?: (?:{EVENT_WORDS}))?\s*$",
    re.IGNORECASE,
)


_KIND_AFTER_ALL: Final = re.compile(
    rf"(?:(?<=[?!])\s+|:\s+(?-i:(?=[a-zäöü])))(?:(?!an?\b)[\w-]+ ){{0,3}}(?:{EVENT_WORDS})(?: "
    f"(?:{one_of('titles.by_way')}) (?:{one_of('titles.ways')}))?[.!]?$",
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
                re.sub(rf"\b(?:{EVENT_WORDS})\b(?: (?:{one_of('titles.of')}))?", "", bracket[1], flags=re.IGNORECASE)
            )
            or re.fullmatch(f"(?:{EVENT_WORDS}|{one_of('titles.tail')})", bracket[1], re.IGNORECASE)
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
    title = re.sub(
        rf"^(?:(?:{one_of('mail.replies')})\s?:\s*|\[[\w.+-]{{2,40}}\]\s*)+(?=\S)", "", title, flags=re.IGNORECASE
    )
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
