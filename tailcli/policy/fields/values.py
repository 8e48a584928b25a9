"""Strings that editors propose as values: examples of what is common, never the whole of what is right."""

from __future__ import annotations

_ROLES = (
    "autogroup:owner",
    "autogroup:admin",
    "autogroup:it-admin",
    "autogroup:network-admin",
    "autogroup:billing-admin",
    "autogroup:auditor",
)
SOURCES = ("autogroup:member", "autogroup:tagged", "autogroup:shared", *_ROLES, "*")
GRANT_DESTINATIONS = (
    "autogroup:self",
    "autogroup:internet",
    "autogroup:member",
    "autogroup:tagged",
    *_ROLES,
    "*",
)
SSH_DESTINATIONS = ("autogroup:self",)
OWNERS = ("autogroup:member", "autogroup:tagged", *_ROLES)
TARGETS = ("*", "autogroup:member", "autogroup:tagged", "autogroup:admin", "autogroup:owner")
LOGIN_NAMES = ("autogroup:nonroot", "root")
GRANT_PORTS = ("*", "tcp:443", "tcp:80", "tcp:22", "udp:53", "tcp:*", "udp:*", "icmp:*")
PROTOCOLS = (
    "tcp",
    "udp",
    "icmp",
    "ipv6-icmp",
    "sctp",
    "igmp",
    "ipv4",
    "ip-in-ip",
    "egp",
    "igp",
    "gre",
    "esp",
    "ah",
)
CAPABILITIES = (
    "tailscale.com/cap/drive",
    "tailscale.com/cap/golink",
    "tailscale.com/cap/kubernetes",
    "tailscale.com/cap/relay",
    "tailscale.com/cap/secrets",
    "tailscale.com/cap/tailsql",
    "tailscale.com/cap/tsidp",
    "tailscale.com/cap/webui",
)
NODE_ATTRIBUTES = (
    "funnel",
    "nextdns:ID",
    "nextdns:no-device-info",
    "mullvad",
    "drive:share",
    "drive:access",
    "randomize-client-port",
    "disable-ipv4",
    "suggest-exit-node",
    "auto-exit-node",
    "log-exit-flows",
    "magicdns-aaaa",
    "disable-captive-portal-detection",
    "disable-web-client",
    "disable-relay-server",
    "disable-relay-client",
    "only-tcp-443",
    "traffic-steering",
)
ASSERTIONS = (
    "node:os == 'linux'",
    "node:os IN ['macos', 'windows', 'linux']",
    "node:osVersion >= '14'",
    "node:tsVersion >= '1.60'",
    "node:tsReleaseTrack == 'stable'",
    "node:tsAutoUpdate",
    "node:tsStateEncrypted",
    "ip:country == 'US'",
)

# A Go duration or the word always; how long is too long is not a matter of form.
DURATION_PATTERN = (
    r"^\s*(always|[+-]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)"
    r"(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))*))?\s*$"
)
