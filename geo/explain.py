"""What pydantic found wrong in a file, in an editor's words: the rule, where it stands, what was expected."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, get_args

from geo import model
from geo.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import ValidationError

    from geo import positions

KINDS = get_args(model.Kind)
RULES = {
    "json_invalid": "json",
    "missing": "missing-property",
    "extra_forbidden": "unknown-property",
    "literal_error": "unknown-word",
    "union_tag_invalid": "unknown-word",
    "union_tag_not_found": "missing-property",
    "greater_than_equal": "range",
    "greater_than": "range",
    "less_than_equal": "range",
    "less_than": "range",
    "finite_number": "range",
}
EXPECTED: dict[str, str] = {
    "tuple_type": "expected a list",
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "dict_type": "expected an object",
    "model_type": "expected an object",
    "mapping_type": "expected text once a language, such as name_en",
    "model_attributes_type": "expected an object",
    "finite_number": "expected a finite number",
}
SIZES = {"too_short": ("min_length", "at least"), "too_long": ("max_length", "at most")}
BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
LOCALISED = {"name", "summary", "text", "title", "description", "notice", "heading", "claim", "comment"}


def mistakes(error: ValidationError) -> Iterator[Mapping[str, Any]]:
    """Yield what pydantic found, without the lists that are too short only because an item in them is wrong."""
    for item in error.errors(include_url=False):
        given = item["input"]
        if item["type"] != "too_short" or not isinstance(given, list | tuple) or len(given) < item["ctx"]["min_length"]:
            yield dict(item)


def rule_of(item: Mapping[str, Any]) -> str:
    """Return the name of the rule that one error of pydantic's breaks."""
    return RULES.get(item["type"], "schema")


def explain(item: Mapping[str, Any]) -> str:
    """Return what is wrong and what was expected, for one error of pydantic's."""
    kind, given = item["type"], item.get("input")
    if kind == "missing":
        once = "; expected it once a language, such as name_en" if _last(item) in LOCALISED else ""
        return f"is missing{once}"
    if kind == "extra_forbidden":
        return f"is not known here{nearest(str(_last(item)), property_names())}"
    if kind in {"literal_error", "union_tag_invalid", "union_tag_not_found"}:
        return _explain_word(item)
    if RULES.get(kind) == "range" and kind != "finite_number":
        return _explain_range(item)
    if kind in {"value_error", "json_invalid"}:
        return _explain_json(item["msg"]) if kind == "json_invalid" else str(item.get("ctx", {}).get("error"))
    expected = EXPECTED.get(kind) or item["msg"][:1].lower() + item["msg"][1:]
    if kind in SIZES:
        number, words = SIZES[kind]
        given, expected = list(given or ()), f"expected {words} {item['ctx'][number]} in it"
    if kind == "string_pattern_mismatch":
        expected = f"expected the form {item.get('ctx', {}).get('pattern')}"
    return f"is {shorten(given)}; {expected}"


def _explain_json(message: str) -> str:
    """Return the sentence for a text that Python's parser reads as JSON and pydantic's does not."""
    surrogate = "; a lone surrogate such as \\ud800 is no character" if "hex escape" in message else ""
    return f"is not JSON that can be used: {re.sub('^.*Invalid JSON: ', '', message)}{surrogate}"


def _last(item: Mapping[str, Any]) -> str | int:
    return item["loc"][-1] if item["loc"] else ""


def _explain_word(item: Mapping[str, Any]) -> str:
    """Return the sentence for a word that is not in the vocabulary, with the nearest that is."""
    context = item.get("ctx", {})
    if item["type"] == "union_tag_not_found":
        names = ", ".join(KINDS) if "_kind_of" in str(context.get("discriminator")) else "LineString, MultiLineString"
        return f"is missing or no word; expected one of {names}"
    words = re.findall(r"'([^']+)'", context.get("expected") or context.get("expected_tags", ""))
    word = context.get("tag", item.get("input"))
    return f"is {shorten(word)}; expected one of {', '.join(words)}{nearest(str(word), words)}"


def _explain_range(item: Mapping[str, Any]) -> str:
    """Return the sentence for a number that is out of its range."""
    bounds = "; ".join(f"{BOUNDS[key]} {value:g}" for key, value in item.get("ctx", {}).items() if key in BOUNDS)
    swapped = "; longitude comes first" if "coordinates" in item["loc"] and _last(item) in {0, 1} else ""
    return f"is {shorten(item.get('input'))}; expected {bounds}{swapped}"


def nearest(word: str, words: Iterable[str]) -> str:
    """Return " (did you mean …?)" where a known word is near, or nothing."""
    match = difflib.get_close_matches(word[:100].lower(), list(words), n=1, cutoff=0.6)
    return f" (did you mean {match[0]}?)" if match else ""


def describe(path: positions.Path) -> str:
    """Return a path as an editor reads it: `properties.sources[0]`."""
    if path[:1] == ("features",) and len(path) > 1:
        path = path[2:] or ("feature",)
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")


def file_path(item: Mapping[str, Any], value: Any) -> positions.Path:
    """Return the path in the file of what one error of pydantic's is about."""
    path = _path_of(item["loc"], value)
    if item["type"].startswith("union_tag") and "_kind_of" in str(item["ctx"].get("discriminator")):
        return (*path, "properties", "kind")
    return path


def _path_of(loc: tuple[str | int, ...], value: Any) -> positions.Path:
    """Return the path in the file of a place in the model: tags dropped, `name, en` written as `name_en`."""
    path: list[str | int] = []
    here, skip = value, 0
    for index, part in enumerate(loc):
        follows = loc[index + 1] if index + 1 < len(loc) else None
        if skip:
            skip -= 1
        elif isinstance(here, dict) and part not in here and f"{part}_{follows}" in here:
            path.append(f"{part}_{follows}")
            here, skip = here[f"{part}_{follows}"], 1
        elif _holds(here, part):
            path.append(part)
            here = here[part]
        elif follows is None and part != "[key]" and not _is_tag(part):
            path.append(part)
    return tuple(path)


def _holds(value: Any, part: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value


def _is_tag(part: str | int) -> bool:
    return part in {*KINDS, "LineString", "MultiLineString"} and part != "leg"


def property_names() -> list[str]:
    """Return every name that a feature, its properties, a way or the atlas may have, languages as `_en`, `_ko`."""
    kinds = (model.LegProperties, model.CaseProperties, model.PlaceProperties, model.Way, model.AtlasText)
    names = {name for kind in kinds for name in kind.model_fields} | {
        "type",
        "id",
        "geometry",
        "properties",
        "features",
    }
    localised = {name for kind in kinds for name in kind.localised_names()}
    return sorted(names - localised | {f"{name}_{language}" for name in localised for language in ("en", "ko")})
