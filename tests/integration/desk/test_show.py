"""The desk: what needs somebody and is mended there, organisations, and what was done."""

import datetime as dt

import pytest
import sqlalchemy as sa
from lxml import html

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_speaking_link,
    make_user,
    make_webinar,
    open_desk,
    propose_start,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.announcements.actions import note_copy
from webinars.domain.announcements.texts import TextForm
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.life_cycle import cancel, publish
from webinars.models import (
    Agreement,
    AnnouncementCopy,
    Appearance,
    CoOrganiser,
    Invitation,
    JoinAccess,
    OutboundEmail,
    Registration,
    RegistrationState,
    Role,
    SpeakerProposal,
    Status,
    Webinar,
)
from webinars.pure.announcements.writer import Phase

DAYS, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def desk(client, sign_in, olga):
    sign_in(client, olga)
    return lambda: " ".join(client.get("/manage/").text.split())


@pytest.fixture
def pressed(client):
    """`pressed(path, **values)`: what the desk says after a form of it was sent."""

    def pressed(path, **values):
        answer = client.post(path, data={"back": "desk"} | values)
        assert (answer.status_code, answer.location) == (303, "/manage/")
        return " ".join(client.get("/manage/").text.split())

    return pressed


def test_the_day_and_the_hour_are_told_in_the_own_zone_which_is_named_once(session, desk, olga):
    olga.timezone = "Asia/Kolkata"
    session.commit()

    page = desk()

    assert "Hours are yours, in India." in page
    assert "Say where you are" not in page


def test_without_an_own_zone_hours_are_in_utc_and_it_says_so(desk):
    page = desk()

    assert "Hours are in UTC." in page
    assert 'href="/account/#zone-heading"' in page or 'href="/account#zone-heading"' in page


class TestOrganisations:
    def test_each_says_what_one_may_and_leads_to_its_records(self, session, desk, host):
        make_speaker(session, host)
        make_series(session, host)
        others = make_organisation(session, "Society of Others")

        page = desk()

        assert "You may edit." in page
        assert f'href="/manage/organisations/{host.slug}/speakers">1 speaker<' in page
        assert "1 series<" in page
        assert others.name not in page

    def test_a_viewer_is_led_to_no_records(self, session, client, sign_in, host):
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))

        page = client.get("/manage/").text

        assert "You may look." in page
        assert f"/manage/organisations/{host.slug}/speakers" not in page

    def test_an_administrator_has_the_own_ones_here_and_all_behind_a_link(self, session, desk, olga):
        make_organisation(session, "Academy of Others")
        olga.is_admin = True

        page = desk()

        assert "Lunar Society" in page
        assert "Academy of Others" not in page
        assert "All organisations" in page


class TestTasks:
    def test_with_nothing_to_do_it_says_so(self, session, desk, host):
        make_webinar(session, host, join_url="https://room.example/1")

        assert "Nothing needs you today." in desk()

    def test_what_needs_somebody_is_counted_and_what_is_urgent_stands_first(self, session, desk, host):
        soon = make_webinar(session, host, "Soon", starts_in=2 * DAYS)
        add_appearance(session, soon, make_speaker(session, host, "Mary Somerville"), agreement=Agreement.ASKED)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)
        make_webinar(session, host, "Still written", starts_in=7 * DAYS, status=Status.DRAFT)

        page = desk()

        assert "4 things need you today" in page
        order = ["“Soon” has no room", "Mary Somerville has not answered", "still a draft", "“Held” has no recording"]
        assert sorted(order, key=page.index) == order
        assert 'href="/manage/webinars/held/recordings"' in page

    def test_what_can_wait_is_no_task(self, session, desk, host):
        far = make_webinar(session, host, "Far", starts_in=30 * DAYS)
        add_appearance(session, far, make_speaker(session, host), agreement=Agreement.ASKED)
        make_webinar(session, host, "Written early", starts_in=30 * DAYS, status=Status.DRAFT)
        make_webinar(session, host, "Streamed", starts_in=1 * DAYS, live_stream_url="https://stream.example/1")
        add_recording(session, make_webinar(session, host, "Held and recorded", starts_in=-5 * DAYS))
        make_webinar(session, host, "Cancelled", starts_in=-5 * DAYS, status=Status.CANCELLED)
        make_webinar(session, host, "Long ago", starts_in=-100 * DAYS)

        assert "Nothing needs you today." in desk()

    def test_a_viewer_has_no_tasks(self, session, client, sign_in, host):
        make_webinar(session, host, starts_in=1 * DAYS)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))

        page = client.get("/manage/").text

        assert "Nothing needs you today." in page
        assert "Comets and their tails" in page


