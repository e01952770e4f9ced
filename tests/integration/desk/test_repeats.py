import datetime as dt

import pytest
import sqlalchemy as sa

from tests import factories
from webinars.models import (
    Appearance,
    JoinAccess,
    QuestionKind,
    RegistrationDesk,
    RegistrationQuestion,
    Role,
    Status,
    Webinar,
)


@pytest.fixture
def webinar(session):
    society = factories.make_organisation(session)
    webinar = factories.make_webinar(
        session,
        society,
        "Readings by lamplight",
        starts_wall=dt.datetime(2027, 3, 9, 19, 30),
        status=Status.DRAFT,
        join_url="https://rooms.example/lamplight",
    )
    factories.add_appearance(session, webinar, factories.make_speaker(session, society, "Mary Somerville"))
    return webinar


@pytest.fixture
def olga(session, webinar):
    olga = factories.make_user(session, "Olga")
    factories.make_membership(session, webinar.host, olga, Role.EDITOR)
    return olga


def address(webinar):
    return f"/manage/webinars/{webinar.slug}/repeats"


def rows(*dates, left_out=()):
    form = {"series": "Readings by lamplight"}
    for number, date in enumerate(dates):
        form |= {f"occurrences-{number}-date": date, f"occurrences-{number}-hour": "19:30"}
        if number not in left_out:
            form[f"occurrences-{number}-is_kept"] = "y"
    return form


def drafts(session, webinar):
    return session.scalars(sa.select(Webinar).where(Webinar.id != webinar.id).order_by(Webinar.starts_at)).all()


def test_the_dates_hold_the_hour_across_the_change_of_clocks(client, sign_in, webinar, olga):
    sign_in(client, olga)

    page = client.get(address(webinar), query_string={"every": 2, "rhythm": "weeks", "count": 6})

    assert page.status_code == 200
    assert "every 2 weeks on Tuesday, 6 times" in page.text
    assert "Tuesday 23 March 2027, 7.30pm Britain, 3.30pm US Eastern" in page.text
    assert "Tuesday 6 April 2027, 7.30pm Britain, 2.30pm US Eastern" in page.text


