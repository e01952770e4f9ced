"""Who may do what with a webinar. The whole table: `webinars.app.policy`.

Administrators of the site and the host’s owners and editors may do everything. What the owners and editors of a
co-organiser may do is said by its rights, which the host gives it with the invitation and may change at any time. They
count from acceptance on, as they stand at the moment of the act, and none of them implies another:

| right | opens |
| --- | --- |
| texts | title, texts, picture, topics, agenda questions, recordings, transcripts and files, announcements |
| people | line-up, confirming, links for speakers and what they propose, questions from the audience |
| registrations | how people register, who did, messages to them, what is counted |
| publish | time, zones, room and visibility; publishing, moving, postponing, cancelling and restoring |
| none | to look at the webinar, its history and its preview |

The series, the co-organisers with their rights, repeating and deleting are the host’s alone.
An organisation without members counts as having accepted; nobody gains a right by that.

Each needs `webinar.co_organisers` loaded, except `can_create` and `can_manage`.
"""

from collections.abc import Iterator

from webinars.domain.accounts.actor import Actor
from webinars.models import CoOrganiser, Organisation, PartnerRight, Webinar


def can_create(actor: Actor, host: Organisation) -> bool:
    return actor.is_editor(host.id)


def can_view(actor: Actor, webinar: Webinar) -> bool:
    return (
        actor.is_admin
        or any(actor.is_member(organisation_id) for organisation_id in _organisers(webinar))
        or any(can_answer(actor, co_organiser) for co_organiser in webinar.co_organisers)
    )


def can_change(actor: Actor, webinar: Webinar) -> bool:
    """Returns whether the actor has any right to change it. Which part is said by the rules for each."""
    return any(has_right(actor, webinar, right) for right in PartnerRight)


def can_edit_texts(actor: Actor, webinar: Webinar) -> bool:
    return has_right(actor, webinar, PartnerRight.TEXTS)


def can_edit_people(actor: Actor, webinar: Webinar) -> bool:
    return has_right(actor, webinar, PartnerRight.PEOPLE)


def can_keep_registrations(actor: Actor, webinar: Webinar) -> bool:
    return has_right(actor, webinar, PartnerRight.REGISTRATIONS)


def can_publish(actor: Actor, webinar: Webinar) -> bool:
    return has_right(actor, webinar, PartnerRight.PUBLISH)


def can_manage(actor: Actor, webinar: Webinar) -> bool:
    return actor.is_editor(webinar.host_id)


def can_answer(actor: Actor, co_organiser: CoOrganiser) -> bool:
    return co_organiser.accepted_at is None and actor.is_owner(co_organiser.organisation_id)


def can_leave(actor: Actor, co_organiser: CoOrganiser) -> bool:
    return co_organiser.accepted_at is not None and actor.is_owner(co_organiser.organisation_id)


def has_right(actor: Actor, webinar: Webinar, right: PartnerRight) -> bool:
    return can_manage(actor, webinar) or any(
        each.accepted_at is not None and right.value in each.rights and actor.is_editor(each.organisation_id)
        for each in webinar.co_organisers
    )


def can_see_insight(actor: Actor, webinar: Webinar) -> bool:
    """Returns True for the host's people, for whom it is counted, and for those who may keep its registrations.

    Needs `webinar.co_organisers` loaded.
    """
    return actor.is_admin or actor.is_member(webinar.host_id) or can_keep_registrations(actor, webinar)


def can_answer_poll_for(actor: Actor, co_organiser: CoOrganiser) -> bool:
    """Returns whether the actor says for it which starts suit it.

    Its owners do so once it is invited, its editors too once it has accepted.
    """
    if co_organiser.accepted_at is None:
        return actor.is_owner(co_organiser.organisation_id)
    return actor.is_editor(co_organiser.organisation_id)


def _organisers(webinar: Webinar) -> Iterator[int]:
    """Yields the host and the co-organisers that accepted."""
    yield webinar.host_id
    for co_organiser in webinar.co_organisers:
        if co_organiser.accepted_at is not None:
            yield co_organiser.organisation_id
