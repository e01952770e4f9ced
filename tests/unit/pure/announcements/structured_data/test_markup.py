"""Where markup stands in a page, and what of it cannot be read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import Effort
from tests.unit.pure.announcements.structured_data.pages import (
    BODY,
    KELP,
    PUBLISHED_ON,
    codes,
    event,
    page,
    reading_of,
    start_of,
)
from webinars.pure.announcements.reader import read

NAME = "Kelp and cold water: what the nets say"


def raw(text, body=BODY):
    return f'<!doctype html><script type="application/ld+json">{text}</script>{body}'


def title_of(html):
    (one,) = reading_of(html).webinars
    return one.title.value


@pytest.mark.parametrize(
    "things",
    [
        [KELP],
        [[{"@type": "WebSite", "name": "The Tidepool"}, KELP]],
        [{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "Kelp"}, KELP]}],
        [{"@type": "WebPage", "mainEntity": KELP}],
        [{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": KELP}]}],
        [event(**{"@type": ["Event", "SocialEvent"]})],
        [event(**{"@type": "https://schema.org/EducationEvent"})],
        [event(**{"@type": "schema:Event"})],
        [{"@type": "WebSite"}, KELP],
    ],
)
def test_events_are_found_wherever_they_stand(things):
    assert title_of(page(*things)) == NAME


@pytest.mark.parametrize("kind", ["Article", "Person", None, 7, {}])
def test_other_things_are_no_webinars(kind):
    assert title_of(page(event(**{"@type": kind}))) == "Kelp and cold water"


def test_a_line_break_in_a_text_is_no_hindrance():
    assert title_of(raw(json.dumps(KELP).replace("An evening", "An\nevening"))) == NAME


@pytest.mark.parametrize(
    "text", [json.dumps(KELP)[:-1], '{"@type": "Event", "name": }', '[{"startDate": "2027-02-04",}]']
)
def test_json_with_a_mistake_is_ignored_and_said(text):
    assert codes(raw(text)) == ["markup_unreadable"]
    assert start_of(raw(text)) == "2027-02-04T17:00"


@pytest.mark.parametrize("text", ["", "{", "var dataLayer = []", "null", "7", '"Event"'])
def test_other_scripts_with_a_mistake_are_nobodys_business(text):
    assert codes(raw(text)) == []


def test_a_paste_that_is_a_script_alone_is_read():
    (one,) = reading_of(f'<script type="application/ld+json">{json.dumps(KELP)}</script>').webinars

    assert one.title.value == NAME
    assert one.start.value.starts_at is not None


MICRODATA = """
<div itemscope itemtype="https://schema.org/EducationEvent">
  <h1 itemprop="name">Kelp and cold water: what the nets say</h1>
  <time itemprop="startDate" datetime="2027-02-04T18:00:00+01:00">4 February, 6 in the evening</time>
  <meta itemprop="endDate" content="2027-02-04T19:30:00+01:00">
  <div itemprop="performer" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ada Example</span>
    <span itemprop="affiliation">Harbour School</span></div>
  <span itemprop="performer" itemscope itemtype="https://schema.org/Person">Ben Sample</span>
  <p itemprop="organizer" itemscope itemtype="https://schema.org/Organization">By the
    <b itemprop="name">Reef Museum</b></p>
  <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
    <a itemprop="url" href="https://tickets.example/kelp">Tickets</a></div>
  <div itemprop="description"><p>An evening on kelp.</p></div>
