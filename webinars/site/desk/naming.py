"""From names that people type to the people and organisations they mean.

Nobody is created by a slip of the pen: a name that is not known stands in the form with the choice to create it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from webinars.domain.lineup.queries import speakers_named, usable_speaker
from webinars.domain.organisations.queries import has_members, organisation_named
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key, organisation_key
from webinars.models import AppearanceRole, Organisation, Speaker, Webinar
from webinars.site.desk.forms import WebinarForm
from webinars.site.web.numbers import LARGEST_ID

if TYPE_CHECKING:
    from wtforms import FormField

NEW = "new"
"""What stands in a row in place of an id once the person has chosen to create."""


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who may be meant by a name."""

    value: str
    text: str


def add_speaker(session: Session, form: WebinarForm, host: Organisation) -> None:
    """Turn the name in "Add a speaker" into a row; of somebody known, with their affiliation."""
    name = (form.new_speaker.data or "").strip()
    form.new_speaker.data = ""
    if not name:
        return
    known = speakers_named(session, host, name)
    person = known[0] if len(known) == 1 else None
    row = form.lineup.add(
        {
            "person": str(person.id) if person else "",
            "name": person.name if person else name,
            "role": AppearanceRole.SPEAKER.value,
            "affiliation": person.affiliation if person else "",
            "is_confirmed": True,
        }
    )
    offer_speakers(session, row, host)


def offer_speakers(session: Session, row: "FormField[Any]", host: Organisation) -> None:
    """Say in a line-up's row who may be meant, unless that is settled."""
    row.options = [] if is_settled(row.form.person.data) else _speaker_options(session, row.form.name.data or "", host)  # type: ignore[attr-defined]  # for the template


def speaker_of(session: Session, row: "FormField[Any]", host: Organisation) -> Speaker | None:
    """The known person of a row; None for one to be made. Raises LookupError with a sentence while that is open."""
    chosen, name = row.form.person.data or "", (row.form.name.data or "").strip()
    if chosen == NEW:
        return None
    if is_settled(chosen):
        speaker = usable_speaker(session, host, int(chosen))
        if speaker is None:
            raise LookupError(_("%(name)s is not among the speakers you may use. Add them again.", name=name))
        return speaker
    known = speakers_named(session, host, name)
    if len(known) == 1:
        return known[0]
    if known:
        raise LookupError(_("More than one is called %(name)s. Choose who is meant.", name=name))
    raise LookupError(_("Nobody called %(name)s is known yet. Create them, or correct the name.", name=name))


def add_co_organiser(session: Session, form: WebinarForm) -> None:
    """Turn the name in "Invite an organisation" into a row."""
    name = (form.new_co_organiser.data or "").strip()
    form.new_co_organiser.data = ""
    if not name:
        return
    known = organisation_named(session, name)
    row = form.co_organisers.add(
        {"organisation": str(known.id) if known else "", "name": known.name if known else name}
    )
    offer_organisations(session, row)


def offer_organisations(session: Session, row: "FormField[Any]") -> None:
    """Say in a co-organiser's row that it may be created, unless it is known; then whether it has members."""
    name = (row.form.name.data or "").strip()
    row.options = (  # type: ignore[attr-defined]  # for the template
        [] if is_settled(row.form.organisation.data) else [Option(NEW, _("Create %(name)s", name=name))]
    )
    row.has_members = is_settled(row.form.organisation.data) and has_members(session, int(row.form.organisation.data))  # type: ignore[attr-defined]  # for the template


def organisation_of(session: Session, row: "FormField[Any]", webinar: Webinar) -> Organisation | str:
    """The known organisation of a row, or the name of one to be made. Raises LookupError while that is open.

    An id is taken of one that organises `webinar` already or whose name stands beside it: nobody learns by counting
    what organisations are called that have shown nothing yet.
    """
    chosen, name = row.form.organisation.data or "", (row.form.name.data or "").strip()
    if is_settled(chosen):
        organisation = session.get(Organisation, int(chosen))
        if organisation is None or not (
            organisation.name_key == organisation_key(name)
            or any(each.organisation_id == organisation.id for each in webinar.co_organisers)
        ):
            raise LookupError(_("%(name)s is no longer here. Invite it again.", name=name))
        return organisation
    known = organisation_named(session, name)
    if known is not None:
        return known
    if chosen == NEW:
        return name
    raise LookupError(_("No organisation called %(name)s is known yet. Create it, or correct the name.", name=name))


def is_settled(chosen: str | None) -> bool:
    """Whether `chosen` is the id of somebody: a number that the database can compare with one."""
    number = chosen or ""
    return number.isascii() and number.isdecimal() and len(number) <= len(str(LARGEST_ID)) and int(number) <= LARGEST_ID


def _speaker_options(session: Session, name: str, host: Organisation) -> Sequence[Option]:
    known = speakers_named(session, host, name) if name_key(name) else ()
    options = [
        Option(str(each.id), f"{each.name}, {each.affiliation}" if each.affiliation else each.name) for each in known
    ]
    create = _("Somebody else: create a new speaker") if options else _("Create a new speaker")
    return [*options, Option(NEW, create)]
