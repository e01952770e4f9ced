"""What stands on a front page. Its template leaves out every part in which nothing would stand."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from webinars.db import db
from webinars.domain.front_page.queries import Figures, Holder, Latest, figures_of, holders, latest_of, load_people
from webinars.domain.programme.listing import lists
from webinars.domain.programme.listing.statements import SITE
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.phases import phase_of
from webinars.domain.programme.queries import for_lists
from webinars.domain.questions.boards import AskingState, asking_of, board_of
from webinars.domain.recordings.queries import newest_recordings_of
from webinars.domain.registration.queries import window_at
from webinars.domain.registration.registration_window import next_change_of
from webinars.models import Organisation, Recording, Webinar
from webinars.web.page_cache.stored_pages import compare_with

AFTER_THAT, MOST_ON_AT_ONCE = 6, 4
RECORDINGS = 3


class FrontPage(Struct, frozen=True):
    """All that stands there, of a site or of one organisation."""

    sentence: str
    """Their own."""
    lead: Webinar | None
    """The next webinar that takes place, or one that is going on if none is to come."""
    offer: str | None
    """How its registration stands."""
    is_asked: bool
    """Whether everybody may ask something for it now."""
    live: Sequence[Webinar]
    after: Sequence[Webinar]
    figures: Figures
    latest: Latest
    recordings: Sequence[Recording]
    holders: Sequence[Holder]
    followed: str
    """What a form of those who follow by mail names it."""
    changes_at: dt.datetime | None
    """When the clock makes another page of it."""


def site_front_page(sentence: str, now: dt.datetime) -> FrontPage:
    """Returns the front page of the site."""
    coming = lists.coming_webinars(db.session(), now, AFTER_THAT + MOST_ON_AT_ONCE)
    return front_page(sentence, now, coming)


def front_page(
    sentence: str, now: dt.datetime, coming: Sequence[Webinar], organisation: Organisation | None = None
) -> FrontPage:
    """Returns the front page of the site, or of an organisation, of which these webinars are to come."""
    session, subject = db.session(), SITE if organisation is None else lists.list_of(organisation)
    live = [webinar for webinar in coming if phase_of(webinar, now).is_going_on]
    lead = next((webinar for webinar in coming if phase_of(webinar, now).is_to_come), live[0] if live else None)
    after = [webinar for webinar in coming if webinar is not lead and webinar not in live]
    if organisation is None:
        after = after[:AFTER_THAT]
    # A list of the site's is loaded whole, a page of a subject's has what its items show.
    load_people(session, lead, after, of_lead=for_lists() if organisation is not None else ())
    offer, is_asked, moments = None, False, [next_change(coming, now)]
    if lead is not None:
        compare_with("webinar", lead.slug)
        window = window_at(session, lead, now=now)
        offer = window.state if window is not None else None
        is_asked = asking_of(board_of(session, lead.id), lead, now) is AskingState.OPEN
        moments.append(next_change_of(lead, window, now=now))
    return FrontPage(
        sentence=sentence,
        lead=lead,
        offer=offer,
        is_asked=is_asked,
        live=live,
        after=after,
        figures=figures_of(session, subject, now),
        latest=latest_of(session, subject, now),
        recordings=newest_recordings_of(session, organisation, RECORDINGS),
        holders=holders(session, now) if organisation is None else (),
        followed=f"{subject[0].value}-{subject[1]}",
        changes_at=min((moment for moment in moments if moment is not None), default=None),
    )
