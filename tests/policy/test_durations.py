from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.policy.durations import HOUR, SECOND, format_duration, parse_duration
from tailcli.policy.faults import Fault


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20h", "20h0m0s"),
        ("1.5h", "1h30m0s"),
        (".5s", "500ms"),
        ("5.s", "5s"),
        ("1m90s", "2m30s"),
        ("1h1h", "2h0m0s"),
        ("-1m", "-1m0s"),
        ("+1m", "1m0s"),
        ("0", "0s"),
        ("-0", "0s"),
        ("0.1ns", "0s"),
        ("1500us", "1.5ms"),
        ("10\u00b5s", "10\u00b5s"),
        ("10\u03bcs", "10\u00b5s"),
        ("7ns", "7ns"),
        ("168h0m1s", "168h0m1s"),
        ("1.25s", "1.25s"),
        ("2562047h47m16.854775807s", "2562047h47m16.854775807s"),
        ("-2562047h47m16.854775808s", "-2562047h47m16.854775808s"),
    ],
)
def test_a_duration_is_read_and_written_as_go_does(text: str, shown: str) -> None:
    found = parse_duration(text)
    assert isinstance(found, int)
    assert format_duration(found) == shown


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("", 'time: invalid duration ""'),
        ("abc", 'time: invalid duration "abc"'),
        ("always", 'time: invalid duration "always"'),
        ("1h-30m", 'time: unknown unit "h-" in duration "1h-30m"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("1h 2m", 'time: unknown unit "h " in duration "1h 2m"'),
        ("1H", 'time: unknown unit "H" in duration "1H"'),
        ("1", 'time: missing unit in duration "1"'),
        ("00", 'time: missing unit in duration "00"'),
        (".s", 'time: invalid duration ".s"'),
        ("-", 'time: invalid duration "-"'),
        ("2562048h", 'time: invalid duration "2562048h"'),
        ("2562047h47m16.854775808s", 'time: invalid duration "2562047h47m16.854775808s"'),
    ],
)
def test_a_wrong_duration_has_the_words_of_go(text: str, server: str) -> None:
    found = parse_duration(text)
    assert isinstance(found, Fault)
    assert found.server == server


def test_numbers_of_thousands_of_digits_are_read_or_refused() -> None:
    assert isinstance(parse_duration("9" * 5000 + "h"), Fault)
    assert parse_duration("0" * 5000 + "1s") == SECOND
    assert parse_duration("1." + "0" * 5000 + "s") == SECOND


@given(st.integers(-(2**63), 2**63 - 1))
def test_what_is_written_reads_back(nanoseconds: int) -> None:
    assert parse_duration(format_duration(nanoseconds)) == nanoseconds


@given(st.text(alphabet="0123456789.hmsnu-+ d", max_size=12))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = parse_duration(text)
    assert isinstance(found, Fault) or abs(found) <= 2562048 * HOUR
