"""A speaker's own own: what it says, what its buttons do, and that looking at it changes nothing."""

import datetime as dt

import icalendar
import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_speaker, make_speaking_link
from tests.integration.registration.reading import page_of, words_of
from tests.integration.speaker_pages.conftest import NOW, ROOM, form_of
from tests.integration.web.test_ways import links_of
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement, AuditEvent, OutboundEmail, SpeakerProposal, SpeakingLink, Status

pytestmark = pytest.mark.usefixtures("derived")


DAY = dt.timedelta(days=1)


def main_buttons(answer):
    found = page_of(answer).xpath('//main//*[contains(@class, "button-main")]')
    return [" ".join(each.text_content().split()) for each in found]


def test_the_question_comes_first_with_the_own_hour(client, link, own, session):
    link.timezone = "Asia/Shanghai"
    session.commit()

    answer = client.get(own)

    assert answer.status_code == 200
    words = words_of(answer)
    assert words.startswith("Will you speak, Wang Zhenyi?")
    assert "as Sunday 14 February 2027 becomes Monday 15 February 2027" in words
    (hour,) = page_of(answer).find_class("own-hour-figure")
    assert hour.text_content() == "midnight"
    assert main_buttons(answer) == ["Yes, I will speak"]


def test_it_is_kept_to_its_reader(client, own):
    for method in ("GET", "HEAD"):
        answer = client.open(own, method=method)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in answer.headers


def test_nothing_of_the_room_stands_there_before_the_yes(client, own):
    assert ROOM not in client.get(own).text
    assert "comet-1842" not in client.get(own).text

    client.post(f"{own}/reply", data={"answer": "yes"})

    assert ROOM in client.get(own).text
    assert "Passcode comet-1842." in client.get(own).text


def test_yes_is_one_press(client, own, wang, webinar, fresh, session):
    revision = webinar.revision

    answer = client.post(f"{own}/reply", data={"answer": "yes"})

    assert answer.status_code == 303
    assert fresh(wang).has_agreed
    assert fresh(wang).replied_at == NOW
    assert fresh(webinar).revision > revision
    assert "You said yes on 9 February 2027." in words_of(client.get(own))
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "speaking:yes")).one()
    assert event.actor_id is None
    assert event.detail["by"] == "speaking"


def test_no_can_have_words_and_be_taken_back(client, own, wang, fresh):
    client.post(f"{own}/reply", data={"answer": "no", "words": "I am at sea."})

    assert fresh(wang).has_declined
    assert not fresh(wang).has_agreed
    assert fresh(wang).reply_words == "I am at sea."
    assert "You said no on 9 February 2027." in words_of(client.get(own))

    client.post(f"{own}/reply", data={"answer": "yes"})

    assert not fresh(wang).has_declined
    assert fresh(wang).has_agreed
    assert fresh(wang).reply_words == ""


def test_pressing_twice_is_pressing_once(client, own, webinar, fresh, session):
    client.post(f"{own}/reply", data={"answer": "yes"})
    revision = fresh(webinar).revision

    client.post(f"{own}/reply", data={"answer": "yes"})

    assert fresh(webinar).revision == revision
    assert session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "speaking:yes")) == 1


def test_who_was_ticked_by_hand_may_say_yes_too(client, own, wang, session, fresh):
    wang.agreement = Agreement.AGREED
    session.commit()
    assert "Will you speak" in words_of(client.get(own))

    client.post(f"{own}/reply", data={"answer": "yes"})

    assert fresh(wang).replied_at == NOW


def test_after_the_start_nothing_is_answered(client, own, noon, wang, fresh):
    noon.move_to(dt.datetime(2027, 2, 14, 16, 1, tzinfo=dt.UTC))

    answer = client.post(f"{own}/reply", data={"answer": "no", "words": "Too late"})

    assert answer.status_code == 409
    assert "The webinar has begun" in answer.text
    assert not fresh(wang).has_declined


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}])
def test_what_is_no_answer_is_refused(client, own, wang, fresh, data):
    assert client.post(f"{own}/reply", data=data).status_code == 400
    assert fresh(wang).replied_at is None


def test_the_zone_can_be_changed(client, own, link, fresh):
    client.post(f"{own}/zone", data={"timezone": "Asia/Kolkata"})
    assert fresh(link).timezone == "Asia/Kolkata"
    assert "9.30pm" in words_of(client.get(own))

    client.post(f"{own}/zone", data={"timezone": "Atlantis"})
    assert fresh(link).timezone == "Asia/Kolkata"


def test_texts_stand_at_once_where_they_are_taken(client, own, wang, fresh, session):
    sent = form_of(client.get(own)) | {
        "talk_title": "A lamp, a globe and a mirror",
        "abstract": "Anybody may see why.",
        "name": "Wang Chen-i",
        "affiliation": "Astronomer, Nanjing",
        "bio": "Wrote on eclipses.",
        "links": "wang.example\nhttps://stars.example/wang",
    }

    answer = client.post(f"{own}/details", data=sent)

    assert answer.status_code == 303
    assert "told=saved" in answer.location
    stored = fresh(wang)
    assert (stored.talk_title, stored.abstract) == ("A lamp, a globe and a mirror", "Anybody may see why.")
    assert (stored.name, stored.affiliation) == ("Wang Chen-i", "Astronomer, Nanjing")
    session.refresh(stored, ["speaker"])
    assert stored.speaker.name == "Wang Zhenyi"
    assert stored.speaker.bio == "Wrote on eclipses."
    assert [each.rstrip("/") for each in stored.speaker.links] == ["https://wang.example", "https://stars.example/wang"]
    assert "Wang Chen-i" in client.get(own).text


