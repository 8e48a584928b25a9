"""The words of one or two policies: which selectors they use, before anything is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.ports import Destination, parse_destination
from tailcli.policy.selectors import Selector, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.content import Content
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy


LOCALPART = "localpart:*@"
ROOT = "root"


class Vocabulary(NamedTuple):
    """The selectors that a policy uses.

    Attributes:
        access: those of access rules and SSH rules, each once, in the order of the file.
        others: those that appear only elsewhere: tag owners, approvers, targets of node attributes.
        localpart_domains: the domains of ``localpart:*@DOMAIN`` in SSH rules.
        accounts: the accounts that SSH rules name, and root.
    """

    access: tuple[Selector, ...]
    others: tuple[Selector, ...]
    localpart_domains: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


def vocabulary(policy: Policy, said: Iterable[Content]) -> Vocabulary:
    """Return the selectors of a policy; ``said`` is the content of its access rules."""
    lists: dict[tuple[str, ...], None] = {}
    for sources, _, destinations, _, _, via in said:
        lists[sources] = lists[destinations] = lists[via] = None
    access = dict.fromkeys([text for texts in lists for text in texts])
    for rule in policy.ssh:
        access.update(dict.fromkeys(string.value for string in (*rule.src, *rule.dst)))
    others = dict.fromkeys(text for text in _other_texts(policy) if text not in access)
    users = dict.fromkeys(user.value.strip() for rule in policy.ssh for user in rule.users)
    domains = dict.fromkeys(filter(None, map(localpart_domain, users)))
    return Vocabulary(_parsed(access), _parsed(others), tuple(domains), (ROOT, *users))


def localpart_domain(user: str) -> str | None:
    """Return D of ``localpart:*@D``, the SSH user that means "the local part of the source's own login"."""
    domain = user.strip().removeprefix(LOCALPART)
    return domain if domain and domain != user.strip() else None


def is_account(user: str) -> bool:
    """Tell whether an entry of ``users`` stands for accounts: ``*`` and an empty text are refused."""
    return user.strip() not in {"", "*"}


def _parsed(texts: Iterable[str]) -> tuple[Selector, ...]:
    return tuple(dict.fromkeys(parse_selector(text) for text in texts))


def _other_texts(policy: Policy) -> Iterator[str]:
    for tag in policy.tag_owners:
        yield tag.name.value
        yield from _values(tag.owners)
    approvers = policy.auto_approvers
    for approval in (*approvers.routes, *approvers.services):
        yield from _values(approval.approvers)
    yield from _values(approvers.exit_node)
    for attribute in policy.node_attrs:
        yield from _values(attribute.target)


def _values(strings: Iterable[String]) -> Iterator[str]:
    return (string.value for string in strings)


def destination_host(entry: str) -> str | None:
    """Return the selector of an ACL ``dst`` entry; None where the entry cannot be read."""
    parsed = parse_destination(entry)
    return parsed.host if isinstance(parsed, Destination) else None
