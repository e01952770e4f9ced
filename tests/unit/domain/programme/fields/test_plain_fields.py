"""The table of plain fields held against columns, verbs and boxes, and against its rules said a second time."""

import pytest
from msgspec import structs

from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.details import WebinarDetails, acts_of, problems_of
from webinars.domain.programme.fields.plain_fields import BOXES, PLAIN_FIELDS, Copied, Kept, PlainField, names_with
from webinars.domain.programme.fields.value_kinds import Choice
from webinars.models import JoinAccess, PartnerRight, RecordingPlan, Visibility, Webinar
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.forms import FIELDS_OF, IN_ORDER, WebinarForm

NO_PLAIN_FIELD = {
    **dict.fromkeys(("id", "slug", "uid", "join_code", "host_id", "revision"), "what it is, not what it says"),
    **dict.fromkeys(("created_at", "updated_at"), "when something was done with it"),
    **dict.fromkeys(("status", "published_at", "cancelled_at", "cancellation_reason"), "verbs of the life cycle"),
    **dict.fromkeys(("starts_wall", "timezone", "duration_minutes", "is_duration_assumed", "starts_on"), "the start"),
    **dict.fromkeys(("starts_at", "ends_at"), "made from the start"),
    **dict.fromkeys(("moved_from_wall", "moved_from_timezone", "moved_at"), "what moving leaves behind"),
    **dict.fromkeys(("conducted_at", "late_at", "late_minutes", "began_at"), "what is said on the day"),
    **dict.fromkeys(("continued_at", "ended_at", "over_at"), "what is said on the day"),
    "series_id": "a verb of its own",
    **dict.fromkeys(("is_lineup_confirmed_only", "are_speakers_texts_taken"), "how speakers are dealt with"),
    **dict.fromkeys(("rehearsal_wall", "rehearsal_timezone", "rehearsal_minutes"), "for its speakers"),
}
"""Every other column, and what it is of."""
ALWAYS, ROOM, NEVER = Copied.ALWAYS, Copied.WITH_THE_ROOM, Copied.NEVER
PUT_BACK, READ, SECRET = Kept.TO_PUT_BACK, Kept.TO_READ, Kept.THAT_IT_CHANGED
RULES = {
    "title": ("texts", PUT_BACK, ALWAYS, "the title"),
    "language": ("texts", PUT_BACK, ALWAYS, "the language"),
    "description": ("texts", PUT_BACK, ALWAYS, "the description"),
    "summary": ("texts", PUT_BACK, ALWAYS, "the summary"),
    "join_url": ("publish", SECRET, ROOM, "the room"),
    "recording_plan": ("publish", PUT_BACK, ALWAYS, "whether it will be recorded"),
    "visibility": ("publish", PUT_BACK, ALWAYS, "who may find it"),
    "live_stream_url": ("publish", PUT_BACK, ROOM, "the live stream"),
    "join_passcode": ("publish", SECRET, ROOM, "the passcode"),
    "join_dial_in": ("publish", SECRET, ROOM, "the telephone numbers"),
    "display_zones": ("publish", PUT_BACK, ALWAYS, "the zones of the zone line"),
    "join_access": ("registrations", READ, ALWAYS, "who may join"),
    "registration_url": ("registrations", READ, NEVER, "the registration"),
    "is_registration_here": ("registrations", READ, NEVER, "the registration"),
}
"""Said a second time on purpose: a right, a secret or a copy that changes by a slip of the pen is noticed here."""


def test_each_column_is_a_plain_field_or_of_something_else():
    columns = set(Webinar.__table__.columns.keys())

    assert PLAIN_FIELDS.keys() | NO_PLAIN_FIELD.keys() == columns
    assert not PLAIN_FIELDS.keys() & NO_PLAIN_FIELD.keys()


def test_verbs_take_the_fields_of_the_table():
    assert WebinarDetails.__annotations__.keys() == PLAIN_FIELDS.keys()


@pytest.mark.parametrize("name", PLAIN_FIELDS)
def test_who_changes_it_what_is_kept_and_what_is_copied(name):
    row = PLAIN_FIELDS[name]

    assert (row.right.value, row.kept, row.copied, str(row.phrase)) == RULES[name]


