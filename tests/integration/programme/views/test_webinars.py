import datetime as dt
import json

import lxml.html
import pytest

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import (
    Agreement,
    AppearanceRole,
    FormerSlug,
    JoinAccess,
    RecordingCut,
    RecordingKind,
    RecordingPlan,
    Status,
    Visibility,
)

pytestmark = pytest.mark.usefixtures("derived")


SUNDAY_4PM = dt.datetime(2027, 2, 14, 16)
HOUR, DAY, MINUTE = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(minutes=1)


def head(response):
    return lxml.html.fromstring(response.get_data()).find("head")


def meta(response, name):
    found = head(response).xpath(f'meta[@name="{name}" or @property="{name}"]/@content')
    return found[0] if found else None


def event(response):
    scripts = head(response).xpath('script[@type="application/ld+json"]/text()')
    return next((thing for thing in map(json.loads, scripts) if thing["@type"] == "Event"), None)


@pytest.fixture
def comets(session, lunar):
    """A webinar with everything: co-organiser, series, topic, line-up, questions."""
    series = make_series(session, lunar, "The Night Sky")
    webinar = make_webinar(
        session,
        lunar,
        "Comets and their tails",
        starts_wall=SUNDAY_4PM,
        series=series,
        summary="What the tail is made of.",
        description="We look **up**.",
        registration_url="https://tickets.example/comets",
    )
    add_co_organiser(session, webinar, make_organisation(session, "Spitalfields Mathematical Society"))
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session))
    moderator = make_speaker(session, lunar, "Mary Somerville", affiliation="Author")
    speaker = make_speaker(session, lunar, "Caroline Herschel", affiliation="Bath")
    add_appearance(session, webinar, moderator, role=AppearanceRole.MODERATOR)
    add_appearance(session, webinar, speaker, affiliation="Slough", talk_title="Eight comets")
    add_question(session, webinar, "What is a tail made of?")
    return webinar


def test_the_page_before_tells_the_whole_story(page_text, comets):
    text = page_text("/webinars/comets-and-their-tails")

    assert "The Lunar Society with the Spitalfields Mathematical Society" in text
    assert "Sunday 14 February 2027 Lasts 1 hour and 30 minutes." in text
    assert "Britain 4pm US Eastern 11am US Pacific 8am" in text
    assert "We look up." in text
    assert "Questions we will ask What is a tail made of?" in text
    assert "Speakers Mary Somerville Moderator Author Caroline Herschel Slough Eight comets" in text
    assert "Register" in text
    assert "Astronomy" in text


def test_the_page_links_to_everyone_on_it(client, comets):
    page = lxml.html.fromstring(client.get("/webinars/comets-and-their-tails").get_data())

    addresses = {link.get("href") for link in page.get_element_by_id("main").iter("a")}
    assert addresses >= {
        "/organisations/lunar-society",
        "/organisations/spitalfields-mathematical-society",
        "/series/the-night-sky",
        "/speakers/mary-somerville",
        "/speakers/caroline-herschel",
        "/topics/astronomy",
        "https://tickets.example/comets",
    }


def test_another_day_in_another_zone_is_named(page_text, session, lunar):
    zones = [{"label": "Britain", "timezone": "Europe/London"}, {"label": "Sydney", "timezone": "Australia/Sydney"}]
    make_webinar(session, lunar, starts_wall=SUNDAY_4PM, display_zones=zones)

    assert "Sydney 3am Monday 15 February" in page_text("/webinars/comets-and-their-tails")


@pytest.mark.parametrize("agreement", [Agreement.NOT_ASKED, Agreement.ASKED])
def test_of_nobody_it_is_said_that_they_have_agreed_or_not(page_text, session, lunar, agreement):
    webinar = make_webinar(session, lunar)
    add_appearance(session, webinar, make_speaker(session, lunar, "Sophie Germain"), agreement=agreement)

    text = page_text("/webinars/comets-and-their-tails")

    assert "Speakers Sophie Germain" in text
    assert "onfirmed" not in text


