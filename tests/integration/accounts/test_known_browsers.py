"""From a browser that is not known a password is not enough: what makes one known, for whom and for how long."""

import dataclasses
import datetime as dt
import re

import pytest
import time_machine

from tests.factories import make_user
from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.web.security.known_browsers import COOKIE, LIFETIME, PATH

pytestmark = pytest.mark.usefixtures("with_mail_server")


def enter(client, email="olga@society.example"):
    return client.post("/account/sign-in", data={"email": email, "password": PASSWORD})


def is_known(client, email="olga@society.example"):
    return enter(client, email).location == "/manage/"


@pytest.fixture
def known(client, olga, sent_mails):
    """A browser in which Olga has signed in, and out. Returns what was said of its cookie."""
    enter(client)
    [code] = re.findall(r"^\d{6}$", sent_mails("accounts.code")[0].text, re.MULTILINE)
    answer = client.post("/account/code", data={"code": code})
    client.post("/account/sign-out")
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(f"{COOKIE}=")]
    return cookie


def cookie_of(client):
    return client.get_cookie(COOKIE, path=PATH).value


def test_its_cookie_is_out_of_reach_of_scripts_and_names_nobody(client, known):
    assert {"Secure", "HttpOnly", "Path=/account", "SameSite=Lax"} <= set(known.split("; "))
    assert "olga" not in known.lower()
    assert is_known(client)


def test_it_is_known_to_those_alone_who_were_there(client, session, known):
    make_user(session, "Ana", email="ana@society.example", password_hash=hash_password(PASSWORD))

    assert not is_known(client, "ana@society.example")


@pytest.mark.parametrize("made_up", ["", "x", "eyIxIjoyMDAwMDAwMDAwfQ.AAAA", "{}"])
def test_nobody_makes_one_up(client, new_client, known, made_up):
    other = new_client()
    other.set_cookie(COOKIE, made_up, path=PATH)
    assert not is_known(other)

    said, _dot, signature = cookie_of(client).rpartition(".")
    other.set_cookie(COOKIE, f"{said}.{signature.swapcase()}", path=PATH)
    assert not is_known(other)


def test_it_is_forgotten_after_half_a_year_and_with_a_new_key_of_the_site(app, client, new_client, known):
    copied = cookie_of(client)
    with time_machine.travel(clock.now() + LIFETIME + dt.timedelta(seconds=1)):
        assert not is_known(client)
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(settings, secret_key="another key, of more than 32 characters")
    other = new_client()
    other.set_cookie(COOKIE, copied, path=PATH)

    assert not is_known(other)
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], secret_key_fallbacks=(settings.secret_key,))
    assert is_known(other)
