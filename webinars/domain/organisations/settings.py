"""What the owners of an organisation can choose, and what of it can be stored."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from webinars.domain.organisations.errors import OrganisationInvalid
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.lib.names import is_name
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.lib.web_addresses import NotAWebAddress, web_address, web_origin
from webinars.models import DEFAULT_DURATION_MINUTES, Organisation
from webinars.pure import times
from webinars.pure.times import DisplayZone

NAME_LENGTH, LABEL_LENGTH, DESCRIPTION_LENGTH = 200, 40, 20_000
LONGEST_DURATION_MINUTES = 24 * 60
TAGLINE_LENGTH = 200
MAX_DISPLAY_ZONES, MAX_EMBED_SITES = 24, 50
MAX_BLOCKED_WORDS, BLOCKED_WORD_LENGTH = 200, 80
HOUR_STYLES = ("words", "digits")


class OrganisationSettings(Struct, frozen=True, kw_only=True):
    """Every setting of an organisation, as its form holds them."""

    name: str
    timezone: str
    url: str | None = None
    contact: str = ""
    tagline: str = ""
    description: str = ""
    display_zones: Sequence[DisplayZone] = ()
    """Empty means the site's."""
    default_duration_minutes: int = DEFAULT_DURATION_MINUTES
    accent: str | None = None
    """`#rrggbb`."""
    hour_style: str = "words"
    is_zone_line_joined: bool = False
    """Whether places that share an hour stand together: "4pm Britain and Portugal"."""
    embed_sites: Sequence[str] = ()
    """Origins that may frame its embeds. Empty means any."""
    blocked_words: Sequence[str] = ()
    """A question from the audience that holds one of them waits until a moderator has read it."""


def settings_of(organisation: Organisation) -> OrganisationSettings:
    return OrganisationSettings(
        name=organisation.name,
        timezone=organisation.timezone,
        url=organisation.url,
        contact=organisation.contact,
        tagline=organisation.tagline,
        description=organisation.description,
        display_zones=tuple(DisplayZone(zone["label"], zone["timezone"]) for zone in organisation.display_zones),
        default_duration_minutes=organisation.default_duration_minutes,
        accent=organisation.accent,
        hour_style=organisation.hour_style,
        is_zone_line_joined=organisation.is_zone_line_joined,
        embed_sites=tuple(organisation.embed_sites),
        blocked_words=tuple(organisation.blocked_words),
    )


def checked_settings(settings: OrganisationSettings) -> OrganisationSettings:
    """Returns `settings` as they are stored: trimmed, zones by their present names, sites as origins.

    Raises OrganisationInvalid naming the first setting that cannot be.
    """
    name = one_line(settings.name)
    if not is_name(name):
        raise OrganisationInvalid("name", _("Enter the name of the organisation."))
    if len(name) > NAME_LENGTH:
        sentence = _("This has %(count)s characters. Shorten it to %(limit)s.", count=len(name), limit=NAME_LENGTH)
        raise OrganisationInvalid("name", sentence)
    if not 1 <= settings.default_duration_minutes <= LONGEST_DURATION_MINUTES:
        raise OrganisationInvalid("default_duration_minutes", _("Choose a length from 1 minute to 24 hours."))
    if settings.accent and not re.fullmatch(r"#[0-9a-fA-F]{6}", settings.accent):
        raise OrganisationInvalid("accent", _("Enter a colour as # and six figures or letters, like #1d4b8f."))
    if settings.hour_style not in HOUR_STYLES:
        raise OrganisationInvalid("hour_style", _("Choose one of the two ways to write hours."))
    return replace(
        settings,
        name=name,
        timezone=_timezone("timezone", settings.timezone),
        url=_url(settings.url),
        contact=_contact(settings.contact),
        tagline=one_line(settings.tagline, at_most=TAGLINE_LENGTH),
        description=many_lines(settings.description)[:DESCRIPTION_LENGTH],
        display_zones=_display_zones(settings.display_zones),
        accent=settings.accent.lower() if settings.accent else None,
        embed_sites=_embed_sites(settings.embed_sites),
        blocked_words=_blocked_words(settings.blocked_words),
    )


def _timezone(field: str, timezone: str) -> str:
    try:
        return times.canonical(timezone.strip())
    except times.UnknownTimezone as error:
        raise OrganisationInvalid(
            field, _("There is no zone “%(timezone)s”. Choose one from the list.", timezone=timezone.strip())
        ) from error


def _url(url: str | None) -> str | None:
    if not url or not url.strip():
        return None
    try:
        return web_address(url)
    except NotAWebAddress as error:
        raise OrganisationInvalid("url", _("Enter the address of a site, like https://society.example.")) from error


def _contact(contact: str) -> str:
    text = contact.strip()
    if not text:
        return ""
    try:
        return normalised_email(text) if "@" in text and "/" not in text else web_address(text)
    except (InvalidEmail, NotAWebAddress) as error:
        raise OrganisationInvalid(
            "contact",
            _("Enter an e-mail address, or the address of a page with a form like https://society.example/contact."),
        ) from error


def _display_zones(display_zones: Sequence[DisplayZone]) -> tuple[DisplayZone, ...]:
    kept = [zone for zone in display_zones if zone.label.strip() or zone.timezone.strip()]
    if len(kept) > MAX_DISPLAY_ZONES:
        raise OrganisationInvalid("display_zones", _("A zone line holds at most %(num)s zones.", num=MAX_DISPLAY_ZONES))
    checked_zones = []
    for zone in kept:
        timezone = _timezone("display_zones", zone.timezone)
        label = one_line(zone.label, at_most=LABEL_LENGTH) or times.line_label(timezone)
        checked_zones.append(DisplayZone(label, timezone))
    return tuple(checked_zones)


def _embed_sites(sites: Sequence[str]) -> tuple[str, ...]:
    kept = [site for site in sites if site.strip()]
    if len(kept) > MAX_EMBED_SITES:
        raise OrganisationInvalid("embed_sites", _("List at most %(num)s sites.", num=MAX_EMBED_SITES))
    origins = []
    for site in kept:
        try:
            origins.append(web_origin(site))
        except NotAWebAddress as error:
            raise OrganisationInvalid(
                "embed_sites", _("“%(site)s” is not the address of a site, like https://society.example.", site=site)
            ) from error
    return tuple(dict.fromkeys(origins))


def _blocked_words(words: Sequence[str]) -> tuple[str, ...]:
    kept = [said for word in words if (said := one_line(word))]
    if len(kept) > MAX_BLOCKED_WORDS:
        raise OrganisationInvalid("blocked_words", _("List at most %(num)s words.", num=MAX_BLOCKED_WORDS))
    long = next((word for word in kept if len(word) > BLOCKED_WORD_LENGTH), None)
    if long is not None:
        sentence = _(
            "“%(text)s…” has %(count)s characters. Shorten it to %(limit)s.",
            text=long[:40],
            count=len(long),
            limit=BLOCKED_WORD_LENGTH,
        )
        raise OrganisationInvalid("blocked_words", sentence)
    return tuple(dict.fromkeys(kept))
