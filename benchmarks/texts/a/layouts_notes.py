"""Layouts of short notices: facts, cards, tables, invitations."""

from benchmarks.texts.a import blocks, links
from benchmarks.texts.a.events import Event
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import joined_people, leaders_line, people_block
from benchmarks.texts.a.speech import Run, plain
from benchmarks.texts.labelled import Label

_CLOCKS = ("🕖", "🕕", "⏰", "🕗", "🕔")


def flyer(page: Page, event: Event) -> None:
    """Title, when, a paragraph, people, questions, organisers: in this order or nearly."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event), 1)
    parts = [blocks.when_block, blocks.about, people_block]
    if speech.is_likely(0.3):
        parts = [blocks.about, blocks.when_block, people_block]
    for part in parts:
        part(page, event)
    if speech.is_likely(0.5):
        blocks.asked(page, event)
    if speech.is_likely(0.6):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def emoji_facts(page: Page, event: Event) -> None:
    """Facts behind little pictures."""
    speech, moment, chance = event.speech, event.moment, event.speech.chance
    page.para([(chance.choice(("📢 ", "🎙️ ", "✨ ", "🔔 ", "")), None), *blocks.prefixed_title(event)])
    if speech.is_likely(0.6):
        blocks.about(page, event, 1)
    rows: list[Run | str] = []
    if speech.is_likely(0.4):
        rows.append([(chance.choice(("📅 ", "🗓 ", "📆 ")), None), *moment.line()])
    else:
        rows.append([("📅 ", None), (moment.date(), Label.TIME)])
        rows.append([(f"{chance.choice(_CLOCKS)} ", None), (moment.zoned_hours(), Label.TIME)])
    rows.append([("📍 ", None), (speech.one("v_where"), None)])
    if event.voices:
        rows.append([(chance.choice(("🎤 ", "👥 ", "🗣️ ")), None), *joined_people(event)])
    leader = leaders_line(page, event)
    if leader:
        rows.append([("💬 ", None), *leader])
    if speech.is_likely(0.7):
        event.given_url = event.url
        rows.append(f"{chance.choice(('🔗', '👉', '🎟️'))} {event.url}")
    page.lines(rows)
    if speech.is_likely(0.5):
        page.para(blocks.organisers_line(event))


def card(page: Page, event: Event) -> None:
    """A ticket site's card, with the furniture around it."""
    speech = event.speech
    if speech.is_likely(0.5):
        page.line([(blocks.published(event) if speech.is_likely(0.1) else speech.one("event_words"), None)])
    page.heading(blocks.title(event), 1)
    page.line(blocks.organisers_line(event))
    page.para(event.moment.line())
    page.para(speech.one("v_where"))
    page.heading(speech.one("head_about"), 3)
    blocks.about(page, event)
    if speech.is_likely(0.8):
        people_block(page, event)
    if speech.is_likely(0.4):
        blocks.asked(page, event)
    page.para(speech.one("register_labels"))
    page.para(blocks.noise(event, "share"))


def table_rows(page: Page, event: Event) -> None:
    """Two columns: a word and its value."""
    speech = event.speech
    separator = speech.chance.choice((" | ", "\t", "\t", " : ", "  |  "))
    rows: list[list[Run | str]] = [[speech.one("l_what"), blocks.title(event)]]
    rows += [[word, value] for word, value in blocks.date_and_time(event)]
    rows += [[word, value] for word, value in blocks.side_facts(event)]
    if event.voices:
        rows.append([speech.one("l_who"), joined_people(event)])
    rows.append([speech.one("l_organiser"), speech.listed([[(org.text, Label.ORGANISER)] for org in event.hosts])])
    if speech.is_likely(0.6):
        event.given_url = event.url
        rows.append([speech.one("l_register"), event.url])
    page.table(rows, separator)
    if speech.is_likely(0.4):
        blocks.about(page, event)


