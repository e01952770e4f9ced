"""The keys of each kind of record, in the order in which they are written.

Every stored column is a field here, or is named in `LEFT_OUT` with the reason; a test holds the models against it.
"""

from webinars.db import length_of
from webinars.domain.archive import fields as f
from webinars.domain.archive import moments as m
from webinars.domain.lineup.actions import LONGEST
from webinars.domain.lineup.records import BIO_LENGTH, MAX_LINKS
from webinars.domain.organisations.settings import DESCRIPTION_LENGTH, HOUR_STYLES
from webinars.domain.questions.words import LONGEST_ANSWER
from webinars.domain.registration.own_questions import LONGEST_LABEL, LONGEST_REASON
from webinars.domain.registration.seats import MOST_PLACES
from webinars.domain.registration.settings import EARLIEST_REMINDER, LONGEST_RETENTION, SOONEST_REMINDER
from webinars.models import (
    AgendaQuestion,
    AnnouncementCopy,
    Appearance,
    AppearanceRole,
    AskedBy,
    AskerNames,
    AskingMode,
    AudienceQuestion,
    Chapter,
    CreditWording,
    JoinAccess,
    Organisation,
    PartnerRight,
    QuestionBoard,
    QuestionKind,
    QuestionState,
    Recording,
    RecordingCopy,
    RecordingKind,
    RegistrationMode,
    Series,
    Source,
    SourceKind,
    Speaker,
    Status,
    Topic,
    Transcript,
    Visibility,
    Webinar,
)
from webinars.pure.captions.caption import LONGEST_CUE, LONGEST_VOICE

FORMAT, VERSION = "webinars-archive", 1
LONGEST_TEXT = 1_000_000
LONGEST_BLOCKED, MOST_BLOCKED = 200, 5000
MINUTES_IN_DAY, MINUTES_IN_WEEK = 1440, 10080

