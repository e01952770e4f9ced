import subprocess
import sys

SELDOM_NEEDED = {"webinars.pure.announcements.reader.reading", "boto3", "huey", "prometheus_client", "psycopg", "redis"}


def test_what_most_processes_never_need_is_not_loaded():
    names = subprocess.run(
        [sys.executable, "-c", "import sys, webinars.app.application; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "webinars.app.application" in names
    assert SELDOM_NEEDED & set(names) == set()
