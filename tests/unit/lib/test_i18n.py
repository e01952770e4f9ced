"""The catalogues: full, in step with the sources, and compiled when they are asked for."""

import ast
import datetime as dt
import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages import Catalog

from webinars.lib import i18n
from webinars.lib.i18n import (
    TRANSLATIONS,
    format_date,
    gettext,
    ngettext,
    pgettext,
    spoken_languages,
    spoken_locale,
    use_locale,
)

LANGUAGES = spoken_languages()[1:]
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
LEAST_FULL = 0.99
SHORT, ROOM, STRETCH = 20, 37, 2
"""A message of so few letters stands on a button or in a pill: its words have so much room, or so many times its."""


def _tool():
    path = Path(__file__).parents[3] / "bin" / "translations.py"
    specification = importlib.util.spec_from_file_location("translations", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


TOOL = _tool()


@pytest.fixture(scope="module")
def sources():
    """All that is said in the language of the reader, each message with its context and its plural."""
    return {(each[0] if isinstance(each, tuple) else each, context): each for each, context in TOOL.messages()}


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request) -> Catalog:
    return TOOL.read(TRANSLATIONS / f"{request.param}.po")


def forms(words):
    return words if isinstance(words, tuple) else (words,)


def entries(catalogue):
    return [each for each in catalogue if each.id]


def test_there_are_six_languages_beside_english():
    assert LANGUAGES == ("de", "fr", "es", "pt", "ar", "zh")
    assert {path.stem for path in TRANSLATIONS.glob("*.po")} == set(LANGUAGES)


def test_all_that_a_page_may_say_is_translated(catalogue, sources):
    missing = TOOL.missing(catalogue)

    assert len(sources) > 1500
    assert len(missing) <= len(sources) * (1 - LEAST_FULL), missing


def test_a_catalogue_is_in_step_with_the_sources(catalogue):
    path = TRANSLATIONS / f"{catalogue.locale.language}.po"

    assert TOOL.text_of(TOOL.in_step(catalogue)) == path.read_text(encoding="utf-8"), "run bin/translations"


def test_no_message_stands_where_none_is_looked_for():
    inside = [
        f"{path.name}:{call.lineno}"
        for path in TOOL.source_files()
        if path.suffix == ".py"
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TOOL.KEYWORDS
    ]

    assert inside == []


def test_a_translation_fills_in_what_the_source_does(catalogue):
    for entry in entries(catalogue):
        wanted = [set(PLACEHOLDER.findall(source)) for source in forms(entry.id)]
        is_counted = isinstance(entry.id, tuple)
        for words in forms(entry.string):
            # "One place" may leave its number out, "all 28 places" may not.
            found = set(PLACEHOLDER.findall(words))
            assert found in wanted or (is_counted and found | {"%(num)s"} in wanted), words
            values = dict.fromkeys(re.findall(r"%\((\w+)\)s", "".join(forms(entry.id))), "x")
            assert not values or words % values


def test_a_translation_has_as_many_forms_as_its_language(catalogue):
    counts = {len(entry.string) for entry in entries(catalogue) if isinstance(entry.id, tuple)}

    assert counts == {catalogue.num_plurals}


def test_what_has_little_room_stays_short(catalogue):
    long = {
        entry.id: entry.string
        for entry in entries(catalogue)
        if isinstance(entry.id, str)
        and len(entry.id) <= SHORT
        and len(entry.string) > max(ROOM, STRETCH * len(entry.id))
    }

    assert long == {}


def test_the_words_of_the_glossary_stand_for_each_language(project):
    rows = [
        line.split("\t")
        for line in (project / "docs" / "translations" / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    ]

    assert rows[0] == ["English", *LANGUAGES, "Note"]
    assert all(len(row) == len(rows[0]) and all(row[:-1]) for row in rows)
    assert len(rows) > 60


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("de", "de"), ("de-AT", "de"), ("pt-BR", "pt"), ("en", "en_GB"), ("it", "en_GB"), ("DE", "de"), ("zh-Hans", "zh")],
)
def test_a_language_without_a_catalogue_is_written_in_english(tag, locale):
    assert spoken_locale(tag) == locale


def test_the_language_is_that_of_the_block():
    with use_locale("fr"):
        assert (ngettext("%(num)s hour", "%(num)s hours", 0), ngettext("%(num)s hour", "%(num)s hours", 2)) == (
            "0 heure",
            "2 heures",
        )
        assert gettext("What nobody has translated") == "What nobody has translated"
        assert pgettext("month", "Later") != "Later"
    assert ngettext("%(num)s hour", "%(num)s hours", 2) == "2 hours"


def test_arabic_counts_in_six_ways():
    with use_locale("ar"):
        found = {number: ngettext("%(num)s minute", "%(num)s minutes", number) for number in (0, 1, 2, 3, 11, 100, 102)}

    assert len(set(found.values())) == len(found)
    with use_locale("ar"):
        assert i18n.plural_form("%(num)s minute", "%(num)s minutes", 3) == i18n.plural_form(
            "%(num)s minute", "%(num)s minutes", 110
        )


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en_GB", "Sunday 14 February 2027"),
        ("de", "Sonntag, 14. Februar 2027"),
        ("fr", "dimanche 14 février 2027"),
        ("es", "domingo, 14 de febrero de 2027"),
        ("pt", "domingo, 14 de fevereiro de 2027"),
        ("ar", "الأحد 14 فبراير 2027"),
        ("zh", "2027年2月14日星期日"),
    ],
)
def test_a_date_is_written_as_its_language_does(language, written):
    with use_locale(language):
        assert format_date(dt.date(2027, 2, 14)) == written