def test_asking_for_the_dates_stores_nothing(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    client.get(address(webinar), query_string={"every": 1, "rhythm": "weeks", "count": 3})

    assert drafts(session, webinar) == []


def test_each_date_that_is_kept_becomes_a_draft_of_its_own_in_the_series(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    answer = client.post(address(webinar), data=rows("2027-03-23", "2027-04-06", "2027-04-21", left_out=[1]))

    assert answer.status_code == 303
    made = drafts(session, webinar)
    assert [each.starts_wall for each in made] == [dt.datetime(2027, 3, 23, 19, 30), dt.datetime(2027, 4, 21, 19, 30)]
    assert {each.status for each in made} == {Status.DRAFT}
    assert len({each.uid for each in (*made, webinar)}) == 3
    assert len({each.join_code for each in (*made, webinar)}) == 3
    assert {each.series_id for each in made} == {session.get(Webinar, webinar.id).series_id} != {None}
    assert {each.join_url for each in made} == {"https://rooms.example/lamplight"}


def test_a_second_press_makes_nothing_again_and_shows_the_same_drafts(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    form = rows("2027-03-23", "2027-04-06")

    first, second = (client.post(address(webinar), data=form) for _ in range(2))

    assert len(drafts(session, webinar)) == 2
    assert (second.status_code, second.location) == (303, first.location)


def test_a_date_that_was_typed_twice_becomes_one_draft(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    client.post(address(webinar), data=rows("2027-03-23", "2027-03-23"))

    assert len(drafts(session, webinar)) == 1


def test_the_same_dates_of_another_webinar_in_the_series_are_no_second_press(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    other = factories.make_webinar(session, webinar.host, "Questions by lamplight", status=Status.DRAFT)
    session.commit()

    for each in (webinar, other):
        client.post(address(each), data=rows("2027-03-23"))

    titles = session.scalars(sa.select(Webinar.title).where(Webinar.id.not_in([webinar.id, other.id])))
    assert sorted(titles) == ["Questions by lamplight", "Readings by lamplight"]


@pytest.mark.parametrize("blank", ["   ", "\N{ZERO WIDTH SPACE}"])
def test_a_blank_title_of_the_series_takes_nothing_out_of_it(client, session, sign_in, webinar, olga, blank):
    series = factories.make_series(session, webinar.host, "By lamplight")
    webinar.series = series
    session.commit()
    sign_in(client, olga)

    page = client.post(address(webinar), data=rows("2027-03-23") | {"series": blank})

    assert page.status_code == 422
    assert "Give the series a title" in page.text
    session.expire_all()
    assert session.get(Webinar, webinar.id).series_id == series.id
    assert drafts(session, webinar) == []


def test_how_people_register_comes_along_and_who_has_registered_does_not(client, session, sign_in, webinar, olga):
    webinar.is_registration_here, webinar.join_access = True, JoinAccess.REGISTERED
    session.add(
        RegistrationDesk(
            webinar_id=webinar.id, capacity=28, closes_before_minutes=60, reminder_minutes=[10], retention_days=7,
            seats_taken=3, next_number=9,
        )
    )  # fmt: skip
    asked = RegistrationQuestion(
        webinar_id=webinar.id, position=0, kind=QuestionKind.CHOICE, label="Tea?", reason="To brew.",
        options=["Yes", "No"], is_required=True, keep_days=1,
    )  # fmt: skip
    session.add(asked)
    session.commit()
    sign_in(client, olga)

    client.post(address(webinar), data=rows("2027-04-13"))

    copy = session.scalars(sa.select(Webinar).where(Webinar.id != webinar.id)).one()
    assert (copy.is_registration_here, copy.join_access) == (True, JoinAccess.REGISTERED)
    desk = session.get(RegistrationDesk, copy.id)
    assert (desk.capacity, desk.closes_before_minutes, desk.reminder_minutes, desk.retention_days) == (28, 60, [10], 7)
    assert (desk.seats_taken, desk.next_number) == (0, 1)
    [other] = session.scalars(sa.select(RegistrationQuestion).where(RegistrationQuestion.webinar_id == copy.id))
    assert (other.label, other.options, other.is_required, other.keep_days) == ("Tea?", ["Yes", "No"], True, 1)


def test_people_come_along_unconfirmed_and_only_if_asked(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    client.post(address(webinar), data=rows("2027-03-23"))
    client.post(address(webinar), data=rows("2027-03-30") | {"with_lineup": "y"})

    without, with_people = drafts(session, webinar)
    appearances = session.scalars(sa.select(Appearance).where(Appearance.webinar_id == with_people.id)).all()
    assert [each.has_agreed for each in appearances] == [False]
    assert session.scalars(sa.select(Appearance).where(Appearance.webinar_id == without.id)).all() == []


def test_the_drafts_are_chosen_on_the_desk_and_published_together_by_one_press(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    answer = client.post(address(webinar), data=rows("2027-03-23", "2027-04-06", "2027-04-20"))
    made = [each.id for each in drafts(session, webinar)]
    desk = client.get(answer.location).text

    assert desk.count(" checked>") == 3
    assert "3 drafts chosen" in desk
    # The site, the host, and the series that holds them together.
    assert "Publishing puts 3 webinars on the page and in 3 feeds." in desk

    answer = client.post("/manage/chosen", data={"act": "publish", "webinar": made})

    assert "Published. 3 webinars are on the page and in 3 feeds." in client.get(answer.location).text
    session.expire_all()
    assert {each.status for each in drafts(session, webinar)} == {Status.PUBLISHED}
    # One moment: whoever follows by mail is told of all in one mail.
    assert len({each.published_at for each in drafts(session, webinar)}) == 1


def test_drafts_that_wait_in_the_series_are_published_from_its_page(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    assert "Publish all" not in client.get(address(webinar)).text

    client.post(address(webinar), data=rows("2027-03-23", "2027-04-06"))
    page = client.get(address(webinar)).text

    # It is a draft of the series itself.
    assert "3 drafts wait in the series Readings by lamplight." in page
    assert "Publish all 3" in page


def test_without_a_series_no_other_drafts_are_offered(client, session, sign_in, webinar, olga):
    for title in ("One", "Another"):
        factories.make_webinar(session, webinar.host, title, status=Status.DRAFT)
    sign_in(client, olga)

    assert "Publish all" not in client.get(address(webinar)).text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (rows("2027-03-28") | {"occurrences-0-hour": "01:30"}, "1.30am on 28 March 2027 does not exist in Britain"),
        (rows("2027-10-31") | {"occurrences-0-hour": "01:30"}, "31 October 2027"),
        (rows("2041-03-23"), "Choose a date from 1973 to 2037"),
        (rows(""), "Write a date and an hour"),
        (rows("2027-03-23") | {"series": ""}, "Give the series a title"),
        (rows("2027-03-23", left_out=[0]), "Take one date at least"),
        (rows(*(f"2027-{month:02}-{day:02}" for month in (4, 5) for day in range(1, 28))), "Take at most 52 dates at"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(client, session, sign_in, webinar, olga, form, sentence):
    sign_in(client, olga)

    page = client.post(address(webinar), data=form)

    assert page.status_code == 422
    assert sentence in page.text
    assert all(value in page.text for key, value in form.items() if key.endswith("date"))
    assert drafts(session, webinar) == []


def test_numbers_out_of_bounds_are_refused(client, sign_in, webinar, olga):
    sign_in(client, olga)

    page = client.get(address(webinar), query_string={"every": 0, "rhythm": "weeks", "count": 400})

    assert page.status_code == 422
    assert "Write a number from 1 to 52." in page.text


def test_strangers_find_nothing_and_viewers_may_not(client, session, sign_in, webinar):
    oskar, vera = factories.make_user(session, "Oskar"), factories.make_user(session, "Vera")
    factories.make_membership(session, factories.make_organisation(session, "Elsewhere"), oskar)
    factories.make_membership(session, webinar.host, vera, Role.VIEWER)

    for person, code in ((oskar, 404), (vera, 403)):
        sign_in(client, person)
        assert client.get(address(webinar)).status_code == code
        assert client.post(address(webinar), data=rows("2027-03-23")).status_code == code
    assert drafts(session, webinar) == []


def test_without_a_start_there_is_nothing_to_count_from(client, session, sign_in, webinar, olga):
    draft = factories.make_webinar(session, webinar.host, "Not yet", starts_in=None, status=Status.DRAFT)
    sign_in(client, olga)

    page = client.get(address(draft), query_string={"every": 1, "rhythm": "weeks", "count": 3})

    assert "Give this webinar a date and an hour first" in page.text
