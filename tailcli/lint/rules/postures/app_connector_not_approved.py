"""The routes of an app connector are not approved by the policy.

What it does:
    Reports connectors of an app for which `autoApprovers.routes` approves nothing, and routes of an app
    that it does not approve for all of the app's connectors.

Why:
    A connector learns the addresses of its domains and announces a route for each. Unless the policy
    approves them, every single one waits for an administrator, and the app is reached past the connector
    meanwhile, or not at all.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:connector": []},
      "nodeAttrs": [{
        "target": ["*"],
        "app": {
          "tailscale.com/app-connectors": [
            {"name": "wiki", "connectors": ["tag:connector"], "domains": ["wiki.example.com"]},
          ],
        },
      }],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:connector": []},
      "nodeAttrs": [{
        "target": ["*"],
        "app": {
          "tailscale.com/app-connectors": [
            {"name": "wiki", "connectors": ["tag:connector"], "domains": ["wiki.example.com"]},
          ],
        },
      }],
      "autoApprovers": {"routes": {"0.0.0.0/0": ["tag:connector"], "::/0": ["tag:connector"]}},
    }
    ```

Fix:
    None: add the tag to the routes of `autoApprovers`.

References:
    - https://tailscale.com/kb/1281/app-connectors
    - https://tailscale.com/kb/1337/policy-syntax#auto-approvers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.app_connectors import apps
from tailcli.lint.approvals import routes
from tailcli.policy.addresses import parse_network
from tailcli.policy.faults import quote
from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.lint.app_connectors import App
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report connectors without approved routes, each tag once, and routes that are not approved."""
    approved = {name for route in context.once(routes) for name in route.approvers}
    told: set[str] = set()
    for app in context.once(apps):
        for node in app.connectors:
            name = node.value.strip()
            if isinstance(parse_selector(name), TagName) and name not in approved | told:
                told.add(name)
                yield Report(
                    node.span,
                    f"no route of {quote(name)} is approved: each waits for an administrator",
                    hint="name the tag under 0.0.0.0/0 and ::/0 in autoApprovers.routes",
                )
        yield from _own_routes(context, app, approved)


def _own_routes(context: Context, app: App, approved: set[str]) -> Iterator[Report]:
    for node in app.routes:
        for connector in app.connectors:
            name = connector.value.strip()
            if name in approved and not _is_approved(context, node, name):
                yield Report(
                    node.span,
                    f"{quote(node.value.strip())} is not approved for {quote(name)} in autoApprovers.routes",
                    hint="add the network with this tag as approver",
                )


def _is_approved(context: Context, node: String, tag: str) -> bool:
    network = parse_network(node.value.strip())
    if network is None:
        return True
    return any(tag in route.approvers and route.range.contains(network) for route in context.once(routes))
