"""Numbers that no column holds: not found, whatever the database."""

import pytest

from tests.factories import make_organisation, make_user

NINES = "9" * 23


@pytest.fixture
def ana(client, session, sign_in):
    # An empty site would lead its administrator to the first steps.
    make_organisation(session)
    sign_in(client, make_user(session, "Ana", is_admin=True))


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    "address",
    [
        "/manage/outbox/2147483648",
        "/manage/outbox/3000000000",
        f"/manage/outbox/{NINES}",
        f"/manage/outbox/{NINES}.eml",
        f"/manage/outbox?page={NINES}",
        f"/manage/?page={NINES}",
    ],
)
def test_a_number_that_is_too_large_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("ana")
def test_nor_is_an_invitation_with_such_a_number(client):
    assert client.post(f"/manage/invitations/{NINES}/acceptance").status_code == 404


@pytest.mark.parametrize("year", ["99999999999", NINES, "9" * 5000, "0", "-1", "ⅩⅡ"])
def test_no_recording_is_of_an_impossible_year(client, year):
    assert client.get("/recordings", query_string={"year": year}).status_code == 200


@pytest.mark.usefixtures("derived", "ana")
@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1.5", "²", "٣"])
@pytest.mark.parametrize("list_", ["/webinars", "/recordings", "/manage/outbox", "/manage/administrators", "/manage/"])
def test_what_is_no_number_of_a_page_means_the_first(client, list_, number):
    assert client.get(list_, query_string={"page": number}).status_code == 200
