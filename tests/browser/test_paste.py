"""From a pasted announcement to a page, a feed and a recap: with scripts and without."""

import datetime as dt
import urllib.request
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE, enter, faults, visit, wait_for_scripts
from tests.factories import make_membership, make_organisation, make_user
from tests.integration.imports.texts import ANNOUNCEMENT, RECAP
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.lib.i18n import format_date
from webinars.models import Role, Webinar

EXPORTS = Path(__file__).parents[1] / "unit/pure/ical/reading/exports"
PASTE = """(field, html) => {
  const copied = new DataTransfer();
  copied.setData("text/html", html);
  copied.setData("text/plain", "words alone");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
}"""
SLUG = "letters-on-colour-newton-goethe-and-the-makers-of-dyes"


def third_sunday_of_march():
    """A day on which America has changed its clocks and Britain has not, in the next March."""
    first = dt.date(clock.now().year + 1, 3, 1)
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 14)


@pytest.fixture
def day():
    return third_sunday_of_march()


@pytest.fixture
def announcement(day):
    return ANNOUNCEMENT.replace("14 February 2027", format_date(day, "d MMMM y")) + "\nRegister here\n"


@pytest.fixture
def olga(session):
    lunar = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, lunar, olga, Role.OWNER)
    session.commit()
    return olga


def paste(page, text):
    page.goto("/manage/paste")
    page.get_by_label("Announcement or recap").fill(text)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We read your")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_announcement_to_the_page_the_feed_and_the_recap(
    new_context, base_url, session, olga, announcement, day, scripts
):
    page = new_context(java_script_enabled=scripts).new_page()
    enter(page)

    paste(page, announcement)
    expect(page.get_by_role("heading", level=1)).to_have_text("We read your text. 2 things need a look.")
    page.get_by_role("button", name="Make a draft").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Settle the hour")
    page.get_by_role("button", name="Keep 4pm Britain").click()
    expect(page.get_by_label("Start")).to_have_value("16:00")
    page.get_by_role("textbox", name="Title").fill("Letters on colour: Newton, Goethe and the makers of dyes")
    page.get_by_role("button", name="Make a draft").last.click()

    page.wait_for_url(f"**/manage/webinars/{SLUG}")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published").first).to_be_visible()

    page.goto(f"/webinars/{SLUG}")
    line = [f"{zone} {hour}" for hour, zone in (("4pm", "Britain"), ("12 noon", "US Eastern"), ("9am", "US Pacific"))]
    for entry in line:
        expect(page.locator("main")).to_contain_text(entry)
    feed = urllib.request.urlopen(f"{base_url}/organisations/lunar-society/calendar.ics").read().decode()
    assert f"DTSTART:{day:%Y%m%d}T160000Z" in feed

    paste(page, RECAP.replace("14 February 2027", format_date(day, "d MMMM y")))
    expect(page.get_by_text("It tells of")).to_be_visible()
    page.get_by_label("Claude Louis Berthollet").uncheck()
    page.get_by_role("button", name="Add what is ticked").click()
    page.wait_for_url(f"**/manage/webinars/{SLUG}")

    session.rollback()
    webinar = webinar_to_edit(session, SLUG)
    assert [(each.speaker.name, each.role) for each in webinar.lineup] == [
        ("Margaret Cavendish", "moderator"), ("Isaac Newton", "speaker"), ("Johann Wolfgang von Goethe", "speaker"),
    ]  # fmt: skip
    assert [recording.url for recording in webinar.recordings] == ["https://videos.example/colour.mp4"]


def test_what_is_copied_from_a_page_keeps_headings_items_links_and_the_start_for_programs(page, olga):
    enter(page)
    page.goto("/manage/paste")
    wait_for_scripts(page)
    field = page.get_by_label("Announcement or recap")

    field.evaluate(
        PASTE,
        """<h1><a href="https://reefs.example/kelp">Kelp and cold water</a></h1>
        <p><time itemprop="startDate" datetime="2035-02-04T18:00:00+01:00">4 February, 6 in the evening</time>
        <time class="dt-start" datetime="2035-02-04">that day</time></p>
        <h2>Speakers</h2><ul><li><p>Ada Example</p></li><li>Ben <b>Sample</b></li><li></li></ul>
        <p><a href="https://tickets.example/kelp">Register</a></p><script>No(1)</script>""",
    )

    expect(field).to_have_value(
        "# Kelp and cold water\n"
        "4 February, 6 in the evening (2035-02-04T18:00:00+01:00) that day\n"
        "## Speakers\n"
        "- Ada Example\n"
        "- Ben Sample\n"
        "Register https://tickets.example/kelp"
    )
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Kelp and cold water")
    expect(page.get_by_label("Start")).to_have_value("18:00")


