"""The settings of the server: read from the environment once, checked at start, then never changed.

`docs/reference/settings.md` lists them, and a rule test keeps the list true. What administrators choose in the browser
is laid over them by `webinars.domain.site_settings`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from webinars.lib.links import Links
from webinars.pure.times import DisplayZone
from webinars.setting_values import (
    DEFAULT_DISPLAY_ZONES,
    SECRET_KEY_FILE_NAME,
    Bucket,
    MailServer,
    SettingsError,
    SettingsReader,
    database_address,
)

__all__ = [
    "DEFAULT_DISPLAY_ZONES",
    "SECRET_KEY_FILE_NAME",
    "Bucket",
    "MailServer",
    "Settings",
    "SettingsError",
    "database_address",
    "read_settings",
]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can choose. Each field is the setting `WEBINARS_<FIELD>`."""

    data: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    base_url: str = "http://localhost:8000"
    site_name: str = "Webinars"
    tagline: str = ""
    """The sentence on top of the front page: who is here, and what they talk about. Empty: none."""
    languages: tuple[str, ...] = ()
    """In which public pages are offered, English first. Empty: in all that there are words for."""
    display_zones: tuple[DisplayZone, ...] = ()
    mail_url: MailServer | None = None
    mail_from: str = "webinars@localhost"
    mail_return: str = ""
    """Where mails come back to, with %s for what tells them apart. Empty: to the visible sender."""
    mail_authserv_id: str = ""
    """What our own mail server calls itself in Authentication-Results (RFC 8601). Empty: no answers are read."""
    mail_connections: int = 2
    """How many mails a worker hands to the server at once."""
    mail_rate: int | None = None
    """How many mails may leave in a second, of all workers together."""
    mail_domain_rate: int | None = None
    """The same for the people of one domain."""
    redis_url: str | None = field(default=None, repr=False)
    feed_gzip: bool = True
    """Whether calendar programs that ask for compressed feeds get them so."""
    admin_passkeys: bool = False
    """Whether administrators have their rights only while they sign in by passkey, and have another way in."""
    open_organisations: bool = False
    """Whether every signed-in person, not only an administrator, may create organisations."""
    peertube_hosts: tuple[str, ...] = ()
    """PeerTube instances whose videos may be embedded."""
    bigbluebutton_hosts: tuple[str, ...] = ()
    """BigBlueButton servers whose recordings may be embedded."""
    dailymotion_player: str = ""
    """The id of the site's own Dailymotion player."""
    ask_video_hosts: bool = True
    """Whether the worker asks video hosts for pictures, whether videos are still there, and for new recordings."""
    outside_proxy: str = ""
    """The proxy through which other sites are asked, by CONNECT. Empty: directly, and never an inner address."""
    youtube_key: str = field(default="", repr=False)
    """For YouTube's Data API. Empty: channels are read by their feeds, which tell no beginnings and no lengths."""
    uploads: Path | Bucket | None = None
    """Where uploaded files are kept. None: in `uploads` of the data folder."""
    max_upload_mb: int = 2000
    """The largest video or sound that may be uploaded. A megabyte is 1,000,000 bytes."""
    max_document_mb: int = 50
    """The largest slides or notes."""
    max_picture_mb: int = 10
    """The largest poster or other picture, before it is made smaller."""
    backup_folder: Path | None = None
    """Where the worker puts a copy of everything each night. None: nowhere."""
    metrics_token: str = field(default="", repr=False)
    """What Prometheus has to bring for /metrics. Empty: there is no such page."""
    reader_model_url: str = ""
    """A language model that is asked what the reader of pasted texts is not sure of. Empty: no text leaves us."""
    reader_model_name: str = ""
    reader_model_key: str = field(default="", repr=False)
    transcriber: tuple[str, ...] = ()
    """The command that writes down what is said, by its words. Empty: nothing is written down by a machine."""
    keep_examples: bool = False
    """Whether pasted texts are kept as examples for the reader."""
    privacy_text: str = ""
    accessibility_text: str = ""
    """The site's own words for these two pages, in Markdown, which administrators write. Empty: ours."""
    embed_sites: tuple[str, ...] = ()
    """Origins that may frame the site-wide embeds. Empty means any."""
    security_contact: str = ""
    """Where weaknesses may be reported, as an address with its scheme. Empty means that nothing is said."""
    trusted_proxies: int = 0
    """How many proxies in front set X-Forwarded-*."""
    page_cache_seconds: int = 10
    """How long a cache in front of the site may hold a public page."""
    log_format: str = "console"
    fixed: frozenset[str] = frozenset()
    """The fields whose variable is set: these are not changed in the browser."""

    @property
    def links(self) -> Links:
        """What makes the addresses of our pages."""
        return Links(self.base_url, self.languages)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """All with which something may have been signed or made, the present one first."""
        return (self.secret_key, *self.secret_key_fallbacks)

    @property
    def is_secure(self) -> bool:
        """Whether cookies can be `Secure`: https, or loopback, which browsers trust as well."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost", "::1"}


def read_settings(environ: Mapping[str, str] = os.environ, *, base_url: str | None = None) -> Settings:
    """Returns the settings in `environ`.

    `base_url` replaces the default base address (`webinars serve --port` moves it).
    Raises SettingsError naming every mistake at once.
    """
    reader = SettingsReader(environ)
    data = Path(reader.text("DATA", "instance")).absolute()
    settings = Settings(
        data=data,
        database_url=reader.database_url(data),
        secret_key=reader.secret_key(data),
        secret_key_fallbacks=reader.earlier_keys("SECRET_KEY_FALLBACKS"),
        base_url=reader.base_url(base_url or "http://localhost:8000"),
        site_name=reader.text("SITE_NAME", "Webinars"),
        tagline=reader.text("TAGLINE", ""),
        languages=reader.languages("LANGUAGES"),
        display_zones=reader.display_zones(),
        mail_url=reader.mail_url(),
        mail_from=reader.sender("MAIL_FROM", "webinars@localhost"),
        mail_return=reader.return_path("MAIL_RETURN"),
        mail_authserv_id=reader.host_name("MAIL_AUTHSERV_ID"),
        mail_connections=max(1, reader.number("MAIL_CONNECTIONS", 2)),
        mail_rate=reader.number("MAIL_RATE", 0) or None,
        mail_domain_rate=reader.number("MAIL_DOMAIN_RATE", 0) or None,
        redis_url=reader.redis_url(),
        feed_gzip=reader.flag("FEED_GZIP", default=True),
        admin_passkeys=reader.flag("ADMIN_PASSKEYS"),
        open_organisations=reader.flag("OPEN_ORGANISATIONS"),
        peertube_hosts=reader.words("PEERTUBE_HOSTS"),
        bigbluebutton_hosts=reader.words("BIGBLUEBUTTON_HOSTS"),
        dailymotion_player=reader.identifier("DAILYMOTION_PLAYER"),
        ask_video_hosts=reader.flag("ASK_VIDEO_HOSTS", default=True),
        outside_proxy=reader.proxy("OUTSIDE_PROXY"),
        youtube_key=reader.key("YOUTUBE_KEY"),
        uploads=reader.uploads(data),
        max_upload_mb=reader.number("MAX_UPLOAD_MB", 2000),
        max_document_mb=reader.number("MAX_DOCUMENT_MB", 50),
        max_picture_mb=reader.number("MAX_PICTURE_MB", 10),
        backup_folder=reader.folder("BACKUP_FOLDER"),
        metrics_token=reader.token("METRICS_TOKEN"),
        reader_model_url=reader.model_url("READER_MODEL_URL"),
        reader_model_name=reader.model_name("READER_MODEL_NAME", beside="READER_MODEL_URL"),
        reader_model_key=reader.key("READER_MODEL_KEY"),
        transcriber=reader.command("TRANSCRIBER", "{audio}", "{out}", "{language}"),
        keep_examples=reader.flag("KEEP_EXAMPLES"),
        privacy_text=reader.text("PRIVACY_TEXT", ""),
        accessibility_text=reader.text("ACCESSIBILITY_TEXT", ""),
        embed_sites=reader.words("EMBED_SITES"),
        security_contact=reader.contact("SECURITY_CONTACT"),
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0),
        page_cache_seconds=reader.number("PAGE_CACHE_SECONDS", 10),
        log_format=reader.choice("LOG_FORMAT", "console", {"console", "json"}),
        fixed=reader.given(),
    )
    if reader.mistakes:
        raise SettingsError(reader.mistakes)
    return settings