def test_a_form_left_as_it_was_changes_nothing(client, own, webinar, fresh):
    revision = webinar.revision

    client.post(f"{own}/details", data=form_of(client.get(own)))

    assert fresh(webinar).revision == revision


def test_what_cannot_be_stored_is_not_lost(client, own, wang, fresh):
    sent = form_of(client.get(own)) | {"talk_title": "x" * 301, "abstract": "Kept all the same", "links": "no address"}

    answer = client.post(f"{own}/details", data=sent)

    assert answer.status_code == 422
    assert "x" * 301 in answer.text
    assert "Kept all the same" in answer.text
    assert "2 things need a look" in answer.text
    assert fresh(wang).abstract == ""


def test_an_organiser_who_saved_meanwhile_is_not_written_over(client, own, wang, fresh, session):
    sent = form_of(client.get(own))
    wang.talk_title, wang.affiliation = "By the organiser", "Jinling"
    session.commit()

    answer = client.post(f"{own}/details", data=sent | {"talk_title": "By her"})

    assert answer.status_code == 422
    assert "There stands now: “By the organiser”" in answer.text
    assert "By her" in answer.text
    assert fresh(wang).talk_title == "By the organiser"

    again = form_of(answer)
    assert again["talk_title"] == "By her"
    assert client.post(f"{own}/details", data=again).status_code == 303
    assert fresh(wang).talk_title == "By her"


def test_what_she_did_not_touch_stays_as_the_organiser_has_it(client, own, wang, fresh, session):
    sent = form_of(client.get(own))
    wang.affiliation = "Jinling"
    session.commit()

    client.post(f"{own}/details", data=sent | {"abstract": "Hers"})

    assert (fresh(wang).affiliation, fresh(wang).abstract) == ("Jinling", "Hers")


def test_a_name_corrected_in_the_record_meanwhile_stays_corrected(client, own, wang, fresh, session):
    form = form_of(client.get(own))
    session.refresh(wang, ["speaker"])
    wang.speaker.name = "Wang Zhenyi of Nanjing"
    session.commit()

    client.post(f"{own}/details", data={**form, "abstract": "Of lamps."})

    assert (fresh(wang).name, fresh(wang).abstract) == ("", "Of lamps.")


def test_texts_are_proposed_where_they_are_not_taken(client, own, wang, webinar, fresh, session):
    webinar.are_speakers_texts_taken = False
    session.commit()
    revision = webinar.revision

    answer = client.post(f"{own}/details", data=form_of(client.get(own)) | {"abstract": "Hers", "name": "Chen-i"})

    assert "told=proposed" in answer.location
    assert (fresh(wang).abstract, fresh(wang).name) == ("", "")
    assert fresh(webinar).revision == revision
    rows = {row.field: row.value for row in session.scalars(sa.select(SpeakerProposal))}
    assert rows == {"abstract": "Hers", "name": "Chen-i"}
    shown = client.get(own)
    assert form_of(shown)["abstract"] == "Hers"
    assert "Waits for the organisers." in shown.text

    client.post(f"{own}/details", data=form_of(shown) | {"abstract": ""})

    assert [row.field for row in session.scalars(sa.select(SpeakerProposal))] == ["name"]


def test_by_a_link_of_somebody_elses_the_record_is_never_written_over(client, own, link, wang, session, fresh):
    link.speaks_for_record = False
    session.commit()

    client.post(f"{own}/details", data=form_of(client.get(own)) | {"abstract": "Hers", "bio": "Of herself"})

    assert fresh(wang).abstract == "Hers"
    session.refresh(wang, ["speaker"])
    assert wang.speaker.bio == ""
    assert [row.field for row in session.scalars(sa.select(SpeakerProposal))] == ["bio"]


def test_the_preview_shows_her_as_she_will_stand(client, own, wang, webinar, fresh, session):
    webinar.are_speakers_texts_taken, webinar.is_lineup_confirmed_only = False, True
    session.commit()
    client.post(f"{own}/details", data=form_of(client.get(own)) | {"talk_title": "As proposed"})

    answer = client.get(f"{own}/preview")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "As proposed" in answer.text
    assert page_of(answer).xpath('//*[contains(@class, "notice-warn")]//a/@href') == [own]
    assert "not yet confirmed" not in answer.text
    assert ROOM not in answer.text
    assert fresh(wang).talk_title == "Simple instruments"
    assert not fresh(wang).has_agreed


