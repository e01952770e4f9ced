"""From what is typed to what a webinar shall say, part by part."""

import datetime as dt

import pytest

from webinars.models import (
    AppearanceRole,
    AskingMode,
    JoinAccess,
    Organisation,
    QuestionKind,
    RegistrationMode,
    Visibility,
)
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.forms import WebinarForm
from webinars.site.desk.editor.initial_values import first_values
from webinars.site.desk.editor.saving import wanted_webinar
from webinars.site.desk.editor.typed import Typed

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
SITE_ZONES = (DisplayZone("Britain", "Europe/London"), DisplayZone("Rome", "Europe/Rome"))
HOST = Organisation(
    slug="lunar", name="Lunar", name_key="lunar", timezone="Europe/London", created_at=NOW, updated_at=NOW
)
SWITCHES = {"may_switch_off": False, "lets_everybody_in": False}


@pytest.fixture
def typed():
    """All boxes of a new webinar, those that it begins without being empty."""
    empty = dict.fromkeys(vars(WebinarForm) | dict.fromkeys(("date", "hour")), None)
    names = {name for name in empty if not name.startswith("_")}
    lists = dict.fromkeys(("lineup", "co_organisers", "questions"), ())
    texts = dict.fromkeys(names - {"date", "hour", "capacity", "opens_wall", "closes_wall"}, "")
    return Typed({**texts, "date": None, "hour": None, **lists, **SWITCHES, **first_values(HOST, SITE_ZONES)})


def wanted(typed, wrong=()):
    return wanted_webinar(typed, HOST, SITE_ZONES, wrong=wrong)


def test_plain_fields_are_given_as_verbs_take_them(typed):
    details = wanted(typed.but(title="Comets", visibility="unlisted", join_url="https://room.example")).details

    assert (details["title"], details["visibility"]) == ("Comets", Visibility.UNLISTED)
    assert details["join_url"] == "https://room.example"
    assert "join_access" not in details


def test_zones_that_are_the_hosts_are_none_of_its_own(typed):
    assert wanted(typed).details["display_zones"] == []

    rows = typed.rows("display_zones")
    assert wanted(typed.but(display_zones=rows[:1])).details["display_zones"] == [SITE_ZONES[0]]


def test_a_row_says_who_is_meant(typed):
    rows = (
        {"person": "12", "name": "Ada", "asked": "", "role": "chair"},
        {"person": "new", "name": " Mary ", "asked": "", "role": "speaker"},
        {"person": "", "name": "Emy", "asked": "Emy", "role": "nonsense"},
        {"person": "99999999999", "name": "Nobody", "asked": None, "role": "speaker"},
    )
    rest = {"affiliation": None, "talk_title": "", "abstract": "", "has_agreed": True}
    lineup = wanted(typed.but(lineup=tuple({**row, **rest} for row in rows))).lineup

    assert [(each.who.name, each.who.id, each.who.is_new, each.who.asked) for each in lineup] == [
        ("Ada", 12, False, ""),
        ("Mary", None, True, ""),
        ("Emy", None, False, "Emy"),
        ("Nobody", None, False, ""),
    ]
    assert [each.role for each in lineup][::2] == [AppearanceRole.CHAIR, AppearanceRole.SPEAKER]
    assert (lineup[0].affiliation, lineup[0].has_agreed) == ("", True)


@pytest.mark.parametrize("mode", RegistrationMode)
def test_who_gets_the_link_is_asked_beside_the_answer_given(typed, mode):
    typed = typed.but(registration_mode=mode.value, join_access="open", elsewhere_access="registered")
    registration = wanted(typed).registration

    assert registration.mode is mode
    assert registration.access is (JoinAccess.OPEN if mode is RegistrationMode.HERE else JoinAccess.REGISTERED)
    assert (wanted(typed).own_questions is None) is (mode is not RegistrationMode.HERE)


def test_reminders_are_told_by_their_minutes(typed):
    typed = typed.but(registration_mode="here", reminds_a_day=True, reminds_an_hour=False, reminds_ten_minutes=True)

    assert wanted(typed).registration.reminders == {1440: True, 60: False, 10: True}


def test_questions_of_the_form_keep_who_they_are(typed):
    row = {"question": "7", "kind": "choice", "label": "Where?", "reason": "Name badges", "options": "A\nB"}
    rows = tuple({**row, "is_required": True, "keep_days": days} for days in ("", "7", "nonsense"))
    asked = wanted(typed.but(registration_mode="here", own_questions=rows)).own_questions

    assert [each.keep_days for each in asked] == [None, 7, 0]
    assert (asked[0].question_id, asked[0].kind, asked[0].options) == (7, QuestionKind.CHOICE, ["A", "B"])


def test_what_the_form_does_not_show_stays_as_it_is():
    nothing = wanted(Typed({}))

    assert nothing.details == {}
    parts = ("topics", "lineup", "questions", "series", "co_organisers", "start", "registration", "own_questions")
    assert [getattr(nothing, part) for part in (*parts, "audience")] == [None] * 9


@pytest.mark.parametrize(
    ("wrong", "left"),
    [
        ("capacity", {"start", "registration"}),
        ("audience_mode", {"start", "audience"}),
        ("date", {"start"}),
    ],
)
def test_a_part_in_which_something_was_refused_stays_as_it_is(typed, wrong, left):
    typed = typed.but(audience_mode=AskingMode.ALWAYS.value)
    found = wanted(typed, wrong={wrong})

    assert {name for name in ("start", "registration", "audience") if getattr(found, name) is None} == left
    assert wanted(typed).start is not None
