"""From names to the people and organisations that are meant.

Whoever is not known is made on saving. Only a name that several have has to be settled first, and one that is nearly
somebody's is asked about once.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.editing.queries import organisation_names
from webinars.domain.editing.wanted import NamedRecord
from webinars.domain.lineup.queries import speakers_named, speakers_nearly_named, usable_speaker
from webinars.domain.organisations.queries import organisation_named
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key, organisation_key
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation, Speaker, Webinar
from webinars.pure.matching.near_names import is_nearly_organisation

MOST_OFFERED = 3


class NameUnsettled(WebinarsError):
    """It has to be said first who is meant by a name."""


def speaker_of(session: Session, who: NamedRecord, host: Organisation) -> Speaker | None:
    """Returns the known person, or None for one to be made. Raises NameUnsettled while that is open."""
    if who.is_new:
        return None
    if who.id is not None:
        speaker = usable_speaker(session, host, who.id)
        if speaker is None:
            raise NameUnsettled(_("%(name)s is not among the speakers you may use. Add them again.", name=who.name))
        return speaker
    known = speakers_named(session, host, who.name)
    if len(known) == 1:
        return known[0]
    if known:
        raise NameUnsettled(_("More than one is called %(name)s. Choose who is meant.", name=who.name))
    if not _was_asked_before(who, name_key) and speakers_nearly_named(session, host, who.name):
        raise NameUnsettled(
            _("%(name)s is nearly somebody you know. If it is somebody else, save again.", name=who.name)
        )
    return None


def organisation_of(session: Session, actor: Actor, who: NamedRecord, webinar: Webinar) -> Organisation | str:
    """Returns the known organisation, or the name of one to be made. Raises NameUnsettled while that is open.

    An id is taken of one that organises `webinar` already or whose name stands beside it: nobody learns by counting
    what organisations are called that have shown nothing yet.
    """
    if who.id is not None:
        organisation = session.get(Organisation, who.id)
        if organisation is None or not (
            organisation.name_key == organisation_key(who.name)
            or any(each.organisation_id == organisation.id for each in webinar.co_organisers)
        ):
            raise NameUnsettled(_("%(name)s is no longer here. Invite it again.", name=who.name))
        return organisation
    known = organisation_named(session, who.name)
    if known is not None:
        return known
    is_open = not who.is_new and not _was_asked_before(who, organisation_key)
    if is_open and near_organisations(session, actor, who.name):
        raise NameUnsettled(_("%(name)s is nearly one you know. If it is another one, save again.", name=who.name))
    return one_line(who.name)


def near_organisations(session: Session, actor: Actor, name: str) -> Sequence[Organisation]:
    """Returns organisations whose names may be suggested to `actor`, and are nearly `name`."""
    near = [each for each in organisation_names(session, actor) if is_nearly_organisation(name, each)]
    found = [organisation_named(session, each) for each in near[:MOST_OFFERED]]
    return [each for each in found if each is not None]


def _was_asked_before(who: NamedRecord, key: Callable[[str], str]) -> bool:
    """Returns whether the person has seen already of this name that it is nearly somebody's."""
    return bool(who.asked) and key(who.asked) == key(who.name)
