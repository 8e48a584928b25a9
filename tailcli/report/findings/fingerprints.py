"""What a forge knows a finding by: its rule, its place in the policy and what stands there, not its line."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from tailcli.lint.baseline import keyed
from tailcli.report.paths import forge_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Finding
    from tailcli.lint.runner import LintResult

_LENGTH = 32


def fingerprinted(result: LintResult) -> Iterator[tuple[Finding, str]]:
    """Yield the findings of a result, each with a fingerprint that no other of the file has."""
    seen: Counter[str] = Counter()
    for finding, key in keyed(result):
        text = "\0".join((forge_path(finding.file), *key))
        seen[text] += 1
        numbered = f"{text}\0{seen[text]}".encode("utf-8", "surrogatepass")
        yield finding, hashlib.sha256(numbered).hexdigest()[:_LENGTH]
