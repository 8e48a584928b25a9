"""The number of a DERP region differs from its key, or from that of its servers.

What it does:
    Reports a `RegionID` in `derpMap` that is not the key of the region, for the region or one of its
    servers.

Why:
    The number says where a server belongs. Where the numbers differ, clients look for the server in another
    region, and do not find it.

Example:
    bad:
    ```hujson
    {
      "derpMap": {
        "Regions": {
          "900": {
            "RegionID": 900,
            "RegionCode": "own",
            "Nodes": [{"Name": "901a", "RegionID": 901, "HostName": "derp.example.com"}],
          },
        },
      },
    }
    ```
    fixed:
    ```hujson
    {
      "derpMap": {
        "Regions": {
          "900": {
            "RegionID": 900,
            "RegionCode": "own",
            "Nodes": [{"Name": "901a", "RegionID": 900, "HostName": "derp.example.com"}],
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
    Unsafe: writes the number of the key.

References:
    - https://tailscale.com/kb/1118/custom-derp-servers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix, Label, Report
from tailcli.hujson.nodes import Number
from tailcli.lint.derp import member, nodes, regions
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import Object, String
    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report numbers that differ from the key of their region."""
    for key, region in regions(context):
        for holder in (region, *nodes(region)):
            found = _differs(key, holder)
            if found is not None:
                yield found


def _differs(key: String, holder: Object) -> Report | None:
    number = member(holder, "RegionID")
    wanted = key.value.strip().lstrip("+")
    if number is None or not isinstance(number.value, Number) or number.value.raw == wanted:
        return None
    edit = TextEdit(number.value.span, wanted)
    return Report(
        number.value.span,
        f"the region number {number.value.raw} is not {wanted}, the key of its region",
        labels=(Label(key.span, "the region's key"),),
        fix=Fix(f"Write {wanted}", (edit,), Applicability.UNSAFE),
    )
