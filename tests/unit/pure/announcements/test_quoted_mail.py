"""A letter is read without the one it answers, and without the foot of its mailing list."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2027, 1, 20)
INVITATION = (
    "Kelp and cold water\n\nThursday 4 February 2027, 18:00 Berlin time\n\n"
    "Ada Example speaks about what grows in the dark, and why fishers count it.\n"
)
ANSWERED = """> Dear Ben,
>
> Dora Probe and I would be glad to see the nets in March.
> Shall we meet on 9 March 2027 at 10:00?
"""
UNSUBSCRIBE = """You get this e-mail because you signed up for our newsletter.
Want to change how? You can update your preferences or unsubscribe from this list.
Harbour School, 1 Pier Road.
"""
BODY = (
    "<p>Our webinar <b>Kelp and cold water</b> is on Thursday 4 February 2027, 18:00 Berlin time.</p>"
    "<p>Ada Example speaks.</p>"
)
CITED = "<p>Dora Probe and I would be glad to see the nets on 9 March 2027 at 10:00.</p>"


def read_one(text):
    return read(text, published_on=PUBLISHED_ON).webinars[0]


def everybody(webinar):
    return {one.value.name for one in webinar.lineup}


@pytest.mark.parametrize(
    "wrote",
    [
        "On Tue, 12 Jan 2027 at 10:12, Clara Muster <clara@example.org> wrote:",
        "On Tue, 12 Jan 2027 at 10:12, Clara Muster of the Harbour School\n<clara@example.org> wrote:",
        "Am 12.01.2027 um 10:12 schrieb Clara Muster:",
        "Le 12 janvier 2027 à 10:12, Clara Muster a écrit :",
    ],
)
def test_the_letter_that_is_answered_is_no_part_of_it(wrote):
    webinar = read_one(f"{INVITATION}\n{wrote}\n\n{ANSWERED}")

    assert webinar.start.value.starts_at == dt.datetime(2027, 2, 4, 17, tzinfo=dt.UTC)
    assert "Dora Probe" not in everybody(webinar)
    assert "March" not in (webinar.description.value if webinar.description else "")


@pytest.mark.parametrize(
    "cited", [f'<div class="gmail_quote">{CITED}</div>', f'<blockquote type="cite">{CITED}</blockquote>']
)
def test_what_a_mail_program_cites_is_no_part_of_the_letter(cited):
    webinar = read_one(f"{BODY}{cited}<p>Bring your own boots, please.</p>")

    assert everybody(webinar) == {"Ada Example"}
    assert webinar.description.value == "Bring your own boots, please."


@pytest.mark.parametrize(
    "text",
    [
        "FYI\n\nOn Tue, 12 Jan 2027 at 10:12, Clara Muster <clara@example.org> wrote:\n\n"
        + "".join(f"> {line}\n" for line in INVITATION.splitlines()),
        f'<p>FYI</p><div class="gmail_quote"><p>---------- Forwarded message ---------</p>{BODY}</div>',
    ],
)
def test_what_a_letter_without_a_day_passes_on_is_read(text):
    webinar = read_one(text)

    assert webinar.title.value == "Kelp and cold water"
    assert webinar.date == dt.date(2027, 2, 4)
    assert "Ada Example" in everybody(webinar)


def test_what_a_post_sets_in_is_part_of_it():
    webinar = read_one(f"{INVITATION}\n> All of us count what grows in the dark, and have done so for years.\n")

    assert "have done so for years" in webinar.description.value


@pytest.mark.parametrize(
    "foot",
    [
        UNSUBSCRIBE,
        "Wenn Sie diese E-Mail nicht mehr erhalten möchten, können Sie den Newsletter hier abbestellen.",
        "Si vous ne souhaitez plus recevoir nos courriels, cliquez ici pour vous désabonner.",
        "© 2027 Harbour School. All rights reserved.\n\nPara darse de baja, pulse aquí. Gracias por su interés.",
    ],
)
def test_the_foot_of_a_mailing_list_does_not_describe_the_webinar(foot):
    text = f"{INVITATION}\nFishers count it, and so may you.\n"
    assert read_one(f"{text}\n{foot}\n").description.value == read_one(text).description.value


def test_what_has_a_day_is_no_foot():
    webinar = read_one(
        f"{INVITATION}\nYou may unsubscribe from this list.\n\nThe room opens on 3 February 2027 for tests.\n"
    )

    assert "The room opens" in webinar.description.value
