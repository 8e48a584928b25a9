"""The public Python surface: what the commands do, as typed functions over text.

    from tailcli import api

    result = api.lint('{"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}')
    for finding in result.findings:
        print(finding.code, finding.report.message)

Nothing here reads a file, asks a network or raises for what a text holds. See docs/api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.config.settings import DEFAULTS
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.access.concrete.compile import Compiled
    from tailcli.access.explain_ask import AccessAnswer
    from tailcli.access.inventory import Inventory
    from tailcli.config.settings import Settings
    from tailcli.diff.expect import Judgement
    from tailcli.diff.gates import GateFinding
    from tailcli.diff.model import AccessDiff
    from tailcli.lint.fixing import Fixed
    from tailcli.lint.runner import LintResult
    from tailcli.policy.model import Policy
    from tailcli.policytests.coverage import RuleCoverage
    from tailcli.policytests.results import Run
    from tailcli.schema.validation import Validation

DEFAULT_NAME = "policy.hujson"


def load(text: str | SourceText, *, name: str = DEFAULT_NAME, beside: Policy | None = None) -> Policy:
    """Return the policy that a text holds, with everything that is wrong in ``problems``.

    Args:
        text: the text of the file, or one that already has a name.
        name: what findings call the file.
        beside: another version of the file: what they share need not be read again.
    """
    from tailcli.policy.load import load as load_source
    from tailcli.policy.load import load_beside

    source = text if isinstance(text, SourceText) else SourceText(name, text)
    return load_source(source) if beside is None else load_beside(source, beside)


def validate(policy: str | SourceText | Policy, *, name: str = DEFAULT_NAME) -> Validation:
    """Check a policy against the JSON Schema of policy files.

    Keys are read without regard to case, as the control plane reads them. Of a text with syntax errors what
    could be read is checked.
    """
    from tailcli.schema.validation import validation

    return validation(_loaded(policy, name))


def lint(
    policy: str | SourceText | Policy,
    *,
    name: str = DEFAULT_NAME,
    settings: Settings = DEFAULTS,
    inventory: Inventory | None = None,
    base: Policy | None = None,
) -> LintResult:
    """Return what the rules say of a policy: findings in the order of the text, and the rules not run.

    Args:
        policy: a text, or a policy that was loaded from one.
        name: what findings call the file.
        settings: which rules run, and what they need to know.
        inventory: devices and users, for the rules that need them, and members of synced groups and roles for
            guardrails and the policy's own tests.
        base: the earlier version, for the rules about changes.
    """
    from tailcli.lint.context import Context
    from tailcli.lint.runner import run

    return run(Context(_loaded(policy, name), settings, inventory=inventory, base=base))


def fix(
    policy: str | SourceText | Policy,
    *,
    name: str = DEFAULT_NAME,
    settings: Settings = DEFAULTS,
    unsafe: bool = False,
    inventory: Inventory | None = None,
) -> Fixed:
    """Make the fixes that the rules offer; ``result.source`` holds the text that comes of it.

    Each is proved before it counts: what safe fixes make of a policy means what it meant.

    Args:
        policy: a text, or a policy that was loaded from one.
        name: what findings call the file.
        settings: which rules run, and what they need to know.
        unsafe: also make fixes that change what the policy means.
        inventory: counts as in :func:`lint`.
    """
    from tailcli.lint.context import Context
    from tailcli.lint.fixing import fix as fix_context

    return fix_context(Context(_loaded(policy, name), settings, inventory=inventory), unsafe=unsafe)


def add_suppressions(
    policy: str | SourceText | Policy,
    *,
    name: str = DEFAULT_NAME,
    settings: Settings = DEFAULTS,
    reason: str = "",
    inventory: Inventory | None = None,
) -> str:
    """Return the text of a policy with a comment that silences each finding; with syntax errors, as it is.

    An ``inventory`` counts as in :func:`lint`.
    """
    from tailcli.lint.context import Context
    from tailcli.lint.suppressing import add_suppressions as add

    return add(Context(_loaded(policy, name), settings, inventory=inventory), reason)


def refusal(policy: str | SourceText | Policy, inventory: Inventory | None = None) -> str | None:
    """Return why the control plane would refuse a policy, as ``FILE:LINE:COLUMN: MESSAGE``.

    None where nothing is known that it would refuse. Not about the policy's own tests: see ``failing_test``.
    """
    from tailcli.policy.check import server_verdict

    loaded = _loaded(policy, DEFAULT_NAME)
    source = loaded.document.source
    for fault in loaded.document.problems:
        return _at(source, fault.start, fault.message)
    problem = server_verdict(loaded, None if inventory is None else inventory.domains)
    return None if problem is None else _at(source, problem.span.start, problem.server or problem.message)


def failing_test(policy: str | SourceText | Policy, inventory: Inventory | None = None) -> str | None:
    """Return the first of the policy's own tests that surely fails, as ``FILE:LINE:COLUMN: MESSAGE``."""
    loaded = _loaded(policy, DEFAULT_NAME)
    if not loaded.tests and not loaded.ssh_tests:
        return None
    from tailcli.policytests.results import Status
    from tailcli.policytests.run import run_tests

    for found in run_tests(loaded, inventory).entries:
        if found.status is Status.FAIL:
            return _at(loaded.document.source, found.entry.node.start, f"test(s) failed: {found.name}")
    return None