def test_that_speakers_are_being_asked_is_said_only_where_somebody_is(page_text, session, lunar):
    webinar = make_webinar(session, lunar)
    assert "The speakers are still being asked" not in page_text("/webinars/comets-and-their-tails")

    speaker = make_speaker(session, lunar, "Sophie Germain")
    asked = add_appearance(session, webinar, speaker, agreement=Agreement.ASKED)
    webinar.is_lineup_confirmed_only = True
    session.flush()

    text = page_text("/webinars/comets-and-their-tails")
    assert "The speakers are still being asked" in text
    assert "Sophie Germain" not in text
    asked.agreement = Agreement.DECLINED
    session.flush()
    assert "The speakers are still being asked" not in page_text("/webinars/comets-and-their-tails")


def test_the_way_in_is_announced_before_and_open_half_an_hour_before(page_text, client, session, lunar, noon):
    make_webinar(session, lunar, starts_wall=SUNDAY_4PM, join_url="https://room.example/1", join_code="way-in")

    assert "The link to join opens 30 minutes before the start" in page_text("/webinars/comets-and-their-tails")
    assert 'href="/join/way-in"' in client.get("/webinars/comets-and-their-tails").get_data(as_text=True)
    noon.move_to(dt.datetime(2027, 2, 14, 15, 30, tzinfo=dt.UTC))
    assert "Join in your browser" in page_text("/webinars/comets-and-their-tails")


def test_the_page_says_when_it_will_be_different(client, session, lunar):
    make_webinar(session, lunar, starts_wall=SUNDAY_4PM)

    page = lxml.html.fromstring(client.get("/webinars/comets-and-their-tails").get_data())

    assert page.get_element_by_id("ticket").get("data-refresh-at") == "2027-02-14T15:30:00Z"


def test_a_live_webinar_shows_the_way_in_and_the_passcode(page_text, session, lunar):
    webinar = make_webinar(
        session,
        lunar,
        starts_in=-24 * MINUTE,
        join_url="https://room.example/1",
        join_passcode="halley",
        join_dial_in="+44 20 7946 0000",
    )

    text = page_text("/webinars/comets-and-their-tails")

    assert "Live now Comets and their tails" in text
    assert "It has started 1 hour and 30 minutes in all." in text
    assert "Join in your browser Opens the meeting room in a new tab. If it asks for a passcode: halley" in text
    assert "+44 20 7946 0000" in text
    assert "Cannot stay?" not in text
    webinar.recording_plan = RecordingPlan.YES
    session.flush()
    text = page_text("/webinars/comets-and-their-tails")
    assert "Cannot stay? The recording will be on this page" in text


def test_nobody_is_sent_away_at_the_planned_end(page_text, session, lunar):
    make_webinar(session, lunar, starts_in=-93 * MINUTE, join_url="https://room.example/1")

    text = page_text("/webinars/comets-and-their-tails")

    assert "May still be running Comets and their tails" in text
    assert "It should have ended at 11.57am Britain; it may still be running. Join in your browser" in text
    assert "Live now" not in text
    assert "Took place" not in text


def test_a_recording_that_is_up_says_that_it_is_over(page_text, session, lunar):
    add_recording(session, make_webinar(session, lunar, starts_in=-93 * MINUTE, join_url="https://room.example/1"))

    assert "Took place on" in page_text("/webinars/comets-and-their-tails")


def test_a_room_for_those_who_registered_is_not_shown(page_text, client, session, lunar):
    make_webinar(
        session,
        lunar,
        starts_in=-24 * MINUTE,
        join_url="https://room.example/1",
        join_code="way-in",
        join_passcode="halley",
        join_access=JoinAccess.REGISTERED,
        registration_url="https://tickets.example/comets",
    )

    assert "Those who registered have the link to join in their mail." in page_text("/webinars/comets-and-their-tails")
    body = client.get("/webinars/comets-and-their-tails").get_data(as_text=True)
    assert "way-in" not in body
    assert "halley" not in body


