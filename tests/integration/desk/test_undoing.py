"""Taking back what was done: by whom, only while it still stands, once, and as an entry of its own."""

import datetime as dt

import lxml.html
import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.actions import AppearanceInput, set_lineup
from webinars.domain.programme import life_cycle
from webinars.domain.programme.actions import set_date, set_series, set_start, set_topics, update_webinar
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.questions.agenda import set_answered, set_questions
from webinars.domain.recordings.removal import RETENTION, remove_recording
from webinars.domain.recordings.timeline_actions import set_chapters
from webinars.models import AppearanceRole, AuditEvent, Chapter, OutboundEmail, PartnerRight, Role, Status, Visibility
from webinars.pure.times import DisplayZone

PAGE = "/manage/history"
SLUG = "comets-and-their-tails"


@pytest.fixture
def as_olga(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def actor(session, olga):
    return actor_of(session, olga.id)


@pytest.fixture
def webinar(session, host):
    make_webinar(session, host)
    return webinar_to_edit(session, SLUG)


@pytest.fixture
def draft(session, host):
    make_webinar(session, host, "A draft", status=Status.DRAFT)
    return webinar_to_edit(session, "a-draft")


def latest(session, action):
    query = sa.select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id.desc()).limit(1)
    return session.scalars(query).one()


def act_on(client, event):
    """What the page shows of an act: its buttons and why there is none."""
    with client.get(PAGE) as answer:
        found = lxml.html.fromstring(answer.text).xpath(f"//li[@id='act-{event.id}']//*[contains(@class, 'undo')]")
    return " ".join(found[0].text_content().split()) if found else ""


def press(client, event):
    """What is said after pressing the button, whether or not it is there."""
    with client.post(f"{PAGE}/{event.id}/undo") as answer:
        assert answer.status_code == 303
    with client.get(PAGE) as answer:
        said = lxml.html.fromstring(answer.text).xpath("//div[starts-with(@class, 'notice')]")[0]
    return said.get("class").split("-")[-1], " ".join(said.text_content().split())


def again(session, webinar):
    session.commit()
    session.expire_all()
    return webinar_to_edit(session, webinar.slug)


def turned(webinar):
    """The places of the line-up, the last first."""
    return [AppearanceInput(speaker=each.speaker, role=each.role) for each in reversed(webinar.lineup)]


def move(session, actor, webinar, hours):
    wall = webinar.starts_wall + dt.timedelta(hours=hours)
    life_cycle.move(session, actor, webinar, wall=wall, timezone="Europe/London", now=clock.now())
    session.commit()


