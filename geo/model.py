"""The atlas as typed, immutable values, and the words that its files may use.

Structure follows RFC 7946 as geojson-pydantic checks it, in strict mode: no number is read from a string, no
integer from a float. Text that a reader sees stands once a language in the files, as `name_en`, `name_ko`, and in
the model as one mapping from language tag (BCP 47) to text. The vocabulary of the files is exactly the `Literal`
types below; the JSON Schema is generated from them and both interface languages name each of them.
"""

from __future__ import annotations

import copyreg
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar

from geojson_pydantic import LineString, MultiLineString, Point
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import core_schema

Kind = Literal["border", "leg", "place", "case"]
Certainty = Literal["documented", "reported", "disputed", "schematic"]
Mode = Literal["foot", "road", "rail", "river", "sea", "air", "mixed", "unknown"]
Outcome = Literal["arrived", "stayed", "returned", "went-back", "detained", "died", "mixed", "unknown"]
Hazard = Literal[
    "drowning",
    "cold",
    "gunfire",
    "mines",
    "arrest",
    "repatriation",
    "trafficking",
    "family-punishment",
    "abduction",
    "exhaustion",
]
Role = Literal["origin", "transit", "host-city", "embassy-city", "head-office", "landfall", "destination"]
Verdict = Literal["supported", "imprecise", "disputed", "unsupported"]
Frequency = Literal["most", "some", "handful"]
Topic = Literal["what", "how", "dangers", "arrival", "change", "numbers", "more"]
Tier = Literal["A", "B"]

ROUTES, WAYS, SOURCES, ARRIVALS = "routes.geojson", "ways.json", "sources.json", "arrivals.csv"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# C0 and C1 controls but the newline, bidirectional controls, line and paragraph separators, surrogates, byte-order mark
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def _safe(text: str) -> str:
    """Return `text`, or raise ValueError where it holds a character that could change how other text is read."""
    found = UNSAFE.search(text)
    if found:
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; expected plain text")
    return text


def _plain(text: str) -> str:
    """Return `text`, or raise ValueError where it is empty or unsafe."""
    if not _safe(text).strip():
        raise ValueError("is empty; expected text")
    return text


Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_plain)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=f"^{LANGUAGE.pattern}$", max_length=35)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
DatePart = Annotated[int, Field(ge=1, le=9999)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'`\\{}|^]+$", max_length=2000)]
Item = TypeVar("Item")
# A JSON array as a tuple; strict mode takes only tuples for tuples once a validator has looked at the object around it.
Array = Annotated[tuple[Item, ...], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)]
NonEmpty = Annotated[
    tuple[Item, ...],
    Field(min_length=1),
    BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
]
Frozen = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
Bounds = Annotated[
    tuple[float, float, float, float], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)
]


