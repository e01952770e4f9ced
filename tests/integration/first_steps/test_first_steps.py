"""From an empty site to its first webinar by one form, without any script."""

import re

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation, make_user, make_webinar
from tests.filled_form import FilledForm
from webinars.models import AuditEvent, Membership, Organisation, Role, Speaker, Status, Webinar

PAGE = "/manage/first-run"
FORM = "//form[@data-first-steps]"
TYPED = {
    "organisation": "Lunar Society",
    "title": "How to catalogue a nebula",
    "date": "2036-12-10",
    "hour": "19:00",
    "speakers": "Caroline Herschel, Slough\r\n\r\nWilliam Herschel, chair\r\n",
}


@pytest.fixture
def caroline(session):
    return make_user(session, "Caroline Herschel", email="caroline@lunar.example", is_admin=True)


@pytest.fixture
def administrator(client, sign_in, caroline):
    """`client`, signed in as an administrator of an empty site."""
    sign_in(client, caroline)
    return client


def send(client, press="publish", **values):
    form = FilledForm(client.get(PAGE), FORM).fill(**{**TYPED, **values})
    return client.post(PAGE, data=form.data(press))


def made(session):
    return [session.scalar(sa.select(sa.func.count()).select_from(each)) for each in (Organisation, Webinar, Speaker)]


def test_the_desk_of_an_empty_site_leads_to_it(administrator):
    assert administrator.get("/manage/").location == PAGE
    page = administrator.get(PAGE).text
    assert "Caroline Herschel, caroline@lunar.example. You look after this site." in page
    assert "Britain (Europe/London). Write any city or country." in page


def test_one_form_makes_the_organisation_and_publishes_its_first_webinar(administrator, client, session, caroline):
    answer = send(administrator)

    assert (answer.status_code, answer.location) == (303, f"{PAGE}/published")
    host = session.scalars(sa.select(Organisation)).one()
    webinar = session.scalars(sa.select(Webinar)).one()
    assert (host.name, host.timezone, host.display_zones) == ("Lunar Society", "Europe/London", [])
    assert session.scalars(sa.select(Membership)).one().role == Role.OWNER
    assert (webinar.status, webinar.timezone, webinar.duration_minutes) == (Status.PUBLISHED, "Europe/London", 90)
    page = client.get("/webinars/how-to-catalogue-a-nebula").text
    assert "7pm" in page
    assert "Slough" in page
    assert "William Herschel" in page
    session.refresh(webinar, ["lineup"])
    assert [str(each.role) for each in webinar.lineup] == ["speaker", "chair"]
    events = session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert events[0] == "organisation:create"
    assert events[-1] == "webinar:publish"


def test_what_is_published_is_told_with_three_offers(administrator):
    send(administrator)

    page = administrator.get(f"{PAGE}/published").text

    assert "Published. It is on the page and in 4 feeds." in page
    assert "localhost/webinars/how-to-catalogue-a-nebula" in page
    assert 'href="/manage/organisations/lunar-society/members"' in page
    assert 'href="/manage/site#mail"' in page
    assert 'href="/manage/paste"' in page or 'href="/manage/import"' in page


def test_a_draft_leads_to_the_editor(administrator, session):
    answer = send(administrator, press="draft", date="", hour="")

    assert answer.location == "/manage/webinars/how-to-catalogue-a-nebula"
    assert administrator.get(PAGE).location == answer.location
    assert administrator.get(answer.location).text.count("Saved as a draft.") == 1
    assert session.scalars(sa.select(Webinar)).one().status == Status.DRAFT


def test_enter_in_a_box_saves_the_draft_and_never_publishes(administrator):
    form = FilledForm(administrator.get(PAGE), FORM)

    assert form.buttons()[0] == "draft"


def test_the_own_zone_comes_first_and_others_as_they_are_chosen(administrator, session):
    send(administrator, timezone="Mumbai")

    host = session.scalars(sa.select(Organisation)).one()
    labels = [zone["label"] for zone in host.display_zones]
    assert host.timezone == "Asia/Kolkata"
    assert labels == ["Mumbai", "US Eastern", "US Pacific"]


