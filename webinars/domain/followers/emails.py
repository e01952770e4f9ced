"""What is said by mail to those who follow: that a press is needed, and what is new."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars import clock
from webinars.domain.calendars.feed_membership import feeds_of
from webinars.domain.calendars.queries import webinars_for_entries
from webinars.domain.followers.actions import end, schedule_of
from webinars.domain.followers.digest_news import DigestNews, FormerStart, NewsKind, first_recordings, is_still_true
from webinars.domain.followers.digest_schedule import rhythm_sentence, when_text
from webinars.domain.followers.links import mail_token
from webinars.domain.mail.mail_kind import Button, Ending, Item, Letter, Occasion
from webinars.domain.programme.credit_line import article_of, credit_text
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.public_visibility import listed
from webinars.domain.programme.zone_display import reader_line_at
from webinars.domain.registration.letters.shared_parts import on_one_line
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.text_cleaning import short_title
from webinars.models import Feed, FeedKind, Follow, MailFollow, PersonalFeed, Recording, RecordingKind, Webinar
from webinars.pure.times import ZoneLine, duration_text, format_day, place_name, presentable

# One webinar in a mail to those who follow: what has become of it, her hour, and the organiser's.


class DigestItem(Struct, frozen=True, kw_only=True):
    """What a mail says of a webinar. It is loaded as its calendar entry needs it."""

    what: NewsKind
    webinar: Webinar
    former: FormerStart | None = None
    """Of one that was moved: the start to name, if it is not the one before the last move."""


def item_of(occasion: Occasion, told: DigestItem, timezone: str, day: dt.date) -> Item:
    """Returns the item with hours of `timezone`. A year stands in it only if it is not that of `day`."""
    key = ("item", told.webinar.id, told.what, told.former, timezone, day)
    return occasion.once(key, lambda: _written(occasion, told, timezone, day))


def _written(occasion: Occasion, told: DigestItem, timezone: str, day: dt.date) -> Item:
    webinar = told.webinar
    address = occasion.links.webinar(webinar.slug)
    credit = _("%(organisers)s.", organisers=credit_text(webinar))
    if told.what is NewsKind.RECORDING:
        recording = _first(webinar)
        names = format_list([each.shown_name for each in public_lineup(webinar)])
        length = duration_text(max(1, round(recording.duration_s / 60))) if recording.duration_s else ""
        return Item(
            what=_("Recording"),
            title=webinar.title,
            when=length,
            line=" ".join(filter(None, [_("%(names)s.", names=names) if names else "", credit])),
            address=occasion.links.recording(recording.slug),
        )
    line = _line(occasion, webinar, timezone)
    when = _when(webinar, line, day)
    if told.what is NewsKind.CANCELLED:
        said = _("It was to be on %(when)s", when=when) if when else ""
        return Item(what=_("Cancelled"), title=webinar.title, when=said, line=credit, address=address)
    others = ", ".join(on_one_line(time.text) for time in line.times[1:]) if line else ""
    sentences = [_("%(times)s.", times=others) if others else "", credit]
    if told.what is NewsKind.MOVED:
        sentences.insert(0, _former_start(occasion, told, line, timezone))
    return Item(
        what=_what_text(told.what),
        title=webinar.title,
        when=when,
        line=" ".join(filter(None, sentences)),
        address=address,
    )


def _what_text(what: NewsKind) -> str:
    return {NewsKind.MOVED: _("Moved"), NewsKind.RESTORED: _("Takes place after all")}.get(what, _("New"))


def _first(webinar: Webinar) -> Recording:
    return min(webinar.recordings, key=lambda each: (each.kind != RecordingKind.FULL, each.position or 0))


def _line(occasion: Occasion, webinar: Webinar, timezone: str) -> ZoneLine | None:
    if webinar.starts_at is None:
        return None
    return reader_line_at(webinar, webinar.starts_at, timezone, occasion.settings.display_zones)


def _when(webinar: Webinar, line: ZoneLine | None, day: dt.date) -> str:
    """Returns its day and hour, or the day alone where no more is known."""
    if line is None:
        return format_day(webinar.starts_on, year=webinar.starts_on.year != day.year) if webinar.starts_on else ""
    date = format_day(line.date, year=line.date.year != day.year)
    return _("%(date)s, %(times)s", date=date, times=line.times[0].text)


def _former_start(occasion: Occasion, told: DigestItem, line: ZoneLine | None, timezone: str) -> str:
    """Returns what is another by now of the start before: "Was Sunday 14 March.", "Was 4pm Rome."."""
    webinar, former = told.webinar, told.former
    if former is None and webinar.moved_from_wall is not None and webinar.moved_from_timezone is not None:
        former = FormerStart(webinar.moved_from_wall, webinar.moved_from_timezone)
    before_at = former.at if former is not None else None
    if before_at is None or line is None:
        return ""
    before = reader_line_at(webinar, before_at, timezone, occasion.settings.display_zones)
    day, hour = format_day(before.date, year=before.date.year != line.date.year), before.times[0].text
    if before.date == line.date:
        return _("Was %(when)s.", when=hour)
    if before.times[0].hour_text == line.times[0].hour_text:
        return _("Was %(when)s.", when=day)
    return _("Was %(date)s, %(times)s.", date=day, times=hour)


MOST_NAMES = 6
"""So many of the things followed a letter names."""


def write_confirm(occasion: Occasion) -> Letter | None:
    """Returns the mail to an address that somebody has entered, or None once it is pressed.

    It says nothing that a stranger has typed.
    """
    follow = _follow_of(occasion)
    token = mail_token(occasion.settings, follow) if follow is not None else None
    if follow is None or token is None or follow.confirmed_at is not None:
        return None
    wanted = schedule_of(follow)
    return Letter(
        subject=_confirm_subjects()[wanted.rhythm.value],
        kicker=_("Follow by mail"),
        headline=_("Press to begin"),
        line=rhythm_sentence(wanted),
        paragraphs=[
            _(
                "You, or somebody who entered this address, asked for a mail about: %(names)s.",
                names=", ".join(_names(occasion, follow)),
            )
        ],
        button=Button(label=_("Begin"), address=occasion.links.follow_by_mail(token)),
        footer=_("If it was not you, do nothing: no further mail comes."),
        secrets=frozenset({token}),
    )


def write_digest(occasion: Occasion) -> Letter | None:
    """Returns the mail of what is new and still so, or None if nothing is left of it or its reader follows no more."""
    follow = _follow_of(occasion)
    token = mail_token(occasion.settings, follow) if follow is not None else None
    if follow is None or token is None or follow.confirmed_at is None:
        return None
    told = list(_digest_items(occasion, follow))
    if not told:
        return None
    timezone, day = presentable(follow.timezone), dt.date.fromisoformat(occasion.context["on"])
    counts = _counts([each.what for each in told])
    line = _("%(counts)s.", counts=", ".join(counts.values()))
    if any(each.what is not NewsKind.RECORDING for each in told):
        line += " " + _("Hours are those of %(place)s; the organiser’s follow.", place=place_name(timezone))
    more = int(occasion.context.get("more") or 0)
    further = ngettext("%(num)s more stands on the site.", "%(num)s more stand on the site.", more) if more else ""
    names = format_list(_names(occasion, follow))
    letter = Letter(
        subject=_subject(occasion, told, timezone, day),
        kicker=_("What you follow"),
        headline=format_day(day),
        line=line,
        paragraphs=[*(item_of(occasion, each, timezone, day) for each in told), *([further] if further else [])],
        button=Button(label=_("See the whole programme"), address=occasion.links.home()),
        footer=" ".join(
            [
                _("You follow %(names)s, by mail %(when)s.", names=names, when=when_text(schedule_of(follow))),
                _("Nothing comes when there is nothing new. Change what you follow:"),
            ]
        ),
        footer_address=occasion.links.follow_by_mail(token),
        ending_label=_("Unsubscribe with one press"),
        secrets=frozenset({token}),
    )
    hosts = {each.webinar.host_id: each.webinar.host for each in told}
    return letter.from_organisation(*hosts.values()) if len(hosts) == 1 else letter


def end_by_mail(session: Session, context: Mapping[str, Any], is_wanted: bool) -> None:  # noqa: FBT001 - the shape of every such wish
    """End the follow that a mail with that context was sent for. Does not commit."""
    follow = _with_choice(session, context["feed_id"], is_locked=True)
    if follow is not None and not is_wanted:
        end(session, follow, now=clock.now())


FOLLOWING = Ending(
    title=_l("New webinars and recordings of what you follow"),
    remark=_l("Your address and your choice are erased at once, and the calendar that came with them ends."),
    wish=end_by_mail,
    is_final=True,
)


def _with_choice(session: Session, feed_id: int, *, is_locked: bool = False) -> MailFollow | None:
    query = (
        sa.select(MailFollow)
        .where(MailFollow.personal_feed_id == feed_id)
        .options(orm.joinedload(MailFollow.personal_feed).selectinload(PersonalFeed.follows))
        .execution_options(populate_existing=True)
    )
    return session.scalar(query.with_for_update(of=MailFollow) if is_locked else query)


def _follow_of(occasion: Occasion) -> MailFollow | None:
    follow = _with_choice(occasion.session, occasion.context["feed_id"])
    return follow if follow is not None and follow.email_normal == occasion.recipient else None


def _names(occasion: Occasion, follow: MailFollow) -> list[str]:
    """Returns what is followed, by name, and of much the first few. Only what is, or was, in public has a name here."""
    rows = occasion.session.execute(
        sa.select(Feed.kind, Feed.name)
        .join(Follow, sa.and_(Follow.kind == Feed.kind, Follow.subject_id == Feed.subject_id))
        .where(Follow.personal_feed_id == follow.personal_feed_id)
        .order_by(Feed.kind, sa.func.lower(Feed.name), Feed.id)
    ).all()
    names = [article_of(name) + name if kind is FeedKind.ORGANISATION else name for kind, name in rows]
    if len(names) <= MOST_NAMES:
        return names or [_("what has ended since")]
    rest = len(names) - MOST_NAMES + 1
    return [*names[: MOST_NAMES - 1], ngettext("%(num)s other", "%(num)s others", rest)]


def _digest_items(occasion: Occasion, follow: MailFollow) -> Iterable[DigestItem]:
    items = [_news(*item) for item in occasion.context["items"]]
    webinars = _webinars(occasion, [each.webinar_id for each in items])
    choice = {(each.kind, each.subject_id) for each in follow.personal_feed.follows}
    for what in NewsKind:
        for each in items:
            webinar, recorded_at = webinars.get(each.webinar_id, (None, None))
            if each.what is not what or webinar is None or choice.isdisjoint(feeds_of(webinar, "")):
                continue
            if is_still_true(each, webinar, recorded_at, now=occasion.now):
                yield DigestItem(what=what, webinar=webinar, former=each.former)


def _news(webinar_id: int, what: str, wall: str = "", timezone: str = "") -> DigestNews:
    """Returns the news as the promise of the mail keeps it."""
    former = FormerStart(dt.datetime.fromisoformat(wall), timezone) if wall else None
    return DigestNews(webinar_id, NewsKind(what), former)


def _webinars(
    occasion: Occasion, webinar_ids: Sequence[int]
) -> Mapping[int, tuple[Webinar | None, dt.datetime | None]]:
    """Returns those that stand in lists now, with when their first recording came.

    Each is looked up once for letters together.
    """
    found: dict[int, tuple[Webinar | None, dt.datetime | None]] = occasion.once("followed webinars", dict)
    missing = [each for each in webinar_ids if each not in found]
    if missing:
        recorded = first_recordings(occasion.session, missing)
        found |= dict.fromkeys(missing, (None, None))
        for webinar in occasion.session.scalars(webinars_for_entries(missing).where(listed())):
            found[webinar.id] = (webinar, recorded.get(webinar.id))
    return found


def _counts(told: Sequence[NewsKind]) -> dict[NewsKind, str]:
    """Returns how many there are of each kind that there is: "2 new webinars", "1 moved"."""
    texts = {
        NewsKind.NEW: ngettext("%(num)s new webinar", "%(num)s new webinars", told.count(NewsKind.NEW)),
        NewsKind.MOVED: _("%(count)s moved", count=told.count(NewsKind.MOVED)),
        NewsKind.RESTORED: ngettext(
            "%(num)s takes place after all", "%(num)s take place after all", told.count(NewsKind.RESTORED)
        ),
        NewsKind.CANCELLED: _("%(count)s cancelled", count=told.count(NewsKind.CANCELLED)),
        NewsKind.RECORDING: ngettext("%(num)s new recording", "%(num)s new recordings", told.count(NewsKind.RECORDING)),
    }
    return {what: text for what, text in texts.items() if what in told}


def _subject(occasion: Occasion, told: Sequence[DigestItem], timezone: str, day: dt.date) -> str:
    """Returns what has become of the one webinar that there is, its hour and title, or else how many there are.

    It is short, so that it is read whole: what is cancelled is counted where there is nothing else. The day of the
    mail is not in it, for it would be taken for the webinar's.
    """
    if len(told) == 1:
        (one,) = told
        what, title = item_of(occasion, one, timezone, day).what, short_title(one.webinar.title)
        when = "" if one.what is NewsKind.RECORDING else _when(one.webinar, _line(occasion, one.webinar, timezone), day)
        if not when:
            return _("%(what)s: %(title)s", what=what, title=title)
        return _("%(what)s, %(when)s: %(title)s", what=what, when=when, title=title)
    kinds = [each.what for each in told]
    counts = _counts(kinds)
    if NewsKind.RECORDING in counts and len(counts) > 1:
        counts[NewsKind.RECORDING] = ngettext(
            "%(num)s recording", "%(num)s recordings", kinds.count(NewsKind.RECORDING)
        )
    if len(counts) > 1:
        counts.pop(NewsKind.CANCELLED, None)
    return ", ".join(counts.values())


def _confirm_subjects() -> Mapping[str, str]:
    return {
        "weekly": _("One press, and the weekly mail begins"),
        "daily": _("One press, and the daily mail begins"),
        "as-it-comes": _("One press, and the mails begin"),
    }
