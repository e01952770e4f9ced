"""Questions from the audience as pages show them: each with what was merged into it, and where its answer is seen."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from webinars.domain.questions.public_queries import PublicQuestion
from webinars.domain.recordings.watch_links import WatchLink
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import QuestionState

Watching = Callable[[int], WatchLink | None]
_VOTED_FOR = (QuestionState.OPEN, QuestionState.ANSWERING)


class PublicQuestionRow(Struct, frozen=True, kw_only=True):
    """One question of a list."""

    question: PublicQuestion
    also: Sequence[PublicQuestion]
    """Those that were merged into it."""
    into: PublicQuestion | None
    """The one that it stands below."""
    watch: WatchLink | None
    """Where its answer is seen."""
    can_be_voted_for: bool
    is_voted_for: bool

    @property
    def is_in_recording(self) -> bool:
        return self.question.state is QuestionState.ANSWERED and self.watch is not None

    @property
    def is_in_writing(self) -> bool:
        return self.question.state is QuestionState.ANSWERED and bool(self.question.answer)

    @property
    def is_open(self) -> bool:
        return self.question.state in _VOTED_FOR


def rows_of(
    questions: Sequence[PublicQuestion],
    find: Watching,
    *,
    is_voting: bool,
    voted: Collection[int] = (),
) -> list[PublicQuestionRow]:
    """Returns a row for each question, in their order. One that stands below another which is not there is left out.

    `voted`: the numbers of those that the reader has voted for, where that is known.
    """
    known = {each.number: each for each in questions}
    below: dict[int, list[PublicQuestion]] = {}
    for each in questions:
        if each.merged_into is not None:
            below.setdefault(each.merged_into, []).append(each)
    return [
        PublicQuestionRow(
            question=each,
            also=below.get(each.number, ()),
            into=None if each.merged_into is None else known[each.merged_into],
            watch=watch_of(each, find),
            can_be_voted_for=is_voting and each.state in _VOTED_FOR,
            is_voted_for=each.number in voted,
        )
        for each in questions
        if each.merged_into is None or each.merged_into in known
    ]


def watch_of(question: PublicQuestion, find: Watching) -> WatchLink | None:
    """Returns where the answer of a question is seen, or None while it has none, or no recording shows it."""
    if question.state is not QuestionState.ANSWERED or question.answered_s is None:
        return None
    return find(question.answered_s)


def by_votes(rows: Iterable[PublicQuestionRow]) -> list[PublicQuestionRow]:
    """Returns the rows with the most votes first, and the older first where they are equal."""
    return sorted(rows, key=lambda row: (-row.question.votes, row.question.number))


def newest_first(rows: Iterable[PublicQuestionRow]) -> list[PublicQuestionRow]:
    return sorted(rows, key=lambda row: -row.question.number)


def when_answered(answered_s: int | None) -> str:
    """Returns when an answer began, before there is a recording to lead to: "33 minutes in".

    An empty text if nobody knows.
    """
    if answered_s is None:
        return ""
    minutes = answered_s // 60
    if minutes < 0:
        return _("Before the start")
    if minutes == 0:
        return _("In the first minute")
    return ngettext("One minute in", "%(num)s minutes in", minutes)


def answer_words(question: PublicQuestion) -> str:
    """Returns what became of a question that was answered live, without where it is seen: "33 minutes in, by Ada"."""
    when = when_answered(question.answered_s)
    if when and question.for_whom:
        return _("%(when)s, by %(name)s", when=when, name=question.for_whom)
    return when or (_("By %(name)s", name=question.for_whom) if question.for_whom else "")


FILTERS: Mapping[str, Callable[[PublicQuestionRow], bool]] = {
    "recording": lambda row: row.is_in_recording,
    "writing": lambda row: row.is_in_writing,
    "open": lambda row: row.is_open,
}
"""What may be chosen after the webinar, as `?show=` names it."""
