"""What an importer makes of files that are not our own: little said, names for slugs, mistakes, later edits."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests import factories
from webinars.commands.import_parts.archive import archive_json, archive_lines
from webinars.domain.accounts.actor import ANONYMOUS, OPERATOR
from webinars.domain.archive import ArchiveUnreadable, export_archive, import_archive
from webinars.lib.errors import NotAllowed
from webinars.models import Chapter, Organisation, Recording, Speaker, Status, Webinar

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def load(session):
    def load(*webinars, **lists):
        archive = {"format": "webinars-archive", "version": 1, "webinars": webinars, **lists}
        report = import_archive(session, OPERATOR, json.dumps(archive).encode(), now=NOW)
        session.commit()
        return report

    return load


def webinar_record(**values):
    return {"title": "Comets", "organisers": ["Lunar Society"], **values}


def test_names_stand_for_slugs_and_are_made(session, load):
    load(
        webinar_record(
            organisers=["Lunar Society", "Accademia dei Lincei"],
            starts_wall="2027-03-21T16:00",
            timezone="Europe/London",
            series="The Night Sky",
            topics=["Astronomy"],
            lineup=[{"speaker": "Caroline Herschel", "affiliation": "Slough"}, {"speaker": "Émilie du Châtelet"}],
            questions=["What is a tail made of?"],
        )
    )

    [made] = json.loads(export_archive(session))["webinars"]
    assert made["organisers"] == ["lunar-society", "accademia-dei-lincei"]
    assert made["series"] == "the-night-sky"
    assert made["topics"] == ["Astronomy"]
    assert [(each["speaker"], each["affiliation"]) for each in made["lineup"]] == [
        ("caroline-herschel", "Slough"),
        ("emilie-du-chatelet", ""),
    ]
    assert made["questions"] == ["What is a tail made of?"]
    assert (made["status"], made["visibility"], made["slug"]) == ("draft", "public", "comets")
    assert (made["duration_minutes"], made["is_duration_assumed"]) == (90, True)


@pytest.mark.parametrize(
    ("said", "agreement"),
    [
        ({}, "not_asked"),
        ({"is_confirmed": False}, "not_asked"),
        ({"is_confirmed": True}, "agreed"),
        ({"is_confirmed": False, "declined_at": "2027-01-30T09:30:00Z"}, "declined"),
        ({"is_confirmed": True, "agreement": "asked"}, "asked"),
    ],
    ids=["nothing", "not confirmed", "confirmed", "declined", "both"],
)
def test_what_older_archives_say_of_who_has_agreed_is_read(session, load, said, agreement):
    load(webinar_record(lineup=[{"speaker": "Caroline Herschel", **said}]))

    [made] = json.loads(export_archive(session))["webinars"]
    assert [each["agreement"] for each in made["lineup"]] == [agreement]


def test_a_name_finds_who_is_there_whatever_its_title_and_case(session, load):
    society = factories.make_organisation(session, "The Lunar Society")
    caroline = factories.make_speaker(session, society, "Caroline Herschel")

    load(webinar_record(organisers=["LUNAR SOCIETY"], lineup=[{"speaker": "Dr Caroline HERSCHEL"}]))

    assert session.scalars(sa.select(Organisation)).all() == [society]
    assert session.scalars(sa.select(Speaker)).all() == [caroline]


def test_a_namesake_of_another_organisation_is_somebody_else(session, load):
    elsewhere = factories.make_organisation(session, "Accademia dei Lincei")
    factories.make_speaker(session, elsewhere, "Caroline Herschel")

    load(webinar_record(lineup=[{"speaker": "Caroline Herschel"}]))

    slugs = session.scalars(sa.select(Speaker.slug).order_by(Speaker.id)).all()
    assert slugs == ["caroline-herschel", "caroline-herschel-2"]


def test_speakers_that_the_file_describes_belong_to_the_host_of_their_first_webinar(session, load):
    load(
        webinar_record(lineup=[{"speaker": "emmy-noether"}]),
        speakers=[{"slug": "emmy-noether", "name": "Emmy Noether", "affiliation": "Göttingen"}],
    )

    speaker = session.scalars(sa.select(Speaker).options(sa.orm.joinedload(Speaker.organisation))).one()
    assert (speaker.name, speaker.organisation.slug) == ("Emmy Noether", "lunar-society")
    [made] = json.loads(export_archive(session))["webinars"]
    assert made["lineup"][0]["affiliation"] == "Göttingen"


def test_each_status_is_kept_with_what_it_needs(session, load):
    wall = {"starts_wall": "2027-03-21T16:00", "timezone": "Europe/London"}

    load(*(webinar_record(title=status, status=status, **wall) for status in Status))

    found = {row.status: row for row in session.scalars(sa.select(Webinar))}
    assert set(found) == set(Status)
    assert found[Status.DRAFT].published_at is None
    assert found[Status.PUBLISHED].published_at == NOW
    assert found[Status.CANCELLED].cancelled_at == NOW


def test_a_recording_takes_its_title_from_the_talk(session, load):
    talk = {"speaker": "Caroline Herschel", "talk_title": "On sweeping"}
    recordings = [
        {"url": "https://videos.example/all.mp4"},
        {"url": "https://videos.example/one.mp4", "speaker": "Caroline Herschel"},
    ]

    load(webinar_record(lineup=[talk], recordings=recordings))

    found = session.scalars(sa.select(Recording).order_by(Recording.position)).all()
    assert [(each.title, each.kind) for each in found] == [("Comets", "full"), ("On sweeping", "presentation")]
    assert (found[0].provider, found[0].provider_host) == ("video_file", "videos.example")


def test_webinars_without_uid_and_slug_are_known_by_title_and_day(session, load):
    records = [webinar_record(starts_on=f"2019-0{month}-01", status="published") for month in (1, 2)]
    load(*records)

    report = load(*records)

    assert report.unchanged == ["comets", "comets-2"]
    assert report.created == []


def test_unknown_keys_are_reported_with_their_places(load):
    report = load(webinar_record(colour="red", lineup=[{"speaker": "Caroline Herschel", "height": 1}]), mood="good")

    assert report.unknown == ["mood", "webinars[0].colour", "webinars[0].lineup[0].height"]


def test_a_webinar_that_lets_nobody_in_is_stored_and_pointed_out(session, load):
    report = load(
        webinar_record(join_access="registered"),
        webinar_record(title="Tides", join_access="registered", registration_url="https://tickets.example/"),
    )

    assert report.shut == ["webinars[0].join_access"]
    told = next(line for line in archive_lines(report) if "webinars[0].join_access" in line)
    assert "no way to register" in told
    [problem] = archive_json(report, [])["problems"]
    assert (problem["code"], problem["blocks"]) == ("registration_missing", False)


def test_what_the_source_changed_follows_and_what_a_person_edited_is_proposed(session, load):
    record = webinar_record(uid="u1", slug="comets", summary="As sent", description="As sent", questions=["One?"])
    load(record)
    session.expunge_all()
    webinar = session.scalars(sa.select(Webinar)).one()
    webinar.summary = "As edited"
    session.commit()

    report = load(record | {"summary": "Sent again", "description": "Sent again", "questions": ["One?", "Two?"]})

    session.expunge_all()
    webinar = session.scalars(sa.select(Webinar)).one()
    assert (webinar.summary, webinar.description) == ("As edited", "Sent again")
    [made] = json.loads(export_archive(session))["webinars"]
    assert made["questions"] == ["One?", "Two?"]
    assert [(each.place, each.ours, each.theirs) for each in report.proposals] == [
        ("webinar comets, summary", "As edited", "Sent again")
    ]


def test_a_recording_that_a_person_removed_stays_removed(session, load):
    record = webinar_record(uid="u1", recordings=[{"url": "https://videos.example/all.mp4"}])
    load(record)
    session.expunge_all()
    session.execute(sa.delete(Recording))
    session.commit()

    report = load(record)

    assert session.scalars(sa.select(Recording)).all() == []
    assert [each.place for each in report.proposals] == ["webinar comets, recordings"]


def test_a_description_of_who_is_there_completes_and_does_not_overwrite(session, load):
    factories.make_organisation(session, "Lunar Society", url="https://lunar.example")

    report = load(
        organisations=[{"name": "Lunar Society", "url": "https://other.example", "contact": "moon@lunar.example"}]
    )

    [organisation] = session.scalars(sa.select(Organisation)).all()
    assert (organisation.url, organisation.contact) == ("https://lunar.example", "moon@lunar.example")
    assert [each.place for each in report.proposals] == ["organisation lunar-society, url"]


def test_only_administrators_may(session):
    with pytest.raises(NotAllowed):
        import_archive(session, ANONYMOUS, b"{}", now=NOW)


GOOD = {"title": "Comets", "organisers": ["Lunar Society"], "starts_wall": "2027-03-21T16:00"}
BAD_WEBINARS = {
    'webinars[1].timezone: no such zone "Europe/Lodnon"': {"timezone": "Europe/Lodnon"},
    "webinars[1].title: write a text in quotation marks": {"title": 5},
    "webinars[1].title: must not be empty": {"title": " "},
    "webinars[1].title: is longer than 300 characters": {"title": "x" * 301},
    "webinars[1].summary: holds a character that cannot be stored": {"summary": "\ud800"},
    "webinars[1].starts_wall: write a local time like 2027-03-21T16:00": {"starts_wall": "2027-03-21T16:00Z"},
    "webinars[1].starts_wall: 1.30am on 28 March 2027 does not exist in Britain: clocks go from 1am to 2am. "
    "Choose 12.30am or 2.30am.": {"starts_wall": "2027-03-28T01:30", "timezone": "Europe/London"},
    "webinars[1].status: write one of: draft, published, postponed, cancelled": {"status": "gone"},
    "webinars[1].duration_minutes: write a number from 1 to 10080": {"duration_minutes": 0},
    "webinars[1].duration_minutes: write a whole number": {"duration_minutes": True},
    "webinars[1].join_url: “javascript:alert(1)” is not an address with http:// or https://": {
        "join_url": "javascript:alert(1)"
    },
    "webinars[1].published_at: write an instant in UTC like 2027-03-21T16:00:00Z": {
        "published_at": "2027-03-21T16:00:00"
    },
    "webinars[1].organisers: name at least the host": {"organisers": []},
    "webinars[1].organisers[1]: Lunar Society stands there already": {"organisers": ["Lunar Society", "lunar-society"]},
    "webinars[1].starts_wall: a published webinar needs a date": {"status": "published", "starts_wall": None},
    "webinars[1].lineup[0].speaker: write a text in quotation marks": {"lineup": [{}]},
    "webinars[1].lineup[0]: write an object in curly brackets": {"lineup": ["Caroline"]},
    "webinars[1].lineup: write a list in square brackets": {"lineup": {}},
    'webinars[1].display_zones[0].timezone: no such zone "Mars"': {
        "display_zones": [{"label": "Mars", "timezone": "Mars"}]
    },
    "webinars[1].recordings[0].url: is missing": {"recordings": [{"title": "x"}]},
    "webinars[1].recordings[0].speaker: “Ada” is not in the line-up": {
        "recordings": [{"url": "https://videos.example/a.mp4", "speaker": "Ada"}]
    },
    "webinars[1].recordings[0].ends_s: ends before it starts": {
        "recordings": [{"url": "https://videos.example/a.mp4", "starts_s": 9, "ends_s": 9}]
    },
    "webinars[1].slug: “Comets!” is not a slug like royal-society": {"slug": "Comets!"},
    "webinars[1].questions[0]: must not be empty": {"questions": [""]},
    "webinars[1].questions: list at most 100; there are 101": {"questions": ["Why?"] * 101},
    "webinars[1].lineup: list at most 100; there are 101": {"lineup": [{"speaker": "Ada"}] * 101},
    "webinars[1].topics: list at most 12; there are 13": {"topics": [f"Topic {number}" for number in range(13)]},
    "webinars[1].lineup[0].abstract: is longer than 10000 characters": {
        "lineup": [{"speaker": "Ada", "abstract": "x" * 10_001}]
    },
    "webinars[1].former_slugs[0]: “Old Comets” is not a slug like royal-society": {"former_slugs": ["Old Comets"]},
    "webinars[1].title: holds a character that cannot be stored": {"title": "Bell\x07 talk"},
    "webinars[1].description: holds a character that cannot be stored": {"description": "a\0b"},
    "webinars[1].topics[0]: holds a character that cannot be stored": {"topics": ["Bell\x07s"]},
    'webinars[1].language: “zz"><x” is not a language. Choose one from the list.': {"language": 'zz"><x'},
    'webinars[1].recordings[0].language: “zz"><x” is not a language. Choose one from the list.': {
        "recordings": [{"url": "https://videos.example/a.mp4", "language": 'zz"><x'}]
    },
    "webinars[1].join_code: write it in letters from a to z, figures and the signs . _ @ + -": {"join_code": "a/b?c"},
    "webinars[1].uid: write it in letters from a to z, figures and the signs . _ @ + -": {"uid": "u 1"},
    "webinars[1].join_url: “https://olga@rooms.example/” is not an address with http:// or https://": {
        "join_url": "https://olga@rooms.example/"
    },
    "webinars[1].display_zones: A zone line holds at most 24 zones.": {
        "display_zones": [{"label": "Britain", "timezone": "Europe/London"}] * 25
    },
}  # fmt: skip


@pytest.mark.parametrize("message", BAD_WEBINARS)
def test_a_bad_record_is_named_by_its_place_and_nothing_is_stored(session, load, message):
    with pytest.raises(ArchiveUnreadable) as caught:
        load(GOOD | {"title": "Tides"}, GOOD | BAD_WEBINARS[message])
    session.rollback()

    assert str(caught.value) == message
    assert session.scalars(sa.select(Webinar)).all() == []
    assert session.scalars(sa.select(Organisation)).all() == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "This is not JSON: see line 1, column 2."),
        (b"\xff", "This file is not text in UTF-8."),
        (b"[" * 100_000, "This is not JSON that can be read."),
        (b"[]", 'This is not an archive: its "format" is not "webinars-archive".'),
        (b'{"format": "webinars-archive", "version": 2}', "version: this installation reads version 1"),
    ],
)
def test_what_is_no_archive_is_said_in_a_sentence(session, data, message):
    with pytest.raises(ArchiveUnreadable) as caught:
        import_archive(session, OPERATOR, data, now=NOW)

    assert str(caught.value) == message


def test_two_records_of_one_webinar_are_refused(load):
    with pytest.raises(ArchiveUnreadable, match=r"webinars\[1\].slug: “comets” is taken already"):
        load(GOOD | {"slug": "comets", "uid": "u1"}, GOOD | {"slug": "comets", "uid": "u2"})


BAD_ORGANISATIONS = {
    "organisations[0].contact: Enter an e-mail address, or the address of a page with a form like "
    "https://society.example/contact.": {"contact": "javascript:alert(1)"},
    "organisations[0].name: holds a character that cannot be stored": {"name": "Lunar\x07 Society"},
    "organisations[0].display_zones: A zone line holds at most 24 zones.": {
        "display_zones": [{"label": "Britain", "timezone": "Europe/London"}] * 25
    },
    "organisations[0].embed_sites: List at most 50 sites.": {"embed_sites": ["https://blog.example"] * 51},
}


@pytest.mark.parametrize("message", BAD_ORGANISATIONS)
def test_an_organisation_that_its_form_would_refuse_is_refused(session, load, message):
    with pytest.raises(ArchiveUnreadable) as caught:
        load(organisations=[{"name": "Lunar Society"} | BAD_ORGANISATIONS[message]])
    session.rollback()

    assert str(caught.value) == message
    assert session.scalars(sa.select(Organisation)).all() == []


def test_a_person_has_no_more_links_than_their_form_takes(session, load):
    links = [f"https://ada.example/{number}" for number in range(21)]

    with pytest.raises(ArchiveUnreadable, match=r"^speakers\[0\].links: list at most 20; there are 21$"):
        load(speakers=[{"name": "Ada Lovelace", "links": links}])


def test_what_was_retired_are_slugs(load):
    with pytest.raises(ArchiveUnreadable, match=r"^retired_slugs.webinar\[0\]: “Comets!” is not a slug"):
        load(retired_slugs={"webinar": ["Comets!"]})


def test_titles_and_names_come_to_stand_on_one_line(session, load):
    load(
        webinar_record(title="Comets\nand  tails", lineup=[{"speaker": "Caroline\u202e Herschel"}], topics=["The\tsky"])
    )

    [made] = json.loads(export_archive(session))["webinars"]
    assert (made["title"], made["topics"]) == ("Comets and tails", ["The sky"])
    assert session.scalars(sa.select(Speaker.name)).all() == ["Caroline Herschel"]


def test_two_records_with_one_uid_are_refused(load):
    with pytest.raises(ArchiveUnreadable, match=r"^webinars\[1\].uid: belongs to another webinar$"):
        load(GOOD | {"slug": "comets", "uid": "u1"}, GOOD | {"slug": "tides", "uid": "u1"})


def test_a_slug_that_was_retired_is_given_to_nothing(load):
    load(retired_slugs={"webinar": ["comets"]})

    with pytest.raises(ArchiveUnreadable, match=r"webinars\[0\].slug: “comets” is taken already"):
        load(GOOD | {"slug": "comets"})


def test_a_former_slug_is_not_taken_for_a_webinar_with_another_uid(load):
    load(GOOD | {"slug": "new-comets", "uid": "u1", "former_slugs": ["old-comets"]})

    with pytest.raises(ArchiveUnreadable, match=r"webinars\[0\].slug: “old-comets” is taken already"):
        load(GOOD | {"slug": "old-comets", "uid": "u2"})


STREAM = {"slug": "evening", "url": "https://videos.example/evening.mp4", "title": "The whole evening"}


def clip(**values):
    place = {"kind": "presentation", "url": STREAM["url"], "title": "Sweeping", "slug": "sweeping"}
    return place | {"stream": "evening", "from_s": 600, "until_s": 1200} | values


def recordings(session):
    return {each["slug"]: each for each in json.loads(export_archive(session))["webinars"][0]["recordings"]}


def test_a_clip_has_the_seconds_that_follow_from_its_stream(session, load):
    cuts = [{"starts_s": 0, "ends_s": 60}, {"starts_s": 30, "ends_s": 90}]

    load(webinar_record(uid="a", recordings=[clip(), STREAM | {"sync_s": -300, "cuts": cuts}]))

    found = recordings(session)
    assert (found["sweeping"]["starts_s"], found["sweeping"]["ends_s"]) == (810, 1410)
    assert found["evening"]["cuts"] == [{"starts_s": 0, "ends_s": 90}]


def test_chapters_follow_their_source_and_what_a_person_edited_is_proposed(session, load):
    def said(*titles):
        chapters = [{"at_s": place * 60, "title": title} for place, title in enumerate(titles)]
        return webinar_record(uid="a", recordings=[STREAM | {"chapters": chapters}])

    load(said("One", "Two"))
    load(said("Two", "Three"))
    assert [each["title"] for each in recordings(session)["evening"]["chapters"]] == ["Two", "Three"]

    chapter = session.scalars(sa.select(Chapter).where(Chapter.title == "Three")).one()
    chapter.title = "Mine"
    session.commit()
    report = load(said("Four"))

    assert [proposal.place for proposal in report.proposals] == ["recording evening, chapters"]
    assert [each["title"] for each in recordings(session)["evening"]["chapters"]] == ["Two", "Mine"]


def test_questions_of_an_archive_without_moments_keep_those_that_are_known(session, load):
    load(webinar_record(uid="a", questions=["One?", "Two?"], answered=[None, 60]))
    load(webinar_record(uid="a", questions=["Two?", "Three?"]))

    [webinar] = json.loads(export_archive(session))["webinars"]
    assert (webinar["questions"], webinar["answered"]) == (["Two?", "Three?"], [60, None])


def test_moments_of_answers_come_with_the_questions_they_answer(session, load):
    load(webinar_record(uid="a", questions=["One?", "Two?"]))
    load(webinar_record(uid="a", questions=["One?", "Two?"], answered=[5, 60]))
    load(webinar_record(uid="a", questions=["Three?"], answered=[70]))

    [webinar] = json.loads(export_archive(session))["webinars"]
    assert (webinar["questions"], webinar["answered"]) == (["Three?"], [70])


@pytest.mark.parametrize(
    ("recording", "message"),
    [
        (clip(stream="nobody"), "recordings[1].stream: “nobody” is no full stream of this webinar"),
        (clip(from_s=None), "recordings[1].from_s: is missing"),
        (clip(cuts=[{"starts_s": 5, "ends_s": 5}]), "recordings[1].cuts[0].ends_s: ends before it starts"),
        (clip(chapters=[{"at_s": 5}]), "recordings[1].chapters[0].title: is missing"),
        (clip(chapters=[{"at_s": 5, "title": "a"}] * 2), "recordings[1].chapters: one of them stands there twice"),
        (clip(copies=[{"url": "", "shift_s": 0}]), "recordings[1].copies[0].url: must not be empty"),
        (clip(copies=[{"url": "javascript:1", "shift_s": 0}]), "is not a web address"),
        (clip(sync_s=10**6), "recordings[1].sync_s: write a number from -604800 to 604800"),
    ],
)
def test_a_tree_that_cannot_be_is_named_by_its_place(load, recording, message):
    with pytest.raises(ArchiveUnreadable) as refused:
        load(webinar_record(uid="a", recordings=[STREAM, recording]))

    assert message in str(refused.value)


def test_a_clip_of_a_clip_is_refused(load):
    with pytest.raises(ArchiveUnreadable, match="“sweeping” is no full stream"):
        load(webinar_record(uid="a", recordings=[STREAM, clip(), clip(slug="part", stream="sweeping", from_s=700)]))


def test_moments_are_as_many_as_questions(load):
    with pytest.raises(ArchiveUnreadable, match="answered: name one moment, or null, for each question"):
        load(webinar_record(questions=["One?"], answered=[1, 2]))
