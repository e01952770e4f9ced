"""What the desk shows of each speaker of a webinar."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.speaker_pages.links import token_of
from webinars.domain.speaker_pages.organiser_actions import may_see
from webinars.domain.speaker_pages.portraits import BIO, portrait_fingerprint, proposed_portraits
from webinars.domain.speaker_pages.proposals import FieldProposal, field_proposals, may_take
from webinars.domain.speaker_pages.queries import links_of, proposals_of, slides_of
from webinars.lib.i18n import gettext as _
from webinars.models import Agreement, Appearance, Picture, SpeakingLink, StoredFile, Webinar


class DeskRow(Struct, frozen=True, kw_only=True):
    appearance: Appearance
    link: SpeakingLink | None
    address: str
    """Of the page, or empty without a live link, and for who must not have it."""
    state: str
    icon: str
    pill: str
    proposals: Sequence[FieldProposal]
    takeable: frozenset[str]
    """Which of them this person may take."""
    slides: Sequence[StoredFile]
    portrait: Picture | None
    """What is proposed as the portrait of the record."""
    can_take_portrait: bool

    @property
    def portrait_seen(self) -> str:
        return portrait_fingerprint(self.portrait) if self.portrait is not None else ""

    @property
    def is_asked(self) -> bool:
        return self.link is not None and self.link.email is not None

    @property
    def has_answered(self) -> bool:
        return self.appearance.replied_at is not None


def desk_rows(session: Session, settings: Settings, actor: Actor, webinar: Webinar) -> list[DeskRow]:
    """Returns a row for each place of the line-up, in its order.

    Needs `lineup` loaded with speakers and their organisations.
    """
    ids = [each.id for each in webinar.lineup]
    links, proposals, slides = links_of(session, ids), proposals_of(session, ids), slides_of(session, ids)
    portraits = proposed_portraits(session, ids)
    return [
        replace(
            _row(settings, actor, each, links.get(each.id), field_proposals(each, proposals.get(each.id, {})), slides),
            portrait=portraits.get(each.id),
        )
        for each in webinar.lineup
    ]


def _row(
    settings: Settings,
    actor: Actor,
    appearance: Appearance,
    link: SpeakingLink | None,
    proposals: Sequence[FieldProposal],
    slides: Mapping[int, Sequence[StoredFile]],
) -> DeskRow:
    is_shown = link is not None and may_see(actor, link, appearance)
    token = token_of(settings, link) if link and is_shown else None
    state, icon, pill = _state(appearance, link)
    return DeskRow(
        appearance=appearance,
        link=link,
        address=settings.links.speaking(token) if token else "",
        state=state,
        icon=icon,
        pill=pill,
        proposals=proposals,
        takeable=frozenset(each.field for each in proposals if may_take(actor, appearance, each.field)),
        slides=slides.get(appearance.id, ()),
        portrait=None,
        can_take_portrait=may_take(actor, appearance, BIO),
    )


def _state(appearance: Appearance, link: SpeakingLink | None) -> tuple[str, str, str]:
    """Returns the state in words, with an icon and the colour of a pill."""
    if appearance.has_declined:
        return _("Has said no"), "close", "cancelled"
    if appearance.has_agreed:
        words = _("Has said yes") if appearance.replied_at is not None else _("Has agreed, you say")
        return words, "check", "published"
    if appearance.agreement == Agreement.NOT_ASKED:
        return _("Not asked"), "question", "draft"
    if link is None:
        return _("Asked"), "question", "waiting"
    if link.opened_at is not None:
        return _("Has opened the link"), "eye", "waiting"
    return (_("Asked"), "mail", "waiting") if link.email else (_("Link made"), "link", "waiting")
