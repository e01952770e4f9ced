import flask
import pytest

from webinars.web.addresses import url_for

BELOW = {"SCRIPT_NAME": "/talks"}


@pytest.mark.parametrize("base", [{}, BELOW], ids=["at the root", "below a folder"])
@pytest.mark.parametrize("slug", ["on-comets", "2027", "a b", "über", "a/b", "?", ""])
def test_templates_are_given_the_addresses_of_flask(app, base, slug):
    with app.test_request_context("/", environ_overrides=base):
        of_slug = [rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments == {"slug"}]
        assert len(of_slug) > 20
        for endpoint in of_slug:
            assert url_for(endpoint, slug=slug) == flask.url_for(endpoint, slug=slug)
        assert url_for("programme.index", organisation=slug) == flask.url_for("programme.index", organisation=slug)


def test_one_address_is_not_given_for_another(app):
    with app.test_request_context("/"):
        assert url_for("programme.index", topic="comets") == "/webinars?topic=comets"
        assert url_for("programme.index", language="comets") == "/webinars?language=comets"
        assert url_for("programme.index", _anchor="comets") == "/webinars#comets"
        assert url_for("programme.index", page=2) == "/webinars?page=2"
        assert url_for("programme.index") == "/webinars"
    with app.test_request_context("/", environ_overrides=BELOW):
        assert url_for("programme.index", topic="comets") == "/talks/webinars?topic=comets"
