"""From voices to what is filled in and what is offered, each value with how likely it is."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.pure.announcements.model import (
    NOTHING_KNOWN,
    SURE,
    WORTH_OFFERING,
    AppearanceReading,
    Found,
    KnownNames,
    Offers,
    Role,
    WebinarReading,
)
from webinars.pure.announcements.reader.learned_weights import moved
from webinars.pure.announcements.reader.lineup.name_boundaries import complete_name, is_plainly_name, other_extents
from webinars.pure.announcements.reader.organisations.hosts import (
    HOST_WORTH_OFFERING,
    MOST_HOSTS,
    SURE_OF_ORGANISER,
    hosts_of,
)
from webinars.pure.announcements.reader.people.names import folded_name, name_in, without_titles
from webinars.pure.announcements.reader.roles import role_of
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.tagging.features import Vote, lines_with_features, name_shapes
from webinars.pure.announcements.reader.tagging.tagger import LineTags, TaggedPiece, tagger
from webinars.pure.announcements.reader.tagging.tokens import place_in, tokens_of
from webinars.pure.announcements.reader.title.candidates import Titles
from webinars.pure.announcements.reader.title.title import titles_of

# Names that the site knows already: a voice of its own, given by the caller.


LONGEST_NAME = 12
"""Words of a name that is looked for."""


def known_votes(parts: Sequence[Part], known: KnownNames) -> dict[int, list[Vote]]:
    """Returns where each known name stands, by line, in any letters and without looking at accents."""
    index: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for what, names in (("known person", known.people), ("known group", known.organisations)):
        for name in names:
            words = folded_name(name).split()
            if 0 < len(words) <= LONGEST_NAME and len("".join(words)) > 2:
                index[words[0]].append((words, what))
    return {part.line.number: list(_in_line(part.line.text, index)) for part in parts} if index else {}


def _in_line(text: str, index: dict[str, list[tuple[list[str], str]]]) -> Iterator[Vote]:
    words = [(token, word) for token in tokens_of(text) for word in folded_name(token.text).split()]
    for at, (token, word) in enumerate(words):
        for wanted, what in index.get(word, ()):
            piece = words[at : at + len(wanted)]
            if [other for _token, other in piece] == wanted:
                yield Vote(text[token.start : piece[-1][0].end], what)


T = TypeVar("T")

WORD_FOR_WORD = {False: 0.96, True: 0.8}
"""How likely what a rule says is right where the tagger has no such piece: if it is a plain rule, and if it guesses."""
SLOPE, ONE_VOICE = 0.7, -0.8
PLAINLY_NAME, TWO_VOICES = 2.0, {False: 1.4, True: 0.2}
"""Of new texts the tagger is too sure where no rule agrees: what becomes of the log odds it gives.

