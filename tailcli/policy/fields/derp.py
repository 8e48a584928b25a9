"""The fields of ``derpMap``: custom DERP regions and their servers."""

from __future__ import annotations

from tailcli.policy.fields.shapes import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Field,
    ListOf,
    MapOf,
    Record,
)

# The keys are read as integers: a file with any other key cannot be read at all.
_REGION_ID = r"^[+-]?[0-9]+$"

DERP_NODE = Record(
    "DERP node",
    "One relay server of a region.",
    Field("Name", STRING, "A name that no other node has, such as 900a.", sample='"900a"'),
    Field("RegionID", INTEGER, "The number of the region that the node belongs to.", sample="900"),
    Field("HostName", STRING, "The server's DNS name.", sample='"derp.example.com"', required=True),
    Field(
        "CertName",
        STRING,
        "The name in the server's certificate, if it differs.",
        sample='"derp.example.com"',
    ),
    Field(
        "IPv4", STRING, "The IPv4 address, or none to use no IPv4.", sample='"198.51.100.1"', values=("none",)
    ),
    Field(
        "IPv6", STRING, "The IPv6 address, or none to use no IPv6.", sample='"2001:db8::1"', values=("none",)
    ),
    Field("STUNPort", INTEGER, "The UDP port of STUN; 0 is 3478, -1 switches STUN off.", sample="3478"),
    Field("STUNOnly", BOOLEAN, "Whether the server answers STUN only and relays nothing.", sample="true"),
    Field("DERPPort", INTEGER, "The TCP port of DERP; 0 is 443.", sample="443"),
    Field(
        "InsecureForTests", BOOLEAN, "Whether clients skip the certificate check: for tests.", sample="false"
    ),
    Field("STUNTestIP", STRING, "An address to use for STUN instead, in tests.", sample='"198.51.100.1"'),
    Field(
        "CanPort80", BOOLEAN, "Whether the server answers on port 80 (captive portal check).", sample="true"
    ),
)

DERP_REGION = Record(
    "DERP region",
    "A place with one or more relay servers.",
    Field("RegionID", INTEGER, "The number of the region, equal to its key.", sample="900"),
    Field("RegionCode", STRING, "A short name for machines and people.", sample='"example"'),
    Field("RegionName", STRING, "A long name for people.", sample='"Example City"'),
    Field("Latitude", NUMBER, "Where the region is, in degrees north.", sample="52.5"),
    Field("Longitude", NUMBER, "Where the region is, in degrees east.", sample="13.4"),
    Field("Avoid", BOOLEAN, "Whether clients avoid the region as their home.", sample="true"),
    Field(
        "NoMeasureNoHome",
        BOOLEAN,
        "Whether clients neither measure the region nor make it their home.",
        sample="true",
    ),
    Field(
        "Nodes",
        ListOf(DERP_NODE),
        "The servers of the region.",
        sample='[{"Name": "900a", "RegionID": 900, "HostName": "derp.example.com"}]',
    ),
)

HOME_PARAMS = Record(
    "DERP home parameters",
    "How a client chooses its home region.",
    Field(
        "RegionScore",
        MapOf(NUMBER, "900", _REGION_ID),
        "Region numbers, each with a factor on its latency: below 1 prefers the region.",
        sample='{"900": 0.5}',
    ),
)

DERP_MAP = Record(
    "derpMap",
    "Relay servers of one's own, beside or instead of Tailscale's.",
    Field(
        "Regions",
        MapOf(DERP_REGION, "900", _REGION_ID),
        "Regions by number (900 to 999 are for custom ones); null takes a default region out.",
        sample='{"900": {"RegionID": 900, "RegionCode": "example", "Nodes": []}}',
    ),
    Field(
        "omitDefaultRegions",
        BOOLEAN,
        "Whether Tailscale's own regions are left out.",
        sample="true",
    ),
    Field(
        "HomeParams",
        HOME_PARAMS,
        "How a client chooses its home region.",
        sample='{"RegionScore": {"900": 0.5}}',
    ),
)
