"""The section ``sshTests``: the shapes that are refused before any test is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import INTERNET
from tailcli.policy.check.context import Context, locate, whole
from tailcli.policy.faults import quote
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import Address, Autogroup, Selector, TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.problems import Problem


def check_ssh_tests(context: Context) -> Iterator[Problem]:
    """Report the sources and destinations that no SSH test can have."""
    for test in context.policy.ssh_tests:
        if test.src is not None and isinstance(parse_selector(test.src.value), Autogroup):
            name = quote(test.src.value.strip())
            server = f"SSH tests src contains disallowed element {name}"
            fault = whole(test.src.value, f"{name} cannot be the source of an SSH test", server, _HINT)
            yield locate(Kind.SSH_TEST_SHAPE, test.src, fault)
        for node in test.dst:
            yield from _destination(context, node)


_HINT = "name one user, group or tag"


def _destination(context: Context, node: String) -> Iterator[Problem]:
    name = node.value.strip()
    selector = None if name in context.hosts else parse_selector(name)
    if isinstance(selector, TagName) and name not in context.tags:
        server = f"SSH tests dst contains unknown tag {quote(name)}"
        fault = whole(node.value, f"tag {quote(name)} is not declared in tagOwners", server)
        allowed = context.suggest(name, context.tags)
        yield locate(Kind.UNDEFINED_TAG, node, fault._replace(allowed=allowed))
    elif selector == Autogroup("internet") or (
        isinstance(selector, Address) and selector.first != selector.last
    ):
        server = f"SSH tests dst contains disallowed element {quote(name)}"
        message = f"{quote(name)} cannot be the destination of an SSH test: it is no single device"
        yield locate(Kind.SSH_TEST_SHAPE, node, whole(node.value, message, server))


def _is_many(selector: Selector | None) -> bool:
    if isinstance(selector, Autogroup):
        return selector.name == INTERNET
    return isinstance(selector, Address) and selector.first != selector.last
