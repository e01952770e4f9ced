import pytest
import sqlalchemy as sa

from tests.factories import make_membership, make_organisation, make_user
from webinars import clock
from webinars.domain.accounts.actor import ANONYMOUS, OPERATOR
from webinars.domain.accounts.queries import actor_of
from webinars.domain.organisations import actions
from webinars.domain.organisations.errors import LastOwner, OrganisationExists, OrganisationInvalid
from webinars.domain.organisations.settings import OrganisationSettings
from webinars.lib.email_addresses import InvalidEmail
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, FormerSlug, Membership, Organisation, OutboundEmail, Role, User
from webinars.pure.times import DisplayZone


def member(session, organisation, name, role):
    user = make_user(session, name)
    return make_membership(session, organisation, user, role)


def create(session, actor, name="Lunar Society", **values):
    return actions.create_organisation(session, actor, name=name, timezone="Europe/London", now=clock.now(), **values)


def roles(session, organisation):
    found = session.execute(
        sa.select(User.name, Membership.role).join(User).where(Membership.organisation_id == organisation.id)
    )
    return dict(found.all())


def refreshed(session, user):
    return actor_of(session, user.id)


class TestCreating:
    def test_an_administrator_makes_one_and_owns_it(self, session):
        ana = make_user(session, "Ana", is_admin=True)

        organisation = create(session, refreshed(session, ana), name=" The Lunar  Society ")

        assert (organisation.name, organisation.slug) == ("The Lunar Society", "the-lunar-society")
        assert roles(session, organisation) == {"Ana": Role.OWNER}

    def test_the_operators_have_no_members_at_first(self, session):
        assert roles(session, create(session, OPERATOR)) == {}

    def test_others_make_one_only_where_the_site_is_open(self, session):
        ana = refreshed(session, make_user(session, "Ana"))

        with pytest.raises(NotAllowed):
            create(session, ana)
        assert roles(session, create(session, ana, open_organisations=True)) == {"Ana": Role.OWNER}

    def test_nobody_is_nobody_on_an_open_site_too(self, session):
        with pytest.raises(NotAllowed):
            create(session, ANONYMOUS, open_organisations=True)

    @pytest.mark.parametrize("name", ["Lunar Society", "the lunar society", "ＬＵＮＡＲ Society"])
    @pytest.mark.usefixtures("lunar")
    def test_two_of_one_name_are_refused(self, session, name):
        with pytest.raises(OrganisationExists):
            create(session, OPERATOR, name=name)

    def test_a_former_slug_is_given_to_nobody_else(self, session, lunar):
        session.add(FormerSlug(kind="organisation", slug="royal-society", target_id=lunar.id))
        session.flush()

        assert create(session, OPERATOR, name="Royal Society").slug == "royal-society-2"

    def test_a_name_that_cannot_be_transliterated_gets_a_date_and_letters(self, session):
        slug = create(session, OPERATOR, name="月球学会").slug

        assert slug.startswith(clock.now().date().isoformat() + "-")


class TestFindingOrCreating:
    def test_one_of_that_name_is_found(self, session, lunar):
        found = actions.find_or_create_organisation(
            session, ANONYMOUS, name="THE LUNAR SOCIETY", timezone="Europe/Rome", now=clock.now()
        )

        assert found is lunar
        assert found.timezone == "Europe/London"

    def test_else_it_is_made_without_members(self, session, olga):
        actor = refreshed(session, olga)

        made = actions.find_or_create_organisation(
            session, actor, name="Accademia dei Lincei", timezone="Europe/Rome", now=clock.now()
        )

        assert made.timezone == "Europe/Rome"
        assert roles(session, made) == {}
        assert not refreshed(session, olga).is_member(made.id)

    def test_an_empty_name_is_none(self, session):
        with pytest.raises(OrganisationInvalid):
            actions.find_or_create_organisation(session, OPERATOR, name=" ", timezone="Europe/Rome", now=clock.now())


