"""The ways people write a start in German, French, Spanish, Portuguese and other languages, some with another script.

Each row: the line, the day it was published, and the instant.
"""

import datetime as dt

import pytest

from webinars.pure import times

LINES = [
    ("Sunday 16 February 2025, 16:00 GMT, 17.00 CET, 19h Moscow", "2025-01-01", "2025-02-16T16:00"),
    ("Donnerstag, 6. März 2025, 19 Uhr MEZ", "2025-02-01", "2025-03-06T18:00"),
    ("Do., 6.3.2025, 19:30 Uhr (Berlin)", "2025-02-01", "2025-03-06T18:30"),
    ("am 6. März um 19.30 Uhr in Wien", "2025-02-01", "2025-03-06T18:30"),
    ("6. März 2025 von 18 bis 20 Uhr MEZ", "2025-02-01", "2025-03-06T17:00"),
    ("jeudi 6 mars 2025 à 18h30 (heure de Paris)", "2025-02-01", "2025-03-06T17:30"),
    ("Le jeudi 6 mars, de 18h à 20h, heure de Paris / 12h Montréal", "2025-02-01", "2025-03-06T17:00"),
    ("jueves 6 de marzo de 2025 a las 18:00 h (hora de Madrid), 14h Buenos Aires", "2025-02-01", "2025-03-06T17:00"),
    ("Jueves 6 de marzo, 6 de la tarde, hora de México", "2025-02-01", "2025-03-07T00:00"),
    ("quinta-feira, 6 de março de 2025, às 19h (horário de Brasília)", "2025-02-01", "2025-03-06T22:00"),
    ("6 de março, 19h30 Lisboa", "2025-02-01", "2025-03-06T19:30"),
    ("torsdag 6 mars kl. 18.00 Stockholm", "2025-02-01", "2025-03-06T17:00"),
    ("donderdag 6 maart 2025, 19.30 uur, Amsterdam", "2025-02-01", "2025-03-06T18:30"),
    ("giovedì 6 marzo 2025 ore 18:00 Roma", "2025-02-01", "2025-03-06T17:00"),
    ("2月16日 2025, 4pm London", "2025-01-01", "2025-02-16T16:00"),
    ("2025年2月16日 21:00 (Beijing)", "2025-01-01", "2025-02-16T13:00"),
    ("Sábado 7 de junio, 11:00 CDMX / 14:00 Buenos Aires / 19:00 Madrid", "2025-05-01", "2025-06-07T17:00"),
    ("Samstag, 7. Juni 2025, 20:00 Uhr (MESZ)", "2025-05-01", "2025-06-07T18:00"),
    ("Samstag 7.6. um halb acht abends Berlin", "2025-05-01", "2025-06-07T17:30"),
    ("7 juin 2025, 20 h (Paris), 14 h (Montréal), 18 h (Dakar)", "2025-05-01", "2025-06-07T18:00"),
    ("12 June, 20h00 GMT / 21h00 WAT / 22h00 CAT", "2024-06-01", "2024-06-12T20:00"),
    ("Mercredi 12 novembre 2025 de 12h30 à 14h (UTC+1)", "2025-10-01", "2025-11-12T11:30"),
    (
        "12 de noviembre, 16:00 h (CET) / 12:00 h (Argentina) / 10:00 h (Colombia) / 9:00 h (México)",
        "2025-10-01",
        "2025-11-12T15:00",
    ),
    ("Dia 12 de novembro às 14h (Brasília) | 17h (Lisboa) | 18h (Berlim)", "2025-10-01", "2025-11-12T17:00"),
    ("Miércoles 12 de noviembre de 2025 – 11:00 am (hora Colombia)", "2025-10-01", "2025-11-12T16:00"),
    ("Miércoles 12 de noviembre, 11 hs. (Argentina)", "2025-10-01", "2025-11-12T14:00"),
    ("12.11.25, 18h CET", "2025-10-01", "2025-11-12T17:00"),
    ("Thursday 15 January 2026, 17.00 h London / 18.00 h Berlin", "2026-01-01", "2026-01-15T17:00"),
    ("15. Januar 2026 um 18 Uhr MEZ (12 Uhr New York, 1 Uhr Peking am Folgetag)", "2026-01-01", "2026-01-15T17:00"),
    ("15 janvier 2026 à 18h CET / midi New York", "2026-01-01", "2026-01-15T17:00"),
    ("15 de enero, mediodía Nueva York / 18:00 Madrid / 14:00 Buenos Aires", "2026-01-01", "2026-01-15T17:00"),
    (
        "15 January 2026 08:00 Costa Rica, 09:00 Bogotá, 11:00 Montevideo, 15:00 Berlín",
        "2026-01-01",
        "2026-01-15T14:00",
    ),
    ("15 January 2026: 17h GMT/18h CET/20h Moscow", "2026-01-01", "2026-01-15T17:00"),
    ("15 January 2026: 17h GMT ; 22h30 New Delhi ; 1 AM (16 January) Beijing", "2026-01-01", "2026-01-15T17:00"),
    ("Sept 18 | 9-10am PT / 12-1pm ET / 17-18h UK", "2025-09-01", "2025-09-18T16:00"),
    ("Thursday, 18 September 2025, 14h00-15h30 CEST", "2025-09-01", "2025-09-18T12:00"),
    ("Donnerstag, den 18. September 2025, 14 Uhr (MESZ)", "2025-09-01", "2025-09-18T12:00"),
    ("18.09.2025, 14:00 bis 15:30 Uhr MESZ", "2025-09-01", "2025-09-18T12:00"),
    ("Do 18.9. 14-15.30 Uhr, Ortszeit Berlin", "2025-09-01", "2025-09-18T12:00"),
    ("le 18 septembre 2025 à 14 heures (heure de Bruxelles)", "2025-09-01", "2025-09-18T12:00"),
    ("jeudi 18 septembre 2025, 14h-15h30 (Paris) / 8h-9h30 (Montréal)", "2025-09-01", "2025-09-18T12:00"),
    (
        "Jueves 18 de septiembre, 9:00 a.m. (Perú, Colombia, Ecuador), 11:00 a.m. (Argentina, Chile), 16:00 h (España)",
        "2025-09-01",
        "2025-09-18T14:00",
    ),
    (
        "18 de septiembre de 2025. 19:00 hs Argentina, Brasil y Uruguay - 17:00 hs Bolivia - 16:00 hs México",
        "2025-09-01",
        "2025-09-18T22:00",
    ),
    (
        "18 de septiembre de 2025. 19:00 hs Argentina, Brasil y Uruguay - 18:00 hs Bolivia - 16:00 hs México",
        "2025-09-01",
        "2025-09-18T22:00",
    ),
    ("Quinta, 18 de setembro, às 19h, horário de Brasília", "2025-09-01", "2025-09-18T22:00"),
    ("18 de setembro de 2025, das 14h às 16h (Lisboa)", "2025-09-01", "2025-09-18T13:00"),
    ("4 Nov 2025, 15h UTC", "2025-10-01", "2025-11-04T15:00"),
    ("11月4日（火）20:00 JST", "2025-10-01", "2025-11-04T11:00"),
    ("4 novembre 2025 18:00 – Dakar 17:00, Paris 18:00", "2025-10-01", "2025-11-04T17:00"),
    ("4 November | 1 p.m. Caracas | 12 m. Bogotá | 2 p.m. Buenos Aires", "2025-10-01", "2025-11-04T17:00"),
    ("Tuesday, 4 November 2025 at 16h GMT+1", "2025-10-01", "2025-11-04T15:00"),
    ("Tues 4 Nov 1600hrs UK", "2025-10-01", "2025-11-04T16:00"),
    ("Tue 4 November 18:30 – 20:00 Uhr (Zürich)", "2025-10-01", "2025-11-04T17:30"),
    ("Tuesday 4 November, 17.00-18.15h (CET)", "2025-10-01", "2025-11-04T16:00"),
    ("Sunday 14 February 2027, 16:00-18:00h CET", "2027-01-01", "2027-02-14T15:00"),
    ("14 Feb 2027 / 16h00 - 17h30 (GMT)", "2027-01-01", "2027-02-14T16:00"),
    (
        "14 de febrero 2027, 9:00 (Buenos Aires), 7:00 (Bogotá/Lima/Quito), 6:00 (CDMX), 13:00 (Madrid)",
        "2027-01-01",
        "2027-02-14T12:00",
    ),
    ("9 Nov 2027 17.00 Uhr MEZ / 11 am EST / 8 am PST", "2027-10-01", "2027-11-09T16:00"),
    ("9 Nov 2027, 17 Uhr (MEZ)", "2027-10-01", "2027-11-09T16:00"),
    ("9. – 10. November 2027, 9:30 Uhr MEZ", "2027-10-01", "2027-11-09T08:30"),
    ("del 9 al 11 de noviembre de 2027, 9:30 CET", "2027-10-01", "2027-11-09T08:30"),
    ("du 9 au 11 novembre 2027, 9h30 CET", "2027-10-01", "2027-11-09T08:30"),
    ("9 a 11 de novembro de 2027, 9h30 Lisboa", "2027-10-01", "2027-11-09T09:30"),
    ("12/12/2026 – 15 h (BRT) / 18 h (GMT)", "2026-12-01", "2026-12-12T18:00"),
    ("Sábado (12/12), às 15h (horário de Brasília)", "2026-12-01", "2026-12-12T18:00"),
    ("sábado, 12/12 · 15h–17h · Brasília", "2026-12-01", "2026-12-12T18:00"),
    ("Samstag, 12.12., 15-17h (MEZ)", "2026-12-01", "2026-12-12T14:00"),
    ("12.12. 15.00-17.00 Uhr Wien", "2026-12-01", "2026-12-12T14:00"),
    ("samedi 12 décembre de 15h00 à 17h00 (heure de Genève)", "2026-12-01", "2026-12-12T14:00"),
    ("lördag 12 december kl 15-17 (Stockholm)", "2026-12-01", "2026-12-12T14:00"),
    ("zaterdag 12 december van 15.00 tot 17.00 uur (Brussel)", "2026-12-01", "2026-12-12T14:00"),
    ("北京时间2027年3月9日(周二)晚上8点半", "2027-02-01", "2027-03-09T12:30"),
    ("2027年3月9日下午2:30(北京时间)", "2027-02-01", "2027-03-09T06:30"),
    ("北京时间 3月9日 21:00 / 美东时间 3月9日 8:00", "2027-02-01", "2027-03-09T13:00"),
    ("2027年3月9日(火)19時~20時30分(日本時間)", "2027-02-01", "2027-03-09T10:00"),
    ("2027년 3월 9일(화) 오후 3시 30분 (한국시간)", "2027-02-01", "2027-03-09T06:30"),
    ("9 марта 2027, вторник, 19:00 (МСК)", "2027-02-01", "2027-03-09T16:00"),
    ("9 марта 2027 в 7 вечера по московскому времени", "2027-02-01", "2027-03-09T16:00"),
    ("9 березня 2027, 19:00 за Києвом", "2027-02-01", "2027-03-09T17:00"),
    ("الثلاثاء ٩ مارس ٢٠٢٧، الساعة ٧ مساءً بتوقيت القاهرة", "2027-02-01", "2027-03-09T17:00"),
    ("मंगलवार, 9 मार्च 2027, शाम 6 बजे (भारतीय समय)", "2027-02-01", "2027-03-09T12:30"),
    ("9 Mart 2027 Salı, saat 20.00 (TSİ)", "2027-02-01", "2027-03-09T17:00"),
    ("Selasa, 9 Maret 2027, jam 7 malam WIB", "2027-02-01", "2027-03-09T12:00"),
    ("wtorek, 9 marca 2027, godz. 18:00 czasu polskiego", "2027-02-01", "2027-03-09T17:00"),
    ("Martedì 9 marzo 2027 alle ore 21 (ora italiana)", "2027-02-01", "2027-03-09T20:00"),
    ("mardi 9 mars 2027 à 12 h (heure de l'Est)", "2027-02-01", "2027-03-09T17:00"),
    ("martes por la tarde, 9 de marzo de 2027, 7:30 Madrid", "2027-02-01", "2027-03-09T18:30"),
    (
        "martes 9 de marzo - 11:00 hs. Argentina / 9:00 hs. Perú, Colombia / 8:00 hs. México",
        "2027-02-01",
        "2027-03-09T14:00",
    ),
    ("Τρίτη 9 Μαρτίου 2027, 19:00 (ώρα Ελλάδας)", "2027-02-01", "2027-03-09T17:00"),
    ("9 במרץ 2027, 20:00 (שעון ישראל)", "2027-02-01", "2027-03-09T18:00"),
    ("Thứ Ba, 9/3/2027, 19:30 (giờ Hà Nội)", "2027-02-20", "2027-03-09T12:30"),
    ("9 มีนาคม 2027 เวลา 13:00 น. (ICT)", "2027-02-01", "2027-03-09T06:00"),
    ("3月9日(火)22時より(日本時間)", "2027-02-01", "2027-03-09T13:00"),
]


@pytest.mark.parametrize(("text", "published_on", "starts_at"), LINES)
def test_the_instant_is_read_in_other_languages(text: str, published_on: str, starts_at: str) -> None:
    reading = times.read_start(text, published_on=dt.date.fromisoformat(published_on))

    assert reading.starts_at == dt.datetime.fromisoformat(starts_at).replace(tzinfo=dt.UTC)
    assert not reading.blocks
