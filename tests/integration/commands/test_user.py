"""`webinars user close` and `webinars user passkeys`: the end of an account, and a way back into one."""

import pytest

PASSWORD = "three odd comets\n"


@pytest.fixture
def site(run):
    for email in ("olga@society.example", "sam@society.example"):
        assert run("user", "create", email, "--password-stdin", typed=PASSWORD).returncode == 0
    assert run("organisation", "create", "Lunar Society", "--owner", "olga@society.example").returncode == 0
    return run


def test_an_account_is_closed_unless_somebody_needs_it(site):
    closed = site("user", "close", "Sam@society.example")
    assert (closed.returncode, closed.stdout) == (0, "The account of Sam@society.example is closed.\n")
    assert site("user", "close", "sam@society.example").returncode == 1

    needed = site("user", "close", "olga@society.example")

    assert (needed.returncode, needed.stdout) == (1, "")
    assert "Nobody else owns Lunar Society." in needed.stderr


def test_passkeys_are_listed_and_forgotten(site):
    assert site("user", "passkeys", "olga@society.example").stdout == ""

    forgotten = site("user", "passkeys", "olga@society.example", "--forget")

    assert forgotten.stdout == "They open nothing any more. olga@society.example can ask for a new password.\n"
    unknown = site("user", "passkeys", "nobody@society.example")
    assert (unknown.returncode, "There is no account" in unknown.stderr) == (1, True)
