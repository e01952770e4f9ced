"""What people have made of pasted texts teaches the reader: where administrators say so, and only what is public."""

import dataclasses
import datetime as dt
import json
import random
import shutil

import pycrfsuite
import pytest
import sqlalchemy as sa

from benchmarks import host_lessons, lessons, title_lessons, train_reader
from tests import factories
from tests.integration.imports.test_views import confirm, page_of, read, texts
from tests.integration.imports.texts import ANNOUNCEMENT, UNSURE, UNSURE_TWICE
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.imports.examples import KEPT_FOR, MAIL, PAGE, examples, forget_old_texts
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.life_cycle import publish
from webinars.models import PastedText, Role, Visibility, Webinar

PRIVATE = "\nJoin: https://meet.example/j/4711?pwd=secret (passcode: 998877)\nWrite to ada@letters.example\n"
TEXT = ANNOUNCEMENT + PRIVATE


@pytest.fixture
def keeping(app, settings):
    app.config["SETTINGS"] = dataclasses.replace(settings, keep_examples=True)
    yield
    app.config["SETTINGS"] = settings


def make_public(session):
    webinar = session.scalars(sa.select(Webinar).options(*whole())).one()
    publish(session, OPERATOR, webinar, now=clock.now())
    session.commit()
    return webinar


def labelled(example):
    return [(span.label, " ".join(example.text[span.start : span.end].split())) for span in example.spans]


@pytest.mark.usefixtures("keeping", "olga")
def test_a_corrected_paste_becomes_an_example_with_what_was_corrected(session, client):
    page = page_of(read(client, UNSURE))
    assert "Claude Louis Berthollet" not in page.get_element_by_id("0-lineup").text_content()
    lineup = "Isaac Newton, Cambridge\nClaude Louis Berthollet"
    hosts = "Accademia dei Lincei\nFriends of Madder"
    confirm(client, page, **{"0-lineup": lineup, "0-title": "Letters on colour", "0-co_organisers": hosts})
    assert list(examples(session)) == []
    make_public(session)

    (example,) = examples(session)

    assert set(labelled(example)) == {
        ("title", "Letters on colour"),
        ("person", "Isaac Newton"),
        ("affiliation", "Cambridge"),
        ("person", "Claude Louis Berthollet"),
        ("organiser", "Accademia dei Lincei"),
        ("organiser", "Friends of Madder"),
    }
    assert "Margaret Cavendish" in example.text


@pytest.mark.usefixtures("keeping", "olga")
def test_neither_the_room_nor_an_address_is_kept(session, client):
    confirm(client, page_of(read(client, TEXT)))

    kept = session.scalars(sa.select(PastedText)).one()

    assert MAIL in kept.text
    assert "Isaac Newton" in kept.text
    for private in ("meet.example", "secret", "998877", "ada@"):
        assert private not in kept.text
    # What sets lines apart is kept too.
    assert kept.text.count("\n\n") == ANNOUNCEMENT.count("\n\n") + 1
    assert PAGE not in kept.text


@pytest.mark.usefixtures("olga")
def test_nothing_is_kept_or_said_unless_administrators_say_so(session, client):
    paste = client.get("/manage/paste").get_data(as_text=True)
    confirm(client, page_of(read(client, TEXT)))

    assert session.scalars(sa.select(PastedText)).all() == []
    assert "teach its reader" not in paste


@pytest.mark.usefixtures("keeping", "olga")
def test_the_page_says_that_texts_are_kept(client):
    assert "teach its reader" in client.get("/manage/paste").get_data(as_text=True)


@pytest.mark.usefixtures("keeping", "olga")
def test_with_the_webinar_its_text_is_gone(session, client):
    confirm(client, page_of(read(client, TEXT)))
    webinar = make_public(session)
    assert len(list(examples(session))) == 1

    session.delete(webinar)
    session.commit()

    assert session.scalars(sa.select(PastedText)).all() == []


@pytest.mark.usefixtures("keeping", "olga")
def test_an_unlisted_webinar_gives_no_example(session, client):
    confirm(client, page_of(read(client, TEXT)))
    make_public(session).visibility = Visibility.UNLISTED
    session.commit()

    assert list(examples(session)) == []


@pytest.mark.usefixtures("keeping", "olga")
@pytest.mark.parametrize(
    "changes",
    [
        {"0-title": "Colours, and who wrote of them"},
        {"0-lineup": "Issac Newtown\nMargaret Cavendish"},
        {"0-co_organisers": "Academy of the Lynx-eyed"},
    ],
)
def test_what_is_said_in_other_words_teaches_nothing(session, client, changes):
    confirm(client, page_of(read(client, TEXT)), **changes)
    make_public(session)

    assert list(examples(session)) == []


