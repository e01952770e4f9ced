"""Ways to say who takes part, who organises, what is asked and what a webinar is called, one sentence or list each."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.reading import by_rules

PUBLISHED_ON = dt.date(2027, 2, 10)
HEAD = "Comets over Slough\n\nSunday 14 February 2027, 4pm Britain\n\n"


def said(text):
    return by_rules(text, published_on=PUBLISHED_ON)[1].as_json()


def people(text):
    return {(one["name"], one["role"]) for one in said(HEAD + text)["lineup"]}


LINEUPS = {
    "a panel of speakers, and titles from elsewhere": (
        (
            "We thank our distinguished panel of speakers – Shri Brahmagupta Misra, Mary Anning, and Prof. Emerita "
            "Emmy Noether – for their time."
        ),
        {("Brahmagupta Misra", "panellist"), ("Mary Anning", "panellist"), ("Emmy Noether", "panellist")},
    ),
    "one person who leads in two ways": (
        "Emcee and moderator: Ada Lovelace, Analytical Society\nSpeakers and respondents: Mary Anning (Lyme)",
        {("Ada Lovelace", "moderator"), ("Mary Anning", "speaker")},
    ),
    "a role in the bracket that ends a sentence": (
        "Speakers:\n\n- Ada Lovelace, director of the Slough Institute (moderator).\n- Mary Anning, respondent, Lyme",
        {("Ada Lovelace", "moderator"), ("Mary Anning", "respondent")},
    ),
    "a role in Spanish between name and affiliation": (
        "Participan:\n\nDra. María Graham, comentarista, Universidad de Valparaíso\nMary Anning, Museo de Lyme",
        {("María Graham", "respondent"), ("Mary Anning", "speaker")},
    ),
    "people after the verb": (
        (
            "Joining the webcast from Slough will be Caroline Herschel, director of the Comet Service. Also taking "
            "part are Mary Anning, of the Lyme Museum, and Emmy Noether, of the Academy."
        ),
        {("Caroline Herschel", "speaker"), ("Mary Anning", "speaker"), ("Emmy Noether", "speaker")},
    ),
    "songs": ("With songs by Robert Southey.", {("Robert Southey", "performer")}),
    "semicolons part people whose description has commas": (
        (
            "With guest speakers Ada Lovelace, Analytical Society Vice-President, director of the Slough "
            "Institute; Mary Anning, curator and friend of fossils; and Caroline Herschel, Comet Service "
            "Director."
        ),
        {("Ada Lovelace", "speaker"), ("Mary Anning", "speaker"), ("Caroline Herschel", "speaker")},
    ),
    "a role and its person on two lines": (
        "Featuring\n\nMary Anning\nMuseum of Lyme\n\nModerated by\n\nAda Lovelace\nDirector, Analytical Society",
        {("Mary Anning", "speaker"), ("Ada Lovelace", "moderator")},
    ),
    "the speakers of one session": (
        (
            "Speakers, session 1: Mary Anning (Lyme), Ada Lovelace (London)\nSpeakers, session 2: Emmy Noether "
            "and Hypatia Theon"
        ),
        {
            ("Mary Anning", "speaker"),
            ("Ada Lovelace", "speaker"),
            ("Emmy Noether", "speaker"),
            ("Hypatia Theon", "speaker"),
        },
    ),
    "a panel in a sentence": (
        "Ada Lovelace will show her engine, followed by a panel with Mary Anning, Emmy Noether and William Herschel.",
        {
            ("Ada Lovelace", "speaker"),
            ("Mary Anning", "panellist"),
            ("Emmy Noether", "panellist"),
            ("William Herschel", "panellist"),
        },
    ),
    "a list after words that only begin to say so": (
        "The panel then heard from\n\nMary Anning, Lyme Museum\nAda Lovelace, Analytical Society",
        {("Mary Anning", "panellist"), ("Ada Lovelace", "panellist")},
    ),
    "a title with a dot and one with a bracket": (
        (
            "Keynote address by Gen. Willem van Ruisdael\nOpening remarks by Executive Director and former "
            "Senator Ada Lovelace"
        ),
        {("Willem van Ruisdael", "keynote"), ("Ada Lovelace", "speaker")},
    ),
    "what is said after a name in a report": (
        (
            "Mary Anning, curator of the Lyme Museum, said that the cliff moves. Ada Lovelace, of the Engine "
            "Trust, agreed."
        ),
        {("Mary Anning", "speaker"), ("Ada Lovelace", "speaker")},
    ),
    "an organisation that looks like a name is none of the people": (
        (
            "Presenters:\nAda Lovelace – Slough Clean Air\nMary Anning (moderator) – Slough Clean "
            "Air\n\nPresented by Slough Clean Air."
        ),
        {("Ada Lovelace", "speaker"), ("Mary Anning", "moderator")},
    ),
    "items after a labelled line": (
        (
            "Join: https://zoom.us/j/94471230958\n\n- Mary Anning (England), Fossil Hunters\n- Ada Lovelace "
            "(England), Engine Trust"
        ),
        {("Mary Anning", "speaker"), ("Ada Lovelace", "speaker")},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), LINEUPS.values(), ids=LINEUPS.keys())
def test_who_takes_part(text, wanted):
    assert people(text) == wanted


ORGANISERS = {
    "borne by several, in German": (
        "Die Veranstaltung wurde getragen von: Kooperation Komet und Sternenrat Nord.",
        ["Kooperation Komet", "Sternenrat Nord"],
    ),
    "a sentence that goes on behind a dash": (
        "This panel—recorded in May and organized by Stargazers of Slough and Sky Without Smoke—is about lamps.",
        ["Stargazers of Slough", "Sky Without Smoke"],
    ),
    "names in one word": ("Sponsored by CometWatch.UK and SkyNorth", ["CometWatch.UK", "SkyNorth"]),
    "a chapter behind a comma": (
        "Co-sponsors: Sisters of the Straits; Friends of Lamps, Chapter 9",
        ["Sisters of the Straits", "Friends of Lamps, Chapter 9"],
    ),
    "an apposition in the list": (
        (
            "The webinar was jointly organised by Voices of Slough, an English network of radios, and the "
            "Windsor Airwaves Trust."
        ),
        ["Voices of Slough", "Windsor Airwaves Trust"],
    ),
    "people convene for a network": (
        "The event was convened by Ada Lovelace and Mary Anning for the Comet Studies Network.",
        ["Comet Studies Network"],
    ),
    "with two Italian articles": (
        "Webinar a cura della Fondazione Cometa e della Camera del Lavoro di Pesaro",
        ["Fondazione Cometa", "Camera del Lavoro di Pesaro"],
    ),
}

IN_SENTENCES = {
    "a forum is no event": (
        "The Slough Dockers Forum is hosting a webinar on a hundred years of comets.",
        ["Slough Dockers Forum"],
    ),
    "a dialogue is an event": (
        "The Inter-Island Platform on Tides invites you to a virtual dialogue.",
        ["Inter-Island Platform on Tides"],
    ),
    "a circumstance in Portuguese": (
        "Com a participação de mais de 300 educadores, o Sindicato dos Astrônomos (SINDAST) realizou o webinário.",
        ["Sindicato dos Astrônomos"],
    ),
    "to coincide with something, a trust hosts": (
        "To coincide with the Slough Fair, the Comet Trust is hosting an online event on tails.",
        ["Comet Trust"],
    ),
    "a relative clause": (
        "We thank the Northern Ports Council, which co-hosted the afternoon.",
        ["Northern Ports Council"],
    ),
    "one noun for two": (
        "The Slough Organic Farmers and Gardeners Association will offer a webinar about seeds.",
        ["Slough Organic Farmers and Gardeners Association"],
    ),
    "a dateline": (
        "SLOUGH — The Comet Society will offer a webinar about tails.",
        ["Comet Society"],
    ),
    "the team under a greeting": (
        "Come along.\n\nIn solidarity,\nAda, Ben and the whole Comet Refusal Network team",
        ["Comet Refusal Network"],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), ORGANISERS.values(), ids=ORGANISERS.keys())
def test_who_organises(text, wanted):
    assert said(HEAD + text)["organisers"] == wanted


@pytest.mark.parametrize(("text", "wanted"), IN_SENTENCES.values(), ids=IN_SENTENCES.keys())
def test_who_a_sentence_says_holds_it_is_within_one_press(text, wanted):
    webinar = read(HEAD + text, published_on=PUBLISHED_ON).as_json()["webinars"][0]

    reached = [*webinar["organisers"], *webinar["offers"]["organisers"]]
    assert set(wanted) <= {name.removeprefix("The ") for name in reached}
    assert set(webinar["organisers"]) <= set(wanted)


TITLES = {
    "Please join the Comet Center for a virtual discussion\n\nAfter the Tail: Is There a Future for Dust?": (
        "After the Tail: Is There a Future for Dust?"
    ),
    "Missed our webinar? Watch it here\n\nHeat at Work: a history": "Heat at Work: a history",
    "Resources from “Comet Week: what readers think” (Feb 2027)": "Comet Week: what readers think",
    "Assista ao webinário: Agricultura urbana e cometas": "Agricultura urbana e cometas",
    "July meetup: Pipelines on a budget": "Pipelines on a budget",
    "22. April 2021 Die Wohnungsfrage der Kometen": "Die Wohnungsfrage der Kometen",
    "DIGITAL COMETS BROWN BAG\n\nMapping the Missing: Tails and Memory": "Mapping the Missing: Tails and Memory",
    "Comets of Ink Festival | Digital Programme\n\nTHE RIVER REMEMBERS": "THE RIVER REMEMBERS",
    "Webinar zum Kometentag: Reden oder schweigen?": "Reden oder schweigen?",
    "Comet Day Public Event:\nFree All Jailed Astronomers!": "Free All Jailed Astronomers!",
    "Recording and slides\n\nRestoring Peatlands at Scale": "Restoring Peatlands at Scale",
}


@pytest.mark.parametrize(("text", "title"), TITLES.items(), ids=TITLES.values())
def test_what_it_is_called_is_filled_in_or_offered(text, title):
    webinar = read(text, published_on=PUBLISHED_ON).as_json()["webinars"][0]

    assert title in [webinar["title"], *webinar["offers"]["title"]]


class TestQuestions:
    def test_titles_above_the_first_sentence_are_none(self):
        text = "Kelp at the Harbour School\n\nWho owns the shore?\n\nWho may cut there?\n\n4 March 2027, 18:00 UTC"

        assert said(text)["questions"] == []

    @pytest.mark.parametrize(
        "listed",
        [
            "Learn about our topics:\n\n- Website: https://harbour.example\n- Mail: https://kelp.example\n- A course",
            "Topics:\n\n- Nets of hemp – Ada Example (Harbour School)\n- Kelp and glass – Ben Sample (Reef Institute)",
            "Programme:\n\n- Nets of Hemp\n- Kelp and Glass",
            "Questions:\n\n- Ada Example is a sailor and knots nets.\n- Ben Sample est marin à Brest.",
            "How can nets be knotted of hemp? Often sailors fight with the rope and the sea; these are old trades.",
        ],
        ids=["addresses", "talks", "programme", "who-they-are", "opening"],
    )
    def test_other_lists_are_none(self, listed):
        assert said(HEAD + listed)["questions"] == []

    def test_a_sentence_behind_a_speaker_is_offered(self):
        webinar = said(HEAD + "Speakers:\n\n- Ada Example, curator at the Harbour School. I knot nets of hemp")

        assert webinar["questions"] == []
        assert webinar["offers"]["questions"] == ["I knot nets of hemp"]

    @pytest.mark.parametrize(
        "above",
        ["## O que você vai aprender?", "We aim at clarifying this:", "An outline of the course is:"],
    )
    def test_three_that_name_nobody_are_listed(self, above):
        listed = ["Nets of hemp", "Knots for all: a talk between two sailors", "Kelp"]

        assert said(HEAD + "\n- ".join([f"{above}\n", *listed]))["questions"] == listed

    def test_a_programme_that_goes_on_with_its_sentence_is_the_agenda(self):
        text = HEAD + "Au programme :\n\n- une histoire du varech,\n- les filets de chanvre."

        assert said(text)["questions"] == ["une histoire du varech", "les filets de chanvre."]

    def test_those_put_to_the_reader_are_none(self):
        text = HEAD + "The hall has sixty seats. Have you got a ticket already?"

        assert said(text)["questions"] == []


def test_the_next_webinar_does_not_make_a_report_an_announcement():
    text = (
        "Comets at Work\n\nOn 19 January 2027, the Comet Federation brought together researchers to discuss dust.\n\n"
        "Watch the full recording: https://vimeo.com/731520448\n\n"
        "Our next webinar, on ice, takes place on 27 September at 14:00 CEST."
    )
    reading = read(text, published_on=PUBLISHED_ON).as_json()

    assert reading["kind"] == "recap"
    assert reading["webinars"][0]["date"] == "2027-01-19"
    webinar = reading["webinars"][0]
    assert webinar["title"] == "Comets at Work"


def test_an_address_may_end_with_an_underscore_and_lack_its_scheme():
    recap = "Recap: Comets\n\nThe webinar was held on 5 January 2027. It can be viewed at https://youtu.be/RadioBh1ma_"

    assert said(recap)["recordings"][0]["url"] == "https://youtu.be/RadioBh1ma_"
    assert (
        said(HEAD + "Free. Register at comets.example/tails2027")["registration_url"]
        == "https://comets.example/tails2027"
    )


def test_a_registration_is_that_of_this_webinar():
    page, form = "https://eventbrite.example/e/comets", "https://comets.example/events/27850328"
    recap = f"Recap: Comets\n\nThe webinar ({page}) was held on 5 January 2027."

    assert said(f"{HEAD}The webinar: {page}")["registration_url"] == page
    assert said(f"{HEAD}Photos of the evening: {page}")["registration_url"] is None
    assert said(recap)["registration_url"] is None
    assert said(f"{HEAD}Registrati {form} per partecipare")["registration_url"] == form


def test_a_room_is_no_registration():
    room = "https://example-school.zoom-x.de/j/63390806995"

    webinar = said(f"{HEAD}Eine Anmeldung ist nicht notwendig: {room}")

    assert (webinar["registration_url"], webinar["join_url"]) == (None, room)


def test_a_film_that_was_shown_is_no_recording_of_the_webinar():
    recap = (
        "WATCH: Comets\n\nThe webinar was held on 5 January 2027: https://youtu.be/C4reB0rd3rs\n\n"
        "See also the short film shown during the event: https://youtu.be/NannyT4lesX"
    )

    assert [one["url"] for one in said(recap)["recordings"]] == ["https://youtu.be/C4reB0rd3rs"]


def test_the_item_of_a_list_may_be_broken():
    text = HEAD + "Speakers:\n\n* Ada Lovelace, Analytical Society\n* Mary Anning, Network of Women\n  Fossil Hunters\n"

    assert [(one["name"], one["affiliation"]) for one in said(text)["lineup"]] == [
        ("Ada Lovelace", "Analytical Society"),
        ("Mary Anning", "Network of Women Fossil Hunters"),
    ]


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        ("Confirmed speakers:", True),
        ("Speakers confirmed so far: Mary Somerville", True),
        ("Bestätigte Referentinnen:", True),
        ("Intervenantes confirmées :", True),
        ("Ponentes confirmadas:", True),
        ("Palestrantes confirmados:", True),
        ("Relatori confermati:", True),
        ("Bevestigde sprekers:", True),
        ("Bekräftade talare:", True),
        ("Speakers:", False),
        ("Speakers to be confirmed:", False),
        ("The tables confirmed speakers and readers in their doubts.", False),
    ],
)
def test_the_text_itself_says_that_its_people_are_confirmed(line, is_said):
    [webinar] = read(f"{HEAD}{line}\n\nMary Somerville\nAda Lovelace\n", published_on=PUBLISHED_ON).webinars

    assert webinar.is_lineup_confirmed is is_said
