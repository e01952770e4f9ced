"""The forms of a webinar's co-organisers: their order, wording and rights, and one more to invite."""

from collections.abc import Sequence

from wtforms import BooleanField as Checkbox
from wtforms import EmailField, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from webinars.db import length_of
from webinars.domain.programme.co_organisers.rights import RIGHT_WORDS
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import DEFAULT_RIGHTS, CoOrganiser, CreditWording, Organisation, PartnerRight, Refusal
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import EMAIL_LENGTH
from webinars.web.forms.rows import Rows

WORDING_NAMES = {
    CreditWording.ORGANISED: _l("organises it too"),
    CreditWording.WITH: _l("named with “with”"),
    CreditWording.SUPPORTED: _l("supports it"),
}


class RightsFields(Form):
    """A box for each right, by its value."""

    texts = Checkbox(RIGHT_WORDS[PartnerRight.TEXTS].name)
    people = Checkbox(RIGHT_WORDS[PartnerRight.PEOPLE].name)
    registrations = Checkbox(RIGHT_WORDS[PartnerRight.REGISTRATIONS].name)
    publish = Checkbox(RIGHT_WORDS[PartnerRight.PUBLISH].name)

    def rights(self) -> tuple[PartnerRight, ...]:
        """Returns the rights that are ticked."""
        return tuple(right for right in PartnerRight if self[right.value].data)


class PartnerRow(RightsFields):
    organisation = HiddenField()
    """Its id."""
    wording = SelectField(
        _l("In the credit line"), choices=options((each.value, name) for each, name in WORDING_NAMES.items())
    )
    email = EmailField(
        _l("Invite somebody of it"),
        description=_l(
            "Whoever accepts by the mail becomes its first owner, once an administrator of this site has confirmed it."
        ),
        render_kw={"autocomplete": "off", "maxlength": EMAIL_LENGTH},
    )


class PartnersForm(SessionForm):
    partners = Rows(FormField(PartnerRow), _l("Co-organisers"))

    @classmethod
    def showing(cls, co_organisers: Sequence[CoOrganiser]) -> "PartnersForm":
        """Returns the form as it is stored."""
        rows = [
            {
                "organisation": str(each.organisation_id),
                "wording": each.wording.value,
                **{right.value: right.value in each.rights for right in PartnerRight},
            }
            for each in co_organisers
        ]
        return cls(formdata=None, data={"partners": rows})


class InviteForm(SessionForm, RightsFields):
    name = StringField(
        _l("Name"),
        description=_l("One that is not known here yet is made when you invite it."),
        render_kw={"autocomplete": "off", "list": "organisations", "maxlength": length_of(Organisation.name)},
    )
    email = EmailField(
        _l("Whom to write to (optional)"),
        description=_l(
            "For an organisation without members here. Whoever accepts by the mail becomes its first owner, once an "
            "administrator of this site has confirmed it. Without it, it is only credited."
        ),
        render_kw={"autocomplete": "off", "maxlength": EMAIL_LENGTH},
    )

    @classmethod
    def blank(cls) -> "InviteForm":
        return cls(formdata=None, data={right.value: True for right in DEFAULT_RIGHTS})


class DeclineForm(SessionForm):
    words = TextAreaField(
        _l("Words to the host (optional)"),
        validators=[Length(max=length_of(Refusal.words))],
        render_kw={"rows": 2, "maxlength": length_of(Refusal.words)},
    )
    is_for_good = Checkbox(_l("No more invitations from this host"))
