"""The editor's section that says how people register."""

import datetime as dt

import pytest
import sqlalchemy as sa
from lxml import html

from tests.factories import (
    add_co_organiser,
    ask,
    make_member,
    make_registration,
    make_webinar,
    open_desk,
)
from tests.filled_form import FilledForm
from webinars.models import (
    JoinAccess,
    RegistrationDesk,
    RegistrationMode,
    RegistrationQuestion,
    RegistrationState,
    Role,
    Status,
    Webinar,
)
from webinars.site.desk.editor.registration_fields import REGISTRATION_FIELDS

NEW = "/manage/webinars/new"
PAGE = "/manage/webinars/comets-and-their-tails"
wall = dt.datetime.fromisoformat

pytestmark = pytest.mark.usefixtures("signed_in")


@pytest.fixture
def webinar(session, host):
    """Sunday 4 July 2027, 4pm London, for 90 minutes."""
    webinar = make_webinar(session, host, starts_wall=wall("2027-07-04T16:00"))
    session.commit()
    return webinar


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


@pytest.fixture
def save(client):
    """`save(form)`: the form that is shown again, None if it was stored."""

    def save(form, press="save", page=PAGE):
        answer = client.post(page, data=form.data(press))
        return None if answer.status_code == 303 else FilledForm(answer)

    return save


def stored(session):
    session.rollback()
    session.expire_all()
    return session.scalars(sa.select(Webinar)).one()


def desk(session):
    session.rollback()
    session.expire_all()
    return session.scalar(sa.select(RegistrationDesk))


def asked(session):
    query = sa.select(RegistrationQuestion).order_by(RegistrationQuestion.position)
    return [each.label for each in session.scalars(query) if not each.is_retired]


def summaries(form):
    """What the summary of each fold says, by its id."""
    return {
        fold.get("id"): " ".join(fold.xpath("./summary//*[@class='meta']")[0].text_content().split())
        for fold in form.page.xpath("//details[@class='fold']")
    }


def open_folds(form):
    return [fold.get("id") for fold in form.page.xpath("//details[@class='fold'][@open]")]


def text(form):
    return " ".join(form.page.text_content().split())


