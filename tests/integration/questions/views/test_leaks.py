"""What is not public is planted in a public webinar, and looked for wherever strangers look."""

import pytest

from tests.application import Browser
from tests.audience_question_factories import give_votes
from tests.factories import add_recording, open_desk
from tests.integration.questions.views.conftest import NOW
from tests.unfolded_calendar import unfolded
from webinars.domain.search.actions import reindex
from webinars.models import QuestionState

pytestmark = pytest.mark.usefixtures("derived")


PLANTED = {
    "pending": "zqpendingzq waits to be read",
    "hidden": "zqhiddenzq was rude",
    "hidden answer": "zqhiddenanswerzq",
    "why hidden": "zqreasonzq",
    "hidden answered": "zqhiddenansweredzq was answered",
    "below hidden": "zqbelowzq stands below it",
    "original": "zqoriginalzq before it was made clearer",
    "moderator": "zqmoderatorzq",
    "address": "zqaddresszq@asker.example",
    "withdrawn name": "zqnamezq",
}
LOOKED_AT = [
    *("/", "/webinars", "/webinars/machine", "/webinars/machine/questions", "/webinars/machine/questions?sort=newest"),
    *("/webinars/machine/questions.json", "/webinars/machine/stage", "/webinars/machine.ics", "/calendar.ics"),
    *("/embed/webinars/machine", "/embed/programme", "/embed/next", "/sitemap.xml", "/recordings", "/recordings.rss"),
    *("/recordings.json?q=zqhiddenzq", "/recordings?q=zqpendingzq", "/recordings?q=zqhiddenansweredzq+answered"),
    *("/recordings/machine-full", "/embed/recordings/machine-full", "/organisations/lunar-society"),
    "/oembed?url=http://localhost/webinars/machine&format=json",
    *(f"/webinars/machine/questions?show={name}" for name in ("recording", "writing", "open")),
]


@pytest.fixture
def planted(session, webinar, board, asked):
    open_desk(session, webinar)
    add_recording(session, webinar, slug="machine-full", duration_s=7000)
    public = asked(
        "Who paid for the cards?",
        original_text=PLANTED["original"],
        notify_email=PLANTED["address"],
        moved_by=PLANTED["moderator"],
    )
    give_votes(session, public, "ana")
    asked(PLANTED["pending"], state=QuestionState.PENDING, name="Ana of Capua")
    hidden = asked(
        PLANTED["hidden"],
        is_hidden=True,
        hidden_reason=PLANTED["why hidden"],
        answer=PLANTED["hidden answer"],
        state=QuestionState.ANSWERED,
        answer_by="Ada",
        written_at=NOW,
    )
    asked(PLANTED["hidden answered"], state=QuestionState.ANSWERED, is_hidden=True, answered_s=60, answered_at=NOW)
    asked(PLANTED["below hidden"], state=QuestionState.MERGED, merged_into_id=hidden.id)
    reindex(session)
    session.commit()


@pytest.mark.parametrize("is_over", [False, True])
def test_strangers_find_nothing_of_it(client: Browser, planted, noon, is_over):
    if is_over:
        noon.move_to(NOW.replace(hour=20))
    found = {}
    seen = 0
    for path in LOOKED_AT:
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = unfolded(answer.get_data(as_text=True)) + str(answer.headers)
        seen += "Who paid for the cards?" in text
        # What was looked for is shown again in the field of the search.
        asked_for = path.partition("?q=")[2].partition("+")[0]
        for name, words in PLANTED.items():
            mark = words.split()[0].partition("@")[0]
            if mark in text and mark != asked_for:
                found.setdefault(name, []).append(path)

    assert found == {}
    # It is looked where questions stand.
    assert seen >= 3


def test_presses_of_strangers_bring_nothing_of_it_out(client, session, planted):
    for number in range(2, 6):
        for act in ("votes", "votes/deletion", "report"):
            answer = client.post(f"/webinars/machine/questions/{number}/{act}")
            assert answer.status_code == 404
            assert "zq" not in answer.text
    answer = client.post("/webinars/machine/similar-questions", data={"text": PLANTED["hidden"]})
    assert "zq" not in answer.text
    answer = client.post("/webinars/machine/similar-questions", data={"text": PLANTED["pending"]})
    assert "zq" not in answer.text


def test_logs_hold_no_words_and_no_secret(client, session, board, capsys):
    answer = client.post(
        "/webinars/machine/questions",
        data={"text": "zqtextzq is asked?", "name": "zqnamezq", "email": "zqmailzq@asker.example"},
    )
    own = answer.location
    client.post(f"{own}/edit", data={"text": ""})
    client.post(f"{own}x/withdrawal")
    client.post("/webinars/machine/similar-questions", data={"text": "zqtextzq is typed?"})

    said = "".join(capsys.readouterr())
    assert "zq" not in said
    assert own.rpartition("/")[2] not in said


def test_a_name_that_was_taken_off_is_gone_at_once(client, session, board):
    own = client.post("/webinars/machine/questions", data={"text": "Who paid for it?", "name": "zqnamezq"}).location
    assert "zqnamezq" in client.get("/webinars/machine").text

    client.post(f"{own}/wishes", data={"name": ""})

    for path in LOOKED_AT[:7]:
        assert "zqnamezq" not in client.get(path).text
