"""What a text adds to a webinar that is there, or says differently: each as one choice with its sentence.

A proposal is safe when it cannot undo what a person did: it fills what is empty, adds what is missing, or follows the
source where nobody has edited since. The command line applies the safe ones; in the browser a person ticks.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.drafts import add_video, place_of, set_lineup_of, set_start_of
from webinars.domain.imports.field_wording import FIELD_NAMES, in_words
from webinars.domain.imports.webinar_content import Person, Video, WebinarContent, fields_of
from webinars.domain.lineup.actions import AppearanceInput, add_appearance, update_appearance
from webinars.domain.programme import actions, life_cycle
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.public_lineup import role_name
from webinars.domain.questions.agenda import set_questions
from webinars.lib.i18n import gettext as _
from webinars.lib.languages import primary
from webinars.lib.names import name_key, organisation_key
from webinars.models import Appearance, AppearanceRole, Status, Webinar
from webinars.pure.videos import recognise

Apply = Callable[..., str | None]
"""(session, actor, webinar, *, now) → a sentence if it could not be done."""


class TextProposal(Struct, frozen=True, kw_only=True):
    """One thing that the text would change."""

    key: str
    """Stable for the same text and webinar: the name of its checkbox."""
    sentence: str
    is_safe: bool
    apply: Apply


def announcement_proposals(
    webinar: Webinar,
    content: WebinarContent,
    before: Mapping[str, Any] | None,
    *,
    moves_after: dt.datetime | None = None,
) -> Iterator[TextProposal]:
    """Yields what another announcement of the same webinar says differently. `before` is what its sources said so far.

    `moves_after`: what is announced, and begins after that instant, follows its source to another start as well.
    """
    ours, theirs = fields_of(webinar), content.fields()
    for key, value in theirs.items():
        if not value or _is_same(key, value, ours[key]) or (key == "display_zones" and _is_same_line(webinar, value)):
            continue
        if key == "registration_url" and _is_own_form(webinar, value):
            continue
        is_untouched = not ours[key] or (before is not None and _is_same(key, before.get(key), ours[key]))
        # What has been announced is moved by a person, or by the calendar it came from, and never by a text.
        is_safe = is_untouched and (
            key != "start" or webinar.status == Status.DRAFT or _moves(webinar, content, moves_after)
        )
        # Where people register here, no text sends them elsewhere.
        is_safe = is_safe and not (key == "registration_url" and webinar.is_registration_here)
        yield TextProposal(
            key=key,
            sentence=_(
                "%(field)s: %(theirs)s, instead of %(ours)s.",
                field=FIELD_NAMES[key],
                theirs=in_words(key, value),
                ours=in_words(key, ours[key]),
            )
            if ours[key]
            else _("%(field)s: %(theirs)s.", field=FIELD_NAMES[key], theirs=in_words(key, value)),
            is_safe=is_safe,
            apply=partial(_follow, content=content, key=key),
        )
    yield from _missing_organisers(webinar, content, is_safe=webinar.status == Status.DRAFT)
    yield from _missing_recordings(webinar, content, before)


def recap_proposals(
    webinar: Webinar, content: WebinarContent, before: Mapping[str, Any] | None
) -> Iterator[TextProposal]:
    """Yields what a recap adds: recordings, people, who did what.

    The order of the line-up is the organiser's and stays.
    """
    yield from _missing_recordings(webinar, content, before)
    known = {appearance.speaker.name_key: appearance for appearance in webinar.lineup}
    once = {name_key(name) for name in (before or {}).get("people", ())}
    for person in content.lineup:
        appearance = known.get(name_key(person.name))
        if appearance is not None:
            yield from _additions_to(appearance, person)
            continue
        yield TextProposal(
            key=f"person:{name_key(person.name)}",
            sentence=_("%(name)s took part: %(role)s.", name=_named(person), role=role_name(person.role)),
            is_safe=name_key(person.name) not in once,
            apply=partial(_add_person, person=person),
        )
    for key in ("questions", "description", "topics"):
        value = content.fields()[key]
        if value and not fields_of(webinar)[key]:
            sentence = _("%(field)s: %(theirs)s.", field=FIELD_NAMES[key], theirs=in_words(key, value))
            apply = partial(_follow, content=content, key=key)
            yield TextProposal(key=key, sentence=sentence, is_safe=True, apply=apply)
    yield from _missing_organisers(webinar, content, is_safe=False)


def _is_same(key: str, theirs: object, ours: object) -> bool:
    """Returns whether two values say the same. “Dr Ada Wick” is the speaker Ada Wick, whose record keeps its name."""
    if key == "language":
        return primary(str(theirs)) == primary(str(ours))
    return _without_titles(theirs) == _without_titles(ours) if key == "lineup" else theirs == ours


def _without_titles(lineup: Any) -> Any:  # noqa: ANN401 - the JSON of a line-up, or what stands in its place
    return [each | {"name": name_key(each["name"])} for each in lineup] if isinstance(lineup, list) else lineup


def _moves(webinar: Webinar, content: WebinarContent, after: dt.datetime | None) -> bool:
    """Returns whether what is announced follows its calendar to another start."""
    is_settled = content.wall is not None and content.timezone is not None
    is_ahead = after is not None and webinar.starts_at is not None and webinar.starts_at > after
    return is_settled and is_ahead and webinar.status == Status.PUBLISHED


def _is_own_form(webinar: Webinar, url: str) -> bool:
    """Returns whether a text of ours was pasted that leads to where people register here."""
    return webinar.is_registration_here and url.endswith(f"/webinars/{webinar.slug}/register")


def _is_same_line(webinar: Webinar, display_zones: Sequence[Mapping[str, str]]) -> bool:
    """Returns whether these are the zones of `webinar`. A line that joins places does not keep them in their order."""
    if not webinar.host.is_zone_line_joined:
        return False
    return {(zone["label"], zone["timezone"]) for zone in display_zones} == {
        (zone["label"], zone["timezone"]) for zone in webinar.display_zones
    }


def _additions_to(appearance: Appearance, person: Person) -> Iterator[TextProposal]:
    """Yields what a text knows of somebody that the line-up does not say yet."""
    name = appearance.speaker.name
    changes: list[tuple[str, str, str, bool]] = []
    if person.role not in {AppearanceRole.SPEAKER, appearance.role}:
        sentence = _("%(name)s: %(role)s.", name=name, role=role_name(person.role))
        changes.append(("role", person.role, sentence, appearance.role == AppearanceRole.SPEAKER))
    if person.talk_title and not appearance.talk_title:
        changes.append(("talk_title", person.talk_title, f"{name}: “{person.talk_title}”.", True))
    if person.affiliation and not appearance.affiliation:
        changes.append(("affiliation", person.affiliation, f"{name}: {person.affiliation}.", True))
    for field, value, sentence, is_safe in changes:
        yield TextProposal(
            key=f"{field}:{appearance.speaker.name_key}",
            sentence=sentence,
            is_safe=is_safe,
            apply=partial(_complete_person, speaker_id=appearance.speaker_id, field=field, value=value),
        )


def _missing_recordings(
    webinar: Webinar, content: WebinarContent, before: Mapping[str, Any] | None
) -> Iterator[TextProposal]:
    known = {(each.provider, each.provider_host, each.provider_video, each.starts_s) for each in webinar.recordings}
    once = set((before or {}).get("recordings", ()))
    for video in content.recordings:
        found = recognise(video.url)
        if (found.provider, found.host, found.video, found.starts_s) in known:
            continue
        whose = video.speaker or _("the whole webinar")
        yield TextProposal(
            key=f"recording:{video.url}:{name_key(video.speaker or '')}",
            sentence=_("Recording of %(whose)s: %(address)s", whose=whose, address=video.url),
            # One that an import brought and a person removed stays removed.
            is_safe=video.url not in once,
            apply=partial(_add_recording, video=video),
        )


def _missing_organisers(webinar: Webinar, content: WebinarContent, *, is_safe: bool) -> Iterator[TextProposal]:
    # Those that have not answered yet as well: nobody is invited twice.
    organisations = [webinar.host, *(each.organisation for each in webinar.co_organisers)]
    known = {organisation.name_key for organisation in organisations}
    for name in content.organisers:
        if organisation_key(name) not in known:
            yield TextProposal(
                key=f"organiser:{organisation_key(name)}",
                sentence=_("Organised by %(name)s too.", name=name),
                is_safe=is_safe,
                apply=partial(_add_organiser, name=name),
            )


def _named(person: Person) -> str:
    return f"{person.name} ({person.affiliation})" if person.affiliation else person.name


def _follow(
    session: Session, actor: Actor, webinar: Webinar, *, content: WebinarContent, key: str, now: dt.datetime
) -> str | None:
    match key:
        case "registration_url" if webinar.is_registration_here:
            return _("People register here already, so the link %(url)s was left out.", url=content.registration_url)
        case "title" | "description" | "language" | "display_zones" | "registration_url" | "join_url":
            actions.update_webinar(session, actor, webinar, now=now, **{key: getattr(content, key)})
        case "start":
            _follow_start(session, actor, webinar, content, now=now)
        case "series":
            actions.set_series(session, actor, webinar, content.series, now=now)
        case "topics":
            actions.set_topics(session, actor, webinar, content.topics, now=now)
        case "questions":
            set_questions(session, actor, webinar, content.questions, now=now)
        case "lineup":
            set_lineup_of(session, actor, webinar, content, now=now)
    return None


def _follow_start(
    session: Session, actor: Actor, webinar: Webinar, content: WebinarContent, *, now: dt.datetime
) -> None:
    if webinar.status == Status.DRAFT:
        set_start_of(session, actor, webinar, content, now=now)
    elif content.wall is not None and content.timezone is not None:
        life_cycle.move(
            session,
            actor,
            webinar,
            wall=content.wall,
            timezone=content.timezone,
            duration_minutes=content.duration_minutes,
            now=now,
        )


def _add_recording(session: Session, actor: Actor, webinar: Webinar, *, video: Video, now: dt.datetime) -> str | None:
    return add_video(session, actor, webinar, video, now=now)


def _add_organiser(session: Session, actor: Actor, webinar: Webinar, *, name: str, now: dt.datetime) -> None:
    present = [each.organisation for each in webinar.co_organisers]
    set_co_organisers(session, actor, webinar, [*present, name], now=now)


def _add_person(session: Session, actor: Actor, webinar: Webinar, *, person: Person, now: dt.datetime) -> None:
    add_appearance(session, actor, webinar, place_of(session, actor, webinar, person, now=now), now=now)


def _complete_person(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    *,
    speaker_id: int,
    field: str,
    value: str,
    now: dt.datetime,
) -> None:
    appearance = next(each for each in webinar.lineup if each.speaker_id == speaker_id)
    said: dict[str, Any] = {
        "role": appearance.role,
        "affiliation": appearance.affiliation,
        "talk_title": appearance.talk_title,
        "abstract": appearance.abstract,
        "has_agreed": appearance.has_agreed,
    }
    place = AppearanceInput(speaker=appearance.speaker, **(said | {field: value}))
    update_appearance(session, actor, webinar, appearance, place, now=now)
