"""Webinars that are on, or still to come."""

import datetime as dt

from webinars.demo.organisations import ETOILES, INSTRUMENTS, LETTERS, LUNAR, WISDOM
from webinars.demo.records import Evening, Fate, Question, RegistrationPlan, Turn
from webinars.models import AppearanceRole, Visibility

MODERATOR = AppearanceRole.MODERATOR

COMING = (
    Evening(
        title="Comets, and how to tell them from nebulae",
        host=ETOILES,
        co_organisers=(LUNAR,),
        minutes_from_now=-15,
        duration_minutes=120,
        topics=("Astronomy",),
        summary="Three who swept the sky, on what a smudge of light may be.",
        description=(
            "A comet moves and a nebula does not, but it takes two nights to know. Three people who swept the sky for "
            "years compare their lists, their eyepieces and their patience."
        ),
        lineup=(
            Turn("Nicole-Reine Lepaute", "Calculator, Paris", role=MODERATOR),
            Turn("Caroline Herschel", "Observatory of Slough", "Eight in eleven years"),
            Turn("Charles Messier", "Hôtel de Cluny, Paris", "A list of what is not a comet"),
        ),
        questions=(
            "How long does one look before one believes?",
            "Is a catalogue of mistakes worth printing?",
            "What is a tail made of?",
        ),
        asked=(
            Question(
                "How do you keep your place in the sky when a cloud comes over?",
                "Maria Mitchell",
                votes=9,
                speaker="Caroline Herschel",
                at_s=6 * 60,
            ),
            Question(
                "Has anything on your list turned out to be a comet after all?",
                "John Harrison",
                votes=14,
                speaker="Charles Messier",
                at_s=11 * 60,
                is_answering=True,
            ),
            Question("Which eyepiece do you begin a night with?", "Thomas Brisbane", votes=11),
            Question("Does moonlight make the search useless, or only slower?", votes=7),
            Question("May somebody with spectacles sweep for comets?", "Anna Atkins", votes=4),
            Question("What do you write down on a night on which nothing moves?", votes=2),
        ),
    ),
    Evening(
        title="What the tide knows: harbours, moons and tables",
        host=LUNAR,
        minutes_from_now=50,
        duration_minutes=60,
        topics=("Astronomy", "Weather"),
        description="Every harbour keeps its own time. A short hour on the tables that sailors staked their lives on.",
        lineup=(
            Turn("Pierre-Simon Laplace", "Bureau des longitudes, Paris", "The moon, late as ever"),
            Turn("Nathaniel Bowditch", "Navigator, Salem", "Eight thousand corrections"),
        ),
        questions=("Why is high water never at noon?",),
        asked=(
            Question("Can one table serve two harbours on the same coast?", "Mary Ward", votes=5),
            Question("How wrong may a table be before sailors stop buying it?", votes=3),
        ),
        attending=RegistrationPlan(
            guest_count=7,
            message=(
                "Bring the table of your own harbour",
                (
                    "If there is a tide table where you live, have it beside you. We shall read **one line of it** "
                    "together, whichever harbour it is of.\n\nThe room opens half an hour before.\n\nCaroline Herschel"
                ),
            ),
        ),
    ),
    Evening(
        title="Letters on colour: Newton, Goethe and the makers of dyes",
        host=LUNAR,
        co_organisers=(ETOILES, WISDOM),
        days=5,
        hour=dt.time(16),
        series=LETTERS,
        topics=("Optics", "Chemistry"),
        summary="A prism, a poem and a vat of madder: three ways of knowing red.",
        description="A prism, a poem and a vat of madder: three ways of knowing red.",
        lineup=(
            Turn("Margaret Cavendish", "Natural philosopher, Welbeck", role=MODERATOR),
            Turn(
                "Isaac Newton",
                "Lucasian Professor, Cambridge",
                "Seven, and why seven",
                has_agreed=False,
                asked_at="newton@speakers.example",
                says="yes",
            ),
            Turn("Johann Wolfgang von Goethe", "Weimar", "The edge of the shadow"),
            Turn(
                "Claude Louis Berthollet",
                "Manufacture des Gobelins",
                has_agreed=False,
                asked_at="berthollet@speakers.example",
            ),
            Turn(
                "Edme Mariotte",
                "Dijon",
                has_agreed=False,
                asked_at="mariotte@speakers.example",
                says="no",
                words="The barometer falls, and so do I. Another time, with pleasure.",
            ),
        ),
        questions=(
            "Is colour in the light, in the eye, or in the paint?",
            "What did the dyers know that the opticians did not?",
        ),
        attending=RegistrationPlan(
            guest_count=13,
            capacity=9,
            asks="Where do you come from?",
            message=(
                "A prism, if you have one",
                (
                    "Anything with three sides and clear glass will do. Hold it into the light that falls through a "
                    "narrow slit, and count the colours *before* you listen to us."
                ),
            ),
        ),
    ),
    Evening(
        title="王贞仪：月食之理与圆桌",
        host=ETOILES,
        days=12,
        hour=dt.time(13),
        language="zh",
        topics=("Astronomy",),
        summary="Wang Zhenyi explains an eclipse with a table, a lamp and a mirror. In Chinese, interpreted.",
        description="以圆桌为地，以灯为日，以镜为月：王贞仪讲解月食。本次讲座以中文进行，附英文传译。",
        lineup=(
            Turn("王贞仪", "天文学家、诗人，南京", "月食解"),
            Turn("Émilie du Châtelet", "Translator of the Principia, Cirey", role=AppearanceRole.INTERPRETER),
        ),
        questions=("地球之影为何是圆的？",),
        attending=RegistrationPlan(guest_count=5, is_approval_needed=True, asks="What do you bring to the table?"),
    ),
    Evening(
        title="كتاب المناظر: كيف نرى؟",
        host=WISDOM,
        days=19,
        hour=dt.time(18, 30),
        language="ar",
        series=INSTRUMENTS,
        topics=("Optics", "Translation"),
        summary="Ibn al-Haytham on how we see, from the book that reached Europe without its author’s name.",
        description="لقاء حول كتاب المناظر: من الغرفة المظلمة إلى البصر، وكيف انتقل الكتاب من لغة إلى أخرى.",
        lineup=(
            Turn("ابن الهيثم", "القاهرة", "البيت المظلم"),
            Turn("Gerard of Cremona", "Translator, Toledo", role=MODERATOR),
        ),
        questions=("هل يخرج البصر من العين أم يدخل إليها؟",),
    ),
    Evening(
        title="Fossils, cliffs and credit: Mary Anning’s correspondence",
        host=LUNAR,
        days=0,
        hour=dt.time(16),
        series=LETTERS,
        topics=("Geology",),
        fate=Fate.MOVED,
        description=(
            "She found them, drew them, explained them and sold them; others read the papers. We read the letters, and "
            "count how often her name stands in what was printed."
        ),
        lineup=(
            Turn("Mary Anning", "Lyme Regis", "What the slip of February showed"),
            Turn("William Buckland", "Reader in Geology, Oxford", "Things I did not find"),
        ),
        questions=("Who has found a thing: who sees it, who buys it, or who names it?",),
        attending=RegistrationPlan(guest_count=6),
    ),
    Evening(
        title="The salt roads",
        host=WISDOM,
        days=9,
        topics=("Chemistry",),
        fate=Fate.CANCELLED,
        attending=RegistrationPlan(guest_count=4),
        reason="The caravan with our speaker’s notes has not arrived. We shall announce a new evening in spring.",
        description="Where salt was money, and what it was worth a month’s walk away.",
        lineup=((Turn("Ibn Battuta", "Traveller, Tangier", "A house built of salt"),)),
    ),
    Evening(
        title="Birds of passage",
        host=ETOILES,
        days=16,
        topics=("Zoology",),
        fate=Fate.POSTPONED,
        description="Where do swallows go? Under the ice of ponds, to the moon, or to Africa: the evidence for each.",
        lineup=((Turn("Maria Sibylla Merian", "Amsterdam and Surinam"),)),
    ),
    Evening(
        title="How to catalogue a nebula: a rehearsal for speakers",
        host=LUNAR,
        days=3,
        hour=dt.time(17, 30),
        duration_minutes=45,
        topics=("Astronomy",),
        visibility=Visibility.UNLISTED,
        description="For the speakers of the next evenings: microphones, slides, and who says when.",
        lineup=((Turn("Caroline Herschel", "Observatory of Slough"),)),
    ),
    Evening(
        title="On glaciers: how ice writes",
        host=ETOILES,
        co_organisers=(LUNAR,),
        days=47,
        hour=dt.time(20),
        topics=("Geology",),
        registration_url="https://etoiles.example/glaciers",
        description="A boulder in a field, scratched on one side, and the argument that it walked there.",
        lineup=((Turn("Louis Agassiz", "Neuchâtel", has_agreed=False),)),
        questions=("How fast is a river of ice?",),
    ),
    Evening(
        title="Weights and measures",
        host=LUNAR,
        fate=Fate.DRAFT,
        topics=("Mathematics",),
        description="From the king’s foot to the tenth part of a quarter of the world. The speakers are being asked.",
        co_organisers=(ETOILES,),
        lineup=(
            Turn(
                "Pierre Méchain",
                "Bureau des longitudes, Paris",
                "From Dunkirk to Barcelona",
                has_agreed=False,
                asked_at="mechain@speakers.example",
                suits=("yes", "yes", "no", "yes", "if_needed"),
            ),
            Turn(
                "Benjamin Banneker",
                "Almanac maker, Ellicott’s Mills",
                has_agreed=False,
                asked_at="banneker@speakers.example",
                suits=("yes", "no", "yes", "yes", ""),
                words="I rise early, but not to speak.",
            ),
            Turn("Lalla Arifa", "Surveyor, Lahore", has_agreed=False, asked_at="arifa@speakers.example"),
        ),
        starts=(
            (0, dt.time(12)),
            (1, dt.time(9)),
            (2, dt.time(19)),
            (3, dt.time(12)),
            (7, dt.time(15, 30)),
        ),
        has_room=False,
    ),
)