class TestUpdating:
    def settings(self, **values):
        return OrganisationSettings(**({"name": "Lunar Society", "timezone": "Europe/London"} | values))

    def test_an_owner_changes_the_settings_and_the_change_is_recorded(self, session, lunar, olga):
        actions.update_organisation(
            session,
            refreshed(session, olga),
            lunar,
            self.settings(display_zones=[DisplayZone("Italy", "Europe/Rome")], accent="#AA0000"),
            now=clock.now(),
        )

        assert lunar.display_zones == [{"label": "Italy", "timezone": "Europe/Rome"}]
        assert lunar.accent == "#aa0000"
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "organisation:update")).one()
        assert event.actor_id == olga.id
        assert event.detail["accent"] == [None, "#aa0000"]
        assert "name" not in event.detail

    def test_nothing_changed_is_nothing_recorded(self, session, lunar, olga):
        actor = refreshed(session, olga)
        actions.update_organisation(session, actor, lunar, self.settings(), now=clock.now())
        before = lunar.updated_at

        actions.update_organisation(session, actor, lunar, self.settings(), now=clock.now())

        assert lunar.updated_at == before

    def test_the_slug_stays_when_the_name_changes(self, session, lunar, olga):
        slug = lunar.slug

        actions.update_organisation(
            session, refreshed(session, olga), lunar, self.settings(name="Solar Society"), now=clock.now()
        )

        assert (lunar.name, lunar.name_key, lunar.slug) == ("Solar Society", "solar society", slug)

    def test_the_name_of_another_is_refused(self, session, lunar, olga):
        make_organisation(session, "Royal Society")

        with pytest.raises(OrganisationExists):
            actions.update_organisation(
                session, refreshed(session, olga), lunar, self.settings(name="The Royal Society"), now=clock.now()
            )

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
    @pytest.mark.usefixtures("olga")
    def test_other_members_change_nothing(self, session, lunar, role):
        membership = member(session, lunar, "Sam", role)

        with pytest.raises(NotAllowed):
            actions.update_organisation(
                session, refreshed(session, membership.user), lunar, self.settings(name="Mine"), now=clock.now()
            )
        assert lunar.name == "Lunar Society"

    @pytest.mark.usefixtures("olga")
    def test_oskar_changes_nothing(self, session, lunar):
        oskar = make_user(session, "Oskar")
        make_membership(session, make_organisation(session, "Accademia dei Lincei"), oskar, Role.OWNER)

        with pytest.raises(NotAllowed):
            actions.update_organisation(
                session, refreshed(session, oskar), lunar, self.settings(name="Mine"), now=clock.now()
            )


