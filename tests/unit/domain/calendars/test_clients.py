import pytest

from webinars.domain.calendars.clients import family_name, family_of
from webinars.models import ClientFamily

AGENTS = [
    ("Google-Calendar-Importer", ClientFamily.GOOGLE),
    ("macOS/14.4 (23E214) dataaccessd/1.0", ClientFamily.APPLE),
    ("iOS/17.4 (21E219) dataaccessd/1.0", ClientFamily.APPLE),
    ("Mac OS X/10.11.6 (15G31) CalendarAgent/361.2", ClientFamily.APPLE),
    ("Microsoft.Exchange/15.20 (Microsoft.Exchange.InternetCalendar)", ClientFamily.OUTLOOK),
    ("Mozilla/4.0 (compatible; ms-office; MSOffice rmj; Microsoft Outlook 16.0.17328)", ClientFamily.OUTLOOK),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.2.0", ClientFamily.THUNDERBIRD),
    ("Evolution/3.52.0", ClientFamily.GNOME),
    ("Mozilla/5.0 (X11; Linux) KIO/5.115 akonadi_ical_resource", ClientFamily.KDE),
    ("ICSx5/2.2 (2024/02/11) okhttp/4.12.0 Android/14", ClientFamily.ICSX5),
    ("Nextcloud Server Crawler", ClientFamily.NEXTCLOUD),
    ("ProtonCalendar/1.0", ClientFamily.PROTON),
    ("HomeAssistant/2024.9.1 httpx/0.27.0 Python/3.12", ClientFamily.HOME_ASSISTANT),
    ("Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko/20100101 Firefox/131.0", ClientFamily.BROWSER),
    ("curl/8.9.1", ClientFamily.OTHER),
    ("", ClientFamily.OTHER),
]


@pytest.mark.parametrize(("agent", "family"), AGENTS)
def test_programs_say_what_they_are(agent, family):
    assert family_of(agent) == family


def test_every_family_has_a_name_of_its_own():
    assert len({family_name(family) for family in ClientFamily}) == len(ClientFamily)
