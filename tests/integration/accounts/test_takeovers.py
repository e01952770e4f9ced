"""Somebody has got into an account: what they can take with them, and how its owner has it back."""

import dataclasses
import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import make_membership, make_organisation, make_user
from tests.integration.accounts.conftest import PASSWORD
from tests.passkey_device import Device
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.actions import create_user
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.errors import EmailTaken
from webinars.domain.accounts.password_links import invitation_token
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.mail.compose import write_letter
from webinars.domain.organisations.actions import add_member
from webinars.models import ApiToken, OutboundEmail, Passkey, Role, User

ANOTHER = "seven grey geese"


@pytest.fixture
def eve(session):
    return make_user(session, "Eve", email="eve@club.example", password_hash=hash_password(PASSWORD))


@pytest.fixture
def thief(new_client, olga, sign_in):
    """A browser in which Olga has signed in, and somebody else sits."""
    browser = new_client()
    sign_in(browser, olga)
    return browser


@pytest.fixture
def move(sent_mails):
    """`move(browser, email)`: asks for another address. Returns the links of both mails, by the act they are for."""

    def move(browser, email):
        browser.post("/account/address", data={"email": email})
        texts = [sent_mails(f"accounts.{side}_address")[-1].text for side in ("new", "old")]
        found = re.findall(r"http://localhost(/account/address/(confirm|stop)/\S+)", " ".join(texts))
        return {act: path for path, act in found}

    return move


@pytest.fixture
def mails(session):
    """`mails(kind)`: the mails that are promised."""

    def mails(kind):
        session.commit()
        return list(session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == kind).order_by("id")))

    return mails


@pytest.fixture
def written(session, settings):
    """`written(mail)`: what it says if it is sent now, or nothing."""

    def written(mail):
        letter = write_letter(session, settings, KINDS, mail, now=clock.now())
        return letter.text if letter else ""

    return written


def enter(browser, email, password=PASSWORD, **request):
    return browser.post("/account/sign-in", data={"email": email, "password": password}, **request)


def add_passkey(browser, device):
    options = browser.post("/account/passkeys/options")
    if options.is_json:
        browser.post("/account/passkeys", data={"credential": device.make(options.get_json())})


def sign_in_with(browser, device):
    options = browser.post("/account/sign-in/options").get_json()
    return browser.post("/account/sign-in/passkey", data={"credential": device.sign(options)})


def copied_cookie(new_client, browser):
    copy = new_client()
    copy.set_cookie("__Host-session", browser.get_cookie("__Host-session").value)
    assert copy.get("/account/").status_code == 200
    return copy


def test_a_link_of_a_change_that_was_given_up_confirms_no_other(client, session, eve, sign_in, move):
    sign_in(client, eve)
    mine = move(client, "mine@club.example")["confirm"]
    move(client, "chair@society.example")

    assert client.post(mine).status_code == 410
    assert session.get_one(User, eve.id).email == "eve@club.example"


def test_a_link_of_one_account_stops_nothing_of_another(client, session, eve, sign_in, thief, olga, move):
    sign_in(client, eve)
    stop = move(client, "mine@club.example")["stop"]
    client.post(stop)
    move(thief, "olga@new.example")

    assert (client.get(stop).status_code, client.post(stop).status_code) == (410, 410)
    assert session.get_one(User, olga.id).password_hash is not None


@pytest.mark.usefixtures("with_mail_server")
def test_everybody_is_mailed_figures_of_their_own(client, new_client, olga, eve, mails, written):
    with time_machine.travel(clock.now(), tick=False):
        enter(client, eve.email)
        for _turn in range(5):
            client.post("/account/code", data={"code": "no"})
        enter(new_client(), olga.email)

        assert [each.recipient for each in mails("accounts.code")] == [eve.email, olga.email]
        texts = [written(each) for each in mails("accounts.code")]
        assert [len(re.findall(r"^\d{6}$", text, re.MULTILINE)) for text in texts] == [0, 1]


@pytest.mark.usefixtures("with_mail_server")
def test_figures_of_other_scripts_are_figures(client, olga, mails, written):
    enter(client, olga.email)
    [code] = re.findall(r"^\d{6}$", written(mails("accounts.code")[0]), re.MULTILINE)

    assert client.post("/account/code", data={"code": "²"}).status_code == 422
    arabic = code.translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})
    assert client.post("/account/code", data={"code": arabic}).status_code == 303


@pytest.mark.usefixtures("with_mail_server")
def test_figures_are_sent_ten_times_an_hour_whoever_asks_from_wherever(new_client, olga):
    asked = [
        enter(new_client(), olga.email, environ_overrides={"REMOTE_ADDR": f"198.51.{network}.7"}).status_code
        for network in range(12)
    ]

    assert asked == [200] * 10 + [422] * 2


def test_a_link_that_was_promised_to_the_other_address_is_not_written(client, thief, olga, move, mails, written):
    with time_machine.travel(clock.now(), tick=False):
        links = move(thief, "thief@club.example")
        thief.post(links["confirm"])
        thief.post("/account/forgotten", data={"email": "thief@club.example"})
        client.post(links["stop"])

        first, second = mails("accounts.reset")
        assert (first.recipient, written(first)) == ("thief@club.example", "")
        assert second.recipient == "olga@society.example"
        assert "/account/password/" in written(second)


