"""What programs cost beside people: what is read, what is written, and the start of a process.

    bin/bench api [--database postgresql://…]

Public answers that are kept, in one process, by CPU, each beside `/health/live` in the same pass. Then the same change
of a draft by a program and by the form of the desk, in turns, and single fields of a published webinar at the desk.
Then what the API adds to the start of a process. The database must be empty. What stands in it is deleted at the end.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench_feeds import caller, cpu_of, rates
from bench_mail import Site
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.factories import add_appearance, make_membership, make_organisation, make_speaker, make_webinar
from tests.filled_form import FilledForm
from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actions import open_session
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.models import Scope, Status, User
from webinars.web.security.identity import TOKEN

PASSES, LISTED, SAVES, CALLS = 5, 30, 20, 50
LOAD = """
import importlib, pkgutil, time
import webinars.site
import webinars.app.policy, webinars.app.mail_kinds, webinars.app.derivations
for each in pkgutil.walk_packages(webinars.site.__path__, "webinars.site."):
    importlib.import_module(each.name)
def pages():
    return int(open("/proc/self/statm").read().split()[1])
before, began = pages(), time.process_time()
import webinars.api.views
print(time.process_time() - began, (pages() - before) * 4096)
"""


def fill(site: Site) -> tuple[str, str]:
    """Returns the secret of a token, and the slug of a draft."""
    with site.app.app_context():
        session = db.session()
        lunar = make_organisation(session)
        user = session.get_one(User, site.user_id)
        make_membership(session, lunar, user)
        emmy = make_speaker(session, lunar, "Emmy Noether")
        for number in range(LISTED):
            add_appearance(session, make_webinar(session, lunar, slug=f"comets-{number}"), emmy)
        draft = make_webinar(session, lunar, "A draft", slug="a-draft", status=Status.DRAFT)
        actor = actor_of(session, user.id)
        _token, secret = create_token(
            session, actor, lunar, name="Ours", scopes=[Scope.WRITE_WEBINARS], days=30, now=clock.now()
        )
        session.commit()
        return secret, draft.slug


def reading(site: Site) -> dict[str, object]:
    """Returns the cost of each answer, as a multiple of that of `/health/live`."""
    reader = {"Accept-Encoding": "gzip"}
    found = {}
    for name, path in (("list of 30", "/api/v1/webinars?limit=30"), ("one webinar", "/api/v1/webinars/comets-1")):
        _path, status, headers, _body = caller(site.app, path, reader)()
        assert status.startswith("200"), status
        for kind, more in (("200", {}), ("304", {"If-None-Match": dict(headers)["ETag"]})):
            shares = []
            for _pass in range(PASSES):
                asked = caller(site.app, path, reader | more)
                live, one = rates(caller(site.app, "/health/live", reader), asked)
                shares.append(live / one)
            found[f"{name}, {kind}, times /health/live (at most 1.20)"] = round(median(shares), 2)
    return found


def signed_in(site: Site) -> FlaskClient:
    site.app.config["WTF_CSRF_ENABLED"] = False
    client = site.app.test_client()
    with site.app.app_context():
        session = db.session()
        _opened, token = open_session(session, session.get_one(User, site.user_id), now=clock.now())
        session.commit()
    with client.session_transaction("/manage/") as cookie:
        cookie[TOKEN] = token
    return client


def writing(site: Site, secret: str, slug: str) -> dict[str, object]:
    """Returns the cost of a changed summary by a program, as a multiple of what the form of the desk costs."""
    client = signed_in(site)
    headers = {"Authorization": f"Bearer {secret}"}
    spent: dict[str, list[float]] = {"desk": [], "program": []}
    for number in range(SAVES):
        form = FilledForm(client.get(f"/manage/webinars/{slug}")).fill(summary=f"At the desk, {number}.")
        data, answers = form.data(), []
        spent["desk"].append(cpu_of(lambda: answers.append(client.post(f"/manage/webinars/{slug}", data=data))))  # noqa: B023 - called at once
        sent = {"summary": f"By a program, {number}."}
        path = f"/api/v1/webinars/{slug}"
        spent["program"].append(cpu_of(lambda: answers.append(client.patch(path, json=sent, headers=headers))))  # noqa: B023 - as above
        assert [each.status_code for each in answers] == [303, 200], [each.text for each in answers]
    desk, program = median(spent["desk"]), median(spent["program"])
    return {
        "a change by a program, times the desk's (at most 2)": round(program / desk, 2),
        "the desk's, ms of CPU": round(desk * 1000, 1),
    }


def saving(site: Site) -> dict[str, object]:
    """Returns the cost of one field of a published webinar at the desk, as a multiple of that of `/health/live`."""
    client, found = signed_in(site), {}
    path, live = "/manage/webinars/comets-1", caller(site.app, "/health/live", {})
    for name in ("nothing", "join_passcode", "summary", "title"):
        costs = []
        for number in range(SAVES):
            changed = {} if name == "nothing" else {name: f"Another {number}"}
            data, answers = FilledForm(client.get(path)).fill(**changed).data(), []
            lived = cpu_of(lambda: [live() for _call in range(CALLS)]) / CALLS
            costs.append(cpu_of(lambda: answers.append(client.post(path, data=data))) / lived)  # noqa: B023 - called at once
            assert answers[0].status_code == 303, answers[0].text
        found[f"{name} saved at the desk, times /health/live"] = round(median(costs))
    return found


def starting() -> dict[str, object]:
    """Returns what loading the API adds to a process in which all else is loaded."""
    seconds, octets = [], []
    for _pass in range(PASSES):
        said = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, check=True, text=True).stdout.split()
        seconds.append(float(said[0]))
        octets.append(int(said[1]))
    return {
        "loading it, ms of CPU (at most 30)": round(median(seconds) * 1000, 1),
        "loading it, MB (at most 5)": round(median(octets) / 1024**2, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), options.database)
        try:
            secret, slug = fill(site)
            print(json.dumps(reading(site) | writing(site, secret, slug) | saving(site) | starting(), indent=2))
        finally:
            site.close()


if __name__ == "__main__":
    main()
