"""Every kind of mail, read as its recipient would."""

import re

import sqlalchemy as sa

from tests.factories import add_co_organiser, make_organisation, make_user, make_webinar
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.actions import request_password_reset
from webinars.domain.accounts.queries import actor_of
from webinars.domain.mail.compose import write_letter
from webinars.domain.organisations.actions import add_member, remove_member
from webinars.models import OutboundEmail, Priority, Role


def the_letter(session, settings):
    mail = session.scalars(sa.select(OutboundEmail)).one()
    return write_letter(session, settings, KINDS, mail, now=clock.now())


def test_a_new_person_is_invited_with_a_link_that_sets_a_password(client, session, settings, lunar, olga):
    add_member(
        session, actor_of(session, olga.id), lunar, email="sam@society.example", role=Role.EDITOR, now=clock.now()
    )

    letter = the_letter(session, settings)

    assert letter.subject == "You can organise with Lunar Society"
    assert "Olga has made you a member of Lunar Society on Learned Societies." in letter.text
    assert "Your role is Editor" in letter.text
    path = re.search(r"http://localhost(/account/password/\S+)", letter.text)[1]
    assert client.get(path).status_code == 200


def test_a_person_with_an_account_is_asked_to_sign_in(session, settings, lunar, olga):
    make_user(session, "Sam", email="sam@society.example", password_hash="$argon2id$…")
    add_member(
        session, actor_of(session, olga.id), lunar, email="sam@society.example", role=Role.VIEWER, now=clock.now()
    )

    letter = the_letter(session, settings)

    assert all(f"/mail/{secret}/unsubscribe" in letter.text for secret in letter.secrets)
    assert "http://localhost/account/sign-in" in letter.text
    assert "password" not in letter.text


def test_nothing_is_said_about_a_membership_that_has_ended(session, settings, lunar, olga):
    actor = actor_of(session, olga.id)
    membership = add_member(session, actor, lunar, email="sam@society.example", role=Role.VIEWER, now=clock.now())
    assert the_letter(session, settings) is not None

    remove_member(session, actor, membership, now=clock.now())
    session.expire_all()

    assert the_letter(session, settings) is None


def test_a_reset_names_the_account_and_its_way_out(client, session, settings, olga):
    request_password_reset(session, email=olga.email, now=clock.now())

    letter = the_letter(session, settings)

    assert olga.email in letter.text
    assert "If it was not you, do nothing" in letter.text
    path = re.search(r"http://localhost(/account/password/\S+)", letter.text)[1]
    assert client.get(path).status_code == 200


def test_owners_are_invited_to_organise_together(session, settings, lunar, olga):
    webinar = make_webinar(session, lunar, title="What the tide tables leave out")
    lincei = make_organisation(session, "Accademia dei Lincei")
    invited = add_co_organiser(session, webinar, lincei, is_accepted=False)
    context = {"co_organiser_id": invited.id, "by_id": olga.id}
    mail = OutboundEmail(
        priority=Priority.MESSAGE,
        recipient_domain="society.example",
        dedupe_key="x",
        kind="programme.invited",
        recipient="x",
        context=context,
        due_at=clock.now(),
        created_at=clock.now(),
    )

    letter = write_letter(session, settings, KINDS, mail, now=clock.now())

    assert letter.subject == "Lunar Society invites Accademia dei Lincei: What the tide tables leave out"
    assert "Olga of Lunar Society asks you to organise “What the tide tables leave out” together." in letter.text
    assert "http://localhost/manage/invitations" in letter.text
    invited.accepted_at = clock.now()
    session.flush()
    assert write_letter(session, settings, KINDS, mail, now=clock.now()) is None


def test_the_host_reads_who_declined_until_it_invites_anew(session, settings, lunar, olga):
    webinar = make_webinar(session, lunar, title="What the tide tables leave out")
    lincei = make_organisation(session, "Accademia dei Lincei")
    petra = make_user(session, "Petra")
    mail = OutboundEmail(
        priority=Priority.MESSAGE,
        recipient_domain="society.example",
        dedupe_key="x",
        kind="programme.declined",
        recipient=olga.email,
        context={"webinar_id": webinar.id, "organisation_id": lincei.id, "by_id": petra.id},
        due_at=clock.now(),
        created_at=clock.now(),
    )

    letter = write_letter(session, settings, KINDS, mail, now=clock.now())

    assert letter.subject == "Accademia dei Lincei declines: What the tide tables leave out"
    assert "Petra of Accademia dei Lincei has declined to organise “What the tide" in letter.text
    assert "http://localhost/manage/webinars/what-the-tide-tables-leave-out" in letter.text
    petra.name = ""
    letter = write_letter(session, settings, KINDS, mail, now=clock.now())
    assert "Accademia dei Lincei has declined to organise" in letter.text
    assert " of Accademia" not in letter.text
    add_co_organiser(session, webinar, lincei, is_accepted=False)
    session.commit()
    session.expunge_all()
    assert write_letter(session, settings, KINDS, mail, now=clock.now()) is None


def test_nothing_is_said_of_a_webinar_that_is_gone(session, settings, lunar, olga):
    webinar = make_webinar(session, lunar)
    context = {"webinar_id": webinar.id, "organisation_id": lunar.id, "by_id": None}
    session.delete(webinar)
    session.flush()
    now = clock.now()
    mail = OutboundEmail(
        priority=Priority.MESSAGE,
        recipient_domain="society.example",
        dedupe_key="x",
        kind="programme.declined",
        recipient=olga.email,
        context=context,
        due_at=now,
        created_at=now,
    )

    assert write_letter(session, settings, KINDS, mail, now=now) is None


def test_every_kind_that_the_code_promises_can_be_written(project):
    sources = "\n".join(path.read_text() for path in (project / "webinars" / "domain").rglob("*.py"))
    promised = set(re.findall(r'(?:kind|MAIL_KIND) ?= ?"([a-z_]+\.[a-z_]+)"', sources))
    promised |= set(re.findall(r'"((?:accounts|registration|audience|speaking|choosing)\.[a-z_]+)"(?!:)', sources)) - {
        "registration.id",
        "registration.confirmed",
    }
    promised |= set(re.findall(r'kind="[a-z_.]+" if \w+ else "([a-z_]+\.[a-z_]+)"', sources))

    assert promised == set(KINDS)
