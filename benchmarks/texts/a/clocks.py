"""Dates and hours as each language writes them."""

import datetime as dt
from dataclasses import dataclass

from benchmarks.texts.a.speech import Speech


@dataclass(frozen=True, slots=True)
class Hours:
    """How hours look in one text, the same for all of them."""

    style: str
    language: str

    def hour(self, at: dt.datetime, *, with_unit: bool = True) -> str:
        """Returns an hour as it stands in a line of facts."""
        if self.language == "en":
            return self._english(at, with_unit=with_unit)
        hour, minute = at.hour, at.minute
        full = f"{hour}:{minute:02d}"
        short = f"{hour}" if minute == 0 else full
        forms = {
            "uhr": f"{short} Uhr" if with_unit else short,
            "uhr_dot": f"{hour}.{minute:02d} Uhr" if with_unit else f"{hour}.{minute:02d}",
            "uhr_full": f"{hour:02d}:{minute:02d} Uhr" if with_unit else f"{hour:02d}:{minute:02d}",
            "colon": f"{hour:02d}:{minute:02d}",
            "dot": f"{hour}.{minute:02d}",
            "h": f"{hour}h" if minute == 0 else f"{hour}h{minute:02d}",
            "h_full": f"{hour}h{minute:02d}",
            "h_spaced": f"{hour} h" if minute == 0 else f"{hour} h {minute:02d}",
            "colon_h": f"{hour:02d}:{minute:02d} h" if with_unit else f"{hour:02d}:{minute:02d}",
            "colon_hs": f"{full} hs" if with_unit else full,
            "horas": f"{hour:02d}:{minute:02d} horas" if with_unit else f"{hour:02d}:{minute:02d}",
            "pm": self._spanish(at),
        }
        return forms[self.style]

    def _english(self, at: dt.datetime, *, with_unit: bool) -> str:
        if self.style in ("24", "24dot", "24h"):
            mark = "." if self.style == "24dot" else ":"
            return f"{at:%H}{mark}{at:%M}" + (" hrs" if self.style == "24h" and with_unit else "")
        half = "am" if at.hour < 12 else "pm"
        if self.style in ("upper", "upper_full"):
            half = f" {half.upper()}"
        elif self.style == "dots":
            half = f" {half[0]}.m."
        elif self.style == "spaced":
            half = f" {half}"
        mark = "." if self.style == "tight_dot" else ":"
        minutes = f"{mark}{at:%M}" if at.minute or self.style == "upper_full" else ""
        twelve = at.hour % 12 or 12
        if twelve == 12 and not at.minute and at.hour == 12 and self.style == "tight":
            return "12 noon" if with_unit else "12"
        return f"{twelve}{minutes}" + (half if with_unit else "")

    @staticmethod
    def _spanish(at: dt.datetime) -> str:
        half = "a. m." if at.hour < 12 else "p. m."
        return f"{at.hour % 12 or 12}:{at:%M} {half}"

    def span(self, at: dt.datetime, until: dt.datetime, dash: str) -> str:
        """Returns two hours with a dash, the unit once where that is usual."""
        if self.language == "en" and (at.hour < 12) == (until.hour < 12) and at.hour != 12:
            return f"{self.hour(at, with_unit=False)}{dash}{self.hour(until)}"
        if self.style in ("uhr", "uhr_dot", "uhr_full", "colon_h", "colon_hs", "horas"):
            return f"{self.hour(at, with_unit=False)}{dash}{self.hour(until)}"
        return f"{self.hour(at)}{dash}{self.hour(until)}"


STYLES = {
    "en": ("tight", "tight", "tight_dot", "upper", "upper_full", "dots", "spaced", "24", "24", "24dot", "24h"),
    "de": ("uhr", "uhr", "uhr", "uhr_dot", "uhr_dot", "uhr_full", "uhr_full", "colon"),
    "fr": ("h", "h", "h_full", "h_spaced", "h_spaced", "colon"),
    "es": ("colon_h", "colon_h", "colon_hs", "horas", "pm", "pm", "h", "colon", "h_full"),
    "pt": ("h", "h", "h_full", "colon", "colon", "colon_h", "horas"),
    "it": ("dot", "dot", "colon", "colon"),
}


def hours_of(speech: Speech) -> Hours:
    return Hours(speech.chance.choice(STYLES[speech.language]), speech.language)


def prose_hour(hours: Hours, at: dt.datetime) -> str:
    """Returns an hour with the preposition it takes in a sentence."""
    said = hours.hour(at)
    match hours.language:
        case "en":
            return f"at {said}"
        case "de":
            return f"um {said}"
        case "fr":
            return f"à {said}"
        case "es":
            return f"a la {said}" if said.startswith(("1:", "01:")) else f"a las {said}"
        case "pt":
            return f"às {said}" if not said.startswith(("1h", "1:")) else f"à {said}"
        case _:
            return f"alle {said}" if not said.startswith("1.") else f"all’una ({said})"


def prose_span(hours: Hours, at: dt.datetime, until: dt.datetime) -> str:
    """Returns two hours with the words that join them in a sentence."""
    one, two = hours.hour(at), hours.hour(until)
    match hours.language:
        case "en":
            return f"from {one} to {two}"
        case "de":
            return f"von {hours.hour(at, with_unit=False)} bis {two}"
        case "fr":
            return f"de {one} à {two}"
        case "es":
            return f"de {one} a {two}"
        case "pt":
            return f"das {one} às {two}"
        case _:
            return f"dalle {one} alle {two}"


def ordinal(day: int) -> str:
    """Returns an English day of the month as it is spoken."""
    if 10 <= day % 100 <= 20:
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


def date_in(speech: Speech, template: str, on: dt.date, *, weekday: int | None = None) -> str:
    """Returns a date by a template: {wd} {wds} {d} {dd} {dth} {m} {mm} {month} {mon} {y} {yy}."""
    day = on.weekday() if weekday is None else weekday
    first = "1er" if speech.language == "fr" else "1º"
    is_first = on.day == 1 and speech.language in ("fr", "pt", "it") and "{month}" in template
    return template.format(
        wd=speech.all("weekdays")[day],
        wds=speech.all("weekdays_short")[day],
        d=first if is_first else on.day,
        dd=f"{on.day:02d}",
        dth=ordinal(on.day),
        m=on.month,
        mm=f"{on.month:02d}",
        month=speech.all("months")[on.month - 1],
        mon=speech.all("months_short")[on.month - 1],
        y=on.year,
        yy=f"{on.year % 100:02d}",
    )