class TestRoom:
    @pytest.fixture
    def webinar(self, session, host):
        return make_webinar(session, host, "Comets", starts_in=dt.timedelta(minutes=40, seconds=50))

    def test_it_says_who_stands_before_which_door(self, session, settings, desk, webinar):
        open_desk(session, webinar)
        make_registration(session, settings, webinar, "Ana")

        page = desk()

        assert f"One person is registered; the door is localhost/join/{webinar.join_code}." in page
        assert "It starts in 40 minutes." in page or "It starts in 41 minutes." in page

    def test_a_door_of_the_registered_is_not_named(self, session, desk, webinar):
        webinar.join_access = JoinAccess.REGISTERED
        open_desk(session, webinar)

        page = desk()

        assert "“Comets” has no room" in page
        assert webinar.join_code not in page

    def test_the_link_is_completed_and_stored_in_place(self, session, desk, pressed, webinar):
        desk()

        page = pressed("/manage/webinars/comets/room", join_url=" zoom.example/j/998 ")

        assert "“Comets” has its room." in page
        assert "has no room" not in page
        assert session.get(Webinar, webinar.id).join_url == "https://zoom.example/j/998"

    @pytest.mark.parametrize("typed", ["", "in the red hall"])
    def test_what_is_no_link_is_refused_beside_the_box(self, session, client, desk, webinar, typed):
        desk()

        answer = client.post("/manage/webinars/comets/room", data={"join_url": typed})

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert f'value="{typed}"' in answer.text
        assert session.get(Webinar, webinar.id).join_url is None

    @pytest.mark.usefixtures("webinar")
    @pytest.mark.parametrize("typed", ["https://zoom.example/j/2", "", "in the red hall"])
    def test_a_room_that_was_given_meanwhile_stays_and_that_is_said(self, session, desk, pressed, typed):
        desk()
        pressed("/manage/webinars/comets/room", join_url="https://zoom.example/j/1")

        page = pressed("/manage/webinars/comets/room", join_url=typed)

        assert "“Comets” has been given a room meanwhile. Change it in its editor." in page
        assert session.scalar(sa.select(Webinar.join_url)) == "https://zoom.example/j/1"

    @pytest.mark.usefixtures("webinar")
    def test_a_second_press_is_no_other_room(self, desk, pressed):
        desk()
        pressed("/manage/webinars/comets/room", join_url="zoom.example/j/1")

        assert "“Comets” has its room." in pressed("/manage/webinars/comets/room", join_url="zoom.example/j/1")

    def test_who_may_only_write_texts_has_neither_the_task_nor_the_right(
        self, session, client, sign_in, partner, webinar
    ):
        add_co_organiser(session, webinar, partner).rights = ["texts", "people"]
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))

        assert "has no room" not in client.get("/manage/").text
        assert client.post("/manage/webinars/comets/room", data={"join_url": "https://a.example"}).status_code == 403


class TestSpeakers:
    @pytest.fixture
    def webinar(self, session, host):
        return make_webinar(session, host, "Comets", starts_in=5 * DAYS, join_url="https://room.example/1")

    @pytest.fixture
    def mary(self, session, host, webinar):
        return add_appearance(
            session, webinar, make_speaker(session, host, "Mary Somerville"), agreement=Agreement.ASKED
        )

    @pytest.mark.usefixtures("with_mail_server")
    def test_who_was_asked_and_has_not_answered_is_asked_again(self, session, settings, desk, pressed, mary):
        make_speaking_link(session, settings, mary, made_at=clock.now() - 9 * DAYS)
        assert "Mary Somerville has not answered" in desk()

        page = pressed(f"/manage/webinars/comets/speakers/{mary.id}", press="remind")

        assert "The reminder is on its way." in page
        assert "Nothing needs you today." in page
        assert session.scalar(sa.select(sa.func.count()).select_from(OutboundEmail)) == 1

    def test_who_has_just_been_asked_is_left_in_peace(self, session, settings, desk, mary):
        make_speaking_link(session, settings, mary)

        assert "Nothing needs you today." in desk()

    def test_who_was_not_asked_here_is_confirmed_by_a_press(self, session, desk, pressed, mary):
        assert "Mary Somerville has not answered" in desk()

        page = pressed(f"/manage/webinars/comets/lineup/{mary.id}/confirmation")

        assert "It is noted that Mary Somerville has agreed." in page
        assert session.get(Appearance, mary.id).has_agreed

    @pytest.mark.usefixtures("desk")
    def test_who_has_said_no_meanwhile_is_not_confirmed(self, session, pressed, mary):
        mary.agreement = Agreement.DECLINED
        session.commit()

        page = pressed(f"/manage/webinars/comets/lineup/{mary.id}/confirmation")

        assert "Mary Somerville has said no meanwhile." in page
        session.expire_all()
        assert not session.get(Appearance, mary.id).has_agreed
        assert session.get(Appearance, mary.id).has_declined

    @pytest.mark.usefixtures("desk")
    def test_who_is_confirmed_is_named_as_in_the_task(self, session, pressed, mary):
        mary.name = "Mrs Somerville"
        session.commit()

        assert "It is noted that Mrs Somerville has agreed." in pressed(
            f"/manage/webinars/comets/lineup/{mary.id}/confirmation"
        )

    @pytest.mark.usefixtures("mary")
    def test_a_partner_without_the_people_sees_nothing_of_it(self, session, client, sign_in, partner, webinar):
        add_co_organiser(session, webinar, partner).rights = ["texts"]
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))

        assert "has not confirmed" not in client.get("/manage/").text


