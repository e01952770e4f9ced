"""Who holds a webinar: which of the candidates, by weights learned from labelled texts."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from webinars.pure.announcements.model import WORTH_OFFERING, Found, KnownNames, WebinarReading
from webinars.pure.announcements.reader.learned_weights import chances, moved
from webinars.pure.announcements.reader.organisation_names import nominative, tidy
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.sections import SIGN_OFF
from webinars.pure.announcements.reader.tagging.features import TaggedLine, Vote, goes_on
from webinars.pure.announcements.reader.tagging.tagger import LineTags
from webinars.pure.announcements.reader.tagging.tokens import Token, place_in, tokens_of
from webinars.pure.announcements.reader.tagging.word_kinds import kind_of, word_of
from webinars.pure.announcements.reader.title.pieces import is_only_date
from webinars.pure.announcements.reader.words import all_of, one_of

# Where on a line the name of a group may stand: runs of words with large letters, and what lies within them.


LONGEST: Final = 12
"""Words of a name."""
WORTH_A_LOOK: Final = 0.1
"""How likely the second voice has to take a piece for a host for it to be a candidate."""


def group_places(marks: LineTags) -> Iterator[range]:
    """Returns the tokens of whatever may be the name of a group."""
    tokens = marks.row.tokens
    known = set()
    for piece in (*marks.pieces(), *marks.others("organiser", WORTH_A_LOOK)):
        if piece.what == "organiser":
            known.add(place_in(tokens, piece.start, piece.end))
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and end - start < LONGEST and goes_on(tokens, start, end):
            end += 1
        while end > start and not tokens[end - 1].is_large:
            end -= 1
        known.update(_within(tokens, start, end))
        start = max(end, start + 1)
    return iter(sorted(known, key=lambda place: (place.start, -place.stop)))


def _within(tokens: Sequence[Token], start: int, end: int) -> Iterator[range]:
    """Yields the run of words with large letters, and what is left of it behind words that open no name.

    Each also with what a bracket behind it says in full or in letters.
    """
    close = _closed(tokens, end)
    while start < end:
        kinds = [kind_of(token.text) for token in tokens[start:end]]
        is_person = kinds[0] in {"given", "honour"} and all(kind in _OF_NAMES for kind in kinds)
        if not is_person and (len(kinds) > 1 or kinds[0] in {"Cap", "CAP"}):
            yield range(start, end)
            if close:
                yield range(start, close)
            yield from _halves(tokens, start, end)
        if kinds[0] not in {"Word", "event", "role", "honour"}:
            return
        start += 1
        while start < end and not tokens[start].is_large:
            start += 1


_OF_NAMES: Final = {"given", "Cap", "Initial", "particle", "honour"}


def _closed(tokens: Sequence[Token], at: int) -> int | None:
    """Returns where a bracket ends that opens here and holds words with large letters only: “ES (Example Society)”."""
    if at >= len(tokens) or tokens[at].text != "(":
        return None
    end = at + 1
    while end < len(tokens) and end - at < LONGEST and goes_on(tokens, at + 1, end):
        end += 1
    return end + 1 if end > at + 1 and end < len(tokens) and tokens[end].text == ")" else None


def _halves(tokens: Sequence[Token], start: int, end: int) -> Iterator[range]:
    """Yields both sides of a small word: “Example Society with the Sample Institute”, “Example Kelp and Sample Moss”.

    Of one that is no “and” only before the next group.
    """
    last = start
    for at in range(start, end):
        if not tokens[at].is_large:
            continue
        is_and = tokens[at - 1].text.casefold() in _AND
        if at - last > 1 and (is_and or kind_of(tokens[at].text) in {"group", "CAP"}):
            yield range(start, last + 1)
            yield range(at, end)
        last = at


_AND: Final = all_of("small.and") | {"&"}


# What may be an organisation that holds a webinar, and what is seen about each candidate over all of the text.
#
# Every run of words with large letters that may be the name of a group, what the rules and a second voice name, and the
# page's own name.


LONGEST_SHAPE, OFTEN = 6, 4
MOST_OF_LINE = 1000
CHANCES: Final = (0.02, 0.1, 0.3, 0.6, 0.8, 0.95, 1.01)


def folded_host(name: str) -> str:
    """Returns the name of an organisation for comparison, without its article and what stands in brackets."""
    return folded_name(re.sub(r"\s\([^()]*\)", "", name)).removeprefix("the ")


class HostCandidate(Struct, frozen=True):
    """What may hold the webinar, where it stands, and what is seen about it."""

    text: str
    lines: tuple[int, ...]
    seen: frozenset[str]

    @property
    def is_in_passing(self) -> bool:
        """Whether it is only where a speaker comes from, or stands once, behind “of the” or “from”."""
        is_behind = any(_FROM.fullmatch(each) for each in self.seen)
        return "affiliation" in self.seen or ("seen 1" in self.seen and is_behind)


_FROM: Final = re.compile(rf"ahead (?:{one_of('small.of')})(?: (?:{one_of('small.the')}))?", re.IGNORECASE)


class _Sightings(Struct):
    """All the places where a name stands."""

    text: str
    lines: tuple[int, ...]
    seen: set[str] = field(default_factory=set)
    count: int = 0
    heard: float = 0.0
    is_from: float = 0.0


class _Text(Struct, frozen=True):
    """What the text as a whole says: its page and title, its words and affiliations."""

    page: str
    said: str
    affiliations: str
    title: str


def candidates(
    marks: Sequence[LineTags],
    webinar: WebinarReading,
    page_title: str,
    *,
    heard: float = 1.0,
    known: Mapping[int, Sequence[Vote]] | None = None,
) -> list[HostCandidate]:
    """Returns whatever may hold the webinar, in the order of the text.

    `marks` is what a second voice makes of the lines, of which a share is `heard`. `known` are names of the site, by
    the number of the line.
    """
    found: dict[str, _Sightings] = {}
    for number, row in enumerate(marks):
        line = row.row.part.line
        groups = [vote for vote in (known or {}).get(line.number, ()) if vote.what == "known group"]
        starts = [(line.text.find(vote.text), vote) for vote in groups]
        of_site = [place_in(row.row.tokens, at, at + len(vote.text)) for at, vote in starts if at >= 0]
        for place in dict.fromkeys([*filter(len, of_site), *group_places(row)]):
            _look(found, row, place, number, len(marks))
    for organiser in webinar.organisers:
        _by_rule(found, organiser)
    text = _Text(
        page=folded_name(page_title),
        said=" | ".join(f" {folded_name(mark.row.part.line.text[:MOST_OF_LINE])} " for mark in marks),
        affiliations=" | ".join(folded_name(one.value.affiliation or "") for one in webinar.lineup),
        title=folded_name(webinar.title.value) if webinar.title else "",
    )
    return [
        HostCandidate(one.text, one.lines, frozenset(one.seen | _about(one, folded, heard, text)))
        for folded, one in found.items()
    ]


def _look(found: dict[str, _Sightings], marks: LineTags, place: range, number: int, count: int) -> None:
    tokens, line = marks.row.tokens, marks.row.part.line
    start, end = tokens[place[0]].start, tokens[place[-1]].end
    bare = tidy(line.text[start:end])
    own = line.text.find(bare, start)
    within = place_in(tokens, own, own + len(bare))
    name = nominative(bare, line.text[:own])
    folded = folded_name(name).removeprefix("the ")
    if not folded or not within or name.islower() or (name[0].isdigit() and is_only_date(name)):
        return
    one = found.setdefault(folded, _Sightings(name, line.numbers))
    one.count += 1
    one.heard = max(one.heard, marks.chance("organiser", within))
    one.is_from = max(one.is_from, marks.chance("affiliation", within))
    if one.count <= OFTEN:
        one.seen |= set(_around(marks.row, place, number, count))


def _around(row: TaggedLine, place: range, number: int, count: int) -> Iterator[str]:
    """Yields what is seen where a name stands: the line, its section, the words before and behind."""
    part, tokens = row.part, row.tokens
    line = part.line
    first, end = place[0], place[-1] + 1
    ahead, behind = [_word(tokens, first - step) for step in (1, 2)], [_word(tokens, end + step) for step in (0, 1)]
    yield f"ahead {ahead[0]}"
    yield f"ahead {ahead[1]} {ahead[0]}"
    yield f"behind {behind[0]}"
    yield f"behind {kind_of(tokens[end].text) if end < len(tokens) else '$'} ~{behind[0][-2:]}"
    yield f"behind {behind[0]} {behind[1]}"
    at = number if number < 4 else "few" if number < 9 else "end" if count - number < 4 else "in"
    is_whole = ahead[0] == "^" and behind[0] == "$"
    yield f"line {at} {'whole' if is_whole else 'opens' if ahead[0] == '^' else 'closes' if behind[0] == '$' else 'in'}"
    yield f"{line.kind}{' spoken' if len(tokens) > 12 else ''}{' meta' if line.is_meta else ''}"
    if is_whole:
        yield f"whole {at} {len(place)} {line.text[-1] if line.text[-1] in '.:?!' else 'open'}"
    if part.section:
        yield f"section {part.section}{' heading' if part.is_heading else ''}{' labelled' if part.is_labelled else ''}"
    if part.heading is not None and SIGN_OFF.match(part.heading.text):
        yield "signed"
    if any(link.text and link.text in line.text[tokens[first].start : tokens[end - 1].end] for link in line.links):
        yield "link"


def _word(tokens: Sequence[Token], at: int) -> str:
    if at < 0 or at >= len(tokens):
        return "^" if at < 0 else "$"
    return word_of(tokens[at].text, kind_of(tokens[at].text))


def _by_rule(found: dict[str, _Sightings], organiser: Found[str]) -> None:
    one = found.setdefault(
        folded_name(organiser.value).removeprefix("the "), _Sightings(organiser.value, organiser.lines)
    )
    one.text, one.lines = organiser.value, organiser.lines
    one.seen.add(f"rule {'guesses' if organiser.is_uncertain else 'says'}")


def _about(one: _Sightings, folded: str, heard: float, text: _Text) -> set[str]:
    """Returns what is seen about a name itself, and where else in the text it comes back."""
    kinds = [kind_of(token.text) for token in tokens_of(one.text)]
    seen = {
        f"seen {min(text.said.count(f' {folded} '), OFTEN)}",
        f"heard {_step(one.heard * heard)}",
        f"from {_step(one.is_from)}",
        f"words {min(len(kinds), LONGEST_SHAPE)}",
        f"shape {' '.join(kinds[:LONGEST_SHAPE])}",
        *(f"has {kind}" for kind in kinds),
    }
    if _GROWN.search(one.text):
        seen.add("grown together")
    if folded in text.page:
        is_all, is_end = folded == text.page, text.page.endswith(folded)
        seen.add("is page" if is_all else "closes page" if is_end else "in page")
    if folded in text.affiliations:
        seen.add("affiliation")
    if folded in text.title:
        seen.add("in title")
    return seen


def _step(chance: float) -> float:
    return next(most for most in CHANCES if chance <= most)


_GROWN: Final = re.compile(r"[^\W\d_A-Z][A-Z]")


SURE_OF_ORGANISER = 0.9
MOST_ALONE = 0.85
"""A host whom no rule found is never filled in: it may as well be where somebody is from."""
HOST_WORTH_OFFERING, MOST_HOSTS = 0.03, 6
"""Most texts have a host, and most of those that are unsure are still among the likeliest few."""


KNOWN = 6.0
"""What is added to the log odds of an organisation that is on the site.

