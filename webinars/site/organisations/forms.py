from collections.abc import Sequence

from msgspec.structs import asdict
from wtforms import BooleanField as Checkbox
from wtforms import Form, FormField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from webinars.domain.organisations.roles import ROLE_NAMES
from webinars.domain.organisations.settings import (
    DESCRIPTION_LENGTH,
    LABEL_LENGTH,
    NAME_LENGTH,
    TAGLINE_LENGTH,
    OrganisationSettings,
)
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Role
from webinars.pure.times import DisplayZone
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import TAGLINE_HINT, TAGLINE_LABEL, ZoneField, email_field
from webinars.web.forms.rows import Rows

ROLE_OPTIONS = options((role.value, name) for role, name in ROLE_NAMES.items())


class ZoneRow(Form):
    """One display zone. A row that is left empty is dropped."""

    label = StringField(_l("Label"), validators=[Length(max=LABEL_LENGTH)])
    timezone = ZoneField(_l("Zone"), is_optional=True)

    def validate_timezone(self, field: ZoneField) -> None:
        if (self.label.data or "").strip() and not field.data:
            raise ValidationError(_("Write a city or a country."))


class NewOrganisationForm(SessionForm):
    name = StringField(
        _l("Name"),
        validators=[InputRequired(_l("Enter the name of the organisation.")), Length(max=NAME_LENGTH)],
        render_kw={"maxlength": NAME_LENGTH},
    )
    timezone = ZoneField(_l("Time zone"), description=_l("Where it is at home. Type a country or a city."))
    url = StringField(
        _l("Its own website"),
        description=_l("Optional, like https://society.example."),
        render_kw={"inputmode": "url", "autocomplete": "url"},
    )


class SettingsForm(NewOrganisationForm):
    """Every setting. `chosen` is what is typed, `show` fills the form."""

    contact = StringField(
        _l("Contact"),
        description=_l(
            "An e-mail address, which gets answers to our mails, or a page with a form. It stands in public."
        ),
    )
    tagline = StringField(
        TAGLINE_LABEL,
        description=TAGLINE_HINT,
        validators=[Length(max=TAGLINE_LENGTH)],
        render_kw={"maxlength": TAGLINE_LENGTH},
    )
    description = TextAreaField(
        _l("About the organisation"),
        validators=[Length(max=DESCRIPTION_LENGTH)],
        description=_l("In Markdown: *italics*, **bold**, [a link](https://society.example)."),
        render_kw={"rows": 6},
    )
    default_duration_minutes = IntegerField(  # type: ignore[call-arg]  # newer than the stubs
        _l("Usual length, in minutes"),
        validators=[InputRequired(_l("Enter a number of minutes, like 90."))],
        description=_l("Assumed when an announcement does not say when a webinar ends."),
        invalid_value_message=_l("Enter a number of minutes, like 90."),
        render_kw={"inputmode": "numeric"},
    )
    hour_style = RadioField(
        _l("Hours are written"),
        choices=options(
            [("words", _l("in words: 4pm, 9.30pm, 12 noon")), ("digits", _l("in figures: 16:00, 21:30, 12:00"))]
        ),
    )
    is_zone_line_joined = Checkbox(
        _l("Join places that share an hour"),
        description=_l("“4pm Britain and Portugal” instead of “4pm Britain, 4pm Portugal”."),
    )
    display_zones = Rows(FormField(ZoneRow), _l("Zone line"), blank={"label": "", "timezone": ""})
    accent = StringField(
        _l("Colour"),
        description=_l(
            "Optional, like #1d4b8f. Links and buttons on its pages take it, as dark or light as they must be."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 7},
    )
    embed_sites = TextAreaField(
        _l("Sites that may embed its webinars and recordings"),
        description=_l("One on each line, like https://society.example. Left empty, any site may."),
        render_kw={"rows": 3, "spellcheck": "false"},
    )

    blocked_words = TextAreaField(
        _l("Words that wait"),
        description=_l(
            "One word or phrase on each line. A question from the audience that holds one, in whatever case, waits "
            "until a moderator has read it."
        ),
        render_kw={"rows": 3},
    )

    def show(self, settings: OrganisationSettings) -> None:
        """Fill the form with `settings`."""
        values = asdict(settings)
        values["embed_sites"] = "\n".join(settings.embed_sites)
        values["blocked_words"] = "\n".join(settings.blocked_words)
        values["display_zones"] = [{"label": zone.label, "timezone": zone.timezone} for zone in settings.display_zones]
        self.process(None, data=values)

    def chosen(self) -> OrganisationSettings:
        return OrganisationSettings(
            name=self.name.data or "",
            timezone=self.timezone.data or "",
            url=self.url.data,
            contact=self.contact.data or "",
            tagline=self.tagline.data or "",
            description=self.description.data or "",
            display_zones=self.chosen_zones(),
            default_duration_minutes=self.default_duration_minutes.data or 0,
            accent=(self.accent.data or "").strip() or None,
            hour_style=self.hour_style.data or "",
            is_zone_line_joined=self.is_zone_line_joined.data,
            embed_sites=(self.embed_sites.data or "").split(),
            blocked_words=(self.blocked_words.data or "").splitlines(),
        )

    def chosen_zones(self) -> Sequence[DisplayZone]:
        rows = [(row["label"] or "", (row["timezone"] or "").strip()) for row in self.display_zones.data]
        return [DisplayZone(label, timezone) for label, timezone in rows if label.strip() or timezone]


class AddMemberForm(SessionForm):
    email = email_field(_l("Email address"), autocomplete="off")
    role = SelectField(_l("Role"), choices=ROLE_OPTIONS, default=Role.EDITOR.value)


class RoleForm(SessionForm):
    role = SelectField(_l("Role"), choices=ROLE_OPTIONS)
