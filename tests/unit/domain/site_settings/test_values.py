"""What administrators choose is laid over what the server says, and never before it."""

import dataclasses
from pathlib import Path

import pytest

from webinars.config import MailServer, Settings
from webinars.domain.site_settings.current import LiveSettings
from webinars.domain.site_settings.encryption import seal, unseal
from webinars.domain.site_settings.errors import SiteInvalid
from webinars.domain.site_settings.validation import checked_values
from webinars.domain.site_settings.values import in_force, is_password_lost, laid_over, variable_of
from webinars.domain.site_settings.zone_labels import ZoneUnclear, words_of_zone, zone_of_words
from webinars.pure.times import DisplayZone

KEY, OTHER_KEY = "a secret of more than 32 characters", "another secret of more than 32 characters"
GIVEN = Settings(
    data=Path("instance"),
    database_url="sqlite://",
    secret_key=KEY,
    display_zones=(DisplayZone("Britain", "Europe/London"),),
)
SERVER = {"mail_host": "mail.lunar.example", "mail_port": 587, "mail_tls": "starttls", "mail_username": "webinars"}


def typed(**values):
    zones = [words_of_zone(zone) for zone in GIVEN.display_zones]
    boxes = {
        "site_name": GIVEN.site_name,
        "display_zones": zones,
        "mail_host": "",
        "mail_port": "587",
        "mail_tls": "starttls",
        "mail_username": "",
        "mail_password": "",
        "mail_from": GIVEN.mail_from,
        "open_organisations": False,
        "page_cache_seconds": "10",
        "keep_examples": False,
    }
    return boxes | values


def test_what_is_stored_counts():
    stored = {"site_name": "Lunar", "display_zones": [["India", "Asia/Kolkata"]], "page_cache_seconds": 0} | SERVER

    settings = laid_over(GIVEN, stored | {"mail_password": seal(KEY, "moonlight")})

    assert settings.site_name == "Lunar"
    assert settings.display_zones == (DisplayZone("India", "Asia/Kolkata"),)
    assert settings.page_cache_seconds == 0
    assert settings.mail_url == MailServer(
        host="mail.lunar.example", port=587, tls="starttls", username="webinars", password="moonlight"
    )
    assert "moonlight" not in repr(settings)


@pytest.mark.parametrize("name", ["site_name", "mail_url"])
def test_what_the_server_says_counts_before_it(name):
    stored = {"site_name": "Lunar"} | SERVER

    settings = laid_over(dataclasses.replace(GIVEN, fixed=frozenset({name})), stored)

    assert getattr(settings, name) == getattr(GIVEN, name)
    assert settings != GIVEN


def test_a_mail_server_that_is_fixed_keeps_its_own_password():
    server = MailServer(host="mail.site.example", port=465, tls="implicit", username="site", password="copper")
    given = dataclasses.replace(GIVEN, mail_url=server, fixed=frozenset({"mail_url"}))

    assert laid_over(given, SERVER | {"mail_password": seal(KEY, "moonlight")}).mail_url == server


def test_a_setting_is_fixed_by_the_variable_that_holds_it():
    assert variable_of("site_name") == "WEBINARS_SITE_NAME"
    assert variable_of("mail_port") == variable_of("mail_password") == "WEBINARS_MAIL_URL"


def test_a_password_is_read_again_with_a_key_of_before():
    sealed = seal(OTHER_KEY, "moonlight")

    assert "moonlight" not in sealed
    assert unseal([KEY, OTHER_KEY], sealed) == "moonlight"
    assert unseal([KEY], sealed) is None


def test_without_its_password_nothing_is_sent_and_the_name_is_not_tried():
    stored = SERVER | {"mail_password": seal(OTHER_KEY, "moonlight")}

    assert is_password_lost(GIVEN, stored)
    assert laid_over(GIVEN, stored).mail_url is None
    assert in_force(GIVEN, stored)["mail_host"] == "mail.lunar.example"
    again = dataclasses.replace(GIVEN, secret_key_fallbacks=(OTHER_KEY,))
    assert laid_over(again, stored).mail_url.password == "moonlight"


@pytest.mark.parametrize(
    ("text", "label", "timezone"),
    [
        ("Britain", "Britain", "Europe/London"),
        ("london", "London", "Europe/London"),
        ("US Eastern", "US Eastern", "America/New_York"),
        ("Europe/London", "Britain", "Europe/London"),
        ("BST", "Britain", "Europe/London"),
        ("Head office = Paris", "Head office", "Europe/Paris"),
        ("=Paris", "Paris", "Europe/Paris"),
    ],
)
def test_a_zone_is_understood_as_people_write_it(text, label, timezone):
    zone = zone_of_words(text)

    assert zone == DisplayZone(label, timezone)
    assert zone_of_words(words_of_zone(zone)) == zone


