"""Who may do what with the series of an organisation. The whole table: `webinars.app.policy`.

Administrators of the site may do everything. Which webinars a series holds is said at each webinar.
"""

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation


def can_keep_series(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_editor(organisation.id)
