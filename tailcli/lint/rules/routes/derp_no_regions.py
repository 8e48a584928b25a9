"""The default relay servers are left out, or are meant to be, with nothing in their place.

What it does:
    Reports `derpMap` with `"omitDefaultRegions": true` and no region of one's own.

Why:
    Without a region of one's own the option does nothing: clients keep the default regions. Whoever wanted
    to keep traffic off them has not.

Example:
    bad:
    ```hujson
    {"derpMap": {"omitDefaultRegions": true}}
    ```
    good:
    ```hujson
    {
      "derpMap": {
        "omitDefaultRegions": true,
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
    None.

References:
    - https://tailscale.com/kb/1118/custom-derp-servers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.derp import derp_map, is_true, member, regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report the option where it leaves nothing."""
    found = derp_map(context)
    option = None if found is None else member(found, "omitDefaultRegions")
    if option is not None and is_true(option.value) and not regions(context):
        yield Report(
            option.key.span,
            '"omitDefaultRegions" does nothing without a region of your own in "Regions"',
            hint="add a region with a relay server, or remove the option",
        )
