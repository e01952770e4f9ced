"""Lines that a site prints around a post: the way to it, its menu, when it was put up, where to share it."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.reader.lines import Line, LineKind
from webinars.pure.times import find_mentions

_SITE_WORDS: Final = (
    r"home(?:page)?|start(?:seite)?|accueil|inicio|in[íi]cio|portada|hem|hjem|forside|events?|webinars?|news|articles?|"
    r"blog|resources|publications|about(?: us)?|media(?: releases| cent(?:re|er))?|press(?: releases)?|past events|"
    r"upcoming events|all events|past webinars|latest news|what['’]s on|calendar|archive|videos?|"
    r"termine|aktuelles|neuigkeiten|nachrichten|veranstaltungen|archiv|presse|mediathek|terminkalender|"
    r"agenda|actualit[ée]s|[ée]v[ée]nements?|nouvelles|conf[ée]rences en ligne|"
    r"actividades|eventos|pr[óo]ximos eventos|not[íi]cias|atividades|m[íi]dia|imprensa|prensa|"
    r"notizie|eventi|nieuws|nyheter|nyheder|kalender|arrangementer|evenemang|"
    r"conferences|projects|topics|campaigns|issues"
)
_MENU_WORDS: Final = (
    rf"{_SITE_WORDS}|join(?: us)?|donate|contact(?: us)?|subscribe|sign in|log ?in|search|menu|shop|membership|"
    r"get involved|take action|who we are|what we do|our work|faq|help|support us|newsletter|"
    r"spenden|kontakt|[üu]ber uns|mitmachen|suche|faire un don|contactez-nous|adh[ée]rer|qui sommes-nous|"
    r"don(?:ar|a)|contacto|qui[ée]nes somos|contato|doe|quem somos|english|deutsch|fran[çc]ais|espa[ñn]ol|portugu[êe]s"
)
_CRUMBS = re.compile(
    rf"(?:(?:you are here|sie sind hier|vous [êe]tes ici|est[áa]s aqu[íi]|voc[êe] est[áa] aqui)\s*:?\s*.*|"
    rf"(?:{_SITE_WORDS})\s*[>»›→]\s.{{0,200}}|(?:{_SITE_WORDS})(?:\s+(?:/|::|\|)\s+(?:{_SITE_WORDS}|online))++"
    rf"(?:\s+(?:/|::|\|)\s+.{{0,120}})?)",
    re.IGNORECASE,
)
_MENU = re.compile(rf"(?:(?:{_MENU_WORDS})(?:\s*[|·•]\s*|\s+|$)){{2,}}+", re.IGNORECASE)
_KICKER = re.compile(rf"(?:(?:{_SITE_WORDS})\s*[:/]?)", re.IGNORECASE)
_KEPT: Final = frozenset({"webinar", "webinars", "video", "videos", "event", "start", "conferences", "agenda"})
"""Words that above a text say what kind of event it is, and to the reader of titles what a title begins with."""
_AROUND = re.compile(
    r"(?:back to (?:top|events|news|list|overview|all events).{0,20}|skip to (?:main )?content|print(?: this page)?|"
    r"nach oben|zur[üu]ck(?: zur [üu]bersicht)?|drucken|teilen|haut de page|retour(?: [àa] .{3,30})?|imprimer|"
    r"volver(?: arriba)?|imprimir|voltar(?: ao topo)?|"
    r"(?:share|tweet|email|blogthis!?|pin it|like|print|share (?:this|on|to|via)(?: post| page| article)?|teilen|"
    r"partager|compartir|compartilh[ea]r?|condividi)(?: en| em| sur| auf| no| na)?\s*:.{0,80}|"
    r"(?:(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|instagram|youtube|reddit|pinterest|pocket|copy link|"
    r"courriel)(?:\s*[|·•,]\s*|\s+|$)){2,}+|"
    r"(?:this (?:entry|article|post) was (?:posted|tagged|filed|published)|posted (?:in|by|on)|filed (?:under|in)|"
    r"ver[öo]ffentlicht (?:am|in|von)|publi[ée] (?:le|par|dans)|publicado (?:el|em|en|por)|published (?:on|by|in)|"
    r"(?:tagged(?: with| as)?|labels|tags|categor(?:y|ies)|categor[íi]as?|kategorien?|cat[ée]gories?|schlagw[öo]rter|"
    r"etiquetas|[ée]tiquettes)\s*:).{0,160}|"
    r"(?:reading time|lesezeit|temps de lecture).{0,20}|\d{1,3} min(?:ute)?s?(?: read| de lecture)|"
    r"\d{1,4} (?:views|comments?|shares|likes|aufrufe|vues))",
    re.IGNORECASE,
)
_PUT_UP = re.compile(
    r"(?:[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d [A-Z]{2,5} \d{4}|[\w.’'-]+(?: [\w.’'-]+){0,4} \S+ at "
    r"[\w.-]+\.[a-z]{2,6})"
)
"""The head of a letter in the archive of a mailing list."""
_COUNTED = re.compile(r"\s*(?:[•·|,–—-]\s*)?(?:\d{1,3}\s?min(?:ute)?s?(?: read| de lecture)?|\d{1,7}(?: views?)?)\s*")
_MAX_LENGTH: Final = 220
_HEAD: Final = 4
"""Lines at the top among which a menu, or the name of a part of a site, may stand."""


def furniture(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that are not of the text itself."""
    found: set[int] = set()
    above = 0
    for position, line in enumerate(lines):
        text = line.text.strip()
        is_head = position - above < _HEAD and len(lines) > position + 1
        if len(text) > _MAX_LENGTH or not text:
            continue
        if _AROUND.fullmatch(text) or (is_head and _is_above(text, line, is_first=position == above)):
            found.add(line.number)
            above += position == above
    return found


def front_matter(text: str) -> set[int]:
    """The numbers of the lines, between rules at the top of a page in Markdown, that are neither title nor day."""
    rows = text[:_MAX_FRONT].splitlines()
    if not rows or rows[0].strip() != "---" or "---" not in (row.strip() for row in rows[1:]):
        return set()
    end = next(number for number, row in enumerate(rows[1:], start=2) if row.strip() == "---")
    return {
        number
        for number, row in enumerate(rows[:end], start=1)
        if (key := re.match(r"\s*(\w+)\s?:", row)) and key[1].casefold() not in {"title", "date", "speakers"}
    }


_MAX_FRONT: Final = 4_000


def _is_above(text: str, line: Line, *, is_first: bool) -> bool:
    """Whether a line near the top is part of the site's head."""
    if _CRUMBS.fullmatch(text) or _MENU.fullmatch(text) or _PUT_UP.fullmatch(text) or _is_counted(text):
        return True
    is_kicker = _KICKER.fullmatch(text) is not None and text.casefold().strip(" :/") not in _KEPT
    return is_first and is_kicker and line.kind is not LineKind.ITEM


def _is_counted(text: str) -> bool:
    """“Podcast 2019-03-04 1834”, “4 March 2019 • 55 min”: a day, and then how long or how often read."""
    days = [mention for mention in find_mentions(text[:200]) if mention.kind == "date"]
    return len(days) == 1 and _COUNTED.fullmatch(text, days[0].end) is not None
