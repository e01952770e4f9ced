"""How long a webinar lasts, where that is printed instead of its end: "90 minutes", "lasts two hours"."""

import datetime as dt
import re

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.tokens import fold

_MAX_CHARACTERS = 20_000
_LONGEST = dt.timedelta(hours=12)
_SHORTEST = dt.timedelta(minutes=20)
"""What is shorter is a talk, a break or a sound check."""
_MINUTES_IN_HOUR = 60

_NUMBER_WORDS = "|".join(sorted(words.NUMBERS, key=len, reverse=True))
_DURATION = re.compile(
    r"(?:\b(?P<word>duration|length|lasts?|lasting|dauer|dauert|dur[ée]e|dure|duraci[óo]n|duraç[ãa]o|dura|längd|duur|"
    r"durata|varighed)\b(?:[^\S\n]*[:=|–—-])?\s*(?:(?:is|about|around|approximately|approx\.?|circa|ca\.?|c\.|for|up|"
    r"to|ist|est|de|cerca|environ|aproximada|aproximadamente|etwa|rund|will|be|of)\s+){0,3}|(?P<bracket>\()\s*)"
    rf"(?:an? |une? |una? |uma |un[’']|eine )?(?P<number>\d{{1,3}}(?:[.,]\d{{1,2}})?|{_NUMBER_WORDS}|half|anderthalb|"
    rf"eineinhalb|(?<=an )hour|(?<=eine )stunde|(?<=una )hora|(?<=uma )hora|(?<=une )heure|(?<=un[’'])ora)"
    r"(?P<fraction>[½¼¾])?(?P<and_half> and a half)?[\s-]{0,2}"
    r"(?P<unit>min(?:ute[ns]?|utos?|uti|s)?|hours?|hrs?|stunden?|std\.?|heures?|horas?|or[ae]|h|timmar|timer|"
    r"uur)?(?![^\W\d_]|[½¼¾])"
    r"(?P<half_more>\s(?:and a half|et demie|y media|e meia|e mezz[ao])\b)?"
    r"(?:\s*(?:,|and|und|et|y|e|&)?\s*(?P<minutes>\d{1,2})\s*(?:min(?:ute[ns]?|utos?|uti)?|m)\b|"
    r"(?:(?<=\dh)[^\S\n]?|(?<=\d\sh)[^\S\n]?|\s(?:e|et|y)\s)?(?P<glued>\d{2})\b)?"
    r"(?!\s*(?:[–—-]|to\b|or\b|bis\b)\s*\d)(?!\.\d)(?!\s*(?:each|per|less|more|menos|m[áa]s|a menos|de (?:moins|"
    r"plus)|en (?:moins|plus)|mehr|weniger|fr[üu]her|sp[äa]ter|ahead|behind|before|earlier|later|after|talk|"
    r"presentation|break))",
    re.IGNORECASE,
)
_FRACTIONS = {"½": 30, "¼": 15, "¾": 45}
_BARE_UNITS = {"hour", "stunde", "hora", "heure", "ora"}
_PARTS_OF_HOURS = {"half": 0.5, "anderthalb": 1.5, "eineinhalb": 1.5}


def read_duration(text: str) -> dt.timedelta | None:
    """Returns how long it lasts, if `text` says one length of time, or None where it says none, several, or a range."""
    found = {length for match in _DURATION.finditer(text[:_MAX_CHARACTERS]) if (length := _length(match)) is not None}
    return found.pop() if len(found) == 1 else None


def _length(match: re.Match[str]) -> dt.timedelta | None:
    printed, unit = fold(match["number"]), fold(match["unit"] or "")
    if printed in _BARE_UNITS:
        number, unit = 1.0, unit or "hour"
    elif printed in _PARTS_OF_HOURS:
        number = _PARTS_OF_HOURS[printed]
    elif printed in words.NUMBERS:
        number = float(words.NUMBERS[printed])
    else:
        number = float(printed.replace(",", "."))
    if not unit:
        return None
    is_minutes = unit.startswith("min")
    if is_minutes and match["glued"]:
        return None
    minutes = number * (1 if is_minutes else _MINUTES_IN_HOUR) + _FRACTIONS.get(match["fraction"] or "", 0)
    minutes += 30 if match["and_half"] or match["half_more"] else 0
    minutes += 0 if is_minutes else int(match["minutes"] or match["glued"] or 0)
    length = dt.timedelta(minutes=round(minutes))
    return length if _SHORTEST <= length <= _LONGEST else None
