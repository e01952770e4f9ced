"""Zoom knows those who have a place, and no others of ours, whatever happens on the way."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW, STARTS
from tests.integration.registration.zoom_registrants.conftest import MEETING, OTHER, ROOM
from tests.zoom_account import HOST, ZoomMeeting
from webinars.domain.registration import attendee_actions
from webinars.domain.registration.erasure import erase
from webinars.domain.registration.zoom_registrants import jobs
from webinars.domain.registration.zoom_registrants.queries import registrant_counts
from webinars.models import (
    JoinAccess,
    PromiseState,
    Registration,
    RegistrationState,
    Status,
    ZoomRegistrant,
)

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def with_places(session):
    def with_places():
        return set(
            session.scalars(
                sa.select(Registration.email_normal).where(
                    Registration.state == RegistrationState.CONFIRMED, Registration.email_normal.is_not(None)
                )
            )
        )

    return with_places


def test_500_registered_100_cancelled_and_an_hour_of_503(session, zoom, source, people, look, noon, with_places, rows):
    made = people(480)
    look()
    assert zoom.meetings[MEETING].registered == with_places()
    assert len(zoom.meetings[MEETING].registered) == 480

    zoom.is_down = True
    for each in made[:50]:
        attendee_actions.give_back(session, each.id, now=NOW)
    for each in made[50:100]:
        erase(session, each.id, now=NOW)
    people(20)
    calls = len(zoom.calls)
    for minute in range(60):
        noon.move_to(NOW + minute * MINUTE)
        look()
    assert len(zoom.calls) == calls
    assert {each.failure for each in rows() if each.state is PromiseState.DUE} == {"503"}
    zoom.is_down = False
    for minute in range(60, 100):
        noon.move_to(NOW + minute * MINUTE)
        look()

    assert zoom.meetings[MEETING].registered == with_places()
    assert len(zoom.meetings[MEETING].registered) == 400
    assert len(rows()) == 400
    assert set(zoom.added.values()) == {1}
    assert not zoom.mailed


def test_a_meeting_takes_registrants_by_hand_alone_and_mails_nothing(zoom, source, people, look):
    people(31)

    look()

    assert zoom.calls == [
        ("GET", f"meetings/{MEETING}"),
        ("PATCH", f"meetings/{MEETING}"),
        ("GET", f"meetings/{MEETING}"),
        *[("POST", f"meetings/{MEETING}/batch_registrants")] * 2,
    ]
    assert zoom.meetings[MEETING].settings["approval_type"] == 1
    look()
    assert len(zoom.calls) == 5


def test_a_webinar_has_paths_of_its_own(zoom, source, people, look, with_places):
    zoom.meetings[MEETING].kind = "webinars"
    people(3)

    look()

    assert zoom.meetings[MEETING].registered == with_places()
    assert zoom.calls[-1] == ("POST", f"webinars/{MEETING}/batch_registrants")


@pytest.mark.parametrize(
    "values",
    [
        {"join_url": "https://zoom.us.example/j/81234567890"},
        {"join_url": "https://meet.example/j/81234567890"},
        {"join_url": None},
        {"join_access": JoinAccess.OPEN},
        {"is_registration_here": False},
        {"status": Status.DRAFT},
        {"status": Status.POSTPONED},
    ],
)
def test_elsewhere_nobody_is_given_to_zoom(session, zoom, source, people, webinar, look, rows, values):
    people(2)
    for name, value in values.items():
        setattr(webinar, name, value)

    look()

    assert (zoom.calls, rows()) == ([], [])
    assert registrant_counts(session, webinar) is None or "status" in values


def test_nobody_is_given_to_zoom_where_it_is_not_switched_on(session, zoom, source, people, look, rows):
    people(2)
    source.registers_people = False

    look()

    assert (zoom.calls, rows()) == ([], [])


@pytest.mark.parametrize("state", [each for each in RegistrationState if each is not RegistrationState.CONFIRMED])
def test_only_those_with_a_place_are_registered(zoom, source, people, look, rows, state):
    people(1, state=state)

    look()

    assert rows() == []


def test_another_number_registers_all_at_the_new_meeting(session, zoom, source, people, webinar, look, with_places):
    people(3)
    look()
    webinar.join_url = ROOM.replace(MEETING, OTHER)

    look()

    assert zoom.meetings[OTHER].registered == with_places()
    assert zoom.meetings[MEETING].registered == set()

    webinar.join_url = ROOM
    look()
    assert zoom.meetings[MEETING].registered == with_places()
    assert zoom.meetings[OTHER].registered == set()


def test_a_cancelled_webinar_is_cancelled_there_and_a_postponed_one_is_not(
    session, zoom, source, people, webinar, look, rows
):
    people(2)
    look()
    webinar.status = Status.POSTPONED
    look()
    assert len(zoom.meetings[MEETING].registered) == 2
    webinar.status, webinar.cancelled_at = Status.CANCELLED, NOW

    look()

    assert zoom.meetings[MEETING].registered == set()
    assert rows() == []


def test_a_meeting_without_fixed_time_registers_nobody_and_says_so(session, zoom, source, people, webinar, look, noon):
    zoom.meetings[MEETING] = ZoomMeeting(recurs_without_time=True)
    people(40)

    look()

    assert zoom.meetings[MEETING].people == {}
    assert len(zoom.calls) == 3
    assert registrant_counts(session, webinar).said == "no registration"
    look()
    assert len(zoom.calls) == 3
    zoom.meetings[MEETING].recurs_without_time = False
    noon.move_to(NOW + 11 * MINUTE)
    look()
    assert len(zoom.meetings[MEETING].registered) == 40
    assert registrant_counts(session, webinar).said == ""


def test_a_meeting_that_the_account_does_not_know_keeps_no_other_from_its_own(
    session, settings, lunar, zoom, source, people, webinar, look
):
    del zoom.meetings[MEETING]
    people(40)
    other = make_webinar(
        session, lunar, "Tides", starts_wall=STARTS.replace(tzinfo=None), timezone="Europe/London",
        join_url=f"https://zoom.us/w/{OTHER}", join_access=JoinAccess.REGISTERED,
    )  # fmt: skip
    open_desk(session, other)
    make_registration(session, settings, other, "Tycho")

    look()

    assert zoom.meetings[OTHER].registered == {"tycho@attendee.example"}
    assert registrant_counts(session, webinar).said == "no meeting"


def test_a_missing_scope_is_named(session, zoom, source, people, webinar, look, noon):
    zoom.scopes = frozenset({"read"})
    people(2)

    look()

    counts = registrant_counts(session, webinar)
    assert (counts.registered, counts.of_all) == (0, 2)
    assert "does not contain scopes:[meeting:write:everything:admin]" in counts.said
    zoom.scopes |= {"write"}
    noon.move_to(NOW + 11 * MINUTE)
    look()
    assert registrant_counts(session, webinar).registered == 2


@pytest.mark.parametrize("retry_after", ["3600", "2027-02-09T10:00:00Z"])
def test_zoom_is_left_alone_for_as_long_as_it_asks(zoom, source, people, look, noon, retry_after):
    people(40)
    zoom.failures.append((429, {"code": 429, "message": "Too many"}, {"Retry-After": retry_after}))

    look()
    assert len(zoom.calls) == 1
    noon.move_to(NOW + 59 * MINUTE)
    look()
    assert len(zoom.calls) == 1
    noon.move_to(NOW + 61 * MINUTE)
    look()
    assert len(zoom.meetings[MEETING].registered) == 40


def test_a_token_that_has_ended_is_replaced(zoom, source, people, look, noon):
    people(2)
    zoom.failures.append((401, {"code": 124, "message": "Access token is expired."}, {}))

    look()
    look()

    assert len(zoom.meetings[MEETING].registered) == 2


def test_one_who_is_refused_keeps_nobody_else_out(session, zoom, source, people, webinar, look, rows):
    made = people(4)
    zoom.refused.add(made[1].email_normal)

    look()

    counts = registrant_counts(session, webinar)
    assert (counts.registered, counts.of_all) == (3, 4)
    assert counts.said == "Not a valid registrant: …"
    assert made[1].email_normal not in "".join(each.failure for each in rows())


def test_hosts_are_skipped(session, settings, zoom, source, people, webinar, look):
    zoom.meetings[MEETING].settings["alternative_hosts"] = "Caroline@lunar.example;"
    people(1)
    for name, email in (("Host", HOST), ("Caroline", "caroline@lunar.example")):
        make_registration(session, settings, webinar, name, email_normal=email)

    look()

    assert len(zoom.meetings[MEETING].registered) == 1
    counts = registrant_counts(session, webinar)
    assert (counts.registered, counts.of_all, counts.said) == (1, 1, "")


@pytest.mark.parametrize("then", ["stays", "gives back", "is erased"])
def test_what_zoom_did_unheard_is_found_again(session, zoom, source, people, look, noon, rows, then):
    person = people(3)[0]
    zoom.drops_answers = True
    look()
    assert len(zoom.meetings[MEETING].registered) == 3
    assert {each.state for each in rows()} == {PromiseState.DUE}
    zoom.drops_answers = False
    if then == "gives back":
        attendee_actions.give_back(session, person.id, now=NOW)
    if then == "is erased":
        erase(session, person.id, now=NOW)

    look()

    assert len(zoom.meetings[MEETING].registered) == len(rows()) == (3 if then == "stays" else 2)
    assert set(zoom.added.values()) == {1}


def test_a_worker_that_was_killed_leaves_nothing_undone_and_nobody_twice(
    session, zoom, source, people, look, noon, monkeypatch
):
    people(40)
    monkeypatch.setattr(jobs, "mark", _killed)
    with pytest.raises(KeyboardInterrupt):
        look()
    session.rollback()
    monkeypatch.undo()
    assert len(zoom.meetings[MEETING].registered) == 30
    look()
    assert len(zoom.meetings[MEETING].registered) == 30
    noon.move_to(NOW + 6 * MINUTE)

    look()

    assert len(zoom.meetings[MEETING].registered) == 40
    assert set(zoom.added.values()) == {1}


def _killed(*_args, **_values):
    raise KeyboardInterrupt


def test_who_gives_the_place_back_at_that_moment_is_asked_for_once(
    session, zoom, source, people, look, monkeypatch, rows, count_statements
):
    person = people(1)[0]

    def renew_wishes(*args, **values):
        renew(*args, **values)
        attendee_actions.give_back(session, person.id, now=NOW)
        session.commit()

    renew = jobs.renew_wishes
    monkeypatch.setattr(jobs, "renew_wishes", renew_wishes)
    with count_statements() as statements:
        look()

    assert len(statements) < 60
    assert zoom.meetings[MEETING].people == {}
    monkeypatch.undo()
    look()
    assert rows() == []


def test_another_worker_at_the_same_time_leaves_the_account_alone(
    session, settings, zoom, source, people, look, monkeypatch
):
    people(40)
    register = jobs.at_zoom.register

    def meanwhile(*args):
        monkeypatch.setattr(jobs.at_zoom, "register", register)
        count = len(zoom.calls)
        jobs.keep_registrants(session, settings, zoom.sites.outside())
        assert len(zoom.calls) == count
        return register(*args)

    monkeypatch.setattr(jobs.at_zoom, "register", meanwhile)
    look()

    assert set(zoom.added.values()) == {1}
    assert len(zoom.meetings[MEETING].registered) == 40


def test_who_registers_again_after_giving_back_stays_registered(session, settings, zoom, source, people, webinar, look):
    person = people(1)[0]
    look()
    attendee_actions.give_back(session, person.id, now=NOW)
    make_registration(session, settings, webinar, person.name, email_normal=person.email_normal)

    look()

    assert zoom.meetings[MEETING].registered == {person.email_normal}


def test_who_has_a_place_in_another_webinar_in_the_same_room_stays_registered(
    session, settings, lunar, zoom, source, people, look
):
    person = people(1)[0]
    other = make_webinar(
        session, lunar, "Tides", starts_wall=dt.datetime(2027, 2, 21, 16), timezone="Europe/London",
        join_url=ROOM, join_access=JoinAccess.REGISTERED,
    )  # fmt: skip
    open_desk(session, other)
    make_registration(session, settings, other, person.name, email_normal=person.email_normal)
    look()
    attendee_actions.give_back(session, person.id, now=NOW)

    look()

    assert zoom.meetings[MEETING].registered == {person.email_normal}
    assert set(zoom.added.values()) == {1}


def test_without_the_account_nothing_is_asked_and_what_was_erased_is_forgotten(
    session, zoom, source, people, look, rows
):
    made = people(2)
    look()
    session.delete(source)
    erase(session, made[0].id, now=NOW)
    count = len(zoom.calls)

    look()
    look()

    assert [each.registration_id for each in rows()] == [made[1].id]
    assert len(zoom.calls) == count


def test_a_deleted_webinar_is_cancelled_there(session, zoom, source, people, webinar, look, rows):
    people(2)
    look()
    session.execute(sa.delete(type(webinar)))

    look()

    assert zoom.meetings[MEETING].registered == set()
    assert rows() == []


def test_who_was_refused_until_the_end_is_kept_no_longer(zoom, source, people, look, noon, rows):
    registered, refused = people(2)
    zoom.refused.add(refused.email_normal)
    look()
    noon.move_to(STARTS + dt.timedelta(hours=3))
    look()

    assert [each.registration_id for each in rows() if each.kind == "registrant"] == [registered.id]


def test_a_registration_that_is_no_more_is_cancelled_there(session, zoom, source, people, look, rows):
    gone = people(2)[0]
    look()
    session.delete(gone)

    look()

    assert len(rows()) == len(zoom.meetings[MEETING].registered) == 1


def test_what_zoom_will_not_cancel_is_said(session, zoom, source, people, webinar, look, noon, rows):
    person = people(2)[0]
    look()
    attendee_actions.give_back(session, person.id, now=NOW)
    zoom.scopes = frozenset({"read"})
    for hour in range(0, 24 * 4, 2):
        noon.move_to(NOW + dt.timedelta(hours=hour))
        look()

    assert registrant_counts(session, webinar).uncancelled == 1
    erase(session, person.id, now=NOW)
    look()
    assert len(rows()) == 1


def test_a_site_that_asks_nobody_asks_nobody(session, settings, zoom, source, people):
    people(1)

    jobs.keep_registrants(session, dataclasses.replace(settings, ask_video_hosts=False), zoom.sites.outside())

    assert (zoom.calls, session.scalars(sa.select(ZoomRegistrant)).all()) == ([], [])
