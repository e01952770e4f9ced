import datetime as dt
from collections.abc import Mapping

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from webinars.domain.interfaces.api_tokens.actions import LIFETIMES, NAME_LENGTH
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Scope
from webinars.web.filters import date_at
from webinars.web.forms.base import SessionForm, options

SCOPE_WORDS: Mapping[str, object] = {
    Scope.READ: _l("Read, with drafts and links to join"),
    Scope.WRITE_WEBINARS: _l("Write webinars"),
    Scope.WRITE_RECORDINGS: _l("Write recordings"),
    Scope.REGISTRATIONS: _l("Read registrations"),
    Scope.WRITE_REGISTRATIONS: _l("Write who attended"),
    Scope.HOOKS: _l("Add and delete webhooks"),
}


class TokenForm(SessionForm):
    name = StringField(
        _l("Name"),
        [InputRequired(_l("Say what will use it."))],
        description=_l("What will use it. You will read it here when you wonder."),
        render_kw={"maxlength": NAME_LENGTH, "autocomplete": "off"},
    )
    scopes = SelectMultipleField(_l("It may"), choices=options(SCOPE_WORDS.items()))
    days = SelectField(_l("Ends"), coerce=int, validate_choice=False)

    def offer(self, timezone: str, *, now: dt.datetime) -> None:
        """Offer the days on which it may end, as calendars in `timezone` show them."""
        month, year, years = map(str, LIFETIMES)
        on = date_at(now + dt.timedelta(days=LIFETIMES[1]), timezone)
        in_a_year = _("in one year, on %(date)s", date=on)
        self.days.choices = options([(month, _("in 30 days")), (year, in_a_year), (years, _("in three years"))])
