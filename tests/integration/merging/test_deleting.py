"""Organisations, series and speakers that nothing needs are deleted; what is needed says by what."""

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_member,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.calendars.personal_feeds import start_following
from webinars.domain.lineup.speaker_record_queries import speaker_with_slug
from webinars.domain.lineup.speaker_records import SpeakerRecord, update_speaker
from webinars.domain.merging import record_deletion
from webinars.domain.merging.co_organiser_removal import unmake
from webinars.domain.merging.errors import StillNeeded
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.series.queries import series_with_slug
from webinars.lib.errors import NotAllowed
from webinars.models import (
    AuditEvent,
    FeedKind,
    Follow,
    FormerSlug,
    Organisation,
    OutboundEmail,
    Priority,
    Role,
    Series,
    Speaker,
    Status,
    Stop,
    Suppression,
    Webinar,
)


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def host(session, olga):
    return actor_of(session, olga.id)


@pytest.mark.usefixtures("derived")
def test_an_organisation_that_had_people_answers_410(session, client, host, lunar, now):
    assert client.get("/organisations/lunar-society").status_code == 200

    record_deletion.delete_organisation(session, host, lunar, now=now)
    session.commit()

    assert session.scalars(sa.select(Organisation)).all() == []
    assert client.get("/organisations/lunar-society").status_code == 410


@pytest.mark.parametrize(
    ("hang", "words"),
    [
        (lambda session, lunar: make_webinar(session, lunar, status=Status.DRAFT), "one webinar that it hosts"),
        (
            lambda session, lunar: add_co_organiser(
                session, make_webinar(session, make_organisation(session, "Salon")), lunar, is_accepted=False
            ),
            "one that it organises with others",
        ),
        (make_series, "one series"),
        (make_speaker, "the record of one speaker"),
    ],
)
def test_an_organisation_that_is_needed_stays_and_says_by_what(session, client, sign_in, olga, lunar, hang, words):
    hang(session, lunar)
    sign_in(client, olga)
    page = "/manage/organisations/lunar-society/deletion"

    shown = client.get(page)
    pressed = client.post(page)

    assert words in shown.text
    assert "button-danger" not in shown.text
    assert pressed.status_code == 409
    assert session.scalar(sa.select(Organisation).where(Organisation.slug == "lunar-society")) is not None


def test_a_speaker_whom_nobody_has_seen_frees_the_address(session, host, lunar, now):
    make_speaker(session, lunar)
    start_following(session, [(FeedKind.SPEAKER, session.scalar(sa.select(Speaker.id)))], now=now)

    record_deletion.delete_speaker(session, host, speaker_with_slug(session, "caroline-herschel"), now=now)

    assert session.scalars(sa.select(FormerSlug)).all() == []
    assert session.scalars(sa.select(Follow)).all() == []
    assert make_speaker(session, lunar).slug == "caroline-herschel"


@pytest.mark.usefixtures("derived")
def test_a_speaker_who_was_public_answers_410_at_every_address(session, client, host, lunar, now):
    speaker, webinar = make_speaker(session, lunar), make_webinar(session, lunar)
    add_appearance(session, webinar, speaker)
    session.commit()
    record = SpeakerRecord(name="C. Herschel", slug="c-herschel")
    update_speaker(session, host, speaker_with_slug(session, "caroline-herschel"), record, now=now)
    session.refresh(webinar, ["lineup"])
    webinar.lineup.clear()
    session.commit()

    record_deletion.delete_speaker(session, host, speaker_with_slug(session, "c-herschel"), now=now)
    session.commit()

    for slug in ("c-herschel", "caroline-herschel"):
        assert client.get(f"/speakers/{slug}").status_code == 410


def test_who_stands_in_a_line_up_stays(session, host, lunar, now):
    add_appearance(session, make_webinar(session, lunar, status=Status.DRAFT), make_speaker(session, lunar))

    with pytest.raises(StillNeeded, match="Still there: one webinar with this speaker"):
        record_deletion.delete_speaker(session, host, speaker_with_slug(session, "caroline-herschel"), now=now)


