"""What a recap tells: when the webinar was, and whose videos it shows. All names are of earlier centuries."""

import datetime as dt

import pytest

from webinars.pure.announcements.model import Kind
from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2027, 2, 10)


@pytest.mark.parametrize(
    "text",
    [
        "A Night of Comets\n\n17 November 2026\n\nThe recording of our webinar of 10 November 2026 is now online.",
        "A Night of Comets\n\n16 November\n\nThe Comet Circle held its first evening on Tuesday, 10 November",
        '---\ntitle: "A Night of Comets"\ndate: 2026-11-17\n---\n\nOn 10 November 2026 we held a webinar.',
        (
            "A Night of Comets\n\nThe Comet Circle held a webinar on Tuesday, 10 November 2026.\n\n"
            "This webinar looked at the passage over Geneva from 30 November to 3 December 2026."
        ),
        "Eine Nacht der Kometen\n\n17. November 2026\n\nDie Veranstaltung fand am 10. November 2026 statt.",
    ],
)
def test_the_day_of_a_post_is_not_the_day_of_the_webinar(text):
    assert read(text, published_on=PUBLISHED_ON).webinars[0].date == dt.date(2026, 11, 10)


def test_a_day_that_nothing_contradicts_stays():
    text = "Video: A Night of Comets\n\n10 November 2026\n\nThe videos of the webinar are embedded below."

    assert read(text, published_on=PUBLISHED_ON).webinars[0].date == dt.date(2026, 11, 10)


def test_a_link_to_a_talk_names_the_speaker_first():
    text = (
        "Videos: A Night of Comets\n\nThe event was held on 10 November 2026.\n\n"
        "Here is the link to the first talk: Caroline Herschel – Sweeping the sky\nhttps://youtu.be/Cmt1b-50aZ1\n\n"
        "Here is the link to the second talk: Maria Kirch – White Tail, a comet of 1702\nhttps://youtu.be/Cmt2b-50aZ2\n"
    )

    webinar = read(text, published_on=PUBLISHED_ON).webinars[0]

    assert [found.value.speaker for found in webinar.recordings] == ["Caroline Herschel", "Maria Kirch"]
    assert [found.value.name for found in webinar.lineup] == ["Caroline Herschel", "Maria Kirch"]


def test_a_link_to_a_clock_of_the_world_is_no_zone():
    text = "Comets\n\nDate and time: July 14, 2026, 8:00am Pacific | 10:00am Central | 11:00am Eastern (World clock)"

    start = read(text, published_on=dt.date(2026, 7, 1)).webinars[0].start

    assert start is not None
    assert start.value.starts_at == dt.datetime(2026, 7, 14, 15, tzinfo=dt.UTC)


