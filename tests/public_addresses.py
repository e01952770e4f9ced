"""Every address that anybody may open, filled with what stands in the database, for tests that look at all of them.

A route that is new says here what stands for its arguments, so that none is left out.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.domain.calendars.personal_feeds import address_token, personal_feed_of, start_following
from webinars.domain.calendars.personal_queries import followables
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.return_path import unsubscribe_token
from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.programme.public_lineup import stands_in_public
from webinars.domain.questions.links import token_of as asker_token_of
from webinars.domain.recordings.short_codes import code_of
from webinars.domain.registration.address_list import list_token, send_links
from webinars.domain.registration.links import group_token, page_token
from webinars.domain.registration.mail_triggers import LINKS
from webinars.domain.speaker_pages.links import token_of
from webinars.models import (
    Appearance,
    AudienceQuestion,
    Organisation,
    OutboundEmail,
    Priority,
    QuestionBoard,
    Recording,
    Registration,
    RegistrationGroup,
    Series,
    Speaker,
    SpeakingLink,
    Status,
    Topic,
    Webinar,
)
from webinars.web.access import Audience, audience_of

ANYBODY = {Audience.PUBLIC, Audience.FRAMED, Audience.VISITOR}
VARIANTS = (
    "/webinars?past=",
    "/recordings?q=comet",
    "/recordings?q=nothing+of+the+kind",
    "/lint?text=Sunday+14+February+2027,+4pm+Britain,+11am+US+Eastern&published_on=2027-02-01",
    "/no-such-page",
)
"""Pages that look different from the address of their route alone."""

TOKEN = re.compile(rb'<input[^>]* name="csrf_token"[^>]*>')
"""The only thing in a page that is random each time."""


def public_addresses(
    app: Flask, session: Session, *, slugs: Mapping[str, Sequence[str]] | None = None, of_each: int | None = None
) -> list[str]:
    """Paths, each once: of every webinar, recording and so on, or only those that `slugs` names by their folder.

    Only of so many `of_each` kind if it is said how many.

    Commits: somebody follows something, so that the secret pages of that exist.
    """
    slugs = {name: each[:of_each] for name, each in (slugs or _slugs(session)).items()}
    secrets = _secrets(session, app.config["SETTINGS"])
    session.commit()
    found = dict.fromkeys(VARIANTS)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and audience_of(app.view_functions[rule.endpoint]) in ANYBODY:
            for values in _values(rule.rule, rule.arguments, slugs, secrets):
                with app.test_request_context():
                    found[app.url_for(rule.endpoint, **values)] = None
    return list(found)


def answers(app: Flask, paths: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """The status and the bytes that stand at each of `paths`, without what is random in them."""
    client = app.test_client()
    found = {path: client.get(path) for path in paths}
    return {path: (answer.status_code, TOKEN.sub(b"", answer.data)) for path, answer in found.items()}


def _slugs(session: Session) -> dict[str, Sequence[str]]:
    shown = sa.select(Webinar.slug).where(Webinar.status != Status.DRAFT)
    return {
        "webinars": session.scalars(shown).all(),
        "recordings": session.scalars(sa.select(Recording.slug)).all(),
        **{
            name: session.scalars(sa.select(kind.slug)).all()
            for name, kind in {
                "organisations": Organisation, "series": Series, "topics": Topic,
            }.items()
        },
        "speakers": session.scalars(sa.select(Speaker.slug).where(_has_spoken_in_public())).all(),
    }  # fmt: skip


def _has_spoken_in_public() -> sa.ColumnElement[bool]:
    """Whether somebody has a page: to have been asked, and have said no, gives none."""
    in_public = (Appearance.speaker_id == Speaker.id, Appearance.webinar_id == Webinar.id)
    return sa.exists().where(*in_public, Webinar.status != Status.DRAFT, stands_in_public())


def _secrets(session: Session, settings: Settings) -> dict[str, str]:
    now = clock.now()
    choice = [each.subject for each in followables(session, now)[:2]]
    page = start_following(session, choice, now=now)
    feed = personal_feed_of(session, page)
    assert feed is not None
    webinar = session.scalars(sa.select(Webinar).where(Webinar.join_url.is_not(None)).order_by(Webinar.id)).first()
    recording = session.scalars(sa.select(Recording.slug).order_by(Recording.id)).first()
    return {
        "follow": page,
        "my": address_token(page, feed),
        "join": webinar.join_code if webinar else "nobody",
        "v": code_of(recording or ""),
        "mail": unsubscribe_token(settings, _promised_mail(session)),
        **_of_an_attendee(session, settings),
        **_of_a_group(session, settings),
        **_of_a_speaker(session, settings),
        **_of_an_asker(session, settings),
    }


def _of_an_attendee(session: Session, settings: Settings) -> dict[str, str]:
    """The own page and list of somebody who has registered, if anybody has."""
    registration = session.scalars(
        sa.select(Registration).where(Registration.nonce.is_not(None)).order_by(Registration.id)
    ).first()
    token = page_token(settings, registration) if registration else None
    if registration is None or registration.email_normal is None or token is None:
        return {}
    send_links(session, registration.email_normal, now=clock.now())
    mail_id = session.scalars(
        sa.select(OutboundEmail.id).where(OutboundEmail.kind == LINKS).order_by(OutboundEmail.id)
    ).first()
    return {"registrations": token, **({"registrations/mine": list_token(settings, mail_id)} if mail_id else {})}


def _of_a_group(session: Session, settings: Settings) -> dict[str, str]:
    """The page of somebody who has registered for several webinars of a series, if anybody has."""
    group = session.scalars(sa.select(RegistrationGroup).order_by(RegistrationGroup.id)).first()
    token = group_token(settings, group) if group else None
    return {"registrations/together": token} if token else {}


def _of_a_speaker(session: Session, settings: Settings) -> dict[str, str]:
    """The own page of somebody who was asked to speak, if anybody was."""
    link = session.scalars(
        sa.select(SpeakingLink).where(SpeakingLink.revoked_at.is_(None)).order_by(SpeakingLink.id)
    ).first()
    token = token_of(settings, link) if link else None
    return {"speaking": token} if token else {}


def _of_an_asker(session: Session, settings: Settings) -> dict[str, str]:
    """The own page of somebody who has asked, and the short address of a webinar that takes questions, if any is."""
    question = session.scalars(
        sa.select(AudienceQuestion).where(AudienceQuestion.nonce.is_not(None)).order_by(AudienceQuestion.id)
    ).first()
    code = session.scalars(sa.select(QuestionBoard.code).order_by(QuestionBoard.webinar_id)).first()
    token = asker_token_of(settings, question) if question else None
    return {**({"questions": token} if token else {}), **({"q": code} if code else {})}


def _promised_mail(session: Session) -> int:
    """The id of a mail whose reader may end others like it. None is sent: nobody knows what it says."""
    add_mail(
        session,
        kind="programme.invited",
        priority=Priority.REGISTRATION,
        recipient="ana@society.example",
        context={},
        organisation_id=session.scalars(sa.select(Organisation.id).order_by(Organisation.id)).first(),
        dedupe_key=__name__,
        due_at=clock.now() + dt.timedelta(days=365),
        now=clock.now(),
    )
    return session.scalars(sa.select(OutboundEmail.id).where(OutboundEmail.dedupe_key == __name__)).one()


def _values(
    rule: str, arguments: set[str], slugs: Mapping[str, Sequence[str]], secrets: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """What an address of `rule` is built with, once for each page."""
    place = rule.removeprefix("/embed").split("/")[1]
    if rule.startswith("/registrations/mine/"):
        place = "registrations/mine"
    elif rule.startswith("/registrations/together/"):
        place = "registrations/together"
    examples: dict[str, Sequence[object]] = {
        "slug": slugs.get(place, ["lunar-society"]),
        "token": [secrets.get(place, "unknown")],
        "file_id": [1],
        "code": [secrets.get(place, "unknown")],
        "key": [cover_key("Comets", "Lunar Society")] if place == "covers" else ["unknown"],
        "kind": ["webinars"],
        "language": ["en"],
        "moment": ["5"],
        "name": ["site.css"],
        "number": [1],
        "seed": ["b3123f"],
        "size": [192],
        "version": ["unknown"],
    }
    unknown = arguments - examples.keys()
    assert not unknown, f"say in {__name__} what stands for {unknown} in {rule}"
    first, *others = sorted(arguments, key=lambda name: -len(examples[name])) or [None]
    if first is None:
        yield {}
        return
    for value in examples[first]:
        yield {first: value, **{name: examples[name][0] for name in others}}
