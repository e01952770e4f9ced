"""How each setting is read from the environment, and what an operator is told who has mistaken one."""

import contextlib
import importlib.util
import os
import re
import secrets
import shlex
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import ArgumentError

from webinars.lib.email_addresses import InvalidEmail, address_for_delivery, normalised_email
from webinars.lib.i18n import SOURCE_LANGUAGE, spoken_languages
from webinars.pure.times import DisplayZone, TimesError, parse_display_zones

SECRET_KEY_FILE_NAME = "secret-key"  # noqa: S105 - the name of the file, not the secret
SHORTEST_SECRET, SHORTEST_TOKEN = 32, 16
FEWEST_CHARACTERS = 6
"""Different ones in a secret. Even of 32 random figures one in ten million has fewer."""
LONGEST_RETURN_LOCAL = 24
DEFAULT_DISPLAY_ZONES = "Britain=Europe/London, US Eastern=America/New_York, US Pacific=America/Los_Angeles"
DEFAULT_REGION = "us-east-1"
_PART = r"[\w!#$%&'*+/=?^`{|}~-]+"
_SENDER = re.compile(rf"{_PART}(\.{_PART})*@{_PART}(\.{_PART})*", re.ASCII)
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class SettingsError(Exception):
    """One or more settings are wrong. `mistakes` has a sentence for each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__(" ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mails go, read from `smtp://user:password@host:587?tls=starttls`."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: str = "none"
    """"none", "starttls" or "implicit"."""


class Bucket(Struct, frozen=True, kw_only=True):
    """Where files are kept in an object store, read from `s3://name/prefix` and the usual variables of its clients."""

    name: str
    prefix: str = ""
    """Before every key. It ends with a slash unless it is empty."""
    endpoint: str = ""
    """The address of the store. Empty: that of Amazon."""
    region: str = DEFAULT_REGION

    @property
    def address(self) -> str:
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


def database_address(value: str) -> str:
    """Returns `value` as SQLAlchemy writes the address of a database.

    Raises ValueError, with what is wrong, if it is the address of none that we can use.
    """
    if value.startswith("postgres://"):  # hosting services still hand this form out
        value = "postgresql://" + value.removeprefix("postgres://")
    try:
        backend = sa.make_url(value).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"sqlite", "postgresql"}:
        raise ValueError("is not an address that begins with sqlite:/// or postgresql://")
    if backend == "postgresql" and not _is_installed("psycopg"):
        raise ValueError(needs("postgresql"))
    return value


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:
        return False


def needs(extra: str) -> str:
    """Returns the end of a sentence about a setting that needs packages which not every site has."""
    return f"needs packages that are not installed here. Install them: pip install 'webinars[{extra}]'."


class SettingsReader:
    """Reads one setting a method and collects the mistakes, so that an operator sees all of them at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.mistakes: list[str] = []

    def given(self) -> frozenset[str]:
        """Returns the names of the fields that the environment says something about."""
        names = (name for name, value in self._environ.items() if name.startswith("WEBINARS_") and value.strip())
        return frozenset(name.removeprefix("WEBINARS_").removesuffix("_FILE").lower() for name in names)

    def text(self, name: str, default: str) -> str:
        return self._environ.get(f"WEBINARS_{name}", "").strip() or default

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(self.text(name, "").replace(",", " ").split())

    def languages(self, name: str) -> tuple[str, ...]:
        """Returns languages that have words here, English first, or none where nothing is said."""
        wanted = {word.lower() for word in self.words(name)}
        for unknown in sorted(wanted - set(spoken_languages())):
            self._mistake(name, f"has “{unknown}”; there are words for {', '.join(spoken_languages())}")
        return tuple(each for each in spoken_languages() if each in wanted or (wanted and each == SOURCE_LANGUAGE))

    def contact(self, name: str) -> str:
        value = self.text(name, "")
        if "@" in value and ":" not in value:
            value = f"mailto:{value}"
        if value and (not value.startswith(("mailto:", "https://")) or not value.isprintable() or " " in value):
            self._mistake(name, f'is "{value}". Write a mail address, or an address that begins with https://.')
        return value

    def sender(self, name: str, default: str) -> str:
        value = self.text(name, default)
        with contextlib.suppress(InvalidEmail):
            # A domain in another script by its ASCII name; of the part before it there is no other form.
            value = value if value.isascii() else address_for_delivery(normalised_email(value))
        if not _SENDER.fullmatch(value):
            self._mistake(name, f'is "{value}". Write an address of plain letters, like webinars@mail.example.org.')
        return value

    def return_path(self, name: str) -> str:
        value = self.text(name, "")
        local = value.partition("@")[0]
        is_good = value.isascii() and value.count("@") == 1 and value.count("%s") == 1 and "%s" in local
        # What stands for %s takes up to 42 octets, and a local part has room for 64.
        if value and (not is_good or len(local) > LONGEST_RETURN_LOCAL or not value.isprintable() or " " in value):
            self._mistake(name, f'is "{value}". Write an address with %s in it, like bounces+%s@mail.example.org.')
        return value

    def host_name(self, name: str) -> str:
        value = self.text(name, "")
        if value and (not value.isascii() or not value.replace("-", "").replace(".", "").isalnum()):
            self._mistake(name, f'is "{value}". Write the name of a machine, like mail.example.org.')
            return ""
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value not in YES | NO:
            self._mistake(name, f'is "{value}". Write yes or no.')
        return value in YES

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            self._mistake(name, f'is "{value}". Write a whole number.')
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: set[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            self._mistake(name, f'is "{value}". Write one of: {", ".join(sorted(choices))}.')
        return value

    def identifier(self, name: str) -> str:
        value = self.text(name, "")
        if value and not (value.isascii() and value.isalnum()):
            self._mistake(name, f'is "{value}". Write letters and figures only.')
            return ""
        return value

    def base_url(self, default: str) -> str:
        value = self.text("BASE_URL", default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            self._mistake("BASE_URL", f'is "{value}". Write the address of the site, like https://webinars.example.')
        return value

    def database_url(self, data: Path) -> str:
        value = self.text("DATABASE_URL", f"sqlite:///{data / 'webinars.db'}")
        try:
            return database_address(value)
        except ValueError as error:
            self._mistake("DATABASE_URL", f"{str(error).rstrip('.')}.")
            return value

    def _in_a_file(self, name: str) -> str | None:
        """Returns what the file holds that `<name>_FILE` names: None if it names none, empty if it cannot be read."""
        file = self.text(f"{name}_FILE", "")
        if not file:
            return None
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError:
            self._mistake(f"{name}_FILE", f'names "{file}", which cannot be read.')
            return ""

    def token(self, name: str) -> str:
        value = self._in_a_file(name)
        if value is None:
            value = self.text(name, "")
        if value and (len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value):
            self._mistake(name, f"has to be {SHORTEST_TOKEN} characters or more, without blanks. Make a random one.")
        return value

    def key(self, name: str) -> str:
        value = self._in_a_file(name)
        if value is None:
            value = self.text(name, "")
        if value and (not value.isascii() or not value.isprintable() or " " in value):
            self._mistake(name, "has blanks or other letters in it. Write the key as it was given to you.")
            return ""
        return value

    def model_url(self, name: str) -> str:
        value = self.text(name, "").rstrip("/")
        try:
            parts = urlsplit(value)
            is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_good = False
        if value and (not is_good or set("@?# ") & set(value) or not value.isascii() or not value.isprintable()):
            self._mistake(name, "is not an address like http://127.0.0.1:11434/v1, without a user and a question mark.")
            return ""
        return value

    def proxy(self, name: str) -> str:
        value = self.text(name, "").rstrip("/")
        try:
            parts = urlsplit(value)
            is_good = parts.scheme == "http" and bool(parts.hostname and parts.port) and not parts.path
        except ValueError:
            is_good = False
        if value and (not is_good or set("@?# ") & set(value)):
            self._mistake(name, "is not an address like http://127.0.0.1:4750, with a port and without a user.")
            return ""
        return value

    def model_name(self, name: str, *, beside: str) -> str:
        value = self.text(name, "")
        if self.text(beside, "") and not value:
            self._mistake(name, f"is empty, but WEBINARS_{beside} is set. Write what the model is called there.")
        return value

    def command(self, name: str, *places: str) -> tuple[str, ...]:
        """Returns the words of a command, parted as a shell would, though none ever reads it."""
        words: tuple[str, ...] = ()
        try:
            words = tuple(shlex.split(self.text(name, "")))
        except ValueError:
            self._mistake(name, "has a quotation mark that is not closed.")
        missing = [place for place in places if not any(place in word for word in words)]
        if words and missing:
            self._mistake(name, f"has no {', '.join(missing)} in it. Write a command with {' '.join(places)}.")
        return words

    def secret_key(self, data: Path) -> str:
        known = len(self.mistakes)
        value = self._in_a_file("SECRET_KEY")
        if value is None:
            value = self.text("SECRET_KEY", "") or _kept_secret(data)
        if len(self.mistakes) == known:
            self._require_random("SECRET_KEY", value)
        return value

    def earlier_keys(self, name: str) -> tuple[str, ...]:
        values = self.words(name)
        for value in values:
            self._require_random(name, value)
        return values

    def _require_random(self, name: str, value: str) -> None:
        if len(value) < SHORTEST_SECRET:
            self._mistake(name, f"is shorter than {SHORTEST_SECRET} characters. Make a random one.")
        elif len(set(value)) < FEWEST_CHARACTERS:
            self._mistake(name, "repeats few characters, so that it can be guessed. Make a random one.")

    def display_zones(self) -> tuple[DisplayZone, ...]:
        try:
            return tuple(parse_display_zones(self.text("DISPLAY_ZONES", DEFAULT_DISPLAY_ZONES)))
        except (TimesError, ValueError) as error:
            self._mistake("DISPLAY_ZONES", f"is not a list like Britain=Europe/London, India=Asia/Kolkata. {error}")
            return ()

    def mail_url(self) -> MailServer | None:
        value = self.text("MAIL_URL", "")
        if not value:
            return None
        parts = urlsplit(value)
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        tls = query.get("tls", "implicit" if parts.scheme == "smtps" else "none")
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or tls not in {"none", "starttls", "implicit"}:
            self._mistake("MAIL_URL", "is not an address like smtp://user:password@mail.example:587?tls=starttls.")
            return None
        return MailServer(
            host=parts.hostname,
            port=parts.port or {"implicit": 465, "starttls": 587}.get(tls, 25),
            username=parts.username,
            password=parts.password,
            tls=tls,
        )

    def folder(self, name: str) -> Path | None:
        value = self.text(name, "")
        return Path(value).absolute() if value else None

    def uploads(self, data: Path) -> Path | Bucket | None:
        value = self.text("UPLOADS", "")
        if not value.startswith("s3:"):
            folder = Path(value).absolute() if value else None
            return None if folder == data / "uploads" else folder
        parts = urlsplit(value)
        if not value.startswith("s3://") or not parts.hostname or parts.query or "@" in parts.netloc:
            self._mistake("UPLOADS", f'is "{value}". Write a folder, or an address like s3://bucket/prefix.')
        elif not _is_installed("boto3"):
            self._mistake("UPLOADS", needs("s3"))
        prefix = parts.path.strip("/")
        return Bucket(
            name=parts.netloc,
            prefix=f"{prefix}/" if prefix else "",
            endpoint=self._first_of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
            region=self._first_of("AWS_REGION", "AWS_DEFAULT_REGION") or DEFAULT_REGION,
        )

    def _first_of(self, *names: str) -> str:
        return next((value for name in names if (value := self._environ.get(name, "").strip())), "")

    def redis_url(self) -> str | None:
        value = self.text("REDIS_URL", "")
        if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            self._mistake("REDIS_URL", "is not an address like redis://127.0.0.1:6379/0.")
        elif value and not _is_installed("redis"):
            self._mistake("REDIS_URL", needs("redis"))
        return value or None

    def _mistake(self, name: str, sentence: str) -> None:
        self.mistakes.append(f"WEBINARS_{name} {sentence}")


def _kept_secret(data: Path) -> str:
    """Returns the secret of this data folder, made at the first start (mode 600)."""
    path = data / SECRET_KEY_FILE_NAME
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written whole beside its place and linked there: of several first starts at once one makes the key, and none
        # can read half of it.
        descriptor, draft = tempfile.mkstemp(dir=data)  # mode 600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text(encoding="utf-8").strip()
