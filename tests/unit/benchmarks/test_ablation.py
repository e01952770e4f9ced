"""What a pass of the reader is worth can be measured: each is found where it is called, and off while it is off."""

import pytest

from benchmarks import ablation
from benchmarks.texts import b
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.lineup import lineup

FEW = list(b.texts(7, 12))
RUNS = next(one for one in ablation.PASSES if one.name == "runs of entries")

PROSE = next(one for one in ablation.PASSES if one.name == "people in prose")


@pytest.mark.parametrize("one", ablation.PASSES, ids=lambda one: one.name)
def test_each_pass_is_called_where_it_is_said_to_be(one, monkeypatch):
    called = []
    for name in one.called_as:
        owner, attribute = ablation._place(name)
        monkeypatch.setattr(owner, attribute, lambda *said, **more: called.append(said) or one.instead(**more))
    texts = [labelled.text for labelled in FEW]
    texts.append(
        "Nets\n\n4 March 2027, 18:00 UTC\n\nSpeakers: Ada Example, Ben Sample\n\nProgramme:\n\n- Nets of hemp\n\n"
        "Organised by: Harbour School\n\n| Time | Speaker |\n| --- | --- |\n| 18:00 | Ada Example |\n"
    )
    for text in texts:
        read(text, published_on=FEW[0].published_on)

    assert called


def test_a_pass_is_off_and_on_again():
    before = lineup.read_runs
    with ablation.without(RUNS):
        assert lineup.read_runs is RUNS.instead
    assert lineup.read_runs is before


def test_figures_are_told_with_all_and_without_each_pass():
    lines = list(ablation.ablate(FEW, taught=0, passes=[RUNS, PROSE]))

    assert [line.partition("  ")[0] for line in lines] == ["with all", "runs of entries", "people in prose"]
    assert "people at 0.95" in lines[0]
    assert "people at 0.9 -" in lines[2]
