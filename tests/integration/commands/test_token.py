"""`webinars token create`: a secret for a program, printed once."""

import pytest

from webinars.commands.token import SCOPES
from webinars.models import Scope

CREATE = ("token", "create", "Month list", "--organisation", "lunar-society")
PASSWORD = "three odd comets\n"


@pytest.fixture
def site(run):
    """A site with the Lunar Society, which Olga owns."""
    for email in ("olga@society.example", "sam@society.example"):
        run("user", "create", email, "--password-stdin", typed=PASSWORD)
    made = run("organisation", "create", "Lunar Society", "--owner", "olga@society.example")
    assert made.returncode == 0, made.stderr
    return run


def test_its_scopes_are_those_that_there_are():
    assert tuple(each.value for each in Scope) == SCOPES


def test_the_secret_is_printed_and_nothing_else(site):
    made = site(*CREATE, "--scope", "read", "--scope", "write:webinars", "--days", "30")

    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("wbn_")
    assert len(made.stdout) == 54
    again = site(*CREATE, "--scope", "read")
    assert (again.returncode, again.stdout) == (1, "")
    assert "There is a token of this name already." in again.stderr


def test_whose_it_is_has_to_be_said_where_that_is_open(site):
    site("organisation", "create", "Nobodys")
    vacant = site("token", "create", "x", "--organisation", "nobodys", "--scope", "read")
    assert (vacant.returncode, vacant.stdout) == (1, "")
    assert "Say with --as whose it is. It can be: nobody." in vacant.stderr
    stranger = site(*CREATE, "--scope", "read", "--as", "sam@society.example")
    assert (stranger.returncode, stranger.stdout) == (1, "")
    assert "It can be: olga@society.example." in stranger.stderr
    assert site(*CREATE, "--scope", "read", "--as", "Olga@society.example").returncode == 0


def test_what_is_wrong_is_said(site):
    unknown = site("token", "create", "x", "--organisation", "solar-society", "--scope", "read")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "There is no organisation at /organisations/solar-society." in unknown.stderr
    for wrong in (CREATE, (*CREATE, "--scope", "admin"), (*CREATE, "--scope", "read", "--days", "31")):
        assert site(*wrong).returncode == 2
