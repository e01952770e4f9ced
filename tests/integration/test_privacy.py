"""What is private is planted in every column that can hold words, then looked for in all that strangers are answered.

A column that this table does not know makes the test fail, and so does a public address that is never asked.
"""

import json
import re
from email import message_from_bytes, policy
from html import unescape
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from sqlalchemy import orm
from werkzeug.exceptions import HTTPException

from tests.desk_world import arguments, desk_rules, make_people, make_world
from tests.factories import make_member, make_organisation
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.db import Base
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.recordings.short_codes import code_of
from webinars.lib.i18n import spoken_languages
from webinars.models import (
    Organisation,
    OutboundEmail,
    Picture,
    PictureKind,
    QuestionBoard,
    Role,
    Scope,
    SiteSetting,
    Source,
)
from webinars.models.import_source import PastedText, SourceKind, UnfinishedImport
from webinars.web.access import Audience, audience_of
from webinars.web.security.rate_limits import limiter

pytestmark = pytest.mark.usefixtures("derived")


SHOWN = {
    "organisation": "name url description contact tagline",
    "topic": "name",
    "series": "title description",
    "speaker": "name affiliation bio",
    "webinar": "title summary description cancellation_reason live_stream_url registration_url",
    "agenda_question": "text",
    "audience_question": "text name answer answer_by reason",
    "registration_question": "label reason options",
    "appearance": "affiliation talk_title abstract name",
    "recording": "title",
    "chapter": "title",
    "stored_file": "name",
    "picture": "alt",
    "cue": "voice text",
    "transcript": "read_by",
}
"""What a public page says once its webinar is public, and nobody may learn before."""
PRIVATE = {
    "user_account": "email name password_hash",
    "address_change": "old_email new_email",
    "passkey": "credential_id credential name",
    "proof_request": "state",
    "webinar": "join_url join_passcode join_dial_in",
    "appearance": "reply_words",
    "transcription": "failure",
    "speaking_link": "email",
    "speaker_proposal": "former value",
    "speaking_turn": "title",
    "site_setting": "value",
    "start_reply": "words",
    "idempotent_answer": "body location",
    "invitation": "email",
    "refusal": "words",
    "announcement_copy": "place text",
    "api_token": "name",
    "audience_question": "original_text notify_email hidden_reason moved_by",
    "moderator_link": "name",
    "question_board": "answering_agenda_by",
    "audit_event": "detail",
    "source": "key values",
    "pasted_text": "text",
    "unfinished_import": "data choices",
    "mail_follow": "email_normal",
    "mailing": "failure subject body",
    "outbound_email": "failure",
    "organisation": "house_style blocked_words",
    "personal_feed": "email_normal",
    "feedback": "words",
    "recording_wish": "email_normal",
    "recording_proposal": "title captions",
    "recording_source": "key name secret failure",
    "webhook": "secret former_secret authorization",
    "outbound_hook": "failure",
    "registration": "name email_normal",
    "registration_answer": "value",
    "zoom_registrant": "registrant_id sealed failure",
}
"""What nobody but those who organise may ever learn. Rooms and passcodes: until they are open."""
NO_WORDS = {
    "act_count": "about",
    "api_token": "start token_digest scopes",
    "audience_question": "language nonce link_digest press_digest reader_language",
    "calendar_entry": "uid title content_digest written_with full short full_deflated short_deflated",
    "facet_count": "facet value",
    "co_organiser": "rights",
    "feed": "path name digest",
    "former_slug": "kind slug",
    "helper_link": "digest",
    "idempotent_answer": "key request_digest",
    "organisation": "slug name_key timezone display_zones accent hour_style embed_sites",
    "invitation": "nonce digest",
    "picture": "crop",
    "mail_stop": "address_hmac scope words",
    "mail_follow": "timezone nonce link_digest reader_language",
    "mailing": "dedupe_key kind context",
    "moderator_link": "digest",
    "outbound_email": "dedupe_key kind recipient recipient_domain context",
    "personal_feed": "page_digest",
    "personal_address": "digest",
    "question_board": "code",
    "question_vote": "voter_digest",
    "recording_facet": "facet value",
    "recording_wish": "nonce link_digest reader_language",
    "recording_proposal": "film url",
    "recording_source": "url hook_code",
    "webhook": "url kinds",
    "outbound_hook": "dedupe_key kind context",
    "registration": "timezone nonce link_digest join_digest told_method skipped_reminders reader_language",
    "registration_desk": "reminder_minutes",
    "registration_group": "nonce link_digest",
    "topic": "slug",
    "sending_rate": "name",
    "site_setting": "name",
    "series": "slug",
    "speaking_link": "nonce digest timezone told_method",
    "speaker_proposal": "field",
    "start_poll": "former",
    "proposed_start": "timezone",
    "speaker": "slug name_key links",
    "user_session": "token_digest browser",
    "passkey": "browser",
    "proof_request": "token_digest purpose",
    "recovery_code": "digest",
    "user_account": "timezone",
    "webinar": "slug uid join_code language timezone display_zones moved_from_timezone rehearsal_timezone",
    "announcement_copy": "form phase",
    "audit_event": "action",
    "recording": "slug language url provider provider_host provider_video provider_hash",
    "recording_copy": "url provider provider_host provider_video provider_hash",
    "search_document": "title people body language digest",
    "search_language": "name",
    "search_passage": "text",
    "search_form": "language stem word",
    "search_word": "folded written",
    "stored_file": "key content_type",
    "transcript": "language",
    "cue": "unsure",
    "worker_sign": "name key_digest",
    "zoom_registrant": "dedupe_key kind context meeting",
}
"""Names, digests and choices of a list; and what is derived from the others."""
DRAFTS = ["a draft", "a draft of the past", "a draft without a date"]
WITHDRAWN = ["unpublished", "unpublished without a date"]
SUBJECTS = {"series", "speaker", "topic"}
LISTED = ["published", "moved", "postponed", "cancelled", "past"]
MARK = re.compile(r"zq[a-z_]+zq")
COMMON_WORD = "heliotrope"
"""Stands in everything, so that a search for it finds all that can be found."""


