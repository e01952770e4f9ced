"""How each kind of act is taken back: by the verb that organisers have for it, so that mails and feeds follow.

Only where the history keeps all that it takes, and only while what was written then is what stands there now.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.acts import Act, Way
from webinars.domain.history.undo_recordings import Answer, Chapters, Removal
from webinars.domain.lineup import actions as lineup
from webinars.domain.programme import life_cycle, rules
from webinars.domain.programme.actions import set_date, set_series, set_start, set_topics, update_webinar
from webinars.domain.programme.details import right_to
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.start import settled
from webinars.domain.programme.start import told as told_start
from webinars.domain.questions import agenda as questions
from webinars.lib.names import name_key
from webinars.models import Status, Visibility, Webinar
from webinars.models.lineup import AppearanceRole
from webinars.pure.times import DisplayZone


class Start(Way):
    def may(self, actor: Actor, act: Act) -> bool:
        return rules.can_publish(actor, act.webinar)

    def holds(self, act: Act) -> bool:
        return _promised(told_start(act.webinar)) == _promised(act.detail["start"][1])

    def is_open(self, act: Act, *, now: dt.datetime) -> bool:
        webinar, before = act.webinar, act.detail["start"][0]
        if any(each.action == "choosing:choose" and each.at == act.event.at for each in act.later):
            # The choice of a start is taken back where it was made: people are asked on.
            return False
        if webinar.status == Status.DRAFT:
            return True
        if webinar.status != Status.PUBLISHED or "status" in act.detail or not before["wall"]:
            return False
        return not _is_over(webinar, now) and _instant(before, webinar) > now

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        webinar, before = act.webinar, act.detail["start"][0]
        timezone = before["timezone"] or webinar.timezone or webinar.host.timezone
        wall = dt.datetime.fromisoformat(before["wall"]) if before["wall"] else None
        # A length that was not changed stays as it is: assumed, where nobody has said it.
        minutes = before["duration_minutes"] if before["duration_minutes"] != webinar.duration_minutes else None
        if wall is None and before["date"]:
            set_date(session, actor, webinar, date=dt.date.fromisoformat(before["date"]), now=now)
        elif wall is None or webinar.status == Status.DRAFT:
            set_start(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)
        else:
            life_cycle.move(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)


class Fields(Way):
    """The plain fields. Of the room the history keeps only that it was changed; registration has verbs of its own."""

    _KEPT = frozenset({"title", "summary", "description", "language", "visibility", "display_zones", "live_stream_url"})
    _SECRET = frozenset({"join_url", "join_passcode", "join_dial_in"})

    def may(self, actor: Actor, act: Act) -> bool:
        fields = act.detail.keys()
        if not fields or not fields <= self._KEPT | self._SECRET:
            return False
        return all(rules.has_right(actor, act.webinar, right_to(field)) for field in fields)

    def is_kept(self, act: Act) -> bool:
        return act.detail.keys() <= self._KEPT

    def holds(self, act: Act) -> bool:
        return all(getattr(act.webinar, field) == after for field, (_before, after) in act.detail.items())

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        former: dict[str, Any] = {field: before for field, (before, _after) in act.detail.items()}
        if "visibility" in former:
            former["visibility"] = Visibility(former["visibility"])
        if "display_zones" in former:
            former["display_zones"] = [DisplayZone(**each) for each in former["display_zones"]]
        update_webinar(session, actor, act.webinar, now=now, **former)


class Topics(Way):
    def may(self, actor: Actor, act: Act) -> bool:
        return rules.can_edit_texts(actor, act.webinar)

    def holds(self, act: Act) -> bool:
        return {name_key(each.name) for each in act.webinar.topics} == set(map(name_key, act.detail["topics"][1]))

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        set_topics(session, actor, act.webinar, act.detail["topics"][0], now=now)


class InSeries(Way):
    def may(self, actor: Actor, act: Act) -> bool:
        return rules.can_manage(actor, act.webinar)

    def holds(self, act: Act) -> bool:
        present = act.webinar.series.title if act.webinar.series else ""
        return name_key(present) == name_key(act.detail["series"][1])

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        set_series(session, actor, act.webinar, act.detail["series"][0], now=now)


class Questions(Way):
    """Their texts. When one was answered is not kept with them, so none goes or comes back that was."""

    def may(self, actor: Actor, act: Act) -> bool:
        return rules.can_edit_texts(actor, act.webinar)

    def holds(self, act: Act) -> bool:
        return bool(questions.told(act.webinar) == act.detail["questions"][1])

    def is_open(self, act: Act, *, now: dt.datetime) -> bool:
        before, after = act.detail["questions"]
        if len(before) > len(after):
            return act.webinar.starts_at is None or act.webinar.starts_at > now
        is_fewer = len(before) < len(after)
        return not any(
            is_fewer and each.text not in before and each.answered_s is not None for each in act.webinar.questions
        )

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        questions.set_questions(session, actor, act.webinar, act.detail["questions"][0], now=now)


class Lineup(Way):
    """Order, roles and words of the same people.

    Who was taken out has lost more than the history keeps: their link, their slides, their place in recordings.
    """

    def may(self, actor: Actor, act: Act) -> bool:
        return rules.can_edit_people(actor, act.webinar)

    def is_open(self, act: Act, *, now: dt.datetime) -> bool:
        del now
        before, after = (Counter(each["name"] for each in places) for places in act.detail["lineup"])
        return before == after and max(after.values(), default=0) == 1

    def holds(self, act: Act) -> bool:
        return bool(lineup.told(act.webinar) == act.detail["lineup"][1])

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        speakers = {each.shown_name: each.speaker for each in act.webinar.lineup}
        places = []
        for place in act.detail["lineup"][0]:
            said = {field: place[field] for field in lineup.FIELDS} | {"role": AppearanceRole(place["role"])}
            places.append(lineup.Place(speaker=speakers[place["name"]], **said))
        lineup.set_lineup(session, actor, act.webinar, places, now=now)


class Publication(Way):
    """What an act has made of the webinar's state, as long as no other has made something else of it."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def may(self, actor: Actor, act: Act) -> bool:
        return rules.can_publish(actor, act.webinar)

    def holds(self, act: Act) -> bool:
        return act.webinar.status == self._status and act.is_last_of_its_kind

    def is_open(self, act: Act, *, now: dt.datetime) -> bool:
        return not _is_over(act.webinar, now)

    def take_back(self, session: Session, actor: Actor, act: Act, *, now: dt.datetime) -> None:
        verb = life_cycle.unpublish if self._status == Status.PUBLISHED else life_cycle.restore
        verb(session, actor, act.webinar, now=now)


