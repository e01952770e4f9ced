import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from webinars.lib.i18n import spoken_languages, use_locale
from webinars.lib.languages import (
    language_choices,
    language_name,
    language_of_letters,
    language_offer,
    own_language_name,
    text_direction,
)


def test_languages_stand_by_name():
    choices = language_choices("en")
    names = [name for _tag, name in choices]

    assert names == sorted(names, key=str.casefold)
    assert ("de", "German") in choices
    assert {"zh-Hans", "zh-Hant", "ar", "en"} <= {tag for tag, _name in choices}


def test_what_is_stored_is_among_them_whatever_it_is():
    assert ("gsw-CH", "gsw-CH") in language_choices("gsw-CH")
    assert "pt-BR" in dict(language_choices("pt-BR"))


@pytest.mark.parametrize(
    ("text", "likely", "tag"),
    [
        ("ابن الهيثم", "", "ar"),
        ("سعدی شیرازی", "fa", "fa"),
        ("王貞儀", "", "zh"),
        ("王貞儀", "zh-Hant", "zh-Hant"),
        ("渋川春海", "ja", "ja"),
        ("渋川 はるみ", "zh", "ja"),
        ("홍대용", "en", "ko"),
        ("רש״י", "", "he"),
        ("Софья Ковалевская", "", "und-Cyrl"),
        ("Софья Ковалевская", "ru", "ru"),
        ("Ὑπατία", "", "el"),
        ("Caroline Herschel", "ar", ""),
        ("Wang Zhenyi 王貞儀", "", ""),
        ("1729", "ar", ""),
        ("", "", ""),
    ],
)
def test_letters_tell_the_language_as_far_as_they_can(text, likely, tag):
    assert language_of_letters(text, likely) == tag


def test_every_language_of_our_pages_has_its_own_words():
    for tag in spoken_languages():
        with use_locale("en_GB" if tag == "en" else tag):
            assert own_language_name(tag).lower() == language_name(tag).lower()
            assert language_name(tag).partition(" ")[0].lower().removeprefix("ال") in language_offer(tag).lower()
    assert (own_language_name("xx"), language_offer("xx")) == ("xx", "")


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("is", "Icelandic"),
        ("zh-Hant", "Traditional Chinese"),
        ("pt-br", "Brazilian Portuguese"),
        ("sr-Latn", "Serbian (Latin)"),
        ("zh-TW", "Chinese (Taiwan)"),
        ("xx", "xx"),
        ("not a tag", "not a tag"),
    ],
)
def test_a_language_is_named_in_that_of_the_reader(tag, name):
    assert language_name(tag) == name


def test_the_direction_of_every_language_is_that_of_its_script():
    for name in locale_identifiers():
        is_rtl = Locale.parse(name).text_direction == "rtl"
        assert (text_direction(name.replace("_", "-")) == "rtl") == is_rtl
    assert (text_direction("und-Cyrl"), text_direction("not a tag")) == ("ltr", "ltr")
