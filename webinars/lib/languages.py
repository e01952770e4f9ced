import unicodedata
from collections import Counter

from babel import Locale, UnknownLocaleError

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
    try:
        return Locale.parse(tag, sep="-").get_display_name(current_locale()) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def own_language_name(tag: str) -> str:
    """Returns what those who speak the language `tag` (BCP 47) call it: "Français"."""
    name = Locale.parse(tag, sep="-").get_display_name()
    return name[:1].upper() + name[1:] if name else tag


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


def text_direction(tag: str) -> str:
    """Returns "rtl" for languages written from right to left, else "ltr"."""
    try:
        return Locale.parse(tag, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return "ltr"


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


def primary(tag: str) -> str:
    """Returns the language of a tag without script and region."""
    return tag.partition("-")[0].casefold()
