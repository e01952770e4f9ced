"""Title, line-up, organisers and addresses by what a page tells programs."""

import pytest

from tests.unit.pure.announcements.structured_data.pages import BODY, KELP, codes, event, page, reading_of

NAME = "Kelp and cold water: what the nets say"


def webinar(*things, **parts):
    (one,) = reading_of(page(*things, **parts)).webinars
    return one


def people(**changes):
    return [(one.value.name, one.value.affiliation) for one in webinar(event(**changes)).lineup]


def organisers(**changes):
    return [one.value for one in webinar(event(**changes)).organisers]


def test_everything_is_taken():
    one = webinar(KELP)

    assert one.title.value == NAME
    assert [(each.value.name, each.value.affiliation) for each in one.lineup] == [
        ("Ada Example", "Harbour School"),
        ("Ben Sample", None),
    ]
    assert [each.value for each in one.organisers] == ["Institute for Reefs and Dunes"]
    assert one.registration_url.value == "https://tickets.example/kelp"
    assert one.description.value == "An evening on kelp, nets and those who mend them."
    assert codes(page(KELP)) == []


def test_values_have_the_lines_on_which_the_text_shows_them():
    body = BODY + f"<h2>{NAME}</h2><p>With Ada Example and Ben Sample.</p><p>Institute for Reefs and Dunes</p>"
    reading = reading_of(page(KELP, body=body))
    (one,) = reading.webinars

    assert 3 in one.title.lines
    assert {each.value.name: each.lines for each in one.lineup} == {"Ada Example": (4,), "Ben Sample": (4,)}
    assert [each.lines for each in one.organisers] == [(5,)]
    assert one.description.lines == ()
    assert {line.text for line in reading.not_understood} <= {"Kelp and cold water"}


@pytest.mark.parametrize(
    ("name", "h1", "title"),
    [
        (NAME, "Kelp and cold water", NAME),
        ("Kelp", "Kelp and cold water", "Kelp"),
        ("Kelp &amp; cold water &#8211; an evening", "Kelp & cold water", "Kelp & cold water – an evening"),
        ("Kelp &amp;amp; <em>cold</em> water", "Kelp", "Kelp & cold water"),
        ("{{ event.name }}", "Kelp and cold water", "Kelp and cold water"),
        ("[EVENT_NAME]", "Kelp and cold water", "Kelp and cold water"),
        ("Webinar: Kelp and cold water", "Kelp and cold water", "Kelp and cold water"),
        (["Kelp", "Tang"], "Kelp", "Kelp"),
        ({"@value": "Kelp", "@language": "en"}, "Kelp", "Kelp"),
        ("", "Kelp and cold water", "Kelp and cold water"),
        (7, "Kelp and cold water", "Kelp and cold water"),
    ],
)
def test_the_name_is_the_title_unless_it_is_a_template(name, h1, title):
    one = webinar(event(name=name), body=BODY.replace("Kelp and cold water", h1))

    assert one.title.value == title


@pytest.mark.parametrize(
    ("performer", "found"),
    [
        ("Ada Example", [("Ada Example", None)]),
        (["Ada Example", "Ben Sample"], [("Ada Example", None), ("Ben Sample", None)]),
        ("Ada Example and Ben Sample", [("Ada Example", None), ("Ben Sample", None)]),
        ("Ada Example (Harbour School)", [("Ada Example", "Harbour School")]),
        ({"name": "Dr Ada Example"}, [("Ada Example", None)]),
        ({"@type": "Person", "name": "Ada Example", "jobTitle": "Diver"}, [("Ada Example", "Diver")]),
        ({"@type": ["Person"], "name": "Ada Ex&aacute;mple"}, [("Ada Exámple", None)]),
        ({"@type": "Person", "name": "王小明"}, [("王小明", None)]),
        ("TBA", []),
        ("To be announced", []),
        ("TBC – watch this space", []),
        ("{{ speaker.name }}", []),
        ({"@type": "PerformingGroup", "name": "The Tide Quartet"}, []),
        ({"@type": "Organization", "name": "Institute for Reefs and Dunes"}, []),
        ("Institute for Reefs and Dunes", []),
        ({"@type": "Person", "name": "Institute for Reefs and Dunes"}, []),
        ([None, 7, [], {}, {"name": None}, {"name": {"name": "x"}}], []),
        (None, []),
    ],
)
def test_who_performs_is_in_the_line_up_if_it_is_a_person(performer, found):
    assert people(performer=performer) == found


def test_what_the_text_says_of_people_is_kept():
    body = (
        BODY + "<h2>Speakers</h2><ul><li>Ada Example (Reef Museum)</li></ul><p>Moderator: Cleo Muster (Tide Club)</p>"
    )
    one = webinar(KELP, body=body)

    assert [(each.value.name, each.value.affiliation, each.value.role.value) for each in one.lineup] == [
        ("Ada Example", "Reef Museum", "speaker"),
        ("Cleo Muster", "Tide Club", "moderator"),
        ("Ben Sample", None, "speaker"),
    ]


