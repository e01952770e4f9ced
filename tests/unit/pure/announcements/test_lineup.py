"""People in the ways texts name them beyond plain entries. All names are of earlier centuries."""

import datetime as dt

import pytest

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.reading import by_rules
from webinars.pure.announcements.reader.text.lines import MAX_LINE_LENGTH, whole_words

PUBLISHED_ON = dt.date(2027, 2, 10)
TOP = "A Night of Comets\n\nSunday 14 March 2027, 4pm Britain\n\n"
SPEAKER, MODERATOR, PANELLIST = Role.SPEAKER, Role.MODERATOR, Role.PANELLIST
TEXTS = [
    (
        "Mit Maria Kirch, Kalenderbund e. V. und Caroline Herschel, Hafenschule e. V.",
        [("Maria Kirch", SPEAKER, "Kalenderbund e. V."), ("Caroline Herschel", SPEAKER, "Hafenschule e. V.")],
    ),
    (
        (
            "Moderator: Maria Kirch, Berlin Academy\nSpeaker #1: Rev. William Derham, Rector of Upminster\n"
            "Speaker #2: Caroline Herschel, Sweeper of the Sky\n"
        ),
        [
            ("Maria Kirch", MODERATOR, "Berlin Academy"),
            ("William Derham", SPEAKER, "Rector of Upminster"),
            ("Caroline Herschel", SPEAKER, "Sweeper of the Sky"),
        ],
    ),
    (
        (
            "Moderated by William Derham, Rector at Upminster, with presentations from: Caroline Herschel, Director at "
            "Slough; and Maria Kirch, Secretary of the Berlin Academy.\n"
        ),
        [
            ("William Derham", MODERATOR, "Rector at Upminster"),
            ("Caroline Herschel", SPEAKER, "Director at Slough"),
            ("Maria Kirch", SPEAKER, "Secretary of the Berlin Academy"),
        ],
    ),
    (
        (
            "Speaking at the session were Caroline Herschel from the Slough Circle (SC), and Maria Kirch from the "
            "Berlin Academy.\n"
        ),
        [("Caroline Herschel", SPEAKER, "Slough Circle (SC)"), ("Maria Kirch", SPEAKER, "Berlin Academy")],
    ),
    (
        (
            "Speakers in the order they appear are:\n"
            "Attorney Caroline Herschel spoke about comets and how to sweep for them.\n"
            "Maria Kirch, Vice President of the Berlin Academy, spoke about the calendar.\n"
        ),
        [("Caroline Herschel", SPEAKER, None), ("Maria Kirch", SPEAKER, "Vice President of the Berlin Academy")],
    ),
    (
        "Join authors Caroline Herschel, Maria Kirch, and William Derham for an evening of conversation!\n",
        [
            ("Caroline Herschel", Role.AUTHOR, None),
            ("Maria Kirch", Role.AUTHOR, None),
            ("William Derham", Role.AUTHOR, None),
        ],
    ),
    (
        "Finally, the Honourable William Derham, former Rector of Upminster, recalled that sound takes its time.\n",
        [("William Derham", SPEAKER, "former Rector of Upminster")],
    ),
    (
        (
            "Expositores\n\n- Mg. Juana Azurduy – Directora de Proyectos, Centro Potosí\n\nModeradora\n"
            "Emb. Manuela Sáenz de Aizpuru, Secretaria del Foro\n"
        ),
        [
            ("Juana Azurduy", SPEAKER, "Directora de Proyectos, Centro Potosí"),
            ("Manuela Sáenz de Aizpuru", MODERATOR, "Secretaria del Foro"),
        ],
    ),
    (
        (
            "Auf dem digitalen Podium waren dabei:\n\n- Dr. Caroline Herschel\n  (Sternwarte Slough)\n- Maria Kirch\n"
            "  (Kalendermacherin, Berlin)\n\nModeration: Dorothea Erxleben\n"
        ),
        [
            ("Caroline Herschel", SPEAKER, "Sternwarte Slough"),
            ("Maria Kirch", SPEAKER, "Kalendermacherin, Berlin"),
            ("Dorothea Erxleben", MODERATOR, None),
        ],
    ),
    (
        "Animation : Sophie de Grouchy, Cercle des Comètes\n",
        [("Sophie de Grouchy", MODERATOR, "Cercle des Comètes")],
    ),
    (
        "Convidados:\n\n- Maria Firmina dos Reis, escritora\n\nCoordenação:\n\n- Luís Gama, advogado em São Paulo\n",
        [("Maria Firmina dos Reis", SPEAKER, "escritora"), ("Luís Gama", MODERATOR, "advogado em São Paulo")],
    ),
    ("A talk with comets in América Latina and Small Islands.\n", []),
]


