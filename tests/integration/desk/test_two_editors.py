"""Two people who change one webinar at the same time."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    make_member,
    make_membership,
    make_organisation,
    make_speaker,
    make_webinar,
)
from tests.filled_form import FilledForm
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import AuditEvent, PartnerRight, Role, Status, Webinar
from webinars.site.desk.editor.forms import FIELDS_OF, HOST

PAGE = "/manage/webinars/comets-and-their-tails"


@pytest.fixture
def draft(session, host):
    draft = make_webinar(session, host, status=Status.DRAFT, starts_wall=dt.datetime.fromisoformat("2027-07-04T16:00"))
    for name in ("Mary Somerville", "Isaac Newton", "Wang Zhenyi"):
        add_appearance(session, draft, make_speaker(session, host, name))
    for text in ("What?", "Where?"):
        add_question(session, draft, text)
    return draft


@pytest.fixture
def caroline(session, host):
    return make_member(session, host, "Caroline Herschel", Role.EDITOR)


@pytest.fixture
def mine(client, sign_in, olga, draft):
    """Olga's form, opened before Caroline saves."""
    sign_in(client, olga)
    return FilledForm(client.get(PAGE))


@pytest.fixture
def theirs(new_client, sign_in, caroline, draft):
    """Caroline's form, and `theirs.save()`."""
    browser = new_client()
    sign_in(browser, caroline)
    form = FilledForm(browser.get(PAGE))
    form.save = lambda: browser.post(PAGE, data=form.data())
    return form


@pytest.fixture
def save(client):
    """`save(form)`: what Olga is answered."""
    return lambda form, press="save": client.post(PAGE, data=form.data(press))


def stored(session, slug="comets-and-their-tails"):
    session.rollback()
    session.expire_all()
    return webinar_to_edit(session, slug)


def names(webinar):
    return [appearance.speaker.name for appearance in webinar.lineup]


def key_of(form, ending, value):
    """The key of the row whose field `ending` holds `value`."""
    return next(name for name, text in form.fields if name.endswith(ending) and text.strip() == value).split("-")[1]


def asked(form):
    """What is asked: the label with both values, stored first."""
    found = {}
    for each in form.page.xpath("//fieldset[contains(@class, 'conflict')]"):
        label = " ".join(each.xpath("./legend")[0].text_content().split())
        found[label] = [value.text_content().strip() for value in each.xpath(".//*[@class='keeps-lines']")]
    return found


def choose(form, side):
    """Answer everything that is asked for this side."""
    for radio in form.page.xpath("//fieldset[contains(@class, 'conflict')]//input"):
        if radio.get("value").startswith(side):
            form.put(radio.get("name"), radio.get("value"))
    return form


def rows_as_they_stand(form, *moved):
    """The rows of a form in the order `moved`: pairs of a list and the key of the row that goes to the end."""
    for name, key in moved:
        part = [pair for pair in form.fields if pair[0].startswith(f"{name}-{key}-")]
        form.fields = [pair for pair in form.fields if pair not in part] + part
    return form


