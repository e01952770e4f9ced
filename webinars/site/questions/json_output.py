"""The questions of a webinar as programs read them: `questions.json`, by which open pages and the stage follow."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

from webinars.domain.questions.boards import AskingState, asking_of, is_voting
from webinars.domain.questions.public_queries import MOST_OPEN_SHOWN, PublicQuestion, PublicQuestions
from webinars.domain.recordings.watch_links import WatchLink
from webinars.models import QuestionBoard, QuestionState, Webinar
from webinars.site.questions.rows import Watching, answer_words, rows_of
from webinars.web.filters import instant
from webinars.web.site_context import absolute_url

TODAY = dt.timedelta(days=1)
MOST_SETTLED = 100
"""Of those that were merged, and of those that are not taken up: the latest."""


def poll_json(
    webinar: Webinar, board: QuestionBoard, public: PublicQuestions, find: Watching, *, now: dt.datetime
) -> bytes:
    """Returns the octets: what is answered now or was today, and of what waits the hundred with most votes."""
    rows = rows_of(public.questions, find, is_voting=False)
    watches = {row.question.number: row.watch for row in rows}
    chosen = list(_chosen([row.question for row in rows], now=now))
    asking = asking_of(board, webinar, now)
    agenda = public.answering_agenda
    said = {
        "revision": public.revision,
        "mode": board.mode,
        "asking": asking,
        "is_open": asking is AskingState.OPEN,
        "is_voting": is_voting(board, webinar, now),
        "asked": public.asked_count,
        "answered": public.answered_count,
        "answering": public.answering.number if public.answering is not None else None,
        "answering_agenda": None if agenda is None else {"text": agenda.text, "since": instant(agenda.since)},
        "questions": [_question(each, watches[each.number], webinar) for each in chosen],
        "more": len(rows) - len(chosen),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _chosen(questions: Sequence[PublicQuestion], *, now: dt.datetime) -> Iterator[PublicQuestion]:
    """Returns what is written of `questions`, which come by votes, in their order."""
    of_state = {state: [each for each in questions if each.state is state] for state in QuestionState}
    kept = {each.number for each in of_state[QuestionState.OPEN][:MOST_OPEN_SHOWN]}
    kept |= {each.number for each in of_state[QuestionState.ANSWERED] if _is_of_today(each, now)}
    for state in (QuestionState.MERGED, QuestionState.DECLINED):
        latest = sorted(of_state[state], key=lambda each: -each.number)
        kept |= {each.number for each in latest[:MOST_SETTLED]}
    return (each for each in questions if each.state is QuestionState.ANSWERING or each.number in kept)


def _is_of_today(question: PublicQuestion, now: dt.datetime) -> bool:
    at = max((at for at in (question.answered_at, question.written_at) if at is not None), default=None)
    return at is not None and now - at < TODAY


def _question(question: PublicQuestion, watch: WatchLink | None, webinar: Webinar) -> dict[str, Any]:
    return {
        "number": question.number,
        "text": question.text,
        "name": question.name,
        "language": question.language or webinar.language,
        "state": question.state,
        "votes": question.votes,
        "reason": question.reason,
        "answer": question.answer,
        "answered_by": question.answer_by or (question.for_whom if question.answered_at is not None else ""),
        "answered_s": question.answered_s if question.state is QuestionState.ANSWERED else None,
        "watch": None if watch is None else absolute_url("recordings.show", slug=watch.slug, t=round(watch.place_s)),
        "merged_into": question.merged_into,
        "for_whom": question.for_whom,
        "asked_at": instant(question.asked_at),
        "answering_since": None if question.answering_at is None else instant(question.answering_at),
        "rank": question.rank,
        "told": answer_words(question) if question.state is QuestionState.ANSWERED else "",
    }
