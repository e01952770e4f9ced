import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import make_user
from tests.integration.accounts.conftest import PASSWORD
from tests.passkey_device import PRESENT, Device
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.models import AuditEvent, Passkey, ProofRequest, SignInWay, User, UserSession

REFUSED = "That did not sign you in. The address, the password or the code is not right."


@pytest.fixture
def add(client, olga, sign_in):
    """`add(device)`: Olga adds a passkey of this device to her account."""

    def add(device, answer=None):
        sign_in(client, olga)
        options = client.post("/account/passkeys/options").get_json()
        return client.post("/account/passkeys", data={"credential": answer or device.make(options)})

    return add


def asked(client):
    return client.post("/account/sign-in/options").get_json()


def enter(client, answer):
    return client.post("/account/sign-in/passkey", data={"credential": answer})


@pytest.fixture
def device(add, client):
    """A device whose passkey opens Olga's account. She is signed out."""
    device = Device()
    add(device)
    client.post("/account/sign-out")
    return device


def test_a_passkey_is_added_and_signs_in_without_an_address(client, session, olga, add):
    device = Device(is_copied=True)
    assert add(device).location == "/account/#signing-in"
    client.post("/account/sign-out")

    answer = enter(client, device.sign(asked(client)))

    assert (answer.status_code, answer.location) == (303, "/manage/")
    assert "olga@society.example" in client.get("/account/").text
    [kept] = session.scalars(sa.select(Passkey))
    assert (kept.user_id, kept.sign_count, kept.is_copied, kept.used_at is None) == (olga.id, 1, True, False)
    assert session.scalars(sa.select(UserSession.way)).all()[-1] is SignInWay.PASSKEY
    assert "user:add_passkey" in session.scalars(sa.select(AuditEvent.action)).all()


def test_options_ask_for_what_the_device_keeps_and_for_its_owner(client, olga, add):
    add(Device())

    made = client.post("/account/passkeys/options").get_json()
    wanted = client.post("/account/sign-in/options").get_json()

    assert made["rp"]["id"] == wanted["rpId"] == "localhost"
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == wanted["userVerification"] == "required"
    assert len(made["excludeCredentials"]) == 1
    assert "allowCredentials" not in wanted


def test_an_answer_is_taken_once(client, session, device):
    answer = device.sign(asked(client))
    assert enter(client, answer).status_code == 303
    client.post("/account/sign-out")

    again = enter(client, answer)

    assert (again.status_code, REFUSED in again.text) == (422, True)
    assert session.scalars(sa.select(ProofRequest)).all() == []


def test_an_answer_to_another_browsers_question_is_refused(client, new_client, device):
    options = asked(client)

    assert enter(new_client(), device.sign(options)).status_code == 422


def test_an_answer_for_another_site_is_refused(client, device):
    device.origin = "http://localhost.example"

    assert REFUSED in enter(client, device.sign(asked(client))).text


def test_an_answer_too_late_is_refused(client, device):
    answer = device.sign(asked(client))

    with time_machine.travel(clock.now() + dt.timedelta(minutes=5, seconds=1)):
        assert REFUSED in enter(client, answer).text


def test_a_device_that_did_not_ask_who_it_is_is_refused(client, device):
    device.flags = PRESENT

    assert REFUSED in enter(client, device.sign(asked(client))).text


def test_a_counter_that_runs_back_is_a_copy(client, session, device):
    enter(client, device.sign(asked(client)))
    client.post("/account/sign-out")
    device.count = 0

    assert REFUSED in enter(client, device.sign(asked(client))).text
    assert session.scalar(sa.select(Passkey.sign_count)) == 1


def test_a_device_that_does_not_count_is_let_in_again(client, device):
    for _turn in "ab":
        device.count = -1
        assert enter(client, device.sign(asked(client))).status_code == 303
        client.post("/account/sign-out")


def test_a_passkey_of_somebody_else_opens_nothing_of_mine(client, session, device):
    other = Device()
    other.handle = device.handle

    assert REFUSED in enter(client, other.sign(asked(client))).text

    other.credential_id = device.credential_id
    assert REFUSED in enter(client, other.sign(asked(client))).text


@pytest.mark.parametrize("answer", ["", "{", "[]", '{"id": 7}', '{"id": "a", "rawId": "b"}', "x" * 30_000])
def test_nonsense_is_refused(client, device, answer):
    asked(client)

    assert enter(client, answer).status_code == 422


def test_a_closed_account_is_not_opened(client, session, device, olga):
    session.get_one(User, olga.id).is_active = False
    session.commit()

    assert REFUSED in enter(client, device.sign(asked(client))).text


def test_the_last_way_in_is_kept(client, session, olga, device, sign_in):
    sign_in(client, olga)
    session.get_one(User, olga.id).password_hash = None
    session.commit()
    [kept] = session.scalars(sa.select(Passkey))

    client.post(f"/account/passkeys/{kept.id}/remove")

    said = "This is your last way in: your password is off. Add another passkey first."
    assert said in client.get("/account/").text
    assert session.scalar(sa.select(sa.func.count()).select_from(Passkey)) == 1


