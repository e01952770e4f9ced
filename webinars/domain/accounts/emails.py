"""What accounts say by mail."""

from webinars.domain.accounts.password_links import reset_token
from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.lib.i18n import gettext as _
from webinars.models import User


def write_reset(occasion: Occasion) -> Letter | None:
    settings, user = occasion.settings, _active_user(occasion)
    if user is None:
        return None
    token = reset_token(settings, user, now=occasion.now)
    return Letter(
        subject=_("A new password for %(site)s", site=settings.site_name),
        headline=_("Choose a new password"),
        paragraphs=[
            _("Somebody, most likely you, asked for a new password for the account of %(email)s.", email=user.email),
            _("This link sets one. It works once, within an hour."),
        ],
        button=Button(label=_("Choose a new password"), address=occasion.links.password(token)),
        footer=_("If it was not you, do nothing: your password stays as it is."),
        secrets=frozenset({token}),
    )


def write_password_changed(occasion: Occasion) -> Letter | None:
    user = _active_user(occasion)
    if user is None:
        return None
    return Letter(
        subject=_("Your password for %(site)s has changed", site=occasion.settings.site_name),
        headline=_("Your password has changed"),
        paragraphs=[
            _("The account of %(email)s has a new password, and is signed out everywhere else.", email=user.email),
            _("If it was not you, set another one now, and tell the people who run this site."),
        ],
        button=Button(label=_("Ask for a new password"), address=occasion.links.forgotten()),
        footer=_("You get this because it concerns the safety of your account."),
    )


def _active_user(occasion: Occasion) -> User | None:
    user = occasion.session.get(User, occasion.context["user_id"])
    return user if user is not None and user.is_active else None