class TestStart:
    @pytest.mark.parametrize("is_announced", [True, False])
    def test_a_length_that_nobody_has_said_is_not_told_after_it(self, session, as_olga, actor, host, is_announced):
        status = Status.PUBLISHED if is_announced else Status.DRAFT
        webinar = webinar_to_edit(session, make_webinar(session, host, status=status, is_duration_assumed=True).slug)
        promised, later = webinar.starts_wall, webinar.starts_wall + dt.timedelta(hours=1)
        verb = life_cycle.move if is_announced else set_start
        assumed = {} if is_announced else {"is_duration_assumed": True}
        verb(session, actor, webinar, wall=later, timezone="Europe/London", now=clock.now(), **assumed)
        session.commit()

        press(as_olga, latest(session, "webinar:move" if is_announced else "webinar:set_start"))

        webinar = again(session, webinar)
        assert (webinar.starts_wall, webinar.is_duration_assumed) == (promised, True)

    def test_what_was_moved_is_moved_back_and_told(self, session, settings, as_olga, actor, webinar):
        open_desk(session, webinar)
        make_registration(session, settings, webinar)
        make_registration(session, settings, webinar, "Wanda")
        promised = webinar.starts_wall
        move(session, actor, webinar, 26)
        moved = latest(session, "webinar:move")

        assert act_on(as_olga, moved).endswith(" back and tell 2 people: the start of Comets and their tails")
        category, said = press(as_olga, moved)

        webinar = again(session, webinar)
        entry = latest(session, "webinar:move")
        assert (category, webinar.starts_wall, webinar.status) == ("ok", promised, Status.PUBLISHED)
        assert "is back. 2 people are told;" in said
        assert (entry.undoes_id, entry.actor_id) == (moved.id, actor.user_id)
        assert entry.detail["start"] == list(reversed(moved.detail["start"]))
        assert act_on(as_olga, moved) == "Undone"
        with as_olga.get(PAGE) as answer:
            assert "Put back by you at <time" in answer.text

    def test_pressing_twice_is_harmless(self, session, as_olga, actor, webinar):
        move(session, actor, webinar, 1)
        moved = latest(session, "webinar:move")
        press(as_olga, moved)
        count = session.scalar(sa.select(sa.func.count(AuditEvent.id)))

        assert press(as_olga, moved) == ("warn", "It was put back already.")
        assert session.scalar(sa.select(sa.func.count(AuditEvent.id))) == count

    def test_what_was_put_back_can_be_put_forward_again(self, session, as_olga, actor, webinar):
        move(session, actor, webinar, 1)
        wanted = again(session, webinar).starts_wall
        moved = latest(session, "webinar:move")
        press(as_olga, moved)

        assert press(as_olga, latest(session, "webinar:move"))[0] == "ok"
        assert again(session, webinar).starts_wall == wanted

    def test_a_length_comes_back_alone(self, session, settings, as_olga, actor, webinar):
        open_desk(session, webinar)
        make_registration(session, settings, webinar)
        wall, minutes = webinar.starts_wall, webinar.duration_minutes
        life_cycle.move(
            session, actor, webinar, wall=wall, timezone="Europe/London", duration_minutes=30, now=clock.now()
        )
        session.commit()
        shortened = latest(session, "webinar:set_start")

        assert act_on(as_olga, shortened).startswith("Put the former length back and tell one person")
        press(as_olga, shortened)
        webinar = again(session, webinar)
        assert (webinar.starts_wall, webinar.duration_minutes) == (wall, minutes)

    def test_what_was_moved_again_stays(self, session, as_olga, actor, webinar):
        move(session, actor, webinar, 1)
        first = latest(session, "webinar:move")
        move(session, actor, webinar, 1)
        stands = again(session, webinar).starts_wall

        said = act_on(as_olga, first)
        assert said.startswith("You changed it again at ")
        assert "See both" in said
        assert press(as_olga, first) == ("warn", "It was changed again since, so nothing was put back.")
        assert again(session, webinar).starts_wall == stands

    def test_an_hour_that_has_gone_by_is_not_put_back(self, session, as_olga, actor, host):
        make_webinar(session, host, "Soon", starts_in=dt.timedelta(minutes=-2))
        webinar = webinar_to_edit(session, "soon")
        move(session, actor, webinar, 5)
        moved = latest(session, "webinar:move")

        assert act_on(as_olga, moved) == ""
        assert press(as_olga, moved) == ("warn", "This cannot be put back here.")

    def test_a_new_start_after_postponing_is_no_mere_hour(self, session, as_olga, actor, webinar):
        life_cycle.postpone(session, actor, webinar, now=clock.now())
        move(session, actor, webinar, 48)
        moved = latest(session, "webinar:move")

        assert act_on(as_olga, moved) == ""
        assert press(as_olga, moved)[0] == "warn"

    def test_a_draft_has_its_former_start_or_none(self, session, as_olga, actor, host):
        make_webinar(session, host, "A draft", status=Status.DRAFT, starts_in=None)
        draft = webinar_to_edit(session, "a-draft")
        set_date(session, actor, draft, date=dt.date(2037, 3, 1), now=clock.now())
        dated = latest(session, "webinar:set_start")
        wall = dt.datetime(2037, 3, 1, 16)
        set_start(session, actor, draft, wall=wall, timezone="Europe/London", now=clock.now())
        session.commit()

        press(as_olga, latest(session, "webinar:set_start"))
        draft = again(session, draft)
        assert (draft.starts_wall, draft.starts_on) == (None, dt.date(2037, 3, 1))
        assert act_on(as_olga, dated) == "Take it back: the start of A draft"
        press(as_olga, dated)
        assert again(session, draft).starts_on is None


