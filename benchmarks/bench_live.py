"""What an open page asks while a webinar is on, as a share of the cost of `/health/live`.

    bin/bench live [--database postgresql://…]

The answers of `live.json` to who has it already (304) and to who has not (200), in one process, by CPU, each beside
`/health/live` in the same pass. The database must be empty. What stands in it is deleted at the end.
"""

import argparse
import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench_feeds import caller, rates
from bench_mail import Site

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.factories import make_organisation, make_webinar
from webinars import clock
from webinars.db import db
from webinars.models import Presence, PresenceCount

PASSES = 5
PRESENT = 5000


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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), options.database)
        try:
            print(json.dumps(shares(site), indent=2))
        finally:
            site.close()


if __name__ == "__main__":
    main()
