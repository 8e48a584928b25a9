"""Domains in ``user:*@DOMAIN`` and ``localpart:*@DOMAIN``: they must be the tailnet's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.check.context import Context, Flaw, whole
from tailcli.policy.faults import quote
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "me.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "yahoo.com",
    }
)
"""Mail domains in which anybody can have an account: never a tailnet's own."""


def domain_flaw(context: Context, domain: str, text: str, *, in_ssh: bool) -> Iterator[Flaw]:
    """Report a domain that is not the tailnet's; where those are unknown, only what can never be one."""
    if not _is_foreign(context, domain):
        return
    server = f"{domain} is not associated with this Tailnet and cannot be used in user:*@<domain> expressions"
    proven = domain == "*" or context.login_domains is not None
    yield Flaw(
        Kind.FOREIGN_DOMAIN,
        whole(
            text,
            f"{quote(domain)} is not a domain of this tailnet's users",
            ("[ssh] " if in_ssh else "") + server if proven else None,
            "name a domain whose users all belong to the tailnet",
        )._replace(allowed=context.login_domains or ()),
    )


def _is_foreign(context: Context, domain: str) -> bool:
    if context.login_domains is None:
        return domain == "*" or domain.lower() in SHARED_DOMAINS
    return domain not in context.login_domains
