"""What we write is read back without loss, in every format and every phase. Neutral data only.

Of the line-up and the organisers what is filled in is right, and what the reader is not sure of is offered.
"""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from webinars.lib.i18n import use_locale
from webinars.pure.announcements.model import RecordingKind, Role
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.writer import (
    Announcement,
    Appearance,
    HouseStyle,
    ModeratorWording,
    Phase,
    Recording,
    html,
    markdown,
    plain,
    wordpress,
)
from webinars.pure.times import DisplayZone, zone_line

NAMES = (
    "Ada Lovelace",
    "Charles Babbage",
    "Mary Somerville",
    "Alexander von Humboldt",
    "Wang Zhenyi",
    "Sor Juana Inés de la Cruz",
    "Maria Sibylla Merian",
    "Ibn al-Haytham",
    "Jean-Baptiste Delambre",
    "Sofia Kovalevskaya",
    "Émilie du Châtelet",
    "Luke Howard",
)
AFFILIATIONS = (
    None,
    "Analytical Society",
    "Convenor, Society for the Tides",
    "Author, On the Connexion of the Sciences",
    "chair, Federation of Fossil Hunters",
    "Institute of Peace and Justice",
    "astronomer and traveller",
    "Museum of Lyme (Regis)",
)
TALKS = (None, "On engines", "What the tide knows: harbours and moons", "Is zero a number?")
TITLES = (
    "A short history of zero",
    "The salt roads: trade before money",
    "Who owns the stars?",
    "Weights and measures – the metre and the revolution",
    "Vaccination and its enemies",
    "Birds of passage, and who counts them",
)
ORGANISERS = (
    "Analytical Society",
    "Friends of the Engine",
    "Institute of Peace and Justice",
    "Royal Institution of Water",
    "Caravan Trust",
    "Words Without Walls",
)
QUESTIONS = (
    "Who needed tables, and why?",
    "Was the engine ever more than a plan?",
    "What is a programme?",
    "How do you name things?",
    "Salt as money",
)
ZONES = (
    DisplayZone("Britain", "Europe/London"),
    DisplayZone("US Eastern", "America/New_York"),
    DisplayZone("US Pacific", "America/Los_Angeles"),
    DisplayZone("India", "Asia/Kolkata"),
    DisplayZone("Berlin", "Europe/Berlin"),
    DisplayZone("Portugal", "Europe/Lisbon"),
    DisplayZone("CET (Paris)", "Europe/Paris"),
)
LANGUAGES = ("de", "fr", "es", "pt")
ROLES = (
    Role.SPEAKER,
    Role.SPEAKER,
    Role.SPEAKER,
    Role.MODERATOR,
    Role.CHAIR,
    Role.RESPONDENT,
    Role.FACILITATOR,
    Role.HOST,
    Role.INTERVIEWER,
    Role.PANELLIST,
    Role.KEYNOTE,
    Role.INTERPRETER,
)


@st.composite
def announcements(draw, language="en_GB"):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    lineup = tuple(
        Appearance(
            name,
            draw(st.sampled_from(AFFILIATIONS)),
            draw(st.sampled_from(ROLES)),
            draw(st.sampled_from(TALKS)),
        )
        for name in names
    )
    phase = draw(st.sampled_from(Phase))
    starts_at = dt.datetime(2027, 1, 1, 8, 0, tzinfo=dt.UTC) + dt.timedelta(
        days=draw(st.integers(0, 600)), minutes=30 * draw(st.integers(0, 20))
    )
    recordings = [Recording("https://www.youtube.com/watch?v=FullStream1")]
    recordings += [
        Recording(f"https://youtu.be/Clip00000{position:02}", RecordingKind.PRESENTATION, one.name, one.talk_title)
        for position, one in enumerate(lineup[:3])
    ]
    shown = draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=4, unique=True))
    with use_locale(language):
        line = zone_line(starts_at, "Europe/London", shown, merge=draw(st.booleans()))
    return Announcement(
        draw(st.sampled_from(TITLES)),
        line,
        description=draw(st.sampled_from(("", "Zero came late, and it changed everything.\n\nWe follow it to Pisa."))),
        questions=tuple(draw(st.lists(st.sampled_from(QUESTIONS), max_size=4, unique=True))),
        lineup=lineup,
        organisers=tuple(draw(st.lists(st.sampled_from(ORGANISERS), max_size=4, unique=True))),
        page_url="https://webinars.example/webinars/zero",
        registration_url="https://example.org/register/zero",
        recordings=tuple(recordings) if phase is Phase.AFTER else (),
        phase=phase,
        language=language,
        style=HouseStyle(has_emoji=draw(st.booleans()), moderator=draw(st.sampled_from(ModeratorWording))),
    )


