"""The records of speakers: changed in one place, followed everywhere; two of one person made one."""

import datetime as dt

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.factories import (
    add_appearance,
    make_member,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.calendars.personal_feeds import start_following
from webinars.domain.lineup.errors import SpeakerInvalid, SpeakersDiffer
from webinars.domain.lineup.speaker_record_queries import speaker_with_slug
from webinars.domain.lineup.speaker_records import MAX_LINKS, SpeakerRecord, merge_speakers, record_of, update_speaker
from webinars.lib.errors import NotAllowed
from webinars.models import Appearance, AuditEvent, FeedKind, Follow, PersonalFeed, Role, Speaker, Status

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def nothing_remembered(app) -> None:
    app.extensions["feeds"].watch.expire()
    app.extensions["feeds"].shelf.forget()


@pytest.fixture
def lincei(session):
    return make_organisation(session, "Accademia dei Lincei")


@pytest.fixture
def olga(session, lunar):
    return actor_of(session, make_member(session, lunar, "Olga", Role.EDITOR).id)


@pytest.fixture
def vera(session, lunar):
    return actor_of(session, make_member(session, lunar, "Vera", Role.VIEWER).id)


@pytest.fixture
def oskar(session, lincei):
    return actor_of(session, make_member(session, lincei, "Oskar", Role.OWNER).id)


@pytest.fixture
def herschel(session, lunar):
    make_speaker(session, lunar, "Caroline Herschell", affiliation="Bath")
    return speaker_with_slug(session, "caroline-herschell")


def record(**changes):
    return SpeakerRecord(
        **{"name": "Caroline Herschel", "slug": "caroline-herschell", "affiliation": "Slough", **changes}
    )


def entries(client, path="/calendar.ics"):
    response = client.get(path)
    assert response.status_code == 200
    return {str(entry["UID"]): entry for entry in Calendar.from_ical(response.data).walk("VEVENT")}


def events(session, action):
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)).all()


