"""Writing a file back: in one step, as it was apart from the change, and never over another's change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tailcli.inputs.errors import InputError
from tailcli.inputs.files import read_file
from tailcli.inputs.writing import create_text, replace_text

if TYPE_CHECKING:
    from pathlib import Path

BEFORE, AFTER = "{}\r\n// \u00e9\r\n", '{"a": 1}\r\n// \u00e9\r\n'
as_root = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write everything")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "policy.hujson"
    made.write_bytes(BEFORE.encode())
    return made


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_the_text_is_written_as_it_is(path: Path) -> None:
    replace_text(str(path), BEFORE, AFTER)
    assert path.read_bytes() == AFTER.encode()
    assert names(path.parent) == ["policy.hujson"]


def test_a_byte_order_mark_is_part_of_the_text(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf{}")
    text = read_file(str(path)).text
    replace_text(str(path), text, text + "\n")
    assert path.read_bytes() == b"\xef\xbb\xbf{}\n"


def test_the_mode_stays(path: Path) -> None:
    path.chmod(0o640)
    replace_text(str(path), BEFORE, AFTER)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_still_leads_to_the_file(path: Path) -> None:
    link = path.parent / "deep" / "link.hujson"
    link.parent.mkdir()
    link.symlink_to("../policy.hujson")
    replace_text(str(link), BEFORE, AFTER)
    assert link.is_symlink()
    assert path.read_bytes() == AFTER.encode()
    assert names(link.parent) == ["link.hujson"]


@pytest.mark.parametrize("now", [b"{} // mine\n", BEFORE.encode() + b" ", b""])
def test_what_changed_meanwhile_is_not_overwritten(path: Path, now: bytes) -> None:
    path.write_bytes(now)
    with pytest.raises(InputError, match="changed while it was worked on"):
        replace_text(str(path), BEFORE, AFTER)
    assert path.read_bytes() == now
    assert names(path.parent) == ["policy.hujson"]


def test_a_file_that_is_gone_is_not_made_anew(path: Path) -> None:
    path.unlink()
    with pytest.raises(InputError, match="cannot be written: no such file"):
        replace_text(str(path), BEFORE, AFTER)
    assert names(path.parent) == []


@as_root
def test_a_file_closed_to_writing_is_left(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(InputError, match="no permission to write it"):
        replace_text(str(path), BEFORE, AFTER)
    assert path.read_bytes() == BEFORE.encode()


def test_a_failing_disk_leaves_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="cannot be written: no space left on device"):
        replace_text(str(path), BEFORE, AFTER)
    assert path.read_bytes() == BEFORE.encode()
    assert names(path.parent) == ["policy.hujson"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a regular file"):
        replace_text(str(tmp_path), BEFORE, AFTER)


def test_making_a_file(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    create_text(str(path), "1\n")
    create_text(str(path), "2\n")
    assert path.read_text() == "2\n"
    with pytest.raises(InputError, match="cannot be written"):
        create_text(str(tmp_path / "absent" / "new.json"), "1")
