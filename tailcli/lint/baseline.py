"""Baselines: the findings that a team has already seen, known by what they are about and not by their line.

A finding is known by its rule, by where in the policy it is (without the numbers of list elements) and by
what the entry holds that it is about. So it stays known when other entries come and go or the file is
formatted, and is new again when its own entry changes.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from tailcli.hujson.find import find, locate
from tailcli.hujson.parse import parse
from tailcli.hujson.path import encode_pointer
from tailcli.hujson.plain import to_python
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.findings.model import Finding
    from tailcli.hujson.nodes import Value
    from tailcli.hujson.path import Path
    from tailcli.lint.runner import LintResult
    from tailcli.source.text import SourceText

VERSION = 1
_ENTRY = 2
"""How deep the entries of a section lie."""


class Key(NamedTuple):
    """What a finding is known by. ``content`` is a digest of its entry, empty where it is about no entry."""

    code: str
    pointer: str
    content: str


class Baseline(NamedTuple):
    """How often each finding was seen, by file."""

    files: Mapping[str, Mapping[Key, int]]


class Compared(NamedTuple):
    """A result without what the baseline holds, how many findings that were, and what has gone."""

    result: LintResult
    held: int
    stale: Mapping[Key, int]


class BaselineError(ValueError):
    """A text is no baseline that this version can read."""


def compare(result: LintResult, known: Mapping[Key, int]) -> Compared:
    """Take from a result what is known. Of rules that did not run nothing is said to have gone."""
    left = Counter(known)
    fresh: list[Finding] = []
    for finding, key in keyed(result):
        if left[key] > 0:
            left[key] -= 1
        else:
            fresh.append(finding)
    stale = {key: count for key, count in left.items() if count > 0 and key.code in result.ran}
    held = len(result.findings) - len(fresh)
    return Compared(result._replace(findings=tuple(fresh)), held, stale)


def counts(result: LintResult) -> dict[Key, int]:
    """Return how often each finding of a result is there."""
    return dict(Counter(key for _, key in keyed(result)))


def keyed(result: LintResult) -> list[tuple[Finding, Key]]:
    """Return the findings of a result, in their order, each with what it is known by."""
    entries = _Entries(result.source)
    return [(finding, entries.key(finding)) for finding in result.findings]


class _Entries:
    """The entries of a file, each digested once."""

    def __init__(self, source: SourceText) -> None:
        self._root = parse(source).root
        self._digests: dict[Path, str] = {}

    def key(self, finding: Finding) -> Key:
        """Return what a finding is known by."""
        start = finding.report.span.start
        place = None if self._root is None else locate(self._root, start)
        path: Path = () if place is None else place.path
        steps = tuple("*" if isinstance(step, int) else step for step in path)
        return Key(finding.code, encode_pointer(steps), self._digest(path[:_ENTRY]))

    def _digest(self, path: Path) -> str:
        if len(path) < _ENTRY or self._root is None:
            return ""
        if path not in self._digests:
            self._digests[path] = _digest(find(self._root, path))
        return self._digests[path]


def _digest(value: Value | None) -> str:
    import hashlib

    text = "" if value is None else json.dumps(to_python(value), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def write(baseline: Baseline) -> str:
    """Return the text of a baseline: JSON in a stable order, made for reviews."""
    files = {
        name: [{**key._asdict(), "count": count} for key, count in sorted(known.items())]
        for name, known in sorted(baseline.files.items())
    }
    return json.dumps({"version": VERSION, "files": files}, indent=2) + "\n"


def read(text: str) -> Baseline:
    """Return the baseline that a text holds.

    Raises:
        BaselineError: if it holds none.
    """
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"not valid JSON: {error}") from error
    if not isinstance(parsed, dict) or "version" not in parsed:
        raise BaselineError("not a baseline: it has no version")
    if parsed["version"] != VERSION:
        raise BaselineError(f"version {parsed['version']!r} is not known; known is {VERSION}")
    files = parsed.get("files")
    if not isinstance(files, dict):
        raise BaselineError('not a baseline: "files" is no object')
    return Baseline({name: _entries(name, entries) for name, entries in files.items()})


def _entries(name: str, entries: object) -> dict[Key, int]:
    if not isinstance(entries, list):
        raise BaselineError(f"{name}: expected a list of findings")
    return dict(_entry(name, index, entry) for index, entry in enumerate(entries))


def _entry(name: str, index: int, entry: object) -> tuple[Key, int]:
    if isinstance(entry, dict):
        texts = [entry.get(field) for field in Key._fields]
        count = entry.get("count")
        if all(isinstance(text, str) for text in texts) and isinstance(count, int):
            return Key._make(texts), count
    raise BaselineError(f"{name}[{index}]: expected code, pointer, content and count")
