"""How answers name things, and how paths find them."""

from typing import Any

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Session

from webinars.api.answers import RecordingReference, Reference, WebinarReference
from webinars.api.protocol.bearers import Bearer
from webinars.api.protocol.operations import UID
from webinars.domain.programme import permissions
from webinars.domain.programme.credit_line import has_page, organisers_of
from webinars.lib.links import Links
from webinars.models import Appearance, Organisation, Recording, Scope, Series, Speaker, Topic, Visibility, Webinar
from webinars.web.lookups import visible_or_gone
from webinars.web.site_context import site_settings

SUBJECTS: dict[str, type[Any]] = {"organisation": Organisation, "series": Series, "speaker": Speaker, "topic": Topic}
"""What narrows a list, by the names of the parameters."""


def links() -> Links:
    """Returns what makes the addresses of answers."""
    return site_settings().links


def reference(folder: str, thing: Organisation | Series, *, is_linked: bool = True) -> Reference:
    """Returns an organisation or a series, by the folder of its page."""
    name = thing.title if isinstance(thing, Series) else thing.name
    url = links().subject(folder, thing.slug) if is_linked else None
    return Reference(slug=thing.slug if is_linked else None, name=name, url=url)


def organisers(webinar: Webinar) -> list[Reference]:
    """Returns who organises a webinar, the host first."""
    found = organisers_of(webinar)
    return [reference("organisations", each, is_linked=has_page(webinar, each)) for each in found]


def person(webinar: Webinar, appearance: Appearance) -> Reference:
    """Returns somebody of a line-up. Who stands in an unlisted webinar alone has no page."""
    slug = appearance.speaker.slug if webinar.visibility is Visibility.PUBLIC and webinar.is_public_page else None
    url = links().subject("speakers", slug) if slug else None
    return Reference(slug=slug, name=appearance.shown_name, url=url)


def recording_reference(recording: Recording) -> RecordingReference:
    return RecordingReference(
        slug=recording.slug, url=links().recording(recording.slug), kind=recording.kind, title=recording.title
    )


def webinar_reference(webinar: Webinar) -> WebinarReference:
    return WebinarReference(
        slug=webinar.slug,
        url=links().webinar(webinar.slug),
        title=webinar.title,
        starts_on=webinar.starts_on.isoformat() if webinar.starts_on else None,
        organisation=webinar.host.name,
    )


def slug_of(session: Session, path: str) -> str:
    """Returns the slug that a path means: itself, or that of the webinar with this id."""
    if not UID.fullmatch(path):
        return path
    return session.scalar(sa.select(Webinar.slug).where(Webinar.uid == path)) or path


def sees_all(who: Bearer, webinar: Webinar) -> bool:
    """Returns whether a token may see what strangers do not. Needs the co-organisers loaded."""
    return who.may(Scope.READ) and permissions.can_view(who.actor, webinar)


def require_visible(who: Bearer, webinar: Webinar) -> None:
    """End in 404 or 410 for a webinar that this program may not see."""
    if not sees_all(who, webinar):
        visible_or_gone(webinar)


def require_known(who: Bearer, webinar: Webinar) -> None:
    """End in 404 where a token's organisation has nothing to do with a webinar, however public it is."""
    if not permissions.can_view(who.actor, webinar):
        abort(404)
