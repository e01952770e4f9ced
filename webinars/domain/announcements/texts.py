"""A webinar as text for every place an organiser posts to."""

import datetime as dt
import enum
from collections.abc import Callable, Mapping

from msgspec import Struct

from webinars.config import Settings
from webinars.domain.announcements.house_style import read_house_style
from webinars.domain.programme.credit_line import Credit, name_within
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.zone_display import zone_line_of
from webinars.domain.recordings.neighbours import recording_showing
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.i18n import spoken_locale, use_locale
from webinars.lib.links import Links
from webinars.lib.player_times import playing_time
from webinars.models import JoinAccess, Status, Visibility, Webinar
from webinars.pure import times
from webinars.pure.announcements import writer
from webinars.pure.announcements.model import RecordingKind, Role
from webinars.pure.announcements.writer import Announcement, AnsweredQuestion, Network, Phase, WebinarStatus


class TextForm(enum.StrEnum):
    """What a place takes."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    WORDPRESS = "wordpress"
    MAIL = "mail"
    X = "x"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"


class FormOfText(Struct, frozen=True):
    """One form: its name, and which function writes it."""

    name: str
    hint: str
    write: Callable[[Announcement], str]


def _mail(announcement: Announcement) -> str:
    return str(writer.mail(announcement))


FORMS: Mapping[TextForm, FormOfText] = {
    TextForm.PLAIN: FormOfText(_l("Plain text"), _l("For a forum, a form or a chat."), writer.plain),
    TextForm.WORDPRESS: FormOfText(
        _l("WordPress"), _l("Paste it into a new post: WordPress makes blocks of it, with players."), writer.wordpress
    ),
    TextForm.HTML: FormOfText(_l("HTML"), _l("For the source view of a website."), writer.html),
    TextForm.MARKDOWN: FormOfText(_l("Markdown"), _l("For Discourse, GitHub, Slack and their like."), writer.markdown),
    TextForm.MAIL: FormOfText(_l("Mail"), _l("The first line is the subject."), _mail),
    TextForm.X: FormOfText(
        _l("X"), _l("Fits 280 characters as X counts them."), lambda text: writer.short_post(text, Network.X)
    ),
    TextForm.MASTODON: FormOfText(
        _l("Mastodon"),
        _l("Fits 500 characters as Mastodon counts them."),
        lambda text: writer.short_post(text, Network.MASTODON),
    ),
    TextForm.BLUESKY: FormOfText(
        _l("Bluesky"),
        _l("Fits 300 characters as Bluesky counts them."),
        lambda text: writer.short_post(text, Network.BLUESKY),
    ),
}

MOST_ASKED = 30
"""Questions from the audience that a text lists."""
STANDINGS = {Status.POSTPONED: WebinarStatus.POSTPONED, Status.CANCELLED: WebinarStatus.CANCELLED}


def write(webinar: Webinar, form: TextForm, phase: Phase, settings: Settings) -> str:
    """Returns the text of `webinar`, which must be loaded whole."""
    return FORMS[form].write(announcement_of(webinar, phase, settings))


def announcement_of(webinar: Webinar, phase: Phase, settings: Settings) -> Announcement:
    """Returns what the texts say. The room's own address is in none of them: /join outlives every change of it."""
    links = settings.links
    language = spoken_locale(webinar.language)
    with use_locale(language):
        line = zone_line_of(webinar, settings.display_zones)
        credit = Credit.of(webinar, name_within)
        page_url, register_url = links.webinar(webinar.slug), links.register(webinar.slug)
        join_url = links.join(webinar.join_code)
        asked = _asked(webinar, links)
    may_join = webinar.join_access == JoinAccess.OPEN and bool(webinar.join_url)
    return Announcement(
        title=webinar.title,
        zone_line=line,
        date=webinar.starts_on,
        summary=webinar.summary if webinar.summary != webinar.description else "",
        description=webinar.description,
        questions=tuple(question.text for question in webinar.questions),
        lineup=tuple(
            writer.Appearance(
                name=each.shown_name,
                affiliation=each.affiliation or None,
                role=Role(each.role.value),
                talk_title=each.talk_title or None,
            )
            for each in public_lineup(webinar, is_over=phase is Phase.AFTER)
        ),
        is_lineup_agreed=all(each.has_agreed for each in public_lineup(webinar, is_over=phase is Phase.AFTER)),
        organisers=credit.organised,
        beside=credit.beside,
        supporters=credit.supporting,
        page_url=page_url,
        registration_url=register_url if webinar.is_registration_here else webinar.registration_url,
        join_url=join_url if may_join and webinar.visibility == Visibility.PUBLIC else None,
        recordings=tuple(
            writer.Recording(
                url=each.url,
                kind=RecordingKind(each.kind.value),
                speaker=each.appearance.shown_name if each.appearance else None,
                title=each.title or None,
            )
            for each in webinar.recordings
        ),
        asked=asked,
        phase=phase,
        standing=STANDINGS.get(webinar.status, WebinarStatus.HOLDS),
        cancellation_reason=webinar.cancellation_reason,
        language=language,
        style=read_house_style(webinar.host.house_style or {}),
    )


def _asked(webinar: Webinar, links: Links) -> tuple[AnsweredQuestion, ...]:
    """Returns what the audience was answered, by the moments, and then what was answered in writing alone."""
    found = []
    for question in webinar.answered_questions:
        seen = None if question.answered_s is None else recording_showing(webinar.recordings, question.answered_s)
        if seen is None:
            found.append((1, question.number, AnsweredQuestion(question.text)))
        else:
            recording, place_s = seen
            url = links.moment(recording.slug, place_s)
            found.append((0, question.answered_s or 0, AnsweredQuestion(question.text, playing_time(place_s), url)))
    return tuple(answered for *_order, answered in sorted(found, key=lambda each: each[:2]))[:MOST_ASKED]


def phase_now(webinar: Webinar, now: dt.datetime) -> Phase:
    """Returns the tense that fits at `now`: "today" from midnight of the day in the webinar's own zone."""
    if webinar.ends_at is not None and webinar.timezone is not None:
        if min(webinar.ends_at, webinar.pressed(webinar.ended_at) or webinar.ends_at) <= now:
            return Phase.AFTER
        is_today = times.wall(now, webinar.timezone).date() == webinar.starts_on
        return Phase.TODAY if is_today else Phase.BEFORE
    return Phase.AFTER if webinar.starts_on is not None and webinar.starts_on < now.date() else Phase.BEFORE
