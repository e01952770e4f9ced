"""A speaker presses twice at once, and saves while an organiser saves: nothing contradicts itself, nothing is lost."""

import datetime as dt
import itertools

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_organisation, make_speaker, make_speaking_link, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.lineup.actions import AppearanceInput, update_appearance
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.speaker_pages.links import token_of
from webinars.domain.speaker_pages.organiser_actions import ask
from webinars.domain.speaker_pages.queries import appearance_of, links_of, lock, lock_appearance
from webinars.domain.speaker_pages.speaker_actions import reply, set_details
from webinars.models import Agreement, Appearance, AuditEvent, SpeakingLink, Webinar


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session), starts_in=dt.timedelta(days=5))


@pytest.fixture
def wang(session, webinar):
    host = webinar.host
    return add_appearance(session, webinar, make_speaker(session, host, "Wang Zhenyi"), agreement=Agreement.ASKED)


@pytest.fixture
def token(session, settings, wang):
    return token_of(settings, make_speaking_link(session, settings, wang))


def test_yes_and_no_at_once_end_in_one_of_them(session, together, webinar, wang, token):
    def press(is_yes):
        return lambda own: reply(own, lock_appearance(own, token, now=clock.now()), is_yes=is_yes, now=clock.now())

    number, revision = wang.id, webinar.revision
    together([press(is_yes) for is_yes in (True, False) * 4])

    row = session.scalars(sa.select(Appearance).where(Appearance.id == number)).one()
    assert row.has_agreed is not row.has_declined
    is_press = AuditEvent.action.in_(["speaking:yes", "speaking:no"])
    events = session.scalars(sa.select(AuditEvent.action).where(is_press).order_by(AuditEvent.id)).all()
    # Each press found what the one before had left: the same twice in a row is one.
    assert all(one != other for one, other in itertools.pairwise(events))
    assert events[-1] == ("speaking:yes" if row.has_agreed else "speaking:no")
    assert session.get_one(Webinar, webinar.id).revision == revision + len(events)


def test_an_organiser_and_the_speaker_save_at_once(session, together, webinar, wang, token):
    slug, number = webinar.slug, wang.id

    def organiser(own):
        edited = webinar_to_edit(own, slug)
        (appearance,) = edited.lineup
        place = AppearanceInput(
            speaker=appearance.speaker,
            affiliation="Jinling",
            talk_title=appearance.talk_title,
            abstract=appearance.abstract,
            has_agreed=appearance.has_agreed,
        )
        update_appearance(own, OPERATOR, edited, appearance, place, now=clock.now())

    def speaker(own):
        set_details(own, lock_appearance(own, token, now=clock.now()), {"abstract": "Of lamps."}, {}, now=clock.now())

    together([organiser, speaker])

    row = session.scalars(sa.select(Appearance).where(Appearance.id == number)).one()
    assert (row.affiliation, row.abstract) == ("Jinling", "Of lamps.")


def test_two_organisers_who_ask_at_once_leave_one_live_link(session, settings, together, webinar, wang):
    number, webinar_id = wang.id, webinar.id

    def asks(email):
        def work(own):
            lock(own, webinar_id)
            found = appearance_of(own, number, links_of(own, [number]).get(number), fresh=True)
            ask(own, settings, OPERATOR, found, email, now=clock.now())

        return work

    together([asks(f"wang{place}@speaker.example") for place in range(4)])

    live = session.scalars(sa.select(SpeakingLink).where(SpeakingLink.revoked_at.is_(None))).all()
    assert len(live) == 1
    assert session.scalar(sa.select(sa.func.count(SpeakingLink.id))) == 4
