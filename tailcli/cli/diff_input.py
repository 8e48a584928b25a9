"""From what the user names to the diffs that are meant: two files, or the working tree and a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tailcli import api
from tailcli.config.settings import FileKind
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import STDIN, is_version, read_any
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.cli.diff_facts import Facts
    from tailcli.diff.model import AccessDiff
    from tailcli.inputs.versions import Found, Pair
    from tailcli.policy.model import Policy
    from tailcli.source.text import SourceText

_TWO = 2


class Question(NamedTuple):
    """What is to be compared, as the user put it.

    Of files that are merely found, those with the same text are passed over unless ``is_of_interest`` wants
    them, by the names of both versions. ``facts`` tells what is known of the tailnet.
    """

    paths: tuple[str, ...]
    base: str | None
    merge_base: str | None
    stdin_name: str
    kind: FileKind = FileKind.WHOLE
    is_of_interest: Callable[[str, str], bool] = lambda _old, _new: False
    facts: Facts | None = None


class Versions(NamedTuple):
    """The two versions behind a diff, None for a missing file; and what is known of the tailnet."""

    old: Policy | None
    new: Policy | None
    known: Inventory | None = None


class Compared(NamedTuple):
    """The diffs with the versions behind each, what to say beside them, and whether an input failed.

    ``base`` is the revision that all are compared with, None for two files.
    """

    diffs: tuple[AccessDiff, ...]
    versions: tuple[Versions, ...] = ()
    talk: tuple[str, ...] = ()
    failed: bool = False
    base: str | None = None


def compared(question: Question) -> Compared:
    """Read and compare.

    Raises:
        InputError: if a version that the user named cannot be used.
        typer.BadParameter: if the arguments do not go together.
    """
    if question.base is not None and question.merge_base is not None:
        raise typer.BadParameter("give --base or --merge-base, not both")
    if question.base is None and question.merge_base is None and len(question.paths) == _TWO:
        return _two(question)
    if STDIN in question.paths:
        raise typer.BadParameter("the standard input has no versions in git: give OLD and NEW")
    if question.base is None and question.merge_base is None and len(question.paths) > _TWO:
        raise typer.BadParameter("give OLD and NEW; to compare several files with a revision, --base REV")
    if question.base is None and question.merge_base is None and any(map(is_version, question.paths)):
        raise typer.BadParameter("give two versions, such as HEAD~3:policy.hujson policy.hujson")
    return _with_revision(question)


def _two(question: Question) -> Compared:
    if set(question.paths) == {STDIN}:
        raise typer.BadParameter("the standard input can be OLD or NEW, not both")
    before, after = (read_any(path, stdin_name=question.stdin_name) for path in question.paths)
    old = readable(before)
    return _result([Versions(old, readable(after, old))], question)


def readable(source: SourceText, beside: Policy | None = None) -> Policy:
    """Return the policy of a text that can be compared; ``beside`` is another version of it.

    Raises:
        InputError: if it has a syntax error or holds no object: what it means is not known then.
    """
    policy = api.load(source, beside=beside)
    for fault in policy.document.problems:
        line, column = source.position(fault.start)
        hint = f" ({fault.hint})" if fault.hint else ""
        raise InputError(f"{source.name}:{line}:{column}", f"syntax error: {fault.message}{hint}")
    if policy.root is None:
        raise InputError(source.name, "no policy: the file holds no object")
    return policy


def _with_revision(question: Question) -> Compared:
    from tailcli.inputs.versions import since

    revision = _revision(question)
    found = since(revision, question.paths)
    talk = []
    failed = False
    for error, discovered in found.unread:
        fatal = not discovered or error.name.lower().endswith(".hujson")
        failed = failed or fatal
        talk.append(f"{'error' if fatal else 'passed over'}: {error}")
    return _compared_pairs(found, question, revision, talk, failed=failed)


def _revision(question: Question) -> str:
    if question.merge_base is None:
        return question.base or "HEAD"
    from tailcli.inputs.git import merge_base
    from tailcli.inputs.history import short

    return short(merge_base("HEAD", question.merge_base))


def _compared_pairs(
    found: Found, question: Question, revision: str, talk: list[str], *, failed: bool
) -> Compared:
    versions: list[Versions] = []
    same = 0
    for pair in found.pairs:
        if pair.discovered and pair.is_same_text and not _is_wanted(pair, question):
            same += 1
            continue
        try:
            versions += _versions(pair)
        except InputError as error:
            talk.append(f"error: {error}")
            failed = True
    if not versions and not failed:
        talk.append(_nothing(same, revision))
        failed = not same
    return _result(versions, question, revision)._replace(talk=tuple(talk), failed=failed, base=revision)


def _is_wanted(pair: Pair, question: Question) -> bool:
    old, new = pair.old, pair.new
    return old is not None and new is not None and question.is_of_interest(old.name, new.name)


def _result(versions: list[Versions], question: Question, base: str | None = None) -> Compared:
    is_part = question.kind is not FileKind.WHOLE
    facts = question.facts
    pairs = [pair if facts is None else facts.added(pair, base) for pair in versions]
    diffs = (api.diff(pair.old, pair.new, fragment=is_part, inventory=pair.known) for pair in pairs)
    return Compared(tuple(diffs), tuple(pairs))


def _nothing(same: int, revision: str) -> str:
    if not same:
        return "error: no policy file found, neither here nor at that revision"
    files = "the policy file has" if same == 1 else f"all {same} policy files have"
    return f"nothing to compare: {files} the same text as at {revision}"


def _versions(pair: Pair) -> Iterator[Versions]:
    """Yield the versions of a pair, or nothing for files that were found and are no policies."""
    if pair.discovered and not _is_policy(pair):
        return
    old = None if pair.old is None else readable(pair.old)
    yield Versions(old, None if pair.new is None else readable(pair.new, old))


def _is_policy(pair: Pair) -> bool:
    from tailcli.inputs.discovery import looks_like_policy

    sources = [source for source in (pair.old, pair.new) if source is not None]
    return any(looks_like_policy(api.load(source)) for source in sources)
