import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.factories import (
    add_appearance as put_into_lineup,
)
from tests.factories import (
    add_co_organiser,
    add_recording,
    make_membership,
    make_organisation,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.actions import (
    AppearanceInput,
    add_appearance,
    create_speaker,
    find_or_create_speaker,
    set_lineup,
    update_appearance,
)
from webinars.domain.lineup.queries import speakers_named, usable_speaker, usable_speakers
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.errors import NotAllowed
from webinars.models import Appearance, AppearanceRole, AuditEvent, Role, Speaker, Status

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
NAMES = ["Mary Somerville", "Isaac Newton", "Wang Zhenyi", "Caroline Herschel"]


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    return member(session, host, "Olga", Role.EDITOR)


@pytest.fixture
def webinar(session, host):
    session.expunge(make_webinar(session, host))
    return webinar_to_edit(session, "comets-and-their-tails")


@pytest.fixture
def speakers(session, webinar):
    return [make_speaker(session, webinar.host, name) for name in NAMES]


def member(session, organisation, name, role):
    user = make_user(session, name)
    make_membership(session, organisation, user, role)
    return actor_of(session, user.id)


def lineup(session, webinar):
    """As a fresh reader finds it."""
    rows = session.execute(
        sa.select(Speaker.name, Appearance.position)
        .join(Appearance.speaker)
        .where(Appearance.webinar_id == webinar.id)
        .order_by(Appearance.position)
    ).all()
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.name for row in rows]


def test_the_lineup_is_what_was_set_in_this_order_with_these_words(session, webinar, olga, speakers):
    places = [
        AppearanceInput(speaker=speakers[1], role=AppearanceRole.MODERATOR, affiliation=" Trinity  College "),
        AppearanceInput(speaker=speakers[0], talk_title="On tails", abstract="A long\r\none.", has_agreed=False),
    ]

    set_lineup(session, olga, webinar, places, now=NOW)

    assert lineup(session, webinar) == ["Isaac Newton", "Mary Somerville"]
    first, second = webinar.lineup
    assert (first.role, first.affiliation) == (AppearanceRole.MODERATOR, "Trinity College")
    assert (second.talk_title, second.abstract, second.has_agreed) == ("On tails", "A long\none.", False)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.permutations(range(4)), second=st.lists(st.integers(0, 3), unique=True))
def test_any_lineup_can_follow_any_other_and_who_stays_stays_the_same(session, webinar, olga, speakers, first, second):
    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[each]) for each in first], now=NOW)
    ids = {appearance.speaker_id: appearance.id for appearance in webinar.lineup}

    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[each]) for each in second], now=NOW)

    assert lineup(session, webinar) == [NAMES[each] for each in second]
    assert all(ids[appearance.speaker_id] == appearance.id for appearance in webinar.lineup)


def test_a_clip_stays_with_its_talk_through_a_new_order(session, webinar, olga, speakers):
    for speaker in speakers:
        put_into_lineup(session, webinar, speaker)
    clip = add_recording(session, webinar, appearance=webinar.lineup[3])

    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speaker) for speaker in reversed(speakers)], now=NOW)
    session.commit()
    session.refresh(clip)

    assert session.get_one(Appearance, clip.appearance_id).speaker_id == speakers[3].id


def test_the_history_tells_the_lineup_before_and_after(session, webinar, olga, speakers):
    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[0])], now=NOW)
    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[0])], now=NOW)

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "webinar:set_lineup")).one()
    before, after = event.detail["lineup"]
    assert (before, [each["name"] for each in after]) == ([], ["Mary Somerville"])


def test_a_new_lineup_raises_the_revision_of_the_webinar(session, webinar, olga, speakers):
    revision = webinar.revision

    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[0])], now=webinar.updated_at)

    assert webinar.revision == revision + 1


def test_one_is_added_changed_and_removed(session, webinar, olga, speakers):
    appearance = add_appearance(session, olga, webinar, AppearanceInput(speaker=speakers[0]), now=NOW)
    add_appearance(session, olga, webinar, AppearanceInput(speaker=speakers[1]), now=NOW)

    update_appearance(
        session, olga, webinar, appearance, AppearanceInput(speaker=speakers[0], role=AppearanceRole.CHAIR), now=NOW
    )
    assert appearance.role == AppearanceRole.CHAIR

    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[1])], now=NOW)
    assert lineup(session, webinar) == ["Isaac Newton"]
    assert session.get(Speaker, speakers[0].id) is not None


def test_nobody_stands_in_it_twice(session, webinar, olga, speakers):
    with pytest.raises(WebinarInvalid) as refused:
        set_lineup(
            session,
            olga,
            webinar,
            [AppearanceInput(speaker=speakers[0]), AppearanceInput(speaker=speakers[0])],
            now=NOW,
        )
    assert refused.value.field == "lineup"

    add_appearance(session, olga, webinar, AppearanceInput(speaker=speakers[0]), now=NOW)
    with pytest.raises(WebinarInvalid):
        add_appearance(session, olga, webinar, AppearanceInput(speaker=speakers[0]), now=NOW)
    assert lineup(session, webinar) == ["Mary Somerville"]


@pytest.mark.parametrize("field", ["affiliation", "talk_title"])
def test_words_have_an_end(session, webinar, olga, speakers, field):
    with pytest.raises(WebinarInvalid) as refused:
        set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[0], **{field: "x" * 301})], now=NOW)
    assert "301" in str(refused.value)


def test_an_abstract_has_an_end(session, webinar, olga, speakers):
    long = AppearanceInput(speaker=speakers[0], abstract="The tail.\n" + "x" * 9_990)
    set_lineup(session, olga, webinar, [long], now=NOW)

    with pytest.raises(WebinarInvalid) as refused:
        set_lineup(session, olga, webinar, [replace(long, abstract=long.abstract + "y")], now=NOW)
    assert str(refused.value) == f"“The tail. {'x' * 30}…” has 10001 characters. Shorten it to 10000."