class TestWhereTheyRegister:
    def test_it_begins_with_nobody(self, editor):
        form = editor(NEW)

        assert (form["registration_mode"], form["join_access"], form["retention_days"]) == ("none", "registered", "30")
        assert ("has_waiting_list" in form, "reminds_a_day" in form, "reminds_ten_minutes" in form) == (
            True,
            True,
            False,
        )
        assert summaries(form) == {
            "opens": "from publication to the end",
            "who": "everybody who registers",
            "own_questions": "none",
            "reminders": "the day before and one hour before",
            "feedback": "not asked",
            "kept": "30 days after the webinar",
        }

    def test_all_of_it_comes_with_a_new_webinar(self, session, client, editor):
        form = editor(NEW).fill(
            title="Comets",
            date="2027-07-04",
            hour="16:00",
            registration_mode="here",
            capacity="28",
            has_waiting_list=None,
            opens_wall="2027-06-01T09:00",
            closes_wall="2027-07-02T12:00",
            is_approval_needed="y",
            reminds_an_hour=None,
            reminds_ten_minutes="y",
            retention_days="7",
            takes_feedback="y",
        )
        form = FilledForm(client.post("/manage/webinars", data=form.data("add own_questions")))
        form.fill(
            own_questions__0__label="Which text?",
            own_questions__0__kind="choice",
            own_questions__0__options="Sketch\r\n\r\n Notes ",
            own_questions__0__reason="To know.",
            own_questions__0__is_required="y",
            own_questions__0__keep_days="1",
        )

        assert client.post("/manage/webinars", data=form.data("publish")).status_code == 303

        webinar, row = stored(session), desk(session)
        assert (webinar.registration_mode, webinar.join_access) == (RegistrationMode.HERE, JoinAccess.REGISTERED)
        assert (row.capacity, row.has_waiting_list, row.is_approval_needed) == (28, False, True)
        assert (row.opens_before_minutes, row.closes_before_minutes) == (33 * 1440 + 7 * 60, 2 * 1440 + 4 * 60)
        assert (row.reminder_minutes, row.retention_days) == ([1440, 10], 7)
        [question] = session.scalars(sa.select(RegistrationQuestion))
        assert (question.label, question.options, question.reason) == ("Which text?", ["Sketch", "Notes"], "To know.")
        assert (question.is_required, question.keep_days) == (True, 1)
        shown = editor("/manage/webinars/comets")
        assert summaries(shown) == {
            "opens": "from 1 June 2027, 9am to 2 July 2027, 12 noon",
            "who": "whom we approve",
            "own_questions": "1 question",
            "reminders": "the day before and ten minutes before",
            "feedback": "asked after the end",
            "kept": "7 days after the webinar, 11 July 2027",
        }
        assert "your 1 question. It counts when they press “Take my place” in the mail." in text(shown)
        assert shown["own_questions-0-options"].split() == ["Sketch", "Notes"]

    @pytest.mark.usefixtures("webinar")
    def test_hours_are_named_after_their_zone(self, editor):
        labels = editor(PAGE).page.xpath("//label[@for='opens_wall' or @for='closes_wall']/text()")

        assert labels == ["Opens, Britain", "Closes, Britain"]

    @pytest.mark.usefixtures("webinar")
    def test_elsewhere_has_an_address_and_who_gets_in(self, session, editor, save):
        form = editor(PAGE).fill(registration_mode="elsewhere", registration_url="https://tickets.example/1")

        assert save(form.fill(elsewhere_access="registered")) is None

        assert (stored(session).registration_url, stored(session).join_access) == (
            "https://tickets.example/1",
            JoinAccess.REGISTERED,
        )
        assert editor(PAGE)["elsewhere_access"] == "registered"

    def test_a_room_of_those_who_registered_stays_one_wherever_they_do(self, session, webinar, editor, save):
        open_desk(session, webinar)
        webinar.join_access = JoinAccess.REGISTERED
        session.commit()

        save(editor(PAGE).fill(registration_mode="elsewhere", registration_url="https://tickets.example/"))

        assert stored(session).registration_mode is RegistrationMode.ELSEWHERE
        assert stored(session).join_access == JoinAccess.REGISTERED

    @pytest.mark.usefixtures("webinar")
    def test_elsewhere_without_an_address_is_said_at_its_field(self, editor, save):
        shown = save(editor(PAGE).fill(registration_mode="elsewhere"))

        assert shown.errors() == ["Give the address where people register."]

    @pytest.mark.usefixtures("webinar")
    @pytest.mark.parametrize("mode", ["none", "elsewhere"])
    def test_what_belongs_to_another_answer_is_neither_stored_nor_in_the_way(self, session, editor, save, mode):
        form = editor(PAGE).fill(registration_mode=mode, registration_url="https://tickets.example/", capacity="many")
        form.fill(retention_days="", opens_wall="soon")
        form = save(form, "add own_questions").fill(own_questions__0__reason="")

        assert save(form) is None

        assert (desk(session), asked(session)) == (None, [])

    @pytest.mark.usefixtures("webinar")
    def test_back_to_nobody_lets_everybody_join(self, session, editor, save):
        save(editor(PAGE).fill(registration_mode="here"))
        assert stored(session).join_access == JoinAccess.REGISTERED

        assert save(editor(PAGE).fill(registration_mode="none")) is None

        assert stored(session).join_access == JoinAccess.OPEN

    def test_where_nobody_can_join_nothing_is_opened_without_being_asked(self, session, webinar, editor, save):
        webinar.join_access = JoinAccess.REGISTERED
        session.commit()
        form = editor(PAGE)
        assert "there is no way to register" in text(form)

        assert save(form.fill(summary="Tails.")) is None
        assert stored(session).join_access == JoinAccess.REGISTERED

        save(editor(PAGE).fill(lets_everybody_in="y"))
        assert stored(session).join_access == JoinAccess.OPEN
        assert "there is no way to register" not in text(editor(PAGE))


