"""The step of the GitHub action that lints."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tailcli import api
from tailcli.ci.workflow import inert, said
from tailcli.cli import exits, streams
from tailcli.cli.action import Result
from tailcli.cli.action_policies import checked, pairs
from tailcli.cli.baselines import without_known
from tailcli.cli.exits import FailOn, code_for
from tailcli.cli.forge import forge_folders
from tailcli.inputs.errors import InputError
from tailcli.report.counts import counted
from tailcli.report.formats import FindingFormat, render
from tailcli.report.style import PLAIN
from tailcli.report.workflow_commands import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.cli.action import Job
    from tailcli.cli.action_policies import Checked
    from tailcli.lint.runner import LintResult
    from tailcli.policy.model import Policy


def lint_step(job: Job) -> Result:
    """Lint the policies of the checkout by the settings of the base.

    Raises:
        InputError: if the settings, an input of the action or the base cannot be used.
    """
    found = checked(job)
    flag = _fail_on(job)
    results: list[LintResult] = []
    chosen: list[tuple[FailOn, str | None]] = []
    before = _before(job)
    for policy in found.targets.policies:
        name = policy.document.source.name
        known = found.configurations.find(name)
        result = api.lint(
            policy,
            settings=known.settings_for(name),
            inventory=known.configuration.people,
            base=before.get(name),
        )
        fail_on = flag or FailOn(known.configuration.fail_on or FailOn.WARNING.value)
        chosen.append((fail_on, known.baseline))
        results.append(result)
    results, said = without_known(results, [path for _, path in chosen], job.base)
    _write_sarif(job, results)
    found = found._replace(notes=(*found.notes, *said))
    codes = [exits.UNUSABLE] if found.targets.failed else [exits.CLEAN]
    for result, (fail_on, _) in zip(results, chosen, strict=True):
        codes.append(code_for((finding.severity for finding in result.findings), fail_on))
    return _told(results, found, max(codes))


def _before(job: Job) -> dict[str, Policy]:
    """Return the version before of each file that can be read, for the rules about changes."""
    known = {pair.new.name: pair.old for pair in pairs(job) if pair.old is not None and pair.new is not None}
    loaded = {name: api.load(old) for name, old in known.items()}
    return {name: policy for name, policy in loaded.items() if not policy.document.problems}


def _fail_on(job: Job) -> FailOn | None:
    told = job.told("TAILCLI_FAIL_ON")
    try:
        return FailOn(told) if told else None
    except ValueError as error:
        words = ", ".join(one.value for one in FailOn)
        raise InputError("fail-on", f"is one of {words}") from error


def _write_sarif(job: Job, results: Sequence[LintResult]) -> None:
    path = job.told("TAILCLI_SARIF")
    if path:
        from tailcli.inputs.writing import create_text

        create_text(path, render(results, FindingFormat.SARIF, PLAIN, forge_folders()))


def _told(results: Sequence[LintResult], found: Checked, code: int) -> Result:
    """Print the log and the annotations, and return what the step says."""
    streams.answer(inert(render(results, FindingFormat.FULL, PLAIN)))
    streams.answer(render(results, FindingFormat.GITHUB, PLAIN, forge_folders()))
    notes = found.notes
    faults = [line for line in found.targets.talk if line.startswith("error")]
    talk = [line for line in found.targets.talk if line not in faults]
    streams.answer(
        said(Level.ERROR, "tailcli lint", *faults) + said(Level.NOTICE, "tailcli lint", *talk, *notes)
    )
    counts = Counter(finding.severity for result in results for finding in result.findings)
    count = counted(results).rstrip(".")
    summary = ["### Lint", "", *(f"Note: {note}\n" for note in notes)]
    summary += [render(results, FindingFormat.MARKDOWN, PLAIN, forge_folders())]
    return Result(code, {"findings": str(counts.total()), "said": count}, "\n".join(summary))