ORGANISATION = (
    f.slug(),
    f.required_line("name", length_of(Organisation.name)),
    f.web_address("url"),
    f.text("description", DESCRIPTION_LENGTH),
    f.line("contact", length_of(Organisation.contact)),
    f.timezone("timezone"),
    f.display_zones(),
    f.number("default_duration_minutes", least=1, most=MINUTES_IN_DAY),
    f.accent("accent"),
    f.one_of("hour_style", HOUR_STYLES),
    f.flag("is_zone_line_joined"),
    f.json_object("house_style"),
    f.addresses("embed_sites"),
    f.lines("blocked_words", LONGEST_BLOCKED, at_most=MOST_BLOCKED),
    m.instant("created_at"),
    m.instant("updated_at"),
)
SPEAKER = (
    f.slug(),
    f.required_line("name", length_of(Speaker.name)),
    f.line("affiliation", length_of(Speaker.affiliation)),
    f.text("bio", BIO_LENGTH),
    f.addresses("links", at_most=MAX_LINKS),
    m.instant("created_at"),
)
SERIES = (f.slug(), f.required_line("title", length_of(Series.title)), f.text("description", LONGEST_TEXT))
TOPIC = (f.slug(), f.required_line("name", length_of(Topic.name)))
WEBINAR = (
    f.slug(),
    f.code("uid", length_of(Webinar.uid)),
    f.code("join_code", length_of(Webinar.join_code)),
    f.required_line("title", length_of(Webinar.title)),
    f.text("summary", length_of(Webinar.summary)),
    f.text("description", LONGEST_TEXT),
    f.required_line("language", length_of(Webinar.language)),
    f.choice("status", Status),
    f.choice("visibility", Visibility),
    m.wall_time("starts_wall"),
    f.timezone("timezone", is_nullable=True),
    m.date("starts_on"),
    f.number("duration_minutes", least=1, most=MINUTES_IN_WEEK),
    f.flag("is_duration_assumed"),
    f.display_zones(),
    m.wall_time("moved_from_wall"),
    f.timezone("moved_from_timezone", is_nullable=True),
    m.instant("moved_at", is_nullable=True),
    m.instant("cancelled_at", is_nullable=True),
    f.text("cancellation_reason", length_of(Webinar.cancellation_reason)),
    f.web_address("join_url"),
    f.text("join_passcode", length_of(Webinar.join_passcode)),
    f.text("join_dial_in", length_of(Webinar.join_dial_in)),
    f.choice("join_access", JoinAccess),
    f.web_address("live_stream_url"),
    f.web_address("registration_url"),
    f.flag("is_lineup_confirmed_only"),
    f.flag("are_speakers_texts_taken"),
    m.wall_time("rehearsal_wall"),
    f.timezone("rehearsal_timezone", is_nullable=True),
    f.number("rehearsal_minutes", least=1, most=MINUTES_IN_DAY),
    m.instant("created_at"),
    m.instant("updated_at"),
    m.instant("published_at", is_nullable=True),
)
INVITATION = (
    m.instant("invited_at"),
    m.instant("accepted_at", is_nullable=True),
    f.choices("rights", PartnerRight),
    f.choice("wording", CreditWording),
)
APPEARANCE = (
    f.choice("role", AppearanceRole),
    f.line("affiliation", length_of(Appearance.affiliation)),
    f.line("talk_title", length_of(Appearance.talk_title)),
    f.text("abstract", LONGEST["abstract"]),
    f.flag("is_confirmed"),
    f.line("name", length_of(Appearance.name)),
    # Without it somebody who has said no would stand in public after an import.
    m.instant("declined_at", is_nullable=True),
)
QUESTION = (f.required_line("text", length_of(AgendaQuestion.text)), m.moment("answered_s", is_nullable=True))
RECORDING = (
    f.slug(),
    f.choice("kind", RecordingKind),
    # A file of this site is named by its path, so this is not `web_address`.
    f.required_text("url", length_of(Recording.url)),
    f.required_line("title", length_of(Recording.title)),
    f.number("starts_s"),
    f.number("ends_s", is_nullable=True),
    f.number("duration_s", least=1, is_nullable=True),
    m.moment("from_s", is_nullable=True),
    m.moment("until_s", is_nullable=True),
    m.moment("sync_s"),
    f.required_line("language", length_of(Recording.language)),
    m.instant("published_at"),
    m.instant("created_at"),
)
CUT = (m.moment("starts_s"), m.moment("ends_s"))
CHAPTER = (m.moment("at_s"), f.required_line("title", length_of(Chapter.title)))
# A file of this site is named by its path, so this is not `web_address`.
RECORDING_COPY = (f.required_text("url", length_of(RecordingCopy.url)), m.moment("shift_s"))
TRANSCRIPT = (
    f.required_line("language", length_of(Transcript.language)),
    m.instant("created_at"),
    m.instant("updated_at"),
)
CUE = (
    f.number("starts_ms", least=-f.LARGEST),
    f.number("ends_ms", least=-f.LARGEST),
    f.line("voice", LONGEST_VOICE),
    f.required_text("text", LONGEST_CUE),
)
REGISTRATION = (
    f.choice("mode", RegistrationMode),
    f.web_address("url"),
    m.instant("opens_at", is_nullable=True),
    m.instant("closes_at", is_nullable=True),
    f.number("capacity", least=1, most=MOST_PLACES, is_nullable=True),
    f.flag("waiting_list"),
    f.flag("approval"),
    m.minutes("reminders_minutes", least=SOONEST_REMINDER, most=EARLIEST_REMINDER),
    f.number("keep_days", least=1, most=LONGEST_RETENTION),
)
REGISTRATION_QUESTION = (
    f.choice("kind", QuestionKind),
    f.required_line("label", LONGEST_LABEL),
    f.required_line("reason", LONGEST_REASON),
    f.flag("required"),
    f.number("keep_days", least=1, most=LONGEST_RETENTION, is_nullable=True),
)
BOARD = (
    f.choice("mode", AskingMode),
    f.flag("approve_first"),
    f.choice("names", AskerNames),
    f.choice("who", AskedBy),
    f.code("code", length_of(QuestionBoard.code)),
    f.number("next_number", least=1),
    m.instant("stream_began_at", is_nullable=True),
)
ASKED_NUMBER, ASKED_AT = f.number("number", least=1), m.instant("asked_at")
ASKED = (
    ASKED_NUMBER,
    f.required_line("text", length_of(AudienceQuestion.text)),
    f.line("language", length_of(AudienceQuestion.language)),
    f.choice("state", QuestionState),
    ASKED_AT,
    m.instant("answering_at", is_nullable=True),
    m.instant("answered_at", is_nullable=True),
    m.moment("answered_s", is_nullable=True),
    f.text("answer", LONGEST_ANSWER),
    f.line("answer_by", length_of(AudienceQuestion.answer_by)),
    m.instant("written_at", is_nullable=True),
    f.line("reason", length_of(AudienceQuestion.reason)),
)
CALENDAR_ENTRY = (f.number("sequence"), m.instant("changed_at"))
COPY = (
    f.required_text("place", length_of(AnnouncementCopy.place)),
    f.required_text("form", length_of(AnnouncementCopy.form)),
    f.required_text("phase", length_of(AnnouncementCopy.phase)),
    f.text("text", LONGEST_TEXT),
    m.instant("copied_at"),
)
SOURCE = (f.choice("kind", SourceKind), f.required_text("key", length_of(Source.key)), m.instant("imported_at"))

