"""The step of the GitHub action that shows the access change: annotations, summary, one comment, outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tailcli import api
from tailcli.ci.workflow import inert, said
from tailcli.cli import exits, streams
from tailcli.cli.action import Result
from tailcli.cli.action_expect import announced
from tailcli.cli.action_lists import lists_of
from tailcli.cli.action_policies import is_policy, of_base, pairs
from tailcli.cli.diff import code_for
from tailcli.cli.diff_facts import Facts
from tailcli.cli.diff_gates import Asked, GateKeeper
from tailcli.cli.diff_input import Versions, readable
from tailcli.cli.diff_options import FailOn
from tailcli.cli.forge import forge_folders
from tailcli.diff.model import Verdict
from tailcli.inputs.errors import InputError
from tailcli.report.diff.formats import DiffFormat, View, render
from tailcli.report.diff.markdown import LIMIT
from tailcli.report.diff.markdown import render as render_markdown
from tailcli.report.diff.outline import counts
from tailcli.report.prose import prose
from tailcli.report.workflow_commands import Level
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.cli.action import Job
    from tailcli.cli.diff_gates import Ruled
    from tailcli.diff.expect import Judgement
    from tailcli.diff.gates import Gated
    from tailcli.diff.model import AccessDiff
    from tailcli.inputs.versions import Pair
    from tailcli.policy.model import Policy
    from tailcli.source.text import SourceText

_SUMMARY_LIMIT = 400_000
_COMMENT_HEAD = 3_000
_VERDICTS = {
    Verdict.IDENTICAL: "identical",
    Verdict.WIDER: "wider",
    Verdict.NARROWER: "narrower",
    Verdict.BOTH: "both",
    Verdict.OTHER: "other",
}
UNKNOWN = "unknown"
UNCHANGED = "unchanged"


class Change(NamedTuple):
    """What merging would change, and what stands in the way of saying it.

    Attributes:
        diffs: a diff for each policy file whose text changes.
        versions: the versions behind each.
        errors: files of the change that cannot be read.
        doubts: files whose version before cannot be read: that is no fault of the change.
        judgement: whether the change is what its author announced; None where that is not asked for.
        ruled: what the gates find in each diff, by the settings of the base.
        notes: what else a reader of the page should know.
    """

    diffs: tuple[AccessDiff, ...]
    versions: tuple[Versions, ...]
    errors: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    judgement: Judgement | None = None
    ruled: tuple[Ruled, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def gates(self) -> tuple[Gated, ...]:
        """What to tell of the gates, a value for each diff."""
        return tuple(one.gated for one in self.ruled)

    @property
    def verdict(self) -> str:
        """The word for all files together."""
        if self.errors or self.doubts:
            return UNKNOWN
        if not self.diffs:
            return UNCHANGED
        return _VERDICTS[together(diff.verdict for diff in self.diffs)]


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on several files."""
    found = set(verdicts)
    if Verdict.BOTH in found or {Verdict.WIDER, Verdict.NARROWER} <= found:
        return Verdict.BOTH
    order = (Verdict.WIDER, Verdict.NARROWER, Verdict.OTHER)
    return next((verdict for verdict in order if verdict in found), Verdict.IDENTICAL)


def diff_step(job: Job) -> Result:
    """Show what merging the change gives and takes.

    Raises:
        InputError: if an input of the action, the base or a path cannot be used.
    """
    gate = _gate(job)
    keeper = _keeper(job)
    lists = lists_of(job)
    facts = None if keeper is None else Facts(keeper, lists.inventory)
    change = _change(pairs(job), facts, job.base)._replace(notes=lists.notes)
    found = _gated(job, announced(job, change), keeper)
    _log(found)
    page = _page(found, _SUMMARY_LIMIT)
    posted = _comment(job, found)
    if posted:
        streams.answer(said(Level.NOTICE, "tailcli comment", posted))
    gained = sum(counts(diff).gained for diff in found.diffs)
    lost = sum(counts(diff).lost for diff in found.diffs)
    outputs = {"verdict": found.verdict, "gained": str(gained), "lost": str(lost), "said": found.verdict}
    note = f"\nNote: {prose(posted)}\n" if posted else ""
    return Result(_code(found, gate), outputs, f"{page}{note}")


def _keeper(job: Job) -> GateKeeper | None:
    """Return who knows the settings: a file that was named is taken from the base, as found ones are."""
    if job.base is None:
        return None
    now = None if job.config is None else of_base(job.base, job.config)
    return GateKeeper(Asked(file=job.config), now)


def _gated(job: Job, change: Change, keeper: GateKeeper | None) -> Change:
    """Add what the gates find."""
    if keeper is None:
        return change
    both = zip(change.diffs, change.versions, strict=True)
    ruled = [keeper.rule(diff, versions, change.judgement, job.base) for diff, versions in both]
    return change._replace(ruled=tuple(ruled))


