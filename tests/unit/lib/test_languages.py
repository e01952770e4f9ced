import pytest

from webinars.lib.languages import language_choices, language_of_letters


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
