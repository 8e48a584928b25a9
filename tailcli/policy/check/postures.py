"""The section ``postures``, and the names of postures in rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.check.context import Context, locate, whole
from tailcli.policy.faults import Fault, quote
from tailcli.policy.names import posture_fault
from tailcli.policy.posture_attributes import (
    ATTRIBUTES,
    CLOSED_NAMESPACES,
    NAMESPACES,
    Attribute,
    AttributeType,
)
from tailcli.policy.postures import ORDERING, Assertion, Literal, Operator, parse_assertion
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.problems import Problem


def check_postures(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``postures`` and ``defaultSrcPosture``."""
    for posture in context.policy.postures:
        name_fault = posture_fault(posture.name.value)
        if name_fault is not None:
            yield locate(Kind.POSTURE_NAME, posture.name, name_fault)
        for node in posture.assertions:
            parsed = parse_assertion(node.value)
            fault = parsed if isinstance(parsed, Fault) else _attribute(context, parsed)
            if fault is not None:
                yield locate(Kind.POSTURE_ASSERTION, node, fault)
    yield from check_posture_names(context, context.policy.default_src_posture)


def check_posture_names(context: Context, nodes: tuple[String, ...]) -> Iterator[Problem]:
    """Report the names in a ``srcPosture`` that no posture has."""
    for node in nodes:
        name = node.value.strip()
        if name in context.postures:
            continue
        fault = posture_fault(name)
        if fault is not None:
            yield locate(Kind.POSTURE_NAME, node, fault)
            continue
        fault = whole(node.value, f"posture {quote(name)} is not defined in postures")
        fault = fault._replace(allowed=context.suggest(name, context.postures))
        yield locate(Kind.UNDEFINED_POSTURE, node, fault)


def unknown_postures(context: Context, texts: set[str]) -> set[str]:
    """Return the names that no posture has."""
    return {text for text in texts if text.strip() not in context.postures}


def _attribute(context: Context, assertion: Assertion) -> Fault | None:
    known = ATTRIBUTES.get(assertion.attribute)
    if known is not None:
        return _values(assertion, known)
    namespace = assertion.namespace
    end = assertion.start + len(assertion.attribute)
    if namespace not in NAMESPACES:
        message = f"{quote(namespace)} is not a namespace of posture attributes"
        allowed = context.suggest(namespace, NAMESPACES)
        return Fault(assertion.start, assertion.start + len(namespace), message, allowed=allowed)
    if namespace not in CLOSED_NAMESPACES:
        return None
    message = f"there is no posture attribute {quote(assertion.attribute)}"
    siblings = [name for name in ATTRIBUTES if name.startswith(f"{namespace}:")]
    allowed = context.suggest(assertion.attribute, siblings) or tuple(siblings)
    return Fault(assertion.start, end, message, allowed=allowed)


def _values(assertion: Assertion, known: Attribute) -> Fault | None:
    end = assertion.start + len(assertion.attribute)
    if assertion.operator in ORDERING and known.type in {AttributeType.STRING, AttributeType.BOOLEAN}:
        message = f"{quote(assertion.attribute)} has no order: {assertion.operator.value} cannot hold"
        hint = "numbers and versions are the only values that are less or greater"
        return Fault(assertion.start, end, message, hint=hint, allowed=_UNORDERED)
    for value in assertion.values:
        if not _fits(value, known.type):
            message = f"{quote(assertion.attribute)} is a {known.type.value}, and {_show(value)} is not"
            return Fault(assertion.start, end, message)
        if known.values and isinstance(value, str) and value not in known.values:
            message = f"{quote(assertion.attribute)} is never {_show(value)}"
            allowed = tuple(f"'{one}'" for one in known.values)
            return Fault(assertion.start, end, message, allowed=allowed)
    return None


_UNORDERED = (Operator.EQUAL.value, Operator.NOT_EQUAL.value, Operator.IN.value)


def _fits(value: Literal, kind: AttributeType) -> bool:
    if kind is AttributeType.UNKNOWN:
        return True
    if isinstance(value, bool):
        return kind is AttributeType.BOOLEAN
    if isinstance(value, str):
        return kind in {AttributeType.STRING, AttributeType.VERSION}
    return kind is AttributeType.NUMBER


def _show(value: Literal) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
