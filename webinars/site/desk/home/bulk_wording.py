"""What is said of webinars that are chosen together, before and after something is done with them."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.reach_counts import reach_of_all
from webinars.domain.programme import permissions
from webinars.domain.programme.life_cycle import missing_for_publication
from webinars.domain.registration.cancellation_recipients import told_counts
from webinars.domain.scheduling.bulk_actions.shift_starts import StartMove
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Status, Webinar
from webinars.site.desk.editor.publishing_words import before_publishing_several
from webinars.site.desk.home.task_queries import webinar_ids_with_open_poll


class SelectionWords(Struct, frozen=True):
    """The words of the bar below the list."""

    count: int = 0
    state: str = ""
    """How many are chosen, of what."""
    says: str = ""
    """What publishing does, or why it does nothing."""
    publish_count: int = 0


def selection_words(session: Session, actor: Actor, webinars: Sequence[Webinar], *, now: dt.datetime) -> SelectionWords:
    """Returns the words for these, loaded whole."""
    drafts = [each for each in webinars if each.status is Status.DRAFT]
    to_publish = [each for each in drafts if permissions.can_publish(actor, each)]
    ready = [each for each in to_publish if not missing_for_publication(each, now=now)]
    if not webinars:
        return SelectionWords()
    return SelectionWords(
        count=len(webinars),
        state=_count_text(len(webinars), len(drafts)),
        says=_publishing(session, ready, len(to_publish), len(drafts)),
        publish_count=len(ready),
    )


def _count_text(count: int, draft_count: int) -> str:
    if draft_count == count:
        return ngettext("%(num)s draft chosen", "%(num)s drafts chosen", count)
    return ngettext("%(num)s webinar chosen", "%(num)s webinars chosen", count)


def _publishing(session: Session, ready: Sequence[Webinar], publishable_count: int, draft_count: int) -> str:
    if not draft_count:
        return _("All of them are published already.")
    if not publishable_count:
        return _("None of the drafts is yours to publish.")
    said = before_publishing_several(len(ready), reach_of_all(session, ready)) if ready else ""
    lacking_count = publishable_count - len(ready)
    lacking = ngettext("One is not ready and stays a draft.", "%(num)s are not ready and stay drafts.", lacking_count)
    open_count = len(webinar_ids_with_open_poll(session, [each.id for each in ready]))
    looked_for = ngettext("The start of one is still being found.", "%(num)s starts are still being found.", open_count)
    return " ".join(filter(None, [said, looked_for if open_count else "", lacking if lacking_count else ""]))


def recipients_sentence(session: Session, actor: Actor, moves: Sequence[StartMove]) -> str:
    """Returns whom the moves are told to, how many where the actor may know it.

    An empty text where nothing can be moved.
    """
    webinars = [each.webinar for each in moves if each.is_told]
    if not webinars:
        return _("Nobody is told: they are drafts.") if any(not each.refusal for each in moves) else ""
    count = sum(told_counts(session, [each.id for each in webinars]).values())
    if not all(permissions.can_keep_registrations(actor, each) for each in webinars):
        return _("Everybody who is registered is told, and calendars follow.")
    if not count:
        return _("Nobody is registered; calendars follow.")
    return ngettext(
        "One person who is registered is told, and calendars follow.",
        "%(num)s people who are registered are told, and calendars follow.",
        count,
    )