LEFT_OUT = {
    "organisation": {"id": "its slug stands for it", "name_key": "made from the name"},
    "speaker": {"id": "its slug stands for it", "name_key": "made from the name", "organisation_id": "a part"},
    "series": {"id": "its slug stands for it", "organisation_id": "a part"},
    "topic": {"id": "its slug stands for it"},
    "webinar": {
        "id": "its uid stands for it",
        "revision": "only forms that are open right now ask for it",
        "starts_at": "made from the promise",
        "ends_at": "made from the promise",
        "host_id": "the first of `organisers`",
        "series_id": "a part",
        "is_registration_here": "the `mode` of its `registration`",
    },
    "registration_desk": {
        "webinar_id": "it stands in it",
        "capacity": "a part",
        "has_waiting_list": "its `waiting_list`",
        "is_approval_needed": "its `approval`",
        "opens_before_minutes": "its `opens_at`",
        "closes_before_minutes": "its `closes_at`",
        "reminder_minutes": "its `reminders_minutes`",
        "retention_days": "its `keep_days`",
        **dict.fromkeys(("seats_taken", "next_number", "standby_taken"), "who registered"),
        **dict.fromkeys(
            ("told_status", "told_starts_at", "told_ends_at", "told_recording_at"), "what those who registered know"
        ),
    },
    "registration_question": {
        "id": "no address of its own",
        "webinar_id": "it stands in it",
        "position": "the order of `questions`",
        **dict.fromkeys(("kind", "label", "reason", "keep_days"), "a part"),
        "options": "its `choices`",
        "is_required": "its `required`",
        "is_retired": "what is asked no more is in no archive",
    },
    "question_board": {
        "webinar_id": "it stands in it",
        "approves_first": "its `approve_first`",
        "asked_by": "its `who`",
        "approval_forced_at": "what was decided on that day",
        "is_paused": "what was decided on that day",
        "revision": "only pages that are open right now ask for it",
        **dict.fromkeys(
            ("answering_agenda_id", "answering_agenda_at", "answering_agenda_by"), "what happens at this moment"
        ),
    },
    "audience_question": {
        "id": "its number stands for it",
        "webinar_id": "it stands in it",
        "created_at": "its `asked_at`",
        "appearance_id": "its `speaker`",
        "answer_by_id": "the name stands there",
        "merged_into_id": "its `merged_into`",
        **dict.fromkeys(("name", "registration_id", "nonce", "link_digest"), "who asked"),
        **dict.fromkeys(("press_digest", "notify_email"), "who asked"),
        **dict.fromkeys(("is_hidden", "hidden_reason", "original_text", "reported_count"), "what only moderators see"),
        **dict.fromkeys(("rank", "moved_by"), "what moderators did"),
        **dict.fromkeys(("vote_count", "registered_vote_count"), "who voted"),
    },
    "co_organiser": {"id": "no address of its own", "webinar_id": "it stands in it", "organisation_id": "a part",
                     "position": "the order of `organisers`"},
    "appearance": {"id": "no address of its own", "webinar_id": "it stands in it", "speaker_id": "a part",
                   "position": "the order of `lineup`", "replied_at": "the speaker's answer",
                   "reply_words": "the speaker's answer"},
    "agenda_question": {"id": "no address of its own", "webinar_id": "it stands in it",
                        "position": "the order of `questions`"},
    "recording": {
        "id": "its slug stands for it",
        "webinar_id": "it stands in it",
        "appearance_id": "its `speaker`",
        "position": "the order of `recordings`",
        "removed_at": "what was removed is in no archive",
        "removed_from_id": "what was removed is in no archive",
        "provider": "read from the address",
        "provider_host": "read from the address",
        "provider_video": "read from the address",
        "provider_hash": "read from the address",
        **dict.fromkeys(("checked_at", "failed_check_count", "unavailable_at"), "seen from this site"),
        "stream_id": "its `stream`",
    },
    "recording_cut": {"id": "no address of its own", "recording_id": "it stands in it"},
    "chapter": {"id": "no address of its own", "recording_id": "it stands in it"},
    "recording_copy": {
        "id": "no address of its own",
        "recording_id": "it stands in it",
        "position": "the order of `copies`",
        **dict.fromkeys(("provider", "provider_host", "provider_video", "provider_hash"), "read from the address"),
        **dict.fromkeys(("checked_at", "failed_check_count", "unavailable_at"), "seen from this site"),
    },
    "transcript": {"id": "its language stands for it", "recording_id": "it stands in it"},
    "cue": {"id": "no address of its own", "transcript_id": "it stands in it"},
    "calendar_entry": {
        "id": "no address of its own",
        "webinar_id": "it stands in it",
        "uid": "the webinar's",
        **dict.fromkeys(
            ("created_at", "starts_at", "ends_at", "leaves_at", "title", "is_withdrawn"), "made from the webinar"
        ),
        **dict.fromkeys(
            ("content_digest", "written_with", "full_size", "full", "short", "full_deflated", "short_deflated"),
            "written anew",
        ),
    },
    "source": {"id": "no address of its own", "webinar_id": "it stands in it", "values": "a part"},
    "announcement_copy": {
        "id": "no address of its own",
        "webinar_id": "it stands in it",
        "copied_by_id": "people who use the site",
    },
    "former_slug": {"id": "no address of its own", "kind": "the list it stands in", "slug": "a part",
                    "target_id": "it stands in it"},
}  # fmt: skip
"""Columns that are no fields, by table, each with the reason."""

