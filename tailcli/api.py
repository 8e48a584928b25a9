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
    from tailcli.access.inventory import Inventory
    from tailcli.config.settings import Settings
    from tailcli.lint.runner import LintResult
    from tailcli.policy.model import Policy
    from tailcli.schema.validation import Validation

DEFAULT_NAME = "policy.hujson"


def load(text: str | SourceText, *, name: str = DEFAULT_NAME) -> Policy:
    """Return the policy that a text holds, with everything that is wrong in ``problems``.

    Args:
        text: the text of the file, or one that already has a name.
        name: what findings call the file.
    """
    from tailcli.policy.load import load as load_source

    return load_source(text if isinstance(text, SourceText) else SourceText(name, text))


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
        inventory: devices and users, for the rules that need them.
        base: the earlier version, for the rules about changes.
    """
    from tailcli.lint.context import Context
    from tailcli.lint.runner import run

    return run(Context(_loaded(policy, name), settings, inventory=inventory, base=base))


def _loaded(policy: str | SourceText | Policy, name: str) -> Policy:
    return load(policy, name=name) if isinstance(policy, (str, SourceText)) else policy
