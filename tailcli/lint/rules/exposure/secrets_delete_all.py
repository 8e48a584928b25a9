"""A grant lets people delete every secret.

What it does:
    Reports the action `delete` of `tailscale.com/cap/secrets` where it comes with the name pattern `*`.

Why:
    Deleting cannot be undone. A mistyped command of one of these people, or of a server with their rights,
    takes down everything that needs a secret.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:secrets": []},
      "grants": [
        {
          "src": ["group:infra"],
          "dst": ["tag:secrets"],
          "app": {"tailscale.com/cap/secrets": [{"action": ["get", "put", "delete"], "secret": ["*"]}]},
        },
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:infra": ["alice@example.com"]},
      "tagOwners": {"tag:secrets": []},
      "grants": [
        {
          "src": ["group:infra"],
          "dst": ["tag:secrets"],
          "app": {
            "tailscale.com/cap/secrets": [
              {"action": ["get", "put"], "secret": ["*"]},
              {"action": ["delete"], "secret": ["dev/*"]},
            ],
          },
        },
      ],
    }
    ```

Fix:
    None: name the secrets that may be deleted.

References:
    - https://github.com/tailscale/setec
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import SECRETS
from tailcli.findings.model import Label, Report
from tailcli.lint.granted import granted, parameter_objects, strings_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

MESSAGE = '"delete" on "*" lets its holders delete every secret'
HINT = 'leave "delete" out, or name the secrets: "dev/*"'


def check(context: Context) -> Iterator[Report]:
    """Report the right to delete every secret."""
    for one in granted(context):
        if one.name != SECRETS:
            continue
        for parameters in parameter_objects(one.capability):
            actions = (s for s in strings_in(parameters.get("action")) if s.value == "delete")
            everything = next((s for s in strings_in(parameters.get("secret")) if s.value == "*"), None)
            for action in actions if everything is not None else ():
                labels = (Label(everything.span, "every secret is named here"),) if everything else ()
                yield Report(action.span, MESSAGE, hint=HINT, labels=labels)
