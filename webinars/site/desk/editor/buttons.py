"""The buttons of the editor that change what is typed and store nothing."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.initial_values import with_usual_times
from webinars.site.desk.editor.name_matching import ADD_BOXES, added, chosen
from webinars.site.desk.editor.typed import Typed
from webinars.web.forms.rows import Press


def pressed(
    session: Session, actor: Actor, typed: Typed, press: Press, host: Organisation, site_zones: Sequence[DisplayZone]
) -> Typed | None:
    """Returns what stands there after the button, or None if it is none of these. Raises ValueError for nonsense.

    "add lineup" takes what stands in its box, "same lineup 3 17" says who is meant and "who lineup 3" that another
    name follows, "start 2027-03-14T16:00" takes that start, "usual" what the organisation is used to.
    """
    target, (key, _space, answer) = press.target, press.key.partition(" ")
    match press.verb:
        case "usual" if "date" in typed:
            return with_usual_times(typed, host, site_zones)
        case "start" if "date" in typed:
            wall = dt.datetime.fromisoformat(target)
            return typed.but(date=wall.date(), hour=wall.time())
        case "add" if target in ADD_BOXES and target in typed:
            return added(session, typed, host, target)
        case "who" if target in {"lineup", "co_organisers"} and target in typed:
            return typed
        case "same":
            return chosen(session, actor, typed, host, (target, key, answer))
    return None