@pytest.mark.usefixtures("derived")
def test_a_series_goes_once_it_holds_no_webinar(session, host, lunar, now):
    webinar = make_webinar(session, lunar, series=make_series(session, lunar))
    with pytest.raises(StillNeeded, match="one webinar in it"):
        record_deletion.delete_series(session, host, series_with_slug(session, "the-night-sky"), now=now)

    webinar.series = None
    session.commit()
    record_deletion.delete_series(session, host, series_with_slug(session, "the-night-sky"), now=now)
    session.commit()

    assert session.scalars(sa.select(Series)).all() == []


@pytest.mark.parametrize(
    ("delete", "find"),
    [
        (record_deletion.delete_speaker, lambda session: speaker_with_slug(session, "caroline-herschel")),
        (record_deletion.delete_series, lambda session: series_with_slug(session, "the-night-sky")),
        (record_deletion.delete_organisation, lambda session: session.scalar(sa.select(Organisation))),
    ],
)
def test_viewers_delete_nothing(session, vera, lunar, delete, find, now):
    make_speaker(session, lunar)
    make_series(session, lunar)

    with pytest.raises(NotAllowed):
        delete(session, actor_of(session, vera.id), find(session), now=now)


def test_one_that_was_made_by_a_slip_of_the_pen_is_unmade(session, host, lunar, now):
    webinar = webinar_to_edit(session, make_webinar(session, lunar, status=Status.DRAFT).slug)
    set_co_organisers(session, host, webinar, ["Spitalfeilds Society"], now=now)
    made = webinar.co_organisers[0].organisation_id

    unmake(session, host, webinar, made, now=now)
    session.commit()

    assert session.get(Organisation, made) is None
    assert webinar_to_edit(session, webinar.slug).co_organisers == []
    assert session.scalars(sa.select(FormerSlug)).all() == []


@pytest.mark.parametrize("case", ["not mine", "has members", "needed elsewhere"])
def test_what_is_not_ones_own_slip_stays(session, host, lunar, case, now):
    webinar = webinar_to_edit(session, make_webinar(session, lunar).slug)
    if case == "not mine":
        salon = make_organisation(session, "Salon")
        set_co_organisers(session, host, webinar, [salon], now=now)
    else:
        set_co_organisers(session, host, webinar, ["Salon"], now=now)
        salon = webinar.co_organisers[0].organisation
    if case == "has members":
        make_member(session, salon, "Petra", Role.VIEWER)
    if case == "needed elsewhere":
        add_co_organiser(session, make_webinar(session, lunar, "Tides"), salon)

    with pytest.raises((NotAllowed, StillNeeded)):
        unmake(session, host, webinar, salon.id, now=now)
    assert session.scalar(sa.select(sa.func.count(Webinar.id)))


def test_what_is_kept_of_it_goes_with_it_and_is_not_inherited(session, host, lunar, now):
    number, scope = lunar.id, f"organisation:{lunar.id}"
    session.add_all(
        [
            AuditEvent(at=now, action="organisation:create", actor_id=None, organisation_id=number, detail={}),
            OutboundEmail(
                kind="organisations.added", priority=Priority.MESSAGE, recipient="a@b.example",
                recipient_domain="b.example", context={}, dedupe_key="k", due_at=now, created_at=now,
                organisation_id=number,
            ),
            Suppression(address_hmac="a", scope=f"{scope}/x", stop=Stop.UNSUBSCRIBED, created_at=now),
            Suppression(address_hmac="b", scope=scope, stop=Stop.COMPLAINT, created_at=now),
            Suppression(address_hmac="c", scope=f"{scope}9", stop=Stop.COMPLAINT, created_at=now),
        ]
    )  # fmt: skip
    session.commit()

    record_deletion.delete_organisation(session, host, lunar, now=now)
    session.commit()

    assert session.scalar(sa.select(OutboundEmail.organisation_id)) is None
    assert session.scalars(sa.select(AuditEvent.action)).all() == ["organisation:delete"]
    # The number may be given again, and whoever has it then was not told to stop.
    assert session.scalars(sa.select(Suppression.scope)).all() == [f"{scope}9"]
