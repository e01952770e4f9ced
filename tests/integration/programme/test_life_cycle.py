"""Publishing a webinar and all that may happen to it afterwards."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_co_organiser,
    add_recording,
    make_membership,
    make_organisation,
    make_registration,
    make_user,
    make_webinar,
    open_desk,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.actions import create_webinar, set_date, set_start, update_webinar
from webinars.domain.programme.errors import StartUnsettled, WebinarIncomplete, WebinarInvalid, WrongState
from webinars.domain.programme.life_cycle import cancel, delete_draft, move, postpone, publish, restore, unpublish
from webinars.lib.errors import NotAllowed
from webinars.models import (
    ACTIVE_STATES,
    AuditEvent,
    FormerSlug,
    Recording,
    RecordingKind,
    Registration,
    RegistrationState,
    Role,
    Status,
    Webinar,
)

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)
wall_time = dt.datetime.fromisoformat
START = wall_time("2027-03-14T16:00")


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    return member(session, host, "Olga", Role.EDITOR)


@pytest.fixture
def draft(session, host, olga):
    webinar = create_webinar(session, olga, host=host, title="Comets", now=NOW)
    set_start(session, olga, webinar, wall=START, timezone="Europe/London", duration_minutes=90, now=NOW)
    return webinar


@pytest.fixture
def published(session, draft, olga):
    publish(session, olga, draft, now=NOW)
    return draft


def member(session, organisation, name, role):
    user = make_user(session, name)
    make_membership(session, organisation, user, role)
    return actor_of(session, user.id)


def last_event(session):
    event = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    return event.action, event.detail


def test_publishing_fixes_the_address_and_the_moment(session, draft, olga):
    publish(session, olga, draft, now=LATER)
    update_webinar(session, olga, draft, title="Comets and their tails", now=LATER)

    assert (draft.status, draft.published_at, draft.slug) == (Status.PUBLISHED, LATER, "comets")


def test_an_address_that_became_taken_while_it_was_a_draft_is_not_used(session, draft, olga):
    session.add(FormerSlug(kind="webinar", slug="comets"))
    session.flush()

    publish(session, olga, draft, now=LATER)

    assert draft.slug == "comets-2"


@pytest.mark.parametrize("date", [None, dt.date(2027, 2, 9), dt.date(2027, 5, 1)])
def test_without_a_start_it_cannot_be_published(session, host, olga, date):
    webinar = create_webinar(session, olga, host=host, title="Comets", now=NOW)
    if date:
        set_date(session, olga, webinar, date=date, now=NOW)

    with pytest.raises(WebinarIncomplete) as refused:
        publish(session, olga, webinar, now=LATER)

    assert refused.value.missing == ("starts_wall",)
    assert "hour" in str(refused.value)
    assert webinar.status == Status.DRAFT


def test_of_a_past_webinar_the_day_is_enough(session, host, olga):
    webinar = create_webinar(session, olga, host=host, title="Comets", now=NOW)
    set_date(session, olga, webinar, date=dt.date(2027, 2, 8), now=NOW)

    publish(session, olga, webinar, now=LATER)

    assert webinar.status == Status.PUBLISHED


def test_publishing_twice_is_refused(session, published, olga):
    with pytest.raises(WrongState):
        publish(session, olga, published, now=LATER)


def test_unpublishing_and_publishing_again_keeps_address_and_first_moment(session, published, olga):
    tomorrow = LATER + dt.timedelta(days=1)
    unpublish(session, olga, published, now=tomorrow)
    assert (published.status, published.is_unpublished) == (Status.DRAFT, True)

    update_webinar(session, olga, published, title="Meteors", now=tomorrow)
    publish(session, olga, published, now=tomorrow)

    assert (published.slug, published.published_at) == ("comets", NOW)


def test_moving_says_from_when(session, published, olga):
    move(session, olga, published, wall=wall_time("2027-03-21T16:00"), timezone="Europe/London", now=LATER)

    assert published.starts_at == dt.datetime(2027, 3, 21, 16, tzinfo=dt.UTC)
    assert published.ends_at == dt.datetime(2027, 3, 21, 17, 30, tzinfo=dt.UTC)
    assert (published.moved_from_wall, published.moved_from_timezone, published.moved_at) == (
        START,
        "Europe/London",
        LATER,
    )
    action, detail = last_event(session)
    assert action == "webinar:move"
    assert [each["wall"] for each in detail["start"]] == ["2027-03-14T16:00", "2027-03-21T16:00"]


def test_another_length_alone_is_no_move(session, published, olga):
    move(session, olga, published, wall=START, timezone="Europe/London", duration_minutes=60, now=LATER)

    assert (published.duration_minutes, published.moved_at) == (60, None)
    assert published.ends_at == dt.datetime(2027, 3, 14, 17, tzinfo=dt.UTC)
    assert last_event(session)[0] == "webinar:set_start"


def test_the_same_moment_on_other_clocks_is_no_move(session, published, olga):
    move(session, olga, published, wall=wall_time("2027-03-14T12:00"), timezone="America/New_York", now=LATER)

    assert (published.timezone, published.moved_at) == ("America/New_York", None)


def test_moving_to_where_it_is_changes_nothing(session, published, olga):
    revision = published.revision

    move(session, olga, published, wall=START, timezone="Europe/London", duration_minutes=90, now=LATER)

    assert published.revision == revision


def test_a_move_into_an_hour_that_does_not_exist_is_refused(session, published, olga):
    with pytest.raises(StartUnsettled):
        move(session, olga, published, wall=wall_time("2027-03-28T01:30"), timezone="Europe/London", now=LATER)
    assert published.starts_wall == START


def test_a_postponed_webinar_takes_place_again_with_a_new_start(session, published, olga):
    postpone(session, olga, published, now=LATER)
    assert (published.status, published.starts_wall) == (Status.POSTPONED, START)

    move(session, olga, published, wall=wall_time("2027-04-04T16:00"), timezone="Europe/London", now=LATER)

    assert (published.status, published.moved_from_wall) == (Status.PUBLISHED, START)


def test_cancelling_keeps_the_reason_and_restoring_drops_it(session, published, olga):
    cancel(session, olga, published, reason="  The speaker\nis ill. ", now=LATER)
    assert (published.status, published.cancelled_at, published.cancellation_reason) == (
        Status.CANCELLED,
        LATER,
        "The speaker is ill.",
    )
    assert last_event(session) == ("webinar:cancel", {"reason": "The speaker is ill."})

    restore(session, olga, published, now=LATER)
    assert (published.status, published.cancelled_at, published.cancellation_reason) == (Status.PUBLISHED, None, "")
    assert published.starts_wall == START


def test_a_reason_has_an_end(session, published, olga):
    with pytest.raises(WebinarInvalid) as refused:
        cancel(session, olga, published, reason="x" * 501, now=LATER)
    assert refused.value.field == "cancellation_reason"
    assert published.status == Status.PUBLISHED


def test_taking_back_what_was_cancelled_forgets_the_cancellation(session, published, olga):
    cancel(session, olga, published, reason="Illness", now=LATER)
    unpublish(session, olga, published, now=LATER)

    assert (published.status, published.cancelled_at, published.cancellation_reason) == (Status.DRAFT, None, "")


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (Status.DRAFT, unpublish),
        (Status.DRAFT, postpone),
        (Status.DRAFT, cancel),
        (Status.DRAFT, restore),
        (Status.PUBLISHED, restore),
        (Status.PUBLISHED, delete_draft),
        (Status.POSTPONED, postpone),
        (Status.POSTPONED, publish),
        (Status.CANCELLED, cancel),
        (Status.CANCELLED, postpone),
        (Status.CANCELLED, publish),
        (Status.CANCELLED, delete_draft),
    ],
)
def test_verbs_fit_certain_states_only(session, host, olga, status, verb):
    webinar = make_webinar(session, host, status=status)

    with pytest.raises(WrongState):
        verb(session, olga, webinar, now=LATER)
    assert webinar.status == status


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_only_what_is_announced_can_be_moved(session, host, olga, status):
    webinar = make_webinar(session, host, status=status)

    with pytest.raises(WrongState):
        move(session, olga, webinar, wall=START, timezone="Europe/London", now=LATER)


def test_a_deleted_draft_is_gone_and_its_address_free(session, draft, host, olga):
    delete_draft(session, olga, draft, now=LATER)

    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0
    assert create_webinar(session, olga, host=host, title="Comets", now=LATER).slug == "comets"


@pytest.mark.parametrize("state", ACTIVE_STATES)
def test_a_draft_with_people_registered_is_not_deleted(session, settings, draft, olga, state):
    open_desk(session, draft)
    make_registration(session, settings, draft, state=state)

    with pytest.raises(WrongState, match="One person is registered for it"):
        delete_draft(session, olga, draft, now=LATER)


def test_those_who_gave_their_place_back_are_no_obstacle(session, settings, draft, olga):
    open_desk(session, draft)
    make_registration(session, settings, draft, state=RegistrationState.CANCELLED)

    delete_draft(session, olga, draft, now=LATER)

    assert session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_those_of_whom_nothing_is_known_any_more_are_no_obstacle(session, settings, draft, olga):
    open_desk(session, draft)
    make_registration(session, settings, draft, email_normal=None, erased_at=LATER)

    delete_draft(session, olga, draft, now=LATER)

    assert session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_the_address_of_a_deleted_webinar_that_was_public_stays_gone(session, published, host, olga):
    unpublish(session, olga, published, now=LATER)
    delete_draft(session, olga, published, now=LATER)

    former = session.scalars(sa.select(FormerSlug)).one()
    assert (former.kind, former.slug, former.target_id) == ("webinar", "comets", None)
    assert create_webinar(session, olga, host=host, title="Comets", now=LATER).slug == "comets-2"


@pytest.mark.parametrize("is_read_anew", [True, False])
def test_a_draft_goes_with_its_recordings(session, published, olga, is_read_anew):
    stream, other = add_recording(session, published, "All"), add_recording(session, published, "More")
    clip = add_recording(session, published, "Part", kind=RecordingKind.PRESENTATION, from_s=60, until_s=600)
    clip.stream_id = stream.id
    slugs = {each.slug for each in (stream, other, clip)}
    unpublish(session, olga, published, now=LATER)
    session.commit()
    webinar = published
    if is_read_anew:
        session.expunge_all()
        webinar = session.scalars(sa.select(Webinar)).one()

    delete_draft(session, olga, webinar, now=LATER)
    session.commit()

    assert session.scalars(sa.select(Recording)).all() == []
    former = session.scalars(sa.select(FormerSlug).where(FormerSlug.kind == "recording")).all()
    assert {each.slug for each in former} == slugs


VERBS = {
    "publish": (Status.DRAFT, publish),
    "unpublish": (Status.PUBLISHED, unpublish),
    "postpone": (Status.PUBLISHED, postpone),
    "cancel": (Status.PUBLISHED, cancel),
    "restore": (Status.CANCELLED, restore),
    "delete": (Status.DRAFT, delete_draft),
    "move": (
        Status.PUBLISHED,
        lambda session, actor, webinar, *, now: move(
            session, actor, webinar, wall=START, timezone="Europe/London", now=now
        ),
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["viewer", "outsider", "co-organiser"])
def test_only_the_host_decides_whether_it_takes_place(session, host, verb, who):
    partner = make_organisation(session, "Accademia dei Lincei")
    status, act = VERBS[verb]
    webinar = make_webinar(session, host, status=status)
    add_co_organiser(session, webinar, partner)
    actor = {
        "viewer": lambda: member(session, host, "Vera", Role.VIEWER),
        "outsider": lambda: member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER),
        "co-organiser": lambda: member(session, partner, "Petra", Role.OWNER),
    }[who]()

    with pytest.raises(NotAllowed):
        act(session, actor, webinar, now=LATER)
    assert webinar.status == status
