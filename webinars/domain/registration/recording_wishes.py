"""Who wants one mail when a recording is up, without a registration: asked for, pressed in a mail, and forgotten.

Verbs flush and never commit, but for `forget_old_wishes`.
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.domain.programme.recording_plan import waited_for_until
from webinars.domain.registration.attendee_actions import is_written_to_enough
from webinars.domain.registration.links import wish_digest
from webinars.domain.registration.mail_triggers import promise_alike
from webinars.domain.registration.retention import UNCONFIRMED_DAYS
from webinars.lib.i18n import current_locale
from webinars.lib.tokens import digest_of
from webinars.models import OutboundEmail, Recording, RecordingWish, Webinar

CONFIRM_WISH, RECORDING_WISH = "registration.confirm_wish", "registration.recording_wish"
CHUNK = 200


def ask_for_recording(session: Session, settings: Settings, webinar: Webinar, email: str, *, now: dt.datetime) -> None:
    """Promise the mail in which a press makes it a wish, to `email` (as addresses are compared).

    Whoever has pressed already reads that in it. The caller cannot tell that, nor whether the address has had as many
    mails today as anybody may cause: the same is done for each, and taken back where nothing is to come of it.
    """
    nonce = secrets.token_urlsafe(32)
    is_enough = is_written_to_enough(session, email, now=now)
    session.execute(
        insert_or(session, RecordingWish)
        .values(
            webinar_id=webinar.id,
            email_normal=email,
            nonce=nonce,
            link_digest=wish_digest(settings, nonce),
            created_at=now,
            reader_language=current_locale().language,
        )
        .on_conflict_do_nothing(index_elements=["webinar_id", "email_normal"])
    )
    wish = session.scalars(
        sa.select(RecordingWish).where(RecordingWish.webinar_id == webinar.id, RecordingWish.email_normal == email)
    ).one()
    context = {"wish_id": wish.id, "webinar_id": webinar.id}
    promise_alike(
        session,
        CONFIRM_WISH,
        wish.link_digest,
        email,
        context,
        is_wanted=not is_enough,
        now=now,
        organisation_id=webinar.host_id,
    )
    session.execute(sa.delete(RecordingWish).where(RecordingWish.nonce == (nonce if is_enough else "")))


def wish_by_token(session: Session, token: str) -> RecordingWish | None:
    """Returns the wish whose page has this token, with its webinar and what is up of it."""
    return session.scalar(
        sa.select(RecordingWish)
        .where(RecordingWish.link_digest == digest_of(token))
        .options(
            orm.joinedload(RecordingWish.webinar).joinedload(Webinar.host),
            orm.joinedload(RecordingWish.webinar).selectinload(Webinar.recordings),
        )
    )


def confirm_wish(session: Session, wish_id: int, *, now: dt.datetime) -> None:
    """Take the press in the mail, unless the recording is up by now: then there is nothing left to wait for."""
    # Whoever adds the first recording looks at all wishes of the webinar: see `recap_mail`. One of both waits here.
    query = sa.select(RecordingWish).where(RecordingWish.id == wish_id).with_for_update()
    wish = session.scalar(query.execution_options(populate_existing=True))
    if wish is None or wish.confirmed_at is not None:
        return
    if not session.scalar(sa.select(sa.exists().where(Recording.webinar_id == wish.webinar_id))):
        wish.confirmed_at = now
        session.flush()


def forget_wishes(session: Session, addresses: Mapping[int, str | None]) -> Mapping[int, str | None]:
    """Erase wishes, by their ids, with the mails in which a press was asked for.

    Returns those that were still there, with their `addresses`.
    """
    query = sa.delete(RecordingWish).where(RecordingWish.id.in_(addresses)).returning(RecordingWish.id)
    gone = set(session.scalars(query.execution_options(synchronize_session=False)))
    mails = session.execute(
        sa.select(OutboundEmail.id, OutboundEmail.context).where(
            OutboundEmail.recipient.in_(set(addresses.values())), OutboundEmail.kind == CONFIRM_WISH
        )
    )
    theirs = [mail.id for mail in mails if mail.context["wish_id"] in gone]
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_(theirs)))
    return {number: address for number, address in addresses.items() if number in gone}


def wishes_of(session: Session, email: str) -> Sequence[RecordingWish]:
    """Returns what an address waits for, with the webinars."""
    return session.scalars(
        sa.select(RecordingWish)
        .where(RecordingWish.email_normal == email)
        .options(orm.joinedload(RecordingWish.webinar))
        .order_by(RecordingWish.id)
    ).all()


def forget_old_wishes(session: Session, *, now: dt.datetime) -> None:
    """Erase what nobody has pressed for a week, and what waits for a recording that has not come.

    Commits by itself, some rows at a time.
    """
    after, unpressed = 0, now - dt.timedelta(days=UNCONFIRMED_DAYS)
    query = sa.select(RecordingWish).options(orm.joinedload(RecordingWish.webinar)).order_by(RecordingWish.id)
    while wishes := session.scalars(query.where(RecordingWish.id > after).limit(CHUNK)).all():
        after = wishes[-1].id
        old = [each for each in wishes if _is_old(each, unpressed, now)]
        forget_wishes(session, {each.id: each.email_normal for each in old})
        session.commit()
        session.expunge_all()


def _is_old(wish: RecordingWish, unpressed: dt.datetime, now: dt.datetime) -> bool:
    is_given_up = (waited_for_until(wish.webinar) or now) <= now
    return is_given_up or (wish.confirmed_at is None and wish.created_at < unpressed)
