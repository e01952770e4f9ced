"""In which language a text is written, and that nothing is guessed where it is not plain."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read

TEXTS = {
    "en": "Nets and ropes\n\nFriday 5 March 2027, 6pm London\n\nWe talk with Ada Example about the coast.",
    "de": "Netze und Seile\n\nFreitag, 5. März 2027, 18 Uhr MEZ\n\nWir sprechen mit Ada Example über die Küste.",
    "fr": "Filets et cordes\n\nVendredi 5 mars 2027, 18h, heure de Paris\n\nAvec Ada Example, sur la côte.",
    "es": "Redes y cuerdas\n\nViernes 5 de marzo de 2027, 18:00 hora de Madrid\n\nCon Ada Example, del mar.",
    "pt": "Redes e cordas\n\nSexta-feira, 5 de março de 2027, 18h, horário de Lisboa\n\nCom Ada Example, do mar.",
    "it": "Reti e corde\n\nVenerdì 5 marzo 2027, ore 18:00, Roma\n\nCon Ada Example, che parla della costa.",
    "nl": "Netten en touwen\n\nVrijdag 5 maart 2027, 18.00 uur\n\nMet Ada Example over de kust, niet de zee.",
    "sv": "Nät och rep\n\nFredag den 5 mars 2027 klockan 18\n\nVi talar med Ada Example om kusten och båtarna.",
    "ja": "網と縄\n\n2027年3月5日(金)18時(日本時間)からウェビナーを開催します。",
    "ar": "ندعوكم إلى ندوة عن الشباك يوم الجمعة 5 مارس 2027 الساعة 18:00 بتوقيت القاهرة",
}
OPEN = {
    "names alone": "Ada Example, Ben Sample, Cleo Muster\n5.3.2027, 18:00 CET",
    "two languages": f"{TEXTS['de']}\n\n{TEXTS['en']}",
    "Polish": "Zapraszamy na webinar o sieciach, który odbędzie się 5 marca 2027 o 18. Na spotkaniu Ada Example "
    "opowie o tym, jak na morzu i na wybrzeżu pracują ludzie. Zapisy do 4 marca, nie trzeba się logować.",
    "Catalan": "Us convidem al webinar de les xarxes, el divendres 5 de març de 2027 a les 18 h, amb Ada Example.",
    "Russian or another": "Приглашаем на вебинар о сетях 5 марта 2027 года в 18:00 по Москве.",
}


def language(text: str) -> str | None:
    return read(text, published_on=dt.date(2026, 11, 26)).webinars[0].language


@pytest.mark.parametrize("tag", TEXTS)
def test_the_language_of_a_text_is_known_by_its_small_words_or_its_letters(tag: str) -> None:
    assert language(TEXTS[tag]) == tag


@pytest.mark.parametrize("name", OPEN)
def test_no_language_is_guessed(name: str) -> None:
    assert language(OPEN[name]) is None


def test_what_stands_around_a_text_says_nothing_of_its_language() -> None:
    mail = "From: The Harbour School\nSubject: FW: Netze und Seile\n\n"

    assert language(mail + TEXTS["de"]) == "de"


def test_each_webinar_of_a_text_has_its_language() -> None:
    text = "Vorträge im Frühjahr\n\nWir laden ein: dienstags, 17 Uhr MEZ, auch für Gäste\n\n"
    reading = read(f"{text}2. März 2027: Netze\n9. März 2027: Tang", published_on=dt.date(2026, 11, 26))

    assert [webinar.language for webinar in reading.webinars] == ["de", "de"]
    assert [webinar["language"] for webinar in reading.as_json()["webinars"]] == ["de", "de"]
