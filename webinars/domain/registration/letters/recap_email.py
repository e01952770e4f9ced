"""What is said by mail once there is a recording, and to who waits for one without a registration."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy import orm

from webinars.domain.mail.mail_kind import Button, Letter, LinkedParagraph, LinkList, Occasion
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.recording_plan import is_recording_promised, takes_recording_wishes
from webinars.domain.recordings.moments import Moment, MomentKind, moments_of
from webinars.domain.registration.letters.shared_parts import Reader, credit_of, reader_of, webinar_and_desk
from webinars.domain.registration.links import wish_token
from webinars.domain.registration.queries import is_feedback_wanted
from webinars.domain.registration.retention import UNCONFIRMED_DAYS
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.player_times import playing_time
from webinars.lib.text_cleaning import number_word, short_title
from webinars.models import (
    Appearance,
    Recording,
    RecordingKind,
    RecordingWish,
    Registration,
    RegistrationState,
    Status,
    StoredFile,
    Transcript,
    Webinar,
)
from webinars.pure.times import duration_text

MOST = 10
"""So many chapters, answers and slides are named; the page has all of them."""


def write_recording(occasion: Occasion) -> Letter | None:
    """Returns the letter to somebody with a place who asked, or None if there is no recording any more."""
    reader = reader_of(occasion)
    if reader is None or reader.registration.state is not RegistrationState.CONFIRMED:
        return None
    return registered_letter(reader) if reader.registration.wants_recording else None


def write_recording_wish(occasion: Occasion) -> Letter | None:
    """Returns the letter to somebody who waits without a place, or None if one with a place comes to the address."""
    webinar, _desk = webinar_and_desk(occasion, occasion.context["webinar_id"])
    if webinar is None:
        return None
    is_told_so = sa.exists().where(
        Registration.webinar_id == webinar.id,
        Registration.email_normal == occasion.recipient,
        Registration.state == RegistrationState.CONFIRMED,
        Registration.wants_recording,
    )
    return None if occasion.session.scalar(sa.select(is_told_so)) else recap_letter(occasion, webinar)


def registered_letter(reader: Reader) -> Letter | None:
    """Returns what is said to somebody with a place, or None if there is no recording."""
    letter, footer = recap_letter(reader.occasion, reader.webinar), reader.retention_footer()
    if letter is None:
        return None
    further = list(letter.further)
    if is_feedback_wanted(reader.registration, reader.desk, reader.webinar, now=reader.occasion.now):
        asked = _("Was it worth your time? Two questions on your page:")
        further.append(LinkedParagraph(text=asked, address=reader.below_page("feedback")))
    if reader.kept_until:
        erased = _(
            "One more mail comes, on %(date)s, when your name, address, zone and answers have been erased. To erase "
            "them now:",
            date=reader.kept_until,
        )
        footer = LinkedParagraph(text=erased, address=reader.below_page("erase"))
    secrets = frozenset(filter(None, [reader.token]))
    return replace(letter, further=further, footer=footer.text, footer_address=footer.address, secrets=secrets)


def write_confirm_wish(occasion: Occasion) -> Letter | None:
    """Returns the mail to an address that somebody has entered, or None once there is nothing to wait for."""
    wish = occasion.session.get(RecordingWish, occasion.context["wish_id"], populate_existing=True)
    webinar, _desk = webinar_and_desk(occasion, occasion.context["webinar_id"])
    token = wish_token(occasion.settings, wish) if wish is not None else None
    if wish is None or webinar is None or token is None or not takes_recording_wishes(webinar, occasion.now):
        return None
    is_promised = is_recording_promised(webinar, occasion.now)
    headline = _("One press, and we write when it is up") if is_promised else _("One press, and we write if one comes")
    footer = _(
        "If it was not you, do nothing: no further mail comes, and in %(days)s days the address is erased.",
        days=UNCONFIRMED_DAYS,
    )
    if wish.confirmed_at is not None:
        headline = _("You have pressed already: we write to you")
        footer = _("If it was not you, do nothing, or erase the address there.")
    return Letter(
        subject=_("%(what)s: %(title)s", what=headline, title=short_title(webinar.title)),
        kicker=_("Recording"),
        headline=headline,
        title=webinar.title,
        credit=credit_of(webinar),
        paragraphs=[
            _("You, or somebody who entered this address, asked for one mail about the recording of this webinar.")
        ],
        button=Button(
            label=write_to_me(is_promised=is_promised) if wish.confirmed_at is None else _("Look at it"),
            address=occasion.links.recording_wish(webinar.slug, token),
        ),
        footer=footer,
        secrets=frozenset({token}),
    )


def write_to_me(*, is_promised: bool) -> str:
    """Returns what is pressed so that the mail comes."""
    return _("Write to me when the recording is up") if is_promised else _("Write to me if there is a recording")


def recap_letter(occasion: Occasion, webinar: Webinar) -> Letter | None:
    """Returns what is said to somebody who waits without a place, or None if there is no recording."""
    if webinar.status != Status.PUBLISHED or not webinar.recordings:
        return None
    return occasion.once(("recap", webinar.id), lambda: _written(occasion, webinar))


def _written(occasion: Occasion, webinar: Webinar) -> Letter:
    links = occasion.links
    full = occasion.session.scalars(
        sa.select(Recording)
        .where(Recording.webinar_id == webinar.id)
        .order_by(Recording.kind != RecordingKind.FULL, Recording.position)
        .options(
            orm.joinedload(Recording.webinar).selectinload(Webinar.answered_questions),
            orm.joinedload(Recording.appearance).joinedload(Appearance.speaker),
            orm.joinedload(Recording.stream),
            orm.selectinload(Recording.cuts),
            orm.selectinload(Recording.chapters),
        )
    ).all()[0]
    moments = moments_of(full) if full.kind == RecordingKind.FULL else ()

    lists = {
        kind: [_entry(occasion, full, each) for each in moments if each.kind is kind]
        for kind in (MomentKind.CHAPTER, MomentKind.QUESTION)
    }
    slides = [Button(label=each.name, address=links.file(each.key, each.name)) for each in _slides(occasion, webinar)]
    return Letter(
        subject=_("The recording is up: %(title)s", title=short_title(webinar.title)),
        kicker=_("You asked to be told"),
        headline=_("The recording is up"),
        line=_recordings_text(occasion, webinar),
        title=webinar.title,
        credit=credit_of(webinar),
        paragraphs=[],
        button=Button(label=_("Watch the recording"), address=links.webinar(webinar.slug)),
        further=[
            *_link_list(_("Chapters"), lists[MomentKind.CHAPTER]),
            *_link_list(_("Answered questions"), lists[MomentKind.QUESTION]),
            *_link_list(_("Slides"), slides),
        ],
        footer=_("You asked for this one mail. Your address is erased with it."),
    )


def _entry(occasion: Occasion, recording: Recording, moment: Moment) -> Button:
    label = f"{playing_time(moment.place_s)} {moment.title}"
    return Button(label=label, address=occasion.links.moment(recording.slug, moment.place_s))


def _link_list(opening: str, entries: Sequence[Button]) -> Iterator[LinkList]:
    """Yields the first of them below their heading, or nothing."""
    left = len(entries) - MOST
    rest = ngettext("and one more on the page", "and %(num)s more on the page", left) if left > 0 else ""
    if entries:
        yield LinkList(opening=opening, entries=entries[:MOST], rest=rest)


def _slides(occasion: Occasion, webinar: Webinar) -> Sequence[StoredFile]:
    """Returns the slides that the page offers by now, in the order of the line-up."""
    if phase_of(webinar, occasion.now) is not Phase.AFTER:
        return []
    places = {each.id: place for place, each in enumerate(public_lineup(webinar))}
    query = sa.select(StoredFile).where(StoredFile.appearance_id.in_(places), StoredFile.is_offered)
    found = occasion.session.scalars(query.order_by(StoredFile.id))
    return sorted(found, key=lambda each: places[each.appearance_id or 0])


def _recordings_text(occasion: Occasion, webinar: Webinar) -> str:
    """Returns text such as "1 hour and 52 minutes, with a transcript and each of six talks by itself."."""
    full = next((each for each in webinar.recordings if each.kind == RecordingKind.FULL), None)
    talks = [each for each in webinar.recordings if each.kind == RecordingKind.PRESENTATION]
    has_transcript = occasion.session.scalar(
        sa.select(sa.exists().where(Transcript.recording_id == Recording.id, Recording.webinar_id == webinar.id))
    )
    also = [_("a transcript")] if has_transcript else []
    if talks and full:
        also.append(
            ngettext(
                "one talk by itself", "each of %(count)s talks by itself", len(talks), count=number_word(len(talks))
            )
        )
    length = duration_text(max(1, round(full.duration_s / 60))) if full and full.duration_s else ""
    if length and also:
        return _("%(length)s, with %(also)s.", length=length, also=format_list(also))
    if also:
        return _("With %(also)s.", also=format_list(also))
    return _("%(length)s.", length=length) if length else ""