def _gate(job: Job) -> FailOn | None:
    told = job.told("TAILCLI_FAIL_ON_ACCESS")
    try:
        return FailOn(told) if told else None
    except ValueError as error:
        words = ", ".join(one.value for one in FailOn)
        raise InputError("fail-on-access", f"is one of {words}") from error


def _code(found: Change, gate: FailOn | None) -> int:
    if found.errors:
        return exits.UNUSABLE
    if any(gated.fails for gated in found.gates):
        return exits.FOUND
    if found.judgement is not None:
        return exits.CLEAN if found.judgement.is_met else exits.FOUND
    if found.doubts and gate not in {None, FailOn.NEVER}:
        return exits.FOUND
    both = zip(found.diffs, found.ruled, strict=True)
    return max((code_for([diff.verdict], gate or _usual(one)) for diff, one in both), default=exits.CLEAN)


def _usual(ruled: Ruled) -> FailOn:
    """Return which change fails where no input says so: what the settings say, and else none."""
    return FailOn(ruled.said.fail_on) if ruled.said.fail_on is not None else FailOn.NEVER


def _change(found: Sequence[Pair], facts: Facts | None, base: str | None) -> Change:
    diffs: list[AccessDiff] = []
    versions: list[Versions] = []
    errors: list[str] = []
    doubts: list[str] = []
    for pair in found:
        if pair.is_same_text or not is_policy(pair):
            continue
        try:
            new = _readable(pair.new)
        except InputError as error:
            errors.append(str(error))
            continue
        try:
            old = _readable(pair.old, new)
        except InputError as error:
            doubts.append(f"the version before cannot be read: {error}")
            continue
        both = Versions(old, new)
        versions.append(both if facts is None else facts.added(both, base))
        diffs.append(api.diff(old, new, inventory=versions[-1].known))
    return Change(tuple(diffs), tuple(versions), tuple(errors), tuple(doubts))


def _readable(source: SourceText | None, beside: Policy | None = None) -> Policy | None:
    return None if source is None else readable(source, beside)


def _log(found: Change) -> None:
    streams.answer(
        inert(render(found.diffs, DiffFormat.TEXT, View(judgement=found.judgement, gates=found.gates)))
    )
    streams.answer(render(found.diffs, DiffFormat.GITHUB, View(gates=found.gates, folders=forge_folders())))
    faults = list(found.errors)
    if found.judgement is not None and not found.judgement.is_met:
        from tailcli.report.diff.judgements import lines

        faults += [line.strip() for line in lines(found.judgement)]
    streams.answer(said(Level.ERROR, "Access change", *faults))
    streams.answer(said(Level.WARNING, "Access change", *found.doubts))


def _page(found: Change, limit: int) -> str:
    """Return the change as Markdown."""
    if found.verdict == UNCHANGED:
        return "### Access change\n\nNo policy file changes.\n"
    lines = [f"**Not compared:** {prose(text)}\n" for text in (*found.errors, *found.doubts)]
    if found.diffs:
        lines.append(render_markdown(found.diffs, judgement=found.judgement, gates=found.gates, limit=limit))
    else:
        lines.insert(0, "### Access change\n")
    lines += [f"Note: {prose(note)}\n" for note in found.notes]
    return "\n".join(lines)


def _comment(job: Job, found: Change) -> str:
    """Keep the comment of a pull request up to date; return what is to be said of it, if anything."""
    wish = job.told("TAILCLI_COMMENT") or "changes"
    if wish not in {"always", "changes", "never"}:
        raise InputError("comment", "is one of always, changes, never")
    token = job.told("TAILCLI_TOKEN")
    if wish == "never" or job.event.number is None:
        return ""
    if not token:
        return "no comment: there is no token"
    from tailcli.ci.comments import Outcome, Thread, keep_comment

    thread = Thread(
        job.told("GITHUB_API_URL") or "https://api.github.com",
        token,
        job.event.repository,
        job.event.number,
        job.told("TAILCLI_COMMENT_AUTHOR") or "github-actions[bot]",
    )
    create = wish == "always" or found.verdict != UNCHANGED
    posted = keep_comment(thread, _marker(job), _body(job, found), create=create)
    if posted.outcome is not Outcome.FAILED:
        return ""
    fork = " (this pull request comes from a fork)" if job.event.from_fork else ""
    return f"no comment{fork}: {posted.reason}. The summary of this run says the same."


def _marker(job: Job) -> str:
    """Return the first line of the comment: another run with other paths keeps a comment of its own."""
    return f"<!-- tailcli:{quote(' '.join(job.paths), safe='').replace('-', '%2D')} -->"


def _body(job: Job, found: Change) -> str:
    rows = [("lint", job.told("TAILCLI_LINT_SAID")), ("tests", job.told("TAILCLI_TEST_SAID"))]
    results = [f"**{name}**: {prose(text)}" for name, text in rows if text]
    return "\n".join([_page(found, LIMIT - _COMMENT_HEAD), " · ".join(results), ""])
