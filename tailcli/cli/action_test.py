"""The step of the GitHub action that runs the policies' own tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli import api
from tailcli.ci.workflow import inert, said
from tailcli.cli import exits, streams
from tailcli.cli.action import Result
from tailcli.cli.action_lists import lists_of
from tailcli.cli.action_policies import checked
from tailcli.cli.forge import forge_folders
from tailcli.cli.inventory_input import told_first
from tailcli.policytests.results import Status
from tailcli.report import tests_text
from tailcli.report.counts import number
from tailcli.report.escape import terminal
from tailcli.report.prose import prose
from tailcli.report.workflow_commands import Annotation, Level, commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.inventory import Inventory
    from tailcli.cli.action import Job
    from tailcli.cli.action_policies import Checked
    from tailcli.policy.model import Policy
    from tailcli.policytests.results import Assertion, EntryResult, Run

_MOST_LISTED = 50
_LONGEST = 120


def test_step(job: Job) -> Result:
    """Run the tests of every policy of the checkout; a policy with syntax errors is for the linter to tell.

    Raises:
        InputError: if the settings or the base cannot be used.
    """
    found = checked(job)
    lists = lists_of(job)
    runs = [
        api.run_tests(policy, inventory=told_first(_told(policy, found), lists.inventory))
        for policy in found.targets.policies
        if not policy.document.problems
    ]
    streams.answer(said(Level.NOTICE, "tailcli test", *lists.notes))
    for run in runs:
        streams.answer(inert(tests_text.render(run)))
    failures = [(run, entry) for run in runs for entry in run.entries if entry.status is Status.FAIL]
    streams.answer(commands(_annotations(failures), "the log has them all", forge_folders()))
    count = _counted(runs, unread=len(found.targets.policies) - len(runs))
    code = exits.UNUSABLE if found.targets.failed else exits.FOUND if failures else exits.CLEAN
    return Result(code, {"failed": str(len(failures)), "said": count}, _summary(count, failures, lists.notes))


def _told(policy: Policy, found: Checked) -> Inventory | None:
    return found.configurations.find(policy.document.source.name).configuration.inventory


def _counted(runs: Sequence[Run], *, unread: int) -> str:
    counts = {status: sum(run.counts[status] for run in runs) for status in Status}
    total = sum(counts.values())
    if not total:
        return "not run: syntax errors" if unread else "the policy has no tests"
    words = {Status.PASS: "passed", Status.FAIL: "failed", Status.UNKNOWN: "unknown"}
    kinds = ", ".join(f"{counts[status]} {words[status]}" for status in Status if counts[status])
    more = f"; {number(unread, 'policy file')} not tested: syntax errors" if unread else ""
    return f"{number(total, 'test')}: {kinds}{more}"


def _annotations(failures: Sequence[tuple[Run, EntryResult]]) -> Iterator[Annotation]:
    for run, entry in failures:
        source = run.policy.document.source
        line, _ = source.position(entry.entry.node.start)
        messages = (f"{entry.name} fails", *_reasons(entry))
        yield Annotation(Level.ERROR, "policy test", messages, source.name, (line, line))


def _reasons(entry: EntryResult) -> Iterator[str]:
    if entry.fault is not None:
        yield entry.fault.message
    if entry.doubt is not None:
        yield entry.doubt.message
    for assertion in entry.assertions:
        if assertion.status is Status.FAIL:
            yield _reason(assertion)


def _reason(assertion: Assertion) -> str:
    if assertion.fault is not None:
        return assertion.fault.message
    target = f" on {terminal(assertion.target, _LONGEST)}" if assertion.target else ""
    wanted = f"{assertion.expected} {terminal(assertion.node.value, _LONGEST)}{target}"
    return f"{wanted}, but it is {assertion.actual}"


def _summary(count: str, failures: Sequence[tuple[Run, EntryResult]], notes: Iterable[str]) -> str:
    lines = ["### Policy tests", "", *(f"Note: {prose(note)}\n" for note in notes), f"{count}.", ""]
    for run, entry in failures[:_MOST_LISTED]:
        source = run.policy.document.source
        line, _ = source.position(entry.entry.node.start)
        lines.append(f"- {prose(f'{source.name}:{line}: {entry.name}')}")
        lines += [f"  - {prose(reason)}" for reason in _reasons(entry)]
    if len(failures) > _MOST_LISTED:
        lines.append(f"- {len(failures) - _MOST_LISTED} more")
    return "\n".join([*lines, ""])
