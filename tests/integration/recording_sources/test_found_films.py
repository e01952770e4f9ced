"""What was found, on the page of a webinar's recordings, and the presses that decide on it."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests import film_hosts as hosts
from tests.factories import (
    add_co_organiser,
    add_copy,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    open_desk,
)
from tests.integration.recording_sources.conftest import BEGAN, DAY, MINUTE, OVER, TITLE, show_by_api
from webinars.domain.recordings.clip_tree import timeline_of
from webinars.models import (
    AuditEvent,
    ProposalState,
    Recording,
    RecordingKind,
    RecordingPlan,
    RecordingProposal,
    Role,
)

PAGE = "/manage/webinars/comets/recordings"
CUT = "c" * 11
CAPTIONS = [{"url": "https://a.example", "language": "fr", "is_by_machine": True}]


@pytest.fixture
def organiser(client, sign_in, olga, webinar):
    sign_in(client, olga)
    return client


@pytest.fixture
def find(session, webinar):
    """`find(video)`: a film at YouTube, which began and lasted as the webinar."""

    def find(video="f" * 11, **values):
        proposal = RecordingProposal(
            webinar_id=webinar.id,
            film=f"youtube:www.youtube.com:{video}",
            url=f"https://www.youtube.com/watch?v={video}",
            found_at=OVER,
            **{
                "source_id": None,
                "title": "La soirée entière",
                "state": ProposalState.OPEN,
                "began_at": BEGAN + dt.timedelta(seconds=10),
                "published_at": OVER,
                "duration_s": 6751,
                **values,
            },
        )
        session.add(proposal)
        session.commit()
        return proposal

    return find


@pytest.fixture
def decide(organiser, session):
    """`decide(proposal, "take")`: that button is pressed."""

    def decide(proposal, press, client=organiser, **values):
        answer = client.post(f"{PAGE}/films/{proposal.id}", data={"press": press, **values})
        session.expire_all()
        return answer

    return decide


@pytest.fixture
def recordings(session):
    return lambda: session.scalars(sa.select(Recording).order_by(Recording.id)).all()


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_why_a_film_fits_stands_in_rows_and_nothing_of_it_is_public(organiser, find, client, session):
    find()

    page = words(organiser.get(PAGE))

    assert f"This looks like the recording of “{TITLE}”" in page
    assert "“We have started” at" in page
    assert "the same minute" in page
    assert "1:52:31 “We are over” after 1:52:20 11 seconds apart" in page
    assert "the stream of the webinar differs" in page
    assert "Nothing is public before you press." in page
    assert "2 chapters From who spoke when, as you pressed on the day." in page
    assert "soirée" not in client.get("/webinars/comets").text


def test_a_film_that_is_taken_is_the_full_stream_with_chapters_and_its_own_beginning(find, decide, recordings, session):
    proposal = find()

    assert decide(proposal, "take", **{"with": "chapters"}).location == PAGE

    (recording,) = recordings()
    assert (recording.kind, recording.provider_video, recording.duration_s) == (RecordingKind.FULL, "f" * 11, 6751)
    assert recording.sync_s == 130
    session.refresh(recording, ["chapters"])
    assert [(each.at_s, each.title) for each in recording.chapters] == [
        (120, "Charles Messier"), (1920, "Nicole-Reine Lepaute"),
    ]  # fmt: skip
    assert (proposal.state, proposal.recording_id, proposal.decided_at) == (
        ProposalState.TAKEN,
        recording.id,
        OVER + MINUTE,
    )
    assert session.scalars(sa.select(AuditEvent.action)).all() == ["recording:add"]


def test_what_is_not_ticked_does_not_follow(find, decide, recordings, session):
    proposal = find(captions=CAPTIONS)

    decide(proposal, "take")

    (recording,) = recordings()
    session.refresh(recording, ["chapters"])
    assert (recording.chapters, proposal.wants_captions) == ([], False)


def test_captions_that_are_wanted_are_fetched_by_the_worker_at_once(find, decide, watch, session, organiser):
    source = watch(asked_at=OVER)
    proposal = find(source_id=source.id, captions=CAPTIONS)
    assert "Captions (fr) Made by a machine there; shown as such until somebody has read them." in words(
        organiser.get(PAGE)
    )

    decide(proposal, "take", **{"with": "captions"})

    assert (proposal.wants_captions, source.asked_at) == (True, None)
    assert "The captions of “La soirée entière” have not come yet." in words(organiser.get(PAGE))


@pytest.mark.parametrize("place", ["recording", "copy"])
def test_a_film_that_was_pasted_meanwhile_is_not_offered_in_its_own_place(organiser, find, session, webinar, place):
    find()
    video = {"recording": "f" * 11, "copy": "x" * 11}[place]
    recording = add_recording(session, webinar, "Pasted", slug="pasted", url=f"https://youtu.be/{video}",
                              provider="youtube", provider_host="www.youtube.com", provider_video=video)  # fmt: skip
    if place == "copy":
        add_copy(session, recording, f"https://youtu.be/{'f' * 11}")
    session.commit()

    assert "as another film" not in organiser.get(PAGE).text


def test_not_this_one_is_remembered(find, decide, recordings, organiser):
    proposal = find()
    decide(proposal, "no")

    assert (proposal.state, recordings()) == (ProposalState.REFUSED, [])
    assert "This looks like" not in organiser.get(PAGE).text
    assert "Somebody has decided on this film meanwhile." in organiser.get(decide(proposal, "take").location).text
    assert recordings() == []


def test_a_part_is_taken_as_the_talk_of_who_is_named(find, decide, recordings, organiser, session, webinar):
    proposal = find(title="Messier, extrait", began_at=None, duration_s=1084)
    page = words(organiser.get(PAGE))
    assert "Perhaps a part" in page
    assert "YouTube, 18:04 long. The title names Charles Messier, who spoke for 18:00." in page
    assert "Take it as the talk of Charles Messier" in page
    assert "differs" not in page, "it is not compared with the whole"

    talk = re.search(r'name="talk" value="(\d+)"', organiser.get(PAGE).text)[1]
    decide(proposal, "talk", talk=talk)

    assert [(each.kind, each.appearance_id) for each in recordings()] == [(RecordingKind.PRESENTATION, int(talk))]


@pytest.mark.usefixtures("with_mail_server")
def test_to_how_many_a_mail_goes_is_said_before_the_film_is_taken(
    find, decide, organiser, session, settings, webinar, new_client, sign_in
):
    open_desk(session, webinar)
    make_registration(session, settings, webinar, "Laura", wants_recording=True)
    make_registration(session, settings, webinar, "Ada", wants_recording=False)
    stars = make_organisation(session, "Société des Étoiles")
    partner = make_member(session, stars, "Nicole", Role.OWNER)
    add_co_organiser(session, webinar, stars)
    proposal, their_browser = find(), new_client()
    sign_in(their_browser, partner)
    said = "Mail to one person Goes out one hour after you take it; until then you may stop it."

    assert said in words(organiser.get(PAGE))
    theirs = words(their_browser.get(PAGE))
    assert "This looks like" in theirs
    assert "Mail to" not in theirs, "who may not keep registrations is not told"
    decide(proposal, "take")
    assert "Goes out one hour after" not in words(organiser.get(PAGE))


def test_no_mail_is_promised_where_none_leaves(find, organiser, session, settings, webinar):
    open_desk(session, webinar)
    make_registration(session, settings, webinar, "Laura", wants_recording=True)
    find()

    assert "Mail to" not in words(organiser.get(PAGE))


def test_a_film_that_is_less_sure_can_be_taken_too(find, decide, recordings, organiser):
    proposal = find(title=TITLE, began_at=None, duration_s=None)
    page = words(organiser.get(PAGE))
    assert "Less sure" in page
    assert "of a length that we do not learn there" in page

    decide(proposal, "take", **{"with": "chapters"})

    assert len(recordings()) == 1


def test_a_film_that_no_longer_fits_is_not_shown(find, organiser, session, webinar):
    find()
    webinar.began_at, webinar.ended_at = BEGAN + 60 * MINUTE, OVER + 60 * MINUTE
    session.commit()

    assert "found-film" not in organiser.get(PAGE).text


@pytest.fixture
def taken(find, decide, recordings):
    """The stream, taken, which began ten seconds after the webinar."""
    decide(find(), "take", **{"with": "chapters"})
    return recordings()[0]


def test_a_better_copy_takes_the_place_of_the_first_and_what_is_marked_moves_along(
    taken, find, decide, recordings, organiser, session
):
    better = find(CUT, began_at=BEGAN + dt.timedelta(seconds=140), duration_s=6422)
    page = words(organiser.get(PAGE))
    assert "as another film. 1:47:02 instead of 1:52:31. Chapters and answers move along by 2:10." in page

    decide(better, "place")

    (recording,) = recordings()
    assert (recording.id, recording.provider_video, recording.sync_s) == (taken.id, CUT, 260)
    session.refresh(recording, ["chapters", "cuts", "stream"])
    assert [each.at_s for each in recording.chapters] == [120, 1920]
    assert round(timeline_of(recording).place(1920)) == 1920 - 260
    assert recording.duration_s == 6422


@pytest.mark.usefixtures("taken")
def test_a_copy_that_is_less_sure_is_perhaps_the_same_evening(find, organiser):
    find(CUT, title=TITLE, began_at=None, duration_s=None)

    assert "Perhaps the same evening is at YouTube now" in words(organiser.get(PAGE))


@pytest.mark.usefixtures("taken")
def test_what_was_replaced_is_not_proposed_again(find, decide, watch, look, sites, proposals):
    decide(find(CUT, began_at=None), "place")
    show_by_api(sites, hosts.youtube_video("f" * 11, began="2027-02-14T16:02:10Z", ended="2027-02-14T17:54:41Z"))
    watch()
    look(youtube_key="the-key")

    assert [each for each in proposals() if each.state is ProposalState.OPEN] == []


def test_what_was_pasted_and_replaced_is_not_proposed_either(organiser, find, decide, webinar, session, recordings):
    add_recording(session, webinar, "Pasted", slug="pasted", url=f"https://youtu.be/{'p' * 11}", provider="youtube",
                  provider_host="www.youtube.com", provider_video="p" * 11)  # fmt: skip
    better = find(CUT)
    assert "The same evening is at YouTube now, as another film. Where it begins is not known" in words(
        organiser.get(PAGE)
    )

    decide(better, "place")

    assert [(each.provider_video, each.title) for each in recordings()] == [(CUT, "Pasted")]
    states = dict(session.execute(sa.select(RecordingProposal.film, RecordingProposal.state)).all())
    assert states[f"youtube:www.youtube.com:{'p' * 11}"] is ProposalState.REFUSED


def test_the_first_is_kept_by_one_press(taken, find, decide, recordings, organiser):
    decide(find(CUT), "no")

    assert [each.provider_video for each in recordings()] == ["f" * 11]
    assert "as another film" not in organiser.get(PAGE).text


def test_nothing_yet_is_said_where_a_place_is_watched(organiser, watch):
    assert "Name a channel or server where your recordings appear" in words(organiser.get(PAGE))
    watch()

    page = words(organiser.get(PAGE))

    assert "Nothing that looks like it yet" in page
    assert "We look at Lunar Society of Birmingham every hour until Wednesday 17 February at 5.54pm Britain" in page


@pytest.mark.parametrize(
    ("values", "later"),
    [({}, -DAY), ({}, 22 * DAY), ({"recording_plan": RecordingPlan.NO}, MINUTE)],
)
def test_nothing_is_said_where_nothing_is_looked_for(organiser, session, webinar, watch, clock_at, values, later):
    watch(failed_at=OVER, failure="404")
    for name, value in values.items():
        setattr(webinar, name, value)
    session.commit()
    clock_at(later)

    page = words(organiser.get(PAGE))

    assert "Nothing that looks like it yet" not in page
    assert "has not shown its list" not in page


def test_a_place_that_does_not_answer_is_told(organiser, watch):
    watch(failed_at=OVER, failure="503")

    page = words(organiser.get(PAGE))

    assert (
        "Lunar Society of Birmingham has not shown its list since Sunday 14 February at 5.54pm Britain. That happens."
        in page
    )


def test_of_a_place_that_does_not_answer_nothing_is_said_beside_what_was_found(organiser, watch, find):
    watch(failed_at=OVER, failure="503")
    find()

    page = words(organiser.get(PAGE))

    assert "This looks like the recording of" in page
    assert "has not shown its list" not in page
    assert "No recording yet" not in page


def test_who_may_not_hold_secrets_is_not_told_what_is_asked_with_one(
    session, lunar, webinar, watch, new_client, sign_in
):
    watch("zoom", "acc-1", name="Zoom of the Moon", secret="sealed", failed_at=OVER)
    editor = new_client()
    sign_in(editor, make_member(session, lunar, "Edith", Role.EDITOR))

    page = words(editor.get(PAGE))

    assert "Zoom of the Moon" not in page
    assert "We look every hour until" in page


@pytest.mark.parametrize("press", ["take", "talk", "place", "no"])
def test_only_who_may_edit_texts_decides(find, decide, recordings, new_client, sign_in, vera, press):
    proposal, viewer = find(), new_client()
    sign_in(viewer, vera)

    assert decide(proposal, press, client=viewer).status_code == 403
    assert (proposal.state, recordings()) == (ProposalState.OPEN, [])


def test_another_press_and_the_film_of_another_webinar_are_none(find, decide, organiser):
    proposal = find()

    assert decide(proposal, "all").status_code == 400
    assert decide(proposal, "talk").status_code == 400
    assert organiser.post(f"{PAGE}/films/{proposal.id + 1}", data={"press": "no"}).status_code == 404


def test_the_recap_is_made_from_what_is_found_where_a_place_is_watched(organiser, webinar, watch):
    day = "/manage/webinars/comets/day"
    assert 'href="/manage/webinars/comets/recap">Make the recap' in organiser.get(day).text
    watch()

    assert f'href="{PAGE}">Make the recap' in organiser.get(day).text