class TestTexts:
    def test_fields_have_what_they_had(self, session, as_olga, actor, webinar):
        was = {"title": webinar.title, "summary": "", "language": "en"}
        update_webinar(
            session,
            actor,
            webinar,
            title="Tails",
            summary="Long. " * 60,
            now=clock.now(),
        )
        session.commit()
        changed = latest(session, "webinar:update")

        assert act_on(as_olga, changed) == "Put it back: Tails"
        assert press(as_olga, changed) == ("ok", "It is as it was before.")
        webinar = again(session, webinar)
        assert {name: getattr(webinar, name) for name in was} == was
        with as_olga.get(PAGE) as answer:
            assert "put the title and the summary back" in answer.text

    def test_states_and_zones_have_what_they_had(self, session, as_olga, actor, webinar):
        zones = [DisplayZone("Britain", "Europe/London")]
        update_webinar(session, actor, webinar, visibility=Visibility.UNLISTED, display_zones=zones, now=clock.now())
        session.commit()

        assert press(as_olga, latest(session, "webinar:update"))[0] == "ok"
        webinar = again(session, webinar)
        assert (webinar.visibility, webinar.display_zones) == (Visibility.PUBLIC, [])

    def test_another_field_changed_since_is_no_hindrance_and_the_same_one_is(self, session, as_olga, actor, webinar):
        update_webinar(session, actor, webinar, title="Tails", now=clock.now())
        changed = latest(session, "webinar:update")
        update_webinar(session, actor, webinar, summary="New.", now=clock.now())
        session.commit()
        assert act_on(as_olga, changed) == "Put it back: Tails"

        update_webinar(session, actor, webinar, title="Tails, again", now=clock.now())
        session.commit()
        assert act_on(as_olga, changed).startswith("You changed it again at ")
        press(as_olga, changed)
        assert again(session, webinar).title == "Tails, again"

    def test_a_room_is_not_kept(self, session, as_olga, actor, webinar):
        update_webinar(session, actor, webinar, title="Tails", join_url="https://rooms.example/7", now=clock.now())
        session.commit()
        changed = latest(session, "webinar:update")
        assert "title" not in changed.detail

        assert act_on(as_olga, changed) == "What it was before is not kept."
        assert press(as_olga, changed) == ("warn", "What it was before is not kept.")
        assert again(session, webinar).title == "Tails"

    def test_topics_and_series(self, session, as_olga, actor, host, webinar):
        make_series(session, host, "The Night Sky")
        set_topics(session, actor, webinar, ["Optics", "Astronomy"], now=clock.now())
        set_series(session, actor, webinar, "The Night Sky", now=clock.now())
        session.commit()

        for action in ("webinar:set_topics", "webinar:set_series"):
            assert press(as_olga, latest(session, action))[0] == "ok"
        webinar = again(session, webinar)
        assert (list(webinar.topics), webinar.series) == ([], None)

    @pytest.mark.parametrize(
        ("verb", "values"),
        [
            (set_topics, (["Optics"], ["Astronomy"])),
            (set_series, ("The Night Sky", "Letters")),
            (set_questions, (["First?"], ["Second?"])),
        ],
    )
    def test_what_was_changed_again_stays(self, session, as_olga, actor, host, webinar, verb, values):
        make_series(session, host, "The Night Sky")
        make_series(session, host, "Letters")
        former, present = values
        verb(session, actor, webinar, former, now=clock.now())
        first = latest(session, f"webinar:{verb.__name__}")
        verb(session, actor, webinar, present, now=clock.now())
        session.commit()
        stands = latest(session, first.action)

        assert act_on(as_olga, first).startswith("You changed it again at ")
        assert press(as_olga, first) == ("warn", "It was changed again since, so nothing was put back.")
        assert latest(session, first.action) == stands

    def test_the_order_of_questions_comes_back_with_what_points_at_them(self, session, as_olga, actor, webinar):
        first, second = add_question(session, webinar, "First?"), add_question(session, webinar, "Second?")
        set_answered(session, actor, webinar, first, at_s=90, now=clock.now())
        set_questions(session, actor, webinar, ["Second?", "First?"], now=clock.now())
        session.commit()

        assert press(as_olga, latest(session, "webinar:set_questions"))[0] == "ok"
        questions = again(session, webinar).questions
        assert [(each.id, each.answered_s) for each in questions] == [(first.id, 90), (second.id, None)]

    def test_a_question_answered_since_it_came_does_not_go(self, session, as_olga, actor, webinar):
        set_questions(session, actor, webinar, ["First?"], now=clock.now())
        asked = latest(session, "webinar:set_questions")
        session.commit()
        assert act_on(as_olga, asked).startswith("Take it back")

        webinar = again(session, webinar)
        set_answered(session, actor, webinar, webinar.questions[0], at_s=90, now=clock.now())
        session.commit()
        assert act_on(as_olga, asked) == ""
        assert press(as_olga, asked)[0] == "warn"
        assert len(again(session, webinar).questions) == 1

    def test_when_a_question_was_answered(self, session, as_olga, actor, webinar):
        question = add_question(session, webinar)
        set_answered(session, actor, webinar, question, at_s=90, now=clock.now())
        set_answered(session, actor, webinar, question, at_s=120, now=clock.now())
        session.commit()

        assert press(as_olga, latest(session, "webinar:answer_question"))[0] == "ok"
        assert again(session, webinar).questions[0].answered_s == 90


