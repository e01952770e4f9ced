"""The starts as one of those who are asked answers them: on a speaker's own page, or for a co-organiser at the desk."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webinars.domain.scheduling.date_polls.actions import WORDS_LENGTH, start_fingerprint
from webinars.domain.scheduling.date_polls.local_hours import LocalHour, local_hour, starts_at
from webinars.domain.scheduling.date_polls.queries import Participant, answers_of, replies_of, void_of
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines
from webinars.models import Availability, ProposedStart, StartPoll, Webinar
from webinars.pure.times import canonical, line_label, presentable
from webinars.web.number_converter import as_id


class SentAnswers(Struct, frozen=True, kw_only=True):
    """What was sent: the answers by the ids of the starts, what was read of each, and the words."""

    answers: Mapping[int, Availability | None] = field(default_factory=dict)
    seen: Mapping[int, str] = field(default_factory=dict)
    words: str = ""

    @property
    def wrong(self) -> Mapping[str, str]:
        """Returns what is wrong with it, by the names of the fields."""
        if len(many_lines(self.words)) <= WORDS_LENGTH:
            return {}
        return {"words": _("Write at most %(num)s characters.", num=WORDS_LENGTH)}


class StartWithAnswer(Struct, frozen=True, kw_only=True):
    """One start, and what is said to it."""

    start: ProposedStart
    hour: LocalHour
    answer: Availability | None
    is_void: bool
    """It was answered before it was changed."""
    seen: str


class OwnAnswers(Struct, frozen=True, kw_only=True):
    """All starts in the order of the calendar, in the zone of whoever answers."""

    voice: Participant
    timezone: str
    place: str
    slots: Sequence[StartWithAnswer]
    words: str
    answered_count: int
    """How many are answered, as it is stored."""

    @property
    def chosen(self) -> StartWithAnswer | None:
        return next((each for each in self.slots if each.start.is_chosen), None)


def own_answers(
    session: Session, webinar: Webinar, poll: StartPoll, voice: Participant, typed: SentAnswers | None = None
) -> OwnAnswers:
    """Returns what is asked of `voice`, with what is stored, or with what was `typed` and could not be."""
    zone = presentable(voice.timezone or webinar.timezone or webinar.host.timezone)
    reply = replies_of(session, webinar.id).get(voice.key)
    stored, void = answers_of(reply, poll.starts), void_of(reply, poll.starts)
    slots = []
    for start in sorted(poll.starts, key=lambda each: (starts_at(each), each.id)):
        is_typed = typed is not None and typed.seen.get(start.id) == start_fingerprint(start)
        slots.append(
            StartWithAnswer(
                start=start,
                hour=local_hour(webinar, start, zone),
                answer=typed.answers.get(start.id) if typed is not None and is_typed else stored.get(start.id),
                is_void=start.id in void or (typed is not None and start.id in typed.seen and not is_typed),
                seen=start_fingerprint(start),
            )
        )
    return OwnAnswers(
        voice=voice,
        timezone=canonical(zone),
        place=line_label(zone),
        slots=slots,
        words=typed.words if typed is not None else reply.words if reply is not None else "",
        answered_count=len(stored),
    )


def given_in(form: MultiDict[str, str]) -> SentAnswers:
    """Returns what a form says. A start of which it chooses nothing is not answered, and what is no answer is none."""
    seen = {}
    for name, value in form.items():
        word, _dash, number = name.partition("-")
        start_id = as_id(number)
        if word == "seen" and start_id is not None:
            seen[start_id] = value
    known = {each.value: each for each in Availability}
    answers = {number: known.get(form.get(f"start-{number}", "")) for number in seen}
    return SentAnswers(answers=answers, seen=seen, words=form.get("words", ""))
