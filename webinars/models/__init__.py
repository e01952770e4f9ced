"""The schema: one graph of tables, one file an aggregate. Columns, constraints and relationships, no workflows."""

from webinars.models.account import User, UserSession
from webinars.models.agenda import AgendaQuestion
from webinars.models.audit import AuditEvent
from webinars.models.calendar import CalendarEntry
from webinars.models.lineup import Appearance, AppearanceRole, Speaker
from webinars.models.organisation import DEFAULT_DURATION_MINUTES, Membership, Organisation, Role
from webinars.models.outbox import MailState, OutboundEmail
from webinars.models.recording import Recording, RecordingKind
from webinars.models.source import Source, SourceKind
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

__all__ = [
    "DEFAULT_DURATION_MINUTES",
    "AgendaQuestion",
    "Appearance",
    "AppearanceRole",
    "AuditEvent",
    "CalendarEntry",
    "CoOrganiser",
    "FormerSlug",
    "JoinAccess",
    "MailState",
    "Membership",
    "Organisation",
    "OutboundEmail",
    "Recording",
    "RecordingKind",
    "Role",
    "Series",
    "Source",
    "SourceKind",
    "Speaker",
    "Status",
    "Topic",
    "User",
    "UserSession",
    "Visibility",
    "Webinar",
    "webinar_topic",
]
