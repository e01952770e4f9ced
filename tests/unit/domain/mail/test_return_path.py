import dataclasses
import datetime as dt

import pytest

from webinars.config import SettingsError, read_settings
from webinars.domain.mail.return_path import (
    mail_of_message,
    message_id,
    return_address,
    returned_mail,
    unsubscribe_address,
    unsubscribe_token,
    unsubscribed_by_mail,
    unsubscribed_mail,
)

NOW = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
KEY, OTHER_KEY = "a secret for tests, of more than 32 characters", "another secret for tests, as long as the first"


def settings_with(**values):
    environment = {"WEBINARS_SECRET_KEY": KEY, "WEBINARS_MAIL_RETURN": "bounces+%s@mail.example.org"} | values
    return read_settings({name: value for name, value in environment.items() if value})


SETTINGS = settings_with()


def test_each_mail_has_an_address_of_its_own():
    address = return_address(SETTINGS, 10**17, now=NOW)

    assert address.startswith("bounces+m100000000000000000.")
    assert address.endswith("@mail.example.org")
    assert len(address.partition("@")[0]) <= 64
    assert returned_mail(SETTINGS, address, now=NOW) == 10**17
    assert returned_mail(SETTINGS, address.upper(), now=NOW) == 10**17


def test_without_a_place_for_it_mails_come_back_to_the_visible_sender():
    plain = settings_with(WEBINARS_MAIL_RETURN="", WEBINARS_MAIL_FROM="desk@example.org")

    assert return_address(plain, 7, now=NOW) == "desk@example.org"
    assert returned_mail(plain, return_address(SETTINGS, 7, now=NOW), now=NOW) is None
    assert unsubscribe_address(plain, 7) is None
    assert unsubscribed_by_mail(plain, unsubscribe_address(SETTINGS, 7)) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda address: address.replace("m7.", "m8."),
        lambda address: address.replace("@mail", "@elsewhere"),
        lambda address: address.replace("bounces+", ""),
        lambda address: address.replace("bounces+", "bounces+m7."),
        lambda address: address[:12],
        lambda _address: "",
        lambda address: "x" + address,
        lambda address: address.replace("0", "1").replace("2", "3").replace("a", "b"),
    ],
)
def test_nobody_else_can_write_one(change):
    address = return_address(SETTINGS, 7, now=NOW)

    assert change(address) != address
    assert returned_mail(SETTINGS, change(address), now=NOW) is None
    assert (
        returned_mail(SETTINGS, return_address(settings_with(WEBINARS_SECRET_KEY=OTHER_KEY), 7, now=NOW), now=NOW)
        is None
    )


def test_it_ends_after_thirty_days():
    address = return_address(SETTINGS, 7, now=NOW)

    assert returned_mail(SETTINGS, address, now=NOW + 30 * DAY) == 7
    assert returned_mail(SETTINGS, address, now=NOW + 31 * DAY) is None
    assert returned_mail(SETTINGS, address, now=NOW - 2 * DAY) is None


def test_what_an_earlier_key_signed_stays_valid():
    later = dataclasses.replace(SETTINGS, secret_key=OTHER_KEY, secret_key_fallbacks=(KEY,))

    assert returned_mail(later, return_address(SETTINGS, 7, now=NOW), now=NOW) == 7
    assert unsubscribed_mail(later, unsubscribe_token(SETTINGS, 7)) == 7
    assert mail_of_message(later, f"Message-ID: {message_id(SETTINGS, 7)}".encode()) == 7


def test_one_kind_of_address_is_no_other():
    token = unsubscribe_token(SETTINGS, 7)

    assert unsubscribed_mail(SETTINGS, token) == unsubscribed_by_mail(SETTINGS, unsubscribe_address(SETTINGS, 7)) == 7
    assert unsubscribed_mail(SETTINGS, message_id(SETTINGS, 7)[1:].partition("@")[0]) is None
    assert unsubscribed_mail(SETTINGS, token.replace("m7", "m8")) is None
    assert mail_of_message(SETTINGS, f"Message-ID: <{token}@127.0.0.1>".encode()) is None


def test_a_report_brings_the_message_id_back():
    report = f"Subject: Undelivered\r\n\r\n--x\r\nmessage-id:\r\n {message_id(SETTINGS, 7)}\r\n".encode() + b"\xff\xfe"

    assert mail_of_message(SETTINGS, report) == 7
    assert mail_of_message(SETTINGS, report.replace(b"<m7", b"<m8")) is None
    assert mail_of_message(SETTINGS, report.replace(b"message-id", b"X-Old-Message-ID")) is None


@pytest.mark.parametrize(
    "value",
    [
        "bounces@mail.example.org",
        "bounces+%s",
        "%s@%s",
        "bounces@%s.example.org",
        "b%s@x@y",
        "ü%s@x.example",
        "b %s@x.example",
        "b" * 23 + "%s@x.example",
    ],
)
def test_a_setting_that_cannot_work_is_refused(value):
    with pytest.raises(SettingsError, match="WEBINARS_MAIL_RETURN"):
        settings_with(WEBINARS_MAIL_RETURN=value)