def test_what_is_copied_from_a_page_keeps_its_rows_and_is_not_broken_where_its_source_is(page, olga):
    enter(page)
    page.goto("/manage/paste")
    wait_for_scripts(page)
    field = page.get_by_label("Announcement or recap")

    field.evaluate(
        PASTE,
        """<h1>Kelp and
          cold water</h1>
        <table><tr><th>Speaker</th><th>Of</th></tr>
          <tr><td><p>Ada
            Example</p></td><td><p>Harbour School</p></td></tr>
          <tr><td>Ben Sample</td><td></td></tr></table>
        <pre>one\ntwo</pre><a href="https://tickets.example/kelp">Register</a>""",
    )

    expect(field).to_have_value(
        "# Kelp and cold water\n"
        "Speaker | Of\n"
        "Ada Example | Harbour School\n"
        "Ben Sample\n"
        "one\n"
        "two\n"
        "Register https://tickets.example/kelp"
    )


def test_enter_in_a_field_makes_the_draft_instead_of_choosing_an_hour(page, session, olga):
    enter(page)
    paste(page, ANNOUNCEMENT)

    page.get_by_label("Series").fill("Letters")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/manage/webinars/{SLUG}")


def test_by_keyboard_it_is_read_looked_at_and_made(page, session, olga):
    enter(page)
    visit(page, "/manage/paste")
    page.keyboard.insert_text("Comets and their tails\n\nSunday 21 March 2027, 16:00 London, 21:00 India")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Findings")).to_be_focused()
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0
    session.rollback()
    assert faults(page) == []

    visit(page, "/manage/paste")
    page.keyboard.insert_text("Comets and their tails\n\nSunday 21 March 2027, 16:00 London, 21:30 India")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    wait_for_scripts(page)
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("The draft is made.")).to_be_visible()
    assert session.scalar(sa.select(Webinar.title)) == "Comets and their tails"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_calendar_file_to_drafts_that_are_made_once(new_context, session, olga, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    enter(page)

    page.goto("/manage/paste")
    page.get_by_label("Or a file").set_input_files(EXPORTS / "apple.ics")
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We read your calendar. It has 3 dates.")
    page.get_by_role("checkbox", name="Second Sundays").last.uncheck()
    page.get_by_label("Time zone").fill("Asia/Kolkata")
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("Tuesday 1 June 2027, 12 noon India")).to_be_visible()
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.get_by_text("2 drafts are made.")).to_be_visible()

    page.goto("/manage/paste")
    page.get_by_label("Or a file").set_input_files(EXPORTS / "apple.ics")
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("checkbox", name="Second Sundays")).to_have_count(1)
    expect(page.get_by_text("Known", exact=True)).to_have_count(2)
    expect(page.get_by_text("whose clocks show them?")).to_have_count(0)

    session.rollback()
    assert session.scalars(sa.select(Webinar.title).order_by(Webinar.starts_on)).all() == [
        "Second Sundays", "A floating hour",
    ]  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_a_calendar_no_longer_holds_is_kept_or_taken_out_by_a_person(new_context, session, olga, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    page.set_viewport_size({"width": PHONE, "height": 844})
    start, out = (f"{name}:{clock.now().year + 1}0305T180000" for name in ("DTSTART", "EXDATE"))
    lines = ["BEGIN:VCALENDAR", "X-WR-TIMEZONE:Europe/London", "BEGIN:VEVENT", "UID:lamps@example", "SUMMARY:Lamps"]
    lines += [start, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT", "END:VCALENDAR"]
    next_out = out.replace("0305T", "0306T")
    enter(page)
    paste(page, "\n".join(lines))
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.get_by_text("3 drafts are made.")).to_be_visible()

    paste(page, "\n".join([*lines[:-2], out, next_out, *lines[-2:]]))
    expect(page.get_by_role("heading", name="2 webinars are no longer in the calendar")).to_be_visible()
    assert not scripts or faults(page) == []
    page.get_by_role("button", name="Keep it").first.click()
    expect(page.get_by_text("“Lamps” stays as it is.")).to_be_visible()
    page.get_by_role("button", name="Delete the draft").click()
    expect(page.get_by_text("The draft “Lamps” is deleted.")).to_be_visible()
    expect(page.get_by_text("no longer in the calendar")).to_have_count(0)

    session.rollback()
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 2


def test_paste_in_is_accessible_with_everything_on_it(page, olga, announcement, expect_accessible):
    enter(page)
    expect_accessible("/manage/paste")

    paste(page, announcement)
    page.get_by_role("button", name="Make a draft").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Settle the hour")
    found = faults(page)
    paste(page, (EXPORTS / "apple.ics").read_text())
    expect(page.get_by_text("whose clocks show them?")).to_be_visible()

    assert found + faults(page) == []
