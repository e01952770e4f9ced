"""A file that is chosen in place of a pasted text."""

import io

from tests.integration.imports.test_views import PUBLISHED_ON, page_of, texts, token
from tests.integration.imports.texts import ANNOUNCEMENT


def test_a_file_is_read_in_the_texts_place(client, olga):
    page = page_of(client.get("/manage/paste"))
    file = (io.BytesIO(f"<p>{ANNOUNCEMENT.replace(chr(10), '<br>')}</p>".encode()), "letter.html")

    response = client.post(
        "/manage/paste",
        data={"csrf_token": token(page), "text": "", "file": file, "published_on": PUBLISHED_ON},
        content_type="multipart/form-data",
    )

    assert "Letters on colour" in response.get_data(as_text=True)


def test_a_file_that_is_no_text_is_refused_and_what_was_typed_stays(client, olga):
    page = page_of(client.get("/manage/paste"))
    file = (io.BytesIO(b"%PDF-1.7\n\x00\xff\x9c letters on colour"), "letter.pdf")

    response = client.post(
        "/manage/paste",
        data={"csrf_token": token(page), "text": "As typed.", "file": file},
        content_type="multipart/form-data",
    )

    refused = page_of(response)
    assert response.status_code == 422
    assert texts(refused, "//p[@id='file-error']") == [
        "This file is not plain text or HTML. Open it, and paste what it says."
    ]
    assert refused.get_element_by_id("text").text_content().strip() == "As typed."


def test_of_a_file_that_is_no_text_nothing_else_is_said(client, olga):
    page = page_of(client.get("/manage/paste"))
    data = {"csrf_token": token(page), "text": "", "file": (io.BytesIO(b"PK\x03\x04\x00"), "programme.docx")}

    refused = page_of(client.post("/manage/paste", data=data, content_type="multipart/form-data"))

    assert texts(refused, "//p[contains(@class, 'error')]") == [
        "This file is not plain text or HTML. Open it, and paste what it says."
    ]


def test_each_kind_of_file_that_is_read_can_be_chosen(client, olga):
    (accepted,) = page_of(client.get("/manage/paste")).xpath("//input[@name='file']/@accept")

    assert {".txt", ".html", ".ics", ".json", ".xml", "text/calendar", "text/xml"} <= set(accepted.split(","))
