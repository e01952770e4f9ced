"""One entry of a line-up, in the ways people write it. All names are of earlier centuries."""

import pytest

from webinars.announcements.model import Role
from webinars.announcements.reader.people import person_in

ENTRIES = [
    ("Ada Lovelace", "Ada Lovelace", None, None, None),
    ("Ada Lovelace (Analytical Society)", "Ada Lovelace", "Analytical Society", None, None),
    ("Ada Lovelace, Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Ada Lovelace – Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Ada Lovelace - Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Ada Lovelace — Author of ‘Notes’", "Ada Lovelace", "Author of ‘Notes’", None, None),
    ("Ada Lovelace | Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Ada Lovelace; Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Ada Lovelace from the Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Dr. Ada Lovelace, Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Dr Ada Lovelace, PhD, Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Prof. Dr. Emmy Noether (Universität Göttingen)", "Emmy Noether", "Universität Göttingen", None, None),
    ("Prof. Dr.-Ing. Emmy Noether, Universität Göttingen", "Emmy Noether", "Universität Göttingen", None, None),
    ("Professor Mary Somerville, University of Oxford", "Mary Somerville", "University of Oxford", None, None),
    ("Sir William Herschel FRS, Royal Society", "William Herschel", "Royal Society", None, None),
    ("Jeremy Bentham MP", "Jeremy Bentham", None, None, None),
    ("Jeremy Bentham MP (Labour)", "Jeremy Bentham", "Labour", None, None),
    ("Ada Lovelace (she/her), Analytical Society", "Ada Lovelace", "Analytical Society", None, None),
    ("Caroline HERSCHEL, Astronomer, Royal Society", "Caroline HERSCHEL", "Astronomer, Royal Society", None, None),
    ("Alexander von Humboldt, Akademie der Wissenschaften", "Alexander von Humboldt", "Akademie der Wissenschaften", None, None),
    ("Ibn al-Haytham (House of Knowledge, Cairo)", "Ibn al-Haytham", "House of Knowledge, Cairo", None, None),
    ("Juana Inés de la Cruz – poeta, México", "Juana Inés de la Cruz", "poeta, México", None, None),
    ("W. E. B. Example-Bois (Atlanta)", "W. E. B. Example-Bois", "Atlanta", None, None),
    ("Chair: Mary Anning (Museum of Lyme)", "Mary Anning", "Museum of Lyme", Role.CHAIR, None),
    ("Chaired by Mary Anning", "Mary Anning", None, Role.CHAIR, None),
    ("Moderator: Mary Anning, Museum of Lyme", "Mary Anning", "Museum of Lyme", Role.MODERATOR, None),
    ("Moderator – Mary Anning (Museum of Lyme)", "Mary Anning", "Museum of Lyme", Role.MODERATOR, None),
    ("Moderated by: Mary Anning", "Mary Anning", None, Role.MODERATOR, None),
    ("Moderation: Mary Anning, Geologin", "Mary Anning", "Geologin", Role.MODERATOR, None),
    ("Moderadora: Mary Anning (Museo)", "Mary Anning", "Museo", Role.MODERATOR, None),
    ("Modératrice : Mary Anning, géologue", "Mary Anning", "géologue", Role.MODERATOR, None),
    ("Mediação: Mary Anning", "Mary Anning", None, Role.MODERATOR, None),
    ("Mary Anning (moderator)", "Mary Anning", None, Role.MODERATOR, None),
    ("Mary Anning (Museum of Lyme, moderator)", "Mary Anning", "Museum of Lyme", Role.MODERATOR, None),
    ("Mary Anning (Museum of Lyme; chair)", "Mary Anning", "Museum of Lyme", Role.CHAIR, None),
    ("Mary Anning, Museum of Lyme (Chair)", "Mary Anning", "Museum of Lyme", Role.CHAIR, None),
    ("Mary Anning (Museum of Lyme) – moderator", "Mary Anning", "Museum of Lyme", Role.MODERATOR, None),
    ("Mary Anning (Museum of Lyme) (moderator)", "Mary Anning", "Museum of Lyme", Role.MODERATOR, None),
    ("Mary Anning, moderator", "Mary Anning", None, Role.MODERATOR, None),
    ("Mary Anning – Moderator", "Mary Anning", None, Role.MODERATOR, None),
    ("Mary Anning, Moderator, Museum of Lyme", "Mary Anning", "Museum of Lyme", Role.MODERATOR, None),
    ("Mary Anning, chair, Federation of Fossil Hunters", "Mary Anning", "chair, Federation of Fossil Hunters", None, None),
    ("Mary Anning (Chair, Federation of Fossil Hunters)", "Mary Anning", "Chair, Federation of Fossil Hunters", None, None),
    ("Discussant: Mary Anning (Lyme)", "Mary Anning", "Lyme", Role.RESPONDENT, None),
    ("Respondent – Mary Anning", "Mary Anning", None, Role.RESPONDENT, None),
    ("Keynote: Mary Anning, Museum of Lyme", "Mary Anning", "Museum of Lyme", Role.KEYNOTE, None),
    ("Keynote speaker: Mary Anning", "Mary Anning", None, Role.KEYNOTE, None),
    ("Host: Mary Anning", "Mary Anning", None, Role.HOST, None),
    ("Facilitator: Mary Anning", "Mary Anning", None, Role.FACILITATOR, None),
    ("Interpreter: Mary Anning", "Mary Anning", None, Role.INTERPRETER, None),
    ("Mary Anning: The ichthyosaur and its teeth", "Mary Anning", None, None, "The ichthyosaur and its teeth"),
    ("Mary Anning (Museum of Lyme): The ichthyosaur", "Mary Anning", "Museum of Lyme", None, "The ichthyosaur"),
    ("Mary Anning, Museum of Lyme: “The ichthyosaur”", "Mary Anning", "Museum of Lyme", None, "The ichthyosaur"),
    ("Mary Anning (Museum of Lyme) – “The ichthyosaur”", "Mary Anning", "Museum of Lyme", None, "The ichthyosaur"),
    ("Mary Anning, “The ichthyosaur”", "Mary Anning", None, None, "The ichthyosaur"),
    ("“The ichthyosaur” – Mary Anning (Museum of Lyme)", "Mary Anning", "Museum of Lyme", None, "The ichthyosaur"),
    ("“The ichthyosaur”, by Mary Anning, Museum of Lyme", "Mary Anning", "Museum of Lyme", None, "The ichthyosaur"),
    ("14:05 – Mary Anning (Museum of Lyme): The ichthyosaur", "Mary Anning", "Museum of Lyme", None, "The ichthyosaur"),
    ("14:05-14:20 Mary Anning, Museum of Lyme", "Mary Anning", "Museum of Lyme", None, None),
    ("🎤 Mary Anning, Museum of Lyme", "Mary Anning", "Museum of Lyme", None, None),
    ("Mary Anning (England), Museum of Lyme", "Mary Anning", "Museum of Lyme", None, None),
    ("Mary Anning (Museum of Lyme) (tbc)", "Mary Anning", "Museum of Lyme", None, None),
    ("Mary Anning (tbc)", "Mary Anning", None, None, None),
    ("王贞仪 (Nanjing Observatory)", "王贞仪", "Nanjing Observatory", None, None),
    ("Wang Zhenyi", "Wang Zhenyi", None, None, None),
    ("Senator Jane Example (Party)", "Jane Example", "Party", None, None),
    ("Mary Anning, Director of the Museum of Lyme; Author, Fossils and Credit", "Mary Anning", "Director of the Museum of Lyme; Author, Fossils and Credit", None, None),
    ("Mary Anning (Director, Museum; Author, ‘Fossils and Credit’)", "Mary Anning", "Director, Museum; Author, ‘Fossils and Credit’", None, None),
    ("Mary Anning, Museum Inc.", "Mary Anning", "Museum Inc.", None, None),
    ("Mary Anning, Museum of Lyme.", "Mary Anning", "Museum of Lyme", None, None),
    ("Mme Sophie Germain, mathématicienne", "Sophie Germain", "mathématicienne", None, None),
    ("Dra. Juana Inés, Universidad de México", "Juana Inés", "Universidad de México", None, None),
    ("Frau Dr. Maria Sibylla Merian, Frankfurt", "Maria Sibylla Merian", "Frankfurt", None, None),
    ("Speaker: Mary Anning, Lyme", "Mary Anning", "Lyme", Role.SPEAKER, None),
    ("Speaker 1: Mary Anning, Lyme", "Mary Anning", "Lyme", Role.SPEAKER, None),
    ("Mary Anning (Lyme) as moderator", "Mary Anning", "Lyme", Role.MODERATOR, None),
    ("Mary Anning will moderate", "Mary Anning", None, Role.MODERATOR, None),
    ("Moderator Mary Anning (Lyme)", "Mary Anning", "Lyme", Role.MODERATOR, None),
    ("with Mary Anning (Lyme)", "Mary Anning", "Lyme", None, None),
    ("Mary Anning of Lyme Museum", "Mary Anning", "Lyme Museum", None, None),
    ("Mary Anning, founder of Fossils for All", "Mary Anning", "founder of Fossils for All", None, None),
    ("Introduction by Mary Anning, Lyme", "Mary Anning", "Lyme", Role.SPEAKER, None),
    ("Welcome: Mary Anning, Lyme", "Mary Anning", "Lyme", Role.SPEAKER, None),
]


@pytest.mark.parametrize(("text", "name", "affiliation", "role", "talk"), ENTRIES, ids=[entry[0] for entry in ENTRIES])
def test_an_entry_is_taken_apart(text, name, affiliation, role, talk):
    person = person_in(text)

    assert person is not None
    assert (person.name, person.affiliation, person.role, person.talk_title) == (name, affiliation, role, talk)


@pytest.mark.parametrize(
    "text",
    [
        "Is the release of the engine a turning point?",
        "What is to be done",
        "Register here",
        "Registration is open",
        "https://example.org/register",
        "the future of machines",
        "4pm Britain, 11am US Eastern",
        "",
        "–",
        "12345",
        "Q&A",
        "Questions and discussion",
        "This event is free and open to all, but registration is required",
    ],
)
def test_what_is_nobody_is_not_taken_for_somebody(text):
    assert person_in(text, is_strict=True) is None