def test_names_alone_in_a_page_are_nobody_where_the_markup_names_those_who_speak():
    body = BODY + (
        "<h2>Speakers</h2><ul><li>AE</li><li>Ada Example</li><li>Harbour School</li><li>Rope Chart</li></ul>"
        "<p>Moderator: Cleo Muster</p>"
    )
    reading = reading_of(page(KELP, body=body))

    assert [each.value.name for each in reading.webinars[0].lineup] == ["Ada Example", "Cleo Muster", "Ben Sample"]
    offers = reading.webinars[0].offers
    assert {"AE", "Harbour School", "Rope Chart"} <= {each.value.name for each in offers.lineup}
    assert "Ada Example" not in {each.value.name for each in offers.lineup}
    assert offers.title[0].value == "Kelp and cold water"
    undecided = reading_of(page(event(performer="TBA"), body=body)).webinars[0]
    assert "AE" in {each.value.name for each in (*undecided.lineup, *undecided.offers.lineup)}


def test_a_description_fills_what_the_text_lacks():
    own = "How ropes are made by those who sail, and by those who only look on."
    html = event(description="&lt;p&gt;How ropes are made.&lt;/p&gt;&lt;p&gt;By those&lt;br&gt;who sail.&lt;/p&gt;")

    assert webinar(html, body=BODY + f"<p>{own}</p>").description.value == own
    assert webinar(html).description.value == "How ropes are made.\n\nBy those\n\nwho sail."


def test_what_both_say_is_certain_and_what_the_markup_replaces_is_offered():
    body = BODY + "<p>Organised by the Tide Club.</p><h2>Speakers</h2><ul><li>Ada Example</li><li>Cleo Muster</li></ul>"
    told = {"@type": "Organization", "name": "The Tide Club"}
    one = webinar(event(organizer=told), body=body)

    assert [(each.value.name, each.value.affiliation, each.lines) for each in one.lineup] == [
        ("Ada Example", "Harbour School", (5,)),
        ("Ben Sample", None, ()),
    ]
    assert {each.probability for each in (*one.lineup, *one.organisers)} == {1.0}
    assert not any(each.is_uncertain for each in (*one.lineup, *one.organisers))
    assert [each.value for each in one.organisers] == ["Tide Club"]
    assert "Cleo Muster" in {each.value.name for each in one.offers.lineup}
    assert one.offers.title[0].value == "Kelp and cold water"


def test_where_people_register_by_the_text_stays():
    body = BODY + '<p><a href="https://forms.example/register">Register here</a></p>'

    assert webinar(KELP, body=body).registration_url.value == "https://forms.example/register"


@pytest.mark.parametrize(
    ("organizer", "found"),
    [
        ({"@type": "Organization", "name": "Reef Museum"}, ["Reef Museum"]),
        ({"@type": "EducationalOrganization", "name": "Harbour School"}, ["Harbour School"]),
        (
            [{"@type": "NGO", "name": "Reef Museum"}, {"@type": "Organization", "name": "Tide Club"}],
            ["Reef Museum", "Tide Club"],
        ),
        ("Institute for Reefs and Dunes", ["Institute for Reefs and Dunes"]),
        ({"@type": "Person", "name": "Cleo Muster"}, []),
        ("Cleo Muster", []),
        ({"name": "Cleo Muster"}, []),
        ({"@type": "Organization", "name": "https://reefs.example"}, []),
        ({"@type": "Organization", "name": "{{ organizer }}"}, []),
        ({"@type": "Organization"}, []),
        ("admin", []),
        (None, []),
    ],
)
def test_organisations_that_organise_are_organisers_and_people_are_none(organizer, found):
    assert organisers(organizer=organizer) == found


def test_a_person_who_organises_is_an_organiser_only_if_the_text_says_so():
    body = BODY + "<p>Organised by the Reef Museum and the Tide Club.</p>"
    one = webinar(event(organizer={"@type": "Organization", "name": "Tide Club"}), body=body)

    assert [each.value for each in one.organisers] == ["Reef Museum", "Tide Club"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"offers": {"url": "https://tickets.example/kelp"}}, "https://tickets.example/kelp"),
        ({"offers": [{"price": "0"}, {"url": "https://tickets.example/kelp"}]}, "https://tickets.example/kelp"),
        ({"offers": {"url": "https://reefs.example/kelp/"}}, None),
        ({"offers": {"url": "https://reefs.example/kelp?ref=offer#tickets"}}, None),
        ({"offers": {"url": "/book/kelp"}}, "https://reefs.example/book/kelp"),
        ({"offers": None, "url": "https://www.reefs.example/kelp"}, None),
        ({"offers": None, "url": "https://tickets.example/kelp"}, "https://tickets.example/kelp"),
        ({"offers": {"url": "javascript:alert(1)"}}, None),
        ({"offers": {"url": "[TICKET URL]"}}, None),
        ({"offers": {"url": "https://zoom.us/j/12345678901"}}, None),
    ],
)
def test_the_address_of_tickets_is_never_this_page_nor_the_room(changes, found):
    one = webinar(event(**changes), head='<link rel="canonical" href="https://reefs.example/kelp">')

    assert (one.registration_url.value if one.registration_url else None) == found


def test_the_address_of_a_page_that_does_not_say_its_own_is_not_one_of_tickets():
    assert webinar(event(offers=None, url="https://reefs.example/kelp")).registration_url is None


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("https://schema.org/EventCancelled", ["event_cancelled"]),
        ("EventPostponed", ["event_postponed"]),
        ("http://schema.org/EventRescheduled", ["event_rescheduled"]),
        ("https://schema.org/EventScheduled", []),
        ("https://schema.org/EventMovedOnline", []),
        ({"@id": "x"}, []),
    ],
)
def test_what_became_of_a_webinar_is_said_and_does_not_block(status, code):
    assert codes(page(event(eventStatus=status))) == code
