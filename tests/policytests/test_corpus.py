"""Real policies with tests: nothing breaks, whatever they hold."""

from __future__ import annotations

import re

import pytest

from tailcli.policytests.coverage import coverage
from tailcli.policytests.results import Status
from tailcli.policytests.run import run_tests
from tailcli.report import tests_json, tests_junit, tests_text
from tests import corpus

TESTS = re.compile(rb'"(ssh)?[Tt]ests"')

pytestmark = [pytest.mark.corpus, corpus.needed]


def test_every_policy_with_tests_runs() -> None:
    ran = 0
    tested = [path for path in corpus.versions() if TESTS.search(path.read_bytes())]
    for path in corpus.sample(tested, 3):
        result = run_tests(corpus.read(path))
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
