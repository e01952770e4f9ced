"""What waits for a person at their desk: each one sentence, with what mends it as a button beside it."""

import math
from collections.abc import Iterator, Sequence

from webinars.domain.programme import member_queries, permissions
from webinars.domain.programme.phases import phase_of
from webinars.domain.questions.moderation_queue import to_read_counts
from webinars.domain.registration.queries import desks_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Status, Webinar
from webinars.site.desk.home import task_kinds as kinds
from webinars.site.desk.home import task_queries
from webinars.site.desk.home.task import Task, TaskButton, TaskContext

# Questions from the audience that wait until a moderator has read them.


def questions_to_read(desk: TaskContext, webinars: Sequence[Webinar]) -> Iterator[Task]:
    """Yields a task for each webinar in which something waits, an urgent one for one that is on."""
    counts = to_read_counts(desk.session, [each.id for each in webinars])
    for webinar in webinars:
        count = counts.get(webinar.id, 0)
        if not count:
            continue
        is_live = phase_of(webinar, desk.now).is_going_on
        yield Task(
            icon="question",
            headline=ngettext("One question to read", "%(num)s questions to read", count),
            detail=_("“%(title)s”, which is on now.", title=webinar.title)
            if is_live
            else _("“%(title)s”, %(day)s.", title=webinar.title, day=desk.day_of(webinar)),
            answer=TaskButton.READ,
            webinar=webinar,
            is_urgent=is_live,
        )


def tasks_of(desk: TaskContext) -> list[Task]:
    """Returns what needs the person, urgent things first."""
    session, actor, now = desk.session, desk.actor, desk.now
    coming = task_queries.coming_webinars(session, actor, now)
    own_to_publish = [each for each in coming if permissions.can_publish(actor, each)]
    announced = [each for each in coming if each.status is Status.PUBLISHED]
    registered = [each for each in announced if permissions.can_keep_registrations(actor, each)]
    with_people = [each for each in coming if permissions.can_edit_people(actor, each)]
    desks = desks_of(session, [each.id for each in registered])
    tasks = [
        *kinds.days(desk, announced),
        *(
            kinds.to_give_a_room(desk, each, desks.get(each.id))
            for each in own_to_publish
            if kinds.lacks_room(each, now)
        ),
        *kinds.speakers(desk, [each for each in with_people if each.status is Status.PUBLISHED]),
        *kinds.refusals(desk, with_people),
        *kinds.proposals(desk, with_people),
        *kinds.drafts(desk, [each for each in own_to_publish if kinds.is_late(each, now)]),
        *(kinds.to_accept(each) for each in member_queries.invitations(session, actor)),
        *kinds.claims(desk),
        *kinds.approvals(desk, registered, desks),
        *questions_to_read(desk, [each for each in with_people if each.status is Status.PUBLISHED]),
        *kinds.copies(
            desk, [each for each in coming if each.is_public_page and permissions.can_edit_texts(actor, each)]
        ),
        *(
            kinds.to_replace(each)
            for each in task_queries.lost_recordings(session, actor)
            if permissions.can_edit_texts(actor, each.webinar)
        ),
        *kinds.recordings(desk),
    ]
    # What is urgent by its hour; the rest stays in the order of its kinds.
    return sorted(tasks, key=lambda task: (not task.is_urgent, _hour(task) if task.is_urgent else 0))


def _hour(task: Task) -> float:
    starts_at = task.webinar.starts_at if task.webinar is not None else None
    return starts_at.timestamp() if starts_at is not None else math.inf
