import logging

import pytest
from werkzeug.routing import Map, Rule

from webinars.web.security.secret_addresses import LOGGERS, Mask, SecretConverter


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('"GET /my/9tq4-_secret/calendar.ics HTTP/1.1" 200', '"GET /my/…/calendar.ics HTTP/1.1" 200'),
        ('"POST /follow/9tq4secret/addresses HTTP/1.1" 303', '"POST /follow/…/addresses HTTP/1.1" 303'),
        ("GET https://webinars.example/follow/9tq4secret?x=1", "GET https://webinars.example/follow/…?x=1"),
        ("/account/password/9tq4secret", "/account/password/…"),
        ('"GET /follow HTTP/1.1" 200', '"GET /follow HTTP/1.1" 200'),
        ('"GET /organisations/lunar/calendar.ics"', '"GET /organisations/lunar/calendar.ics"'),
    ],
)
def test_the_secret_of_an_address_is_blotted_out(app, line, shown):
    assert app.extensions["mask"].masked(line) == shown


def test_of_an_address_below_another_the_right_part_is_blotted_out():
    rules = [Rule(f"/follow{rest}/<secret:token>", endpoint=rest) for rest in ("", "/mail", "/<name>/in")]
    mask = Mask(Map(rules, converters={"secret": SecretConverter}))

    assert mask.masked("/follow/s3cret /follow/mail/s3cret /follow/ada/in/s3cret") == (
        "/follow/… /follow/mail/… /follow/ada/in/…"
    )


def test_without_secret_addresses_nothing_is_changed():
    assert Mask(Map([Rule("/follow", endpoint="follow")])).masked("/follow/s3cret") == "/follow/s3cret"


@pytest.mark.parametrize("name", LOGGERS)
def test_what_the_servers_log_is_masked(app, name):
    seen = []

    class Seen(logging.Handler):
        def emit(self, record):
            seen.append(self.format(record))

    logger, handler = logging.getLogger(name), Seen()
    logger.addHandler(handler)
    try:
        logger.critical('%(h)s "%(r)s" 200', {"h": "127.0.0.1", "r": "GET /my/secret/calendar.ics HTTP/1.1"})
    finally:
        logger.removeHandler(handler)

    assert seen == ['127.0.0.1 "GET /my/…/calendar.ics HTTP/1.1" 200']


@pytest.mark.parametrize("path", ["/follow/secret", "/my/secret/calendar.ics", "/join/secret", "/registrations/secret"])
def test_what_a_secret_address_answers_is_kept_by_nobody(client, path):
    headers = client.get(path).headers

    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert headers["Referrer-Policy"] == "no-referrer"
