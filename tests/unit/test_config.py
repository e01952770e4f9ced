import stat
import sys
from pathlib import Path

import pytest

from webinars.config import Bucket, MailServer, SettingsError, read_settings


def settings_with(tmp_path, **values):
    return read_settings(
        {"WEBINARS_DATA": str(tmp_path), **{f"WEBINARS_{name}": text for name, text in values.items()}}
    )


def test_defaults_serve_a_site_on_this_machine(tmp_path):
    settings = settings_with(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path / 'webinars.db'}"
    assert settings.base_url == "http://localhost:8000"
    assert settings.is_secure
    assert [zone.label for zone in settings.display_zones] == ["Britain", "US Eastern", "US Pacific"]
    assert settings.mail_url is None


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first, second = settings_with(tmp_path), settings_with(tmp_path)

    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_secret_can_stand_in_a_file(tmp_path):
    file = tmp_path / "given"
    file.write_text("0123456789" * 4 + "\n")

    assert settings_with(tmp_path, SECRET_KEY_FILE=str(file)).secret_key == "0123456789" * 4


def test_secrets_are_not_shown(tmp_path):
    settings = settings_with(
        tmp_path,
        SECRET_KEY="a long secret nobody should read in a log",
        DATABASE_URL="postgresql://webinars:hidden@db/webinars",
        MAIL_URL="smtp://user:concealed@mail.example:587?tls=starttls",
    )

    assert not [word for word in ("long secret", "hidden", "concealed") if word in repr(settings)]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer(host="mail.example", port=25)),
        (
            "smtp://user:pass@mail.example:587?tls=starttls",
            MailServer(host="mail.example", port=587, username="user", password="pass", tls="starttls"),
        ),
        ("smtps://mail.example", MailServer(host="mail.example", port=465, tls="implicit")),
    ],
)
def test_mail_server_is_read_from_its_address(tmp_path, url, server):
    assert settings_with(tmp_path, MAIL_URL=url).mail_url == server


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "k" * 40),
        ("SECRET_KEY", "abc" * 20),
        ("SECRET_KEY_FALLBACKS", "k" * 40),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
        ("BASE_URL", "webinars.example"),
        ("BASE_URL", "https://webinars.example/path"),
        ("DATABASE_URL", "mysql://db"),
        ("DATABASE_URL", "not an address"),
        ("DISPLAY_ZONES", "Britain=Europe/Lodnon"),
        ("DISPLAY_ZONES", "Britain"),
        ("MAIL_URL", "http://mail.example"),
        ("MAIL_URL", "smtp://mail.example?tls=perhaps"),
        ("MAIL_FROM", "büro@lunar.example"),
        ("MAIL_FROM", "Lunar Society <office@lunar.example>"),
        ("MAIL_FROM", "office"),
        ("MAIL_FROM", "office@lunar..example"),
        ("REDIS_URL", "127.0.0.1"),
        ("OPEN_ORGANISATIONS", "perhaps"),
        ("TRUSTED_PROXIES", "one"),
        ("LOG_FORMAT", "xml"),
        ("READER_MODEL_KEY", "two words"),
        ("READER_MODEL_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_mistake_is_named_in_one_sentence(tmp_path, name, value):
    with pytest.raises(SettingsError) as caught:
        settings_with(tmp_path, **{name: value})

    assert len(caught.value.mistakes) == 1
    assert caught.value.mistakes[0].startswith(f"WEBINARS_{name} ")
    assert caught.value.mistakes[0].endswith(".")


@pytest.mark.parametrize(
    ("typed", "sender"),
    [
        ("Office+talks@Lunar.example", "Office+talks@Lunar.example"),
        ("webinars@localhost", "webinars@localhost"),
        ("office@zürich.example", "office@xn--zrich-kva.example"),
    ],
)
def test_a_sender_is_as_every_mail_server_takes_it(tmp_path, typed, sender):
    assert settings_with(tmp_path, MAIL_FROM=typed).mail_from == sender


@pytest.mark.parametrize(
    "address",
    [
        "model.example/v1",
        "ftp://model.example",
        "https://user:word@model.example/v1",
        "https://model.example/v1?key=1",
        "https://model.example:eighty",
        "http://",
    ],
)
def test_the_address_of_a_model_is_one_without_a_name_in_it(tmp_path, address):
    with pytest.raises(SettingsError) as caught:
        settings_with(tmp_path, READER_MODEL_URL=address, READER_MODEL_NAME="small")

    assert [each.partition(" ")[0] for each in caught.value.mistakes] == ["WEBINARS_READER_MODEL_URL"]
    assert "word" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:4750", "https://proxy.example:4750", "http://proxy.example", "http://user:word@proxy.example:1",
     "http://proxy.example:1/way", "http://proxy.example:many", "socks5://proxy.example:1080"],
)  # fmt: skip
def test_a_proxy_to_the_outside_has_a_port_and_no_name_in_it(tmp_path, address):
    with pytest.raises(SettingsError) as caught:
        settings_with(tmp_path, OUTSIDE_PROXY=address)

    assert [each.partition(" ")[0] for each in caught.value.mistakes] == ["WEBINARS_OUTSIDE_PROXY"]
    assert "word" not in str(caught.value)


