"""A word of the policy language is written in its older spelling.

What it does:
    Reports `users` and `ports` in ACL rules, `user` and `allow` in tests, and, once a file,
    `autogroup:members`.

Why:
    The control plane still reads them, and the documentation no longer shows them. Mixed with the present
    spelling they are easily overlooked, or refused.

Example:
    bad:
    ```hujson
    {"acls": [{"action": "accept", "users": ["autogroup:members"], "ports": ["*:443"]}]}
    ```
    fixed:
    ```hujson
    {"acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["*:443"]}]}
    ```
    good:
    ```hujson
    {"acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["*:443"]}]}
    ```

Fix:
    Safe: writes the present spelling. Unsafe where the file mixes both, which may be refused.

References:
    - https://tailscale.com/kb/1337/policy-syntax#acls
    - https://tailscale.com/kb/1337/policy-syntax#tests
    - https://tailscale.com/kb/1337/policy-syntax#autogroups
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.edit import quote as json_quote
from tailcli.lint.strings import strings_of
from tailcli.policy.autogroups import LEGACY_MEMBERS
from tailcli.policy.faults import quote, span_within
from tailcli.policy.problems import Kind
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.source.text import Span

_MEMBER = LEGACY_MEMBERS.removesuffix("s")
_PRESENT = {"users": "src", "ports": "dst", "user": "src", "allow": "accept"}


def check(context: Context) -> Iterator[Report]:
    """Report every old spelling."""
    policy = context.policy
    mixed = any(context.problems(Kind.MIXED_LEGACY_FIELDS, Kind.MEMBER_SPELLINGS))
    applicability = Applicability.UNSAFE if mixed else Applicability.SAFE
    keys = [rule.keys for rule in policy.acls or ()] + [test.keys for test in policy.tests]
    for written in keys:
        for key in written.values():
            new = _PRESENT.get(key.value.lower())
            if new is not None:
                message = f"{quote(key.value)} is now spelt {quote(new)}"
                yield _report(key.span, message, new, quote(new), applicability)
    if LEGACY_MEMBERS in context.source.text:
        yield from _members(context, applicability)


def _report(span: Span, message: str, new: str, written: str, applicability: Applicability) -> Report:
    fix = Fix(f"Write {quote(new)}", (TextEdit(span, written),), applicability)
    return Report(span, message, fix=fix)


def _members(context: Context, applicability: Applicability) -> Iterator[Report]:
    """Report the old autogroup once, with one fix for all: a file that has both names may be refused."""
    edits = sorted(edit for node in strings_of(context.document.root) if (edit := _present(node)) is not None)
    if edits:
        more = len(edits) - 1
        times = f" (and in {more} more place{'s' * (more > 1)})" if more else ""
        message = f"{quote(LEGACY_MEMBERS)} is now spelt {quote(_MEMBER)}{times}"
        fix = Fix(f"Write {quote(_MEMBER)}", tuple(edits), applicability)
        yield Report(edits[0].span, message, fix=fix)


def _present(node: String) -> TextEdit | None:
    """Return the edit that writes the present name in a selector; None in another string."""
    text = node.value.strip()
    if text != LEGACY_MEMBERS and not text.startswith(f"{LEGACY_MEMBERS}:"):
        return None
    start = node.value.find(LEGACY_MEMBERS)
    span = span_within(node, start, start + len(LEGACY_MEMBERS))
    whole = json_quote(node.value.replace(LEGACY_MEMBERS, _MEMBER))
    return TextEdit(span, whole if span == node.span else _MEMBER)
