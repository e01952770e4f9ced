"""What journeys have in common: signing in, opening a page, slowing a film down, and looking at what stands there."""

import datetime as dt
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.mails import Mails, text_of
from webinars import clock

PASSWORD = "the tails of comets, 1680"
PHONE, DESK = 390, 1280
SCHEMES: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
"""In which colours axe looks at a page, and at what: in the dark only the colours are others."""

_AXE_OPTIONS = {"resultTypes": ["violations"]}
_HAS_AXE = "0"
"""What a page runs that has got axe already."""
_BIND = "() => import(document.querySelector('script[type=module]').src).then(() => {})"
_SLOW = """
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    this.playbackRate = 0.1;
    return play.call(this);
  };
"""


def enter(page: Page, mails: Mails | None = None) -> None:
    """Olga, whose address is olga@society.example and whose password is PASSWORD, signs in.

    With `mails`, where mails leave the site, by the figures in hers. Then she is told of it.
    """
    page.goto("/account/sign-in")
    page.get_by_label("Email address").fill("olga@society.example")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    if mails is not None:
        figures = page.get_by_label("The six figures")
        figures.wait_for()
        figures.fill(re.match(r"\d{6}", text_of(mails.next_to("olga@society.example")))[0])
        page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    if mails is not None:
        mails.next_to("olga@society.example")


def visit(page: Page, path: str) -> None:
    """Open a page whose scripts run, and wait until they answer what is pressed."""
    page.goto(path)
    wait_for_scripts(page)


def unfold(page: Page, name: str) -> None:
    """Open the part of the editor of that name, which is one line until somebody needs it."""
    page.locator("details.fold-section > summary", has_text=name).click()


def visit_with_time_at_rest(page: Page, path: str) -> None:
    """Open a page on which nothing that a script shows for a few seconds goes away again."""
    page.clock.install()
    visit(page, path)
    page.clock.pause_at(clock.now() + dt.timedelta(minutes=1))


def wait_for_scripts(page: Page) -> None:
    """The page has loaded before the parts that few pages need have come: a second import ends when the first does."""
    page.evaluate(_BIND)


def wait_for_frames(page: Page) -> None:
    """Every frame has loaded what it asks for. That nothing at all is under way is told but once for a page."""
    for frame in page.frames:
        frame.wait_for_load_state()


def slow_films_down(page: Page) -> None:
    """On the pages opened from now on. A busy machine would miss a second in a film that plays at its own speed."""
    page.add_init_script(_SLOW)


def seek(page: Page, second: float) -> None:
    """Somebody moves the film of the page there."""
    page.locator("video").evaluate("(video, second) => (video.currentTime = second)", second)


def wait_for_stop(page: Page, slug: str, second: int) -> None:
    """The device keeps that somebody stopped there in that recording."""
    stops = "JSON.parse(localStorage.getItem('watching') ?? '{}').stopped"
    page.wait_for_function(f"([slug, second]) => {stops}?.[slug]?.second === second", arg=[slug, second])


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and what is too wide, on phone and desk, in light and dark."""
    found = []
    # Without transitions, so that no colour is measured half-way.
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(Axe().axe_script)
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("(width) => window.innerWidth === width", arg=width)
        overflow = page.evaluate("document.documentElement.scrollWidth") - width
        if overflow > 0:
            found.append(f"{width} wide: {overflow} px too wide")
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            result = Axe(_HAS_AXE).run(page, options=_AXE_OPTIONS | rules)
            if result.violations_count:
                found.append(f"{width} wide, {scheme}:\n{result.generate_report()}")
    return found
