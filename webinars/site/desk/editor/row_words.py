"""What is said beside a name in the lists of the editor: that it is new, nearly somebody's, or several people's."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.editing.named_records import near_organisations
from webinars.domain.lineup.queries import speakers_named, speakers_nearly_named
from webinars.domain.organisations.queries import has_members
from webinars.domain.programme.credit_line import article_of
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Speaker
from webinars.site.desk.editor.name_matching import NEW, is_settled
from webinars.site.desk.editor.typed import Cells, Typed, cells_text
from webinars.web.forms.rows import KEY


class PersonOption(Struct, frozen=True):
    """Somebody who may be meant by a name."""

    value: str
    """An id, or "new"."""
    text: str
    """What the button says."""
    name: str = ""


class NameNotice(Struct, frozen=True):
    is_new: bool = False
    """A record is made on saving."""
    sentence: str = ""
    options: Sequence[PersonOption] = ()
    is_near: bool = False
    """The name is nearly somebody's: once that is seen, saving counts as the answer."""
    is_credited: bool = False
    """An organisation that stands in public as soon as the form is saved."""


def notices_of(session: Session, typed: Typed, host: Organisation, actor: Actor) -> dict[str, dict[str, NameNotice]]:
    """Returns what is said of each row whose name does not settle itself: by the list, then by the row's key."""
    return {
        "lineup": {row[KEY]: speaker_notice(session, row, host) for row in typed.rows("lineup")},
        "co_organisers": {row[KEY]: organisation_notice(session, row, actor) for row in typed.rows("co_organisers")},
    }


def speaker_notice(session: Session, row: Cells, host: Organisation) -> NameNotice:
    chosen, name = row["person"] or "", cells_text(row, "name")
    if is_settled(chosen) or not name:
        return NameNotice()
    if chosen == NEW:
        return NameNotice(is_new=True)
    if known := speakers_named(session, host, name):
        options = [PersonOption(str(each.id), _speaker_description(each, host), each.name) for each in known]
        sentence = _("More than one is called %(name)s.", name=name)
        return NameNotice(sentence=sentence, options=[*options, PersonOption(NEW, _("Somebody else"), name)])
    near = speakers_nearly_named(session, host, name)
    if not near:
        return NameNotice(is_new=True)
    return _near([(str(each.id), each.name, _speaker_description(each, host)) for each in near])


def known_speaker_notice(speaker: Speaker, host: Organisation, name: str) -> NameNotice:
    """Returns whose record somebody is who was found by name alone, if that is another organisation's."""
    if speaker.organisation_id == host.id:
        return NameNotice()
    sentence = _("%(person)s is known.", person=_speaker_description(speaker, host))
    return NameNotice(sentence=sentence, options=[PersonOption(NEW, _("Somebody else"), name)])


def organisation_notice(session: Session, row: Cells, actor: Actor) -> NameNotice:
    chosen, name = row["organisation"] or "", cells_text(row, "name")
    if not name:
        return NameNotice()
    if is_settled(chosen):
        if has_members(session, int(chosen)):
            asked = _("Has members here: it is asked when you save, and credited in public after it has accepted.")
            return NameNotice(sentence=asked)
        return NameNotice(sentence=_("Has no members here: credited as soon as you save."), is_credited=True)
    near = [] if chosen == NEW else near_organisations(session, actor, name)
    if near:
        return _near([(str(each.id), each.name, each.name) for each in near])
    return NameNotice(is_new=True, sentence=_("Has no members here: credited as soon as you save."), is_credited=True)


def _near(found: Sequence[tuple[str, str, str]]) -> NameNotice:
    if len(found) == 1:
        ((value, name, text),) = found
        return NameNotice(
            is_new=True,
            is_near=True,
            sentence=_("Nearly %(name)s.", name=text),
            options=[PersonOption(value, _("It is the same"), name)],
        )
    return NameNotice(
        is_new=True,
        is_near=True,
        sentence=_("Nearly the name of others."),
        options=[PersonOption(value, _("It is %(name)s", name=text), name) for value, name, text in found],
    )


def _speaker_description(speaker: Speaker, host: Organisation) -> str:
    """Returns somebody known, and by what: the affiliation, or of another organisation's record that one's name."""
    if speaker.organisation_id != host.id:
        of = speaker.organisation.name
        return _("%(name)s of %(organisation)s", name=speaker.name, organisation=article_of(of) + of)
    if speaker.affiliation:
        return _("%(name)s, %(affiliation)s", name=speaker.name, affiliation=speaker.affiliation)
    return speaker.name
