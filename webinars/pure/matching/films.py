"""Whether a film shows a webinar, and why: beginning and length decide, a title never does so alone."""

import datetime as dt
import enum
from collections.abc import Hashable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.pure.film_lists.answers import ListedFilm
from webinars.pure.matching.similarity import Talk, speaker_of_video, title_likeness

LATEST = dt.timedelta(days=21)
"""So long after the start a film of it may appear."""
SAME_MINUTE_S = 60
NEAR_PRESSED_S, NEAR_PLANNED_S = 10 * 60, 30 * 60
"""How far apart two beginnings are that are one, where it was said when it began, and where there is only the plan."""
SHORTEST, LONGEST = 0.5, 1.5
"""Of the length of the webinar: what is shorter is a part of it, what is longer something else."""
SAME_LENGTH = 0.02
SIMILAR = 0.5


class Verdict(enum.StrEnum):
    SURE = "sure"
    LESS_SURE = "less_sure"
    NO = "no"


class Evening(Struct, frozen=True, kw_only=True):
    """A webinar that is over, as far as a film can be compared with it."""

    key: int
    """Whatever the caller knows it by."""
    title: str
    began_at: dt.datetime
    is_begun_by_press: bool = False
    length_s: int
    is_ended_by_press: bool = False
    stream: str = ""
    """The film that its live stream is, if its address names one."""
    room: str = ""
    """The number of the meeting that it was held in."""
    talks: Sequence[Talk] = ()
    talk_lengths: Mapping[Hashable, int] = field(default_factory=dict)
    """In seconds, of the talks of which it was said when they began and ended."""


class Fit(Struct, frozen=True, kw_only=True):
    """What speaks for a film, and what against. None: there or here it is not known."""

    verdict: Verdict = Verdict.NO
    begins_apart_s: int | None = None
    is_beginning: bool | None = None
    length_apart_s: int | None = None
    is_length: bool | None = None
    is_address: bool | None = None
    title: float = 0.0
    talk: Hashable | None = None
    """Whose talk it perhaps is."""


def fit_of(film: ListedFilm, evening: Evening) -> Fit:
    """Returns how well a film fits a webinar."""
    apart = None if film.began_at is None else round((film.began_at - evening.began_at).total_seconds())
    near = NEAR_PRESSED_S if evening.is_begun_by_press else NEAR_PLANNED_S
    length = film.duration_s
    fit = Fit(
        begins_apart_s=apart,
        is_beginning=None if apart is None else abs(apart) <= near,
        length_apart_s=None if length is None else length - evening.length_s,
        is_length=None if length is None else SHORTEST <= length / evening.length_s <= LONGEST,
        is_address=_is_address(film, evening),
        title=title_likeness(film.title, evening.title),
    )
    is_whole = fit.is_address or fit.is_beginning or (fit.is_length and fit.title >= SIMILAR)
    fit = replace(fit, talk=None if is_whole else _talk_of(film, evening))
    return replace(fit, verdict=_verdict(film, evening, fit))


def fits(films: Sequence[ListedFilm], evenings: Sequence[Evening]) -> Iterator[tuple[ListedFilm, Evening]]:
    """Returns which film may be of which webinar. One that is surely of one is of no other."""
    for film in films:
        found = [(evening, fit_of(film, evening)) for evening in evenings]
        sure = [each for each in found if each[1].verdict is Verdict.SURE]
        if sure:
            yield film, min(sure, key=lambda each: (not each[1].is_address, abs(each[1].begins_apart_s or 0)))[0]
        else:
            yield from ((film, evening) for evening, fit in found if fit.verdict is Verdict.LESS_SURE)


def _verdict(film: ListedFilm, evening: Evening, fit: Fit) -> Verdict:
    if fit.is_address and fit.is_length is not False and fit.is_beginning is not False:
        return Verdict.SURE
    # A meeting of another number is another meeting, and who may see this webinar need not know of it.
    if fit.is_beginning is False or (film.room and not fit.is_address) or _is_of_another_time(film, evening):
        return Verdict.NO
    if fit.is_length is False:
        return Verdict.NO if fit.talk is None else Verdict.LESS_SURE
    if fit.is_beginning or fit.title >= SIMILAR:
        decides = fit.is_beginning and fit.is_length
        return Verdict.SURE if decides or _is_same_length(film, evening) else Verdict.LESS_SURE
    return Verdict.NO if fit.talk is None else Verdict.LESS_SURE


def _is_address(film: ListedFilm, evening: Evening) -> bool | None:
    """Returns whether a film is the stream, or was recorded in the room. None where neither can be compared."""
    if film.room and evening.room:
        return film.room == evening.room
    return evening.stream in {film.film, film.also} if evening.stream else None


def _is_of_another_time(film: ListedFilm, evening: Evening) -> bool:
    """Returns whether it appeared before the beginning, or so late that it is hardly meant."""
    seen_at = film.began_at or film.published_at
    near = dt.timedelta(seconds=NEAR_PLANNED_S)
    return seen_at is None or not evening.began_at - near <= seen_at <= evening.began_at + LATEST


def _is_same_length(film: ListedFilm, evening: Evening) -> bool:
    """Returns whether it is as long as was said: a plan says too little for that."""
    if film.duration_s is None or not evening.is_ended_by_press:
        return False
    return abs(film.duration_s - evening.length_s) <= max(SAME_MINUTE_S, SAME_LENGTH * evening.length_s)


def _talk_of(film: ListedFilm, evening: Evening) -> Hashable | None:
    """Returns whose talk a film shows: its title names the person, and it is no longer than that talk can be."""
    name = speaker_of_video(film.title, [talk.name for talk in evening.talks])
    found = next((talk.key for talk in evening.talks if talk.name == name), None)
    if name is None or film.duration_s is None:
        return None
    most = evening.talk_lengths.get(found, evening.length_s)
    return found if film.duration_s <= LONGEST * most and film.duration_s < evening.length_s else None
