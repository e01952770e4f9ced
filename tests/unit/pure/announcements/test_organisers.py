"""Which organisations a sentence names as organisers, and what beside them is none."""

import datetime as dt

import pytest

from webinars.pure.announcements.model import KnownNames
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.combine_voices import second_voice
from webinars.pure.announcements.reader.organisation_names import nominative
from webinars.pure.announcements.reader.organisations import hosts
from webinars.pure.announcements.reader.reading import by_rules

PUBLISHED_ON = dt.date(2027, 2, 10)
TOP = "A Night of Comets\n\nSunday 14 March 2027, 4pm Britain\n\n"
SENTENCES = [
    ("The event was organized by the Slough Comet Circle (SCC).", ["Slough Comet Circle"]),
    (
        "This webinar is a collaboration between Astrafrique and the Southern Sky Centre, Geneva, to mark its jubilee.",
        ["Astrafrique", "Southern Sky Centre"],
    ),
    (
        "Sponsored by: Clock Union, Puerto Rico and Malta Comet Committee",
        ["Clock Union", "Puerto Rico and Malta Comet Committee"],
    ),
    (
        "Organisé par le Centre Ciel et Justice dans la foulée du dossier « La nuit », ce webinaire parle des comètes.",
        ["Centre Ciel et Justice"],
    ),
    (
        "Veranstalter: Hafenschule e. V. in Kooperation mit dem Institut für Riffe",
        ["Hafenschule e. V.", "Institut für Riffe"],
    ),
    ("Organised by Teachers Together and Public Sky International.", ["Teachers Together", "Public Sky International"]),
]
TOLD = [
    (
        "Join the SCC (Slough Comet Circle) and BCS (Berlin Calendar Society) along with members to discuss the sky.",
        ["Slough Comet Circle", "Berlin Calendar Society"],
    ),
    ("BCS (Comets and Calendars Society) is hosting a webinar.", ["Comets and Calendars Society"]),
    (
        "Na 5ª edição da Roda, a Associação Paulista de Cometas (APC) promoverá um painel em parceria com a Rede Céu.",
        ["Associação Paulista de Cometas", "Rede Céu"],
    ),
    ("OpenComets invites everybody to its community call.", ["OpenComets"]),
]
FOOT = """The Long Night

Sunday 14 March 2027, 4pm Britain

Bring a candle.

Register: https://candlecircle.example/register

Follow the Code of Conduct of Candle Circle.
© Candle Circle
"""
BELOW_TITLE = "The Long Night\nCandle Circle Leeds\n\nSunday 14 March 2027, 4pm Britain\n\nBring a candle.\n"


@pytest.mark.parametrize(("sentence", "organisers"), SENTENCES, ids=[text[:40] for text, _names in SENTENCES])
def test_a_sentence_names_the_organisers(sentence, organisers):
    webinar = by_rules(f"{TOP}{sentence}\n", published_on=PUBLISHED_ON)[1]

    assert [found.value for found in webinar.organisers] == organisers


@pytest.mark.parametrize(("sentence", "organisers"), TOLD, ids=[text[:40] for text, _names in TOLD])
def test_whom_only_the_tagger_hears_is_within_one_press(sentence, organisers):
    [webinar] = read(f"{TOP}{sentence}\n", published_on=PUBLISHED_ON).as_json()["webinars"]

    assert set(organisers) <= {*webinar["organisers"], *webinar["offers"]["organisers"]}


@pytest.mark.parametrize(
    ("name", "before", "said"),
    [
        ("Vereins für Kometenkunde", "Eine Veranstaltung des ", "Verein für Kometenkunde"),
        ("Arbeitskreises Netze", "Online-Vortrag des ", "Arbeitskreis Netze"),
        ("Bundes der Knotenfreunde", "ein Abend des ", "Bund der Knotenfreunde"),
        ("Vereins Beispiel", "Eine Veranstaltung vom ", "Vereins Beispiel"),
        ("Hans Beispiel", "des ", "Hans Beispiel"),
    ],
)
def test_a_genitive_names_who_it_is(name, before, said):
    assert nominative(name, before) == said


@pytest.mark.parametrize(
    ("text", "host"),
    [(BELOW_TITLE, "Candle Circle Leeds"), (FOOT, "Candle Circle")],
    ids=["below the title", "in the foot and the address"],
)
def test_a_host_that_nothing_says_to_be_one_is_within_one_press(text, host):
    webinar = read(text, published_on=PUBLISHED_ON).webinars[0]

    assert webinar.organisers == ()
    assert host in [found.value for found in webinar.offers.organisers]


