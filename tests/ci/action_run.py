"""Runs the steps of ``action.yml`` as a runner would: their own shell lines, their own environment."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tests.ci.repository import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
PROGRAM = str(Path(sys.executable).with_name("tailcli"))
_EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")
_OUTPUT = re.compile(r"^(\w+)(?:=([^\n]*)|<<(\w+)\n(.*?)\n\3)$", re.MULTILINE | re.DOTALL)


class Ran(NamedTuple):
    """What the action did: its exit code, the log, its outputs, the summaries of all steps."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str

    @property
    def annotations(self) -> list[str]:
        """The commands that the runner would obey."""
        found: list[str] = []
        stopped = ""
        for line in self.log.splitlines():
            said = line.lstrip()
            if stopped:
                stopped = "" if said == f"::{stopped}::" else stopped
            elif said.startswith("::stop-commands::"):
                stopped = said.removeprefix("::stop-commands::")
            elif said.startswith("::") or "##[" in said:
                found.append(said)
        return found


class Runner:
    """A runner with its own files; ``event`` is what GitHub would hand over."""

    def __init__(self, folder: Path, checkout: Path) -> None:
        self._folder = folder
        self._checkout = checkout
        folder.mkdir(exist_ok=True)

    def run(
        self,
        name: str,
        payload: Mapping[str, object],
        inputs: Mapping[str, str] | None = None,
        *,
        install: bool = False,
        **more: str,
    ) -> Ran:
        """Run all steps for an event; without ``install`` the program of the tests is used."""
        event = self._folder / "event.json"
        event.write_text(json.dumps(payload), "utf-8")
        known = {f"inputs.{key}": str(value.get("default", "")) for key, value in ACTION["inputs"].items()}
        known |= {f"inputs.{key}": value for key, value in (inputs or {}).items()}
        known |= {
            "github.action_path": str(ROOT),
            "runner.temp": str(self._folder),
            "github.event_name": name,
        }
        if not install:
            known["steps.install.outputs.program"] = PROGRAM
        shared = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REPOSITORY": "example/net",
            **more,
        }
        return self._steps(known, shared, install=install)

    def _steps(self, known: dict[str, str], shared: Mapping[str, str], *, install: bool) -> Ran:
        logs: list[str] = []
        summary = self._folder / "summary.md"
        summary.write_text("", "utf-8")
        code = 0
        for step in ACTION["runs"]["steps"]:
            skipped = (step.get("id") == "install" and not install) or not _wanted(step, known)
            if code or skipped:
                continue
            told = {name: _filled(value, known) for name, value in step["env"].items()}
            written = self._folder / "output"
            written.write_text("", "utf-8")
            files = {"GITHUB_OUTPUT": str(written), "GITHUB_STEP_SUMMARY": str(summary)}
            done = self._shell(step["run"], {**shared, **told, **files})
            logs.append(done.stdout)
            code = done.returncode
            for found in _OUTPUT.finditer(written.read_text("utf-8")):
                value = found[2] if found[2] is not None else found[4]
                known[f"steps.{step['id']}.outputs.{found[1]}"] = value
        outputs = {name: _filled(value["value"], known) for name, value in ACTION["outputs"].items()}
        return Ran(code, "".join(logs), outputs, summary.read_text("utf-8"))

    def _shell(self, script: str, told: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        file = self._folder / "step.sh"
        file.write_text(script, "utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)],
            cwd=self._checkout,
            env=environment(**told),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def _wanted(step: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Judge an ``if`` of the form ``context == 'word' || ...``."""
    alternatives = [part.split(" == ") for part in step.get("if", "").split(" || ") if part]
    return not alternatives or any(known[name] == value.strip("'") for name, value in alternatives)


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), text)