@pytest.mark.parametrize("starts_in", [-24 * MINUTE, 3 * HOUR])
def test_no_mail_is_promised_where_nobody_can_register(page_text, session, lunar, starts_in):
    make_webinar(
        session, lunar, starts_in=starts_in, join_url="https://room.example/1", join_access=JoinAccess.REGISTERED
    )

    text = page_text("/webinars/comets-and-their-tails")

    assert "Those who regist" not in text
    assert "no way to register yet" in text or "no registration was announced here" in text


def test_a_live_stream_is_offered_beside_the_room(page_text, session, lunar):
    make_webinar(session, lunar, starts_in=-24 * MINUTE, live_stream_url="https://video.example/live")

    assert "Watch the live stream" in page_text("/webinars/comets-and-their-tails")


@pytest.mark.parametrize(
    ("plan", "starts_in", "is_promised"),
    [
        (RecordingPlan.YES, -3 * HOUR, True),
        (RecordingPlan.YES, -27 * DAY, True),
        (RecordingPlan.YES, -29 * DAY, False),
        (RecordingPlan.NO, -3 * HOUR, False),
        (RecordingPlan.UNDECIDED, -3 * HOUR, False),
    ],
)
def test_a_recording_follows_only_where_it_was_promised_and_for_four_weeks(
    page_text, session, lunar, plan, starts_in, is_promised
):
    values = {"registration_url": "https://tickets.example/comets", "recording_plan": plan}
    make_webinar(session, lunar, starts_in=starts_in, **values)

    text = page_text("/webinars/comets-and-their-tails")

    assert "Took place on" in text
    told = "The recording is to follow. It will be on this page, at this address." in text
    assert told is is_promised
    assert ("It was not recorded." in text) is (plan is RecordingPlan.NO)
    assert "Register" not in text
    assert "Add to calendar" not in text


def test_the_recap_has_recordings_on_top_and_speaks_in_the_past_tense(page_text, session, comets, noon):
    speaker = comets.lineup[1]
    add_appearance(session, comets, make_speaker(session, comets.host, "Sophie Germain"), agreement=Agreement.ASKED)
    add_recording(session, comets, "Comets, the full stream", duration_s=6500)
    add_recording(session, comets, "Eight comets", kind=RecordingKind.PRESENTATION, appearance=speaker, duration_s=1060)
    noon.move_to(dt.datetime(2027, 2, 15, 12, tzinfo=dt.UTC))

    text = page_text("/webinars/comets-and-their-tails")

    places = [
        text.index(words)
        for words in (
            "Took place on Sunday 14 February 2027",
            "Play the full stream Nothing is loaded from videos.example until you press play",
            "Comets, the full stream, 1:48:20",
            "We look up.",
            "Each talk by itself 1 clip Eight comets Caroline Herschel",
            "The questions it addressed What is a tail made of?",
            "Who spoke Mary Somerville Moderator Author Caroline Herschel Slough",
            "Watch the talk: Eight comets",
            "When it was Sunday 14 February 2027 4pm Britain",
        )
    ]
    assert places == sorted(places)
    assert "will ask" not in text
    assert "to follow" not in text
    assert "Sophie Germain" not in text


def test_the_recap_leads_to_the_second_of_each_answer(client, session, comets, noon):
    add_question(session, comets, "Are there others?")
    comets.questions[0].answered_s = 130
    stream = add_recording(session, comets, "Comets, the full stream", slug="comets-all", sync_s=-20)
    session.add(cut := RecordingCut(starts_s=0, ends_s=30))
    cut.recording_id = stream.id
    noon.move_to(dt.datetime(2027, 2, 15, 12, tzinfo=dt.UTC))

    page = lxml.html.fromstring(client.get("/webinars/comets-and-their-tails").text)

    questions = [item.text_content() for item in page.xpath("//ol[@class='questions']/li")]
    assert questions == ["What is a tail made of?Answered from 2:00 on", "Are there others?"]
    assert page.xpath("//p[@class='answered']/a/@href") == ["/recordings/comets-all?t=120"]


