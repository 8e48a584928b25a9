"""The lexical grammar: what white space, comments, strings and literals look like.

Every repetition is possessive, so no text makes a match backtrack.
"""

from __future__ import annotations

import re

_WS = r"[ \t\r\n]*+"
_PLAIN = r'[^"\\\x00-\x1f\ud800-\udfff]*+'
_NUMBER = r"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+"

WHITE_SPACE = re.compile(_WS).match


def white_space_end(text: str, at: int) -> int:
    """Return the first offset from ``at`` on that holds no white space."""
    match = WHITE_SPACE(text, at)
    return match.end() if match else at


# The patterns of the fast path: what follows is known to be clean.
MEMBER = re.compile(
    rf'{_WS}"({_PLAIN})"{_WS}:{_WS}'
    rf'(?:"({_PLAIN})"{_WS}([,}}])|([\[{{])|({_NUMBER}|true|false|null){_WS}([,}}]))'
).match
ELEMENT = re.compile(
    rf'{_WS}()(?:"({_PLAIN})"{_WS}([,\]])|([\[{{])|({_NUMBER}|true|false|null){_WS}([,\]]))'
).match
FLAT = re.compile(rf'{_WS}(?:"{_PLAIN}"{_WS},{_WS})*+(?:"{_PLAIN}"{_WS})?+\]').match
PLAIN_STRINGS = re.compile(rf'"({_PLAIN})"').finditer
# The groups of MEMBER and ELEMENT that say which way a match went.
AFTER_STRING, OPENER, AFTER_LITERAL = 3, 4, 6
DELIMITER = re.compile(rf"{_WS}([,\]}}])").match
COMMENT = re.compile(r"//[^\n\u2028\u2029\ud800-\udfff]*+\n|/\*(?:[^*\ud800-\udfff]++|\*(?!/))*+\*/").match
# A string of the grammar, and the run of characters that Tailscale's parser takes for a literal.
STRING = re.compile(r'"(?:[^"\\\x00-\x1f\ud800-\udfff]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"').match
LITERAL = re.compile(r"[-+.A-Za-z0-9]++").match
PROPER = re.compile(rf"{_NUMBER}|true|false|null").fullmatch
NUMBER = re.compile(_NUMBER).fullmatch
# A string as far as its own line goes, whatever is wrong inside it.
LINE_STRING = re.compile(r'"(?:[^"\\\r\n]++|\\(?:(?![\r\n])[\s\S])?+)*+').match
CONTROL_OR_ESCAPE = re.compile(
    r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|(\\(?:u[0-9a-fA-F]{0,3}|[\s\S]?))|([\x00-\x1f]++)'
).finditer
SURROGATE = re.compile(r"[\ud800-\udfff]")
COMMAS = re.compile(rf",(?:{_WS},)*+").match

# What people write by mistake.
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
