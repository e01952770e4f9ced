"""Our JSON API as schemathesis sees it: whatever the description allows is asked for, and much that it does not."""

import itertools
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_registration,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.api import views
from webinars.api.protocol.operations import OPERATIONS, bp
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.models import Scope, Status

assert views
pytestmark = pytest.mark.usefixtures("derived")


@pytest.fixture
def api_schema(app, session, settings, lunar, olga):
    webinar = make_webinar(session, lunar, is_registration_here=True)
    add_appearance(session, webinar, make_speaker(session, lunar, "Emmy Noether"))
    add_question(session, webinar)
    add_recording(session, webinar, slug="a-recording")
    make_webinar(session, lunar, "A draft", slug="a-draft", status=Status.DRAFT)
    open_desk(session, webinar)
    make_registration(session, settings, webinar)
    make_series(session, lunar)
    make_topic(session)
    _token, secret = create_token(
        session, actor_of(session, olga.id), lunar, name="Fuzz", scopes=list(Scope), days=30, now=clock.now()
    )
    session.commit()
    session.close()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    schema.config.update(headers={"Authorization": f"Bearer {secret}"})
    return schema


EXAMPLES, ALL_EXAMPLES = 10, 60
KNOWN = (
    {},
    {"webinars": "comets-and-their-tails", "recordings": "a-recording"},
    {"webinars": "a-draft"},
)
"""What stands in the place of a slug that nobody has: nothing, what is public, or a draft."""
MODES = {"valid": GenerationMode.POSITIVE, "invalid": GenerationMode.NEGATIVE}


@pytest.mark.parametrize(
    ("what", "mode"),
    # Where nothing is taken, nothing can be wrong with it.
    [
        (each, mode)
        for each in OPERATIONS
        for mode in MODES
        if mode == "valid" or each.query or each.body or "<" in each.path
    ],
    ids=lambda each: each if isinstance(each, str) else each.endpoint,
)
def test_every_operation_answers_as_it_is_described(what, mode, api_schema, pytestconfig):
    is_thorough = pytestconfig.getoption("--all") or pytestconfig.getoption("--explore")
    examples = ALL_EXAMPLES if is_thorough else EXAMPLES
    path = bp.url_prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", what.path)
    operation, keys = api_schema[path][what.method], itertools.count()

    @settings(suppress_health_check=list(HealthCheck), max_examples=examples)
    @given(case=operation.as_strategy(generation_mode=MODES[mode]), known=st.sampled_from(KNOWN))
    def ask(case, known):
        if mode == "valid":
            # No description can say that a key was used for another request, or which revision there is.
            case.headers = {**(case.headers or {}), "Idempotency-Key": f"{next(keys)}"}
            case.headers.pop("If-Match", None)
            folder = what.path.split("/")[1]
            if "slug" in case.path_parameters and folder in known:
                case.path_parameters["slug"] = known[folder]
        # It asks without a token as well, and our header comes along: `test_bearers` asks as everybody.
        case.call_and_validate(excluded_checks=[ignored_auth])

    ask()