class TestApprovals:
    @pytest.fixture
    def webinar(self, session, settings, host):
        webinar = make_webinar(session, host, "Comets", join_url="https://room.example/1")
        open_desk(session, webinar, is_approval_needed=True, capacity=9)
        for name in ("Laura Bassi", "Maria Agnesi"):
            make_registration(session, settings, webinar, name, state=RegistrationState.PENDING)
        session.commit()
        return webinar

    @pytest.mark.usefixtures("derived")
    def test_all_who_wait_are_taken_at_once(self, session, desk, pressed, webinar):
        page = desk()
        assert "2 people wait for your approval" in page
        assert "9 places are free." in page
        assert "Take both" in page

        page = pressed("/manage/webinars/comets/registrations/approvals")

        assert "2 people are approved." in page
        assert "Nothing needs you today." in page
        states = session.scalars(sa.select(Registration.state).where(Registration.webinar_id == webinar.id)).all()
        assert set(states) == {RegistrationState.CONFIRMED}

    def test_the_host_alone_is_told_unless_it_shares_that(self, session, client, sign_in, partner, webinar):
        add_co_organiser(session, webinar, partner)
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))

        page = client.get("/manage/").text

        assert "your approval" not in page
        assert "registered" not in page


class TestDrafts:
    def test_one_that_is_ready_is_published_with_what_that_does(self, session, desk, pressed, host):
        webinar = make_webinar(session, host, "Comets", starts_in=7 * DAYS, status=Status.DRAFT)
        assert "Publishing puts it on the page and in 2 feeds." in desk()

        page = pressed("/manage/webinars/comets/publication")

        assert "Published. It is on the page" in page
        assert session.get(Webinar, webinar.id).status is Status.PUBLISHED

    def test_one_that_lacks_something_says_what_and_leads_to_it(self, session, desk, host):
        make_webinar(
            session, host, "Comets", starts_in=7 * DAYS, status=Status.DRAFT, join_access=JoinAccess.REGISTERED
        )

        page = desk()

        assert "Before it is published it needs a way to register" in page
        assert "/manage/webinars/comets/publication" not in page

    def test_one_whose_start_is_still_being_found_is_not_published_by_a_press(self, session, desk, host):
        webinar = make_webinar(session, host, "Comets", starts_in=7 * DAYS, status=Status.DRAFT)
        propose_start(session, webinar)
        session.commit()

        page = desk()

        assert "its start is still being found" in page
        assert "/manage/webinars/comets/publication" not in page

    def test_one_of_long_ago_asks_for_nothing(self, session, desk, host):
        make_webinar(session, host, "Never held", starts_in=-31 * DAYS, status=Status.DRAFT)

        assert "Nothing needs you today." in desk()

    def test_a_start_that_is_over_is_no_hurry(self, session, desk, host):
        make_webinar(session, host, "Never held", starts_in=-3 * DAYS, status=Status.DRAFT)
        make_webinar(session, host, "Held", starts_in=-5 * DAYS)

        page = desk()

        assert "is over." in page
        assert "is-urgent" not in page


class TestInvitations:
    def test_it_waits_for_owners_and_is_accepted_in_place(self, session, client, sign_in, pressed, host, partner):
        webinar = make_webinar(session, host, "Comets", join_url="https://room.example/1")
        invitation = add_co_organiser(session, webinar, partner, is_accepted=False)
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))
        page = client.get("/manage/").text
        assert "Lunar Society invites Accademia dei Lincei to organise “Comets” together" in page

        page = pressed(f"/manage/invitations/{invitation.id}/acceptance")

        assert "Nothing needs you today." in page
        assert session.get(CoOrganiser, invitation.id).accepted_at is not None


