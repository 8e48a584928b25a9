"""The registry of rules: one line a rule.

A code is opaque and stable: it never carries a severity, and a code that was given up is never given again.
The first sentence of a rule's manual page (its module's docstring) is its summary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Persona, Severity
from tailcli.findings.rule import Rule, Stage
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
PEDANTIC, AUDITOR = Persona.PEDANTIC, Persona.AUDITOR
VALUES, REFERENCES, SECTIONS, ACCESS = Stage.VALUES, Stage.REFERENCES, Stage.SECTIONS, Stage.ACCESS
CHANGE, INVENTORY, FINDINGS = Stage.CHANGE, Stage.INVENTORY, Stage.FINDINGS

# Codes are spaced, so that a new rule finds room beside its relatives.
RULES: tuple[Rule, ...] = (
    # TP0 is about syntax and schema.
    Rule("TP001", "hujson-syntax", ERROR, VALUES),
    Rule("TP010", "duplicate-key", ERROR, VALUES, kinds=(Kind.DUPLICATE_KEY,)),
    Rule("TP014", "key-case", INFO, VALUES, kinds=(Kind.KEY_CASE,)),
    Rule("TP020", "unknown-field", ERROR, VALUES, kinds=(Kind.UNKNOWN_FIELD,)),
    Rule("TP024", "wrong-type", ERROR, VALUES, kinds=(Kind.NOT_AN_OBJECT, Kind.WRONG_TYPE, Kind.TOO_DEEP)),
    Rule("TP028", "missing-field", ERROR, VALUES, kinds=(Kind.MISSING_FIELD,)),
    Rule("TP029", "empty-list", WARNING, VALUES, sections=("acls", "grants", "ssh")),
    Rule("TP030", "mixed-legacy-fields", ERROR, VALUES, kinds=(Kind.MIXED_LEGACY_FIELDS,)),
    Rule("TP031", "bad-value", ERROR, VALUES, kinds=(Kind.BAD_VALUE,)),
    Rule("TP034", "member-spellings", WARNING, VALUES, kinds=(Kind.MEMBER_SPELLINGS,)),
    Rule("TP035", "legacy-spelling", INFO, VALUES, sections=("acls", "grants", "ssh", "tests", "tagOwners")),
    Rule("TP040", "acl-action", ERROR, VALUES, kinds=(Kind.ACTION,)),
    Rule("TP041", "bad-protocol", ERROR, VALUES, kinds=(Kind.BAD_PROTOCOL,)),
    Rule("TP042", "bad-port", ERROR, VALUES, kinds=(Kind.BAD_PORT,)),
    Rule("TP043", "acl-dst-missing-port", ERROR, VALUES, kinds=(Kind.MISSING_PORT,)),
    Rule("TP044", "grant-dst-port", ERROR, VALUES, kinds=(Kind.GRANT_DST_PORT,)),
    Rule("TP045", "proto-without-ports", WARNING, VALUES, sections=("acls", "grants")),
    Rule("TP050", "grant-empty", ERROR, VALUES, kinds=(Kind.GRANT_EMPTY,)),
    Rule("TP051", "capability-name", ERROR, VALUES, kinds=(Kind.CAPABILITY_NAME,)),
    Rule("TP052", "unknown-capability", WARNING, VALUES, sections=("grants",), words=('"app"',)),
    Rule("TP053", "app-to-internet", ERROR, VALUES, kinds=(Kind.APP_TO_INTERNET,)),
    Rule("TP054", "default-route-dst", ERROR, VALUES, kinds=(Kind.DEFAULT_ROUTE_DST,)),
    Rule("TP055", "via-not-tag", ERROR, VALUES, kinds=(Kind.VIA_NOT_TAG,)),
    Rule("TP060", "autogroup-position", ERROR, VALUES, kinds=(Kind.AUTOGROUP_POSITION,)),
    Rule("TP061", "autogroup-self-source", ERROR, VALUES, kinds=(Kind.AUTOGROUP_SELF_SOURCE,)),
    Rule("TP062", "selector-position", ERROR, VALUES, kinds=(Kind.SELECTOR_POSITION,)),
    Rule("TP063", "foreign-domain", ERROR, VALUES, kinds=(Kind.FOREIGN_DOMAIN,)),
    Rule(
        "TP064",
        "self-source-undocumented",
        WARNING,
        VALUES,
        sections=("acls", "grants", "ssh"),
        words=("self",),
    ),
    Rule("TP070", "group-name", ERROR, VALUES, kinds=(Kind.GROUP_NAME,)),
    Rule("TP071", "nested-group", ERROR, VALUES, kinds=(Kind.NESTED_GROUP,)),
    Rule("TP072", "group-member", WARNING, VALUES, kinds=(Kind.GROUP_MEMBER,)),
    Rule("TP073", "host-name", ERROR, VALUES, kinds=(Kind.HOST_NAME,)),
    Rule("TP074", "host-address", ERROR, VALUES, kinds=(Kind.HOST_ADDRESS,)),
    Rule("TP076", "ipset-name", ERROR, VALUES, kinds=(Kind.IPSET_NAME,)),
    Rule("TP077", "ipset-entry", ERROR, VALUES, kinds=(Kind.IPSET_ENTRY,)),
    Rule("TP078", "cidr-host-bits", WARNING, VALUES),
    # TP1 is about references.
    Rule("TP101", "undefined-group", ERROR, REFERENCES, kinds=(Kind.UNDEFINED_GROUP,)),
    Rule("TP102", "undefined-tag", ERROR, REFERENCES, kinds=(Kind.UNDEFINED_TAG,)),
    Rule("TP103", "undefined-host", ERROR, REFERENCES, kinds=(Kind.UNDEFINED_HOST,)),
    Rule("TP104", "undefined-ipset", ERROR, REFERENCES, kinds=(Kind.UNDEFINED_IPSET,)),
    Rule("TP105", "undefined-posture", ERROR, REFERENCES, kinds=(Kind.UNDEFINED_POSTURE,)),
    Rule("TP106", "unknown-autogroup", ERROR, VALUES, kinds=(Kind.UNKNOWN_AUTOGROUP,)),
    Rule("TP110", "ipset-cycle", ERROR, REFERENCES, kinds=(Kind.IPSET_CYCLE,)),
    Rule("TP120", "near-miss-name", WARNING, REFERENCES),
    Rule("TP130", "bare-user-name", INFO, REFERENCES),
    Rule("TP140", "host-shadows-address", WARNING, VALUES, sections=("hosts",)),
    Rule("TP145", "duplicate-host-address", INFO, VALUES, PEDANTIC, sections=("hosts",)),
    Rule("TP190", "partial-file", INFO, VALUES),
    # TP2 is about exposure.
    Rule("TP201", "allow-all", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP203", "implicit-allow-all", WARNING, SECTIONS),
    Rule("TP205", "deny-all", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP207", "danger-all", WARNING, VALUES, sections=("acls", "grants"), words=("danger-all",)),
    Rule("TP211", "wildcard-source", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP213", "wildcard-destination", INFO, ACCESS, sections=("acls", "grants")),
    Rule("TP215", "all-ports", INFO, ACCESS, sections=("acls", "grants")),
    Rule("TP217", "broad-cidr", WARNING, REFERENCES, sections=("acls", "grants")),
    Rule("TP221", "shared-users", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP223", "sensitive-port", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP225", "sensitive-tag-broad", WARNING, ACCESS, sections=("acls", "grants")),
    Rule(
        "TP231",
        "cross-environment",
        WARNING,
        ACCESS,
        sections=("acls", "grants", "ssh"),
        option="environments",
    ),
    Rule("TP233", "lateral-movement", INFO, ACCESS, persona=AUDITOR, sections=("acls", "grants")),
    Rule("TP235", "exit-node-for-all", INFO, VALUES, persona=AUDITOR, sections=("acls", "grants")),
    Rule("TP241", "kubernetes-admin", WARNING, VALUES, sections=("grants",), words=('"app"',)),
    Rule("TP243", "privileged-capability", WARNING, ACCESS, sections=("grants",), words=('"app"',)),
    Rule("TP245", "secrets-delete-all", WARNING, VALUES, sections=("grants",), words=('"app"',)),
    Rule("TP247", "capability-parameters", WARNING, VALUES, sections=("grants",), words=('"app"',)),
    Rule("TP251", "external-identity", WARNING, REFERENCES, option="domains"),
    Rule("TP253", "direct-user-in-rule", INFO, VALUES, persona=PEDANTIC, sections=("acls", "grants", "ssh")),
    Rule("TP281", "new-broad-access", WARNING, CHANGE),
    Rule("TP282", "new-sensitive-access", WARNING, CHANGE),
    Rule("TP283", "lost-access", INFO, CHANGE),
    Rule("TP284", "lockout", ERROR, CHANGE),
    Rule("TP285", "unexpected-change", ERROR, CHANGE),
    Rule("TP286", "new-latent-access", WARNING, CHANGE),
    Rule("TP291", "must-not-reach", ERROR, ACCESS),
    Rule("TP292", "must-reach", ERROR, ACCESS),
    # TP3 is about redundancy.
    Rule("TP301", "duplicate-rule", WARNING, ACCESS, sections=("acls", "grants", "ssh")),
    Rule("TP303", "redundant-rule", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP305", "implied-rule", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP307", "dead-rule", WARNING, ACCESS, sections=("acls", "grants")),
    Rule("TP309", "mergeable-rules", INFO, ACCESS, persona=PEDANTIC, sections=("grants",)),
    Rule("TP311", "unused-group", WARNING, REFERENCES, sections=("groups",)),
    Rule("TP312", "unused-tag", WARNING, ACCESS, sections=("tagOwners",)),
    Rule("TP313", "unused-host", WARNING, REFERENCES, sections=("hosts",)),
    Rule("TP314", "unused-ipset", WARNING, REFERENCES, sections=("ipsets",)),
    Rule("TP315", "unused-posture", WARNING, REFERENCES, sections=("postures",)),
    Rule("TP319", "empty-group", INFO, REFERENCES, sections=("groups",)),
    Rule("TP321", "redundant-selector", WARNING, ACCESS, sections=("acls", "grants", "ssh")),
    Rule("TP323", "redundant-port", INFO, REFERENCES, sections=("acls", "grants")),
    Rule("TP351", "use-grants", INFO, ACCESS, persona=PEDANTIC, sections=("acls",)),
    # TP4 is about tags and ownership.
    Rule("TP401", "tag-name", ERROR, VALUES, kinds=(Kind.TAG_NAME,)),
    Rule("TP410", "tag-owner-broad", WARNING, VALUES, sections=("tagOwners",)),
    Rule("TP420", "tag-owner-cycle", WARNING, REFERENCES, sections=("tagOwners",)),
    Rule("TP430", "tag-escalation", WARNING, ACCESS, sections=("tagOwners",)),
    Rule("TP440", "tag-owns-tag", WARNING, ACCESS, sections=("tagOwners",)),
    Rule("TP481", "new-tag-owner", WARNING, CHANGE),
    # TP5 is about SSH.
    Rule("TP501", "ssh-action", ERROR, VALUES, kinds=(Kind.SSH_ACTION,)),
    Rule("TP505", "ssh-users", ERROR, VALUES, kinds=(Kind.SSH_USERS,)),
    Rule("TP510", "ssh-user-is-selector", WARNING, VALUES, sections=("ssh",)),
    Rule("TP515", "ssh-destination", ERROR, VALUES, kinds=(Kind.SSH_DESTINATION,)),
    Rule("TP516", "ssh-destination-undocumented", WARNING, VALUES, sections=("ssh",)),
    Rule("TP520", "ssh-check-from-tag", ERROR, VALUES, kinds=(Kind.SSH_CHECK_FROM_TAG,)),
    Rule("TP525", "check-period", ERROR, VALUES, kinds=(Kind.CHECK_PERIOD,)),
    Rule("TP526", "check-period-short", WARNING, VALUES, sections=("ssh",), words=("checkperiod",)),
    Rule("TP530", "check-period-on-accept", WARNING, VALUES, sections=("ssh",), words=("checkperiod",)),
    Rule("TP535", "accept-env", ERROR, VALUES, kinds=(Kind.ACCEPT_ENV,)),
    Rule("TP536", "accept-env-everything", WARNING, VALUES, sections=("ssh",), words=("acceptenv",)),
    Rule("TP540", "ssh-without-network", WARNING, ACCESS, sections=("ssh",)),
    Rule("TP545", "ssh-accept-overridden", WARNING, ACCESS, sections=("ssh",), words=("check",)),
    Rule("TP550", "ssh-root-without-check", WARNING, VALUES, sections=("ssh",), words=("root",)),
    Rule("TP555", "ssh-nonroot-on-tag", WARNING, VALUES, sections=("ssh",), words=("nonroot",)),
    Rule("TP556", "ssh-broad-source", WARNING, VALUES, sections=("ssh",)),
    Rule("TP560", "ssh-sensitive-without-check", INFO, VALUES, sections=("ssh",)),
    Rule("TP570", "recorder-not-enforced", INFO, VALUES, sections=("ssh",), words=("recorder",)),
    Rule("TP571", "recorder-missing", WARNING, VALUES, sections=("ssh",), words=("recorder",)),
    Rule("TP572", "recorder-exposed", WARNING, ACCESS, sections=("ssh",), words=("recorder",)),
    Rule("TP581", "ssh-check-weakened", WARNING, CHANGE),
    # TP6 is about routes and approvers.
    Rule("TP601", "route-not-a-network", WARNING, VALUES, kinds=(Kind.ROUTE,)),
    Rule("TP602", "service-name", ERROR, VALUES, kinds=(Kind.SERVICE_NAME,)),
    Rule("TP605", "route-not-canonical", INFO, VALUES, sections=("autoApprovers",)),
    Rule("TP610", "default-route-approval", WARNING, VALUES, sections=("autoApprovers",)),
    Rule("TP620", "approver-broad", WARNING, VALUES, sections=("autoApprovers",)),
    Rule("TP621", "approver-person", INFO, VALUES, PEDANTIC, sections=("autoApprovers",)),
    Rule("TP630", "route-hijack", WARNING, ACCESS, sections=("autoApprovers",)),
    Rule("TP640", "route-without-access", WARNING, ACCESS, sections=("autoApprovers",)),
    Rule("TP645", "access-without-route", INFO, ACCESS, sections=("autoApprovers",)),
    Rule("TP650", "exit-node-without-access", INFO, ACCESS, sections=("autoApprovers",)),
    Rule("TP660", "derp-no-regions", WARNING, VALUES, sections=("derpMap",)),
    Rule("TP661", "derp-region-id", WARNING, VALUES, sections=("derpMap",)),
    Rule("TP662", "derp-insecure", WARNING, VALUES, sections=("derpMap",)),
    Rule("TP681", "new-auto-approver", WARNING, CHANGE),
    # TP7 is about postures and node attributes.
    Rule("TP701", "posture-name", ERROR, VALUES, kinds=(Kind.POSTURE_NAME,)),
    Rule("TP705", "posture-assertion", ERROR, VALUES, kinds=(Kind.POSTURE_ASSERTION,)),
    Rule("TP706", "posture-attribute", WARNING, VALUES, sections=("postures",)),
    Rule("TP710", "posture-constant", WARNING, VALUES, sections=("postures",)),
    Rule("TP715", "default-posture-unused", WARNING, SECTIONS, sections=("defaultSrcPosture",)),
    Rule("TP720", "missing-posture", INFO, ACCESS, AUDITOR, sections=("postures",)),
    Rule("TP730", "node-attr-without-effect", WARNING, VALUES, sections=("nodeAttrs",)),
    Rule("TP735", "unknown-node-attribute", INFO, VALUES, sections=("nodeAttrs",)),
    Rule("TP740", "is-admin-attribute", WARNING, VALUES, sections=("nodeAttrs",), words=("is-admin",)),
    Rule("TP745", "several-nextdns", WARNING, ACCESS, sections=("nodeAttrs",), words=("nextdns:",)),
    Rule("TP750", "funnel-broad", WARNING, VALUES, sections=("nodeAttrs",), words=("funnel",)),
    Rule("TP751", "drive-share-broad", WARNING, VALUES, sections=("nodeAttrs",), words=("drive:share",)),
    Rule("TP755", "attribute-exposes", INFO, VALUES, AUDITOR, sections=("nodeAttrs",)),
    Rule("TP760", "ip-pool-reserved", ERROR, VALUES, kinds=(Kind.IP_POOL,)),
    Rule("TP761", "ip-pool-range", WARNING, VALUES, sections=("nodeAttrs",), words=("ippool",)),
    Rule("TP770", "app-connector-not-a-tag", ERROR, VALUES, kinds=(Kind.APP_CONNECTOR,)),
    Rule(
        "TP771",
        "app-connector-not-approved",
        INFO,
        SECTIONS,
        sections=("nodeAttrs",),
        words=("app-connectors",),
    ),
    Rule("TP781", "posture-weakened", WARNING, CHANGE),
    Rule("TP790", "deprecated-option", WARNING, VALUES, sections=("disableIPv4",)),
    # TP8 is about tests.
    Rule("TP801", "no-tests", INFO, SECTIONS, sections=("grants", "acls", "ssh")),
    Rule("TP802", "one-sided-tests", INFO, SECTIONS, sections=("tests",)),
    Rule("TP805", "test-fails", ERROR, ACCESS, sections=("tests", "sshTests")),
    Rule("TP809", "malformed-test", ERROR, REFERENCES, sections=("tests", "sshTests")),
    Rule("TP810", "ssh-test-shape", ERROR, VALUES, kinds=(Kind.SSH_TEST_SHAPE,)),
    Rule("TP812", "undefined-in-test", WARNING, REFERENCES, sections=("tests", "sshTests")),
    Rule("TP815", "duplicate-test", INFO, VALUES, PEDANTIC, sections=("tests", "sshTests")),
    Rule("TP820", "untested-rule", INFO, ACCESS, PEDANTIC, sections=("tests",)),
    Rule("TP825", "sensitive-without-deny-test", INFO, REFERENCES, sections=("tests",)),
    Rule("TP830", "admin-lockout", ERROR, ACCESS, option="break_glass"),
    Rule("TP881", "test-removed", WARNING, CHANGE),
    # TP9 is about style and suppressions.
    Rule("TP901", "not-formatted", WARNING, VALUES, persona=PEDANTIC),
    Rule("TP905", "encoding", WARNING, VALUES),
    Rule("TP910", "whitespace-in-name", WARNING, VALUES),
    Rule("TP915", "confusable-name", WARNING, VALUES),
    Rule("TP920", "secret-in-policy", ERROR, VALUES),
    Rule("TP925", "expired-rule", WARNING, VALUES),
    Rule("TP930", "rule-without-comment", INFO, VALUES, AUDITOR, sections=("acls", "grants", "ssh")),
    Rule("TP935", "stale-comment-reference", INFO, REFERENCES, PEDANTIC),
    Rule("TP980", "unused-suppression", WARNING, FINDINGS),
    Rule("TP982", "unknown-suppression", WARNING, FINDINGS),
    Rule("TP990", "suppression-added", INFO, CHANGE),
    Rule("TP991", "settings-loosened", ERROR, CHANGE),
)

LINT_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.stage is not Stage.CHANGE)
GATES: tuple[Rule, ...] = tuple(
    rule for rule in RULES if rule.stage is Stage.CHANGE or rule.name in {"must-not-reach", "must-reach"}
)
"""The rules that look at a change; those about guardrails look at one version as well."""

BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}


def find_rule(word: str) -> Rule | None:
    """Return the rule of a code or a name, in any case; None if there is none."""
    return BY_CODE.get(word.upper()) or BY_NAME.get(word.lower())
