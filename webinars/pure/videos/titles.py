"""What a video's title says, and what it does not."""

import re

_FULL = re.compile(
    r"full|whole|entire|complete|unedited|uncut|stream|livestream|recording|video|film|"
    r"vollständige[rs]?|gesamte[rs]?|aufzeichnung|mitschnitt|aufnahme|"
    r"complet|complète|intégrale?|vidéo|enregistrement|complet[oa]|vídeo|grabación|gravação|íntegra"
)
_BESIDE = re.compile(
    r"the|our|this|of|a|event|webinar|meeting|session|programme|program|version|live|length|watch|here|is|"
    r"de[rs]|die|das|veranstaltung|webinars|l[ae]?|du|de|événement|webinaire|el|del|evento|o|d[oa]|na|en"
)


def says_only_full(title: str) -> bool:
    """Returns whether a title says no more than that this is all of it: of what, it leaves open."""
    words = re.findall(r"\w+", title.casefold())
    others = [word for word in words if not _FULL.fullmatch(word)]
    return len(others) < len(words) and all(_BESIDE.fullmatch(word) for word in others)
