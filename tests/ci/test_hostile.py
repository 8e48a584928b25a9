"""Names that try to be more than names, through every output of every command and of the action."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from tailcli.cli.main import COMMANDS
from tests.ci.action_run import PROGRAM, Runner
from tests.ci.comment_server import TOKEN, CommentServer
from tests.ci.repository import Repository, environment

if TYPE_CHECKING:
    from pathlib import Path

TRAPS = (
    "::error::injected",
    "\n::warning file=x::injected",
    "##[error]injected",
    "::stop-commands::x",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</summary></details><h1>All is well</h1>",
    "<!-- tailcli: -->",
    "@everyone",
    "#1",
    "[link](https://example.com)",
    "https://example.com/x",
    "```\n# Heading",
    "`code`",
    "a|b|c",
    "%0A::error::x",
    "\x1b[31mred\x1b[0m",
    "\u202etxet\u2066",
    "\x00\x07\x08\r",
    "=1+1",
    "\u2028\u0085",
    "x" * 10_000,
)


def policy(extra: int) -> str:
    """Return a policy full of traps; each more of ``extra`` gives somebody more."""
    groups = {f"group:{trap}": [f"{trap}@example.com"] for trap in TRAPS}
    tags = {f"tag:{trap}": [f"group:{trap}"] for trap in TRAPS}
    ports = [f"tcp:{443 + place}" for place in range(1 + extra)]
    grants = [
        {
            "src": [f"group:{trap}"],
            "dst": [f"tag:{trap}"],
            "ip": ports,
            "app": {f"example.com/cap/{trap}": [{}]},
        }
        for trap in TRAPS
    ]
    tests = [{"src": f"{trap}@example.com", "deny": [f"tag:{trap}:443"]} for trap in TRAPS]
    sections = {"groups": groups, "tagOwners": tags, "grants": grants, "tests": tests}
    more = {trap: trap for trap in TRAPS}
    hosts = {f"host{trap}": "100.64.0.1" for trap in TRAPS}
    return json.dumps({**sections, "hosts": hosts, **more}, indent=1)


NAMES = ("::error::policy.hujson", "##[error]policy.hujson", "<b>@x<b>`.hujson", "\x1b[31mred.hujson")
FORMATS = {
    "lint": [
        "full",
        "concise",
        "grouped",
        "json",
        "jsonl",
        "github",
        "gitlab",
        "sarif",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
    ],
    "diff": ["text", "json", "jsonl", "markdown", "github", "mermaid", "dot", "csv"],
    "test": ["text", "json", "junit"],
    "validate": ["full", "concise", "json"],
}
GITHUB = re.compile(r"::(error|warning|notice)( [^:\n]*)?::")


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("traps")
    for name in NAMES:
        (folder / name).write_text(policy(1), "utf-8")
    (folder / "old.hujson").write_text(policy(0), "utf-8")
    return folder


def said(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [PROGRAM, *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode in {0, 1, 2}
    text = done.stdout.decode("utf-8")
    assert "Traceback" not in text
    return text


def harmless(text: str, *, commands: bool = False) -> None:
    """Hold that nothing in a text moves a cursor, hides something, or commands a service."""
    raw = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n", "\t"}
    assert raw == set()
    assert "##[" not in text
    for line in text.split("\n"):
        if line.lstrip().startswith("::"):
            assert commands
            assert GITHUB.match(line), line[:100]


CASES = [(command, form) for command, forms in FORMATS.items() for form in forms]


@pytest.mark.parametrize(("command", "form"), CASES)
def test_every_format_keeps_a_name_a_name(traps: Path, command: str, form: str) -> None:
    if command == "diff":
        text = said(traps, "diff", "--format", form, "old.hujson", f"./{NAMES[0]}")
    elif command == "test":
        text = said(traps, "test", "--format", form, NAMES[1])
    else:
        text = said(traps, command, "--format", form, *NAMES)
    assert text
    harmless(text, commands=form == "github")
    if form == "markdown":
        plain_in_markdown(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("fmt", "--check", *NAMES),
        ("access", NAMES[0], "--src", "group:@everyone", "--dst", "tag:@everyone:443"),
        ("access", NAMES[1], "--dst", "tag:\x1b[31mred\x1b[0m:443"),
        ("access", NAMES[1], "--src", "group:\u202etxet\u2066"),
        ("compile", NAMES[0]),
        ("compile", NAMES[0], "--devices", NAMES[1]),
        ("rule", "\x1b[31mx"),
        ("schema", "\x1b[31m"),
        ("lint", "::error::nothing.hujson"),
        ("lint", "--select", "\x1b[31m\u202e"),
        ("hook", "lint", *NAMES),
        ("init", "--dry-run"),
        (),
    ],
)
def test_every_command_keeps_a_name_a_name(traps: Path, arguments: tuple[str, ...]) -> None:
    assert not arguments or arguments[0] in {*COMMANDS, "hook"}
    harmless(said(traps, *arguments))


def plain_in_markdown(text: str) -> None:
    """Hold that Markdown shows nothing that is not ours: no element, link, image or mention."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    kinds = {token.type for token in tokens}
    assert "fence" not in kinds
    for token in tokens:
        if token.type in {"html_block", "html_inline"}:
            assert _ours(token.content), token.content[:200]
        for child in token.children or ():
            assert child.type not in {"image", "html_inline"}, child.content[:200]
            if child.type == "link_open":
                # The page of a rule.
                assert re.fullmatch(
                    r"https://github\.com/tailcli/tailcli/\S*/TP\d+\S*", str(child.attrs["href"])
                )
            if child.type == "text":
                assert "@" not in child.content
                assert not re.search(r"https?:|#\d", child.content)


def _ours(html: str) -> bool:
    known = r"<!-- [^<>]* -->|</details>|<details( open)?><summary>[A-Z][^<>]*</summary>"
    return all(re.fullmatch(known, line.strip()) for line in html.splitlines() if line.strip())


def test_the_action_keeps_a_name_a_name(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    base = repository.commit("start", {"policy.hujson": policy(0), NAMES[2]: policy(1)})
    repository.git("switch", "--quiet", "--create", "change")
    head = repository.commit(
        "::error::@everyone", {"policy.hujson": policy(1), NAMES[2]: policy(0), NAMES[0]: policy(0)}
    )
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "change")
    request = {"number": 7, "base": {"sha": base}, "head": {"sha": head, "repo": None}, "body": "<script>"}
    runner = Runner(tmp_path / "runner", repository.folder)
    with CommentServer() as server:
        ran = runner.run(
            "pull_request", {"pull_request": request}, {"token": TOKEN}, GITHUB_API_URL=server.url
        )
    assert ran.outputs["verdict"] == "both"
    (comment,) = server.bodies
    plain_in_markdown(comment)
    plain_in_markdown(ran.summary)
    assert ran.annotations
    assert all(GITHUB.match(line) for line in ran.annotations)
    properties = [line.split("::")[1] for line in ran.annotations]
    assert all("file=" not in said or re.search(r" file=[^,]*hujson(,|$)", said) for said in properties)
    harmless(comment)
    harmless(ran.summary)
    harmless(
        re.sub(r"^::(stop-commands::)?[0-9a-f]{32}(::)?$", "", ran.log, flags=re.MULTILINE), commands=True
    )
