"""What ``tailcli lint`` does once its options are read: lint, change, compare, print."""

from __future__ import annotations

import os
import sys
from itertools import chain
from typing import TYPE_CHECKING

from tailcli import api
from tailcli.cli import exits, streams
from tailcli.cli.baselines import without_known
from tailcli.cli.forge import forge_folders
from tailcli.cli.lint_choice import choose
from tailcli.cli.rewriting import rewrite
from tailcli.cli.targets import targets
from tailcli.inputs.files import STDIN
from tailcli.report.counts import number
from tailcli.report.formats import FindingFormat, render
from tailcli.report.style import PLAIN, ColorChoice, style_for
from tailcli.report.talk import skipped_lines
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.cli.lint_changes import Changed
    from tailcli.cli.lint_choice import Chosen, Flags
    from tailcli.cli.lint_options import Changes
    from tailcli.cli.targets import Targets
    from tailcli.inputs.configuration import Configurations
    from tailcli.lint.runner import LintResult
    from tailcli.report.style import Style


class Job(NamedTuple):
    """What to lint and what to do with what is found.

    ``changes`` is None where nothing is to be written; ``is_stdin`` says that the one input is the standard
    input, so that a new text goes to the standard output. ``baseline`` beats those of the settings;
    ``settings_revision`` is where a baseline is read from, if not from the working tree.
    """

    found: Targets
    chosen: Sequence[Chosen]
    output: FindingFormat
    color: ColorChoice
    changes: Changes | None = None
    is_stdin: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    statistics: bool = False
    output_file: str | None = None
    settings_revision: str | None = None


class Printing(NamedTuple):
    """How the findings are printed, and into which file if not to the standard output."""

    output: FindingFormat = FindingFormat.FULL
    color: ColorChoice = ColorChoice.AUTO
    output_file: str | None = None


def job_for(
    paths: Sequence[str], stdin_name: str, known: Configurations, flags: Flags, printing: Printing
) -> Job:
    """Read the inputs, choose the settings of each, and return what is to be done.

    Raises:
        InputError: for a settings file that cannot be used.
    """
    found = targets(list(paths), stdin_name)
    chosen = [choose(policy.document.source.name, known, flags) for policy in found.policies]
    job = Job(found, chosen, printing.output, printing.color, output_file=printing.output_file)
    return job._replace(is_stdin=list(paths) == [STDIN])


def run(job: Job) -> int:
    """Do it, and return the exit code.

    Raises:
        InputError: for a baseline that cannot be read or written.
    """
    if job.changes is not None:
        return _run_changes(job, job.changes)
    policies = zip(job.found.policies, job.chosen, strict=True)
    return _report(
        job, [api.lint(policy, settings=one.settings, inventory=one.known) for policy, one in policies]
    )


def _run_changes(job: Job, changes: Changes) -> int:
    from tailcli.cli.lint_changes import diffs, make_changes

    changed = make_changes(job.found.policies, job.chosen, changes)
    if changes.diff:
        _talk(job, [])
        streams.answer(diffs(changed, job.color))
        is_different = any(one.before.text != one.result.source.text for one in changed)
        code = exits.FOUND if is_different else exits.CLEAN
    else:
        job, changed = _written(job, changed)
        results = [one.result for one in changed]
        code = _code(job, results) if job.is_stdin else _report(job, results)
    for line in chain.from_iterable(one.talk for one in changed):
        streams.talk(line)
    return exits.UNUSABLE if job.found.failed else code


def _written(job: Job, changed: list[Changed]) -> tuple[Job, list[Changed]]:
    """Write the new texts; return the job and the texts without those that could not be written."""
    done = [rewrite(one.before, one.result.source.text, to_output=job.is_stdin) for one in changed]
    found = job.found._replace(failed=job.found.failed or not all(done))
    kept = [
        pair for pair, is_done in zip(zip(changed, job.chosen, strict=True), done, strict=True) if is_done
    ]
    return job._replace(found=found, chosen=[one for _, one in kept]), [one for one, _ in kept]


def _report(job: Job, results: list[LintResult]) -> int:
    if job.write_baseline is not None:
        return _write_baseline(job, job.write_baseline, results)
    paths = [job.baseline or one.baseline for one in job.chosen]
    results, said = without_known(results, paths, job.settings_revision)
    if results or not job.found.failed:
        _answer(job, results)
    _talk(job, results)
    for line in said:
        streams.talk(line)
    return _code(job, results)


def _answer(job: Job, results: Sequence[LintResult]) -> None:
    if job.output_file is None:
        streams.answer(_rendered(job, results, style_for(sys.stdout, job.color, os.environ)))
        return
    from tailcli.inputs.writing import create_text

    style = PLAIN._replace(color=job.color is ColorChoice.ALWAYS)
    create_text(job.output_file, _rendered(job, results, style))


def _rendered(job: Job, results: Sequence[LintResult], style: Style) -> str:
    if not job.statistics:
        return render(results, job.output, style, forge_folders())
    from tailcli.report import statistics

    as_json = job.output is FindingFormat.JSON
    return statistics.render_json(results) if as_json else statistics.render_text(results)


def _talk(job: Job, results: Sequence[LintResult]) -> None:
    for line in (*job.found.talk, *chain.from_iterable(map(skipped_lines, results))):
        streams.talk(line)


def _code(job: Job, results: Sequence[LintResult]) -> int:
    codes = (
        exits.code_for((finding.severity for finding in result.findings), one.fail_on)
        for result, one in zip(results, job.chosen, strict=True)
    )
    return exits.UNUSABLE if job.found.failed else max(codes, default=exits.CLEAN)


def _write_baseline(job: Job, path: str, results: Sequence[LintResult]) -> int:
    from tailcli.inputs.baseline import name_in, write_baseline
    from tailcli.lint.baseline import Baseline, counts

    write_baseline(path, Baseline({name_in(path, one.source.name): counts(one) for one in results}))
    _talk(job, results)
    total = sum(len(result.findings) for result in results)
    streams.talk(f"{path}: {number(total, 'finding')} in {number(len(results), 'file')} written")
    return exits.UNUSABLE if job.found.failed else exits.CLEAN
