"""Webinars that are over."""

import datetime as dt

from webinars.demo.organisations import ETOILES, INSTRUMENTS, LETTERS, LUNAR, WISDOM
from webinars.demo.records import Evening, Film, Question, RegistrationPlan, Turn
from webinars.models import AppearanceRole

# What is said in the demo's film, as people hand it in.


ENGINE_IN_ENGLISH = """WEBVTT

00:00.000 --> 00:04.000
<v Mary Somerville>Good evening. Tonight we argue about an engine that nobody has built.

00:04.000 --> 00:08.000
<v Ada Lovelace>Holes in a card tell a loom which thread to lift. They could tell an engine which figure to carry.

00:08.000 --> 00:12.000
<v Ada Lovelace>It will do all that we know how to order. It has no wishes of its own.

00:12.000 --> 00:15.000
<v Charles Babbage>The store keeps the numbers. The mill grinds them.

00:15.000 --> 00:18.000
<v Charles Babbage>Who wrote the first program? I wrote orders; she saw what an order is.

00:18.000 --> 00:21.500
<v Ismail al-Jazari>On my water clock stand an elephant, a phoenix and a drummer. They greet the guests.

00:21.500 --> 00:25.000
<v Ismail al-Jazari>The palace never wanted the hour. It wanted to be greeted.

00:25.000 --> 00:30.000
<v Augustus De Morgan>Then let us not ask whether it thinks. Let us ask what we do once it answers.
"""
ENGINE_IN_CHINESE = """WEBVTT

00:00.000 --> 00:04.000
<v Mary Somerville>晚上好。今晚我们争论一台谁也没有造出来的机器。

00:04.000 --> 00:08.000
<v Ada Lovelace>卡片上的孔告诉提花机抬起哪一根线，也可以告诉机器把哪一位数进上去。

00:08.000 --> 00:12.000
<v Ada Lovelace>凡是我们会吩咐的，它都会做；它自己没有愿望。

00:12.000 --> 00:15.000
<v Charles Babbage>仓库存数，磨坊磨数。

00:15.000 --> 00:18.000
<v Charles Babbage>谁写了第一个程序？我写了指令，她看懂了什么是指令。

00:18.000 --> 00:21.500
<v Ismail al-Jazari>我的水钟上有大象、凤凰和鼓手，它们向客人致意。

00:21.500 --> 00:25.000
<v Ismail al-Jazari>宫里要的从来不是时辰，而是有人问候。

00:25.000 --> 00:30.000
<v Augustus De Morgan>那就别问它会不会思考，问问我们听到回答以后怎么办。
"""
FORECAST = """WEBVTT

00:00.000 --> 00:02.000
<v Luke Howard>Good evening, and look at the sky before you sit down.

00:02.000 --> 00:06.000
<v Francis Beaufort>Twelve winds, from smoke that rises straight to what no canvas can withstand.

00:06.000 --> 00:10.000
<v Francis Beaufort>Two captains who use the same number have seen the same sea.

00:10.000 --> 00:16.000
<v Robert FitzRoy>I did not say prophecy, and I did not say prediction. A forecast is an opinion with a chart.

00:16.000 --> 00:22.000
<v Robert FitzRoy>It is no promise. It is what I would tell a friend who has a boat.

00:22.000 --> 00:30.000
<v Luke Howard>Three names will do for the clouds, and the rest can be made by joining them.
"""


MODERATOR, RESPONDENT = AppearanceRole.MODERATOR, AppearanceRole.RESPONDENT

