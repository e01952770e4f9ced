"""Where somebody is signed in, another address for an account, and its end."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import make_membership, make_organisation, make_user
from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.domain.accounts.actions import open_session
from webinars.domain.accounts.address_changes import ask_for_address, forget_old_changes
from webinars.domain.accounts.proof_requests import Purpose, ask, forget_ended_requests
from webinars.domain.accounts.session_visits import store_session_visits
from webinars.models import AddressChange, AuditEvent, Membership, Passkey, ProofRequest, Role, User, UserSession


@pytest.fixture
def asked(client, olga, sign_in, sent_mails):
    """Olga asks for another address. Returns the links of both mails, by the act they are for."""
    sign_in(client, olga)
    assert client.post("/account/address", data={"email": "Olga@New.example"}).location == "/account/#end"
    [new], [old] = sent_mails("accounts.new_address"), sent_mails("accounts.old_address")
    assert (new.recipient, old.recipient) == ("olga@new.example", "olga@society.example")
    return {
        act: re.search(rf"http://localhost(/account/address/{act}/\S+)", mail.text)[1]
        for act, mail in (("confirm", new), ("stop", old))
    }


def test_each_browser_is_listed_and_ended_alone(client, session, olga, sign_in):
    for browser in ("Firefox on Windows", "Safari on iPhone"):
        open_session(session, olga, now=clock.now(), browser=browser)
    sign_in(client, olga)
    page = client.get("/account/").text
    assert "Firefox on Windows" in page
    other = session.scalar(sa.select(UserSession.id).where(UserSession.browser == "Firefox on Windows"))

    client.post(f"/account/sessions/{other}/end")

    page = client.get("/account/").text
    assert "Firefox on Windows" not in page
    assert "Safari on iPhone" in page


def test_nobody_ends_a_session_of_somebody_else(client, session, olga, sign_in):
    ana = make_user(session, "Ana")
    opened, _token = open_session(session, ana, now=clock.now())
    sign_in(client, olga)

    client.post(f"/account/sessions/{opened.id}/end")

    assert session.scalar(sa.select(UserSession.id).where(UserSession.user_id == ana.id)) == opened.id


def test_the_new_address_confirms(client, session, olga, asked):
    assert "olga@society.example moves to olga@new.example" in client.get(asked["confirm"]).text
    assert session.get_one(User, olga.id).email == "olga@society.example"

    client.post(asked["confirm"])

    assert session.get_one(User, olga.id).email == "olga@new.example"
    assert client.post(asked["confirm"]).status_code == 410


def test_the_old_address_stops_it_and_has_the_account_back(client, session, olga, asked, sent_mails):
    client.post(asked["confirm"])
    session.add(
        Passkey(
            user_id=olga.id,
            credential_id="a",
            credential=b"",
            sign_count=0,
            is_copied=False,
            name="",
            browser="",
            created_at=clock.now(),
        )
    )
    session.commit()
    assert client.get(asked["stop"]).status_code == 200

    client.post(asked["stop"])

    found = session.get_one(User, olga.id)
    assert (found.email, found.password_hash) == ("olga@society.example", None)
    assert session.scalars(sa.select(Passkey)).all() == []
    assert session.scalars(sa.select(UserSession)).all() == []
    [reset] = sent_mails("accounts.reset")
    assert reset.recipient == "olga@society.example"
    assert client.post(asked["stop"]).status_code == 410


def test_after_seven_days_nobody_stops_or_confirms_it(client, session, asked):
    with time_machine.travel(clock.now() + dt.timedelta(days=7, seconds=1)):
        assert [client.post(address).status_code for address in asked.values()] == [410, 410]


def test_ones_own_address_is_no_other_one(client, session, olga, sign_in):
    sign_in(client, olga)

    assert client.post("/account/address", data={"email": "OLGA@society.example"}).status_code == 422
    assert session.scalars(sa.select(AddressChange)).all() == []


def test_links_are_for_one_act(client, asked):
    assert client.post(asked["confirm"].replace("confirm", "stop")).status_code == 410
    assert client.post(asked["stop"].replace("stop", "confirm")).status_code == 410


def test_an_account_is_closed_and_what_it_did_stays(client, session, olga, sign_in):
    lunar = make_organisation(session, "Lunar Society")
    make_membership(session, lunar, olga, role=Role.EDITOR)
    sign_in(client, olga)

    client.post("/account/closing")

    found = session.get_one(User, olga.id)
    assert (found.name, found.is_active, found.closed_at is None) == ("somebody who has left", False, False)
    assert "olga" not in f"{found.email}{found.name}".lower()
    assert session.scalars(sa.select(Membership)).all() == session.scalars(sa.select(UserSession)).all() == []
    assert "user:close" in session.scalars(sa.select(AuditEvent.action)).all()
    assert client.get("/account/").status_code == 302
    assert make_user(session, "Olga", email="olga@society.example").id != olga.id


def test_the_only_owner_and_the_only_administrator_stay(client, session, olga, sign_in):
    lunar = make_organisation(session, "Lunar Society")
    make_membership(session, lunar, olga, role=Role.OWNER)
    sign_in(client, olga)
    assert "You are the only owner of Lunar Society." in client.get("/account/closing").text

    assert client.post("/account/closing").location == "/account/closing"
    make_membership(session, lunar, make_user(session, "Ana"), role=Role.OWNER)
    session.get_one(User, olga.id).is_admin = True
    session.commit()

    assert "This is the only administrator of this site." in client.get("/account/closing").text
    client.post("/account/closing")
    assert session.get_one(User, olga.id).is_active


def test_who_has_an_account_takes_the_file_of_it_and_of_nobody_else(client, session, olga, sign_in):
    lunar = make_organisation(session, "Lunar Society")
    make_membership(session, lunar, olga, role=Role.EDITOR)
    make_membership(session, lunar, make_user(session, "Ana", email="ana@society.example"), role=Role.OWNER)
    sign_in(client, olga)

    answer = client.post("/manage/addresses/own")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.json["email"] == "olga@society.example"
    assert answer.json["account"]["memberships"] == [{"organisation": "Lunar Society", "role": "editor"}]
    assert "ana@" not in answer.text
    assert "argon2" not in answer.text


def test_when_a_session_was_last_used_is_stored_by_the_worker(app, client, session, settings, olga, sign_in):
    sign_in(client, olga)
    [opened] = session.scalars(sa.select(UserSession))
    opened.seen_at = began = clock.now() - dt.timedelta(minutes=30)
    session.commit()

    client.get("/account/")
    assert session.scalar(sa.select(UserSession.seen_at)) == began, "a page that is looked at writes nothing"
    app.extensions["sessions"].hand_over()
    store_session_visits(session, settings)

    session.expire_all()
    assert session.scalar(sa.select(UserSession.seen_at)) > clock.now() - dt.timedelta(minutes=1)


def test_what_nobody_has_answered_or_stopped_is_forgotten(session, olga):
    ask(session, Purpose.PASSKEY, {}, now=clock.now())
    ask_for_address(session, olga, email="olga@new.example", now=clock.now())

    for days, left in ((0, (1, 1)), (1, (0, 1)), (7, (0, 0))):
        later = clock.now() + dt.timedelta(days=days)
        forget_ended_requests(session, now=later)
        forget_old_changes(session, now=later)
        counts = [
            session.scalar(sa.select(sa.func.count()).select_from(each)) for each in (ProofRequest, AddressChange)
        ]
        assert tuple(counts) == left


def test_who_signs_in_again_leaves_no_session_behind(client, session, olga):
    for _turn in range(2):
        client.post("/account/sign-in", data={"email": olga.email, "password": PASSWORD})

    assert session.scalar(sa.select(sa.func.count()).select_from(UserSession)) == 1