def test_the_recap_leads_on_to_what_comes_next(page_text, session, comets, noon):
    make_webinar(session, comets.host, "Nebulae", series=comets.series, starts_in=30 * DAY)
    noon.move_to(dt.datetime(2027, 2, 15, 12, tzinfo=dt.UTC))

    assert "Next in The Night Sky Nebulae Thursday 11 March 2027" in page_text("/webinars/comets-and-their-tails")


def test_an_old_webinar_has_a_date_and_no_hour(page_text, client, session, lunar):
    make_webinar(session, lunar, "Old minutes", starts_in=None, starts_on=dt.date(1998, 3, 4))

    text = page_text("/webinars/old-minutes")

    assert "Took place on Wednesday 4 March 1998" in text
    assert "When it was" not in text
    assert event(client.get("/webinars/old-minutes")) is None


def test_a_cancelled_webinar_keeps_its_page_and_says_what_now(page_text, session, lunar):
    make_webinar(
        session,
        lunar,
        "Ballooning over the Channel",
        status=Status.CANCELLED,
        cancellation_reason="Sophie Blanchard is unwell.",
        starts_wall=SUNDAY_4PM,
        join_url="https://room.example/1",
    )
    make_webinar(session, lunar, "Comets", starts_in=8 * DAY)

    text = page_text("/webinars/ballooning-over-the-channel")

    assert "Cancelled Ballooning over the Channel" in text
    assert "This webinar will not take place. Sophie Blanchard is unwell." in text
    assert "Next: Comets, Wednesday 17 February 2027." in text
    assert "It was to begin on Sunday 14 February 2027." in text
    assert "Add to calendar" not in text
    assert "Join" not in text


def test_a_postponed_webinar_does_not_show_the_old_hour_as_if_it_held(page_text, session, lunar):
    make_webinar(session, lunar, status=Status.POSTPONED, starts_wall=SUNDAY_4PM)

    text = page_text("/webinars/comets-and-their-tails")

    assert "A new date will follow. The old one, Sunday 14 February 2027, no longer holds." in text
    assert "4pm" not in text


def test_a_moved_webinar_says_from_when_to_when_until_it_is_over(page_text, session, lunar, noon):
    before = dt.datetime(2027, 2, 7, 16)
    make_webinar(session, lunar, starts_wall=SUNDAY_4PM, moved_from_wall=before, moved_from_timezone="Europe/London")

    text = page_text("/webinars/comets-and-their-tails")
    assert "New time: Sunday 14 February 2027, 4pm Britain." in text
    assert "It was to be on Sunday 7 February 2027, 4pm Britain." in text
    noon.move_to(dt.datetime(2027, 2, 15, tzinfo=dt.UTC))
    assert "7 February" not in page_text("/webinars/comets-and-their-tails")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("secretary@lunar.example", "mailto:secretary@lunar.example"),
        ("https://lunar.example/contact", "https://lunar.example/contact"),
    ],
)
def test_the_organiser_can_be_reached(client, session, lunar, contact, link):
    lunar.contact = contact
    make_webinar(session, lunar)

    assert f'href="{link}"' in client.get("/webinars/comets-and-their-tails").get_data(as_text=True)


def test_a_zone_can_be_chosen_without_a_script(page_text, client, session, lunar):
    make_webinar(session, lunar, starts_wall=SUNDAY_4PM)

    offered = lxml.html.fromstring(client.get("/webinars/comets-and-their-tails?zone=").get_data())
    assert len(offered.xpath('//select[@name="zone"]/option')) > 300
    text = page_text("/webinars/comets-and-their-tails?zone=Asia/Kolkata")
    assert "9.30pm in your zone Sunday 14 February, India" in text


def test_the_page_itself_does_not_carry_the_long_list(client, session, lunar):
    make_webinar(session, lunar)

    assert b"<option" not in client.get("/webinars/comets-and-their-tails").get_data()


def test_an_unknown_zone_is_as_good_as_none(page_text, session, lunar):
    make_webinar(session, lunar)

    assert "in your zone" not in page_text("/webinars/comets-and-their-tails?zone=Europe/Lodnon")


