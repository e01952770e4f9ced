"""The pages on which an organisation looks after the records of its speakers."""

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_member, make_organisation, make_speaker, make_webinar
from tests.filled_form import FilledForm
from webinars.models import Role, Speaker, Status

LIST = "/manage/organisations/lunar-society/speakers"
PAGE = "/manage/speakers/caroline-herschel"
FORM = "//form[contains(@class, 'measure')][@method='post']"


@pytest.fixture
def olga(session, lunar):
    return make_member(session, lunar, "Olga", Role.EDITOR)


@pytest.fixture
def herschel(session, lunar):
    return make_speaker(session, lunar, affiliation="Bath", links=["https://a.example/", "https://b.example/"])


@pytest.fixture
def twin(session, lunar):
    return make_speaker(session, lunar, "Miss C. Herschel")


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


def show(client, path=PAGE):
    return FilledForm(client.get(path), FORM)


@pytest.mark.usefixtures("signed_in")
class TestList:
    @pytest.mark.usefixtures("twin")
    def test_each_stands_with_how_often_they_appear(self, session, client, lunar, herschel):
        for title in ("Comets", "Nebulae"):
            add_appearance(session, make_webinar(session, lunar, title, status=Status.DRAFT), herschel)
        make_speaker(session, make_organisation(session, "Elsewhere Club"), "Somebody Else")

        page = " ".join(client.get(LIST).text.split())

        assert "2 speakers" in page
        assert "Caroline Herschel</a></th> <td>Bath</td> <td>2 webinars</td>" in page
        assert "<td>none yet</td>" in page
        assert "Somebody Else" not in page

    @pytest.mark.parametrize("words", ["HERSCHEL", "dr caroline", "roline her"])
    @pytest.mark.usefixtures("herschel")
    def test_a_name_is_found_by_a_part_of_it(self, session, client, lunar, words):
        make_speaker(session, lunar, "Mary Somerville")

        page = client.get(LIST, query_string={"q": words}).text

        assert ("Caroline Herschel" in page, "Mary Somerville" in page) == (True, False)

    @pytest.mark.parametrize("words", ["%", "_", "Kepler"])
    @pytest.mark.usefixtures("herschel")
    def test_what_is_not_found_is_said(self, client, words):
        assert "None of its speakers is called" in client.get(LIST, query_string={"q": "x" + words}).text

    def test_without_any_it_says_how_they_come(self, client):
        assert "Nobody yet." in client.get(LIST).text

    @pytest.mark.usefixtures("herschel")
    def test_many_are_read_page_by_page_in_as_many_statements(self, session, client, lunar, count_statements):
        client.get(LIST)
        with count_statements() as few:
            client.get(LIST)
        for number in range(60):
            make_speaker(session, lunar, f"Star {number:02}")
        session.commit()

        with count_statements() as many:
            page = client.get(LIST).text

        assert ("Star 48" in page, "Star 49" in page) == (True, False)
        assert "Star 59" in client.get(LIST, query_string={"page": 2}).text
        assert client.get(LIST, query_string={"page": 3}).status_code == 404
        assert len(many) == len(few)

    def test_the_organisation_leads_here(self, client):
        assert LIST in client.get("/manage/organisations/lunar-society").text


@pytest.mark.usefixtures("signed_in")
class TestRecord:
    def test_it_is_changed_as_it_is_shown(self, session, client, herschel):
        form = show(client).fill(name="Caroline Lucretia Herschel", affiliation="Slough", bio="*Comets*")

        response = client.post(PAGE, data=form.data())

        assert (response.status_code, response.location) == (303, PAGE)
        assert "Every page and calendar that names Caroline Lucretia Herschel follows." in client.get(PAGE).text
        session.refresh(herschel)
        assert (herschel.affiliation, herschel.bio) == ("Slough", "*Comets*")
        assert herschel.links == ["https://a.example/", "https://b.example/"]

    def test_links_are_put_in_order_by_buttons_without_storing_anything(self, session, client, herschel):
        data = show(client).fill(name="Typed").data("up links 1")

        form = FilledForm(client.post(PAGE, data=data), FORM)

        assert [value for name, value in form.fields if name.startswith("links-")] == [
            "https://b.example/",
            "https://a.example/",
        ]
        assert form["name"] == "Typed"
        session.refresh(herschel)
        assert herschel.name == "Caroline Herschel"
        client.post(PAGE, data=form.data())
        session.refresh(herschel)
        assert herschel.links == ["https://b.example/", "https://a.example/"]

    def test_a_link_is_added_and_one_removed(self, session, client, herschel):
        form = FilledForm(client.post(PAGE, data=show(client).data("add links")), FORM)
        form.put("links-2", "https://c.example/")
        form = FilledForm(client.post(PAGE, data=form.data("remove links 0")), FORM)

        client.post(PAGE, data=form.data())

        session.refresh(herschel)
        assert herschel.links == ["https://b.example/", "https://c.example/"]

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("name", "", "Write the speaker’s name."),
            ("links-0", "javascript:alert(1)", "is not a web address"),
            ("slug", "…", "Write letters, figures and hyphens"),
            ("slug", "miss-c-herschel", "is the address of somebody else"),
        ],
    )
    @pytest.mark.usefixtures("twin")
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, session, client, herschel, field, value, sentence):
        form = show(client).fill(affiliation="Slough")
        form.put(field, value)

        response = client.post(PAGE, data=form.data())

        assert response.status_code == 422
        again = FilledForm(response, FORM)
        assert (again[field], again["affiliation"]) == (value, "Slough")
        assert any(sentence in error for error in again.errors())
        session.refresh(herschel)
        assert (herschel.affiliation, herschel.slug) == ("Bath", "caroline-herschel")

    @pytest.mark.usefixtures("herschel")
    def test_a_former_address_leads_to_the_record(self, client):
        response = client.post(PAGE, data=show(client).fill(slug="C. Herschel").data())

        assert response.location == "/manage/speakers/c-herschel"
        assert client.get(PAGE).location == "/manage/speakers/c-herschel"

    @pytest.mark.usefixtures("herschel")
    def test_what_is_typed_is_text_and_never_markup(self, client):
        client.post(PAGE, data=show(client).fill(name="<b>Caroline</b>", affiliation="<i>Bath</i>").data())

        for path in (PAGE, LIST):
            assert "<b>" not in client.get(path).text
            assert "&lt;b&gt;Caroline" in client.get(path).text

    def test_the_editor_leads_to_records_of_its_own_alone(self, session, client, lunar, herschel):
        other = make_speaker(session, make_organisation(session, "Elsewhere Club"), "Somebody Else")
        webinar = make_webinar(session, lunar, status=Status.DRAFT)
        add_appearance(session, webinar, herschel)
        add_appearance(session, webinar, other)

        page = client.get(f"/manage/webinars/{webinar.slug}").text

        assert PAGE in page
        assert "/manage/speakers/somebody-else" not in page


