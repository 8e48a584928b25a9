"""A folder of wheels made from what is installed, so that pip needs no network."""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import TYPE_CHECKING

from packaging.markers import UndefinedEnvironmentName
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from pathlib import Path

# What the program needs to run, what its wheel is built with, and what an empty environment lacks.
NEEDED = ("typer", "rich", "jsonschema", "deepdiff", "hatchling", "setuptools", "pip")


def fill(folder: Path) -> Path:
    """Write a wheel for everything needed that is installed here, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    waiting = list(NEEDED)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        _pack(found, folder)
        waiting += [one.name for one in map(Requirement, found.requires or ()) if _applies(one)]
    return folder


def _applies(requirement: Requirement) -> bool:
    try:
        return requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    except UndefinedEnvironmentName:
        return False


def _pack(found: Distribution, folder: Path) -> None:
    tags = re.findall(r"^Tag: (\S+)$", found.read_text("WHEEL") or "", re.MULTILINE)
    tag = next((one for one in tags if not one.startswith("py2-")), "py3-none-any")
    name = re.sub(r"[-_.]+", "_", found.metadata["Name"])
    path = folder / f"{name}-{found.version}-{tag}.whl"
    inside = [file for file in found.files or () if ".." not in file.parts and file.suffix != ".pyc"]
    with zipfile.ZipFile(path, "w") as wheel:
        for file in inside:
            if file.locate().is_file() and file.name not in {"INSTALLER", "REQUESTED", "direct_url.json"}:
                wheel.write(str(file.locate()), str(file))