class TestMembers:
    def add(self, session, actor, organisation, email, role=Role.EDITOR):
        return actions.add_member(session, actor, organisation, email=email, role=role, now=clock.now())

    def test_an_unknown_address_gets_an_account_and_a_mail(self, session, lunar, olga):
        self.add(session, refreshed(session, olga), lunar, " Sam@Society.example")

        sam = session.scalars(sa.select(User).where(User.email == "sam@society.example")).one()
        assert sam.password_hash is None
        mail = session.scalars(sa.select(OutboundEmail)).one()
        assert (mail.kind, mail.recipient) == ("organisations.added", "sam@society.example")

    def test_a_known_address_gets_a_mail_of_the_same_kind(self, session, lunar, olga):
        sam = make_user(session, "Sam", email="sam@society.example")

        self.add(session, refreshed(session, olga), lunar, "sam@society.example", Role.VIEWER)

        assert roles(session, lunar) == {"Olga": Role.OWNER, "Sam": Role.VIEWER}
        assert session.scalars(sa.select(OutboundEmail.recipient)).all() == [sam.email]

    def test_a_member_is_added_once_and_keeps_the_role(self, session, lunar, olga):
        actor = refreshed(session, olga)
        self.add(session, actor, lunar, "sam@society.example", Role.VIEWER)

        again = self.add(session, actor, lunar, "sam@society.example", Role.OWNER)

        assert again.role == Role.VIEWER
        assert len(session.scalars(sa.select(OutboundEmail)).all()) == 1

    def test_the_first_member_of_an_unclaimed_organisation_becomes_its_owner(self, session):
        unclaimed = create(session, OPERATOR)
        administrator = refreshed(session, make_user(session, "Ana", is_admin=True))

        membership = self.add(session, administrator, unclaimed, "sam@society.example", Role.VIEWER)

        assert membership.role == Role.OWNER

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, None])
    @pytest.mark.usefixtures("olga")
    def test_only_owners_add(self, session, lunar, role):
        someone = make_user(session, "Sam")
        if role:
            make_membership(session, lunar, someone, role)

        with pytest.raises(NotAllowed):
            self.add(session, refreshed(session, someone), lunar, "ana@society.example")
        assert session.scalars(sa.select(OutboundEmail)).all() == []

    def test_what_is_no_address_is_refused(self, session, lunar, olga):
        with pytest.raises(InvalidEmail):
            self.add(session, refreshed(session, olga), lunar, "sam")

    def test_a_role_is_changed(self, session, lunar, olga):
        membership = member(session, lunar, "Sam", Role.VIEWER)

        actions.change_role(session, refreshed(session, olga), membership, role=Role.OWNER, now=clock.now())

        assert roles(session, lunar) == {"Olga": Role.OWNER, "Sam": Role.OWNER}

    @pytest.mark.usefixtures("olga")
    def test_an_editor_does_not_promote_themselves(self, session, lunar):
        membership = member(session, lunar, "Sam", Role.EDITOR)

        with pytest.raises(NotAllowed):
            actions.change_role(
                session, refreshed(session, membership.user), membership, role=Role.OWNER, now=clock.now()
            )

    def test_the_last_owner_stays_one(self, session, lunar, olga):
        member(session, lunar, "Sam", Role.EDITOR)
        own = session.scalars(sa.select(Membership).where(Membership.user_id == olga.id)).one()
        actor = refreshed(session, olga)

        with pytest.raises(LastOwner):
            actions.change_role(session, actor, own, role=Role.EDITOR, now=clock.now())
        with pytest.raises(LastOwner):
            actions.remove_member(session, actor, own, now=clock.now())
        assert roles(session, lunar) == {"Olga": Role.OWNER, "Sam": Role.EDITOR}

    @pytest.mark.usefixtures("lunar")
    def test_an_administrator_does_not_orphan_it_either(self, session, olga):
        own = session.scalars(sa.select(Membership).where(Membership.user_id == olga.id)).one()

        with pytest.raises(LastOwner):
            actions.remove_member(session, OPERATOR, own, now=clock.now())

    def test_an_owner_leaves_once_there_is_another(self, session, lunar, olga):
        member(session, lunar, "Sam", Role.OWNER)
        own = session.scalars(sa.select(Membership).where(Membership.user_id == olga.id)).one()

        actions.remove_member(session, refreshed(session, olga), own, now=clock.now())

        assert roles(session, lunar) == {"Sam": Role.OWNER}

    @pytest.mark.usefixtures("olga")
    def test_a_member_leaves_but_removes_nobody_else(self, session, lunar):
        sam, ana = member(session, lunar, "Sam", Role.EDITOR), member(session, lunar, "Ana", Role.VIEWER)
        actor = refreshed(session, sam.user)

        with pytest.raises(NotAllowed):
            actions.remove_member(session, actor, ana, now=clock.now())
        actions.remove_member(session, actor, sam, now=clock.now())

        assert roles(session, lunar) == {"Olga": Role.OWNER, "Ana": Role.VIEWER}

    def test_what_happens_to_members_is_recorded(self, session, lunar, olga):
        actor = refreshed(session, olga)
        membership = self.add(session, actor, lunar, "sam@society.example")
        actions.change_role(session, actor, membership, role=Role.VIEWER, now=clock.now())
        actions.remove_member(session, actor, membership, now=clock.now())

        recorded = session.execute(
            sa.select(AuditEvent.action, AuditEvent.actor_id)
            .where(AuditEvent.organisation_id == lunar.id)
            .order_by(AuditEvent.id)
        ).all()
        assert recorded == [
            ("membership:add", olga.id),
            ("membership:change_role", olga.id),
            ("membership:remove", olga.id),
        ]


def test_an_organisation_goes_with_its_memberships(session, lunar, olga):
    session.execute(sa.delete(Organisation).where(Organisation.id == lunar.id))

    assert session.scalars(sa.select(Membership)).all() == []


def test_who_is_added_twice_keeps_their_role_and_their_name_can_be_said(session, lunar, olga):
    now = clock.now()
    actions.add_member(session, OPERATOR, lunar, email="vera@society.example", role=Role.VIEWER, now=now)
    session.commit()
    session.expunge_all()
    lunar = session.get(Organisation, lunar.id)

    again = actions.add_member(session, OPERATOR, lunar, email="vera@society.example", role=Role.EDITOR, now=now)

    assert again.role == Role.VIEWER
    assert again.user.email == "vera@society.example"
