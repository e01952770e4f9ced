import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    make_speaker,
    make_webinar,
    open_desk,
)
from webinars.models import (
    Agreement,
    AuditEvent,
    Mailing,
    Organisation,
    PartnerRight,
    Role,
    Scope,
    Speaker,
    Status,
    Webinar,
)

DAY = dt.timedelta(days=1)
LETTERS = {
    "title": "Letters on colour",
    "summary": "Newton, Goethe and the makers of dyes.",
    "starts_wall": "2027-02-16T16:00",
    "timezone": "Europe/London",
    "duration_minutes": 60,
    "lineup": [{"name": "Emmy Noether", "role": "moderator", "affiliation": "Göttingen"}, {"name": "Mary Somerville"}],
    "questions": ["What is a colour?", "Who made the dyes?"],
    "topics": ["Optics"],
    "series": {"name": "Letters"},
    "room_url": "https://meet.example/letters",
    "recording_plan": "yes",
    "registration": {"mode": "here", "capacity": 20},
    "display_zones": [{"label": "Weimar", "timezone": "Europe/Berlin"}],
}


def places(answer):
    return {each["pointer"]: each["detail"] for each in answer.json["errors"]}


def drafted(writer, **changes):
    return writer("POST", "/webinars", json={**LETTERS, **changes})


def test_a_draft_is_made_with_all_that_it_says(session, lunar, writer):
    answer = drafted(writer)

    told = answer.json
    assert (answer.status_code, answer.headers["Location"]) == (
        201,
        "http://localhost/api/v1/webinars/letters-on-colour",
    )
    assert (told["status"], told["starts_at"], told["ends_at"]) == (
        "draft",
        "2027-02-16T16:00:00Z",
        "2027-02-16T17:00:00Z",
    )
    assert [(each["name"], each["role"]) for each in told["lineup"]] == [
        ("Emmy Noether", "moderator"), ("Mary Somerville", "speaker")
    ]  # fmt: skip
    assert (told["questions"], told["topics"], told["series"]["name"]) == (LETTERS["questions"], ["Optics"], "Letters")
    assert (told["registration"]["mode"], told["registration"]["capacity"]) == ("here", 20)
    assert told["zone_line"][1]["label"] == "Weimar"
    stored = session.scalars(sa.select(Webinar)).one()
    assert (stored.host_id, stored.join_url) == (lunar.id, "https://meet.example/letters")


def test_what_is_left_out_stays_and_lists_are_replaced(session, writer):
    drafted(writer)

    answer = writer("PATCH", "/webinars/letters-on-colour", json={"summary": "Colours.", "questions": ["Why?"]})

    told = answer.json
    assert (told["summary"], told["questions"], told["topics"]) == ("Colours.", ["Why?"], ["Optics"])
    assert told["starts_at"] == "2027-02-16T16:00:00Z"


def test_a_draft_that_is_called_anew_says_where_it_is_now(writer):
    drafted(writer)

    answer = writer("PATCH", "/webinars/letters-on-colour", json={"title": "On light"})

    assert answer.headers["Content-Location"] == "http://localhost/api/v1/webinars/on-light"
    assert writer("GET", f"/webinars/{answer.json['id']}").json["slug"] == "on-light"


def test_who_stays_in_the_line_up_keeps_what_they_have_said(session, lunar, writer):
    webinar = make_webinar(session, lunar, status=Status.DRAFT)
    agreed = make_speaker(session, lunar, "Emmy Noether")
    add_appearance(session, webinar, agreed, agreement=Agreement.AGREED, abstract="Of invariants.")
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"))
    path = f"/webinars/{webinar.slug}"
    lineup = writer("GET", path).json["lineup"]

    told = writer("PATCH", path, json={"lineup": list(reversed(lineup))}).json["lineup"]

    assert [(each["name"], each["agreement"]) for each in told] == [
        ("Mary Somerville", "not_asked"), ("Emmy Noether", "agreed")
    ]  # fmt: skip
    session.refresh(webinar, ["lineup"])
    assert webinar.lineup[1].abstract == "Of invariants."