def test_whom_no_rule_names_is_never_filled_in(monkeypatch):
    monkeypatch.setattr(hosts, "chances", lambda _table, seen: [0.999] * len(seen))
    webinar = read(BELOW_TITLE, published_on=PUBLISHED_ON).webinars[0]

    assert webinar.organisers == ()
    assert {found.probability for found in webinar.offers.organisers} == {hosts.MOST_ALONE}


@pytest.mark.parametrize("name", ["Candle Circle Leeds", "The Candle Circle Leeds (CCL)"])
def test_a_host_whom_the_site_knows_is_filled_in(name):
    webinar = read(BELOW_TITLE, published_on=PUBLISHED_ON, known=KnownNames((), (name, "Harbour School"))).webinars[0]

    assert [found.value for found in webinar.organisers] == ["Candle Circle Leeds"]


@pytest.mark.parametrize(("chance", "organisers"), [(0.025, ["Candle Circle Leeds"]), (0.02, [])])
def test_how_much_a_name_on_the_site_counts(monkeypatch, chance, organisers):
    monkeypatch.setattr(hosts, "chances", lambda _table, seen: [chance] * len(seen))
    known = KnownNames((), ("Candle Circle Leeds",))
    webinar = read(BELOW_TITLE, published_on=PUBLISHED_ON, known=known).webinars[0]

    assert [found.value for found in webinar.organisers] == organisers


@pytest.mark.parametrize(("chance", "offered"), [(0.035, 6), (0.025, 0)])
def test_how_many_hosts_are_offered(monkeypatch, chance, offered):
    monkeypatch.setattr(hosts, "chances", lambda _table, seen: [chance] * len(seen))
    names = ["Candle Circle", "Harbour School", "Slough Club", "Kelp Union", "Tide Club", "Moss Trust", "Owl League"]
    sentences = "".join(f"The {name} will be there, and so will you.\n\n" for name in names)

    assert len(read(f"{TOP}{sentences}", published_on=PUBLISHED_ON).webinars[0].offers.organisers) == offered


def test_a_name_that_the_site_knows_is_a_host_whatever_its_letters_look_like():
    text = f"{TOP}An evening held by the Friends of the night sky, Leeds.\n"
    known = KnownNames((), ("Friends of the night sky",))
    organisers = read(text, published_on=PUBLISHED_ON, known=known).webinars[0].organisers

    assert [found.value for found in organisers] == ["Friends of the night sky"]


def test_a_person_whom_the_site_knows_is_no_candidate_for_a_host():
    text = f"{TOP}Held in memory of Ada Example, who mapped the sky.\n"
    parts, webinar, called = by_rules(text, published_on=PUBLISHED_ON)
    second = second_voice(parts, webinar, KnownNames(("Ada Example",), ("Comets",)))
    found = hosts.candidates(list(second.marks.values()), webinar, called.page_title, known=second.places)

    assert {vote.what for votes in second.places.values() for vote in votes} == {"known person", "known group"}
    assert "Ada Example" not in [one.text for one in found]


def test_where_a_speaker_is_from_is_no_host_for_being_known():
    text = f"{TOP}Ada Example of the Harbour School speaks about nets.\n"
    webinar = read(text, published_on=PUBLISHED_ON, known=KnownNames((), ("Harbour School",))).webinars[0]

    assert webinar.organisers == ()
    assert "Harbour School" in [found.value for found in webinar.offers.organisers]


def test_what_holds_a_host_that_is_filled_in_is_not_offered():
    text = f"{TOP}Veranstalter: Hafenschule e. V. und Verein der Netzmacher\n"
    webinar = read(text, published_on=PUBLISHED_ON).webinars[0]

    assert [found.value for found in webinar.organisers] == ["Hafenschule e. V.", "Verein der Netzmacher"]
    assert not [found.value for found in webinar.offers.organisers if "Netzmacher" in found.value]


def test_a_host_with_and_without_its_article_is_one():
    text = f"{TOP}Come to the Candle Society.\n\nThe Candle Society invites everybody.\n"
    webinar = read(text, published_on=PUBLISHED_ON).webinars[0]

    named = [
        found.value for found in (*webinar.organisers, *webinar.offers.organisers) if "Candle Society" in found.value
    ]
    assert named == ["Candle Society"]
