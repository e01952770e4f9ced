import datetime as dt

import pytest
import sqlalchemy as sa
from lxml import html

from tests import factories
from tests.integration.imports.texts import ANNOUNCEMENT, DISAGREEING, RECAP
from webinars.domain.programme.editor_queries import whole
from webinars.models import Source, Status, Webinar

PUBLISHED_ON = "2027-02-01"


@pytest.fixture
def the_webinar(session):
    def the_webinar():
        return session.scalars(sa.select(Webinar).options(*whole())).one()

    return the_webinar


def page_of(response):
    return html.fromstring(response.get_data(as_text=True))


def texts(page, path):
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def token(page):
    return page.xpath("//input[@name='csrf_token']/@value")[0]


def read(client, text, **fields):
    first = page_of(client.get("/manage/paste"))
    data = {"csrf_token": token(first), "text": text, "published_on": PUBLISHED_ON, **fields}
    return client.post("/manage/paste", data=data)


def form_of(page):
    """What a browser would send of the result's form, before a button is added."""
    form = page.get_element_by_id("result")
    return [
        (name, value.replace("\r\n", "\n") if isinstance(value, str) else value) for name, value in form.form_values()
    ]


def confirm(client, page, *, button=(), **changes):
    data = [(name, value) for name, value in form_of(page) if name not in changes]
    data += [(name, value) for name, value in changes.items() if value is not None]
    fields = {}
    for name, value in [*data, *button]:
        fields.setdefault(name, []).append(value)
    return client.post("/manage/paste/webinars", data=fields)


def test_strangers_are_sent_to_sign_in(client):
    assert client.get("/manage/paste").status_code == 302
    assert client.post("/manage/paste/webinars").status_code == 403


def test_who_edits_nothing_is_told_so(session, client, sign_in, lunar):
    oskar = factories.make_user(session, "Oskar")
    sign_in(client, oskar)

    page = client.get("/manage/paste").get_data(as_text=True)

    assert "you are not an editor of one yet" in page
    assert "<textarea" not in page


def test_of_a_mail_that_is_answered_it_is_said_that_it_was_left_out(client, olga):
    answered = "On Mon, 4 Jan 2027 at 10:11, Clara Muster <clara@society.example> wrote:\n> Who speaks?\n> Clara\n"

    page = page_of(read(client, f"{ANNOUNCEMENT}\n{answered}"))

    became = texts(page, "//ol[@class='source']//span[@class='became']")
    assert became[-3:] == ["left out"] * 3
    assert became.count("left out") == 3


def test_each_line_stands_beside_what_it_became_and_nothing_is_stored(session, client, olga):
    response = read(client, ANNOUNCEMENT + "\nqwertz uiop\n")

    page = page_of(response)
    assert response.status_code == 200
    became = texts(page, "//ol[@class='source']//span[@class='became']")
    assert became[:2] == ["title", "time"]
    assert "question 1" in became
    assert "speaker 3" in became
    assert "organisers" in became
    assert "heading" in became
    assert became[-1] == "not used"
    assert texts(page, "//h1") == ["We read your text. One thing needs a look."]
    assert session.scalars(sa.select(Webinar)).all() == []
    assert page.get_element_by_id("0-title").text_content().strip() == (
        "Letters on colour: Newton, Goethe and the makers of dyes"
    )
    assert page.get_element_by_id("0-hour").get("value") == "16:00"
    assert "Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific" in response.get_data(as_text=True)


def test_what_is_confirmed_becomes_a_draft(client, olga, the_webinar):
    page = page_of(read(client, ANNOUNCEMENT))

    response = confirm(client, page)

    webinar = the_webinar()
    assert response.status_code == 303
    assert response.location == f"/manage/webinars/{webinar.slug}"
    assert webinar.status == Status.DRAFT
    assert webinar.starts_at == dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
    assert [each.speaker.name for each in webinar.lineup] == [
        "Margaret Cavendish", "Isaac Newton", "Johann Wolfgang von Goethe",
    ]  # fmt: skip
    assert [each.organisation.name for each in webinar.co_organisers] == ["Accademia dei Lincei"]


