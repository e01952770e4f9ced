"""From names that people type into the lists of the editor to the people and organisations they mean.

Who that is, is decided in `named_records`; here a row takes up what is found.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.editing.named_records import near_organisations
from webinars.domain.lineup.queries import speakers_named, usable_speaker
from webinars.domain.organisations.queries import organisation_named
from webinars.lib.names import name_key, organisation_key
from webinars.models import AppearanceRole, Organisation, Speaker
from webinars.pure.matching.typed_people import typed_person
from webinars.site.desk.editor.typed import Cells, Typed, cells_text
from webinars.web.number_converter import as_id

NEW = "new"
"""What stands in a row in place of an id once the person has said that it is somebody else."""
_HER_CELLS = ("affiliation", "talk_title", "abstract")
_BLANK_PERSON = {
    "person": "",
    "known": "",
    "asked": "",
    "name": "",
    "role": AppearanceRole.SPEAKER.value,
    "affiliation": "",
    "talk_title": "",
    "abstract": "",
    "has_agreed": False,
}
_BLANK_ORGANISATION = {"organisation": "", "known": "", "asked": "", "name": ""}


def named(session: Session, typed: Typed, host: Organisation) -> Typed:
    """Returns the lists with whom their names mean, as far as that is clear, and without rows in which nothing stands.

    A row holds the name that its id stands for (`known`): once another is typed over it, another is meant.
    """
    lists: dict[str, Sequence[Cells]] = {}
    if "lineup" in typed:
        people = (row for row in typed.rows("lineup") if not _is_blank(row, "person", _HER_CELLS))
        lists["lineup"] = tuple(settled_speaker(session, row, host) for row in people)
    if "co_organisers" in typed:
        beside = (row for row in typed.rows("co_organisers") if not _is_blank(row, "organisation"))
        lists["co_organisers"] = tuple(settled_organisation(session, row) for row in beside)
    if "questions" in typed:
        lists["questions"] = tuple(row for row in typed.rows("questions") if row["question"] or cells_text(row, "text"))
    return typed.but(**lists)


def _is_blank(row: Cells, part: str, cells: Sequence[str] = ()) -> bool:
    """Returns whether nobody is named. Of somebody whose name was emptied the rest goes with it."""
    if cells_text(row, "name"):
        return False
    is_emptied = is_settled(row[part]) and bool(cells_text(row, "known"))
    return is_emptied or not (is_settled(row[part]) or any(cells_text(row, cell) for cell in cells))


def settled_speaker(session: Session, row: Cells, host: Organisation) -> Cells:
    """Returns the row with the id of the one who is called so.

    Affiliation and role that were typed behind a name are put into their own boxes first.
    """
    row = _without_former(row, "person", name_key)
    if row["person"] or not cells_text(row, "name"):
        return row
    found = speakers_named(session, host, cells_text(row, "name"))
    if not found and not cells_text(row, "affiliation"):
        person = typed_person(cells_text(row, "name"))
        row = {**row, "name": person.name, "affiliation": person.affiliation, "role": person.role or row["role"]}
        found = speakers_named(session, host, person.name) if person.name else ()
    return _of_speaker(row, found[0]) if len(found) == 1 else row


def _of_speaker(row: Cells, speaker: Speaker) -> Cells:
    """Returns the row meaning `speaker`, with the affiliation of last time unless another one was typed."""
    affiliation = cells_text(row, "affiliation") or speaker.affiliation
    return {**row, "person": str(speaker.id), "name": speaker.name, "known": speaker.name, "affiliation": affiliation}


def settled_organisation(session: Session, row: Cells) -> Cells:
    """Returns the row with the id of the organisation that is called so."""
    row = _without_former(row, "organisation", organisation_key)
    if not is_settled(row["organisation"]) and (known := organisation_named(session, cells_text(row, "name"))):
        return _of_organisation(row, known)
    return row


def _of_organisation(row: Cells, organisation: Organisation) -> Cells:
    return {**row, "organisation": str(organisation.id), "name": organisation.name, "known": organisation.name}


def new_speaker(session: Session, name: str, host: Organisation) -> Cells:
    """Returns a row for a name, of somebody known with their affiliation."""
    return settled_speaker(session, {**_BLANK_PERSON, "name": name}, host)


def new_organisation(session: Session, name: str) -> Cells:
    return settled_organisation(session, {**_BLANK_ORGANISATION, "name": name})


ADD_BOXES = {"lineup": "new_speaker", "co_organisers": "new_co_organiser", "questions": "new_question"}
"""The box to add from of each list."""


def added(session: Session, typed: Typed, host: Organisation, name: str) -> Typed:
    """Returns the list `name` with what stands in its box to add from as its last row, and that box empty."""
    text = typed.text(ADD_BOXES[name])
    makers: Mapping[str, Callable[[], Cells]] = {
        "lineup": lambda: new_speaker(session, text, host),
        "co_organisers": lambda: new_organisation(session, text),
        "questions": lambda: {"question": "", "text": text},
    }
    rows = (*typed.rows(name), makers[name]()) if text else typed.rows(name)
    return typed.but(**{name: rows, ADD_BOXES[name]: ""})


def all_added(session: Session, typed: Typed, host: Organisation) -> Typed:
    """Returns the lists with what stands in the boxes to add from: it is meant, whether or not a button was pressed."""
    for name in ADD_BOXES:
        if name in typed:
            typed = added(session, typed, host, name)
    return typed


def chosen(
    session: Session, actor: Actor, typed: Typed, host: Organisation, which: tuple[str, str, str]
) -> Typed | None:
    """Returns the lists with the answer who is meant, or None if it is none. `which`: list, key of a row, id or "new".

    Of speakers only those count whom `host` may use, of organisations those whose names may be suggested.
    """
    name, key, answer = which
    part = {"lineup": "person", "co_organisers": "organisation"}.get(name, "")
    row = next((each for each in typed.rows(name) if part and each["key"] == key), None)
    if row is None:
        return None
    number = as_id(answer)
    found: Cells | None = None
    if answer == NEW:
        found = {**row, part: NEW, "known": ""}
    elif number is not None and name == "lineup":
        speaker = usable_speaker(session, host, number)
        found = _of_speaker(row, speaker) if speaker is not None else None
    elif number is not None:
        near = {each.id: each for each in near_organisations(session, actor, cells_text(row, "name"))}
        found = _of_organisation(row, near[number]) if number in near else None
    if found is None:
        return None
    return typed.but(**{name: tuple(found if each is row else each for each in typed.rows(name))})


def is_settled(answer: str | None) -> bool:
    """Returns whether `answer` is the id of somebody: a number that the database can compare with one."""
    return as_id(answer) is not None


def _without_former(row: Cells, part: str, key: Callable[[str], str]) -> Cells:
    known = cells_text(row, "known")
    return {**row, part: "", "known": ""} if known and key(known) != key(cells_text(row, "name")) else row
