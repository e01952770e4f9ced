"""The page on which a webinar is begun, changed and published."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    make_member,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from tests.filled_form import FilledForm
from webinars import clock
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import AuditEvent, Organisation, Role, Series, Speaker, Status, Visibility, Webinar

NEW = "/manage/webinars/new"
PAGE = "/manage/webinars/comets-and-their-tails"
wall_time = dt.datetime.fromisoformat


@pytest.fixture
def draft(session, host, olga):
    return make_webinar(session, host, status=Status.DRAFT, starts_wall=wall_time("2027-07-04T16:00"))


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


def stored(session, slug="comets-and-their-tails"):
    return webinar_to_edit(session, slug)


def names(webinar):
    return [appearance.speaker.name for appearance in webinar.lineup]


pytestmark = pytest.mark.usefixtures("signed_in")


@pytest.mark.usefixtures("host")
class TestBeginning:
    def test_the_page_begins_with_what_the_host_is_used_to(self, host, editor):
        host.timezone, host.default_duration_minutes = "Asia/Kolkata", 75
        host.display_zones = [{"label": "India", "timezone": "Asia/Kolkata"}]

        form = editor(NEW)

        assert (form["timezone"], form["duration_minutes"]) == ("Asia/Kolkata", "75")
        assert form.values("-label") == ["India"]
        assert (form["registration_mode"], form["visibility"], form["language"]) == ("none", "public", "en")

    def test_another_organisation_brings_its_own_zone_when_asked(self, session, client, editor, olga):
        house = make_organisation(session, "House of Wisdom", timezone="Asia/Baghdad", default_duration_minutes=75)
        house.display_zones = [{"label": "Baghdad", "timezone": "Asia/Baghdad"}]
        make_membership(session, house, olga, Role.EDITOR)

        typed = editor(NEW + "?organisation=lunar-society").fill(title="Optics", host="house-of-wisdom")
        shown = FilledForm(client.post("/manage/webinars", data=typed.data("usual")))

        assert typed["timezone"] == "Europe/London"
        assert (shown["timezone"], shown["duration_minutes"]) == ("Asia/Baghdad", "75")
        assert shown.values("-label") == ["Baghdad"]
        assert (shown["title"].strip(), shown["host"]) == ("Optics", "house-of-wisdom")
        assert stored(session, "optics") is None

    def test_a_title_is_enough_for_a_draft(self, session, client, editor):
        response = client.post("/manage/webinars", data=editor(NEW).fill(title="Comets").data())

        assert response.status_code == 303
        assert response.location == "/manage/webinars/comets"
        webinar = stored(session, "comets")
        assert (webinar.status, webinar.host.name, webinar.starts_at) == (Status.DRAFT, "Lunar Society", None)
        assert "Saved as a draft." in client.get(response.location).text

    def test_a_button_pressed_twice_begins_one_webinar(self, session, client, editor):
        form = editor(NEW).fill(title="  Comets ", new_question="What is a tail?")

        first, second = (client.post("/manage/webinars", data=form.data()) for _press in range(2))

        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location
        assert [each.title for each in session.scalars(sa.select(Webinar))] == ["Comets"]

    def test_the_same_title_begun_later_or_by_somebody_else_is_another_webinar(
        self, session, client, sign_in, editor, host
    ):
        data = editor(NEW).fill(title="Reading group").data()

        client.post("/manage/webinars", data=data)
        session.execute(sa.update(AuditEvent).values(at=clock.now() - dt.timedelta(seconds=11)))
        client.post("/manage/webinars", data=data)
        sign_in(client, make_member(session, host, "Otto", Role.EDITOR))
        client.post("/manage/webinars", data=editor(NEW).fill(title="Reading group").data())

        assert [each.title for each in session.scalars(sa.select(Webinar))] == ["Reading group"] * 3

    def test_all_of_it_is_stored_and_published_in_one_go(self, session, client, editor, host):
        make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")
        form = editor(NEW).fill(
            title="Comets",
            date="2027-02-14",
            hour="16:00",
            timezone="Europe/London",
            duration_minutes="120",
            new_speaker="mary somerville",
            new_question="What is a tail made of?",
            description="On *tails*.",
            summary="Tails.",
            language="fr",
            topics="Astronomy, Optics",
            series="The Night Sky",
            join_url="https://room.example/1",
            join_passcode="4711",
            live_stream_url="https://stream.example/1",
            registration_mode="elsewhere",
            registration_url="https://tickets.example/1",
            elsewhere_access="registered",
            visibility="unlisted",
        )

        response = client.post("/manage/webinars", data=form.data("publish"))

        assert response.status_code == 303
        webinar = stored(session, "comets")
        assert (webinar.status, webinar.starts_at) == (Status.PUBLISHED, dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC))
        assert (webinar.duration_minutes, webinar.is_duration_assumed) == (120, False)
        assert (names(webinar), webinar.lineup[0].affiliation) == (["Mary Somerville"], "Edinburgh")
        assert [question.text for question in webinar.questions] == ["What is a tail made of?"]
        assert (webinar.description, webinar.summary, webinar.language) == ("On *tails*.", "Tails.", "fr")
        assert [topic.name for topic in webinar.topics] == ["Astronomy", "Optics"]
        assert webinar.series.title == "The Night Sky"
        assert (webinar.join_url, webinar.join_passcode) == ("https://room.example/1", "4711")
        assert (webinar.live_stream_url, webinar.registration_url) == (
            "https://stream.example/1",
            "https://tickets.example/1",
        )
        assert (webinar.join_access, webinar.visibility) == ("registered", "unlisted")

    def test_without_a_title_nothing_is_stored_and_nothing_typed_is_lost(self, session, client, editor):
        response = client.post("/manage/webinars", data=editor(NEW).fill(description="On *tails*.").data())

        form = FilledForm(response)
        assert response.status_code == 422
        assert form.errors() == ["Give the webinar a title."]
        assert form["description"].strip() == "On *tails*."
        assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0

    def test_publishing_needs_a_start_and_stores_nothing_without(self, session, client, editor):
        response = client.post("/manage/webinars", data=editor(NEW).fill(title="Comets").data("publish"))

        form = FilledForm(response)
        assert response.status_code == 422
        assert form.errors() == ["Before it is published it needs a date and an hour."]
        assert form["title"].strip() == "Comets"
        assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0

    def test_with_several_organisations_one_is_chosen(self, session, client, editor, olga):
        second = make_organisation(session, "Salon")
        make_membership(session, second, olga, Role.OWNER)

        client.post("/manage/webinars", data=editor(NEW).fill(title="Comets", host="salon").data())

        assert stored(session, "comets").host.slug == "salon"

    @pytest.mark.usefixtures("oskar")
    def test_nobody_begins_one_for_another_organisation(self, session, client, editor):
        response = client.post("/manage/webinars", data=editor(NEW).fill(title="Comets", host="elsewhere-club").data())

        assert response.status_code == 403
        assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0

    def test_who_edits_for_no_organisation_is_told_so(self, session, client, sign_in, host):
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))

        response = client.get(NEW)

        assert "not an editor of one yet" in response.text
        assert "<form data-editor" not in response.text


@pytest.mark.usefixtures("draft")
class TestTime:
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            (
                {"date": "2027-03-28", "hour": "01:30"},
                "1.30am on 28 March 2027 does not exist in Britain: clocks go from 1am to 2am. Choose 12.30am or",
            ),
            ({"date": "2027-10-31", "hour": "01:30"}, "1.30am on 31 October 2027 happens twice in Britain"),
            ({"duration_minutes": "0"}, "Write how many minutes it takes: at least 1, at most 10080."),
            ({"duration_minutes": "an hour"}, "Write how many minutes it takes, like 90."),
            ({"duration_minutes": ""}, "Write how many minutes it takes, like 90."),
            (
                {"timezone": "Europe/Lodnon"},
                "We know no place “Europe/Lodnon”. Write a city or a country.",
            ),
            ({"date": "2040-01-01"}, "The year 2040 is too far away. Choose one from 1973 to 2037."),
            ({"date": "the ides"}, "Write the date like 2027-03-21."),
            ({"hour": "teatime"}, "Write the hour like 16:00."),
            ({"date": ""}, "Choose the date as well."),
            ({"timezone": "IST"}, "IST is India, Ireland or Israel. Write the country."),
            ({"join_url": "room"}, "“room” is not a web address. Write one that begins with https://."),
            ({"live_stream_url": "javascript:alert(1)"}, "“javascript:alert(1)” is not a web address."),
            ({"summary": "x" * 501}, "This has 501 characters. Shorten it to 500."),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field_with_everything_typed_still_there(
        self, session, client, editor, draft, typed, sentence
    ):
        form = editor(PAGE).fill(title="Comets", description="Typed at length.", **typed)
        before = draft.revision

        response = client.post(PAGE, data=form.data())

        shown = FilledForm(response)
        assert response.status_code == 422
        assert any(error.startswith(sentence) for error in shown.errors()), shown.errors()
        for name, value in {"title": "Comets", "description": "Typed at length.", **typed}.items():
            assert shown[name].strip() == value
        assert stored(session).revision == before

    def test_everything_that_is_wrong_is_said_at_once(self, client, editor):
        form = editor(PAGE).fill(title=" ", timezone="Nowhere", join_url="room")
        form.fill(registration_mode="elsewhere", registration_url="tickets")

        errors = FilledForm(client.post(PAGE, data=form.data())).errors()

        assert len(errors) == 4

    def test_what_is_wrong_stands_in_no_part_that_is_folded(self, client, editor):
        form = editor(PAGE).fill(
            recording_plan="perhaps", visibility="all", live_stream_url="room", audience_mode="ever"
        )
        form.fill(registration_mode="here", capacity="many", closes_wall="2027-13-45T16:00", retention_days="never")
        form.fill(description="x" * 50_000, topics="x" * 5_000).put("display_zones-0-timezone", "Nowhere")

        page = FilledForm(client.post(PAGE, data=form.data())).page

        wrong = page.xpath("//form//p[@class='error']")
        folded = page.xpath("//details[not(@open)]//p[@class='error']")
        assert len(wrong) >= 9
        assert [each.text_content().strip() for each in folded] == []

    @pytest.mark.parametrize("typed", ["India", "Asia/Calcutta", "new delhi, india", "Kolkata"])
    def test_the_zone_is_understood_and_stored_by_its_name(self, session, client, editor, typed):
        assert (
            client.post(PAGE, data=editor(PAGE).fill(timezone=typed.replace("new delhi, ", "")).data()).status_code
            == 303
        )

        assert (stored(session).timezone, stored(session).starts_wall.hour) == ("Asia/Kolkata", 16)

    def test_zones_of_the_zone_line_are_understood_too(self, session, client, editor):
        client.post(
            PAGE, data=editor(PAGE).fill(display_zones__0__label="Delhi", display_zones__0__timezone="india").data()
        )

        assert stored(session).display_zones[0] == {"label": "Delhi", "timezone": "Asia/Kolkata"}

    def test_addresses_without_a_scheme_are_completed(self, session, client, editor):
        links = {"join_url": "zoom.us/j/998", "live_stream_url": "stream.example"}
        form = editor(PAGE).fill(**links, registration_mode="elsewhere", registration_url="tickets.example/1")

        assert client.post(PAGE, data=form.data()).status_code == 303

        webinar = stored(session)
        assert (webinar.join_url, webinar.live_stream_url, webinar.registration_url) == (
            "https://zoom.us/j/998",
            "https://stream.example",
            "https://tickets.example/1",
        )

    @pytest.mark.parametrize("date", ["2027-03-28", "2027-10-31"])
    def test_the_ways_out_of_a_skipped_or_doubled_hour_are_buttons(self, session, client, editor, date):
        refused = FilledForm(client.post(PAGE, data=editor(PAGE).fill(date=date, hour="01:30", title="New").data()))
        assert [button for button in refused.buttons() if button.startswith("start ")] == [
            f"start {date}T00:30",
            f"start {date}T02:00",
            f"start {date}T02:30",
        ]

        taken = FilledForm(client.post(PAGE, data=refused.data(f"start {date}T02:30")))
        assert (taken["date"], taken["hour"], taken["title"].strip()) == (date, "02:30", "New")
        assert stored(session).title == "Comets and their tails"

        client.post(PAGE, data=taken.data())
        assert stored(session, "new").starts_wall == wall_time(f"{date}T02:30")

    def test_a_day_without_an_hour_is_kept_for_a_draft(self, session, client, editor):
        client.post(PAGE, data=editor(PAGE).fill(date="2020-05-01", hour="").data())

        webinar = stored(session)
        assert (webinar.starts_on, webinar.starts_at) == (dt.date(2020, 5, 1), None)

    def test_display_zones_keep_labels_and_order(self, session, client, editor):
        form = editor(PAGE)
        assert form.values("-label") == ["Britain", "US Eastern", "US Pacific"]

        form.fill(display_zones__0__label="UK", display_zones__2__label="", display_zones__2__timezone="")
        client.post(PAGE, data=form.data())

        assert stored(session).display_zones == [
            {"label": "UK", "timezone": "Europe/London"},
            {"label": "US Eastern", "timezone": "America/New_York"},
        ]

    def test_zones_that_are_the_hosts_are_not_stored_so_that_they_follow_it(self, session, client, editor):
        client.post(PAGE, data=editor(PAGE).data())

        assert stored(session).display_zones == []

    def test_a_zone_is_added_by_a_button(self, client, editor):
        shown = FilledForm(client.post(PAGE, data=editor(PAGE).data("add display_zones")))

        assert shown.values("-label") == ["Britain", "US Eastern", "US Pacific", ""]

    def test_a_zone_without_a_label_is_said_at_the_zones(self, client, editor):
        form = editor(PAGE).fill(display_zones__0__label="")

        assert FilledForm(client.post(PAGE, data=form.data())).errors() == [
            "Give the zone Europe/London a label, like Britain."
        ]


@pytest.mark.usefixtures("published")
class TestWhatIsAnnounced:
    @pytest.fixture
    def published(self, session, host):
        return make_webinar(session, host, starts_wall=wall_time("2027-07-04T16:00"))

    def test_another_start_is_a_move(self, session, client, editor):
        client.post(PAGE, data=editor(PAGE).fill(date="2027-07-11").data())

        webinar = stored(session)
        assert (webinar.starts_wall, webinar.moved_from_wall) == (
            wall_time("2027-07-11T16:00"),
            wall_time("2027-07-04T16:00"),
        )

    def test_other_changes_are_none(self, session, client, editor):
        client.post(PAGE, data=editor(PAGE).fill(title="Comets").data())

        webinar = stored(session)
        assert (webinar.title, webinar.slug, webinar.moved_at) == ("Comets", "comets-and-their-tails", None)

    def test_the_start_cannot_be_taken_back_silently(self, client, editor):
        response = client.post(PAGE, data=editor(PAGE).fill(date="", hour="").data())

        assert response.status_code == 422
        assert "it needs a date and an hour" in FilledForm(response).errors()[0]

    def test_saving_a_postponed_one_does_not_announce_it_again(self, session, client, editor, published):
        published.status = Status.POSTPONED
        client.post(PAGE, data=editor(PAGE).fill(title="Comets").data())
        assert stored(session).status == Status.POSTPONED

        client.post(PAGE, data=editor(PAGE).fill(date="2027-08-01").data())
        assert stored(session).status == Status.PUBLISHED

    def test_an_old_one_of_which_only_the_day_is_known_can_be_edited(self, session, client, editor, host):
        make_webinar(session, host, "Old", starts_in=None, starts_on=dt.date(2020, 5, 1))
        path = "/manage/webinars/old"

        assert client.post(path, data=editor(path).fill(summary="Long ago.").data()).status_code == 303
        assert client.post(path, data=editor(path).fill(date="2020-05-02").data()).status_code == 422
        webinar = stored(session, "old")
        assert (webinar.summary, webinar.starts_on) == ("Long ago.", dt.date(2020, 5, 1))


@pytest.mark.usefixtures("full")
class TestRows:
    @pytest.fixture
    def full(self, session, draft, host):
        for name in ("Mary Somerville", "Isaac Newton", "Wang Zhenyi"):
            add_appearance(session, draft, make_speaker(session, host, name))
        for text in ("What?", "Where?", "Who?"):
            add_question(session, draft, text)
        return draft

    @pytest.mark.parametrize(
        ("press", "order"),
        [
            ("up lineup 1", ["Isaac Newton", "Mary Somerville", "Wang Zhenyi"]),
            ("down lineup 1", ["Mary Somerville", "Wang Zhenyi", "Isaac Newton"]),
            ("up lineup 0", ["Mary Somerville", "Isaac Newton", "Wang Zhenyi"]),
            ("down lineup 2", ["Mary Somerville", "Isaac Newton", "Wang Zhenyi"]),
            ("remove lineup 0", ["Isaac Newton", "Wang Zhenyi"]),
        ],
    )
    def test_buttons_arrange_them_and_store_nothing_until_saving(self, session, client, editor, press, order):
        form = editor(PAGE).fill(title="Typed", lineup__1__talk_title="On light")

        shown = FilledForm(client.post(PAGE, data=form.data(press)))

        assert [value for name, value in shown.fields if name.startswith("lineup") and name.endswith("-name")] == order
        assert (shown["title"].strip(), shown["lineup-1-talk_title"]) == ("Typed", "On light")
        assert names(stored(session)) == ["Mary Somerville", "Isaac Newton", "Wang Zhenyi"]

        client.post(PAGE, data=shown.data())
        assert names(stored(session, "typed")) == order

    def test_what_is_stored_is_the_order_of_the_page(self, session, client, editor):
        form = editor(PAGE)
        form.fields.sort(key=lambda pair: {"lineup-2": 0, "lineup-0": 1, "lineup-1": 2}.get(pair[0][:8], -1))

        client.post(PAGE, data=form.data())

        assert names(stored(session)) == ["Wang Zhenyi", "Mary Somerville", "Isaac Newton"]

    def test_focus_stays_on_the_button_and_goes_to_its_twin_at_an_end(self, client, editor):
        def focused(press):
            page = FilledForm(client.post(PAGE, data=editor(PAGE).data(press))).page
            return [each.get("value") for each in page.xpath("//*[@autofocus]")]

        assert focused("down lineup 0") == ["down lineup 0"]
        assert focused("up lineup 1") == ["down lineup 1"]
        assert focused("down lineup 1") == ["up lineup 1"]

    def test_a_role_an_affiliation_and_a_doubt_are_kept(self, session, client, editor):
        form = editor(PAGE).fill(
            lineup__0__role="moderator", lineup__0__affiliation="Edinburgh", lineup__0__has_agreed=None
        )

        client.post(PAGE, data=form.data())

        first = stored(session).lineup[0]
        assert (first.role, first.affiliation, first.has_agreed) == ("moderator", "Edinburgh", False)

    def test_questions_are_reworded_added_moved_and_removed(self, session, client, editor, full):
        first_id, full.questions[0].answered_s = full.questions[0].id, 60
        session.commit()
        form = editor(PAGE).fill(questions__0__text="What, then?", questions__1__text="", new_question="Why?")
        form = FilledForm(client.post(PAGE, data=form.data("down questions 0")))

        client.post(PAGE, data=form.data())

        questions = stored(session).questions
        assert [question.text for question in questions] == ["What, then?", "Who?", "Why?"]
        assert [question.answered_s for question in questions] == [60, None, None]
        assert questions[0].id == first_id

    @pytest.mark.parametrize("press", ["up lineup 99", "up lineup x", "down nonsense 1", "add nonsense", "up"])
    def test_buttons_nobody_was_given_do_no_harm(self, session, client, editor, press):
        response = client.post(PAGE, data=editor(PAGE).data(press))

        assert response.status_code in {200, 303}
        assert names(stored(session)) == ["Mary Somerville", "Isaac Newton", "Wang Zhenyi"]

    def test_a_made_up_role_or_choice_is_refused(self, session, client, editor):
        for name, value in (("lineup-0-role", "emperor"), ("registration_mode", "vip"), ("visibility", "secret")):
            assert client.post(PAGE, data=editor(PAGE).put(name, value).data()).status_code == 422
        assert stored(session).visibility == Visibility.PUBLIC


@pytest.mark.usefixtures("draft")
class TestSpeakers:
    def test_a_known_name_is_added_with_the_affiliation(self, session, client, editor, host):
        make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")

        form = FilledForm(
            client.post(PAGE, data=editor(PAGE).fill(new_speaker="Dr MARY somerville").data("add lineup"))
        )

        assert (form["lineup-0-name"], form["lineup-0-affiliation"]) == ("Mary Somerville", "Edinburgh")
        assert form["new_speaker"] == ""
        client.post(PAGE, data=form.data())
        assert names(stored(session)) == ["Mary Somerville"]
        assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 1

    def test_an_unknown_name_becomes_a_person_on_saving(self, session, client, editor):
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="Ada Lovelace").data("add lineup")))
        (mark,) = form.page.xpath("//button[@class='mark-new']/@aria-label")
        assert mark == "Ada Lovelace is new and gets a page when you save. Press if it is somebody we know."
        assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 0

        assert client.post(PAGE, data=form.fill(lineup__0__affiliation="London").data()).status_code == 303

        speaker = session.scalars(sa.select(Speaker)).one()
        assert (speaker.name, speaker.affiliation, speaker.slug) == ("Ada Lovelace", "London", "ada-lovelace")

    def test_a_name_left_in_the_box_is_not_dropped(self, session, client, editor):
        assert client.post(PAGE, data=editor(PAGE).fill(new_speaker="Ada Lovelace").data()).status_code == 303

        assert names(stored(session)) == ["Ada Lovelace"]

    def test_name_affiliation_and_role_typed_in_one_box_fill_three(self, session, client, editor, host):
        make_speaker(session, host, "Herschel, Caroline")
        form = editor(PAGE).fill(new_speaker="Margaret Cavendish, Welbeck, Chair")
        for row, name in ((7, "Isaac Newton, Cambridge"), (8, "Mary Gartside (London), moderator")):
            form.put(f"lineup-{row}-name", name).put(f"lineup-{row}-role", "speaker")
        form.put("lineup-9-name", "Herschel, Caroline").put("lineup-9-role", "speaker")

        client.post(PAGE, data=form.data())

        assert [(each.speaker.name, each.affiliation, each.role) for each in stored(session).lineup] == [
            ("Isaac Newton", "Cambridge", "speaker"),
            ("Mary Gartside", "London", "moderator"),
            ("Herschel, Caroline", "", "speaker"),
            ("Margaret Cavendish", "Welbeck", "chair"),
        ]

    def test_a_name_typed_over_another_means_somebody_else(self, session, client, editor, draft, host):
        add_appearance(session, draft, make_speaker(session, host, "Mary Somerville"))
        make_speaker(session, host, "Ada Lovelace")

        client.post(PAGE, data=editor(PAGE).fill(lineup__0__name="Ada Lovelace").data())

        assert names(stored(session)) == ["Ada Lovelace"]
        assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 2

    def test_a_name_that_was_emptied_takes_its_row_along(self, session, client, editor, draft, host):
        for name in ("Mary Somerville", "Isaac Newton"):
            add_appearance(session, draft, make_speaker(session, host, name), affiliation="Somewhere")

        client.post(PAGE, data=editor(PAGE).fill(lineup__0__name=" ").data())

        assert names(stored(session)) == ["Isaac Newton"]

    def test_empty_rows_are_nothing_and_a_row_without_a_name_is_said(self, session, client, editor):
        form = editor(PAGE)
        for name in ("lineup-7-name", "lineup-7-person", "co_organisers-7-name", "questions-7-text"):
            form.put(name, " ")
        assert client.post(PAGE, data=form.data()).status_code == 303
        assert (stored(session).lineup, stored(session).co_organisers, stored(session).questions) == ([], [], [])

        refused = FilledForm(
            client.post(PAGE, data=form.put("lineup-7-role", "speaker").put("lineup-7-affiliation", "Cambridge").data())
        )
        assert refused.errors() == ["Write the speaker’s name."]
        assert refused["lineup-7-affiliation"] == "Cambridge"

    def test_a_name_that_is_nearly_somebodys_is_asked_about_once(self, session, client, editor, host):
        make_speaker(session, host, "Mary Gartsyde", affiliation="Lamps")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="Mary Gartside").data()))
        assert form.errors() == ["Mary Gartside is nearly somebody you know. If it is somebody else, save again."]
        assert "Nearly Mary Gartsyde, Lamps." in form.page.text_content()
        assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 1

        assert client.post(PAGE, data=form.data()).status_code == 303

        assert names(stored(session)) == ["Mary Gartside"]

    def test_another_name_that_is_nearly_somebodys_is_asked_about_again(self, session, client, editor, host):
        make_speaker(session, host, "Mary Gartsyde")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="Mary Gartside").data()))

        assert client.post(PAGE, data=form.fill(lineup__0__name="Mary Gartsyd").data()).status_code == 422

    def test_it_is_the_same_by_one_press(self, session, client, editor, host):
        known = make_speaker(session, host, "Mary Gartsyde", affiliation="Lamps")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="Mary Gartside").data()))

        form = FilledForm(client.post(PAGE, data=form.data(f"same lineup 0 {known.id}")))
        assert (form["lineup-0-name"], form["lineup-0-affiliation"]) == ("Mary Gartsyde", "Lamps")
        client.post(PAGE, data=form.data())

        assert stored(session).lineup[0].speaker_id == known.id

    def test_new_is_pressed_to_correct_the_name(self, session, client, editor, host):
        make_speaker(session, host, "Ada Lovelace")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="Ada Loveless").data("add lineup")))
        form = FilledForm(client.post(PAGE, data=form.data("who lineup 0")))
        assert [each.get("name") for each in form.page.xpath("//*[@autofocus]")] == ["lineup-0-name"]

        client.post(PAGE, data=form.fill(lineup__0__name="Ada Lovelace").data())

        assert names(stored(session)) == ["Ada Lovelace"]
        assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 1

    @pytest.mark.usefixtures("oskar")
    def test_strangers_records_are_neither_near_nor_chosen(self, session, client, editor):
        elsewhere = session.scalars(sa.select(Organisation).where(Organisation.slug == "elsewhere-club")).one()
        theirs = make_speaker(session, elsewhere, "Mary Gartsyde")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="Mary Gartside").data("add lineup")))
        assert "Gartsyde" not in form.page.text_content()

        client.post(PAGE, data=form.data(f"same lineup 0 {theirs.id}"))

        assert names(stored(session)) == ["Mary Gartside"]

    def test_of_namesakes_one_is_chosen(self, session, client, editor, host):
        make_speaker(session, host, "John Smith", affiliation="Bath")
        second = make_speaker(session, host, "John Smith", affiliation="York", slug="john-smith-2")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="John Smith").data()))
        assert form.errors() == ["More than one is called John Smith. Choose who is meant."]
        assert "John Smith, York" in form.page.text_content()

        client.post(PAGE, data=form.fill(lineup__0__person=str(second.id)).data())

        assert stored(session).lineup[0].speaker_id == second.id

    def test_a_namesake_may_be_somebody_else(self, session, client, editor, host):
        for slug in ("john-smith", "john-smith-2"):
            make_speaker(session, host, "John Smith", slug=slug)
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_speaker="John Smith").data()))

        client.post(PAGE, data=form.fill(lineup__0__person="new").data())

        assert stored(session).lineup[0].speaker.slug == "john-smith-3"

    @pytest.mark.usefixtures("oskar")
    def test_records_of_strangers_are_neither_suggested_nor_usable(self, session, client, editor):
        elsewhere = session.scalars(sa.select(Organisation).where(Organisation.slug == "elsewhere-club")).one()
        theirs = make_speaker(session, elsewhere, "Edmond Halley")

        form = editor(PAGE)
        assert "Edmond Halley" not in form.page.text_content()
        form.put("lineup-9-person", str(theirs.id)).put("lineup-9-name", "Edmond Halley").put(
            "lineup-9-role", "speaker"
        )

        response = client.post(PAGE, data=form.data())
        assert response.status_code == 422
        assert "not among the speakers" in FilledForm(response).errors()[0]

    def test_nobody_stands_in_the_lineup_twice(self, session, client, editor, draft, host):
        add_appearance(session, draft, make_speaker(session, host, "Mary Somerville"))

        response = client.post(PAGE, data=editor(PAGE).fill(new_speaker="Mary Somerville").data())

        assert FilledForm(response).errors() == ["Mary Somerville stands in the line-up twice."]


@pytest.mark.usefixtures("draft")
class TestCoOrganisers:
    @pytest.mark.usefixtures("partner")
    def test_a_known_one_is_invited_and_an_unknown_one_made(self, session, client, editor):
        form = editor(PAGE).fill(new_co_organiser="accademia dei lincei")
        form = FilledForm(client.post(PAGE, data=form.data("add co_organisers")))
        assert "Has no members here: credited as soon as you save." in form.page.text_content()

        client.post(PAGE, data=form.fill(new_co_organiser="Salon of Salons").data())

        assert [each.organisation.name for each in stored(session).co_organisers] == [
            "Accademia dei Lincei",
            "Salon of Salons",
        ]

    def test_a_name_that_is_nearly_one_that_is_known_is_asked_about_once(self, session, client, editor, partner):
        make_webinar(session, partner, "Meteors")
        form = FilledForm(client.post(PAGE, data=editor(PAGE).fill(new_co_organiser="Academia dei Lincei").data()))
        assert form.errors() == ["Academia dei Lincei is nearly one you know. If it is another one, save again."]
        assert "Nearly Accademia dei Lincei." in form.page.text_content()

        same = FilledForm(client.post(PAGE, data=form.data(f"same co_organisers 0 {partner.id}")))
        assert same["co_organisers-0-name"] == "Accademia dei Lincei"
        client.post(PAGE, data=form.data())

        assert [each.organisation.name for each in stored(session).co_organisers] == ["Academia dei Lincei"]

    @pytest.mark.usefixtures("oskar")
    def test_what_nobody_has_seen_is_not_near(self, client, editor):
        form = FilledForm(
            client.post(PAGE, data=editor(PAGE).fill(new_co_organiser="Elsewere Club").data("add co_organisers"))
        )

        assert "Elsewhere" not in form.page.text_content()

    def test_their_order_is_changed_by_buttons(self, session, client, editor, draft, partner):
        add_co_organiser(session, draft, partner)
        add_co_organiser(session, draft, make_organisation(session, "Salon"))
        form = FilledForm(client.post(PAGE, data=editor(PAGE).data("up co_organisers 1")))

        client.post(PAGE, data=form.data())

        assert [each.organisation.slug for each in stored(session).co_organisers] == ["salon", "accademia-dei-lincei"]

    def test_the_host_does_not_organise_with_itself(self, client, editor):
        response = client.post(PAGE, data=editor(PAGE).fill(new_co_organiser="Lunar Society").data())

        assert FilledForm(response).errors() == ["Lunar Society organises it already."]

    @pytest.mark.usefixtures("oskar")
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("A" * 201, "This has 201 characters. Shorten it to 200."),
            ("\N{ZERO WIDTH SPACE}", "Enter the name of the organisation."),
            (",", "Enter the name of the organisation."),
        ],
    )
    def test_a_name_that_is_none_is_refused_with_all_that_was_typed(self, session, client, editor, typed, sentence):
        response = client.post(PAGE, data=editor(PAGE).fill(summary="Of lamps", new_co_organiser=typed).data())

        form = FilledForm(response)
        assert response.status_code == 422
        assert form.errors() == [sentence]
        assert (form["summary"].strip(), form["co_organisers-0-name"]) == ("Of lamps", typed)
        assert stored(session).co_organisers == []

    def test_organisations_that_nobody_has_seen_are_not_suggested(self, session, editor):
        make_organisation(session, "Public Society")
        make_webinar(session, make_organisation(session, "Seen Society"), "Meteors")

        suggested = [each.get("value") for each in editor(PAGE).page.xpath("//datalist[@id='organisations']/option")]

        assert "Seen Society" in suggested
        assert "Elsewhere Club" not in suggested

    @pytest.mark.usefixtures("oskar")
    def test_counting_through_ids_tells_no_name(self, session, client, editor):
        unseen = session.scalars(sa.select(Organisation).where(Organisation.slug == "elsewhere-club")).one()
        form = editor(PAGE).put("co_organisers-0-organisation", str(unseen.id)).put("co_organisers-0-name", "Guess")

        response = client.post(PAGE, data=form.data())

        assert FilledForm(response).errors() == ["Guess is no longer here. Invite it again."]
        assert "Elsewhere Club" not in response.text
        assert stored(session).co_organisers == []

    def test_one_that_was_renamed_meanwhile_stays(self, session, client, editor, draft, partner):
        add_co_organiser(session, draft, partner)
        form = editor(PAGE)
        renamed = session.get(Organisation, partner.id)
        renamed.name, renamed.name_key = "Lincean Academy", "lincean academy"

        assert client.post(PAGE, data=form.data()).status_code == 303
        assert [each.organisation.name for each in stored(session).co_organisers] == ["Lincean Academy"]

    def test_an_editor_of_an_accepted_one_edits_words_and_people_only(
        self, session, client, editor, sign_in, draft, partner
    ):
        draft.join_url = "https://room.example/secret"
        add_co_organiser(session, draft, partner)
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))
        form = editor(PAGE)
        for name in ("date", "hour", "timezone", "series", "join_url", "visibility", "new_co_organiser"):
            assert name not in form
        assert "https://room.example/secret" not in form.page.text_content()
        assert "publish" not in form.buttons()

        form.fill(title="Comets", new_speaker="Galileo Galilei")
        form.put("visibility", "unlisted").put("join_url", "https://room.example/mine").put("date", "2030-01-01")
        response = client.post(PAGE, data=form.data())

        assert response.status_code == 303
        webinar = stored(session, "comets")
        assert (webinar.status, webinar.visibility, webinar.join_url) == (
            Status.DRAFT,
            Visibility.PUBLIC,
            "https://room.example/secret",
        )
        assert webinar.starts_wall == wall_time("2027-07-04T16:00")
        assert webinar.lineup[0].speaker.organisation_id == partner.id

    def test_an_editor_of_an_accepted_one_cannot_publish(self, session, client, editor, sign_in, draft, partner):
        add_co_organiser(session, draft, partner)
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))

        assert client.post(PAGE, data=editor(PAGE).data("publish")).status_code == 403
        assert stored(session).status == Status.DRAFT


@pytest.mark.usefixtures("draft")
class TestSeriesAndTopics:
    def test_only_the_hosts_series_are_suggested(self, session, editor, host, partner):
        make_series(session, host, "The Night Sky")
        make_series(session, partner, "Theirs")

        suggested = [each.get("value") for each in editor(PAGE).page.xpath("//datalist[@id='series-titles']/option")]

        assert suggested == ["The Night Sky"]

    @pytest.mark.usefixtures("oskar")
    def test_topics_of_others_drafts_are_not_suggested(self, session, editor, host):
        elsewhere = session.scalars(sa.select(Organisation).where(Organisation.slug == "elsewhere-club")).one()
        for organisation, status, name in (
            (host, Status.DRAFT, "Our Plans"),
            (elsewhere, Status.DRAFT, "Their Plans"),
            (elsewhere, Status.PUBLISHED, "Astronomy"),
        ):
            webinar = make_webinar(session, organisation, name, status=status)
            session.refresh(webinar, ["topics"])
            webinar.topics.append(make_topic(session, name))

        page = editor(PAGE).page.text_content()

        assert "Topics used so far: Astronomy, Our Plans." in page
        assert "Their Plans" not in page

    def test_they_are_taken_out_by_emptying_their_fields(self, session, client, editor):
        client.post(PAGE, data=editor(PAGE).fill(series="The Night Sky", topics="Astronomy").data())
        client.post(PAGE, data=editor(PAGE).fill(series="", topics="").data())

        webinar = stored(session)
        assert (webinar.series, webinar.topics) == (None, [])
        assert session.scalar(sa.select(sa.func.count(Series.id))) == 1


def test_what_is_moved_into_the_past_is_said_to_stand_there(session, client, host, editor):
    make_webinar(session, host, starts_wall=wall_time("2037-07-04T16:00"))

    def saved(**changes):
        client.post(PAGE, data=editor(PAGE).fill(**changes).data())
        return client.get(PAGE).text

    moved, slipped, retitled = saved(date="2037-07-05"), saved(date="2017-07-05"), saved(title="Tails")

    assert "The page and calendars say that it has moved." in moved
    assert "Its start has passed" not in moved
    assert "Its start has passed: it stands among past webinars." in slipped
    assert "Its start has passed" not in retitled


def test_another_start_of_a_cancelled_webinar_is_refused_in_a_sentence(session, client, host, editor):
    make_webinar(session, host, status=Status.CANCELLED, starts_wall=wall_time("2027-07-04T16:00"))

    answer = client.post(PAGE, data=editor(PAGE).fill(hour="18:00", title="Comets").data())

    assert answer.status_code == 422
    assert "It is cancelled. Restore it first" in answer.text
    assert stored(session).starts_wall == wall_time("2027-07-04T16:00")
