"""Texts as groups write them, invented, with people of earlier centuries; each with what it says.

`people` is "Name" or "Name/role"; keys that are left out are not checked.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    name: str
    text: str
    kind: str = "announcement"
    title: str | None = None
    people: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    recordings: tuple[tuple[str, str | None], ...] = ()
    """(speaker or "full", talk title)"""
    registration: str | None = None
    starts_at: str | None = None
    affiliations: dict[str, str | None] = field(default_factory=dict)


TEXTS = [
    Text(
        "house style of a network",
        """Webinar: A short history of the calculating engine

📆 Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific

Machines that calculate have a longer history than most people think. This webinar follows them from the abacus to the mill and the store.

Our webinar addresses questions such as:

  • Who needed tables, and why?
  • Was the engine ever more than a plan?
  • What is a programme?

Confirmed speakers

  • Ada Lovelace (Translator and analyst)
  • Charles Babbage (Lucasian Professor of Mathematics)
  • Mary Somerville (Author, On the Connexion of the Physical Sciences; moderator)

This event is co-organised by the Analytical Society and Friends of the Engine.
""",
        title="A short history of the calculating engine",
        people=("Ada Lovelace", "Charles Babbage", "Mary Somerville/moderator"),
        organisers=("Analytical Society", "Friends of the Engine"),
        questions=("Who needed tables, and why?", "Was the engine ever more than a plan?", "What is a programme?"),
        starts_at="2027-02-14T16:00:00Z",
        affiliations={
            "Mary Somerville": "Author, On the Connexion of the Physical Sciences",
            "Ada Lovelace": "Translator and analyst",
        },
    ),
    Text(
        "labels with colons",
        """Title: Tides and harbours
Date: 5 March 2027
Time: 15:00-16:30 GMT
Speakers: Mary Somerville (Edinburgh), Pierre-Simon Laplace (Paris) and William Whewell (Trinity College)
Moderator: Caroline Herschel
Organised by: Society for the Tides; Royal Institution of Water
Register: https://example.org/register/tides
""",
        title="Tides and harbours",
        people=("Mary Somerville", "Pierre-Simon Laplace", "William Whewell", "Caroline Herschel/moderator"),
        organisers=("Society for the Tides", "Royal Institution of Water"),
        registration="https://example.org/register/tides",
        starts_at="2027-03-05T15:00:00Z",
        affiliations={"Pierre-Simon Laplace": "Paris"},
    ),
    Text(
        "prose only",
        """Who owns the stars? A conversation on catalogues

Join the Star Society for an online discussion on Thursday, March 4, 2027 at 1 p.m. ET. Caroline Herschel, astronomer at Slough, will be in conversation with Annie Example of the Harvard Observatory. The discussion will be moderated by Maria Mitchell, professor at Vassar College.

The event is presented by the Star Society in partnership with the Comet Network and the Observatory Trust. Please register at https://www.eventbrite.com/e/stars-123456789.
""",
        title="Who owns the stars? A conversation on catalogues",
        people=("Caroline Herschel", "Annie Example", "Maria Mitchell/moderator"),
        organisers=("Star Society", "Comet Network", "Observatory Trust"),
        registration="https://www.eventbrite.com/e/stars-123456789",
        starts_at="2027-03-04T18:00:00Z",
    ),
    Text(
        "Markdown with bold names",
        """# Community Call: Writing good catalogues

**When:** Tuesday, 9 March 2027, 16:00 UTC
**Where:** Zoom

## About

We talk about how catalogues are made and kept. Everybody who has ever lost a comet is welcome.

## Speakers

**Caroline Herschel** is an astronomer who has found eight comets. She works at Slough.

**Charles Messier** is a hunter of comets at the Marine Observatory in Paris.

## Questions we will discuss

* How do you name things?
* What do you leave out?
""",
        title="Writing good catalogues",
        people=("Caroline Herschel", "Charles Messier"),
        questions=("How do you name things?", "What do you leave out?"),
        starts_at="2027-03-09T16:00:00Z",
    ),
    Text(
        "names and jobs on two lines",
        """The printed leaf

