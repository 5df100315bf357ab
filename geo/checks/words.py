"""Word lists for the rules of harm: plain data, once a language. A word ends where a letter ends; `*` goes on."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A word or phrase that may not stand in a text, and what to do instead."""

    phrase: str
    instead: str


def _words(instead: str, *phrases: str) -> tuple[Word, ...]:
    return tuple(Word(phrase, instead) for phrase in phrases)


_PEOPLE_EN = "say people, or what they did"
_PEOPLE_KO = "탈북민, 북한 주민이라고 쓰세요"
_INVASION_EN = "say how many people, without a picture of threat"
_QUOTE_EN = "history tells what happened; leave advice out"
_QUOTE_KO = "지난 일만 쓰고 안내처럼 읽히는 말은 빼세요"
_HIDDEN_EN = "never name or place it"
_HIDDEN_KO = "이름도 위치도 싣지 마세요"

# Words that turn people into a threat or a crime.
HOSTILE: dict[str, tuple[Word, ...]] = {
    "en": (
        *_words(
            _PEOPLE_EN,
            "illegal migrant*",
            "illegal immigrant*",
            "illegal alien*",
            "illegals",
            "border jumper*",
            "border-jumper*",
            "bogus refugee*",
            "horde* of",
        ),
        *_words(
            _INVASION_EN,
            "flood of refugees",
            "flood of migrants",
            "flood of people",
            "flood of defectors",
            "wave of refugees",
            "wave of migrants",
            "wave of defectors",
            "waves of refugees",
            "waves of migrants",
            "waves of defectors",
            "tide of refugees",
            "tide of migrants",
            "invasion of refugees",
            "invasion of migrants",
            "swarm of",
            "swarms of",
            "exodus of criminals",
        ),
    ),
    "ko": (
        *_words(
            _PEOPLE_KO,
            "북괴",
            "새터민",
            "귀순용사",
            "밀입국자",
            "불법체류자",
            "불법 체류자",
            "여종업원",
            "기획 탈북",
            "기획탈북",
        ),
        *_words(_PEOPLE_KO, "탈북 러시", "탈북 물결", "난민 물결", "난민 러시"),
    ),
}

# Sentences that tell somebody what to do, and what only somebody on the way would ask.
GUIDANCE: dict[str, tuple[Word, ...]] = {
    "en": _words(
        _QUOTE_EN,
        "you should",
        "you can cross",
        "you must",
        "you need to",
        "if you want to cross",
        "if you want to escape",
        "how to cross",
        "how to escape",
        "how to avoid",
        "how to hide",
        "how to bribe",
        "how to contact",
        "how to find a broker",
        "best time to",
        "best month*",
        "best place to cross",
        "safest route",
        "safest way",
        "safest place",
        "easiest place to",
        "best route",
        "tips for",
        "step by step",
        "step-by-step",
        "instructions for",
        "avoid the guards",
        "avoid patrols",
        "avoid checkpoints",
        "avoid detection",
        "to evade patrols",
        "shift change*",
        "changing of the guard",
        "patrols every",
        "patrol every",
        "guards change",
        "price per person",
        "cost per person",
        "per head",
        "broker fee",
        "brokers charge",
        "broker charges",
        "bribe of",
        "contact the broker",
        "ask for the broker",
        "call this number",
        "message us on",
        "meeting point is",
        "password is",
        "blind spot*",
        "unguarded stretch*",
        "gap in the fence",
    ),
    "ko": _words(
        _QUOTE_KO,
        "하면 된다",
        "하면 됩니다",
        "하십시오",
        "하는 것이 좋다",
        "하는 게 좋다",
        "가장 쉬운 길",
        "가장 안전한 길",
        "가장 쉬운 방법",
        "가장 안전한 방법",
        "피하는 법",
        "피하는 방법",
        "건너는 법",
        "건너는 방법",
        "넘는 법",
        "넘는 방법",
        "탈출하는 법",
        "탈출하는 방법",
        "탈출 방법은",
        "숨는 법",
        "좋은 시기",
        "가장 좋은 때",
        "가장 좋은 달",
        "1인당 비용",
        "1인당 가격",
        "브로커 수수료",
        "뇌물 액수",
        "초소 교대",
        "교대 시간",
        "경비가 없는 구간",
        "감시 사각",
        "사각지대",
        "연락처",
        "만나는 장소는",
    ),
}