@pytest.mark.parametrize("name", PLAIN_FIELDS)
def test_nothing_of_a_row_is_taken_for_granted(name):
    row = {each.name: getattr(PLAIN_FIELDS[name], each.name) for each in structs.fields(PlainField)}
    for part in ("kind", "phrase", "right", "kept", "copied", "box"):
        with pytest.raises(TypeError):
            PlainField(**{key: value for key, value in row.items() if key != part})


def test_no_secret_is_copied_without_the_room():
    assert [name for name, row in PLAIN_FIELDS.items() if row.kept is SECRET and row.copied is ALWAYS] == []


@pytest.mark.parametrize("name", BOXES)
def test_a_new_webinar_begins_with_what_the_column_begins_with(name):
    first = PLAIN_FIELDS[name].kind.first()

    if first is not None:
        assert getattr(Webinar, name).property.columns[0].default.arg == first


def test_each_box_stands_once_on_the_page_in_the_part_of_its_right():
    assert [name for name in BOXES if IN_ORDER.count(name) != 1] == []
    assert {name for right in PartnerRight for name in names_with(right)} == BOXES.keys()
    for name in BOXES:
        assert name in FIELDS_OF[PLAIN_FIELDS[name].right]
        assert hasattr(WebinarForm, name)


def test_all_that_is_wrong_is_said():
    problems = list(problems_of({"title": " ", "summary": "Fine.", "join_url": "room", "description": "x" * 20_001}))

    assert [each.field for each in problems] == ["title", "join_url", "description"]
    assert all(isinstance(each, WebinarInvalid) for each in problems)


def test_a_secret_is_an_act_of_its_own_and_so_is_each_right():
    changed = {
        "title": ["Comets", "Tails"],
        "join_passcode": ["", "1234"],
        "visibility": ["public", "unlisted"],
        "join_url": ["https://room.example", None],
        "summary": ["", "New."],
    }

    assert list(acts_of(changed)) == [
        {"title": ["Comets", "Tails"], "summary": ["", "New."]},
        {"join_passcode": [False, True], "join_url": [True, False]},
        {"visibility": ["public", "unlisted"]},
    ]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("join_url", " room.example/7 ", "https://room.example/7"),
        ("join_url", "https://room.example/7", "https://room.example/7"),
        ("join_url", None, ""),
        ("live_stream_url", "no address", "no address"),
        ("title", None, ""),
        ("visibility", "unlisted", Visibility.UNLISTED),
        ("visibility", "nonsense", Visibility.PUBLIC),
        ("recording_plan", None, RecordingPlan.UNDECIDED),
        ("is_registration_here", "y", True),
    ],
)
def test_what_stands_in_a_box_is_what_verbs_are_given(name, typed, value):
    assert PLAIN_FIELDS[name].kind.typed(typed) == value


@pytest.mark.parametrize(
    ("name", "kept", "value"),
    [
        ("visibility", "unlisted", Visibility.UNLISTED),
        ("join_access", JoinAccess.OPEN, JoinAccess.OPEN),
        ("display_zones", [{"label": "Rome", "timezone": "Europe/Rome"}], [DisplayZone("Rome", "Europe/Rome")]),
        ("title", "Tails", "Tails"),
    ],
)
def test_what_the_history_keeps_can_be_given_again(name, kept, value):
    assert PLAIN_FIELDS[name].kind.given(kept) == value


@pytest.mark.parametrize(
    ("name", "one", "other", "is_same"),
    [
        ("title", "Comets  and tails ", "Comets and tails", True),
        ("title", "Comets", "comets", False),
        ("summary", "One\r\ntwo \n", "One\ntwo", True),
        ("summary", "One\ntwo", "One two", False),
        ("join_url", "room.example", "https://room.example", True),
        ("join_url", "https://room.example/7", "https://room.example/8", False),
        ("visibility", "public", "unlisted", False),
    ],
)
def test_a_blank_that_nobody_sees_is_no_change(name, one, other, is_same):
    comparable = PLAIN_FIELDS[name].kind.comparable

    assert (comparable(one) == comparable(other)) is is_same


def test_a_choice_knows_a_name_of_each_of_its_states():
    for name, row in PLAIN_FIELDS.items():
        if isinstance(row.kind, Choice):
            assert set(row.kind.names) == set(row.kind.states), name
