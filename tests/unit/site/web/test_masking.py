import logging

import pytest

from webinars.site.web.masking import masked


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
def test_the_secret_of_an_address_is_blotted_out(line, shown):
    assert masked(line) == shown


@pytest.mark.parametrize("name", ["gunicorn.access", "gunicorn.error", "werkzeug"])
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