class TestWhatIsWrong:
    @pytest.mark.usefixtures("webinar")
    @pytest.mark.parametrize(
        ("typed", "sentence", "fold"),
        [
            ({"capacity": "0"}, "Write how many places there are", None),
            ({"capacity": "many"}, "Write a whole number, like 28.", None),
            ({"opens_wall": "soon"}, "Write day and hour like", "opens"),
            ({"closes_wall": "2027-07-04T18:00"}, "The webinar is over by then.", "opens"),
            (
                {"opens_wall": "2027-07-03T12:00", "closes_wall": "2027-07-02T12:00"},
                "It closes before it opens.",
                "opens",
            ),
            ({"retention_days": "366"}, "Write after how many days", "kept"),
            ({"retention_days": ""}, "Write after how many days", "kept"),
        ],
    )
    def test_it_is_said_at_its_field_and_nothing_typed_is_lost(self, session, editor, save, typed, sentence, fold):
        form = editor(PAGE).fill(registration_mode="here", summary="Typed at length.", **typed)

        shown = save(form)

        assert [error[: len(sentence)] for error in shown.errors()] == [sentence]
        assert open_folds(shown) == ([fold] if fold else [])
        for name, value in {"registration_mode": "here", "summary": "Typed at length.", **typed}.items():
            assert shown[name].strip() == value
        assert (desk(session), stored(session).summary) == (None, "")

    def test_without_a_start_no_hour_can_move_with_it(self, client, editor):
        form = editor(NEW).fill(title="Comets", registration_mode="here", closes_wall="2027-07-02T12:00")

        shown = FilledForm(client.post("/manage/webinars", data=form.data()))

        assert shown.errors() == ["Give the webinar a date and an hour first: this hour moves with its start."]
        assert shown["closes_wall"] == "2027-07-02T12:00"

    def test_fewer_places_than_are_taken(self, session, settings, webinar, editor, save):
        open_desk(session, webinar, capacity=3)
        for name in ("Laura Bassi", "Émilie du Châtelet"):
            make_registration(session, settings, webinar, name)
        session.commit()

        shown = save(editor(PAGE).fill(capacity="1"))

        assert shown.errors() == ["2 places are taken: choose 2 or more."]
        assert desk(session).capacity == 3

    @pytest.mark.usefixtures("webinar")
    def test_a_question_without_a_reason_is_said_in_its_row(self, session, editor, save):
        form = editor(PAGE).fill(registration_mode="here", new_question="Why?")
        form = save(save(form, "add own_questions"), "add own_questions")
        form.fill(own_questions__0__label="Where?", own_questions__0__reason="To know.")

        shown = save(form.fill(own_questions__1__label="Who?"))

        assert shown.errors() == ["Say why you ask: it stands under the question."]
        [error] = shown.page.xpath("//p[@class='error']")
        assert error.get("id") == "own_questions-1-reason-error"
        assert shown.page.xpath("//*[@id='error-summary']//a/@href") == ["#own_questions-1-reason"]
        assert open_folds(shown) == ["own_questions"]
        assert asked(session) == []