def test_a_title_in_another_language_says_so(client, session, lunar):
    make_webinar(session, lunar, "كتاب المناظر", slug="optics", language="ar")

    heading = lxml.html.fromstring(client.get("/webinars/optics").get_data()).find(".//h1")

    assert (heading.get("lang"), heading.get("dir")) == ("ar", "rtl")


def test_the_page_says_what_it_is_to_those_who_share_it(client, comets):
    response = client.get("/webinars/comets-and-their-tails?zone=Asia/Kolkata")

    assert head(response).xpath('link[@rel="canonical"]/@href') == ["http://localhost/webinars/comets-and-their-tails"]
    assert meta(response, "description") == "What the tail is made of."
    assert meta(response, "og:title") == "Comets and their tails"
    assert meta(response, "og:url") == "http://localhost/webinars/comets-and-their-tails"
    assert meta(response, "og:site_name") == "Learned Societies"


def test_the_page_describes_itself_to_programs(client, comets):
    described = event(client.get("/webinars/comets-and-their-tails"))

    assert described["@type"] == "Event"
    assert described["name"] == "Comets and their tails"
    assert described["startDate"] == "2027-02-14T16:00:00+00:00"
    assert described["endDate"] == "2027-02-14T17:30:00+00:00"
    assert described["eventStatus"] == "https://schema.org/EventScheduled"
    assert described["location"]["url"] == "http://localhost/webinars/comets-and-their-tails"
    assert [organiser["name"] for organiser in described["organizer"]] == [
        "Lunar Society",
        "Spitalfields Mathematical Society",
    ]
    assert [performer["name"] for performer in described["performer"]] == ["Mary Somerville", "Caroline Herschel"]


def test_programs_are_told_of_no_speakers_where_there_are_none(client, session, lunar):
    make_webinar(session, lunar, "Comets")

    assert "performer" not in event(client.get("/webinars/comets"))


def test_programs_are_told_that_registering_is_free(client, session, lunar):
    make_webinar(session, lunar, "Comets", is_registration_here=True)

    described = event(client.get("/webinars/comets"))

    assert described["isAccessibleForFree"] is True
    assert described["offers"] == {
        "@type": "Offer",
        "url": "http://localhost/webinars/comets/register",
        "price": 0,
        "priceCurrency": "EUR",
    }


@pytest.mark.parametrize(
    "values",
    [
        {"registration_url": "https://tickets.example/"},
        {"is_registration_here": True, "status": Status.CANCELLED},
        {},
    ],
)
def test_nothing_is_offered_that_is_not_ours_to_give(client, session, lunar, values):
    make_webinar(session, lunar, "Comets", **values)

    described = event(client.get("/webinars/comets"))

    assert described.keys().isdisjoint({"offers", "isAccessibleForFree"})


def test_programs_are_told_of_a_move(client, session, lunar):
    before = dt.datetime(2027, 3, 14, 16)
    after = dt.datetime(2027, 4, 11, 16)
    make_webinar(session, lunar, starts_wall=after, moved_from_wall=before, moved_from_timezone="Europe/London")

    described = event(client.get("/webinars/comets-and-their-tails"))

    assert described["eventStatus"] == "https://schema.org/EventRescheduled"
    assert described["previousStartDate"] == "2027-03-14T16:00:00+00:00"
    assert described["startDate"] == "2027-04-11T16:00:00+01:00"


@pytest.mark.parametrize(
    ("status", "word"), [(Status.CANCELLED, "EventCancelled"), (Status.POSTPONED, "EventPostponed")]
)
def test_programs_are_told_of_a_cancellation_and_keep_the_old_start(client, session, lunar, status, word):
    make_webinar(session, lunar, starts_wall=SUNDAY_4PM, status=status)

    described = event(client.get("/webinars/comets-and-their-tails"))

    assert described["eventStatus"] == f"https://schema.org/{word}"
    assert described["startDate"] == "2027-02-14T16:00:00+00:00"


def test_a_title_cannot_break_out_of_the_description_for_programs(client, session, lunar):
    title = "</script><script>alert(1)</script>"
    make_webinar(session, lunar, title, slug="scripts")

    response = client.get("/webinars/scripts")

    assert b"<script>alert" not in response.get_data()
    assert event(response)["name"] == title