# What no point may stand for: whoever helps, hides or guards is found by it.
HIDDEN: dict[str, tuple[Word, ...]] = {
    "en": _words(
        _HIDDEN_EN,
        "safe house*",
        "safehouse*",
        "shelter*",
        "hideout*",
        "hiding place*",
        "guide's",
        "broker*",
        "smuggler*",
        "guard post*",
        "guard tower*",
        "watchtower*",
        "checkpoint*",
        "patrol*",
        "minefield*",
        "camera*",
        "surveillance",
        "detention cent*",
        "detention camp*",
        "prison camp*",
        "labour camp*",
        "labor camp*",
        "church*",
        "crossing point*",
        "crossing spot*",
        "crossing place*",
        "ford",
        "gap in the fence",
    ),
    "ko": _words(
        _HIDDEN_KO,
        "은신처",
        "안전가옥",
        "쉼터",
        "피난처",
        "브로커",
        "중개인",
        "안내인",
        "초소",
        "감시탑",
        "망루",
        "검문소",
        "순찰",
        "지뢰밭",
        "카메라",
        "구금 시설",
        "구금시설",
        "수용소",
        "교화소",
        "교회",
        "도강 지점",
        "도하 지점",
        "건너는 지점",
        "건너는 곳",
    ),
}

# Korean family names in Latin letters that are hardly ever another word, and in Hangul.
_SURNAMES = """
Bae Baek Cha Choe Choi Chung Gwon Heo Hwang Hwangbo Hyon Jang Jeon Jeong Jung Kang Kim Koo Kwak Kwon
Lee Lim Moon Namgung Noh Paek Pae Pak Park Rhee Ryoo Ryu Seo Shin Thae Woo Yeo Yeon Yim Yoo Yoon Yun
"""
SURNAMES = tuple(_SURNAMES.split())
SURNAMES_KO = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노로하곽성차주우구민나라진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥"
    "인맹제모탁국어은편용량림리태"
)
_GIVEN_NAMES = """
Adam Adrian Alan Albert Alex Alexander Alexei Alice Amanda Amy Andrea Andreas Andrei Andrew Angela
Anna Anne Anthony Barbara Benjamin Bernard Betty Brian Carl Carlos Carol Catherine Charles Christian
Christine Christopher Claire Craig Daniel David Deborah Dennis Diana Donald Dorothy Douglas Edward
Elena Elizabeth Ellen Emily Emma Eric Eugene Evelyn Felix Frank Fred Gary George Gerald Grace Greg
Gregory Hannah Hans Harold Harry Heather Heinz Helen Henry Hiroshi Howard Ian Igor Irene Isaac Ivan
Jack Jacob James Jane Janet Jason Jean Jeffrey Jennifer Jeremy Jessica Jim Joan Joe John Jonathan
Jose Joseph Joshua Juan Judith Julia Julie Justin Karen Karl Kate Katherine Keith Kelly Kenneth
Kenji Kevin Klaus Larry Laura Lawrence Linda Lisa Louis Lucy Luis Luke Margaret Maria Marie Mark
Martha Martin Mary Matthew Melissa Michael Michelle Miguel Mikhail Mike Nancy Nathan Nicholas Nicole
Nikolai Norbert Olga Oliver Olivia Pamela Patricia Patrick Paul Pavel Pedro Peter Philip Rachel
Ralph Raymond Rebecca Richard Robert Roger Ronald Rose Roy Russell Ruth Ryan Samantha Samuel Sandra
Sara Sarah Scott Sean Sergei Sharon Simon Sofia Sophia Stephanie Stephen Steve Steven Susan Takashi
Takayuki Teresa Thomas Tim Timothy Tom Tony Vladimir Walter Wayne Werner William Yuri
"""
GIVEN_NAMES = tuple(_GIVEN_NAMES.split())
_TITLES = """
Mr Mrs Ms Miss Mx Dr Rev Reverend Pastor Father Sister Brother Sergeant Corporal Private Sir Lady
"""
TITLES = tuple(_TITLES.split())
_TITLES_KO = """
씨 군 양 목사 선교사 신부 수녀 전도사 대사 공사 참사관 서기관 감독 코치 작가 시인 교수 박사
기자 하사 중사 상병 병장 대표
"""
TITLES_KO = tuple(_TITLES_KO.split())
