"""Pages and mails promise nothing that is not so: all are searched for the sentences of `tests.promises.table`."""

import pytest

from tests.desk_world import make_people
from tests.promises.documents import mails, pages
from tests.promises.recognition import patterns
from tests.promises.scene import ALL_STATES, every_variant, make_scene, usual_variants
from tests.promises.table import PROMISES
from webinars.web.site_context import look_again_at_settings

pytestmark = pytest.mark.usefixtures("derived")


@pytest.fixture
def findings(app, session, settings, new_client, sign_in, empty):
    """`findings(variant)`: each sentence that somebody reads of such a webinar, as (promise, piece, place, holds)."""

    def read(variant):
        empty()
        people, client = make_people(session), new_client()
        scene = make_scene(session, settings, people, variant)
        sign_in(client, people.olga)
        # Pages are only looked at: what is loaded here need not be forgotten after each.
        client.test_session = None
        app.config["SETTINGS"] = scene.settings
        look_again_at_settings()
        scene.load()
        documents = [*pages(app, client, scene), *mails(scene)]
        scene.load()
        for document in documents:
            yield from _found(scene.read_by(document.place, document.reader), document.text)

    yield read
    app.config["SETTINGS"] = settings


def _found(scene, text):
    for promise in PROMISES:
        if scene.place in promise.other_sense:
            continue
        is_said = False
        for piece in promise.says:
            for pattern in patterns(piece, scene.webinar.language):
                for filled in pattern.found(text):
                    is_said = True
                    yield promise, piece, scene.place, promise.holds(scene, filled)
        if scene.place == "programme.show" and promise.must_stand(scene) and not is_said:
            yield promise, "nothing of it", scene.place, False


@pytest.mark.parametrize("state", ALL_STATES)
def test_what_stands_is_so(findings, state):
    untrue, seen = {}, set()
    for variant in usual_variants(state):
        for promise, piece, place, holds in findings(variant):
            if holds:
                seen.add(promise.name)
            else:
                untrue.setdefault((promise.name, piece, place), variant)

    assert untrue == {}
    assert {promise.name for promise in PROMISES if promise.seen_in == state} <= seen


@pytest.mark.thorough
@pytest.mark.parametrize("state", ALL_STATES)
def test_what_stands_is_so_whatever_comes_together(findings, state):
    untrue = {}
    for variant in every_variant(state):
        for promise, piece, place, holds in findings(variant):
            if not holds:
                untrue.setdefault((promise.name, piece, place), variant)

    assert untrue == {}


def test_each_condition_is_so_of_some_webinar_and_not_of_another(session, settings, empty):
    answers = {promise.name: set() for promise in PROMISES}
    for state in ALL_STATES:
        for variant in list(usual_variants(state))[:3]:
            empty()
            scene = make_scene(session, settings, make_people(session), variant)
            scene.load()
            readers = (None, *scene.registrations, *scene.webinar.lineup, *scene.questions)
            for promise in PROMISES:
                answers[promise.name] |= {promise.may_stand(scene.read_by("", reader)) for reader in readers}

    assert {name: found for name, found in answers.items() if found != {True, False}} == {}
