"""What the rules of harm read in a text: personal data, names, listed words, in both languages."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from geo.checks import RULES, check
from geo.checks.words import GUIDANCE, HIDDEN, HOSTILE
from tests.test_checks import Files

TODAY = datetime.date(2026, 11, 22)


def rules_for(text: str, folder: Path, language: str = "en") -> set[str]:
    """Return the rules that a summary breaks."""
    files = Files()
    files.set("river", **{f"summary_{language}": text})
    return {problem.rule for problem in check(files.load(folder), today=TODAY)}


@pytest.mark.parametrize(
    "text",
    [
        "Call +82 10 1234 5678 now.",
        "Call 010-1234-5678 now.",
        "Call (02) 1234-5678 now.",
        "Write to someone.else+x@mail.example.org today.",
        "Add @helper_kim on it.",
        "WeChat ID: helper88 answers.",
        "See t.me/helpers for it.",
        "Registered as 880101-1234567 there.",
        "Passport PS1234567 was his.",
        "She lived at 12 Old Mill Road until then.",
        "He was born on 3 May 1988 in the north.",
        "Identity 110101199003071234 in China.",
        "It stood at 41.3977, 128.1787 then.",
        "It stood at 41°23′52″N then.",
        "Write to kim\uff20example.com today.",
        "Call \uff10\uff11\uff10\uff0d\uff11\uff12\uff13\uff14\uff0d\uff15\uff16\uff17\uff18 now.",
    ],
)
def test_personal_data_is_found(text: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path) == {"personal-data"}


@pytest.mark.parametrize(
    "text",
    [
        "카카오톡 아이디: helper88 이다.",
        "역삼로 12번지에 살았다.",
        "1988년 5월 3일 출생이다.",
        "010-1234-5678로 연락했다.",
        "카톡 아이디 helper77에게 물었다.",
        "서울시 강남구 테헤란로 123에 살았다.",
    ],
)
def test_personal_data_is_found_in_korean(text: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path, "ko") == {"personal-data"}


@pytest.mark.parametrize(
    "text",
    [
        "Between 2006-2012 about 34,314 people, 1,785 of them in 2007; 10,000 km.",
        "UN document A/HRC/25/CRP.1 and the resolution 2397 (2017).",
        "From 13 November 2017 to 17 March 2018, at 04:00, 40 shots.",
        "It cost $1.2-2.3 billion; 120-150 a month.",
        "It reached St Petersburg and 5th Avenue was named.",
        "A signal was given and the line is a sketch; Line 2 too.",
        "He was born in 1988, in May.",
        "It lies at 41.4, 128.2 in steps of 0.1.",
    ],
)
def test_plain_numbers_are_no_personal_data(text: str, tmp_path: Path) -> None:
    assert "personal-data" not in rules_for(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "The farmer Kim Chol-su left.",
        "His friend Ri Chol left, and so did Park Min-ho.",
        "The guide Peter Miller was there.",
        "They met Mrs. Miller in it.",
        "A woman, Yeonmi Lee, was there.",
        "Pastor Chun helped them.",
        "It was a man named Choe.",
    ],
)
def test_private_names_are_found(text: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path) == {"private-name"}


@pytest.mark.parametrize("text", ["농민 김철수 씨가 떠났다.", "김철 씨는 강을 건넜다.", "박민호 목사가 도왔다."])
def test_private_names_are_found_in_korean(text: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path, "ko") == {"private-name"}


@pytest.mark.parametrize(
    "text",
    [
        "Hwang Jang-yop, once secretary, spoke; Hwang Jang-yop's aide too.",
        "A North Korean-run restaurant in Ho Chi Minh City, near the Han River.",
        "The Dong-A Ilbo and the Los Angeles Times of St Petersburg, South Korea.",
        "In Hong Kong and Nong Khai, Phnom Penh and Kuala Lumpur; West Berlin; Addis Ababa.",
    ],
)
def test_public_figures_and_places_pass(text: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path) == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He paid 3,000 dollars.", "en"),
        ("It came to about $2,000 then.", "en"),
        ("It was 20 million won.", "en"),
        ("중개인에게 300만 원을 주었다.", "ko"),
        ("비용은 2000달러였다.", "ko"),
    ],
)
def test_amounts_of_money_are_found(text: str, language: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path, language) == {"guidance"}


@pytest.mark.parametrize(
    ("text", "language"), [("Won by 3 to 2, 300 people saw it.", "en"), ("300명이 원산에서 왔다. 3원칙이다.", "ko")]
)
def test_other_numbers_are_no_money(text: str, language: str, tmp_path: Path) -> None:
    assert rules_for(text, tmp_path, language) == set()


@pytest.mark.parametrize(("rule", "lists"), [("guidance", GUIDANCE), ("hostile-word", HOSTILE)])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_listed_word_is_found(
    rule: str, lists: dict[str, tuple[tuple[str, str], ...]], language: str, tmp_path: Path
) -> None:
    files = Files()
    for number, (phrase, _) in enumerate(lists[language]):
        files.add(f"w-{number}", "border", [[1.0, 50.0], [2.0, 50.0]], [])
        word = phrase.replace("*", "")
        texts = {"en": f"It said: {word}.", "ko": "강이다."} | {language: f"It said: {word}."}
        files.set(f"w-{number}", summary_en=texts["en"], summary_ko=texts["ko"] + " 강.")
    problems = [p for p in check(files.load(tmp_path), today=TODAY) if p.rule == rule]
    assert {p.feature for p in problems} == {f"w-{number}" for number in range(len(lists[language]))}


def test_every_hidden_place_is_found(tmp_path: Path) -> None:
    files = Files()
    for language in ("en", "ko"):
        for number, (phrase, _) in enumerate(HIDDEN[language]):
            word = phrase.replace("*", "")
            name = {"en": "Place", "ko": "이름"} | {language: f"{word} 가" if language == "ko" else f"The {word}"}
            files.add(f"{language}-{number}", "place", [127.0, 37.6], ["KOR"], name_en=name["en"], name_ko=name["ko"])
    problems = [p for p in check(files.load(tmp_path), today=TODAY) if p.rule == "hidden-place"]
    assert len({p.feature for p in problems}) == len(HIDDEN["en"]) + len(HIDDEN["ko"])


def test_words_are_whole_words(tmp_path: Path) -> None:
    assert rules_for("They could afford no wait; she swarmed off; Oxford.", tmp_path) == set()


def test_claims_are_quoted_with_a_verdict_and_may_say_it(tmp_path: Path) -> None:
    files = Files()
    files.ways["ways"][0]["claims"][0]["claim_en"] = "It is said to be the safest route."
    assert check(files.load(tmp_path), today=TODAY) == []
    files.ways["ways"][0]["texts"][0]["text_en"] = "It is the safest route."
    (problem,) = check(files.load(tmp_path), today=TODAY)
    lines = (tmp_path / "ways.json").read_text(encoding="utf-8").splitlines()
    assert problem.rule == "guidance"
    assert "safest route" in lines[problem.line - 1]


def test_readme_says_of_each_rule_of_harm_what_it_leaves_to_a_person() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| what is asked |") :].partition("\n\n")[0]
    assert [rule.name for rule in RULES if rule.family == "harm" and f"`{rule.name}`" not in table] == []
    assert set(re.findall("`([a-z]+(?:-[a-z]+)+)`", table)) <= {rule.name for rule in RULES}