@pytest.mark.parametrize("text", ["Atlantis", "IST", "", "India=Atlantis"])
def test_words_that_name_no_zone_are_said(text):
    with pytest.raises(ZoneUnclear):
        zone_of_words(text)


def test_what_is_as_it_was_is_not_looked_at():
    """A site that never set where its mails come from is not kept from giving itself a name."""
    values = checked_values(GIVEN, {}, typed(site_name=" Lunar  Society "))

    assert values["site_name"] == "Lunar Society"
    assert values["mail_from"] == "webinars@localhost"
    assert "mail_password" not in values


def test_every_mistake_is_told_in_one_round():
    with pytest.raises(SiteInvalid) as caught:
        checked_values(
            GIVEN,
            {},
            typed(
                site_name=" ",
                display_zones=["Atlantis", "IST"],
                mail_host="smtp://mail.example/",
                mail_port="0",
                mail_from="nobody",
                page_cache_seconds="86401",
            ),
        )

    problems = caught.value.problems
    assert set(problems) == {
        "site_name",
        "display_zones",
        "mail_host",
        "mail_port",
        "mail_from",
        "page_cache_seconds",
    }
    assert "Atlantis" in problems["display_zones"]
    assert "IST" in problems["display_zones"]


@pytest.mark.parametrize(("name", "longest"), [("site_name", 80), ("mail_username", 200)])
def test_what_is_too_long_is_said_and_not_cut(name, longest):
    assert checked_values(GIVEN, {}, {name: "a" * longest})[name] == "a" * longest

    with pytest.raises(SiteInvalid) as caught:
        checked_values(GIVEN, {}, {name: "a" * (longest + 1)})
    assert caught.value.problems == {name: f"Shorten this to {longest} characters."}


def test_mails_cannot_come_from_a_place_that_servers_refuse():
    with pytest.raises(SiteInvalid) as caught:
        checked_values(GIVEN, {}, typed(mail_host="mail.lunar.example"))

    assert set(caught.value.problems) == {"mail_from"}


MAIL = {"mail_host": "mail.lunar.example", "mail_username": "webinars", "mail_from": "webinars@lunar.example"}


@pytest.mark.parametrize(
    "changed",
    [{"mail_host": "mail.elsewhere.example"}, {"mail_username": "other"}, {"mail_tls": "none"}],
    ids=["another server", "another name", "in the clear"],
)
def test_a_kept_password_is_sent_to_no_other_place(changed):
    stored = SERVER | {"mail_from": "webinars@lunar.example", "mail_password": seal(KEY, "moonlight")}

    assert "mail_password" not in checked_values(GIVEN, stored, typed(**MAIL))
    with pytest.raises(SiteInvalid) as caught:
        checked_values(GIVEN, stored, typed(**MAIL | changed))
    assert set(caught.value.problems) == {"mail_password"}
    assert (
        checked_values(GIVEN, stored, typed(**MAIL | changed, mail_password="sunlight"))["mail_password"] == "sunlight"
    )


def test_a_process_asks_once_a_second_and_at_once_after_its_own_change(monkeypatch):
    clock, asked, stored = [100.0], [], {"site_name": "First"}
    monkeypatch.setattr("webinars.domain.site_settings.current.time.monotonic", lambda: clock[0])

    def look_up():
        asked.append(clock[0])
        return dict(stored)

    live = LiveSettings(look_up)

    assert [live.current(GIVEN).site_name for _each in range(3)] == ["First"] * 3
    stored["site_name"] = "Second"
    assert live.current(GIVEN).site_name == "First"
    clock[0] += 1
    assert live.current(GIVEN).site_name == "Second"
    stored["site_name"] = "Third"
    live.expire()
    assert live.current(GIVEN).site_name == "Third"
    assert asked == [100.0, 101.0, 101.0]


def test_what_was_known_last_goes_on_while_the_database_is_away(monkeypatch):
    clock, answers = [100.0], [{"site_name": "Lunar"}, None]
    monkeypatch.setattr("webinars.domain.site_settings.current.time.monotonic", lambda: clock[0])
    live = LiveSettings(lambda: answers.pop(0))

    assert live.current(GIVEN).site_name == "Lunar"
    clock[0] += 1
    assert live.current(GIVEN).site_name == "Lunar"
    assert answers == []


def test_a_change_during_a_look_is_looked_for_again():
    names = iter(["First", "Second"])

    def look_up():
        name = next(names)
        if name == "First":
            live.expire()
        return {"site_name": name}

    live = LiveSettings(look_up)

    live.current(GIVEN)
    assert live.current(GIVEN).site_name == "Second"
