"""A calendar pasted or uploaded in the browser."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import html

from tests import factories
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.life_cycle import publish
from webinars.models import Role, Source, Status, Webinar

EXPORTS = Path(__file__).parents[2] / "unit/pure/ical/reading/exports"
START = "DTSTART;TZID=Europe/London:20270701T160000"
END = "DTEND;TZID=Europe/London:20270701T173000"
COMETS = ("UID:comets@example", START, END, "SUMMARY:Comets and their tails", "DESCRIPTION:Ice and dust.")
FLOATING = ("UID:tides@example", "DTSTART:20270702T160000", "DURATION:PT1H", "SUMMARY:Tides")
WEEKLY = ("UID:moon@example", START, END, "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:The moon")


@pytest.fixture
def lunar(session):
    return factories.make_organisation(session, "Lunar Society", timezone="Europe/London")


@pytest.fixture
def webinars(session):
    def webinars():
        session.expunge_all()
        return session.scalars(sa.select(Webinar).options(*whole()).order_by(Webinar.starts_on, Webinar.title)).all()

    return webinars


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def words_of(element):
    return " ".join(element.text_content().split())


def paste(client, text, **fields):
    first = html.fromstring(client.get("/manage/paste").text)
    token = first.xpath("//input[@name='csrf_token']/@value")[0]
    return client.post("/manage/paste", data={"csrf_token": token, "text": text, **fields})


def send(client, page, *, to="/manage/paste/entries", **changes):
    """Send the form of the page as a browser would, with some of its fields changed."""
    form = next(form for form in html.fromstring(page.text).forms if form.get("action").endswith("/entries"))
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return client.post(to, data={name: value for name, value in (fields | changes).items() if value is not None})


def boxes(page, name):
    """What each checkbox of that name says, with whether it is ticked."""
    return [
        (words_of(box.getparent()), box.get("checked") is not None)
        for box in html.fromstring(page.text).xpath(f"//input[@name='{name}']")
    ]


def test_each_entry_stands_there_with_what_was_understood_and_nothing_is_stored(session, client, olga):
    page = paste(client, calendar(COMETS, WEEKLY, head=["X-WR-CALNAME:Evenings"]))

    shown = words_of(html.fromstring(page.text).xpath("//main")[0])
    assert page.status_code == 200
    assert "We read your calendar. It has 4 dates." in shown
    assert "Evenings. What is ticked becomes a draft of Lunar Society." in shown
    assert boxes(page, "entries") == [("Comets and their tails", True), *[("The moon", True)] * 3]
    assert "Thursday 1 July 2027, 4pm Britain, 11am US Eastern, 8am US Pacific" in shown
    assert "Thursday 15 July 2027, 4pm Britain, 11am US Eastern" in shown
    assert "Description: “Ice and dust.”" in shown
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0
    assert session.scalar(sa.select(sa.func.count(Source.id))) == 0


def test_hours_are_written_as_the_host_writes_them(session, client, olga, lunar):
    lunar.hour_style = "digits"
    session.commit()

    assert "16:00 Britain" in paste(client, calendar(COMETS)).text


def test_what_is_ticked_becomes_drafts_and_the_rest_does_not(client, olga, webinars):
    page = paste(client, calendar(COMETS, WEEKLY))
    keys = html.fromstring(page.text).xpath("//input[@name='entries']/@value")

    answer = send(client, page, entries=keys[1:3])

    assert (answer.status_code, answer.location) == (303, "/manage/")
    assert [(webinar.title, webinar.status, f"{webinar.starts_wall:%d %H:%M}") for webinar in webinars()] == [
        ("The moon", Status.DRAFT, "01 16:00"),
        ("The moon", Status.DRAFT, "08 16:00"),
    ]
    assert "2 drafts are made." in client.get("/manage/").text


def test_one_draft_leads_to_its_editor(client, olga, webinars):
    answer = send(client, paste(client, calendar(COMETS)))

    (webinar,) = webinars()
    assert answer.location == f"/manage/webinars/{webinar.slug}"
    assert (webinar.description, webinar.duration_minutes) == ("Ice and dust.", 90)


def test_the_same_calendar_again_offers_nothing_twice(client, olga, webinars):
    send(client, paste(client, calendar(COMETS, WEEKLY)))

    again = paste(client, calendar(COMETS, WEEKLY))

    assert boxes(again, "entries") == []
    assert again.text.count("It says nothing that is not there already.") == 4
    assert "Take what is ticked" not in again.text
    assert send(client, again).status_code == 422
    assert len(webinars()) == 4


def test_what_changed_is_a_choice_and_what_a_person_edited_is_not_ticked(session, client, olga, webinars):
    send(client, paste(client, calendar(COMETS)))
    (webinar,) = webinars()
    webinar.description = "Ice, dust and light."
    session.commit()
    later = [line.replace("20270701T1", "20270702T1").replace("dust.", "fire.") for line in COMETS]

    page = paste(client, calendar(later))

    assert boxes(page, "proposals") == [
        ("Description: “Ice and fire.”, instead of “Ice, dust and light.”.", False),
        ("Start: Friday 2 July 2027, 4pm in Britain, instead of Thursday 1 July 2027, 4pm in Britain.", True),
    ]
    send(client, page)
    (after,) = webinars()
    assert f"{after.starts_wall:%d %H:%M}" == "02 16:00"
    assert after.description == "Ice, dust and light."


def test_a_person_may_take_over_what_was_edited(session, client, olga, webinars):
    send(client, paste(client, calendar(COMETS)))
    (webinar,) = webinars()
    webinar.title = "Comets"
    session.commit()
    page = paste(client, calendar(COMETS))

    send(client, page, proposals=html.fromstring(page.text).xpath("//input[@name='proposals']/@value"))

    assert webinars()[0].title == "Comets and their tails"


def test_hours_without_a_zone_are_asked_about(client, olga, webinars):
    page = paste(client, calendar(FLOATING))
    asked = html.fromstring(page.text).get_element_by_id("timezone")

    again = send(client, page, to="/manage/paste", timezone="Asia/Kolkata")

    assert "whose clocks show them?" in page.text
    assert asked.get("value") == "Europe/London"
    assert "Friday 2 July 2027, 4pm Britain" in page.text
    assert "whose clocks show them?" not in again.text
    assert "Friday 2 July 2027, 4pm India" in again.text
    send(client, again)
    assert [(webinar.timezone, f"{webinar.starts_at:%H:%M}") for webinar in webinars()] == [("Asia/Kolkata", "10:30")]


def test_the_zone_a_person_chose_for_an_hour_without_one_stays(client, olga, webinars):
    page = paste(client, calendar(FLOATING))
    send(client, send(client, page, to="/manage/paste", timezone="Asia/Kolkata"))

    again = paste(client, calendar(FLOATING))
    moved = paste(client, calendar([line.replace("T16", "T17") for line in FLOATING]))

    assert "whose clocks show them?" not in again.text
    assert "Friday 2 July 2027, 4pm India" in again.text
    assert boxes(again, "proposals") == []
    assert "whose clocks show them?" in moved.text
    assert boxes(moved, "proposals") == [
        ("Start: Friday 2 July 2027, 5pm in Britain, instead of Friday 2 July 2027, 4pm in India.", True)
    ]
    assert [webinar.timezone for webinar in webinars()] == ["Asia/Kolkata"]


def test_a_zone_that_is_none_is_said_and_no_tick_is_lost(client, olga):
    page = paste(client, calendar(FLOATING, COMETS))
    keys = html.fromstring(page.text).xpath("//input[@name='entries']/@value")

    again = send(client, page, to="/manage/paste", timezone="Europe/Lodnon", entries=keys[1:])

    assert again.status_code == 422
    assert "We know no place “Europe/Lodnon”." in again.text
    assert html.fromstring(again.text).get_element_by_id("timezone").get("value") == "Europe/Lodnon"
    assert [is_ticked for _words, is_ticked in boxes(again, "entries")] == [False, True]


def test_what_is_lost_and_what_blocks_is_said(client, olga):
    page = paste(client, (EXPORTS / "google.ics").read_text())

    shown = words_of(html.fromstring(page.text).xpath("//main")[0])
    assert "1 cancelled event makes no draft." in shown
    assert "1 attendee was left out." in shown
    assert "“Outing” takes whole days: it has a date, and no hour." in shown


def test_an_entry_cancelled_since_is_named_and_left(client, olga, webinars):
    send(client, paste(client, calendar(COMETS)))

    page = paste(client, calendar((*COMETS, "STATUS:CANCELLED")))

    shown = words_of(html.fromstring(page.text).xpath("//main")[0])
    assert "“Comets and their tails”: the calendar says that Thursday 1 July 2027 is cancelled." in shown
    assert webinars()[0].status == Status.DRAFT


LAST_OUT = (*WEEKLY, "EXDATE;TZID=Europe/London:20270715T160000")


def gone_buttons(page):
    return [
        (words_of(button), button.get("value")) for button in html.fromstring(page.text).xpath("//button[@name='gone']")
    ]


def press(client, page, button):
    return send(client, page, to="/manage/paste/entries/gone", gone=button[1])


@pytest.fixture
def published(session, client, olga, webinars):
    send(client, paste(client, calendar(WEEKLY)))
    for webinar in webinars():
        publish(session, OPERATOR, webinar, now=clock.now())
    session.commit()


def test_a_draft_that_is_gone_from_the_calendar_is_deleted(client, olga, webinars):
    send(client, paste(client, calendar(WEEKLY)))
    page = paste(client, calendar(LAST_OUT))

    after = press(client, page, gone_buttons(page)[0])

    assert gone_buttons(page)[0][0] == "Delete the draft"
    assert "The draft “The moon” is deleted." in after.text
    assert len(webinars()) == 2


@pytest.mark.usefixtures("published")
class TestGone:
    def test_what_the_calendar_no_longer_holds_is_asked_about(self, client, webinars):
        page = paste(client, calendar(LAST_OUT))

        shown = words_of(html.fromstring(page.text).xpath("//main")[0])
        assert "One webinar is no longer in the calendar" in shown
        assert "“The moon”: Thursday 15 July 2027 is no longer in the calendar." in shown
        assert [words for words, _value in gone_buttons(page)] == ["Cancel it", "Keep it"]
        assert {webinar.status for webinar in webinars()} == {Status.PUBLISHED}

    def test_it_is_cancelled_and_the_calendar_stands_there_again(self, client, webinars):
        page = paste(client, calendar(LAST_OUT, COMETS))
        keys = html.fromstring(page.text).xpath("//input[@name='entries']/@value")

        after = send(client, page, to="/manage/paste/entries/gone", gone=gone_buttons(page)[0][1], entries=None)

        assert after.status_code == 200
        assert "“The moon” is cancelled." in after.text
        assert [webinar.status for webinar in webinars()].count(Status.CANCELLED) == 1
        assert gone_buttons(after) == []
        assert (boxes(after, "entries"), len(keys)) == ([("Comets and their tails", False)], 1)

    def test_it_is_kept_and_not_asked_about_again(self, client, webinars):
        page = paste(client, calendar(LAST_OUT))

        after = press(client, page, gone_buttons(page)[1])

        assert "“The moon” stays as it is. This calendar will not ask again." in after.text
        assert gone_buttons(paste(client, calendar(LAST_OUT))) == []
        assert {webinar.status for webinar in webinars()} == {Status.PUBLISHED}

    def test_who_comes_second_is_told(self, client, webinars):
        page = paste(client, calendar(LAST_OUT))
        cancel, keep = gone_buttons(page)
        press(client, page, keep)

        after = press(client, page, cancel)

        assert after.status_code == 409
        assert "This has been decided already, or the calendar holds it again. Nothing was changed." in after.text
        assert {webinar.status for webinar in webinars()} == {Status.PUBLISHED}

    @pytest.mark.parametrize("value", ["", "burn 1", "cancel x", "cancel", "keep " + "9" * 30])
    def test_what_no_button_sends_is_refused(self, client, value):
        assert press(client, paste(client, calendar(LAST_OUT)), ("", value)).status_code == 400

    def test_others_decide_nothing(self, session, client, sign_in, webinars):
        page = paste(client, calendar(LAST_OUT))
        others = factories.make_organisation(session, "Society of Others")
        oskar = factories.make_member(session, others, "Oskar", Role.EDITOR)
        session.commit()
        sign_in(client, oskar)

        again = paste(client, calendar(LAST_OUT))
        after = send(
            client, again, to="/manage/paste/entries/gone", gone=gone_buttons(page)[0][1], organisation="lunar-society"
        )

        assert after.status_code == 422
        assert gone_buttons(again) == []
        assert {webinar.status for webinar in webinars()} == {Status.PUBLISHED}

    def test_a_series_that_has_moved_is_offered_as_the_same(self, client, webinars):
        moved = [line.replace("T16", "T17").replace("T173", "T183") if "DT" in line else line for line in WEEKLY]

        page = paste(client, calendar(moved))

        assert "“The moon” has moved in the calendar with all its 3 dates" in page.text
        assert (boxes(page, "entries"), gone_buttons(page)) == ([], [])
        assert [is_ticked for _words, is_ticked in boxes(page, "proposals")] == [True] * 3
        send(client, page)
        assert [f"{webinar.starts_wall:%d %H}" for webinar in webinars()] == ["01 17", "08 17", "15 17"]
        assert boxes(paste(client, calendar(moved)), "proposals") == []


@pytest.mark.usefixtures("derived")
def test_our_own_feed_offers_nothing(session, client, olga, lunar):
    factories.make_webinar(session, lunar, "Comets of our own")
    session.commit()

    page = paste(client, client.get("/calendar.ics").text)

    assert "Comets of our own" in page.text
    assert "This entry comes from this site." in page.text
    assert boxes(page, "entries") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_texts_place(client, olga, encoding):
    comets = [line.replace("Comets", "Comètes") for line in COMETS]
    file = (io.BytesIO(calendar(comets).encode(encoding)), "evenings.ics")

    page = paste(client, "left over", file=file)

    assert boxes(page, "entries") == [("Comètes and their tails", True)]


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*.ics")), ids=lambda path: path.stem)
def test_the_exports_of_other_programs_become_drafts_and_nothing_twice(client, olga, webinars, path):
    page = paste(client, "", file=(io.BytesIO(path.read_bytes()), path.name))
    count = len(boxes(page, "entries"))

    answer = send(client, page)

    assert count > 0
    assert answer.status_code == 303
    assert len(webinars()) == count
    again = paste(client, path.read_text())
    assert boxes(again, "entries") == boxes(again, "proposals") == []


DAYS = [(f"UID:{name}@example", START, END, "RRULE:FREQ=DAILY;COUNT=160") for name in ("days", "nights")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (calendar(), "The calendar holds no event."),
        (
            calendar((*COMETS, "CLASS:PRIVATE")).removesuffix("END:VCALENDAR\r\n"),
            "what stood behind is missing. 1 private event was left out.",
        ),
        (calendar(*DAYS), "The calendar holds more than 200 dates. Export fewer."),
        (calendar((*COMETS, *(["COMMENT:" + "x" * 70] * 13_000))), "This calendar is larger than 1 MB."),
    ],
    ids=["empty", "private", "many", "large"],
)
def test_what_is_empty_or_too_large_is_refused_in_a_sentence_and_kept(client, olga, text, sentence):
    page = paste(client, text)

    assert page.status_code == 422
    assert sentence in page.text
    assert (
        html.fromstring(page.text).get_element_by_id("text").text.replace("\r\n", "\n").strip()
        == text.replace("\r\n", "\n").strip()
    )


def test_with_several_organisations_the_one_that_the_calendar_names_is_the_host(session, client, olga, lunar):
    solar = factories.make_organisation(session, "Solar Society")
    factories.make_membership(session, solar, olga, Role.EDITOR)
    factories.make_organisation(session, "Society of Others")
    session.commit()

    named = paste(client, calendar(COMETS, head=["X-WR-CALNAME:Solar Society"]))
    strange = paste(client, calendar(COMETS, head=["X-WR-CALNAME:Society of Others"]))
    silent = paste(client, calendar(COMETS))

    assert "becomes a draft of Solar Society" in named.text
    for page in (strange, silent):
        assert page.status_code == 422
        assert "Choose the organisation: the calendar names none with members that you may work for." in page.text
        assert "UID:comets@example" in page.text


def test_a_draft_cannot_be_made_for_somebody_elses_organisation(session, client, olga, webinars):
    others = factories.make_organisation(session, "Society of Others")
    session.commit()
    page = paste(client, calendar(COMETS))

    response = send(client, page, organisation=others.slug)

    assert response.status_code == 422
    assert webinars() == []


def test_what_others_imported_under_the_same_uid_is_not_shown(session, client, sign_in, olga, webinars):
    send(client, paste(client, calendar([line.replace("Ice", "A secret: ice") for line in COMETS])))
    others = factories.make_organisation(session, "Society of Others")
    oskar = factories.make_user(session, "Oskar")
    factories.make_membership(session, others, oskar, Role.EDITOR)
    session.commit()
    sign_in(client, oskar)

    page = paste(client, calendar(COMETS))

    assert "A secret" in webinars()[0].description
    assert "secret" not in page.text
    assert boxes(page, "entries") == [("Comets and their tails", True)]


def test_many_entries_take_no_more_queries_than_few(client, olga, count_statements):
    few, many = (
        calendar(("UID:moon@example", START, END, f"RRULE:FREQ=WEEKLY;COUNT={count}", "SUMMARY:Moon"))
        for count in (2, 40)
    )
    send(client, paste(client, few))
    with count_statements() as of_few:
        paste(client, few)
    send(client, paste(client, many))
    with count_statements() as of_many:
        paste(client, many)

    assert len(of_few) == len(of_many)


def test_strangers_are_sent_to_sign_in(client):
    assert client.post("/manage/paste/entries").status_code == 403


@pytest.mark.parametrize("name", ["Harbour clocks", "(GMT +01:00)"])
def test_a_zone_that_was_chosen_for_a_series_is_kept_when_it_comes_again(session, client, olga, lunar, webinars, name):
    lunar.timezone = "Europe/Berlin"
    session.commit()
    start = f"DTSTART;TZID={name}:20270315T090000"
    text = calendar(("UID:a", start, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Kelp"))
    page = paste(client, text)
    assert "whose clocks show them?" in page.text

    assert send(client, page).status_code == 303
    again = paste(client, text)

    assert [(webinar.timezone, webinar.starts_at.hour) for webinar in webinars()] == [
        ("Europe/Berlin", 8),
        ("Europe/Berlin", 8),
        ("Europe/Berlin", 7),
    ]
    assert boxes(again, "entries") == boxes(again, "proposals") == []
    assert again.text.count("9am Berlin") == 3
    assert "whose clocks show them?" not in again.text
