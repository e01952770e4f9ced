"""What a webinar's record holds beside its own columns: organisers, series, topics, line-up, questions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from webinars.domain.archive import records
from webinars.domain.archive.export import webinar_parts
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, read_line, record_of
from webinars.domain.archive.references import ReferenceResolver
from webinars.domain.lineup.actions import MAX_APPEARANCES
from webinars.domain.programme.actions import MAX_TOPICS
from webinars.domain.programme.co_organisers.actions import MAX_CO_ORGANISERS
from webinars.domain.questions.agenda import MAX_QUESTIONS
from webinars.lib.i18n import gettext as _
from webinars.models import (
    AgendaQuestion,
    Agreement,
    Appearance,
    AppearanceRole,
    CoOrganiser,
    Organisation,
    Speaker,
    Webinar,
)
from webinars.pure import times

PARTS = ("organisers", "invitations", "series", "topics", "lineup", "questions", "answered")
RECORDING_PARTS = ("speaker", "stream", "cuts", "chapters", "copies", "transcripts", "former_slugs")
LATER_PARTS = (
    "registration",
    "audience_questions",
    "asked",
    "recordings",
    "calendar",
    "sources",
    "copies",
    "former_slugs",
)


class WebinarParts:
    """The parts that one record gives, with every reference found or made."""

    def __init__(self, place: RecordNode, register: ReferenceResolver, organisers: list[Organisation]) -> None:
        self._register = register
        self._host = organisers[0]
        self._organisers = organisers
        self.given = {key for key in PARTS if key in place.record and key != "invitations"}
        reference = place.record.get("series")
        series = None if reference is None else read_line(200, is_required=True)(reference, place.at("series"))
        self._series = None if series is None else register.one_series(series, self._host)
        self._topics = _unique(register.topic(name) for name in place.texts("topics", 80, at_most=MAX_TOPICS))
        self._invitations = _invitations(place, register)
        self._lineup = [self._appearance(each) for each in place.objects("lineup", at_most=MAX_APPEARANCES)]
        _refuse_twice([speaker for speaker, _values in self._lineup], place.at("lineup"))
        self._questions = [_question(path, value) for path, value in place.items("questions", at_most=MAX_QUESTIONS)]
        self._answered = _answer_moments(place, len(self._questions))
        if not self._answered:
            self.given.discard("answered")

    def as_json(self) -> dict[str, Any]:
        """Returns the given parts in the form of `webinar_parts`, to be compared with it."""
        said = {
            "organisers": [organisation.slug for organisation in self._organisers],
            "series": None if self._series is None else self._series.slug,
            "topics": sorted(topic.name for topic in self._topics),
            "lineup": [
                {"speaker": speaker.slug} | record_of(Appearance(speaker=speaker, **values), records.APPEARANCE)
                for speaker, values in self._lineup
            ],
            "questions": self._questions,
            "answered": self._answered,
        }
        return {key: value for key, value in said.items() if key in self.given}

    def set(self, webinar: Webinar, keys: Iterable[str], *, now: dt.datetime) -> None:
        """Give `webinar` the parts named `keys`."""
        for key in keys:
            match key:
                case "organisers":
                    self._set_organisers(webinar, now)
                case "series":
                    webinar.series = self._series
                case "topics":
                    webinar.topics = list(self._topics)
                case "lineup":
                    self._set_lineup(webinar)
                case "questions":
                    self._set_questions(webinar)
                case "answered" if key in self.given:
                    self._set_answered(webinar)

    def _set_organisers(self, webinar: Webinar, now: dt.datetime) -> None:
        known = {each.organisation.slug: each for each in webinar.co_organisers}
        webinar.host = self._host
        webinar.co_organisers[:] = [
            known.get(organisation.slug) or self._invited(organisation, now) for organisation in self._organisers[1:]
        ]
        webinar.co_organisers.reorder()

    def _invited(self, organisation: Organisation, now: dt.datetime) -> CoOrganiser:
        # An archive is brought by the operator, who answers for what it says of who organises together.
        said = {"invited_at": now, "accepted_at": now} | self._invitations.get(organisation.slug, {})
        return CoOrganiser(organisation=organisation, **said)

    def _set_lineup(self, webinar: Webinar) -> None:
        # Appearances that stay are the same rows: recordings and clips hang on them.
        known = {each.speaker.slug: each for each in webinar.lineup}
        lineup = []
        for speaker, values in self._lineup:
            appearance = known.get(speaker.slug) or Appearance(speaker=speaker)
            for key, value in values.items():
                setattr(appearance, key, value)
            lineup.append(appearance)
        webinar.lineup[:] = lineup
        webinar.lineup.reorder()

    def _set_questions(self, webinar: Webinar) -> None:
        moments = {question.text: question.answered_s for question in webinar.questions}
        webinar.questions[:] = [AgendaQuestion(text=text, answered_s=moments.get(text)) for text in self._questions]
        webinar.questions.reorder()
        if "answered" in self.given:
            self._set_answered(webinar)

    def _set_answered(self, webinar: Webinar) -> None:
        for question, answered_s in zip(webinar.questions, self._answered, strict=True):
            question.answered_s = answered_s

    def _appearance(self, place: RecordNode) -> tuple[Speaker, dict[str, Any]]:
        values = place.values((*records.APPEARANCE, *records.OLDER_AGREEMENT), parts=("speaker",))
        reference = read_line(200, is_required=True)(place.record.get("speaker"), place.at("speaker"))
        speaker = self._register.speaker(reference, self._host, affiliation=values.get("affiliation", ""))
        if values.pop("is_confirmed", False):
            values.setdefault("agreement", Agreement.AGREED)
        if values.pop("declined_at", None) is not None:
            values["agreement"] = Agreement.DECLINED
        defaults = {"role": AppearanceRole.SPEAKER, "affiliation": speaker.affiliation}
        return speaker, defaults | values


def organisers_of(
    place: RecordNode, register: ReferenceResolver, *, fallback: Organisation | None
) -> list[Organisation]:
    """Returns the organisers, the host first. Raises ArchiveUnreadable where nobody can be the host."""
    names = [name for name in place.texts("organisers", 200, at_most=MAX_CO_ORGANISERS + 1) if name.strip()]
    found = [register.organisation(name, timezone=zone_of(place)) for name in names]
    if not found and fallback is not None:
        found = [fallback]
    if not found:
        raise ArchiveUnreadable(place.at("organisers"), _("name at least the host"))
    _refuse_twice(found, place.at("organisers"))
    return found


def zone_of(place: RecordNode) -> str:
    """Returns where an organisation that is known by nothing but a webinar of its own is probably at home."""
    timezone = place.record.get("timezone")
    return timezone if isinstance(timezone, str) and times.is_known(timezone) else "Etc/UTC"


def changed_parts(webinar: Webinar, parts: WebinarParts) -> dict[str, tuple[Any, Any]]:
    """Returns the given parts that differ from what `webinar` has: key → (ours, theirs)."""
    ours, theirs = webinar_parts(webinar), parts.as_json()
    if ours["questions"] != theirs.get("questions"):
        # What answers other questions comes with them, or not at all.
        theirs.pop("answered", None)
    return {key: (ours[key], value) for key, value in theirs.items() if ours[key] != value}


def _invitations(place: RecordNode, register: ReferenceResolver) -> dict[str, dict[str, Any]]:
    found = {}
    for each in place.objects("invitations"):
        reference = read_line(200, is_required=True)(each.record.get("organisation"), each.at("organisation"))
        organisation = register.find_organisation(reference)
        if organisation is not None:
            found[organisation.slug] = each.values(records.INVITATION, parts=("organisation",))
    return found


def _question(path: str, value: Any) -> str:  # noqa: ANN401 - a JSON value
    return read_line(1000, is_required=True)(value, path)


def _answer_moments(place: RecordNode, count: int) -> list[int | None]:
    """Returns when each question was answered, or an empty list where the key is missing."""
    [_text, field] = records.QUESTION
    values = place.items("answered")
    if values and len(values) != count:
        raise ArchiveUnreadable(place.at("answered"), _("name one moment, or null, for each question"))
    return [None if value is None else field.read(value, path) for path, value in values]


def _unique(rows: Iterable[Any]) -> list[Any]:
    return list({row.slug: row for row in rows}.values())


def _refuse_twice(rows: Iterable[Organisation | Speaker], place: str) -> None:
    seen = set()
    for index, row in enumerate(rows):
        if row.slug in seen:
            raise ArchiveUnreadable(f"{place}[{index}]", _("%(name)s stands there already", name=row.name))
        seen.add(row.slug)