def _texts(texts: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(texts)


# Read-only texts know by themselves neither pickle nor copy, which processes of one's own and notebooks need.
copyreg.pickle(MappingProxyType, lambda texts: (_texts, (dict(texts),)))
LocalText = Annotated[
    Mapping[LanguageTag, Text],
    Field(min_length=1),
    AfterValidator(lambda texts: MappingProxyType(dict(texts))),
    PlainSerializer(dict),
]


def gather_languages(value: Any, names: tuple[str, ...]) -> Any:
    """Return a copy of a JSON object in which `name_en`, `name_ko` have become `name: {en, ko}`."""
    if not isinstance(value, dict):
        return value
    gathered: dict[str, Any] = {}
    for key, item in value.items():
        name, language = _name_and_language(key, names)
        if language:
            gathered.setdefault(name, {})[language] = item
        else:
            gathered[key] = item
    return gathered


@lru_cache(maxsize=1000)
def _name_and_language(key: str, names: tuple[str, ...]) -> tuple[str, str]:
    """Return the two parts of a member's name, the second empty where it carries no language."""
    name, _, language = key.rpartition("_")
    return (name, language) if name in names and LANGUAGE.fullmatch(language) else (key, "")


def spread_languages(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reverse of `gather_languages`: each mapping of texts becomes one member a language."""
    spread: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(item, Mapping):
            spread.update({f"{key}_{language}": text for language, text in item.items()})
        else:
            spread[key] = item
    return spread


class Localised(BaseModel):
    """A JSON object with members that stand once a language: every field of type `LocalText`."""

    model_config = Frozen

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, value: Any) -> Any:
        return gather_languages(value, cls.localised_names())

    @classmethod
    @cache
    def localised_names(cls) -> tuple[str, ...]:
        """Return the names of the members that carry a language in the file."""
        return tuple(name for name, info in cls.model_fields.items() if "Mapping" in str(info.annotation))


# ------------------------------------------------------------------ routes.geojson


class Position(NamedTuple):
    """One position: longitude first, degrees, WGS 84 (RFC 7946, section 3.1.1)."""

    lon: float
    lat: float

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Return the schema of an array of two numbers; a named tuple would be read from an object as well."""
        lon, lat = (core_schema.float_schema(ge=-most, le=most, allow_inf_nan=False) for most in (180, 90))
        return core_schema.no_info_after_validator_function(cls._make, core_schema.tuple_schema([lon, lat]))


Positions = Annotated[tuple[Position, ...], Field(min_length=2)]


class PointAt(Point):
    """A point; two numbers, longitude and latitude."""

    model_config = Frozen
    coordinates: Position  # type: ignore[assignment]


class Line(LineString):
    """A line of at least two positions."""

    model_config = Frozen
    coordinates: Positions  # type: ignore[assignment]


class Lines(MultiLineString):
    """Several lines: one that the 180th meridian cuts, or a border with gaps."""

    model_config = Frozen
    coordinates: Annotated[tuple[Positions, ...], Field(min_length=1)]  # type: ignore[assignment]


AnyLine = Annotated[Line | Lines, Field(discriminator="type")]


class Reviewed(BaseModel):
    """An exception to a rule that a person has looked at and allowed, with the reason."""

    model_config = Frozen
    rule: Identifier = Field(description="Name of the rule, as `check` prints it in brackets.")
    reason: Text = Field(description="Why it is right here; `check` lists it.")


class Properties(Localised):
    """What every feature says of itself."""

    way: Identifier = Field(description="Id of the way it belongs to, one of ways.json.")
    kind: Kind
    name: LocalText = Field(description="Short title.")
    summary: LocalText = Field(description="One to three sentences.")
    sources: NonEmpty[Identifier] = Field(description="Ids in sources.json, the best first.")
    certainty: Certainty
    precision_deg: Annotated[float, Field(gt=0, le=10)] = Field(
        description="How far the position has been generalised, in degrees."
    )
    countries: Array[CountryCode] = Field(
        description="ISO 3166-1 alpha-3 codes touched; for a leg in order of travel; the open sea adds none."
    )
    see_also: Array[Identifier] = Field(default=(), description="Ids of related features, of other ways too.")
    start: PartialDate | None = Field(default=None, description="Begin: YYYY, YYYY-MM or YYYY-MM-DD (ISO 8601).")
    end: PartialDate | None = Field(default=None, description="End, where it differs from the begin.")
    reviewed: Array[Reviewed] = Field(default=(), description="Reviewed exceptions to rules.")


class BorderProperties(Properties):
    """A reference line: a river, a border, a demarcation line."""

    kind: Literal["border"]


class LegProperties(Properties):
    """A stretch of a route."""

    kind: Literal["leg"]
    route: Identifier = Field(description="Id of the route it belongs to.")
    leg: Annotated[int, Field(ge=1, le=1000)] = Field(description="Its number in the route, from 1.")
    mode: Mode
    from_place: Identifier = Field(description="Id of the place feature where it starts.")
    to_place: Identifier = Field(description="Id of the place feature where it ends.")


class PlaceProperties(Properties):
    """A place that routes and cases refer to."""

    kind: Literal["place"]
    role: Role


class CaseProperties(Properties):
    """Something that happened."""

    kind: Literal["case"]
    start: PartialDate = Field(description="Begin: YYYY, YYYY-MM or YYYY-MM-DD (ISO 8601).")
    people: Annotated[int, Field(ge=1, le=100_000_000)] | None = Field(
        description="Number of people, null where it is not known."
    )
    outcome: Outcome
    hazards: Array[Hazard] = Field(description="Dangers that are reported for this case.")
    from_place: Identifier | None = Field(default=None, description="Id of the place feature where it began.")
    to_place: Identifier | None = Field(default=None, description="Id of the place feature where it ended.")


Geometry = TypeVar("Geometry", bound=PointAt | Line | Lines)
Props = TypeVar("Props", bound=Properties)


class Feature(BaseModel, Generic[Geometry, Props]):
    """A Feature of RFC 7946 with a string id."""

    model_config = Frozen
    type: Literal["Feature"]
    id: Identifier
    bbox: tuple[float, float, float, float] | None = None
    geometry: Geometry
    properties: Props


class BorderFeature(Feature[AnyLine, BorderProperties]):
    """A reference line."""


class LegFeature(Feature[AnyLine, LegProperties]):
    """A stretch of a route."""


class PlaceFeature(Feature[PointAt, PlaceProperties]):
    """A place."""


class CaseFeature(Feature[PointAt, CaseProperties]):
    """Something that happened."""


def _kind_of(value: Any) -> str | None:
    """Return the kind of a feature, parsed or not, so that a mistake is told for that kind alone."""
    if isinstance(value, Feature):
        return str(value.properties.kind)
    properties = value.get("properties") if isinstance(value, dict) else None
    kind = properties.get("kind") if isinstance(properties, dict) else None
    return kind if isinstance(kind, str) else None


AnyFeature = Annotated[
    Annotated[BorderFeature, Tag("border")]
    | Annotated[LegFeature, Tag("leg")]
    | Annotated[PlaceFeature, Tag("place")]
    | Annotated[CaseFeature, Tag("case")],
    Discriminator(_kind_of),
]


class RoutesFile(BaseModel):
    """data/routes.geojson: a FeatureCollection of RFC 7946."""

    model_config = Frozen
    schema_: Text | None = Field(default=None, alias="$schema", description="routes.schema.json, for editors.")
    type: Literal["FeatureCollection"]
    bbox: tuple[float, float, float, float] | None = None
    features: tuple[AnyFeature, ...]


# ------------------------------------------------------------------ ways.json


class Claim(Localised):
    """A statement of the article that the atlas follows, with what the sources say of it."""

    id: Identifier
    claim: LocalText
    verdict: Verdict
    comment: LocalText
    sources: Array[Identifier]


class WayText(Localised):
    """One section of a way's page of knowledge."""

    topic: Topic
    text: LocalText
    sources: NonEmpty[Identifier]


class Way(Localised):
    """One of the ways: its rank in the article, its names, colour, texts and claims."""

    id: Identifier
    rank: Annotated[int, Field(ge=1, le=1000)]
    name: LocalText
    colour: Colour
    frequency: Frequency | None = None
    frequency_note: LocalText | None = None
    frequency_sources: Array[Identifier] = ()
    texts: Array[WayText] = ()
    claims: Array[Claim] = ()
    story_cases: Array[Identifier] = Field(
        default=(), max_length=3, description="Ids of the way's cases that the story tells; where none, two are picked."
    )


class Section(Localised):
    """A headed paragraph of the page's own words: what the map is, how it was made."""

    heading: LocalText
    text: LocalText
    sources: Array[Identifier] = ()


class Word(Localised):
    """A word of the page that an atlas says in its own way, or in a language that the program does not speak."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)] = Field(
        description="As in geo/assets/i18n/en/, such as outcome.arrived."
    )
    text: LocalText


class AtlasText(Localised):
    """What an atlas says of itself."""

    languages: NonEmpty[LanguageTag] = Field(description="BCP 47 tags, default first.")
    title: LocalText
    description: LocalText = Field(description="One sentence.")
    notice: LocalText = Field(description="Stands on the page without opening anything.")
    licence: LocalText | None = None
    intro: LocalText | None = None
    intro_sources: Array[Identifier] = ()
    end: LocalText | None = None
    end_sources: Array[Identifier] = ()
    about: Array[Section] = ()
    claims: Array[Claim] = ()
    article: Identifier | None = Field(default=None, description="Source id of the text whose claims are checked.")
    view: Bounds | None = Field(default=None, description="West, south, east, north.")
    focus: Array[CountryCode] = Field(default=(), description="Countries that the map is about, shaded on it.")
    public_figures: Array[Text] = Field(default=(), description="Names that texts may hold.")
    words: Array[Word] = Field(default=(), description="Words of the page in place of the program's own.")


class WaysFile(BaseModel):
    """data/ways.json: the atlas's own words and its ways."""

    model_config = Frozen
    atlas: AtlasText
    ways: NonEmpty[Way]


# ------------------------------------------------------------------ sources.json, arrivals.csv


class Name(BaseModel):
    """A name of CSL-JSON."""

    model_config = Frozen
    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None


class Issued(BaseModel):
    """A date of CSL-JSON: year, month and day as far as they are known, or words."""

    model_config = Frozen
    date_parts: tuple[Annotated[tuple[DatePart, ...], Field(min_length=1, max_length=3)], ...] | None = Field(
        default=None, alias="date-parts"
    )
    circa: bool | None = None
    literal: Text | None = None


class Grade(Localised):
    """How good a source is: A first-rate; B an identifiable copy, cited as the original and not linked."""

    tier: Tier
    publisher: LocalText | None = Field(default=None, description="The publisher's name in other languages.")


class Source(BaseModel):
    """A document, as a CSL-JSON item (citation style language 1.0.2); members that are not named here may stand too."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True, allow_inf_nan=False)
    id: Identifier
    type: Text
    title: Text | None = None
    author: tuple[Name, ...] = ()
    publisher: Text | None = None
    container_title: Text | None = Field(default=None, alias="container-title")
    issued: Issued | None = None
    url: WebAddress | None = Field(default=None, alias="URL")
    note: Text | None = None
    custom: Grade


class Arrival(Localised):
    """People who arrived in South Korea in one year; men and women where they were published."""

    year: Annotated[int, Field(ge=1900, le=2200)]
    total: Annotated[int, Field(ge=0)]
    men: Annotated[int, Field(ge=0)] | None = None
    women: Annotated[int, Field(ge=0)] | None = None
    sources: NonEmpty[Identifier]
    note: LocalText | None = None


# ------------------------------------------------------------------ the atlas


@dataclass(frozen=True)
class DataFile:
    """One file as it was read: its path as a user would name it, and its text."""

    path: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Atlas:
    """A whole atlas: what its four files say, and the files themselves, so that a problem can name its line."""

    text: AtlasText
    ways: tuple[Way, ...]
    features: tuple[BorderFeature | LegFeature | PlaceFeature | CaseFeature, ...] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    arrivals: tuple[Arrival, ...] = field(default=(), repr=False)
    files: Mapping[str, DataFile] = field(default_factory=dict, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the language tags (BCP 47), the default first."""
        return self.text.languages

    def way(self, way_id: str) -> Way:
        """Return one way; raises KeyError where there is none."""
        return next((way for way in self.ways if way.id == way_id), None) or _missing(way_id)


def _missing(way_id: str) -> Way:
    raise KeyError(way_id)


def to_geojson(feature: AnyFeature) -> dict[str, Any]:
    """Return a feature as the JSON object that stands in the file: languages spread, defaults left out."""
    properties = feature.properties.model_dump(exclude_defaults=True)
    required = {"people": None} if feature.properties.kind == "case" else {}
    ordered = required | properties
    geometry = {"type": feature.geometry.type, "coordinates": feature.geometry.coordinates}
    return {"type": "Feature", "id": feature.id, "geometry": geometry, "properties": spread_languages(ordered)}