</div>"""


def test_microdata_says_the_same():
    (one,) = reading_of(MICRODATA).webinars

    assert one.title.value == NAME
    assert f"{one.start.value.starts_at:%H:%M} {one.start.value.ends_at:%H:%M}" == "17:00 18:30"
    assert [(each.value.name, each.value.affiliation) for each in one.lineup] == [
        ("Ada Example", "Harbour School"),
        ("Ben Sample", None),
    ]
    assert [each.value for each in one.organisers] == ["Reef Museum"]
    assert "An evening on kelp." in one.description.value
    assert one.registration_url.value == "https://tickets.example/kelp"
    assert codes(MICRODATA) == []


def test_a_part_of_an_item_is_no_webinar():
    part = '<p itemprop="subEvent" itemscope itemtype="https://schema.org/Event"><b itemprop="name">Ropes</b></p></div>'

    assert title_of(MICRODATA.removesuffix("</div>") + part) == NAME


def test_what_json_and_microdata_both_say_is_one_webinar():
    (one,) = reading_of(page(KELP, body=MICRODATA)).webinars

    assert [each.value.name for each in one.lineup] == ["Ada Example", "Ben Sample"]


def test_the_same_words_with_another_start_told_are_another_text():
    def fingerprint(*things):
        return reading_of(page(*things)).fingerprint

    assert fingerprint(KELP) == fingerprint(KELP, KELP) == fingerprint(event(image="x"))
    assert fingerprint(KELP) != fingerprint(event(startDate="2027-02-05T18:00:00+01:00"))
    assert fingerprint() == fingerprint({"@type": "WebSite"})


DIETS = {
    "a megabyte of events": json.dumps([KELP] * 1_400),
    "a megabyte of different events": json.dumps([event(name=f"Kelp {place}") for place in range(1_400)]),
    "a megabyte of performers": json.dumps(event(performer=["Ada Example"] * 60_000)),
    "a long name": json.dumps(event(name="Kelp " * 180_000)),
    "a long description": json.dumps(event(description="<p>Kelp &amp; " * 70_000)),
    "nested lists": "[" * 1_000 + "]" * 1_000,
    "very nested lists": "[" * 450_000 + "]" * 450_000,
    "nested graphs": '{"@graph":' * 900 + json.dumps(KELP) + "}" * 900,
    "very nested graphs": '{"@graph":' * 50_000 + json.dumps(KELP) + "}" * 50_000,
    "many numbers": json.dumps(event(startDate=list(range(140_000)))),
    "a number of a megabyte": '{"@type": "Event", "startDate": ' + "9" * 900_000 + "}",
    "references in a circle": json.dumps(
        {"@graph": [{"@type": "Event", "@id": "a", "subEvent": {"@id": "a"}}] * 9_000}
    ),
}
PAGES = {
    "nested items": '<div itemscope itemtype="https://schema.org/Event" itemprop="subEvent">' * 12_000 + "Kelp",
    "nested properties": '<i itemprop="name">Kelp ' * 40_000,
    "many items": '<p itemscope itemtype="x/Event"><b itemprop="name">Kelp</b></p>' * 15_000,
    "items without a property": '<p itemscope itemtype="x/Event"><b itemprop="name">Kelp' * 15_000,
    "values of one item": '<p itemscope itemtype="x/Event">' + '<b itemprop="name">Kelp</b>' * 30_000,
}


@pytest.mark.parametrize("html", [*map(raw, DIETS.values()), *PAGES.values()], ids=[*DIETS, *PAGES])
def test_a_megabyte_of_markup_is_answered_in_a_moment(html):
    effort = Effort()
    read(html, published_on=PUBLISHED_ON).as_json()

    assert effort.seconds() < 3


NONSENSE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["Event", KELP["startDate"], "Ada Example", "P1D"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*KELP, "@graph", "@id", "url", "subEvent", "superEvent", "@value", "eventStatus"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=60, deadline=None)
@given(NONSENSE, st.dictionaries(st.sampled_from(list(KELP)), NONSENSE, max_size=8))
def test_no_json_makes_it_fail(anything, changes):
    for thing in (anything, {**KELP, **changes}):
        reading_of(page(thing)).as_json()


PIECES = [
    "<div itemscope>",
    '<div itemscope itemtype="https://schema.org/Event">',
    '<b itemprop="name">',
    '<b itemprop="startDate">',
    "</div>",
    "</b>",
    "</p>",
    "</i>",
    "Kelp",
    "2027-02-04T18:00",
    '<meta itemprop="endDate" content="2027">',
    '<a itemprop="url" href="//x">',
    '<script type="application/ld+json">',
    "{",
    "}",
    "</script>",
    '"@type": "Event"',
    '<link rel="canonical" href="http://[x">',
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_markup_makes_it_fail(pieces):
    reading_of("<!doctype html>" + "".join(pieces)).as_json()