@pytest.mark.usefixtures("signed_in")
class TestMerging:
    @pytest.mark.usefixtures("herschel")
    def test_one_looks_before_two_records_become_one(self, session, client, lunar, twin):
        add_appearance(session, make_webinar(session, lunar), twin)

        look = client.get(f"{PAGE}/merge", query_string={"gone": "miss-c-herschel"})

        assert "1 appearance moves" in look.text
        assert len(session.scalars(sa.select(Speaker)).all()) == 2
        form = FilledForm(look, "//form[contains(@action, '/merge')]")
        response = client.post(f"{PAGE}/merge", data=form.data())
        assert (response.status_code, response.location) == (303, PAGE)
        assert session.scalars(sa.select(Speaker.slug)).all() == ["caroline-herschel"]
        assert client.get("/manage/speakers/miss-c-herschel").location == PAGE

    def test_two_in_one_webinar_are_refused(self, session, client, lunar, herschel, twin):
        webinar = make_webinar(session, lunar)
        add_appearance(session, webinar, herschel)
        add_appearance(session, webinar, twin)

        look = client.get(f"{PAGE}/merge", query_string={"gone": "miss-c-herschel"}).text
        response = client.post(f"{PAGE}/merge", data={"gone": "miss-c-herschel"})

        assert "Merge the two records" not in look
        assert response.status_code == 409
        assert "Both stand in the line-up of “Comets and their tails”." in response.text
        assert len(session.scalars(sa.select(Speaker)).all()) == 2

    @pytest.mark.parametrize("gone", ["", "nobody", "caroline-herschel", "somebody-else"])
    @pytest.mark.usefixtures("herschel")
    def test_only_another_record_of_the_same_organisation_is_taken(self, session, client, gone):
        make_speaker(session, make_organisation(session, "Elsewhere Club"), "Somebody Else")

        assert client.get(f"{PAGE}/merge", query_string={"gone": gone}).status_code == 404
        assert client.post(f"{PAGE}/merge", data={"gone": gone}).status_code == 404
        assert len(session.scalars(sa.select(Speaker)).all()) == 2


ADDRESSES = [("GET", LIST), ("GET", PAGE), ("POST", PAGE), ("GET", f"{PAGE}/merge"), ("POST", f"{PAGE}/merge")]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.parametrize(("who", "status"), [("oskar", 404), ("vera", 403)])
@pytest.mark.usefixtures("herschel", "twin")
def test_others_see_and_change_nothing(request, session, client, sign_in, method, address, who, status):
    sign_in(client, request.getfixturevalue(who))
    data = {"name": "Changed", "slug": "changed", "gone": "miss-c-herschel"}

    response = client.open(address, method=method, **({"data": data} if method == "POST" else {"query_string": data}))

    assert response.status_code == status
    assert "Herschel" not in response.text
    assert len(session.scalars(sa.select(Speaker).where(Speaker.name != "Changed")).all()) == 2


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.usefixtures("herschel")
def test_nobody_is_asked_to_sign_in(client, method, address):
    response = client.open(address, method=method)

    if method == "GET":
        assert response.location.startswith("/account/sign-in")
    else:
        assert response.status_code == 403
        assert 'action="/account/sign-in?next=' in response.text


def test_a_former_address_tells_others_nothing(client, sign_in, olga, oskar, herschel, new_client):
    sign_in(client, olga)
    client.post(PAGE, data=show(client).fill(slug="c-herschel").data())
    other = new_client()
    sign_in(other, oskar)

    assert other.get(PAGE).status_code == 404
