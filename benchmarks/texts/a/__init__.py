"""Made-up announcements and recaps in six languages, for the reader to learn from."""

import random
from collections.abc import Sequence
from typing import Any

from benchmarks.texts.a import (
    layouts_letters,
    layouts_more,
    layouts_notes,
    layouts_posts,
    layouts_programmes,
    layouts_recaps,
)
from benchmarks.texts.a.events import event
from benchmarks.texts.a.layout import Layout
from benchmarks.texts.a.page import Page, style
from benchmarks.texts.a.speech import Speech
from benchmarks.texts.a.truth import labelled
from benchmarks.texts.labelled import LANGUAGES, Labelled

LAYOUTS: Sequence[Layout] = (
    Layout(layouts_notes.flyer, weight=3),
    Layout(layouts_notes.emoji_facts),
    Layout(layouts_notes.card, weight=2),
    Layout(layouts_notes.table_rows),
    Layout(layouts_notes.caps_title),
    Layout(layouts_notes.title_after_date),
    Layout(layouts_notes.umbrella, weight=2),
    Layout(layouts_notes.key_values),
    Layout(layouts_notes.social_post, count=(1, 3)),
    Layout(layouts_notes.invitation_card),
    Layout(layouts_notes.meeting_invite, count=(1, 2)),
    Layout(layouts_letters.letter, weight=2),
    Layout(layouts_letters.mailing_list, forms=("plain", "wrapped", "wrapped")),
    Layout(layouts_letters.newsletter),
    Layout(layouts_letters.press_release, count=(2, 4)),
    Layout(layouts_letters.panel, count=(2, 5), weight=2),
    Layout(layouts_letters.by_line, count=(1, 3)),
    Layout(layouts_letters.without_title, count=(1, 3)),
    Layout(layouts_letters.blog_post, weight=2),
    Layout(layouts_programmes.agenda, count=(2, 6)),
    Layout(layouts_programmes.agenda_bare, count=(2, 5)),
    Layout(layouts_programmes.evenings, count=(3, 3), starts=3, weight=2),
    Layout(layouts_programmes.sittings, count=(1, 3), starts=2),
    Layout(layouts_programmes.abstract_and_biography, count=(1, 2), weight=2),
    Layout(layouts_programmes.biographies, count=(1, 4)),
    Layout(layouts_programmes.people_table, count=(2, 7)),
    Layout(layouts_programmes.cooperation, count=(1, 4)),
    Layout(layouts_programmes.with_deadlines),
    Layout(layouts_programmes.university_page, count=(1, 1)),
    Layout(layouts_more.chat_message, count=(1, 3), forms=("plain",)),
    Layout(layouts_more.book_launch, count=(1, 2)),
    Layout(layouts_more.date_tile, count=(1, 5)),
    Layout(layouts_more.event_data, count=(1, 5), forms=("html",)),
    Layout(layouts_more.definition_list, count=(1, 1), forms=("html",)),
    Layout(layouts_more.forwarded, count=(1, 4), forms=("plain", "wrapped")),
    Layout(layouts_more.numbered_talks, count=(2, 5)),
    Layout(layouts_more.poster, count=(1, 3), forms=("plain",)),
    Layout(layouts_more.conversation, count=(2, 2)),
    Layout(layouts_more.community_call, count=(1, 4)),
    Layout(layouts_more.two_days, count=(2, 5), starts=2),
    Layout(layouts_more.missed_it, kind="recap", count=(1, 3)),
    Layout(layouts_posts.site_post, count=(1, 6), weight=13),
    Layout(layouts_posts.news_report, count=(2, 6), weight=8),
    Layout(layouts_posts.invitation_prose, count=(1, 5), weight=9),
    Layout(layouts_posts.looking_back, kind="recap", count=(1, 7), weight=7),
    Layout(layouts_posts.hosted_page, count=(1, 6), weight=7),
    Layout(layouts_posts.programme_post, count=(2, 6), weight=5),
    Layout(layouts_posts.talk_page, count=(1, 2), weight=6),
    Layout(layouts_posts.seminar_card, count=(1, 2), weight=4),
    Layout(layouts_posts.series_page, count=(1, 3), weight=6),
    Layout(layouts_recaps.recap_videos, kind="recap", count=(2, 7), weight=2),
    Layout(layouts_recaps.recap_prose, kind="recap", count=(2, 5), weight=2),
    Layout(layouts_recaps.recap_list, kind="recap"),
)


def texts(seed: int, count: int, languages: Sequence[str] = LANGUAGES) -> list[Labelled]:
    """Returns `count` texts, the same ones for the same arguments."""
    return [_text(f"{seed}:{number}", languages) for number in range(count)]


def _text(seed: str, languages: Sequence[str]) -> Labelled:
    chance = random.Random(seed)
    speech = Speech(chance.choice(languages), chance)
    layout = chance.choices(LAYOUTS, [layout.weight for layout in LAYOUTS])[0]
    made = event(speech, layout.kind, count=layout.count, starts=layout.starts)
    form: Any = chance.choice(layout.forms) if layout.forms else None
    page = Page(speech, style(speech, form))
    layout.write(page, made)
    return labelled(made, page, layout.name)
