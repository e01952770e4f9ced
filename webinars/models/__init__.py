"""The schema: one graph of tables, one file an aggregate. Columns, constraints and relationships, no workflows."""

from webinars.models.account import (
    AddressChange,
    Passkey,
    ProofRequest,
    RecoveryCode,
    SignInWay,
    User,
    UserSession,
)
from webinars.models.agenda import AgendaQuestion
from webinars.models.announcement import AnnouncementCopy
from webinars.models.api_token import ApiToken, IdempotentAnswer, Scope
from webinars.models.audience_question import (
    AskedBy,
    AskerNames,
    AskingMode,
    AudienceQuestion,
    ModeratorLink,
    QuestionBoard,
    QuestionState,
    QuestionVote,
)
from webinars.models.audit import API_TOKEN, AuditEvent
from webinars.models.calendar import (
    CalendarEntry,
    ClientFamily,
    Feed,
    FeedEntry,
    FeedFetches,
    FeedKind,
    Follow,
    FollowedEntry,
    MailFollow,
    PersonalAddress,
    PersonalFeed,
    Rhythm,
)
from webinars.models.date_poll import Availability, ProposedStart, StartAnswer, StartPoll, StartReply
from webinars.models.import_source import PastedText, Source, SourceKind, UnfinishedImport
from webinars.models.insight import Act, ActCount
from webinars.models.invitation import Invitation, Refusal
from webinars.models.lineup import Agreement, Appearance, Speaker
from webinars.models.listing import ListedWebinar
from webinars.models.live_hour import HelperLink, Presence, PresenceCount, SpeakingTurn
from webinars.models.mailing import Audience, Mailing
from webinars.models.organisation import DEFAULT_DURATION_MINUTES, Membership, Organisation, Role
from webinars.models.outbox import (
    Bounce,
    OutboundEmail,
    Priority,
    Promise,
    PromiseState,
    SendingRate,
    Stop,
    Suppression,
)
from webinars.models.page_cache_version import PageCacheVersion
from webinars.models.picture import Picture, PictureKind
from webinars.models.recap import (
    ProposalState,
    RecordingProposal,
    RecordingSource,
    RecordingSourceKind,
    RecordingWish,
    Transcription,
    TranscriptionState,
)
from webinars.models.recording import (
    Chapter,
    HostedVideo,
    Recording,
    RecordingCopy,
    RecordingCut,
)
from webinars.models.registration import (
    ACTIVE_STATES,
    DEFAULT_REMINDERS,
    DEFAULT_RETENTION_DAYS,
    Feedback,
    GroupedRegistration,
    QuestionKind,
    Registration,
    RegistrationAnswer,
    RegistrationDesk,
    RegistrationEnd,
    RegistrationGroup,
    RegistrationQuestion,
    RegistrationSource,
    RegistrationState,
    Worth,
)
from webinars.models.search import (
    ASKED_PASSAGES,
    DOCUMENT_ROOM,
    PASSAGE_ROOM,
    DocumentKind,
    FacetCount,
    PassageKind,
    RecordingFacet,
    SearchDocument,
    SearchForm,
    SearchLanguage,
    SearchPassage,
    SearchWord,
)
from webinars.models.site_setting import SiteSetting
from webinars.models.speaker_link import SpeakerProposal, SpeakingLink
from webinars.models.stored_file import FileKind, StoredFile
from webinars.models.transcript import Cue, Transcript
from webinars.models.webhook import OutboundHook, Webhook, WebhookPreset
from webinars.models.webinar import (
    CONDUCTED_BEFORE,
    DEFAULT_RIGHTS,
    CoOrganiser,
    CreditWording,
    FormerSlug,
    JoinAccess,
    PartnerRight,
    RecordingPlan,
    RegistrationMode,
    Series,
    Status,
    Topic,
    Visibility,
    Webinar,
    webinar_topic,
)
from webinars.models.worker import WorkerSign
from webinars.models.zoom_registrant import ZoomRegistrant
from webinars.pure.announcements.model import AppearanceRole, RecordingKind
