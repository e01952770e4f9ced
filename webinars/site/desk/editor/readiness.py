"""What stands ready in a webinar, and what a look at it would miss."""

import datetime as dt
import enum

from msgspec import Struct

from webinars.domain.programme.life_cycle import missing_for_publication
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Agreement, Webinar


class CheckState(enum.StrEnum):
    DONE = "done"
    MISSING = "missing"
    """Worth a look before it is announced, or `is_needed` if it cannot be without."""
    LATER = "later"


class ReadinessCheck(Struct, frozen=True):
    standing: CheckState
    text: str
    anchor: str
    """The id in the editor where it is put right."""
    is_needed: bool = False


def checks_of(
    webinar: Webinar, zone_count: int, *, asked: tuple[int, int] | None = None, now: dt.datetime
) -> list[ReadinessCheck]:
    """Returns each part in one line, what is needed first. Needs the whole webinar loaded.

    `asked`: how many have answered which starts suit, of how many, while none of those is chosen.
    """
    checks = [_start(webinar, zone_count, now=now), *_lineup(webinar), *_co_organisers(webinar)]
    if webinar.questions:
        count = ngettext("%(num)s question", "%(num)s questions", len(webinar.questions))
        checks.append(ReadinessCheck(CheckState.DONE, count, "questions"))
    if not webinar.description and not webinar.summary:
        checks.append(ReadinessCheck(CheckState.LATER, _("No description yet. It can come later."), "description"))
    checks.append(_way_in(webinar))
    if asked is not None:
        checks.append(ReadinessCheck(CheckState.MISSING, still_open(asked), "starts"))
    order = list(CheckState)
    return sorted(checks, key=lambda check: (not check.is_needed, order.index(check.standing)))


def still_open(asked: tuple[int, int]) -> str:
    """Returns "Finding a time is still open: 5 of 7 have answered."."""
    return _("Finding a time is still open: %(done)s of %(all)s have answered.", done=asked[0], all=asked[1])


def _start(webinar: Webinar, zone_count: int, *, now: dt.datetime) -> ReadinessCheck:
    missing = missing_for_publication(webinar, now=now)
    if missing:
        return ReadinessCheck(
            CheckState.MISSING, _("It needs %(thing)s.", thing=next(iter(missing.values()))), "date", is_needed=True
        )
    if webinar.starts_at is None:
        return ReadinessCheck(CheckState.DONE, _("The day; the hour is not known"), "date")
    return ReadinessCheck(CheckState.DONE, ngettext("Time, in one zone", "Time, in %(num)s zones", zone_count), "date")


def _lineup(webinar: Webinar) -> list[ReadinessCheck]:
    people = [each for each in webinar.lineup if not each.has_declined]
    if not people:
        return [ReadinessCheck(CheckState.LATER, _("No speakers yet. They can come later."), "lineup")]
    if all(each.has_agreed for each in people):
        count = ngettext("One speaker, who has agreed", "%(num)s speakers, all have agreed", len(people))
        return [ReadinessCheck(CheckState.DONE, count, "lineup")]
    waiting = [each.shown_name for each in people if each.agreement == Agreement.ASKED]
    return [
        ReadinessCheck(CheckState.MISSING, _("%(name)s has not answered", name=name), "lineup") for name in waiting
    ] or [ReadinessCheck(CheckState.DONE, ngettext("One speaker", "%(num)s speakers", len(people)), "lineup")]


def _co_organisers(webinar: Webinar) -> list[ReadinessCheck]:
    return [
        ReadinessCheck(
            CheckState.MISSING,
            _("%(organisation)s has not answered", organisation=each.organisation.name),
            "co_organisers",
        )
        for each in webinar.co_organisers
        if each.accepted_at is None
    ]


def _way_in(webinar: Webinar) -> ReadinessCheck:
    if webinar.lacks_registration:
        sentence = _("Only people who have registered may join, and there is no way to register.")
        return ReadinessCheck(CheckState.MISSING, sentence, "registration")
    if webinar.join_url:
        return ReadinessCheck(CheckState.DONE, _("A room to meet in"), "room")
    if webinar.live_stream_url or webinar.registration_url:
        return ReadinessCheck(CheckState.DONE, _("A way to take part"), "room")
    if webinar.is_registration_here:
        return ReadinessCheck(
            CheckState.LATER, _("No room yet: those who register get their link all the same."), "room"
        )
    return ReadinessCheck(CheckState.LATER, _("No room yet. Our link will lead there as soon as there is one."), "room")
