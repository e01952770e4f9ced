from webinars.lib.languages import language_choices


def test_languages_stand_by_name():
    choices = language_choices("en")
    names = [name for _tag, name in choices]

    assert names == sorted(names, key=str.casefold)
    assert ("de", "German") in choices
    assert {"zh-Hans", "zh-Hant", "ar", "en"} <= {tag for tag, _name in choices}


def test_what_is_stored_is_among_them_whatever_it_is():
    assert ("gsw-CH", "gsw-CH") in language_choices("gsw-CH")
    assert "pt-BR" in dict(language_choices("pt-BR"))
