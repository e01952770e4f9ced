"""What reads the table of plain fields does what a row says: rights, history, undo, copies."""

import datetime as dt

import pytest
import sqlalchemy as sa
from msgspec import structs

from tests.factories import (
    add_co_organiser,
    ask,
    make_membership,
    make_organisation,
    make_user,
    make_webinar,
    open_desk,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.history.undo import CannotUndo, UndoState, undo
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS, Copied, Kept
from webinars.domain.programme.fields.value_kinds import Choice, Flag, LanguageTag, Link, Zones
from webinars.domain.registration.form_questions import RegistrationQuestionInput, questions_of
from webinars.domain.registration.settings import COLUMNS
from webinars.domain.scheduling.webinar_copies import CARRIED, duplicate, repeat
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, JoinAccess, PartnerRight, QuestionKind, RegistrationDesk, Role
from webinars.pure.times import DisplayZone
from webinars.site.desk.history.wording import act_words

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
TICKETS = "https://tickets.example/comets"


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    user = make_user(session, "Olga")
    make_membership(session, host, user, Role.EDITOR)
    return actor_of(session, user.id)


@pytest.fixture
def webinar(session, host):
    return webinar_to_edit(
        session, make_webinar(session, host, join_access=JoinAccess.REGISTERED, registration_url=TICKETS).slug
    )


def another(name):
    """A value that no webinar of the factory has."""
    match PLAIN_FIELDS[name].kind:
        case Choice() as kind:
            return list(kind.states)[-1] if name != "join_access" else JoinAccess.OPEN
        case Link():
            return f"https://elsewhere.example/{name}"
        case LanguageTag():
            return "pt"
        case Zones():
            return [DisplayZone("Rome", "Europe/Rome")]
        case Flag():
            return True
    return f"Another {name}"


def changed(session, actor, webinar, name):
    """Change a field alone, as far as one alone can be changed. Returns the entry of the history."""
    beside = {"registration_url": None} if name == "is_registration_here" else {}
    update_webinar(session, actor, webinar, now=NOW, **{name: another(name)}, **beside)
    return session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


@pytest.mark.parametrize("name", PLAIN_FIELDS)
def test_it_takes_the_right_of_its_row_and_no_other_opens_it(session, webinar, name):
    partner, user = make_organisation(session, "Accademia dei Lincei"), make_user(session, "Petra")
    make_membership(session, partner, user, Role.EDITOR)
    beside = add_co_organiser(session, webinar, partner)
    petra, right = actor_of(session, user.id), PLAIN_FIELDS[name].right

    beside.rights = [each.value for each in PartnerRight if each is not right]
    with pytest.raises(NotAllowed):
        changed(session, petra, webinar, name)
    beside.rights = [right.value]
    assert changed(session, petra, webinar, name).action == "webinar:update"


@pytest.mark.parametrize("name", PLAIN_FIELDS)
def test_the_history_says_it_and_undo_follows_what_is_kept(session, webinar, olga, name):
    before, kept = getattr(webinar, name), PLAIN_FIELDS[name].kept
    event = changed(session, olga, webinar, name)

    assert act_words(event).startswith(f"changed {PLAIN_FIELDS[name].phrase}")
    is_told = all(isinstance(value, bool) for value in event.detail[name])
    assert is_told is (kept is Kept.THAT_IT_CHANGED or name == "is_registration_here")
    if kept is Kept.TO_PUT_BACK:
        undo(session, olga, webinar, event, now=NOW)
        assert getattr(webinar, name) == before
    else:
        with pytest.raises(CannotUndo if kept is Kept.THAT_IT_CHANGED else NotAllowed) as refused:
            undo(session, olga, webinar, event, now=NOW)
        if kept is Kept.THAT_IT_CHANGED:
            assert refused.value.standing is UndoState.NOT_KEPT
        assert getattr(webinar, name) != before


@pytest.mark.parametrize("name", PLAIN_FIELDS)
def test_copies_have_what_the_row_says(session, webinar, olga, name):
    first, copied = getattr(webinar, name), PLAIN_FIELDS[name].copied
    changed(session, olga, webinar, name)
    theirs = getattr(webinar, name)
    webinar.is_registration_here = False

    copy = duplicate(session, olga, webinar, now=NOW)
    (next_one,) = repeat(
        session, olga, webinar, [dt.datetime(2027, 4, 2, 16)], series="The Night Sky", with_lineup=False, now=NOW
    )

    assert first != theirs
    assert (getattr(copy, name) == theirs) is (copied is Copied.ALWAYS)
    assert (getattr(next_one, name) == theirs) is (copied is not Copied.NEVER)


@pytest.mark.parametrize("is_repeat", [False, True])
def test_a_copy_keeps_who_stands_in_public_and_how_texts_of_speakers_are_taken(session, webinar, olga, is_repeat):
    webinar.is_lineup_confirmed_only, webinar.are_speakers_texts_taken = True, False
    session.flush()

    if is_repeat:
        walls = [dt.datetime(2027, 4, 2, 16)]
        (copy,) = repeat(session, olga, webinar, walls, series="The Night Sky", with_lineup=True, now=NOW)
    else:
        copy = duplicate(session, olga, webinar, now=NOW)
    session.commit()
    session.refresh(copy)

    assert {name: getattr(copy, name) for name in CARRIED} == {
        "is_lineup_confirmed_only": True,
        "are_speakers_texts_taken": False,
    }


def test_a_copy_has_all_that_organisers_decided_of_registration(session, webinar, olga):
    webinar.registration_url, webinar.is_registration_here = None, True
    other = {
        "capacity": 12,
        "has_waiting_list": False,
        "is_approval_needed": True,
        "opens_before_minutes": 4000,
        "closes_before_minutes": 30,
        "reminder_minutes": [4320],
        "retention_days": 7,
        "takes_feedback": True,
    }
    desk = open_desk(session, webinar, **other)
    asked = {"kind": QuestionKind.CHOICE, "label": "Where?", "reason": "Badges", "options": ["A", "B"]}
    ask(session, webinar, **asked, is_required=True, keep_days=7)
    fresh = RegistrationDesk(webinar_id=0)
    assert [column for column in COLUMNS if getattr(desk, column) == getattr(fresh, column, None)] == []

    copy = duplicate(session, olga, webinar, now=NOW)

    theirs, (question,) = session.get_one(RegistrationDesk, copy.id), questions_of(session, copy.id)
    assert {column: getattr(theirs, column) for column in COLUMNS} == other
    of = (each.name for each in structs.fields(RegistrationQuestionInput) if each.name != "question_id")
    assert {name: getattr(question, name) for name in of} == {**asked, "is_required": True, "keep_days": 7}