class TestKind:
    @pytest.mark.parametrize(
        "text",
        [
            "Nets and kelp\n\nWebinar broadcast on 4 March 2027.\n\nAda Example will speak, and will show nets.",
            (
                "Kelp spring session\n\nOn 4 March 2027 the Harbour School brought friends of kelp together.\n\nIn the "
                "first session you will hear of nets. The second will be about boats. It will take an hour. We will go."
            ),
            "Lichens\n\nOur first community call featured a talk with Ada Example. She will teach. Please register.",
            "3. Flechten-Workshop\n\nAm 4. März 2027 fand der Workshop online statt. Hanf wird gepflanzt.",
            "Le varech\n\nLe 4 mars 2027 notre webinaire a été animé par Ada Example.",
            "Redes\n\nNuestros invitados respondieron a las preguntas en el seminario del 4 de marzo de 2027.",
            "Reti\n\nI testi del seminario tenuto presso la Scuola del Porto da\n\nAda Example",
            "Le varech\n\nLa rencontre du 4 mars 2027 s'est déroulée en ligne. Chacun pourra relire ses notes.",
            "Le varech\n\n4 mars 2027\n\nLa vidéo de la séance est disponible sur ce site.",
            "Kelp evening\n\nWhat will kelp do?\n\nHow it went\n\nOur first event has happened, and we are glad.",
        ],
        ids=[
            *["broadcast", "first-sentence", "featured", "fand-statt", "animé", "respondieron", "tenuto", "déroulée"],
            *["available", "how-it-went"],
        ],
    )
    def test_the_first_sentence_about_the_event_tells_that_it_is_over(self, text):
        assert read(text, published_on=PUBLISHED_ON).kind is Kind.RECAP

    @pytest.mark.parametrize(
        "text",
        [
            "Nets\n\nWebinar hosted by the Harbour School, 4 March 2027, 18:00 UTC",
            "Nets\n\n4 March 2027, 18:00 UTC\n\nOur last webinar, on 4 February 2027, was about kelp.",
            "Nets\n\nLike last month, we'll be meeting online. It'll be on 4 March.",
            "Nets\n\n4 March 2027, 18:00 UTC\n\nAda Example was born on 4 May 1980 and knows every seminar in town.",
            "Le varech\n\nPour ce webinaire (4 mars 2027, 18h UTC), nous avons choisi le varech. Venez nombreux.",
            "Redes\n\n4 de marzo\n\nTendremos una charla. Les esperamos.\n\nhttps://youtu.be/Kelp1b-50aZ",
            "Redes\n\nA tradução foi lida no ano passado, onde aconteceu a feira. No encontro vamos repeti-la.",
        ],
        ids=["participle", "last-one", "short-will", "born", "chosen", "tendremos", "vamos"],
    )
    def test_others_announce(self, text):
        assert read(text, published_on=PUBLISHED_ON).kind is Kind.ANNOUNCEMENT


class TestRecordings:
    def urls(self, text):
        webinar = read(text, published_on=PUBLISHED_ON).webinars[0]
        return [recording.value.url for recording in webinar.recordings]

    def test_what_is_called_a_recording_is_one_wherever_it_is(self):
        list_of_parts = "https://www.youtube.com/playlist?list=PLkelpAndNets0001"
        head = "<h1>Nets</h1><p>4 March 2027, 18:00 UTC. Ada Example will speak.</p>"

        html = f"{head}<ul><li><a href='https://media.harbour.example/v/nets'>Videoaufzeichnung</a></li></ul>"
        assert self.urls(html) == ["https://media.harbour.example/v/nets"]
        assert self.urls(f"{head}<p>Video recordings: <a href='{list_of_parts}'>YouTube</a></p>") == [list_of_parts]
        told = "<p>A <a href='https://vimeo.com/731520448'>recording</a> of the talk is there.</p>"
        assert self.urls(head + told) == ["https://vimeo.com/731520448"]

    def test_a_recording_that_is_said_to_be_available_is_one_wherever_it_is(self):
        head, url = "Recap: Nets\n\nThe webinar was held on 4 March 2026.", "https://media.harbour.example/v/nets"

        assert self.urls(f"{head}\n\nThe recording of the talk is available here: {url}") == [url]
        assert self.urls(f"{head}\n\nLa vidéo est disponible sur ce lien <{url}>.") == [url]
        assert self.urls(f"{head}\n\nThe recording is available. The slides are here: {url}") == []
        assert self.urls(f"{head}\n\nLa vidéo de la séance précédente est disponible : {url}") == []

    @pytest.mark.parametrize(
        "line",
        [
            "Live stream: https://www.youtube.com/watch?v=Kelp1b-50aZ",
            "A recording will be at https://www.youtube.com/watch?v=Kelp1b-50aZ",
            "Here is the recording of our last webinar: https://www.youtube.com/watch?v=Kelp1b-50aZ",
            "Recordings: https://www.youtube.com/@harbour",
        ],
        ids=["live", "later", "another", "channel"],
    )
    def test_an_announcement_has_no_other_videos(self, line):
        assert self.urls(f"Nets\n\n4 March 2027, 18:00 UTC. Join us, and please register.\n\n{line}") == []
