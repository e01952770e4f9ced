import re

import pytest

from tests.factories import make_organisation, make_user, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import Actor
from webinars.domain.organisations.actions import create_organisation
from webinars.domain.programme.changes import record
from webinars.site.desk.history import site_acts_view
from webinars.site.desk.history.wording import PHRASES

PAGE = "/manage/administrators"


@pytest.fixture
def ada(session, sign_in, client):
    ada = make_user(session, "Ada", is_admin=True)
    sign_in(client, ada)
    return ada


def actor(user):
    return Actor(user_id=user.id, is_admin=user.is_admin)


def lines(page):
    rows = re.findall(r"<tr>(.*?)</tr>", page.text, re.DOTALL)[1:]
    told = [re.sub(r"<time.*?</time>", "", row, flags=re.DOTALL) for row in rows]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in told]


def test_an_administrator_reads_what_administrators_did(session, client, ada):
    olga = make_user(session, "Olga")
    webinar = make_webinar(session, make_organisation(session, "Astronomers"), "Comets")
    record(session, actor(ada), webinar, "webinar:publish", {}, now=clock.now())
    record(session, actor(ada), webinar, "webinar:update", {"title": ["A", "B"]}, now=clock.now())
    record(session, actor(olga), webinar, "webinar:cancel", {}, now=clock.now())
    create_organisation(session, actor(ada), name="Royal Society", timezone="Europe/London", now=clock.now())

    page = client.get(PAGE)

    assert lines(page) == [
        "Ada created the organisation Royal Society",
        "Ada changed the title Comets",
        "Ada published it Comets",
    ]
    assert f'href="{PAGE}"' in client.get("/account/").text


def test_everything_that_is_recorded_has_words(project):
    code = "\n".join(path.read_text() for path in (project / "webinars/domain").rglob("*.py"))
    subjects = {action.partition(":")[0] for action in PHRASES}
    recorded = set(re.findall(rf'"((?:{"|".join(subjects)}):[a-z_]+)"', code))

    assert recorded - set(PHRASES) - {"webinar:update"} == set()


@pytest.mark.usefixtures("ada")
def test_it_has_pages(session, client, monkeypatch):
    monkeypatch.setattr(site_acts_view, "PAGE_LENGTH", 2)
    admin = make_user(session, "Mary", is_admin=True)
    for number in range(3):
        webinar = make_webinar(session, make_organisation(session, f"Society {number}"), f"Comets {number}")
        record(session, actor(admin), webinar, "webinar:publish", {}, now=clock.now())

    assert [len(lines(client.get(f"{PAGE}?page={number}"))) for number in (1, 2)] == [2, 1]
    assert client.get(f"{PAGE}?page=3").status_code == 404
