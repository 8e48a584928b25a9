"""Clients are told not to check the certificate of a relay server.

What it does:
    Reports `"InsecureForTests": true` for a server in `derpMap`.

Why:
    Whoever sits between a client and the server can pose as the server then. It sees who talks to whom and
    may drop what it likes, though not read it.

Example:
    bad:
    ```hujson
    {
      "derpMap": {
        "Regions": {
          "900": {
            "RegionID": 900,
            "RegionCode": "own",
            "Nodes": [
              {"Name": "900a", "RegionID": 900, "HostName": "derp.example.com", "InsecureForTests": true},
            ],
          },
        },
      },
    }
    ```
    good:
    ```hujson
    {
      "derpMap": {
        "Regions": {
          "900": {
            "RegionID": 900,
            "RegionCode": "own",
            "Nodes": [{"Name": "900a", "RegionID": 900, "HostName": "derp.example.com"}],
          },
        },
      },
    }
    ```

Fix:
    None: give the server a certificate, and remove the option.

References:
    - https://tailscale.com/kb/1118/custom-derp-servers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.derp import is_true, member, nodes, regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report servers whose certificate is not checked."""
    for _key, region in regions(context):
        for node in nodes(region):
            option = member(node, "InsecureForTests")
            if option is not None and is_true(option.value):
                yield Report(
                    option.key.span,
                    '"InsecureForTests" makes clients trust any server that poses as this one',
                    hint="give the server a certificate, and remove the option",
                )