def test_nobody_takes_the_old_address_meanwhile(client, session, thief, eve, move, sign_in):
    links = move(thief, "thief@club.example")
    thief.post(links["confirm"])
    sign_in(client, eve)

    with pytest.raises(EmailTaken):
        create_user(session, email="olga@society.example", now=clock.now())
    assert move(client, "olga@society.example").keys() == {"stop"}
    assert client.post(links["stop"]).status_code == 303


def test_who_asks_for_an_address_does_not_learn_who_has_it(thief, eve, sent_mails):
    answers, texts = [], []
    for email in (eve.email, "none@club.example"):
        answer = thief.post("/account/address", data={"email": email})
        page = re.sub(r"[\w.-]{40,}", "", thief.get("/account/").text).replace(email, "")
        answers.append((answer.status_code, answer.location, page))
        [mail] = sent_mails("accounts.new_address")
        assert mail.recipient == email
        texts.append(mail.text)

    assert answers[0] == answers[1]
    assert "wants to move to this address, which has one, or had one" in texts[0]
    assert "/account/address/" not in texts[0]
    assert "/account/address/confirm/" in texts[1]


def test_what_was_made_before_and_after_the_change_opens_nothing(client, session, thief, olga, move, mails):
    lunar = make_organisation(session, "Lunar Society")
    make_membership(session, lunar, olga, Role.OWNER)
    device, start = Device(), clock.now()
    add_passkey(thief, device)
    with time_machine.travel(start + dt.timedelta(minutes=2)):
        stop = move(thief, "thief@club.example")["stop"]
        path = f"/manage/organisations/{lunar.slug}/interfaces/tokens"
        thief.post(path, data={"name": "x", "days": "365", "scopes": ["read"]})
        assert session.scalars(sa.select(ApiToken.revoked_at)).all() == [None]

        client.post(stop)

        assert sign_in_with(thief, device).status_code == 422
        assert all(session.scalars(sa.select(ApiToken.revoked_at)))
    with time_machine.travel(start + dt.timedelta(hours=2)):
        client.post("/account/forgotten", data={"email": "olga@society.example"})
        assert [each.recipient for each in mails("accounts.reset")] == ["olga@society.example"] * 2


def test_the_seven_days_begin_when_the_new_address_confirms(client, thief, move):
    start = clock.now()
    links = move(thief, "thief@club.example")
    with time_machine.travel(start + dt.timedelta(days=6, hours=23)):
        assert client.post(links["confirm"]).status_code == 303
    with time_machine.travel(start + dt.timedelta(days=13)):
        assert client.get(links["stop"]).status_code == 200
    with time_machine.travel(start + dt.timedelta(days=14)):
        assert client.get(links["stop"]).status_code == 410


@pytest.mark.parametrize(
    ("path", "data", "minutes"),
    [
        ("/account/password", {"current_password": PASSWORD, "password": ANOTHER}, 0),
        ("/account/sessions/delete", {}, 0),
        ("/account/proof?next=/account/recovery-codes", {"proof_password": PASSWORD}, 11),
    ],
)
def test_a_copied_cookie_ends_with(client, new_client, olga, sign_in, path, data, minutes):
    sign_in(client, olga)
    copy = copied_cookie(new_client, client)

    with time_machine.travel(clock.now() + dt.timedelta(minutes=minutes)):
        assert client.post(path, data=data).status_code in {303, 307}
        assert client.get("/account/").status_code == 200
        assert copy.get("/account/").status_code == 302


def test_a_password_that_is_off_comes_back_by_no_mail(client, new_client, session, settings, mails, written):
    sam = make_user(session, "Sam", email="sam@society.example")
    token = invitation_token(settings, make_membership(session, make_organisation(session), sam), now=clock.now())
    session.commit()
    client.post(f"/account/password/{token}", data={"password": ANOTHER, "name": "Sam"})
    add_passkey(client, Device())
    client.post("/account/recovery-codes")
    client.post("/account/password/off")
    assert session.get_one(User, sam.id).password_hash is None

    add_member(
        session, OPERATOR, make_organisation(session, "Lunar"), email=sam.email, role=Role.EDITOR, now=clock.now()
    )

    assert "/account/password/" not in written(mails("organisations.added")[-1])
    assert new_client().post(f"/account/password/{token}", data={"password": PASSWORD}).status_code == 410


def test_where_administrators_need_a_passkey_a_password_makes_none(
    app, client, new_client, session, settings, sign_in, monkeypatch
):
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, admin_passkeys=True))
    ada = make_user(session, "Ada", email="ada@society.example", password_hash=hash_password(PASSWORD), is_admin=True)
    own, thief, device = Device(), new_client(), Device()
    sign_in(client, ada)
    add_passkey(client, own)
    client.post("/account/recovery-codes")
    enter(thief, ada.email)

    add_passkey(thief, device)
    proved = thief.post("/account/proof?next=/account/recovery-codes", data={"proof_password": PASSWORD})

    assert proved.status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Passkey)) == 1
    assert thief.get("/manage/outbox").status_code == 403
    assert sign_in_with(client, own).status_code == 303
    assert client.get("/manage/outbox").status_code == 200
