import datetime as dt

import pytest

from tests import factories
from webinars import clock
from webinars.domain.mail.mail_kind import Occasion
from webinars.domain.scheduling.zone_rules.emails import write_zone_rules
from webinars.models import Status


@pytest.fixture
def webinar(session):
    society = factories.make_organisation(session, timezone="Europe/Istanbul")
    return factories.make_webinar(
        session,
        society,
        "Ships of the Bosphorus",
        timezone="Europe/Istanbul",
        starts_wall=dt.datetime(2035, 2, 14, 19, 0),
        display_zones=[
            {"label": "Turkey", "timezone": "Europe/Istanbul"},
            {"label": "Britain", "timezone": "Europe/London"},
        ],
    )


def letter(session, settings, webinar, *, before_at, after_at, reason=""):
    context = {
        "webinar_id": webinar.id,
        "before_at": before_at.isoformat(),
        "after_at": after_at.isoformat() if after_at else None,
        "reason": reason,
    }
    return write_zone_rules(Occasion(session=session, settings=settings, context=context, now=clock.now()))


def test_the_organiser_reads_both_lines(session, settings, webinar):
    mail = letter(
        session, settings, webinar, before_at=webinar.starts_at - dt.timedelta(hours=1), after_at=webinar.starts_at
    )

    assert mail.subject == "The clocks of Istanbul change: Ships of the Bosphorus"
    assert "Before: Wednesday 14 February 2035, 6pm Turkey, 3pm Britain (2035-02-14 15:00 UTC)" in mail.text
    assert "Now: Wednesday 14 February 2035, 7pm Turkey, 4pm Britain (2035-02-14 16:00 UTC)" in mail.text
    assert "/manage/webinars/ships-of-the-bosphorus" in mail.text


def test_who_must_choose_reads_why(session, settings, webinar):
    mail = letter(session, settings, webinar, before_at=webinar.starts_at, after_at=None, reason="Choose 6pm or 8pm.")

    assert "Choose 6pm or 8pm." in mail.text
    assert "stays where it was: 2035-02-14 16:00 UTC" in mail.text


@pytest.mark.parametrize("fate", ["over", "cancelled"])
def test_nothing_is_said_of_what_is_over_or_cancelled(session, settings, webinar, fate):
    if fate == "over":
        webinar.starts_at = clock.now() - dt.timedelta(days=1)
        webinar.ends_at = clock.now()
    else:
        webinar.status, webinar.cancelled_at = Status.CANCELLED, clock.now()
    session.flush()

    assert letter(session, settings, webinar, before_at=webinar.starts_at, after_at=webinar.starts_at) is None
