"""The history as a page and as a table: who may know of what, told in whose hours, and what is never told."""

import csv
import datetime as dt
import io

import lxml.html
import pytest

from tests.factories import (
    add_co_organiser,
    add_recording,
    make_member,
    make_membership,
    make_organisation,
    make_registration,
    make_series,
    make_user,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.organisations.actions import OrganisationSettings, update_organisation
from webinars.domain.programme import life_cycle
from webinars.domain.programme.actions import set_topics, update_webinar
from webinars.domain.registration import organiser_actions
from webinars.domain.registration.erasure import erase_for_organisers
from webinars.models import Audience, AuditEvent, Mailing, Priority, Role, Status
from webinars.site.desk.history import queries

PAGE = "/manage/history"
TABLE = "/manage/history.csv"


@pytest.fixture
def as_olga(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def webinar(session, host):
    return make_webinar(session, host)


def note(session, user, webinar, action, detail=None, *, ago=dt.timedelta(), **values):
    """An act as the history keeps it."""
    event = AuditEvent(
        at=clock.now() - ago,
        action=action,
        actor_id=user.id if user else None,
        organisation_id=webinar.host_id,
        webinar_id=webinar.id,
        detail=detail or {},
        **values,
    )
    session.add(event)
    session.flush()
    return event


def lines(client, query=""):
    """What each act says, without its hour."""
    with client.get(PAGE + query) as answer:
        page = lxml.html.fromstring(answer.text)
    return [
        " ".join(each.text_content().split()) for each in page.xpath("//ol[contains(@class, 'history-full')]//div/p[1]")
    ]


def table(client, query=""):
    with client.get(TABLE + query) as answer:
        return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


@pytest.fixture
def registering(session, settings, olga, webinar):
    """People register for it, one was removed, and something else was done."""
    open_desk(session, webinar)
    ana = make_registration(session, settings, webinar, "Anastasia Attendee")
    organiser_actions.remove(session, actor_of(session, olga.id), ana.id, now=clock.now())
    note(session, olga, webinar, "webinar:set_own_questions", {"own_questions": [[], ["Do you limp?"]]})
    note(session, olga, webinar, "webinar:publish")
    return webinar


class TestWhoMayKnow:
    def test_of_own_webinars_and_of_those_organised_together(self, session, as_olga, host, partner):
        oskar = make_member(session, partner, "Oskar", Role.EDITOR)
        together, invited = make_webinar(session, partner, "Together"), make_webinar(session, partner, "Invited")
        add_co_organiser(session, together, host)
        add_co_organiser(session, invited, host, is_accepted=False)
        theirs = make_webinar(session, partner, "Theirs alone", status=Status.DRAFT)
        for each in (together, invited, theirs, make_webinar(session, host, "Ours")):
            note(session, oskar, each, "webinar:publish")

        with as_olga.get(PAGE) as answer:
            text = answer.text
        assert "Together" in text
        assert "Ours" in text
        assert "Invited" not in text
        assert "Theirs alone" not in text
        assert [row[5] for row in table(as_olga)[1:]] == ["Ours", "Together"]

    def test_what_is_of_another_house_is_no_webinar_to_ask_for(self, session, as_olga, partner):
        theirs = make_webinar(session, partner, "Theirs alone", status=Status.DRAFT)

        assert as_olga.get(f"{PAGE}?webinar={theirs.slug}").status_code == 404
        assert as_olga.get(f"{TABLE}?webinar={theirs.slug}").status_code == 404

    def test_an_invited_owner_may_read_what_was_done_before_answering(self, session, client, sign_in, host, partner):
        owner = make_member(session, partner, "Petra", Role.OWNER)
        webinar = make_webinar(session, host)
        add_co_organiser(session, webinar, partner, is_accepted=False)
        note(session, None, webinar, "webinar:publish")
        sign_in(client, owner)

        assert lines(client) == []
        assert lines(client, f"?webinar={webinar.slug}") == ["The site published it"]

    def test_acts_on_the_own_organisation_are_told_with_it(self, session, as_olga, host, partner):
        owner = actor_of(session, make_member(session, host, "Owner", Role.OWNER).id)
        update_organisation(
            session,
            owner,
            host,
            OrganisationSettings(name=host.name, timezone="Europe/Paris", contact="secret@lunar.example"),
            now=clock.now(),
        )
        elsewhere = actor_of(session, make_member(session, partner, "Elsewhere", Role.OWNER).id)
        update_organisation(
            session,
            elsewhere,
            partner,
            OrganisationSettings(name=partner.name, timezone="Europe/Rome"),
            now=clock.now(),
        )

        assert lines(as_olga) == ["Owner changed the organisation"]
        with as_olga.get(PAGE) as answer:
            assert host.name in answer.text
            assert "secret@lunar.example" not in answer.text

    def test_an_administrator_of_no_organisation_reads_all_of_them(self, session, client, sign_in, webinar):
        note(session, None, webinar, "webinar:publish")
        sign_in(client, make_user(session, "Ada", is_admin=True))

        assert lines(client) == ["The site published it"]

    @pytest.mark.parametrize(
        ("standing", "may"),
        [
            ((Role.EDITOR, "texts", "people", "publish"), False),
            ((Role.EDITOR, "registrations"), True),
            ((Role.VIEWER, "registrations"), False),
        ],
    )
    @pytest.mark.parametrize("query", ["", "?webinar=comets-and-their-tails"])
    def test_what_was_done_with_registrations_takes_that_right(
        self, session, client, sign_in, registering, partner, standing, may, query
    ):
        role, *rights = standing
        add_co_organiser(session, registering, partner).rights = rights
        sign_in(client, make_member(session, partner, "Petra", role))

        told = lines(client, query)

        assert "Olga published it" in told
        assert ("Olga removed a registration" in told) is may
        assert any("Do you limp?" in each for each in told) is may
        assert any("removed a registration" in row[2] for row in table(client, query)) is may

    def test_an_invitation_that_waits_adds_nothing_to_it(self, session, client, sign_in, registering, partner):
        add_co_organiser(session, registering, partner).rights = ["texts"]
        invited = make_organisation(session, "Invited Society")
        add_co_organiser(session, registering, invited, is_accepted=False).rights = ["registrations"]
        petra = make_member(session, partner, "Petra", Role.EDITOR)
        make_membership(session, invited, petra, Role.EDITOR)
        sign_in(client, petra)

        assert "Olga published it" in lines(client)
        assert "Olga removed a registration" not in lines(client)

    def test_nor_does_the_desk_tell_of_it(self, session, client, sign_in, olga, partner, webinar):
        add_co_organiser(session, webinar, partner).rights = ["texts"]
        note(session, olga, webinar, "registration:export", {"count": 3})
        note(session, olga, webinar, "webinar:publish")
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))

        for path in ("/manage/", f"/manage/history?webinar={webinar.slug}"):
            with client.get(path) as answer:
                assert "published it" in answer.text
                assert "took the list of registrations" not in answer.text


