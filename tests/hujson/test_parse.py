"""Which texts are HuJSON."""

from __future__ import annotations

import gc

import pytest

from tailcli.hujson import Array, Number, Object, String, parse, parse_text
from tailcli.source import SourceText

ACCEPTED = """\
null|true|false|0|-0|12|1.5|1e5|1E+5|1.0e-5|-12.25|""|"a"|"\\u00e9"|"\\ud800"|"\\ud83d\\ude00"
"\\/\\b\\f\\n\\r\\t\\\\\\""
[]|[ ]|{}|{ }|[1]|[1,]|[1 , ]|[1,2]|[[]]|[[],]|[{}]|{"a":1}|{"a":1,}|{"a":{"b":[]}}|{"a":1,"a":2}|{"":1}
/**/1|1/**/|/* a */ [/**/1/**/,/**/]|[1/*,*/]|/*/**/1|/***/1|/* * / */1|/*//*/1|"//"|"/*"|"*/"
{"a"/**/:/**/1/**/}
 1 |\t1\t|[\t1\t,\t]|{ "a" : 1 , }|"\u00e9"|"\u2028"|"\u00a0"|"\ufeff"|"\x7f"|"'"|"#"|1e400
123456789012345678901234567890
["a","b","c",]|{"tag:a":["x@example.com"],"tag:b":[]}|[true,false,null]|[1.0,-2e2]|[[[[[[[[1]]]]]]]]
{"a":[{"b":[{"c":1}]}]}
"\\u0000"|"\\uABCD\\uabcd"|[""]|[-1]|-0.0|0e0|0E-0|/*\u2028*/1""".replace("\n", "|").split("|")
ACCEPTED += [
    "1\n",
    "// a\n1",
    "1// a\n",
    "[// a\n1// b\n,// c\n]// d\n",
    "{// a\n}",
    "\r\n1\r\n",
    "// a\r\n1",
    "//\n1",
    "1 //\n",
]
ACCEPTED += [
    "/*\n\n*/1",
    '{\n\t"a": 1, // x\n}',
    "// \u00e9 '\"[{\n1",
    "// a\rb\n1",
    '"a\ud800b"',
    "[" * 10_000 + "]" * 10_000,
]

REFUSED = """\
||[|]|{|}|[,]|{,}|[1,,]|[1,,2]|[,1]|{,"a":1}|{"a":1,,}|,|:|[:]|{:1}|{"a"}|{"a":}|{"a",}|{"a":1 "b":2}
[1 2]|["a" "b"]|[1}|{"a":1]|[1]]|{}}
1 2|{} {}|[] 1|null null|{}x|tru|TRUE|True|None|nul|nulll|NaN|Infinity|-Infinity|undefined|yes|01|-01|00
+1|.5|5.|1.e5|1e|1e+|-|--1|0x1|1_000|1,
'a'|{'a':1}|{a:1}|{1:2}|{null:1}|{[]:1}|{{}:1}|["a]|["a|"|"a|"\\"|"\\x"|"\\u12"|"\\u12G4"|"\\'"|"\t"
"\x00"|"\x1f"|"a"b|"a""b"
# c|[1 # c|/|/ 1|/*|/*/|/* 1|1 /*|1 //|// only|//|/* only */| |*/1|1*/|<!-- -->1|[1;2]|{"a"=1}|{"a"=>1}
{"a";1}|("a")
\ufeff1|\u00a01|1\u00a0|\u20281|\x0b1|\x0c1|\u30001|\x001|1\x00|[1\u200b]|\u201ca\u201d|`a`|@|a:1|"a":1|$
\\|[1\\n]|1/2|[1]//""".replace("\n", "|").split("|")
REFUSED += [
    "// a",
    "// a\r",
    "\n",
    "// a\n",
    '"a\nb"',
    '["a\n"]',
    "//\u2028\n1",
    "// \u2029x\n1",
    "// \ud800\n1",
    "/*\udcff*/1",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepts(text: str) -> None:
    assert parse_text(text).problems == ()


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text: str) -> None:
    assert parse_text(text).problems != ()


def test_there_are_enough_vectors() -> None:
    assert len(set(ACCEPTED)) + len(set(REFUSED)) >= 200


def test_the_tree_has_every_duplicate_and_every_span() -> None:
    text = '{"a": 1, /* x */ "a": ["\\u0062",],}'
    document = parse(SourceText("policy.hujson", text))
    assert document.root == Object(
        0,
        len(text),
        (
            (String(1, 4, "a"), Number(6, 7, "1")),
            (String(17, 20, "a"), Array(22, 33, (String(23, 31, "b"),))),
        ),
    )
    assert document.root.get("a") == Array(22, 33, (String(23, 31, "b"),))
    assert [comment.text for comment in document.comments] == ["/* x */"]
    assert document.source.name == "policy.hujson"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud800"', "\ufffd"),
        (r'"\ud800\ud800\udc00"', "\ufffd\U00010000"),
        (r'"\udc00\ud800x"', "\ufffd\ufffdx"),
        ('"a\ud800"', "a\ufffd"),
        (r'"\u0000\"\\"', '\0"\\'),
    ],
)
def test_strings_decode_as_in_go(text: str, value: str) -> None:
    root = parse_text(text).root
    assert isinstance(root, String)
    assert root.value == value


def test_a_comment_ends_before_its_line_end() -> None:
    comments = parse_text("// a\r\n1 // b\n").comments
    assert [comment.text for comment in comments] == ["// a", "// b"]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(*, enabled: bool) -> None:
    was = gc.isenabled()
    try:
        gc.enable() if enabled else gc.disable()
        parse_text("[1")
        assert gc.isenabled() is enabled
    finally:
        gc.enable() if was else gc.disable()


@pytest.mark.parametrize("opener", ["[", '{"a":', "[[", '[{"a":'])
def test_too_deep_a_text_gives_one_problem(opener: str) -> None:
    document = parse_text(opener * 50_000)
    assert [problem.message for problem in document.problems] == ["Values nest more than 10,000 deep."]
    assert document.root is not None


HOSTILE = [
    "{",
    "]",
    ",",
    '""',
    '"',
    "/*",
    "//\n",
    "\\",
    "[}",
    "'a': 1,\n",
    "#\n",
    "a ",
    "\u00a0",
    "[1,,",
    '{"a"=',
    "\0",
    "\ud800",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_is_refused_in_time_and_counted(piece: str) -> None:
    document = parse_text("[" + piece * 20_000)
    assert 1 <= len(document.problems) <= 100
    assert document.omitted <= 1_900
