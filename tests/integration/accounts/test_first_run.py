import stat

import pytest

from tests.factories import make_user
from webinars import clock
from webinars.domain.accounts.actions import create_first_administrator
from webinars.domain.accounts.errors import FirstRunOver, WeakPassword, WrongFirstRunCode
from webinars.domain.accounts.first_run import FILE_NAME, first_run_code
from webinars.domain.accounts.passwords import NewPassword


@pytest.fixture(autouse=True)
def no_code_yet(settings):
    (settings.data / FILE_NAME).unlink(missing_ok=True)
    yield
    (settings.data / FILE_NAME).unlink(missing_ok=True)


def make_first(session, settings, code, **values):
    data = {"email": "olga@society.example", "name": "Olga", "password": "copper tide organ"} | values
    data["password"] = NewPassword(data["password"])
    return create_first_administrator(session, settings, code=code, now=clock.now(), **data)


def test_the_code_stays_the_same_until_it_is_used(session, settings):
    code = first_run_code(session, settings)

    assert code
    assert first_run_code(session, settings) == code


def test_only_the_operator_can_read_the_code(session, settings):
    first_run_code(session, settings)

    assert stat.S_IMODE((settings.data / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in settings.data.iterdir() if path.name.startswith("tmp")] == []


def test_there_is_no_code_once_there_is_an_account(session, settings):
    make_user(session)

    assert first_run_code(session, settings) is None


def test_the_code_makes_an_administrator_once(session, settings):
    code = first_run_code(session, settings)

    user = make_first(session, settings, code.lower().replace("-", " "))

    assert user.is_admin
    assert not (settings.data / FILE_NAME).exists()
    with pytest.raises(FirstRunOver):
        make_first(session, settings, code, email="oskar@elsewhere.example")


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "ключ"])
def test_another_code_makes_nobody(session, settings, code):
    first_run_code(session, settings)

    with pytest.raises(WrongFirstRunCode):
        make_first(session, settings, code)


def test_a_code_that_was_never_printed_does_not_exist(session, settings):
    with pytest.raises(FirstRunOver):
        make_first(session, settings, "")


def test_a_weak_password_does_not_use_the_code_up(session, settings):
    code = first_run_code(session, settings)

    with pytest.raises(WeakPassword):
        make_first(session, settings, code, password="password1")

    assert make_first(session, settings, code).is_admin
