"""The page of a webinar's co-organisers: order, wording, rights, invitations."""

import pytest
import sqlalchemy as sa
from lxml import html

from tests.factories import add_co_organiser, make_member, make_organisation, make_webinar
from tests.filled_form import FilledForm
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.co_organisers.answers import decline
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import (
    AuditEvent,
    CalendarEntry,
    CreditWording,
    Invitation,
    Organisation,
    OutboundEmail,
    Refusal,
    Role,
)

WEBINAR = "/manage/webinars/comets-and-their-tails"
PAGE = f"{WEBINAR}/co-organisers"
FORM = f"//form[@action='{PAGE}']"


@pytest.fixture
def petra(session, partner):
    return make_member(session, partner, "Petra", Role.OWNER)


@pytest.fixture
def webinar(session, host, partner, petra):
    """Published, with one that accepted and has members, and one without."""
    made = make_webinar(session, host)
    add_co_organiser(session, made, partner)
    add_co_organiser(session, made, make_organisation(session, "Salon of Salons"), has_members=False)
    return made


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


pytestmark = pytest.mark.usefixtures("webinar", "signed_in")


def stored(session):
    session.expire_all()
    return webinar_to_edit(session, "comets-and-their-tails")


def named(session):
    return [each.organisation.name for each in stored(session).co_organisers]


def shown(client):
    return FilledForm(client.get(PAGE), FORM)


def words(answer):
    return " ".join(answer.text.split())


def test_rights_and_wording_are_stored_together(session, client):
    form = shown(client).fill(partners__0__publish="y", partners__0__texts=None, partners__0__wording="with")
    assert client.post(PAGE, data=form.data()).status_code == 303

    first, second = stored(session).co_organisers
    assert (first.rights, first.wording) == (["people", "publish"], CreditWording.WITH)
    assert second.rights == ["texts", "people"]
    assert [each.action for each in session.scalars(sa.select(AuditEvent))] == ["webinar:arrange_co_organisers"]


def test_saving_what_is_there_changes_nothing(session, client):
    client.post(PAGE, data=shown(client).data())

    assert session.scalars(sa.select(AuditEvent)).all() == []


def test_buttons_put_them_in_order_without_any_script(session, client):
    moved = client.post(PAGE, data=shown(client).data("down partners 0"))
    assert "Not saved yet." in moved.text
    assert named(session) == ["Accademia dei Lincei", "Salon of Salons"]

    client.post(PAGE, data=FilledForm(moved, FORM).data())
    assert named(session) == ["Salon of Salons", "Accademia dei Lincei"]


@pytest.mark.usefixtures("derived")
def test_the_credit_says_how_each_is_named_everywhere(session, client):
    form = shown(client).fill(partners__0__wording="with", partners__1__wording="supported")
    client.post(PAGE, data=form.data())

    page = client.get("/webinars/comets-and-their-tails")
    credit = " ".join(html.fromstring(page.text).xpath("//p[@class='credit']")[0].text_content().split())
    assert credit == "The Lunar Society with Accademia dei Lincei, supported by Salon of Salons"
    file = unfolded(client.get("/webinars/comets-and-their-tails.ics").text)
    assert "Organised by Lunar Society\\, with Accademia dei Lincei\\, supported by Salon of Salons" in file
    assert session.scalar(sa.select(CalendarEntry.sequence)) == 1
    assert '"sponsor":' in page.text.replace(" ", "")
    texts = client.get(f"{WEBINAR}/announcements").text
    assert "with Accademia dei Lincei, supported by Salon of Salons" in texts


def test_a_button_of_a_row_stores_the_rest_as_well(session, client, partner):
    salon = stored(session).co_organisers[1].organisation_id
    client.post(PAGE, data=shown(client).fill(partners__0__publish="y").data(f"out partners {salon}"))

    (only,) = stored(session).co_organisers
    assert only.rights == ["texts", "people", "publish"]


@pytest.mark.usefixtures("derived")
def test_one_that_is_new_is_unmade(session, client):
    client.post(f"{PAGE}/invitations", data={"name": "Spitalfeilds Society", "texts": "y"})
    made = stored(session).co_organisers[2].organisation_id
    assert "Undo making it" in client.get(PAGE).text

    client.post(PAGE, data=shown(client).data(f"unmake partners {made}"))

    assert session.get(Organisation, made) is None
    assert len(named(session)) == 2


def test_inviting_gives_the_rights_that_are_ticked(session, client):
    royal = make_organisation(session, "Royal Society")
    make_member(session, royal, "Rosa", Role.OWNER)
    answer = client.post(f"{PAGE}/invitations", data={"name": "Royal Society", "registrations": "y"})

    assert answer.status_code == 303
    last = stored(session).co_organisers[2]
    assert (last.organisation.name, last.rights, last.accepted_at) == ("Royal Society", ["registrations"], None)
    page = client.get(PAGE)
    assert "Once Royal Society accepts" in words(page)
    assert "Royal Society" not in client.get("/webinars/comets-and-their-tails").text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "Accademia dei Lincei"}, "Accademia dei Lincei organises it already."),
        ({"name": "Lunar Society"}, "Lunar Society organises it already."),
        ({"name": "Circle of Twelve", "email": "nobody"}, ""),
    ],
)
def test_what_cannot_be_is_said_with_everything_typed_still_there(session, client, data, sentence):
    answer = client.post(f"{PAGE}/invitations", data={**data, "publish": "y"})

    assert answer.status_code == 422
    assert sentence in words(answer)
    form = FilledForm(answer, f"//form[@action='{PAGE}/invitations' and contains(@class, 'panel')]")
    assert form["name"] == data["name"]
    assert "publish" in form
    assert len(named(session)) == 2
    assert session.scalar(sa.select(Organisation).where(Organisation.name == "Circle of Twelve")) is None


