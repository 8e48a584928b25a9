"""Bad input: one clear error each, and what is read is read whole."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from tailcli.inputs.errors import InputError
from tailcli.inputs.files import POLICY_LIMIT, is_folder, read_any, read_bytes, read_file, read_stdin

if TYPE_CHECKING:
    from pathlib import Path


def reason(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_file(str(path))
    assert caught.value.name == str(path)
    assert str(caught.value) == f"{path}: {caught.value.reason}"
    return caught.value.reason


def written(folder: Path, data: bytes) -> Path:
    path = folder / "policy.hujson"
    path.write_bytes(data)
    return path


def test_a_file_is_read_with_its_name_and_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"a": 1}\r\n')
    source = read_file(str(path))
    assert (source.name, source.text) == (str(path), '{"a": 1}\r\n')


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b'{\n"a": "\xff"}', "not valid UTF-8 at byte 8 (0xff, line 2); save the file as UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "the file is UTF-16; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-16-be"), "the file is UTF-16; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), "the file is UTF-16; save it as UTF-8"),
        ('{"größe": 1}'.encode("utf-16-le"), "the file is UTF-16; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-32"), "the file is UTF-32; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-32-be"), "the file is UTF-32; save it as UTF-8"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x03\x00>\x00", "the file is binary, not text"),
        (b'{"a": "\x00"}', "the file is binary, not text"),
    ],
)
def test_bytes_that_are_no_utf8_text(tmp_path: Path, data: bytes, said: str) -> None:
    assert reason(written(tmp_path, data)) == said


def test_a_byte_order_mark_is_left_for_the_parser_to_report(tmp_path: Path) -> None:
    assert read_file(str(written(tmp_path, b"\xef\xbb\xbf{}"))).text == "\ufeff{}"


def test_no_file(tmp_path: Path) -> None:
    assert reason(tmp_path / "absent") == "no such file"


def test_a_folder(tmp_path: Path) -> None:
    assert reason(tmp_path) == "is a directory, not a file"


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert reason(path) == "is not a regular file"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = written(tmp_path, b"{}")
    path.chmod(0)
    assert reason(path) == "no permission to read it"


def test_a_name_that_no_path_has() -> None:
    with pytest.raises(InputError, match="not a valid path"):
        read_file("a\0b")


def test_a_path_that_cannot_be_looked_at_is_no_folder(tmp_path: Path) -> None:
    assert is_folder(str(tmp_path))
    assert not is_folder(str(tmp_path / "absent"))
    assert not is_folder("a" * 100_000)


def test_the_limit_is_named_and_exact(tmp_path: Path) -> None:
    path = written(tmp_path, b"123456")
    assert read_bytes(str(path), 6) == b"123456"
    with pytest.raises(InputError, match="larger than the limit of 5 bytes"):
        read_bytes(str(path), 5)


def test_a_huge_file_is_refused_by_the_limit_for_policies(tmp_path: Path) -> None:
    path = tmp_path / "huge.hujson"
    with path.open("wb") as stream:
        stream.truncate(POLICY_LIMIT + 1)
    assert reason(path) == "larger than the limit of 10 MiB"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    source = read_any("-", stdin_name="policy.hujson")
    assert (source.name, source.text) == ("policy.hujson", "{}")


def test_standard_input_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}  ")))
    with pytest.raises(InputError, match="limit"):
        read_stdin("x", 3)


def test_a_file_whose_name_looks_like_a_revision_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "HEAD:policy").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert read_any("HEAD:policy").text == "{}"
