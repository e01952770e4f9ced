"""Every public page asks for all its words: in a language of other letters, no Latin word is left but names."""

import re

import lxml.html
import pytest
import pytz
import sqlalchemy as sa

from tests.pseudo_languages import mirrored, speak
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.db import Base, db
from webinars.demo.load import load_demo
from webinars.web.requests.page_languages import page_endpoints

pytestmark = pytest.mark.usefixtures("derived")
WORD, MONOGRAM = re.compile(r"[A-Za-z][A-Za-z’'-]+"), re.compile(r"[A-Z]{2}")
SAID = (
    "aria-label",
    "alt",
    "title",
    "placeholder",
    "data-says",
    "data-words",
    "data-chosen",
    "data-copied",
    "data-where",
)
OURS = {
    "Learned", "Societies", "localhost", "http", "https", "webcal", "example", "UTC", "BibTeX", "RIS", "CSL", "JSON",
    "Markdown", "HTML", "RSS", "QR", "WebVTT", "vtt", "mp", "ics", "API", "English", "Deutsch", "Français", "Español",
    "Português", "iframe", "Britain", "India", "China", "al", "pm", "kind", "webinars",
}  # fmt: skip
"""What stands outside of messages and of the database: names, formats, organisers' hours, what addresses ask."""


def said_on(page):
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {
            "script",
            "style",
            "noscript",
            "code",
            "textarea",
            "option",
            "optgroup",
        }:
            continue
        foreign = any(each.get("lang") not in {None, "ar"} for each in element.iterancestors()) or element.get(
            "lang"
        ) not in {None, "ar"}
        if not foreign and element.text:
            yield element.text
        if element.tail and not any(each.get("lang") not in {None, "ar"} for each in element.iterancestors()):
            yield element.tail
        if not foreign:
            yield from (element.get(name) for name in SAID if element.get(name))


def stored_words():
    """Every word that stands in the database: what people wrote."""
    found = set()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                for value in row:
                    if isinstance(value, str | list | dict):
                        found.update(WORD.findall(str(value)))
    return found


def test_no_public_page_says_anything_that_was_not_asked_for(app, session, settings, client, monkeypatch):
    load_demo(session, settings, now=clock.now())
    session.commit()
    adapter, pages = app.url_map.bind("localhost"), page_endpoints(app)
    paths = [
        path
        for path in public_addresses(app, session)
        if path == "/no-such-page" or adapter.match(path.partition("?")[0], method="GET")[0] in pages
    ]
    known = (
        stored_words() | OURS | {word for zone in pytz.all_timezones for word in WORD.findall(zone.replace("_", " "))}
    )
    speak(monkeypatch, "ar", mirrored)

    left = {}
    for path in paths:
        answer = client.get(f"/ar{path}")
        if not answer.content_type.startswith("text/html"):
            continue
        for text in said_on(lxml.html.fromstring(answer.get_data())):
            for word in WORD.findall(text):
                if word not in known and not MONOGRAM.fullmatch(word):
                    left.setdefault(word, f"{path}: {' '.join(text.split())[:80]}")

    assert left == {}
    assert len(paths) > 100
