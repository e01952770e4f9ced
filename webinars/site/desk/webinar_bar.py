"""The bar on each page of a webinar at the desk: at most eight words, and the pages that belong behind each."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actor import Actor
from webinars.domain.live.actions import is_its_day
from webinars.domain.programme import permissions
from webinars.domain.registration.queries import desk_of
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Picture, Webinar
from webinars.site.desk.blueprint import bp
from webinars.web.security.identity import current_actor


class Page(Struct, frozen=True):
    """A page of the bar, and who may open it."""

    endpoint: str
    words: str
    may_open: Callable[[Actor, Webinar], bool] = permissions.can_view
    slug_parameter: str = "slug"
    """How its address calls the webinar."""
    kind: str | None = None

    def address(self, webinar: Webinar) -> str:
        values: dict[str, Any] = {self.slug_parameter: webinar.slug, "kind": self.kind}
        return url_for(self.endpoint, **values)


def _registers(actor: Actor, webinar: Webinar) -> bool:
    return permissions.can_keep_registrations(actor, webinar) and desk_of(db.session(), webinar.id) is not None


def _conducts(actor: Actor, webinar: Webinar) -> bool:
    is_shown = is_its_day(webinar, clock.now()) or request.blueprint == "day"
    return permissions.can_publish(actor, webinar) and is_shown


BAR: tuple[tuple[str, tuple[Page, ...]], ...] = (
    (
        _l("Edit"),
        (
            Page("desk.edit_webinar", _l("Webinar")),
            Page("pictures.show", _l("Picture"), permissions.can_edit_texts, kind="cover"),
            Page("desk.status", _l("Status"), permissions.can_publish),
            Page("desk.repeats", _l("Repeat"), permissions.can_manage),
        ),
    ),
    (
        _l("People"),
        (
            Page("speakers.index", _l("Speakers"), permissions.can_edit_people),
            Page("desk.co_organisers", _l("Co-organisers")),
            Page("starts.index", _l("Finding a time")),
        ),
    ),
    (
        _l("Audience"),
        (
            Page("attendees.index", _l("Registrations"), _registers),
            Page("messages.index", _l("Messages"), _registers),
            Page("audience_questions.index", _l("Questions"), permissions.can_edit_people),
        ),
    ),
    (_l("On the day"), (Page("day.index", _l("On the day"), _conducts),)),
    (_l("Recordings"), (Page("recordings.manage", _l("Recordings"), permissions.can_edit_texts),)),
    (_l("Texts"), (Page("announcing.show", _l("Texts"), permissions.can_edit_texts),)),
    (_l("Insight"), (Page("insight.show", _l("Insight"), permissions.can_see_insight),)),
    (_l("History"), (Page("desk.history", _l("History"), slug_parameter="webinar"),)),
)


@bp.app_template_global()
def webinar_bar(webinar: Webinar) -> list[tuple[str, list[Page]]]:
    """Returns the words of the bar, each with those of its pages that whoever is signed in may open."""
    actor = current_actor()
    bar = [(words, [page for page in pages if page.may_open(actor, webinar)]) for words, pages in BAR]
    return [(words, pages) for words, pages in bar if pages]


@bp.app_template_global()
def has_picture(webinar: Webinar) -> bool:
    return bool(db.session().scalar(sa.select(sa.exists().where(Picture.webinar_id == webinar.id))))
