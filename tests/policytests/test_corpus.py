"""Real policies with tests: nothing breaks, whatever they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tailcli.policy.load import load
from tailcli.policytests.coverage import coverage
from tailcli.policytests.results import Status
from tailcli.policytests.run import run_tests
from tailcli.report import tests_json, tests_junit, tests_text
from tailcli.source.text import SourceText

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout"),
]


def test_every_policy_with_tests_runs() -> None:
    ran = 0
    for path in sorted(filter(Path.is_file, CORPUS.rglob("*.hujson"))):
        text = path.read_text(encoding="utf-8", errors="replace")
        if '"tests"' not in text and '"sshTests"' not in text:
            continue
        result = run_tests(load(SourceText(path.name, text)))
        covered = coverage(result)
        assert tests_text.render(result, covered)
        assert tests_json.render(result, covered).isascii()
        assert tests_junit.render(result)
        for entry in result.entries:
            for assertion in entry.assertions:
                explained = assertion.missing if assertion.status is Status.UNKNOWN else True
                assert explained, (path, entry.name)
        ran += bool(result.entries)
    assert ran > 100
