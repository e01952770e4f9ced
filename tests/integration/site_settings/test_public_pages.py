"""What everybody reads on what is kept and on what works, and the words that administrators put in its place."""

import dataclasses
import datetime as dt

import pytest

from tests.audience_question_factories import open_board
from tests.factories import make_webinar, open_desk
from tests.integration.registration.reading import words_of
from tests.integration.site_settings.test_settings import save, stored
from webinars.config import MailServer
from webinars.domain.followers import actions as followers
from webinars.domain.imports import examples
from webinars.domain.programme import recording_plan
from webinars.domain.questions import retention as questions
from webinars.domain.registration import retention as registration
from webinars.domain.speaker_pages import links
from webinars.site.questions.views import voting

pytestmark = pytest.mark.usefixtures("derived")

PAGES = ["/privacy", "/accessibility"]
FIGURES = {
    "What has to be confirmed and is not is forgotten after {} days": (registration, "UNCONFIRMED_DAYS"),
    "without a new date is kept for {} days": (registration, "POSTPONED_DAYS"),
    "after {} days if you have not pressed in the first mail": (registration, "UNCONFIRMED_DAYS"),
    "and {} days after the webinar if there is no recording": (recording_plan, "WAITED_FOR_DAYS"),
    "{} days after the webinar your name goes too": (questions, "RETENTION"),
    "and ends after {} days. Nobody is shown who has voted": (voting, "KEPT_FOR"),
    "What you never pressed for is forgotten after {} days": (followers, "UNCONFIRMED_DAYS"),
    "is erased {} days after the webinar at the earliest": (links, "KEPT_DAYS"),
    "are kept as examples, for {} days at most": (examples, "KEPT_FOR"),
}
"""Each sentence of the page on what is kept that has a figure, and what decides it."""


@pytest.mark.parametrize(("sentence", "decides"), FIGURES.items())
def test_what_is_kept_is_said_to_be_kept_for_as_long_as_it_is(client, app, settings, sentence, decides):
    app.config["SETTINGS"] = dataclasses.replace(settings, keep_examples=True)
    kept = getattr(*decides)

    words = words_of(client.get("/privacy"))

    app.config["SETTINGS"] = settings
    assert sentence.format(kept.days if isinstance(kept, dt.timedelta) else kept) in words
    assert words.count(" days") == len(FIGURES) + 1, "one is told without a figure: the form says for how many days"


@pytest.mark.parametrize("path", PAGES)
def test_everybody_finds_it_from_the_foot_of_every_page_and_search_engines_too(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "public" in answer.headers["Cache-Control"]
    assert f'href="{path}"' in client.get("/").text
    assert f"{path}</loc>" in client.get("/sitemaps/pages.xml").text


@pytest.mark.usefixtures("with_mail_server")
@pytest.mark.parametrize(
    "path", ["/webinars/comets/register", "/registrations", "/follow", "/webinars/comets/questions"]
)
def test_beside_each_form_that_takes_an_address_stands_the_way_there(client, session, lunar, path):
    webinar = make_webinar(session, lunar, "Comets")
    open_desk(session, webinar)
    open_board(session, webinar)
    session.commit()

    main = client.get(path).text.split("<main", 1)[1].split("</main>")[0]

    assert 'href="/privacy"' in main


@pytest.mark.parametrize(("path", "box"), [("/privacy", "privacy_text"), ("/accessibility", "accessibility_text")])
def test_what_administrators_write_takes_the_place_of_our_words_at_once_until_it_is_emptied(
    administrator, client, session, path, box
):
    ours = client.get(path).text
    assert save(administrator, **{box: "# Ask us\n\n*Anything*, <script>alert(1)</script>"}).status_code == 303

    page = client.get(path).text
    assert "<h3>Ask us</h3>" in page
    assert "<em>Anything</em>" in page
    assert "<script>alert" not in page
    assert page.count("<h2") == 1

    assert save(administrator, **{box: " "}).status_code == 303
    assert stored(session)[box] == ""
    assert client.get(path).text == ours


def test_too_many_words_are_refused_at_their_box(administrator, session):
    answer = save(administrator, privacy_text="x" * 20_001)

    assert answer.status_code == 422
    assert "Write at most 20000 characters." in answer.text
    assert stored(session) == {}


SERVER = MailServer(host="mail.example", port=587, username=None, password=None, tls="starttls")


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"mail_url": SERVER}, "A link in a mail shows you everything that is registered under your address"),
        ({"keep_examples": True}, "Texts that organisers paste are kept as examples"),
        ({"reader_model_url": "https://model.example/v1"}, "may be sent to model.example, which helps to read them"),
    ],
)
def test_what_depends_on_a_setting_is_said_while_it_is_so(app, client, given, setting, sentence):
    assert sentence not in client.get("/privacy").text

    app.config["SETTINGS"] = dataclasses.replace(given, **setting)

    assert sentence in client.get("/privacy").text