Who is only where a speaker comes from is no surer for that: with less, half of the hosts that a site knows are missed.
"""


def hosts_of(
    marks: Sequence[LineTags],
    webinar: WebinarReading,
    page_title: str,
    *,
    people: Collection[str],
    title: str,
    known: KnownNames,
    places: Mapping[int, Sequence[Vote]],
) -> list[Found[str]]:
    """Returns whoever may hold the webinar, those whom the rules name first, then the likeliest.

    Nothing that has a speaker's name in it, and not what the webinar is called. What a rule says is never kept from
    whoever pastes. `places` is where names that are `known` stand, by the number of the line.
    """
    on_site = {folded_host(name) for name in known.organisations}
    found: list[Found[str]] = []
    ruled = {folded_name(organiser.value): organiser for organiser in webinar.organisers}
    taking_part = {folded_name(name) for name in people}
    for one in candidates(marks, webinar, page_title, known=places):
        folded = folded_name(one.text)
        is_known = folded_host(one.text) in on_site
        chance = moved(chances("hosts", [one.seen])[0], KNOWN * is_known)
        rule = ruled.get(folded)
        if rule:
            found.append(Found(rule.value, rule.lines, rule.is_uncertain, max(chance, WORTH_OFFERING)))
        elif folded != folded_name(title) and not any(person in folded for person in taking_part):
            is_sure = is_known and not one.is_in_passing
            found.append(Found(one.text, one.lines, True, chance if is_sure else min(chance, MOST_ALONE)))
    order = {folded: number for number, folded in enumerate(ruled)}
    return sorted(found, key=lambda one: (order.get(folded_name(one.value), len(order)), -one.probability))