def test_the_first_affiliation_said_is_suggested_next_time_and_later_ones_are_not(session, webinar, olga, speakers):
    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[0], affiliation="Edinburgh")], now=NOW)
    set_lineup(session, olga, webinar, [AppearanceInput(speaker=speakers[0], affiliation="Naples")], now=NOW)

    assert (speakers[0].affiliation, webinar.lineup[0].affiliation) == ("Edinburgh", "Naples")


def test_a_speaker_is_created_with_an_address_of_their_own(session, webinar, olga):
    first = create_speaker(session, olga, webinar.host, name="Dr  Mary Somerville", affiliation="Edinburgh", now=NOW)
    second = create_speaker(session, olga, webinar.host, name="Mary Somerville", now=NOW)

    assert (first.name, first.slug, first.affiliation) == ("Dr Mary Somerville", "dr-mary-somerville", "Edinburgh")
    assert first.name_key == second.name_key
    assert second.slug == "mary-somerville"


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_speaker_has_a_name(session, webinar, olga, name):
    with pytest.raises(WebinarInvalid):
        create_speaker(session, olga, webinar.host, name=name, now=NOW)


def test_a_known_name_is_the_known_person(session, webinar, olga, speakers):
    found = find_or_create_speaker(session, olga, webinar.host, name="Prof. MARY Somerville", now=NOW)
    made = find_or_create_speaker(session, olga, webinar.host, name="Ada Lovelace", affiliation="London", now=NOW)

    assert found is speakers[0]
    assert (made.name, made.affiliation, made.organisation) == ("Ada Lovelace", "London", webinar.host)


def test_usable_are_ones_own_and_those_one_has_organised_with(session, webinar, host):
    partner, stranger = make_organisation(session, "Accademia"), make_organisation(session, "Elsewhere Club")
    invited = make_organisation(session, "Invited Society")
    own = make_speaker(session, webinar.host, "Mary Somerville")
    partners = make_speaker(session, partner, "Galileo Galilei")
    appeared = make_speaker(session, stranger, "Isaac Newton")
    make_speaker(session, stranger, "Mary Somerville", slug="mary-somerville-2")
    make_speaker(session, invited, "Robert Hooke")
    member(session, partner, "Oskar", Role.OWNER)
    add_co_organiser(session, webinar, partner)
    add_co_organiser(session, webinar, invited, is_accepted=False)
    put_into_lineup(session, webinar, appeared)

    assert list(session.scalars(usable_speakers(webinar.host))) == [partners, appeared, own]
    assert list(speakers_named(session, webinar.host, "mary somerville")) == [own]
    assert usable_speaker(session, webinar.host, partners.id) is partners
    # Both ways: the partner may use the host's.
    assert own in list(session.scalars(usable_speakers(partner)))
    assert own not in list(session.scalars(usable_speakers(stranger)))


def test_naming_an_organisation_without_members_opens_none_of_its_drafts(session, webinar):
    salon = make_organisation(session, "Salon")
    shown, hidden = make_speaker(session, salon, "Sophie Germain"), make_speaker(session, salon, "Isaac Newton")
    put_into_lineup(session, make_webinar(session, salon, "Elasticity"), shown)
    put_into_lineup(session, make_webinar(session, salon, "Gravity", status=Status.DRAFT), hidden)
    add_co_organiser(session, webinar, salon, has_members=False)

    assert list(session.scalars(usable_speakers(webinar.host))) == [shown]
    # Whoever claims it later has not accepted for it.
    member(session, salon, "Oskar", Role.OWNER)
    assert list(session.scalars(usable_speakers(webinar.host))) == [shown]


VERBS = {
    "set": lambda session, actor, webinar, speaker: set_lineup(
        session, actor, webinar, [AppearanceInput(speaker=speaker)], now=NOW
    ),
    "add": lambda session, actor, webinar, speaker: add_appearance(
        session, actor, webinar, AppearanceInput(speaker=speaker), now=NOW
    ),
    "update": lambda session, actor, webinar, speaker: update_appearance(
        session, actor, webinar, webinar.lineup[0], AppearanceInput(speaker=speaker, talk_title="Mine"), now=NOW
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["viewer", "outsider", "invited"])
def test_who_may_not_arrange_it(session, webinar, host, speakers, verb, who):
    partner = make_organisation(session, "Accademia")
    add_co_organiser(session, webinar, partner, is_accepted=False)
    for speaker in speakers[:2]:
        put_into_lineup(session, webinar, speaker)
    actor = {
        "viewer": lambda: member(session, webinar.host, "Vera", Role.VIEWER),
        "outsider": lambda: member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER),
        "invited": lambda: member(session, partner, "Petra", Role.OWNER),
    }[who]()

    with pytest.raises(NotAllowed):
        VERBS[verb](session, actor, webinar, speakers[3])
    assert lineup(session, webinar) == ["Mary Somerville", "Isaac Newton"]


def test_a_co_organiser_that_accepted_arranges_it_too(session, webinar, speakers):
    partner = make_organisation(session, "Accademia")
    add_co_organiser(session, webinar, partner)

    set_lineup(
        session,
        member(session, partner, "Petra", Role.EDITOR),
        webinar,
        [AppearanceInput(speaker=speakers[0])],
        now=NOW,
    )

    assert lineup(session, webinar) == ["Mary Somerville"]


def test_nobody_makes_speakers_for_others(session, webinar):
    oskar = member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER)

    with pytest.raises(NotAllowed):
        create_speaker(session, oskar, webinar.host, name="Mary Somerville", now=NOW)
