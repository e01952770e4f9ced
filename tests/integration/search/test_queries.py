"""What search answers, the same on both databases."""

import datetime as dt

import pytest

from tests.factories import add_appearance, add_recording, add_transcript, make_organisation, make_speaker, make_webinar
from webinars.domain.search.queries import search
from webinars.models import RecordingKind

TODAY = dt.date(2026, 6, 1)
TEXTS = {
    "strasse": "Die Straße nach Łódź, au café de l’œuvre",
    "chinese": "重跑gen-itgc后的數據治理，会议纪要",
    "japanese": "月と潮汐の話 ｶﾞｽ",
    "hindi": "हिन्दी में ज्वार की बात",
    "arabic": "مُحاضَرة عن المَدّ والجَزر أحمد",
    "tamil": "தமிழ் மொழி",
    "thai": "น้ำขึ้นน้ำลง",
    "code": "node.js and a/b tests of 2e10 things, it's NEAR",
    "long": "tides " * 40 + "neap",
}


@pytest.fixture
def texts(session, lunar):
    """Recordings with these texts as their descriptions."""
    names = {}
    for name, text in TEXTS.items():
        webinar = make_webinar(
            session, lunar, name, slug=name, starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None, description=text
        )
        names[add_recording(session, webinar, f"Recording {name}").id] = name
    session.commit()
    return names


FOUND = [
    ("strasse", {"strasse"}),
    ("STRASSE lodz cafe oeuvre", {"strasse"}),
    ("會議", {"chinese"}),
    ("会议", {"chinese"}),
    ("據治", {"chinese"}),
    ("數據治理", {"chinese"}),
    ("數治", set()),
    ("理", {"chinese"}),
    ("gen itgc", {"chinese"}),
    ("潮汐", {"japanese"}),
    ("ガス", {"japanese"}),
    ("हिन्दी", {"hindi"}),
    ("हि", set()),
    ("ज्वार", {"hindi"}),
    ("محاضرة", {"arabic"}),
    ("احمد", {"arabic"}),
    ("தமிழ்", {"tamil"}),
    ("น้ำลง", {"thai"}),
    ("node.js", {"code"}),
    ('"js and a b"', {"code"}),
    ('"a js"', set()),
    ("2e10", {"code"}),
    ("near", {"code"}),
    ("tides", {"long"}),
    ("tide", {"long"}),
    ('"tide"', set()),
    ("tid*", {"long"}),
    ("recording -tides -code", set(TEXTS) - {"long", "code"}),
    ("-recording", set()),
    ("-tides", set(TEXTS) - {"long"}),
    ('recording -"gen itgc"', set(TEXTS) - {"chinese"}),
]
HOSTILE = [
    "NEAR(a, b)", "a AND", '"', "'", "a:b:*", "(", "^", "\\", "a & | !b", "title : x", "%_", "{}", "' OR 1=1 --", "*",
    "a\0b", "-", '-"', "\ud800", "<->", "🌒",
]  # fmt: skip


def test_words_of_any_script_are_found(session, texts):
    # One test for all: the texts are the same, and making them takes longer than asking.
    found = {text: {texts[hit.ref_id] for hit in search(session, text, today=TODAY)} for text, _names in FOUND}

    assert found == dict(FOUND)


def test_no_phrase_goes_from_one_field_into_the_next(session, lunar):
    webinar = make_webinar(session, lunar, "Spring tides", description="Neap waters", starts_in=dt.timedelta(days=-1))
    add_appearance(session, webinar, make_speaker(session, lunar, "Laura Bassi"))
    recording = add_recording(session, webinar, "Spring tides")
    session.commit()

    found = {
        text: [hit.ref_id for hit in search(session, f'"{text}"', today=TODAY)]
        for text in ("spring tides", "laura bassi", "neap waters", "tides laura", "bassi neap", "tides neap")
    }

    assert found == {
        "spring tides": [recording.id],
        "laura bassi": [recording.id],
        "neap waters": [recording.id],
        "tides laura": [],
        "bassi neap": [],
        "tides neap": [],
    }


def test_no_typed_character_reaches_an_engine(session, texts):
    for text in HOSTILE:
        hits = search(session, text, today=TODAY)

        assert hits == [] or {texts[hit.ref_id] for hit in hits} == {"code"}, text


def test_nothing_typed_finds_nothing(session, texts):
    assert search(session, "", today=TODAY) == []
    assert search(session, "…", today=TODAY) == []


def test_exact_title_comes_before_people_before_titles_before_texts(session, lunar):
    def recorded(title, description="", speaker=None):
        webinar = make_webinar(
            session, lunar, f"Webinar {len(places)}", starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None,
            description=description,
        )  # fmt: skip
        if speaker:
            add_appearance(session, webinar, make_speaker(session, lunar, speaker))
        places.append(add_recording(session, webinar, title, slug=f"r-{len(places)}").id)

    places = []
    recorded("Tide")
    recorded("The great tide of the north")
    recorded("An evening", speaker="Ada Tide")
    recorded("A morning", description="A long text about something else, the tide and many other things " * 3)
    recorded("Unrelated")
    session.commit()

    hits = [hit.ref_id for hit in search(session, "tide", today=TODAY)]

    assert hits[0] == places[0]
    assert set(hits[1:3]) == set(places[1:3])
    assert hits[3:] == [places[3]]


def test_of_alike_the_newer_stands_first(session, lunar):
    ids = [
        add_recording(
            session,
            make_webinar(session, lunar, "Tides", slug=f"w-{year}", starts_wall=dt.datetime(year, 5, 1, 12),
                         starts_in=None),
            f"Tides again: {name}", slug=f"r-{year}",
        ).id
        for year, name in ((2019, "one"), (2026, "two"), (2023, "three"))
    ]  # fmt: skip
    session.commit()

    assert [hit.ref_id for hit in search(session, "tides", today=TODAY)] == [ids[1], ids[2], ids[0]]


