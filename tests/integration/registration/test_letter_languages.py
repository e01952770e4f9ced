"""Letters speak the language of the webinar, to the last line."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.factories import add_recording
from tests.integration.registration.conftest import NOW
from tests.integration.registration.letter_desk import (
    TITLE,
    headline,
    laura,
    machine,
    read,
    register_laura,
    site,
    traveller,
    write,
)
from tests.unfolded_calendar import unfolded
from webinars.domain.mail.compose import html_of
from webinars.domain.registration.letters.address_emails import _counts
from webinars.lib.i18n import spoken_languages, use_locale
from webinars.models import RecordingKind, RegistrationEnd, RegistrationState, Webinar

pytestmark = pytest.mark.usefixtures("derived")


__all__ = ["laura", "machine", "site", "traveller", "write"]
LANGUAGES = spoken_languages()[1:]
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
State = RegistrationState
THE_SAME = {"", "--", TITLE}
"""Lines that no language changes."""


def lines_of(letter, site, registration):
    words = {line.strip() for line in read(letter, site, registration).splitlines()}
    return {line for line in words - THE_SAME if not line.startswith("https://")}


WRITTEN = {
    "place": (State.CONFIRMED, {"sequence": 0}),
    "asked": (State.CONFIRMED, {}),
    "waiting": (State.WAITING, {}),
    "pending": (State.PENDING, {}),
    "take_place": (State.UNCONFIRMED, {}),
    "declined": (State.DECLINED, {}),
    "ended": (State.CANCELLED, {"sequence": 1}),
    "reminder": (State.CONFIRMED, {"minutes": 60, "starts_at": START.isoformat(), "now": START - HOUR}),
    "erased": (State.CONFIRMED, {"is_asked": False, "days": 30}),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WRITTEN)
def test_no_line_is_left_in_english(session, site, machine, write, kind, language):
    state, context = WRITTEN[kind]
    ended = {"ended_by": RegistrationEnd.ATTENDEE, "confirmed_at": NOW} if state is State.CANCELLED else {}
    laura = register_laura(session, site, machine, state=state, **ended)
    in_english = lines_of(write(kind, laura, **context), site, laura)

    session.execute(sa.update(Webinar).values(language=language))
    letter = write(kind, laura, **context)

    assert lines_of(letter, site, laura) & in_english == set()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html_of(site, letter)


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("de", "Sonntag, 14. Februar, 17 Uhr Rom"),
        ("es", "Domingo, 14 de febrero, 17:00 Roma"),
        ("fr", "Dimanche 14 février, 17 h Rome"),
        ("pt", "Domingo, 14 de fevereiro, 17:00 Roma"),
    ],
)
def test_her_hour_is_written_as_that_language_writes_hours(session, write, machine, laura, language, day):
    machine.language = language

    assert headline(write("place", laura, sequence=0)) == day


@pytest.mark.parametrize(("language", "line"), [("es", "Domingo, 14 de febrero"), ("fr", "Dimanche 14 février")])
def test_a_line_begins_with_a_capital(session, site, machine, write, language, line):
    machine.language = language
    laura = register_laura(session, site, machine, state=State.DECLINED)

    assert write("declined", laura).line.startswith(line)


@pytest.mark.parametrize(
    ("language", "button"), [("de", "Teilnehmen"), ("es", "Entrar"), ("fr", "Rejoindre la salle"), ("pt", "Entrar")]
)
def test_the_button_into_the_room_says_what_to_do(write, machine, laura, language, button):
    machine.language = language
    near = {"minutes": 10, "starts_at": START.isoformat(), "now": START - dt.timedelta(minutes=10)}

    assert write("reminder", laura, **near).button.label == button


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "jedem von zwei Vorträgen für sich"),
        ("es", "cada una de las dos charlas por separado"),
        ("fr", "chacun des deux exposés à part"),
        ("pt", "cada uma das 2 palestras separadamente"),
    ],
)
def test_numbers_in_words_stand_in_a_sentence(session, site, machine, write, language, said):
    laura = register_laura(session, site, machine, wants_recording=True)
    webinar = session.get_one(Webinar, machine.id)
    webinar.language = language
    add_recording(session, webinar, "The whole")
    for title in ("The first", "The second"):
        add_recording(session, webinar, title, kind=RecordingKind.PRESENTATION)

    assert said in write("recording", laura, now=START + dt.timedelta(days=1)).text.replace("\n", " ")


@pytest.mark.parametrize("language", ["es", "pt"])
@pytest.mark.parametrize("kind", ["place", "waiting", "reminder"])
def test_no_article_stands_before_an_hour_that_may_be_one(session, site, machine, write, language, kind):
    state, context = WRITTEN[kind]
    session.execute(sa.update(Webinar).values(language=language))
    # One o'clock would ask for another article, and midnight and noon for none.
    laura = register_laura(session, site, machine, state=state, timezone="Asia/Tokyo")

    text = write(kind, laura, **context).text

    assert "01:00 " in text
    assert re.findall(r"\b(?:las|às|das) \d\d:", text) == []


def test_one_past_webinar_is_one_in_french():
    with use_locale("fr"):
        assert _counts(2, 1) == "Deux webinaires à venir, un passé"
        assert _counts(1, 2) == "Un webinaire à venir, deux passés"


def test_the_calendar_part_speaks_the_same(write, machine, laura):
    machine.language = "de"

    words = unfolded(write("place", laura, sequence=0).calendar.octets.decode())

    assert "DESCRIPTION:Sonntag\\, 14. Februar 2027\\, 17 Uhr Rom" in words
    assert "Teilnehmen: https://webinars.example/join/" in words
    assert not {"Join:", "Page:", "Register:", "Organised"} & set(words.replace("\\n", " ").split())


def test_a_language_without_words_of_its_own_is_written_in_english(site, write, machine, laura):
    machine.language = "it"

    assert "You have a place." in read(write("place", laura, sequence=0), site, laura)
