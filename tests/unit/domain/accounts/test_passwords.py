import time

import pytest
from argon2 import PasswordHasher

from webinars.domain.accounts.errors import WeakPassword
from webinars.domain.accounts.passwords import COMMON_PASSWORDS, hash_password, is_right, needs_rehash, refuse_weak


def test_the_right_password_opens_and_another_does_not():
    password_hash = hash_password("copper tide organ")

    assert is_right("copper tide organ", password_hash)
    assert not is_right("copper tide organs", password_hash)


def test_it_is_argon2id_with_a_salt_of_its_own():
    assert hash_password("copper tide organ").startswith("$argon2id$")
    assert hash_password("copper tide organ") != hash_password("copper tide organ")


def test_letters_composed_by_another_keyboard_are_the_same():
    assert is_right("Schro\u0308dinger tide", hash_password("Schr\u00f6dinger tide"))


def test_nobody_signs_in_without_a_hash():
    assert not is_right("what is compared when the address is unknown", None)
    assert not is_right("", None)
    assert not is_right("anything", "not a hash")


def test_an_unknown_address_takes_as_long_as_a_wrong_password():
    password_hash = hash_password("copper tide organ")
    is_right("x", None)  # makes what is compared against

    def seconds(subject):
        # Of the processor, and the quickest of several: what else the machine does only ever adds.
        found = []
        for _ in range(5):
            started = time.process_time()
            is_right("wrong", subject)
            found.append(time.process_time() - started)
        return min(found)

    known, unknown = seconds(password_hash), seconds(None)

    assert 0.4 < unknown / known < 2.5


def test_a_hash_made_with_less_work_is_made_again():
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("copper tide organ"))
    assert not needs_rehash(hash_password("copper tide organ"))


@pytest.mark.parametrize(
    "password",
    [
        "copper tide organ",
        "Xk7-pa2Qz",
        "ежедневник-луна",
        "  blanks count  ",
        "x" * 3 + "yzw" * 80,
        "olga sails at dawn",
    ],
)
def test_a_good_password_is_taken_as_it_is(password):
    refuse_weak(password, ["Learned Societies", "olga", "society.example"])


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("seven77", "at least 8 characters"),
        ("x1y2" * 65, "at most 256"),
        ("password1", "first that anyone would try"),
        ("PASSW0RD!", "first that anyone would try"),
        ("Sunshine2024", "first that anyone would try"),
        ("aaaaaaaaaaaa", "first that anyone would try"),
        ("1212121212", "first that anyone would try"),
        ("webinars2026", "a name that everyone here knows"),
        ("LearnedSocieties1", "a name that everyone here knows"),
        ("societies!!", "a name that everyone here knows"),
        ("herschel1750", "a name that everyone here knows"),
        ("herschelherschel", "a name that everyone here knows"),
        ("society.example", "a name that everyone here knows"),
    ],
)
def test_a_password_that_is_tried_first_is_refused_with_its_reason(password, reason):
    with pytest.raises(WeakPassword, match=reason):
        refuse_weak(password, ["Learned Societies", "caroline.herschel", "society.example"])


def test_the_list_of_common_passwords_is_long_enough_and_clean():
    listed = COMMON_PASSWORDS.read_text(encoding="utf-8").splitlines()

    assert len(listed) >= 3000
    assert listed == sorted(set(listed))
    assert [password for password in listed if len(password) < 8 or password != password.casefold()] == []