def marker(kind, table, column):
    return f"zq{kind}_{table}_{column}zq"


def textual(column):
    kind = column.type.impl_instance if isinstance(column.type, sa.types.TypeDecorator) else column.type
    return isinstance(kind, sa.String | sa.JSON | sa.LargeBinary) and not isinstance(kind, sa.Enum)


def words(of):
    return {(table, column) for table, columns in of.items() for column in columns.split()}


def mark(session, columns, kind):
    """Write a marker into these columns of every row that has none in them yet."""
    for mapper in Base.registry.mappers:
        table = mapper.local_table.name
        names = [column for of, column in columns if of == table]
        for row in session.scalars(sa.select(mapper.class_)) if names else ():
            for name in names:
                before = getattr(row, name)
                if has_place_for(row, name) and not MARK.search(json.dumps(before, default=str)):
                    setattr(row, name, marked(before, name, marker(kind, table, name), sa.inspect(row).identity[0]))
    session.commit()


def has_place_for(row, column):
    """Whether a row may hold words in that column: an address elsewhere does not stand beside registering here."""
    return column != "registration_url" or not row.is_registration_here


def marked(before, column, mark, number):
    if column in {"email", "email_normal", "notify_email"}:
        return f"{mark}-{before}"
    if column.endswith("url"):
        return f"https://videos.example/{mark}"
    if column == "name" and isinstance(before, str) and before.endswith((".jpg", ".pdf")):
        return f"{mark}{before}"
    if isinstance(before, list):
        return [f"{mark} {number} {place}" for place, _each in enumerate(before)]
    if isinstance(before, bytes):
        return f"{mark} {number}".encode()
    return {"note": mark} if isinstance(before, dict) else f"{mark} {COMMON_WORD} {number}"


@pytest.fixture
def worlds(session, settings):
    """Hidden webinars, of which nothing may be learned, and listed ones, of which only what is public."""
    people = make_people(session)
    people.olga.is_admin = False
    texts = {(table, column) for table, column in words(SHOWN) if table != "organisation"}

    def made(states, first_number):
        worlds = [
            make_world(session, settings, people, state, number=first_number + number, is_full=True)
            for number, state in enumerate(states)
        ]
        sources(session, worlds)
        # People register for all of them here, but for the second.
        worlds[1].webinar.is_registration_here = False
        session.commit()
        return worlds

    data = marker("private", "unfinished_import", "data").encode()
    times = {"begun_at": clock.now(), "leased_until": clock.now()}
    session.add(UnfinishedImport(kind=SourceKind.ARCHIVE, data=data, choices={}, **times))
    # The name at the mail server is as private as its password, which is encrypted.
    session.add(SiteSetting(name="mail_username", value="webinars", changed_at=clock.now()))
    name_pictures(session)
    hidden = made(DRAFTS, 9001)
    mark(session, texts | words(PRIVATE), "hidden")
    hidden += made(WITHDRAWN, 9101)
    name_pictures(session)
    # Who has followed a series or a speaker is told that a webinar is taken back: those names have been public.
    mark(session, {each for each in texts if each[0] not in SUBJECTS} | words(PRIVATE), "hidden")
    listed = made(LISTED, 1)
    mark(session, words(PRIVATE), "private")
    mark(session, words(SHOWN), "shown")
    return hidden, listed