Wednesday 10 March 2027, 6pm London

Speakers:

Maria Sibylla Merian
Naturalist and illustrator, Frankfurt

Carl Linnaeus
Professor of Medicine, Uppsala University

Chair:

Joseph Banks
President, Royal Society
""",
        title="The printed leaf",
        people=("Maria Sibylla Merian", "Carl Linnaeus", "Joseph Banks/chair"),
        starts_at="2027-03-10T18:00:00Z",
        affiliations={"Carl Linnaeus": "Professor of Medicine, Uppsala University"},
    ),
    Text(
        "apologies and staff are not speakers",
        """Webinar: On glaciers

Friday 12 March 2027, 14:00 CET

Speakers
- Louis Agassiz (Neuchâtel)
- Horace-Bénédict de Saussure (Geneva)

Apologies
- James David Forbes

Technical support
- Michael Faraday

Contact: Jane Marcet, press@example.org
""",
        title="On glaciers",
        people=("Louis Agassiz", "Horace-Bénédict de Saussure"),
        starts_at="2027-03-12T13:00:00Z",
    ),
    Text(
        "German",
        """Einladung zur Online-Veranstaltung: Die Geschichte des Thermometers

Donnerstag, 11. März 2027, 19 Uhr (MEZ)

Wie misst man Wärme, und wer hat es zuerst getan? Die Veranstaltung geht diesen Fragen nach.

Referent:innen:
- Dr. Daniel Gabriel Fahrenheit, Danzig
- Prof. Dr. Anders Celsius, Universität Uppsala

Moderation: Maria Winkelmann, Akademie der Wissenschaften

Leitfragen:
- Was ist ein Grad?
- Wozu braucht man zwei Punkte?

Veranstaltet von der Gesellschaft für Wärme in Kooperation mit dem Institut für Maße.
Anmeldung: https://example.org/anmeldung
""",
        title="Die Geschichte des Thermometers",
        people=("Daniel Gabriel Fahrenheit", "Anders Celsius", "Maria Winkelmann/moderator"),
        organisers=("Gesellschaft für Wärme", "Institut für Maße"),
        questions=("Was ist ein Grad?", "Wozu braucht man zwei Punkte?"),
        registration="https://example.org/anmeldung",
        starts_at="2027-03-11T18:00:00Z",
    ),
    Text(
        "German prose",
        """Online-Diskussion: Frauen am Fernrohr

Am Dienstag, den 16. März 2027 um 18.30 Uhr MEZ diskutieren Maria Winkelmann, Astronomin in Berlin, und Caroline Herschel, Astronomin in Slough, über die Arbeit am Fernrohr. Es moderiert Dorothea Erxleben von der Akademie Halle.

Eine Veranstaltung der Sternwarte Berlin.
""",
        title="Frauen am Fernrohr",
        people=("Maria Winkelmann", "Caroline Herschel", "Dorothea Erxleben/moderator"),
        organisers=("Sternwarte Berlin",),
        starts_at="2027-03-16T17:30:00Z",
    ),
    Text(
        "French",
        """Webinaire : Les femmes et les mathématiques

Jeudi 18 mars 2027 à 18h (heure de Paris)

Avec la participation de Sophie Germain, mathématicienne, et d'Émilie du Châtelet, physicienne.

Intervenantes :
- Sophie Germain, mathématicienne
- Émilie du Châtelet, physicienne

Modératrice : Marie-Anne Lavoisier

Organisé par la Société des Nombres, en partenariat avec l'Institut de Physique.
Inscription : https://example.org/inscription
""",
        title="Les femmes et les mathématiques",
        people=("Sophie Germain", "Émilie du Châtelet", "Marie-Anne Lavoisier/moderator"),
        organisers=("Société des Nombres", "Institut de Physique"),
        registration="https://example.org/inscription",
        starts_at="2027-03-18T17:00:00Z",
    ),
    Text(
        "Spanish",
        """Webinario: Poesía y ciencia en la Nueva España

Fecha: viernes 19 de marzo de 2027
Hora: 17:00 (hora de Madrid)