@pytest.mark.parametrize("press", ["publish", "draft"])
def test_all_mistakes_are_told_in_one_round_and_nothing_is_made(administrator, session, press):
    answer = send(
        administrator,
        press=press,
        organisation=" ",
        timezone="Atlantis",
        title="",
        date="2036-12-10",
        hour="25:00",
        duration_minutes="",
        join_url="not a room",
    )

    form = FilledForm(answer, FORM)
    assert answer.status_code == 422
    said = " ".join(form.errors())
    for sentence in (
        "Enter the name of the organisation.",
        "We know no place “Atlantis”.",
        "Write the hour like 16:00.",
        "Write how many minutes it takes, like 90.",
    ):
        assert sentence in said
    assert {"title-error", "join_url-error"} <= set(form.page.xpath("//p[@class='error']/@id"))
    assert form["timezone"] == "Atlantis"
    assert form["join_url"] == "not a room"
    assert "Caroline Herschel, Slough" in form["speakers"]
    assert made(session) == [0, 0, 0]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("\N{ZERO WIDTH SPACE}", "Give the webinar a title."),
        ("A" * 301, "This has 301 characters. Shorten it to 300."),
    ],
)
def test_a_title_that_is_none_is_told_at_its_box_and_nothing_typed_is_lost(administrator, session, title, sentence):
    answer = send(administrator, title=title)

    assert answer.status_code == 422
    form = FilledForm(answer, FORM)
    assert sentence in " ".join(form.errors())
    assert "Caroline Herschel, Slough" in form["speakers"]
    assert made(session) == [0, 0, 0]


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("organisation", "A" * 201, "This has 201 characters. Shorten it to 200."),
        ("organisation", ",", "Enter the name of the organisation."),
        ("speakers", "Caroline Herschel, Slough\r\n,\r\n", "Write the speaker’s name."),
        ("speakers", ", Slough", "Write the speaker’s name."),
    ],
)
def test_a_name_that_is_none_is_neither_cut_nor_made(administrator, session, box, typed, sentence):
    answer = send(administrator, **{box: typed})

    form = FilledForm(answer, FORM)
    assert answer.status_code == 422
    assert sentence in " ".join(form.errors())
    assert form[box].split() == typed.split()
    assert made(session) == [0, 0, 0]


def test_publishing_needs_a_start_and_says_so_at_its_box(administrator, session):
    answer = send(administrator, date="", hour="")

    form = FilledForm(answer, FORM)
    assert answer.status_code == 422
    assert "date-error" in form.page.xpath("//p[@class='error']/@id")
    assert made(session) == [0, 0, 0]


def test_an_hour_that_clocks_skip_is_refused(administrator, session):
    answer = send(administrator, date="2036-03-30", hour="01:30")

    assert answer.status_code == 422
    assert "date-error" in FilledForm(answer, FORM).page.xpath("//p[@class='error']/@id")
    assert made(session) == [0, 0, 0]


def test_a_press_twice_makes_nothing_twice(administrator, session):
    form = FilledForm(administrator.get(PAGE), FORM).fill(**TYPED).data("publish")

    answers = [administrator.post(PAGE, data=form) for _each in range(2)]

    assert [answer.location for answer in answers] == [f"{PAGE}/published"] * 2
    assert made(session) == [1, 1, 2]


def test_whoever_has_taken_the_steps_comes_back_to_where_they_led(administrator, session):
    send(administrator)
    assert administrator.get(PAGE).location == f"{PAGE}/published"

    make_organisation(session, "Royal Society")
    session.commit()

    assert administrator.get(PAGE).location == "/manage/"
    assert administrator.get(f"{PAGE}/published").location == "/manage/"
    assert administrator.post(PAGE, data=TYPED | {"press": "publish"}).location == "/manage/"


def test_on_a_site_with_organisations_there_are_no_first_steps(administrator, session):
    lunar = make_organisation(session, "Lunar Society")
    olga = make_member(session, lunar, "Olga", Role.OWNER)
    olga.is_admin = True
    make_webinar(session, lunar)
    session.commit()

    assert administrator.get("/manage/").status_code == 200
    for path in (PAGE, f"{PAGE}/published"):
        assert administrator.get(path).location == "/manage/"


def test_only_administrators_take_them(client, session, sign_in):
    sign_in(client, make_user(session, "Oskar"))

    assert client.get("/manage/").status_code == 200
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data=TYPED).status_code == 403
    assert made(session) == [0, 0, 0]


def test_the_proof_shows_what_visitors_will_see_and_stores_nothing(administrator, session):
    query = TYPED | {"timezone": "London", "zones": "India=Asia/Kolkata", "duration_minutes": "90"}

    answer = administrator.get(f"{PAGE}/proof", query_string=query)

    text = re.sub(r"<[^>]+>", " ", answer.text)
    assert "How to catalogue a nebula" in text
    assert "Wednesday 10 December 2036" in text
    assert "12.30am" in text
    assert "Britain (Europe/London). Write any city or country." in text
    assert "Lunar Society, in the time of London, with India." in text
    assert "in 4 feeds" in text
    assert "data-problem" not in answer.text
    assert made(session) == [0, 0, 0]


def test_the_proof_says_what_is_wrong_with_the_first_step(administrator):
    answer = administrator.get(f"{PAGE}/proof", query_string={"organisation": "", "timezone": "IST"})

    assert re.findall(r'data-problem="(\w+)"', answer.text) == ["organisation", "timezone"]
    assert "IST is India, Ireland or Israel. Write the country." in answer.text


def test_a_zone_taken_from_the_browser_keeps_the_zones_of_the_site_beside_it(administrator):
    answer = administrator.get(f"{PAGE}/proof", query_string={"timezone": "Europe/Berlin", "from_browser": ""})

    assert "Taken from your browser: Berlin (Europe/Berlin). Write any city or country." in answer.text
    ticked = re.findall(r'<input checked[^>]*value="([^"=]+)=', answer.text)
    assert ticked == ["Britain", "US Eastern", "US Pacific"]
