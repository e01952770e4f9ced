"""The keys of each kind of record, in the order in which they are written.

Every stored column is a field here, or is named with the reason in `tests.integration.archive.excluded_columns`.
"""

from webinars.db import length_of
from webinars.domain.archive import fields as f
from webinars.domain.archive import time_fields as m
from webinars.domain.lineup.actions import LONGEST
from webinars.domain.lineup.speaker_records import BIO_LENGTH, MAX_LINKS
from webinars.domain.organisations.settings import DESCRIPTION_LENGTH, HOUR_STYLES
from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS
from webinars.domain.questions.question_text import LONGEST_ANSWER
from webinars.domain.registration.form_questions import LONGEST_LABEL, LONGEST_REASON
from webinars.domain.registration.seats_and_waiting_list import MOST_PLACES
from webinars.domain.registration.settings import EARLIEST_REMINDER, LONGEST_RETENTION, SOONEST_REMINDER
from webinars.models import (
    AgendaQuestion,
    Agreement,
    AnnouncementCopy,
    Appearance,
    AppearanceRole,
    AskedBy,
    AskerNames,
    AskingMode,
    AudienceQuestion,
    Chapter,
    CreditWording,
    Cue,
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
    f.line("tagline", length_of(Organisation.tagline)),
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
    *(f.of_kind(name, row.kind) for name, row in PLAIN_FIELDS.items() if row.is_in_archive),
    f.choice("status", Status),
    m.wall_time("starts_wall"),
    f.timezone("timezone", is_nullable=True),
    m.date("starts_on"),
    f.number("duration_minutes", least=1, most=MINUTES_IN_WEEK),
    f.flag("is_duration_assumed"),
    m.wall_time("moved_from_wall"),
    f.timezone("moved_from_timezone", is_nullable=True),
    m.instant("moved_at", is_nullable=True),
    m.instant("began_at", is_nullable=True),
    m.instant("ended_at", is_nullable=True),
    m.instant("cancelled_at", is_nullable=True),
    f.text("cancellation_reason", length_of(Webinar.cancellation_reason)),
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
    f.choice("agreement", Agreement),
    f.line("name", length_of(Appearance.name)),
)
OLDER_AGREEMENT = (f.flag("is_confirmed"), m.instant("declined_at", is_nullable=True))
"""What archives had before `agreement`."""
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
    f.flag("is_by_machine"),
    m.instant("read_at", is_nullable=True),
    f.line("read_by", length_of(Transcript.read_by)),
    m.instant("created_at"),
    m.instant("updated_at"),
)
CUE = (
    f.number("starts_ms", least=-f.LARGEST),
    f.number("ends_ms", least=-f.LARGEST),
    f.line("voice", LONGEST_VOICE),
    f.required_text("text", LONGEST_CUE),
    # Only of a cue that has some: an archive has thousands of them.
    f.line("unsure", length_of(Cue.unsure)),
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
    f.flag("feedback"),
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
AUDIENCE_QUESTION = (
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