Ponentes:
• Sor Juana Inés de la Cruz (Convento de San Jerónimo)
• Carlos de Sigüenza y Góngora (Universidad de México)

Modera: María de Zayas

Preguntas:
• ¿Qué es un cometa?
• ¿Quién puede estudiar?

Organizan: Ateneo de las Ciencias y Red de Poetas
""",
        title="Poesía y ciencia en la Nueva España",
        people=("Sor Juana Inés de la Cruz", "Carlos de Sigüenza y Góngora", "María de Zayas/moderator"),
        organisers=("Ateneo de las Ciencias", "Red de Poetas"),
        questions=("¿Qué es un cometa?", "¿Quién puede estudiar?"),
        starts_at="2027-03-19T16:00:00Z",
    ),
    Text(
        "Portuguese",
        """Webinário: A passarola e outros voos

Data: 22 de março de 2027
Horário: 15h (horário de Brasília)

Palestrantes: Bartolomeu de Gusmão e José Bonifácio
Mediação: Maria Quitéria

Realização: Sociedade dos Ares
Apoio: Academia de Lisboa
""",
        title="A passarola e outros voos",
        people=("Bartolomeu de Gusmão", "José Bonifácio", "Maria Quitéria/moderator"),
        organisers=("Sociedade dos Ares", "Academia de Lisboa"),
        starts_at="2027-03-22T18:00:00Z",
    ),
    Text(
        "recap with videos by speaker",
        """Video: The weather by telegraph

On Sunday 7 February 2027 the Telegraph Society held a webinar on forecasts. The speakers were:

- Robert FitzRoy (Meteorological Office)
- Urbain Le Verrier (Observatory of Paris)
- Chair: Luke Howard

The full event stream is here: https://youtu.be/FullStream1

Robert FitzRoy: Forecasts for fishermen
https://youtu.be/FitzRoy0001

Urbain Le Verrier: The storm of November
https://youtu.be/LeVerrier01
""",
        kind="recap",
        title="The weather by telegraph",
        people=("Robert FitzRoy", "Urbain Le Verrier", "Luke Howard/chair"),
        organisers=("Telegraph Society",),
        recordings=(
            ("full", None),
            ("Robert FitzRoy", "Forecasts for fishermen"),
            ("Urbain Le Verrier", "The storm of November"),
        ),
    ),
    Text(
        "recap in prose with links",
        """Recap: Our January community call on weights and measures

Posted 2027-02-03 by the editors

On 28 January 2027, the Metre Collective hosted its monthly community call. Delambre and Méchain were the talk of the day.

