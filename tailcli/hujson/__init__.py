"""HuJSON (JSON with comments and trailing commas), read without losing anything."""

from tailcli.hujson.nodes import (
    Array,
    Boolean,
    Comment,
    Document,
    Invalid,
    Member,
    Null,
    Number,
    Object,
    String,
    SyntaxProblem,
    Value,
)
from tailcli.hujson.parse import parse, parse_text

__all__ = [
    "Array",
    "Boolean",
    "Comment",
    "Document",
    "Invalid",
    "Member",
    "Null",
    "Number",
    "Object",
    "String",
    "SyntaxProblem",
    "Value",
    "parse",
    "parse_text",
]