class TestLineup:
    @pytest.fixture
    def people(self, session, host, webinar):
        return [add_appearance(session, webinar, make_speaker(session, host, name)).speaker for name in ("Ada", "Mary")]

    def test_order_and_roles_of_the_same_people_come_back(self, session, as_olga, actor, webinar, people):
        ada, mary = people
        before = [(each.id, each.role) for each in webinar.lineup]
        places = [AppearanceInput(speaker=mary, role=AppearanceRole.CHAIR), AppearanceInput(speaker=ada)]
        set_lineup(session, actor, webinar, places, now=clock.now())
        session.commit()

        assert press(as_olga, latest(session, "webinar:set_lineup"))[0] == "ok"
        assert [(each.id, each.role) for each in again(session, webinar).lineup] == before

    def test_an_order_that_was_changed_again_stays(self, session, as_olga, actor, webinar, people):
        ada, mary = people
        set_lineup(
            session, actor, webinar, [AppearanceInput(speaker=mary), AppearanceInput(speaker=ada)], now=clock.now()
        )
        first = latest(session, "webinar:set_lineup")
        places = [AppearanceInput(speaker=mary, role=AppearanceRole.CHAIR), AppearanceInput(speaker=ada)]
        set_lineup(session, actor, webinar, places, now=clock.now())
        session.commit()

        assert act_on(as_olga, first).startswith("You changed it again at ")
        assert press(as_olga, first)[0] == "warn"
        assert again(session, webinar).lineup[0].role == AppearanceRole.CHAIR

    def test_who_went_has_lost_more_than_is_kept(self, session, as_olga, actor, webinar, people):
        set_lineup(session, actor, webinar, [AppearanceInput(speaker=people[0])], now=clock.now())
        session.commit()
        changed = latest(session, "webinar:set_lineup")

        assert act_on(as_olga, changed) == ""
        with as_olga.post(f"{PAGE}/{changed.id}/undo") as answer:
            assert answer.status_code == 303
        assert len(again(session, webinar).lineup) == 1


