"""What an act is about, and which act overwrites which."""

import datetime as dt

import pytest

from webinars.domain.history.kinds import ActKind, follows, kind_of
from webinars.models import AuditEvent
from webinars.site.desk.history.wording import OF_ORGANISATIONS, OF_THE_SITE, OF_WEBINARS

NOW = dt.datetime(2027, 2, 9, 10, 42, tzinfo=dt.UTC)


@pytest.mark.parametrize("action", [*OF_WEBINARS, *OF_ORGANISATIONS, "webinar:update"])
def test_everything_that_organisers_do_is_of_a_kind(action):
    assert kind_of(action) is not None


def test_what_is_of_the_site_alone_is_of_none():
    assert {kind_of(action) for action in OF_THE_SITE if action != "mail:write_again"} == {None}


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("webinar:set_own_questions", ActKind.REGISTRATIONS),
        ("webinar:set_registration", ActKind.REGISTRATIONS),
        ("registration:export", ActKind.REGISTRATIONS),
        ("message:send", ActKind.REGISTRATIONS),
        ("mail:write_again", ActKind.REGISTRATIONS),
        ("webinar:move", ActKind.TIME),
        ("speaking:yes", ActKind.PEOPLE),
    ],
)
def test_what_is_of_which(action, kind):
    assert kind_of(action) is kind


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (("webinar:move", {}), ("webinar:set_start", {}), True),
        (("webinar:move", {}), ("webinar:cancel", {}), False),
        (("webinar:publish", {}), ("webinar:cancel", {}), True),
        (("webinar:update", {"title": ["A", "B"]}), ("webinar:update", {"summary": ["", "C"]}), False),
        (("webinar:update", {"title": ["A", "B"]}), ("webinar:update", {"title": ["B", "C"], "summary": []}), True),
        (("webinar:answer_question", {"question": "A?"}), ("webinar:answer_question", {"question": "B?"}), False),
        (("recording:remove", {"title": "A", "url": "u"}), ("recording:restore", {"title": "A", "url": "u"}), True),
        (("recording:remove", {"title": "A", "url": "u"}), ("recording:restore", {"title": "B", "url": "u"}), False),
        (("webinar:set_lineup", {}), ("speaking:yes", {}), True),
        (("message:send", {}), ("message:send", {}), False),
    ],
)
def test_an_act_is_overwritten_by_a_later_one_of_the_same_thing(first, then, expected):
    earlier, later = (
        AuditEvent(at=NOW, action=action, webinar_id=1, detail=detail) for action, detail in (first, then)
    )
    earlier.id, later.id = 1, 2

    assert follows(later, earlier) is expected
    assert not follows(earlier, later)
    later.webinar_id = 2
    assert not follows(later, earlier)
