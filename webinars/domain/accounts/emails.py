"""What accounts say by mail."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.domain.accounts.address_changes import Side, address_token, is_taken
from webinars.domain.accounts.mailed_codes import code_of
from webinars.domain.accounts.password_links import reset_token
from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AddressChange, ProofRequest, SignInWay, User


def write_reset(occasion: Occasion) -> Letter | None:
    settings, user = occasion.settings, _active_user(occasion)
    # Written when it is sent: the account may have moved since.
    if user is None or user.email != occasion.recipient:
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


def write_code(occasion: Occasion) -> Letter | None:
    user = _active_user(occasion)
    asked = occasion.session.get(ProofRequest, occasion.context["request_id"])
    if user is None or asked is None or asked.ends_at <= occasion.now:
        return None
    if (asked.user_id, user.email) != (user.id, occasion.recipient):
        return None
    code = code_of(occasion.settings.secret_key, asked)
    return Letter(
        subject=_("Six figures to sign in to %(site)s", site=occasion.settings.site_name),
        headline=code,
        paragraphs=[
            _("Somebody, most likely you, has entered your password in a browser that you have not used here before."),
            _("Enter these figures there. They hold for 10 minutes."),
        ],
        footer=_(
            "If it was not you, somebody knows your password. Set another one: the figures alone are worth nothing."
        ),
        footer_address=occasion.links.forgotten(),
        secrets=frozenset({code}),
    )


def write_new_browser(occasion: Occasion) -> Letter | None:
    user = _active_user(occasion)
    if user is None:
        return None
    ways = {
        SignInWay.PASSWORD: _("With your password."),
        SignInWay.PASSWORD_AND_CODE: _("With your password, and the figures from our mail."),
        SignInWay.PASSKEY: _("With a passkey."),
        SignInWay.RECOVERY_CODE: _("With a recovery code, which is used up now."),
        SignInWay.LINK: _("With a link from our mail."),
    }
    return Letter(
        subject=_("Signed in from a new browser: %(browser)s", browser=occasion.context["browser"]),
        headline=_("Signed in from a new browser"),
        line=occasion.context["browser"],
        paragraphs=[
            ways[SignInWay(occasion.context["way"])],
            _("If it was you, there is nothing to do. If not, sign that browser out and set another password."),
        ],
        button=Button(label=_("Where you are signed in"), address=f"{occasion.links.account()}#places"),
        footer=_("You get this because it concerns the safety of your account."),
    )


CHANGES: Mapping[str, object] = {
    "user:add_passkey": _l("A passkey was added to your account"),
    "user:remove_passkey": _l("A passkey was removed from your account"),
    "user:make_recovery_codes": _l("Your account has new recovery codes"),
    "user:switch_password_off": _l("The password of your account is off"),
}
"""What is told of by mail, by its action in the history."""


def write_changed(occasion: Occasion) -> Letter | None:
    user = _active_user(occasion)
    if user is None:
        return None
    return Letter(
        subject=str(CHANGES[occasion.context["what"]]),
        headline=str(CHANGES[occasion.context["what"]]),
        paragraphs=[_("If it was you, there is nothing to do. If not, tell the people who run this site.")],
        button=Button(label=_("Look at your account"), address=occasion.links.account()),
        footer=_("You get this because it concerns the safety of your account."),
    )


def write_new_address(occasion: Occasion) -> Letter | None:
    change = _open_change(occasion)
    if change is None or change.confirmed_at is not None:
        return None
    if is_taken(occasion.session, change, now=occasion.now):
        return _taken_address(occasion, change)
    token = address_token(occasion.settings, change, Side.NEW)
    return Letter(
        subject=_("Is this your new address for %(site)s?", site=occasion.settings.site_name),
        headline=_("Confirm your new address"),
        paragraphs=[_("The account of %(email)s wants to move to this address.", email=change.old_email)],
        button=Button(label=_("Confirm it"), address=occasion.links.address_change("confirm", token)),
        footer=_("If you know nothing of it, do nothing: then nothing changes."),
        secrets=frozenset({token}),
    )


def _taken_address(occasion: Occasion, change: AddressChange) -> Letter:
    return Letter(
        subject=_("No account of %(site)s moves to this address", site=occasion.settings.site_name),
        headline=_("Nothing has changed"),
        paragraphs=[
            _(
                "The account of %(email)s wants to move to this address, which has one, or had one a few days ago.",
                email=change.old_email,
            ),
            _("If both are yours, close the one that has this address first."),
        ],
        footer=_("If you know nothing of it, do nothing."),
    )


def write_old_address(occasion: Occasion) -> Letter | None:
    change = _open_change(occasion)
    if change is None:
        return None
    token = address_token(occasion.settings, change, Side.OLD)
    return Letter(
        subject=_("Your account for %(site)s moves to another address", site=occasion.settings.site_name),
        headline=_("Another address for your account"),
        paragraphs=[
            _("It moves to %(email)s as soon as that address confirms it.", email=change.new_email),
            _(
                "If it was not you, stop it within 7 days: the account comes back to this address, everybody is signed "
                "out of it, and you set a new password."
            ),
        ],
        button=Button(label=_("Stop it"), address=occasion.links.address_change("stop", token)),
        footer=_("If it was you, there is nothing to do here: the mail to confirm it went to the new address."),
        secrets=frozenset({token}),
    )


def _open_change(occasion: Occasion) -> AddressChange | None:
    query = sa.select(AddressChange).where(AddressChange.id == occasion.context["change_id"])
    change = occasion.session.scalar(query.options(orm.joinedload(AddressChange.user)))
    return change if change is not None and change.user.is_active else None


def _active_user(occasion: Occasion) -> User | None:
    user = occasion.session.get(User, occasion.context["user_id"])
    return user if user is not None and user.is_active else None
