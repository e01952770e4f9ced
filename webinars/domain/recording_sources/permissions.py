"""Who may say where the recordings of an organisation appear."""

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation, RecordingSource


def can_watch(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_editor(organisation.id)


def can_hold_secrets(actor: Actor, organisation: Organisation) -> bool:
    """Returns whether they may watch what has to be asked with a secret, and know that it is watched."""
    return actor.is_owner(organisation.id)


def can_change(actor: Actor, source: RecordingSource) -> bool:
    """Returns whether they may know of a place, have it looked at and stop watching it."""
    may = can_watch if source.secret is None else can_hold_secrets
    return may(actor, source.organisation)
