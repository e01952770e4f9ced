import pytest

from webinars.lib.email_addresses import InvalidEmail, address_for_delivery, normalised_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("olga@society.example", "olga@society.example"),
        ("  Olga@Society.Example ", "olga@society.example"),
        ("caroline.herschel+comets@society.example", "caroline.herschel+comets@society.example"),
        ("info@xn--mnchen-3ya.example", "info@münchen.example"),
    ],
)
def test_one_person_has_one_address(typed, kept):
    assert normalised_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "olga",
        "olga@",
        "@society.example",
        "olga society.example",
        "a@b@c.example",
        "olga@society.example\nBcc: x@y.example",
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(typed):
    with pytest.raises(InvalidEmail, match=r"^Enter an address with an @, like name@society\.example\.$"):
        normalised_email(typed)


def test_a_domain_in_another_script_is_written_for_servers_in_ascii():
    assert address_for_delivery("info@münchen.example") == "info@xn--mnchen-3ya.example"
    assert address_for_delivery("olga@society.example") == "olga@society.example"
