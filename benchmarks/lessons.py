"""What the tagger is taught: lines of texts with the true label of each word, from three sources, or four.

Texts of generator A; those that the reader's tests keep; what our own writer makes of the same people and titles; and,
if there is a file of them, what people on a site have made of texts they pasted.
"""

import datetime as dt
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.texts.labelled import Label, Labelled, Span, TruePerson
from webinars.lib.i18n import use_locale
from webinars.pure.announcements.model import NOTHING_KNOWN, KnownNames, Role
from webinars.pure.announcements.reader.combine_voices import all_votes, known_votes, votes_of
from webinars.pure.announcements.reader.people.names import folded_name, name_in
from webinars.pure.announcements.reader.reading import by_rules
from webinars.pure.announcements.reader.tagging.features import TaggedLine, lines_with_features
from webinars.pure.announcements.reader.tagging.tokens import place_in
from webinars.pure.announcements.reader.tagging.word_kinds import kind_of
from webinars.pure.announcements.writer import (
    Announcement,
    Appearance,
    HouseStyle,
    ModeratorWording,
    html,
    markdown,
    plain,
    wordpress,
)
from webinars.pure.times import DisplayZone, zone_line

Lesson = tuple[list[list[str]], list[str]]
"""The features of each word of a line, and the label of each."""
Values = Iterable[tuple[Label, str | None]]

KNOWS_SOME = 0.25
"""Of the texts, of which the site knows some of the people and groups."""
TAUGHT = {Label.TITLE, Label.PERSON, Label.AFFILIATION, Label.TALK, Label.ORGANISER, Label.QUESTION}
KEPT = Path(__file__).parent.parent / "tests/unit/pure/announcements/texts"
KEPT_ON = dt.date(2027, 2, 10)
IN_CAPITALS, WITHOUT_BREAKS, FROM_AFAR = 0.1, 0.06, 0.12
"""Of the made-up texts, those that are pasted so."""
AFAR = (
    "王晓东", "陈丽", "刘子涵", "高橋 健", "渡辺美咲", "박지훈", "이수민", "최 영호", "Trần Văn Bình",
    "Lê Thị Hồng Nhung",
    "Phạm Quốc Huy", "Борис Калашников", "Світлана Мороз", "Νίκος Σταύρου", "מיכל אברהמי", "سامي الخطيب", "مريم نصار",
    "Guðrún Ása Birgisdóttir", "Nomvula Zwane", "Ngozi Chukwuemeka", "Birutė Žemaitienė",
    "Keoni Makoa", "Ayşegül Çınar",
)  # fmt: skip
"""Made-up names of languages that the generator does not have."""
HEARS_RULES = 0.3
"""Of the kept texts: the rules were written beside them and make no mistake there, which would teach too much trust."""
ZONES = (
    DisplayZone("Britain", "Europe/London"),
    DisplayZone("US Eastern", "America/New_York"),
    DisplayZone("India", "Asia/Kolkata"),
)


def made(labelled: Labelled, chance: random.Random) -> Iterator[Lesson]:
    """Yields the lines of a made-up text, labelled by its spans."""
    parts, webinar, _called = by_rules(labelled.text, published_on=labelled.published_on)
    rows = list(lines_with_features(parts, all_votes(webinar, known_votes(parts, _known(labelled, chance)))))
    labels = _nothing(rows)
    line, at = 0, 0
    for span in sorted(labelled.spans, key=lambda span: span.start):
        if span.label not in TAUGHT:
            continue
        words = " ".join(labelled.text[span.start : span.end].split())
        found = _found(rows, words, line, at)
        if found is None:
            continue
        line, start = found
        at = start + 1
        _mark(labels[line], place_in(rows[line].tokens, start, start + len(words)), span.label)
    yield from _lines(rows, labels)


def kept(path: Path, chance: random.Random) -> Iterator[Lesson]:
    """Yields the lines of a text of the reader's tests, labelled by the truth beside it."""
    text = next(other for kind in (".txt", ".html") if (other := path.with_suffix(kind)).exists())
    values = set(_values(json.loads(path.read_text(encoding="utf-8"))))
    hears = chance.random() < HEARS_RULES
    yield from _by_truth(text.read_text(encoding="utf-8"), KEPT_ON, values, hears_rules=hears)


