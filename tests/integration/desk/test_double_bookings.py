"""While one types a start: what the same organisations hold at that hour, or on that day."""

import datetime as dt

import pytest

from tests.factories import add_co_organiser, make_organisation, make_webinar
from webinars.models import Status, Visibility

START = {
    "date": "2027-02-14",
    "hour": "16:00",
    "timezone": "Europe/London",
    "duration_minutes": "90",
    "display_zones-0-label": "Britain",
    "display_zones-0-timezone": "Europe/London",
    "host": "lunar-society",
}
wall_time = dt.datetime.fromisoformat


@pytest.fixture
def ask(client, sign_in, olga):
    sign_in(client, olga)
    return lambda **typed: " ".join(client.get("/manage/zone-line", query_string=START | typed).text.split())


def hold(session, host, title="Nebulae", at="2027-02-14T16:30", **values):
    return make_webinar(session, host, title, starts_wall=wall_time(at), **values)


def test_what_overlaps_is_named_with_its_hours_and_a_link(session, ask, host):
    hold(session, host)

    page = ask()

    assert "Overlaps with “Nebulae”, 4.30pm to 6pm Britain." in page
    assert 'href="/manage/webinars/nebulae"' in page
    assert "Sunday 14 February 2027, 4pm Britain" in page


@pytest.mark.parametrize(("hour", "overlaps"), [("14:30", False), ("14:31", True), ("17:29", True), ("17:30", False)])
def test_end_to_start_is_no_overlap(session, ask, host, hour, overlaps):
    hold(session, host, at=f"2027-02-14T{hour}")

    page = ask()

    assert ("Overlaps with" in page, "On the same day" in page) == (overlaps, not overlaps)


@pytest.mark.parametrize(
    ("at", "is_named"), [("2027-02-13T16:00", False), ("2027-02-15T00:00", False), ("2027-02-14T00:00", True)]
)
def test_a_day_ends_at_midnight(session, ask, host, at, is_named):
    hold(session, host, at=at)

    assert ("Nebulae" in ask()) == is_named


def test_a_day_is_compared_as_instants_not_as_dates(session, ask, host):
    hold(session, host, at="2027-02-15T08:00", timezone="Australia/Sydney")

    assert "On the same day: “Nebulae”, 9pm to 10.30pm Britain." in ask()


def test_what_runs_on_from_the_day_before_is_told_with_its_day(session, ask, host):
    hold(session, host, at="2027-02-13T23:00")

    assert "Overlaps with “Nebulae”, Saturday 13 February 2027, 11pm to 12.30am Britain." in ask(hour="00:15")


def test_of_some_only_the_day_is_known(session, ask, host):
    make_webinar(session, host, "Nebulae", starts_in=None, starts_on=dt.date(2027, 2, 14))

    assert "On the same day: “Nebulae”, at an hour that is not known yet." in ask()


def test_overlaps_come_first_and_not_too_many_are_named(session, ask, host):
    for hour in range(9, 15):
        hold(session, host, f"Talk at {hour}", at=f"2027-02-14T{hour:02}:00", duration_minutes=30)
    hold(session, host)

    page = ask()

    assert page.index("Nebulae") < page.index("Talk at 9")
    assert page.count("Look at it") == 5


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED])
def test_what_does_not_take_place_is_no_clash(session, ask, host, status):
    hold(session, host, status=status)

    assert "Nebulae" not in ask()


def test_it_does_not_clash_with_itself(session, ask, host):
    hold(session, host)

    assert "Nebulae" not in ask(webinar="nebulae")
    assert "Nebulae" in ask(webinar="comets")


class TestOthers:
    def test_a_co_organisers_own_webinars_are_named_by_their_public_page(self, session, ask, partner):
        hold(session, partner)

        assert "Nebulae" not in ask()
        page = ask(beside=str(partner.id))
        assert "Overlaps with “Nebulae”" in page
        assert 'href="/webinars/nebulae"' in page

    @pytest.mark.parametrize("values", [{"status": Status.DRAFT}, {"visibility": Visibility.UNLISTED}])
    def test_what_they_have_not_made_public_stays_theirs(self, session, ask, host, partner, values):
        hold(session, partner, "Secret so far", **values)
        hold(session, host, "Open to me", **values)

        page = ask(beside=str(partner.id))

        assert "Open to me" in page
        assert "Secret" not in page

    def test_strangers_webinars_are_no_clash(self, session, ask):
        hold(session, make_organisation(session, "Linnean Society"))

        assert "Nebulae" not in ask()

    def test_what_the_host_organises_with_others_counts_once_accepted(self, session, ask, host, partner):
        accepted, waiting = hold(session, partner), hold(session, partner, "Auroras")
        add_co_organiser(session, accepted, host)
        add_co_organiser(session, waiting, host, is_accepted=False)

        page = ask()

        assert ("Nebulae" in page, "Auroras" in page) == (True, False)

    @pytest.mark.parametrize("beside", ["", "new", "-1", "x" * 20, "99999999999"])
    def test_what_is_no_organisation_is_left_out(self, session, ask, host, beside):
        hold(session, host)

        assert "Nebulae" in ask(beside=beside)


def test_it_asks_as_often_however_many_there_are(session, ask, host, count_statements):
    ask()
    hold(session, host)
    session.commit()
    with count_statements() as few:
        ask()
    for number in range(4):
        add_co_organiser(session, hold(session, host, f"Talk {number}"), make_organisation(session, f"Club {number}"))
    session.commit()

    with count_statements() as many:
        ask()

    assert len(many) == len(few)


def test_titles_are_text_and_never_markup(session, ask, host):
    hold(session, host, "<b>Nebulae</b>")

    assert "&lt;b&gt;Nebulae&lt;/b&gt;" in ask()


@pytest.mark.usefixtures("olga")
def test_the_editor_says_so_without_scripts_and_not_of_itself(session, client, sign_in, olga, host, editor):
    sign_in(client, olga)
    hold(session, host)
    hold(session, host, "Comets", at="2027-02-14T16:00", status=Status.DRAFT)

    page = " ".join(client.get("/manage/webinars/comets").text.split())
    form = editor("/manage/webinars/comets").fill(hour="18:00")
    later = client.post("/manage/webinars/comets", data=form.data("add questions")).text

    assert "Overlaps with “Nebulae”, 4.30pm to 6pm Britain." in page
    assert "“Comets”, 4pm" not in page
    assert "On the same day: “Nebulae”" in later


def test_a_co_organiser_in_the_form_counts_before_it_is_saved(session, client, sign_in, olga, host, partner, editor):
    sign_in(client, olga)
    hold(session, partner)
    hold(session, host, "Comets", at="2027-02-14T16:00", status=Status.DRAFT)
    assert "Nebulae" not in client.get("/manage/webinars/comets").text

    form = editor("/manage/webinars/comets").fill(new_co_organiser="Accademia dei Lincei")
    page = client.post("/manage/webinars/comets", data=form.data("add co_organisers")).text

    assert "Overlaps with “Nebulae”" in page
