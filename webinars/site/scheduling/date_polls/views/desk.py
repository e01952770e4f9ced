"""The desk's page of starts: who can come to which, and one press that makes one of them the webinar's."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.scheduling.date_polls import actions, notifications
from webinars.domain.scheduling.date_polls.errors import PollClosed
from webinars.domain.scheduling.date_polls.grid import grid_of
from webinars.domain.scheduling.date_polls.local_hours import local_hour
from webinars.domain.scheduling.date_polls.queries import poll_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import ProposedStart, Webinar
from webinars.pure import times
from webinars.site.scheduling.date_polls.answers import SentAnswers, own_answers
from webinars.site.scheduling.date_polls.forms import StartsForm, starts_form
from webinars.site.scheduling.date_polls.views.blueprint import at_desk
from webinars.web import access
from webinars.web.about import about
from webinars.web.mail_wording import on_its_way
from webinars.web.number_converter import as_id
from webinars.web.press import Done, Sentence, by_actor, press, say_at
from webinars.web.security.identity import current_actor

NOTHING: Mapping[str, str] = {}


@at_desk.get("")
@access.signed_in
@about(webinar_to_edit)
def index(webinar: Webinar) -> ResponseReturnValue:
    return page(webinar)


@at_desk.post("/asking")
@access.signed_in
@about(webinar_to_edit, locked=True)
def ask(webinar: Webinar) -> ResponseReturnValue:
    """Write to everybody who has not answered."""

    def write() -> int:
        poll = poll_of(db.session(), webinar.id)
        if poll is None or not poll.is_open:
            raise PollClosed
        return notifications.ask(*by_actor(), webinar, poll, now=clock.now())

    def said(count: int) -> Sentence:
        if count:
            return on_its_way(ngettext("One mail is on its way.", "%(num)s mails are on their way.", count))
        return _("Nobody is written to: all were asked today, have answered, or have no address here."), "danger"

    return _press(webinar, write, said)


@at_desk.post("/choice")
@access.signed_in
@about(webinar_to_edit, locked=True)
def choose(webinar: Webinar) -> ResponseReturnValue:
    """Make a start the webinar's."""
    start_id, seen = as_id(request.form.get("start")), request.form.get("seen", "")

    def said(chosen: ProposedStart) -> str:
        sentence = _("%(start)s is the start.", start=start_words(webinar, chosen))
        count = notifications.told_count(db.session(), webinar)
        if not count:
            return sentence
        told = ngettext("One person is told in 5 minutes.", "%(num)s people are told in 5 minutes.", count)
        return f"{sentence} {on_its_way(told)}"

    return _press(webinar, lambda: actions.choose(*by_actor(), webinar, start_id or 0, seen, now=clock.now()), said)


@at_desk.post("/choice/undoing")
@access.signed_in
@about(webinar_to_edit, locked=True)
def take_back(webinar: Webinar) -> ResponseReturnValue:
    """Ask on as before the choice."""
    return _press(
        webinar,
        lambda: actions.take_back(*by_actor(), webinar, now=clock.now()),
        lambda _done: _("Taken back. The start is as it was, and the starts are open again."),
    )


def start_words(webinar: Webinar, start: ProposedStart) -> str:
    """Returns a start on its own clocks: "Saturday 20 March, 12 noon Britain". Needs `host` loaded."""
    hour = local_hour(webinar, start, times.presentable(start.timezone))
    zone = times.line_label(times.presentable(start.timezone))
    return _("%(date)s, %(hour)s %(zone)s", date=hour.day, hour=hour.hour, zone=zone)


def page(
    webinar: Webinar,
    *,
    form: StartsForm | None = None,
    problem: str = "",
    wrong: Mapping[str, str] = NOTHING,
    typed: Mapping[int, SentAnswers] | None = None,
) -> str:
    """Returns the page as it is now, with what could not be done.

    `typed` has answers that were not stored, by co-organiser.
    """
    session, now, actor = db.session(), clock.now(), current_actor()
    poll = poll_of(session, webinar.id)
    more: dict[str, Any] = {"grid": None, "answerable": [], "unanswered": 0, "can_undo": False}
    if poll is not None and poll.starts:
        grid = grid_of(session, webinar, poll)
        societies = [each for each in grid.voices if each.co_organiser is not None]
        more = {
            "grid": grid,
            "unanswered": len(grid.voices) - grid.answered_count,
            "can_undo": actions.can_take_back(webinar, poll),
            "answerable": [
                own_answers(session, webinar, poll, each, (typed or {}).get(each.co_organiser.id))
                for each in societies
                if each.co_organiser is not None and permissions.can_answer_poll_for(actor, each.co_organiser)
            ],
        }
    return render_template(
        "scheduling/date_polls/desk.html",
        webinar=webinar,
        poll=poll,
        now=now,
        form=form or starts_form(webinar, poll),
        may_propose=permissions.can_edit_people(actor, webinar),
        may_choose=permissions.can_publish(actor, webinar),
        zone=times.line_label(times.presentable(webinar.timezone or webinar.host.timezone)),
        problem=problem,
        wrong=wrong,
        start_words=start_words,
        print_of=actions.start_fingerprint,
        timezones=times.all_timezones(now),
        **more,
    )


def _press(webinar: Webinar, verb: Callable[[], Done], said: Callable[[Done], Sentence]) -> ResponseReturnValue:
    """Go back to the page as it is by now, with what was done, or why it was not."""
    there = url_for(".index", slug=webinar.slug)
    return press(verb, refused=say_at(there), said=said, back=there)
