"""Which calendar a program that fetches feeds belongs to, as far as it says so itself."""

from functools import lru_cache

from webinars.lib.i18n import gettext as _
from webinars.models import ClientFamily

AGENTS_KEPT = 512

MARKS: tuple[tuple[ClientFamily, tuple[str, ...]], ...] = (
    (ClientFamily.GOOGLE, ("google-calendar", "googlecalendar")),
    (ClientFamily.THUNDERBIRD, ("thunderbird", "lightning/", "betterbird")),
    (ClientFamily.OUTLOOK, ("outlook", "exchange", "ms-office", "microsoft office", "office 365", "owa/")),
    (ClientFamily.APPLE, ("dataaccessd", "calendaragent", "accountsd", "icalserver", "ical/")),
    (ClientFamily.GNOME, ("evolution", "gnome-calendar")),
    (ClientFamily.KDE, ("akonadi", "korganizer", "merkuro")),
    (ClientFamily.ICSX5, ("icsx5", "icsdroid", "davx5", "davdroid")),
    (ClientFamily.NEXTCLOUD, ("nextcloud", "owncloud")),
    (ClientFamily.PROTON, ("proton",)),
    (ClientFamily.FASTMAIL, ("fastmail",)),
    (ClientFamily.YAHOO, ("yahoo",)),
    (ClientFamily.HOME_ASSISTANT, ("homeassistant", "home assistant", "home-assistant")),
    (ClientFamily.BROWSER, ("mozilla/", "opera/")),
)
"""Words of User-Agent headers, in the order they are looked for: nearly every program calls itself Mozilla as well."""


@lru_cache(maxsize=AGENTS_KEPT)
def family_of(user_agent: str) -> ClientFamily:
    """Returns the family that a User-Agent header names."""
    agent = user_agent.lower()
    for family, words in MARKS:
        if any(word in agent for word in words):
            return family
    return ClientFamily.OTHER


def family_name(family: ClientFamily) -> str:
    """Returns what the pages call a family."""
    return {
        ClientFamily.GOOGLE: _("Google Calendar"),
        ClientFamily.APPLE: _("Apple Calendar"),
        ClientFamily.OUTLOOK: _("Outlook and Microsoft 365"),
        ClientFamily.THUNDERBIRD: _("Thunderbird"),
        ClientFamily.GNOME: _("GNOME Calendar and Evolution"),
        ClientFamily.KDE: _("KDE calendars"),
        ClientFamily.ICSX5: _("ICSx5 on Android"),
        ClientFamily.NEXTCLOUD: _("Nextcloud"),
        ClientFamily.PROTON: _("Proton Calendar"),
        ClientFamily.FASTMAIL: _("Fastmail"),
        ClientFamily.YAHOO: _("Yahoo Calendar"),
        ClientFamily.HOME_ASSISTANT: _("Home Assistant"),
        ClientFamily.BROWSER: _("Browsers"),
        ClientFamily.OTHER: _("Other programs"),
    }[family]