class TestWhatIsNeverTold:
    def test_rooms_and_passcodes_are_changes_without_values(self, session, as_olga, olga, webinar):
        update_webinar(
            session,
            actor_of(session, olga.id),
            webinar,
            join_url="https://rooms.example/secret-room-7",
            join_passcode="letmein-passcode",
            now=clock.now(),
        )

        for path in (PAGE, TABLE):
            with as_olga.get(path) as answer:
                assert "the room" in answer.text
                assert "secret-room-7" not in answer.text
                assert "letmein-passcode" not in answer.text

    def test_nobody_who_has_registered_is_named_or_survives_an_erasure(self, session, settings, as_olga, olga, webinar):
        open_desk(session, webinar)
        ana = make_registration(session, settings, webinar, "Anastasia Attendee")
        wanda = make_registration(session, settings, webinar, "Wandalina Waiting")
        actor = actor_of(session, olga.id)
        for each in (ana, wanda):
            organiser_actions.remove(session, actor, each.id, now=clock.now())
        erase_for_organisers(session, actor, ana.id, now=clock.now())
        session.commit()

        assert lines(as_olga) == ["You erased a registration", *["You removed a registration"] * 2]
        for path in (PAGE, TABLE):
            with as_olga.get(path) as answer:
                for secret in ("Anastasia", "Wandalina", "anastasia-attendee@", "wandalina-waiting@"):
                    assert secret not in answer.text

    def test_a_colleague_without_a_name_keeps_the_address(self, session, as_olga, host, webinar):
        nameless = make_member(session, host, "Nameless", Role.EDITOR)
        nameless.name = ""
        note(session, nameless, webinar, "webinar:publish")

        assert lines(as_olga) == ["Somebody published it"]
        with as_olga.get(PAGE) as answer:
            assert nameless.email not in answer.text


class TestFilters:
    @pytest.fixture(autouse=True)
    def _acts(self, session, host, olga, webinar):
        petra = make_member(session, host, "Petra", Role.EDITOR)
        other = make_webinar(session, host, "On glaciers")
        note(session, petra, other, "webinar:publish")
        note(session, olga, webinar, "webinar:update", {"summary": ["", "Long."]})
        note(session, olga, webinar, "recording:add", {"title": "Note G", "url": "https://v.example/1"})
        self.petra = petra

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("", ["You added a recording: Note G", "You changed the summary", "Petra published it"]),
            ("?what=time", ["Petra published it"]),
            ("?what=texts", ["You changed the summary"]),
            ("?what=recordings&who=me", ["You added a recording: Note G"]),
            ("?what=people", []),
            ("?what=nonsense&who=nobody&page=1", ["You added a recording: Note G", "You changed the summary"]),
            ("?webinar=on-glaciers", ["Petra published it"]),
            ("?webinar=on-glaciers&who=me", []),
        ],
    )
    def test_they_narrow_the_page_and_the_table_alike(self, as_olga, query, told):
        found = lines(as_olga, query)

        assert found[: len(told)] == told
        assert len(found) == len(table(as_olga, query)) - 1
        assert len(found) == len(told) or "nonsense" in query

    def test_somebody_is_chosen_by_their_number(self, as_olga):
        assert lines(as_olga, f"?who={self.petra.id}") == ["Petra published it"]
        assert lines(as_olga, f"?who={10**12}")[0] == "You added a recording: Note G"

    def test_what_was_chosen_stays_chosen(self, as_olga):
        with as_olga.get(f"{PAGE}?what=time&who={self.petra.id}&webinar=on-glaciers") as answer:
            page = lxml.html.fromstring(answer.text)

        chosen = [each.text for each in page.xpath("//form//option[@selected]")]
        assert chosen == ["Time", "Petra", "On glaciers"]
        assert page.xpath("//a[@download]/@href")[0].endswith("who=" + str(self.petra.id) + "&webinar=on-glaciers")

    def test_it_has_pages(self, as_olga, monkeypatch):
        monkeypatch.setattr(queries, "PAGE_LENGTH", 2)

        assert [len(lines(as_olga, f"?page={number}")) for number in (1, 2)] == [2, 1]
        assert as_olga.get(f"{PAGE}?page=3").status_code == 404


