import datetime as dt

import pytest
import sqlalchemy as sa

from tests import factories
from tests.integration.imports.texts import ANNOUNCEMENT, DISAGREEING, RECAP
from webinars.domain.accounts.actor import OPERATOR, Actor
from webinars.domain.imports.errors import HostUnknown, NothingRead, OrganisationUnknown, PublicationBlocked
from webinars.domain.imports.texts import ImportChoices, import_text
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.editor_queries import whole
from webinars.domain.recordings.removal import remove_recording
from webinars.domain.registration.settings import set_registration
from webinars.lib.errors import NotAllowed
from webinars.models import Organisation, Recording, RegistrationMode, Role, Speaker, Status, Webinar

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)
AFTER = dt.datetime(2027, 2, 20, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def load(session):
    """Import a text as the operator, and forget every row, so that the next look is at the database."""

    def load(text, *, now=NOW, actor=OPERATOR, **choices):
        report = import_text(session, actor, text, ImportChoices(published_on=now.date(), **choices), now=now)
        session.commit()
        session.expunge_all()
        return report

    return load


@pytest.fixture
def the_webinar(session):
    def the_webinar():
        return session.scalars(sa.select(Webinar).options(*whole())).one()

    return the_webinar


def lineup(webinar):
    return [(each.speaker.name, each.role, each.affiliation) for each in webinar.lineup]


def test_an_announcement_becomes_a_complete_draft(load, the_webinar):
    report = load(ANNOUNCEMENT)

    webinar = the_webinar()
    assert [outcome.became for outcome in report.outcomes] == ["created"]
    assert webinar.title == "Letters on colour: Newton, Goethe and the makers of dyes"
    assert webinar.status == Status.DRAFT
    assert webinar.starts_at == dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
    assert webinar.display_zones == [
        {"label": "Britain", "timezone": "Europe/London"},
        {"label": "US Eastern", "timezone": "America/New_York"},
        {"label": "US Pacific", "timezone": "America/Los_Angeles"},
    ]
    assert webinar.description.startswith("A prism, a poem and a vat of madder")
    assert [question.text for question in webinar.questions] == [
        "Is colour in the light, in the eye, or in the paint?",
        "What did the dyers know that the opticians did not?",
    ]
    assert lineup(webinar) == [
        ("Margaret Cavendish", "speaker", "Natural philosopher, Welbeck"),
        ("Isaac Newton", "speaker", "Lucasian Professor, Cambridge"),
        ("Johann Wolfgang von Goethe", "speaker", "Weimar"),
    ]
    assert webinar.host.name == "Lunar Society"
    assert [each.organisation.name for each in webinar.co_organisers] == ["Accademia dei Lincei"]
    assert (webinar.duration_minutes, webinar.is_duration_assumed) == (90, True)


def test_the_same_words_again_change_nothing_whatever_their_layout(session, load, the_webinar):
    load(ANNOUNCEMENT)
    before = the_webinar().updated_at
    session.expunge_all()

    report = load("\n\n" + ANNOUNCEMENT.replace("\n\n", "\n\n\n"), now=AFTER - dt.timedelta(days=10))

    assert [outcome.became for outcome in report.outcomes] == ["unchanged"]
    assert the_webinar().updated_at == before


def test_a_line_that_joins_places_proposes_no_other_order_of_them(session, load, the_webinar):
    apart = ANNOUNCEMENT.replace("4pm Britain", "4pm Britain, 11am US Eastern, 4pm Portugal", 1)
    joined = ANNOUNCEMENT.replace("4pm Britain", "4pm Britain and Portugal", 1).replace("A prism", "One prism", 1)
    load(apart)
    webinar = the_webinar()
    zones = [zone["label"] for zone in webinar.display_zones]
    webinar.host.is_zone_line_joined = True
    session.commit()
    session.expunge_all()

    report = load(joined)

    assert report.outcomes[0].became == "updated"
    assert the_webinar().description.startswith("One prism")
    assert [zone["label"] for zone in the_webinar().display_zones] == zones
    assert zones == ["Britain", "US Eastern", "Portugal", "US Pacific"]


@pytest.fixture
def registered_here(session, load, the_webinar):
    """The webinar of the announcement; people register for it here."""
    load(ANNOUNCEMENT)
    set_registration(session, OPERATOR, the_webinar(), RegistrationMode.HERE, now=NOW)
    session.commit()
    session.expunge_all()


@pytest.mark.usefixtures("registered_here")
def test_where_people_register_here_a_link_elsewhere_switches_nothing(session, load, the_webinar):
    report = load(ANNOUNCEMENT + "\n\nRegister: https://tickets.example/colour\n")

    assert [each.key for each in report.outcomes[0].left] == ["registration_url"]
    webinar = the_webinar()
    assert webinar.registration_mode is RegistrationMode.HERE
    # Taken all the same, by somebody who ticks it.
    said = report.outcomes[0].left[0].apply(session, OPERATOR, webinar, now=NOW)
    assert said == "People register here already, so the link https://tickets.example/colour was left out."
    assert webinar.registration_mode is RegistrationMode.HERE


@pytest.mark.usefixtures("registered_here")
def test_our_own_form_is_no_other_place_to_register(load, the_webinar):
    own = f"https://webinars.example/webinars/{the_webinar().slug}/register"

    report = load(ANNOUNCEMENT + f"\n\nRegister: {own}\n")

    assert report.outcomes[0].left == []
    assert the_webinar().registration_mode is RegistrationMode.HERE


def test_other_words_about_the_same_webinar_follow_where_nobody_has_edited(session, load, the_webinar):
    load(ANNOUNCEMENT)
    webinar = the_webinar()
    update_webinar(session, OPERATOR, webinar, description="As a person wrote it.", now=NOW)
    session.commit()
    session.expunge_all()

    text = ANNOUNCEMENT.replace("(Weimar)", "(Weimar and Jena)").replace("three rooms", "three cold rooms")
    report = load(text)

    [outcome] = report.outcomes
    assert outcome.became == "updated"
    webinar = the_webinar()
    assert lineup(webinar)[2] == ("Johann Wolfgang von Goethe", "speaker", "Weimar and Jena")
    assert webinar.description == "As a person wrote it."
    assert [proposal.key for proposal in outcome.left] == ["description"]


def test_a_recap_adds_recordings_people_and_roles_and_keeps_the_order(load, the_webinar):
    load(ANNOUNCEMENT)

    report = load(RECAP, now=AFTER)

    assert [outcome.became for outcome in report.outcomes] == ["updated"]
    webinar = the_webinar()
    assert lineup(webinar) == [
        ("Margaret Cavendish", "moderator", "Natural philosopher, Welbeck"),
        ("Isaac Newton", "speaker", "Lucasian Professor, Cambridge"),
        ("Johann Wolfgang von Goethe", "speaker", "Weimar"),
        ("Claude Louis Berthollet", "speaker", "Manufacture des Gobelins"),
    ]
    assert [recording.url for recording in webinar.recordings] == ["https://videos.example/colour.mp4"]
    assert webinar.title == "Letters on colour: Newton, Goethe and the makers of dyes"


def test_a_recap_again_adds_nothing_and_brings_back_nothing_that_was_removed(session, load, the_webinar):
    load(ANNOUNCEMENT)
    load(RECAP, now=AFTER)
    webinar = the_webinar()
    remove_recording(session, OPERATOR, webinar, webinar.recordings[0], now=AFTER)
    session.commit()
    session.expunge_all()

    [outcome] = load(RECAP.replace("three ways", "three old ways"), now=AFTER).outcomes

    assert session.scalars(sa.select(Recording).where(Recording.removed_at.is_(None))).all() == []
    assert [proposal.key.partition(":")[0] for proposal in outcome.left] == ["recording"]
    assert len(the_webinar().lineup) == 4


def test_a_recap_alone_becomes_a_past_draft_with_a_date_and_no_hour(load, the_webinar):
    load(f"{RECAP}\nOrganised by: Accademia dei Lincei\n", now=AFTER, organisation=None)

    webinar = the_webinar()
    assert (webinar.starts_on, webinar.starts_at) == (dt.date(2027, 2, 14), None)
    assert webinar.host.name == "Accademia dei Lincei"


def test_publishing_publishes_what_nothing_blocks(load, the_webinar):
    load(ANNOUNCEMENT, is_published=True)

    assert the_webinar().status == Status.PUBLISHED


def test_a_draft_that_is_there_can_be_published_with_the_same_text(load, the_webinar):
    load(ANNOUNCEMENT)

    report = load(ANNOUNCEMENT, is_published=True)

    assert [outcome.became for outcome in report.outcomes] == ["updated"]
    assert the_webinar().status == Status.PUBLISHED


def test_hours_that_disagree_block_publication_and_nothing_is_stored(session, load):
    with pytest.raises(PublicationBlocked, match="4pm"):
        load(DISAGREEING, is_published=True)
    session.rollback()

    assert session.scalars(sa.select(Webinar)).all() == []
    assert session.scalars(sa.select(Organisation)).all() == []


def test_hours_that_disagree_make_a_draft_without_an_hour(load, the_webinar):
    load(DISAGREEING)

    webinar = the_webinar()
    assert (webinar.starts_on, webinar.starts_at) == (dt.date(2027, 3, 21), None)


def test_the_host_is_the_organisation_asked_for(session, load, the_webinar):
    factories.make_organisation(session, "House of Wisdom")
    session.commit()

    load(ANNOUNCEMENT, organisation="house-of-wisdom")

    webinar = the_webinar()
    assert webinar.host.slug == "house-of-wisdom"
    assert [each.organisation.slug for each in webinar.co_organisers] == ["lunar-society", "accademia-dei-lincei"]


def test_without_a_name_the_only_organisation_of_the_site_is_the_host(session, load, the_webinar):
    factories.make_organisation(session, "House of Wisdom", timezone="Asia/Baghdad")
    session.commit()

    load(ANNOUNCEMENT.partition("Co-organised")[0])

    assert the_webinar().host.slug == "house-of-wisdom"


def test_without_a_name_and_with_several_organisations_nobody_is_guessed(session, load):
    for name in ("House of Wisdom", "Lunar Society"):
        factories.make_organisation(session, name)
    session.commit()

    with pytest.raises(HostUnknown):
        load(ANNOUNCEMENT.partition("Co-organised")[0])


def test_an_hour_without_a_zone_is_the_hosts(session, load, the_webinar):
    factories.make_organisation(session, "Lunar Society", timezone="Asia/Kolkata")
    session.commit()

    report = load(ANNOUNCEMENT.replace("4pm Britain, 11am US Eastern, 8am US Pacific", "4pm"))

    assert the_webinar().starts_at == dt.datetime(2027, 2, 14, 10, 30, tzinfo=dt.UTC)
    assert "timezone_assumed" in [problem.code for problem in report.reading.problems]


def test_speakers_whom_the_host_may_use_are_found_by_name(session, load):
    lunar = factories.make_organisation(session, "Lunar Society")
    elsewhere = factories.make_organisation(session, "House of Wisdom")
    known = factories.make_speaker(session, lunar, "Dr. Isaac NEWTON")
    factories.make_speaker(session, elsewhere, "Margaret Cavendish")
    session.commit()

    load(ANNOUNCEMENT)

    names = session.scalars(sa.select(Speaker.name).order_by(Speaker.id)).all()
    assert names == ["Dr. Isaac NEWTON", "Margaret Cavendish", "Margaret Cavendish", "Johann Wolfgang von Goethe"]
    assert session.get_one(Speaker, known.id).organisation_id == lunar.id


def test_an_unknown_organisation_and_a_text_about_nothing_are_said(load):
    with pytest.raises(OrganisationUnknown, match="“nobody”"):
        load(ANNOUNCEMENT, organisation="nobody")
    with pytest.raises(NothingRead):
        load("?")


def test_only_editors_of_the_host_may(session, load):
    lunar = factories.make_organisation(session, "Lunar Society")
    session.commit()

    with pytest.raises(NotAllowed):
        load(ANNOUNCEMENT, actor=Actor(user_id=1, roles={lunar.id: Role.VIEWER}))


def test_several_sessions_become_several_webinars(session, load):
    text = (
        "The Night Sky: two webinars of the Lunar Society\n\n"
        "Session 1: Comets\nSunday 14 February 2027, 4pm Britain\nSpeaker: Caroline Herschel (Slough)\n\n"
        "Session 2: Nebulae\nSunday 21 February 2027, 4pm Britain\nSpeaker: Charles Messier (Paris)\n"
    )

    first = load(text, organisation=factories.make_organisation(session, "Lunar Society").slug)
    second = load(text, organisation="lunar-society")

    assert [outcome.became for outcome in first.outcomes] == ["created", "created"]
    assert [outcome.became for outcome in second.outcomes] == ["unchanged", "unchanged"]
    assert session.scalars(sa.select(Webinar.starts_on).order_by(Webinar.starts_on)).all() == [
        dt.date(2027, 2, 14), dt.date(2027, 2, 21),
    ]  # fmt: skip
