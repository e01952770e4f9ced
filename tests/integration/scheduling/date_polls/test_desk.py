"""The desk's page of starts: proposing, asking, choosing, taking back, and answering for a co-organiser."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_membership, make_organisation
from tests.integration.registration.reading import words_of
from tests.integration.scheduling.date_polls.conftest import (
    DESK,
    NOW,
    SATURDAY,
    SUNDAY,
    answers,
    rows,
    starts_of,
    stored,
)
from webinars.models import AuditEvent, CoOrganiser, Organisation, Role, StartAnswer, Status, Webinar

LONDON = "Europe/London"
WANG, FRANKLIN = "Wang Zhenyi", "Benjamin Franklin"


def fresh(session, webinar):
    session.expire_all()
    return session.get(Webinar, webinar.id, populate_existing=True)


def walls(poll):
    return [start.starts_wall.isoformat(timespec="minutes") for start in starts_of(poll)]


def choice(poll, place=0):
    start = starts_of(poll)[place]
    return {"start": str(start.id), "seen": f"{start.starts_wall.isoformat(timespec='minutes')} {start.timezone} 90"}


def as_it_is(start):
    return (start, start.starts_wall.isoformat(timespec="minutes"), start.timezone, start.duration_minutes)


def test_starts_are_proposed_by_one_form(desk, session, webinar):
    sent = rows(
        None,
        (None, "2027-03-20T12:00", LONDON, 90),
        (None, "2027-03-21T16:00", "Asia/Calcutta", 60),
        ends=("2027-03-01", ""),
    )

    answer = desk.post(f"{DESK}/proposal", data=sent)

    assert answer.status_code == 303
    poll = stored(session, webinar)
    assert walls(poll) == ["2027-03-20T12:00", "2027-03-21T16:00"]
    assert [start.timezone for start in poll.starts] == [LONDON, "Asia/Kolkata"]
    assert poll.ends_at == dt.datetime(2027, 3, 1, 23, 59, tzinfo=dt.UTC)
    assert "Nobody is written to until you ask." in desk.get(DESK).text


def test_a_zone_is_understood_in_words(desk, session, webinar):
    sent = rows(None, (None, "2027-03-20T12:00", "London", 90), (None, "2027-03-21T16:00", "US Eastern", 60))

    assert desk.post(f"{DESK}/proposal", data=sent).status_code == 303
    assert [start.timezone for start in stored(session, webinar).starts] == [LONDON, "America/New_York"]


def test_there_is_always_an_empty_row_and_a_button_adds_one(desk, poll):
    page = desk.get(DESK)
    assert 'name="starts-3-date"' in page.text
    assert 'name="starts-4-date"' not in page.text

    more = desk.post(
        f"{DESK}/proposal", data=rows(poll, (None, "2027-04-01T10:00", LONDON, 90)) | {"press": "add starts"}
    )

    assert more.status_code == 200
    assert 'value="2027-04-01"' in more.text
    assert 'name="starts-1-date"' in more.text


def test_a_skipped_hour_is_refused_at_its_row_with_a_way_out(desk, session, webinar):
    sent = rows(None, (None, "2027-03-20T12:00", LONDON, 90), (None, "2027-03-28T01:30", LONDON, 90))

    page = desk.post(f"{DESK}/proposal", data=sent)

    assert page.status_code == 422
    assert 'id="starts-1-hour-error"' in page.text
    assert 'name="choice" value="1 2027-03-28T02:30:00"' in page.text
    assert 'value="2027-03-20"' in page.text
    assert stored(session, webinar) is None

    desk.post(f"{DESK}/proposal", data=sent | {"choice": "1 2027-03-28T02:30:00"})
    assert walls(stored(session, webinar)) == ["2027-03-20T12:00", "2027-03-28T02:30"]


def test_an_hour_that_comes_twice_is_asked(desk, session, webinar):
    page = desk.post(f"{DESK}/proposal", data=rows(None, (None, "2027-10-31T01:30", LONDON, 90)))

    assert page.status_code == 422
    assert page.text.count('name="choice"') >= 1
    assert stored(session, webinar) is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("", LONDON, 90), "A start needs a day and an hour."),
        (("16:00", "Atlantis", 90), "We know no place “Atlantis”."),
        (("16:00", LONDON, 0), "Write how many minutes it takes"),
        (("4", LONDON, 90), "Write the hour like 16:00."),
    ],
)
def test_what_is_wrong_in_a_row_is_said_and_kept(desk, session, webinar, row, said):
    hour, zone, minutes = row

    page = desk.post(f"{DESK}/proposal", data=rows(None, (None, f"2027-03-20T{hour}", zone, minutes)))

    assert page.status_code == 422
    assert said in page.text
    assert 'value="2027-03-20"' in page.text
    assert stored(session, webinar) is None


def test_no_more_than_twelve(desk, session, webinar):
    many = [(None, f"2027-03-{day:02}T12:00", LONDON, 90) for day in range(1, 14)]

    page = desk.post(f"{DESK}/proposal", data=rows(None, *many))

    assert page.status_code == 422
    assert "Propose at most 12 starts." in page.text
    assert stored(session, webinar) is None


@pytest.mark.parametrize(
    ("ends", "said"),
    [(("2027-02-01", "12:00"), "The deadline lies in the past."), (("", "12:00"), "Write the day as well")],
)
def test_a_deadline_that_cannot_be(desk, session, webinar, ends, said):
    page = desk.post(f"{DESK}/proposal", data=rows(None, (None, "2027-03-20T12:00", LONDON, 90), ends=ends))

    assert page.status_code == 422
    assert said in page.text
    assert stored(session, webinar) is None


def test_an_edited_start_voids_what_was_said_to_it_alone(desk, client, session, poll, own, webinar, noon):
    client.post(own(WANG), data=answers(poll, "yes", "yes", "yes"))
    noon.shift(60)
    first, second, third = starts_of(poll)
    edited = (first, "2027-03-20T13:00", LONDON, 90)

    desk.post(f"{DESK}/proposal", data=rows(poll, edited, as_it_is(second), as_it_is(third)))

    page = client.get(own(WANG))
    assert "2 of 3 answered." in words_of(page)
    assert "Changed since you answered: say again whether it suits." in words_of(page)
    assert "answered before it changed" in words_of(desk.get(DESK))
    assert len(session.scalars(sa.select(StartAnswer)).all()) == 3


def test_what_somebody_else_proposed_meanwhile_is_not_lost(desk, session, poll, webinar):
    first, second, _third = starts_of(poll)
    known = str(first.id)

    page = desk.post(f"{DESK}/proposal", data=rows(poll, as_it_is(first)) | {"known": known})

    assert page.status_code == 409
    assert "Somebody else has proposed more meanwhile." in page.text
    assert f'value="{second.id}"' in page.text
    assert len(stored(session, webinar).starts) == 3


def test_lines_stand_by_no_then_yes_then_nights(desk, client, poll, own):
    client.post(own(WANG), data=answers(poll, "yes", "no", "yes"))
    client.post(own(FRANKLIN), data=answers(poll, "if_needed", "yes", "yes", words="I rise at five."))

    words = words_of(desk.get(DESK))

    order = [words.index(each) for each in ("Sunday 28 March", "Saturday 20 March", "Sunday 21 March")]
    assert order == sorted(order)
    assert "2 of 3 have answered." in words
    assert "2 can, 1 not answered" in words
    assert "Benjamin Franklin: “I rise at five.”" in words
    assert "midnight Monday" in words


@pytest.mark.usefixtures("with_mail_server")
def test_a_draft_gets_the_start_and_undo_takes_it_back(desk, session, poll, webinar, mails):
    told = desk.get(desk.post(f"{DESK}/choice", data=choice(poll)).location)

    words = words_of(told)
    assert "Saturday 20 March, 12 noon Britain is the start. 3 people are told in 5 minutes." in words
    assert (fresh(session, webinar).starts_wall, webinar.timezone, webinar.duration_minutes) == (SATURDAY, LONDON, 90)
    assert [mail.due_at for mail in mails("chosen")] == [NOW + dt.timedelta(minutes=5)] * 3
    assert "Undo" in words
    assert "Make it the start" not in words

    desk.post(f"{DESK}/choice/undoing")

    assert fresh(session, webinar).starts_at is None
    assert stored(session, webinar).is_open
    assert "Make it the start" in desk.get(DESK).text
    actions = set(session.scalars(sa.select(AuditEvent.action).where(AuditEvent.webinar_id == webinar.id)))
    assert {"choosing:propose", "choosing:choose", "choosing:take_back"} <= actions


def test_undo_gives_a_draft_its_date_back(desk, session, poll, webinar):
    fresh(session, webinar).starts_on = dt.date(2027, 4, 1)
    session.commit()

    desk.post(f"{DESK}/choice", data=choice(poll))
    desk.post(f"{DESK}/choice/undoing")

    assert fresh(session, webinar).starts_on == dt.date(2027, 4, 1)


def test_what_was_set_otherwise_since_is_not_taken_back(desk, session, poll, webinar):
    desk.post(f"{DESK}/choice", data=choice(poll))
    fresh(session, webinar).duration_minutes = 45
    session.commit()

    answer = desk.get(desk.post(f"{DESK}/choice/undoing").location)

    assert fresh(session, webinar).starts_wall == SATURDAY
    assert "Undo" not in answer.text


def test_what_was_published_with_it_since_is_not_taken_back(desk, session, poll, webinar):
    desk.post(f"{DESK}/choice", data=choice(poll))
    row = fresh(session, webinar)
    row.status, row.published_at = Status.PUBLISHED, NOW
    session.commit()

    answer = desk.get(desk.post(f"{DESK}/choice/undoing").location)

    assert fresh(session, webinar).starts_wall == SATURDAY
    assert stored(session, webinar).chosen_at == NOW
    assert "Undo" not in answer.text


def test_a_published_webinar_is_moved_for_good(desk, session, poll, webinar):
    row = fresh(session, webinar)
    row.status, row.published_at = Status.PUBLISHED, NOW
    row.starts_wall, row.timezone, row.duration_minutes = dt.datetime(2027, 3, 1, 12), LONDON, 90
    row.starts_at, row.starts_on = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC), dt.date(2027, 3, 1)
    row.ends_at = row.starts_at + dt.timedelta(minutes=90)
    session.commit()

    desk.post(f"{DESK}/choice", data=choice(poll, 1))

    moved = fresh(session, webinar)
    assert moved.starts_wall == SUNDAY
    assert moved.moved_from_wall == dt.datetime(2027, 3, 1, 12)
    assert "Undo" not in desk.get(DESK).text
    desk.post(f"{DESK}/choice/undoing")
    assert fresh(session, webinar).starts_wall == SUNDAY


def test_a_start_that_was_changed_or_is_over_is_not_chosen(desk, session, poll, webinar):
    pressed = choice(poll)
    starts_of(poll)[0].duration_minutes = 60
    session.commit()
    changed = desk.get(desk.post(f"{DESK}/choice", data=pressed).location)

    assert "This start has been changed or taken away in the meantime." in changed.text
    starts_of(poll)[1].starts_wall = dt.datetime(2027, 2, 1, 12)
    session.commit()
    over = desk.get(desk.post(f"{DESK}/choice", data=choice(poll, 1)).location)
    assert "This start lies in the past." in over.text
    assert fresh(session, webinar).starts_at is None


def test_another_start_after_the_choice_asks_anew(desk, session, poll, webinar):
    desk.post(f"{DESK}/choice", data=choice(poll))
    kept = [as_it_is(each) for each in starts_of(poll)]

    desk.post(f"{DESK}/proposal", data=rows(poll, *kept))
    assert not stored(session, webinar).is_open
    desk.post(f"{DESK}/proposal", data=rows(poll, *kept, (None, "2027-04-03T12:00", LONDON, 90)))

    assert stored(session, webinar).is_open
    assert fresh(session, webinar).starts_wall == SATURDAY


def test_a_co_organisers_people_answer_for_it_and_others_do_not(client, sign_in, session, poll, webinar, lunar):
    house = session.scalars(sa.select(Organisation).where(Organisation.name == "House of Wisdom")).one()
    society = session.scalars(sa.select(CoOrganiser)).one()
    sign_in(client, make_member(session, house, "Sinan", Role.EDITOR))
    session.commit()

    shown = words_of(client.get(DESK))
    client.post(f"{DESK}/answers/{society.id}", data=answers(poll, "yes", "yes", "no", words="Not in Lent."))

    assert "Which suit House of Wisdom?" in shown
    assert "Saturday 20 March 3pm day 12 noon in Britain" in shown
    assert len(session.scalars(sa.select(StartAnswer)).all()) == 3
    assert "Not in Lent." in client.get(DESK).text

    viewer = make_member(session, house, "Viewer", Role.VIEWER)
    stranger = make_member(session, make_organisation(session, "Stranger"), "Oskar", Role.OWNER)
    session.commit()
    for person, refusal in ((viewer, 403), (stranger, 404)):
        sign_in(client, person)
        sent = answers(poll, "no", "no", "no")
        assert client.post(f"{DESK}/answers/{society.id}", data=sent).status_code == refusal
    assert {each.answer.value for each in session.scalars(sa.select(StartAnswer))} == {"yes", "no"}


def test_only_owners_answer_for_one_that_has_not_accepted(client, sign_in, session, poll, vera):
    house = session.scalars(sa.select(Organisation).where(Organisation.name == "House of Wisdom")).one()
    society = session.scalars(sa.select(CoOrganiser)).one()
    society.accepted_at = None
    make_membership(session, house, vera, Role.EDITOR)
    session.commit()
    sign_in(client, vera)

    assert "Which suit House of Wisdom?" not in words_of(client.get(DESK))
    assert client.post(f"{DESK}/answers/{society.id}", data=answers(poll, "yes", "yes", "no")).status_code == 403
    assert session.scalars(sa.select(StartAnswer)).all() == []


def test_a_refused_answer_of_a_co_organiser_is_handed_back(client, sign_in, session, poll, webinar):
    house = session.scalars(sa.select(Organisation).where(Organisation.name == "House of Wisdom")).one()
    society = session.scalars(sa.select(CoOrganiser)).one()
    sign_in(client, make_member(session, house, "Sinan", Role.EDITOR))
    session.commit()
    too_long = answers(poll, "yes", None, None, words="ink " * 200)

    page = client.post(f"{DESK}/answers/{society.id}", data=too_long)

    assert page.status_code == 422
    assert "ink ink ink" in page.text
    assert page.text.count(" checked") == 1