def test_all_mistakes_are_said_at_once_and_never_what_was_sent(session, writer):
    answer = writer(
        "POST",
        "/webinars",
        json={
            "title": 7,
            "duration_minutes": 99_999,
            "hunter2": 1,
            "lineup": [{"role": "hunter2"}],
            "language": "hunter2!",
        },
    )

    assert answer.status_code == 422
    assert set(places(answer)) == {"/title", "/duration_minutes", "/hunter2", "/lineup/0/role", "/language"}
    assert "hunter2" not in "".join(places(answer).values())
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"starts_wall": "2027-03-28T01:30"}, "/starts_wall"),
        ({"starts_wall": "2027-10-31T01:30"}, "/starts_wall"),
        ({"starts_wall": "2027-02-31T16:00"}, "/starts_wall"),
        ({"timezone": "Europe/Lodnon"}, "/timezone"),
        ({"lineup": [{"slug": "nobody"}]}, "/lineup/0"),
        ({"lineup": [{"name": "Twin"}]}, "/lineup/0/name"),
        ({"lineup": [{"name": "Ada"}, {"name": "Ada"}]}, "/lineup"),
        ({"organisers": [{"name": "Somebody else"}]}, "/organisers/0"),
        ({"organisers": []}, "/organisers/0"),
        ({"series": {"slug": "nobodys"}}, "/series"),
        ({"room_url": "https://"}, "/room_url"),
        ({"title": "\u200b"}, "/title"),
        ({"join_access": "registered", "registration": {"mode": "none"}}, "/join_access"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_now_is_refused_at_its_place_and_nothing_is_stored(session, lunar, writer, sent, place):
    make_speaker(session, lunar, "Twin", slug="twin-1")
    make_speaker(session, lunar, "Twin", slug="twin-2")
    drafted(writer)
    before = writer("GET", "/webinars/letters-on-colour").json

    answer = writer("PATCH", "/webinars/letters-on-colour", json={"summary": "Changed.", **sent})

    assert (answer.status_code, list(places(answer))) == (409, [place])
    assert not any(word in places(answer)[place] for word in ("Twin", "Lodnon", "nobody", "Somebody", "Ada"))
    assert writer("GET", "/webinars/letters-on-colour").json == before


def test_two_who_change_the_same_are_told(writer):
    first = drafted(writer)
    tag = first.headers["ETag"]

    writer("PATCH", "/webinars/letters-on-colour", json={"summary": "Mine."})
    late = writer("PATCH", "/webinars/letters-on-colour", json={"summary": "Theirs."}, headers={"If-Match": tag})
    now = writer("GET", "/webinars/letters-on-colour")
    again = writer(
        "PATCH", "/webinars/letters-on-colour", json={"summary": "Theirs."}, headers={"If-Match": now.headers["ETag"]}
    )

    assert (late.status_code, now.json["summary"], again.json["summary"]) == (412, "Mine.", "Theirs.")


def test_the_same_request_again_is_answered_the_same_and_done_once(session, writer):
    key = {"Idempotency-Key": "8e03978e"}
    first, second = (writer("POST", "/webinars", json=LETTERS, headers=key) for _ in range(2))
    other = writer("POST", "/webinars", json={"title": "Other"}, headers=key)
    wrong = writer("POST", "/webinars", json={"title": "Other"}, headers={"Idempotency-Key": "a b"})

    assert (first.status_code, first.data, first.headers["Location"]) == (201, second.data, second.headers["Location"])
    assert (other.status_code, wrong.status_code) == (422, 422)
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 1


def test_what_was_refused_may_be_sent_again_under_the_same_key(session, lunar, writer):
    key = {"Idempotency-Key": "8e03978e"}
    refused = writer("POST", "/webinars", json={"title": "A", "lineup": [{"slug": "emmy-noether"}]}, headers=key)
    make_speaker(session, lunar, "Emmy Noether")

    assert (refused.status_code, writer("POST", "/webinars", json={"title": "A"}, headers=key).status_code) == (
        409,
        201,
    )


def test_a_webinar_lives_as_at_the_desk(writer):
    drafted(writer)
    path = "/webinars/letters-on-colour"

    said = [
        writer("POST", f"{path}/{verb}", json=sent).json["status"]
        for verb, sent in (
            ("publication", {}), ("move", {"starts_wall": "2027-02-17T16:00"}), ("postponement", {}),
            ("move", {"starts_wall": "2027-02-18T16:00", "timezone": "America/New_York", "duration_minutes": 30}),
            ("cancellation", {"reason": "Fog."}), ("restoration", {}),
        )
    ]  # fmt: skip

    assert said == ["published", "published", "postponed", "published", "cancelled", "published"]
    told = writer("GET", path).json
    assert (told["starts_at"], told["duration_minutes"]) == ("2027-02-18T21:00:00Z", 30)
    assert writer("DELETE", path).status_code == 409
    assert writer("POST", f"{path}/publication", json={}).status_code == 409
    assert writer("PATCH", path, json={"starts_wall": "2027-02-20T16:00"}).status_code == 409


def test_those_who_registered_hear_of_a_move_by_a_program(session, settings, lunar, writer):
    webinar = make_webinar(session, lunar, is_registration_here=True)
    open_desk(
        session, webinar, told_status=Status.PUBLISHED, told_starts_at=webinar.starts_at, told_ends_at=webinar.ends_at
    )
    make_registration(session, settings, webinar)

    writer("POST", f"/webinars/{webinar.slug}/cancellation", json={"reason": "Fog."})

    assert session.scalar(sa.select(sa.func.count(Mailing.id))) == 1


def test_what_a_token_does_is_told_as_its_own(session, olga, writer):
    drafted(writer)
    writer("PATCH", "/webinars/letters-on-colour", json={"title": "On light", "questions": []})

    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.webinar_id.is_not(None))).all()

    assert len(events) > 3
    assert all(each.token_id is not None and each.actor_id == olga.id for each in events)