def test_an_unlisted_page_answers_at_its_address_and_says_noindex(client, session, lunar):
    make_webinar(session, lunar, "A private reading", visibility=Visibility.UNLISTED)
    make_webinar(session, lunar, "A public reading")

    assert meta(client.get("/webinars/a-private-reading"), "robots") == "noindex"
    assert meta(client.get("/webinars/a-public-reading"), "robots") is None


def test_a_draft_answers_404_and_what_was_taken_back_410(client, session, lunar):
    make_webinar(session, lunar, "Never shown", status=Status.DRAFT)
    make_webinar(session, lunar, "Taken back", status=Status.DRAFT, published_at=lunar.created_at)

    assert client.get("/webinars/never-shown").status_code == 404
    assert client.get("/webinars/taken-back").status_code == 410


def test_a_former_address_redirects_for_ever(client, session, lunar):
    webinar = make_webinar(session, lunar, slug="comets-and-tails")
    session.add(FormerSlug(kind="webinar", slug="comets", target_id=webinar.id))

    response = client.get("/webinars/comets?zone=Asia/Kolkata")

    assert response.status_code == 308
    assert response.location == "/webinars/comets-and-tails?zone=Asia/Kolkata"


def test_the_address_of_a_deleted_webinar_is_gone(client, session):
    session.add(FormerSlug(kind="webinar", slug="comets", target_id=None))

    assert client.get("/webinars/comets").status_code == 410


def test_the_programme_lists_what_is_coming(page_text, session, lunar):
    spitalfields = make_organisation(session, "Spitalfields Mathematical Society")
    webinar = make_webinar(session, lunar, "Comets", starts_wall=SUNDAY_4PM, series=make_series(session, lunar))
    add_co_organiser(session, webinar, spitalfields)
    for name in ("Mary Somerville", "Caroline Herschel", "Ada Lovelace"):
        add_appearance(session, webinar, make_speaker(session, lunar, name))

    text = page_text("/webinars")

    assert "Comets Sunday 14 February 2027 4pm Britain 11am US Eastern 8am US Pacific" in text
    assert (
        "Lunar Society with the Spitalfields Mathematical Society. With Mary Somerville and 2 others. "
        "In the series The Night Sky" in text
    )


def test_the_past_programme_can_be_narrowed_to_a_year(page_text, client, session, lunar):
    make_webinar(session, lunar, "Comets", starts_in=-10 * DAY)
    make_webinar(session, lunar, "Old minutes", starts_in=None, starts_on=dt.date(1998, 3, 4))

    every_year, one_year = page_text("/webinars?past"), page_text("/webinars?year=1998")

    assert "Comets" in every_year
    assert "Old minutes" in every_year
    assert "Old minutes" in one_year
    assert "Comets" not in one_year
    assert client.get("/webinars?year=1997").status_code == 404


def test_a_past_webinar_with_recordings_says_so(page_text, session, lunar):
    webinar = make_webinar(session, lunar, "Comets", starts_in=-10 * DAY)
    add_recording(session, webinar, "The full stream")
    make_webinar(session, lunar, "Nebulae", starts_in=-11 * DAY)

    text = page_text("/webinars?past")

    assert "Recording: Comets" in text
    assert "Recording: Nebulae" not in text


def test_a_long_programme_comes_in_pages(client, page_text, session, lunar):
    for number in range(1, 32):
        make_webinar(session, lunar, f"Lecture number {number}", starts_in=number * DAY)

    first = page_text("/webinars")
    second = page_text("/webinars?page=2")

    assert "Lecture number 30" in first
    assert "Lecture number 31" not in first
    assert "Lecture number 31" in second
    assert "Lecture number 30" not in second
    assert client.get("/webinars?page=3").status_code == 404


@pytest.mark.parametrize(
    ("address", "words"),
    [("/webinars", "No webinar is announced at present"), ("/webinars?past", "Nothing has taken place yet")],
)
def test_an_empty_programme_says_what_will_be_here(page_text, address, words):
    assert words in page_text(address)
