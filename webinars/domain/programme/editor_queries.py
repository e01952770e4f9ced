"""What the organiser's desk and the actions read of a webinar: everything that can be changed."""

from collections.abc import Callable, Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.public_visibility import ever_public
from webinars.domain.programme.queries import for_texts
from webinars.lib.errors import require_right
from webinars.lib.names import name_key
from webinars.models import Appearance, Organisation, Recording, Series, Topic, Webinar, webinar_topic


@cache
def whole() -> tuple[LoaderOption, ...]:
    """Returns what loads a webinar with all that the editor shows."""
    return (
        *for_texts(),
        orm.selectinload(Webinar.answered_questions),
        # As far as `for_texts` does: of a row that is read anew by two ways, what the last of them loads is kept, and
        # which one is the last is different in each process.
        orm.selectinload(Webinar.recordings).joinedload(Recording.appearance).joinedload(Appearance.speaker),
        orm.selectinload(Webinar.recordings).joinedload(Recording.stream),
        orm.selectinload(Webinar.recordings).selectinload(Recording.copies),
        orm.selectinload(Webinar.recordings).selectinload(Recording.cuts),
    )


def webinar_to_edit(session: Session, slug: str) -> Webinar | None:
    """Returns the webinar with all that can be changed, whatever its status."""
    return session.scalar(sa.select(Webinar).where(Webinar.slug == slug).options(*whole()))


def lock_webinar(session: Session, slug: str) -> None:
    """Let two who change the same webinar take turns until the end of the transaction. SQLite queues them anyway."""
    session.execute(sa.select(Webinar.id).where(Webinar.slug == slug).with_for_update(key_share=True))


PARTS = {
    "host": (),
    "series": (),
    "topics": (),
    "co_organisers": ("organisation",),
    "lineup": ("speaker",),
    "questions": (),
    "answered_questions": (),
    "recordings": ("appearance", "stream", "copies", "cuts"),
}
"""What `whole` loads: the webinar's attributes, and of each of their rows these."""


def load_whole(session: Session, webinar: Webinar) -> None:
    """Load what is not loaded yet of a webinar that came from another query. What is loaded stays as it is."""
    # Every action asks for this, and a save is a dozen of them.
    if not is_whole(webinar):
        # selectinload fills collections that are unloaded, and leaves those that hold somebody's changes.
        session.scalars(sa.select(Webinar).where(Webinar.id == webinar.id).options(*whole())).unique().one()


def webinar_read_anew(session: Session, webinar_id: int) -> Webinar:
    """Returns the webinar with its organisers as they are stored by now."""
    return session.scalars(
        sa.select(Webinar)
        .where(Webinar.id == webinar_id)
        .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
        .execution_options(populate_existing=True)
    ).one()


def load_to_change(session: Session, actor: Actor, webinar: Webinar, may: Callable[[Actor, Webinar], bool]) -> None:
    """Load it whole for somebody who `may` change it, by a rule. Raises NotAllowed."""
    load_whole(session, webinar)
    require_right(may(actor, webinar))


def note_nothing_beside(webinar: Webinar) -> None:
    """Have a webinar that was just made count as loaded whole: a new row has nothing beside its host."""
    for part in PARTS.keys() - {"host"}:
        orm.attributes.set_committed_value(webinar, part, None if part == "series" else [])


def is_whole(webinar: Webinar) -> bool:
    """Returns whether all that `whole` loads is loaded."""
    unloaded = sa.inspect(webinar).unloaded
    return unloaded.isdisjoint(PARTS) and all(
        sa.inspect(row).unloaded.isdisjoint(names)
        for part, names in PARTS.items()
        if names
        for row in getattr(webinar, part)
    )


def series_titled(session: Session, organisation: Organisation, title: str) -> Series | None:
    """Returns the organisation's series of that title, give or take capitals."""
    return next((each for each in series_of(session, organisation) if name_key(each.title) == name_key(title)), None)


def series_of(session: Session, organisation: Organisation) -> Sequence[Series]:
    """Returns the organisation's series by title."""
    return session.scalars(
        sa.select(Series).where(Series.organisation_id == organisation.id).order_by(Series.title, Series.id)
    ).all()


def topics_named(session: Session, names: Sequence[str]) -> dict[str, Topic]:
    """Returns the topics of these names that exist, by `name_key`."""
    keys = {name_key(name) for name in names}
    return {name_key(topic.name): topic for topic in session.scalars(sa.select(Topic)) if name_key(topic.name) in keys}


def topic_names(session: Session, actor: Actor) -> Sequence[str]:
    """Returns topics to suggest, sorted: of webinars that strangers could see, or of the actor's own organisations."""
    named = (
        sa.select(webinar_topic.c.topic_id)
        .join(Webinar, Webinar.id == webinar_topic.c.webinar_id)
        .where(sa.or_(ever_public(), Webinar.host_id.in_(list(actor.roles))))
    )
    return session.scalars(sa.select(Topic.name).where(Topic.id.in_(named)).order_by(Topic.name)).all()