def test_somebody_of_one_without_members_is_invited_and_the_link_taken_back(session, client):
    salon = stored(session).co_organisers[1].organisation_id
    form = shown(client).fill(partners__1__email="cosima@salon.example")
    assert client.post(PAGE, data=form.data(f"claim partners {salon}")).status_code == 303
    assert "cosima@salon.example" in client.get(PAGE).text

    client.post(PAGE, data=shown(client).data(f"revoke partners {salon}"))

    assert session.scalar(sa.select(Invitation.revoked_at)) is not None
    assert "cosima@salon.example" not in client.get(PAGE).text


def test_a_wrong_address_is_said_in_its_row(session, client):
    salon = stored(session).co_organisers[1].organisation_id
    answer = client.post(PAGE, data=shown(client).fill(partners__1__email="nobody").data(f"claim partners {salon}"))

    assert answer.status_code == 422
    assert FilledForm(answer, FORM)["partners-1-email"] == "nobody"
    assert FilledForm(answer, FORM).errors()


def test_who_declined_stands_apart_with_its_words_and_is_invited_again(session, client, sign_in, olga, petra):
    royal = make_organisation(session, "Royal Society")
    rosa = make_member(session, royal, "Rosa", Role.OWNER)
    client.post(f"{PAGE}/invitations", data={"name": "Royal Society", "texts": "y"})
    webinar = stored(session)
    decline(
        session, actor_of(session, rosa.id), webinar, webinar.co_organisers[2],
        words="Our hall is closed in March.", now=clock.now(),
    )  # fmt: skip
    session.commit()

    sign_in(client, petra)
    others = client.get(PAGE)
    assert others.status_code == 200
    assert "Our hall is closed in March." not in others.text
    sign_in(client, olga)
    page = client.get(PAGE)
    assert "Our hall is closed in March." in page.text
    assert "Invite again" in page.text
    client.post(f"{PAGE}/invitations", data={"name": "Royal Society", "texts": "y"})

    assert named(session)[2] == "Royal Society"
    assert session.scalars(sa.select(Refusal)).all() == []


def test_an_invitation_is_sent_once_more(session, client):
    royal = make_organisation(session, "Royal Society")
    make_member(session, royal, "Rosa", Role.OWNER)
    client.post(f"{PAGE}/invitations", data={"name": "Royal Society", "texts": "y"})
    session.execute(sa.update(OutboundEmail).values(dedupe_key="sent before"))
    session.commit()
    client.post(PAGE, data=shown(client).data(f"remind partners {royal.id}"))

    assert session.scalars(sa.select(OutboundEmail.kind)).all() == ["programme.invited"] * 2


def test_a_co_organisers_editor_reads_it_and_changes_nothing(session, client, sign_in, petra):
    sign_in(client, petra)

    page = client.get(PAGE)
    assert page.status_code == 200
    assert FORM.split("'")[1] not in [each for each in page.text.split('"') if each.endswith("/co-organisers")][1:]
    assert "Save changes" not in page.text
    assert client.post(PAGE, data={"press": "save"}).status_code == 403
    assert client.post(f"{PAGE}/invitations", data={"name": "Salon"}).status_code == 403


@pytest.mark.parametrize(
    "press",
    [
        "out partners x",
        "out partners 99999999999999999999",
        f"out partners {'9' * 5000}",
        "out partners 4711",
        "nonsense",
    ],
)
def test_buttons_nobody_was_given_do_no_harm(session, client, press):
    assert client.post(PAGE, data=shown(client).data(press)).status_code in {303, 400}
    assert len(named(session)) == 2


def test_of_an_organisation_without_members_the_rights_to_come_are_shown_and_chosen(session, client):
    page = html.fromstring(client.get(PAGE).text)
    assert "once somebody of it is here" in " ".join(page.text_content().split())

    form = FilledForm(client.get(PAGE), FORM)
    form.put("partners-1-texts", None).put("partners-1-publish", "y")
    assert client.post(PAGE, data=form.data()).status_code == 303

    assert stored(session).co_organisers[1].rights == ["people", "publish"]


def test_the_editor_says_what_each_may_do_and_from_when_on(session, client, webinar):
    accepted, wordless = stored(session).co_organisers
    accepted.rights, wordless.rights = ["publish"], []
    session.commit()

    page = " ".join(client.get(WEBINAR).text.split())

    assert "Stands in the credit line. The rights of its editors: Publish." in page
    assert "Stands in the credit line, in words. Its rights begin with its first member: none." in page
    accepted.accepted_at = None
    session.commit()
    assert "The rights of its editors then: Publish." in " ".join(client.get(WEBINAR).text.split())
