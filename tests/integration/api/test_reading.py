import datetime as dt
import re

import pytest

from tests.factories import (
    add_appearance,
    add_recording,
    add_transcript,
    ask,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.models import (
    Agreement,
    AuditEvent,
    FormerSlug,
    JoinAccess,
    RegistrationState,
    Scope,
    Status,
    Visibility,
    Webinar,
)

DAY = dt.timedelta(days=1)


def slugs(answer):
    return [each["slug"] for each in answer.json["items"]]


def test_webinars_come_by_their_beginnings_past_and_coming(session, lunar, anybody):
    for days in (3, -2, 9, 5):
        make_webinar(session, lunar, f"In {days} days", slug=f"in-{days}", starts_in=days * DAY)
    make_webinar(session, lunar, slug="a-draft", status=Status.DRAFT)
    make_webinar(session, lunar, slug="unlisted", visibility=Visibility.UNLISTED)

    answer = anybody("GET", "/webinars")

    assert slugs(answer) == ["in--2", "in-3", "in-5", "in-9"]
    assert answer.json["next_cursor"] is None
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_a_list_is_read_in_parts_of_any_length(session, lunar, anybody):
    for number in range(7):
        # Three of them begin in the same second.
        make_webinar(session, lunar, slug=f"w-{number}", starts_in=min(number, 4) * DAY)

    found, cursor = [], ""
    while cursor is not None:
        answer = anybody("GET", f"/webinars?limit=2{cursor and f'&cursor={cursor}'}")
        found += slugs(answer)
        cursor = answer.json["next_cursor"]

    assert found == [f"w-{number}" for number in range(7)]


def test_after_and_before_take_a_day_an_instant_or_today(session, lunar, anybody, time_machine):
    time_machine.move_to(dt.datetime(2027, 2, 10, 12, tzinfo=dt.UTC), tick=False)
    for days in (-1, 1, 5):
        make_webinar(session, lunar, slug=f"in-{days}", starts_in=days * DAY)

    assert slugs(anybody("GET", "/webinars?after=today")) == ["in-1", "in-5"]
    assert slugs(anybody("GET", "/webinars?after=2027-02-09&before=2027-02-12")) == ["in--1", "in-1"]
    assert slugs(anybody("GET", "/webinars?after=2027-02-11T12:00:00Z")) == ["in-1", "in-5"]
    assert slugs(anybody("GET", "/webinars?after=2027-02-11T12:00:01Z")) == ["in-5"]


def test_a_list_is_narrowed_by_all_that_is_asked(session, lunar, anybody):
    series, topic, emmy = make_series(session, lunar), make_topic(session), make_speaker(session, lunar, "Emmy Noether")
    both = make_webinar(session, lunar, slug="both", series=series)
    session.refresh(both, ["topics"])
    both.topics.append(topic)
    add_appearance(session, both, emmy)
    make_webinar(session, lunar, slug="in-the-series", series=series)
    make_webinar(session, make_organisation(session, "Royal Society"), slug="elsewhere", status=Status.CANCELLED,
                 cancelled_at=clock.now())  # fmt: skip

    assert slugs(anybody("GET", "/webinars?organisation=lunar-society")) == ["both", "in-the-series"]
    assert slugs(anybody("GET", f"/webinars?series={series.slug}&topic={topic.slug}")) == ["both"]
    assert slugs(anybody("GET", f"/webinars?speaker={emmy.slug}&organisation=lunar-society")) == ["both"]
    assert slugs(anybody("GET", "/webinars?status=cancelled")) == ["elsewhere"]
    assert slugs(anybody("GET", "/webinars?organisation=nobody")) == []
    assert slugs(anybody("GET", "/webinars?q=comets")) == ["both", "in-the-series", "elsewhere"]


def test_a_former_name_of_an_organisation_finds_the_same(session, lunar, anybody):
    make_webinar(session, lunar, slug="comets")
    session.add(FormerSlug(kind="organisation", slug="moon-society", target_id=lunar.id))

    assert slugs(anybody("GET", "/webinars?organisation=moon-society")) == ["comets"]


def test_a_webinar_is_told_in_the_words_of_the_contract(session, lunar, anybody, time_machine):
    time_machine.move_to(dt.datetime(2027, 2, 1, 16, tzinfo=dt.UTC), tick=False)
    webinar = make_webinar(session, lunar, starts_in=15 * DAY, series=make_series(session, lunar))
    add_appearance(session, webinar, make_speaker(session, lunar, "Emmy Noether"), affiliation="Göttingen")
    add_recording(session, webinar)

    told = anybody("GET", f"/webinars/{webinar.slug}").json

    assert told["id"] == webinar.uid
    assert (told["starts_at"], told["ends_at"]) == ("2027-02-16T16:00:00Z", "2027-02-16T17:30:00Z")
    assert (told["starts_wall"], told["timezone"], told["duration_minutes"]) == (
        "2027-02-16T16:00",
        "Europe/London",
        90,
    )
    assert told["zone_line"][0] == {
        "label": "Britain",
        "timezone": "Europe/London",
        "text": "4pm",
        "day_shift": 0,
        "shown": "4pm Britain",
    }
    assert told["organisers"] == [
        {"slug": "lunar-society", "name": "Lunar Society", "url": "http://localhost/organisations/lunar-society"}
    ]
    assert told["lineup"] == [
        {"slug": "emmy-noether", "name": "Emmy Noether", "url": "http://localhost/speakers/emmy-noether",
         "role": "speaker", "affiliation": "Göttingen", "talk_title": None}
    ]  # fmt: skip
    assert told["registration"] == {"mode": "none", "url": None, "is_open": False, "is_full": False}
    assert told["calendar_url"] == f"http://localhost/webinars/{webinar.slug}.ics"
    assert told["recordings"][0]["url"].startswith("http://localhost/recordings/")


def test_a_day_later_elsewhere_is_said_by_its_shift(session, lunar, anybody, time_machine):
    time_machine.move_to(dt.datetime(2027, 2, 1, 20, tzinfo=dt.UTC), tick=False)
    zones = [{"label": "Britain", "timezone": "Europe/London"}, {"label": "Sydney", "timezone": "Australia/Sydney"}]
    webinar = make_webinar(session, lunar, display_zones=zones)

    line = anybody("GET", f"/webinars/{webinar.slug}").json["zone_line"]

    assert [(each["label"], each["text"], each["day_shift"]) for each in line] == [
        ("Britain", "8pm", 0),
        ("Sydney", "7am", 1),
    ]
    assert re.fullmatch(r"7am \w+day Sydney", line[1]["shown"])


def test_a_postponed_webinar_has_no_start_to_put_into_calendars(session, lunar, anybody):
    webinar = make_webinar(session, lunar, status=Status.POSTPONED)

    told = anybody("GET", f"/webinars/{webinar.slug}").json

    assert [told[name] for name in ("starts_at", "ends_at", "starts_wall", "starts_on")] == [None] * 4
    assert told["zone_line"] == []
    assert slugs(anybody("GET", "/webinars")) == [webinar.slug]


def test_its_id_finds_a_webinar_as_its_slug_does(session, lunar, anybody):
    webinar = make_webinar(session, lunar, uid="0123456789abcdef0123456789abcdef")

    assert anybody("GET", f"/webinars/{webinar.uid}").json == anybody("GET", f"/webinars/{webinar.slug}").json


def test_a_slug_of_before_leads_on_and_what_was_taken_down_is_gone(session, lunar, anybody):
    webinar = make_webinar(session, lunar)
    gone = make_webinar(session, lunar, slug="gone", status=Status.DRAFT, published_at=clock.now())
    session.add(FormerSlug(kind="webinar", slug="before", target_id=webinar.id))

    answer = anybody("GET", "/webinars/before")

    assert (answer.status_code, answer.headers["Location"]) == (308, f"/api/v1/webinars/{webinar.slug}")
    assert anybody("GET", f"/webinars/{gone.slug}").status_code == 410
    assert anybody("GET", "/webinars/nobodys").status_code == 404


def test_what_is_public_is_kept_and_told_again_by_its_tag(session, lunar, anybody):
    webinar = make_webinar(session, lunar)
    first = anybody("GET", "/webinars")

    again = anybody("GET", "/webinars", headers={"If-None-Match": first.headers["ETag"]})
    session.get(Webinar, webinar.id).title = "Comets, seen again"
    after = anybody("GET", "/webinars", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"].startswith("public, max-age=0")
    assert {"Authorization", "Accept-Encoding"} <= set(first.headers.getlist("Vary"))
    assert (again.status_code, again.data) == (304, b"")
    assert after.json["items"][0]["title"] == "Comets, seen again"


def test_whether_there_is_a_place_is_told_at_once_under_either_name(session, settings, lunar, anybody):
    webinar = make_webinar(session, lunar, is_registration_here=True, uid="0123456789abcdef0123456789abcdef")
    desk = open_desk(session, webinar, capacity=1, has_waiting_list=False)
    places = [f"/webinars/{webinar.slug}", f"/webinars/{webinar.uid}"]

    before = [anybody("GET", each).json["registration"]["is_full"] for each in places]
    make_registration(session, settings, webinar)
    desk.seats_taken = 1
    after = [anybody("GET", each).json["registration"]["is_full"] for each in places]

    assert (before, after) == ([False, False], [True, True])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422), ("limit=101", 422), ("limit=x", 422), ("page=2", 422), ("status=over", 422),
        ("after=soon", 422), ("after=2027-02-31", 404), ("cursor=abc", 404), ("cursor=WzEsMl0x", 404),
        ("cursor=W251bGxd", 404), ("cursor=WzEsMiwzXQ", 404), ("organisation=Lunar%20Society", 422),
        ("q=" + "x" * 201, 422), ("q=%00", 400), ("status=draft", 401),
    ],
)  # fmt: skip
def test_a_query_that_is_none_is_refused(anybody, query, status):
    answer = anybody("GET", f"/webinars?{query}")

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status


