"""The attributes that ``nodeAttrs`` can give a device, as far as clients and documentation know them."""

from __future__ import annotations

from tailcli.policy.suggest import closest

FUNNEL = "funnel"
DRIVE_SHARE = "drive:share"
NEXTDNS = "nextdns:"
NEXTDNS_COMPANION = "nextdns:no-device-info"
IS_ADMIN = "https://tailscale.com/cap/is-admin"

_OPEN_PREFIXES = ("custom:", NEXTDNS, "controld:")

KNOWN = frozenset(
    [
        "auto-exit-node",
        "cache-network-maps",
        "client-side-reachability",
        "debug-always-stun",
        "debug-disable-upnp",
        "debug-no-wg-trim",
        "default-auto-update",
        "disable-cache-network-maps",
        "disable-captive-portal-detection",
        "disable-delta-updates",
        "disable-hosts-file-updates",
        "disable-ipv4",
        "disable-linux-cgnat-drop-rule",
        "disable-local-dns-override-via-nrpt",
        "disable-magicsock-crypto-routing",
        "disable-relay-client",
        "disable-relay-server",
        "disable-skip-status-queue",
        "disable-split-dns-when-no-custom-resolvers",
        "disable-tun-udp-gro",
        "disable-udp-gro",
        "disable-udp-gso",
        "disable-web-client",
        "debug-disable-subnets-if-pac",
        "dns-forwarder-disable-tcp-retries",
        "dns-subdomain-resolve",
        "drive:access",
        "drive:share",
        "emit-runtime-metrics",
        "force-register-magicdns-ipv4-only",
        "funnel",
        "linux-netfilter?v=iptables",
        "linux-netfilter?v=nftables",
        "log-exit-flows",
        "magicdns-aaaa",
        "mullvad",
        "native-ipv4",
        "nextdns:no-device-info",
        "one-cgnat?v=false",
        "one-cgnat?v=true",
        "only-tcp-443",
        "peer-mtu-enable",
        "probe-udp-lifetime",
        "randomize-client-port",
        "scope-quad100-macos",
        "silent-disco",
        "ssh-aggregator",
        "ssh-behavior-v1",
        "ssh-behavior-v2",
        "ssh-env-vars",
        "store-appc-routes",
        "suggest-exit-node",
        "suggest-exit-node-ui",
        "traffic-steering",
        "user-dial-routes",
    ]
)
"""Names without a value of the user's own."""


def is_known(attribute: str) -> bool:
    """Tell whether clients may know an attribute: a known name, one with a value, or a capability's name."""
    return attribute in KNOWN or "/" in attribute or attribute.startswith(_OPEN_PREFIXES)


def alike(attribute: str) -> str | None:
    """Return the known attribute that a misspelt one was probably meant to be."""
    return closest(attribute, sorted(KNOWN))