[Jean-Baptiste Delambre](https://example.org/delambre) spoke about triangles ([video](https://vimeo.com/123456789)). [Pierre Méchain](https://example.org/mechain) presented his errors ([video](https://vimeo.com/223456789)).

Watch the [full recording](https://vimeo.com/323456789).
""",
        kind="recap",
        people=("Jean-Baptiste Delambre", "Pierre Méchain"),
        organisers=("Metre Collective",),
        recordings=(("Jean-Baptiste Delambre", None), ("Pierre Méchain", None), ("full", None)),
    ),
    Text(
        "agenda with hours",
        """Workshop: From comet to catalogue

Thursday 25 March 2027, 10:00–12:00 CET

Programme

10:00 Welcome
10:05 Charles Messier (Paris): A list of things that are not comets
10:35 Caroline Herschel (Slough): Sweeping the sky
11:05 Break
11:15 Discussion, moderated by Johann Bode

Hosted by the Observatory Network.
""",
        title="From comet to catalogue",
        people=("Charles Messier", "Caroline Herschel", "Johann Bode/moderator"),
        organisers=("Observatory Network",),
        starts_at="2027-03-25T09:00:00Z",
    ),
    Text(
        "a press advisory",
        """MEDIA ADVISORY

Virtual press conference: New atlas of the winds

WHO: Matthew Fontaine Maury, Superintendent, Naval Observatory
Lambert Adolphe Quetelet, Director, Brussels Observatory

WHAT: Presentation of the atlas of the winds.

WHEN: Monday 29 March 2027, 14:00 CEST

HOW TO JOIN: https://us02web.zoom.us/j/123456789
""",
        people=("Matthew Fontaine Maury", "Lambert Adolphe Quetelet"),
        starts_at="2027-03-29T12:00:00Z",
    ),
    Text(
        "panel with semicolons",
        """Salt roads: trade before money

Tuesday 30 March 2027 at 3pm UK time

Panel: Ibn Battuta (Tangier); Marco Polo (Venice); Xu Xiake (Jiangyin)
Chair: Isabella Bird

Supported by the Caravan Trust.
""",
        title="Salt roads: trade before money",
        people=("Ibn Battuta/panellist", "Marco Polo/panellist", "Xu Xiake/panellist", "Isabella Bird/chair"),
        organisers=("Caravan Trust",),
        starts_at="2027-03-30T14:00:00Z",
    ),
    Text(
        "numbered questions and topics",
        """Deep time: how old is the ground?

Wednesday 31 March 2027, 5pm BST

In this session James Hutton and Mary Anning discuss the age of the earth.

Topics:
1. Layers and unconformities
2. Fossils as clocks
3. The patience of rivers

Presented by the Geological Forum
""",
        title="Deep time: how old is the ground?",
        people=("James Hutton", "Mary Anning"),
        organisers=("Geological Forum",),
        questions=("Layers and unconformities", "Fossils as clocks", "The patience of rivers"),
        starts_at="2027-03-31T16:00:00Z",
    ),
    Text(
        "with X, Y and Z in the first sentence",
        """Vaccination and its enemies

Join us on Saturday 3 April 2027 at 2pm London time for a webinar with Edward Jenner, Lady Mary Wortley Montagu and Onesimus Mather.

Co-hosted by the Smallpox Institute & Inoculation Now
""",
        title="Vaccination and its enemies",
        people=("Edward Jenner", "Mary Wortley Montagu", "Onesimus Mather"),
        organisers=("Smallpox Institute", "Inoculation Now"),
        starts_at="2027-04-03T13:00:00Z",
    ),
    Text(
        "panellists with roles in headings",
        """Birds of passage

Date and time: 6 April 2027, 16:00 UTC

Keynote speaker
Alexander Wilson, ornithologist

Panelists
John James Audubon, American Bird Society
Elizabeth Gould, illustrator

Discussant
Gilbert White (Selborne)

Facilitator
Thomas Bewick
""",
        title="Birds of passage",
        people=(
            "Alexander Wilson/keynote",
            "John James Audubon/panellist",
            "Elizabeth Gould/panellist",
            "Gilbert White/respondent",
            "Thomas Bewick/facilitator",
        ),
        starts_at="2027-04-06T16:00:00Z",
    ),
    Text(
        "HTML of a blog",
        """<article><h1 class="entry-title">Webinar: The salt roads</h1>
<div class="entry-meta">Posted on <time>1 March 2027</time> by <a href="https://example.org/author/admin">admin</a></div>
<div class="entry-content"><p><strong>Thursday, 8 April 2027</strong><br>3 pm London<br>10 am New York<br>10 pm Beijing</p>
<p>Salt was money before money was money, and it travelled on roads of its own.</p>
<h3>Speakers</h3><ul><li><strong>Ibn Battuta</strong>, traveller</li><li><strong>Xu Xiake</strong> &#8211; geographer</li></ul>
<p>Organised by <a href="https://example.org/caravan">Caravan and Road Society</a> and <a href="https://example.net/">Salt and Silk</a>.</p>
<p><a href="https://forms.gle/abcDEF">Register here</a></p></div>
<div class="sharedaddy">Share this: <a href="https://x.example/">X</a></div></article>""",
        title="The salt roads",
        people=("Ibn Battuta", "Xu Xiake"),
        organisers=("Caravan and Road Society", "Salt and Silk"),
        registration="https://forms.gle/abcDEF",
        starts_at="2027-04-08T14:00:00Z",
    ),
    Text(
        "HTML table of a mail",
        """<html><body><div style="font-family:sans"><table><tr><td><b>Title</b></td><td>How to catalogue a nebula</td></tr>
<tr><td><b>Date</b></td><td>9 April 2027</td></tr><tr><td><b>Time</b></td><td>17:00 CEST</td></tr>
<tr><td><b>Speaker</b></td><td>Prof. William Herschel, Slough</td></tr><tr><td><b>Organiser</b></td><td>Nebula Club</td></tr></table></div></body></html>""",
        title="How to catalogue a nebula",
        people=("William Herschel",),
        organisers=("Nebula Club",),
        starts_at="2027-04-09T15:00:00Z",
    ),
    Text(
        "a wrapped mail",
        """The Society for the Diffusion of Useful Knowledge invites you to a
webinar on the steam engine and its inventors, on Tuesday 13 April
2027 at 7pm British time.

Speakers will include Thomas Newcomen (ironmonger, Dartmouth), James
Watt (instrument maker, Glasgow) and Denis Papin (Royal Society). The
evening will be chaired by Mary Shelley.

To register please go to https://example.org/register and fill in the
short form that you find there.
""",
        people=("Thomas Newcomen", "James Watt", "Denis Papin", "Mary Shelley/chair"),
        organisers=("Society for the Diffusion of Useful Knowledge",),
        registration="https://example.org/register",
        starts_at="2027-04-13T18:00:00Z",
    ),
    Text(
        "title printed twice and a date in it",
        """The House of Wisdom and its translators: 17 April webinar

The House of Wisdom and its translators

Saturday 17 April 2027, 12pm (GMT+1)

Hunayn ibn Ishaq – Translator and physician
Thabit ibn Qurra – Astronomer
Al-Kindi – Philosopher

Jointly sponsored by the Translation Society and Words Without Walls.
""",
        title="The House of Wisdom and its translators",
        people=("Hunayn ibn Ishaq", "Thabit ibn Qurra", "Al-Kindi"),
        organisers=("Translation Society", "Words Without Walls"),
        starts_at="2027-04-17T11:00:00Z",
    ),
    Text(
        "interview",
        """In conversation: Mary Wollstonecraft

Monday 19 April 2027, 18:00 BST

William Godwin interviews Mary Wollstonecraft about the rights of women, education, and travelling alone in Scandinavia.

Organiser: Vindication Network
""",
        people=("William Godwin/interviewer", "Mary Wollstonecraft"),
        organisers=("Vindication Network",),
        starts_at="2027-04-19T17:00:00Z",
    ),
    Text(
        "questions in a sentence",
        """What the tide knows

20 April 2027, 11am UTC

The webinar asks: Who first linked the moon and the sea? Why are there two tides a day? Speakers are Pytheas Example and Isaac Newton.

Organised by Harbour Watch, with the support of the Moon Trust.
""",
        title="What the tide knows",
        people=("Pytheas Example", "Isaac Newton"),
        organisers=("Harbour Watch", "Moon Trust"),
        questions=("Who first linked the moon and the sea?", "Why are there two tides a day?"),
        starts_at="2027-04-20T11:00:00Z",
    ),
    Text(
        "recap in HTML with headings and players",
        """<h2>VIDEO: Vaccination and its enemies</h2>
<p>Held on 3 April 2027, the webinar was co-organised by the Smallpox Institute and Inoculation Now and moderated by Lady Mary Wortley Montagu.</p>
<h3>Full recording</h3><p><iframe src="https://player.vimeo.com/video/111111111"></iframe></p>
<h3>Edward Jenner – What the milkmaid said</h3><figure class="wp-block-embed"><div>https://www.youtube.com/watch?v=Jenner00001</div></figure>
<h3>Onesimus Mather</h3><p><a href="https://www.youtube.com/watch?v=Mather00001">Watch on YouTube</a></p>""",
        kind="recap",
        title="Vaccination and its enemies",
        people=("Mary Wortley Montagu/moderator", "Edward Jenner", "Onesimus Mather"),
        organisers=("Smallpox Institute", "Inoculation Now"),
        recordings=(("full", None), ("Edward Jenner", "What the milkmaid said"), ("Onesimus Mather", None)),
    ),
]
