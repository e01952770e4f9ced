"""Who may do what with the records an organisation keeps of its speakers. Each predicate is one row of the table.

| | owner or editor of the organisation it belongs to | viewer there | anybody else who signed in |
| --- | --- | --- | --- |
| `can_keep_records`: list, change and merge its speakers | yes | no | no (404) |

Administrators of the site may do everything. A record belongs to the organisation that made it; others put the person
into their line-ups, and say there what they know of them.
"""

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation


def can_keep_records(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_editor(organisation.id)