class TestChanging:
    def test_everything_said_is_stored_and_told(self, session, olga, lunar, herschel):
        links = ["society.example/caroline", " ", "http://sky.example/", "https://society.example/caroline"]

        update_speaker(session, olga, herschel, record(bio=" Found *eight* comets.\r\n", links=links), now=NOW)

        session.expire_all()
        stored = session.get(Speaker, herschel.id)
        assert (stored.name, stored.name_key) == ("Caroline Herschel", "caroline herschel")
        assert (stored.affiliation, stored.bio) == ("Slough", "Found *eight* comets.")
        assert stored.links == ["https://society.example/caroline", "http://sky.example/"]
        (event,) = events(session, "speaker:update")
        assert (event.actor_id, event.organisation_id) == (olga.user_id, lunar.id)
        assert event.detail["name"] == ["Caroline Herschell", "Caroline Herschel"]
        assert event.detail["links"] == [[], stored.links]
        assert "slug" not in event.detail

    def test_saving_what_is_there_is_no_change(self, session, olga, herschel):
        update_speaker(session, olga, herschel, record_of(herschel), now=NOW)

        assert events(session, "speaker:update") == []

    @pytest.mark.usefixtures("derived")
    def test_the_address_stays_when_the_name_changes(self, session, client, olga, lunar, herschel):
        add_appearance(session, make_webinar(session, lunar), herschel)

        update_speaker(session, olga, herschel, record(), now=NOW)

        assert "Caroline Herschel<" in client.get("/speakers/caroline-herschell").text

    @pytest.mark.usefixtures("derived")
    def test_calendars_follow_a_new_name_and_webinars_keep_what_they_said_of_the_affiliation(
        self, session, client, olga, lunar, herschel
    ):
        webinar, other = make_webinar(session, lunar), make_webinar(session, lunar, "Nebulae")
        add_appearance(session, webinar, herschel)
        before = entries(client)

        update_speaker(session, olga, speaker_with_slug(session, "caroline-herschell"), record(), now=NOW)

        after = entries(client)
        assert "– Caroline Herschel (Bath)" in str(after[webinar.uid]["DESCRIPTION"])
        assert after[webinar.uid]["SEQUENCE"] == before[webinar.uid]["SEQUENCE"] + 1
        assert after[other.uid]["SEQUENCE"] == before[other.uid]["SEQUENCE"]

    @pytest.mark.usefixtures("derived")
    def test_an_address_that_changes_leads_on_for_ever(self, session, client, olga, lunar, herschel):
        add_appearance(session, make_webinar(session, lunar), herschel)
        assert len(entries(client, "/speakers/caroline-herschell/calendar.ics")) == 1

        for slug in ("Caroline Herschel", "c-herschel"):
            found = session.scalars(sa.select(Speaker).options(sa.orm.joinedload(Speaker.organisation))).one()
            update_speaker(session, olga, found, record(slug=slug), now=NOW)

        for old in ("caroline-herschell", "caroline-herschel"):
            response = client.get(f"/speakers/{old}?page=1")
            assert (response.status_code, response.location) == (308, "/speakers/c-herschel?page=1")
            feed = client.get(f"/speakers/{old}/calendar.ics")
            assert (feed.status_code, feed.location) == (308, "/speakers/c-herschel/calendar.ics")
        assert len(entries(client, "/speakers/c-herschel/calendar.ics")) == 1

    @pytest.mark.usefixtures("derived")
    def test_a_former_address_is_taken_back_by_its_own_and_given_to_nobody_else(
        self, session, client, olga, lunar, herschel
    ):
        add_appearance(session, make_webinar(session, lunar), herschel)
        make_speaker(session, lunar, "Mary Somerville")
        update_speaker(session, olga, herschel, record(slug="c-herschel"), now=NOW)
        somerville = speaker_with_slug(session, "mary-somerville")

        with pytest.raises(SpeakerInvalid, match="somebody else") as refused:
            update_speaker(
                session, olga, somerville, record(name="Mary Somerville", slug="caroline-herschell"), now=NOW
            )
        herschel = speaker_with_slug(session, "c-herschel")
        update_speaker(session, olga, herschel, record(slug="caroline-herschell"), now=NOW)

        assert refused.value.field == "slug"
        assert client.get("/speakers/caroline-herschell").status_code == 200
        assert client.get("/speakers/c-herschel").location == "/speakers/caroline-herschell"

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("name", {"name": " "}),
            ("name", {"name": "x" * 201}),
            ("affiliation", {"affiliation": "x" * 301}),
            ("bio", {"bio": "x" * 10_001}),
            ("links", {"links": ["javascript:alert(1)"]}),
            ("links", {"links": ["https://someone@society.example/"]}),
            ("links", {"links": [f"https://society.example/{place}" for place in range(MAX_LINKS + 1)]}),
            ("slug", {"slug": "…"}),
            ("slug", {"slug": "mary-somerville"}),
        ],
    )
    def test_what_cannot_be_stored_is_said_of_its_field(self, session, olga, lunar, herschel, field, changes):
        make_speaker(session, lunar, "Mary Somerville")

        with pytest.raises(SpeakerInvalid) as refused:
            update_speaker(session, olga, herschel, record(**changes), now=NOW)

        assert refused.value.field == field

    @pytest.mark.parametrize("who", ["vera", "oskar"])
    def test_others_may_not(self, request, session, herschel, who):
        with pytest.raises(NotAllowed):
            update_speaker(session, request.getfixturevalue(who), herschel, record(), now=NOW)


