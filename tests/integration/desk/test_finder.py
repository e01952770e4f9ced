"""All webinars of the desk: found by words, organisation and state, as a list and by month."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from lxml import html

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_member,
    make_membership,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.models import Membership, Role, Status, Visibility
from webinars.pure.times import wall

DAYS = dt.timedelta(days=1)


@pytest.fixture
def found(client, sign_in, olga):
    """`found(q="comets")`: the titles in the list, in order."""
    sign_in(client, olga)
    return lambda **asked: titles(client.get("/manage/", query_string=asked))


@pytest.fixture
def text_of(client, sign_in, olga):
    sign_in(client, olga)
    return lambda **asked: " ".join(client.get("/manage/", query_string=asked).text.split())


def titles(answer):
    assert answer.status_code == 200
    return [said(each) for each in select(answer.text, "//ul[@class='choosable']//h3")]


def select(text, path):
    return html.fromstring(text).xpath(path)


def said(element):
    return " ".join(element.text_content().split())


def chips(text):
    """The states that are offered, each with how many."""
    pairs = [said(each).rpartition(" ") for each in select(text, "//ul[@aria-label='State']//a")]
    return {name: int(count) for name, _space, count in pairs}


@pytest.fixture
def programme(session, host):
    """One of each state."""
    make_webinar(session, host, "Undated", starts_in=None, status=Status.DRAFT)
    make_webinar(session, host, "Later", starts_in=9 * DAYS)
    make_webinar(session, host, "Sooner", starts_in=4 * DAYS, status=Status.CANCELLED)
    make_webinar(session, host, "Some day", starts_in=6 * DAYS, status=Status.POSTPONED)
    make_webinar(session, host, "Held", starts_in=-5 * DAYS)
    add_recording(session, make_webinar(session, host, "Recorded", starts_in=-9 * DAYS))
    make_webinar(session, host, "Never held", starts_in=-5 * DAYS, status=Status.DRAFT)
    make_webinar(session, host, "Called off", starts_in=-4 * DAYS, status=Status.CANCELLED)


@pytest.mark.usefixtures("programme")
class TestStates:
    def test_what_is_coming_stands_first_soonest_first_with_drafts_of_any_date(self, found):
        assert found() == ["Never held", "Sooner", "Some day", "Later", "Undated"]

    def test_drafts_of_long_ago_stand_behind_what_is_coming(self, session, host, found):
        make_webinar(session, host, "Left over", starts_in=None, starts_on=dt.date(2019, 3, 3), status=Status.DRAFT)
        make_webinar(session, host, "Left over too", starts_in=-31 * DAYS, status=Status.DRAFT)

        assert found() == ["Never held", "Sooner", "Some day", "Later", "Undated", "Left over", "Left over too"]

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("coming", ["Never held", "Sooner", "Some day", "Later", "Undated"]),
            ("drafts", ["Never held", "Undated"]),
            ("published", ["Later"]),
            ("postponed", ["Some day"]),
            ("cancelled", ["Sooner"]),
            ("without-recording", ["Held"]),
            ("past", ["Called off", "Held", "Recorded"]),
            ("nonsense", ["Never held", "Sooner", "Some day", "Later", "Undated"]),
        ],
    )
    def test_a_chip_leaves_those_of_one_state(self, found, state, expected):
        assert found(state=state) == expected

    def test_chips_say_how_many_there_are(self, text_of):
        counted = chips(text_of())

        assert counted == {
            "Coming": 5,
            "Drafts": 2,
            "Published": 1,
            "Postponed": 1,
            "Cancelled": 1,
            "Without a recording": 1,
            "Past": 3,
        }
        assert "5 of 8 shown" in text_of()

    def test_they_count_what_the_words_leave(self, text_of):
        assert chips(text_of(q="held")) == {"Coming": 1, "Drafts": 1, "Without a recording": 1, "Past": 1}

    def test_the_former_page_of_past_ones_leads_here(self, client, found):
        found()

        answer = client.get("/manage/webinars/past?page=2")

        assert (answer.status_code, answer.location) == (308, "/manage/?state=past&page=2")


class TestWords:
    @pytest.fixture(autouse=True)
    def _programme(self, session, host, partner):
        wang = make_speaker(session, host, "Wáng Zhēnyí")
        webinar = make_webinar(session, host, "Éclipses de lune", series=make_series(session, host, "Slow things"))
        add_appearance(session, webinar, wang)
        add_co_organiser(session, webinar, partner)
        make_webinar(session, host, "王贞仪：月食之理与圆桌", slug="wang")
        make_webinar(session, host, "Held comets", starts_in=-5 * DAYS)
        session.commit()

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("eclipses", ["Éclipses de lune"]),
            ("ÉCLIP", ["Éclipses de lune"]),
            ("lune eclipses", ["Éclipses de lune"]),
            ("wang zhen", ["Éclipses de lune"]),
            ("slow", ["Éclipses de lune"]),
            ("lincei lune", ["Éclipses de lune"]),
            ("月食", ["王贞仪：月食之理与圆桌"]),
            ("comets", ["Held comets"]),
            ("une", []),
            ("comets lune", []),
            ("!!!", []),
        ],
    )
    def test_each_word_begins_one_of_title_people_organisations_or_series(self, found, words, expected):
        assert found(q=words) == expected

    def test_they_may_be_in_a_line_up_as_it_is_printed(self, session, host, found):
        webinar = make_webinar(session, host, "Letters")
        add_appearance(session, webinar, make_speaker(session, host, "Mary Somerville"), name="Mrs Greig")
        session.commit()

        assert found(q="greig") == ["Letters"]

    def test_people_and_organisations_that_have_them_are_offered_above(self, text_of):
        assert 'href="/manage/speakers/wang-zhenyi"' in text_of(q="wang")
        assert 'href="/manage/organisations/lunar-society"><svg' in text_of(q="lunar")

    def test_where_nothing_is_found_it_says_so(self, text_of):
        assert "No webinar matches “phlogiston”." in text_of(q="phlogiston")

    def test_what_belongs_to_others_is_never_found(self, session, client, sign_in, host):
        others = make_organisation(session, "Royal Institution of Lamps")
        plan = make_webinar(session, others, "Secret lamps", status=Status.DRAFT, starts_in=2 * DAYS)
        add_appearance(session, plan, make_speaker(session, others, "Humphry Lampwright"))
        add_co_organiser(session, plan, host, is_accepted=False)
        make_webinar(session, others, "Hidden lamps", visibility=Visibility.UNLISTED)
        session.commit()
        oskar = make_member(session, others, "Oskar", Role.EDITOR)
        sign_in(client, oskar)
        assert titles(client.get("/manage/?q=lamps")) == ["Secret lamps", "Hidden lamps"]
        assert "Humphry Lampwright" in client.get("/manage/?q=humphry").text

        for role in (Role.OWNER, Role.EDITOR, Role.VIEWER):
            sign_in(client, make_member(session, host, f"Member {role}", role))
            for path in ("?q=lamps", "?q=humphry", f"?chosen={plan.id}", "?view=month", f"?organisation={others.slug}"):
                text = client.get(f"/manage/{path}").text
                shown = "//ul[@class='choosable'] | //table | //ul[contains(@class, 'chips')] | //select"
                seen = " ".join(said(each) for each in select(text, shown))
                for secret in ("Secret lamps", "Hidden lamps", "Humphry Lampwright"):
                    assert secret not in seen, (role, path)


class TestOrganisations:
    @pytest.fixture(autouse=True)
    def _of_both(self, session, host, partner, olga):
        make_membership(session, partner, olga, Role.VIEWER)
        make_webinar(session, host, "Ours")
        make_webinar(session, partner, "Theirs")
        add_co_organiser(session, make_webinar(session, partner, "Together"), host)
        session.commit()

    def test_all_are_shown_or_those_of_one(self, found, host, partner):
        assert set(found()) == {"Ours", "Theirs", "Together"}
        assert set(found(organisation=host.slug)) == {"Ours", "Together"}
        assert set(found(organisation=partner.slug)) == {"Theirs", "Together"}

    def test_another_organisation_cannot_be_asked_for(self, session, found):
        make_webinar(session, make_organisation(session, "Elsewhere Club"), "Foreign")
        session.commit()

        assert "Foreign" not in found(organisation="elsewhere-club")

    def test_only_what_one_may_change_can_be_chosen(self, client, found):
        found()

        boxes = select(client.get("/manage/").text, "//ul[@class='choosable']//input[@type='checkbox']")

        assert sorted(each.get("aria-label") for each in boxes) == ["Choose Ours"]

    def test_a_viewer_is_offered_nothing_to_do(self, session, client, sign_in, host):
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))

        text = client.get("/manage/").text

        assert "Ours" in text
        assert 'name="act"' not in text


class TestRows:
    def test_the_own_hour_stands_before_the_organisers(self, session, host, olga, text_of):
        olga.timezone = "Asia/Kolkata"
        make_webinar(session, host, "Far", starts_wall=dt.datetime(2036, 1, 12, 19, 0))
        make_webinar(session, host, "Near", starts_wall=dt.datetime(2036, 1, 13, 4, 0))
        session.commit()

        text = text_of()

        assert '<strong>Sun 13 Jan 2036, 12.30am</strong><br><span class="meta">7pm Britain, Sat 12 Jan 2036<' in text
        assert '<strong>Sun 13 Jan 2036, 9.30am</strong><br><span class="meta">4am Britain<' in text

    def test_a_postponed_one_says_what_no_longer_holds(self, session, host, text_of):
        make_webinar(session, host, "Some day", starts_wall=dt.datetime(2037, 1, 12, 19, 0), status=Status.POSTPONED)
        session.commit()

        text = text_of()

        assert "No new date" in text
        assert "was 7pm Britain, Mon 12 Jan 2037" in text

    def test_how_many_are_registered_is_for_those_who_may_know(
        self, session, settings, host, partner, text_of, new_client, sign_in
    ):
        webinar = make_webinar(session, host, "Comets")
        add_co_organiser(session, webinar, partner)
        open_desk(session, webinar, capacity=50)
        make_registration(session, settings, webinar, "Ana")
        session.commit()

        assert "1 of 50 registered" in text_of()
        browser = new_client()
        sign_in(browser, make_member(session, partner, "Petra", Role.OWNER))
        text = browser.get("/manage/").text
        assert "Comets" in text
        assert "of 50 registered" not in text

    def test_past_ones_of_other_years_name_the_year(self, session, host, text_of):
        make_webinar(session, host, "Long ago", starts_wall=dt.datetime(2019, 5, 4, 16, 0))
        session.commit()

        assert "Sat 4 May 2019" in text_of(state="past")

    def test_many_are_shown_by_pages_that_keep_what_is_asked(self, session, host, found, client):
        for number in range(31):
            make_webinar(session, host, f"Tide {number}", starts_in=(number + 1) * DAYS)
        session.commit()

        assert found(q="tide", page=2) == ["Tide 30"]
        text = client.get("/manage/?q=tide").text
        assert "30 of 31 shown" in text
        assert 'href="/manage/?page=2&amp;q=tide"' in text
        assert client.get("/manage/?q=tide&page=3").status_code == 404

    def test_an_administrator_without_an_organisation_looks_after_all(self, session, client, sign_in, host):
        make_webinar(session, host)
        admin = make_member(session, make_organisation(session, "Elsewhere Club"), "Anna", Role.OWNER)
        admin.is_admin = True
        sign_in(client, admin)
        assert "Comets and their tails" not in client.get("/manage/").text

        session.execute(sa.delete(Membership).where(Membership.user_id == admin.id))
        assert "Comets and their tails" in client.get("/manage/").text

    def test_one_who_was_only_invited_does_not_have_it_yet(self, session, client, sign_in, host, partner):
        add_co_organiser(session, make_webinar(session, host), partner, is_accepted=False)
        sign_in(client, make_member(session, partner, "Edda", Role.EDITOR))

        assert "Comets and their tails" not in client.get("/manage/").text

    def test_who_has_nothing_planned_is_shown_how_to_begin(self, text_of):
        text = text_of()

        assert "Nothing is planned." in text
        assert 'href="/manage/webinars/new"' in text


class TestMonth:
    @pytest.fixture(autouse=True)
    def _on_25_november(self):
        """Today stands in the month before, wherever it is."""
        with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)):
            yield

    @pytest.fixture(autouse=True)
    def _december(self, session, host, olga, _on_25_november):
        olga.timezone = "Asia/Kolkata"
        make_webinar(session, host, "Late in Britain", starts_wall=dt.datetime(2026, 12, 8, 19, 0))
        make_webinar(session, host, "Off", starts_wall=dt.datetime(2026, 12, 5, 12, 0), status=Status.CANCELLED)
        make_webinar(session, host, "Some day", starts_in=None, starts_on=dt.date(2026, 12, 12), status=Status.DRAFT)
        make_webinar(session, host, "Written", starts_wall=dt.datetime(2026, 12, 22, 12, 0), status=Status.DRAFT)
        make_webinar(session, host, "Just before", starts_wall=dt.datetime(2026, 11, 29, 18, 29))
        make_webinar(session, host, "Just inside", starts_wall=dt.datetime(2026, 11, 29, 18, 30))
        session.commit()

    @pytest.fixture
    def days(self, client, sign_in, olga):
        sign_in(client, olga)

        def days(**asked):
            text = client.get("/manage/", query_string={"view": "month", "month": "2026-12"} | asked).text
            cells = select(text, "//table//td[a]")
            return {said(cell.find("span")): [said(each) for each in cell.findall("a")] for cell in cells}

        return days

    def test_each_stands_on_the_own_day_with_the_own_hour(self, days):
        assert days() == {
            # The weeks of the month begin there with Monday 30 November.
            "Mon 30 Nov": ["midnight Just inside"],
            "Sat 5": ["Cancelled Off"],
            "Wed 9": ["12.30am Late in Britain"],
            "Sat 12": ["Draft, no hour Some day"],
            "Tue 22": ["Draft, 5.30pm Written"],
        }

    def test_today_is_said_where_the_reader_is(self, days):
        with time_machine.travel(dt.datetime(2026, 11, 29, 18, 30, tzinfo=dt.UTC)):
            assert "Mon 30 Nov today" in days()

    def test_words_and_states_narrow_it(self, days):
        assert days(q="late") == {"Wed 9": ["12.30am Late in Britain"]}
        assert days(state="drafts") == {"Sat 12": ["Draft, no hour Some day"], "Tue 22": ["Draft, 5.30pm Written"]}

    def test_it_leads_to_the_months_around_and_back_to_today(self, text_of):
        text = text_of(view="month", month="2026-12", q="late")

        assert "December 2026" in text
        for month in ("2026-11", "2027-01"):
            assert f"?q=late&amp;view=month&amp;month={month}#mine" in text

    def test_an_empty_month_says_so(self, text_of):
        assert "Nothing stands in this month." in text_of(view="month", month="2027-08")

    @pytest.mark.parametrize("month", ["2026-13", "0000-00", "1973-01", "2037-12", "9999-12", "x", "٢٠٢٦-٠١"])
    def test_a_month_that_is_none_is_this_one(self, text_of, month):
        assert f"{wall(clock.now(), 'Asia/Kolkata'):%B %Y}" in text_of(view="month", month=month)


def test_looking_for_words_costs_the_same_among_few_and_many(session, client, sign_in, host, olga, count_statements):
    def fill(count, name):
        for number in range(count):
            webinar = make_webinar(session, host, f"{name} tide {number}", starts_in=40 * DAYS)
            add_appearance(session, webinar, make_speaker(session, host, f"{name} Tidewaiter {number}"))

    sign_in(client, olga)
    fill(1, "One")
    session.commit()
    client.get("/manage/?q=tide")
    with count_statements() as few:
        client.get("/manage/?q=tide")
    fill(20, "Many")
    session.commit()
    with count_statements() as many:
        assert "21 of 21 shown" in client.get("/manage/?q=tide").text

    assert len(few) == len(many)
