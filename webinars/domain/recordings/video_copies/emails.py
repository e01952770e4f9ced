"""What is said by mail of videos that are gone."""

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.recordings.video_copies.places import places_of, shown_place, video_of
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, Webinar
from webinars.pure.times import wall
from webinars.pure.videos import asked_host


def write_unavailable(occasion: Occasion) -> Letter | None:
    """Returns the letter to the owners and editors of the host.

    Returns None once the video is there again, or is nobody's any more.
    """
    recording = occasion.session.scalar(
        sa.select(Recording)
        .where(Recording.id == occasion.context["recording_id"], Recording.removed_at.is_(None))
        .options(
            orm.joinedload(Recording.webinar).joinedload(Webinar.host),
            orm.joinedload(Recording.stream),
            orm.selectinload(Recording.copies),
        )
    )
    if recording is None:
        return None
    copy_id = occasion.context["copy_id"]
    wanted = [recording] if copy_id is None else [each for each in recording.copies if each.id == copy_id]
    lost = next((place for place in wanted if place.unavailable_at is not None), None)
    if lost is None or lost.unavailable_at is None:
        return None
    webinar, shown = recording.webinar, shown_place(recording)
    host, title = asked_host(video_of(lost)), recording.title
    since = format_date(wall(lost.unavailable_at, webinar.host.timezone).date(), "d MMMM y")
    says = [
        _("“%(title)s” has not been found at %(host)s since %(date)s.", title=title, host=host, date=since),
        lost.url,
    ]
    if all(place.unavailable_at is not None for place in places_of(recording)):
        says.append(_("It has no other place, so nobody can watch it at the moment. Give it another address."))
    elif lost is recording:
        instead = asked_host(video_of(shown)) or occasion.settings.site_name
        says.append(_("Its page shows the copy at %(host)s instead. Nothing has to be done today.", host=instead))
    else:
        says.append(_("This was a copy. What is shown on its page is there."))
    return Letter(
        subject=_("Not found any more: %(title)s", title=title),
        headline=_("A recording is no longer where it was"),
        paragraphs=says,
        button=Button(
            label=_("Look at its places"), address=occasion.links.recording_copies(webinar.slug, recording.id)
        ),
        footer=_("You get this because you organise with %(organisation)s.", organisation=webinar.host.name),
    )