def test_days_and_hours_are_those_of_the_account(session, client, sign_in, olga, webinar):
    olga.timezone = "Pacific/Auckland"
    event = note(session, olga, webinar, "webinar:publish")
    event.at = dt.datetime(2025, 11, 25, 20, 5, tzinfo=dt.UTC)
    sign_in(client, olga)

    with client.get(PAGE) as answer:
        page = lxml.html.fromstring(answer.text)

    assert [each.text for each in page.xpath("//h2")] == ["Wednesday 26 November 2025"]
    assert page.xpath("//span[@class='at']/time")[0].text == "9.05am"
    assert "Hours are yours, in Auckland (from your account)." in answer.text


def test_without_a_zone_in_the_account_the_hours_are_those_of_utc(session, as_olga, webinar):
    note(session, None, webinar, "webinar:publish")

    with as_olga.get(PAGE) as answer:
        assert "Hours are those of UTC." in answer.text


def test_no_cell_of_the_table_is_a_formula(session, as_olga, olga, webinar):
    webinar.title = "=1+1"
    note(session, olga, webinar, "webinar:update", {"title": ["@SUM(A1)", "=1+1"]})

    assert table(as_olga)[1][1:6] == ["Olga", "changed the title", "'@SUM(A1)", "'=1+1", "'=1+1"]
    with as_olga.get(TABLE) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.mimetype == "text/csv"


def test_a_message_is_told_with_its_subject_and_cannot_be_taken_back(session, as_olga, olga, webinar):
    message = Mailing(
        dedupe_key="message",
        kind="registration.message",
        context={},
        priority=Priority.MESSAGE,
        due_at=clock.now(),
        created_at=clock.now(),
        webinar_id=webinar.id,
        audience=Audience.CONFIRMED,
        subject="The room has moved",
        body="It is on the second floor.",
        said_count=41,
        is_held=False,
    )
    session.add(message)
    session.flush()
    note(session, olga, webinar, "message:send", {"mailing": message.id, "count": 41})
    note(session, olga, webinar, "message:send", {"mailing": message.id + 1, "count": 1})

    assert lines(as_olga) == ["You wrote to one person", "You wrote to 41 people: “The room has moved”"]
    with as_olga.get(PAGE) as answer:
        assert "Mail that is sent cannot be taken back." in answer.text
        assert f"/manage/webinars/{webinar.slug}/messages" in answer.text
        assert "second floor" not in answer.text


def test_accepting_is_theirs_to_take_back(session, as_olga, partner, webinar):
    petra = make_member(session, partner, "Petra", Role.OWNER)
    note(session, petra, webinar, "co_organiser:accept", {"organisation": partner.name})

    with as_olga.get(PAGE) as answer:
        assert "Theirs to take back" in answer.text


def test_what_it_asks_does_not_grow_with_the_acts(session, settings, client, sign_in, olga, host, count_statements):
    series = make_series(session, host)
    sign_in(client, olga)

    def more(numbers):
        actor = actor_of(session, olga.id)
        for number in numbers:
            webinar = make_webinar(session, host, f"Webinar {number}", series=series)
            webinar = session.get_one(type(webinar), webinar.id)
            open_desk(session, webinar)
            make_registration(session, settings, webinar, f"Ana {number}")
            add_co_organiser(session, webinar, make_organisation(session, f"Society {number}"))
            set_topics(session, actor, webinar, [f"Topic {number}"], now=clock.now())
            update_webinar(session, actor, webinar, title=f"Webinar {number}, once more", now=clock.now())
            update_webinar(session, actor, webinar, title=f"Webinar {number}, again", now=clock.now())
            life_cycle.cancel(session, actor, webinar, now=clock.now())
            add_recording(session, webinar, f"Recording {number}", slug=f"recording-{number}")
            note(session, olga, webinar, "message:send", {"mailing": 0, "count": 2})
        session.commit()

    more(range(1))
    with count_statements() as few:
        client.get(PAGE)
    more(range(1, 8))
    with count_statements() as many:
        client.get(PAGE)

    assert len(lines(client)) > 30
    assert len(many) == len(few)
