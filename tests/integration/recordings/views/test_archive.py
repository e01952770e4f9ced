import datetime as dt
import itertools
import re

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    add_transcript,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import FormerSlug, Recording, RecordingKind, Status, Visibility
from webinars.models.derived import touch

pytestmark = pytest.mark.usefixtures("derived")


HIDDEN = {
    "Secret draft": {"status": Status.DRAFT},
    "Secret withdrawn": {"status": Status.DRAFT, "published_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    "Secret unlisted": {"visibility": Visibility.UNLISTED},
}


def titles_in(response):
    found = re.findall(r'<h3 class="item-title"><a [^>]*>(.*?)</a>', response.text)
    return [re.sub(r"</?mark>", "", title) for title in found]


def excerpts_in(response):
    return re.findall(r'<p class="hit"[^>]*>(.*?)</p>', response.text)


def facet_in(response, name):
    part = re.search(rf'<h2 id="facet-{name}">.*?</section>', response.text, re.DOTALL)
    if part is None:
        return {}
    return dict(re.findall(r'<span>(.*?)</span><span class="count">(\d+)</span>', part[0]))


@pytest.fixture
def programme(session, lunar):
    """Two webinars of two years with talks, and beside them what no list may name."""
    royal = make_organisation(session, "Royal Society")
    series = make_series(session, lunar, "The Night Sky")
    astronomy, tides = make_topic(session, "Astronomy"), make_topic(session, "Tides")
    herschel, somerville = (make_speaker(session, lunar, name) for name in ("Caroline Herschel", "Mary Somerville"))
    comets = make_webinar(
        session, lunar, "Comets", starts_wall=dt.datetime(2025, 3, 1, 16), starts_in=None, series=series
    )
    add_co_organiser(session, comets, royal)
    sea = make_webinar(session, royal, "What the sea knows", starts_wall=dt.datetime(2026, 3, 1, 16), starts_in=None)
    add_co_organiser(session, sea, lunar, is_accepted=False)
    for webinar, topic, speakers in ((comets, astronomy, (herschel, somerville)), (sea, tides, (somerville,))):
        session.refresh(webinar, ["topics"])
        webinar.topics.append(topic)
        appearances = [add_appearance(session, webinar, speaker) for speaker in speakers]
        add_recording(session, webinar, f"{webinar.title}: all of it")
        add_recording(
            session,
            webinar,
            f"Talk on {topic.name}",
            kind=RecordingKind.PRESENTATION,
            appearance=appearances[0],
            language="de" if webinar is sea else "en",
        )
    secret_speaker = make_speaker(session, lunar, "Secret Speaker")
    for title, values in HIDDEN.items():
        hidden = make_webinar(
            session, lunar, title, starts_wall=dt.datetime(2024, 3, 1, 16), starts_in=None,
            series=make_series(session, lunar, f"{title} series"), **values,
        )  # fmt: skip
        session.refresh(hidden, ["topics"])
        hidden.topics.append(make_topic(session, f"{title} topic"))
        add_appearance(session, hidden, secret_speaker)
        add_recording(session, hidden, f"{title} film", language="fr")


def test_everything_listed_is_there_newest_first(client, programme):
    response = client.get("/recordings")

    assert titles_in(response) == [
        "What the sea knows: all of it",
        "Talk on Tides",
        "Comets: all of it",
        "Talk on Astronomy",
    ]
    assert "<strong>4 recordings</strong>" in response.text


def test_two_filters_show_what_each_of_them_shows(client, programme):
    """A database counts each pair in a statement of its own."""
    values = {
        "organisation": "royal-society", "speaker": "mary-somerville", "series": "the-night-sky", "topic": "astronomy",
        "year": "2025", "language": "en",
    }  # fmt: skip
    alone = {name: set(titles_in(client.get(f"/recordings?{name}={value}"))) for name, value in values.items()}

    for (one, its), (other, others) in itertools.combinations(values.items(), 2):
        for order in ("newest", "oldest"):
            found = titles_in(client.get(f"/recordings?{one}={its}&{other}={others}&sort={order}"))

            assert set(found) == alone[one] & alone[other], (one, other, order)
    assert set.intersection(*alone.values()) == {"Comets: all of it"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("sort=oldest", ["Comets: all of it", "Talk on Astronomy", "What the sea knows: all of it", "Talk on Tides"]),
        ("organisation=lunar-society", ["Comets: all of it", "Talk on Astronomy"]),
        (
            "organisation=royal-society",
            ["What the sea knows: all of it", "Talk on Tides", "Comets: all of it", "Talk on Astronomy"],
        ),
        ("speaker=caroline-herschel", ["Comets: all of it", "Talk on Astronomy"]),
        ("speaker=mary-somerville", ["What the sea knows: all of it", "Talk on Tides", "Comets: all of it"]),
        ("series=the-night-sky", ["Comets: all of it", "Talk on Astronomy"]),
        ("series=the-night-sky&sort=oldest", ["Comets: all of it", "Talk on Astronomy"]),
        ("topic=tides", ["What the sea knows: all of it", "Talk on Tides"]),
        ("year=2025", ["Comets: all of it", "Talk on Astronomy"]),
        ("language=de", ["Talk on Tides"]),
        ("speaker=mary-somerville&year=2026&language=de", ["Talk on Tides"]),
        ("q=TIDES", ["Talk on Tides"]),
        ("q=herschel", ["Talk on Astronomy", "Comets: all of it"]),
        ("q=herschel&sort=newest", ["Comets: all of it", "Talk on Astronomy"]),
        ("q=herschel&sort=oldest&language=en", ["Comets: all of it", "Talk on Astronomy"]),
        ("q=night+sky+astronomy", ["Talk on Astronomy"]),
        ("q=sea", ["What the sea knows: all of it", "Talk on Tides"]),
        ("q=royal&year=2025&sort=newest", ["Comets: all of it", "Talk on Astronomy"]),
        ("q=talk+-tides", ["Talk on Astronomy"]),
        ("q=-tides&sort=oldest", ["Comets: all of it", "Talk on Astronomy", "What the sea knows: all of it"]),
        ("q=%22on+tides%22", ["Talk on Tides"]),
        ("q=%22tides+on%22", []),
        ("q=astron", ["Talk on Astronomy"]),
        ("q=astron*+-tides", ["Talk on Astronomy"]),
        ("q=phlogiston", []),
        ("speaker=nobody", []),
        ("year=none", []),
        ("year=99999", []),
        ("q=%25", []),
        ("speaker=%F0%9F%98%80", []),
        (
            "sort=sideways&page=x",
            ["What the sea knows: all of it", "Talk on Tides", "Comets: all of it", "Talk on Astronomy"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "titles",
)
def test_filters_narrow_the_list(client, programme, query, titles):
    response = client.get(f"/recordings?{query}")

    assert response.status_code == 200
    assert titles_in(response) == titles


def test_best_match_stands_first(client, session, lunar):
    for title, recording in (("Of tides", "Evening"), ("Other", "Tides"), ("Nothing", "Unrelated")):
        add_recording(session, make_webinar(session, lunar, title, starts_in=dt.timedelta(days=-1)), recording)

    assert titles_in(client.get("/recordings?q=tides")) == ["Tides", "Evening"]


def test_other_letters_are_found_in_either_case(client, session, lunar):
    add_recording(session, make_webinar(session, lunar, "Élan vital", starts_in=dt.timedelta(days=-1)), "ΣΟΦΙΑ")

    assert titles_in(client.get("/recordings?q=élan")) == ["ΣΟΦΙΑ"]
    assert titles_in(client.get("/recordings?q=σοφια")) == ["ΣΟΦΙΑ"]


def test_hits_are_marked_where_they_stand(client, session, lunar):
    webinar = make_webinar(
        session, lunar, "Evenings <b>at sea</b>", starts_in=dt.timedelta(days=-1),
        description="Before the harbour.\n\nEvery port keeps **its own** tide, & the tide at <i>Bristol</i> is late.",
    )  # fmt: skip
    add_appearance(session, webinar, make_speaker(session, lunar, "Ada Tide"))
    add_recording(session, webinar, "On the TIDE")

    response = client.get("/recordings?q=tide")

    assert "On the <mark>TIDE</mark></a></h3>" in response.text
    assert "Ada <mark>Tide</mark></p>" in response.text
    assert excerpts_in(response) == [
        "Every port keeps its own <mark>tide</mark>, &amp; the <mark>tide</mark> at &lt;i&gt;Bristol&lt;/i&gt; is late."
    ]
    assert excerpts_in(client.get("/recordings?q=ada")) == []
    assert "<b>at sea</b>" not in client.get("/recordings?q=evenings").text


def test_chinese_words_of_two_characters_are_found(client, session, lunar):
    for title in ("月亮與潮汐", "數據治理", "会议纪要"):
        add_recording(session, make_webinar(session, lunar, title, slug=title), title, slug=title)

    assert titles_in(client.get("/recordings?q=潮汐")) == ["月亮與潮汐"]
    assert "數<mark>據治</mark>理" in client.get("/recordings?q=據治").text
    assert titles_in(client.get("/recordings?q=会")) == ["会议纪要"]
    assert titles_in(client.get("/recordings?q=要")) == ["会议纪要"]


def test_misspelt_words_lead_to_what_is_spelt_alike(client, programme):
    text = client.get("/recordings?q=astronmy").text

    assert "No recording mentions “astronmy”" in text
    assert "Try another spelling, or a speaker’s name.</p>" in text
    assert re.findall(r'<li><a href="(/recordings/[^"?]*)">(.*?)</a></li>', text)[0][1] == "Talk on Astronomy"
    assert '<a href="/speakers/caroline-herschel">Caroline Herschel</a>' in (client.get("/recordings?q=hershel").text)
    assert "Did you mean" not in client.get("/recordings?q=zzzz").text


def test_every_facet_counts_what_it_would_find(client, programme):
    response = client.get("/recordings?speaker=mary-somerville")

    assert facet_in(response, "speaker") == {"Mary Somerville": "3", "Caroline Herschel": "2"}
    assert facet_in(response, "organisation") == {"Royal Society": "3", "Lunar Society": "1"}
    assert facet_in(response, "year") == {"2026": "2", "2025": "1"}
    assert facet_in(response, "topic") == {"Tides": "2", "Astronomy": "1"}
    assert facet_in(response, "language") == {"English": "2", "German": "1"}


def test_facets_are_counted_alike_where_half_of_all_or_less_is_found(client, programme):
    response = client.get("/recordings?speaker=caroline-herschel")

    assert facet_in(response, "speaker") == {"Mary Somerville": "3", "Caroline Herschel": "2"}
    assert facet_in(response, "organisation") == {"Lunar Society": "2", "Royal Society": "2"}


def test_chosen_filters_can_be_taken_away_one_by_one(client, programme):
    text = client.get("/recordings?q=talk&speaker=mary-somerville&year=2026").text

    assert 'href="/recordings?q=talk&amp;year=2026" aria-label="Remove filter: Mary Somerville"' in text
    assert 'href="/recordings?q=talk&amp;speaker=mary-somerville" aria-label="Remove filter: 2026"' in text
    assert '<input type="hidden" name="year" value="2026">' in text


@pytest.mark.parametrize(
    "address",
    [
        "/recordings",
        "/recordings?q=secret",
        "/recordings?speaker=secret-speaker",
        "/recordings?topic=secret-draft-topic&year=2024",
        "/recordings.rss",
        "/organisations/lunar-society/recordings.rss",
    ],
)
def test_nothing_hidden_is_found_counted_or_named(client, programme, address):
    text = client.get(address).text

    assert re.findall(r"Secret (?:draft|withdrawn|unlisted|Speaker)", text) == []
    assert "<span>2024</span>" not in text
    assert "French" not in text


def test_chosen_filter_keeps_its_name_where_nothing_is_found(client, programme):
    response = client.get("/recordings?q=tides&speaker=caroline-herschel")

    assert titles_in(response) == []
    assert 'aria-label="Remove filter: Caroline Herschel"' in response.text
    assert facet_in(response, "speaker") == {"Mary Somerville": "1", "Caroline Herschel": "0"}


def test_typed_text_is_shown_as_text(client, programme):
    text = client.get("/recordings?q=<script>alert(1)</script>&speaker=<img src=x>").text

    assert "<script>alert" not in text
    assert "<img src=x>" not in text


def test_long_lists_have_pages(client, session, webinar):
    for number in range(45):
        add_recording(session, webinar, f"Part {number:02}")

    pages = [titles_in(client.get(f"/recordings?page={number}")) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45
    assert client.get("/recordings?page=4").status_code == 404
    assert 'href="/recordings?page=2"' in client.get("/recordings").text


def test_empty_archive_says_what_will_be_here(client):
    assert "There is no recording yet" in client.get("/recordings").text


@pytest.mark.parametrize(
    "query", ["", "?q=part", "?q=part&organisation=lunar-society&speaker=caroline-herschel&year=2025"]
)
def test_archive_asks_the_database_no_more_for_a_thousand(client, session, lunar, count_statements, query):
    webinar = make_webinar(session, lunar, starts_wall=dt.datetime(2025, 3, 1, 16), starts_in=None)
    add_appearance(session, webinar, make_speaker(session, lunar))
    recording = add_recording(session, webinar, "Part")
    counts = []
    session.commit()
    for number in (10, 1000):
        row = {
            column.key: getattr(recording, column.key) for column in sa.inspect(Recording).columns if column.key != "id"
        }
        session.execute(sa.insert(Recording), [row | {"slug": f"part-{number}-{each}"} for each in range(number)])
        touch(session, [webinar.id])
        session.commit()
        with count_statements() as statements:
            assert client.get(f"/recordings{query}").status_code == 200
        counts.append(len(statements))

    # With words, the site's languages and the words' forms are looked up and the best are asked for, their texts are
    # read, and what is said in them is looked for.
    expected = 8 if "q=" in query else 4
    assert counts == [expected, expected]


def test_former_address_of_an_organisation_filters_on(client, session, lunar, webinar):
    add_recording(session, webinar, "Comets on film")
    session.add(FormerSlug(kind="organisation", slug="old-lunar", target_id=lunar.id))

    assert "Comets on film" in client.get("/recordings?organisation=old-lunar").text
    assert "Comets on film" not in client.get("/recordings?organisation=none").text


def moments_in(response):
    found = re.findall(
        r'<li><a class="stamp" href="(.*?)".*?>\s*([\d:]+)</a>\s*<p(.*?)>(.*?)</p>', response.text, re.DOTALL
    )
    return [(address, time, re.sub(r"\s+", " ", words)) for address, time, _attributes, words in found]


@pytest.fixture
def said(session, lunar, webinar):
    """A recording in which something is said in English and in Chinese, and the same in webinars that are hidden."""
    recordings = [add_recording(session, webinar, "Full stream", slug="full")]
    for title, values in HIDDEN.items():
        slug = f"said-{title.split()[1]}"
        hidden = make_webinar(session, lunar, title, slug=slug, starts_in=dt.timedelta(days=-1), **values)
        recordings.append(add_recording(session, hidden, f"{title} film", slug=slug))
    for recording in recordings:
        add_transcript(session, recording, *["Welcome."] * 20, "The phlogiston & the <b>caloric</b>.")
        add_transcript(session, recording, *["欢迎。"] * 5, "我们谈谈燃素的历史。", language="zh")


def test_what_is_said_leads_to_its_second(client, said):
    (moment,) = moments_in(client.get("/recordings?q=phlogiston"))

    assert moment == (
        "/recordings/full?t=100&amp;q=phlogiston#place",
        "1:40",
        "Welcome. Welcome. The <mark>phlogiston</mark> &amp; the &lt;b&gt;caloric&lt;/b&gt;.",
    )
    assert "<b>caloric" not in client.get("/recordings?q=caloric").text


def test_chinese_word_of_two_characters_leads_to_its_second(client, said):
    response = client.get("/recordings?q=燃素")

    ((address, time, _words),) = moments_in(response)
    assert (address.startswith("/recordings/full?t=25"), time) == (True, "0:25")
    assert '<p lang="zh" dir="ltr">' in response.text
    assert "<mark>燃素</mark>" in response.text


@pytest.mark.parametrize("address", ["/recordings?q=phlogiston", "/recordings.json?q=phlogiston", "/recordings?q=燃素"])
def test_nothing_said_in_hidden_webinars_is_found(client, said, address):
    text = client.get(address).text

    assert "full" in text
    assert "ecret" not in text


def test_speakers_and_webinars_to_come_stand_beside_recordings(client, session, lunar, programme):
    make_webinar(session, lunar, "Herschel reconsidered", starts_in=dt.timedelta(days=3))
    make_webinar(session, lunar, "Secret Herschel", status=Status.DRAFT)

    text = client.get("/recordings?q=herschel").text

    assert '<a href="/speakers/caroline-herschel">Caroline <mark>Herschel</mark></a>' in text
    assert '<a href="/webinars/herschel-reconsidered"><mark>Herschel</mark> reconsidered</a>' in text
    assert "Secret" not in text
    # They are no answer to a filter, and only the beginning of a list.
    assert 'id="found-speakers"' not in client.get("/recordings?q=herschel&year=2025").text


def test_webinar_without_a_recording_is_found_alone(client, session, lunar):
    make_webinar(session, lunar, "Phlogiston to come")

    text = client.get("/recordings?q=phlogiston").text

    assert "Phlogiston</mark> to come</a>" in text
    assert "<strong>0 recordings</strong>" in text


def test_archive_is_there_as_json_for_other_sites(client, said, programme):
    response = client.get("/recordings.json?q=phlogiston")

    (recording,) = response.json["recordings"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (response.json["count"], response.json["next"]) == (1, None)
    assert (recording["url"], recording["webinar"]["title"]) == (
        "http://localhost/recordings/full",
        "Comets and their tails",
    )
    (moment,) = recording["moments"]
    assert (moment["kind"], moment["starts_s"], moment["url"]) == (
        "speech",
        100,
        "http://localhost/recordings/full?t=100",
    )
    assert "phlogiston" in moment["text"]
    everything = client.get("/recordings.json").json
    assert everything["count"] == 5
    assert {"value": "caroline-herschel", "name": "Caroline Herschel", "count": 2} in everything["facets"]["speaker"]
    assert client.get("/recordings.json", headers={"If-None-Match": response.headers["ETag"]}).status_code == 200
    assert client.get("/recordings.json?page=7").status_code == 404


def test_pages_of_json_follow_each_other(client, session, webinar):
    for number in range(25):
        add_recording(session, webinar, f"Part {number:02}")

    first = client.get("/recordings.json?q=part").json
    second = client.get(first["next"].removeprefix("http://localhost")).json

    assert (len(first["recordings"]), len(second["recordings"]), second["next"]) == (20, 5, None)