def test_before_it_is_published_no_name_leads_to_where_nothing_is(client, own, webinar, session, lunar):
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"))
    webinar.status = Status.DRAFT
    session.commit()

    links = links_of(client.get(own).text, f"http://localhost{own}")
    preview = client.get(f"{own}/preview")

    assert len(links) > 3
    assert [link for link in links if client.get(link).status_code >= 400] == []
    assert "Mary Somerville" in preview.text
    assert "/speakers/mary-somerville" not in preview.text
    assert "og:url" not in preview.text


def test_the_calendar_has_the_webinar_and_the_rehearsal(client, own, webinar, session):
    webinar.rehearsal_wall, webinar.rehearsal_timezone = dt.datetime(2027, 2, 12, 13), "Europe/London"
    session.commit()

    answer = client.get(f"{own}/webinar.ics")

    events = list(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))
    assert [event["SUMMARY"] for event in events] == ["Comets and their tails", "Rehearsal: Comets and their tails"]
    assert events[0]["UID"] == webinar.uid
    assert events[1].decoded("dtstart") == dt.datetime(2027, 2, 12, 13, tzinfo=dt.UTC)
    assert b"comet-1842" not in answer.data
    assert ROOM.encode() not in answer.data
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_closed_link_says_so(client, own, link, session):
    link.revoked_at = NOW
    session.commit()

    for address in (own, f"{own}/preview", f"{own}/webinar.ics"):
        assert client.get(address).status_code == 410
    answer = client.post(f"{own}/reply", data={"answer": "yes"})
    assert answer.status_code == 410
    assert "This link is closed" in answer.text


def test_an_unknown_link_is_nothing(client, own):
    assert client.get(own[:-3] + "abc").status_code == 404
    assert client.post(own[:-3] + "abc/reply", data={"answer": "yes"}).status_code == 404


def test_who_is_taken_out_of_the_lineup_has_a_closed_link(client, own, wang, webinar, link, session, fresh):
    session.refresh(webinar, ["lineup"])
    webinar.lineup.remove(wang)
    session.commit()

    assert client.get(own).status_code == 410
    assert session.get(SpeakingLink, link.id, populate_existing=True).appearance_id is None


def test_a_link_ends_thirty_days_after_the_webinar(client, own, noon, session, link):
    noon.move_to(dt.datetime(2027, 3, 16, 17, 59, tzinfo=dt.UTC))
    assert client.get(own).status_code == 200

    noon.move_to(dt.datetime(2027, 3, 16, 18, tzinfo=dt.UTC))
    answer = client.get(own)
    assert answer.status_code == 410
    assert main_buttons(answer) == ["Send me a new link"]


def test_a_new_link_goes_to_the_stored_address_alone(client, own, noon, session, link, settings):
    noon.move_to(dt.datetime(2027, 3, 20, tzinfo=dt.UTC))

    answer = client.post(f"{own}/renewal", data={"email": "mallory@elsewhere.example"})

    assert answer.status_code == 200
    assert "wang@speaker.example" not in answer.text
    mails = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "speaking.asked")).all()
    assert [mail.recipient for mail in mails] == ["wang@speaker.example"]
    new = session.scalars(sa.select(SpeakingLink).where(SpeakingLink.revoked_at.is_(None))).one()
    assert new.id != link.id
    assert client.get(f"/speaking/{token_of(settings, new)}").status_code == 200
    assert "This link is closed" in client.get(own).text
    assert client.post(f"{own}/renewal").status_code == 410


def test_a_link_that_was_copied_cannot_be_renewed(client, own, noon, session, link):
    link.email = None
    session.commit()
    noon.move_to(dt.datetime(2027, 3, 20, tzinfo=dt.UTC))

    assert main_buttons(client.get(own)) == []
    assert client.post(f"{own}/renewal").status_code == 410


def test_a_live_link_is_not_renewed(client, own, session):
    assert client.post(f"{own}/renewal").status_code == 303
    assert session.scalar(sa.select(sa.func.count(OutboundEmail.id))) == 0


def test_looking_writes_nothing(client, own, link, fresh, count_statements):
    with count_statements() as statements:
        client.get(own)
    assert [each for each in statements if not each.startswith("SELECT")] == []
    assert fresh(link).opened_at is None


def test_nothing_of_others_stands_there(client, own, session, settings, webinar, lunar):
    other = add_appearance(
        session, webinar, make_speaker(session, lunar, "Otto Other"), agreement=Agreement.ASKED, reply_words="zqwordszq"
    )
    make_speaking_link(session, settings, other, "zqotherzq@speaker.example")
    session.add(SpeakerProposal(appearance=other, field="abstract", former="", value="zqproposedzq", made_at=NOW))
    session.commit()

    for address in (own, f"{own}/preview", f"{own}/webinar.ics"):
        text = client.get(address).text
        # Whole words: a random token may well hold two of their letters.
        assert not [word for word in ("zqwordszq", "zqotherzq", "zqproposedzq") if word in text]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.DRAFT])
def test_it_opens_whatever_becomes_of_the_webinar(client, own, webinar, session, status):
    webinar.status = status
    if status is Status.CANCELLED:
        webinar.cancelled_at = NOW
    session.commit()

    assert client.get(own).status_code == 200
    assert client.get(f"{own}/preview").status_code == 200
