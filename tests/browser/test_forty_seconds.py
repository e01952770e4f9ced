"""A webinar from nothing to its page by keyboard: every key is counted, and the guide says the same numbers."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit
from tests.factories import make_member, make_membership, make_organisation, make_speaker, make_user
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import AppearanceRole, Role, Status

GUIDE = Path(__file__).parent.parent.parent / "docs/guide/organiser.md"
LETTERS_IN_A_WORD = 5
WORDS_A_MINUTE = 76
CONTROL_KEY_S = 0.25
MOST_ACTIONS, MOST_TABS, MOST_SECONDS = 20, 25, 40
SPEAKERS = ("Margaret Cavendish, chair", "Isaac Newton, Cambridge", "Mary Gartside, London")
PARTNERS = ("Accademia dei Lincei", "Company of Dyers")
QUESTIONS = ("Who may say what red is?", "What did the dyers know?", "What is it?")


@dataclasses.dataclass
class Step:
    """A row of the table: what is typed and pressed in one part of the form."""

    name: str
    texts: list[str] = dataclasses.field(default_factory=list)
    enters: int = 0
    tabs: int = 0

    @property
    def actions(self):
        return len(self.texts) + self.enters

    @property
    def letters(self):
        return sum(map(len, self.texts))

    @property
    def seconds(self):
        return self.letters * 60 / (WORDS_A_MINUTE * LETTERS_IN_A_WORD) + (self.enters + self.tabs) * CONTROL_KEY_S


class Typist:
    """A keyboard that counts. A text is one action, and so is a key that does something; Tab only leads on."""

    def __init__(self, keyboard):
        self.keyboard, self.steps = keyboard, []

    def begin(self, name):
        self.steps.append(Step(name))

    def type(self, text):
        self.keyboard.type(text)
        self.steps[-1].texts.append(text)

    def enter(self, key="Enter"):
        self.keyboard.press(key)
        self.steps[-1].enters += 1

    def tab(self, times=1):
        for _ in range(times):
            self.keyboard.press("Tab")
        self.steps[-1].tabs += times

    def lines(self, texts):
        """Each in a row of its own, with Enter between them."""
        for number, text in enumerate(texts):
            if number:
                self.enter()
            self.type(text)

    @property
    def total(self):
        return Step(
            "all",
            [text for step in self.steps for text in step.texts],
            sum(step.enters for step in self.steps),
            sum(step.tabs for step in self.steps),
        )

    def table(self):
        """As it stands in the guide."""
        return [
            f"| {step.name} | {step.actions} | {step.tabs} | {step.letters} | {step.seconds:.1f} s |"
            for step in (*self.steps, self.total)
        ]


@pytest.fixture
def host(session):
    host = make_organisation(session, "Lunar Society", default_duration_minutes=120)
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    session.commit()
    return host


@pytest.fixture
def known_people(session, host):
    for text in SPEAKERS:
        name = text.partition(",")[0]
        make_speaker(session, host, name, affiliation="Welbeck" if name.startswith("Margaret") else "")
    for name in PARTNERS:
        make_member(session, make_organisation(session, name), f"Secretary of {name}", Role.OWNER)
    session.commit()


def announce(page):
    """Type all of it, from the title to the page. Returns the typist."""
    visit(page, "/manage/webinars/new")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    typist = Typist(page.keyboard)
    typist.begin("title")
    typist.type("Letters on colour")
    typist.tab(2)
    typist.begin("date, start, zone, minutes")
    typist.type("03212027")  # this Chromium reads the month first; the keys are as many
    typist.tab(2)
    typist.type("1600")
    typist.tab(2)
    typist.type("London")
    typist.tab(2)
    typist.begin("3 speakers")
    expect(page.get_by_label("Name of speaker 1")).to_be_focused()
    typist.lines(SPEAKERS)
    typist.tab(5)
    typist.begin("2 co-organisers")
    expect(page.get_by_label("Name of organisation 1")).to_be_focused()
    typist.lines(PARTNERS)
    typist.tab(3)
    typist.begin("3 questions")
    expect(page.get_by_label("Question 1", exact=True)).to_be_focused()
    typist.lines(QUESTIONS)
    typist.tab(3)
    typist.begin("room")
    expect(page.get_by_label("Link to the room")).to_be_focused()
    typist.type("zoom.us/j/998")
    typist.begin("publish")
    typist.enter("Control+Enter")
    publish = page.get_by_role("button", name="Publish", exact=True)
    expect(publish).to_be_focused()
    expect(publish).to_have_accessible_description(re.compile("^Publishing puts it on the page and in"))
    typist.enter()
    page.get_by_text("Published. It is on the page").wait_for()
    return typist


def stored(session):
    session.rollback()
    session.expire_all()
    return webinar_to_edit(session, "letters-on-colour")


def expect_it_all(session):
    webinar = stored(session)
    assert webinar.status is Status.PUBLISHED
    assert (webinar.starts_wall, webinar.timezone) == (dt.datetime(2027, 3, 21, 16, 0), "Europe/London")
    assert webinar.duration_minutes == 120
    assert [(each.speaker.name, each.role) for each in webinar.lineup] == [
        ("Margaret Cavendish", AppearanceRole.CHAIR),
        ("Isaac Newton", AppearanceRole.SPEAKER),
        ("Mary Gartside", AppearanceRole.SPEAKER),
    ]
    assert [each.affiliation for each in webinar.lineup][1:] == ["Cambridge", "London"]
    assert [each.organisation.name for each in webinar.co_organisers] == list(PARTNERS)
    assert [each.text for each in webinar.questions] == list(QUESTIONS)
    assert webinar.join_url == "https://zoom.us/j/998"
    return webinar


def expect_within_the_bar(typist):
    total = typist.total
    print("\n".join(typist.table()))
    assert total.actions <= MOST_ACTIONS
    assert total.tabs <= MOST_TABS
    assert total.seconds <= MOST_SECONDS
    assert typist.table() == [line for line in GUIDE.read_text("utf-8").splitlines() if re.match(r"\| .* s \|$", line)]


def test_with_people_whom_nobody_knows_yet(page, session, host):
    enter(page)

    typist = announce(page)

    expect_it_all(session)
    expect(page.locator("#publishing")).to_contain_text("It is on the page and in 5 feeds.")
    expect(page.locator("#publishing")).to_contain_text("3 people and 2 organisations are new.")
    expect_within_the_bar(typist)

    session.rollback()  # who reads here would keep the server waiting
    page.get_by_role("button", name="Undo the new ones").click()
    expect(page.get_by_text("Taken back: Margaret Cavendish, Isaac Newton, Mary Gartside,")).to_be_visible()
    assert (stored(session).lineup, stored(session).co_organisers) == ([], [])


@pytest.mark.usefixtures("known_people")
def test_with_people_who_are_known(page, session):
    enter(page)

    typist = announce(page)

    webinar = expect_it_all(session)
    assert webinar.lineup[0].affiliation == "Welbeck"
    assert [each.accepted_at for each in webinar.co_organisers] == [None, None]
    expect(page.locator("#publishing")).to_contain_text("It is on the page and in 5 feeds.")
    expect(page.get_by_role("button", name="Undo the new ones")).to_have_count(0)
    expect_within_the_bar(typist)


def test_three_questions_are_pasted_at_once(page, session, host):
    enter(page)
    visit(page, "/manage/webinars/new")
    page.get_by_label("Title", exact=True).fill("Letters on colour")
    page.get_by_label("Question 1", exact=True).focus()

    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "1. " + "\n2) ".join(QUESTIONS) + "\n",
    )

    expect(page.get_by_label("Question 4", exact=True)).to_be_focused()
    page.keyboard.press("Control+s")
    page.get_by_text("Saved as a draft.").wait_for()
    assert [each.text for each in stored(session).questions] == list(QUESTIONS)
