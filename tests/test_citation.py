from __future__ import annotations

import json
from typing import Any

import pytest

from geo.citation import citations, cite
from geo.load import load
from geo.model import Source
from tests.export_atlases import DATA, atlas_at


def source(**members: Any) -> Source:
    base = {"id": "an-id", "type": "article-newspaper", "custom": {"tier": "A"}}
    return Source.model_validate_json(json.dumps(base | members))


def issued(*parts: int, **more: Any) -> dict[str, Any]:
    return {"date-parts": [list(parts)], **more}


@pytest.mark.parametrize(
    ("date", "english", "korean", "other"),
    [
        (issued(2011, 6, 15), "15 June 2011", "2011년 6월 15일", "2011-06-15"),
        (issued(2011, 12), "December 2011", "2011년 12월", "2011-12"),
        (issued(2011), "2011", "2011년", "2011"),
        (issued(2011, circa=True), "about 2011", "2011년 무렵", "~2011"),
        (issued(2011, 13, 1), "2011", "2011년", "2011"),
        ({"date-parts": [[2006], [2007]]}, "2006 to 2007", "2006년~2007년", "2006/2007"),
        ({"literal": "2006-2007"}, "2006-2007", "2006-2007", "2006-2007"),
        (None, "undated", "날짜 미상", "n.d."),
        ({}, "undated", "날짜 미상", "n.d."),
    ],
)
def test_dates_in_each_language(date: dict[str, Any] | None, english: str, korean: str, other: str) -> None:
    paper = source(publisher="P", **({"issued": date} if date is not None else {}))
    assert [cite(paper, tag) for tag in ("en", "ko", "fr")] == [f"P, {date}" for date in (english, korean, other)]


def test_publisher_in_the_language_and_its_regions() -> None:
    paper = source(publisher="Chosun Ilbo", issued=issued(2011), custom={"tier": "A", "publisher_ko": "조선일보"})
    assert cite(paper, "ko-KR") == "조선일보, 2011년"
    assert cite(paper, "en-GB") == "Chosun Ilbo, 2011"
    assert cite(paper, "fr") == "Chosun Ilbo, 2011"


def test_book_names_author_and_title() -> None:
    book = source(
        type="book",
        author=[{"family": "Demick", "given": "Barbara"}],
        title="Nothing to Envy",
        issued=issued(2011, 6),
    )
    assert cite(book, "en") == "Barbara Demick, Nothing to Envy, June 2011"
    assert cite(book, "ko") == "Barbara Demick, 《Nothing to Envy》, 2011년 6월"


def test_titles_of_others_stand_in_quotation_marks() -> None:
    page = source(title="Ways", publisher="P", **{"container-title": "A Journal"})
    assert cite(page, "en") == "“Ways”, A Journal, P, undated"


@pytest.mark.parametrize(
    ("names", "english", "korean"),
    [
        (["A"], "A", "A"),
        (["A", "B"], "A and B", "A·B"),
        (["A", "B", "C"], "A, B and C", "A·B·C"),
        (["A", "B", "C", "D"], "A et al.", "A 외"),
    ],
)
def test_several_authors(names: list[str], english: str, korean: str) -> None:
    book = source(type="book", author=[{"literal": name} for name in names])
    assert cite(book, "en") == f"{english}, undated"
    assert cite(book, "ko") == f"{korean}, 날짜 미상"


def test_hangul_names_are_unspaced_surname_first() -> None:
    assert cite(source(author=[{"family": "강", "given": "철환"}]), "ko") == "강철환, 날짜 미상"


def test_without_any_name_the_id_is_cited() -> None:
    assert cite(source(), "en") == "an-id, undated"


def test_unknown_ids_stand_as_they_are(tmp_path: Any) -> None:
    atlas = atlas_at(tmp_path)
    assert citations(atlas, ["paper", "lost"], "en") == ["The Paper & Sons, 15 June 2011", "lost"]


def test_every_source_of_the_atlas_has_a_citation_in_both_languages() -> None:
    for item in load(DATA).sources.values():
        for tag in ("en", "ko"):
            assert cite(item, tag).count(", ") >= 1
            assert "None" not in cite(item, tag)
