"""Which organisations a sentence names as organisers, and what beside them is none."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader.reading import by_rules

PUBLISHED_ON = dt.date(2027, 2, 10)
TOP = "A Night of Comets\n\nSunday 14 March 2027, 4pm Britain\n\n"
SENTENCES = [
    ("The event was organized by the Slough Comet Circle (SCC).", ["Slough Comet Circle"]),
    (
        "Join the SCC (Slough Comet Circle) and BCS (Berlin Calendar Society) along with members to discuss the sky.",
        ["Slough Comet Circle", "Berlin Calendar Society"],
    ),
    ("BCS (Comets and Calendars Society) is hosting a webinar.", ["Comets and Calendars Society"]),
    (
        (
            "Join the Slough Comet Circle (SCC), Cometas Vecinas, and the Institute for Calendars, for an upcoming "
            "virtual event about the sky."
        ),
        ["Slough Comet Circle", "Cometas Vecinas", "Institute for Calendars"],
    ),
    (
        "This webinar is a collaboration between Astrafrique and the Southern Sky Centre, Geneva, to mark its jubilee.",
        ["Astrafrique", "Southern Sky Centre"],
    ),
    (
        "Sponsored by: Clock Union, Puerto Rico and Malta Comet Committee",
        ["Clock Union", "Puerto Rico and Malta Comet Committee"],
    ),
    (
        (
            "Die Maria-Kirch-Stiftung Berlin hatte für den 1. März 2027 zu einer Online-Diskussion eingeladen, um "
            "gemeinsam mit Forscher*innen, Lehrer*innen und dem Publikum über Kometen zu sprechen."
        ),
        ["Maria-Kirch-Stiftung Berlin"],
    ),
    (
        "Organisé par le Centre Ciel et Justice dans la foulée du dossier « La nuit », ce webinaire parle des comètes.",
        ["Centre Ciel et Justice"],
    ),
    (
        (
            "En el marco de la semana del cielo en América Latina, la Red Cometa y el Observatorio de los Llanos "
            "invitan a la charla."
        ),
        ["Red Cometa", "Observatorio de los Llanos"],
    ),
    (
        "Na 5ª edição da Roda, a Associação Paulista de Cometas (APC) promoverá um painel em parceria com a Rede Céu.",
        ["Associação Paulista de Cometas", "Rede Céu"],
    ),
    ("On Thursday the OpenComets project is holding a community call.", ["OpenComets"]),
    ("Organised by Teachers Together and Public Sky International.", ["Teachers Together", "Public Sky International"]),
]


@pytest.mark.parametrize(("sentence", "organisers"), SENTENCES, ids=[text[:40] for text, _names in SENTENCES])
def test_a_sentence_names_the_organisers(sentence, organisers):
    webinar = by_rules(f"{TOP}{sentence}\n", published_on=PUBLISHED_ON)[1]

    assert [found.value for found in webinar.organisers] == organisers
