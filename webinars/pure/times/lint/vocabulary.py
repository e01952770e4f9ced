"""Words for days, months, hours and what stands between them, in the languages announcements are written in.

English, German, French, Spanish, Portuguese, and what little Italian, Dutch, the Nordic languages and Polish need.
Keys are without accents.
"""

from functools import cache
from typing import Literal

from webinars.pure.times import world_words

_MONTHS = """
january janurary januray jan januar janvier janv enero ene janeiro gennaio januari jaenner janner
february febuary feburary feb februar fevrier fevr fev febrero fevereiro febbraio februari febr
march mar marz maerz mrz mars marzo marco maart
april apr avril avr abril abr aprile
may mai mayo maio maggio mei maj
june jun juni juin junio junho giugno
july jul juli juillet juil julio julho luglio
august aug aout agosto ago augustus augusti
september septmber sep sept septembre septiembre setembro settembre set
october oct oktober okt octobre octubre outubro ottobre out ott
november novemeber nov novembre noviembre novembro
december decemeber dec dezember dez decembre diciembre dic dezembro dicembre
"""
_WEEKDAYS = """
monday mon montag mo lundi lun lunes segunda lunedi maandag mandag
tuesday teusday tue tues dienstag di mardi mar martes terca martedi dinsdag tisdag
wednesday wendesday wensday wednsday wed weds mittwoch mi mercredi mer miercoles mie quarta mercoledi woensdag onsdag
thursday thurday thu thur thurs donnerstag do jeudi jeu jueves jue quinta giovedi donderdag torsdag
friday fri freitag fr vendredi ven viernes vie sexta venerdi vrijdag fredag
saturday saterday sat samstag sonnabend sa samedi sam sabado sab sabato zaterdag lordag
sunday sun sonntag so dimanche dim domingo dom domenica zondag sondag
"""
_FURTHER_MONTHS = """
tammikuuta stycznia ledna ocak januari ianuarie
helmikuuta lutego unora subat februarie
marts maaliskuuta marca brezna mart maret marcius martie
huhtikuuta kwietnia dubna nisan aprilis aprilie
toukokuuta maja kvetna mayıs majus
kesakuuta czerwca cervna haziran junius iunie
heinakuuta lipca cervence temmuz julius iulie
elokuuta sierpnia srpna agustos agustus augusztus
syyskuuta wrzesnia zari eylul szeptember septembrie
lokakuuta pazdziernika rijna ekim
marraskuuta listopada listopadu kasım noiembrie
joulukuuta grudnia prosince aralık desember decembrie
"""
_FURTHER_WEEKDAYS = """
maanantai maanantaina poniedziałek pazartesi senin pondeli hetfo luni
tirsdag tiistai tiistaina wtorek salı selasa utery kedd marti
keskiviikko keskiviikkona sroda srode carsamba rabu streda szerda miercuri
torstai torstaina czwartek persembe kamis ctvrtek csutortok joi
perjantai perjantaina piatek cuma jumat patek pentek vineri
lørdag lauantai lauantaina sobota cumartesi sabtu szombat sambata
søndag sunnuntai sunnuntaina niedziela pazar minggu nedele vasarnap duminica
"""
WEEKDAYS_ONLY_BEFORE_A_DATE = frozenset(
    {
        "mo", "di", "mi", "do", "fr", "sa", "so", "mar", "mer", "lun", "jeu", "ven", "sam", "dim", "mie",
        "jue", "vie", "sab", "dom", "mon", "sun", "sat", "marti", "joi", "luni", "cuma", "pazar", "rabu", "senin",
    }
)  # fmt: skip
MONTHS_THAT_ARE_WORDS = frozenset(
    {"may", "march", "mar", "set", "out", "ago", "dec", "mars", "jun", "jul", "mai", "ott"}
)


def _numbered(rows: str) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows.split("\n")[1:]) for word in row.split()}


@cache
def _months() -> dict[str, int]:
    return {word: number + 1 for rows in (_MONTHS, _FURTHER_MONTHS) for word, number in _numbered(rows).items()}


@cache
def _weekdays() -> dict[str, int]:
    return _numbered(_WEEKDAYS) | _numbered(_FURTHER_WEEKDAYS)


