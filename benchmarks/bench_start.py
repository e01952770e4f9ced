"""From process start to the first answer, and the memory of the web process afterwards.

    bin/bench start

Starts `webinars serve` on a fresh data folder, waits for the first 200 of /, asks for twenty pages, then reads the
proportional set size (PSS) of the web processes. The ratio is to a bare Python that imports Flask. A first start, which
compiles every module, is not counted, the median of the next three is.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

RUNS = 3
WEBINARS = Path(sys.executable).parent / "webinars"
PAGES = ["/", "/webinars", "/recordings", "/organisations", "/calendar.ics"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_answer(address: str, started: float) -> float:
    while time.monotonic() - started < 60:
        try:
            with urllib.request.urlopen(address) as response:
                response.read()
                return time.monotonic() - started
        except urllib.error.URLError:
            time.sleep(0.01)
    sys.exit("The server did not answer within a minute.")


def processes_below(root: int) -> list[int]:
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *(below for child in children for below in processes_below(int(child)))]


def pss_mb(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def one_run(environment: dict[str, str], *arguments: str) -> tuple[float, dict[int, float]]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = environment | {"WEBINARS_DATA": folder}
        started = time.monotonic()
        server = subprocess.Popen(
            [WEBINARS, "serve", "--port", str(port), *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            seconds = first_answer(f"http://127.0.0.1:{port}/", started)
            for page in PAGES * 4:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}").read()
            memory = {process: pss_mb(process) for process in processes_below(server.pid)}
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    return seconds, memory


def bare_flask_s(environment: dict[str, str]) -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import flask"], env=environment, check=True)
    return time.monotonic() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as byte_code:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": byte_code}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        one_run(environment, "--no-worker")
        bare = median(bare_flask_s(environment) for _ in range(RUNS))
        runs = [one_run(environment, "--no-worker") for _ in range(RUNS)]
    seconds = median(run[0] for run in runs)
    largest = median(max(run[1].values()) for run in runs)
    total = median(sum(run[1].values()) for run in runs)
    print(f"python -c 'import flask'            {bare:6.2f} s")
    print(f"first answer, empty data folder     {seconds:6.2f} s   {seconds / bare:5.1f} x   (limit 2 s)")
    print(f"largest web process, PSS            {largest:6.0f} MB             (limit 140 MB)")
    print(f"all web processes together, PSS     {total:6.0f} MB")


if __name__ == "__main__":
    main()
