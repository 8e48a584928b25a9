"""``tailcli access``."""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from tailcli.cli import exits, streams
from tailcli.cli.configuring import ConfigOption, IsolatedOption, configurations
from tailcli.cli.policy_input import load_policy
from tailcli.report.style import ColorChoice, style_for

if TYPE_CHECKING:
    from tailcli.access.explain_ask import AccessAnswer, QueryError

HELP = """Say whether X can reach Y under a policy, and why; or who can reach Y, or what X can reach.

X and Y are users, groups, tags, hosts, addresses, services (svc:NAME, as Y) or, with a list of devices,
device:NAME. Without --src the answer lists who can reach Y; without --dst what X can reach. Who is in
synced groups and who has a role is taken from tailcli.toml, where that tells. POLICY can be a version in
git (REV:PATH): then tailcli.toml is that of its revision.

\b
Examples:
  tailcli access policy.hujson --src alice@example.com --dst tag:db:5432
  tailcli access policy.hujson --dst tag:db
  tailcli access policy.hujson --src group:infra --devices users.json
  tailcli access policy.hujson --src bob@example.com --dst tag:db --user root

\b
Exit codes:
  0  answered; with --exit-code: allowed
  1  with --exit-code: denied
  2  wrong usage, or an input that cannot be used
  3  with --exit-code: it depends on something that is not known
"""
DEPENDS = 3


class AccessFormat(Enum):
    """The values of ``--format``."""

    TEXT = "text"
    JSON = "json"


def command(
    policy: Annotated[str, typer.Argument(metavar="POLICY", show_default=False)],
    *,
    src: Annotated[str | None, typer.Option("--src", metavar="X", help="The source.")] = None,
    dst: Annotated[
        str | None, typer.Option("--dst", metavar="Y[:PORT]", help="The destination, with a port or without.")
    ] = None,
    proto: Annotated[
        str | None, typer.Option("--proto", metavar="P", help="A protocol: tcp, udp, icmp, a number ...")
    ] = None,
    user: Annotated[
        str | None, typer.Option("--user", metavar="LOGIN", help="Ask for SSH as this account.")
    ] = None,
    devices: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="A list of devices or users; give several if need be."),
    ] = None,
    output: Annotated[
        AccessFormat, typer.Option("--format", help="How to print the answer.")
    ] = AccessFormat.TEXT,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 0 allowed, 1 denied, 3 depends.")
    ] = False,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Ask, print, and exit by the answer where that is wanted."""
    from tailcli import api
    from tailcli.access.explain_ask import QueryError

    if src is None and dst is None:
        raise typer.BadParameter("name a source (--src), a destination (--dst) or both")
    if exit_code and (src is None or dst is None):
        raise typer.BadParameter("--exit-code needs both --src and --dst")
    loaded = load_policy(policy, devices or [], configurations(config, isolated=isolated), stdin_filename)
    try:
        answer = api.ask_access(
            loaded.policy, src=src, dst=dst, protocol=proto, login=user, inventory=loaded.inventory
        )
    except QueryError as error:
        raise typer.BadParameter(_reason(error), param_hint=error.option) from error
    streams.answer(_rendered(answer, output, color))
    raise typer.Exit(_code(answer) if exit_code else exits.CLEAN)


def _reason(error: QueryError) -> str:
    from tailcli.report.escape import terminal

    hint = f"; did you mean {error.suggestion}?" if error.suggestion else ""
    return terminal(f"{error.reason}{hint}")


def _code(answer: AccessAnswer) -> int:
    from tailcli.access.explain_pair import Verdict

    if answer.verdict is Verdict.DEPENDS:
        return DEPENDS
    return exits.FOUND if answer.verdict is Verdict.DENIED else exits.CLEAN


def _rendered(answer: AccessAnswer, output: AccessFormat, color: ColorChoice) -> str:
    from tailcli.report import access_json, access_text

    match output:
        case AccessFormat.TEXT:
            return access_text.render(answer, style_for(sys.stdout, color, os.environ))
        case AccessFormat.JSON:
            return access_json.render(answer)
        case _:
            assert_never(output)