class TestNothingCollides:
    def test_what_each_changed_is_stored_and_said(self, session, client, mine, theirs, save):
        theirs.fill(summary="Their words.", hour="18:00").save()

        answer = save(mine.fill(description="Long.", topics="Optics"))

        webinar = stored(session)
        assert answer.status_code == 303
        assert (webinar.summary, webinar.description) == ("Their words.", "Long.")
        assert webinar.starts_wall == dt.datetime.fromisoformat("2027-07-04T18:00")
        assert "Saved as a draft. What Caroline Herschel changed meanwhile is kept: " in client.get(PAGE).text

    def test_the_sentence_names_what_is_kept(self, client, mine, theirs, save):
        theirs.fill(summary="Their words.", new_question="Why?").save()

        save(mine.fill(title="Comets"))

        page = client.get("/manage/webinars/comets").text
        assert "What Caroline Herschel changed meanwhile is kept: Summary and Questions." in page

    def test_nobody_is_named_when_it_was_oneself_in_another_window(self, client, mine, save):
        other = FilledForm(client.get(PAGE))
        save(other.fill(summary="Typed there."))

        save(mine.fill(description="Typed here."))

        assert "What you changed meanwhile in another window is kept: Summary." in client.get(PAGE).text

    def test_who_has_changed_nothing_takes_nothing_back(self, session, mine, theirs, save):
        theirs.fill(summary="Their words.", join_passcode="comet", topics="Optics", date="2027-07-11").save()

        assert save(mine).status_code == 303

        webinar = stored(session)
        assert (webinar.summary, webinar.join_passcode, webinar.starts_on.day) == ("Their words.", "comet", 11)
        assert [topic.name for topic in webinar.topics] == ["Optics"]

    def test_publishing_keeps_it_as_well(self, session, mine, theirs, save):
        theirs.fill(summary="Their words.").save()

        assert save(mine.fill(description="Long."), "publish").status_code == 303

        webinar = stored(session)
        assert (webinar.status, webinar.summary, webinar.description) == (Status.PUBLISHED, "Their words.", "Long.")

    def test_topics_of_both_are_taken(self, session, mine, theirs, save):
        theirs.fill(topics="Optics, Tides").save()

        save(mine.fill(topics="Astronomy"))

        assert [topic.name for topic in stored(session).topics] == ["Astronomy", "Optics", "Tides"]

    def test_a_save_that_changes_nothing_disturbs_nobody(self, session, mine, theirs, save):
        theirs.save()

        assert save(mine.fill(summary="My words.")).status_code == 303
        assert session.scalar(sa.select(sa.func.count(AuditEvent.id)).where(AuditEvent.action == "webinar:update")) == 1

    def test_the_same_words_are_no_collision_whatever_their_blanks(self, session, mine, theirs, save):
        theirs.fill(title="Comets  and their\ntails, again", join_url="https://bbb.example/room").save()

        answer = save(mine.fill(title=" Comets and their tails, again", join_url="https://bbb.example/room "))

        assert answer.status_code == 303
        assert stored(session, "comets-and-their-tails-again").join_url == "https://bbb.example/room"


class TestRows:
    def test_parts_of_one_row_are_merged(self, session, mine, theirs, save):
        key = key_of(theirs, "-name", "Isaac Newton")
        theirs.put(f"lineup-{key}-talk_title", "Light").save()

        save(mine.put(f"lineup-{key}-affiliation", "Trinity College").put(f"lineup-{key}-has_agreed", None))

        newton = stored(session).lineup[1]
        assert (newton.talk_title, newton.affiliation, newton.has_agreed) == ("Light", "Trinity College", False)

    def test_who_was_added_removed_and_moved_by_either(self, session, host, mine, theirs, save):
        for name in ("Ada Lovelace", "Émilie du Châtelet"):
            make_speaker(session, host, name)
        removed = key_of(theirs, "-name", "Isaac Newton")
        theirs.fields = [pair for pair in theirs.fields if not pair[0].startswith(f"lineup-{removed}-")]
        theirs.fill(new_speaker="Ada Lovelace").save()

        save(
            rows_as_they_stand(mine, ("lineup", key_of(mine, "-name", "Mary Somerville"))).fill(
                new_speaker="Émilie du Châtelet"
            )
        )

        assert names(stored(session)) == ["Wang Zhenyi", "Ada Lovelace", "Mary Somerville", "Émilie du Châtelet"]

    def test_questions_reworded_by_one_and_added_by_the_other(self, session, mine, theirs, save):
        theirs.put(f"questions-{key_of(theirs, '-text', 'Where?')}-text", "Where to?").save()

        save(mine.fill(new_question="Why?"))

        assert [each.text for each in stored(session).questions] == ["What?", "Where to?", "Why?"]

    def test_the_same_added_by_both_stands_once(self, session, mine, theirs, save, host):
        make_speaker(session, host, "Ada Lovelace")
        make_organisation(session, "Accademia dei Lincei")
        changes = {"new_question": "Why?", "new_speaker": "Ada Lovelace", "new_co_organiser": "Accademia dei Lincei"}
        theirs.fill(**changes).save()

        assert save(mine.fill(**changes)).status_code == 303

        webinar = stored(session)
        assert [each.text for each in webinar.questions] == ["What?", "Where?", "Why?"]
        assert names(webinar)[3:] == ["Ada Lovelace"]
        assert len(webinar.co_organisers) == 1

    def test_display_zones_are_known_by_what_they_were(self, session, mine, theirs, save):
        theirs.put(f"display_zones-{key_of(theirs, '-label', 'Britain')}-label", "United Kingdom").save()

        save(mine.put(f"display_zones-{key_of(mine, '-label', 'US Eastern')}-timezone", "America/Toronto"))

        zones = [(zone["label"], zone["timezone"]) for zone in stored(session).display_zones]
        assert zones[:2] == [("United Kingdom", "Europe/London"), ("US Eastern", "America/Toronto")]

    def test_an_invitation_of_another_stays(self, session, mine, theirs, save):
        make_organisation(session, "Accademia dei Lincei")
        theirs.fill(new_co_organiser="Accademia dei Lincei").save()

        save(mine.fill(summary="My words."))

        assert [each.organisation.name for each in stored(session).co_organisers] == ["Accademia dei Lincei"]

    def test_hosts_that_change_their_zones_meanwhile_are_followed(self, session, host, mine, save):
        host.display_zones = [{"label": "Ireland", "timezone": "Europe/Dublin"}]

        save(mine.fill(summary="My words."))

        assert stored(session).display_zones == []


