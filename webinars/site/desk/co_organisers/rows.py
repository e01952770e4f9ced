"""What the page of a webinar's co-organisers shows of each."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.merging.co_organiser_removal import may_unmake
from webinars.domain.owner_invitations.links import token_of
from webinars.domain.owner_invitations.queries import open_invitations
from webinars.domain.programme import member_queries, permissions
from webinars.domain.programme.co_organisers.refusals import refusals_of, refusing
from webinars.domain.programme.credit_line import credit_pieces
from webinars.lib.links import Links
from webinars.models import AuditEvent, CoOrganiser, Invitation, Membership, Organisation, Refusal, Webinar

Pieces = list[tuple[str, Organisation | None]]


class Partner(Struct, frozen=True):
    """A co-organiser as it stands."""

    row: CoOrganiser
    has_members: bool
    accepted_by: str
    """Who has accepted for it, or empty where nobody had to."""
    invitation: Invitation | None
    """A link for somebody of it, open or waiting for an administrator."""
    may_unmake: bool
    link: str
    """The address of the open invitation, to be copied where no mail brings it."""

    @property
    def name(self) -> str:
        return self.row.organisation.name


class DeclinedInvitation(Struct, frozen=True):
    """An organisation that said no to this webinar."""

    refusal: Refusal
    is_for_good: bool


class Partners(Struct, frozen=True):
    partners: Sequence[Partner]
    declined: Sequence[DeclinedInvitation]
    now_public: Pieces
    """The credit line as it stands in public."""
    once_accepted: Sequence[tuple[str, Pieces]]
    """The name of each that has not answered, and the line once it accepts."""

    def of(self, organisation_id: str) -> Partner | None:
        """Returns the partner with this id, as a form writes it."""
        return next((each for each in self.partners if str(each.row.organisation_id) == organisation_id), None)


def partners_of(session: Session, actor: Actor, webinar: Webinar, settings: Settings, *, now: dt.datetime) -> Partners:
    """Returns all of them, in their order. Needs the whole webinar loaded."""
    ids = [each.organisation_id for each in webinar.co_organisers]
    peopled = set(session.scalars(sa.select(Membership.organisation_id).where(Membership.organisation_id.in_(ids))))
    accepted_by = _accepted_by(session, webinar)
    invitations = open_invitations(session, webinar, ids, now=now)
    partners = [
        Partner(
            row=each,
            has_members=each.organisation_id in peopled,
            accepted_by=accepted_by.get(each.organisation.name, ""),
            invitation=invitations.get(each.organisation_id),
            may_unmake=each.organisation_id not in peopled and may_unmake(session, actor, webinar, each.organisation),
            link=_link(settings, invitations.get(each.organisation_id))
            if permissions.can_manage(actor, webinar)
            else "",
        )
        for each in webinar.co_organisers
    ]
    refusals = [each for each in refusals_of(session, webinar) if each.organisation_id not in ids]
    for_good = set(refusing(session, webinar.host_id, [each.organisation_id for each in refusals]))
    return Partners(
        partners=partners,
        declined=[DeclinedInvitation(each, each.organisation_id in for_good) for each in refusals],
        now_public=credit_pieces(webinar),
        once_accepted=[
            (each.name, credit_pieces(webinar, also=[each.row.organisation_id]))
            for each in partners
            if each.row.accepted_at is None
        ],
    )


def _link(settings: Settings, invitation: Invitation | None) -> str:
    token = token_of(settings, invitation) if invitation is not None and invitation.claimed_at is None else None
    return Links(settings.base_url).invitation(token) if token is not None and settings.mail_url is None else ""


def _accepted_by(session: Session, webinar: Webinar) -> dict[str, str]:
    """Returns who has accepted for which organisation, by its name."""
    events = session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.webinar_id == webinar.id, AuditEvent.action == "co_organiser:accept")
        .order_by(AuditEvent.id)
    ).all()
    names = member_queries.people(session, {each.actor_id for each in events if each.actor_id is not None})
    return {
        str(each.detail.get("organisation")): names.get(each.actor_id, "")
        for each in events
        if each.actor_id is not None
    }
