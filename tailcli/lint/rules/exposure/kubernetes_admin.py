"""A grant makes people administrators of a Kubernetes cluster past its own rules.

What it does:
    Reports `system:masters` among the groups that `tailscale.com/cap/kubernetes` lets people impersonate.

Why:
    The members of `system:masters` may do everything: the API server does not even ask its authorization
    rules, so nothing in the cluster can restrict or revoke it.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:k8s": []},
      "grants": [
        {
          "src": ["autogroup:admin"],
          "dst": ["tag:k8s"],
          "app": {"tailscale.com/cap/kubernetes": [{"impersonate": {"groups": ["system:masters"]}}]},
        },
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:k8s": []},
      "grants": [
        {
          "src": ["autogroup:admin"],
          "dst": ["tag:k8s"],
          "app": {"tailscale.com/cap/kubernetes": [{"impersonate": {"groups": ["cluster-operators"]}}]},
        },
      ],
    }
    ```

Fix:
    None: bind a role of the cluster to a group of your own, and name that.

References:
    - https://tailscale.com/kb/1437/kubernetes-operator-api-server-proxy
    - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import KUBERNETES
from tailcli.findings.model import Report
from tailcli.hujson.nodes import Object
from tailcli.lint.granted import MASTERS, granted, parameter_objects, strings_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

MESSAGE = f'"{MASTERS}" may do everything in the cluster, past its authorization rules'


def check(context: Context) -> Iterator[Report]:
    """Report grants of the group that is above all rules."""
    for one in granted(context):
        if one.name != KUBERNETES:
            continue
        for parameters in parameter_objects(one.capability):
            impersonate = parameters.get("impersonate")
            groups = impersonate.get("groups") if isinstance(impersonate, Object) else None
            for group in strings_in(groups):
                if group.value == MASTERS:
                    yield Report(
                        group.span, MESSAGE, hint="name a group that a role of the cluster is bound to"
                    )
