"""What organisers are told by mail of what a speaker has said and sent."""

import datetime as dt

import sqlalchemy as sa

from webinars.domain.mail.mail_kind import Button, Letter, Occasion, Passage, Quotation
from webinars.domain.speaker_pages.notifications import SLOT
from webinars.domain.speaker_pages.proposal_fields import FIELDS
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import short_title
from webinars.models import Appearance, AuditEvent, Webinar


def write_replied(occasion: Occasion) -> Letter | None:
    """Returns the letter to the host's owners and editors: what a speaker has said within ten minutes.

    Returns None if she is gone by now, or has said nothing.
    """
    session, context = occasion.session, occasion.context
    appearance = session.scalar(
        sa.select(Appearance)
        .where(Appearance.id == context["appearance_id"], Appearance.webinar_id == context["webinar_id"])
        .options(sa.orm.joinedload(Appearance.speaker), sa.orm.joinedload(Appearance.webinar).joinedload(Webinar.host))
    )
    if appearance is None:
        return None
    begins_at = dt.datetime.fromisoformat(context["from"])
    events = session.scalars(
        sa.select(AuditEvent)
        .where(
            AuditEvent.webinar_id == appearance.webinar_id,
            AuditEvent.action.like("speaking:%"),
            AuditEvent.at >= begins_at,
            AuditEvent.at < begins_at + SLOT,
        )
        .order_by(AuditEvent.at, AuditEvent.id)
    ).all()
    said = [each for each in events if each.detail.get("by") and each.detail.get("appearance_id") == appearance.id]
    if not said:
        return None
    return _replied(occasion, appearance, said)


def _replied(occasion: Occasion, appearance: Appearance, said: list[AuditEvent]) -> Letter:
    name, webinar = appearance.shown_name, appearance.webinar
    actions = {each.action for each in said}
    headline = _headline(appearance, actions)
    paragraphs: list[Passage] = []
    if appearance.reply_words and actions & {"speaking:yes", "speaking:no"}:
        paragraphs.append(Quotation(opening=_("%(name)s writes:", name=name), words=appearance.reply_words))
    for action, sentence in (
        (
            "speaking:update",
            _("Changed, and on the page already: %(fields)s.", fields=_fields(said, "speaking:update")),
        ),
        (
            "speaking:propose",
            _("Proposed, for you to take or leave: %(fields)s.", fields=_fields(said, "speaking:propose")),
        ),
        ("speaking:portrait", _("There is another portrait, and it is on the page already.")),
        ("speaking:propose_portrait", _("A portrait is proposed, for you to take or leave.")),
        ("speaking:remove_portrait", _("The portrait was taken back.")),
        ("speaking:add_slides", _("There are new slides.")),
        ("speaking:remove_slides", _("Slides were removed.")),
    ):
        if action in actions:
            paragraphs.append(sentence)
    if appearance.has_declined:
        paragraphs.append(_("The name stands nowhere in public, and nobody else is told."))
    return Letter(
        subject=_("%(what)s: %(title)s", what=headline, title=short_title(webinar.title)),
        headline=headline,
        title=webinar.title,
        paragraphs=paragraphs,
        button=Button(label=_("Open the speakers"), address=occasion.links.managed_speakers(webinar.slug)),
        footer=_("You get this because you organise with %(organisation)s.", organisation=webinar.host.name),
    )


def _headline(appearance: Appearance, actions: set[str]) -> str:
    """Returns the weightiest of what was done."""
    name, has_declined = appearance.shown_name, appearance.has_declined
    answered = _("%(name)s has said no", name=name) if has_declined else _("%(name)s will speak", name=name)
    changed = _("%(name)s has changed what stands on the page", name=name)
    sentences = {
        "yes": answered,
        "no": answered,
        "update": changed,
        "portrait": changed,
        "propose": _("%(name)s proposes other words", name=name),
        "propose_portrait": _("%(name)s proposes a portrait", name=name),
        "add_slides": _("%(name)s has sent slides", name=name),
        "remove_slides": _("%(name)s has removed slides", name=name),
        "remove_portrait": _("%(name)s has taken the portrait back", name=name),
    }
    return next((sentence for action, sentence in sentences.items() if f"speaking:{action}" in actions), changed)


def _fields(said: list[AuditEvent], action: str) -> str:
    names = [name for each in said if each.action == action for name in each.detail.get("fields", ())]
    return format_list([str(field.title).lower() for name, field in FIELDS.items() if name in names])
