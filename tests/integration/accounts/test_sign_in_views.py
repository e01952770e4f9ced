import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.domain.accounts.session_visits import store_session_visits
from webinars.models import UserSession


def enter(client, *, email="olga@society.example", password=PASSWORD, query="", **kwargs):
    return client.post(f"/account/sign-in{query}", data={"email": email, "password": password}, **kwargs)


def without_token(response):
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.text)


def test_a_person_signs_in_and_is_known_from_then_on(client, olga):
    response = enter(client)

    assert (response.status_code, response.location) == (303, "/manage/")
    assert "olga@society.example" in client.get("/account/").text


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_other_hosts(client, olga):
    [cookie] = [each for each in enter(client).headers.getlist("Set-Cookie") if "session=" in each]

    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_pages_with_a_session_are_never_stored(client, olga):
    enter(client)

    assert client.get("/account/").headers["Cache-Control"] == "no-store"
    assert client.get("/account/forgotten").headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("derived")
def test_public_pages_know_nobody_and_set_no_cookie(client, olga):
    before = client.get("/")
    enter(client)

    after = client.get("/")

    assert before.status_code == 200
    assert after.data == before.data
    assert "Set-Cookie" not in after.headers
    assert "Cookie" not in after.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("?next=/manage/organisations", "/manage/organisations"),
        ("?next=//evil.example", "/manage/"),
        ("?next=https://evil.example/", "/manage/"),
        ("?next=/%09/evil.example", "/manage/"),
    ],
)
def test_next_leads_to_pages_of_this_site_only(client, olga, query, location):
    assert enter(client, query=query).location == location


def test_a_stranger_is_sent_to_sign_in_and_back(client, olga):
    asked = client.get("/account/?x=1")
    assert asked.status_code == 302

    page = client.get(asked.location)
    assert page.status_code == 200
    assert client.post(asked.location, data={"email": olga.email, "password": PASSWORD}).location == "/account/?x=1"


@pytest.mark.parametrize("email", ["olga@society.example", "ana@society.example"])
def test_a_refusal_looks_the_same_for_known_and_unknown_addresses(client, olga, email):
    response = enter(client, email=email, password="wrong")

    assert response.status_code == 422
    assert "do not belong together" in response.text
    assert f'value="{email}"' in response.text
    assert "wrong" not in response.text.split("<form")[1]
    unknown = enter(client, email="no@such.example", password="wrong")
    assert without_token(response).replace(email, "…") == without_token(unknown).replace("no@such.example", "…")


def test_a_mistyped_address_is_named_at_its_field(client, olga):
    response = enter(client, email="olga")

    assert response.status_code == 422
    assert "Enter an address with an @, like name@society.example." in response.text
    assert 'value="olga"' in response.text


def test_signing_in_again_replaces_the_cookie(client, olga):
    with client.session_transaction("/account/") as cookie:
        cookie["planted"] = "by somebody who sat here before"

    enter(client)

    with client.session_transaction("/account/") as cookie:
        assert set(cookie) == {"token", "_permanent"}


def test_a_signed_in_person_who_asks_to_sign_in_goes_on(client, olga, sign_in):
    sign_in(client, olga)

    assert client.get("/account/sign-in?next=/manage/organisations").location == "/manage/organisations"


def test_signing_out_ends_the_session_for_a_copy_of_the_cookie_too(new_client, client, session, olga, sign_in):
    sign_in(client, olga)
    thief = new_client()
    thief.set_cookie("__Host-session", client.get_cookie("__Host-session").value)
    assert thief.get("/account/").status_code == 200

    response = client.post("/account/sign-out")

    assert (response.status_code, response.location) == (303, "/account/sign-in")
    assert thief.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 302
    assert session.scalars(sa.select(UserSession)).all() == []


def test_signing_out_twice_does_no_harm(client, olga):
    assert client.post("/account/sign-out").status_code == 303


@pytest.fixture
def visit(app, client, session, settings):
    """`visit()`: the account's page is opened, and the worker notes it. Returns the status."""

    def visit():
        status = client.get("/account/").status_code
        app.extensions["sessions"].hand_over()
        store_session_visits(session, settings)
        return status

    return visit


def test_a_week_without_a_visit_ends_the_session(client, olga, visit):
    with time_machine.travel("2027-02-01T12:00Z", tick=False) as clocks:
        enter(client)
        clocks.move_to("2027-02-08T11:59Z")
        assert visit() == 200

        clocks.move_to("2027-02-15T11:58Z")  # counted from the last visit
        assert visit() == 200

        clocks.move_to("2027-02-22T11:58Z")
        assert visit() == 302


def test_thirty_days_end_the_session_whatever_one_visits(client, olga, visit):
    with time_machine.travel("2027-02-01T12:00Z", tick=False) as clocks:
        enter(client)
        for day in range(6, 30, 6):
            clocks.move_to(dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=day))
            assert visit() == 200

        clocks.move_to("2027-03-03T12:00Z")
        assert visit() == 302


def test_guessing_at_one_account_is_stopped_but_its_owner_elsewhere_is_not(client, olga):
    for _ in range(10):
        assert enter(client, password="wrong").status_code == 422

    stopped = enter(client)
    elsewhere = enter(client, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})

    assert stopped.status_code == 429
    assert "Wait 10 minutes" in stopped.text
    assert elsewhere.status_code == 303


def test_trying_many_accounts_from_one_network_is_stopped(client, olga):
    answers = [
        enter(client, email=f"nobody{number}", environ_overrides={"REMOTE_ADDR": f"2001:db8::{number:x}"})
        for number in range(101)
    ]

    assert [answer.status_code for answer in answers] == [422] * 100 + [429]


def test_the_first_page_of_an_empty_site_is_the_first_run(client):
    assert client.get("/account/sign-in").location == "/account/first-run"


def test_reading_the_pages_writes_nothing(client, session, olga, sign_in):
    sign_in(client, olga)
    seen_before = session.scalars(sa.select(UserSession.expires_at)).all()

    for page in ["/account/", "/account/sign-in", "/account/forgotten", "/account/password/x"]:
        client.get(page)

    assert session.scalars(sa.select(UserSession.expires_at)).all() == seen_before
    assert clock.now() < seen_before[0]


def test_an_answer_that_changes_nothing_sets_no_cookie(client, olga, sign_in):
    """A script asks while the page is being saved: its answer may come last, with what the session held before."""
    sign_in(client, olga)
    client.get("/account/")  # the first form puts its token there

    for page in ["/manage/zone-line", "/account/", "/manage/"]:
        answer = client.get(page)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False), page


def marks(response):
    return [each for each in response.headers.getlist("Set-Cookie") if each.startswith("desk=")]


def test_a_cookie_without_secrets_says_that_somebody_has_signed_in(client, olga):
    signed_in = client.post("/account/sign-in", data={"email": "olga@society.example", "password": PASSWORD})
    public = client.get("/")
    signed_out = client.post("/account/sign-out")

    [mark] = marks(signed_in)
    assert mark.startswith("desk=1;")
    assert "Path=/" in mark
    assert "HttpOnly" not in mark
    assert "SameSite=Lax" in mark
    assert "Set-Cookie" not in public.headers
    assert "Vary" not in public.headers or "Cookie" not in public.headers["Vary"]
    [gone] = marks(signed_out)
    assert "Max-Age=0" in gone
