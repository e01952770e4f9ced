"""The words of the reader: each kind is used, each can be read, and the marks mean what is said of them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from webinars.pure.announcements.reader.words import word_lists
from webinars.pure.announcements.reader.words.word_lists import LANGUAGES, all_of, one_of

READER = Path(word_lists.__file__).parent.parent
ASKED_FOR = re.compile(r"""(?:one_of|all_of|languages_of)\(f?["']([a-z_]+\.[a-z_{}]+)["']\)""")


@pytest.fixture
def say(monkeypatch, tmp_path):
    """Puts other words of a made-up kind in the place of all there are."""

    def put(**by_language):
        for language in LANGUAGES:
            said = by_language.get(language)
            (tmp_path / f"{language}.toml").write_text(f"[made]\nup = '''\n{said}\n'''\n" if said else "")
        monkeypatch.setattr(word_lists, "_file", lambda language: tmp_path / f"{language}.toml")
        for kept in (word_lists._kinds, one_of, all_of):
            kept.cache_clear()

    yield put
    monkeypatch.undo()
    for kept in (word_lists._kinds, one_of, all_of):
        kept.cache_clear()


@pytest.mark.parametrize(
    ("word", "fits", "fits_not"),
    [
        ("speaker(s)", ["speaker", "speakers"], ["speakerss", "speakers "]),
        ("(guest |main )speaker", ["speaker", "guest speaker", "main speaker"], ["other speaker", "guest  speaker"]),
        ("organi[s|z]ed by", ["organised by", "organized by"], ["organied by"]),
        ("anmeld*", ["anmeld", "anmeldung"], ["anmeldung hier"]),
        ("travaill+", ["travaille"], ["travaill"]),
        ("moderador\\(a\\)", ["moderador(a)"], ["moderadora", "moderador"]),
        ("l'invitation", ["l'invitation", "l’invitation"], ["linvitation"]),
        ("modérateur", ["modérateur", "moderateur"], ["modèrateur"]),
        ("où", ["où"], ["ou"]),
        ("e.V", ["e.V"], ["eaV"]),
    ],
)
def test_marks(say, word, fits, fits_not):
    say(en=f"other words, {word}, more of them")
    pattern = re.compile(one_of("made.up"))
    assert [text for text in fits if not pattern.fullmatch(text)] == []
    assert [text for text in fits_not if pattern.fullmatch(text)] == []


def test_longer_word_of_another_language_comes_first(say):
    say(en="by", fr="par", de="durch die", it="par")
    assert one_of("made.up") == "durch die|par|by"
    assert all_of("made.up") == {"by", "par", "durch die"}
    with pytest.raises(KeyError):
        one_of("made.down")


def test_each_kind_of_words_is_asked_for_and_there():
    asked = {kind for file in READER.rglob("*.py") for kind in ASKED_FOR.findall(file.read_text(encoding="utf-8"))}
    made = {kind for kind in asked if "{" in kind}
    known = set(word_lists._kinds())
    assert asked - made - known == set()
    assert {kind for kind in known - asked if not any(kind.startswith(one.partition("{")[0]) for one in made)} == set()


def test_no_word_stands_twice_in_a_kind_of_one_language():
    twice = {
        (kind, word)
        for kind, said in word_lists._kinds().items()
        for of_language in said
        for word, count in Counter(word_lists._PARTED.split(of_language.strip())).items()
        if count > 1 or not word.strip()
    }
    assert twice == set()


def test_each_kind_makes_a_pattern():
    for kind in word_lists._kinds():
        re.compile(f"(?:{one_of(kind)})")
        assert all_of(kind), kind
