"""What publishing does, or has done, in the sentence beside the button."""

from webinars.domain.calendars.reach_counts import Reach
from webinars.domain.lineup.created_records import NewOnes
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _


def before_publishing(reach: Reach) -> str:
    """Returns "Publishing puts it on the page and in 3 feeds; 184 calendars follow them."."""
    if not reach.feed_count:
        return _("Publishing puts it on its page, for people with its address.")
    where = ngettext(
        "Publishing puts it on the page and in one feed",
        "Publishing puts it on the page and in %(num)s feeds",
        reach.feed_count,
    )
    return where + _followers(reach)


def after_publishing(reach: Reach) -> str:
    """Returns "It is on the page and in 3 feeds; 184 calendars follow them."."""
    if not reach.feed_count:
        return _("It is on its page, for people with its address.")
    where = ngettext("It is on the page and in one feed", "It is on the page and in %(num)s feeds", reach.feed_count)
    return where + _followers(reach)


def before_publishing_several(count: int, reach: Reach) -> str:
    """Returns "Publishing puts 3 webinars on the page and in 2 feeds; 96 calendars follow them."."""
    if count == 1:
        return before_publishing(reach)
    if not reach.feed_count:
        return _("Publishing puts %(count)s webinars on their pages, for people with their addresses.", count=count)
    where = ngettext(
        "Publishing puts %(count)s webinars on the page and in one feed",
        "Publishing puts %(count)s webinars on the page and in %(num)s feeds",
        reach.feed_count,
        count=count,
    )
    return where + _followers(reach)


def after_publishing_several(count: int, reach: Reach) -> str:
    """Returns "3 webinars are on the page and in 2 feeds; 96 calendars follow them."."""
    if count == 1:
        return after_publishing(reach)
    if not reach.feed_count:
        return _("%(count)s webinars are on their pages, for people with their addresses.", count=count)
    where = ngettext(
        "%(count)s webinars are on the page and in one feed",
        "%(count)s webinars are on the page and in %(num)s feeds",
        reach.feed_count,
        count=count,
    )
    return where + _followers(reach)


def new_sentence(new: NewOnes) -> str:
    """Returns "2 people and 1 organisation are new.", or an empty text if nobody is."""
    parts = []
    if new.speakers:
        parts.append(ngettext("%(num)s person", "%(num)s people", len(new.speakers)))
    if new.organisations:
        parts.append(ngettext("%(num)s organisation", "%(num)s organisations", len(new.organisations)))
    count = len(new.speakers) + len(new.organisations)
    return ngettext("%(things)s is new.", "%(things)s are new.", count, things=format_list(parts)) if parts else ""


def taken_back_sentence(gone: NewOnes) -> str:
    parts = [*(each.name for each in gone.speakers), *(each.name for each in gone.organisations)]
    if not parts:
        return _("Nothing was taken back: the webinar was changed since, or they are needed elsewhere.")
    return _("Taken back: %(names)s.", names=format_list(parts))


def _followers(reach: Reach) -> str:
    if not reach.calendar_count:
        return "."
    # How many calendars fetch a public feed by themselves nobody can count; these are the ones that are known.
    return ngettext("; one calendar follows them.", "; %(num)s calendars follow them.", reach.calendar_count)