@pytest.mark.usefixtures("keeping", "olga")
def test_who_is_added_without_a_word_in_the_text_does_no_harm(session, client):
    page = page_of(read(client, TEXT))
    lineup = page.get_element_by_id("0-lineup").text_content()
    confirm(client, page, **{"0-lineup": f"{lineup}\nClaude Louis Berthollet"})
    make_public(session)

    (example,) = examples(session)

    assert ("person", "Isaac Newton") in labelled(example)


@pytest.mark.usefixtures("keeping", "olga")
def test_a_text_of_several_webinars_is_not_kept(session, client):
    confirm(client, page_of(read(client, UNSURE_TWICE)))

    assert len(session.scalars(sa.select(Webinar)).all()) > 1
    assert session.scalars(sa.select(PastedText)).all() == []


@pytest.mark.usefixtures("keeping", "olga")
def test_after_a_year_the_night_forgets_a_text(session, client):
    confirm(client, page_of(read(client, TEXT)))
    pasted_at = session.scalars(sa.select(PastedText.pasted_at)).one()

    forget_old_texts(session, now=pasted_at + KEPT_FOR - dt.timedelta(seconds=1))
    assert len(session.scalars(sa.select(PastedText)).all()) == 1
    forget_old_texts(session, now=pasted_at + KEPT_FOR)

    assert session.scalars(sa.select(PastedText)).all() == []


def test_turned_off_in_the_browser_all_of_it_is_gone(session, client, sign_in, lunar):
    admin = factories.make_user(session, "Ana", is_admin=True)
    factories.make_membership(session, lunar, admin, Role.EDITOR)
    sign_in(client, admin)

    def choose(answer):
        page = page_of(client.get("/manage/site"))
        form = next(form for form in page.forms if form.get("action") == "/manage/site")
        assert client.post("/manage/site", data=dict(form.form_values()) | {"keep_examples": answer}).status_code == 303

    assert client.get("/manage/paste/examples.jsonl").text == ""
    choose("kept")
    confirm(client, page_of(read(client, TEXT)))
    make_public(session)
    taken = client.get("/manage/paste/examples.jsonl")
    assert taken.headers["Cache-Control"] == "no-store"
    assert len(taken.text.splitlines()) == 1
    assert texts(page_of(client.get("/manage/site")), "//a[contains(., 'Take the examples')]")

    choose("not kept")

    assert session.scalars(sa.select(PastedText)).all() == []
    assert client.get("/manage/paste/examples.jsonl").text == ""


@pytest.mark.usefixtures("keeping", "olga")
def test_others_cannot_take_them(client):
    assert client.get("/manage/paste/examples.jsonl").status_code == 403


@pytest.mark.usefixtures("keeping", "olga")
def test_the_reader_learns_from_the_file(session, client, tmp_path, monkeypatch):
    # How well it learns is not asked here: some of the other texts, each once, and for a few rounds.
    monkeypatch.setitem(train_reader.SETTINGS, "max_iterations", 5)
    some = tmp_path / "texts"
    some.mkdir()
    for path in sorted(lessons.KEPT.glob("*.json"))[::20]:
        for each in path.parent.glob(f"{path.stem}.*"):
            shutil.copy(each, some)
    for teacher in (lessons, host_lessons, title_lessons):
        monkeypatch.setattr(teacher, "KEPT", some)
    for teacher in (host_lessons, title_lessons, train_reader):
        monkeypatch.setattr(teacher, "KEPT_TIMES", 1)
    confirm(client, page_of(read(client, TEXT)))
    make_public(session)
    file = tmp_path / "examples.jsonl"
    lines = [json.dumps(example.as_json(), ensure_ascii=False) for example in examples(session)]
    file.write_text("\n".join(lines), encoding="utf-8")

    (example,) = lessons.taught(file)
    taught = list(lessons.made(example, random.Random(1)))
    with train_reader.learned_in(tmp_path):
        without = train_reader.train(2, 1)
        more = train_reader.train(2, 1, file) - without

    labels = [label for _features, own in taught for label in own]
    assert labels.count("B-person") == 3
    assert {"B-title", "B-affiliation", "B-organiser", "B-question"} <= set(labels)
    assert more == len(taught) * train_reader.KEPT_TIMES
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "model.crfsuite"))
    assert "B-person" in tagger.labels()
