import re

import pytest
import sqlalchemy as sa

from tests.factories import make_membership, make_organisation, make_user
from webinars.models import Membership, Organisation, OutboundEmail, Role

SETTINGS = {
    "name": "Lunar Society",
    "timezone": "Europe/London",
    "default_duration_minutes": "90",
    "hour_style": "words",
}


@pytest.fixture
def lunar(session):
    return make_organisation(session, "Lunar Society", slug="lunar-society")


@pytest.fixture
def oskar(session):
    user = make_user(session, "Oskar")
    make_membership(session, make_organisation(session, "Accademia dei Lincei"), user, Role.OWNER)
    return user


def stored(session):
    return session.scalars(sa.select(Organisation).where(Organisation.slug == "lunar-society")).one()


def zones(*rows):
    return {
        f"display_zones-{number}-{part}": value
        for number, row in enumerate(rows)
        for part, value in zip(("label", "timezone"), row, strict=True)
    }


class TestStrangers:
    @pytest.mark.parametrize(
        ("method", "address"),
        [
            ("GET", "/manage/organisations"),
            ("GET", "/manage/organisations/new"),
            ("POST", "/manage/organisations"),
            ("GET", "/manage/organisations/lunar-society"),
            ("POST", "/manage/organisations/lunar-society"),
            ("GET", "/manage/organisations/lunar-society/members"),
            ("POST", "/manage/organisations/lunar-society/members"),
            ("POST", "/manage/organisations/lunar-society/members/1"),
            ("POST", "/manage/organisations/lunar-society/members/1/delete"),
        ],
    )
    @pytest.mark.usefixtures("olga")
    def test_nobody_is_asked_to_sign_in(self, client, method, address):
        response = client.open(address, method=method)

        if method == "GET":
            assert response.location.startswith("/account/sign-in")
        else:
            assert response.status_code == 403
            assert 'action="/account/sign-in?next=' in response.text

    @pytest.mark.parametrize(
        ("method", "address"),
        [
            ("GET", "/manage/organisations/{slug}"),
            ("POST", "/manage/organisations/{slug}"),
            ("GET", "/manage/organisations/{slug}/members"),
            ("POST", "/manage/organisations/{slug}/members"),
            ("POST", "/manage/organisations/{slug}/members/{membership}"),
            ("POST", "/manage/organisations/{slug}/members/{membership}/delete"),
        ],
    )
    @pytest.mark.parametrize("slug", ["lunar-society", "no-such-society"])
    def test_oskar_cannot_tell_whether_there_is_one(self, client, session, olga, oskar, sign_in, method, address, slug):
        sign_in(client, oskar)
        membership = session.scalars(sa.select(Membership.id).where(Membership.user_id == olga.id)).one()

        response = client.open(
            address.format(slug=slug, membership=membership),
            method=method,
            data={"role": "viewer", "email": "a@b.example"},
        )

        assert response.status_code == 404
        assert "Lunar" not in response.text
        assert session.scalars(sa.select(Membership.role).where(Membership.id == membership)).one() == Role.OWNER

    def test_oskar_does_not_reach_a_membership_through_his_own_organisation(
        self, client, session, olga, oskar, sign_in
    ):
        sign_in(client, oskar)
        membership = session.scalars(sa.select(Membership.id).where(Membership.user_id == olga.id)).one()

        response = client.post(f"/manage/organisations/accademia-dei-lincei/members/{membership}/delete")

        assert response.status_code == 404
        assert session.get(Membership, membership)


class TestTheList:
    @pytest.mark.usefixtures("oskar")
    def test_members_see_their_own(self, client, olga, sign_in):
        sign_in(client, olga)

        page = client.get("/manage/organisations").text

        assert "Lunar Society" in page
        assert "Lincei" not in page
        assert "New organisation" not in page

    @pytest.mark.usefixtures("olga", "oskar")
    def test_administrators_see_all(self, client, session, sign_in):
        make_organisation(session, "Unclaimed Society")
        sign_in(client, make_user(session, "Ana", is_admin=True))

        page = client.get("/manage/organisations").text

        assert all(name in page for name in ["Lunar Society", "Accademia dei Lincei", "Unclaimed Society"])
        assert "Nobody yet: hand it over" in page
        assert "New organisation" in page

    @pytest.mark.usefixtures("lunar")
    def test_one_and_many_cost_the_same(self, client, session, sign_in, count_statements):
        sign_in(client, make_user(session, "Ana", is_admin=True))
        with count_statements() as few:
            client.get("/manage/organisations")
        for number in range(10):
            make_membership(session, make_organisation(session, f"Society {number}"), make_user(session))
        session.commit()

        with count_statements() as many:
            client.get("/manage/organisations")

        assert len(few) == len(many) == 3


