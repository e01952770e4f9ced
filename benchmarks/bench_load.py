"""What two web processes behind nginx hold: subscribers who poll, people who read, an organiser who saves each second.

    bin/bench load [--seconds 20] [--connections 100] [--saved-every 1] [--database postgresql://…]

Serves the demo programme by two processes, behind Debian's nginx with the configuration of deploy/, and asks with wrk
as fast as it is answered: feeds, as calendar programs poll them; personal feeds, which no cache may hold; public
pages, as browsers read and read again, in several zones; the same pages past the cache; and a mix. Each connection is
a program of its own that remembers the tags it was given. Meanwhile somebody saves a webinar every so many seconds, and
others look how long it takes until they see it: through nginx, and in the processes themselves over four connections.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench_stall import HERE, Organiser, Person, Site, cpu_s, emptied, require
from bench_start import processes_below, pss_mb
from servers import nginx_before

PROCESSES = 2
PERSONAL_FEEDS = 200
LOOKED_EVERY_S, LOOKERS = 0.1, 4
ZONES = ("Asia/Kolkata", "America/New_York", "Australia/Sydney", "Africa/Nairobi")
KEEPS_TAGS = {"feeds": 0.75, "pages": 0.3}
"""How many of those who come again say what they have: most calendar programs do, of browsers those who come back."""
TAKES_GZIP = 0.95
SAVED = re.compile(rb"Saved for the (\d+)\. time")

FOLLOW = """
import sys
from webinars import clock, create_app
from webinars.db import db
from webinars.domain.calendars.personal_feeds import address_token, personal_feed_of, start_following
from webinars.models import FeedKind, Organisation
app = create_app()
with app.app_context():
    session = db.session()
    choice = [(FeedKind.ORGANISATION, id) for id in session.scalars(db.select(Organisation.id))]
    for number in range(int(sys.argv[1])):
        page = start_following(session, choice[: 1 + number % len(choice)], now=clock.now())
        print(f"/my/{address_token(page, personal_feed_of(session, page))}/calendar.ics")
    session.commit()
"""
"""Makes personal feeds, and prints their addresses."""

ASK = """
local ways = {%(ways)s}
local number, asked, tags, statuses = 0, "", {}, {}
function init(args)
  math.randomseed(tonumber(tostring({}):match("0x(%%x+)"), 16) %% 2147483647)
  counted = ""
