"""The catalogues: complete for what they cover, and compiled when they are asked for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from webinars.lib.i18n import TRANSLATIONS, gettext, ngettext, spoken_locale, use_locale

LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.po"))
COVERED = (
    *("pure/announcements/writer/*.py", "pure/times/zone_line.py", "pure/times/hour_words.py", "lib/text_cleaning.py"),
    *(
        "domain/registration/letters/*.py",
        "domain/registration/reminder_times.py",
    ),
    *(
        "domain/calendars/entry_texts.py",
        "domain/programme/credit_line.py",
    ),
    *("domain/programme/zone_display.py", "domain/mail/compose.py", "domain/mail/mail_kind.py"),
    *(
        "domain/speaker_pages/emails.py",
        "domain/speaker_pages/calendar_entries.py",
        "domain/scheduling/date_polls/emails.py",
    ),
    *("domain/scheduling/date_polls/local_hours.py", "domain/questions/emails.py"),
)
"""What speaks the language of the webinar."""
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def messages() -> Iterator[tuple[str, str | None]]:
    """What the covered files say, each with its context."""
    for path in covered_files():
        for _line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            yield (message[0] if isinstance(message, tuple) else message), context


def covered_files() -> Iterator[Path]:
    for pattern in COVERED:
        yield from sorted(TRANSLATIONS.parent.glob(pattern))


def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def test_there_are_four_languages_beside_english():
    assert LANGUAGES == ["de", "es", "fr", "pt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_text_may_say_is_translated(language):
    found = catalogue(language)
    said = list(messages())

    missing = [message for message, context in said if not (entry := found.get(message, context)) or not entry.string]

    assert len(said) > 40
    assert missing == []


def test_no_message_stands_where_none_is_looked_for():
    inside = [
        f"{path.name}:{call.lineno}"
        for path in covered_files()
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]

    assert inside == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_source_does(language):
    for entry in catalogue(language):
        if not entry.id:
            continue
        sources = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        for string in strings:
            # "One place" may leave its number out, "all 28 places" may not.
            assert set(PLACEHOLDER.findall(string)) in [set(PLACEHOLDER.findall(source)) for source in sources], string


@pytest.mark.parametrize(
    ("tag", "locale"), [("de", "de"), ("de-AT", "de"), ("pt-BR", "pt"), ("en", "en_GB"), ("ar", "en_GB"), ("DE", "de")]
)
def test_a_language_without_a_catalogue_is_written_in_english(tag, locale):
    assert spoken_locale(tag) == locale


def test_the_language_is_that_of_the_block():
    with use_locale("fr"):
        assert gettext("Register") == "Inscription"
        assert (ngettext("%(num)s hour", "%(num)s hours", 0), ngettext("%(num)s hour", "%(num)s hours", 2)) == (
            "0 heure",
            "2 heures",
        )
        assert gettext("What nobody has translated") == "What nobody has translated"
    assert gettext("Register") == "Register"
