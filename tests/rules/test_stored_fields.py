"""Each column of what people edit is given to the verb that changes it, or stands here with what it is of.

A column that is forgotten in undo, copies or the form is how a copy once named people who had never agreed. The plain
fields of a webinar have a table of their own (`plain_fields`) and a test beside it.
"""

import inspect

import pytest
from msgspec import structs

from webinars.domain.lineup.actions import AppearanceInput
from webinars.domain.lineup.speaker_records import SpeakerRecord
from webinars.domain.organisations.settings import OrganisationSettings
from webinars.domain.programme.series.actions import update_series
from webinars.domain.questions.boards import BoardSettings
from webinars.domain.recordings.actions import RecordingDetails
from webinars.domain.registration.form_questions import RegistrationQuestionInput
from webinars.domain.registration.settings import COLUMNS
from webinars.models import (
    Appearance,
    Organisation,
    QuestionBoard,
    Recording,
    RegistrationDesk,
    RegistrationQuestion,
    Series,
    Speaker,
)

ITSELF, MOMENT = "which one it is", "when something was done with it"


def fields(kind, *but):
    return {each.name for each in structs.fields(kind)} - set(but)


EDITED = {
    Organisation: fields(OrganisationSettings),
    Speaker: fields(SpeakerRecord),
    Series: {"title", "description", "slug"},
    Recording: fields(RecordingDetails, "is_another", "appearance") | {"appearance_id"},
    RegistrationDesk: set(COLUMNS),
    QuestionBoard: fields(BoardSettings),
    Appearance: fields(AppearanceInput, "speaker", "has_agreed") | {"speaker_id", "agreement"},
    RegistrationQuestion: fields(RegistrationQuestionInput, "question_id"),
}
"""What the verb takes that stores what a form says."""
BESIDE = {
    Organisation: {
        **dict.fromkeys(("id", "slug", "name_key"), ITSELF),
        **dict.fromkeys(("created_at", "updated_at"), MOMENT),
        "house_style": "learnt and chosen with its announcements",
    },
    Speaker: {**dict.fromkeys(("id", "name_key", "organisation_id"), ITSELF), "created_at": MOMENT},
    Series: dict.fromkeys(("id", "organisation_id"), ITSELF),
    Recording: {
        **dict.fromkeys(("id", "slug", "webinar_id", "position"), ITSELF),
        "created_at": MOMENT,
        **dict.fromkeys(("provider", "provider_host", "provider_video", "provider_hash"), "read from its address"),
        **dict.fromkeys(("checked_at", "failed_check_count", "unavailable_at"), "what its provider answers"),
        **dict.fromkeys(("removed_at", "removed_from_id"), "verbs of removal"),
        **dict.fromkeys(("stream_id", "from_s", "until_s", "sync_s"), "verbs of clips and of timing"),
    },
    RegistrationDesk: {
        "webinar_id": ITSELF,
        **dict.fromkeys(("seats_taken", "standby_taken", "next_number"), "who has registered"),
        **dict.fromkeys(
            ("told_status", "told_starts_at", "told_ends_at", "told_recording_at", "told_series_at"), "what was mailed"
        ),
    },
    QuestionBoard: {
        **dict.fromkeys(("webinar_id", "code", "revision", "next_number"), ITSELF),
        **dict.fromkeys(("approval_forced_at", "is_paused", "stream_began_at"), "what moderators do on the day"),
        **dict.fromkeys(("answering_agenda_id", "answering_agenda_at", "answering_agenda_by"), "the question of now"),
    },
    Appearance: {
        **dict.fromkeys(("id", "webinar_id", "position"), ITSELF),
        "name": "a verb of its own: how one is printed",
        **dict.fromkeys(("replied_at", "reply_words"), "what the speaker says"),
    },
    RegistrationQuestion: {
        **dict.fromkeys(("id", "webinar_id", "position"), ITSELF),
        "is_retired": "what becomes of a question that is taken out after somebody has answered it",
    },
}


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_each_column_is_edited_or_of_something_else(model):
    columns = set(model.__table__.columns.keys())

    assert EDITED[model] | BESIDE[model].keys() == columns
    assert not EDITED[model] & BESIDE[model].keys()


def test_the_verb_of_a_series_takes_what_is_said_here():
    parameters = inspect.signature(update_series).parameters.keys()

    assert parameters - {"session", "actor", "series", "now"} == EDITED[Series]