def test_corrections_count_and_what_is_unticked_stays_out(client, olga, the_webinar):
    page = page_of(read(client, ANNOUNCEMENT))

    confirm(
        client,
        page,
        **{
            "0-title": "On colour",
            "0-hour": "17:30",
            "0-lineup": "Isaac Newton, Lucasian Professor",
            "0-questions": "One?\n\nTwo?",
            "0-topics": "Optics, Chemistry",
        },
    )

    webinar = the_webinar()
    assert webinar.title == "On colour"
    assert webinar.starts_wall == dt.datetime(2027, 2, 14, 17, 30)
    assert [each.speaker.name for each in webinar.lineup] == ["Isaac Newton"]
    assert [question.text for question in webinar.questions] == ["One?", "Two?"]
    assert [topic.name for topic in webinar.topics] == ["Chemistry", "Optics"]


def test_hours_that_disagree_are_a_choice_of_buttons(client, olga, the_webinar):
    page = page_of(read(client, DISAGREEING))
    buttons = {texts(button, ".")[0]: button.get("value") for button in page.xpath("//button[@name='0-keep']")}
    assert set(buttons) >= {"Keep 4pm Britain", "Keep 11am US Eastern"}
    assert page.xpath("//ol[@class='source']/li[@class='is-doubtful']//u")
    assert page.get_element_by_id("0-hour").get("value") in {None, ""}

    refused = confirm(client, page, **{"0-title": "As I typed it"})
    assert refused.status_code == 422
    assert "As I typed it" in refused.get_data(as_text=True)
    assert "Settle the hour" in refused.get_data(as_text=True)

    fields = {}
    for name, value in [*form_of(page_of(refused)), ("0-keep", buttons["Keep 11am US Eastern"])]:
        fields.setdefault(name, []).append(value)
    kept = page_of(client.post("/manage/paste", data=fields))
    assert kept.get_element_by_id("0-hour").get("value") == "11:00"
    assert kept.get_element_by_id("0-timezone").get("value") == "America/New_York"
    assert kept.get_element_by_id("0-title").text_content().strip() == "As I typed it"

    assert confirm(client, kept).status_code == 303
    webinar = the_webinar()
    assert (webinar.title, webinar.starts_at) == ("As I typed it", dt.datetime(2027, 3, 21, 15, tzinfo=dt.UTC))


def test_a_draft_can_be_saved_without_an_hour(client, olga, the_webinar):
    page = page_of(read(client, DISAGREEING))

    confirm(client, page, button=[("without_hour", "1")])

    webinar = the_webinar()
    assert (webinar.starts_on, webinar.starts_at) == (dt.date(2027, 3, 21), None)


