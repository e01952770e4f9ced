"""What is kept, and what it is compared with, is said of everything: a new table or page has to say it too."""

import re

from webinars.db import Base
from webinars.models.page_cache_version import SHOWN
from webinars.web.access import Audience, audience_of
from webinars.web.page_cache.stored_pages import is_stored
from webinars.web.security.secret_addresses import is_secret

NOT_KEPT = {
    "it is kept in another way, or is nearly nothing": {
        "/.well-known/security.txt", "/icon-<size>.png", "/manifest.webmanifest", "/opensearch.xml",
        "/service-worker.js", "/accents/<seed>.css", "/accents/<seed>/<slug>.css", "/apple-touch-icon.png",
        "/covers/<key>.png", "/covers/<key>.svg", "/favicon.ico", "/files/<key>/<name>", "/health/live",
        "/health/ready", "/metrics", "/robots.txt", "/static/<path:name>", "/static/v/<version>/<path:name>",
        "/webinars/<slug>/live.json", "/webinars/<slug>/questions.json",
        *(f"{folder}/calendar.ics" for folder in
          ("", "/organisations/<slug>", "/series/<slug>", "/speakers/<slug>", "/topics/<slug>")),
        "/cards/recordings/<slug>.png", "/cards/webinars/<slug>.png",
    },
    "it leads elsewhere": {"/q/<code>", "/v/<code>", "/v/<code>/<moment>"},
    "it is asked by each reader in words of their own": {"/lint", "/oembed", "/recordings.json"},
    "it is asked seldom, by who is about to do something": {
        "/follow", "/follow/mail", "/registrations", "/series/<slug>/register", "/series/<slug>/register/sent",
        "/webinars/<slug>/recording/tell-me/sent", "/webinars/<slug>/register", "/webinars/<slug>/register/sent",
        "/webinars/<slug>/stage",
    },
    "it is a file that few ask for": {
        "/recordings/<slug>/captions/<language>.vtt", "/recordings/<slug>/chapters.json",
        "/recordings/<slug>/chapters.vtt", "/recordings/<slug>/citation", "/recordings/<slug>/citation.bib",
        "/recordings/<slug>/citation.json", "/recordings/<slug>/transcript.txt",
    },
}  # fmt: skip
"""What anybody may open and is made for each who asks, by the reason."""


SHOWN_BY_ONE = frozenset(
    {
        "audience_question", "question_board", "question_vote", "registration", "registration_answer",
        "registration_desk",
    }
)  # fmt: skip
"""Tables that people write many times a minute, of which only the pages of one webinar show something: these are
compared with its own state as well (`webinars.domain.processes.page_cache`). A change of them that others show too is
told by `renew_version`."""

UNSHOWN = frozenset(
    {
        "act_count", "address_change", "announcement_copy", "api_token", "audit_event", "edition",
        "feed", "feed_entry", "feed_fetches", "feedback", "follow", "followed_entry", "former_slug",
        "grouped_registration", "helper_link", "idempotent_answer", "invitation", "mail_follow", "mail_stop", "mailing",
        "moderator_link", "outbound_email", "outbound_hook", "passkey", "pasted_text", "personal_address",
        "personal_feed", "presence_count", "proof_request", "proposed_start", "recording_proposal", "recording_source",
        "recording_wish", "recovery_code", "refusal", "registration_group", "sending_rate", "source",
        "speaker_proposal", "speaking_link", "start_answer", "start_poll", "start_reply", "transcription",
        "unfinished_import", "user_account", "user_session", "webhook", "worker_sign", "zoom_registrant",
    }
)  # fmt: skip
"""Tables of which no public page that is kept shows anything."""


def test_every_table_says_who_shows_it():
    kinds = [SHOWN, SHOWN_BY_ONE, UNSHOWN]

    assert sorted(name for kind in kinds for name in kind) == sorted(
        table.name for table in Base.metadata.sorted_tables
    )


def test_every_public_page_is_kept_or_there_is_a_reason(app):
    public = {Audience.PUBLIC, Audience.FRAMED}
    found = {
        re.sub(r"<int:", "<", rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and audience_of(app.view_functions[rule.endpoint]) in public
        and not is_secret(rule)
        and not is_stored(app.view_functions[rule.endpoint])
    }

    assert sorted(found) == sorted(path for paths in NOT_KEPT.values() for path in paths)
