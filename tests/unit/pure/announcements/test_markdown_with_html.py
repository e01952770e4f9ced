"""Markdown with tags in it is read as the text it is, and a page as HTML."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.text.html import is_html
from webinars.pure.announcements.reader.text.markdown_with_html import without_tags

PUBLISHED_ON = dt.date(2027, 2, 10)
MARKDOWN = """# Hands off the Candle

{tag}

Sunday 14 March 2027, 4pm London

## Speakers

- Ada Example, Candle Circle

Register at https://candles.example/register
"""
TAGS = [
    '<iframe width="560" src="https://www.youtube.com/embed/abcdefghijk" allowfullscreen></iframe>',
    '<a href="https://candles.example">Candle Circle</a> holds it.',
    "<!-- more -->\n<br/>",
    '<div class="image">\n<p>A candle</p>\n</div>',
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["from a file", "from a form"])
@pytest.mark.parametrize("tag", TAGS, ids=["player", "link", "comment", "block"])
def test_lines_stay_lines_whatever_tags_stand_between_them(tag, ending):
    text = MARKDOWN.format(tag=tag).replace("\n", ending)
    [webinar] = read(text, published_on=PUBLISHED_ON).as_json()["webinars"]

    assert webinar["title"] == "Hands off the Candle"
    assert webinar["starts_at"] == "2027-03-14T16:00:00Z"
    assert [person["name"] for person in webinar["lineup"]] == ["Ada Example"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>One</p>\n\n<p>Two</p>\n\n<p>Three</p>",
        "<html><script>\n\nlet a\n\nlet b\n\nlet c\n\n</script><p>One</p></html>",
        "One<br>Two<br>Three",
    ],
)
def test_a_page_is_html(page):
    assert is_html(page)


def test_links_and_players_become_markdown_and_every_line_keeps_its_number():
    text = 'One <a\nhref="https://candles.example">two</a>\n<!-- a\nb -->\n<b>three</b> 1 < 2 > 0'

    assert without_tags(text) == "One [two](https://candles.example)\n\n\n\nthree 1 < 2 > 0"