def taught(path: Path) -> list[Labelled]:
    """Returns the examples of a site, as `webinars reader-examples` writes them. Raises ValueError for what is none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_taught(json.loads(line)) for line in lines if line.strip()]


def _taught(said: dict[str, Any]) -> Labelled:
    spans = tuple(Span(each["start"], each["end"], Label(each["label"])) for each in said["spans"])

    def values(label: Label) -> tuple[str, ...]:
        return tuple(" ".join(said["text"][one.start : one.end].split()) for one in spans if one.label is label)

    return Labelled(
        text=said["text"],
        language="",
        shape="of a site",
        published_on=dt.date.fromisoformat(said["published_on"]),
        kind="",
        title=next(iter(values(Label.TITLE)), None),
        sessions=(),
        people=tuple(TruePerson(name) for name in dict.fromkeys(values(Label.PERSON))),
        organisers=values(Label.ORGANISER),
        spans=spans,
    )


def written(labelled: Labelled, chance: random.Random) -> Iterator[Lesson]:
    """Yields the lines of an announcement of our own about the same people, as whoever receives it pastes it."""
    text = announced(labelled, chance)
    if text is None:
        return
    values: list[tuple[Label, str | None]] = [(Label.TITLE, labelled.title)]
    for one in labelled.people:
        values += [(Label.PERSON, one.name), (Label.AFFILIATION, one.affiliation)]
    values += [(Label.ORGANISER, name) for name in labelled.organisers]
    values += [(Label.QUESTION, question) for question in labelled.questions]
    yield from _by_truth(text, labelled.published_on, set(values), hears_rules=True)


def announced(labelled: Labelled, chance: random.Random) -> str | None:
    """Returns what our own writer makes of the same webinar, or None where it has no title or no start."""
    starts_at = next((one.starts_at for one in labelled.sessions if one.starts_at), None)
    if starts_at is None or not labelled.title:
        return None
    with use_locale(labelled.language):
        line = zone_line(starts_at, ZONES[0].timezone, ZONES)
    people = [Appearance(one.name, one.affiliation, Role(one.role), None) for one in labelled.people]
    announcement = Announcement(
        labelled.title,
        line,
        lineup=tuple(people),
        organisers=labelled.organisers,
        questions=labelled.questions,
        page_url="https://webinars.example/webinars/one",
        registration_url="https://example.org/register/one",
        language=labelled.language,
        style=HouseStyle(has_emoji=chance.random() < 0.5, moderator=chance.choice(list(ModeratorWording))),
    )
    return chance.choice([plain, markdown, html, wordpress])(announcement)


def forgetful(features: Sequence[str]) -> list[str]:
    """Returns the same word where no list holds the given name: most names of the world are in none."""
    return [feature.replace("given", "Cap") for feature in features]


def _by_truth(text: str, published_on: dt.date, values: Values, *, hears_rules: bool) -> Iterator[Lesson]:
    """A name is labelled wherever it stands, any other value where the rules find it, else where it stands first."""
    parts, webinar, _called = by_rules(text, published_on=published_on)
    votes = votes_of(webinar)
    rows = list(lines_with_features(parts, votes if hears_rules else {}))
    labels = _nothing(rows)
    for label, value in sorted(((label, value) for label, value in values if value), key=_longest_first):
        places = [number for number, row in enumerate(rows) if value in row.part.line.text]
        voted = [
            number
            for number in places
            if any(value == vote.text for line in rows[number].part.line.numbers for vote in votes.get(line, ()))
        ]
        for number in places if label is Label.PERSON else voted or places[:1]:
            start = rows[number].part.line.text.find(value)
            place = place_in(rows[number].tokens, start, start + len(value))
            if all(labels[number][token] == "O" for token in place):
                _mark(labels[number], place, label)
    yield from _lines(rows, labels)


def _longest_first(pair: tuple[Label, str]) -> tuple[int, str, str]:
    return -len(pair[1]), pair[1], pair[0]


def _values(truth: dict[str, Any]) -> Iterator[tuple[Label, str | None]]:
    for webinar in truth["webinars"]:
        for name, affiliation, _role, talk in webinar["lineup"]:
            yield from ((Label.PERSON, name), (Label.AFFILIATION, affiliation), (Label.TALK, talk))
        yield from ((Label.ORGANISER, name) for name in webinar["organisers"])
        yield from ((Label.QUESTION, question) for question in webinar["questions"])
        yield Label.TITLE, webinar["title"]


def _known(labelled: Labelled, chance: random.Random) -> KnownNames:
    """Returns what a site might know: of some texts some of the people and organisers, of most nothing."""
    if chance.random() > KNOWS_SOME:
        return NOTHING_KNOWN
    people = [one.name for one in labelled.people if chance.random() < 0.5]
    people += [name for name in _mentioned(labelled) if chance.random() < 0.8]
    groups = [name for name in labelled.organisers if chance.random() < 0.7]
    groups += [one.affiliation for one in labelled.people if one.affiliation and chance.random() < 0.3]
    return KnownNames(tuple(people), tuple(groups))


def _mentioned(labelled: Labelled) -> Iterator[str]:
    """Yields who is named and takes no part: a known name alone shall not make a speaker."""
    taking_part = {folded_name(one.name) for one in labelled.people}
    for found in _NAME.finditer(labelled.text):
        is_given = kind_of(found[0].split()[0]) == "given"
        if is_given and name_in(found[0], is_strict=True) and folded_name(found[0]) not in taking_part:
            yield found[0]


_NAME = re.compile(r"[^\W\d_a-z][\w’-]+(?: [^\W\d_a-z][\w’-]+){1,2}")


def _nothing(rows: Sequence[TaggedLine]) -> list[list[str]]:
    return [["O"] * len(row.tokens) for row in rows]


def _mark(labels: list[str], place: Sequence[int], label: Label) -> None:
    for step, token in enumerate(place):
        labels[token] = f"{'I' if step else 'B'}-{label}"


def _lines(rows: Sequence[TaggedLine], labels: Sequence[list[str]]) -> Iterator[Lesson]:
    for row, own in zip(rows, labels, strict=True):
        if row.tokens:
            yield [list(one) for one in row.features], own


def _found(rows: Sequence[TaggedLine], words: str, line: int, at: int) -> tuple[int, int] | None:
    """Returns where the words stand next, from a place on."""
    for number in range(line, len(rows)):
        start = rows[number].part.line.text.find(words, at if number == line else 0)
        if start >= 0:
            return number, start
    return None


def roughened(labelled: Labelled, chance: random.Random) -> Labelled:
    """Returns the text as some are pasted: surnames in capitals, no line breaks in a block, names from elsewhere."""
    dice = chance.random()
    text = labelled.text
    if dice < IN_CAPITALS:
        for one in labelled.people:
            given, space, last = one.name.rpartition(" ")
            if space and len(last.upper()) == len(last):
                text = text.replace(one.name, f"{given} {last.upper()}")
    elif dice < IN_CAPITALS + WITHOUT_BREAKS and not labelled.is_html:
        text = re.sub(r"(?<=\S)\n(?=\S)", " ", text)
    elif dice < IN_CAPITALS + WITHOUT_BREAKS + FROM_AFAR:
        return _renamed(labelled, chance)
    return replace(labelled, text=text)  # every character is where it was, so that the labels hold


def _renamed(labelled: Labelled, chance: random.Random) -> Labelled:
    others = chance.sample(AFAR, len(AFAR))
    names = dict(zip((one.name for one in labelled.people), others, strict=False))
    pieces, spans, at, moved = [], [], 0, 0
    for span in sorted(labelled.spans, key=lambda span: span.start):
        words = labelled.text[span.start : span.end]
        now = names.get(words, words) if span.label is Label.PERSON else words
        pieces += [labelled.text[at : span.start], now]
        start, at = span.start + moved, span.end
        moved += len(now) - len(words)
        spans.append(Span(start, start + len(now), span.label))
    people = tuple(replace(one, name=names.get(one.name, one.name)) for one in labelled.people)
    return replace(labelled, text="".join([*pieces, labelled.text[at:]]), spans=tuple(spans), people=people)