Where a rule agrees it counts what is agreed on: what is plainly a name, or words that are none by themselves (“Spring
Class”, “Director Example North”). Of those the tagger has to be sure, and surer where the rule guesses.
"""
MOST_IN_DOUBT: Final = 0.9
NAME_SHAPED = 0.4
LIKELY_PERSON: Final = 0.5
"""Who is as likely as that to be a person is no host."""
MOST_TITLES, MOST_OTHERS, TITLE_WORTH_OFFERING = 4, 12, 0.01


def votes_of(webinar: WebinarReading) -> dict[int, list[Vote]]:
    """Returns what the rules say, by line, for the tagger to weigh."""
    votes: dict[int, list[Vote]] = {}

    def add(lines: Iterable[int], text: str | None, what: str) -> None:
        for line in lines:
            if text:
                votes.setdefault(line, []).append(Vote(text, what))

    if webinar.title:
        add(webinar.title.lines, webinar.title.value, _with_doubt("title", webinar.title))
    if webinar.series:
        add(webinar.series.lines, webinar.series.value, "series")
    for person in webinar.lineup:
        add(person.lines, person.value.name, _with_doubt("person", person))
        add(person.lines, person.value.affiliation, "affiliation")
        add(person.lines, person.value.talk_title, "talk")
    for organiser in webinar.organisers:
        add(organiser.lines, organiser.value, _with_doubt("organiser", organiser))
    for question in webinar.questions:
        add(question.lines, question.value, "question")
    return votes


def _with_doubt(what: str, found: Found[Any]) -> str:
    return f"{what}?" if found.is_uncertain else what


class SecondVoice(Struct, frozen=True):
    """What the second voice makes of a text, by line."""

    marks: Mapping[int, LineTags] = field(default_factory=dict)
    known: KnownNames = NOTHING_KNOWN
    people: frozenset[str] = frozenset()
    """The people whom the site knows, folded."""
    places: Mapping[int, Sequence[Vote]] = field(default_factory=dict)
    """Where names stand that the site knows."""

    def chance(self, what: str, text: str, lines: Sequence[int]) -> float | None:
        """Returns how likely `text` on one of these lines is that, or None where none has it word for word."""
        return max((marks.chance(what, place) for marks, place in self._places(text, lines)), default=None)

    def is_plainly_name(self, text: str, lines: Sequence[int]) -> bool:
        """Returns whether `text` is a name the site knows, or can be nothing else where it stands on these lines."""
        plain = (is_plainly_name(marks.row.tokens, place) for marks, place in self._places(text, lines))
        return folded_name(text) in self.people or any(plain)

    def _places(self, text: str, lines: Sequence[int]) -> Iterator[tuple[LineTags, range]]:
        for number in lines:
            marks = self.marks.get(number)
            start = marks.row.part.line.text.find(text) if marks else -1
            if marks and start >= 0 and (place := place_in(marks.row.tokens, start, start + len(text))):
                yield marks, place

    def pieces(self, what: str) -> Iterator[TaggedPiece]:
        """Yields whatever may be that, in the order of the text, and of two that overlap the likelier."""
        for marks in self.marks.values():
            likeliest = [piece for piece in marks.pieces() if piece.what == what]
            others = list(marks.others(what, WORTH_OFFERING))
            if what == "person":
                likeliest = [_complete_name(marks, piece) for piece in likeliest]
                others = [*(_complete_name(marks, piece) for piece in others), *_name_shaped(marks)]
            kept: list[TaggedPiece] = []
            for piece in (*likeliest, *sorted(others, key=lambda piece: -piece.probability)):
                if not any(piece.start < other.end and other.start < piece.end for other in kept):
                    kept.append(piece)
            yield from sorted(kept, key=lambda piece: piece.start)


def _name_shaped(marks: LineTags) -> Iterator[TaggedPiece]:
    """Yields whatever begins with a given name and looks like the name of a person."""
    for place in name_shapes(marks.row):
        piece = marks.piece("person", place)
        if name_in(piece.text, is_strict=True):
            yield replace(piece, probability=max(piece.probability, NAME_SHAPED))


def _complete_name(marks: LineTags, piece: TaggedPiece) -> TaggedPiece:
    """Returns the piece, or where it is only the beginning of a name, all of that, no surer than a shape."""
    place = place_in(marks.row.tokens, piece.start, piece.end)
    name = complete_name(marks.row.tokens, place)
    if len(name) == len(place):
        return piece
    longer = marks.piece("person", name)
    return replace(longer, probability=max(longer.probability, NAME_SHAPED))


def second_voice(parts: Sequence[Part], webinar: WebinarReading, known: KnownNames) -> SecondVoice:
    """Returns what the tagger makes of the lines, told what the rules and the site say."""
    places = known_votes(parts, known)
    rows = lines_with_features(parts, all_votes(webinar, places))
    people = frozenset(folded_name(name) for name in known.people)
    return SecondVoice({row.part.line.number: marks for row, marks in tagger().tag(rows)}, known, people, places)


def all_votes(webinar: WebinarReading, known: Mapping[int, Sequence[Vote]]) -> dict[int, list[Vote]]:
    """Returns what the rules say of the lines, and the names on them that the site knows."""
    votes = votes_of(webinar)
    for line, own in known.items():
        votes[line] = [*votes.get(line, ()), *own]
    return votes


def combine(webinar: WebinarReading, second: SecondVoice, called: Titles) -> WebinarReading:
    """Returns the webinar with what is sure filled in and the rest as offers."""
    lineup = _people(webinar, second)
    titles = [
        Found(one.text, one.lines, one.is_uncertain, one.probability) for one in titles_of(called)[: MOST_TITLES + 1]
    ]
    filled = [found for found in lineup if found.probability >= SURE]
    names = [found.value.name for found in lineup if found.probability >= LIKELY_PERSON]
    organisers = hosts_of(
        list(second.marks.values()),
        webinar,
        called.page_title,
        people=names,
        title=titles[0].value if titles else "",
        known=second.known,
        places=second.places,
    )
    hosts = [found for found in organisers if found.probability >= SURE_OF_ORGANISER]
    # “Example Society and Sample Institute” is no offer where both are filled in.
    said = [f" {folded_name(found.value)} " for found in hosts]
    others = [one for one in organisers if not any(name in f" {folded_name(one.value)} " for name in said)]
    return replace(
        webinar,
        title=titles[0] if titles and titles[0].probability >= WORTH_OFFERING else webinar.title,
        lineup=tuple(filled),
        organisers=tuple(hosts),
        offers=Offers(
            title=tuple(one for one in titles[1:] if one.probability >= TITLE_WORTH_OFFERING),
            lineup=_best([found for found in lineup if WORTH_OFFERING <= found.probability < SURE]),
            questions=_best(_other_questions(webinar, second)),
            organisers=_best([one for one in others if one.probability >= HOST_WORTH_OFFERING], MOST_HOSTS),
        ),
    )


def _best(found: Sequence[Found[T]], most: int = MOST_OTHERS) -> tuple[Found[T], ...]:
    return tuple(sorted(found, key=lambda one: -one.probability)[:most])


def _weigh(found: Found[T], what: str, text: str, second: SecondVoice) -> Found[T]:
    chance = second.chance(what, text, found.lines)
    if chance is None:
        believed = WORD_FOR_WORD[found.is_uncertain]
    else:
        is_plain = second.is_plainly_name(text, found.lines)
        believed = _probability_after(chance, PLAINLY_NAME if is_plain else TWO_VOICES[found.is_uncertain])
    # What a rule says is never kept from whoever pastes.
    return replace(found, probability=max(believed, WORTH_OFFERING))


def _probability_after(chance: float, more: float = ONE_VOICE) -> float:
    """Returns the chance after a rule has agreed, or none has: `more` is added to the log odds."""
    return moved(chance, more, SLOPE)


def _people(webinar: WebinarReading, second: SecondVoice) -> list[Found[AppearanceReading]]:
    """Returns who the rules name and who else the second voice names, in the order of the text."""
    people = [_weigh(found, "person", found.value.name, second) for found in webinar.lineup]
    known = {folded_name(found.value.name) for found in people}
    talks = {found.value.talk_title for found in people}
    for piece in second.pieces("person"):
        name = without_titles(piece.text)
        if folded_name(name) and folded_name(name) not in known:
            known.add(folded_name(name))
            found = _person_with_details(name, piece, second.marks[piece.part.line.number])
            people.append(_capped_probability(found) if piece.text in talks else found)
    people += _other_extents(people, known, second)
    return sorted(_without_containing_names(people), key=lambda found: found.lines[:1] or (0,))


def _without_containing_names(people: Sequence[Found[AppearanceReading]]) -> Iterator[Found[AppearanceReading]]:
    """Yields the people. Of two names of which one holds the other, the longer is only offered: “Ada Example Nets”."""
    sure = {name for found in people if found.probability >= SURE and " " in (name := folded_name(found.value.name))}
    for found in people:
        words = f" {folded_name(found.value.name)} "
        holds_other = any(f" {name} " in words and name != words.strip() for name in sure)
        yield _capped_probability(found) if holds_other else found


def _capped_probability(found: Found[T]) -> Found[T]:
    """Returns the value, no surer than what is offered."""
    return replace(found, probability=min(found.probability, MOST_IN_DOUBT))


def _other_extents(
    people: Sequence[Found[AppearanceReading]], known: set[str], second: SecondVoice
) -> Iterator[Found[AppearanceReading]]:
    """Yields what else may be the name of those who are not sure, by where it begins and ends."""
    for found in people:
        marks = next((marks for line in found.lines if (marks := second.marks.get(line))), None)
        if marks is None or found.probability >= SURE:
            continue
        tokens, start = marks.row.tokens, marks.row.part.line.text.find(found.value.name)
        place = place_in(tokens, start, start + len(found.value.name)) if start >= 0 else range(0)
        for piece in (marks.piece("person", other) for other in other_extents(tokens, place)):
            if folded_name(piece.text) not in known:
                known.add(folded_name(piece.text))
                believed = max(_probability_after(piece.probability), WORTH_OFFERING)
                yield replace(found, value=replace(found.value, name=piece.text), probability=believed)


def _person_with_details(name: str, piece: TaggedPiece, marks: LineTags) -> Found[AppearanceReading]:
    """Returns a person with what stands beside: group and talk behind the name, before the next one, and a role."""
    behind = itertools.takewhile(
        lambda other: other.what != "person", (other for other in marks.pieces() if other.start > piece.start)
    )
    beside = {other.what: other.text for other in behind}
    role = _role_beside(piece) or piece.part.role or Role.SPEAKER
    reading = AppearanceReading(name, beside.get("affiliation"), role, beside.get("talk"))
    return Found(reading, piece.part.line.numbers, True, _probability_after(piece.probability))


_BEFORE = re.compile(r"(?:^|[,;:.(–—-])\s*([^,;:.()–—]{3,40}?)\s*[:–—-]?\s*$")
_BEHIND = re.compile(r"^\s*(?:\(|,|–|—|-)\s*([^,;:.()–—]{3,30})")


def _role_beside(piece: TaggedPiece) -> Role | None:
    """Returns what is said right before or right behind a name: “Moderation: Ada Example”, “Ada Example (chair)”."""
    text, end = piece.part.line.text, piece.end
    for found in (_BEFORE.search(text[: piece.start]), _BEHIND.match(text[end:])):
        if found and (role := role_of(found[1])):
            return role
    return None


def _other_questions(webinar: WebinarReading, second: SecondVoice) -> list[Found[str]]:
    asked = [_weigh(found, "question", found.value, second) for found in webinar.offers.questions]
    known = {folded_name(found.value) for found in (*webinar.questions, *asked)}
    return asked + [
        Found(piece.text, piece.part.line.numbers, True, piece.probability)
        for piece in second.pieces("question")
        if folded_name(piece.text) not in known and (" " in piece.text or not piece.text.isascii())
    ]
