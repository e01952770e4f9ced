import unicodedata
from collections import Counter

from babel.core import get_global, parse_locale

from webinars.lib.i18n import current_locale

TWO_LETTERS = 2
USUAL_LANGUAGE = "en"
"""Of a webinar of which nobody says it."""
SCRIPTS_THAT_MATTER = ("zh-Hans", "zh-Hant")


def language_choices(present: str | None) -> list[tuple[str, str]]:
    """Returns languages by name in the reader's language, each with its BCP 47 tag.

    `present` is among them in any case.
    """
    names = current_locale().languages
    choices = {tag: name for tag, name in names.items() if len(tag) == TWO_LETTERS}
    for tag in SCRIPTS_THAT_MATTER:
        choices[tag] = names.get(tag.replace("-", "_"), tag)
    if present and present not in choices:
        choices[present] = names.get(present.replace("-", "_"), present)
    return sorted(choices.items(), key=lambda choice: choice[1].casefold())


def language_name(tag: str) -> str:
    """Returns the name of the language `tag` (BCP 47) in the reader's language, or the tag itself if it has none."""
    language, territory, script = _parts(tag)
    locale = current_locale()
    exact = locale.languages.get(f"{language}_{script or territory}")
    name = exact or locale.languages.get(language)
    detail = "" if exact else locale.scripts.get(script) or locale.territories.get(territory)
    if name is None:
        return tag
    return f"{name} ({detail})" if detail else f"{name}"


def own_language_name(tag: str) -> str:
    """Returns what those who speak a language of our pages call it: "Français"."""
    return _OWN_WORDS[tag][0] if tag in _OWN_WORDS else tag


def language_offer(tag: str) -> str:
    """Returns the line, in a language of our pages, that leads to a page in it. Empty for any other language."""
    return _OWN_WORDS[tag][1] if tag in _OWN_WORDS else ""


_OWN_WORDS = {
    "en": ("English", "This page is there in English too."),
    "de": ("Deutsch", "Diese Seite gibt es auch auf Deutsch."),
    "fr": ("Français", "Cette page existe aussi en français."),
    "es": ("Español", "Esta página también está en español."),
    "pt": ("Português", "Esta página também está em português."),
    "ar": ("العربية", "هذه الصفحة متاحة أيضًا باللغة العربية."),
    "zh": ("中文", "本页也有中文版。"),
}
"""They stand on every page, whatever its language: out of the catalogues, each process would read all."""


SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps", "sd", "ug", "ckb"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "CJK": ("zh", "ja", "ko", "yue"),
    "HEBREW": ("he", "yi"),
    # Of so many languages that a guess would be wrong as often as right; the script alone helps a screen reader.
    "CYRILLIC": ("und-Cyrl", "ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"),
    "GREEK": ("el",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi", "mr", "ne", "sa"),
    "BENGALI": ("bn", "as"),
    "GURMUKHI": ("pa",),
    "GUJARATI": ("gu",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "SINHALA": ("si",),
    "THAI": ("th",),
    "LAO": ("lo",),
    "KHMER": ("km",),
    "MYANMAR": ("my",),
    "TIBETAN": ("bo",),
    "ETHIOPIC": ("am", "ti"),
}
"""Scripts by the first word of their letters' names in Unicode, of each the languages, the likeliest first."""
NOT_LATIN = frozenset(tag for tags in SCRIPTS.values() for tag in tags)


RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
"""Scripts by their codes (ISO 15924)."""


def text_direction(tag: str) -> str:
    """Returns "rtl" for languages written from right to left, else "ltr"."""
    language, territory, script = _parts(tag)
    likely = get_global("likely_subtags")
    usual = likely.get(f"{language}_{territory}") or likely.get(language) or ""
    return "rtl" if (script or "".join(usual.split("_")[1:2])) in RIGHT_TO_LEFT else "ltr"


def language_of_letters(text: str, likely: str = "") -> str:
    """Returns the language whose letters `text` is written in, as a BCP 47 tag, empty for Latin letters and for none.

    `likely` is taken where it is written in the same script: a name in Arabic letters at a webinar in Persian.
    """
    if text.isascii():
        # Nearly every name is: a page of thousands would spend a quarter of its time here.
        return ""
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    if not scripts:
        return ""
    # Japanese mixes its own letters with Chinese ones.
    japanese = scripts.keys() & {"HIRAGANA", "KATAKANA"}
    script = japanese.pop() if japanese else scripts.most_common(1)[0][0]
    tags = SCRIPTS.get(script, ("",))
    return likely if primary(likely) in tags else tags[0]


def _parts(tag: str) -> tuple[str, str, str]:
    """Returns language, territory and script of a tag. Needs no locale data: few languages have it everywhere."""
    try:
        language, territory, script, *_rest = parse_locale(tag, sep="-")
    except ValueError:
        return "", "", ""
    return language, territory or "", script or ""


def primary(tag: str) -> str:
    """Returns the language of a tag without script and region."""
    return tag.partition("-")[0].casefold()
