"""What an open page asks while a webinar is on, and what a look for its recording costs, beside `/health/live`.

    bin/bench live [--database postgresql://…]

The answers of `live.json` to who has it already (304) and to who has not (200), in one process, by CPU, each beside
`/health/live` in the same pass. Then a look of the worker at a channel of fifteen films for which ten webinars wait,
with the channel's answer in memory. The database must be empty. What stands in it is deleted at the end.
"""

import argparse
import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from bench_feeds import caller, cpu_of, rates
from bench_mail import Site

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.factories import make_organisation, make_webinar
from tests.film_hosts import CHANNEL, youtube_feed
from webinars import clock
from webinars.db import db
from webinars.domain.recording_sources.jobs import look_at_sources
from webinars.domain.transcripts.fetched_captions import store_captions
from webinars.lib.safe_http import Answer
from webinars.models import Presence, PresenceCount, RecordingProposal, RecordingSource, RecordingSourceKind

PASSES = 5
PRESENT = 5000
WAITING, FILMS = 10, 15
ASKED_LIVE = 100
"""So often `/health/live` is asked beside each look."""


def new_webinar(site: Site) -> str:
    with site.app.app_context():
        session = db.session()
        webinar = make_webinar(session, make_organisation(session), starts_in=dt.timedelta(minutes=-20))
        for back in range(6):
            at = clock.now().replace(second=0, microsecond=0) - back * dt.timedelta(minutes=1)
            counted = {"webinar_id": webinar.id, "presence": Presence.HERE, "at": at, "count": PRESENT // 2}
            session.add(PresenceCount(**counted))
        session.commit()
        return webinar.slug


def shares(site: Site) -> dict[str, object]:
    """Returns the cost of each answer, as a multiple of that of `/health/live`."""
    reader = {"Accept-Encoding": "gzip"}
    path = f"/webinars/{new_webinar(site)}/live.json"
    _path, status, headers, _body = caller(site.app, path, reader)()
    assert status.startswith("200"), status
    unchanged = caller(site.app, path, reader | {"If-None-Match": dict(headers)["ETag"]})
    assert unchanged()[1].startswith("304")
    found: dict[str, list[float]] = {"304": [], "200": []}
    for _pass in range(PASSES):
        for name, asking in (("304", unchanged), ("200", caller(site.app, path, reader))):
            live, asked = rates(caller(site.app, "/health/live", reader), asking)
            found[name].append(live / asked)
    return {
        f"live.json {name}, times /health/live (at most 1.10)": [
            round(median(each), 2),
            [round(one, 2) for one in each],
        ]
        for name, each in found.items()
    }


class Channel:
    """YouTube, in memory: films with the titles of the first webinars, and of others."""

    def __init__(self) -> None:
        published = clock.now().isoformat()
        films = [(f"{number:011}", f"Comets and their tails {number}", published) for number in range(FILMS)]
        self._answer = Answer(status=200, headers={}, body=youtube_feed(*films).encode())

    def ask(self, _question: object) -> Answer:
        return self._answer


def look(site: Site) -> dict[str, object]:
    """Returns what a look costs, in milliseconds of CPU and as a multiple of `/health/live`."""
    channel, live = Channel(), caller(site.app, "/health/live", {})
    with site.app.app_context():
        session = db.session()
        host = make_organisation(session, "House of Wisdom")
        for number in range(WAITING):
            begun = dt.timedelta(hours=-3 - number)
            title = f"Comets and their tails {number}"
            webinar = make_webinar(session, host, title, slug=f"tails-{number}", starts_in=begun)
            webinar.over_at = webinar.ends_at
        source = RecordingSource(
            organisation_id=host.id,
            kind=RecordingSourceKind.YOUTUBE,
            key=CHANNEL,
            url="https://www.youtube.com/@wisdom",
            name="House of Wisdom",
            created_at=clock.now(),
        )
        session.add(source)
        session.commit()
        spent, shares, looked = [], [], []
        for _pass in range(PASSES + 1):
            session.execute(sa.update(RecordingSource).values(asked_at=None))
            session.commit()
            session.expire_all()
            one = cpu_of(
                lambda: looked.append(look_at_sources(session, site.settings, channel, fetched=store_captions))
            )
            beside = cpu_of(lambda: [live() for _ in range(ASKED_LIVE)]) / ASKED_LIVE
            spent.append(one * 1000)
            shares.append(one / beside)
        found = session.scalar(sa.select(sa.func.count()).select_from(RecordingProposal))
        assert found
        assert set(looked) == {1}, f"nothing was measured: {looked}"
    # The first stores what it finds, and is not what an hour costs.
    return {
        f"a look at {FILMS} films, {WAITING} webinars waiting, ms of CPU": round(median(spent[1:]), 1),
        "the same, times /health/live": round(median(shares[1:]), 1),
        f"the first, which stores {found} proposals, ms of CPU": round(spent[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), options.database)
        try:
            print(json.dumps(shares(site) | look(site), indent=2))
        finally:
            site.close()


if __name__ == "__main__":
    main()
