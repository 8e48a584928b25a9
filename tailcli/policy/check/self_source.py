"""``autogroup:self`` as a destination: who may be the source then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import DANGER_ALL, SELF, SHARED, TAGGED
from tailcli.policy.check.context import locate, whole
from tailcli.policy.faults import Fault, quote
from tailcli.policy.problems import Kind, Problem
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    IpSetName,
    Name,
    Selector,
    TagName,
    Wildcard,
    parse_selector,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.check.context import Context

_SERVER = "autogroup:self can only be used with users, groups, or supported autogroups"
_HINT = "autogroup:self means a user's own devices: the source must be users, groups or autogroup:member"


def is_self(text: str) -> bool:
    """Whether a selector is ``autogroup:self``."""
    selector = parse_selector(text)
    return isinstance(selector, Autogroup) and selector.name == SELF


def check_self_sources(
    context: Context, src: tuple[String, ...], *, wildcard_is_fine: bool, is_proven: bool = True
) -> Iterator[Problem]:
    """Report the sources that cannot stand in a rule with ``autogroup:self`` as a destination."""
    for node in src:
        selector = _resolve(context, node.value)
        if isinstance(selector, Wildcard) and wildcard_is_fine:
            continue
        if _is_refused(context, selector):
            yield _problem(node, _SERVER if is_proven else None)
        elif _is_doubtful(selector):
            yield _problem(node, None)


def _problem(node: String, server: str | None) -> Problem:
    message = f"{quote(node.value.strip())} cannot be a source of autogroup:self"
    fault: Fault = whole(node.value, message, server, _HINT)
    return locate(Kind.AUTOGROUP_SELF_SOURCE, node, fault)


def _resolve(context: Context, text: str) -> Selector:
    name = text.strip()
    return Name(name) if name in context.hosts else parse_selector(text)


def _is_refused(context: Context, selector: Selector) -> bool:
    if isinstance(selector, Autogroup):
        return selector.name == TAGGED
    if isinstance(selector, Name):
        return selector.name in context.hosts
    return isinstance(selector, TagName | Address | Wildcard)


def _is_doubtful(selector: Selector) -> bool:
    if isinstance(selector, Autogroup):
        return selector.name in {SHARED, DANGER_ALL}
    return isinstance(selector, IpSetName)
