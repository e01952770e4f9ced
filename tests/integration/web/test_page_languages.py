"""Public pages in other languages: their addresses, what they say of themselves, and what has one address."""

import dataclasses

import lxml.html
import pytest

from tests.factories import add_recording, make_organisation, make_registration, make_user, make_webinar, open_desk
from webinars.domain.registration.links import page_token
from webinars.lib.i18n import spoken_languages
from webinars.web.requests.page_languages import page_endpoints

pytestmark = pytest.mark.usefixtures("derived")
OTHERS = spoken_languages()[1:]


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session), slug="comets")


@pytest.fixture
def only_german(app, settings):
    app.config["SETTINGS"] = dataclasses.replace(settings, languages=("en", "de"))
    yield
    app.config["SETTINGS"] = settings


def parsed(response):
    assert response.status_code == 200, response.text
    return lxml.html.fromstring(response.get_data())


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_says_which_language_it_is_in(client, webinar, language):
    page = parsed(client.get(f"/{language}/webinars/comets"))

    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert page.xpath('//link[@rel="canonical"]/@href') == [f"http://localhost/{language}/webinars/comets"]
    assert page.xpath('//h1[@lang="en"]'), "what people wrote keeps its language"


def test_english_keeps_its_addresses(client, webinar):
    page = parsed(client.get("/webinars/comets"))

    assert (page.get("lang"), page.get("dir")) == ("en-GB", "ltr")
    assert client.get("/en/webinars/comets").status_code == 404
    assert client.get("/it/webinars/comets").status_code == 404


def test_all_languages_of_a_page_name_each_other(client, webinar):
    found = {}
    for path in ("", *(f"/{each}" for each in OTHERS)):
        page = parsed(client.get(f"{path}/webinars?page=1"))
        links = page.xpath("//head/link[@hreflang]")
        found[path] = {each.get("hreflang"): each.get("href") for each in links}

    assert len({tuple(each.items()) for each in found.values()}) == 1
    assert found[""] == {
        "en": "http://localhost/webinars?page=1",
        **{each: f"http://localhost/{each}/webinars?page=1" for each in OTHERS},
        "x-default": "http://localhost/webinars?page=1",
    }


@pytest.mark.parametrize("language", OTHERS)
def test_links_stay_in_the_language_and_files_where_they_are(client, webinar, language):
    page = parsed(client.get(f"/{language}/webinars/comets"))

    links = {each for each in page.xpath("//a/@href | //form/@action") if each.startswith("/")}
    inside = {each for each in links if each.startswith(f"/{language}/")}
    elsewhere = {each.split("/")[1] for each in links - inside}
    others = set(spoken_languages()) - {language}
    assert f"/{language}/organisations/lunar-society" in inside
    assert elsewhere - others <= {"webinars", "manage", "api", "calendar.ics", "organisations"}
    assert not {
        each for each in links - inside if each.startswith("/webinars/comets") and not each.endswith(".ics")
    } - {"/webinars/comets"}


@pytest.mark.parametrize(
    "path",
    ["/calendar.ics", "/webinars/comets.ics", "/webinars.rss", "/sitemap.xml", "/manage/", "/embed/next", "/api"],
)
def test_what_has_one_address_is_led_to_it(client, webinar, path):
    answer = client.get(f"/de{path}?x=1")

    assert (answer.status_code, answer.location) == (308, f"{path}?x=1")


def test_a_language_that_is_not_offered_leads_to_english(client, webinar, only_german):
    answer = client.get("/fr/webinars/comets?page=2")

    assert (answer.status_code, answer.location) == (302, "/webinars/comets?page=2")
    assert parsed(client.get("/de/webinars/comets")).xpath('//nav[contains(@class, "languages")]//a/@hreflang') == [
        "en",
        "de",
    ]


def test_errors_are_told_in_the_language_too(client):
    page = lxml.html.fromstring(client.get("/de/webinars/nothing").get_data())

    assert page.get("lang") == "de"
    assert (
        page.xpath("//h1")[0].text_content()
        != lxml.html.fromstring(client.get("/nothing").get_data()).xpath("//h1")[0].text_content()
    )


def test_an_address_with_a_slash_too_much_stays_in_the_language(client, webinar):
    assert client.get("/de/webinars/").location == "/de/webinars"


def test_a_former_address_leads_on_in_the_language(client, session, webinar):
    answer = client.get("/de/organisations/lunar-society/")

    assert answer.location == "/de/organisations/lunar-society"


def test_a_kept_page_is_not_given_in_another_language(client, webinar):
    first = [client.get(f"{path}/webinars/comets").get_data() for path in ("", "/de", "/ar")]
    again = [client.get(f"{path}/webinars/comets").get_data() for path in ("", "/de", "/ar")]

    assert first == again
    assert len(set(first)) == 3


@pytest.mark.usefixtures("with_mail_server")
def test_zones_to_choose_from_are_in_the_language_of_each_reader(client, session, webinar):
    open_desk(session, webinar)
    session.commit()

    for path in ("/follow", "/webinars/comets/register"):
        for language, region in (("/ar", "أفريقيا"), ("", "Africa"), ("/de", "Afrika"), ("", "Africa")):
            regions = parsed(client.get(f"{language}{path}")).xpath("//optgroup/@label")
            assert region in regions, (language, path)


def test_the_zone_line_is_the_organisers_and_the_date_the_readers(client, session, webinar):
    line = parsed(client.get("/webinars")).xpath('//ul[@class="zone-line"]/li')
    german = parsed(client.get("/de/webinars")).xpath('//ul[@class="zone-line"]/li')

    assert [each.text_content() for each in line] == [each.text_content() for each in german]
    assert {(each.getparent().get("lang"), each.getparent().get("dir")) for each in german} == {("en-GB", "ltr")}


def test_an_embed_is_in_the_language_that_is_asked_for(client, webinar):
    page = parsed(client.get("/embed/webinars/comets?lang=de"))

    assert page.get("lang") == "de"
    assert page.xpath('//a[starts-with(@href, "http://localhost/de/")] | //a[starts-with(@href, "/de/")]')
    assert parsed(client.get("/embed/webinars/comets?lang=it")).get("lang") == "en-GB"


def test_oembed_takes_the_address_of_a_page_in_any_language(client, session, webinar):
    add_recording(session, webinar, slug="film")

    answer = client.get("/oembed", query_string={"url": "http://localhost/de/recordings/film"}).json

    assert "http://localhost/embed/recordings/film?lang=de" in answer["html"].replace("&amp;", "&")


def test_a_secret_page_names_no_other_languages_to_search_engines(client, session, settings, webinar):
    open_desk(session, webinar)
    registration = make_registration(session, settings, webinar)
    page = parsed(client.get(f"/de/registrations/{page_token(settings, registration)}"))

    assert not page.xpath("//head/link[@hreflang]")
    assert page.xpath('//nav[contains(@class, "languages")]//a/@hreflang') == list(spoken_languages())


def test_the_desk_says_that_it_is_in_english(client, session):
    make_user(session)
    text = client.get("/account/sign-in").text

    assert "Pages for organisers are in English." in text
    assert 'hreflang="de"' not in text


def test_what_is_a_page_is_said_of_every_address(app):
    pages = page_endpoints(app)

    assert {"programme.home", "programme.show", "registration.form", "questions.stage", "calendars.follow"} <= pages
    assert not {"calendars.site", "embed.webinar", "desk.show", "accounts.sign_in", "programme.rss"} & pages
