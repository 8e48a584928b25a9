"""What the policy layer reports: facts about a file that is wrong, without code or severity.

A problem becomes a finding only when a lint rule picks it up by its kind.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.source.text import Span


class Kind(Enum):
    """The closed list of what can be wrong with a policy file, from its structure to its references.

    The value is the stable name of the kind, for machine formats.
    """

    # structure (the decoder)
    NOT_AN_OBJECT = "not-an-object"
    DUPLICATE_KEY = "duplicate-key"
    KEY_CASE = "key-case"
    UNKNOWN_FIELD = "unknown-field"
    WRONG_TYPE = "wrong-type"
    MISSING_FIELD = "missing-field"
    TOO_DEEP = "too-deep"
    MIXED_LEGACY_FIELDS = "mixed-legacy-fields"
    BAD_VALUE = "bad-value"
    # names (the checks of definitions)
    GROUP_NAME = "group-name"
    GROUP_MEMBER = "group-member"
    NESTED_GROUP = "nested-group"
    TAG_NAME = "tag-name"
    HOST_NAME = "host-name"
    HOST_ADDRESS = "host-address"
    IPSET_NAME = "ipset-name"
    IPSET_ENTRY = "ipset-entry"
    IPSET_CYCLE = "ipset-cycle"
    POSTURE_NAME = "posture-name"
    POSTURE_ASSERTION = "posture-assertion"
    SERVICE_NAME = "service-name"
    ROUTE = "route"
    # references
    UNDEFINED_GROUP = "undefined-group"
    UNDEFINED_TAG = "undefined-tag"
    UNDEFINED_HOST = "undefined-host"
    UNDEFINED_IPSET = "undefined-ipset"
    UNDEFINED_POSTURE = "undefined-posture"
    UNKNOWN_AUTOGROUP = "unknown-autogroup"
    # places and combinations
    AUTOGROUP_POSITION = "autogroup-position"
    AUTOGROUP_SELF_SOURCE = "autogroup-self-source"
    SELECTOR_POSITION = "selector-position"
    FOREIGN_DOMAIN = "foreign-domain"
    DEFAULT_ROUTE_DST = "default-route-dst"
    VIA_NOT_TAG = "via-not-tag"
    MEMBER_SPELLINGS = "member-spellings"
    # ports, protocols, capabilities
    MISSING_PORT = "missing-port"
    GRANT_DST_PORT = "grant-dst-port"
    BAD_PORT = "bad-port"
    BAD_PROTOCOL = "bad-protocol"
    ACTION = "action"
    GRANT_EMPTY = "grant-empty"
    CAPABILITY_NAME = "capability-name"
    APP_TO_INTERNET = "app-to-internet"
    # ssh
    SSH_ACTION = "ssh-action"
    SSH_USERS = "ssh-users"
    SSH_DESTINATION = "ssh-destination"
    SSH_CHECK_FROM_TAG = "ssh-check-from-tag"
    CHECK_PERIOD = "check-period"
    ACCEPT_ENV = "accept-env"
    # tests, attributes
    SSH_TEST_SHAPE = "ssh-test-shape"
    IP_POOL = "ip-pool"
    APP_CONNECTOR = "app-connector"


class Problem(NamedTuple):
    """One fault at its place.

    Attributes:
        kind: what sort of fault this is.
        span: the place to underline.
        message: the fault in one sentence that names the offender.
        server: the control plane's own message, verbatim, where a claim of docs/semantics.md backs that it
            refuses the file for this; None where nothing shows that it does.
        hint: what to do instead.
        allowed: the alternatives that would be right, best first.
        related: other places with a word about each (a first definition, the key that fixes the type).
    """

    kind: Kind
    span: Span
    message: str
    server: str | None = None
    hint: str | None = None
    allowed: tuple[str, ...] = ()
    related: tuple[tuple[Span, str], ...] = ()
