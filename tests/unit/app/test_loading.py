import subprocess
import sys

READER = "webinars.pure.announcements.reader"
SELDOM_NEEDED = {
    *(f"{READER}.{module}" for module in ("combine", "reading", "sections", "tagging")),
    *("boto3", "huey", "prometheus_client", "psycopg", "pycrfsuite", "redis"),
}


def test_what_most_processes_never_need_is_not_loaded():
    names = subprocess.run(
        [sys.executable, "-c", "import sys, webinars.app.application; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "webinars.app.application" in names
    assert SELDOM_NEEDED & set(names) == set()