def test_filters_are_part_of_the_question(session, lunar):
    royal = make_organisation(session, "Royal Society")
    ids = {}
    for host, year, language in ((lunar, 2025, "en"), (royal, 2025, "de"), (royal, 2026, "en")):
        webinar = make_webinar(
            session, host, f"Tides {year} {language}", starts_wall=dt.datetime(year, 5, 1, 12), starts_in=None
        )
        ids[host.slug, year] = add_recording(session, webinar, webinar.title, language=language).id
    session.commit()

    def found(text, **filters):
        return {hit.ref_id for hit in search(session, text, filters, today=TODAY)}

    assert found("tides", organisation="royal-society") == {ids["royal-society", 2025], ids["royal-society", 2026]}
    assert found("tides", organisation="royal-society", year="2025") == {ids["royal-society", 2025]}
    assert found("-de", organisation="royal-society") == {ids["royal-society", 2026]}
    assert found("tides", organisation="nobody") == set()


def test_pages_of_hits_follow_each_other_beyond_the_ones_put_in_order(session, webinar):
    for number in range(130):
        add_recording(session, webinar, f"Part {number}", kind=RecordingKind.PRESENTATION)
    session.commit()

    pages = [
        [hit.ref_id for hit in search(session, "part", today=TODAY, limit=20, offset=offset)]
        for offset in range(0, 140, 20)
    ]

    assert [len(page) for page in pages] == [20, 20, 20, 20, 20, 20, 10]
    assert len({recording_id for page in pages for recording_id in page}) == 130


FORMS = [
    ("en", "Three cards", "The carding", "card", "Card"),
    ("de", "Die Vorträge", "Den Vorträgen", "Vortrag", "vortrage"),
    ("fr", "Les étoiles", "Une étoile", "étoile", "etoiles"),
    ("es", "Las canciones", "Una canción", "cancion", "canciones"),
    ("pt", "As nações", "Uma nação", "nacoes", "nação"),
    ("pt", "Os animais", "Um animal", "animal", "animais"),
    ("it", "Le lezioni", "Una lezione", "lezione", "lezioni"),
    ("ru", "Новые звёзды", "О звезде", "звезда", "звёзд"),
    ("ar", "قرأت الكتاب", "والكتاب", "كتاب", "الكتاب"),
    ("zh-Hant", "數據治理", "数据", "数据", "數據"),
]


def test_words_are_found_in_other_forms_of_any_language_of_the_site(session, lunar):
    expected = {}
    for place, (language, first, second, *asked) in enumerate(FORMS):
        webinar = make_webinar(
            session, lunar, f"Evening {place}", starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None
        )
        ids = {
            add_recording(session, webinar, text, slug=f"r-{place}-{number}", language=language).id
            for number, text in enumerate((first, second))
        }
        expected |= dict.fromkeys(asked, ids)
    session.commit()

    assert {text: {hit.ref_id for hit in search(session, text, today=TODAY)} for text in expected} == expected


def test_the_very_word_comes_before_its_other_forms(session, lunar):
    def recorded(title, year=2026, **values):
        webinar = make_webinar(
            session, lunar, f"Webinar {len(places)}", starts_wall=dt.datetime(year, 5, 1, 12), starts_in=None, **values
        )
        places.append(add_recording(session, webinar, title, slug=f"r-{len(places)}"))
        return places[-1].id

    def heard(recording_id, text):
        add_transcript(session, places[-1], text)
        return recording_id

    places = []
    inflected = recorded("Cards cards cards")
    in_text = recorded("Unrelated", 2020, description="Far into a long text about something else stands one card. " * 2)
    said = heard(recorded("Nothing", 2021), "and then the card was turned")
    said_inflected = heard(recorded("Nothing else"), "and then all cards were turned")
    session.commit()

    found = [hit.ref_id for hit in search(session, "card", today=TODAY)]
    assert found[0] == in_text
    assert set(found) == {inflected, in_text, said, said_inflected}
    assert found.index(said) < found.index(said_inflected)
    assert search(session, "cards", today=TODAY)[0].ref_id == inflected
    assert {hit.ref_id for hit in search(session, '"card"', today=TODAY)} == {in_text, said}
    assert {hit.ref_id for hit in search(session, "nothing -card", today=TODAY)} == {said, said_inflected}


def test_a_rare_other_form_comes_behind_the_very_word_however_often_that_is_said(session, lunar):
    held = {"starts_wall": dt.datetime(2020, 5, 1, 12), "starts_in": None}
    texts = ["Long before anybody asked there was one card. " + "Nothing of it matters here at all. " * 20] * 30
    for place, text in enumerate(texts):
        add_recording(session, make_webinar(session, lunar, f"Evening {place}", **held, description=text), f"R {place}")
    inflected = add_recording(session, make_webinar(session, lunar, "Evening", **held), "Cards cards cards").id
    session.commit()

    found = [hit.ref_id for hit in search(session, "card", today=TODAY, limit=50)]

    assert (len(found), found[-1]) == (31, inflected)


def test_words_of_a_language_that_the_site_has_not_are_found_as_they_are(session, lunar):
    webinar = make_webinar(session, lunar, "Evening", starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None)
    recording_id = add_recording(session, webinar, "Vorträge", language="la").id
    session.commit()

    assert [hit.ref_id for hit in search(session, "vorträge", today=TODAY)] == [recording_id]
    assert search(session, "vortrag", today=TODAY) == []
