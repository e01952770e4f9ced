"""How people register, as files say it: little said, mistakes, later edits here and there."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import ArchiveUnreadable, export_archive, import_archive
from webinars.models import RegistrationDesk, RegistrationMode, RegistrationQuestion, Status, Webinar

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)
TICKETS = "https://tickets.example/"
QUESTION = {"kind": "choice", "label": "Which text?", "choices": ["Sketch", "Notes"], "reason": "To know."}


@pytest.fixture
def load(session):
    """Import one webinar, of Sunday 14 February 2027, 4pm London, that says this of registering."""

    def load(registration=None, **values):
        record = {
            "uid": "u1", "slug": "comets", "title": "Comets", "organisers": ["Lunar Society"], "status": "published",
            "starts_wall": "2027-02-14T16:00", "timezone": "Europe/London", **values,
        }  # fmt: skip
        if registration is not None:
            record["registration"] = registration
        archive = {"format": "webinars-archive", "version": 1, "webinars": [record]}
        report = import_archive(session, OPERATOR, json.dumps(archive).encode(), now=NOW)
        session.commit()
        session.expunge_all()
        return report

    return load


def webinar(session):
    return session.scalars(sa.select(Webinar)).one()


def desk(session):
    return session.scalar(sa.select(RegistrationDesk))


def exported(session):
    return json.loads(export_archive(session))["webinars"][0]["registration"]


def asked(session):
    query = sa.select(RegistrationQuestion).where(RegistrationQuestion.is_retired.is_(False))
    return [(each.label, each.kind, each.options) for each in session.scalars(query)]


class TestWhatIsLeftOut:
    def test_nothing_said_is_no_registration(self, session, load):
        load()

        assert (webinar(session).registration_mode, desk(session)) == (RegistrationMode.NONE, None)
        assert exported(session) is None

    def test_an_address_alone_is_elsewhere(self, session, load):
        load(registration_url=TICKETS)

        assert (webinar(session).registration_mode, desk(session)) == (RegistrationMode.ELSEWHERE, None)

    def test_an_address_in_the_record_is_as_good(self, session, load):
        load({"url": TICKETS})

        assert webinar(session).registration_url == TICKETS

    def test_here_alone_takes_what_is_usual(self, session, load):
        load({"mode": "here"})

        assert webinar(session).registration_mode is RegistrationMode.HERE
        stored = desk(session)
        assert (stored.capacity, stored.has_waiting_list, stored.retention_days) == (None, True, 30)
        assert stored.reminder_minutes == [1440, 60]
        assert (stored.told_status, stored.told_starts_at) == (Status.PUBLISHED, webinar(session).starts_at)

    def test_unknown_keys_are_reported_with_their_places(self, load):
        report = load({"mode": "here", "colour": "red", "questions": [QUESTION | {"height": 1}]})

        assert report.unknown == [
            "webinars[0].registration.colour",
            "webinars[0].registration.questions[0].height",
        ]

    def test_who_may_join_comes_with_it(self, load):
        report = load({"mode": "here"}, join_access="registered")

        assert report.shut == []


@pytest.mark.parametrize(
    ("registration", "values", "place"),
    [
        ({"mode": "there"}, {}, "mode"),
        ({"mode": "elsewhere"}, {}, "url"),
        ({"mode": "here", "url": TICKETS}, {}, "mode"),
        ({"mode": "here"}, {"registration_url": TICKETS}, "mode"),
        ({"mode": "elsewhere", "url": "tickets"}, {}, "url"),
        ({"mode": "here", "capacity": 0}, {}, "capacity"),
        ({"mode": "here", "opens_at": "2027-02-12"}, {}, "opens_at"),
        ({"mode": "here", "closes_at": "2027-02-15T12:00:00Z"}, {}, "closes_at"),
        ({"mode": "here", "closes_at": "1066-10-14T12:00:00Z"}, {}, "closes_at"),
        ({"mode": "here", "closes_at": "2027-02-12T12:00:00Z"}, {"starts_wall": None, "status": "draft"}, "closes_at"),
        ({"mode": "here", "reminders_minutes": [60, 4]}, {}, "reminders_minutes[1]"),
        ({"mode": "here", "reminders_minutes": list(range(10, 21))}, {}, "reminders_minutes"),
        ({"mode": "here", "keep_days": 366}, {}, "keep_days"),
        ({"mode": "here", "questions": [QUESTION | {"reason": " "}]}, {}, "questions[0].reason"),
        ({"mode": "here", "questions": [QUESTION, QUESTION | {"choices": ["One"]}]}, {}, "questions[1].choices"),
        ({"mode": "here", "questions": [{"kind": "text", "label": "Who?"}]}, {}, "questions[0].reason"),
        ({"mode": "here", "questions": [QUESTION] * 21}, {}, "questions"),
        ([], {}, ""),
    ],
)
def test_a_bad_value_is_named_by_its_place(session, load, registration, values, place):
    with pytest.raises(ArchiveUnreadable) as refusal:
        load(registration, **values)

    assert refusal.value.place == "webinars[0].registration" + (f".{place}" if place else "")
    session.rollback()
    assert session.scalars(sa.select(Webinar)).all() == []


class TestLaterFiles:
    SAID = {"mode": "here", "capacity": 20, "closes_at": "2027-02-12T12:00:00Z", "questions": [QUESTION]}  # noqa: RUF012 - a constant

    def test_the_same_again_changes_nothing(self, load):
        load(self.SAID)

        report = load(self.SAID)

        assert (report.unchanged, report.proposals) == (["comets"], [])

    def test_what_the_source_changed_is_followed(self, session, load):
        load(self.SAID)
        [before] = session.scalars(sa.select(RegistrationQuestion.id))

        report = load(self.SAID | {"capacity": 30, "questions": [{**QUESTION, "kind": "choices"}]})

        assert (report.updated, report.proposals) == (["comets"], [])
        assert desk(session).capacity == 30
        assert asked(session) == [("Which text?", "choices", ["Sketch", "Notes"])]
        assert session.scalars(sa.select(RegistrationQuestion.id)).all() == [before]

    def test_it_may_change_where_they_register(self, session, load):
        load({"mode": "elsewhere", "url": TICKETS})
        load(self.SAID)
        assert webinar(session).registration_mode is RegistrationMode.HERE

        load({"mode": "elsewhere", "url": TICKETS})
        assert (webinar(session).registration_mode, webinar(session).registration_url) == (
            RegistrationMode.ELSEWHERE,
            TICKETS,
        )
        assert desk(session).capacity == 20

    def test_what_a_person_edited_since_is_proposed(self, session, load):
        load(self.SAID)
        desk(session).capacity = 25
        session.commit()

        report = load(self.SAID | {"capacity": 30})

        [proposal] = report.proposals
        assert (proposal.place, proposal.ours, proposal.theirs) == ("webinar comets, registration.capacity", 25, 30)
        assert desk(session).capacity == 25

    def test_without_an_earlier_file_only_what_is_empty_is_filled(self, session, load):
        load()
        load(self.SAID)
        assert (webinar(session).registration_mode, desk(session).capacity) == (RegistrationMode.HERE, 20)

    def test_of_a_site_that_knew_only_addresses_the_change_is_followed(self, session, load):
        load(registration_url=TICKETS)

        load(self.SAID)

        assert (webinar(session).registration_mode, webinar(session).registration_url) == (RegistrationMode.HERE, None)

    def test_an_address_alone_switches_nothing(self, session, load):
        load(self.SAID)

        report = load(registration_url=TICKETS)

        assert [each.place for each in report.proposals] == ["webinar comets, registration_url"]
        assert webinar(session).registration_mode is RegistrationMode.HERE

    def test_fewer_places_than_are_taken_are_proposed(self, session, load):
        load(self.SAID)
        desk(session).seats_taken = 15
        session.commit()

        report = load(self.SAID | {"capacity": 14})

        assert [each.place for each in report.proposals] == ["webinar comets, registration.capacity"]
        assert desk(session).capacity == 20

    def test_moved_here_it_still_closes_as_long_before_the_start(self, session, load):
        load(self.SAID)
        moved = webinar(session)
        moved.starts_wall += dt.timedelta(days=7)
        session.commit()

        report = load(self.SAID)

        assert [each.place for each in report.proposals] == ["webinar comets, starts_wall"]
        assert desk(session).closes_before_minutes == 2 * 1440 + 4 * 60