class TestState:
    def test_what_was_published_is_taken_down(self, session, as_olga, actor, draft):
        life_cycle.publish(session, actor, draft, now=clock.now())
        session.commit()
        published = latest(session, "webinar:publish")

        assert act_on(as_olga, published) == "Take it down: A draft"
        press(as_olga, published)
        assert again(session, draft).status == Status.DRAFT
        assert latest(session, "webinar:unpublish").undoes_id == published.id

    @pytest.mark.parametrize("verb", [life_cycle.cancel, life_cycle.postpone])
    def test_what_was_called_off_takes_place_after_all(self, session, settings, as_olga, actor, webinar, verb):
        open_desk(session, webinar)
        make_registration(session, settings, webinar)
        # Whoever was erased since is told nothing.
        make_registration(session, settings, webinar, "Bo", email_normal=None, erased_at=clock.now())
        verb(session, actor, webinar, now=clock.now())
        session.commit()
        called_off = latest(session, f"webinar:{verb.__name__}")

        assert act_on(as_olga, called_off) == "Hold it after all and tell one person: Comets and their tails"
        assert press(as_olga, called_off)[1].startswith("It takes place after all. One person is told;")
        assert again(session, webinar).status == Status.PUBLISHED

    def test_of_two_cancellations_the_later_counts(self, session, as_olga, actor, webinar):
        life_cycle.cancel(session, actor, webinar, now=clock.now())
        first = latest(session, "webinar:cancel")
        life_cycle.restore(session, actor, webinar, now=clock.now())
        life_cycle.cancel(session, actor, webinar, now=clock.now())
        session.commit()

        assert act_on(as_olga, first).startswith("You changed it again at ")
        assert act_on(as_olga, latest(session, "webinar:cancel")).startswith("Hold it after all")


class TestRecordings:
    @pytest.fixture
    def removed(self, session, actor, webinar):
        recording = add_recording(session, webinar, "Note G")
        remove_recording(session, actor, webinar, recording, now=clock.now())
        session.commit()
        return latest(session, "recording:remove")

    def test_what_was_removed_comes_back(self, session, as_olga, webinar, removed):
        assert act_on(as_olga, removed) == "Put it back: the recording “Note G”"
        with as_olga.get(PAGE) as answer:
            assert "Kept until " in answer.text

        assert press(as_olga, removed)[0] == "ok"
        assert [each.title for each in again(session, webinar).recordings] == ["Note G"]

    def test_what_is_no_longer_kept_does_not(self, session, as_olga, removed):
        removed.at -= RETENTION
        session.commit()

        assert act_on(as_olga, removed) == ""
        assert press(as_olga, removed)[0] == "warn"


class TestChapters:
    def test_a_list_goes_as_it_came(self, session, as_olga, actor, webinar):
        recording = add_recording(session, webinar, "Note G")
        first = [(-30, "Before we begin"), (0, "Welcome"), (3725, "0:30 of silence")]
        set_chapters(session, actor, webinar, recording, first, now=clock.now())
        set_chapters(session, actor, webinar, recording, [(10, "Pasted")], now=clock.now())
        session.commit()
        pasted = latest(session, "recording:set_chapters")

        assert act_on(as_olga, pasted) == "Put it back: Comets and their tails"
        assert press(as_olga, pasted)[0] == "ok"
        found = session.execute(sa.select(Chapter.at_s, Chapter.title).order_by(Chapter.at_s))
        assert [tuple(row) for row in found] == first
        with as_olga.get(PAGE) as answer:
            assert "put the chapters of a recording back" in answer.text

    def test_of_two_recordings_of_one_title_nothing_is_guessed(self, session, as_olga, actor, webinar):
        recording = add_recording(session, webinar, "Note G")
        set_chapters(session, actor, webinar, recording, [(10, "Pasted")], now=clock.now())
        add_recording(session, webinar, "Note G", slug="another-note-g")
        session.commit()
        pasted = latest(session, "recording:set_chapters")

        assert act_on(as_olga, pasted) == "It was changed again since."
        assert press(as_olga, pasted)[0] == "warn"


