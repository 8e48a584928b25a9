"""The section ``ssh``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array
from tailcli.policy.autogroups import Position
from tailcli.policy.check.context import Context, locate, problem_at, value_of, whole
from tailcli.policy.check.domains import domain_flaw
from tailcli.policy.check.postures import check_posture_names
from tailcli.policy.check.selectors import check_selectors
from tailcli.policy.check.self_source import check_self_sources, is_self
from tailcli.policy.durations import MAX_CHECK_PERIOD, format_duration, parse_duration
from tailcli.policy.faults import Fault, quote
from tailcli.policy.problems import Kind, Problem
from tailcli.policy.selectors import Login, TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import SshRule

_ACTIONS = ("accept", "check")
_LOCALPART = re.compile(r"localpart:\*@(.+)", re.DOTALL)


def check_ssh(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``ssh``, rule by rule."""
    for rule in context.policy.ssh:
        yield from _action(rule.action)
        yield from _users(context, rule)
        yield from _check_period(rule.check_period)
        yield from _accept_env(rule.accept_env)
        yield from check_selectors(context, Position.SSH_SRC, rule.src)
        yield from _check_from_tag(rule)
        yield from _destinations(context, rule)
        yield from check_posture_names(context, rule.src_posture)
        yield from check_selectors(context, Position.RECORDER, rule.recorder)


def _action(node: String | None) -> Iterator[Problem]:
    if node is None:
        return
    action = node.value.strip()
    if action in _ACTIONS:
        return
    server = f"{quote(action)} is not a valid action" if action else _NO_ACTION
    fault = whole(node.value, f"an SSH rule has no action {quote(action)}", server)
    near = (action.lower(),) if action.lower() in _ACTIONS else _ACTIONS
    yield locate(Kind.SSH_ACTION, node, fault._replace(allowed=near))


_NO_ACTION = "action must be specified"


def _users(context: Context, rule: SshRule) -> Iterator[Problem]:
    value = value_of(rule.node, rule.keys.get("users"))
    if isinstance(value, Array) and not value.elements:
        message = "the SSH rule names no users: nobody can log in"
        fault = Fault(0, 0, message, "users must be specified", _USERS_HINT)
        yield problem_at(Kind.SSH_USERS, value.span, fault)
    for node in rule.users:
        user = node.value.strip()
        local = _LOCALPART.fullmatch(user)
        if user in {"", "*"}:
            fault = whole(
                node.value,
                f"{quote(user)} is not an account",
                f"user {quote(user)} is not valid",
                _USERS_HINT,
            )
            yield locate(Kind.SSH_USERS, node, fault._replace(allowed=("autogroup:nonroot",)))
        elif local is not None:
            for kind, fault in domain_flaw(context, local[1], node.value, in_ssh=False):
                yield locate(kind, node, fault)


_USERS_HINT = "name the accounts on the destination; autogroup:nonroot is every account but root"


def _check_period(node: String | None) -> Iterator[Problem]:
    if node is None or node.value.strip() in {"", "always"}:
        return
    period = parse_duration(node.value.strip())
    if isinstance(period, Fault):
        start = len(node.value) - len(node.value.lstrip())
        yield locate(Kind.CHECK_PERIOD, node, period.moved(start))
    elif period < 0:
        server = f"checkPeriod {format_duration(period)} must be a positive duration"
        yield locate(Kind.CHECK_PERIOD, node, whole(node.value, "a check period cannot be negative", server))
    elif period > MAX_CHECK_PERIOD:
        server = f"checkPeriod {format_duration(period)} is above the max (168h)"
        message = f"the check period {quote(node.value.strip())} is longer than a week"
        fault = whole(node.value, message, server)
        yield locate(Kind.CHECK_PERIOD, node, fault._replace(allowed=("168h",)))


def _accept_env(nodes: tuple[String, ...]) -> Iterator[Problem]:
    for node in nodes:
        if not node.value:
            server = "acceptEnv values cannot be empty"
            yield locate(Kind.ACCEPT_ENV, node, whole("", "an entry of acceptEnv is empty", server))


def _check_from_tag(rule: SshRule) -> Iterator[Problem]:
    if rule.action is None or rule.action.value.strip() != "check":
        return
    for node in rule.src:
        if isinstance(parse_selector(node.value), TagName):
            message = f"{quote(node.value.strip())} cannot pass a check: no person is behind a tagged device"
            server = '[ssh] "check" action does not support tags in src'
            fault = whole(node.value, message, server, 'use "accept" for tagged sources')
            yield locate(Kind.SSH_CHECK_FROM_TAG, node, fault)


def _destinations(context: Context, rule: SshRule) -> Iterator[Problem]:
    yield from check_selectors(context, Position.SSH_DST, rule.dst)
    if any(is_self(node.value) for node in rule.dst):
        yield from check_self_sources(context, rule.src, wildcard_is_fine=True, is_proven=False)
    sources = {parse_selector(node.value) for node in rule.src}
    for node in rule.dst:
        selector = parse_selector(node.value)
        if isinstance(selector, Login) and sources and sources != {selector}:
            message = f"only {quote(selector.login)} can be a source of an SSH rule to their own devices"
            hint = "split the rule, or use autogroup:self or a tag as the destination"
            yield locate(Kind.SSH_DESTINATION, node, whole(node.value, message, None, hint))