class TestQuestions:
    @pytest.fixture
    def with_questions(self, session, webinar):
        open_desk(session, webinar)
        for label in ("First", "Second", "Third"):
            ask(session, webinar, label)
        session.commit()

    @pytest.mark.usefixtures("with_questions")
    def test_rows_are_moved_and_taken_out_without_a_script(self, session, editor, save):
        form = editor(PAGE)
        keys = [name.split("-")[1] for name, _value in form.fields if name.startswith("own_") and "-label" in name]

        form = save(form, f"up own_questions {keys[2]}")
        form = save(form, f"remove own_questions {keys[0]}")
        assert open_folds(form) == ["own_questions"]
        assert asked(session) == ["First", "Second", "Third"]

        assert save(form) is None
        assert asked(session) == ["Third", "Second"]

    @pytest.mark.usefixtures("with_questions")
    def test_what_is_mended_stays_the_same_question(self, session, editor, save):
        ids = set(session.scalars(sa.select(RegistrationQuestion.id)))

        save(editor(PAGE).fill(own_questions__0__label="First of all"))

        assert asked(session) == ["First of all", "Second", "Third"]
        assert set(session.scalars(sa.select(RegistrationQuestion.id))) == ids

    def test_how_long_an_archive_keeps_an_answer_can_be_left_so(self, session, webinar, editor, save):
        open_desk(session, webinar)
        ask(session, webinar, keep_days=12)
        session.commit()

        form = editor(PAGE)

        assert form["own_questions-0-keep_days"] == "12"
        assert "Until 12 days after the webinar" in text(form)
        assert save(form.fill(summary="Tails.")) is None
        assert session.scalar(sa.select(RegistrationQuestion.keep_days)) == 12

    def test_saved_without_a_change_nothing_is_changed(self, session, webinar, editor, save):
        open_desk(session, webinar, reminder_minutes=[4320, 60], opens_before_minutes=1441, capacity=9)
        ask(session, webinar, "Which?", kind="choices", options=["One", "Two"], keep_days=1, is_required=True)
        session.commit()
        before = stored(session).revision

        assert save(editor(PAGE)) is None

        assert stored(session).revision == before
        assert desk(session).reminder_minutes == [4320, 60]


class TestMoving:
    def test_hours_left_as_they_were_move_with_the_start(self, session, webinar, editor, save):
        open_desk(session, webinar, opens_before_minutes=2 * 1440, closes_before_minutes=60)
        session.commit()
        form = editor(PAGE)
        assert form["closes_wall"] == "2027-07-04T15:00"

        assert save(form.fill(date="2027-08-01", hour="18:00")) is None

        assert (desk(session).opens_before_minutes, desk(session).closes_before_minutes) == (2 * 1440, 60)
        assert editor(PAGE)["closes_wall"] == "2027-08-01T17:00"

    def test_an_hour_that_is_typed_is_meant_as_it_is(self, session, webinar, editor, save):
        open_desk(session, webinar, opens_before_minutes=2 * 1440, closes_before_minutes=60)
        session.commit()

        save(editor(PAGE).fill(date="2027-08-01", closes_wall="2027-07-31T16:00"))

        assert (desk(session).opens_before_minutes, desk(session).closes_before_minutes) == (2 * 1440, 1440)

    def test_a_start_that_is_taken_back_takes_nothing_else_back(self, session, webinar, editor, save):
        webinar.status = Status.DRAFT
        open_desk(session, webinar, closes_before_minutes=60)
        session.commit()

        assert save(editor(PAGE).fill(hour="")) is None
        assert editor(PAGE)["closes_wall"] == ""
        assert save(editor(PAGE).fill(hour="17:00")) is None

        assert editor(PAGE)["closes_wall"] == "2027-07-04T16:00"


class TestSwitchingOff:
    @pytest.fixture
    def with_people(self, session, settings, webinar):
        open_desk(session, webinar, capacity=2)
        for name in ("Laura Bassi", "Émilie du Châtelet"):
            make_registration(session, settings, webinar, name)
        make_registration(session, settings, webinar, "Maria Agnesi", state=RegistrationState.WAITING)
        session.commit()

    @pytest.mark.usefixtures("with_people")
    @pytest.mark.parametrize("mode", ["none", "elsewhere"])
    def test_with_people_registered_it_asks_first(self, session, editor, save, mode):
        form = editor(PAGE).fill(registration_mode=mode, registration_url="https://tickets.example/")

        shown = save(form)

        assert "may_switch_off" not in shown
        said = text(shown)
        assert "2 people have a place. Without registration nobody new can register. Those 2 keep their link," in said
        assert "their reminders and their page until 3 August 2027." in said
        assert stored(session).registration_mode is RegistrationMode.HERE

        assert save(shown.fill(may_switch_off="y")) is None
        assert stored(session).registration_mode == mode
        assert desk(session).seats_taken == 2

    @pytest.mark.usefixtures("with_people")
    def test_who_has_a_place_is_said_at_the_places(self, editor):
        said = text(editor(PAGE))

        assert "Leave it empty for as many as come. All 2 have somebody now. One person waits:" in said

    def test_with_nobody_registered_nothing_is_asked(self, session, settings, webinar, editor, save):
        open_desk(session, webinar)
        make_registration(session, settings, webinar, state=RegistrationState.CANCELLED)
        session.commit()

        assert save(editor(PAGE).fill(registration_mode="none")) is None
        assert stored(session).registration_mode is RegistrationMode.NONE


