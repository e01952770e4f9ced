"""From a page in a language to a confirmed registration and its mails, without a sentence of ours in another."""

import re

import lxml.html
import pytest
import sqlalchemy as sa

from tests.factories import open_desk
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import html_of, write_letter
from webinars.models import OutboundEmail, Registration, RegistrationState

pytestmark = pytest.mark.usefixtures("derived", "noon", "with_mail_server")
LANGUAGES = ("de", "ar", "zh")
NAMES = {
    "Ana Lucía", "Google Calendar", "Learned Societies", "Lunar Society", "The Lunar Society", "US Eastern",
    "US Pacific", "Yahoo Calendar",
}  # fmt: skip
SENTENCE = re.compile(r"[^\W\d_]{2,}(?:[ ’']+[^\W\d_]+)+")
"""Two words of letters or more: no address, and no secret in one."""


@pytest.fixture
def taking(session, webinar):
    """Whoever registers has to press in a mail: places are counted."""
    webinar.title, webinar.summary, webinar.description = "Ipsum", "", ""
    open_desk(session, webinar, capacity=20)
    session.commit()
    return webinar


def sentences(page):
    """What a page says, but for what stands in a language of its own, names, and what a browser never shows."""
    main = lxml.html.fromstring(page)
    found = set()
    for element in main.iter():
        is_shown = isinstance(element.tag, str) and element.tag not in {"script", "style", "option", "optgroup", "bdi"}
        is_foreign = any(
            each.get("lang") not in {None, main.get("lang")} for each in (element, *element.iterancestors())
        )
        if is_shown and not is_foreign:
            for text in (
                element.text,
                element.get("aria-label"),
                element.get("title"),
                *(each.tail for each in element),
            ):
                found.update(" ".join(each.split()) for each in SENTENCE.findall(text or ""))
    return found


class Reader:
    """Somebody who reads one language, and a second browser that opens the same pages in English."""

    def __init__(self, client, session, settings, language):
        self.client, self.session, self.settings, self.language = client, session, settings, language
        self.english_met = {}

    def open(self, path, *, data=None):
        method = self.client.get if data is None else self.client.post
        answer = method(f"/{self.language}{path}", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        if answer.status_code == 200:
            self._compare(path, answer.text)
        return answer

    def _compare(self, path, page):
        assert lxml.html.fromstring(page).get("lang") == self.language
        english = self.client.get(path)
        if both := (sentences(page) & sentences(english.text)) - NAMES:
            self.english_met[path] = both

    def mail(self):
        """The text of the newest mail as it is sent, compared with the same in English."""
        session = self.session
        session.expire_all()
        mail = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id.desc())).first()
        letter = write_letter(session, self.settings, KINDS, mail, now=clock.now())
        assert letter.locale == self.language
        registration = session.scalars(sa.select(Registration)).one()
        registration.reader_language = "en"
        session.flush()
        english = write_letter(session, self.settings, KINDS, mail, now=clock.now())
        session.rollback()
        page, other = html_of(self.settings, letter), html_of(self.settings, english)
        assert f'<html lang="{self.language}" dir="{"rtl" if self.language == "ar" else "ltr"}">' in page
        lines = {line for line in letter.text.splitlines() if SENTENCE.search(line) and "http" not in line}
        both = (lines & set(english.text.splitlines())) | (sentences(page) & sentences(other))
        if both - NAMES:
            self.english_met[mail.kind] = both
        return letter

    def link(self, letter):
        (path,) = set(re.findall(rf"http://localhost/{self.language}(/registrations/[\w-]+)", letter.text))
        return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_reads_one_language_gets_a_place_in_it(client, session, settings, taking, language):
    reader = Reader(client, session, settings, language)
    form = f"/webinars/{taking.slug}/register"

    reader.open("/")
    reader.open(f"/webinars/{taking.slug}")
    reader.open(form)
    wrong = reader.open(form, data={"name": "", "email": "nonsense", "timezone": "Europe/Rome"})
    sent = reader.open(
        form, data={"name": "Ana Lucía", "email": "ana@attendee.example", "timezone": "America/Sao_Paulo"}
    )
    assert (wrong.status_code, sent.status_code, sent.location) == (422, 303, f"/{language}{form}/sent")
    in_english = client.post(form, data={"name": "", "email": "nonsense"}).text
    assert not (sentences(wrong.text) & sentences(in_english)) - NAMES
    reader.open(f"{form}/sent")

    page = reader.link(reader.mail())
    reader.open(page)
    confirmed = reader.open(f"{page}/confirmation", data={})
    assert (confirmed.status_code, confirmed.location) == (303, f"/{language}{page}")
    reader.open(page)
    place = reader.mail()

    assert session.scalars(sa.select(Registration.state)).one() is RegistrationState.CONFIRMED
    assert f"/{language}{page}" in place.text
    assert reader.english_met == {}
