import pytest

from webinars.site.web.access import Audience, audience_of
from webinars.site.web.sessions import may_have_session


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
