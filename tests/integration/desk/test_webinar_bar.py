"""The bar of a webinar stands on all of its pages, leads everywhere, and to nothing that one may not open."""

import pytest
from lxml import html

from tests.audience_question_factories import open_board
from tests.desk_world import arguments, desk_rules, make_people, make_world
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_picture,
    make_member,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.models import Agreement, PartnerRight, Role, Status
from webinars.site.desk.webinar_bar import BAR

pytestmark = pytest.mark.usefixtures("derived")


NO_PAGES_OF_THE_DESK = {"programme.preview", "audience_questions.fresh"}
"""What a visitor will see, and the middle of a page that is asked for while it is open."""
PAGES = [page for _words, pages in BAR for page in pages]


def bar_in(answer):
    """The rows of the bar: of each the links, as words, address, and whether it is the present page."""
    [bar] = html.fromstring(answer.text).xpath("//nav[@data-bar]")
    return [
        [(each.text_content(), each.get("href"), each.get("aria-current")) for each in row.iter("a")] for row in bar
    ]


def addresses_in(answer):
    return {address for row in bar_in(answer) for _words, address, _current in row}


@pytest.fixture
def world(session, settings, client, sign_in):
    people = make_people(session)
    world = make_world(session, settings, people, "past", is_full=True)
    sign_in(client, people.olga)
    return world


@pytest.fixture
def every_address(app, world):
    """The addresses of the pages of that webinar at the desk."""
    adapter, found = app.url_map.bind("localhost"), [f"/manage/history?webinar={world.webinar.slug}"]
    for rule in desk_rules(list(app.url_map.iter_rules()), "GET"):
        if rule.rule.startswith("/manage/webinars/<slug>") and rule.endpoint not in NO_PAGES_OF_THE_DESK:
            found += [adapter.build(rule.endpoint, each) for each in arguments(rule, lambda place: world.values[place])]
    return found


def test_each_page_has_it_and_is_in_it_once(client, every_address):
    seen = set()
    for address in every_address:
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        rows = bar_in(answer)
        current = [(address, mark) for row in rows for _words, address, mark in row if mark]
        assert [mark for _address, mark in current] in (["page"], ["true", "page"]), address
        assert len(rows[0]) <= 8
        seen.add(current[-1][0])

    assert len(seen) == len(PAGES)


def test_no_page_is_further_than_two_presses(client, world):
    first = client.get(f"/manage/webinars/{world.webinar.slug}")
    reached = addresses_in(first)
    for address in set(reached):
        reached |= addresses_in(client.get(address))

    # The page of the day is among them from a day before on.
    assert len(reached) == len(PAGES) - 1
    assert not any(address.endswith("/day") for address in reached)


@pytest.mark.parametrize("is_full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("right", [None, *PartnerRight], ids=lambda right: right and right.value)
def test_what_it_leads_to_may_be_opened(session, settings, client, sign_in, right, is_full):
    people = make_people(session)
    webinar = make_world(session, settings, people, "published", is_full=is_full).webinar
    partner = make_organisation(session, "House of Wisdom")
    add_co_organiser(session, webinar, partner).rights = [right.value] if right else []
    sign_in(client, make_member(session, partner, "Hypatia", Role.EDITOR))

    reached = addresses_in(client.get(f"/manage/webinars/{webinar.slug}"))
    for address in set(reached):
        reached |= addresses_in(client.get(address))
    answers = {address: client.get(address).status_code for address in reached}

    assert set(answers.values()) == {200}
    texts, registrations = f"/manage/webinars/{webinar.slug}/announcements", f"/manage/webinars/{webinar.slug}/messages"
    assert (texts in answers) == (right is PartnerRight.TEXTS)
    assert (registrations in answers) == (right is PartnerRight.REGISTRATIONS and is_full)


class TestAfterPublishing:
    @pytest.fixture
    def draft(self, session, host, olga, client, sign_in):
        sign_in(client, olga)
        return make_webinar(session, host, status=Status.DRAFT, slug="comets")

    @staticmethod
    def actions(client, draft):
        answer = client.get(client.post(f"/manage/webinars/{draft.slug}/publication").location)
        page = html.fromstring(answer.text)
        [address] = page.xpath("//input[@id='published-at']/@value")
        links = page.xpath("//div[@class='notice-actions']/a/@href")
        return address, [each.rpartition("/")[2] for each in links]

    def test_it_says_where_it_is_and_what_comes_next(self, session, client, draft, host):
        add_appearance(session, draft, make_speaker(session, host), agreement=Agreement.NOT_ASKED)
        session.commit()

        address, actions = self.actions(client, draft)

        assert address.endswith("/webinars/comets-and-their-tails")
        assert actions == ["announcements", "picture", "speakers"]

    def test_a_message_that_nobody_has_seen_yet_breaks_no_other_page(self, session, client, draft):
        open_board(session, draft)
        session.commit()
        client.post(f"/manage/webinars/{draft.slug}/publication")

        answer = client.post("/manage/webinars/comets-and-their-tails/questions/links", data={"name": ""})

        assert answer.status_code == 422
        assert "Published." in answer.text
        assert "published-at" not in answer.text

    def test_nobody_is_asked_again_and_no_picture_is_added_twice(self, session, client, draft, host):
        add_appearance(session, draft, make_speaker(session, host), agreement=Agreement.AGREED)
        add_picture(session, draft)
        session.commit()

        assert self.actions(client, draft)[1] == ["announcements"]