class TestMaking:
    def test_an_administrator_makes_one(self, client, session, sign_in):
        sign_in(client, make_user(session, "Ana", is_admin=True))
        assert 'value="Europe/London"' in client.get("/manage/organisations/new").text

        response = client.post("/manage/organisations", data={"name": "Lunar Society", "timezone": "Europe/London"})

        assert (response.status_code, response.location) == (303, "/manage/organisations/lunar-society")
        assert stored(session).name == "Lunar Society"

    def test_others_are_told_whom_to_ask(self, client, session, olga, sign_in):
        sign_in(client, olga)

        shown = client.get("/manage/organisations/new")
        sent = client.post("/manage/organisations", data={"name": "Mine", "timezone": "Europe/London"})

        assert (shown.status_code, sent.status_code) == (403, 403)
        assert "Only an administrator of this site creates organisations." in shown.text
        assert session.scalars(sa.select(Organisation.name)).all() == ["Lunar Society"]

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Enter the name of the organisation."),
            ({"name": "The Lunar Society"}, "There is an organisation called The Lunar Society already."),
            ({"timezone": "Europe/Lodnon"}, "We know no place “Europe/Lodnon”. Write a city or a country."),
            ({"url": "javascript:alert(1)"}, "Enter the address of a site"),
        ],
    )
    @pytest.mark.usefixtures("lunar")
    def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(self, client, session, sign_in, wrong, sentence):
        sign_in(client, make_user(session, "Ana", is_admin=True))
        typed = {"name": "Royal Society", "timezone": "Europe/London", "url": "https://royal.example"} | wrong

        response = client.post("/manage/organisations", data=typed)

        assert response.status_code == 422
        assert sentence in response.text
        assert all(f'value="{value}"' in response.text for value in typed.values())


class TestSettings:
    @pytest.mark.usefixtures("session")
    def test_what_is_stored_stands_in_the_form(self, client, lunar, olga, sign_in):
        lunar.contact = "secretary@lunar.example"
        lunar.display_zones = [{"label": "Britain", "timezone": "Europe/London"}]
        lunar.embed_sites = ["https://lunar.example", "https://solar.example"]
        lunar.blocked_words = ["snake oil", "elixir"]
        sign_in(client, olga)

        page = client.get("/manage/organisations/lunar-society").text

        assert 'value="secretary@lunar.example"' in page
        assert re.search(r'<input[^>]*name="display_zones-0-label"[^>]*value="Britain"', page)
        assert "https://lunar.example\nhttps://solar.example</textarea>" in page
        assert "snake oil\nelixir</textarea>" in page

    def test_an_owner_saves_all_of_them(self, client, session, olga, sign_in):
        sign_in(client, olga)

        response = client.post(
            "/manage/organisations/lunar-society",
            data={
                "name": "Lunar Society of Birmingham",
                "timezone": "Europe/London",
                "url": "lunar.example",
                "contact": "secretary@lunar.example",
                "description": "Meets at *full moon*.",
                "default_duration_minutes": "120",
                "hour_style": "digits",
                "is_zone_line_joined": "y",
                "accent": "#225500",
                "embed_sites": "https://lunar.example\nhttps://solar.example/",
                "blocked_words": "snake oil\r\n\r\n  elixir \r\nsnake oil",
                **zones(("Britain", "Europe/London"), ("", ""), ("US Eastern", "America/New_York")),
            },
        )

        organisation = stored(session)
        assert (response.status_code, response.location) == (303, "/manage/organisations/lunar-society")
        assert organisation.name == "Lunar Society of Birmingham"
        assert organisation.url == "https://lunar.example"
        assert organisation.default_duration_minutes == 120
        assert organisation.hour_style == "digits"
        assert organisation.is_zone_line_joined
        assert organisation.accent == "#225500"
        assert organisation.embed_sites == ["https://lunar.example", "https://solar.example"]
        assert organisation.blocked_words == ["snake oil", "elixir"]
        assert organisation.display_zones == [
            {"label": "Britain", "timezone": "Europe/London"},
            {"label": "US Eastern", "timezone": "America/New_York"},
        ]

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": " "}, "Enter the name of the organisation."),
            ({"timezone": "Nowhere"}, "We know no place “Nowhere”."),
            ({"default_duration_minutes": "0"}, "Choose a length from 1 minute to 24 hours."),
            ({"default_duration_minutes": "long"}, "Enter a number of minutes, like 90."),
            ({"accent": "red"}, "Enter a colour as # and six figures or letters"),
            ({"contact": "ring the bell"}, "Enter an e-mail address"),
            ({"embed_sites": "*"}, "“*” is not the address of a site"),
            ({"blocked_words": "\n".join(map(str, range(201)))}, "List at most 200 words."),
            ({"blocked_words": "x" * 81}, "has 81 characters. Shorten it to 80."),
            (zones(("Moon", "Moon/Sea")), "We know no place “Moon/Sea”."),
        ],
    )
    def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(
        self, client, session, olga, sign_in, wrong, sentence
    ):
        sign_in(client, olga)
        typed = SETTINGS | {"description": "Meets at full moon."} | wrong

        response = client.post("/manage/organisations/lunar-society", data=typed)

        assert response.status_code == 422
        assert sentence in response.text
        assert 'id="error-summary"' in response.text
        assert "Meets at full moon." in response.text
        assert stored(session).description == ""

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
    @pytest.mark.usefixtures("olga")
    def test_other_members_read_them_only(self, client, session, lunar, sign_in, role):
        lunar.contact = "secretary@lunar.example"
        sam = make_user(session, "Sam")
        make_membership(session, lunar, sam, role)
        sign_in(client, sam)

        shown = client.get("/manage/organisations/lunar-society")
        sent = client.post("/manage/organisations/lunar-society", data=SETTINGS | {"name": "Mine"})

        assert "secretary@lunar.example" in shown.text
        assert "Save settings" not in shown.text
        assert sent.status_code == 403
        assert stored(session).name == "Lunar Society"