def test_recordings_come_newest_first_in_parts(session, lunar, anybody):
    for number in range(5):
        webinar = make_webinar(session, lunar, slug=f"w-{number}", starts_in=-9 * DAY)
        add_recording(session, webinar, slug=f"r-{number}", published_at=clock.now() - min(number, 3) * DAY)
    add_recording(session, make_webinar(session, lunar, slug="hidden", visibility=Visibility.UNLISTED), slug="hidden")

    first = anybody("GET", "/recordings?limit=3")
    second = anybody("GET", f"/recordings?limit=3&cursor={first.json['next_cursor']}")

    assert slugs(first) + slugs(second) == ["r-0", "r-1", "r-2", "r-4", "r-3"]
    assert second.json["next_cursor"] is None


def test_what_was_said_is_found_with_its_second(session, lunar, anybody):
    recording = add_recording(session, make_webinar(session, lunar, starts_in=-9 * DAY))
    add_transcript(session, recording, "Newton bought a prism at the fair.")

    (moment,) = anybody("GET", "/moments?q=prism").json["items"]

    assert moment["url"] == f"http://localhost/recordings/{recording.slug}?t={moment['starts_s']}"
    assert "prism" in moment["text"]
    assert moment["recording"]["slug"] == recording.slug
    told = anybody("GET", f"/recordings/{recording.slug}").json
    assert told["transcripts"] == ["en"]