@pytest.mark.parametrize("write", [plain, markdown, html, wordpress])
@settings(max_examples=examples(120), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(announcement=announcements())
def test_what_is_written_is_read_back(write, announcement):
    assert_read_back(write, announcement)


@pytest.mark.parametrize("write", [plain, markdown, html, wordpress])
@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_in_another_language_is_read_back(write, language, data):
    assert_read_back(write, data.draw(announcements(language)))


def assert_read_back(write, announcement):
    line = announcement.zone_line
    is_past = announcement.phase is Phase.AFTER
    published_on = line.date + dt.timedelta(days=3 if is_past else -3)

    reading = read(write(announcement), published_on=published_on)

    webinar = reading.webinars[0]
    assert reading.kind == ("recap" if is_past else "announcement")
    assert webinar.title.value == announcement.title
    assert webinar.start.value.starts_at == line.starts_at
    assert {claim.timezone for claim in webinar.start.value.times} >= {time.timezone for time in line.times}
    true = {(one.name, one.affiliation, one.role, _talk(announcement, one)) for one in announcement.lineup}
    filled, offered = _people(webinar.lineup), _people(webinar.offers.lineup)
    assert filled <= true <= filled | offered
    organisers = [one.value for one in webinar.organisers]
    assert organisers == [name for name in announcement.organisers if name in organisers]
    assert {*organisers, *(one.value for one in webinar.offers.organisers)} >= set(announcement.organisers)
    assert tuple(one.value for one in webinar.questions) == announcement.questions
    assert (webinar.description.value if webinar.description else "") == announcement.description
    assert tuple(
        (one.value.kind, one.value.url, one.value.speaker, one.value.title) for one in webinar.recordings
    ) == tuple((one.kind, one.url, one.speaker, one.title) for one in announcement.recordings)
    if not is_past:
        assert webinar.registration_url.value == announcement.registration_url


@pytest.mark.parametrize("write", [plain, markdown, html, wordpress])
@pytest.mark.parametrize("language", ["en_GB", *LANGUAGES])
def test_an_ordinary_announcement_is_filled_in(write, language):
    with use_locale(language):
        line = zone_line(dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC), "Europe/London", ZONES[:3])
    lineup = (
        Appearance("Mary Somerville", "Analytical Society", Role.SPEAKER, "On engines"),
        Appearance("Charles Babbage", "Institute of Numbers", Role.SPEAKER, None),
        Appearance("Ada Lovelace", None, Role.MODERATOR, None),
    )
    announcement = Announcement(
        "The salt roads: trade before money", line, lineup=lineup, organisers=("Analytical Society",), language=language
    )
    reading = read(write(announcement), published_on=dt.date(2027, 2, 1))

    webinar = reading.webinars[0]
    assert [one.value.name for one in webinar.lineup] == [one.name for one in lineup]
    assert [one.value for one in webinar.organisers] == ["Analytical Society"]


def _people(found):
    return {(one.value.name, one.value.affiliation, one.value.role, one.value.talk_title) for one in found}


def _talk(announcement, one):
    """A sentence such as "Chaired by Ada Lovelace" has no place for the title of a talk."""
    in_sentence = announcement.style.moderator is ModeratorWording.SENTENCE and one.role in {Role.MODERATOR, Role.CHAIR}
    return None if in_sentence else one.talk_title
