"""Limits that a view counts itself, by the network that a request comes from."""

import pytest

from webinars.web.security import rate_limits
from webinars.web.security.rate_limits import is_within, wide_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("nobody", "unknown"),
    ],
)
def test_the_wide_network_of_an_address(app, address, network):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert wide_network() == network


def test_a_limit_is_asked_without_being_counted(app):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "198.51.100.7"}):
        for _time in range(3):
            assert is_within("1 per hour", "try", is_counted=False)
        assert is_within("1 per hour", "try")
        assert not is_within("1 per hour", "try", is_counted=False)
        assert not is_within("1 per hour", "try")
        assert is_within("1 per hour", "something else")
    with app.test_request_context(environ_base={"REMOTE_ADDR": "198.51.100.8"}):
        assert is_within("1 per hour", "try")


def test_a_store_that_is_away_locks_nobody_out(app, monkeypatch):
    class Away:
        def hit(self, *_key):
            raise ConnectionError("away")

    monkeypatch.setattr(type(rate_limits.limiter), "limiter", Away())
    with app.test_request_context():
        assert is_within("1 per hour", "try")
