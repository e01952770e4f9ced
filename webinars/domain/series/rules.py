"""Who may do what with the series of an organisation. Each predicate is one row of the table.

| | owner or editor of the organisation | viewer there | anybody else who signed in |
| --- | --- | --- | --- |
| `can_keep_series`: list and change its series | yes | no | no (404) |

Administrators of the site may do everything. Which webinars a series holds is said at each webinar.
"""

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation


def can_keep_series(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_editor(organisation.id)
