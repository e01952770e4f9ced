"""When the largest part of each public page stands before the eyes of somebody with a slow phone.

    bin/bench paint [--times 3]

Chromium as on a phone, a new one for each page: 1.6 Mbit/s, 150 ms to the server, a processor four times as slow.
Serves the demo programme, and a transcript of two hours. What is told is the largest contentful paint
and what was fetched, the middle ones of so many times.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa
from bench_pages import TWO_HOURS_CUES
from bench_search import Words
from bench_start import WEBINARS, first_answer, free_port
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.services import chromium_path
from webinars import clock
from webinars.app.application import build_app
from webinars.commands.migrations import upgrade
from webinars.config import read_settings
from webinars.db import db
from webinars.demo.load import load_demo
from webinars.domain.programme.phases import Phase, phase_of
from webinars.models import (
    Cue,
    Organisation,
    Recording,
    RecordingKind,
    Series,
    Speaker,
    Status,
    Topic,
    Transcript,
    Webinar,
)

WITHIN_S, WITHIN_OF_TWO_HOURS_S = 1.2, 1.8
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
STILL_MS = 500
"""What is painted is told a moment later."""
PHONE: ViewportSize = {"width": 390, "height": 844}
NOTE_PAINTS = """
  window.paint = 0;
  new PerformanceObserver((seen) => { for (const each of seen.getEntries()) window.paint = each.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
"""
TWO_HOURS = "a recording of two hours"
CUE_MS, CUE_BYTES = 4_800, 28
PROMISED = f"largest contentful paint at most {WITHIN_S} s, with two hours of transcript {WITHIN_OF_TWO_HOURS_S} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    print(PROMISED)
    with served() as (address, pages), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for name, path in pages.items():
            seen = [first_look(browser, address + path) for _time in range(times)]
            paint, weight = (statistics.median(each) for each in zip(*seen, strict=True))
            limit = WITHIN_OF_TWO_HOURS_S if name == TWO_HOURS else WITHIN_S
            print(
                f"{name:32} {paint / 1000:5.2f} s {weight / 1000:5.0f} kB{'  too late' if paint > limit * 1000 else ''}"
            )
        browser.close()


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """Yields the address of a site with the demo programme, and its pages by what they are."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        environment = {"WEBINARS_DATA": folder, "WEBINARS_BASE_URL": address}
        app = build_app(read_settings(environment))
        with app.app_context():
            upgrade()
            load_demo(db.session(), app.config["SETTINGS"], now=clock.now())
            db.session.commit()
            pages = pages_of(two_hours())
            db.session.remove()
            db.engine.dispose()
        server = subprocess.Popen(
            [WEBINARS, "serve", "--no-worker", "--port", str(port)],
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        first_answer(f"{address}/health/live", time.monotonic())
        yield address, pages


def two_hours() -> str:
    """Gives a recording a transcript of two hours, and answers its slug."""
    words, now = Words(), clock.now()
    recording = db.session.scalars(
        sa.select(Recording)
        .where(Recording.kind == RecordingKind.FULL, ~Recording.transcripts.any())
        .order_by(Recording.id)
    ).first()
    assert recording is not None, "the demo programme has no recording without a transcript"
    transcript = Transcript(language="en", created_at=now, updated_at=now)
    transcript.recording_id = recording.id
    db.session.add(transcript)
    db.session.flush()
    for n in range(TWO_HOURS_CUES):
        db.session.add(cue := Cue(starts_ms=n * CUE_MS, ends_ms=(n + 1) * CUE_MS, text=words.text(CUE_BYTES, n)))
        cue.transcript_id = transcript.id
    slug = recording.slug
    db.session.commit()
    return slug


def pages_of(long: str) -> dict[str, str]:
    """Returns every kind of public page, and where one of it is.

    `long` is the recording that was talked in for two hours.
    """
    now = clock.now()
    webinars = db.session.scalars(
        sa.select(Webinar).where(Webinar.status == Status.PUBLISHED).order_by(Webinar.starts_at)
    ).all()
    by_phase = {phase_of(webinar, now): webinar.slug for webinar in webinars if webinar.starts_at}
    said = sa.select(Recording.slug).where(Recording.transcripts.any(), Recording.slug != long).order_by(Recording.id)
    recording = db.session.scalars(said).first()
    first = {
        kind: db.session.scalars(sa.select(kind.slug).order_by(kind.id)).first()
        for kind in (Organisation, Series, Speaker, Topic)
    }
    return {
        "home": "/",
        "programme": "/webinars",
        "past webinars": "/webinars?past=",
        "a coming webinar": f"/webinars/{by_phase[Phase.BEFORE]}",
        "a webinar that is live": f"/webinars/{by_phase[Phase.LIVE]}",
        "a past webinar": f"/webinars/{by_phase[Phase.AFTER]}",
        "questions": f"/webinars/{by_phase[Phase.LIVE]}/questions",
        "an organisation": f"/organisations/{first[Organisation]}",
        "a series": f"/series/{first[Series]}",
        "a speaker": f"/speakers/{first[Speaker]}",
        "speakers": "/speakers",
        "a topic": f"/topics/{first[Topic]}",
        "recordings": "/recordings",
        "recordings with a word": "/recordings?q=engine",
        "search": "/search?q=engine",
        "a recording": f"/recordings/{recording}",
        TWO_HOURS: f"/recordings/{long}",
        "its player": f"/recordings/{recording}/player",
        "follow": "/follow",
        "embed: next": "/embed/next",
        "embed: programme": "/embed/programme",
        "embed: recording": f"/embed/recordings/{recording}",
        "no such page": "/no-such-page",
    }


def first_look(browser: Browser, address: str) -> tuple[float, float]:
    """Returns after how many ms the largest part of a page stood there, and how many octets were fetched in all."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    context.add_init_script(NOTE_PAINTS)
    page = context.new_page()
    octets = 0

    def count(event: dict[str, int]) -> None:
        nonlocal octets
        octets += event["encodedDataLength"]

    line = context.new_cdp_session(page)
    line.on("Network.loadingFinished", count)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_function("() => window.paint > 0")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(STILL_MS)
    paint = page.evaluate("window.paint")
    context.close()
    return paint, octets


if __name__ == "__main__":
    main()