WAYS: Mapping[str, Way] = {
    "webinar:set_start": Start(),
    "webinar:move": Start(),
    "webinar:update": Fields(),
    "webinar:set_topics": Topics(),
    "webinar:set_series": InSeries(),
    "webinar:set_questions": Questions(),
    "webinar:set_lineup": Lineup(),
    "webinar:publish": Publication(Status.PUBLISHED),
    "webinar:postpone": Publication(Status.POSTPONED),
    "webinar:cancel": Publication(Status.CANCELLED),
    "webinar:answer_question": Answer(),
    "recording:remove": Removal(),
    "recording:set_chapters": Chapters(),
}


def _promised(start: Mapping[str, Any]) -> tuple[object, ...]:
    """What a start that the history tells promises: of a date alone its zone and length are nothing that holds."""
    if not start["wall"]:
        return (start["date"],)
    return start["wall"], start["timezone"], start["duration_minutes"]


def _is_over(webinar: Webinar, now: dt.datetime) -> bool:
    return webinar.ends_at is not None and webinar.ends_at <= now


def _instant(start: Mapping[str, Any], webinar: Webinar) -> dt.datetime:
    """When a start that the history tells is, by the rules of today; long ago if there is no such hour any more."""
    try:
        wall = dt.datetime.fromisoformat(start["wall"])
        found = settled(wall, start["timezone"] or webinar.host.timezone, start["duration_minutes"])
    except WebinarInvalid:
        found = None
    return found.at if found is not None and found.at is not None else dt.datetime.min.replace(tzinfo=dt.UTC)