class TestCollisions:
    def test_both_values_are_shown_and_nothing_is_stored(self, session, mine, theirs, save):
        theirs.fill(summary="Their words.", topics="Optics").save()

        answer = save(mine.fill(summary="My words.", description="Long."))

        shown = FilledForm(answer)
        assert answer.status_code == 409
        assert asked(shown) == {"Summary": ["Their words.", "My words."]}
        assert "What Caroline Herschel changed meanwhile is kept: Topics." in answer.text
        assert [shown[name].strip() for name in ("summary", "description")] == ["My words.", "Long."]
        assert (stored(session).summary, stored(session).description) == ("Their words.", "")

    @pytest.mark.parametrize(("side", "summary"), [("mine", "My words."), ("theirs", "Their words.")])
    def test_what_is_chosen_is_stored_with_the_rest(self, session, mine, theirs, save, side, summary):
        theirs.fill(summary="Their words.", topics="Optics").save()
        shown = FilledForm(save(mine.fill(summary="My words.", description="Long.")))

        answer = save(choose(shown, side))

        webinar = stored(session)
        assert answer.status_code == 303
        assert (webinar.summary, webinar.description) == (summary, "Long.")
        assert [topic.name for topic in webinar.topics] == ["Optics"]

    def test_without_a_choice_it_is_asked_again(self, session, mine, theirs, save):
        theirs.fill(summary="Their words.", title="Their title").save()
        shown = FilledForm(save(mine.fill(summary="My words.", title="My title")))
        shown.put("settle/title", next(each for each in shown.page.xpath("//input/@value") if each.startswith("mine ")))

        again = FilledForm(save(shown.fill(summary="Typed anew.")))

        assert asked(again) == {"Summary": ["Their words.", "Typed anew."]}
        assert again["title"].strip() == "My title"
        assert stored(session, "their-title").summary == "Their words."
        save(choose(again, "mine"))
        assert stored(session, "my-title").summary == "Typed anew."

    def test_what_was_kept_may_be_changed_without_being_asked(self, session, mine, theirs, save):
        theirs.fill(summary="Their words.", description="Their text.", new_question="Why?").save()
        shown = FilledForm(save(mine.fill(summary="My words.")))
        shown.put(f"questions-{key_of(shown, '-text', 'Why?')}-text", "Why not?")

        answer = save(choose(shown, "mine").fill(description="My text after all."))

        assert answer.status_code == 303
        webinar = stored(session)
        assert (webinar.summary, webinar.description) == ("My words.", "My text after all.")
        assert [each.text for each in webinar.questions] == ["What?", "Where?", "Why not?"]

    def test_an_answer_to_what_is_no_longer_stored_is_asked_for_again(self, session, mine, theirs, save):
        theirs.fill(summary="Their words.").save()
        shown = choose(FilledForm(save(mine.fill(summary="My words."))), "mine")
        theirs.fill(summary="Their other words.").put("beginning", shown["beginning"]).save()
        session.execute(sa.update(Webinar).values(summary="Their other words."))
        session.commit()

        again = FilledForm(save(shown))

        assert asked(again) == {"Summary": ["Their other words.", "My words."]}

    def test_moving_a_row_without_scripts_leaves_what_is_asked(self, mine, theirs, save):
        theirs.fill(summary="Their words.", title="Their title").save()
        shown = choose(FilledForm(save(mine.fill(summary="My words.", title="My title"))), "mine")

        moved = save(shown, f"up lineup {key_of(shown, '-name', 'Isaac Newton')}")

        assert moved.status_code == 200
        assert FilledForm(moved).values("-name")[:2] == ["Isaac Newton", "Mary Somerville"]
        assert save(FilledForm(moved).fill()).status_code == 303

    def test_a_start_is_one_thing(self, session, mine, theirs, save):
        theirs.fill(timezone="Asia/Kolkata").save()

        shown = FilledForm(save(mine.fill(hour="18:00")))

        assert asked(shown) == {
            "Start": ["Sunday 4 July 2027, 16:00, Asia/Kolkata", "Sunday 4 July 2027, 18:00, Europe/London"]
        }
        save(choose(shown, "theirs"))
        assert (stored(session).starts_wall.hour, stored(session).timezone) == (16, "Asia/Kolkata")

    def test_what_cannot_be_read_is_kept_as_typed_and_said_at_its_field(self, mine, theirs, save):
        theirs.fill(hour="18:00").save()

        shown = FilledForm(save(mine.fill(hour="teatime")))

        assert asked(shown)["Start"][1] == "Sunday 4 July 2027, teatime, Europe/London"
        refused = save(choose(shown, "mine"))
        assert (refused.status_code, FilledForm(refused)["hour"]) == (422, "teatime")

    def test_a_cell_that_both_changed_is_asked_about_alone(self, session, mine, theirs, save):
        key = key_of(mine, "-name", "Isaac Newton")
        theirs.put(f"lineup-{key}-talk_title", "Light").put(f"lineup-{key}-role", "moderator").save()

        shown = FilledForm(save(mine.put(f"lineup-{key}-talk_title", "Gravity")))

        assert asked(shown) == {"Line-up, Isaac Newton: Title of the talk": ["Light", "Gravity"]}
        save(choose(shown, "mine"))
        newton = stored(session).lineup[1]
        assert (newton.talk_title, newton.role.value) == ("Gravity", "moderator")

    @pytest.mark.parametrize(("side", "texts"), [("mine", ["What?", "Whither?"]), ("theirs", ["What?"])])
    def test_a_row_that_one_took_out_and_the_other_changed(self, session, mine, theirs, save, side, texts):
        removed = key_of(theirs, "-text", "Where?")
        theirs.fields = [pair for pair in theirs.fields if not pair[0].startswith(f"questions-{removed}-")]
        theirs.save()

        shown = FilledForm(save(mine.put(f"questions-{removed}-text", "Whither?")))

        assert asked(shown) == {"Questions, Whither?": ["taken out", "Whither?"]}
        assert save(choose(shown, side)).status_code == 303
        assert [each.text for each in stored(session).questions] == texts

    @pytest.mark.parametrize(("side", "texts"), [("mine", ["What?"]), ("theirs", ["What?", "Whither?"])])
    def test_a_row_that_one_changed_and_the_other_took_out(self, session, mine, theirs, save, side, texts):
        changed = key_of(theirs, "-text", "Where?")
        theirs.put(f"questions-{changed}-text", "Whither?").save()
        mine.fields = [pair for pair in mine.fields if not pair[0].startswith(f"questions-{changed}-")]

        shown = FilledForm(save(mine))

        assert asked(shown) == {"Questions, Whither?": ["Whither?", "taken out"]}
        assert save(choose(shown, side)).status_code == 303
        assert [each.text for each in stored(session).questions] == texts

    @pytest.mark.parametrize(
        ("side", "order"),
        [
            ("mine", ["Mary Somerville", "Wang Zhenyi", "Isaac Newton"]),
            ("theirs", ["Isaac Newton", "Wang Zhenyi", "Mary Somerville"]),
        ],
    )
    def test_two_orders_are_asked_about(self, session, mine, theirs, save, side, order):
        last = [("lineup", key_of(theirs, "-name", name)) for name in ("Wang Zhenyi", "Mary Somerville")]
        rows_as_they_stand(theirs, *last).save()
        rows_as_they_stand(mine, ("lineup", key_of(mine, "-name", "Isaac Newton")))

        shown = FilledForm(save(mine))

        assert list(asked(shown)) == ["Line-up: order"]
        assert save(choose(shown, side)).status_code == 303
        assert names(stored(session)) == order

    def test_of_long_texts_the_place_is_shown_where_they_differ(self, mine, theirs, save):
        theirs.fill(description=f"{'a' * 400} theirs {'b' * 400}").save()

        shown = FilledForm(save(mine.fill(description=f"{'a' * 400} mine {'b' * 400}")))

        values = asked(shown)["Description"]
        assert [len(value) < 200 for value in values] == [True, True]
        assert [word in value for word, value in zip(("theirs", "mine"), values, strict=True)] == [True, True]


