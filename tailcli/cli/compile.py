"""``tailcli compile``."""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from tailcli.cli import exits, streams
from tailcli.cli.configuring import ConfigOption, IsolatedOption, configurations
from tailcli.cli.inventory_input import known_tailnet
from tailcli.report.style import ColorChoice, style_for

if TYPE_CHECKING:
    from tailcli.access.concrete.compile import Compiled, NodeAccess
    from tailcli.policy.model import Policy

HELP = """Show what each node is given: its packet filter, SSH rules, attributes and approved routes.

POLICY is a policy file, a version in git (REV:PATH), or - for the standard input. The devices and users
come from files that Tailscale's API, `tailscale status --json` or headscale printed; what no list holds
(synced groups, roles, login domains) comes from tailcli.toml, for a version in git from its revision's.

\b
Examples:
  tailcli compile policy.hujson --devices devices.json
  tailcli compile policy.hujson --devices devices.json --node web-1
  tailcli compile policy.hujson --devices devices.json --devices users.json
  tailscale status --json | tailcli compile policy.hujson --devices -

\b
Exit codes:
  0  printed
  1  the control plane would refuse the policy (where only its own tests
     fail, what nodes would be given is printed all the same)
  2  wrong usage, or an input that cannot be read
"""


class CompileFormat(Enum):
    """The values of ``--format``."""

    TEXT = "text"
    JSON = "json"


def command(
    policy: Annotated[str, typer.Argument(metavar="POLICY", show_default=False)],
    *,
    devices: Annotated[
        list[str],
        typer.Option(metavar="FILE", help="A list of devices or users; give several if need be."),
    ],
    node: Annotated[
        str | None, typer.Option(metavar="NAME", help="Show one node only: by name, DNS name or address.")
    ] = None,
    output: Annotated[
        CompileFormat, typer.Option("--format", help="How to print the answer.")
    ] = CompileFormat.TEXT,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Compile, print, and exit by whether the policy would be accepted."""
    from tailcli import api
    from tailcli.access.inventory import Inventory
    from tailcli.inputs.errors import InputError
    from tailcli.inputs.files import STDIN, read_any

    if policy == STDIN and STDIN in devices:
        raise typer.BadParameter("the standard input can be the policy or a device list, not both")
    loaded = api.load(read_any(policy, stdin_name=stdin_filename))
    settings = configurations(config, isolated=isolated)
    inventory = known_tailnet(devices, settings, policy) or Inventory()
    refusal = api.refusal(loaded, inventory)
    if refusal is not None:
        streams.talk(f"error: {refusal}")
        raise typer.Exit(exits.FOUND)
    if loaded.root is None:
        raise InputError(loaded.document.source.name, "no policy: the file holds no object")
    compiled = api.compile_nodes(loaded, inventory)
    streams.answer(_rendered(loaded, compiled, _chosen(compiled, node), output, color))
    failing = api.failing_test(loaded, inventory)
    if failing is not None:
        streams.talk(f"error: {failing}")
        raise typer.Exit(exits.FOUND)


def _chosen(compiled: Compiled, name: str | None) -> tuple[NodeAccess, ...]:
    if name is None:
        return compiled.nodes
    found = tuple(access for access in compiled.nodes if name in _called(access))
    if not found:
        raise typer.BadParameter(_no_node(compiled, name), param_hint="--node")
    return found


def _called(access: NodeAccess) -> tuple[str, ...]:
    device = access.node.device
    return (device.name, device.fqdn, *device.addresses)


def _no_node(compiled: Compiled, name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [access.node.device.name for access in compiled.nodes], 1)
    return f"no node is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _rendered(
    policy: Policy,
    compiled: Compiled,
    nodes: tuple[NodeAccess, ...],
    output: CompileFormat,
    color: ColorChoice,
) -> str:
    from tailcli.report import node_access_json, node_access_text

    match output:
        case CompileFormat.TEXT:
            style = style_for(sys.stdout, color, os.environ)
            return node_access_text.render(policy, compiled, nodes, style)
        case CompileFormat.JSON:
            return node_access_json.render(policy.document.source.name, compiled, nodes)
        case _:
            assert_never(output)
