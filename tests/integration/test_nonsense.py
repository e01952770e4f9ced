"""Two thousand requests of nonsense, the same each time: whatever is sent, no answer is a failure of ours."""

import random
import re
from collections import Counter
from urllib.parse import quote, urlsplit

import pytest
from lxml import html

from tests.desk_world import arguments, make_people, make_world

pytestmark = pytest.mark.usefixtures("derived")


REQUESTS = 2_000
CHUNKS = 8
NOT_IMPLEMENTED = 501
"""What oEmbed asks for where a format is unknown."""
STATES = ["a draft without a date", "published", "live", "cancelled", "past", "unlisted", "postponed", "moved"]
WORDS = [
    *("", " ", "0", "-1", "1", "9" * 30, "1e309", "NaN", "true", "null", "[]", "[1, {}]", "١٢", "²", "a" * 5_000),
    *("\0", "\n", "\r\n.\r\n", "ad\0a", "é", "\u202eabc", "𝕏", "ﬀ", "%00", "%", "%zz", "=?utf-8?q?x?="),
    *("../../etc/passwd", "' OR 1=1 --", '"; DROP TABLE webinar; --', "<script>alert(1)</script>", "{{ 7 * 7 }}"),
    *("http://[", "https://[::1", "//evil.example", "javascript:alert(1)", "ada@society.example", "@", "a@b"),
    *(
        "2027-02-30",
        "2027-13-45T99:99",
        "0000-00-00",
        "9999-12-31",
        "25:61",
        "16:00",
        "Europe/Nowhere",
        "Europe/London",
    ),
    *("speaker", "en", "en-", "x-" * 40, "AND", "OR NOT", "*", '"', "("),
]
HEADERS = {
    "Origin": ["http://[", "null", "http://localhost", "https://evil.example", ""],
    "Referer": ["http://[", "//", "http://localhost/manage/webinars/new", "x" * 3_000],
    "Sec-Fetch-Site": ["same-origin", "cross-site", "none", "?"],
    "Range": ["bytes=0-", "bytes=-0", "bytes=9-1", "bytes=0-1,3-4", "lines=1", "bytes=" + "9" * 400],
    "If-None-Match": ["*", '"', 'W/"x"', '"a", "b'],
    "If-Modified-Since": ["never", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Foo 9999 00:00:00 GMT"],
    "Accept-Encoding": ["gzip", "identity;q=0, *;q=0", "br;q=x", ";"],
    "Accept-Language": ["de", "x;q=9", "*", "-"],
    "Content-Type": [
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "text/plain; charset=nonsense",
        ";",
    ],
    "Cookie": ["session=x", "__Host-session=.e30.x.y", "=", ";;;"],
    "X-Forwarded-For": ["::", "not an address", "1.2.3.4, 5.6.7.8"],
}


class Nonsense:
    """Requests made up by chance from the routes, the forms of the pages, and what programs and people send."""

    def __init__(self, seed, app, world):
        self.chance = random.Random(seed)
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "accounts.sign_out"]
        self.world = world
        self.forms = {}

    def word(self):
        return self.chance.choice(WORDS)

    def path(self, rule):
        def value(found):
            known = self.world.values.get(f"{found[1]}/{found[2]}", [])
            is_there = known and self.chance.random() < 0.8
            return f"{found[1]}/{self.chance.choice(known) if is_there else quote(self.word())}"

        path = re.sub(r"([\w-]+)/<(?:[^:>]+:)?(\w+)>", value, rule.rule)
        return re.sub(r"<[^>]+>", lambda _found: quote(self.word()), path) or "/"

    def query(self):
        names = [
            "q",
            "page",
            "t",
            "year",
            "sort",
            "organisation",
            "find",
            "at",
            "url",
            "format",
            "maxwidth",
            "next",
            "gone",
            "row",
        ]
        return {name: self.word() for name in self.chance.sample(names, self.chance.randint(0, 4))}

    def form(self, rule):
        """What the page at that address has in its forms, a few fields of it changed."""
        form = dict(
            self.forms.get(rule.rule) or dict.fromkeys(["title", "name", "email", "text", "file", "language"], "")
        )
        for name in self.chance.sample(sorted(form), min(len(form), self.chance.randint(0, 4))):
            form[name] = self.word()
        return form

    def learn(self, app, browser):
        """Keep what the forms of all pages hold, by the address that they are sent to."""
        adapter = app.url_map.bind("localhost")
        for rule in self.rules:
            if "GET" not in rule.methods or rule.endpoint.startswith("assets."):
                continue
            path = adapter.build(rule.endpoint, self.values(rule)) if self.values(rule) is not None else None
            answer = browser.get(path) if path else None
            if answer is None or answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            for form in html.fromstring(answer.data).forms:
                if form.method == "POST":
                    target, _arguments = adapter.match(urlsplit(form.action or path).path, "POST", return_rule=True)
                    self.forms[target.rule] = dict(form.form_values())

    def values(self, rule):
        """Values of this world for all of a rule's arguments; None if it has none for one."""
        try:
            return next(arguments(rule, lambda place: self.world.values[place]))
        except LookupError:
            return None

    def headers(self):
        names = self.chance.sample(sorted(HEADERS), self.chance.choice([0, 0, 1, 2]))
        return {name: self.chance.choice(HEADERS[name]) for name in names}

    def send(self, browser):
        rule = self.chance.choice(self.rules)
        is_form = "POST" in rule.methods and self.chance.random() < 0.9
        method = "POST" if is_form else self.chance.choice([*sorted(rule.methods), "PUT"])
        options = {"query_string": self.query(), "headers": self.headers()}
        if method == "POST":
            options["data"] = self.form(rule) if self.chance.random() < 0.9 else self.word()
        answer = browser.open(self.path(rule), method=method, **options)
        return f"{method} {rule.rule} {options}", answer.status_code


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nonsense_is_answered(app, session, settings, new_client, sign_in, pytestconfig, chunk):
    people = make_people(session)
    world = make_world(session, settings, people, STATES[chunk % len(STATES)], is_full=True)
    browsers = [new_client(), new_client()]
    sign_in(browsers[1], people.olga)
    seed = random.SystemRandom().random() if pytestconfig.getoption("--explore", default=False) else chunk
    nonsense, failures, answered = Nonsense(seed, app, world), [], Counter()

    nonsense.learn(app, browsers[1])
    for number in range(REQUESTS // CHUNKS):
        said, status = nonsense.send(browsers[number % 4 != 0])
        answered[status] += 1
        if status >= 500 and status != NOT_IMPLEMENTED:
            failures.append((status, said[:600]))

    assert failures == [], f"seed {seed}"
    # Nonsense that never gets past the door would try nothing.
    assert answered[200] > 20
    assert answered[303] + answered[422] > 0
