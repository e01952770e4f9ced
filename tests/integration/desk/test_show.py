"""The desk: what waits, what is planned, what was done."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    make_speaker,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.life_cycle import cancel, publish
from webinars.models import Membership, RegistrationState, Role, Status

DAYS = dt.timedelta(days=1)


@pytest.fixture
def desk(client, sign_in, olga):
    sign_in(client, olga)
    return lambda: " ".join(client.get("/manage/").text.split())


def test_it_leads_to_the_speakers_of_each_organisation_one_edits_and_to_no_others(session, desk, host, olga):
    others = make_organisation(session, "Society of Others")

    page = desk()

    assert f"/manage/organisations/{host.slug}/speakers" in page
    assert others.slug not in page


def test_an_administrator_finds_the_own_organisations_before_all_others(session, desk, host, olga):
    make_organisation(session, "Academy of Others")
    olga.is_admin = True

    page = desk()

    assert page.index("Lunar Society: ") < page.index("Academy of Others: ")


def test_hours_of_what_was_done_are_in_utc_and_say_so(session, desk, host, olga):
    host.timezone = "Asia/Baghdad"
    actor = actor_of(session, olga.id)
    at = dt.datetime(2026, 11, 8, 16, 5, tzinfo=dt.UTC)
    publish(session, actor, make_webinar(session, host, "Comets", status=Status.DRAFT), now=at)

    assert " data-moment>8 November 2026, 16:05 UTC</time>" in desk()


def test_who_waits_for_approval_is_told_to_the_host_alone(session, settings, desk, host, partner, new_client, sign_in):
    webinar = make_webinar(session, host, "Comets")
    add_co_organiser(session, webinar, partner)
    open_desk(session, webinar, is_approval_needed=True)
    for name in ("Laura Bassi", "Maria Agnesi"):
        make_registration(session, settings, webinar, name, state=RegistrationState.PENDING)
    session.commit()

    page = desk()

    assert "2 people wait for your approval" in page
    assert '"/manage/webinars/comets/registrations"' in page
    browser = new_client()
    sign_in(browser, make_member(session, partner, "Petra", Role.OWNER))
    assert "your approval" not in browser.get("/manage/").text


def test_past_webinars_of_other_years_name_the_year(session, client, sign_in, host, olga):
    make_webinar(session, host, "Long ago", starts_wall=dt.datetime(2019, 5, 4, 16, 0))
    sign_in(client, olga)

    assert "Sat 4 May 2019" in client.get("/manage/webinars/past").text


class TestTasks:
    def test_with_nothing_to_do_it_says_so(self, session, desk, host):
        make_webinar(session, host, join_url="https://room.example/1")

        assert "Nothing needs you today" in desk()

    def test_what_needs_somebody_is_counted_with_its_answer(self, session, desk, host):
        soon = make_webinar(session, host, "Soon", starts_in=2 * DAYS)
        appearance = add_appearance(session, soon, make_speaker(session, host, "Mary Somerville"), is_confirmed=False)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)
        make_webinar(session, host, "Still written", starts_in=7 * DAYS, status=Status.DRAFT)

        page = desk()

        assert "4 things need you" in page
        assert "“Soon” has no room yet" in page
        assert "Mary Somerville has not confirmed" in page
        assert f"/manage/webinars/soon/lineup/{appearance.id}/confirmation" in page
        assert "“Held” has no recording yet" in page
        assert "/manage/webinars/held/recordings" in page
        assert "“Still written” is still a draft" in page
        assert page.index("no room yet") < page.index("has not confirmed")

    def test_what_can_wait_is_no_task(self, session, desk, host):
        far = make_webinar(session, host, "Far", starts_in=30 * DAYS)
        add_appearance(session, far, make_speaker(session, host))
        make_webinar(session, host, "Written early", starts_in=30 * DAYS, status=Status.DRAFT)
        make_webinar(session, host, "Streamed", starts_in=1 * DAYS, live_stream_url="https://stream.example/1")
        add_recording(session, make_webinar(session, host, "Held and recorded", starts_in=-5 * DAYS))
        make_webinar(session, host, "Cancelled", starts_in=-5 * DAYS, status=Status.CANCELLED)
        make_webinar(session, host, "Long ago", starts_in=-100 * DAYS)

        assert "Nothing needs you today" in desk()

    def test_an_invitation_waits_for_owners(self, session, client, sign_in, host, partner):
        webinar = make_webinar(session, host, join_url="https://room.example/1")
        add_co_organiser(session, webinar, partner, is_accepted=False)
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))

        page = client.get("/manage/").text

        assert "Lunar Society invites Accademia dei Lincei to organise “Comets and their tails” together" in page

    def test_a_viewer_has_no_tasks(self, session, client, sign_in, host):
        make_webinar(session, host, starts_in=1 * DAYS)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))

        page = client.get("/manage/").text

        assert "Nothing needs you today" in page
        assert "Comets and their tails" in page


class TestYourWebinars:
    def test_coming_ones_and_drafts_stand_in_order(self, session, desk, host, partner):
        make_webinar(session, host, "Undated", starts_in=None, status=Status.DRAFT)
        make_webinar(session, host, "Later", starts_in=9 * DAYS)
        make_webinar(session, host, "Sooner", starts_in=4 * DAYS, status=Status.CANCELLED)
        add_co_organiser(session, make_webinar(session, partner, "Together", starts_in=6 * DAYS), host)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS, status=Status.CANCELLED)

        page = desk().split("Your webinars")[1].split("</table>")[0]

        titles = ["Sooner", "Together", "Later", "Undated"]
        assert sorted(titles, key=page.index) == titles
        assert "Held" not in page
        assert "Not set yet" in page

    def test_past_ones_have_a_page_of_their_own(self, session, client, desk, host):
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)
        make_webinar(session, host, "Coming")
        make_webinar(session, host, "Never held", starts_in=-5 * DAYS, status=Status.DRAFT)
        desk()

        page = client.get("/manage/webinars/past").text

        assert "Held" in page
        assert "Coming" not in page
        assert "Never held" not in page
        assert client.get("/manage/webinars/past?page=2").status_code == 404

    def test_oskar_sees_nothing_of_it(self, session, client, sign_in, host, oskar):
        webinar = make_webinar(session, host, "Secret plan", status=Status.DRAFT, starts_in=2 * DAYS)
        add_appearance(session, webinar, make_speaker(session, host, "Mary Somerville"), is_confirmed=False)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)
        olga = actor_of(session, make_member(session, host, "Olga", Role.EDITOR).id)
        publish(session, olga, webinar, now=clock.now())
        sign_in(client, oskar)

        pages = client.get("/manage/").text + client.get("/manage/webinars/past").text

        for secret in ("Secret plan", "Mary Somerville", "Held", "Olga"):
            assert secret not in pages

    def test_one_who_was_only_invited_does_not_have_it_yet(self, session, client, sign_in, host, partner):
        add_co_organiser(session, make_webinar(session, host), partner, is_accepted=False)
        sign_in(client, make_member(session, partner, "Edda", Role.EDITOR))

        assert "Comets and their tails" not in client.get("/manage/").text

    def test_an_administrator_without_an_organisation_looks_after_all(self, session, client, sign_in, host):
        make_webinar(session, host)
        admin = make_member(session, make_organisation(session, "Elsewhere Club"), "Anna", Role.OWNER)
        admin.is_admin = True
        sign_in(client, admin)
        assert "Comets and their tails" not in client.get("/manage/").text

        session.execute(sa.delete(Membership).where(Membership.user_id == admin.id))
        assert "Comets and their tails" in client.get("/manage/").text

    def test_who_has_nothing_planned_is_shown_how_to_begin(self, desk):
        page = desk()

        assert "Nothing is planned." in page
        assert 'href="/manage/webinars/new"' in page


class TestLately:
    def test_it_tells_who_did_what_in_words(self, session, desk, host, olga):
        webinar = make_webinar(session, host, status=Status.DRAFT)
        other = actor_of(session, make_member(session, host, "Petra", Role.EDITOR).id)
        publish(session, other, webinar, now=clock.now())
        cancel(session, actor_of(session, olga.id), webinar, reason="The speaker is ill.", now=clock.now())

        page = desk().split("Lately")[1]

        assert "<strong>Petra</strong> published it" in page
        assert "<strong>You</strong> cancelled it: <ins>The speaker is ill.</ins>" in page
        assert page.index("cancelled it") < page.index("published it")


def test_few_and_many_cost_the_same(session, client, sign_in, host, olga, count_statements):
    def fill(count, name):
        for number in range(count):
            webinar = make_webinar(session, host, f"{name} {number}", starts_in=(number + 1) * DAYS)
            add_appearance(session, webinar, make_speaker(session, host, f"{name} {number}"), is_confirmed=False)
            make_webinar(session, host, f"Held {name} {number}", starts_in=-(number % 50 + 1) * DAYS)

    sign_in(client, olga)
    fill(1, "One")
    client.get("/manage/")
    with count_statements() as few:
        client.get("/manage/")
    fill(20, "Many")
    session.commit()
    with count_statements() as many:
        client.get("/manage/")

    assert len(few) == len(many)
