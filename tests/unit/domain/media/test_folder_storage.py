import os

import pytest

from webinars.domain.media.folder_storage import FolderStorage


def test_a_file_system_without_second_names_keeps_a_copy(tmp_path, monkeypatch):
    def refuse(*_names):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    storage = FolderStorage(tmp_path / "shared")

    with storage.incoming() as file:
        file.write(b"film")
        key = storage.keep(file)

    assert {path.name: path.read_bytes() for path in storage.folder.iterdir()} == {key: b"film"}
    assert storage.place(key).stat().st_mode & 0o777 == 0o600


def test_what_is_taken_back_leaves_no_folder_behind(tmp_path):
    storage = FolderStorage(tmp_path / "shared")
    (tmp_path / "film").write_bytes(b"film")
    storage.put(tmp_path / "film", "a/b/film")
    storage.put(tmp_path / "film", "c/film")

    storage.take_back(["a/b/film", "a/b/never"])

    assert [path.name for path in storage.folder.iterdir()] == ["c"]


def test_trying_out_a_folder_leaves_nothing(tmp_path):
    storage = FolderStorage(tmp_path)

    storage.try_out()

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError), storage.fetched("x"):
        pass
