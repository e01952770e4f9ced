"""Who guesses at codes and passwords is stopped, by network and by address; who is elsewhere goes on."""

import pytest


def statuses(client, times, address, data):
    return [client.post(address, data=data).status_code for _turn in range(times)]


def test_recovery_codes_of_one_account_are_not_tried_out(client, new_client, olga):
    typed = {"email": "olga@society.example", "code": "2222-2222"}

    assert statuses(client, 11, "/account/recovery", typed) == [422] * 10 + [429]
    elsewhere = new_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    assert statuses(elsewhere, 1, "/account/recovery", typed) == [422]


@pytest.mark.parametrize(
    ("address", "data", "most"),
    [
        ("/account/code", {"code": "271828"}, 60),
        ("/account/sign-in/passkey", {"credential": "{}"}, 60),
        ("/account/proof?next=/account/recovery-codes", {"proof_password": "wrong"}, 20),
    ],
)
def test_a_network_has_so_many_tries(client, olga, sign_in, address, data, most):
    sign_in(client, olga)

    assert statuses(client, most + 1, address, data) == [422] * most + [429]
