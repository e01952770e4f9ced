"""What changes a webinar: who may, what follows, and what is refused."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_membership, make_organisation, make_user, make_webinar
from webinars.db import db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.actions import (
    create_webinar,
    set_date,
    set_series,
    set_start,
    set_topics,
    update_webinar,
)
from webinars.domain.programme.editor_queries import is_whole, webinar_to_edit
from webinars.domain.programme.errors import (
    StaleRevision,
    StartOutOfRange,
    StartUnsettled,
    TimezoneUnknown,
    WebinarIncomplete,
    WebinarInvalid,
    WrongState,
)
from webinars.domain.programme.life_cycle import publish
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, FormerSlug, JoinAccess, Role, Series, Status, Topic, Visibility, Webinar
from webinars.pure.times import DisplayZone

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)
wall_time = dt.datetime.fromisoformat


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def partner(session):
    return make_organisation(session, "Accademia dei Lincei")


@pytest.fixture
def olga(session, host):
    return member(session, host, "Olga", Role.EDITOR)


@pytest.fixture
def oskar(session):
    return member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER)


@pytest.fixture
def draft(session, host, olga):
    return create_webinar(session, olga, host=host, title="Comets", now=NOW)


def member(session, organisation, name, role):
    user = make_user(session, name)
    make_membership(session, organisation, user, role)
    return actor_of(session, user.id)


def events(session, webinar):
    query = sa.select(AuditEvent).where(AuditEvent.webinar_id == webinar.id).order_by(AuditEvent.id)
    return [(event.action, event.detail) for event in session.scalars(query)]


def test_a_new_webinar_is_a_draft_of_the_hosts_usual_length(session, host, olga):
    host.default_duration_minutes = 75

    webinar = create_webinar(session, olga, host=host, title="  Comets and\ttheir tails ", now=NOW)

    assert (webinar.title, webinar.slug, webinar.status) == (
        "Comets and their tails",
        "comets-and-their-tails",
        Status.DRAFT,
    )
    assert (webinar.duration_minutes, webinar.is_duration_assumed) == (75, True)
    assert webinar.published_at is None
    assert events(session, webinar) == [("webinar:create", {"title": "Comets and their tails"})]


def test_nothing_is_loaded_of_a_webinar_that_was_just_made(session, host, olga, count_statements):
    webinar = create_webinar(session, olga, host=host, title="Comets", now=NOW)

    assert is_whole(webinar)
    assert (webinar.series, webinar.topics, webinar.lineup, webinar.answered_questions) == (None, [], [], [])
    with count_statements() as counted:
        set_topics(session, olga, webinar, ["Comets"], now=NOW)
    assert not [each for each in counted if "FROM webinar " in each]


def test_uids_and_join_codes_are_random(session, host, olga):
    webinars = [create_webinar(session, olga, host=host, title="Comets", now=NOW) for _ in range(3)]

    assert len({webinar.uid for webinar in webinars}) == len({webinar.join_code for webinar in webinars}) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", webinar.uid) for webinar in webinars)
    assert all(re.fullmatch(r"[\w-]{12}", webinar.join_code) for webinar in webinars)
    assert [webinar.slug for webinar in webinars] == ["comets", "comets-2", "comets-3"]


def test_a_title_without_latin_letters_still_gets_an_address(session, host, olga):
    webinar = create_webinar(session, olga, host=host, title="彗星", now=NOW)

    assert re.fullmatch(r"2027-02-09-[0-9a-f]{6}", webinar.slug)


@pytest.mark.parametrize("title", ["", "   ", "x" * 301])
def test_a_title_is_needed_and_may_not_be_endless(session, host, olga, title):
    with pytest.raises(WebinarInvalid) as refused:
        create_webinar(session, olga, host=host, title=title, now=NOW)

    assert refused.value.field == "title"


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_only_owners_and_editors_begin_webinars(session, host, oskar, role):
    actor = member(session, host, "Vera", role) if role else oskar

    with pytest.raises(NotAllowed):
        create_webinar(session, actor, host=host, title="Comets", now=NOW)
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0


def test_changes_are_stored_and_told_with_before_and_after(session, draft, olga):
    update_webinar(session, olga, draft, summary="A talk.", visibility=Visibility.UNLISTED, title="Comets", now=LATER)

    assert (draft.summary, draft.visibility, draft.updated_at) == ("A talk.", Visibility.UNLISTED, LATER)
    # Each right is an act of its own, so that one can be taken back by who has it.
    assert events(session, draft)[-2:] == [
        ("webinar:update", {"summary": ["", "A talk."]}),
        ("webinar:update", {"visibility": ["public", "unlisted"]}),
    ]


def test_what_stays_the_same_is_no_change(session, draft, olga):
    revision = draft.revision

    update_webinar(session, olga, draft, title="Comets", summary="", now=LATER)

    assert draft.revision == revision
    assert len(events(session, draft)) == 1


def test_each_change_raises_the_revision_even_within_one_instant(session, draft, olga):
    revisions = [draft.revision]
    for title in ("Comets I", "Comets II"):
        update_webinar(session, olga, draft, title=title, now=NOW)
        revisions.append(draft.revision)

    assert revisions == sorted(set(revisions))


def test_of_two_changes_at_the_same_moment_the_later_one_is_refused(session, draft, olga):
    session.commit()
    with db.engine.begin() as elsewhere:
        elsewhere.execute(sa.update(Webinar).values(title="Theirs", revision=Webinar.revision + 1))

    with pytest.raises(StaleRevision):
        update_webinar(session, olga, draft, summary="Mine", now=LATER)

    session.rollback()
    session.refresh(draft)
    assert (draft.title, draft.summary) == ("Theirs", "")


def test_the_history_tells_that_the_room_changed_and_not_where_it_is(session, draft, olga):
    update_webinar(
        session, olga, draft, join_url="https://room.example/secret", join_passcode="4711", join_dial_in="", now=LATER
    )

    assert draft.join_url == "https://room.example/secret"
    assert events(session, draft)[-1][1] == {"join_url": [False, True], "join_passcode": [False, True]}


@pytest.mark.parametrize("field", ["join_url", "live_stream_url", "registration_url"])
@pytest.mark.parametrize(
    "link",
    [
        "room.example",
        "javascript:alert(1)",
        "ftp://room.example/",
        "https://",
        "https:///x",
        "https://a b.example/",
        "https://bank@room.example/",
    ],
)
def test_links_are_web_addresses(session, draft, olga, field, link):
    with pytest.raises(WebinarInvalid) as refused:
        update_webinar(session, olga, draft, **{field: link}, now=LATER)

    assert refused.value.field == field
    assert "https://" in str(refused.value)
    assert getattr(draft, field) is None


def test_an_empty_link_is_none(session, draft, olga):
    update_webinar(session, olga, draft, join_url="https://room.example/1", now=NOW)
    update_webinar(session, olga, draft, join_url="  ", now=LATER)

    assert draft.join_url is None


def test_display_zones_keep_their_labels_and_order(session, draft, olga):
    zones = [DisplayZone(" US  Eastern", "US/Eastern"), DisplayZone("Britain", "Europe/London")]

    update_webinar(session, olga, draft, display_zones=zones, now=LATER)

    assert draft.display_zones == [
        {"label": "US Eastern", "timezone": "America/New_York"},
        {"label": "Britain", "timezone": "Europe/London"},
    ]


@pytest.mark.parametrize(
    "zones",
    [[DisplayZone("", "Europe/London")], [DisplayZone("Moon", "Moon/Sea")], [DisplayZone("B", "Europe/London")] * 25],
)
def test_display_zones_need_labels_known_zones_and_an_end(session, draft, olga, zones):
    with pytest.raises(WebinarInvalid) as refused:
        update_webinar(session, olga, draft, display_zones=zones, now=LATER)

    assert refused.value.field == "display_zones"


def test_the_address_follows_the_title_of_a_draft_only(session, draft, olga, host):
    update_webinar(session, olga, draft, title="Meteors", now=LATER)
    assert draft.slug == "meteors"

    public = make_webinar(session, host, "Auroras", status=Status.PUBLISHED)
    update_webinar(session, olga, public, title="Northern lights", now=LATER)
    assert public.slug == "auroras"


def test_an_address_that_was_public_is_given_to_nothing_else(session, draft, olga):
    session.add(FormerSlug(kind="webinar", slug="meteors"))
    session.flush()

    update_webinar(session, olga, draft, title="Meteors", now=LATER)

    assert draft.slug == "meteors-2"


def test_a_start_gives_instants_and_the_date_in_its_zone(session, draft, olga):
    wall = wall_time("2027-07-04T23:30")

    set_start(session, olga, draft, wall=wall, timezone="US/Eastern", duration_minutes=120, now=LATER)

    assert (draft.starts_wall, draft.timezone, draft.starts_on) == (wall, "America/New_York", dt.date(2027, 7, 4))
    assert draft.starts_at == dt.datetime(2027, 7, 5, 3, 30, tzinfo=dt.UTC)
    assert draft.ends_at == dt.datetime(2027, 7, 5, 5, 30, tzinfo=dt.UTC)
    assert draft.is_duration_assumed is False
    action, detail = events(session, draft)[-1]
    assert action == "webinar:set_start"
    assert [each["wall"] for each in detail["start"]] == [None, "2027-07-04T23:30"]


def test_without_a_length_the_assumed_one_stays_assumed(session, draft, olga):
    set_start(session, olga, draft, wall=wall_time("2027-07-04T16:00"), timezone="Europe/London", now=LATER)

    assert (draft.duration_minutes, draft.is_duration_assumed) == (90, True)


@pytest.mark.parametrize(
    ("wall", "choices"),
    [
        (wall_time("2027-03-28T01:30"), [dt.time(0, 30), dt.time(2), dt.time(2, 30)]),
        (wall_time("2027-10-31T01:30"), [dt.time(0, 30), dt.time(2), dt.time(2, 30)]),
    ],
    ids=["skipped", "repeated"],
)
def test_a_wall_time_that_is_no_one_moment_is_refused_with_choices(session, draft, olga, wall, choices):
    with pytest.raises(StartUnsettled) as refused:
        set_start(session, olga, draft, wall=wall, timezone="Europe/London", now=LATER)

    assert refused.value.field == "starts_wall"
    assert [choice.time() for choice in refused.value.choices] == choices
    assert "Choose" in str(refused.value)
    assert draft.starts_at is None


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        ({"timezone": "Europe/Lodnon"}, TimezoneUnknown, "timezone"),
        ({"wall": wall_time("2040-01-01T12:00")}, StartOutOfRange, "starts_wall"),
        ({"duration_minutes": 0}, WebinarInvalid, "duration_minutes"),
        ({"duration_minutes": -5}, WebinarInvalid, "duration_minutes"),
        ({"duration_minutes": 10081}, WebinarInvalid, "duration_minutes"),
    ],
)
def test_a_start_that_cannot_be_is_refused_at_its_field(session, draft, olga, given, error, field):
    start = {"wall": wall_time("2027-07-04T16:00"), "timezone": "Europe/London", "duration_minutes": 60, **given}

    with pytest.raises(error) as refused:
        set_start(session, olga, draft, **start, now=LATER)

    assert refused.value.field == field
    assert draft.starts_at is None


def test_a_start_can_be_taken_back_while_it_is_a_draft(session, draft, olga):
    set_start(session, olga, draft, wall=wall_time("2027-07-04T16:00"), timezone="Europe/London", now=NOW)
    set_start(session, olga, draft, wall=None, timezone="Europe/London", now=LATER)

    assert (draft.starts_wall, draft.starts_at, draft.ends_at, draft.starts_on) == (None, None, None, None)


def test_of_an_old_webinar_the_day_is_enough(session, draft, olga):
    set_date(session, olga, draft, date=dt.date(2020, 5, 1), now=LATER)

    assert (draft.starts_on, draft.starts_at, draft.starts_wall) == (dt.date(2020, 5, 1), None, None)


def test_what_was_announced_is_not_silently_given_another_start(session, host, olga):
    webinar = make_webinar(session, host)

    with pytest.raises(WrongState):
        set_start(session, olga, webinar, wall=wall_time("2027-07-04T16:00"), timezone="Europe/London", now=LATER)
    with pytest.raises(WrongState):
        set_date(session, olga, webinar, date=dt.date(2027, 7, 4), now=LATER)


def test_topics_are_shared_by_name_whatever_its_capitals(session, draft, host, olga):
    other = create_webinar(session, olga, host=host, title="Meteors", now=NOW)
    set_topics(session, olga, draft, ["Astronomy", "Natural  history", "astronomy", " "], now=NOW)
    set_topics(session, olga, other, ["ASTRONOMY"], now=LATER)

    assert [topic.name for topic in draft.topics] == ["Astronomy", "Natural history"]
    assert other.topics == [draft.topics[0]]
    assert session.scalar(sa.select(sa.func.count(Topic.id))) == 2


@pytest.mark.parametrize("names", [["x" * 81], [f"topic {number}" for number in range(13)]])
def test_topics_have_limits(session, draft, olga, names):
    with pytest.raises(WebinarInvalid) as refused:
        set_topics(session, olga, draft, names, now=LATER)
    assert refused.value.field == "topics"


def test_a_series_is_begun_by_its_title_and_found_by_it(session, draft, host, olga):
    other = create_webinar(session, olga, host=host, title="Meteors", now=NOW)
    set_series(session, olga, draft, "The Night Sky", now=NOW)
    set_series(session, olga, other, "the night sky", now=LATER)

    assert draft.series is other.series
    assert (draft.series.slug, draft.series.organisation) == ("the-night-sky", host)
    set_series(session, olga, draft, "", now=LATER)
    assert draft.series is None
    assert session.scalar(sa.select(sa.func.count(Series.id))) == 1


def test_a_series_of_another_organisation_is_another_series(session, draft, host, olga, partner):
    foreign = member(session, partner, "Petra", Role.EDITOR)
    theirs = create_webinar(session, foreign, host=partner, title="Moons", now=NOW)
    set_series(session, foreign, theirs, "The Night Sky", now=NOW)
    set_series(session, olga, draft, "The Night Sky", now=NOW)

    assert draft.series is not theirs.series
    assert {draft.series.slug, theirs.series.slug} == {"the-night-sky", "the-night-sky-2"}


def test_a_room_opens_to_the_registered_only_where_people_can_register(session, olga, draft):
    with pytest.raises(WebinarInvalid, match="Nobody could join") as refusal:
        update_webinar(session, olga, draft, join_access=JoinAccess.REGISTERED, now=LATER)
    assert refusal.value.field == "join_access"
    assert draft.join_access == JoinAccess.OPEN

    tickets = "https://tickets.example/"
    update_webinar(session, olga, draft, join_access=JoinAccess.REGISTERED, registration_url=tickets, now=LATER)
    assert draft.join_access == JoinAccess.REGISTERED

    with pytest.raises(WebinarInvalid, match="Nobody could join"):
        update_webinar(session, olga, draft, registration_url="", now=LATER)


def test_what_was_stored_without_a_way_to_register_can_still_be_edited_but_not_published(session, olga, draft):
    draft.join_access = JoinAccess.REGISTERED
    update_webinar(session, olga, draft, title="Comets again", now=LATER)
    set_start(session, olga, draft, wall=wall_time("2031-07-04T16:00"), timezone="Europe/London", now=LATER)

    with pytest.raises(WebinarIncomplete, match="a way to register"):
        publish(session, olga, draft, now=LATER)


HOST_ONLY = [
    lambda session, actor, webinar: update_webinar(
        session, actor, webinar, join_url="https://room.example/1", now=LATER
    ),
    lambda session, actor, webinar: update_webinar(
        session, actor, webinar, join_access=JoinAccess.REGISTERED, now=LATER
    ),
    lambda session, actor, webinar: update_webinar(
        session, actor, webinar, title="New", visibility=Visibility.UNLISTED, now=LATER
    ),
    lambda session, actor, webinar: set_start(
        session, actor, webinar, wall=wall_time("2027-07-04T16:00"), timezone="Europe/London", now=LATER
    ),
    lambda session, actor, webinar: set_date(session, actor, webinar, date=dt.date(2020, 5, 1), now=LATER),
    lambda session, actor, webinar: set_series(session, actor, webinar, "Ours", now=LATER),
]
EDITORS = [
    lambda session, actor, webinar: update_webinar(session, actor, webinar, title="New", summary="Said", now=LATER),
    lambda session, actor, webinar: set_topics(session, actor, webinar, ["Ours"], now=LATER),
]


@pytest.mark.parametrize("change", [*HOST_ONLY, *EDITORS])
@pytest.mark.parametrize("who", ["viewer", "outsider", "invited"])
def test_who_may_not_change_it(session, draft, host, partner, oskar, change, who):
    add_co_organiser(session, draft, partner, is_accepted=False)
    actor = {
        "viewer": lambda: member(session, host, "Vera", Role.VIEWER),
        "outsider": lambda: oskar,
        "invited": lambda: member(session, partner, "Petra", Role.OWNER),
    }[who]()

    with pytest.raises(NotAllowed):
        change(session, actor, draft)
    assert len(events(session, draft)) == 1


@pytest.mark.parametrize("change", HOST_ONLY)
def test_a_co_organiser_leaves_the_hosts_promises_alone(session, draft, partner, change):
    add_co_organiser(session, draft, partner)

    with pytest.raises(NotAllowed):
        change(session, member(session, partner, "Petra", Role.OWNER), draft)


@pytest.mark.parametrize("change", EDITORS)
def test_a_co_organiser_that_accepted_may_change_texts(session, draft, partner, change):
    add_co_organiser(session, draft, partner)

    change(session, member(session, partner, "Petra", Role.EDITOR), draft)

    assert len(events(session, draft)) == 2


def test_a_webinar_read_afresh_can_be_changed(session, draft, olga):
    session.commit()
    session.expunge_all()
    webinar = webinar_to_edit(session, "comets")

    set_topics(session, olga, webinar, ["Astronomy"], now=LATER)
    set_series(session, olga, webinar, "The Night Sky", now=LATER)

    session.commit()
    session.expunge_all()
    webinar = webinar_to_edit(session, "comets")
    assert ([topic.name for topic in webinar.topics], webinar.series.title) == (["Astronomy"], "The Night Sky")


def test_what_no_feed_could_hold_is_left_out_of_texts(session, host, olga):
    draft = create_webinar(session, olga, host=host, title="Bell\x07 talk", now=NOW)

    update_webinar(session, olga, draft, summary="Of\x1bbells", description="One\r\nTwo\x07\ufffe", now=NOW)
    set_topics(session, olga, draft, ["Bells\x07"], now=NOW)
    set_series(session, olga, draft, "Ringing\x0bfor\x07all", now=NOW)

    assert (draft.title, draft.summary, draft.description) == ("Bell talk", "Ofbells", "One\nTwo")
    assert [topic.name for topic in draft.topics] == ["Bells"]
    assert draft.series.title == "Ringing for all"


def test_description_takes_no_longer_to_show_than_a_reader_waits(session, olga, draft):
    update_webinar(session, olga, draft, description="x" * 20_000, now=NOW)

    with pytest.raises(WebinarInvalid, match=r"20,?000") as caught:
        update_webinar(session, olga, draft, description="*a " * 20_000, now=NOW)

    assert caught.value.field == "description"
    assert draft.description == "x" * 20_000
