"""Uploads are known by their first bytes, limited by kind, and gone after their request."""

import pytest

from agent.serving.access.uploads import TooLarge, Uploads, WrongKind, kind_of
from tests.media_files import picture, sound


def test_they_are_what_their_bytes_say_and_no_larger_than_allowed(tmp_path) -> None:
    seen, heard = picture(tmp_path / "a.png").read_bytes(), sound(tmp_path / "a.wav").read_bytes()
    assert [kind_of(seen), kind_of(heard)] == ["image", "audio"]
    for content, wanted in ((heard, "image"), (seen, "audio"), (b"%PDF-1.7", None), (b"", None)):
        with pytest.raises(WrongKind, match="expected a"):
            kind_of(content, wanted)
    with pytest.raises(TooLarge, match="picture of at most 10 bytes"):
        kind_of(seen, None, {"image": 10, "audio": 10})


def test_they_are_gone_afterwards_and_their_folder_is_not_told(tmp_path) -> None:
    seen = picture(tmp_path / "a.png").read_bytes()
    with Uploads() as files:
        assert files.keep(None, seen) == "image"
        path = files.kept["image"]
        assert path.read_bytes() == seen
        assert files.masked(f"can't read {path}") == "can't read the picture"
    assert not path.exists()