TABLES_LEFT_OUT = {
    "user_account": "people who use the site",
    "user_session": "people who use the site",
    "membership": "people who use the site",
    "personal_feed": "people who use the site",
    "personal_address": "people who use the site",
    "follow": "people who use the site",
    "mail_follow": "people who use the site",
    "outbound_email": "mails to them",
    "mail_stop": "who of them wants no more",
    "sending_rate": "how fast mails have left",
    "registration": "who registered",
    "registration_answer": "what they answered",
    "question_vote": "who voted",
    "moderator_link": "the secret addresses of moderators",
    "mailing": "mails to them",
    "act_count": "how often something was done on this site",
    "speaking_link": "the secret addresses of speakers, and where they were sent",
    "speaker_proposal": "what nobody has taken yet",
    "site_setting": "how this site is set up",
    "worker_sign": "which processes of this site live",
    "unfinished_import": "a file on its way in",
    "audit_event": "what they did",
    "feed": "made from the webinars",
    "feed_entry": "made from the webinars",
    "feed_fetches": "how often programs have asked this site",
    "search_document": "made from the webinars",
    "search_passage": "made from the webinars",
    "recording_facet": "made from the webinars",
    "facet_count": "made from the webinars",
    "invitation": "whom a host has written to",
    "refusal": "what an organisation has answered",
    "start_poll": "what is asked before a webinar has its start",
    "proposed_start": "what is asked before a webinar has its start",
    "start_reply": "what was answered to it",
    "start_answer": "what was answered to it",
    "picture": "a file of JSON holds no films and pictures",
    "stored_file": "a file of JSON holds no films and pictures",
}
"""Tables that are not in the archive at all, each with the reason."""
