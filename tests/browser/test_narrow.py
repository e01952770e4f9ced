"""Nothing scrolls sideways on the narrowest screen (WCAG 2.2, 1.4.10: 320 pixels)."""

import pytest

from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo

NARROWEST = 320
WIDER_THAN_THE_PAGE = """
  () => [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
    .map((each) => `${each.tagName.toLowerCase()}.${each.className}`)
    .slice(0, 5)
"""


def test_no_public_page_scrolls_sideways(app, session, settings, page):
    load_demo(session, settings, now=clock.now())
    session.commit()
    page.set_viewport_size({"width": NARROWEST, "height": 700})

    too_wide = {}
    looked_at = 0
    for path in public_addresses(app, session):
        if not is_page(page, path):
            continue
        page.goto(path)
        looked_at += 1
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            too_wide[path] = page.evaluate(WIDER_THAN_THE_PAGE)

    assert too_wide == {}
    assert looked_at > 50


@pytest.mark.parametrize("path", ["/", "/recordings", "/follow", "/search"])
def test_the_ways_in_the_head_stand_in_one_row(page, path):
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    page.goto(path)
    ways = page.get_by_role("banner").get_by_role("navigation", name="Main").get_by_role("link").all()

    assert len(ways) == 4
    assert len({way.bounding_box()["y"] for way in ways}) == 1


def is_page(page, path):
    """Whether it is a page of its own: no file, no part of a page that a script fetches, and no redirection."""
    answer = page.request.get(path, max_redirects=0)
    return answer.headers.get("content-type", "").startswith("text/html") and "</head>" in answer.text()
