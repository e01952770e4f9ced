"""Several webinars chosen in the list: what is said of them, and what is done with them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_co_organiser,
    make_member,
    make_organisation,
    make_registration,
    make_webinar,
    open_desk,
    propose_start,
)
from webinars.models import FeedKind, Follow, Mailing, PersonalFeed, Role, Status, Webinar

DAYS = dt.timedelta(days=1)
WEEK_LATER = {"count": "1", "unit": "weeks", "direction": "later"}


@pytest.fixture
def draft(session, host):
    def draft(title, **values):
        return make_webinar(session, host, title, **{"status": Status.DRAFT} | values)

    return draft


@pytest.fixture
def visitor(session, client, sign_in, olga):
    session.commit()
    sign_in(client, olga)
    return client


@pytest.fixture
def act(visitor):
    """`act("publish", …)`: what the desk says after a button of the bar was pressed for these."""

    def act(verb, *webinars, **more):
        data = {"act": verb, "webinar": [str(each.id) for each in webinars]} | more
        answer = visitor.post("/manage/chosen", data=data)
        assert answer.status_code == 303
        return text_of(visitor.get(answer.location))

    return act


def text_of(answer):
    return " ".join(answer.text.split())


def ids(*webinars):
    return {"webinar": [str(each.id) for each in webinars]}


def with_seen(visitor, *webinars, **shift):
    """The form of the page that moves these, as it is sent."""
    text = visitor.get("/manage/chosen/move", query_string=ids(*webinars) | shift).text
    seen = {f"seen-{each.id}": text.split(f'name="seen-{each.id}" value="')[1].split('"')[0] for each in webinars}
    return ids(*webinars) | seen | shift


def status_of(session, webinar):
    return session.scalar(sa.select(Webinar.status).where(Webinar.id == webinar.id))


class TestBar:
    def words(self, visitor, *webinars):
        return text_of(visitor.get("/manage/chosen", query_string=ids(*webinars)))

    def test_it_says_how_far_publishing_them_reaches(self, session, host, draft, visitor):
        feed = PersonalFeed(page_digest="x" * 64, created_at=host.created_at, changed_at=host.created_at)
        feed.follows = [Follow(kind=FeedKind.ORGANISATION, subject_id=host.id)]
        session.add(feed)
        first, second = draft("First"), draft("Second")
        session.commit()

        text = self.words(visitor, first, second)

        assert "2 drafts chosen" in text
        assert "Publishing puts 2 webinars on the page and in 2 feeds; one calendar follows them." in text
        assert "Publish 2" in text

    def test_what_is_not_ready_is_counted_apart(self, session, draft, visitor):
        first, second = draft("First"), draft("Undated", starts_in=None)
        session.commit()

        text = self.words(visitor, first, second)

        assert "Publishing puts it on the page and in 2 feeds. One is not ready and stays a draft." in text
        assert "Publish 1" in text

    def test_a_start_that_is_still_being_found_is_said(self, session, draft, visitor):
        first, second = draft("First"), draft("Second")
        propose_start(session, first)
        session.commit()

        text = self.words(visitor, first, second)

        assert "2 feeds. The start of one is still being found." in text
        assert "being found" not in self.words(visitor, second)

    def test_where_there_is_no_draft_nothing_can_be_published(self, session, host, visitor):
        webinar = make_webinar(session, host)
        session.commit()

        text = self.words(visitor, webinar)

        assert "1 webinar chosen" in text
        assert "All of them are published already." in text
        assert "data-nothing" in text

    def test_drafts_of_others_are_not_counted(self, session, draft, visitor, partner):
        own, theirs = draft("Own"), make_webinar(session, partner, "Theirs", status=Status.DRAFT)
        session.commit()

        assert "1 draft chosen" in self.words(visitor, own, theirs)
        assert "chosen" not in self.words(visitor, theirs).replace("chosen-says", "").replace("With those chosen", "")

    @pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "²", ""])
    def test_what_is_no_id_is_passed_over(self, visitor, number):
        assert visitor.get("/manage/chosen", query_string={"webinar": number}).status_code == 200


class TestPublishing:
    def test_the_desk_says_what_was_done_and_what_was_not(self, session, draft, act):
        ready, undated = draft("Ready"), draft("Undated", starts_in=None)
        session.commit()

        text = act("publish", ready, undated)

        assert "Published. It is on the page and in 2 feeds." in text
        assert "“Undated” is still a draft. Before it is published it needs a date and an hour." in text
        assert [status_of(session, each) for each in (ready, undated)] == [Status.PUBLISHED, Status.DRAFT]

    def test_several_are_said_in_one_sentence(self, session, draft, act):
        drafts = [draft(title) for title in ("First", "Second", "Third")]
        session.commit()

        assert "Published. 3 webinars are on the page and in 2 feeds." in act("publish", *drafts)
        assert "All of them are published already." in act("publish", *drafts)

    def test_drafts_of_others_stay_drafts_and_are_not_named(self, session, partner, act):
        theirs = make_webinar(session, partner, "Secret plan", status=Status.DRAFT)
        session.commit()

        text = act("publish", theirs)

        assert status_of(session, theirs) is Status.DRAFT
        assert "Secret plan" not in text

    def test_what_was_looked_for_is_looked_for_again(self, session, draft, visitor):
        webinar = draft("Ready")
        session.commit()

        answer = visitor.post("/manage/chosen", data={"act": "publish", "q": "read", "state": "drafts"} | ids(webinar))

        assert answer.location == "/manage/?q=read&state=drafts#mine"

    def test_none_chosen_is_said(self, act):
        assert "Choose webinars in the list first." in act("publish")

    @pytest.mark.parametrize("verb", ["cancel", "", "x"])
    def test_what_is_no_button_of_the_bar_does_nothing(self, session, draft, visitor, verb):
        webinar = draft("Ready")
        session.commit()

        assert visitor.post("/manage/chosen", data={"act": verb} | ids(webinar)).status_code == 400
        assert status_of(session, webinar) is Status.DRAFT


class TestMoving:
    def test_the_page_tells_each_new_start_and_whom_it_is_told_to(self, session, settings, host, visitor):
        webinar = make_webinar(session, host, "Comets", starts_wall=dt.datetime(2036, 3, 24, 19, 0))
        open_desk(session, webinar)
        for name in ("Ana", "Bo"):
            make_registration(session, settings, webinar, name)
        session.commit()

        text = text_of(visitor.get("/manage/chosen/move", query_string=ids(webinar) | WEEK_LATER))

        assert "becomes Monday 31 March 2036, 7pm Britain" in text
        assert "2 people who are registered are told, and calendars follow." in text
        assert session.get(Webinar, webinar.id).starts_wall == dt.datetime(2036, 3, 24, 19, 0)

        answer = visitor.post("/manage/chosen/move", data=with_seen(visitor, webinar, **WEEK_LATER))

        assert answer.status_code == 303
        assert "1 webinar is moved. 2 people who are registered are told" in text_of(visitor.get(answer.location))
        assert session.get(Webinar, webinar.id).starts_wall == dt.datetime(2036, 3, 31, 19, 0)
        assert session.scalar(sa.select(sa.func.count()).select_from(Mailing)) == 1

    def test_a_second_press_of_the_same_page_changes_nothing(self, session, draft, visitor):
        webinar = draft("Once", starts_wall=dt.datetime(2027, 1, 12, 19, 0))
        session.commit()
        form = with_seen(visitor, webinar, **WEEK_LATER)

        visitor.post("/manage/chosen/move", data=form)
        again = visitor.post("/manage/chosen/move", data=form)

        assert "They are moved already." in visitor.get(again.location).text
        assert session.get(Webinar, webinar.id).starts_wall == dt.datetime(2027, 1, 19, 19, 0)

    def test_what_is_gone_meanwhile_is_not_said_to_be_moved(self, session, draft, visitor):
        gone = draft("Gone")
        session.commit()
        form = with_seen(visitor, gone, **WEEK_LATER)
        session.delete(gone)
        session.commit()

        page = text_of(visitor.get(visitor.post("/manage/chosen/move", data=form).location))

        assert "None of them is there any more." in page
        assert "They are moved already." not in page

    def test_what_is_announced_is_not_moved_to_where_it_would_be_over(self, session, host, draft, visitor):
        soon, noted = make_webinar(session, host, "Soon", starts_in=2 * DAYS), draft("Noted", starts_in=2 * DAYS)
        session.commit()
        week_earlier = WEEK_LATER | {"direction": "earlier"}

        page = text_of(visitor.get("/manage/chosen/move", query_string=ids(soon, noted) | week_earlier))
        answer = visitor.post("/manage/chosen/move", data=with_seen(visitor, soon, **week_earlier))

        assert page.count("It would be over already.") == 1
        assert answer.status_code == 422
        assert session.scalar(sa.select(Webinar.starts_wall).where(Webinar.id == soon.id)) == soon.starts_wall

    def test_a_start_that_clocks_skip_is_named_at_its_row_and_nothing_moves(self, session, draft, visitor):
        fine = draft("Fine", starts_wall=dt.datetime(2027, 3, 20, 16, 0))
        skipped = draft("Skipped", starts_wall=dt.datetime(2027, 3, 21, 1, 30))
        session.commit()
        form = with_seen(visitor, fine, skipped, **WEEK_LATER)

        answer = visitor.post("/manage/chosen/move", data=form)

        assert answer.status_code == 422
        text = text_of(answer)
        assert "Nothing was moved: not every one of them can be." in text
        assert "1.30am on 28 March 2027 does not exist in Britain" in text
        assert "Leave out those that cannot be moved" in text
        assert session.get(Webinar, fine.id).starts_wall == dt.datetime(2027, 3, 20, 16, 0)

    def test_drafts_are_told_to_nobody(self, session, draft, visitor):
        webinar = draft("Once", starts_wall=dt.datetime(2027, 1, 12, 19, 0))
        session.commit()

        text = text_of(visitor.get("/manage/chosen/move", query_string=ids(webinar) | WEEK_LATER))

        assert "Nobody is told: they are drafts." in text

    @pytest.mark.parametrize("count", ["0", "-1", "521", "x", "9" * 30, ""])
    def test_how_far_is_a_number_in_bounds(self, session, draft, visitor, count):
        webinar = draft("Once", starts_wall=dt.datetime(2027, 1, 12, 19, 0))
        session.commit()
        asked = ids(webinar) | WEEK_LATER | {"count": count}

        answer = visitor.get("/manage/chosen/move", query_string=asked)

        assert answer.status_code == 422
        assert "Write a number from 1 to 520." in answer.text
        assert visitor.post("/manage/chosen/move", data=asked).status_code == 400

    def test_how_many_are_registered_is_not_told_to_who_may_not_know(self, session, settings, visitor, host, partner):
        theirs = make_webinar(session, partner, "Theirs")
        add_co_organiser(session, theirs, host).rights = ["publish"]
        open_desk(session, theirs)
        make_registration(session, settings, theirs, "Ana")
        session.commit()

        text = text_of(visitor.get("/manage/chosen/move", query_string=ids(theirs) | WEEK_LATER))

        assert "Everybody who is registered is told, and calendars follow." in text

    def test_the_bar_leads_there(self, session, draft, act):
        webinar = draft("Once")
        session.commit()

        assert "Move one webinar" in act("move", webinar)


class TestDeleting:
    def test_it_asks_by_name_and_says_what_stays(self, session, host, draft, act, visitor):
        gone, stays = draft("Gone"), make_webinar(session, host, "Announced")
        session.commit()

        text = act("delete", gone, stays)

        assert "Delete one draft?" in text
        before, after = text.split("These stay")
        assert "Gone" in before
        assert "Announced" not in before
        assert "Announced</a>: Only a draft can be deleted." in after
        assert session.get(Webinar, gone.id) is not None

        form = ids(gone)
        answer = visitor.post("/manage/chosen/deletion", data=form)

        assert "The draft “Gone” is deleted." in visitor.get(answer.location).text
        assert session.scalars(sa.select(Webinar.title)).all() == ["Announced"]

        again = visitor.post("/manage/chosen/deletion", data=form)
        assert "They are deleted already." in visitor.get(again.location).text

    def test_what_became_public_meanwhile_is_not_deleted(self, session, host, visitor):
        webinar = make_webinar(session, host, "Announced")
        session.commit()

        answer = visitor.post("/manage/chosen/deletion", data=ids(webinar))

        assert "“Announced” is not deleted. Only a draft can be deleted." in visitor.get(answer.location).text

    def test_nobody_elses_draft_is_named_or_deleted(self, session, visitor, partner):
        theirs = make_webinar(session, partner, "Secret plan", status=Status.DRAFT)
        session.commit()

        assert "Secret plan" not in visitor.get("/manage/chosen/deletion", query_string=ids(theirs)).text
        visitor.post("/manage/chosen/deletion", data=ids(theirs))
        assert status_of(session, theirs) is Status.DRAFT


class TestDuplicating:
    def test_the_copies_are_shown_chosen(self, session, draft, act):
        first, second = draft("First"), draft("Second")
        session.commit()

        text = act("duplicate", first, second)

        assert "2 drafts are ready, without dates." in text
        assert text.count(" checked>") == 2
        assert "2 of 4 shown" in text
        assert "2 drafts chosen" in text

    def test_one_is_duplicated_from_its_own_page_and_opened(self, session, host, visitor):
        webinar = make_webinar(session, host, "Comets")
        session.commit()

        answers = [visitor.post(f"/manage/webinars/{webinar.slug}/copies") for _press in range(2)]

        assert [each.location for each in answers] == ["/manage/webinars/comets-2"] * 2
        assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 2

    def test_a_partner_duplicates_nothing(self, session, host, partner, client, sign_in):
        webinar = make_webinar(session, host, "Comets")
        add_co_organiser(session, webinar, partner).rights = ["texts", "people", "registrations", "publish"]
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))

        assert client.post("/manage/webinars/comets/copies").status_code == 403
        answer = client.post("/manage/chosen", data={"act": "duplicate"} | ids(webinar))
        assert "“Comets” has no copy." in client.get(answer.location).text
        assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 1


@pytest.mark.parametrize("verb", ["publish", "duplicate"])
def test_what_is_gone_meanwhile_is_not_said_to_be_done(session, draft, act, verb):
    gone = draft("Gone")
    session.commit()
    session.delete(gone)
    session.commit()

    page = act(verb, gone)

    assert "None of them is there any more. Choose anew." in page
    assert "All of them are published already." not in page


def test_strangers_learn_nothing_by_trying_numbers(session, client, sign_in, host):
    webinar = make_webinar(session, host, "Secret plan", status=Status.DRAFT)
    oskar = make_member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER)
    session.commit()
    sign_in(client, oskar)

    for path in ("/manage/chosen", "/manage/chosen/move", "/manage/chosen/deletion"):
        asked = ids(webinar) | (WEEK_LATER if path.endswith("move") else {})
        there, nothing = (client.get(path, query_string=each) for each in (asked, asked | {"webinar": "2147483647"}))
        assert there.status_code == nothing.status_code
        assert "Secret plan" not in there.text
