"""Who may do what with a webinar. The whole table: `webinars.app.policy`.

Administrators of the site may do everything. What a co-organiser may do ends with what it knows best: who speaks about
what. When it takes place, who else stands in the credit line and whether it takes place at all is the host's promise.
An organisation without members counts as having accepted; nobody gains a right by that.

Each needs `webinar.co_organisers` loaded, except `can_create` and `can_manage`.
"""

from collections.abc import Iterator

from webinars.domain.accounts.actor import Actor
from webinars.models import CoOrganiser, Organisation, Webinar


def can_create(actor: Actor, host: Organisation) -> bool:
    return actor.is_editor(host.id)


def can_view(actor: Actor, webinar: Webinar) -> bool:
    return (
        actor.is_admin
        or any(actor.is_member(organisation_id) for organisation_id in _organisers(webinar))
        or any(can_answer(actor, co_organiser) for co_organiser in webinar.co_organisers)
    )


def can_edit(actor: Actor, webinar: Webinar) -> bool:
    return any(actor.is_editor(organisation_id) for organisation_id in _organisers(webinar))


def can_manage(actor: Actor, webinar: Webinar) -> bool:
    return actor.is_editor(webinar.host_id)


def can_answer(actor: Actor, co_organiser: CoOrganiser) -> bool:
    return co_organiser.accepted_at is None and actor.is_owner(co_organiser.organisation_id)


def _organisers(webinar: Webinar) -> Iterator[int]:
    """The host and the co-organisers that accepted."""
    yield webinar.host_id
    for co_organiser in webinar.co_organisers:
        if co_organiser.accepted_at is not None:
            yield co_organiser.organisation_id
