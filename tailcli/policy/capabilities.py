"""Names of application capabilities, and those that a grant may give."""

from __future__ import annotations

from tailcli.policy.faults import Fault, quote
from tailcli.policy.suggest import closest

OWN_DOMAIN = "tailscale.com"
_PREFIX = "tailscale.com/cap/"

DRIVE = "tailscale.com/cap/drive"
RELAY = "tailscale.com/cap/relay"
KUBERNETES = "tailscale.com/cap/kubernetes"
WEBUI = "tailscale.com/cap/webui"
TSIDP = "tailscale.com/cap/tsidp"
SECRETS = "tailscale.com/cap/secrets"
GOLINK = "tailscale.com/cap/golink"
TAILSQL = "tailscale.com/cap/tailsql"
GRAFANA = "tailscale.com/cap/proxy-to-grafana"
PAM = "tailscale.com/cap/pam"
SSH = "tailscale.com/cap/ssh"
CONN25_PREFIX = "tailscale.com/cap/conn25/"

GRANTABLE = (DRIVE, GOLINK, GRAFANA, KUBERNETES, PAM, RELAY, SECRETS, SSH, TAILSQL, TSIDP, WEBUI)
"""The capabilities of Tailscale's own domain that grants are known to use (see also ``CONN25_PREFIX``)."""

APP_CONNECTORS = "tailscale.com/app-connectors"
"""What ``app`` of a node attribute may hold: there the domain of Tailscale is fine."""

_REFUSED = frozenset({f"{_PREFIX}relay-target", f"{_PREFIX}funnel", f"{_PREFIX}ingress"})
_REFUSED_PREFIX = "tailscale.com/app/"
_FORM = "capability name must have the form {domain}/{path}"
_OWN = "capability name must not be in the tailscale.com domain"


def capability_fault(name: str) -> Fault | None:
    """Say what is wrong with the name of a capability in a grant, if anything.

    ``server`` is set for the names that the control plane is known to refuse; another name of Tailscale's
    domain that nobody has documented is reported without it.
    """
    domain, _, path = name.partition("/")
    if "://" in name or not domain or not path:
        return _form_fault(name)
    if domain != OWN_DOMAIN or name in GRANTABLE or name.startswith(CONN25_PREFIX):
        return None
    near = closest(name, GRANTABLE) or _same_last_part(name)
    allowed = (near,) if near else ()
    known = name in _REFUSED or name.startswith(_REFUSED_PREFIX)
    message = f"capability {quote(name)} is not one that a grant can give"
    hint = "only some capabilities of tailscale.com can be granted; use your own domain for your own"
    return Fault(0, len(name), message, _OWN if known else None, hint, allowed)


def _same_last_part(name: str) -> str | None:
    candidate = _PREFIX + name.rpartition("/")[2]
    return candidate if candidate in GRANTABLE else None


def _form_fault(name: str) -> Fault:
    bare = name.partition("://")[2]
    allowed = (bare,) if bare.partition("/")[2] else ()
    message = f"capability name {quote(name)} does not have the form domain/path"
    hint = "leave the URL scheme out" if bare else "write a domain of yours, a slash and a path"
    return Fault(0, len(name), message, _FORM, hint, allowed)
