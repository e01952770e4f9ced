"""The passcode of a room is read where it stands beside the room's address."""

import datetime as dt

import pytest

from webinars.pure.announcements import reader

ROOM = "https://us02web.zoom.us/j/81234567"


def read(beside):
    text = (
        "Nets of the north\n\nThursday 11 March 2027, 6pm Britain\n\n"
        f"A talk on nets and those who mend them along the coast.\n\n{beside}\n\n"
        "Confirmed speakers\n\nAda Example (Harbour School)\n"
    )
    return reader.read(text, published_on=dt.date(2027, 2, 1)).webinars[0]


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        (f"Join: {ROOM}\nPasscode: 123456", "123456"),
        (f"Zoom: {ROOM} (Passcode: aB3.d9)", "aB3.d9"),
        (f"{ROOM}\nMeeting ID: 812 345 67\nKenncode: 998877", "998877"),
        (f"{ROOM}\nMot de passe : nets27", "nets27"),
        (f"{ROOM}\nContraseña: redes", "redes"),
        (f"{ROOM}\nCodice d’accesso: 0099.", "0099"),
        (f"Senha: 4455\n{ROOM}", "4455"),
    ],
)
def test_it_is_read_beside_the_address_and_stays_out_of_the_description(beside, code):
    webinar = read(beside)
    assert webinar.join_passcode.value == code
    assert webinar.as_json()["join_passcode"] == code
    assert code not in webinar.description.value


@pytest.mark.parametrize("beside", ["Passcode: 123456", f"{ROOM}\nA password is needed to enter", ROOM])
def test_there_is_none_without_a_room_or_a_code(beside):
    assert read(beside).join_passcode is None
