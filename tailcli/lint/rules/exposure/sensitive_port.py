"""A port for administration or data is open to people whom nobody has chosen.

What it does:
    Reports well-known ports of remote administration and of databases that a rule opens, by number or in a
    range, to a crowd: `*`, `autogroup:member`, `autogroup:shared`, everybody of a domain. Rules that open
    every port are left out, since other rules speak of these, and nothing is reported where the policy
    allows everything.

Why:
    Such a service is worth attacking and often trusts whoever can reach it. Every new member of the tailnet
    can, and whoever takes over one member's laptop.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:shop": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:shop"], "ip": ["tcp:443", "tcp:5432"]}],
    }
    ```
    bad:
    ```hujson
    {
      "tagOwners": {"tag:shop": []},
      "acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["tag:shop:20-25"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dba": ["alice@example.com"]},
      "tagOwners": {"tag:shop": []},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["tag:shop"], "ip": ["tcp:443"]},
        {"src": ["group:dba"], "dst": ["tag:shop"], "ip": ["tcp:5432"]},
      ],
    }
    ```

Fix:
    None: name the people who need the port.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.exposed import exposures, opened_tcp
from tailcli.policy.faults import quote
from tailcli.policy.ports import ANY_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.ports import PortRange

PORTS = {
    22: "SSH",
    23: "Telnet",
    1433: "SQL Server",
    2375: "Docker",
    2379: "etcd",
    3306: "MySQL",
    3389: "Remote Desktop",
    5432: "PostgreSQL",
    5900: "VNC",
    5985: "WinRM",
    6379: "Redis",
    6443: "Kubernetes",
    9200: "Elasticsearch",
    10250: "kubelet",
    11211: "memcached",
    27017: "MongoDB",
}
SHOWN = 3
_ALL = ANY_PORT.last - 1
"""So many ports are all of them: 1-65535 is what people write for every port."""


def check(context: Context) -> Iterator[Report]:
    """Report sensitive ports that a crowd may reach."""
    for rule, source in context.once(exposures):
        for entry, ports, _ in opened_tcp(rule):
            found = [f"{number} ({name})" for number, name in PORTS.items() if _is_among(number, ports)]
            if not found:
                continue
            listed = ", ".join(found[:SHOWN]) + (f" and {len(found) - SHOWN} more" if found[SHOWN:] else "")
            yield Report(
                entry.span,
                f"{quote(entry.value)} opens {listed} to {quote(source.value)}",
                hint="open it to a group of those who need it",
                labels=(Label(source.span, "this stands for people whom the file does not name"),),
            )


def _is_among(number: int, ports: tuple[PortRange, ...]) -> bool:
    return any(first <= number <= last and last - first < _ALL for first, last in ports)