class TestRowsOfZones:
    ROWS = (("Britain", "Europe/London"), ("Italy", "Europe/Rome"), ("India", "Asia/Kolkata"))

    def press(self, client, button, rows=ROWS):
        data = SETTINGS | {"name": "Typed but not saved"} | zones(*rows) | {"press": button}
        response = client.post("/manage/organisations/lunar-society", data=data)
        assert response.status_code == 200
        assert 'value="Typed but not saved"' in response.text
        page = re.sub(r"<template.*?</template>", "", response.text, flags=re.DOTALL)
        inputs = re.findall(r'<input[^>]*name="display_zones-\d+-label"[^>]*>', page)
        return [re.search(r'value="([^"]*)"', each)[1] for each in inputs]

    @pytest.mark.parametrize(
        ("button", "labels"),
        [
            ("up display_zones 1", ["Italy", "Britain", "India"]),
            ("down display_zones 1", ["Britain", "India", "Italy"]),
            ("up display_zones 0", ["Britain", "Italy", "India"]),
            ("down display_zones 2", ["Britain", "Italy", "India"]),
            ("remove display_zones 0", ["Italy", "India"]),
            ("add display_zones", ["Britain", "Italy", "India", ""]),
        ],
    )
    def test_a_button_changes_the_rows_and_saves_nothing(self, client, session, olga, sign_in, button, labels):
        sign_in(client, olga)

        assert self.press(client, button) == labels
        assert stored(session).name == "Lunar Society"
        assert stored(session).display_zones == []

    def test_ten_rows_stay_in_order(self, client, olga, sign_in):
        sign_in(client, olga)
        rows = [(f"Zone {number}", "Etc/UTC") for number in range(12)]

        labels = self.press(client, "up display_zones 11", rows)

        assert labels == [f"Zone {number}" for number in (*range(10), 11, 10)]

    @pytest.mark.parametrize("button", ["sideways display_zones 1", "up links 1", "-1"])
    def test_an_unknown_button_saves_like_any_other(self, client, session, olga, sign_in, button):
        sign_in(client, olga)

        response = client.post(
            "/manage/organisations/lunar-society", data=SETTINGS | zones(*self.ROWS) | {"press": button}
        )

        assert response.status_code == 303
        assert len(stored(session).display_zones) == 3