def name_pictures(session):
    """Logos are public as organisations are, and portraits of people who have been: so are their names and words."""
    pictures = sa.select(Picture).where(Picture.kind != PictureKind.COVER).options(orm.selectinload(Picture.files))
    for picture in session.scalars(pictures):
        if not MARK.search(picture.alt):
            picture.alt = marker("shown", "picture", "alt")
        for file in picture.files:
            if not MARK.search(file.name):
                file.name = marker("shown", "stored_file", "name") + file.name
    session.commit()


def sources(session, worlds):
    for world in worlds:
        source = Source(
            webinar_id=world.webinar.id,
            kind=SourceKind.TEXT,
            key=f"key-{world.webinar.id}",
            values={},
            imported_at=clock.now(),
        )
        text = PastedText(webinar_id=world.webinar.id, text="", published_on=clock.now().date(), pasted_at=clock.now())
        session.add_all([source, text])
    session.commit()


def public_rules(app):
    for rule in app.url_map.iter_rules():
        is_public = audience_of(app.view_functions[rule.endpoint]) in {Audience.PUBLIC, Audience.FRAMED}
        if is_public and "GET" in rule.methods and not rule.endpoint.startswith(("assets.", "health.")):
            yield rule


def places_of(session, world):
    """The addresses of all that belongs to a webinar, by kind of place."""
    webinar = world.webinar
    yield from (("webinars", webinar.slug), ("join", webinar.join_code))
    yield "q", session.get_one(QuestionBoard, webinar.id).code
    for recording in webinar.recordings:
        yield from (("recordings", recording.slug), ("v", code_of(recording.slug)))
        for file in recording.files:
            yield "files", f"{file.key}/{file.name}"
    for topic in webinar.topics:
        yield "topics", topic.slug
    for kind in ("series", "speakers", "organisations"):
        for slug in world.values.get(f"{kind}/slug", []):
            yield kind, slug


def asked_of_strangers(app, session, worlds):
    """Addresses that a curious stranger tries: every public rule with everything that belongs to these webinars."""
    for world in worlds:
        session.refresh(world.webinar, ["recordings", "topics"])
        for recording in world.webinar.recordings:
            session.refresh(recording, ["files"])
        for place, name in places_of(session, world):
            for rule in public_rules(app):
                found = re.match(rf"^(?:/embed)?/{place}/<(?:\w+:)?\w+>", rule.rule)
                if found:
                    rest = rule.rule[found.end() :].replace("/<moment>", "/90").replace("<language>", "en")
                    yield rule.rule[: found.end()].rpartition("<")[0] + name + ("" if place == "files" else rest)
            yield f"/oembed?url=http://localhost/{place}/{name}"


def links_in(answer):
    """The addresses of this site that an answer names; the bytes of a picture or a font name none but by chance."""
    if not re.match(r"text/|application/(?:.+\+)?(?:json|xml|javascript)\b", answer.mimetype):
        return
    text = unescape(answer.get_data().decode("utf-8", "replace"))
    for found in re.findall(r"(?:http://localhost|(?<=[\"'>=]))(/[^\"'<>\s\\]*)", text):
        yield found.split("#")[0]


PASSED_BY = ("/static/", "/manage", "/account", "/accents/", "/covers/", *(f"/{each}/" for each in spoken_languages()))
"""Files, the desk, and the same pages by the same views in other languages."""


def crawl(client, start):
    """Every answer that can be reached from there, by its address."""
    answers, todo = {}, list(start)
    while todo:
        path = todo.pop()
        if path in answers or path.startswith(PASSED_BY):
            continue
        answers[path] = client.get(path)
        todo += links_in(answers[path])
        if answers[path].location:
            todo.append(urlsplit(answers[path].location).path)
    return answers


def said_in(answer):
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return headers + "\n" + unfolded(answer.get_data().decode("utf-8", "replace"))


def marks_in(answers, *kinds):
    found = {}
    for path, answer in answers.items():
        # What somebody looks for is shown again in the page: such addresses hold no markers here.
        for mark in set(MARK.findall(said_in(answer))):
            if mark.startswith(tuple(f"zq{kind}_" for kind in kinds)):
                found.setdefault(mark, path)
    return found


def test_every_column_that_can_hold_words_is_known():
    columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if textual(column)
    }

    assert columns == words(SHOWN) | words(PRIVATE) | words(NO_WORDS)


STARTS = [
    "/webinars?past",
    "/embed/programme?organisation=lunar-society",
    "/embed/next?organisation=lunar-society",
    f"/recordings?q={COMMON_WORD}",
    f"/recordings.json?q={COMMON_WORD}",
    f"/search?q={COMMON_WORD}",
]


