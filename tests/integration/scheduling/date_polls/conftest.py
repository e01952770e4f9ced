import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import orm

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_member,
    make_organisation,
    make_speaker,
    make_speaking_link,
    make_webinar,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.scheduling.date_polls.actions import WantedStart, propose
from webinars.domain.scheduling.date_polls.queries import poll_of
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement, OutboundEmail, Role, Status

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
DESK = "/manage/webinars/letters-on-colour/starts"
SATURDAY = dt.datetime(2027, 3, 20, 12)
SUNDAY = dt.datetime(2027, 3, 21, 16)
AFTER_THE_CHANGE = dt.datetime(2027, 3, 28, 12)


@pytest.fixture
def noon():
    """Time stands still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def webinar(session, lunar, noon):
    """A draft without a start."""
    lunar.timezone = "Europe/London"
    return make_webinar(
        session, lunar, "Letters on colour", slug="letters-on-colour", status=Status.DRAFT, starts_in=None
    )


@pytest.fixture
def people(session, settings, lunar, webinar):
    """Wang Zhenyi in Nanjing and Benjamin Franklin in Philadelphia are asked; the House of Wisdom organises too."""
    found = {}
    for name, zone in (("Wang Zhenyi", "Asia/Shanghai"), ("Benjamin Franklin", "America/New_York")):
        appearance = add_appearance(session, webinar, make_speaker(session, lunar, name), agreement=Agreement.ASKED)
        email = f"{name.split()[0].lower()}@speaker.example"
        found[name] = make_speaking_link(session, settings, appearance, email, timezone=zone)
    house = make_organisation(session, "House of Wisdom", timezone="Asia/Baghdad")
    make_member(session, house, "Hunayn", Role.OWNER).email = "hunayn@society.example"
    add_co_organiser(session, webinar, house)
    session.commit()
    return found


@pytest.fixture
def poll(session, lunar, people, webinar, olga):
    """Three starts: before and after clocks go forward in Britain."""
    whole = webinar_to_edit(session, webinar.slug)
    wanted = [
        WantedStart(start_id=None, wall=each, timezone="Europe/London", duration_minutes=90)
        for each in (SATURDAY, SUNDAY, AFTER_THE_CHANGE)
    ]
    propose(session, actor_of(session, olga.id), whole, wanted, ends_at=None, now=NOW)
    session.commit()
    return stored(session, webinar)


@pytest.fixture
def own(settings, people):
    """`own("Wang Zhenyi")`: the address of a speaker's page of starts."""
    return lambda name: f"/speaking/{token_of(settings, people[name])}/starts"


@pytest.fixture
def desk(client, sign_in, olga, people):
    sign_in(client, olga)
    return client


@pytest.fixture
def mails(session):
    def mails(kind):
        session.expire_all()
        query = sa.select(OutboundEmail).where(OutboundEmail.kind == f"choosing.{kind}").order_by(OutboundEmail.id)
        return session.scalars(query).all()

    return mails


def stored(session, webinar):
    session.expire_all()
    return poll_of(session, webinar.id, fresh=True)


def starts_of(poll):
    """Its starts, whatever was committed since it was loaded."""
    session = orm.object_session(poll)
    session.refresh(poll, ["starts"])
    for each in poll.starts:
        session.refresh(each)
    return poll.starts


def answers(poll, *said, words=""):
    """What a form sends: an answer to each of the starts in turn; None: nothing is chosen."""
    form = {"words": words}
    for start, each in zip(starts_of(poll), said, strict=True):
        form[f"seen-{start.id}"] = (
            f"{start.starts_wall.isoformat(timespec='minutes')} {start.timezone} {start.duration_minutes}"
        )
        if each:
            form[f"start-{start.id}"] = each
    return form


def rows(poll, *starts, ends=("", "")):
    """What the desk's form sends; of each start its wall time, and which it was."""
    form = {
        "known": " ".join(str(each.id) for each in starts_of(poll)) if poll else "",
        "ends_date": ends[0],
        "ends_hour": ends[1],
    }
    for place, (start, wall, timezone, minutes) in enumerate(starts):
        form |= {
            f"starts-{place}-start_id": str(start.id) if start else "",
            f"starts-{place}-date": wall[:10],
            f"starts-{place}-hour": wall[11:],
            f"starts-{place}-timezone": timezone,
            f"starts-{place}-minutes": str(minutes),
        }
    return form