@pytest.mark.parametrize(("text", "lineup"), TEXTS, ids=[text[:40] for text, _lineup in TEXTS])
def test_everybody_is_found_and_nobody_else(text, lineup):
    webinar = by_rules(TOP + text, published_on=PUBLISHED_ON)[1]

    said = [(found.value.name, found.value.role, found.value.affiliation) for found in webinar.lineup]
    assert sorted(said, key=str) == sorted(lineup, key=str)


def test_a_junior_keeps_that_part_of_the_name():
    webinar = by_rules(f"{TOP}Speakers:\n\nJohn Quincy Example Jr. – Slough Circle\n", published_on=PUBLISHED_ON)[1]

    assert [found.value.name for found in webinar.lineup] == ["John Quincy Example Jr."]


@pytest.mark.parametrize("more", ["She grew up near Bath.", "Will speak on why the sky is dark."])
def test_a_sentence_about_a_person_is_no_question(more):
    text = f"{TOP}Speakers:\n\nCaroline Herschel, Director of the Slough Observatory. {more}\n"
    webinar = by_rules(text, published_on=PUBLISHED_ON)[1]

    assert webinar.questions == ()
    assert [found.value.name for found in webinar.lineup] == ["Caroline Herschel"]


def test_who_wrote_a_post_takes_no_part():
    text = f'---\ntitle: "Comets"\nauthor: Maria Kirch\n---\n\n{TOP}Speakers: Caroline Herschel and William Derham.\n'
    webinar = by_rules(text, published_on=PUBLISHED_ON)[1]

    assert [found.value.name for found in webinar.lineup] == ["Caroline Herschel", "William Derham"]


def test_of_a_very_long_line_every_person_is_read():
    given, surnames = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Frida", "Hanna"), ("Example", "Sample", "Muster", "Probe")
    names = [f"{one} {other}" for other in surnames for one in given]
    group = (
        "Institute for an Even Longer Name of a Group of Nets and Ropes, Where Kelp is Dried and Told About in Verse"
    )
    line = "Speakers: " + ", ".join(f"{name} ({group})" for name in names)
    webinar = by_rules(f"{TOP}{line}\n", published_on=PUBLISHED_ON)[1]

    assert len(line) < MAX_LINE_LENGTH
    assert [found.value.name for found in webinar.lineup] == names
    assert {found.value.affiliation for found in webinar.lineup} == {group}


def test_of_a_line_that_goes_on_too_long_no_half_word_is_read():
    assert whole_words("ab " * MAX_LINE_LENGTH).endswith("ab")
    assert whole_words("x" * 2 * MAX_LINE_LENGTH) == "x" * MAX_LINE_LENGTH


def test_a_footnote_behind_a_name_in_a_page_is_no_part_of_it():
    page = (
        "<h1>A Night of Comets</h1><p>Sunday 14 March 2027, 4pm Britain, 10<sup>6</sup> stars</p><h2>Speakers</h2>"
        "<ul><li>Maria Kirch<sup>1</sup></li><li>Caroline Herschel<sup>2, *</sup></li></ul>"
    )
    parts, webinar, _titles = by_rules(page, published_on=PUBLISHED_ON)

    assert [found.value.name for found in webinar.lineup] == ["Maria Kirch", "Caroline Herschel"]
    assert any("106 stars" in part.line.text for part in parts)


def test_somebody_named_with_and_without_a_middle_name_is_one_person():
    text = f"{TOP}With Maria Kirch.\n\nSpeakers:\n- Maria M. Kirch, Berlin Academy\n- William Derham, Upminster"
    _parts, webinar, _titles = by_rules(text, published_on=PUBLISHED_ON)

    assert [found.value.name for found in webinar.lineup] == ["Maria M. Kirch", "William Derham"]


def test_questions_on_lines_of_their_own_are_read_below_what_is_told():
    text = f"{TOP}We ask together.\n\nWhose is a comet?\nWhat does a telescope cost?\n\nSpeakers: Maria Kirch"
    _parts, webinar, _titles = by_rules(text, published_on=PUBLISHED_ON)

    assert [found.value for found in webinar.questions] == ["Whose is a comet?", "What does a telescope cost?"]