def month_of(key: str) -> int | None:
    """Returns 1 to 12 for a month's name, else None."""
    return _months().get(key) or world_words.month_of(key)


# "lundis"
_SHORTEST_PLURAL = 6


def weekday_of(key: str) -> int | None:
    """Returns 0 (Monday) to 6 for a weekday's name, also for "Mondays" and "donnerstags", or else None."""
    found = _weekdays().get(key.removesuffix("s") if len(key) >= _SHORTEST_PLURAL else key, _weekdays().get(key))
    return world_words.weekday_of(key) if found is None else found


def is_weekday_plural(key: str) -> bool:
    """Returns whether it is a weekday that comes again: "Mondays", "donnerstags", "lundis"."""
    return key not in _weekdays() and key.removesuffix("s") in _weekdays() and len(key) >= _SHORTEST_PLURAL


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERS = {
    word: number
    for number, row in enumerate(
        (
            "one eins ein",
            "two zwei",
            "three drei",
            "four vier",
            "five funf fuenf",
            "six sechs",
            "seven sieben",
            "eight acht",
            "nine neun",
            "ten zehn",
            "eleven elf",
            "twelve zwolf zwoelf",
        ),
        start=1,
    )
    for word in row.split()
}
NOON = _words("noon midday mittag mittags midi mediodia mezzogiorno middag")
MIDNIGHT = _words("midnight mitternacht minuit medianoche mezzanotte middernacht midnatt")
HOUR_WORDS = _words("uhr uur h hs hrs hr horas hora hores heures heure hours बजे часов час ч น")
"""After a number of the 24-hour clock."""
AT_WORDS = _words(
    """
    at @ um ab from von de das des as a las kl klo klokken klockan klokka vers ore alle dalle desde om time uhrzeit zeit
    hora horario
    heure godz godzina godzinie saat pukul jam в с о الساعة الساعه 时间 時間 เวลา luc
    """
)
"""Before an hour."""
TO_WORDS = _words(
    "to until till til bis a al alle as ate hasta au tot til fino through thru do sampai hingga до 至 到 से حتى الى"
)
"""Between the two ends of a range."""
UNTIL_WORDS = TO_WORDS | _words("zum up t m po по including inclusive incl einschliesslich")
"""Between the first and the last of several days."""
BETWEEN_WORDS = _words("between zwischen entre tra fra tussen mellan mellom mellem")
"""Before the first of two hours with "and" between them."""
ENGLISH_ORDINALS = _words("st nd rd th")
ORDINALS = ENGLISH_ORDINALS | _words("er o a ª º ten e")
OF_WORDS = _words("of de del do d di des")
END_WORDS = _words("end ends ending ende fin finish finishes finishing close closes slut fine termina fim")
"""Before an hour that is the end, or behind it: "18:30 CET End"."""
LASTING_WORDS = _words("will it last lasts lasting dauert dure durera dura durara")
"""Before "until" and the end."""
ABOUT_WORDS = _words("about approximately approx around ca circa etwa gegen ungefahr environ cerca aproximadamente")
"""Before an hour that is not meant to the minute."""
START_WORDS = _words("start starts starting begin begins beginning beginn debut inicio inicia inizio comeco")
"""Behind an hour that is the start."""
AND_WORDS = _words("and und et y e och og en & + or oder ou o")
BEFORE_THE_START = _words(
    """
    doors lobby admission einlass accueil inloop ingresso puertas portas networking arrivals warm-up
    """
)
"""Before an hour at which people may come in, and nothing starts yet."""
ENTRANCE_FILLERS = _words("open opens opening at from for are is ab um a partir de vanaf dalle las the to offnet")
"""Between such a word and its hour."""
CLOCK_WORDS = _words("kl klo klokken klockan klokka ore pukul jam saat godz godzina godzinie")
"""Before a bare number that is an hour of the 24-hour clock: "kl 18"."""
DAY_FIRST_WORDS = _words("dia horas uhr uur ore kl klo klokken klockan heures heure den feira hs hora del jours")
"""Words of languages in which the day of a date always stands before the month."""
BEFORE_A_DATE = _words(
    """
    the den der dem el le la o on am dia this desta deste diese diesen dieser ce cette este esta date
    """
)
NOT_A_START = _words(
    """
    by before posted updated published deadline closes veroffentlicht aktualisiert publie publicado atualizado
    actualizado revised stand modified submitted created received originally previously formerly statt anstatt
    not nicht instead old since seit depuis born geboren
    """
)
"""Before a date that is not the webinar's."""
DEADLINE_WORDS = _words(
    """
    deadline deadlines cutoff anmeldeschluss anmeldefrist einsendeschluss limite plazo prazo scadenza rsvp
    """
)
"""Before a day and an hour until which something else may be done, with words between: "deadline for questions"."""
OFFER_WORDS = _words("tickets ticket discount price bird offer open available rabatt angebot tarif oferta")
"""Before "until" with a day and an hour: something can be had until then."""
HELD_WORDS = _words(
    """
    recorded held presented streamed broadcast aired aufgezeichnet gehalten grabado grabada realizado realizada
    gravado gravada enregistre enregistree registrato registrata
    """
)
"""Before the date on which something was, unless a word of what is to come stands before them: "will be recorded"."""
TOOK_PLACE = (
    ("took", "place"), ("fand",), ("tuvo", "lugar"), ("eu", "lieu"), ("teve", "lugar"), ("ebbe", "luogo"),
)  # fmt: skip
"""The same in words of their own."""
TAKES_PLACE = _words("findet finden fand fanden")
"""Before "statt", which then is no "instead of"."""
WAS_WORDS = _words("was were originally first fue fueron foi foram wurde wurden ete fu stato stata been")
"""Between the subject and such a word."""
MOVED_WORDS = _words("moved postponed rescheduled changed shifted verschoben verlegt reporte repousse aplazado adiado")
"""Before two dates of which the second one holds."""
NUMBERED_THINGS = _words(
    """
    session part episode week webinar no number lecture seminar chapter module day series panel room saal talk
    vol volume issue round sitzung teil folge sesion parte partie seance sessao hall track zoom
    """
)
"""Before a number that is not an hour."""
DAY_PARTS: dict[Literal["am", "pm"], frozenset[str]] = {
    "am": _words(
        "morning morgens vormittag vormittags fruh matin manana manha madrugada mattina ochtend rano sabah pagi"
    ),
    "pm": _words(
        """
        afternoon evening night nachmittag nachmittags abends abend soir tarde noche noite tonight midi apres l'apres
        mittags pomeriggio sera avond wieczorem aksam siang sore malam 晚 今晚 傍晚
        """
    ),
}
NIGHT = _words("night noche noite nachts")
"""Parts of the day that begin in the evening and go on after midnight."""
DAY_PARTS_ALONE = _words(
    "morgens abends nachmittags vormittags mittags wieczorem rano aksam sabah pagi siang sore malam"
)
"""Those that stand behind an hour without a word between."""
NOT_BEFORE_AN_HOUR = _words("manana fruh midi apres l'apres mittags")
"""Those that mean something else before an hour: "mañana a las 7" is tomorrow."""
TODAY = _words("today tonight heute hoy hoje aujourd'hui oggi vandaag idag")
TOMORROW = _words("tomorrow demain amanha domani morgen imorgon")
YESTERDAY = _words("yesterday gestern hier ayer ontem ieri")
NEXT_WORDS = _words(
    """
    next following coming nachsten nachste nachster kommenden kommende prochain prochaine proximo proxima
    """
)
LAST_WORDS = _words(
    """
    last past previous letzten letzte letzter vergangenen vergangene dernier derniere pasado pasada passado
    passada ultima
    """
)
EVERY_WORDS = _words(
    """
    every each jeden jede jeder jedes alle chaque tous toutes cada todos todas ogni tutti tutte elke iedere alla varje
    hver hvert joka
    """
)
"""Before a weekday or a stretch of time that comes again."""
MONTH_UNITS = _words("month months monat monats monate mois mes meses mese mesi maand maanden manad manaden maned")
RHYTHM_UNITS = MONTH_UNITS | _words(
    """
    day days weekday weekdays week weeks fortnight tag tage tagen werktag woche wochen jour jours semaine semaines dia
    dias semana semanas giorno giorni settimana settimane dag dagen dagar week weken vecka veckor uke uge
    """
)
"""Behind "every", perhaps with a number between."""
DAILY_WORDS = _words(
    "daily taglich taeglich quotidien quotidienne quotidiennement diario diaria diariamente quotidiano dagelijks"
    " dagligen daglig"
)
WEEKLY_WORDS = _words(
    "weekly wochentlich woechentlich hebdomadaire semanal semanalmente settimanale wekelijks veckovis ugentlig ukentlig"
)
RHYTHM_WORDS = (DAILY_WORDS | WEEKLY_WORDS) | _words(
    """
    biweekly fortnightly monthly weekdays werktags monatlich mensuel mensuelle mensual mensualmente mensal mensalmente
    mensile maandelijks
    """
)
"""Beside a date or an hour."""
WEEK_WORDS = _words("week weeks woche semaine semana month monat mois mes settimana")
ZONE_FILLERS = _words(
    """
    in time at the for on local zone timezone uhr hora tiempo heure horario hour hours h de da do del d'ici zeit
    ortszeit is it and und et y e & or um as a kl tz zona fuso your le la il en starts start starting begins
    kick off kickoff which equals i.e ie that's from only also um nach approx ora tid tijd aika czasu di del s t
    sharp all times online via zoom virtual virtuell ligne linea visio visioconference
    aikaa tiden saati saatiyle waktu czas по время времени за часом בשעה שעון بتوقيت توقيت 时间 時間 标准时间 標準時
    标准时 標準時間 시간 표준시 समय समयानुसार ωρα gio เวลา より から
    """
)
"""What may stand between an hour and its zone."""
TIME_WORDS = _words("time zeit tid tijd aikaa czasu saati waktu 时间 時間 시간 समय")
"""Behind the name of a zone."""
HOURS_SAID = TIME_WORDS | _words(
    """
    times hour hours timezone timezones zeiten uhrzeit uhrzeiten zeitzone heure heures horaires fuseau hora horas
    horario horarios ora orari tider tijden
    """
)
"""What a clause is about that names the zone of all hours."""
EQUATED = _words(
    """
    : is are all every zone timezone timezones zeitzone fuseau ist sind alle son es todas todos est sont toutes tous
    sono tutti sao those given shown below above as les los las celles de d del di do des
    """
)
"""Between those hours and their zone."""
TIME_OF = _words("heure hora ora horario")
"""Before the name of a zone: "heure de Paris"."""
TIME_ITSELF = _words("precise exacte exacta esatta debut inicio comienzo limite fin prevista prevue legal legale")
"""Behind "heure": no zone."""
ANY_TIME = _words(
    "dieser derselben selber gleicher unserer eurer ihrer deiner meiner seiner jeder aller mitteleuropaischer"
)
"""Before "Zeit": no adjective of a place."""
NOT_YET_KNOWN = _words("tbc tba tbd")
"""In the place of what is not known yet: no zone that nobody knows."""
INSTITUTIONS = _words(
    """
    school university review college institute museum daily library press club society theatre hall centre
    center road street house foundation times post journal bulletin embassy office airport campus book books
    festival conference forum
    """
)
"""After a place name, these make it the name of something else."""
NEXT_DAY = (
    ("next", "day"), ("following", "day"), ("day", "after"), ("am", "nachsten", "tag"), ("nachsten", "tag"),
    ("am", "folgetag"), ("folgetag",), ("am", "tag", "darauf"), ("tags", "darauf"), ("dia", "siguiente"),
    ("dia", "seguinte"), ("lendemain",), ("jour", "suivant"), ("giorno", "dopo"), ("giorno", "seguente"),
    ("giorno", "successivo"), ("next", "morning"), ("following", "morning"),
)  # fmt: skip
DAY = frozenset({"day", "d", "tag", "dia", "jour", "giorno", "dag"})
"""Behind “+1”."""
PREVIOUS_DAY = (
    ("previous", "day"), ("day", "before"), ("prior", "day"), ("am", "vortag"), ("vortag",), ("tag", "davor"),
    ("dia", "anterior"), ("veille",), ("giorno", "prima"), ("giorno", "precedente"),
    ("night", "before"), ("evening", "before"), ("previous", "evening"),
)  # fmt: skip