class TestMerging:
    @pytest.fixture
    def twin(self, session, lunar):
        """The same person, written another way."""
        make_speaker(session, lunar, "Miss C. Herschel", bio="Found eight comets.", links=["https://sky.example/"])
        return speaker_with_slug(session, "miss-c-herschel")

    def test_appearances_move_as_they_are(self, session, olga, lunar, herschel, twin):
        before, after = make_webinar(session, lunar), make_webinar(session, lunar, "Nebulae")
        add_appearance(session, before, herschel)
        moved = add_appearance(session, after, twin, affiliation="Hanover", talk_title="Sweeping the sky")

        merge_speakers(session, olga, herschel, twin, now=NOW)
        session.commit()
        session.expire_all()

        assert session.scalars(sa.select(Speaker.slug)).all() == ["caroline-herschell"]
        found = session.get(Appearance, moved.id)
        assert found.speaker_id == herschel.id
        assert (found.affiliation, found.talk_title) == ("Hanover", "Sweeping the sky")
        kept = session.get(Speaker, herschel.id)
        assert (kept.affiliation, kept.bio, kept.links) == ("Bath", "Found eight comets.", ["https://sky.example/"])
        (event,) = events(session, "speaker:merge")
        assert event.detail == {
            "speaker_id": herschel.id,
            "name": ["Miss C. Herschel", "Caroline Herschell"],
            "slug": ["miss-c-herschel", "caroline-herschell"],
            "appearance_count": 1,
        }

    @pytest.mark.usefixtures("derived", "herschel")
    def test_every_former_address_leads_to_the_one_that_stays(self, session, client, olga, lunar, twin):
        webinar = make_webinar(session, lunar)
        add_appearance(session, webinar, twin)
        update_speaker(session, olga, twin, record(name="C. Herschel", slug="c-herschel"), now=NOW)
        assert len(entries(client, "/speakers/c-herschel/calendar.ics")) == 1
        assert client.get("/speakers/caroline-herschell").status_code == 404

        kept, gone = (speaker_with_slug(session, slug) for slug in ("caroline-herschell", "c-herschel"))
        merge_speakers(session, olga, kept, gone, now=NOW)

        for old in ("miss-c-herschel", "c-herschel"):
            assert client.get(f"/speakers/{old}").location == "/speakers/caroline-herschell"
            feed = client.get(f"/speakers/{old}/calendar.ics")
            assert (feed.status_code, feed.location) == (308, "/speakers/caroline-herschell/calendar.ics")
        (entry,) = entries(client, "/speakers/caroline-herschell/calendar.ics").values()
        assert "Caroline Herschell" in str(entry["DESCRIPTION"])
        assert entry["SEQUENCE"] == 1

    def test_who_followed_the_other_follows_the_one_that_stays_once(self, session, olga, herschel, twin):
        start_following(session, [(FeedKind.SPEAKER, twin.id)], now=NOW)
        start_following(session, [(FeedKind.SPEAKER, twin.id), (FeedKind.SPEAKER, herschel.id)], now=NOW)

        merge_speakers(session, olga, herschel, twin, now=NOW)
        session.commit()

        follows = session.execute(sa.select(Follow.personal_feed_id, Follow.subject_id)).all()
        feeds = session.scalars(sa.select(PersonalFeed.id)).all()
        assert sorted(follows) == [(feed, herschel.id) for feed in sorted(feeds)]
        assert len(feeds) == 2

    def test_two_who_stand_in_one_webinar_are_two(self, session, olga, lunar, herschel, twin):
        webinar = make_webinar(session, lunar)
        add_appearance(session, webinar, herschel)
        add_appearance(session, webinar, twin)

        with pytest.raises(SpeakersDiffer, match="“Comets and their tails”"):
            merge_speakers(session, olga, herschel, twin, now=NOW)

        assert len(session.scalars(sa.select(Speaker)).all()) == 2

    def test_the_draft_of_another_organisation_stays_unnamed(self, session, olga, lincei, herschel, twin):
        webinar = make_webinar(session, lincei, "Secret so far", status=Status.DRAFT)
        add_appearance(session, webinar, herschel)
        add_appearance(session, webinar, twin)

        with pytest.raises(SpeakersDiffer) as refused:
            merge_speakers(session, olga, herschel, twin, now=NOW)

        assert "Secret" not in str(refused.value)

    def test_records_of_two_organisations_stay_apart(self, session, olga, lincei, herschel):
        make_speaker(session, lincei, "Maria Kirch")

        with pytest.raises(SpeakersDiffer):
            merge_speakers(session, olga, herschel, speaker_with_slug(session, "maria-kirch"), now=NOW)

    def test_a_record_is_not_merged_with_itself(self, session, olga, herschel):
        with pytest.raises(SpeakersDiffer):
            merge_speakers(session, olga, herschel, herschel, now=NOW)

    @pytest.mark.parametrize("who", ["vera", "oskar"])
    def test_others_may_not(self, request, session, herschel, twin, who):
        with pytest.raises(NotAllowed):
            merge_speakers(session, request.getfixturevalue(who), herschel, twin, now=NOW)
