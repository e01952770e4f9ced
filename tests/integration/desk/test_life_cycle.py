"""Publishing from the desk and what may happen after; and who is kept out of all of it."""

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_member,
    make_speaker,
    make_webinar,
)
from webinars.models import Agreement, Role, Status, Webinar

PAGE = "/manage/webinars/comets-and-their-tails"
GETS = ["", "/status", "/preview"]
POSTS = ["", "/publication", "/publication/delete", "/postponement", "/cancellation", "/restoration", "/delete"]


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


@pytest.mark.usefixtures("signed_in")
class TestVerbs:
    @pytest.mark.parametrize(
        ("before", "path", "after", "said"),
        [
            (Status.DRAFT, "/publication", Status.PUBLISHED, "Published."),
            (Status.PUBLISHED, "/publication/delete", Status.DRAFT, "It is off the page"),
            (Status.PUBLISHED, "/postponement", Status.POSTPONED, "Postponed."),
            (Status.PUBLISHED, "/cancellation", Status.CANCELLED, "Cancelled."),
            (Status.POSTPONED, "/cancellation", Status.CANCELLED, "Cancelled."),
            (Status.CANCELLED, "/restoration", Status.PUBLISHED, "Restored."),
            (Status.POSTPONED, "/restoration", Status.PUBLISHED, "Restored."),
        ],
    )
    def test_each_does_what_its_button_says_and_says_so(self, session, client, host, before, path, after, said):
        webinar = make_webinar(session, host, status=before)

        response = client.post(PAGE + path)

        assert (response.status_code, response.location) == (303, PAGE)
        session.refresh(webinar)
        assert webinar.status == after
        assert said in client.get(PAGE).text

    @pytest.mark.parametrize(
        ("status", "path"),
        [
            (Status.PUBLISHED, "/publication"),
            (Status.DRAFT, "/publication/delete"),
            (Status.DRAFT, "/postponement"),
            (Status.CANCELLED, "/cancellation"),
            (Status.PUBLISHED, "/restoration"),
            (Status.PUBLISHED, "/delete"),
        ],
    )
    def test_an_old_page_is_told_how_it_stands(self, session, client, host, status, path):
        webinar = make_webinar(session, host, status=status)

        response = client.post(PAGE + path)

        assert response.status_code == 303
        session.refresh(webinar)
        assert webinar.status == status
        assert "notice-warn" in client.get(PAGE).text

    def test_a_draft_without_a_start_is_not_published(self, session, client, host):
        webinar = make_webinar(session, host, status=Status.DRAFT, starts_in=None)

        client.post(PAGE + "/publication")

        session.refresh(webinar)
        assert webinar.status == Status.DRAFT
        assert "it needs a date and an hour" in client.get(PAGE).text

    def test_the_reason_of_a_cancellation_is_kept(self, session, client, host):
        webinar = make_webinar(session, host)

        client.post(PAGE + "/cancellation", data={"reason": "The speaker is ill."})

        session.refresh(webinar)
        assert webinar.cancellation_reason == "The speaker is ill."

    @pytest.mark.parametrize(
        ("path", "sentence"),
        [("/cancellation", "It is cancelled already."), ("/postponement", "It is postponed already.")],
    )
    def test_a_button_pressed_twice_says_that_it_is_done(self, session, client, host, path, sentence):
        make_webinar(session, host)

        client.post(PAGE + path)
        client.get(PAGE)
        client.post(PAGE + path)

        assert sentence in client.get(PAGE).text

    def test_too_long_a_reason_stays_to_be_shortened(self, session, client, host):
        webinar = make_webinar(session, host)

        response = client.post(PAGE + "/cancellation", data={"reason": "x" * 501})

        assert response.status_code == 422
        assert "Shorten it to 500" in response.text
        assert "x" * 501 in response.text
        session.refresh(webinar)
        assert webinar.status == Status.PUBLISHED

    def test_a_deleted_draft_is_gone(self, session, client, host):
        make_webinar(session, host, status=Status.DRAFT)

        response = client.post(PAGE + "/delete")

        assert (response.status_code, response.location) == (303, "/manage/")
        assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0
        assert "is deleted" in client.get("/manage/").text

    @pytest.mark.parametrize(
        ("status", "offered"),
        [
            (Status.DRAFT, {"/delete"}),
            (Status.PUBLISHED, {"/postponement", "/cancellation", "/publication/delete"}),
            (Status.POSTPONED, {"/restoration", "/cancellation", "/publication/delete"}),
            (Status.CANCELLED, {"/restoration", "/publication/delete"}),
        ],
    )
    def test_only_what_fits_is_offered(self, session, client, host, status, offered):
        make_webinar(session, host, status=status)
        page = client.get(PAGE + "/status").text

        assert {path for path in POSTS if path and f'action="{PAGE}{path}"' in page} == offered

    def test_somebody_is_marked_as_confirmed(self, session, client, host):
        webinar = make_webinar(session, host)
        appearance = add_appearance(
            session, webinar, make_speaker(session, host), talk_title="On tails", agreement=Agreement.ASKED
        )

        response = client.post(f"{PAGE}/lineup/{appearance.id}/confirmation")

        assert response.status_code == 303
        session.refresh(appearance)
        assert (appearance.has_agreed, appearance.talk_title) == (True, "On tails")

    def test_somebody_who_was_taken_out_is_not_confirmed(self, session, client, host):
        make_webinar(session, host)

        assert client.post(f"{PAGE}/lineup/99/confirmation").status_code == 303
        assert "no longer in the line-up" in client.get("/manage/").text


