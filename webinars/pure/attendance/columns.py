"""What the columns of a room's report are called, in the languages of the tools that write them."""

import enum
import re
import unicodedata
from collections.abc import Sequence


class Column(enum.StrEnum):
    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    LENGTH = "length"


_HEADS = {
    Column.NAME: """name, full name, user name, username, participant, participant name, attendee, display name,
        name original name, user name original name, name originalname,
        name des teilnehmers, teilnehmer, vollstandiger name, benutzername,
        nom, nom complet, nom original, participant e, nom d utilisateur, nombre, nombre completo, nombre de usuario,
        participante, nome, nome completo, nome utente, nome do usuario, partecipante, naam, deelnemer, imie i nazwisko,
        имя, участник, 姓名, 名前, 이름""",
    Column.FIRST_NAME: "first name, vorname, prenom, nombre de pila, given name, voornaam",
    Column.LAST_NAME: """last name, surname, family name, nachname, nom de famille, apellido, apellidos, cognome,
        sobrenome""",
    Column.EMAIL: """email, e mail, user email, email address, e mail address, mail, mail address, e mail adresse,
        benutzer e mail, adresse e mail, adresse email, adresse electronique, e mail de l utilisateur, courriel,
        correo electronico, correo, direccion de correo electronico, correo electronico del usuario, indirizzo email,
        indirizzo e mail, endereco de e mail, e mailadres, adres e mail, электронная почта, 电子邮件, メール""",
    Column.JOINED: """join, joined, join time, time joined, first join, first joined, joined at, beitritt,
        beitrittszeit,
        beitrittszeitpunkt, teilnahmebeginn, beigetreten, heure d arrivee, heure de connexion, arrivee, entree,
        hora de entrada, hora de ingreso, hora para unirse, entrada, ora di ingresso, ingresso, hora de ingresso,
        deelnametijd, toegetreden, 加入时间, 参加時間""",
    Column.LEFT: """left, leave, leave time, time exited, time left, last leave, left at, verlassen, austritt,
        austrittszeit, uhrzeit des verlassens, zeitpunkt des verlassens, heure de depart, depart, heure de sortie,
        sortie,
        hora de salida, salida, hora de saida, saida, ora di uscita, uscita, vertrektijd, verlaten,
        离开时间, 退出時間""",
    Column.LENGTH: """duration, duration minutes, total duration, total duration minutes, in meeting duration,
        time in session, time in session minutes, time in meeting, online time, online, minutes, attendance duration,
        dauer, dauer minuten, gesamtdauer, gesamtdauer minuten, onlinezeit, minuten, duree, duree minutes, duree totale,
        temps en ligne, duracion, duracion minutos, minutos, tiempo en linea, durata, durata minuti, minuti, duracao,
        duracao minutos, duur, duur minuten, czas trwania, длительность, 时长, 持续时间 分钟, 所要時間""",
}
_COLUMNS = {" ".join(head.split()): column for column, heads in _HEADS.items() for head in heads.split(",")}
_BETWEEN = re.compile(r"[\W_]+")


def known_columns(cells: Sequence[str]) -> dict[Column, int]:
    """Returns which columns a line names, each by the place of the first cell that does."""
    found: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        column = _COLUMNS.get(_key(cell))
        if column is not None:
            found.setdefault(column, place)
    return found


def says_who(columns: dict[Column, int]) -> bool:
    """Returns True if the columns tell who somebody is."""
    return not columns.keys().isdisjoint({Column.NAME, Column.EMAIL, Column.FIRST_NAME, Column.LAST_NAME})


def says_how_long(columns: dict[Column, int]) -> bool:
    """Returns True if the columns tell how long somebody stayed."""
    return Column.LENGTH in columns or columns.keys() >= {Column.JOINED, Column.LEFT}


def _key(cell: str) -> str:
    """Returns a head without accents, signs and capital letters."""
    letters = unicodedata.normalize("NFKD", cell).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", unicodedata.normalize("NFC", plain)).strip()