def _at(source: SourceText, offset: int, message: str) -> str:
    line, column = source.position(offset)
    return f"{source.name}:{line}:{column}: {message}"


def compile_nodes(policy: str | SourceText | Policy, inventory: Inventory) -> Compiled:
    """Return what each node of the inventory is given by a policy, and what the inventory does not tell.

    The policy is taken as it is, also where the control plane would refuse it: see ``refusal``.
    """
    from tailcli.access.concrete.compile import compile_nodes as compile_policy

    return compile_policy(_loaded(policy, DEFAULT_NAME), inventory)


def run_tests(
    policy: str | SourceText | Policy, *, name: str = DEFAULT_NAME, inventory: Inventory | None = None
) -> Run:
    """Judge the policy's own ``tests`` and ``sshTests`` as the control plane would.

    What neither the policy nor the inventory decides is unknown, with the facts that are missing.
    """
    from tailcli.policytests.run import run_tests as run

    return run(_loaded(policy, name), inventory)


def test_coverage(run: Run) -> tuple[RuleCoverage, ...]:
    """Return which access rules the tests of a run exercise, and which they would miss."""
    from tailcli.policytests.coverage import coverage

    return coverage(run)


def ask_access(
    policy: str | SourceText | Policy,
    *,
    src: str | None = None,
    dst: str | None = None,
    protocol: str | None = None,
    login: str | None = None,
    inventory: Inventory | None = None,
) -> AccessAnswer:
    """Answer whether ``src`` reaches ``dst``, what ``src`` reaches, or who reaches ``dst``, and why.

    Args:
        policy: a text, or a policy that was loaded from one.
        src: a user, group, tag, host, address or ``device:NAME``; None for "who".
        dst: the same or ``svc:NAME``, with ``:PORT`` or without; None for "what".
        protocol: a protocol by name or number.
        login: the account for SSH; None to ask about the network.
        inventory: devices and users, to know more.

    Raises:
        tailcli.access.explain_ask.QueryError: if a name means nothing, or a protocol or port is none.
    """
    from tailcli.access.explain_ask import Query, ask

    return ask(_loaded(policy, DEFAULT_NAME), Query(src, dst, protocol, login), inventory)


def diff(
    old: str | SourceText | Policy | None,
    new: str | SourceText | Policy | None,
    *,
    fragment: bool = False,
    inventory: Inventory | None = None,
) -> AccessDiff:
    """Return who gains and who loses access between two versions of a policy.

    None is a version that does not exist: under it nobody reaches anything. Of a text with syntax errors
    (``policy.document.problems``) nobody can say what it gives: look before you compare. In a ``fragment``
    a name that is not defined is taken as defined elsewhere. An ``inventory`` tells who is in synced groups
    and who has a role, and which devices the rows are about.
    """
    from tailcli.diff.compute import compare_policies

    before = None if old is None else _loaded(old, "old.hujson")
    after = None if new is None else _loaded(new, "new.hujson", before)
    return compare_policies(before, after, fragment=fragment, inventory=inventory)


def judge_change(
    old: str | SourceText | Policy | None,
    new: str | SourceText | Policy | None,
    announcement: str | SourceText,
    *,
    inventory: Inventory | None = None,
) -> Judgement:
    """Hold a change of access to what its author announced in ``Access-Change:`` lines.

    An ``inventory`` tells who is in synced groups and who has a role.

    Raises:
        tailcli.diff.statements.StatementError: if a line cannot be understood.
    """
    from tailcli.diff.expect import judge
    from tailcli.diff.statements import read_statements

    said = announcement if isinstance(announcement, SourceText) else SourceText("announcement", announcement)
    before = None if old is None else _loaded(old, "old.hujson")
    after = None if new is None else _loaded(new, "new.hujson", before)
    return judge(before, after, read_statements(said), said.name, inventory)


def find_gates(
    old: str | SourceText | Policy | None,
    new: str | SourceText | Policy | None,
    *,
    settings: Settings = DEFAULTS,
    failing: tuple[str, ...] = (),
    inventory: Inventory | None = None,
) -> tuple[GateFinding, ...]:
    """Return what the gates find in a change, by the settings given: those of the version before, as a rule.

    ``failing`` names the gates that fail the change (codes, names, families, ``all``); guardrails always do.
    An ``inventory`` counts as in :func:`diff`, for guardrails too.
    """
    from tailcli.diff.compute import compare_policies
    from tailcli.diff.gates import Evidence
    from tailcli.diff.gates import find_gates as find

    before = None if old is None else _loaded(old, "old.hujson")
    after = None if new is None else _loaded(new, "new.hujson", before)
    compared = compare_policies(before, after, inventory=inventory)
    return find(Evidence(compared, before, after, known=inventory), settings, failing)


def _loaded(policy: str | SourceText | Policy, name: str, beside: Policy | None = None) -> Policy:
    return load(policy, name=name, beside=beside) if isinstance(policy, (str, SourceText)) else policy