class TestPreview:
    @pytest.mark.usefixtures("signed_in")
    def test_a_draft_looks_as_it_will(self, session, client, host):
        make_webinar(session, host, status=Status.DRAFT, description="On *tails*.")

        page = client.get(PAGE + "/preview").text

        assert "This is a preview." in page
        assert "On <em>tails</em>." in page

    @pytest.mark.usefixtures("signed_in")
    def test_a_draft_without_a_date_says_that_it_follows(self, client, session, host):
        make_webinar(session, host, status=Status.DRAFT, starts_in=None)

        assert "The date follows" in client.get(PAGE + "/preview").text

    def test_the_public_page_is_no_preview(self, session, client, host):
        make_webinar(session, host)

        assert "This is a preview." not in client.get("/webinars/comets-and-their-tails").text


class TestWhoIsKeptOut:
    @pytest.fixture
    def webinar(self, session, host):
        """What there is to see and to break."""
        webinar = make_webinar(session, host, status=Status.DRAFT)
        add_appearance(session, webinar, make_speaker(session, host), agreement=Agreement.ASKED)
        return webinar

    @pytest.mark.parametrize("path", GETS)
    @pytest.mark.usefixtures("webinar")
    def test_strangers_are_asked_to_sign_in(self, client, path):
        response = client.get(PAGE + path)

        assert response.status_code == 302
        assert response.location.startswith("/account/sign-in")

    @pytest.mark.parametrize("path", POSTS)
    def test_strangers_do_nothing(self, session, client, webinar, path):
        assert client.post(PAGE + path).status_code == 403
        session.refresh(webinar)
        assert webinar.status == Status.DRAFT

    @pytest.mark.parametrize("path", GETS)
    def test_to_oskar_there_is_no_such_webinar(self, client, sign_in, oskar, webinar, path):
        sign_in(client, oskar)

        response = client.get(PAGE + path)

        assert response.status_code == 404
        assert webinar.title not in response.text

    @pytest.mark.parametrize("path", [*POSTS, "/lineup/{appearance}/confirmation"])
    def test_oskar_changes_nothing(self, session, client, sign_in, oskar, webinar, path):
        sign_in(client, oskar)
        session.refresh(webinar, ["lineup"])
        revision, appearance = webinar.revision, webinar.lineup[0]

        assert client.post(PAGE + path.format(appearance=appearance.id)).status_code == 404
        session.refresh(webinar)
        session.refresh(appearance)
        assert (webinar.revision, webinar.status, appearance.has_agreed) == (revision, Status.DRAFT, False)

    @pytest.mark.parametrize("path", [*POSTS, "/lineup/{appearance}/confirmation"])
    def test_a_viewer_changes_nothing(self, session, client, sign_in, host, webinar, path):
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))
        session.refresh(webinar, ["lineup"])
        revision, appearance = webinar.revision, webinar.lineup[0]

        assert client.post(PAGE + path.format(appearance=appearance.id)).status_code == 403
        session.refresh(webinar)
        assert webinar.revision == revision

    def test_a_viewer_looks_at_it(self, session, client, sign_in, host, webinar):
        webinar.join_url = "https://room.example/secret"
        sign_in(client, make_member(session, host, "Vera", Role.VIEWER))

        page = client.get(PAGE).text

        assert webinar.title in page
        assert "You may look at this webinar and not change it." in page
        assert "https://room.example/secret" not in page
        assert client.get(PAGE + "/preview").status_code == 200
        assert client.get(PAGE + "/status").status_code == 403

    @pytest.mark.parametrize("path", [each for each in POSTS if each])
    def test_a_co_organiser_decides_nothing(self, session, client, sign_in, partner, webinar, path):
        add_co_organiser(session, webinar, partner)
        sign_in(client, make_member(session, partner, "Petra", Role.OWNER))

        assert client.post(PAGE + path).status_code == 403
        session.refresh(webinar)
        assert webinar.status == Status.DRAFT
