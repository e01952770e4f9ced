import re

import pytest

from tests.factories import make_user
from webinars.web.security.sessions import may_have_session


@pytest.fixture
def strict(app):
    """As in production: the other tests post without tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def writing_routes(app):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and may_have_session(rule.rule):
            values = {name: "zoom" if name == "kind" else "1" for name in rule.arguments}
            yield rule.rule, rule.build(values, append_unknown=False)[1]


@pytest.mark.usefixtures("strict")
def test_no_form_with_a_session_is_read_without_its_token(app, client, session, sign_in):
    sign_in(client, make_user(session, "Ana", is_admin=True))
    routes = list(writing_routes(app))

    read = [rule for rule, path in routes if client.post(path).status_code != 400]

    assert len(routes) > 10
    assert read == []


@pytest.mark.usefixtures("strict")
def test_the_token_of_the_page_opens_the_form(client, session, sign_in):
    sign_in(client, make_user(session, "Olga"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account/").text)[1]

    assert client.post("/account/name", data={"name": "Olga", "csrf_token": token}).status_code == 303
    assert client.post("/account/name", data={"name": "Olga"}, headers={"X-CSRF-Token": token}).status_code == 303


@pytest.mark.usefixtures("strict")
def test_the_token_of_another_session_does_not(client, new_client, session, sign_in):
    sign_in(client, make_user(session, "Olga"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', new_client().get("/account/forgotten").text)[1]

    response = client.post("/account/name", data={"name": "Oskar", "csrf_token": token})

    assert response.status_code == 400
    assert "Nothing was saved yet: send it again." in response.text


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_is_refused_even_with_a_token(client, session, sign_in, site):
    sign_in(client, make_user(session, "Olga"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account/").text)[1]

    response = client.post("/account/name", data={"csrf_token": token}, headers={"Sec-Fetch-Site": site})

    assert response.status_code == 403
