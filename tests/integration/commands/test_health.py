"""`webinars health`: whether the site that runs at a port lives, for containers and units."""

import http.server
import threading
from contextlib import contextmanager


@contextmanager
def serving(status):
    """A site that answers each path but that of its liveness with `status`."""

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/health/live" else status)
            self.end_headers()

        def log_message(self, *_words):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_port)
        server.shutdown()


def test_it_lives_and_may_not_be_ready(run):
    with serving(503) as port:
        assert (run("health", "--port", port).returncode, run("health", "--port", port).stdout) == (0, "It lives.\n")
        ended = run("health", "--ready", "--port", port)

    assert (ended.returncode, "It answers with 503." in ended.stderr) == (1, True)


def test_it_is_ready(run):
    with serving(200) as port:
        assert run("health", "--ready", "--port", port).stdout == "It is ready.\n"


def test_nothing_answers(run):
    ended = run("health", "--port", "9")

    assert (ended.returncode, "Nothing answers at 127.0.0.1, port 9." in ended.stderr) == (1, True)
