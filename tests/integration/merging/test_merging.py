"""Two records of one organisation become one, with everything that can hang on either."""

import datetime as dt
import itertools

import pytest
import sqlalchemy as sa
from sqlalchemy import orm

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_member,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.calendars.personal_feeds import start_following
from webinars.domain.merging.errors import OrganisationsDiffer
from webinars.domain.merging.organisations import merge_organisations
from webinars.lib.errors import NotAllowed
from webinars.models import (
    ApiToken,
    AuditEvent,
    Availability,
    CalendarEntry,
    CoOrganiser,
    FeedKind,
    Follow,
    Invitation,
    Membership,
    Organisation,
    OutboundEmail,
    Picture,
    PictureKind,
    Priority,
    ProposedStart,
    RecordingSource,
    RecordingSourceKind,
    Refusal,
    Role,
    Series,
    Source,
    SourceKind,
    Speaker,
    StartAnswer,
    StartPoll,
    StartReply,
    Stop,
    Suppression,
    Webhook,
    WebhookPreset,
    Webinar,
)


@pytest.fixture(autouse=True)
def nothing_remembered(app) -> None:
    app.extensions["feeds"].watch.expire()
    app.extensions["feeds"].shelf.forget()


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def kept(session):
    return make_organisation(session, "Accademia dei Lincei")


@pytest.fixture
def gone(session):
    return make_organisation(session, "Lincean Academy", description="Founded in 1603.", contact="gone@lincei.example")


@pytest.fixture
def ada(session):
    return actor_of(session, make_user(session, "Ada", is_admin=True).id)


def merged(session, ada, kept, gone, now):
    session.commit()
    merge_organisations(session, ada, session.get(Organisation, kept.id), session.get(Organisation, gone.id), now=now)
    session.commit()
    session.expire_all()


def references(session, organisation_id):
    """Every row of any table that points to the organisation, also in words."""
    found = []
    for table in Organisation.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "organisation" for key in column.foreign_keys):
                count = session.scalar(sa.select(sa.func.count()).select_from(table).where(column == organisation_id))
                found += [f"{table.name}.{column.name}"] * count
    return found


def test_everything_that_hangs_on_the_one_hangs_on_the_other(session, ada, lunar, kept, gone, now):
    number = gone.id
    hosted = make_webinar(session, gone, "Comets")
    add_co_organiser(session, make_webinar(session, lunar, "Tides"), gone)
    petra = make_member(session, gone, "Petra", Role.EDITOR)
    make_series(session, gone, "The Night Sky")
    make_speaker(session, gone, "Margherita Sarrocchi")
    session.add_all(
        [
            Picture(kind=PictureKind.LOGO, alt="A lynx", created_at=now, organisation=gone),
            Refusal(at=now, organisation=gone, host=lunar, webinar=None),
            Refusal(at=now, organisation=lunar, host=gone, webinar=None),
            Invitation(
                nonce="n", digest="d", email="a@b.example", made_by_id=None, made_at=now, ends_at=now,
                organisation=gone, webinar=None,
            ),
            ApiToken(
                organisation_id=gone.id, user_id=petra.id, name="Ours", start="wbn_7Hk2", token_digest="d", scopes=[],
                created_at=now, ends_at=now,
            ),
            Webhook(
                organisation_id=gone.id, made_by_id=petra.id, url="https://hooks.lincei.example/", secret="s",
                preset=WebhookPreset.REBUILD, kinds=[], created_at=now,
            ),
            RecordingSource(
                organisation_id=gone.id, kind=RecordingSourceKind.PODCAST, key="k", url="https://lincei.example/feed",
                name="Lincei", created_at=now,
            ),
            AuditEvent(at=now, action="organisation:create", actor_id=None, organisation_id=gone.id, detail={}),
            OutboundEmail(
                kind="organisations.added", priority=Priority.MESSAGE, recipient="a@b.example",
                recipient_domain="b.example", context={},
                dedupe_key="k", due_at=now, created_at=now, organisation_id=gone.id,
            ),
            Source(webinar_id=hosted.id, kind=SourceKind.CALENDAR, key=f"{gone.id} uid", values={}, imported_at=now),
            Suppression(
                address_hmac="h", scope=f"organisation:{gone.id}/x", stop=Stop.UNSUBSCRIBED, created_at=now
            ),
        ]
    )  # fmt: skip
    session.flush()
    start_following(session, [(FeedKind.ORGANISATION, gone.id)], now=now)
    before = references(session, gone.id)

    merged(session, ada, kept, gone, now)

    assert sorted(set(before)) == [
        "api_token.organisation_id",
        "audit_event.organisation_id",
        "co_organiser.organisation_id",
        "invitation.organisation_id",
        "membership.organisation_id",
        "outbound_email.organisation_id",
        "picture.organisation_id",
        "recording_source.organisation_id",
        "refusal.host_id",
        "refusal.organisation_id",
        "series.organisation_id",
        "speaker.organisation_id",
        "webhook.organisation_id",
        "webinar.host_id",
    ]
    assert references(session, number) == []
    after = references(session, kept.id)
    after.remove("audit_event.organisation_id")  # that of the merger itself
    assert sorted(after) == sorted(before)
    assert session.get(Organisation, number) is None
    assert session.scalar(sa.select(Source.key)) == f"{kept.id} uid"
    assert session.scalar(sa.select(Suppression.scope)) == f"organisation:{kept.id}/x"
    assert session.execute(sa.select(Follow.kind, Follow.subject_id)).all() == [(FeedKind.ORGANISATION, kept.id)]
    stored = session.get(Organisation, kept.id)
    assert (stored.description, stored.contact) == ("Founded in 1603.", "gone@lincei.example")


