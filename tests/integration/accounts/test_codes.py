"""Recovery codes on paper, and the six figures that a password needs from a browser that is not known."""

import dataclasses
import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import make_user
from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.models import OutboundEmail, ProofRequest, RecoveryCode, SignInWay, User, UserSession

REFUSED = "That did not sign you in. The address, the password or the code is not right."


@pytest.fixture
def codes(client, olga, sign_in):
    """Olga's codes on paper. She is signed out."""
    sign_in(client, olga)
    page = client.post("/account/recovery-codes").text
    client.post("/account/sign-out")
    return re.findall(r"<code>([^<]+)</code>", page)


def enter(client, password=PASSWORD):
    return client.post("/account/sign-in", data={"email": "olga@society.example", "password": password})


def recover(client, code, email="olga@society.example"):
    return client.post("/account/recovery", data={"email": email, "code": code})


def ways(session):
    return session.scalars(sa.select(UserSession.way).order_by(UserSession.id)).all()


def test_ten_codes_are_shown_once_and_each_signs_in_once(client, session, codes):
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[2-9a-z]{4}-[2-9a-z]{4}", code) for code in codes)
    assert not {row.digest for row in session.scalars(sa.select(RecoveryCode))} & set(codes)

    assert recover(client, codes[0].upper().replace("-", " ")).status_code == 303
    assert ways(session)[-1] is SignInWay.RECOVERY_CODE
    assert "9 of 10 are left" in client.get("/account/").text
    client.post("/account/sign-out")

    assert REFUSED in recover(client, codes[0]).text
    assert recover(client, codes[1]).status_code == 303


def test_codes_of_before_end_when_new_ones_are_made(client, session, olga, codes, sign_in):
    sign_in(client, olga)
    client.post("/account/recovery-codes")
    client.post("/account/sign-out")

    assert REFUSED in recover(client, codes[0]).text


def test_a_code_opens_the_account_it_was_made_for(client, session, codes):
    make_user(session, "Ana", email="ana@society.example")
    session.commit()

    for email in ("ana@society.example", "nobody@society.example", "olga"):
        assert recover(client, codes[0], email).status_code == 422


def test_codes_survive_a_new_key_of_the_site(app, client, codes, settings, monkeypatch):
    other = dataclasses.replace(settings, secret_key="x" * 40, secret_key_fallbacks=(settings.secret_key,))
    monkeypatch.setitem(app.config, "SETTINGS", other)

    assert recover(client, codes[0]).status_code == 303


@pytest.mark.usefixtures("with_mail_server")
def test_a_new_browser_needs_the_figures_of_a_mail(client, session, olga, sent_mails):
    page = enter(client)
    assert (page.status_code, "A code is in your mail" in page.text) == (200, True)
    assert client.get("/account/").status_code == 302
    [mail] = sent_mails("accounts.code")
    [code] = re.findall(r"^\d{6}$", mail.text, re.MULTILINE)

    wrong = client.post("/account/code", data={"code": "000000" if code != "000000" else "111111"})
    assert (wrong.status_code, REFUSED in wrong.text) == (422, True)
    answer = client.post("/account/code", data={"code": f"{code[:3]} {code[3:]}"})

    assert (answer.status_code, answer.location) == (303, "/manage/")
    assert ways(session) == [SignInWay.PASSWORD_AND_CODE]
    assert len(sent_mails("accounts.new_browser")) == 1
    client.post("/account/sign-out")
    assert enter(client).location == "/manage/"
    assert len(sent_mails("accounts.new_browser")) == 1


@pytest.mark.usefixtures("with_mail_server")
def test_after_five_wrong_figures_the_request_has_ended(client, session, olga, sent_mails):
    enter(client)
    [mail] = sent_mails("accounts.code")
    [code] = re.findall(r"^\d{6}$", mail.text, re.MULTILINE)

    for _turn in range(5):
        client.post("/account/code", data={"code": "no"})

    assert REFUSED in client.post("/account/code", data={"code": code}).text
    assert session.scalars(sa.select(ProofRequest)).all() == []


@pytest.mark.usefixtures("with_mail_server")
def test_figures_hold_for_ten_minutes_and_in_the_browser_that_asked(client, new_client, olga, sent_mails):
    enter(client)
    [mail] = sent_mails("accounts.code")
    [code] = re.findall(r"^\d{6}$", mail.text, re.MULTILINE)
    assert new_client().post("/account/code", data={"code": code}).status_code == 422

    with time_machine.travel(clock.now() + dt.timedelta(minutes=10, seconds=1)):
        assert client.post("/account/code", data={"code": code}).status_code == 422


@pytest.mark.usefixtures("with_mail_server")
def test_a_wrong_password_sends_no_figures(client, session, olga):
    assert enter(client, "not this one").status_code == 422
    assert session.scalars(sa.select(OutboundEmail)).all() == []


@pytest.mark.usefixtures("with_mail_server")
def test_a_browser_of_before_a_new_password_is_not_known_any_more(client, session, olga, sent_mails):
    enter(client)
    [code] = re.findall(r"^\d{6}$", sent_mails("accounts.code")[0].text, re.MULTILINE)
    client.post("/account/code", data={"code": code})
    client.post("/account/sign-out")
    session.get_one(User, olga.id).browsers_forgotten_at = clock.now() + dt.timedelta(seconds=2)
    session.commit()

    assert "A code is in your mail" in enter(client).text


def test_without_mail_a_password_is_enough(client, session, olga):
    assert enter(client).location == "/manage/"
    assert ways(session) == [SignInWay.PASSWORD]


@pytest.mark.usefixtures("with_mail_server")
def test_a_browser_in_which_a_mailed_link_has_set_the_password_needs_no_figures(client, session, olga, sent_mails):
    client.post("/account/forgotten", data={"email": olga.email})
    [path] = re.findall(r"http://localhost(/account/password/\S+)", sent_mails("accounts.reset")[0].text)
    client.post(path, data={"password": "lantern maps 7 rivers"})

    assert enter(client, "lantern maps 7 rivers").location == "/manage/"