class TestMembers:
    def test_the_page_lists_them_with_their_roles(self, client, session, lunar, olga, sign_in):
        make_membership(session, lunar, make_user(session, "Sam"), Role.EDITOR)
        sign_in(client, olga)

        page = client.get("/manage/organisations/lunar-society/members").text

        assert "Sam" in page
        assert '<option value="editor" selected>Editor</option>' in page
        assert "Change role of Sam" in page

    @pytest.mark.parametrize("is_known", [True, False])
    def test_adding_looks_the_same_for_known_and_unknown_addresses(self, client, session, olga, sign_in, is_known):
        if is_known:
            make_user(session, "Sam of the secret name", email="sam@society.example", password_hash="$argon2id$…")
        sign_in(client, olga)

        response = client.post(
            "/manage/organisations/lunar-society/members", data={"email": "sam@society.example", "role": "editor"}
        )
        page = client.get(response.location).text

        assert response.status_code == 303
        assert "sam@society.example is a member: Editor." in page
        assert "has not signed in since being added" in page
        assert "secret name" not in page
        assert len(session.scalars(sa.select(OutboundEmail)).all()) == 1

    def test_a_network_adds_so_many_in_an_hour(self, client, olga, sign_in):
        sign_in(client, olga)
        typed = {"email": "sam@society.example", "role": "editor"}

        answers = [client.post("/manage/organisations/lunar-society/members", data=typed) for _turn in range(61)]

        assert [answer.status_code for answer in answers] == [303] * 60 + [429]

    def test_the_name_is_shown_once_the_person_has_signed_in(self, client, new_client, session, olga, sign_in):
        sam = make_user(session, "Sam", email="sam@society.example")
        sign_in(client, olga)
        client.post("/manage/organisations/lunar-society/members", data={"email": sam.email, "role": "editor"})

        sign_in(new_client(), sam)

        page = client.get("/manage/organisations/lunar-society/members").text
        assert "Change role of Sam" in page
        assert "has not signed in" not in page

    @pytest.mark.usefixtures("session")
    def test_a_mistyped_address_is_said_at_its_field(self, client, olga, sign_in):
        sign_in(client, olga)

        response = client.post("/manage/organisations/lunar-society/members", data={"email": "sam@", "role": "viewer"})

        assert response.status_code == 422
        assert "Enter an address with an @" in response.text
        assert 'value="sam@"' in response.text
        assert '<option selected value="viewer">Viewer</option>' in response.text

    def test_a_role_is_changed_and_a_member_removed(self, client, session, lunar, olga, sign_in):
        sam = make_membership(session, lunar, make_user(session, "Sam"), Role.EDITOR).id
        sign_in(client, olga)

        changed = client.post(f"/manage/organisations/lunar-society/members/{sam}", data={"role": "viewer"})
        assert changed.status_code == 303
        assert session.get_one(Membership, sam).role == Role.VIEWER
        assert "Sam is now: Viewer." in client.get(changed.location).text

        removed = client.post(f"/manage/organisations/lunar-society/members/{sam}/delete")
        assert removed.status_code == 303
        assert session.get(Membership, sam) is None

    @pytest.mark.usefixtures("lunar")
    def test_the_last_owner_is_told_why_she_stays(self, client, session, olga, sign_in):
        own = session.scalars(sa.select(Membership.id)).one()
        sign_in(client, olga)

        demoted = client.post(f"/manage/organisations/lunar-society/members/{own}", data={"role": "viewer"})
        left = client.post(f"/manage/organisations/lunar-society/members/{own}/delete")

        assert (demoted.status_code, left.status_code) == (409, 409)
        assert "Lunar Society would be left without an owner." in left.text
        assert session.get_one(Membership, own).role == Role.OWNER

    def test_an_unknown_role_is_refused(self, client, session, olga, sign_in):
        own = session.scalars(sa.select(Membership.id)).one()
        sign_in(client, olga)

        response = client.post(f"/manage/organisations/lunar-society/members/{own}", data={"role": "king"})

        assert response.status_code == 400

    @pytest.mark.usefixtures("olga")
    def test_a_viewer_reads_the_list_and_leaves(self, client, session, lunar, sign_in):
        sam = make_membership(session, lunar, make_user(session, "Sam"), Role.VIEWER)
        sign_in(client, sam.user)
        page = client.get("/manage/organisations/lunar-society/members").text
        assert "Add member" not in page
        assert "Remove Olga" not in page

        response = client.post(f"/manage/organisations/lunar-society/members/{sam.id}/delete")

        assert (response.status_code, response.location) == (303, "/manage/organisations")
        assert client.get("/manage/organisations/lunar-society").status_code == 404

    @pytest.mark.usefixtures("olga")
    def test_an_editor_adds_nobody(self, client, session, lunar, sign_in):
        sam = make_membership(session, lunar, make_user(session, "Sam"), Role.EDITOR)
        sign_in(client, sam.user)

        response = client.post(
            "/manage/organisations/lunar-society/members", data={"email": "ana@society.example", "role": "owner"}
        )

        assert response.status_code == 403
        assert session.scalars(sa.select(OutboundEmail)).all() == []

    @pytest.mark.usefixtures("lunar")
    def test_an_administrator_hands_over_an_unclaimed_one(self, client, session, sign_in):
        sign_in(client, make_user(session, "Ana", is_admin=True))
        assert (
            "Nobody looks after this organisation yet" in client.get("/manage/organisations/lunar-society/members").text
        )

        client.post(
            "/manage/organisations/lunar-society/members", data={"email": "sam@society.example", "role": "owner"}
        )

        assert session.scalars(sa.select(Membership.role)).all() == [Role.OWNER]

    def test_one_and_many_cost_the_same(self, client, session, lunar, olga, sign_in, count_statements):
        sign_in(client, olga)
        with count_statements() as few:
            client.get("/manage/organisations/lunar-society/members")
        for _ in range(10):
            make_membership(session, lunar, make_user(session), Role.VIEWER)
        session.commit()

        with count_statements() as many:
            client.get("/manage/organisations/lunar-society/members")

        assert len(few) == len(many) == 4
