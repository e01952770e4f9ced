"""Whole texts, and what the reader makes of them."""

import datetime as dt
import importlib.util
import sys
from pathlib import Path

import pytest

from webinars.announcements.reader import read

_spec = importlib.util.spec_from_file_location("announcement_texts", Path(__file__).with_name("texts.py"))
assert _spec is not None
assert _spec.loader is not None
texts = importlib.util.module_from_spec(_spec)
sys.modules["announcement_texts"] = texts
_spec.loader.exec_module(texts)

PUBLISHED_ON = dt.date(2027, 2, 1)


def said(text):
    return read(text.text, published_on=PUBLISHED_ON).as_json()


@pytest.fixture(params=texts.TEXTS, ids=[text.name for text in texts.TEXTS])
def text(request):
    return request.param


def test_the_kind_is_seen(text):
    assert said(text)["kind"] == text.kind


def test_the_title_is_found(text):
    if text.title is not None:
        assert said(text)["webinars"][0]["title"] == text.title


def test_the_lineup_is_complete_and_has_nobody_else(text):
    lineup = said(text)["webinars"][0]["lineup"]

    assert sorted(f"{one['name']}/{one['role']}" for one in lineup) == sorted(
        person if "/" in person else f"{person}/speaker" for person in text.people
    )


def test_affiliations_are_as_printed(text):
    lineup = {one["name"]: one["affiliation"] for one in said(text)["webinars"][0]["lineup"]}

    assert {name: lineup[name] for name in text.affiliations} == text.affiliations


def test_the_organisers_are_in_order(text):
    assert tuple(said(text)["webinars"][0]["organisers"]) == text.organisers


def test_the_questions_are_in_order(text):
    assert tuple(said(text)["webinars"][0]["questions"]) == text.questions


def test_the_recordings_belong_to_their_speakers(text):
    recordings = said(text)["webinars"][0]["recordings"]

    assert tuple((one["speaker"] or one["kind"], one["title"]) for one in recordings) == text.recordings


def test_the_registration_form_is_found(text):
    assert said(text)["webinars"][0]["registration_url"] == text.registration


def test_the_start_is_settled(text):
    if text.starts_at is not None:
        assert said(text)["webinars"][0]["starts_at"] == text.starts_at
