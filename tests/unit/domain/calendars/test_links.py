import datetime as dt
from urllib.parse import parse_qs, urlsplit

from webinars.domain.calendars.links import add_links, qr_code, subscribe_links

ADDRESS = "https://webinars.example/organisations/lunar-society/calendar.ics"
STARTS = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)


def comets(**values):
    return add_links(
        **{
            "title": "Comets & tails",
            "starts_at": STARTS,
            "ends_at": STARTS + dt.timedelta(minutes=90),
            "details": "Sunday 14 February 2027, 4pm Britain",
            "location": "https://webinars.example/join/abc",
            "page": "https://webinars.example/webinars/comets",
            **values,
        }
    )


def query_of(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_each_service_gets_the_address_in_the_form_it_takes():
    links = subscribe_links(ADDRESS, "Lunar Society")

    assert links.webcal == "webcal://webinars.example/organisations/lunar-society/calendar.ics"
    assert query_of(links.google) == {"cid": links.webcal}
    assert query_of(links.outlook) == {"url": ADDRESS, "name": "Lunar Society"}
    assert query_of(links.microsoft_365) == query_of(links.outlook)


def test_one_webinar_is_added_in_utc():
    links = comets()

    assert query_of(links.google)["dates"] == "20270214T160000Z/20270214T173000Z"
    assert query_of(links.outlook)["startdt"] == "2027-02-14T16:00:00Z"
    assert query_of(links.microsoft_365)["enddt"] == "2027-02-14T17:30:00Z"
    assert query_of(links.yahoo)["st"] == "20270214T160000Z"
    assert query_of(links.yahoo)["et"] == "20270214T173000Z"


def test_titles_arrive_whole():
    links = comets()

    assert query_of(links.google)["text"] == query_of(links.outlook)["subject"] == "Comets & tails"
    assert query_of(links.yahoo)["title"] == "Comets & tails"
    # Outlook shows a plus sign as a plus sign.
    assert "+" not in links.outlook


def test_long_details_are_cut_but_end_with_the_page():
    details = query_of(comets(details="star " * 1000).google)["details"]

    assert len(details) < 1000
    assert details.endswith("\n\nhttps://webinars.example/webinars/comets")


def test_a_qr_code_is_a_picture_without_a_request():
    assert qr_code("webcal://webinars.example/calendar.ics").startswith("data:image/svg+xml")
