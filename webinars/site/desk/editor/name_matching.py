"""From names that people type to the people and organisations they mean.

Whoever is not known is made on saving. Only a name that several have has to be settled first, and one that is nearly
somebody's is asked about once.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.queries import speakers_named, speakers_nearly_named, usable_speaker
from webinars.domain.organisations.queries import organisation_named
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key, organisation_key
from webinars.lib.text_cleaning import one_line
from webinars.models import AppearanceRole, Organisation, Speaker, Webinar
from webinars.pure.matching.near_names import is_nearly_organisation
from webinars.pure.matching.typed_people import typed_person
from webinars.site.desk import queries
from webinars.site.desk.editor.forms import WebinarForm
from webinars.web.number_converter import as_id

if TYPE_CHECKING:
    from wtforms import FormField

NEW = "new"
"""What stands in a row in place of an id once the person has said that it is somebody else."""


def settle_rows(session: Session, form: WebinarForm, host: Organisation) -> None:
    """Find who is meant by the names in the lists, as far as that is clear, and take out the rows in which nothing is.

    A row holds the name that its id stands for (`known`): once another is typed over it, another is meant.
    """
    if "lineup" in form:
        form.lineup.entries = [row for row in form.lineup if not _is_blank(row, "person", _HER_CELLS)]
        for row in form.lineup:
            settle_speaker(session, row, host)
    if "co_organisers" in form:
        form.co_organisers.entries = [row for row in form.co_organisers if not _is_blank(row, "organisation")]
        for row in form.co_organisers:
            settle_organisation(session, row)
    if "questions" in form:
        form.questions.entries = [row for row in form.questions if row.form.question.data or _text(row, "text")]


_HER_CELLS = ("affiliation", "talk_title", "abstract")


def _is_blank(row: "FormField[Any]", part: str, cells: Sequence[str] = ()) -> bool:
    """Returns whether nobody is named. Of somebody whose name was emptied the rest goes with it."""
    if _text(row, "name"):
        return False
    is_emptied = is_settled(row.form[part].data) and bool(_text(row, "known"))
    return is_emptied or not (is_settled(row.form[part].data) or any(_text(row, cell) for cell in cells))


def settle_speaker(session: Session, row: "FormField[Any]", host: Organisation) -> None:
    """Put the id of the one who is called so into a row.

    Affiliation and role that were typed behind a name are put into their own boxes first.
    """
    _forget_if_renamed(row, "person", name_key)
    if row.form.person.data or not _text(row, "name"):
        return
    found = speakers_named(session, host, _text(row, "name"))
    if not found and not _text(row, "affiliation"):
        typed = typed_person(_text(row, "name"))
        row.form["name"].data, row.form.affiliation.data = typed.name, typed.affiliation
        row.form.role.data = typed.role or row.form.role.data
        found = speakers_named(session, host, typed.name) if typed.name else ()
    if len(found) == 1:
        take_speaker(row, found[0])


def take_speaker(row: "FormField[Any]", speaker: Speaker) -> None:
    """Let a row mean `speaker`, with the affiliation of last time unless another one was typed."""
    row.form.person.data, row.form["name"].data, row.form.known.data = str(speaker.id), speaker.name, speaker.name
    row.form.affiliation.data = _text(row, "affiliation") or speaker.affiliation


def settle_organisation(session: Session, row: "FormField[Any]") -> None:
    """Put the id of the organisation that is called so into a row."""
    _forget_if_renamed(row, "organisation", organisation_key)
    if not is_settled(row.form.organisation.data) and (known := organisation_named(session, _text(row, "name"))):
        take_organisation(row, known)


def take_organisation(row: "FormField[Any]", organisation: Organisation) -> None:
    row.form.organisation.data = str(organisation.id)
    row.form["name"].data = row.form.known.data = organisation.name


def add_speaker(session: Session, form: WebinarForm, host: Organisation) -> "FormField[Any] | None":
    """Turn the name in "Add a speaker" into a row, of somebody known with their affiliation.

    Returns the row, or None where no name stands there.
    """
    name = (form.new_speaker.data or "").strip()
    form.new_speaker.data = ""
    if not name:
        return None
    row = form.lineup.add({"name": name, "role": AppearanceRole.SPEAKER.value})
    settle_speaker(session, row, host)
    return row


def add_co_organiser(session: Session, form: WebinarForm) -> "FormField[Any] | None":
    """Turn the name in "Invite an organisation" into a row."""
    name = (form.new_co_organiser.data or "").strip()
    form.new_co_organiser.data = ""
    if not name:
        return None
    row = form.co_organisers.add({"name": name})
    settle_organisation(session, row)
    return row


def choose(session: Session, actor: Actor, form: WebinarForm, host: Organisation, which: tuple[str, str, str]) -> bool:
    """Answer who is meant, and return whether that was done. `which` is the list, the row's key and the id or "new".

    Of speakers only those count whom `host` may use, of organisations those whose names may be suggested.
    """
    name, key, chosen = which
    rows = {"lineup": form.lineup, "co_organisers": form.co_organisers}.get(name) if name in form else None
    row = rows.row(key) if rows is not None else None
    if row is None:
        return False
    part = row.form.person if name == "lineup" else row.form.organisation
    if chosen == NEW:
        part.data, row.form.known.data = NEW, ""
        return True
    if not is_settled(chosen):
        return False
    if name == "lineup":
        speaker = usable_speaker(session, host, int(chosen))
        if speaker is not None:
            take_speaker(row, speaker)
        return speaker is not None
    near = {each.id: each for each in near_organisations(session, actor, _text(row, "name"))}
    if int(chosen) in near:
        take_organisation(row, near[int(chosen)])
    return int(chosen) in near


def speaker_of(session: Session, row: "FormField[Any]", host: Organisation) -> Speaker | None:
    """Returns the known person of a row, or None for one to be made.

    Raises LookupError with a sentence while that is open.
    """
    chosen, name = row.form.person.data or "", _text(row, "name")
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
    if not was_asked_before(row, name_key) and speakers_nearly_named(session, host, name):
        raise LookupError(_("%(name)s is nearly somebody you know. If it is somebody else, save again.", name=name))
    return None


def organisation_of(session: Session, actor: Actor, row: "FormField[Any]", webinar: Webinar) -> Organisation | str:
    """Returns the known organisation of a row, or the name of one to be made. Raises LookupError while that is open.

    An id is taken of one that organises `webinar` already or whose name stands beside it: nobody learns by counting
    what organisations are called that have shown nothing yet.
    """
    chosen, name = row.form.organisation.data or "", _text(row, "name")
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
    if chosen != NEW and not was_asked_before(row, organisation_key) and near_organisations(session, actor, name):
        raise LookupError(_("%(name)s is nearly one you know. If it is another one, save again.", name=name))
    return one_line(name)


def near_organisations(session: Session, actor: Actor, name: str) -> Sequence[Organisation]:
    """Returns organisations whose names may be suggested to `actor`, and are nearly `name`."""
    near = [each for each in queries.organisation_names(session, actor) if is_nearly_organisation(name, each)]
    found = [organisation_named(session, each) for each in near[:MOST_OFFERED]]
    return [each for each in found if each is not None]


MOST_OFFERED = 3


def was_asked_before(row: "FormField[Any]", key: Any) -> bool:  # noqa: ANN401 - a function of names
    """Returns whether the person has seen already of this name that it is nearly somebody's."""
    return bool(_text(row, "asked")) and key(_text(row, "asked")) == key(_text(row, "name"))


def is_settled(chosen: str | None) -> bool:
    """Returns whether `chosen` is the id of somebody: a number that the database can compare with one."""
    return as_id(chosen) is not None


def _forget_if_renamed(row: "FormField[Any]", part: str, key: Any) -> None:  # noqa: ANN401 - a function of names
    known = _text(row, "known")
    if known and key(known) != key(_text(row, "name")):
        row.form[part].data = row.form.known.data = ""


def _text(row: "FormField[Any]", part: str) -> str:
    return str(row.form[part].data or "").strip()
