"""What organisers write may hold anything: of it only what stands in the list of what is let through is shown."""

import re

import pytest

from webinars.lib.markdown import plain_text, render_markdown, render_message

HOSTILE = """# A head

<script>alert(1)</script> <b onclick="alert(2)">bold</b> <img src=x onerror=alert(3)> <svg onload=alert(4)>

[one](javascript:alert(5)) [two](JaVaScRiPt:alert(6)) [three](data:text/html,<script>alert(7)</script>)
[four](vbscript:alert(8)) [five](https://society.example "x" onclick=alert(9)) ![six](javascript:alert(10))
[seven](https://society.example)

<iframe src="https://evil.example"></iframe><style>body{display:none}</style>
"""
KNOWN = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "code", "pre", "hr"}


@pytest.mark.parametrize("render", [render_markdown, render_message])
def test_nothing_hostile_comes_through(render):
    html = render(HOSTILE)

    assert "A head" in html
    assert set(re.findall(r"<(\w+)", html)) <= KNOWN
    assert [name for name in re.findall(r"<[^>]*?\s([\w-]+)=", html) if name not in {"href", "rel"}] == []
    places = re.findall(r'href="([^"]*)"', html)
    assert "https://society.example" in places
    assert [place for place in places if not place.startswith("https:")] == []


def test_links_lead_to_the_web_and_to_mail_and_are_vouched_for_by_nobody():
    html = render_markdown("[a](https://a.example) [b](http://b.example) [c](mailto:c@c.example) [d](ftp://d.example)")

    assert re.findall(r'href="([^"]*)"', html) == ["https://a.example", "http://b.example", "mailto:c@c.example"]
    assert html.count('rel="nofollow ugc noopener"') == html.count("<a ") == 4


def test_html_that_is_written_is_read_as_text():
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in render_markdown("<script>alert(1)</script>")


def test_without_its_marks_it_is_text():
    assert plain_text("*Comets* and [tails](javascript:alert(1))") == "Comets and [tails](javascript:alert(1))"
