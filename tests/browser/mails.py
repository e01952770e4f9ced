"""The mails of a journey: what the worker sends to a real server, and what its readers find."""

import dataclasses
import re

import pytest

from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.config import MailServer
from webinars.domain.insight.activity_spool import store_acts
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.registration.groups.news import promise_one_more
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.domain.registration.mailings.reminders import promise_reminders


def now():
    """By the server's clock, which is asked for each time: `until` puts another in its place."""
    return clock.now()


class Mails:
    """What the worker sends, and what its readers find."""

    def __init__(self, app, session, settings, server, box):
        self._session, self._box = session, box
        self._settings = dataclasses.replace(settings, mail_url=MailServer(host="127.0.0.1", port=server.port))
        self._acts, self._read = app.extensions["acts"], 0

    def work(self):
        """A minute of the worker."""
        self._acts.hand_over()
        self._session.rollback()
        store_acts(self._session, self._settings, now=clock.now())
        promise_reminders(self._session, now=clock.now())
        promise_one_more(self._session, now=clock.now())
        send_mailings(self._session, now=now)
        send_due_mails(self._session, self._settings, KINDS, now=now)
        self._session.rollback()

    def come(self):
        """What has come since, by recipient: one mail for each of them."""
        self.work()
        new, self._read = self._box.messages[self._read :], len(self._box.messages)
        found = {message["To"]: message for message in new}
        assert len(found) == len(new)
        return found

    def next_to(self, recipient):
        """The one mail that has come since, and it is theirs."""
        found = self.come()
        assert list(found) == [recipient]
        return found[recipient]


@pytest.fixture
def mails(app, session, settings, mail_server, postbox):
    return Mails(app, session, settings, mail_server, postbox)


def text_of(message):
    return message.get_body(("plain",)).get_content()


def link_in(message, kind="registrations"):
    """The first address of that kind, as a path."""
    return re.search(rf"https?://[^/\s]+(/{kind}/[\w.-]+)", text_of(message))[1]
