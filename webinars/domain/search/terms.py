"""What somebody typed, as terms. Only tokens come out of here, so that no typed character ever reaches an engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from webinars.domain.search.stems import stems_of, words
from webinars.domain.search.tokens import is_single, tokens
from webinars.lib.text_cleaning import one_line

LONGEST_QUERY = 200
MAX_TERMS = 12
"""A longer query is answered by its first terms: each costs the database a look at its index."""
SHORTEST_BEGINNING = 3
MOST_FORMS = 40
"""Of one word, the shortest: each costs the database a look at its index, too."""

_QUOTED = r'"([^"]*)"?|“([^”]*)”?|„([^“”]*)[“”]?|«([^»]*)»?|「([^」]*)」?'
_PARTS = re.compile(rf"(?<!\S)(-?)(?:{_QUOTED})|(-?)(\S+)")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand side by side."""

    tokens: tuple[str, ...]
    is_beginning: bool = False
    """The last token may go on: `come*`, and a single character of a script without spaces."""
    stems: Mapping[str, str] = field(default_factory=dict, compare=False)
    """By language, what its other forms have in common with it: see `Terms.in_languages`."""
    forms: tuple[str, ...] = ()
    """Tokens of which one is as good as the only one here: see `Terms.with_forms`."""
    written: str = field(default="", compare=False)
    """A single word as it was typed, if its other forms may be found as well. Not of what stands in quotes."""

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The tokens, and whatever may stand for them."""
        return (self.tokens, *((form,) for form in self.forms))


@dataclass(frozen=True, slots=True)
class Terms:
    """A text has to have all of `wanted` and none of `unwanted`."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    is_any: bool = False
    """Instead, one of `wanted` is enough."""
    languages: Sequence[str] = field(default=(), compare=False)
    """Those whose forms are found, by the names of `stems.stemmed_as`."""

    @property
    def is_empty(self) -> bool:
        """Whether there was text but no word in it, so that nothing is found with it."""
        return not self.wanted and not self.unwanted

    def any(self) -> "Terms":
        """Returns the same for texts that have a part of what is wanted."""
        return replace(self, is_any=True)

    @property
    def has_forms(self) -> bool:
        """Whether something else than the very words may be found."""
        return any(term.forms for term in self.wanted)

    def in_languages(self, languages: Sequence[str]) -> "Terms":
        """Returns the same, so that other forms of single words are known: cards for card.

        What is unwanted stays exact.
        """
        wanted = tuple(
            replace(term, stems=stems_of(term.written, languages)) if term.written else term for term in self.wanted
        )
        return replace(self, wanted=wanted, languages=languages)

    def with_forms(self, words: Mapping[tuple[str, str], Sequence[str]]) -> "Terms":
        """Returns the same, so that an engine finds other forms: of `words`, those with the same stem in a language."""
        return replace(self, wanted=tuple(_with_forms(term, words) for term in self.wanted))

    def exactly(self) -> "Terms":
        """Returns the same without other forms of the words."""
        return replace(self, wanted=tuple(replace(term, forms=()) for term in self.wanted))

    def as_beginnings(self) -> "Terms":
        """Returns the same with every word as the beginning of one: what may help where nothing is found."""
        return replace(self, wanted=tuple(map(_begun, self.wanted)))


def terms_of(text: str) -> Terms | None:
    """Returns what `text` asks for: words, "phrases", -exclusions and beginnings*, or None if it asks for nothing."""
    line = one_line(text, at_most=LONGEST_QUERY)
    if not line:
        return None
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for part in _PARTS.finditer(line):
        minus, *quoted, word_minus, word = part.groups()
        phrase = next((each for each in quoted if each is not None), None)
        term = _term(phrase or "") if word is None else _typed(word)
        if term is not None:
            (unwanted if minus or word_minus else wanted).append(term)
    chosen = tuple(dict.fromkeys(wanted))[:MAX_TERMS]
    return Terms(chosen, tuple(dict.fromkeys(unwanted))[: MAX_TERMS - len(chosen)])


def _with_forms(term: Term, words: Mapping[tuple[str, str], Sequence[str]]) -> Term:
    # One of the forms may be the stem itself.
    found = {each for stem in term.stems.items() for each in (stem[1], *words.get(stem, ()))} - {*term.tokens}
    return replace(term, forms=tuple(sorted(found, key=lambda each: (len(each), each))[:MOST_FORMS]))


def _typed(word: str) -> Term | None:
    term = _term(word, is_beginning=word.endswith("*"))
    if term is None or term.is_beginning or len(term.tokens) > 1:
        return term
    return replace(term, written=" ".join(words(word)))


def _term(text: str, *, is_beginning: bool = False) -> Term | None:
    found = tokens(text)
    if not found:
        return None
    if len(found) > 1 and is_single(found[-1]) and len(found[-2]) > 1 and found[-2].endswith(found[-1]):
        # A run of a dense script may go on in the text: its closing character is a token only where the run ends.
        return Term(tuple(found[:-1]))
    return Term(tuple(found), is_beginning=is_beginning or is_single(found[-1]))


def _begun(term: Term) -> Term:
    is_long = len(term.tokens) == 1 and len(term.tokens[0]) >= SHORTEST_BEGINNING
    return replace(term, is_beginning=term.is_beginning or is_long, stems={}, forms=())
