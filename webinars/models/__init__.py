"""The schema: one graph of tables, one file an aggregate. Columns, constraints and relationships, no workflows."""

from webinars.models.account import User, UserSession
from webinars.models.agenda import AgendaQuestion
from webinars.models.announcement import AnnouncementCopy
from webinars.models.audit import AuditEvent
from webinars.models.calendar import (
    CalendarEntry,
    ClientFamily,
    Feed,
    FeedEntry,
    FeedFetches,
    FeedKind,
    Follow,
    PersonalAddress,
    PersonalFeed,
)
from webinars.models.lineup import Appearance, AppearanceRole, Speaker
from webinars.models.organisation import DEFAULT_DURATION_MINUTES, Membership, Organisation, Role
from webinars.models.outbox import Bounce, MailStop, OutboundEmail, Priority, Promise, PromiseState, SendingRate, Stop
from webinars.models.recording import (
    Chapter,
    HostedVideo,
    Recording,
    RecordingCopy,
    RecordingCut,
    RecordingKind,
)
from webinars.models.search import (
    DOCUMENT_ROOM,
    PASSAGE_ROOM,
    DocumentKind,
    FacetCount,
    PassageKind,
    RecordingFacet,
    SearchDocument,
    SearchPassage,
)
from webinars.models.source import Source, SourceKind, UnfinishedImport
from webinars.models.stored_file import FileKind, StoredFile
from webinars.models.transcript import Cue, Transcript
from webinars.models.webinar import (
    CoOrganiser,
    FormerSlug,
    JoinAccess,
    Series,
    Status,
    Topic,
    Visibility,
    Webinar,
    webinar_topic,
)
from webinars.models.worker import WorkerSign

__all__ = [
    "DEFAULT_DURATION_MINUTES",
    "DOCUMENT_ROOM",
    "PASSAGE_ROOM",
    "AgendaQuestion",
    "AnnouncementCopy",
    "Appearance",
    "AppearanceRole",
    "AuditEvent",
    "Bounce",
    "CalendarEntry",
    "Chapter",
    "ClientFamily",
    "CoOrganiser",
    "Cue",
    "DocumentKind",
    "FacetCount",
    "Feed",
    "FeedEntry",
    "FeedFetches",
    "FeedKind",
    "FileKind",
    "Follow",
    "FormerSlug",
    "HostedVideo",
    "JoinAccess",
    "MailStop",
    "Membership",
    "Organisation",
    "OutboundEmail",
    "PassageKind",
    "PersonalAddress",
    "PersonalFeed",
    "Priority",
    "Promise",
    "PromiseState",
    "Recording",
    "RecordingCopy",
    "RecordingCut",
    "RecordingFacet",
    "RecordingKind",
    "Role",
    "SearchDocument",
    "SearchPassage",
    "SendingRate",
    "Series",
    "Source",
    "SourceKind",
    "Speaker",
    "Status",
    "Stop",
    "StoredFile",
    "Topic",
    "Transcript",
    "UnfinishedImport",
    "User",
    "UserSession",
    "Visibility",
    "Webinar",
    "WorkerSign",
    "webinar_topic",
]
