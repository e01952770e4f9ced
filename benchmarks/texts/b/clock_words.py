"""How each language prints dates and hours.

Letters in a pattern: W weekday, w short weekday, D day, O ordinal day, Z two-digit day, M month, m short month,
N month in digits, Y year.
"""

WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
}
SHORT_WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "de": "Mo Di Mi Do Fr Sa So",
    "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom",
    "pt": "seg ter qua qui sex sáb dom",
    "it": "lun mar mer gio ven sab dom",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
}
DATES = {
    "en": "W D M Y|W, M D, Y|D M Y|m D, Y|w D m Y|W, D M Y|M O, Y|W O M Y|W, M D Y|D m Y|W the O of M Y|w, m D, Y",
    "de": "W, D. M Y|W, den D. M Y|D. M Y|w, Z.N.Y|W, Z.N.Y|W, Z. M Y|D.N.Y|w., D. m Y|W (D. M Y)",
    "fr": "W D M Y|W D M Y|D M Y|W Z/N/Y|Z/N/Y|w D m Y|W Z.N.Y",
    "es": "W D de M de Y|W, D de M de Y|D de M de Y|W D de M, Y|w D m Y|W Z/N/Y|D de M del Y",
    "pt": "W, D de M de Y|D de M de Y|D de M de Y (W)|W, Z/N/Y|w, D m Y|Z.N.Y|W (Z/N/Y)",
    "it": "W D M Y|W D M Y|D M Y|w D m Y|W Z/N/Y|Z.N.Y|W, D M Y",
}
SHORT_DATES = {
    "en": "W D M|W, M D|D M|m D|w D m|W O M|M O|w, m D",
    "de": "W, D. M|D. M|w, Z.N.|W, den D. M|W, D.N.",
    "fr": "W D M|D M|W Z/N|w D m",
    "es": "W D de M|W, D de M|D de M|w D m|W Z/N",
    "pt": "W, D de M|D de M|W (Z/N)|W, Z/N",
    "it": "W D M|D M|w D m|W Z/N",
}
HOURS = {
    "en": "12pm|12 pm|12:00pm|12:00 PM|24|24|12.pm",
    "de": "H Uhr|H:MM Uhr|H.MM Uhr|HH:MM Uhr|HH:MM|H:MM h",
    "fr": "HhMM|H h MM|HhMM|H:MM",
    "es": "H:MM h|H.MM h|H:MM horas|H:MM|12 pm|12:00 p. m.|H h",
    "pt": "HhMM|HhMM|H:MM|H:MM h|HH:MM",
    "it": "ore H.MM|ore H:MM|h H:MM|ore H|H:MM",
}
RANGES = {
    "en": "A–B|A - B|A to B|from A to B|A-B|A until B",
    "de": "A–B|A bis B|von A bis B|A - B",
    "fr": "de A à B|A-B|A – B|de A à B",
    "es": "de A a B|A - B|A–B|A a B",
    "pt": "das A às B|A - B|A às B|A–B",
    "it": "dalle A alle B|A-B|A–B|A - B",
}
JOINS = {
    "en": " at |, |: |, at | | – | |\n",
    "de": " um |, |, | \n| – | | |",
    "fr": " à |, |, à | – |\n",
    "es": ", |, a las | - | a las |\n",
    "pt": ", às |, | às | – |\n",
    "it": ", |, | | – |\n",
}
NEXT_DAY = {
    "en": ("(next day)", "(the following day)", "(+1 day)"),
    "de": ("(Folgetag)", "(am Tag darauf)", "(+1 Tag)"),
    "fr": ("(le lendemain)", "(+1 jour)"),
    "es": ("(del día siguiente)", "(+1 día)"),
    "pt": ("(do dia seguinte)", "(+1 dia)"),
    "it": ("(del giorno dopo)", "(+1 giorno)"),
}