class TestCopies:
    @pytest.fixture
    def webinar(self, session, settings, host, olga):
        webinar = make_webinar(session, host, "Comets", join_url="https://room.example/1")
        load_whole(session, webinar)
        at = clock.now() - DAYS
        note_copy(
            session, actor_of(session, olga.id), webinar, form=TextForm.PLAIN, phase=Phase.BEFORE,
            place="the Lincei’s list", settings=settings, now=at,
        )  # fmt: skip
        webinar.updated_at = at
        session.commit()
        return webinar

    @pytest.mark.usefixtures("webinar")
    def test_one_that_is_right_is_no_task(self, desk):
        assert "Nothing needs you today." in desk()

    def test_one_that_has_become_wrong_is_named_with_what_it_says(self, session, desk, pressed, webinar, olga):
        update_webinar(session, actor_of(session, olga.id), webinar, title="Comets again", now=clock.now())
        session.commit()

        page = desk()
        assert "The announcement on “the Lincei’s list” still says “Webinar: Comets”" in page
        assert "Copy the new text" in page

        copy = session.scalars(sa.select(AnnouncementCopy)).one()
        page = pressed(
            f"/manage/webinars/{webinar.slug}/announcements", text_form=copy.form, phase=copy.phase, place=copy.place
        )

        assert "Nothing needs you today." in page

    def test_who_may_not_write_texts_is_not_asked(self, session, client, sign_in, partner, webinar, olga):
        add_co_organiser(session, webinar, partner).rights = ["people", "publish"]
        update_webinar(session, actor_of(session, olga.id), webinar, title="Comets again", now=clock.now())
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))

        assert "still says" not in client.get("/manage/").text


def test_how_many_asked_for_a_missing_recording_is_told_to_who_may_know(
    session, settings, client, desk, host, partner, new_client, sign_in
):
    webinar = make_webinar(session, host, "Held", starts_in=-5 * DAYS)
    add_co_organiser(session, webinar, partner)
    open_desk(session, webinar)
    make_registration(session, settings, webinar, "Ana", wants_recording=True)
    session.commit()

    assert "One person asked to be told." in desk()
    browser = new_client()
    sign_in(browser, make_member(session, partner, "Petra", Role.EDITOR))
    page = browser.get("/manage/").text
    assert "“Held” has no recording yet" in page
    assert "asked to be told" not in page


@pytest.mark.parametrize(
    ("starts_in", "status", "word"),
    [
        (-HOUR, Status.PUBLISHED, "Live"),
        (-1.75 * HOUR, Status.PUBLISHED, "Live"),
        (HOUR, Status.PUBLISHED, "Published"),
        (-HOUR, Status.DRAFT, "Draft"),
        (-HOUR, Status.CANCELLED, "Cancelled"),
    ],
)
def test_lists_and_pages_say_what_goes_on_now(client, session, sign_in, host, olga, starts_in, status, word):
    webinar = make_webinar(session, host, starts_in=starts_in, status=status)
    sign_in(client, olga)

    def pill(path, place):
        (found,) = html.fromstring(client.get(path).text).xpath(f"//main//p{place}/span[contains(@class, 'pill')]")
        return found.text_content().strip()

    in_the_list = pill("/manage/", "[contains(@class, 'facts')]")
    above_the_page = pill(f"/manage/webinars/{webinar.slug}/status", "")
    assert (in_the_list, above_the_page) == (word, word)


class TestLately:
    def test_hours_of_what_was_done_are_in_utc_and_say_so(self, session, desk, host, olga):
        host.timezone = "Asia/Baghdad"
        actor = actor_of(session, olga.id)
        at = dt.datetime(2026, 11, 8, 16, 5, tzinfo=dt.UTC)
        publish(session, actor, make_webinar(session, host, "Comets", status=Status.DRAFT), now=at)

        assert " data-moment>8 November 2026, 4.05pm UTC</time>" in desk()

    def test_hours_are_told_as_the_history_tells_them_in_the_words_of_the_place(
        self, client, session, sign_in, host, olga
    ):
        olga.timezone = "Asia/Kolkata"
        at = dt.datetime(2026, 11, 7, 23, 34, tzinfo=dt.UTC)
        publish(session, actor_of(session, olga.id), make_webinar(session, host, status=Status.DRAFT), now=at)
        sign_in(client, olga)

        assert " data-moment>8 November 2026, 5.04am India</time>" in client.get("/manage/").text
        assert ">5.04am</time>" in client.get("/manage/history").text

    def test_it_tells_who_did_what_in_words(self, session, desk, host, olga):
        webinar = make_webinar(session, host, status=Status.DRAFT)
        other = actor_of(session, make_member(session, host, "Petra", Role.EDITOR).id)
        publish(session, other, webinar, now=clock.now())
        cancel(session, actor_of(session, olga.id), webinar, reason="The speaker is ill.", now=clock.now())

        page = desk().split("Lately")[1]

        assert "<strong>Petra</strong> published it" in page
        assert "<strong>You</strong> cancelled it: <ins>The speaker is ill.</ins>" in page
        assert page.index("cancelled it") < page.index("published it")