@pytest.mark.parametrize("folder", ["organisations", "series", "speakers", "topics"])
def test_subjects_are_listed_and_told(session, lunar, anybody, folder):
    webinar = make_webinar(session, lunar, series=make_series(session, lunar))
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session))
    add_appearance(session, webinar, make_speaker(session, lunar, "Emmy Noether"))

    (entry,) = anybody("GET", f"/{folder}").json["items"]
    told = anybody("GET", f"/{folder}/{entry['slug']}").json

    assert entry["webinar_count"] == 1
    assert told["name"] == entry["name"]
    assert slugs(anybody("GET", told["api_url"].removeprefix("http://localhost/api/v1"))) == [webinar.slug]
    assert anybody("GET", f"/{folder}?cursor=WyJ6Il0").json["items"] == []


PRIVATE = "Zzyzx"


def test_no_answer_to_everybody_holds_what_is_private(session, settings, lunar, anybody):
    """Each word is planted where it could leak from."""
    webinar = make_webinar(
        session, lunar, is_registration_here=True, join_access=JoinAccess.REGISTERED,
        join_url=f"https://meet.example/{PRIVATE}-room", join_passcode=f"{PRIVATE}-code",
        join_dial_in=f"{PRIVATE}-phone", is_lineup_confirmed_only=True, starts_in=-2 * DAY,
    )  # fmt: skip
    open_desk(session, webinar, capacity=77)
    make_registration(
        session, settings, webinar, name=f"{PRIVATE} Attendee", email_normal=f"{PRIVATE.lower()}@ana.example"
    )
    ask(session, webinar, f"{PRIVATE} asks?")
    for agreement in (Agreement.DECLINED, Agreement.ASKED, Agreement.NOT_ASKED):
        speaker = make_speaker(session, lunar, f"{PRIVATE} {agreement}", slug=f"zzyzx-{agreement}")
        add_appearance(session, webinar, speaker, agreement=agreement)
    add_recording(session, webinar)
    draft = make_webinar(session, lunar, f"{PRIVATE} draft", slug="draft", status=Status.DRAFT)
    add_recording(session, draft, title=f"{PRIVATE} recording", slug="of-a-draft")
    session.add(AuditEvent.of_webinar(webinar, "webinar:update", {"title": [PRIVATE, ""]}, at=clock.now()))
    paths = [
        "/webinars", f"/webinars/{webinar.slug}", f"/webinars/{webinar.slug}/questions", "/recordings", "/speakers",
        "/organisations", f"/moments?q={PRIVATE}", f"/webinars?q={PRIVATE}", "/webinars/draft",
        "/recordings/of-a-draft",
        f"/webinars/{webinar.slug}/registrations", "/organisations/lunar-society", "/speakers/zzyzx-declined",
        "/webinars?status=draft",
    ]  # fmt: skip

    answers = {path: anybody("GET", path) for path in paths}

    assert answers[f"/webinars/{webinar.slug}"].json["join_url"] is None
    assert answers[f"/webinars/{webinar.slug}"].json["registration"].keys() == {"mode", "url", "is_open", "is_full"}
    assert [path for path, answer in answers.items() if PRIVATE.lower() in answer.text.lower()] == []


