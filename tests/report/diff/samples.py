"""Diffs to render, made by hand: they do not change when the comparison learns more."""

from __future__ import annotations

from tailcli.access.naming import NamedDevice, Party
from tailcli.diff.model import (
    AccessDiff,
    Cause,
    Change,
    Effect,
    Lane,
    Place,
    Presence,
    Risk,
    Row,
    Side,
    Verdict,
    Witness,
)

OLD = Side("HEAD:policy.hujson", Presence.PRESENT)
NEW = Side("policy.hujson", Presence.PRESENT)


def person(login: str) -> Party:
    return Party(login, (login,), is_selector=True)


def group(name: str, *logins: str) -> Party:
    return Party(name, logins, is_selector=True)


def tag(name: str) -> Party:
    return Party(name, is_selector=True, is_open=True)


def old_place(line: int, label: str) -> Place:
    return Place(OLD.name, line, 3, label, line + 2)


def new_place(line: int, label: str) -> Place:
    return Place(NEW.name, line, 3, label, line + 2)


ALICE = person("alice@example.com")
INFRA = group("group:infra", "alice@example.com", "bob@example.com", "carol@example.com")

GAIN = Row(
    Lane.NETWORK,
    Change.GAINED,
    Effect.WIDER,
    (INFRA,),
    (tag("tag:db"), tag("tag:web")),
    ("tcp:22,443",),
    after="only if the device has posture:managed",
    old=(old_place(10, "grants[0]"),),
    new=(new_place(12, "grants[0]"),),
    people=3,
    cause=Cause("grants[0] was widened", old_place(10, "grants[0]"), new_place(12, "grants[0]")),
    risk=Risk.BROAD,
    witness=Witness("alice@example.com", "tag:db", "tcp:22"),
    pairs=6,
)
LOSS = Row(
    Lane.APPLICATION,
    Change.LOST,
    Effect.NARROWER,
    (ALICE, tag("tag:ci")),
    (tag("tag:secrets"),),
    ("secrets: get dev/*", "secrets: put dev/*"),
    old=(old_place(30, "grants[1]"),),
    people=1,
    is_open=True,
    depends=("whether they have the role autogroup:admin", "whether tag:ci is there"),
    pairs=2,
)
TERMS = Row(
    Lane.SSH,
    Change.CHANGED,
    Effect.WIDER,
    (INFRA,),
    (Party("*", is_selector=True, exceptions=("tag:db", "their own devices"), is_open=True),),
    ("root", "any other account except root"),
    before="check every 12h",
    after="accept",
    old=(old_place(40, "ssh[0]"),),
    new=(new_place(44, "ssh[1]"),),
    people=3,
    notes=("no access rule opens tcp:22 there, so this cannot be used yet",),
)
LATENT = Row(
    Lane.LATENT,
    Change.GAINED,
    Effect.WIDER,
    (group("group:dev", "dave@example.com"),),
    (tag("tag:derp"),),
    ("tcp:9100",),
    after="by tagging a device tag:monitoring",
)
OWNERS = Row(
    Lane.TAG_OWNERS,
    Change.GAINED,
    Effect.WIDER,
    (ALICE,),
    (),
    ("assign tag:db", "assign tag:web"),
    new=(new_place(5, 'tagOwners["tag:db"]'),),
    people=1,
)
SETTING = Row(
    Lane.SETTINGS, Change.CHANGED, Effect.NONE, (), (), ("randomizeClientPort",), before="true", after="false"
)
ROWS = (GAIN, LOSS, TERMS, LATENT, OWNERS, SETTING)
FULL = AccessDiff(
    OLD,
    NEW._replace(refusals=('tag not found: "tag:web"',)),
    Verdict.BOTH,
    is_certain=False,
    rows=ROWS,
    idle_causes=(Cause("12 comments", None, None),),
    notes=('"groups" is given twice in NEW: the last one counts',),
)
IDENTICAL = AccessDiff(OLD, NEW, Verdict.IDENTICAL, is_certain=True, rows=())
FRESH = AccessDiff(
    Side("(no file)", Presence.ABSENT), NEW, Verdict.WIDER, is_certain=True, rows=(GAIN._replace(old=()),)
)
GONE = AccessDiff(
    OLD,
    Side("(no file)", Presence.ABSENT),
    Verdict.NARROWER,
    is_certain=True,
    rows=(LOSS._replace(depends=()),),
)
DIFFS = (FULL, IDENTICAL, FRESH, GONE)

HOSTILE = (
    "\x1b[31m\u202ex\r\n::error::pwned\n",
    "a|b`c``d</summary><script>alert(1)</script><!--",
    "@everyone #1 GH-7 https://evil.example www.evil.example [x](javascript:1) ![x](y) _a_ *b* ~c~",
    '=cmd|" /C calc"!A0',
    "+1",
    'x"]; click n1 "javascript:1" %%{init}%% end',
    'q\\" , label="x\\',
    "- item\n# heading",
    "0123456789abcdef0123456789abcdef01234567",
)


def hostile() -> AccessDiff:
    """A diff in which every text that can come from a policy is hostile."""
    return AccessDiff(
        Side(f"HEAD:{HOSTILE[0]}", Presence.PRESENT, HOSTILE),
        Side(f"dir/{HOSTILE[0]},:%.hujson", Presence.PRESENT, HOSTILE),
        Verdict.BOTH,
        is_certain=False,
        rows=tuple(
            Row(
                lane,
                change,
                Effect.BOTH,
                (
                    Party(
                        text,
                        (text, "b@example.com"),
                        is_selector=True,
                        exceptions=(text,),
                        devices=(NamedDevice(text, text), NamedDevice(f"{text} 2", "", (text, text))),
                    ),
                ),
                (Party(text, devices=(NamedDevice(text),)),),
                (text, f"{text}: {text} x"),
                before=text,
                after=text,
                old=(Place(text, 1, 1, text, 2),),
                new=(Place(text, 3, 1, text, 4),),
                cause=Cause(text, None, Place(text, 3, 1, text, 4)),
                witness=Witness(text, text, text, 1, (NamedDevice(text), NamedDevice(text, text))),
                depends=(text,),
                notes=(text,),
            )
            for text in HOSTILE
            for lane in Lane
            for change in Change
        ),
        idle_causes=tuple(Cause(text) for text in HOSTILE),
        notes=HOSTILE,
        knows_devices=True,
    )