def test_few_and_many_cost_the_same(session, settings, client, sign_in, host, olga, count_statements):
    actor = actor_of(session, olga.id)

    def fill(count, name):
        for number in range(count):
            webinar = make_webinar(session, host, f"{name} {number}", starts_in=(number % 20 + 1) * DAYS)
            add_appearance(session, webinar, make_speaker(session, host, f"{name} {number}"), agreement=Agreement.ASKED)
            asked = add_appearance(
                session, webinar, make_speaker(session, host, f"{name} b {number}"), agreement=Agreement.ASKED
            )
            make_speaking_link(
                session, settings, asked, f"{number}-{name}@speaker.example", made_at=clock.now() - 9 * DAYS
            )
            open_desk(session, webinar)
            make_registration(session, settings, webinar, f"Ana {name} {number}", state=RegistrationState.PENDING)
            load_whole(session, webinar)
            note_copy(
                session, actor, webinar, form=TextForm.PLAIN, phase=Phase.BEFORE, place="here", settings=settings,
                now=clock.now() - DAYS,
            )  # fmt: skip
            update_webinar(session, actor, webinar, title=f"{name} {number} again", now=clock.now())
            make_webinar(session, host, f"Held {name} {number}", starts_in=-(number % 50 + 1) * DAYS)
            make_webinar(session, host, f"Late {name} {number}", starts_in=DAYS, status=Status.DRAFT)

    sign_in(client, olga)
    fill(1, "One")
    session.commit()
    client.get("/manage/")
    with count_statements() as few:
        client.get("/manage/")
    fill(12, "Many")
    session.commit()
    with count_statements() as many:
        page = client.get("/manage/").text

    assert "things need you today" in page
    assert len(few) == len(many)


class TestWhatSpeakersAndOthersDo:
    @pytest.fixture
    def webinar(self, session, host):
        return make_webinar(session, host, "Comets", starts_in=40 * DAYS, join_url="https://room.example/1")

    @pytest.fixture
    def mary(self, session, host, webinar):
        speaker = make_speaker(session, host, "Mary Somerville")
        return add_appearance(session, webinar, speaker, agreement=Agreement.AGREED)

    def test_a_no_waits_until_somebody_has_taken_it_in(self, session, desk, mary):
        assert "Nothing needs you today." in desk()
        mary.agreement, mary.reply_words = Agreement.DECLINED, "I am at sea."
        session.commit()

        page = desk()

        assert "Mary Somerville has said no" in page
        assert "“I am at sea.”" in page
        assert f'href="/manage/webinars/comets/speakers#speaker-{mary.id}"' in page

    def test_changes_that_a_speaker_proposes_wait(self, session, desk, mary):
        session.add(
            SpeakerProposal(appearance=mary, field="bio", former="", value="Zqbio of hers.", made_at=clock.now())
        )
        session.commit()

        page = desk()

        assert "Mary Somerville proposes changes" in page
        assert "Zqbio" not in page

    def test_a_webinar_that_is_on_stands_first(self, session, desk, host):
        make_webinar(session, host, "Tides", starts_in=-dt.timedelta(minutes=24), join_url="https://room.example/2")
        make_webinar(session, host, "Soon", starts_in=1 * DAYS)

        page = desk()

        assert page.index("“Tides” is on now") < page.index("“Soon” has no room")

    def test_claims_wait_for_administrators_alone(self, session, desk, olga, webinar):
        salon, petra = make_organisation(session, "Salon of Salons"), make_user(session, "Petra")
        add_co_organiser(session, webinar, salon, has_members=False)
        made = {"email": None, "made_by_id": olga.id, "made_at": clock.now(), "ends_at": clock.now() + 14 * DAYS}
        claim = Invitation(nonce="n", digest="d", organisation=salon, webinar=webinar, **made)
        claim.claimed_at, claim.claimed_by_id = clock.now(), petra.id
        session.add(claim)
        session.commit()
        assert "Nothing needs you today." in desk()

        olga.is_admin = True
        session.commit()

        assert "One organisation waits for its owner" in desk()
        assert 'href="/manage/claims"' in desk()
