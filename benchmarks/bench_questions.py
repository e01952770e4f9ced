"""What questions from the audience cost: verbs at once, polls, votes, pages of any length.

    bin/bench questions [--database postgresql://…] [--verbs 4000] [--pollers 5000]

Five hundred people ask, vote, take back, merge and unmerge by chance, eight at a time: the votes of each question are
held against its distinct voters. Polls without news are told as a share of the rate of `/health/live`, in one process
and by CPU. Then a site of two processes stands behind a real nginx with the configuration of deploy/, and thousands
poll it as the page's script does, while a moderator does something every five seconds. What reaches the site is counted
in nginx's own log. Then fifty people a second vote, each from a network of its own. Last, the page of a webinar with
ten, a hundred and a thousand questions. The database must be empty. What stands in it is deleted at the end.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

import sqlalchemy as sa
from bench_attending import AT_ONCE, Work, asked, served, together
from bench_feeds import caller, rates
from bench_mail import Site
from servers import nginx_before

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.audience_question_factories import make_question, open_board
from tests.factories import make_organisation, make_webinar
from webinars import clock
from webinars.db import db
from webinars.domain.questions import moderator_actions
from webinars.domain.questions.asker_actions import QuestionInput, ask
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import Moderator
from webinars.domain.questions.voter_actions import Voter, take_back, vote
from webinars.models import AskingMode, AudienceQuestion, QuestionBoard, QuestionState, QuestionVote, Webinar

PEOPLE = 500
EVERY_S, SPREAD = 3, 0.2
POLLED_S = 30
CHANGED_EVERY_S = 5
VOTES_A_SECOND, VOTES_S = 50, 20
LENGTHS = (10, 100, 1000)
CLEO = Moderator(name="Cleo")


def new_webinar(site: Site, questions: int) -> int:
    with site.app.app_context():
        session = db.session()
        name = f"Society {random.random()}"
        webinar = make_webinar(session, make_organisation(session, name), slug=name[-9:])
        board = open_board(session, webinar, mode=AskingMode.ALWAYS)
        for number in range(questions):
            make_question(session, site.settings, board, f"What does question {number} ask of the comet and its tail?")
        session.commit()
        return webinar.id


def slug_of(site: Site, webinar_id: int) -> str:
    with site.app.app_context():
        return db.session.get_one(Webinar, webinar_id).slug


def unsound(site: Site, verbs: int) -> dict[str, object]:
    """Returns how often, after eight verbs at once, votes were no distinct voters or the revision had not risen."""
    chance, webinar_id, wrong, revision = random.Random(20270214), new_webinar(site, 20), 0, 0
    for _round in range(verbs // AT_ONCE):
        together(site, [any_verb(site, chance, webinar_id) for _number in range(AT_ONCE)])
        with site.app.app_context():
            session = db.session()
            rows = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.webinar_id == webinar_id)).all()
            voters: dict[int, set[str]] = {}
            for question_id, digest in session.execute(sa.select(QuestionVote.question_id, QuestionVote.voter_digest)):
                voters.setdefault(question_id, set()).add(digest)
            for row in rows:
                below = [each.id for each in rows if each.merged_into_id == row.id]
                wrong += row.vote_count != len(set().union(*(voters.get(each, set()) for each in [row.id, *below])))
            now = session.get_one(QuestionBoard, webinar_id).revision
            wrong += now < revision
            revision = now
    with site.app.app_context():
        count = db.session.scalar(sa.select(sa.func.count(QuestionVote.id)))
    return {"votes that are no distinct voters": wrong, "votes at the end": count, "revision at the end": revision}


def any_verb(site: Site, chance: random.Random, webinar_id: int) -> Work:
    now, number, other = clock.now(), chance.randint(1, 40), chance.randint(1, 40)
    voter = Voter(f"voter {chance.randrange(PEOPLE)}")
    text = f"Question {chance.randrange(100_000)}?"
    verbs: list[Work] = [
        *[lambda own: vote(own, webinar_id, number, voter, now=now)] * 6,
        *[lambda own: take_back(own, webinar_id, number, voter, now=now)] * 2,
        lambda own: ask(own, site.settings, webinar_id, QuestionInput(text=text), whence=voter.digest, now=now),
        lambda own: moderator_actions.merge(own, lock_board(own, webinar_id), CLEO, number, other, now=now),
        lambda own: moderator_actions.unmerge(own, lock_board(own, webinar_id), CLEO, number, now=now),
    ]
    return chance.choice(verbs)


def polls(site: Site) -> dict[str, object]:
    path = f"/webinars/{slug_of(site, new_webinar(site, 100))}/questions.json"
    reader = {"Accept-Encoding": "gzip"}
    _path, status, headers, _body = caller(site.app, path, reader)()
    assert status.startswith("200"), status
    not_modified = caller(site.app, path, reader | {"If-None-Match": dict(headers)["ETag"]})
    assert not_modified()[1].startswith("304")
    shares = []
    for _pass in range(3):
        live, unchanged = rates(caller(site.app, "/health/live", reader), not_modified)
        shares.append(unchanged / live)
    return {
        "304 / /health/live (at least 0.80)": round(median(shares), 2),
        "passes": [round(each, 2) for each in shares],
    }


def polled(site: Site, pollers: int, folder: Path) -> dict[str, object]:
    webinar_id = new_webinar(site, 30)
    path = f"/webinars/{slug_of(site, webinar_id)}/questions.json"
    with served(site) as port, nginx_before(port, folder) as (front, log, _nginx):
        while asked(front, "GET", path)[0] != 200:
            time.sleep(0.1)
        before = len(log.read_text().splitlines())
        over = threading.Event()
        changing = threading.Thread(target=keep_changing, args=(site, webinar_id, over))
        changing.start()
        statuses, times = asyncio.run(poll_as_pages_do(front, path, pollers))
        over.set()
        changing.join()
        time.sleep(0.5)
        # `$status $body_bytes_sent $request_time $upstream_response_time $upstream_cache_status`
        lines = [line.split('" ')[1].split() for line in log.read_text().splitlines()[before:]]
    reached = sum(line[3] != "-" for line in lines)
    return {
        "pollers": pollers,
        "polls a second": round(len(lines) / POLLED_S),
        "of these that reach the site, a second (at most 5)": round(reached / POLLED_S, 2),
        "answers": dict(Counter(statuses)),
        "a poll, 95 % ms": round(quantiles(times, n=20)[-1] * 1000, 1),
    }


def keep_changing(site: Site, webinar_id: int, over: threading.Event) -> None:
    number = 0
    while not over.wait(CHANGED_EVERY_S):
        number += 1
        with site.app.app_context():
            vote(db.session(), webinar_id, 1, Voter(f"v{number}"), now=clock.now())
            db.session.commit()


async def poll_as_pages_do(port: int, path: str, pollers: int) -> tuple[list[int], list[float]]:
    statuses: list[int] = []
    times: list[float] = []
    until = time.monotonic() + POLLED_S

    async def one(chance: random.Random) -> None:
        await asyncio.sleep(chance.random() * EVERY_S)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        etag = ""
        while time.monotonic() < until:
            began = time.monotonic()
            known = f"If-None-Match: {etag}\r\n" if etag else ""
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{known}\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            fields = {name.lower(): value for name, value in re.findall(r"^([\w-]+): (.*?)\r$", head, re.MULTILINE)}
            if size := int(fields.get("content-length", 0)):
                await reader.readexactly(size)
            statuses.append(int(head.split()[1]))
            times.append(time.monotonic() - began)
            etag = fields.get("etag", etag)
            await asyncio.sleep(EVERY_S * chance.uniform(1 - SPREAD, 1 + SPREAD))
        writer.close()

    await asyncio.gather(*(one(random.Random(number)) for number in range(pollers)))
    return statuses, times


def voting(site: Site) -> dict[str, object]:
    webinar_id = new_webinar(site, 30)
    before = f"/webinars/{slug_of(site, webinar_id)}/questions"
    answers: list[tuple[int, float]] = []

    def one(number: int) -> None:
        network = f"10.{number // 200}.{number % 200}.1"
        answers.append(asked(port, "POST", f"{before}/{number % 30 + 1}/votes", "", network))

    with served(site) as port:
        for path in (f"{before}.json", "/health/live"):
            asked(port, "GET", path)
        began, threads = time.monotonic(), []
        for number in range(VOTES_A_SECOND * VOTES_S):
            time.sleep(max(0.0, began + number / VOTES_A_SECOND - time.monotonic()))
            threads.append(threading.Thread(target=one, args=(number,)))
            threads[-1].start()
        for thread in threads:
            thread.join()
    with site.app.app_context():
        counted = db.session.scalar(
            sa.select(sa.func.sum(AudienceQuestion.vote_count)).where(AudienceQuestion.webinar_id == webinar_id)
        )
    times = [took for _status, took in answers]
    return {
        "votes": len(answers),
        "counted": counted,
        "a vote, median ms": round(median(times), 1),
        "a vote, 95 % ms (at most 50)": round(quantiles(times, n=20)[-1], 1),
    }


def pages(site: Site) -> dict[str, object]:
    """Returns the CPU of a webinar's page, and of the questions alone, as shares of that of `/health/live`."""
    found: dict[str, object] = {}
    live = caller(site.app, "/health/live", {})
    for questions in LENGTHS:
        slug = slug_of(site, new_webinar(site, 0))
        with site.app.app_context():
            webinar = db.session.scalars(sa.select(Webinar).where(Webinar.slug == slug)).one()
            board = db.session.get_one(QuestionBoard, webinar.id)
            for number in range(questions):
                state = QuestionState.OPEN if number < 500 else QuestionState.ANSWERED
                make_question(
                    db.session(), site.settings, board, f"What does question {number} ask of a comet?", state=state,
                    vote_count=number % 50,
                )  # fmt: skip
            db.session.commit()
        page = caller(site.app, f"/webinars/{slug}", {})
        assert page()[1].startswith("200")
        every, each = rates(live, page)
        found[f"page with {questions} questions, times /health/live"] = round(every / each, 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--verbs", type=int, default=4000)
    parser.add_argument("--pollers", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), options.database)
        try:
            figures = unsound(site, options.verbs) | polls(site) | polled(site, options.pollers, Path(folder))
            figures |= voting(site) | pages(site)
            print(json.dumps(figures, indent=2))
        finally:
            site.close()


if __name__ == "__main__":
    main()