def test_a_draft_can_be_deleted(session, writer):
    drafted(writer)

    assert writer("DELETE", "/webinars/letters-on-colour").status_code == 204
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0


def test_one_patch_of_many_keys_is_one_act_a_right(session, writer):
    drafted(writer)
    before = session.scalar(sa.select(sa.func.count(AuditEvent.id)))

    writer("PATCH", "/webinars/letters-on-colour", json={"title": "On light", "summary": "Of it.", "language": "de"})

    assert session.scalar(sa.select(sa.func.count(AuditEvent.id))) - before == 1


def test_organisers_are_those_of_the_desk(session, lunar, writer):
    royal = make_organisation(session, "Royal Society")
    make_member(session, royal, "Roy", Role.OWNER)
    drafted(writer)

    writer(
        "PATCH",
        "/webinars/letters-on-colour",
        json={"organisers": [{"slug": "lunar-society"}, {"slug": royal.slug}, {"name": "A circle"}]},
    )

    webinar = session.scalars(sa.select(Webinar)).one()
    session.refresh(webinar, ["co_organisers"])
    # Who has members is asked first.
    assert [each.accepted_at is not None for each in webinar.co_organisers] == [False, True]


def test_a_co_organisers_token_may_what_its_right_says(session, lunar, olga, program):
    royal = make_organisation(session, "Royal Society")
    roy = make_member(session, royal, "Roy", Role.OWNER)
    webinar = make_webinar(session, lunar)
    add_co_organiser(session, webinar, royal).rights = [PartnerRight.TEXTS.value]
    partner = program(roy, royal, Scope.READ, Scope.WRITE_WEBINARS)
    path = f"/webinars/{webinar.slug}"

    assert partner("PATCH", path, json={"summary": "Theirs."}).json["summary"] == "Theirs."
    assert partner("PATCH", path, json={"room_url": "https://meet.example/2"}).status_code == 403
    assert partner("POST", f"{path}/cancellation", json={}).status_code == 403
    assert partner("PATCH", path, json={"series": {"name": "Theirs"}}).status_code == 403


