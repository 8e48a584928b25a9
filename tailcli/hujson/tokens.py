"""The lexical grammar: what white space, comments, strings and literals look like.

Every repetition is possessive, so no text makes a match backtrack.
"""

from __future__ import annotations

import re

WHITE_SPACE_PATTERN = r"[ \t\r\n]*+"
_PLAIN = r'[^"\\\x00-\x1f\ud800-\udfff]*+'
NUMBER_PATTERN = r"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+"

WHITE_SPACE = re.compile(WHITE_SPACE_PATTERN).match


def white_space_end(text: str, at: int) -> int:
    """Return the first offset from ``at`` on that holds no white space."""
    match = WHITE_SPACE(text, at)
    return match.end() if match else at


# The patterns of the fast path: what follows is known to be clean.
MEMBER = re.compile(
    rf'{WHITE_SPACE_PATTERN}"({_PLAIN})"{WHITE_SPACE_PATTERN}:{WHITE_SPACE_PATTERN}'
    rf'(?:"({_PLAIN})"{WHITE_SPACE_PATTERN}([,}}])|([\[{{])|({NUMBER_PATTERN}|true|false|null){WHITE_SPACE_PATTERN}([,}}]))'
).match
ELEMENT = re.compile(
    rf'{WHITE_SPACE_PATTERN}()(?:"({_PLAIN})"{WHITE_SPACE_PATTERN}([,\]])|([\[{{])|({NUMBER_PATTERN}|true|false|null){WHITE_SPACE_PATTERN}([,\]]))'
).match
FLAT = re.compile(
    rf'{WHITE_SPACE_PATTERN}(?:"{_PLAIN}"{WHITE_SPACE_PATTERN},{WHITE_SPACE_PATTERN})*+(?:"{_PLAIN}"{WHITE_SPACE_PATTERN})?+\]'
).match
# The groups of MEMBER and ELEMENT that say which way a match went.
AFTER_STRING, OPENER, AFTER_LITERAL = 3, 4, 6
DELIMITER = re.compile(rf"{WHITE_SPACE_PATTERN}([,\]}}])").match
COMMENT = re.compile(
    rf"{WHITE_SPACE_PATTERN}(//[^\n\u2028\u2029\ud800-\udfff]*+(?=\n)|/\*(?:[^*\ud800-\udfff]++|\*(?!/))*+\*/)\n?+"
).match
# A string of the grammar, and the run of characters that Tailscale's parser takes for a literal.
STRING = re.compile(r'"(?:[^"\\\x00-\x1f\ud800-\udfff]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"').match
LITERAL = re.compile(r"[-+.A-Za-z0-9]++").match
NUMBER = re.compile(NUMBER_PATTERN).fullmatch
SURROGATE = re.compile(r"[\ud800-\udfff]")
