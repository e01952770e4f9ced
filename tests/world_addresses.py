"""What stands in the addresses of a world that are not at its desk: names, and the secrets that mails bring."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from tests.world import World
from webinars import clock
from webinars.config import Settings
from webinars.domain.calendars.personal_feeds import address_token
from webinars.domain.followers.links import mail_token, page_token_of
from webinars.domain.mail.return_path import unsubscribe_token
from webinars.domain.owner_invitations.links import token_of as invitation_token
from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.questions.links import token_of as asker_token
from webinars.domain.recordings.short_codes import code_of
from webinars.domain.registration.address_list import list_token, send_links
from webinars.domain.registration.links import group_token, join_code, page_token
from webinars.domain.registration.mail_triggers import LINKS
from webinars.domain.speaker_pages.links import token_of as speaker_token
from webinars.models import (
    AudienceQuestion,
    Invitation,
    MailFollow,
    OutboundEmail,
    PersonalFeed,
    QuestionBoard,
    Recording,
    Registration,
    RegistrationGroup,
    SpeakingLink,
)


def add_site_addresses(world: World) -> None:
    """What every site has, whatever stands in it."""
    for place, value in {
        "accents/seed": "b3123f",
        "seed/slug": "lunar-society",
        "covers/key": cover_key("Comets", "Lunar Society"),
        "icon/size": 192,
        "sitemaps/kind": "webinars",
        "kind/number": 1,
        "static/name": "favicon.svg",
        "v/version": "unknown",
        "version/name": "favicon.svg",
        "join/code": world.webinar.join_code,
    }.items():
        world.add(place, value)


def add_addresses(session: Session, settings: Settings, world: World) -> None:
    """The addresses of all that hangs on a full webinar, those of its speakers and attendees among them."""
    webinar = world.webinar
    session.refresh(webinar, ["topics"])
    world.add("topics/slug", *(each.slug for each in webinar.topics))
    recordings = session.scalars(
        sa.select(Recording)
        .where(sa.or_(Recording.webinar_id == webinar.id, Recording.removed_from_id == webinar.id))
        .order_by(Recording.id)
        .options(orm.selectinload(Recording.files))
    ).all()
    if recordings:
        world.add("recordings/slug", *(each.slug for each in recordings))
        world.add("v/code", code_of(recordings[0].slug))
        world.add("code/moment", "90")
        world.add("captions/language", "en")
        # A key and its name.
        world.add("files/key", recordings[0].files[0].key)
        world.add("key/name", recordings[0].files[0].name)
    world.add("q/code", session.get_one(QuestionBoard, webinar.id).code)
    _add_of_rows(session, settings, world, "speaking/token", SpeakingLink, speaker_token)
    _add_of_rows(session, settings, world, "registrations/token", Registration, page_token)
    for group in session.scalars(
        sa.select(RegistrationGroup).where(RegistrationGroup.series_id == world.webinar.series_id)
    ):
        world.add("together/token", group_token(settings, group) or "")
    _add_of_rows(session, settings, world, "join/code", Registration, join_code)
    _add_of_rows(session, settings, world, "questions/token", AudienceQuestion, asker_token)
    _add_of_rows(session, settings, world, "invitations/token", Invitation, invitation_token)
    _add_list(session, settings, world)
    _add_follower(session, settings, world)


def _add_of_rows(
    session: Session, settings: Settings, world: World, place: str, kind: Any, token_of: Callable[..., str | None]
) -> None:
    """The secret addresses of all rows of a kind at the webinar."""
    rows = session.scalars(sa.select(kind).where(kind.webinar_id == world.webinar.id).order_by(kind.id))
    world.add(place, *(token for row in rows if (token := token_of(settings, row))))


def _add_list(session: Session, settings: Settings, world: World) -> None:
    """Who is registered has been sent the list of all she is registered for."""
    registered = sa.select(Registration.email_normal).where(Registration.webinar_id == world.webinar.id)
    email = session.scalars(registered.order_by(Registration.id)).first()
    assert email is not None
    send_links(session, email, now=clock.now())
    sent = sa.select(OutboundEmail.id).where(OutboundEmail.kind == LINKS, OutboundEmail.recipient == email)
    world.add(
        "mine/token", list_token(settings, session.scalars(sent.order_by(OutboundEmail.id.desc()).limit(1)).one())
    )


def _add_follower(session: Session, settings: Settings, world: World) -> None:
    """Who follows by mail has a page, a feed at an address of its own, and a way to end a kind of mails."""
    newest = sa.select(MailFollow).order_by(MailFollow.personal_feed_id.desc()).limit(1)
    follow = session.scalars(newest).one()
    feed = session.get_one(PersonalFeed, follow.personal_feed_id)
    page = page_token_of(settings, follow, feed)
    assert page is not None
    world.add("follow/mail/token", mail_token(settings, follow))
    world.add("follow/token", page)
    world.add("my/token", address_token(page, feed))
    world.add("mail/token", unsubscribe_token(settings, _newest_mail(session, "programme.invited")))


def _newest_mail(session: Session, kind: str, **values: object) -> int:
    """The id of the mail of that kind that was promised last."""
    sent = sa.select(OutboundEmail.id).filter_by(kind=kind, **values)
    return session.scalars(sent.order_by(OutboundEmail.id.desc()).limit(1)).one()