def test_an_hour_that_clocks_skip_is_refused_with_ways_out(session, client, olga):
    page = page_of(read(client, ANNOUNCEMENT))

    response = confirm(client, page, **{"0-date": "2027-03-28", "0-hour": "01:30", "0-description": "As typed."})

    assert response.status_code == 422
    refused = page_of(response)
    assert "1.30am on 28 March 2027 does not exist in Britain" in texts(refused, "//p[@id='0-hour-error']")[0]
    assert texts(refused, "//button[@name='0-keep']") == ["Take 12.30am", "Take 2am", "Take 2.30am"]
    assert "As typed." in response.get_data(as_text=True)
    assert session.scalars(sa.select(Webinar)).all() == []
    assert session.scalars(sa.select(Source)).all() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"0-title": " "}, "Give the webinar a title."),
        ({"0-date": ""}, "Give the date as well, or leave the hour empty."),
        ({"0-timezone": ""}, "Say whose clocks show this hour: choose a zone."),
        ({"0-timezone": "Europe/Lodnon"}, "We know no place “Europe/Lodnon”. Write a city or a country."),
        ({"0-duration_minutes": "0"}, "Write how many minutes it takes: at least 1, at most 10080."),
        ({"0-date": "tomorrow"}, "Write the date like 2027-03-21."),
        ({"0-join_url": "javascript:alert(1)"}, "is not a web address"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field_with_everything_still_there(
    session, client, olga, changes, sentence
):
    page = page_of(read(client, ANNOUNCEMENT))

    response = confirm(client, page, **{"0-series": "Letters"}, **changes)

    assert response.status_code == 422
    assert any(sentence in text for text in texts(page_of(response), "//p[@class='error']"))
    assert 'value="Letters"' in response.get_data(as_text=True)
    assert session.scalars(sa.select(Webinar)).all() == []


def test_the_same_text_again_leads_to_what_it_made(session, client, olga, the_webinar):
    confirm(client, page_of(read(client, ANNOUNCEMENT)))

    again = read(client, ANNOUNCEMENT)

    assert "This text has been here before" in again.get_data(as_text=True)
    assert "Make a draft" not in again.get_data(as_text=True)
    assert confirm(client, page_of(again)).status_code == 303
    the_webinar()


def test_a_second_press_makes_nothing_twice_and_says_so(client, olga, the_webinar):
    page = page_of(read(client, ANNOUNCEMENT))
    confirm(client, page)
    client.get("/manage/paste")  # takes what the first press has said

    again = confirm(client, page, **{"0-title": "Another title"})

    assert again.location == f"/manage/webinars/{the_webinar().slug}"
    told = client.get(again.location).get_data(as_text=True)
    assert "This text is here already: this is its webinar. Nothing more was saved." in told
    assert "Saved." not in told


def test_a_recap_proposes_what_it_adds_and_only_what_is_ticked_is_added(client, olga, the_webinar):
    confirm(client, page_of(read(client, ANNOUNCEMENT)))

    page = page_of(read(client, RECAP, published_on="2027-02-20"))

    assert "It tells of “Letters on colour: Newton, Goethe and the makers of dyes”." in texts(page, "//form")[0]
    boxes = {texts(box, "..")[0]: box.get("value") for box in page.xpath("//input[@name='0-proposals']")}
    assert list(boxes) == [
        "Recording of the whole webinar: https://videos.example/colour.mp4",
        "Margaret Cavendish: Moderator.",
        "Claude Louis Berthollet (Manufacture des Gobelins) took part: Speaker.",
    ]

    response = confirm(client, page, **{"0-proposals": boxes["Margaret Cavendish: Moderator."]})

    assert response.status_code == 303
    webinar = the_webinar()
    assert [(each.speaker.name, each.role) for each in webinar.lineup] == [
        ("Margaret Cavendish", "moderator"), ("Isaac Newton", "speaker"), ("Johann Wolfgang von Goethe", "speaker"),
    ]  # fmt: skip
    assert webinar.recordings == []


def test_a_recap_can_become_a_draft_of_its_own(session, client, olga):
    confirm(client, page_of(read(client, ANNOUNCEMENT)))
    page = page_of(read(client, RECAP, published_on="2027-02-20"))
    fields = {}
    for name, value in [*form_of(page), ("as_new", "0")]:
        fields.setdefault(name, []).append(value)

    anew = page_of(client.post("/manage/paste", data=fields))
    confirm(client, anew, button=[("without_hour", "1")])

    assert len(session.scalars(sa.select(Webinar)).all()) == 2


def test_of_many_lines_that_went_nowhere_the_first_are_named(client, olga):
    lines = "".join(f"qwertz uiop {letter}\n" for letter in "abcdefghijklmnop")

    page = page_of(read(client, ANNOUNCEMENT + "\n" + lines))

    assert texts(page, "//p[contains(., 'went nowhere')]") == [
        "Lines 12, 13, 14, 15, 16, 17, 18 and 9 more went nowhere. If they say something that matters, fill it in here."
    ]


def test_the_text_comes_back_to_be_changed(client, olga):
    page = page_of(read(client, ANNOUNCEMENT))
    fields = {}
    for name, value in [*form_of(page), ("change", "1")]:
        fields.setdefault(name, []).append(value)

    back = page_of(client.post("/manage/paste", data=fields))

    assert back.get_element_by_id("text").text_content().strip() == ANNOUNCEMENT.strip()
    assert back.get_element_by_id("published_on").get("value") == PUBLISHED_ON


def test_nothing_and_far_too_much_are_refused_in_a_sentence(client, olga):
    assert "Paste a text, or choose a file." in read(client, " ").get_data(as_text=True)
    response = read(client, "comet " * 100_000)
    assert response.status_code == 422
    assert "This is longer than 500000 characters" in response.get_data(as_text=True)


def test_a_strangers_webinar_of_the_same_day_is_not_shown(session, client, olga):
    elsewhere = factories.make_organisation(session, "House of Wisdom")
    factories.make_webinar(
        session,
        elsewhere,
        "Webinar explores what dyers, poets and opticians knew of colour",
        starts_wall=dt.datetime(2027, 2, 14, 16),
        status=Status.DRAFT,
        description="planted",
    )

    response = read(client, RECAP, published_on="2027-02-20")

    assert "It tells of" not in response.get_data(as_text=True)


def test_the_same_text_is_known_again_though_another_organisation_is_named_by_it_now(session, client, sign_in, lunar):
    sign_in(client, factories.make_user(session, "Ada", is_admin=True))
    text = "What the nets say\n\nThursday 4 February 2027, 18:00 London\n\nOrganised by the Harbour School of Ropes."
    factories.make_organisation(session, "House of Wisdom")
    session.commit()
    first = page_of(read(client, text, organisation=lunar.slug))
    confirm(client, first)

    again = read(client, text).get_data(as_text=True)

    assert "This text has been here before." in again
    assert session.scalar(sa.select(sa.func.count()).select_from(Webinar)) == 1


@pytest.mark.parametrize("words", ["UK", "London", "Britain"])
def test_the_zone_of_hours_without_one_is_taken_in_words(client, olga, words):
    text = "Nets and ropes\n\n12 May 2027, 18:00\n\nWith Ada Example of the Harbour School"

    answer = read(client, text, timezone=words)

    assert answer.status_code == 200
    assert page_of(answer).get_element_by_id("0-timezone").get("value") == "Europe/London"


GERMAN = """Netze und Seile

Freitag, 12. März 2027, 18 Uhr MEZ

Wir sprechen mit Ada Example von der Hafenschule über die Küste und die Boote."""


def test_a_draft_has_the_language_of_its_text_and_a_person_may_choose_another(client, olga, session, the_webinar):
    page = page_of(read(client, GERMAN))
    assert page.get_element_by_id("0-language").value == "de"

    confirm(client, page)
    assert the_webinar().language == "de"


def test_the_language_of_a_draft_is_what_was_chosen(client, olga, the_webinar):
    confirm(client, page_of(read(client, GERMAN)), **{"0-language": "fr"})

    assert the_webinar().language == "fr"


def test_where_no_language_is_plain_the_usual_one_is_taken_and_said(client, olga):
    page = page_of(read(client, "Ada Example\n12.3.2027, 18:00 Berlin"))

    assert page.get_element_by_id("0-language").value == "en"
    assert "The text leaves it open." in page.get_element_by_id("0-language-hint").text_content()


@pytest.mark.parametrize(
    ("heading", "has_agreed"),
    [("Confirmed speakers:", True), ("Speakers:", False), ("Speakers, to be confirmed:", False)],
)
def test_people_whom_the_text_calls_confirmed_have_agreed_unless_that_is_unticked(
    client, olga, the_webinar, heading, has_agreed
):
    page = page_of(
        read(client, f"Comets\n\nSunday 21 March 2027, 16:00 London\n\n{heading}\n- Mary Somerville\n- Ada Lovelace\n")
    )
    boxes = page.xpath("//input[@type='checkbox' and contains(@name, 'has_agreed')]")
    assert [box.get("checked") is not None for box in boxes] == [True] * has_agreed

    confirm(client, page)

    assert [each.has_agreed for each in the_webinar().lineup] == [has_agreed, has_agreed]
