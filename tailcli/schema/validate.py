"""Checking a policy against the schema."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Invalid, Object
from tailcli.policy.fold import Places, fold
from tailcli.schema.packaged import schema_text
from tailcli.schema.violations import Violation, violations

if TYPE_CHECKING:
    from jsonschema import Draft7Validator

    from tailcli.hujson.nodes import Value
    from tailcli.policy.fold import Plain
    from tailcli.policy.model import Policy

__all__ = ["Violation", "validate"]


def validate(policy: Policy) -> tuple[Violation, ...]:
    """Return every violation of the schema, in the order of the file.

    Keys are matched as the server does first, so a key's case and duplicates are no violations. What the
    parser could not read is passed over: see the document's problems.
    """
    root: Value | None = policy.root or policy.document.root
    if root is None or isinstance(root, Invalid):
        return ()
    data = fold(root) if isinstance(root, Object) else _without_parts(root)
    places = Places(root)
    misread = frozenset(fault.start for fault in policy.document.problems)
    found = {one for error in _validator().iter_errors(data) for one in violations(places, error, misread)}
    return tuple(sorted(found, key=lambda violation: (violation.span, violation.message)))


@cache
def _validator() -> Draft7Validator:
    from jsonschema import Draft7Validator

    return Draft7Validator(json.loads(schema_text()))


def _without_parts(root: Value) -> Plain:
    """What is not an object is refused for that alone; what it holds may be nested beyond all bounds."""
    return [] if isinstance(root, Array) else fold(root)
