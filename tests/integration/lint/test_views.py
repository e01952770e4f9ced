import pytest


def test_the_empty_page_asks_for_an_expression(client):
    page = client.get("/lint")

    assert page.status_code == 200
    assert "Check a zone line" in page.text
    assert "True" not in page.text


def test_a_true_line_is_called_true_and_given_back_to_print(client):
    page = client.get("/lint", query_string={"text": "Sunday 14 February 2027, 4pm Britain, 11am US Eastern"})

    assert page.status_code == 200
    assert "All of it is true" in page.text
    assert 'value="Sunday 14 February 2027, 4pm Britain, 11am US Eastern"' in page.text
    assert "2027-02-14 16:00 UTC" in page.text


def test_hours_that_disagree_are_explained(client):
    page = client.get("/lint", query_string={"text": "Sunday 21 March 2027, 4pm Britain, 11am US Eastern"})

    assert page.status_code == 200
    assert "12 noon US Eastern" in page.text
    assert "All of it is true" not in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"text": ""}, "Write a date and an hour"),
        ({"text": "x" * 2001}, "Paste only the lines"),
        ({"text": "4pm", "published_on": "soon"}, "Write the date as year, month and day"),
        ({"text": "4pm", "timezone": "Europe/Lodnon"}, "We know no place “Europe/Lodnon”."),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(client, query, sentence):
    page = client.get("/lint", query_string=query)

    assert page.status_code == 422
    assert sentence in page.text
    assert all(value in page.text for value in query.values())


def test_the_answer_is_the_same_for_everyone_and_may_be_shared(client):
    page = client.get("/lint", query_string={"text": "14 February 2027, 4pm Britain"})

    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")


def test_markup_in_the_expression_stays_text(client):
    page = client.get("/lint", query_string={"text": "<script>alert(1)</script> 4pm Britain"})

    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