def caps_title(page: Page, event: Event) -> None:
    """A notice whose title is shouted."""
    event.title = event.title.upper().replace("SS", "SS")
    page.para(blocks.title(event))
    blocks.when_block(page, event)
    people_block(page, event)
    if event.speech.is_likely(0.5):
        page.para(blocks.organisers_line(event))
    if event.speech.is_likely(0.4):
        page.para(blocks.partners_line(event))
    blocks.registration(page, event)


def title_after_date(page: Page, event: Event) -> None:
    """A calendar's entry: first the day, then what it is."""
    page.lines([event.moment.line()])
    page.para(page.strong(blocks.title(event)), is_last_of_block=False)
    if event.speech.is_likely(0.7):
        page.para(blocks.with_people(event))
    blocks.about(page, event, 2)
    blocks.registration(page, event)


def umbrella(page: Page, event: Event) -> None:
    """The series stands above the title."""
    speech = event.speech
    page.para(blocks.series(event), is_last_of_block=speech.is_likely(0.5))
    page.heading(blocks.title(event), 1)
    if speech.is_likely(0.5):
        page.para(blocks.with_people(event))
        blocks.when_block(page, event)
    else:
        blocks.when_block(page, event)
        people_block(page, event)
    blocks.about(page, event)
    if speech.is_likely(0.4):
        page.para(blocks.partners_line(event))
    blocks.registration(page, event)


def key_values(page: Page, event: Event) -> None:
    """What, when, who, each behind its word."""
    speech = event.speech
    pairs: list[tuple[str, Run | str]] = [(speech.one("l_what"), blocks.title(event))]
    if speech.is_likely(0.5):
        pairs.append((speech.one("l_when"), event.moment.line()))
    else:
        pairs += blocks.date_and_time(event)
    pairs += blocks.side_facts(event)
    if event.voices:
        pairs.append((speech.one("l_who"), joined_people(event)))
    if speech.is_likely(0.6):
        pairs.append((speech.one("l_organiser"), speech.listed([[(org.text, Label.ORGANISER)] for org in event.hosts])))
    if speech.is_likely(0.4):
        speech.chance.shuffle(pairs)
    page.facts(pairs)
    leader = leaders_line(page, event)
    if leader:
        page.para(leader)
    blocks.about(page, event)
    if speech.is_likely(0.5):
        page.para(blocks.noise(event, "contacts"))


def social_post(page: Page, event: Event) -> None:
    """A short post."""
    with_them = blocks.with_people(event)
    event.given_url = event.url
    page.para(
        event.speech.say(
            "social",
            title=blocks.title(event),
            wline=event.moment.line(),
            url=event.url,
            people=[*with_them, (".", None)],
        )
    )
    if event.speech.is_likely(0.6):
        words = [word for word in plain([(event.about[0].text, None)]).title().split() if word.isalpha()]
        page.para("#" + "".join(words) + " #" + event.speech.one("emblems").replace(" ", ""))


def invitation_card(page: Page, event: Event) -> None:
    """An invitation of a few lines, the host on top."""
    speech = event.speech
    page.line([(event.hosts[0].text, Label.ORGANISER)])
    page.para(blocks.invitation(event))
    people_block(page, event, speech.chance.choice(("comma", "own_lines", "brackets")))
    blocks.registration(page, event)


def meeting_invite(page: Page, event: Event) -> None:
    """A meeting tool's own words."""
    speech = event.speech
    host = blocks.stranger(event)
    page.para(speech.say("tool_invites", np=host))
    pairs: list[tuple[str, Run | str]] = [
        (speech.one("l_topic"), blocks.title(event)),
        (speech.one("l_time"), event.moment.line()),
    ]
    page.facts(pairs)
    page.lines(
        [
            "Join Zoom Meeting",
            links.room(speech.chance),
            "",
            *blocks.joining_lines(event),
        ]
    )
    if speech.is_likely(0.5):
        people_block(page, event)
