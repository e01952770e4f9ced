from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.web_addresses import LONGEST_ADDRESS
from webinars.web.forms.base import SessionForm

LONGEST_SECRET = 200
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _secret(label: str, description: str = "") -> PasswordField:
    # A browser would offer the password of this site.
    options = {"autocomplete": "new-password", "maxlength": LONGEST_SECRET}
    return PasswordField(label, validators=[Length(max=LONGEST_SECRET)], description=description, render_kw=options)


class AddressForm(SessionForm):
    address = StringField(
        _l("Address"),
        [InputRequired(_l("Paste the address of a channel, playlist or feed.")), Length(max=LONGEST_ADDRESS)],
        description=_l(
            "A channel or playlist at YouTube, a channel at a PeerTube, or a podcast feed. Paste what stands in your "
            "browser there."
        ),
        render_kw={"inputmode": "url", **_PLAIN},
    )


class BigBlueButtonForm(SessionForm):
    REFUSED_AT = "server_password"

    server = StringField(_l("Address of the server"), [Length(max=250)], render_kw={"inputmode": "url", **_PLAIN})
    server_password = _secret(
        _l("Shared secret"), _l("Its operator reads it with “bbb-conf --secret”. Kept encrypted, never shown again.")
    )


class ZoomForm(SessionForm):
    REFUSED_AT = "client_password"

    account = StringField(_l("Account ID"), [Length(max=LONGEST_SECRET)], render_kw=_PLAIN)
    client_id = StringField(_l("Client ID"), [Length(max=LONGEST_SECRET)], render_kw=_PLAIN)
    client_password = _secret(_l("Client secret"), _l("Kept encrypted, never shown again."))
    token_password = _secret(
        _l("Secret token"), _l("From “Feature” of the app. Optional: with it Zoom tells us when a recording is ready.")
    )
