import pytest

from webinars.web.security.rate_limits import network


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_network_is_what_one_customer_has(app, address, counted_as):
    with app.test_request_context("/", environ_overrides={"REMOTE_ADDR": address}):
        assert network() == counted_as


def test_short_addresses_are_not_tried_out_without_end(client):
    answers = [client.get("/v/aaaaaaaa").status_code for _ in range(601)]

    assert answers == [404] * 600 + [429]
    assert client.get("/webinars").status_code == 200