def test_a_token_reads_the_drafts_and_rooms_of_its_organisation_alone(session, lunar, olga, program):
    draft = make_webinar(session, lunar, slug="a-draft", status=Status.DRAFT, join_url="https://meet.example/1")
    other = make_webinar(session, make_organisation(session, "Salon"), slug="theirs", status=Status.DRAFT)
    add_appearance(session, draft, make_speaker(session, lunar, "Emmy Noether"), agreement=Agreement.ASKED)
    reader = program(olga, lunar, Scope.READ)

    answer = reader("GET", "/webinars/a-draft")

    assert answer.json["room_url"] == "https://meet.example/1"
    assert answer.json["lineup"][0]["agreement"] == "asked"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert slugs(reader("GET", "/webinars?status=draft")) == ["a-draft"]
    assert reader("GET", f"/webinars/{other.slug}").status_code == 404
    assert program(olga, lunar, Scope.WRITE_RECORDINGS)("GET", "/webinars/a-draft").status_code == 404


def test_a_token_is_told_of_places_where_it_may_read_registrations(session, settings, lunar, olga, program):
    webinar = make_webinar(session, lunar, is_registration_here=True)
    open_desk(session, webinar, capacity=20)
    make_registration(session, settings, webinar, state=RegistrationState.CONFIRMED)

    told = program(olga, lunar, Scope.REGISTRATIONS)("GET", f"/webinars/{webinar.slug}").json["registration"]
    other = program(olga, lunar, Scope.READ)("GET", f"/webinars/{webinar.slug}").json["registration"]

    assert (told["capacity"], told["placed_count"], told["waiting_count"]) == (20, 1, 0)
    assert "capacity" not in other