def test_a_recording_is_added_corrected_and_removed(session, lunar, writer):
    webinar = make_webinar(session, lunar, starts_in=-DAY)
    add_appearance(session, webinar, make_speaker(session, lunar, "Emmy Noether"), talk_title="Invariants")
    sent = {"webinar": webinar.uid, "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}

    full = writer("POST", "/recordings", json=sent)
    talk = writer("POST", "/recordings", json={**sent, "speaker": "emmy-noether", "starts_s": 60, "ends_s": 600})
    second = writer("POST", "/recordings", json={**sent, "url": "https://vimeo.com/76979871"})
    again = writer("PATCH", f"/recordings/{talk.json['slug']}", json={"title": "On invariants"})

    assert (full.status_code, full.json["kind"], talk.json["title"]) == (201, "full", "Invariants")
    assert (second.status_code, list(places(second))) == (409, ["/kind"])
    assert (again.json["title"], again.json["speakers"][0]["slug"]) == ("On invariants", "emmy-noether")
    assert writer("DELETE", f"/recordings/{talk.json['slug']}").status_code == 204
    assert writer("GET", f"/recordings/{talk.json['slug']}").status_code == 410


def test_a_transcript_is_put_as_webvtt(session, lunar, writer):
    recording = add_recording(session, make_webinar(session, lunar, starts_in=-DAY))
    vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Emmy Noether>Good evening.\n"
    path = f"/recordings/{recording.slug}/transcript"

    answer = writer("PUT", f"{path}?language=de", data=vtt, content_type="text/vtt")

    assert (answer.status_code, answer.json["transcripts"]) == (200, ["de"])
    assert writer("PUT", path, data="nothing", content_type="text/vtt").status_code == 409
    assert writer("PUT", path, data=b"\xff", content_type="text/vtt").status_code == 400
    assert writer("PUT", path, json={}).status_code == 415


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{bad", "application/json", 400), (b"", "application/json", 400), (b"[" * 100_000, "application/json", 400),
        (b'{"title": "\\ud800"}', "application/json", 400), (b"[]", "application/json", 422),
        (b'{"title": "A"}', "text/plain", 415), (b"title=A", "application/x-www-form-urlencoded", 415),
        (b'{"title": "' + b"x" * 300_000 + b'"}', "application/json", 413),
        (b"x" * 10_000_000, "application/json", 413),
    ],
    ids=["broken", "empty", "deep", "surrogate", "list", "text", "form", "large", "10 MB"],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(session, writer, data, kind, status):
    answer = writer("POST", "/webinars", data=data, content_type=kind)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0


def test_a_failure_of_ours_tells_a_reference_and_no_trace(app, writer, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError("hunter2")

    monkeypatch.setattr("webinars.api.webinar_changes.create_webinar", fail)
    app.testing = False
    try:
        answer = writer("POST", "/webinars", json=LETTERS)
    finally:
        app.testing = True

    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "finds it as" in answer.json["detail"]


def test_what_does_not_exist_is_told_to_programs(anybody):
    assert anybody("GET", "/nothing").mimetype == "application/problem+json"
    wrong = anybody("DELETE", "/webinars")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")
    assert "GET" in wrong.headers["Allow"]
    assert json.loads(wrong.data)["title"] == "Method Not Allowed"


def test_one_person_named_by_a_program_is_one_record(session, writer):
    drafted(writer)
    drafted(writer, title="Letters, again")

    assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 2
    assert session.scalar(sa.select(sa.func.count(Organisation.id))) == 1


def test_questions_that_stay_keep_their_moments(session, lunar, writer):
    webinar = make_webinar(session, lunar, status=Status.DRAFT)
    question = add_question(session, webinar, "Why?")
    question.answered_s = 90

    writer("PATCH", f"/webinars/{webinar.slug}", json={"questions": ["Since when?", "Why?"]})

    session.refresh(webinar, ["questions"])
    assert [(each.text, each.answered_s) for each in webinar.questions] == [("Since when?", None), ("Why?", 90)]