def test_other_sites_are_asked_directly_unless_a_proxy_is_named(tmp_path):
    assert settings_with(tmp_path).outside_proxy == ""
    assert settings_with(tmp_path, OUTSIDE_PROXY="http://127.0.0.1:4750/").outside_proxy == "http://127.0.0.1:4750"


def test_a_model_has_an_address_a_name_and_perhaps_a_key_from_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("of-the-operator\n")
    address = {"READER_MODEL_URL": "http://10.0.0.7:11434/v1/", "READER_MODEL_NAME": "small"}

    settings = settings_with(tmp_path, **address, READER_MODEL_KEY_FILE=str(file))

    assert (settings.reader_model_url, settings.reader_model_name) == ("http://10.0.0.7:11434/v1", "small")
    assert settings.reader_model_key == "of-the-operator"
    assert "of-the-operator" not in repr(settings)
    assert settings_with(tmp_path).reader_model_url == ""
    with pytest.raises(SettingsError, match="WEBINARS_READER_MODEL_NAME"):
        settings_with(tmp_path, READER_MODEL_URL=address["READER_MODEL_URL"])


def test_a_transcriber_is_a_command_by_its_words(tmp_path):
    command = "'/opt/our tools/transcribe' {audio} --out={out} {language}"

    assert settings_with(tmp_path).transcriber == ()
    assert settings_with(tmp_path, TRANSCRIBER=command).transcriber == (
        "/opt/our tools/transcribe",
        "{audio}",
        "--out={out}",
        "{language}",
    )


@pytest.mark.parametrize(
    ("command", "mistake"),
    [
        ("transcribe {audio} {out}", "has no {language} in it. Write a command with {audio} {out} {language}."),
        ("transcribe", "has no {audio}, {out}, {language} in it. Write a command with {audio} {out} {language}."),
        ("'transcribe {audio} {out} {language}", "has a quotation mark that is not closed."),
    ],
)
def test_a_transcriber_without_its_three_words_is_a_mistake(tmp_path, command, mistake):
    with pytest.raises(SettingsError) as caught:
        settings_with(tmp_path, TRANSCRIBER=command)

    assert caught.value.mistakes == [f"WEBINARS_TRANSCRIBER {mistake}"]


def test_every_mistake_is_named_at_once(tmp_path):
    with pytest.raises(SettingsError) as caught:
        settings_with(tmp_path, BASE_URL="here", LOG_FORMAT="xml")

    assert len(caught.value.mistakes) == 2


def test_the_form_that_hosting_services_give_is_taken(tmp_path):
    settings = settings_with(tmp_path, DATABASE_URL="postgres://webinars@db/webinars")

    assert settings.database_url.startswith("postgresql://")


def test_files_are_kept_in_the_data_folder_in_another_or_in_a_bucket(tmp_path):
    assert settings_with(tmp_path).uploads is None
    assert settings_with(tmp_path, UPLOADS=str(tmp_path / "uploads")).uploads is None
    assert settings_with(tmp_path, UPLOADS="/shared/files").uploads == Path("/shared/files")
    assert settings_with(tmp_path, UPLOADS="s3://Films/of/2027/").uploads == Bucket(name="Films", prefix="of/2027/")
    assert settings_with(tmp_path, UPLOADS="s3://films").uploads == Bucket(name="films")


def test_the_store_is_read_from_the_variables_of_its_clients(tmp_path):
    settings = read_settings(
        {
            "WEBINARS_DATA": str(tmp_path),
            "WEBINARS_UPLOADS": "s3://films",
            "AWS_ENDPOINT_URL": "https://other.example",
            "AWS_ENDPOINT_URL_S3": "https://store.example",
            "AWS_DEFAULT_REGION": "eu-west-2",
        }
    )

    assert settings.uploads == Bucket(name="films", endpoint="https://store.example", region="eu-west-2")


@pytest.mark.parametrize("value", ["s3:films", "s3://", "s3:///films", "s3://key:secret@films", "s3://films?x=1"])
def test_an_address_of_no_bucket_is_a_mistake(tmp_path, value):
    with pytest.raises(SettingsError, match=r"WEBINARS_UPLOADS .*s3://bucket/prefix"):
        settings_with(tmp_path, UPLOADS=value)


def test_a_bucket_needs_packages_that_not_every_site_has(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(SettingsError) as raised:
        settings_with(tmp_path, UPLOADS="s3://films")

    assert raised.value.mistakes == [
        "WEBINARS_UPLOADS needs packages that are not installed here. Install them: pip install 'webinars[s3]'."
    ]
