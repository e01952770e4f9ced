"""The editor's form in the parts that one may have a right to: what is not one's own is neither shown nor stored."""

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct
from wtforms import Field

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.lib.i18n import gettext as _
from webinars.models import PartnerRight, Webinar
from webinars.site.desk.editor.fingerprints import Beginning
from webinars.site.desk.editor.forms import FIELDS_OF, HOST, WebinarForm
from webinars.web.forms.rows import Rows

MARKS = {
    PartnerRight.TEXTS: "title",
    PartnerRight.PEOPLE: "lineup",
    PartnerRight.REGISTRATIONS: "registration_mode",
    PartnerRight.PUBLISH: "start",
    HOST: "series",
}
"""What a form's beginning holds if it showed the part."""
NOT_TYPED = frozenset({"organisation", "person", "question", "place", "has_agreed", "is_required"})
"""Cells of rows that hold no words of the person's."""


class UnsavedValue(Struct, frozen=True):
    """Something typed that may not be stored any more."""

    label: str
    text: str


class RefusedParts(Struct, frozen=True):
    """What became of the parts that the person has no right to."""

    lost: tuple[UnsavedValue, ...] = ()
    """Typed while there still was the right."""
    is_lost: bool = False
    """The form was opened with rights that are gone by now."""
    forged: tuple[str, ...] = ()
    """Labels of fields that the form never showed. They are left as they are."""

    @property
    def sentence(self) -> str:
        if not self.forged:
            return ""
        return _("You may not change everything: what else was sent is left as it was.")


def parts_of(actor: Actor, webinar: Webinar | None) -> frozenset[str]:
    """Returns the parts that `actor` may change, which are all of a webinar that is not begun yet."""
    if webinar is None or permissions.can_manage(actor, webinar):
        return frozenset(FIELDS_OF)
    return frozenset(right for right in PartnerRight if permissions.has_right(actor, webinar, right))


def limit(
    form: WebinarForm, parts: Collection[str], beginning: Beginning | None, sent: Collection[str]
) -> RefusedParts:
    """Leave in `form` what the person may change now and was shown.

    `sent` are the names that came with the form. Returns what became of the other parts.
    """
    shown = _shown_parts(beginning)
    lost = [] if beginning is None else [part for part in FIELDS_OF if part in shown and part not in parts]
    typed = tuple(kept for part in lost for kept in _unsaved_values(form, part))
    unseen = [part for part in FIELDS_OF if part not in parts and part not in lost]
    forged = tuple(str(form[name].label.text) for part in unseen for name in FIELDS_OF[part] if _is_sent(name, sent))
    # Who was given a right since the form was opened has not seen these fields, and has not emptied them.
    form.leave_out([part for part in FIELDS_OF if part not in parts or part not in shown])
    return RefusedParts(lost=typed, is_lost=bool(lost), forged=forged)


def all_refused(form: WebinarForm, beginning: Beginning | None) -> RefusedParts:
    """Returns what stands in `form` of the parts that it showed, for somebody who may store none of them."""
    parts = [] if beginning is None else [part for part in FIELDS_OF if part in _shown_parts(beginning)]
    return RefusedParts(lost=tuple(kept for part in parts for kept in _unsaved_values(form, part)), is_lost=bool(parts))


def _shown_parts(beginning: Beginning | None) -> set[str]:
    return set(FIELDS_OF) if beginning is None else {part for part in FIELDS_OF if _has(beginning, MARKS[part])}


def _has(beginning: Beginning, name: str) -> bool:
    return name in beginning.snapshot.fields or name in beginning.snapshot.tables


def _is_sent(name: str, sent: Collection[str]) -> bool:
    return any(each == name or each.startswith(f"{name}-") for each in sent)


def _unsaved_values(form: WebinarForm, part: str) -> Iterator[UnsavedValue]:
    for name in FIELDS_OF[part]:
        if name not in form:
            continue
        field = form[name]
        if isinstance(field, Rows):
            text = "\n".join(filter(None, (_row(row.form.data) for row in field)))
        else:
            text = _text_of_value(field)
        if text:
            yield UnsavedValue(str(field.label.text), text)


def _row(cells: Mapping[str, object]) -> str:
    said = (str(value) for name, value in cells.items() if name not in NOT_TYPED and value)
    return ", ".join(said)


def _text_of_value(field: Field) -> str:
    if isinstance(field.data, bool):
        return ""
    return str(field.raw_data[0]).strip() if field.raw_data else ""
