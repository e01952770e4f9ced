"""A message as it stands in the form, whatever was typed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from webinars.domain.registration.errors import MessageInvalid
from webinars.domain.registration.messages.drafts import Draft
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import new_token
from webinars.models import Audience, Webinar
from webinars.pure import times
from webinars.pure.times import first_instant

LONGEST_NUMBER = 6


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What the form holds."""

    audience: str = Audience.CONFIRMED
    subject: str = ""
    body: str = ""
    when: str = "now"
    on: str = ""
    at: str = ""
    key: str = ""
    """Of this form: pressing twice is pressing once."""
    said: str = ""
    """Whom, when and how many the button that was pressed had named."""

    @property
    def is_later(self) -> bool:
        return self.when == "later"

    def saying(self, count: int) -> "Typed":
        """The form with a button that names so many people."""
        return replace(self, said=f"{self._said_of} {count}")

    @property
    def said_count(self) -> int | None:
        """How many people the button named; None if it was not for what is chosen now, or there was none."""
        what, _space, count = self.said.rpartition(" ")
        is_number = count.isascii() and count.isdecimal() and len(count) <= LONGEST_NUMBER
        return int(count) if is_number and what == self._said_of else None

    @property
    def _said_of(self) -> str:
        return f"{self.audience} {f'{self.on}T{self.at}' if self.is_later else 'now'}"

    def draft(self, webinar: Webinar) -> Draft:
        """What is to be sent. Raises MessageInvalid if it cannot be read; whether it can be sent is not looked at."""
        wrong: dict[str, str] = {}
        audience, due_at = Audience.CONFIRMED, None
        try:
            audience = Audience(self.audience)
        except ValueError:
            wrong["audience"] = _("Choose whom it goes to.")
        if self.is_later:
            try:
                wall = dt.datetime.combine(dt.date.fromisoformat(self.on), dt.time.fromisoformat(self.at))
                due_at = first_instant(wall.replace(tzinfo=None), zone_of(webinar))
            except (ValueError, times.TimesError):
                wrong["on"] = _("Enter a date and an hour, like 13 February 2027 and 09:00.")
        if wrong:
            raise MessageInvalid(wrong)
        return Draft(audience=audience, subject=self.subject, body=self.body, due_at=due_at)


def typed_in(form: Mapping[str, str]) -> Typed:
    """Returns what was sent; the field that was not is as in an empty form."""
    names = ("audience", "subject", "body", "when", "on", "at", "key", "said")
    return Typed(**{"key": new_token(), **{name: form[name] for name in names if name in form}})


def zone_of(webinar: Webinar) -> str:
    return webinar.timezone or webinar.host.timezone
