import pytest

from webinars.pure.matching.similarity import clear_winner, speaker_of_video


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Ada Lovelace – On engines", "Ada Lovelace"),
        ("ADA LOVELACE on engines", "Ada Lovelace"),
        ("Prof. Bonacci: The abacus", "Leonardo Bonacci"),
        ("Emilie du Chatelet speaks", "Émilie du Châtelet"),
        ("Herschel on comets", None),
        ("Full event stream", None),
        ("Ada Lovelace and Leonardo Bonacci", None),
    ],
)
def test_a_video_belongs_to_the_one_it_names(title, speaker):
    names = ["Ada Lovelace", "Leonardo Bonacci", "Émilie du Châtelet", "Caroline Herschel", "William Herschel"]

    assert speaker_of_video(title, names) == speaker


@pytest.mark.parametrize(
    ("scored", "winner"),
    [
        ([], None),
        ([(1.0, "a")], "a"),
        ([(0.9, "a")], None),
        ([(1.0, "a"), (1.5, "b")], "b"),
        ([(1.4, "a"), (1.5, "b")], None),
    ],
    ids=["nothing", "one", "too little", "the best", "two alike"],
)
def test_the_winner_is_clear_or_there_is_none(scored, winner):
    assert clear_winner(scored, enough=1.0, margin=0.25) == winner