def test_a_passkey_is_renamed_and_removed_and_the_session_is_another(client, session, olga, device, sign_in):
    sign_in(client, olga)
    [kept] = session.scalars(sa.select(Passkey))
    client.post(f"/account/passkeys/{kept.id}/rename", data={"name": "Telephone"})
    assert "Telephone" in client.get("/account/").text
    before = session.scalars(sa.select(UserSession.token_digest)).all()

    client.post(f"/account/passkeys/{kept.id}/remove")

    assert session.scalars(sa.select(Passkey)).all() == []
    assert session.scalars(sa.select(UserSession.token_digest)).all() != before
    assert "Telephone" not in client.get("/account/").text


def test_nobody_renames_or_removes_a_passkey_of_somebody_else(client, session, device, sign_in):
    sign_in(client, make_user(session, "Ana"))
    [kept] = session.scalars(sa.select(Passkey))

    assert client.post(f"/account/passkeys/{kept.id}/rename", data={"name": "Mine"}).status_code == 303
    client.post(f"/account/passkeys/{kept.id}/remove")

    assert [each.name for each in session.scalars(sa.select(Passkey))] == [kept.name]


def test_after_ten_minutes_it_has_to_be_proved_who_it_is(client, session, olga, device, sign_in):
    sign_in(client, olga)
    [kept] = session.scalars(sa.select(Passkey))
    address = f"/account/passkeys/{kept.id}/rename"
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11)):
        page = client.post(address, data={"name": "Telephone"}).text
        assert "You want to call a passkey by another name." in page
        assert 'name="name" value="Telephone"' in page
        wrong = client.post(f"/account/proof?next={address}", data={"name": "Telephone", "proof_password": "no"})
        assert (wrong.status_code, "You want to call" in wrong.text) == (422, True)

        right = client.post(f"/account/proof?next={address}", data={"name": "Telephone", "proof_password": PASSWORD})

        assert (right.status_code, right.location) == (307, address)
        assert client.post(address, data={"name": "Telephone"}).status_code == 303
    assert session.scalar(sa.select(Passkey.name)) == "Telephone"


def test_a_passkey_is_a_proof_but_not_of_somebody_else(client, session, olga, device, sign_in):
    sign_in(client, make_user(session, "Ana"))
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11)):
        options = client.post("/account/proof/options").get_json()
        data = {"proof_credential": device.sign(options)}
        assert client.post("/account/proof?next=/account/recovery-codes", data=data).status_code == 422
        sign_in(client, olga)
        options = client.post("/account/proof/options").get_json()
        data = {"proof_credential": device.sign(options)}
        assert client.post("/account/proof?next=/account/recovery-codes", data=data).status_code == 307


def test_where_a_site_has_no_name_there_are_no_passkeys(app, client, olga, sign_in, monkeypatch):
    monkeypatch.setitem(
        app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], base_url="https://192.0.2.7")
    )
    sign_in(client, olga)

    assert "Passkeys need a site with a name and HTTPS." in client.get("/account/").text
    assert client.post("/account/passkeys/options").status_code == 404


class TestAdministrators:
    """Where a site demands passkeys of its administrators."""

    @pytest.fixture
    def demanding(self, app, settings, monkeypatch):
        monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, admin_passkeys=True))

    @pytest.fixture
    def olga(self, session):
        return make_user(
            session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD), is_admin=True
        )

    @pytest.mark.usefixtures("demanding")
    def test_have_their_rights_by_passkey_and_with_two_ways_in(self, client, device):
        enter(client, device.sign(asked(client)))
        assert client.get("/manage/outbox").status_code == 403
        assert "You have no administrator’s rights now." in client.get("/account/").text
        client.post("/account/recovery-codes")

        assert client.get("/manage/outbox").status_code == 200
        assert "You have no administrator’s rights now." not in client.get("/account/").text

    @pytest.mark.usefixtures("demanding")
    def test_have_none_by_password(self, client, olga):
        client.post("/account/sign-in", data={"email": olga.email, "password": PASSWORD})

        assert client.get("/manage/outbox").status_code == 403
        assert client.get("/account/").status_code == 200

    @pytest.mark.usefixtures("demanding")
    def test_keep_two_ways_in(self, client, session, device):
        enter(client, device.sign(asked(client)))
        client.post("/account/recovery-codes")
        [kept] = session.scalars(sa.select(Passkey))

        client.post(f"/account/passkeys/{kept.id}/remove")

        assert "This site asks two ways in of its administrators." in client.get("/account/").text
        assert session.scalars(sa.select(Passkey)).all() == [kept]

    def test_are_as_before_where_nothing_is_demanded(self, client, olga):
        client.post("/account/sign-in", data={"email": olga.email, "password": PASSWORD})

        assert client.get("/manage/outbox").status_code == 200
