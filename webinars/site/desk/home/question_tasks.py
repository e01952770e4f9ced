"""Questions from the audience that wait until a moderator has read them."""

from collections.abc import Iterator, Sequence

from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.questions.moderation_queue import to_read_counts
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.site.desk.home.task import Answer, Desk, Task


def questions_to_read(desk: Desk, webinars: Sequence[Webinar]) -> Iterator[Task]:
    """Yields a task for each webinar in which something waits; of one that is on, an urgent one."""
    counts = to_read_counts(desk.session, [each.id for each in webinars])
    for webinar in webinars:
        count = counts.get(webinar.id, 0)
        if not count:
            continue
        is_live = phase_of(webinar, desk.now) is Phase.LIVE
        yield Task(
            icon="question",
            headline=ngettext("One question to read", "%(num)s questions to read", count),
            detail=_("“%(title)s”, which is on now.", title=webinar.title)
            if is_live
            else _("“%(title)s”, %(day)s.", title=webinar.title, day=desk.day_of(webinar)),
            answer=Answer.READ,
            webinar=webinar,
            is_urgent=is_live,
        )
