import pytest

from webinars.web.access import Audience, audience_of
from webinars.web.security.secret_addresses import is_secret
from webinars.web.security.sessions import may_have_session


def views(app):
    for rule in app.url_map.iter_rules():
        yield rule, app.view_functions[rule.endpoint]


def test_every_route_declares_its_audience(app):
    undeclared = [rule.endpoint for rule, view in views(app) if audience_of(view) is None]

    assert undeclared == []


def test_only_routes_with_sessions_know_who_asks(app):
    personal = {Audience.VISITOR, Audience.SIGNED_IN, Audience.ADMIN}

    misplaced = [
        rule.rule for rule, view in views(app) if (audience_of(view) in personal) != may_have_session(rule.rule)
    ]

    assert misplaced == []


def test_only_embeds_may_be_framed(app):
    framed = {rule.rule.split("/")[1] for rule, view in views(app) if audience_of(view) == Audience.FRAMED}

    assert framed == {"embed"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_pages_write_with_post_alone(app, method):
    writing = [rule.rule for rule, _ in views(app) if method in rule.methods and not rule.rule.startswith("/api/")]

    assert writing == []


def test_only_votes_set_a_cookie_beside_sessions(app):
    voting = [rule for rule, view in views(app) if audience_of(view) == Audience.VOTER]

    assert voting
    assert all(rule.methods <= {"POST", "OPTIONS"} for rule in voting)
    # The folder to which the cookie is bound.
    assert all(rule.rule.startswith("/webinars/<slug>/questions/") for rule in voting)


SECRET = "a-secret-that-nobody-has"


def test_what_is_called_a_token_in_an_address_is_declared_a_secret(app):
    undeclared = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if any("token" in name or "secret" in name for name in rule.arguments) and not is_secret(rule)
    ]

    assert undeclared == []


def test_secret_addresses_are_kept_to_their_reader(app, client):
    secret = [rule for rule in app.url_map.iter_rules() if is_secret(rule)]

    assert secret
    for rule in secret:
        values = {
            name: SECRET if f"<secret:{name}>" in rule.rule else 1 if f"<int:{name}>" in rule.rule else "comets"
            for name in rule.arguments
        }
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, values)
        answer = client.open(path, method="GET" if "GET" in rule.methods else "POST")
        assert answer.status_code in {404, 410, 422}, rule.rule
        assert answer.headers["Cache-Control"] == "no-store", rule.rule
        assert "noindex" in answer.headers["X-Robots-Tag"], rule.rule
        assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}, rule.rule
        assert SECRET not in app.extensions["mask"].masked(f'"GET {path} HTTP/1.1"'), rule.rule