class TestWho:
    @pytest.mark.parametrize(("rights", "may"), [(["texts"], True), (["people", "publish", "registrations"], False)])
    def test_it_takes_the_right_to_the_act_itself(self, session, client, sign_in, actor, partner, webinar, rights, may):
        add_co_organiser(session, webinar, partner).rights = rights
        update_webinar(session, actor, again(session, webinar), title="Tails", now=clock.now())
        session.commit()
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))
        changed = latest(session, "webinar:update")

        assert act_on(client, changed) == ("Put it back: Tails" if may else "")
        with client.post(f"{PAGE}/{changed.id}/undo") as answer:
            assert answer.status_code == (303 if may else 403)
        assert (again(session, webinar).title == "Tails") is not may

    @pytest.mark.parametrize(
        ("right", "act"),
        [
            ("publish", lambda *to: life_cycle.cancel(*to, now=clock.now())),
            ("texts", lambda *to: set_topics(*to, ["Optics"], now=clock.now())),
            ("texts", lambda *to: set_questions(*to, ["First?"], now=clock.now())),
            ("people", lambda *to: set_lineup(*to, turned(to[-1]), now=clock.now())),
            ("the host’s alone", lambda *to: set_series(*to, "The Night Sky", now=clock.now())),
        ],
        ids=["cancelled", "topics", "questions", "line-up", "series"],
    )
    def test_all_other_rights_together_are_not_enough(
        self, session, client, sign_in, actor, partner, webinar, right, act
    ):
        make_series(session, webinar.host, "The Night Sky")
        for name in ("Ada", "Mary"):
            add_appearance(session, webinar, make_speaker(session, webinar.host, name))
        co_organiser = add_co_organiser(session, webinar, partner)
        co_organiser.rights = [each.value for each in PartnerRight if each != right]
        act(session, actor, again(session, webinar))
        session.commit()
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))
        done = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()

        assert act_on(client, done) == ""
        assert client.post(f"{PAGE}/{done.id}/undo").status_code == 403

        co_organiser.rights = [right]
        session.commit()
        assert bool(act_on(client, done)) is (right in list(PartnerRight))

    def test_to_others_there_is_no_such_act(self, session, client, sign_in, actor, oskar, webinar):
        update_webinar(session, actor, webinar, title="Tails", now=clock.now())
        session.commit()
        sign_in(client, oskar)

        assert client.post(f"{PAGE}/{latest(session, 'webinar:update').id}/undo").status_code == 404
        assert client.post(f"{PAGE}/{2**31 - 1}/undo").status_code == 404

    def test_acts_on_registrations_are_none_for_who_may_not_know_of_them(
        self, session, client, sign_in, partner, webinar
    ):
        add_co_organiser(session, webinar, partner).rights = ["texts"]
        event = AuditEvent(
            at=clock.now(), action="registration:export", organisation_id=webinar.host_id, webinar_id=webinar.id
        )
        session.add(event)
        session.commit()
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))

        assert client.post(f"{PAGE}/{event.id}/undo").status_code == 404

    def test_an_act_on_an_organisation_stays(self, session, as_olga, host):
        event = AuditEvent(at=clock.now(), action="organisation:update", organisation_id=host.id, detail={})
        theirs = AuditEvent(
            at=clock.now(), action="organisation:update", organisation_id=make_organisation(session, "Other").id
        )
        session.add_all([event, theirs])
        session.commit()

        assert press(as_olga, event) == ("warn", "This cannot be put back here.")
        assert as_olga.post(f"{PAGE}/{theirs.id}/undo").status_code == 404


def test_the_filters_stay_after_a_press(session, as_olga, actor, webinar):
    update_webinar(session, actor, webinar, title="Tails", now=clock.now())
    session.commit()
    changed = latest(session, "webinar:update")

    with as_olga.post(f"{PAGE}/{changed.id}/undo?what=texts&webinar={SLUG}&next=//elsewhere.example") as answer:
        assert answer.location == f"{PAGE}?what=texts&webinar={SLUG}"


def test_the_filter_follows_a_draft_to_its_former_address(session, as_olga, actor, draft):
    update_webinar(session, actor, draft, title="Another title", now=clock.now())
    session.commit()
    changed = latest(session, "webinar:update")

    for standing in ("ok", "warn"):
        with as_olga.post(f"{PAGE}/{changed.id}/undo?webinar=another-title") as answer:
            assert answer.location == f"{PAGE}?webinar=a-draft"
        with as_olga.get(answer.location) as answer:
            assert answer.status_code == 200
            assert f"notice-{standing}" in answer.text


def test_mails_follow_by_themselves(session, settings, as_olga, actor, webinar):
    open_desk(session, webinar)
    make_registration(session, settings, webinar)
    session.commit()
    life_cycle.cancel(session, actor, webinar, now=clock.now())
    session.commit()
    press(as_olga, latest(session, "webinar:cancel"))

    # Of what nobody was told yet nobody need be told that it is otherwise: neither mail has left.
    assert session.scalars(sa.select(OutboundEmail.kind).order_by(OutboundEmail.id)).all() == []