class TestTwoPeople:
    @pytest.fixture
    def theirs(self, session, webinar, host, new_client, sign_in):
        """Caroline's form, and `theirs.save()`."""
        open_desk(session, webinar, capacity=20, closes_before_minutes=60)
        for label in ("First", "Second"):
            ask(session, webinar, label)
        session.commit()
        browser = new_client()
        sign_in(browser, make_member(session, host, "Caroline Herschel", Role.EDITOR))
        form = FilledForm(browser.get(PAGE))
        form.save = lambda: browser.post(PAGE, data=form.data())
        return form

    def test_what_each_changed_is_stored(self, session, theirs, editor, save):
        mine = editor(PAGE)
        theirs.fill(capacity="30", reminds_ten_minutes="y", own_questions__0__label="First, mended").save()

        assert save(mine.fill(retention_days="7", own_questions__1__reason="Because.")) is None

        row = desk(session)
        assert (row.capacity, row.retention_days, row.reminder_minutes) == (30, 7, [1440, 60, 10])
        assert asked(session) == ["First, mended", "Second"]

    def test_what_both_changed_is_asked(self, session, theirs, editor, save):
        mine = editor(PAGE)
        theirs.fill(capacity="30", own_questions__0__label="First, mended").save()

        shown = save(mine.fill(capacity="40", own_questions__0__label="First, amended"))

        legends = [" ".join(each.text_content().split()) for each in shown.page.xpath("//legend[a]")]
        assert legends == ["Places", "Questions of your own, First, amended: Question"]
        for radio in shown.page.xpath("//fieldset[contains(@class, 'conflict')]//input"):
            if radio.get("value").startswith("mine"):
                shown.put(radio.get("name"), radio.get("value"))
        assert save(shown) is None
        assert (desk(session).capacity, asked(session)) == (40, ["First, amended", "Second"])

    def test_a_start_moved_by_another_takes_the_hours_along(self, session, theirs, editor, save):
        mine = editor(PAGE)
        theirs.fill(date="2027-07-11").save()

        assert save(mine.fill(summary="Tails.")) is None

        assert desk(session).closes_before_minutes == 60


class TestWhoMay:
    def test_a_co_organiser_has_no_part_in_it(self, session, webinar, partner, new_client, sign_in):
        open_desk(session, webinar, capacity=20)
        add_co_organiser(session, webinar, partner)
        session.commit()
        browser = new_client()
        sign_in(browser, make_member(session, partner, "Petra", Role.OWNER))
        form = FilledForm(browser.get(PAGE))

        assert [name for name in REGISTRATION_FIELDS if name in form] == []
        form.fill(registration_mode="none", capacity="5", summary="Tails.")
        assert browser.post(PAGE, data=form.data()).status_code == 303

        assert (stored(session).registration_mode, desk(session).capacity) == (RegistrationMode.HERE, 20)
        assert stored(session).summary == "Tails."

    @pytest.mark.usefixtures("webinar")
    def test_the_history_says_who_changed_it(self, client, editor, save):
        save(editor(PAGE).fill(registration_mode="here", capacity="28"))

        page = html.fromstring(client.get("/manage/history?webinar=comets-and-their-tails").text)
        lines = [" ".join(each.text_content().split()) for each in page.xpath("//ol[contains(@class, 'history')]/li")]

        assert sum("You changed how people register" in line for line in lines) == 1
        assert sum("You changed the registration and who may join" in line for line in lines) == 1