class TestSentTwice:
    @pytest.mark.parametrize("button", ["save", "publish"])
    def test_a_form_sent_twice_is_saved_and_blames_nobody(self, session, client, mine, save, host, button):
        make_speaker(session, host, "Ada Lovelace")
        mine.fill(summary="My words.", new_question="Why?", new_speaker="Ada Lovelace", topics="Tides, Optics")

        answers = [save(mine, button) for _press in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert "meanwhile" not in client.get(PAGE).text
        webinar = stored(session)
        assert webinar.status == (Status.PUBLISHED if button == "publish" else Status.DRAFT)
        assert [each.text for each in webinar.questions] == ["What?", "Where?", "Why?"]
        assert names(webinar)[3:] == ["Ada Lovelace"]

    def test_what_was_not_done_yet_is_done(self, session, client, mine, save):
        publishing = FilledForm(client.get(PAGE)).fill(summary="My words.")
        save(mine.fill(summary="My words."))

        assert save(publishing, "publish").status_code == 303
        assert stored(session).status == Status.PUBLISHED


class TestWhatBecameOfIt:
    def test_a_draft_that_was_renamed_is_found(self, session, mine, theirs, save):
        theirs.fill(title="Comets").save()

        answer = save(mine.fill(summary="My words."))

        assert answer.location == "/manage/webinars/comets"
        assert stored(session, "comets").summary == "My words."

    def test_another_that_has_taken_its_address_is_left_alone(self, session, host, mine, theirs, save):
        theirs.fill(title="Comets").save()
        make_webinar(session, host, "Comets and their tails", status=Status.DRAFT)

        save(mine.fill(summary="My words."))

        assert (stored(session).summary, stored(session, "comets").summary) == ("", "My words.")

    def test_a_draft_that_was_deleted_may_be_begun_anew(self, session, client, mine, save):
        client.post(f"{PAGE}/delete")

        answer = save(mine.fill(summary="My words."))

        shown = FilledForm(answer)
        assert answer.status_code == 409
        assert "This draft has been deleted meanwhile." in answer.text
        assert client.post(shown.form.get("action"), data=shown.data()).status_code == 303
        webinar = stored(session)
        assert (webinar.summary, names(webinar)[:1]) == ("My words.", ["Mary Somerville"])
        assert [each.text for each in webinar.questions] == ["What?", "Where?"]

    def test_a_deleted_one_is_nothing_to_strangers(self, client, sign_in, oskar, mine, save):
        client.post(f"{PAGE}/delete")
        sign_in(client, oskar)

        answer = save(mine.fill(summary="Typed."))

        assert answer.status_code == 404
        assert "Typed." in answer.text

    def test_who_may_decide_more_by_now_has_emptied_nothing(self, session, client, sign_in, draft, partner, host):
        add_co_organiser(session, draft, partner)
        draft.join_url = "https://bbb.example/room"
        oda = make_member(session, partner, "Oda", Role.EDITOR)
        sign_in(client, oda)
        form = FilledForm(client.get(PAGE))
        make_membership(session, host, oda, Role.EDITOR)

        assert client.post(PAGE, data=form.fill(summary="My words.").data()).status_code == 303

        webinar = stored(session)
        assert (webinar.summary, webinar.join_url) == ("My words.", "https://bbb.example/room")
        assert webinar.starts_wall is not None


class TestBeginning:
    def test_it_holds_no_value_and_nothing_that_is_the_hosts_to_see(self, session, client, sign_in, draft, partner):
        draft.join_passcode = "halley"
        add_co_organiser(session, draft, partner)
        sign_in(client, make_member(session, partner, "Oda", Role.EDITOR))

        beginning = FilledForm(client.get(PAGE))["beginning"]

        content = json.loads(beginning)
        assert {*content["fields"], *content["tables"]} & {
            *FIELDS_OF[HOST],
            *FIELDS_OF[PartnerRight.PUBLISH],
            *FIELDS_OF[PartnerRight.REGISTRATIONS],
            "start",
        } == set()
        assert "title" in content["fields"]
        assert draft.title not in beginning

    @pytest.mark.parametrize(
        "beginning",
        [
            *("", "x", "[]", "{}", "null", "[" * 5000, '{"webinar":"1"}'),
            '{"webinar":1e999,"at":"2027-01-01","fields":{},"tables":{}}',
            '{"webinar":99999999999,"at":"2027-01-01T00:00Z","fields":{},"tables":{}}',
            '{"webinar":1,"at":"0001-01-01T00:00+05:00","fields":{},"tables":{}}',
            '{"webinar":1,"at":"2027-01-01T00:00Z","fields":7,"tables":{"lineup":[]}}',
        ],
    )
    def test_a_made_up_one_asks_about_everything_that_differs(self, mine, save, beginning):
        answer = save(mine.fill(summary="My words.").put("beginning", beginning))

        assert answer.status_code == 409
        assert asked(FilledForm(answer)) == {"Summary": ["nothing", "My words."]}
        assert save(choose(FilledForm(answer), "mine")).status_code == 303
