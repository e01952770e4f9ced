import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.search import stems
from webinars.domain.search.stems import differing_stem, has_stem, stem_of, stemmer_name, stems_of

ALIKE = {
    "english": [("card", "cards"), ("study", "studies", "studied")],
    "german": [("Vortrag", "Vorträge", "Vortrages", "vortrage"), ("Haus", "Häuser")],
    "french": [("cheval", "chevaux"), ("étoile", "étoiles", "etoiles")],
    "spanish": [("canción", "canciones", "cancion"), ("organización", "organizaciones", "organizacion")],
    "portuguese": [
        ("nação", "nações", "nacao", "nacoes"), ("organização", "organizações", "organizacoes"),
        ("animal", "animais"), ("homem", "homens"), ("pão", "pães"),
    ],
    "italian": [("libro", "libri"), ("lezione", "lezioni")],
    "russian": [("новый", "новая", "новые"), ("звезда", "звезды")],
    "turkish": [("kitap", "kitaplar")],
    "arabic": [("كتاب", "الكتاب", "والكتاب", "بالكتاب", "للكتاب"), ("عِلْم", "العلم")],
}  # fmt: skip


@pytest.mark.parametrize(("algorithm", "forms"), [(name, forms) for name, all_ in ALIKE.items() for forms in all_])
def test_forms_of_a_word_have_one_stem(algorithm, forms):
    found = {stem_of(" ".join(stems.words(form)), algorithm) for form in forms}

    assert len(found) == 1
    assert "" not in found


def test_other_words_have_other_stems():
    assert stem_of("card", "english") != stem_of("care", "english")
    assert stem_of("كتاب", "arabic") != stem_of("علم", "arabic")
    assert stem_of("nação", "portuguese") != stem_of("natal", "portuguese")


def test_what_has_no_forms_has_no_stem():
    assert [differing_stem(each, "english") for each in ("42", "as", "x" + "s" * 100, "card")] == [""] * 4
    assert differing_stem("cards", "english") == "card"
    assert stem_of("42", "english") == ""
    assert stems.words("數據 gen數據") == ["gen"]


def test_a_word_has_a_stem_in_each_language():
    assert stems_of("cards", ["english", "german"]) == {"english": "card", "german": "card"}
    assert stems_of("42", ["english"]) == {}
    assert stems_of("cards", []) == {}
    assert has_stem("cards", ["card"], ["english"])
    assert not has_stem("care", ["card"], ["english"])


@pytest.mark.parametrize(
    ("language", "algorithm"),
    [("en", "english"), ("pt-BR", "portuguese"), ("DE", "german"), ("zh-Hant", ""), ("la", ""), ("", "")],
)
def test_languages_are_known_by_the_first_part_of_their_tag(language, algorithm):
    assert stemmer_name(language) == algorithm


def test_each_language_has_rules_that_are_there():
    for algorithm in {stemmer_name(each) for each in stems._ALGORITHMS}:
        assert isinstance(stem_of("something", algorithm), str)


def test_several_threads_get_the_right_stems():
    wrong = []

    def work(prefix):
        for number in range(200):
            word = f"{prefix}{chr(97 + number % 26)}{chr(97 + number // 26)}nation"
            if stem_of(f"{word}s", "english") != stem_of(word, "english"):
                wrong.append(word)

    threads = [threading.Thread(target=work, args=(prefix,)) for prefix in ("b", "c", "d", "f")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert wrong == []


@given(st.text(), st.sampled_from(sorted(ALIKE)))
def test_stems_hold_nothing_that_an_engine_could_read_as_its_own(text, algorithm):
    for word in stems.words(text):
        assert not set(stem_of(word, algorithm)) & set(" \t\n\0'\"\\*:&|!<>()^+-{},;")
