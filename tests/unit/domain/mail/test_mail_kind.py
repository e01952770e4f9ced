from webinars.domain.mail.mail_kind import Button, Letter

LETTER = Letter(
    subject="A new password",
    headline="Choose a new password",
    paragraphs=["Somebody asked for it.", "It works once."],
    button=Button(label="Choose", address="https://webinars.example/account/password/s3cret"),
    footer="If it was not you, do nothing.",
    secrets=frozenset({"s3cret", "s3cret-and-more"}),
)


def test_the_text_says_everything_in_its_order():
    assert LETTER.text == (
        "Choose a new password\n"
        "\n"
        "Somebody asked for it.\n"
        "\n"
        "It works once.\n"
        "\n"
        "Choose:\n"
        "https://webinars.example/account/password/s3cret\n"
        "\n"
        "-- \n"
        "If it was not you, do nothing.\n"
    )


def test_without_its_secret_it_lets_nobody_in():
    masked = LETTER.without_secrets()

    assert masked.is_masked
    assert "s3cret" not in masked.text
    assert "https://webinars.example/account/password/…" in masked.text
    assert "s3cret" in LETTER.text


def test_a_letter_without_a_secret_stays_as_it_is():
    plain = Letter(subject="x", headline="x", paragraphs=[], footer="x")

    assert plain.without_secrets() is plain
