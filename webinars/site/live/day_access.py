"""The two ways in to the page of the day: as somebody at the desk, and by a helper's link."""

from typing import Any

from flask import url_for
from msgspec import Struct

from webinars.db import db
from webinars.domain.live.actions import Conductor
from webinars.domain.programme import permissions
from webinars.domain.recording_sources.queries import is_any_watched
from webinars.models import Webinar


class DayAccess(Struct, frozen=True, kw_only=True):
    """Who conducts which webinar, and where their presses go."""

    webinar: Webinar
    """Loaded whole."""
    who: Conductor
    token: str = ""
    """Of a link, or empty at the desk."""

    @property
    def is_desk(self) -> bool:
        return not self.token

    @property
    def may_write(self) -> bool:
        """Whether it may be written to those who registered."""
        return self.is_desk and permissions.can_keep_registrations(self.who.actor, self.webinar)

    @property
    def may_moderate(self) -> bool:
        return self.is_desk and permissions.can_edit_people(self.who.actor, self.webinar)

    @property
    def may_add_recordings(self) -> bool:
        return self.is_desk and permissions.can_edit_texts(self.who.actor, self.webinar)

    @property
    def finds_recordings(self) -> bool:
        """Whether a place is watched where the recording will appear."""
        return is_any_watched(db.session(), self.webinar.host_id)

    def page(self, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        return self._to("index", **asked)

    def press(self, button: str, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        """Returns where the presses of `button` go."""
        return self._to(button, **asked)

    def _to(self, name: str, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        if self.token:
            return url_for(f"conduct.{name}", token=self.token, **asked)
        return url_for(f"day.{name}", slug=self.webinar.slug, **asked)
