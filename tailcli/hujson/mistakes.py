"""What people write by mistake, as patterns. Loaded when a text has a fault, and not before."""

from __future__ import annotations

import re

from tailcli.hujson.tokens import NUMBER_PATTERN as _NUMBER
from tailcli.hujson.tokens import WHITE_SPACE_PATTERN as _WS

PROPER = re.compile(rf"{_NUMBER}|true|false|null").fullmatch
# A string as far as its own line goes, whatever is wrong inside it.
LINE_STRING = re.compile(r'"(?:[^"\\\r\n]++|\\(?:(?![\r\n])[\s\S])?+)*+').match
CONTROL_OR_ESCAPE = re.compile(
    r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|(\\(?:u[0-9a-fA-F]{0,3}|[\s\S]?))|([\x00-\x1f]++)'
).finditer
COMMAS = re.compile(rf",(?:{_WS},)*+").match
FOREIGN_SPACE = re.compile(
    r"[\ufeff\u00a0\u0000\x0b\x0c\x85\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000]++"
).match
HASH_COMMENT = re.compile(r"#[^\n]*+").match
LINE_REST = re.compile(r"[^\r\n]*+").match
_BARE = r"""(?:[^\s,\[\]{}"'/;]|/(?![/*])|(?<=:)//)++"""
BARE = re.compile(_BARE).match
BARE_WORDS = re.compile(rf"{_BARE}(?:[ \t]++{_BARE})*+").match
BARE_NAME = re.compile(r"""[^\s,\[\]{}"'=]*[^\s,\[\]{}"'=:](?=[ \t]*+[:=])""").match
ASSIGNMENT = re.compile(r"[=:]++>?+").match
NAME_AHEAD = re.compile(rf"""{_WS}(?:"[^"\r\n]*+"|'[^'\r\n]*+'|[A-Za-z_]\w*+){_WS}:""").match
STRING_AHEAD = re.compile(rf'"[^"\r\n]*+"{_WS}(\S?)').match
SET_AHEAD = re.compile(rf',{_WS}"[^"\r\n]*+"{_WS}[,}}\]]').match
QUOTED = {
    "'": re.compile(r"'((?:[^'\\\r\n]++|\\[^\r\n])*+)'").match,
    "`": re.compile(r"`([^`\r\n]*+)`").match,
}
SMART_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2033\uff02"
QUOTE_MARKS = "\"'`" + SMART_QUOTES
SMART_QUOTED = re.compile(rf"[{SMART_QUOTES}]([^{SMART_QUOTES}\"\r\n,]*+)[{SMART_QUOTES}\"]").match
