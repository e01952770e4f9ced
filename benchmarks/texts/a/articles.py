"""The article that a noun takes, drawn together with a preposition where the language does so."""

VOWELS = "aeiouyàâäéèêëîïôöùûüœæáíóúAEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÁÍÓÚ"

# Case → gender → what stands before. `-` has no article.
_TABLES: dict[str, dict[str, dict[str, str]]] = {
    "en": {"the": {"-": "", "t": "the "}},
    "de": {
        "nom": {"m": "der ", "f": "die ", "n": "das ", "p": "die ", "-": ""},
        "acc": {"m": "den ", "f": "die ", "n": "das ", "p": "die ", "-": ""},
        "dat": {"m": "dem ", "f": "der ", "n": "dem ", "p": "den ", "-": ""},
        "von": {"m": "vom ", "f": "von der ", "n": "vom ", "p": "von den ", "-": "von "},
        "zu": {"m": "zum ", "f": "zur ", "n": "zum ", "p": "zu den ", "-": "zu "},
        "bei": {"m": "beim ", "f": "bei der ", "n": "beim ", "p": "bei den ", "-": "bei "},
        "in": {"m": "im ", "f": "in der ", "n": "im ", "p": "in den ", "-": "in "},
        "an": {"m": "am ", "f": "an der ", "n": "am ", "p": "an den ", "-": "bei "},
        "gen": {"m": "des ", "f": "der ", "n": "des ", "p": "der ", "-": "von "},
    },
    "fr": {
        "le": {"m": "le ", "f": "la ", "p": "les ", "v": "l’", "-": ""},
        "de": {"m": "du ", "f": "de la ", "p": "des ", "v": "de l’", "-": "de "},
        "d": {"m": "de ", "f": "de ", "p": "de ", "v": "d’", "-": "de "},
        "par": {"m": "par le ", "f": "par la ", "p": "par les ", "v": "par l’", "-": "par "},
        "à": {"m": "au ", "f": "à la ", "p": "aux ", "v": "à l’", "-": "à "},
    },
    "es": {
        "el": {"m": "el ", "f": "la ", "p": "los ", "q": "las ", "-": ""},
        "de": {"m": "del ", "f": "de la ", "p": "de los ", "q": "de las ", "-": "de "},
        "por": {"m": "por el ", "f": "por la ", "p": "por los ", "q": "por las ", "-": "por "},
        "a": {"m": "al ", "f": "a la ", "p": "a los ", "q": "a las ", "-": "a "},
    },
    "pt": {
        "o": {"m": "o ", "f": "a ", "p": "os ", "q": "as ", "-": ""},
        "de": {"m": "do ", "f": "da ", "p": "dos ", "q": "das ", "-": "de "},
        "por": {"m": "pelo ", "f": "pela ", "p": "pelos ", "q": "pelas ", "-": "por "},
        "a": {"m": "ao ", "f": "à ", "p": "aos ", "q": "às ", "-": "a "},
        "em": {"m": "no ", "f": "na ", "p": "nos ", "q": "nas ", "-": "em "},
    },
    "it": {
        "il": {"m": "il ", "s": "lo ", "f": "la ", "p": "i ", "g": "gli ", "q": "le ", "v": "l’", "-": ""},
        "di": {
            "m": "del ",
            "s": "dello ",
            "f": "della ",
            "p": "dei ",
            "g": "degli ",
            "q": "delle ",
            "v": "dell’",
            "-": "di ",
        },
        "da": {
            "m": "dal ",
            "s": "dallo ",
            "f": "dalla ",
            "p": "dai ",
            "g": "dagli ",
            "q": "dalle ",
            "v": "dall’",
            "-": "da ",
        },
        "a": {"m": "al ", "s": "allo ", "f": "alla ", "p": "ai ", "g": "agli ", "q": "alle ", "v": "all’", "-": "a "},
        "su": {
            "m": "sul ",
            "s": "sullo ",
            "f": "sulla ",
            "p": "sui ",
            "g": "sugli ",
            "q": "sulle ",
            "v": "sull’",
            "-": "su ",
        },
    },
}


def with_article(language: str, code: str, text: str, case: str) -> tuple[str, str]:
    """Returns what stands before the noun, and the noun. A case with a large letter begins a sentence."""
    table = _TABLES[language][case[0].lower() + case[1:]]
    before = table[_sounding(language, code, text)]
    if language == "fr" and code in "p-" and before == "de " and text[0] in VOWELS:
        before = "d’"
    if language == "de":
        text = _bent(code, text, case)
    if case[0].isupper():
        if before:
            before = before[0].upper() + before[1:]
        else:
            text = text[0].upper() + text[1:]
    return before, text


def _sounding(language: str, code: str, text: str) -> str:
    """Returns the gender, or how the noun begins where that decides."""
    first = text[0]
    if language == "fr" and code in "mf" and (first in VOWELS or (text.startswith(("h", "H")) and "’" not in text[:2])):
        return "v"
    if language != "it":
        return code
    is_hard = text.lower().startswith(("z", "gn", "ps", "x")) or (first in "sS" and text[1:2] not in tuple(VOWELS))
    if code in "mf" and first in VOWELS:
        return "v"
    if code == "m" and is_hard:
        return "s"
    if code == "p" and (is_hard or first in VOWELS):
        return "g"
    return code


def _bent(code: str, text: str, case: str) -> str:
    """Returns a German noun in its case: the genitive's s, the dative's n."""
    if case == "gen" and code in "mn":
        head, space, rest = text.partition(" ") if text[0].isupper() else ("", "", text)
        head, rest = (head, rest) if head else (rest, "")
        return head + ("es" if head[-1] in "sßxz" else "s") + space + rest
    if case in ("dat", "von", "zu", "bei", "in", "an") and code == "p" and text.endswith(("e", "er", "el")):
        return text + "n"
    return text
