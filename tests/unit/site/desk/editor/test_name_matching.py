import pytest

from webinars.site.desk.editor.name_matching import is_settled


@pytest.mark.parametrize("chosen", ["1", "2147483647"])
def test_an_id_settles_who_is_meant(chosen):
    assert is_settled(chosen)


@pytest.mark.parametrize("chosen", [None, "", "new", "²", "-1", "2147483648", "99999999999", "9" * 5000])
def test_what_no_id_can_be_does_not(chosen):
    assert not is_settled(chosen)
