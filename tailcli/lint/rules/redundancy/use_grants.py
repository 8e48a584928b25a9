"""The file uses `acls`, which `grants` have replaced.

What it does:
    Reports the section `acls` if it has rules.

Why:
    Grants say everything that ACL rules say, and more: application capabilities, `via`. Two ways to say the
    same thing in one file make it harder to see who has access. ACL rules keep working, so nothing is urgent.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": [], "tag:db": []},
      "acls": [
        // the web, for everybody
        {
          "action": "accept",
          "src": ["autogroup:member"],
          "dst": [
            "tag:web:80,443",
            "tag:db:5432", // for reports
          ],
        },
        {"action": "accept", "proto": "udp", "src": ["tag:web"], "dst": ["tag:db:53"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web": [], "tag:db": []},
      "grants": [
        // the web, for everybody
        {
          "src": ["autogroup:member"],
          "dst": ["tag:web"],
          "ip": ["80", "443"],
        },
        {
          "src": ["autogroup:member"],
          "dst": [
            "tag:db", // for reports
          ],
          "ip": ["5432"],
        },
        {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["udp:53"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["80", "443"]}],
    }
    ```

Fix:
    Safe: writes equal grants. All comments are kept, and that the access is the same is proved before the fix
    is offered. There is none where a rule holds something that is reported as wrong, or has no equal grant.

References:
    - https://tailscale.com/kb/1542/grants-migration
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Label, Report
from tailcli.lint.access_rules import anchor, has_problem
from tailcli.lint.grant_conversion import Conversion, convert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import Section

MESSAGE = '"grants" can say all that "acls" says'


def check(context: Context) -> Iterator[Report]:
    """Report ACL rules, with the edits that make grants of them."""
    section = next(section for section in context.policy.sections if section.name == "acls")
    if context.policy.acls:
        yield _report(context, section)


def _report(context: Context, section: Section) -> Report:
    if has_problem(context, section.value.span):
        hint = "correct what is reported in the section; then the rules can be converted"
        return Report(section.key.span, MESSAGE, hint=hint)
    outcome = convert(context.policy)
    if isinstance(outcome, Conversion):
        title = f"Convert {outcome.rules} rules to {outcome.grants} equal grants"
        fix = Fix(title, outcome.edits, Applicability.SAFE)
        return Report(section.key.span, MESSAGE, hint="convert the rules to grants", fix=fix)
    labels = () if outcome.rule is None else (Label(anchor(outcome.rule.node), "this rule is in the way"),)
    return Report(section.key.span, MESSAGE, hint=f"no automatic conversion: {outcome.reason}", labels=labels)