def test_nothing_private_is_told_to_strangers(app, session, client, worlds, capsys):
    hidden, listed = worlds

    plain = [rule.rule for rule in public_rules(app) if not rule.arguments]
    answers = crawl(
        client, [*plain, *STARTS, *asked_of_strangers(app, session, hidden), *asked_of_strangers(app, session, listed)]
    )

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code >= 500} == {}
    assert marks_in(answers, "hidden", "private") == {}
    asked = {rule.endpoint for rule in (rule_of(app, path) for path in answers) if rule}
    # Whose addresses hold a secret no stranger can try.
    unasked = {rule.endpoint for rule in public_rules(app) if "<secret:" not in rule.rule} - asked
    assert unasked - {"programme.accent", "programme.cover", "programme.square_cover"} == set()
    # The live stream is shown once the room is open, and then the room's passcode is as well.
    shown = {marker("shown", *column) for column in words(SHOWN) - {("webinar", "live_stream_url")}}
    assert shown - set(marks_in(answers, "shown")) == set()
    logged = capsys.readouterr()
    assert MARK.findall(logged.out + logged.err) == []


def rule_of(app, path):
    try:
        return app.url_map.bind("localhost").match(urlsplit(path).path, return_rule=True)[0]
    except HTTPException:
        return None


def test_nothing_of_it_is_told_at_the_desk_of_others(app, session, new_client, sign_in, worlds):
    hidden, listed = worlds
    oskar = make_member(session, make_organisation(session, "Oskar’s society"), "Oskar", Role.OWNER)
    browser, answers = new_client(), {}
    sign_in(browser, oskar)

    for world in [*hidden, *listed]:
        for rule in desk_rules(list(app.url_map.iter_rules()), "GET"):
            for values in arguments(rule, lambda place, world=world: world.values.get(place, [])):
                path = app.url_map.bind("localhost").build(rule.endpoint, values)
                answers[path] = browser.get(path)

    assert len(answers) > 100
    told = marks_in(answers, "hidden", "private")
    # To both addresses the link was mailed, and both mails name them.
    of_links = {mark for mark, path in told.items() if "_address_change_" in mark and "/account/address/" in path}
    assert set(told) == of_links


@pytest.mark.parametrize("is_of_host", [False, True], ids=["another organisation", "the host, for what is public"])
def test_nothing_of_it_is_told_to_programs_that_may_not_see_it(app, session, new_client, worlds, is_of_host):
    hidden, listed = worlds
    host = session.get(Organisation, hidden[0].webinar.host_id)
    organisation = host if is_of_host else make_organisation(session, "Oskar’s society")
    oskar = make_member(session, organisation, "Oskar", Role.OWNER)
    actor, scopes = actor_of(session, oskar.id), () if is_of_host else tuple(Scope)
    _token, secret = create_token(session, actor, organisation, name="Oskar’s", scopes=scopes, days=30, now=clock.now())
    session.commit()
    program, bearer, answers = new_client(), {"Authorization": f"Bearer {secret}"}, {}

    for world in [*hidden, *listed]:
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/v1") and "GET" in rule.methods:
                for values in arguments(rule, lambda place, world=world: world.values.get(place, [])):
                    path = app.url_map.bind("localhost").build(rule.endpoint, values)
                    limiter.reset()
                    answers[path] = program.get(path, headers=bearer)

    assert len(answers) > 50
    assert {answer.status_code for answer in answers.values()} <= {200, 308, 401, 403, 404, 410, 422}
    assert marks_in(answers, "hidden", "private") == {}


def test_mails_hold_neither_rooms_nor_what_is_kept_of_others(session, settings, worlds):
    found = set()
    mails = session.scalars(sa.select(OutboundEmail)).all()

    for mail in mails:
        letter = write_letter(session, settings, KINDS, mail, now=clock.now())
        if letter is not None:
            octets = compose(settings, mail, letter, now=clock.now()).octets
            message = message_from_bytes(octets, policy=policy.default)
            found |= set(
                MARK.findall(message.get_body(("plain",)).get_content() + message.get_body(("html",)).get_content())
            )

    # Those to attendees: see registration/test_private_letters.py; those to followers: followers/test_digests.py.
    elsewhere = ("registration.", "audience.")
    others = {kind for kind in KINDS if not kind.startswith(elsewhere)}
    assert {mail.kind for mail in mails if not mail.kind.startswith(elsewhere)} == others
    # The organisers' own words go to whoever has written them, and to administrators; both addresses of an account are
    # told to both.
    allowed = {"api_token_name", "user_account_name", "user_account_email", "mailing_subject", "mailing_body"}
    allowed |= {"address_change_old_email", "address_change_new_email"}
    private = {mark for mark in found if any(f"_{table}_{column}zq" in mark for table, column in words(PRIVATE))}
    assert {mark for mark in private if not any(name in mark for name in allowed)} == set()
