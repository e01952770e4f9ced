"""Texts by a second generator: facts of a story, put into blocks by an author, shown on a paper."""

from collections.abc import Callable, Iterator
from random import Random

from benchmarks.texts.b import authors_after, authors_near, authors_odd, authors_public, markup, plain
from benchmarks.texts.b.desk import Desk
from benchmarks.texts.b.grammar import Voice
from benchmarks.texts.b.story import Story, made_story
from benchmarks.texts.b.truth import labelled
from benchmarks.texts.labelled import LANGUAGES, Labelled

Author = Callable[[Desk], None]

BEFORE: tuple[Author, ...] = authors_near.AUTHORS + authors_public.AUTHORS + authors_odd.AUTHORS
OF_SEVERAL_STARTS = authors_public.OF_SEVERAL_STARTS + authors_odd.OF_SEVERAL_STARTS
AFTER: tuple[Author, ...] = authors_after.AUTHORS
PLAIN_ONLY = authors_odd.PLAIN_ONLY + authors_after.PLAIN_ONLY
HTML_SHARE = 0.25


def texts(seed: int, count: int, languages: tuple[str, ...] = LANGUAGES) -> Iterator[Labelled]:
    """Yields `count` texts, the languages by turns. They are the same ones for the same arguments."""
    chance = Random(seed)
    for number in range(count):
        yield _text(Random(chance.getrandbits(64)), languages[number % len(languages)])


def _text(chance: Random, language: str) -> Labelled:
    voice = Voice(language, chance)
    is_after = chance.random() < 0.17
    author = chance.choice(AFTER if is_after else BEFORE)
    story = _story(voice, author, is_after=is_after)
    desk = Desk(story)
    author(desk)
    shape = author.__name__
    if author not in PLAIN_ONLY and chance.random() < HTML_SHARE:
        writer = markup.write(desk.blocks, markup.sheet(chance))
        return labelled(desk, writer, shape=f"{shape}/html", is_html=True)
    writer = plain.write(desk.blocks, plain.look(chance, language), chance)
    return labelled(desk, writer, shape=shape, is_html=False)


def _story(voice: Voice, author: Author, *, is_after: bool) -> Story:
    kind = "recap" if is_after else "announcement"
    if author in OF_SEVERAL_STARTS:
        count = voice.chance.choice((2, 3, 3, 4))
        return made_story(voice, kind=kind, start_count=count, speaker_count=count)
    return made_story(voice, kind=kind)