end
function request()
  number = number + 1
  local way = ways[math.random(#ways)]
  if way.own and not way.is_chosen then
    local own = {}
    for each = 1, way.own do own[each] = way.paths[math.random(#way.paths)] end
    way.paths, way.is_chosen = own, true
  end
  local path = way.paths[math.random(#way.paths)]
  local headers = {}
  if math.random() < %(takes_gzip)s then headers["Accept-Encoding"] = "gzip" end
  asked = path .. (headers["Accept-Encoding"] or "")
  if tags[asked] and math.random() < way.keeps then headers["If-None-Match"] = tags[asked] end
  if way.past then
    path = path .. (path:find("?", 1, true) and "&" or "?") .. "n=" .. number .. math.random(1000000000)
  end
  return wrk.format("GET", path, headers)
end
function response(status, headers, body)
  tags[asked] = headers["ETag"] or headers["Etag"] or tags[asked]
  statuses[status] = (statuses[status] or 0) + 1
  local told = {}
  for each, count in pairs(statuses) do told[#told + 1] = each .. "=" .. count end
  counted = table.concat(told, " ")
end
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function done(summary, latency, requests)
  for _, thread in ipairs(threads) do print("statuses " .. thread:get("counted")) end
  local failed = summary.errors
  print(string.format("told %%d %%d %%d %%d %%d %%d", summary.duration, latency:percentile(50), latency:percentile(95),
    latency:percentile(99), latency.max, failed.connect + failed.read + failed.write + failed.timeout))
end
"""
"""For wrk, with a thread for each connection, so that an answer belongs to what was asked last."""


class Watcher(threading.Thread):
    """Looks at the webinar that is saved, and notes for each save when somebody had to ask to see it."""

    def __init__(self, look: Callable[[], bytes], newest: int, until: float) -> None:
        super().__init__(daemon=True)
        self.look, self.newest, self.until = look, newest, until
        self.seen: dict[int, float] = {}

    def run(self) -> None:
        while time.monotonic() < self.until:
            asked_at = time.monotonic()
            count = newest_in(self.look())
            self.seen |= dict.fromkeys(range(self.newest + 1, count + 1), asked_at)
            self.newest = max(self.newest, count)
            time.sleep(LOOKED_EVERY_S)


def newest_in(page: bytes) -> int:
    found = SAVED.search(page)
    return int(found[1]) if found else 0


def linked_from(site: Site, page: str, folder: str) -> list[str]:
    text = site.asked("GET", page)[2].decode()
    return sorted(set(re.findall(rf'href="({folder}/[a-z0-9-]+)"', text)))


def ways_to_ask(site: Site, feeds: list[str]) -> dict[str, list[dict[str, object]]]:
    """Returns the measures, each of kinds of requests that are equally frequent."""
    webinars = linked_from(site, "/webinars", "/webinars") + linked_from(site, "/webinars?past", "/webinars")
    recordings = linked_from(site, "/recordings", "/recordings")
    folders = ("/organisations", "/speakers", "/topics", "/series")
    subjects = [path for folder in folders for path in linked_from(site, folder, folder)]
    zoned = [f"{webinar}?zone={zone}" for webinar in webinars[:5] for zone in ZONES]
    # A program has a few calendars and no more.
    of_programs = {"keeps": KEEPS_TAGS["feeds"], "own": 3}
    public = {"paths": ["/calendar.ics", *(f"{each}/calendar.ics" for each in subjects)], **of_programs}
    personal = {"paths": feeds, **of_programs}
    read = ["/", "/webinars", "/recordings", *webinars, *recordings, *subjects, *zoned]
    pages = {"paths": read, "keeps": KEEPS_TAGS["pages"]}
    return {
        "public feeds": [public],
        "personal feeds": [personal],
        "public pages": [pages],
        "public pages, past the cache": [pages | {"past": True}],
        # Of twenty: a subscriber comes more often than a reader.
        "a mix": [public] * 14 + [personal] * 3 + [pages] * 3,
    }


def asked_by_wrk(front: int, ways: list[dict[str, object]], connections: int, seconds: float, folder: Path) -> str:
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("wrk is missing: apt-get install wrk")
    kinds = [
        f"{{paths = {{{', '.join(json.dumps(path) for path in way['paths'])}}}, keeps = {way['keeps']}, "
        f"own = {json.dumps(way.get('own', False))}, past = {json.dumps(way.get('past', False))}}}"
        for way in ways
    ]
    script = folder / "ask.lua"
    script.write_text(ASK % {"ways": ", ".join(kinds), "takes_gzip": TAKES_GZIP})
    count = str(connections)
    command = [wrk, "--threads", count, "--connections", count, "--duration", f"{seconds:.0f}s", "--timeout", "10s"]
    return subprocess.check_output([*command, "--script", script, f"http://127.0.0.1:{front}"], text=True)


def database_cpu_s(name: str) -> float:
    """Returns the CPU seconds of the connections to one database of this machine's PostgreSQL, or 0 for SQLite."""
    ticks = 0
    for each in Path("/proc").glob("[0-9]*/cmdline") if name else ():
        try:
            is_one = re.match(rb"postgres: .* %b " % name.encode(), each.read_bytes())
            fields = (each.parent / "stat").read_text().rpartition(")")[2].split() if is_one else []
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:13])
    return ticks / 100


def measure(site: Site, what: str, ways: list[dict[str, object]], chosen: argparse.Namespace, folder: Path) -> None:
    database = site.database.rpartition("/")[2] if site.database.startswith("postgresql") else ""
    with site.served_by("ours", PROCESSES) as (web, _took), nginx_before(site.port, folder) as (front, log, nginx):
        organiser = Organiser(site)
        page = organiser.path.replace("/manage", "")
        through, direct = site.kept_connection(front), [site.kept_connection(site.port) for _each in range(LOOKERS)]
        organiser.count = earlier = newest_in(direct[0](page))
        asked_by_wrk(front, ways, chosen.connections, 2, folder)
        lines_before = len(log.read_text().splitlines())
        before = cpu_s(nginx.pid), cpu_s(web.pid), database_cpu_s(database)
        until = time.monotonic() + chosen.seconds
        saved_at: dict[int, float] = {}
        people = [
            Person(lambda: save(organiser, saved_at, chosen.saved_every), until - 1),
            Watcher(lambda: through(page), earlier, until),
            *(Watcher(lambda ask=ask: ask(page), earlier, until) for ask in direct),
        ]
        for each in people:
            each.start()
        told = asked_by_wrk(front, ways, chosen.connections, chosen.seconds, folder)
        after = cpu_s(nginx.pid), cpu_s(web.pid), database_cpu_s(database)
        for each in people:
            each.join()
        memory = sum(pss_mb(process) for process in processes_below(web.pid))
        lines = [line.split('" ')[1].split() for line in log.read_text().splitlines()[lines_before:]]
    report(what, told, lines, chosen.seconds)
    spent = [(late - early) / chosen.seconds * 100 for early, late in zip(before, after, strict=True)]
    print(
        f"  CPU of one core: nginx {spent[0]:.0f} %, web {spent[1]:.0f} %, PostgreSQL {spent[2]:.0f} %; "
        f"memory of web {memory:.0f} MB"
    )
    report_saves(people[0], saved_at, people[1], people[2:])


def save(organiser: Organiser, saved_at: dict[int, float], every_s: float) -> float:
    took = organiser.save()
    saved_at[organiser.count] = time.monotonic()
    time.sleep(max(0.0, every_s - took))
    return took


def report(what: str, told: str, lines: list[list[str]], seconds: float) -> None:
    duration_us, *times, failed = (int(each) for each in re.search(r"told (.*)", told)[1].split())
    statuses: dict[str, int] = {}
    for status, count in re.findall(r"(\d{3})=(\d+)", told):
        statuses[status] = statuses.get(status, 0) + int(count)
    wrong = failed + sum(count for status, count in statuses.items() if status not in {"200", "304"})
    answered = sum(statuses.values()) / duration_us * 1_000_000
    # `$status $body_bytes_sent $request_time $upstream_response_time $upstream_cache_status`
    reached = sum(line[3] != "-" for line in lines) / seconds
    p50, p95, p99, worst = (each / 1000 for each in times)
    print(
        f"{what}: {answered:.0f} a second, {reached:.0f} of them reach the site; {statuses}; failed {wrong} (must be 0)"
    )
    print(f"  {p50:.1f} ms in the median, 95 % {p95:.1f}, 99 % {p99:.1f}, worst {worst:.0f}", flush=True)


def report_saves(saving: Person, saved_at: dict[int, float], through: Watcher, direct: list[Watcher]) -> None:
    def waits(watchers: list[Watcher]) -> str:
        took = [
            max(0.0, max(seen) - at)
            for number, at in saved_at.items()
            if len(seen := [each.seen[number] for each in watchers if number in each.seen]) == len(watchers)
        ]
        return f"{statistics.median(took):.1f} s, worst {max(took):.1f} ({len(took)} saves)" if took else "not seen"

    print(f"  {len(saved_at)} saves, 95 % {saving.told().strip()}")
    print(f"  seen in every process after {waits(direct)}, through nginx after {waits([through])}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("--saved-every", type=float, default=1, help="seconds")
    parser.add_argument("--database", default="", help="any database of a PostgreSQL server; SQLite without it")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, emptied(chosen.database) as database:
        site = Site(folder, database)
        site.environment["WEBINARS_TRUSTED_PROXIES"] = "1"
        command = [sys.executable, "-c", FOLLOW, str(PERSONAL_FEEDS)]
        feeds = subprocess.check_output(command, env=site.environment, cwd=HERE.parent, text=True).split()
        with site.served_by("ours", PROCESSES):
            require(200, site.asked("GET", feeds[0]))
            measures = ways_to_ask(site, feeds)
        for what, ways in measures.items():
            with tempfile.TemporaryDirectory() as own:
                measure(site, what, ways, chosen, Path(own))


if __name__ == "__main__":
    main()
