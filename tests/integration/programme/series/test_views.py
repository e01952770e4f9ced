"""The pages on which an organisation looks after its series."""

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.factories import make_member, make_organisation, make_series, make_webinar
from tests.filled_form import FilledForm
from webinars.models import AuditEvent, Role, Series, Status

LIST = "/manage/organisations/lunar-society/series"
PAGE = "/manage/series/the-night-sky"
FORM = "//form[contains(@class, 'measure')]"


@pytest.fixture(autouse=True)
def nothing_remembered(app) -> None:
    app.extensions["feeds"].watch.expire()
    app.extensions["feeds"].shelf.forget()


@pytest.fixture
def olga(session, lunar):
    return make_member(session, lunar, "Olga", Role.EDITOR)


@pytest.fixture
def sky(session, lunar):
    return make_series(session, lunar)


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


def show(client):
    return FilledForm(client.get(PAGE), FORM)


@pytest.mark.usefixtures("signed_in")
class TestList:
    def test_each_stands_with_its_webinars_and_strangers_series_do_not(self, session, client, lunar, sky):
        for title in ("Comets", "Nebulae"):
            make_webinar(session, lunar, title, status=Status.DRAFT, series=sky)
        make_series(session, lunar, "Canals")
        make_series(session, make_organisation(session, "Elsewhere Club"), "Elsewhere Talks")

        page = " ".join(client.get(LIST).text.split())

        assert "The Night Sky</a></th> <td>2 webinars</td>" in page
        assert page.index("Canals") < page.index("The Night Sky")
        assert "Elsewhere Talks" not in page

    def test_without_any_it_says_how_they_come(self, client):
        assert "No series yet." in client.get(LIST).text

    def test_the_organisation_leads_here(self, client):
        assert LIST in client.get("/manage/organisations/lunar-society").text

    @pytest.mark.usefixtures("sky")
    def test_more_series_are_read_in_as_many_statements(self, session, client, lunar, count_statements):
        client.get(LIST)
        with count_statements() as few:
            client.get(LIST)
        for number in range(20):
            make_series(session, lunar, f"Series {number}")
        session.commit()

        with count_statements() as many:
            client.get(LIST)

        assert len(many) == len(few)


@pytest.mark.usefixtures("signed_in")
class TestSeries:
    @pytest.mark.usefixtures("derived")
    def test_it_is_changed_as_it_is_shown(self, session, client, olga, lunar, sky):
        make_webinar(session, lunar, series=sky)
        form = show(client).fill(title="The  Night Sky, again", description="On *every* moon.\r\n")

        response = client.post(PAGE, data=form.data())

        assert (response.status_code, response.location) == (303, PAGE)
        assert "Saved." in client.get(PAGE).text
        session.refresh(sky)
        assert (sky.title, sky.description) == ("The Night Sky, again", "On *every* moon.")
        assert "On <em>every</em> moon." in client.get("/series/the-night-sky").text
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "series:update")).one()
        assert (event.actor_id, event.organisation_id) == (olga.id, lunar.id)
        assert event.detail["title"] == ["The Night Sky", "The Night Sky, again"]

    @pytest.mark.usefixtures("sky")
    def test_saving_what_is_there_is_no_change(self, session, client):
        client.post(PAGE, data=show(client).data())

        assert session.scalar(sa.select(sa.func.count(AuditEvent.id))) == 0

    @pytest.mark.usefixtures("derived")
    def test_calendars_follow_a_new_title(self, session, client, lunar, sky):
        webinar = make_webinar(session, lunar, series=sky)
        make_webinar(session, lunar, "Nebulae")

        def numbers():
            calendar = Calendar.from_ical(client.get("/calendar.ics").data)
            return {str(entry["UID"]) == webinar.uid: entry["SEQUENCE"] for entry in calendar.walk("VEVENT")}

        before = numbers()
        client.post(PAGE, data=show(client).fill(title="Evenings under the sky").data())

        assert (before, numbers()) == ({True: 0, False: 0}, {True: 1, False: 0})

    @pytest.mark.usefixtures("derived")
    def test_an_address_that_changes_leads_on_for_ever(self, session, client, lunar, sky):
        make_webinar(session, lunar, series=sky)

        response = client.post(PAGE, data=show(client).fill(slug="Night Sky").data())

        assert response.location == "/manage/series/night-sky"
        assert client.get(PAGE).location == "/manage/series/night-sky"
        for ending in ("", "/calendar.ics"):
            old = client.get(f"/series/the-night-sky{ending}")
            assert (old.status_code, old.location) == (308, f"/series/night-sky{ending}")
            assert client.get(f"/series/night-sky{ending}").status_code == 200

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("title", "", "Give the series a title."),
            ("title", " \u200b ", "Give the series a title."),
            ("title", "x" * 201, "200 characters"),
            ("title", "CANALS", "There is a series called “Canals” already."),
            ("description", "x" * 10_001, "10000 characters"),
            ("slug", "…", "Write letters, figures and hyphens"),
            ("slug", "canals", "is the address of another series"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, session, client, lunar, sky, field, value, sentence):
        make_series(session, lunar, "Canals")
        typed = show(client).fill(**{"title": "Typed", "description": "Typed", "slug": "typed", field: value})

        response = client.post(PAGE, data=typed.data())

        assert response.status_code == 422
        again = FilledForm(response, FORM)
        assert again[field].strip() == value.strip()
        assert any(sentence in error for error in again.errors())
        session.refresh(sky)
        assert (sky.title, sky.slug, sky.description) == ("The Night Sky", "the-night-sky", "")

    def test_the_title_of_another_organisations_series_is_free(self, session, client, sky):
        make_series(session, make_organisation(session, "Elsewhere Club"), "Elsewhere Talks")

        assert client.post(PAGE, data=show(client).fill(title="Elsewhere Talks").data()).status_code == 303
        session.refresh(sky)
        assert sky.title == "Elsewhere Talks"

    @pytest.mark.usefixtures("sky")
    def test_what_is_typed_is_text_and_never_markup(self, client):
        client.post(PAGE, data=show(client).fill(title="<b>Sky</b>", description="<script>1</script>").data())

        for path in (PAGE, LIST):
            page = client.get(path).text
            assert "&lt;b&gt;Sky" in page
            assert "<b>" not in page
        assert "<script>1" not in client.get(PAGE).text


ADDRESSES = [("GET", LIST), ("GET", PAGE), ("POST", PAGE)]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.parametrize(("who", "status"), [("oskar", 404), ("vera", 403)])
@pytest.mark.usefixtures("sky")
def test_others_see_and_change_nothing(request, session, client, sign_in, method, address, who, status):
    sign_in(client, request.getfixturevalue(who))
    data = {"title": "Changed", "slug": "changed", "description": ""} if method == "POST" else None

    response = client.open(address, method=method, data=data)

    assert response.status_code == status
    assert "Night Sky" not in response.text
    assert session.scalars(sa.select(Series.title)).all() == ["The Night Sky"]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.usefixtures("sky")
def test_nobody_is_asked_to_sign_in(client, method, address):
    response = client.open(address, method=method)

    if method == "GET":
        assert response.location.startswith("/account/sign-in")
    else:
        assert response.status_code == 403
        assert 'action="/account/sign-in?next=' in response.text
