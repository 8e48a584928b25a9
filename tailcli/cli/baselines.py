"""The baselines that settings or the command line name: what of the findings is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tailcli.lint.baseline import Baseline, Compared, Key
    from tailcli.lint.runner import LintResult

_LISTED = 5


def without_known(
    results: Sequence[LintResult], paths: Sequence[str | None], revision: str | None = None
) -> tuple[list[LintResult], list[str]]:
    """Return results without what the baseline of each knows, and what to say of it.

    Raises:
        InputError: for a baseline that cannot be read; with a ``revision`` it is read from there.
    """
    baselines = {path: _read(path, revision) for path in dict.fromkeys(paths) if path is not None}
    if not baselines:
        return list(results), []
    from tailcli.inputs.baseline import name_in
    from tailcli.lint.baseline import compare

    left: list[LintResult] = []
    by_path: dict[str, list[Compared]] = {path: [] for path in baselines}
    for result, path in zip(results, paths, strict=True):
        if path is None:
            left.append(result)
        else:
            known = baselines[path].files.get(name_in(path, result.source.name), {})
            by_path[path].append(compare(result, known))
            left.append(by_path[path][-1].result)
    return left, [line for path, compared in by_path.items() for line in _said(path, compared)]


def known_findings(path: str | None, policy: str, revision: str | None = None) -> Mapping[Key, int]:
    """Return how often which finding of a policy a baseline knows; nothing where none is named or is there.

    Raises:
        InputError: for one that cannot be read.
    """
    import os

    if path is None or (revision is None and not os.path.lexists(path)):
        return {}
    from tailcli.inputs.baseline import name_in

    return _read(path, revision).files.get(name_in(path, policy), {})


def _read(path: str, revision: str | None) -> Baseline:
    from tailcli.inputs.baseline import read_baseline

    return read_baseline(path, revision)


def _said(path: str, compared: Sequence[Compared]) -> list[str]:
    said = [f"{path}: {number(sum(one.held for one in compared), 'known finding')} not shown"]
    return said + [f"{path}: {_gone(one)}; write the baseline anew" for one in compared if one.stale]


def _gone(compared: Compared) -> str:
    gone = [f"{count} {key.code} at {key.pointer or '/'}" for key, count in compared.stale.items()]
    more = f" and {len(gone) - _LISTED} more" if len(gone) > _LISTED else ""
    return f"no longer found in {compared.result.source.name}: {', '.join(gone[:_LISTED])}{more}"
