"""What is said by mail of invitations to look after an organisation."""

from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.owner_invitations.errors import InvitationOver
from webinars.domain.owner_invitations.links import token_of
from webinars.domain.owner_invitations.queries import invitation_with_id, refuse_over, rights_promised
from webinars.domain.programme.co_organisers.rights import what_they_allow
from webinars.lib.i18n import gettext as _
from webinars.models import Invitation, User


def write_claim(occasion: Occasion) -> Letter | None:
    """Returns the letter to somebody of an organisation without members, or None once the link is no longer good."""
    invitation = _found(occasion)
    if invitation is None or invitation.webinar is None:
        return None
    token = token_of(occasion.settings, invitation)
    try:
        refuse_over(occasion.session, invitation, now=occasion.now)
    except InvitationOver:
        return None
    if token is None:
        return None
    webinar, name = invitation.webinar, invitation.organisation.name
    return Letter(
        subject=_(
            "%(host)s organises with %(organisation)s: %(title)s",
            host=webinar.host.name,
            organisation=name,
            title=webinar.title,
        ),
        headline=_("Will you look after %(organisation)s here?", organisation=name),
        paragraphs=[
            _(
                "%(host)s organises “%(title)s” together with %(organisation)s on %(site)s, where nobody looks after "
                "%(organisation)s yet.",
                host=webinar.host.name,
                title=webinar.title,
                organisation=name,
                site=occasion.settings.site_name,
            ),
            _(
                "If you accept, and an administrator of the site confirms it, you are its first owner: you may change "
                "what its page says, add others, and begin webinars of your own."
            ),
            what_they_allow(rights_promised(occasion.session, invitation)),
            _("The link works once, within 14 days. Looking at it accepts nothing."),
        ],
        button=Button(label=_("See the invitation"), address=occasion.links.invitation(token)),
        footer=_(
            "You get this once, because %(host)s gave your address. If you do nothing, nothing happens.",
            host=webinar.host.name,
        ),
        secrets=frozenset({token}),
    )


def write_claim_waits(occasion: Occasion) -> Letter | None:
    """Returns the letter to administrators, or None once it is decided."""
    invitation = _found(occasion)
    if invitation is None or invitation.decided_at is not None or invitation.claimed_by_id is None:
        return None
    user = occasion.session.get(User, invitation.claimed_by_id)
    if user is None:
        return None
    name = invitation.organisation.name
    return Letter(
        subject=_("Who looks after %(organisation)s?", organisation=name),
        headline=_("%(organisation)s is claimed", organisation=name),
        paragraphs=[
            _(
                "%(who)s, %(email)s, says that %(organisation)s is theirs to look after. Until you confirm it, nobody "
                "gains a right.",
                who=user.name or user.email,
                email=user.email,
                organisation=name,
            )
        ],
        button=Button(label=_("Confirm or refuse"), address=occasion.links.claims()),
        footer=_("You get this because you administer %(site)s.", site=occasion.settings.site_name),
    )


def write_claim_granted(occasion: Occasion) -> Letter | None:
    """Returns the letter to the new owner, and to who invited them."""
    invitation = _found(occasion)
    if invitation is None or not invitation.is_granted:
        return None
    name = invitation.organisation.name
    if occasion.context["user_id"] != invitation.claimed_by_id:
        return Letter(
            subject=_("%(organisation)s has its first owner", organisation=name),
            headline=_("%(organisation)s has its first owner", organisation=name),
            paragraphs=[
                _(
                    "Somebody you invited looks after %(organisation)s now, and can do what you gave it a right to.",
                    organisation=name,
                )
            ],
            footer=_("You get this because you invited somebody of %(organisation)s.", organisation=name),
        )
    return Letter(
        subject=_("You look after %(organisation)s", organisation=name),
        headline=_("You are the first owner of %(organisation)s", organisation=name),
        paragraphs=[_("An administrator has confirmed it. What waits for you stands on your desk.")],
        button=Button(label=_("Open the desk"), address=occasion.links.desk()),
        footer=_("You get this because you accepted an invitation to look after %(organisation)s.", organisation=name),
    )


def write_claim_refused(occasion: Occasion) -> Letter | None:
    """Returns the letter to whoever claimed an organisation, and has not got it."""
    invitation = _found(occasion)
    if invitation is None or invitation.is_granted:
        return None
    name = invitation.organisation.name
    return Letter(
        subject=_("%(organisation)s is not yours to look after here", organisation=name),
        headline=_("An administrator did not confirm it"),
        paragraphs=[
            _(
                "You asked to look after %(organisation)s. An administrator of %(site)s did not confirm that, or has "
                "confirmed somebody else. Your account stays as it is.",
                organisation=name,
                site=occasion.settings.site_name,
            )
        ],
        footer=_("You get this because you accepted an invitation to look after %(organisation)s.", organisation=name),
    )


def _found(occasion: Occasion) -> Invitation | None:
    return invitation_with_id(occasion.session, occasion.context["invitation_id"])