PAST = (
    Evening(
        title="Can a machine be said to think? Lovelace, Babbage and the Analytical Engine",
        host=LUNAR,
        co_organisers=(ETOILES,),
        days=-10,
        hour=dt.time(19),
        duration_minutes=120,
        series=LETTERS,
        topics=("Machines", "Mathematics"),
        summary="Seven people who built, described or imagined machines, and one who asks what follows.",
        description=(
            "In Turin, Charles Babbage explained an engine that did not exist. One listener wrote it down; one reader "
            "translated what he wrote, and added notes that are longer than the text.\n\n"
            "We read Note G slowly, look at older machines that greeted their guests, and ask what it would mean for "
            "any of them to *originate* something."
        ),
        lineup=(
            Turn("Mary Somerville", "Author, On the Connexion of the Physical Sciences", role=MODERATOR),
            Turn("Ada Lovelace", "Translator of Menabrea’s Sketch", "Note G, read slowly"),
            Turn("Charles Babbage", "Lucasian Professor of Mathematics, Cambridge", "The mill and the store"),
            Turn("Luigi Federico Menabrea", "Captain of Engineers, Turin", "What was said in Turin"),
            Turn("Ismail al-Jazari", "Chief engineer, Artuqid palace, Diyarbakır", "A clock that greets its guests"),
            Turn("Augustus De Morgan", "Professor of Mathematics, University College London", role=RESPONDENT),
        ),
        questions=(
            "Does the engine do anything that we have not ordered it to do?",
            "Who was the first to write a program, and does it matter?",
            "What did a palace want with a clock that bows?",
        ),
        answered=(8, 15, 21),
        asked=(
            Question(
                "Would the engine notice if a card were put in upside down?",
                "Sophie Germain",
                votes=18,
                speaker="Charles Babbage",
                at_s=13,
            ),
            Question(
                "Did anybody at the palace believe that the clock was alive?",
                "Benjamin Banneker",
                votes=12,
                speaker="Ismail al-Jazari",
                at_s=24,
            ),
            Question(
                "Where can Note G be read without a library?",
                votes=7,
                speaker="Ada Lovelace",
                answer=(
                    "It was printed with the *Sketch* in 1843, in the third volume of the *Scientific Memoirs*. Ask a "
                    "society near you: several lend their copy by post."
                ),
            ),
            Question("What happens if a card is turned round by mistake?", votes=3, merged_into=1),
            Question(
                "Which telescope should I buy?",
                votes=1,
                reason="It is a good question for an evening on instruments, and not for this one.",
            ),
            Question("Could a mill of wood have done the same?", "Eunice Foote", votes=4),
        ),
        attending=RegistrationPlan(guest_count=14),
        films=(
            Film(
                "Can a machine be said to think? The whole evening",
                chapters=((0, "Welcome"), (25, "What follows")),
                transcripts=(("en", ENGINE_IN_ENGLISH), ("zh", ENGINE_IN_CHINESE)),
            ),
            Film("Note G, read slowly", "Ada Lovelace", starts_s=4, ends_s=12),
            Film("The mill and the store", "Charles Babbage", starts_s=12, ends_s=18),
            Film("A clock that greets its guests", "Ismail al-Jazari", starts_s=18),
        ),
    ),
    Evening(
        title="The weather by telegraph",
        host=LUNAR,
        days=-38,
        series=LETTERS,
        topics=("Weather",),
        description=(
            "A storm travels slower than a message about it. Once that was noticed, a chart of the country at one "
            "hour could be drawn, and with it came the first forecast, the first wrong forecast, and the first letters "
            "to the editor."
        ),
        lineup=(
            Turn("Luke Howard", "Pharmacist and namer of clouds", role=MODERATOR),
            Turn("Francis Beaufort", "Hydrographer to the Admiralty", "Twelve winds"),
            Turn("Robert FitzRoy", "Meteorological Department", "Why I call it a forecast"),
        ),
        questions=("Is a forecast a promise?", "How many names does a cloud need?"),
        answered=(16, 22),
        films=(
            Film(
                "The weather by telegraph",
                chapters=((0, "Welcome"), (10, "Why I call it a forecast")),
                transcripts=(("en", FORECAST),),
            ),
            Film("Twelve winds", "Francis Beaufort", starts_s=2, ends_s=10),
        ),
    ),
    Evening(
        title="A short history of zero",
        host=WISDOM,
        days=-73,
        hour=dt.time(18, 30),
        series=INSTRUMENTS,
        topics=("Mathematics", "Translation"),
        description=(
            "Nothing had to be written before it could be reckoned with. We follow one small circle from Ujjain to "
            "Baghdad to Pisa, and the merchants who did not trust it."
        ),
        lineup=(
            Turn("Muhammad ibn Musa al-Khwarizmi", "House of Wisdom, Baghdad", "On completing"),
            Turn("Brahmagupta", "Observatory of Ujjain", "Rules for fortunes and debts"),
            Turn("Leonardo of Pisa", "Merchant’s son, Bugia and Pisa", role=RESPONDENT),
        ),
        questions=("What is left when nothing is taken away?", "Why did the guild of bankers forbid it?"),
        films=(
            Film("A short history of zero"),
            Film("Rules for fortunes and debts", "Brahmagupta", starts_s=6, ends_s=15),
        ),
    ),
    Evening(
        title="Vaccination and its enemies",
        host=LUNAR,
        days=-1,
        series=LETTERS,
        topics=("Medicine",),
        description=(
            "From Constantinople a letter came about an operation done by old women every autumn. Eighty years later a "
            "country doctor wrote about cows. Both were laughed at; both had enemies with better arguments than we "
            "like to remember."
        ),
        lineup=(
            Turn("Mary Wortley Montagu", "Letter writer, Constantinople", "The small-pox party"),
            Turn("Edward Jenner", "Physician, Berkeley", "What the milkmaids knew"),
            Turn("Onesimus", "Boston", "How it was done at home"),
        ),
        questions=("Whose knowledge was it?",),
    ),
    Evening(
        title="On deep time",
        host=LUNAR,
        date=dt.date(2019, 5, 4),
        topics=("Geology",),
        description="“No vestige of a beginning, no prospect of an end.” An evening on the beach at Siccar Point.",
        lineup=((Turn("James Hutton", "Farmer, Berwickshire", "What one wall of rock says of another"),)),
        films=((Film("On deep time"),)),
        has_room=False,
    ),
)
