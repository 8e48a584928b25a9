"""The access diff as a value for any renderer. Nothing in it is escaped: that is the renderer's work."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.naming import NamedDevice, Party


class Verdict(Enum):
    """The headline. The first four speak of network, SSH and application access.

    ``OTHER`` means that this access is the same, but something else changed (tag owners, tests, settings), or
    that it is the same only as far as the file tells.
    """

    IDENTICAL = "identical"
    WIDER = "only wider"
    NARROWER = "only narrower"
    BOTH = "both wider and narrower"
    OTHER = "same access, other changes"


class Lane(Enum):
    """What kind of thing a row is about. The first three are access and decide the verdict."""

    NETWORK = "network"
    SSH = "ssh"
    APPLICATION = "application"
    LATENT = "latent access"
    TAG_OWNERS = "tag owners"
    APPROVAL = "automatic approval"
    ATTRIBUTES = "node attributes"
    POSTURES = "postures"
    TESTS = "tests"
    SUPPRESSIONS = "suppressions"
    SETTINGS = "settings"


ACCESS_LANES = (Lane.NETWORK, Lane.SSH, Lane.APPLICATION)


class Change(Enum):
    """What happened to the access of a row: the sign is how text shows it."""

    GAINED = "+"
    LOST = "-"
    CHANGED = "~"


class Effect(Enum):
    """Whether a change lets more or less happen; ``BOTH`` where the two cannot be compared."""

    WIDER = "wider"
    NARROWER = "narrower"
    BOTH = "both"
    NONE = "none"


class Risk(Enum):
    """How closely a reviewer should look, most closely first; the value sorts."""

    LOCKOUT = 0
    BROAD = 1
    SENSITIVE = 2
    USUAL = 3
    MINOR = 4


class Place(NamedTuple):
    """A place in one of the two files: ``label`` is how the policy counts it (``grants[3]``)."""

    file: str
    line: int
    column: int
    label: str
    end_line: int = 0


class Witness(NamedTuple):
    """One concrete instance of a row: this source, this destination, this right, on one side only.

    Of latent access the source can have it by the step that the row tells, and on the other side by none.

    Attributes:
        source: a person, a tag or an address, else words.
        destination: the same.
        right: what the one may do there, in words.
        number: the right as the engine counts it: a flow, a permission or a login.
        devices: a device of each for which it is so today; None where no inventory names such a pair.
    """

    source: str
    destination: str
    right: str
    number: int = -1
    devices: tuple[NamedDevice, NamedDevice] | None = None


class Cause(NamedTuple):
    """The edit behind a row.

    Attributes:
        text: what was done, in one phrase (``alice@example.com joined group:infra``).
        old: where it stood, None if it is new.
        new: where it stands, None if it was removed.
    """

    text: str
    old: Place | None = None
    new: Place | None = None


class Row(NamedTuple):
    """One line of the diff.

    Attributes:
        lane: what it is about.
        change: gained, lost, or the same access on other terms.
        effect: wider or narrower.
        sources: who.
        destinations: what they reach; empty in the lanes that are not access.
        rights: what they may do there, in words, each once.
        before: the old terms in words, where there were some.
        after: the new terms in words, where there are some.
        old: the responsible rules in the old file.
        new: the responsible rules in the new file.
        people: how many named people it means; ``is_open`` says that there are more whom the file does
            not name.
        cause: the edit that made it.
        risk: how closely to look.
        witness: one concrete instance, where the lane has them.
        depends: facts that decide whether it is so, in words; empty where the file alone decides.
        notes: what else a reader should know.
        pairs: how many pairs of classes (source x destination) the row stands for that no earlier row of its
            lane and change tells of: over all rows they add up to the number of changed pairs.
        stranded: whom the loss leaves without any access, a way to port 22, or any login, in words; empty
            where it locks nobody out.
        is_tested: whether a test of either version asks about some of it; None in the lanes of which no test
            can ask, and where a test asks about an address of which the file does not tell whose it is.
        one_way: of terms that changed because something was given, or taken, alone: which of the two.
        leads_to: of latent access, the lane of the access that the further step leads to.
    """

    lane: Lane
    change: Change
    effect: Effect
    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    rights: tuple[str, ...]
    before: str = ""
    after: str = ""
    old: tuple[Place, ...] = ()
    new: tuple[Place, ...] = ()
    people: int = 0
    is_open: bool = False
    cause: Cause | None = None
    risk: Risk = Risk.USUAL
    witness: Witness | None = None
    depends: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pairs: int = 1
    is_tested: bool | None = None
    stranded: str = ""
    one_way: Change | None = None
    leads_to: Lane | None = None

    @property
    def access(self) -> Lane | None:
        """What kind of access the rights are, may somebody have it or get it by a further step."""
        return self.lane if self.lane in ACCESS_LANES else self.leads_to

    @property
    def is_conditional_now(self) -> bool:
        """Whether what is lost is not gone, but from now on stands under a condition."""
        return self.change is Change.LOST and self.lane in ACCESS_LANES and self.after.startswith("only ")


class Presence(Enum):
    """Whether a side is there: a missing side is a file that is new or was removed."""

    PRESENT = "present"
    ABSENT = "absent"


class Side(NamedTuple):
    """One of the two versions.

    Attributes:
        name: how the user called it.
        presence: whether there is such a file.
        refusals: the control plane's messages for what it would refuse in it, in the order of the file.
    """

    name: str
    presence: Presence
    refusals: tuple[str, ...] = ()


class AccessDiff(NamedTuple):
    """The whole result.

    Attributes:
        old: the version compared with.
        new: the version that would be in force.
        verdict: the headline.
        is_certain: whether the file alone decides every access row, and that there are no others.
        rows: all rows, the ones to look at first first.
        idle_causes: edits that change no access.
        notes: what is said of the comparison as a whole (refused sides, default allow-all, duplicate keys).
        knows_devices: whether an inventory tells which devices there are.
        depends: facts on which the result rests as a whole, beside those of its rows, in words.
    """

    old: Side
    new: Side
    verdict: Verdict
    is_certain: bool
    rows: tuple[Row, ...]
    idle_causes: tuple[Cause, ...] = ()
    notes: tuple[str, ...] = ()
    knows_devices: bool = False
    depends: tuple[str, ...] = ()
