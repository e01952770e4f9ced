import pytest

from webinars.site.recordings.views import archive
from webinars.site.search import views as search_views
from webinars.web.security import rate_limits
from webinars.web.security.rate_limits import is_within, network


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
    assert client.get("/v/aaaaaaaa").headers["Retry-After"] == "600"
    assert client.get("/webinars").status_code == 200


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize("page", ["/search", "/recordings", "/recordings.json"])
def test_whoever_searches_without_end_waits_and_reads_on(client, monkeypatch, page):
    """The words differ each time: pages that are kept cost nothing."""
    monkeypatch.setattr(rate_limits, "SEARCHES", "5 per 10 minutes")
    for views in (search_views, archive):
        monkeypatch.setattr(views, "SEARCHES", rate_limits.SEARCHES)

    answers = [client.get(f"{page}?q=comets+{number}") for number in range(6)]

    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "600"
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("rate", ["1 per minute", "1 per hour", "1 per day"])
def test_whoever_is_stopped_by_a_view_of_its_own_words_learns_for_how_long(app, rate):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "198.51.100.9"}):
        assert is_within(rate, "try")
        assert not is_within(rate, "try")
        response = app.process_response(app.make_response(("That was often.", 429)))

    seconds = {"minute": 60, "hour": 3600, "day": 86400}[rate.rpartition(" ")[2]]
    assert response.headers["Retry-After"] == str(seconds)