def test_an_entry_that_both_have_imported_is_followed_once(session, ada, kept, gone, now):
    ours, theirs = make_webinar(session, kept, "Comets").id, make_webinar(session, gone, "Comets too").id
    for host, webinar_id in ((kept, ours), (gone, theirs)):
        key = f"{host.id} comets@calendar.example"
        session.add(Source(webinar_id=webinar_id, kind=SourceKind.CALENDAR, key=key, values={}, imported_at=now))
    number = kept.id

    merged(session, ada, kept, gone, now)

    found = session.execute(sa.select(Source.key, Source.webinar_id)).all()
    assert found == [(f"{number} comets@calendar.example", ours)], "a key by the number that is gone could be another's"


@pytest.mark.usefixtures("derived")
def test_addresses_pages_and_feeds_follow(session, client, ada, lunar, kept, gone, now):
    make_webinar(session, gone, "Comets")
    add_co_organiser(session, make_webinar(session, lunar, "Tides"), gone)
    session.commit()
    assert "Lincean Academy" in client.get("/webinars/comets").text
    assert client.get("/organisations/lincean-academy/calendar.ics").text.count("BEGIN:VEVENT") == 2

    merged(session, ada, kept, gone, now)

    for part in ("", "/calendar.ics"):
        moved = client.get(f"/organisations/lincean-academy{part}")
        assert (moved.status_code, moved.location) == (308, f"/organisations/accademia-dei-lincei{part}")
    feed = client.get("/organisations/accademia-dei-lincei/calendar.ics").text
    assert feed.count("BEGIN:VEVENT") == 2
    assert "Lincean Academy" not in feed
    for page in ("/webinars/comets", "/webinars/tides"):
        assert "Accademia dei Lincei" in client.get(page).text
        assert "Lincean Academy" not in client.get(page).text
    assert set(session.scalars(sa.select(CalendarEntry.sequence))) == {1}
    assert "Comets" in client.get("/organisations/accademia-dei-lincei").text


def test_a_webinar_of_both_names_it_once(session, ada, lunar, kept, gone, now):
    hosted = make_webinar(session, gone, "Comets")
    add_co_organiser(session, hosted, kept)
    other = make_webinar(session, kept, "Nebulae")
    add_co_organiser(session, other, gone)
    beside = make_webinar(session, lunar, "Tides")
    add_co_organiser(session, beside, kept, is_accepted=False).rights = ["texts"]
    add_co_organiser(session, beside, gone).rights = ["publish"]

    merged(session, ada, kept, gone, now)

    assert set(session.scalars(sa.select(Webinar.host_id))) == {kept.id, lunar.id}
    (row,) = session.scalars(sa.select(CoOrganiser)).all()
    assert (row.webinar_id, row.organisation_id, row.rights) == (beside.id, kept.id, ["texts", "publish"])
    assert row.accepted_at is not None


def test_who_stopped_the_mails_of_both_has_stopped_them_once(session, ada, kept, gone, now):
    session.add_all(
        Suppression(address_hmac="h", scope=f"organisation:{each.id}/x", stop=Stop.UNSUBSCRIBED, created_at=now)
        for each in (kept, gone)
    )
    session.flush()

    merged(session, ada, kept, gone, now)

    assert session.scalars(sa.select(Suppression.scope)).all() == [f"organisation:{kept.id}/x"]


def test_a_no_to_both_is_said_once_and_so_can_be_taken_back(session, ada, lunar, kept, gone, now):
    session.add_all([Refusal(at=now, organisation=lunar, host=host, webinar=None) for host in (kept, gone)])
    session.flush()

    merged(session, ada, kept, gone, now)

    (left,) = session.scalars(sa.select(Refusal)).all()
    assert (left.organisation_id, left.host_id) == (lunar.id, kept.id)


