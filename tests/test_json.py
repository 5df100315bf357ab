"""JSON as RFC 8259 has it: texts of the kinds that public suites of JSON parsers try, each taken or refused."""

from __future__ import annotations

import json

import pytest

from geo.reading import JsonError, parse_json

# What the grammar does not have.
REFUSED = [
    *(
        "",
        " ",
        "[",
        "]",
        "{",
        "}",
        "[1",
        "[1,",
        "[,1]",
        "[1,]",
        "[1,,2]",
        "[,]",
        "[1 2]",
        "[1:2]",
        "[1}",
        "{]",
        "[]]",
        "{}}",
    ),
    *(
        '["a',
        '["a"',
        '{"a"',
        '{"a":',
        '{"a":1',
        '{"a":1,',
        '{"a":1,}',
        '{"a" 1}',
        '{"a"::1}',
        '{"a":1 "b":2}',
        '{,"a":1}',
    ),
    *(
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{[]:1}",
        '{"a"}',
        '{"a","b"}',
        '{"a":1,,"b":2}',
        '{"a":1}#',
        '{"a":1}//',
    ),
    *(
        "[1]x",
        "[1][2]",
        "{}{}",
        "1 2",
        "[1]/*x*/",
        "/*x*/[1]",
        "[1]\x00",
        "\x00[1]",
        "\ufeff[1]",
        "[\u00a01]",
        "[\u20281]",
        "[\x0c1]",
    ),
    *(
        "nul",
        "nULL",
        "tru",
        "True",
        "fals",
        "None",
        "undefined",
        "[nan]",
        "[NaN]",
        "[Infinity]",
        "[-Infinity]",
        "[inf]",
        "[-]",
    ),
    *(
        "[+1]",
        "[01]",
        "[-01]",
        "[1.]",
        "[.1]",
        "[-.1]",
        "[1e]",
        "[1e+]",
        "[1.e1]",
        "[1eE2]",
        "[0x1]",
        "[1_000]",
        "[1,000.]",
        "[--1]",
    ),
    *("[\uff11]", "[1a]", "[1e1.5]", "[0.1.2]", "[- 1]", "[1 .5]", "[٣]"),
    *(
        '["\\x41"]',
        '["\\u12"]',
        '["\\uZZZZ"]',
        '["\\"]',
        '["\\\\\\"]',
        "['a']",
        '["a\tb"]',
        '["a\nb"]',
        '["a\x1fb"]',
        '["a\x00b"]',
        '["\\0"]',
        '["\\a"]',
    ),
    *("<html>", "%PDF", "a,b\n1,2", "key: value", "[1]\n[2]\n", "(1)", "`1`", "$", "\\", "\\u005b1]"),
]
# What it has, with the value.
TAKEN = [
    *(
        ("[]", []),
        ("{}", {}),
        (" [ ] ", []),
        ("\t\n\r[]\r\n\t", []),
        ("[[]]", [[]]),
        ('{"":0}', {"": 0}),
        ("0", 0),
        ('""', ""),
    ),
    *(
        ("-0", 0),
        ("[-0.0]", [-0.0]),
        ("[1e2]", [100.0]),
        ("[1E+2]", [100.0]),
        ("[1e-2]", [0.01]),
        ("[0e1]", [0.0]),
        ("[0.5]", [0.5]),
    ),
    *(
        ("[123456789012345678901234567890]", [123456789012345678901234567890]),
        ("[1e-400]", [0.0]),
        ("[5e-324]", [5e-324]),
    ),
    *(
        ("true", True),
        ("false", False),
        ("null", None),
        ('["\\u0041\\n\\/\\"\\\\"]', ['A\n/"\\']),
        ('["\\uD83D\\uDE00"]', ["😀"]),
    ),
    *(
        ('["\x7f"]', ["\x7f"]),
        ('["é\u2028\uffff"]', ["é\u2028\uffff"]),
        ('["\\u0000"]', ["\0"]),
        ('{"a":{"a":1}}', {"a": {"a": 1}}),
    ),
    *(
        ('["//x /*y*/"]', ["//x /*y*/"]),
        ('["NaN"]', ["NaN"]),
        ("[1,2 , 3\n]", [1, 2, 3]),
        ('{"__proto__":1}', {"__proto__": 1}),
    ),
]


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_no_json_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(text)
    assert 1 <= caught.value.line <= text.count("\n") + 1
    assert str(caught.value)


@pytest.mark.parametrize(("text", "value"), TAKEN, ids=ascii)
def test_what_is_json_is_taken(text: str, value: object) -> None:
    parsed, repeated = parse_json(text)
    assert json.dumps(parsed) == json.dumps(value)
    assert repeated == []


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('{"a":1,"a":1}', [("a",)]),
        ('{"a":1,"\\u0061":2}', [("a",)]),
        ('[{"b":{"a":1,"a":2}}]', [(0, "b", "a")]),
        ('{"a":1,"A":2,"á":3}', []),
        ('{"a":{"b":1},"b":{"a":1}}', []),
        ('{"a":1,"a":2,"a":3,"b":1,"b":2}', [("a",), ("b",)]),
    ],
)
def test_keys_that_stand_twice_are_named(text: str, paths: list[tuple[str | int, ...]]) -> None:
    assert sorted(parse_json(text)[1], key=str) == paths
