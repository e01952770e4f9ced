"""The bar of the editor and its index: where publishing puts a webinar, who is new, and how new ones are taken back."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    make_member,
    make_membership,
    make_organisation,
    make_speaker,
    make_webinar,
)
from tests.filled_form import FilledForm
from webinars import clock
from webinars.domain.calendars.personal_feeds import start_following
from webinars.domain.calendars.queries import SITE
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import Agreement, AuditEvent, FeedKind, Organisation, Role, Speaker, Status, Visibility

PAGE = "/manage/webinars/comets-and-their-tails"
UNDO = f"{PAGE}/new-ones/delete"


@pytest.fixture
def draft(session, host):
    return make_webinar(session, host, status=Status.DRAFT, starts_wall=dt.datetime.fromisoformat("2027-07-04T16:00"))


@pytest.fixture(autouse=True)
def _signed_in(client, sign_in, olga):
    sign_in(client, olga)


def stored(session):
    return webinar_to_edit(session, "comets-and-their-tails")


def bar(client, path=PAGE):
    (says,) = FilledForm(client.get(path)).page.xpath("//*[@id='publishing']")
    return " ".join(says.text_content().split())


def index(client, path=PAGE):
    sections = FilledForm(client.get(path)).page.xpath("//*[@data-section]")
    return {each.get("data-section"): (each.get("class"), each.find(".//small").text_content()) for each in sections}


class TestWhatPublishingDoes:
    def test_it_counts_the_feeds_and_the_calendars_that_follow_them(self, session, client, host, draft):
        speaker = make_speaker(session, host)
        add_appearance(session, draft, speaker)
        for choice in (
            [(FeedKind.ORGANISATION, host.id), (FeedKind.SPEAKER, speaker.id)],
            [SITE],
            [(FeedKind.TOPIC, 7)],
        ):
            start_following(session, choice, now=clock.now())

        assert bar(client) == "Publishing puts it on the page and in 3 feeds; 2 calendars follow them."

        draft.status, draft.published_at = Status.PUBLISHED, clock.now()
        session.flush()
        assert bar(client) == "It is on the page and in 3 feeds; 2 calendars follow them."

    def test_who_has_not_accepted_has_it_in_no_feed_and_nobody_follows_yet(self, session, client, draft, partner):
        add_co_organiser(session, draft, partner, is_accepted=False)

        assert bar(client) == "Publishing puts it on the page and in 2 feeds."

    def test_of_a_new_one_it_is_the_feed_of_the_site_and_of_its_organisation(self, client):
        assert bar(client, "/manage/webinars/new") == "Publishing puts it on the page and in 2 feeds."

    def test_one_that_is_not_listed_is_in_no_feed(self, session, client, draft):
        draft.visibility = Visibility.UNLISTED
        session.flush()

        assert bar(client) == "Publishing puts it on its page, for people with its address."

    def test_a_postponed_one_says_nothing(self, session, client, draft):
        draft.status = Status.POSTPONED
        session.flush()

        assert bar(client) == ""


class TestIndex:
    def test_of_an_empty_one_it_says_what_is_missing_and_what_can_come_later(self, client):
        assert index(client, "/manage/webinars/new") == {
            "title-part": ("is-missing", "None yet"),
            "time": ("is-missing", "No date yet"),
            "lineup": ("is-later", "Nobody yet"),
            "co_organisers": ("is-later", "None"),
            "questions": ("is-later", "None yet"),
            "audience": ("is-later", "Not taken"),
            "room": ("is-later", "None yet. Our link will lead there."),
            "registration": ("is-later", "None"),
            "text-part": ("is-later", "No description yet"),
        }

    def test_of_a_full_one_it_says_what_stands_in_it(self, session, client, host, draft, partner):
        draft.join_url, draft.description = "https://zoom.us/j/998", "Long."
        add_appearance(session, draft, make_speaker(session, host), agreement=Agreement.ASKED)
        add_appearance(session, draft, make_speaker(session, host, "Mary Somerville"))
        add_appearance(session, draft, make_speaker(session, host, "Wang Zhenyi"), agreement=Agreement.DECLINED)
        add_co_organiser(session, draft, partner, is_accepted=False)
        add_question(session, draft)

        assert index(client) == {
            "title-part": ("is-done", "22 letters, fits the card"),
            "time": ("is-done", "Sunday 4 July 2027, 4pm Britain"),
            "lineup": ("is-missing", "2 people, 1 has not answered"),
            "co_organisers": ("is-missing", "1 has not answered"),
            "questions": ("is-done", "1 question"),
            "audience": ("is-later", "Not taken"),
            "room": ("is-done", "zoom.us"),
            "registration": ("is-later", "None"),
            "text-part": ("is-done", "A description"),
        }

    @pytest.mark.usefixtures("draft")
    def test_after_a_refusal_it_says_what_is_typed(self, client, editor):
        form = editor(PAGE).fill(title="x" * 120, hour="", timezone="Atlantis", new_question="Why?")

        page = FilledForm(client.post(PAGE, data=form.data("publish"))).page

        texts = [" ".join(each.text_content().split()) for each in page.xpath("//*[@data-section]//small")]
        assert texts[:2] == ["120 letters, long for a card", "Sunday 4 July 2027, no hour yet"]
        assert "1 question" in texts


@pytest.mark.usefixtures("draft")
class TestNewOnes:
    @pytest.fixture
    def published(self, client, editor, draft):
        assert draft.slug in PAGE
        form = editor(PAGE).fill(new_speaker="Mary Gartside, London", new_co_organiser="Company of Dyers")
        assert client.post(PAGE, data=form.data("publish")).status_code == 303
        return FilledForm(client.get(PAGE), "//form[@id='new-ones']")

    @pytest.mark.usefixtures("published")
    def test_they_are_counted_after_the_save_that_made_them(self, client, editor):
        assert bar(client).startswith(
            "It is on the page and in 3 feeds. 1 person and 1 organisation are new. Undo the new ones"
        )

        client.post(PAGE, data=editor(PAGE).fill(summary="Tails.").data())

        assert "new" not in bar(client)

    def test_they_are_taken_back(self, session, client, published):
        assert client.post(UNDO, data=published.data()).status_code == 303

        webinar = stored(session)
        assert (webinar.lineup, webinar.co_organisers, webinar.status) == ([], [], Status.PUBLISHED)
        assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 0
        assert session.scalars(sa.select(Organisation.name)).all() == ["Lunar Society"]
        assert "Taken back: Mary Gartside and Company of Dyers." in client.get(PAGE).text

    def test_those_who_were_known_before_stay(self, session, client, host, editor, draft):
        add_appearance(session, draft, make_speaker(session, host))
        client.post(PAGE, data=editor(PAGE).fill(new_speaker="Mary Gartside").data())

        client.post(UNDO, data=FilledForm(client.get(PAGE), "//form[@id='new-ones']").data())

        assert [each.speaker.name for each in stored(session).lineup] == ["Caroline Herschel"]

    def test_who_is_needed_elsewhere_by_now_stays(self, session, client, host, published):
        speaker = session.scalars(sa.select(Speaker)).one()
        add_appearance(session, make_webinar(session, host, "Meteors"), speaker)
        dyers = session.scalars(sa.select(Organisation).where(Organisation.slug == "company-of-dyers")).one()
        make_member(session, dyers, "Dora", Role.OWNER)

        client.post(UNDO, data=published.data())

        assert len(stored(session).lineup) == len(stored(session).co_organisers) == 1
        assert "Nothing was taken back" in client.get(PAGE).text

    def test_nothing_is_taken_back_after_another_change(self, session, client, editor, published):
        client.post(PAGE, data=editor(PAGE).fill(summary="Tails.").data())

        client.post(UNDO, data=published.data())

        assert len(stored(session).lineup) == 1
        assert "Nothing was taken back" in client.get(PAGE).text

    @pytest.mark.parametrize("at", ["", "yesterday", "0001-01-01T00:00:00"])
    def test_what_is_no_moment_is_refused(self, session, client, published, at):
        data = published.data()
        data["at"] = at

        assert client.post(UNDO, data=data).status_code in {303, 400}
        assert len(stored(session).lineup) == 1

    def test_strangers_take_nothing_back(self, session, client, sign_in, oskar, published):
        sign_in(client, oskar)

        assert client.post(UNDO, data=published.data()).status_code in {400, 403, 404}
        assert len(stored(session).lineup) == 1

    def test_a_co_organiser_takes_back_its_own_and_no_organisation(
        self, session, client, sign_in, editor, draft, partner
    ):
        add_co_organiser(session, draft, partner)
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))
        client.post(PAGE, data=editor(PAGE).fill(new_speaker="Galileo Galilei").data())

        client.post(UNDO, data=FilledForm(client.get(PAGE), "//form[@id='new-ones']").data())

        assert stored(session).lineup == []
        assert len(stored(session).co_organisers) == 1

    def test_it_stands_in_the_history(self, session, client, published):
        client.post(UNDO, data=published.data())

        actions = session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert actions[-2:] == ["webinar:set_lineup", "webinar:set_co_organisers"]


def test_a_new_one_begins_with_the_organisation_of_the_last(session, client, editor, olga):
    house = make_organisation(session, "House of Wisdom", timezone="Asia/Baghdad", default_duration_minutes=75)
    make_membership(session, house, olga, Role.EDITOR)
    client.post(
        "/manage/webinars", data=editor("/manage/webinars/new?organisation=lunar-society").fill(title="A").data()
    )
    assert editor("/manage/webinars/new")["host"] == "lunar-society"

    client.post(
        "/manage/webinars", data=editor("/manage/webinars/new?organisation=house-of-wisdom").fill(title="B").data()
    )

    form = editor("/manage/webinars/new")
    assert (form["host"], form["timezone"], form["duration_minutes"]) == ("house-of-wisdom", "Asia/Baghdad", "75")
