"""The desk an author writes at: facts of a story become blocks of a page."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from benchmarks.texts.b import clock_words, moments
from benchmarks.texts.b.articles import OF, before, before_job
from benchmarks.texts.b.blocks import Block, filled, without_spare_commas
from benchmarks.texts.b.grammar import Piece, Pieces, Slots, Voice
from benchmarks.texts.b.people import Person, made_name
from benchmarks.texts.b.slots import slots_of
from benchmarks.texts.b.story import Story
from benchmarks.texts.labelled import Label

if TYPE_CHECKING:
    from collections.abc import Callable

_LINE_SHAPES = ("N (A)", "N, A", "N – A", "N | A", "N - A", "N / A", "N, A", "N (A)", "N\nA", "N: A", "N — A")
_ROLE_SHAPES = ("R: L", "R: L", "L (R)", "L, R", "R – L", "R L")
_TALK_SHAPES = ("L: T", "L\nT", "T\nL", "L: “T”", "“T” – L", "T | L", "L – T")

_SENTENCE_ENDS = (". ", "? ", "! ")


@dataclass(slots=True)
class Desk:
    """Where one author puts one text together."""

    story: Story
    blocks: list[Block] = field(default_factory=list)
    is_url_printed: bool = False
    line_shape: str = ""
    role_shape: str = ""
    talk_shape: str = ""
    inline: str = ""
    labels: Voice = field(init=False)
    """Speaks headings and labels: in some places those of the site are English, whatever the text is."""
    is_settled: bool = False
    """Whether the starts are known though no hours stand beside a date."""

    def __post_init__(self) -> None:
        chance = self.chance
        self.line_shape = chance.choice(_LINE_SHAPES)
        self.role_shape = chance.choice(_ROLE_SHAPES)
        self.talk_shape = chance.choice(_TALK_SHAPES)
        self.inline = chance.choice(("paren", "paren", "none", "of", "comma", "before"))
        is_mixed = self.voice.language != "en" and chance.random() < 0.05
        self.labels = Voice("en", chance) if is_mixed else self.voice

    @property
    def voice(self) -> Voice:
        return self.story.voice

    @property
    def chance(self) -> Random:
        return self.story.voice.chance

    def maybe(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def put(self, what: str, *rows: Pieces, level: int = 2) -> None:
        """Put a block of one-cell rows on the page, unless all are empty."""
        kept = [[without_spare_commas(row)] for row in rows if row]
        if kept:
            self.blocks.append(Block(what, kept, level))

    def head(self, rule: str) -> None:
        self.put("head", [Piece(self.voice.capital(self.labels.words(rule)))])

    def para(self, *rules: str) -> None:
        """Put one paragraph of sentences of the rules."""
        pieces: Pieces = []
        for rule in rules:
            said = self.voice.say(rule, self.slots())
            if said and pieces:
                pieces.append(Piece(" " if pieces[-1].text.endswith((".", "!", "?", ")", ":", "»")) else "\n"))
            pieces += said
        for number, piece in enumerate(pieces):
            is_first = number == 0 and not self._follows_comma()
            if piece.label in {None, Label.AFFILIATION} and (
                is_first or (number and pieces[number - 1].text.endswith(_SENTENCE_ENDS))
            ):
                pieces[number] = piece._replace(text=self.voice.capital(piece.text))
        self.put("para", pieces)

    def _follows_comma(self) -> bool:
        """Returns whether the greeting before is one that German goes on from with a small letter."""
        before = self.blocks[-1].rows[-1][0] if self.blocks else []
        return self.voice.language == "de" and bool(before) and before[-1].text.endswith(",")

    def lines(self, *rules: str) -> None:
        self.put("lines", *(self.voice.say(rule, self.slots()) for rule in rules))

    def title(self, *, has_kicker: bool | None = None, level: int = 1) -> None:
        """Put the title as a heading, sometimes behind a word such as "Webinar:"."""
        pieces = self.title_pieces()
        if has_kicker or (has_kicker is None and self.maybe(0.25)):
            rule = "kicker_after" if self.story.kind == "recap" else "kicker"
            pieces = [Piece(self.voice.words(rule).rstrip() + " "), *pieces]
        elif has_kicker is None and self.maybe(0.08):
            mark = self.chance.choice((": ", " – ", " | ", " - ", " » "))
            pieces = [Piece(self.story.series, Label.SERIES), Piece(mark), *pieces]
        elif has_kicker is None and self.maybe(0.12):
            pieces = [*pieces, *self._after_title()]
        self.put("title", pieces, level=level)

    def _after_title(self) -> Pieces:
        """Returns what stands behind a title that does not belong to it: the kind of meeting, its date, its house."""
        what = [Piece(self.voice.words("webinar"))]
        draw = self.chance.randrange(4)
        if draw == 0 and self.story.kind == "announcement":
            return [Piece(" ("), *self.time(self.story.start.date), Piece(")")]
        if draw == 1:
            return [Piece(self.chance.choice((" | ", " – ", " « "))), *self.org_pieces(0, 1)]
        return [Piece(" ("), *what, Piece(")")] if draw == 2 else [Piece(" – "), *what]

    def title_pieces(self) -> Pieces:
        return [Piece(self.story.title, Label.TITLE)]

    def org_pieces(self, first: int = 0, count: int | None = None, case: int | None = None) -> Pieces:
        """Returns the organisers, joined by commas and the word for "and", with what precedes them in a sentence."""
        last = len(self.story.organisers) if count is None else first + count
        numbers = range(first, min(last, len(self.story.organisers)))
        parts = []
        for number in numbers:
            name = self.story.organisers[number]
            words = "" if case is None else before(self.voice.language, name, case)
            parts.append([*([Piece(words)] if words else []), Piece(name, Label.ORGANISER, number)])
        return self.joined(parts)

    def joined(self, parts: list[Pieces]) -> Pieces:
        pieces: Pieces = []
        for number, part in enumerate(parts):
            if number:
                is_last = number == len(parts) - 1
                pieces.append(Piece(f" {self._and(part[0].text)} " if is_last else ", "))
            pieces += part
        return pieces

    def _and(self, following: str) -> str:
        """Returns the word for "and", which Spanish changes before the sound of i."""
        if self.voice.language == "es" and following.startswith(("I", "Hi")):
            return "e"
        return self.voice.words("and")

    def name(self, person: Person) -> Pieces:
        """Returns a person's name, with what stands before it."""
        honorific = [Piece(f"{person.honorific} ")] if person.honorific else []
        return [*honorific, Piece(person.name, Label.PERSON, person.number)]

    def belongs(self, person: Person, *, is_short: bool = False) -> Pieces:
        words = person.short if is_short else person.long
        return [Piece(words, Label.AFFILIATION, person.number)]

    def inline_person(self, person: Person) -> Pieces:
        """Returns a person within a sentence."""
        pieces = self.name(person)
        if self.inline == "paren":
            return [*pieces, Piece(" ("), *self.belongs(person, is_short=True), Piece(")")]
        article = before_job(self.voice.language, person.job, is_woman=person.is_woman)
        if self.inline == "before" and article is not None:
            job = Piece(person.job, Label.AFFILIATION, person.number)
            return [*([Piece(article)] if article else []), job, Piece(" "), pieces[-1]]
        if self.inline == "comma":
            return [*pieces, Piece(", "), *self.belongs(person, is_short=True), Piece(",")]
        where = before(self.voice.language, person.short, OF) if person.is_of_organisation else ""
        if self.inline == "of" and where:
            return [*pieces, Piece(f" {where}"), *self.belongs(person, is_short=True)]
        return pieces

    def person_line(self, person: Person, *, has_talk: bool = False, has_aff: bool = True) -> Pieces:
        """Returns a person on a line of their own, in the shape this author keeps to."""
        line = self.name(person)
        if has_aff:
            shape = self.line_shape
            is_short = "(" in shape or "/" in shape or (person.role != "speaker" and self.role_shape == "L, R")
            line = filled(shape, {"N": lambda: self.name(person), "A": lambda: self.belongs(person, is_short=is_short)})
        if person.role != "speaker" and self.voice_has_role(person):
            role = self.voice.words(f"role_{person.role}")
            shape = self.role_shape
            if shape == "R L":
                shape = "R: L"
            if shape.startswith("R"):
                role = self.voice.capital(role)
            return filled(shape, {"L": lambda: line, "R": lambda: [Piece(role, Label.ROLE)]})
        if has_talk and person.talk:
            talk = person.talk
            return filled(self.talk_shape, {"L": lambda: line, "T": lambda: [Piece(talk, Label.TALK)]})
        return line

    def voice_has_role(self, person: Person) -> bool:
        return person.role in {"moderator", "chair", "respondent", "host", "keynote"}

    def people(self, *, has_talks: bool = False, what: str = "list", head: str | None = "head_speakers") -> None:
        """Put everybody as rows below a heading, which may make them panelists."""
        if head == "head_speakers" and not has_talks and len(self.story.speakers) > 2 and self.maybe(0.12):
            head = "head_panelists"
            for person in self.story.speakers:
                person.role = "panelist"
        if head:
            self.head(head)
        has_aff = self.maybe(0.88)
        self.put(what, *(self.person_line(p, has_talk=has_talks, has_aff=has_aff) for p in self.story.people))

    def people_sentence(self) -> None:
        """Put up to three speakers, and whoever has another task, in running prose."""
        count = min(len(self.story.speakers), 3)
        tail = "_after" if self.story.kind == "recap" else ""
        rules = [f"pp{count}{tail}"]
        if self.story.special is not None and self.story.kind != "recap":
            rules.append("role_prose")
        self.para(*rules)

    def questions(self, *, has_topics: bool = False) -> None:
        asked = self.story.topics if has_topics else self.story.questions
        self.head("head_topics" if has_topics else "head_questions")
        self.put("list", *([Piece(question, Label.QUESTION)] for question in asked))

    def when_list(self) -> None:
        """Put the date, and each clock's hours on a row of its own."""
        self.put("para", self.time(self.story.start.date))
        self.put("list", *(self.time(claim) for claim in self.story.start.claims if claim))

    def time(self, words: str) -> Pieces:
        return [Piece(words, Label.TIME)]

    def facts(self, *names: str) -> None:
        """Put label-and-value rows."""
        rows = [row for name in names for row in (self.fact(name),) if row]
        self.blocks.append(Block("facts", rows))

    def fact(self, name: str) -> list[Pieces]:
        """Returns a label, its value and its little picture."""
        values: dict[str, tuple[str, Callable[[], Pieces], str]] = {
            "date": ("label_date", lambda: self.time(self.story.start.date), "📅"),
            "time": ("label_time", lambda: self.time(self.story.start.hours), "🕕"),
            "when": ("label_date", lambda: self.time(self.story.start.line), "🗓"),
            "place": ("label_place", lambda: self.voice.say("place_value"), "📍"),
            "title": ("label_title", self.title_pieces, "🎯"),
            "fee": ("label_fee", lambda: self.voice.say("fee_value"), "🎟"),
            "org": ("label_org", self.org_pieces, "🤝"),
            "series": ("label_series", lambda: [Piece(self.story.series, Label.SERIES)], "📚"),
            "with": ("label_with", self.with_pieces, "🎤"),
            "contact": ("label_contact", lambda: [Piece(f"{self.stranger()}, info@example.org")], "✉️"),
            "register": ("label_register", self.url, "👉"),
        }
        rule, value, picture = values[name]
        return [[Piece(self.voice.capital(self.labels.words(rule)))], value(), [Piece(picture)]]

    def with_pieces(self) -> Pieces:
        """Returns all speakers in one line."""
        return without_spare_commas(self.joined([self.inline_person(person) for person in self.story.speakers]))

    def url(self) -> Pieces:
        self.is_url_printed = True
        return [Piece(self.story.url)]

    def register(self) -> None:
        """Put a link to the registration, or only the words of a button whose address was lost."""
        label = [Piece(self.voice.words("register_label"))]
        if self.maybe(0.7):
            self.blocks.append(Block("link", [[label, self.url()]]))
        else:
            self.put("button", label)

    def video(self, label: Pieces) -> None:
        token = "".join(self.chance.choice("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNP0123456789_-") for _ in range(11))
        address = self.chance.choice(("https://youtu.be/", "https://www.youtube.com/watch?v="))
        self.blocks.append(Block("link", [[label, [Piece(f"{address}{token}")]]]))

    def stranger(self) -> str:
        name, _ = made_name(self.voice, is_woman=self.maybe())
        while name.casefold() in self.story.taken:
            name, _ = made_name(self.voice, is_woman=self.maybe())
        self.story.taken.add(name.casefold())
        return name

    def other_date(self, days: int, *, since: dt.date | None = None) -> str:
        pattern = clock_words.SHORT_DATES[self.voice.language].split("|")[1]
        day = (since or self.story.start.day) + dt.timedelta(days=days)
        return moments.printed_date(pattern, day, self.voice.language)

    def other_title(self) -> str:
        return self.voice.capital(self.voice.words("title"))

    def opening(self) -> str:
        """Returns what a programme begins with."""
        return self.voice.alternatives("next_talk")[0]

    def posted(self) -> str:
        pattern = clock_words.DATES[self.voice.language].split("|")[2]
        return moments.printed_date(pattern, self.story.published_on, self.voice.language)

    def slots(self) -> Slots:
        """Returns what sentences can be filled with."""
        return slots_of(self)