@pytest.mark.parametrize("is_both", [True, False])
def test_what_either_said_to_a_proposed_start_stays_said(session, ada, lunar, kept, gone, now, is_both):
    tides = make_webinar(session, lunar, "Tides")
    ours, theirs = add_co_organiser(session, tides, kept), add_co_organiser(session, tides, gone)
    poll = StartPoll(made_at=now, webinar=tides)
    poll.starts = [
        ProposedStart(
            starts_wall=dt.datetime.fromisoformat(f"2027-07-0{day}T16:00"), timezone="Europe/Rome",
            duration_minutes=60, changed_at=now,
        )
        for day in (4, 5)
    ]  # fmt: skip
    session.add(poll)
    session.flush()
    first, second = poll.starts
    said = {ours: {first: "yes"}, theirs: {first: "no", second: "if_needed"}}
    for who in (ours, theirs) if is_both else (theirs,):
        reply = StartReply(webinar_id=tides.id, co_organiser_id=who.id, words=f"Of {who.id}", replied_at=now)
        session.add(reply)
        reply.answers = [
            StartAnswer(proposed_start_id=start.id, answer=Availability(answer), answered_at=now)
            for start, answer in said[who].items()
        ]
    session.flush()
    number, words = ours.id, f"Of {ours.id if is_both else theirs.id}"
    session.expire_all()

    merged(session, ada, kept, gone, now)

    (reply,) = session.scalars(sa.select(StartReply).options(orm.selectinload(StartReply.answers))).all()
    expected = {first.id: "yes" if is_both else "no", second.id: "if_needed"}
    assert (reply.co_organiser_id, reply.words) == (number, words)
    assert {each.proposed_start_id: each.answer for each in reply.answers} == expected


@pytest.mark.parametrize(("own", "theirs"), list(itertools.product(Role, Role)))
def test_who_is_in_both_keeps_the_higher_role(session, ada, kept, gone, own, theirs, now):
    petra = make_member(session, kept, "Petra", own)
    make_membership(session, gone, petra, theirs)

    merged(session, ada, kept, gone, now)

    (row,) = session.scalars(sa.select(Membership)).all()
    assert (row.organisation_id, row.role) == (kept.id, min(own, theirs, key=list(Role).index))


def test_of_two_series_of_one_title_one_stays(session, client, ada, kept, gone, now):
    ours, theirs = make_series(session, kept, "The Night Sky"), make_series(session, gone, "The night sky", slug="sky")
    webinar = make_webinar(session, gone, "Comets", series=theirs)

    merged(session, ada, kept, gone, now)

    assert session.scalars(sa.select(Series.id)).all() == [ours.id]
    assert session.get(Webinar, webinar.id).series_id == ours.id
    assert client.get("/series/sky").location == "/series/the-night-sky"


def test_speakers_come_over_as_two_records(session, ada, kept, gone, now):
    make_speaker(session, kept, "Margherita Sarrocchi")
    twin = make_speaker(session, gone, "Margherita Sarrocchi", slug="sarrocchi")
    add_appearance(session, make_webinar(session, gone, "Comets"), twin)

    merged(session, ada, kept, gone, now)

    assert session.scalars(sa.select(Speaker.organisation_id)).all() == [kept.id, kept.id]


def test_an_open_link_ends_where_somebody_looks_after_it_now(session, ada, kept, gone, now):
    make_member(session, kept, "Petra", Role.OWNER)
    session.add(
        Invitation(
            nonce="n", digest="d", email="a@b.example", made_by_id=None, made_at=now,
            ends_at=now + dt.timedelta(days=1), organisation=gone, webinar=None,
        )
    )  # fmt: skip

    merged(session, ada, kept, gone, now)

    assert session.scalar(sa.select(Invitation.revoked_at)) == now


def test_it_is_for_administrators_and_for_two(session, ada, kept, gone, now):
    owner = actor_of(session, make_member(session, kept, "Petra", Role.OWNER).id)

    with pytest.raises(NotAllowed):
        merge_organisations(session, owner, kept, gone, now=now)
    with pytest.raises(OrganisationsDiffer):
        merge_organisations(session, ada, kept, kept, now=now)


def test_the_page_says_first_what_becomes_of_it(session, client, sign_in, kept, gone):
    make_webinar(session, gone, "Comets")
    sign_in(client, make_user(session, "Grace", is_admin=True))
    page = "/manage/organisations/accademia-dei-lincei/merge"

    assert client.get(f"{page}?gone=Nobody").status_code == 422
    shown = client.get(f"{page}?gone=Lincean+Academy")
    assert "One webinar has another host." in shown.text
    answer = client.post(page, data={"gone": "lincean-academy"})

    assert answer.location == "/manage/organisations/accademia-dei-lincei"
    assert "Merged." in client.get(answer.location).text
    assert session.scalars(sa.select(Organisation.slug)).all() == ["accademia-dei-lincei"]
