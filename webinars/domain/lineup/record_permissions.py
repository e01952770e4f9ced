"""Who may do what with the records an organisation keeps of its speakers. The whole table: `webinars.app.policy`.

Administrators of the site may do everything. A record belongs to the organisation that made it; others put the person
into their line-ups, and say there what they know of them.
"""

from webinars.domain.accounts.actor import Actor


def can_keep_records(actor: Actor, organisation_id: int) -> bool:
    return actor.is_editor(organisation_id)
