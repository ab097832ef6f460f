"""Chinese news made of invented clauses, and copies of it by the edits that copying hosts make."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

WORDS = {
    "place": "临河 安平 北溪 东港 南岭 白沙 青田 石桥 云台 长湖 桃源 金水 玉泉 龙门 红旗 平川 新塘 古城 双塔 柳林",
    "who": "市妇联 区政府 社区居委会 县医院 中心小学 法律援助站 农业合作社 街道办 工会 志愿者协会 文化馆 民政局",
    "when": "近日 昨天上午 本月初 入秋以来 去年年底 会后 随后 活动当天 在此期间 经过商议 按照计划 与往年不同",
    "how": "联合邻近单位 在老街广场 挨家挨户 连续三天 通过网络 冒雨 免费 首次 再次 分批 悄悄 集中 重新 公开",
    "did": "举办 修缮 发放 调查 讨论 筹建 检查 清点 试行 推广 登记 探访 抢救 收集 改造 培训 评选 测量 搬迁 照看",
    "what": "刺绣作坊 旧水渠 助学金 危房屋顶 独居老人 夜间公交 图书角 育婴知识 茶园账目 山路护栏 民歌唱本 蔬菜大棚"
    " 残疾人就业 校车座椅 古树名木 家庭合同 饮水管道 渔船证件 针灸门诊 棋类比赛 消防器材 女工宿舍 防汛沙袋 羊群疫苗",
    "why": "为的是让大家安心过冬 据说已经等了好几年 居民对此议论纷纷 负责人表示还要继续下去 费用由几家商户分担"
    " 下一步还要听取各村意见 不少人专程从外地赶来 老师和学生也帮了忙 这在当地还是头一回 具体办法尚在商量",
}
CHOICES = {name: words.split() for name, words in WORDS.items()}
FOOTER = "责任编辑：某某 本网站所有内容未经书面授权不得转载 违者必究 联系电话见首页 关注我们的公众号了解更多"


def article(rng: random.Random, *, n_sentences: int = 14) -> str:
    """One article of so many sentences, two or three to a paragraph."""
    sentences = [_sentence(rng) for _ in range(n_sentences)]
    return "\n".join("".join(sentences[start : start + 3]) for start in range(0, n_sentences, 3))


def _sentence(rng: random.Random) -> str:
    first, second = ({name: rng.choice(words) for name, words in CHOICES.items()} for _ in range(2))
    opening = "{when}，{place}{who}{how}{did}{what}".format(**first)
    middle = "{how}{did}了{place}的{what}".format(**second)
    ending = f"共有{rng.randint(11, 9999)}人次参加" if rng.random() < 0.3 else first["why"]
    return f"{opening}，{middle}，{ending}。"


def bulletin(week: int, rng: random.Random, *, shared: str) -> str:
    """One week's prices: only the numbers differ from another week's."""
    prices = "".join(f"{name}每公斤{rng.randint(200, 9000) / 100}元。" for name in ("大米", "猪肉", "白菜", "鲤鱼"))
    return (
        f"第{week}周农贸市场价格通报如下。{prices}与第{week - 1}周相比涨幅为百分之{rng.randint(1, 90) / 10}。{shared}"
    )


def _truncated(text: str, rng: random.Random) -> str:
    return text[: int(len(text) * rng.uniform(0.25, 0.6))] + "……"


def _wrapped(text: str, rng: random.Random) -> str:
    head = f"首页 > 新闻 > {rng.choice(CHOICES['place'])}\n本报讯（记者 {rng.choice('王李张刘陈')}某）"
    return f"{head}{text}\n{FOOTER}\n分享到：微信 微博 空间"


def _truncated_and_wrapped(text: str, rng: random.Random) -> str:
    return _wrapped(_truncated(text, rng), rng)


def _punctuated(text: str, rng: random.Random) -> str:
    return text.translate(str.maketrans({"，": rng.choice(", 、"), "。": rng.choice(".；"), "\n": " "}))


def _numbered(text: str, rng: random.Random) -> str:
    """One of its numbers revised."""
    numbers = list(re.finditer(r"\d+", text))
    if not numbers:
        return text
    chosen = rng.choice(numbers)
    return f"{text[: chosen.start()]}{int(chosen[0]) + rng.randint(1, 9)}{text[chosen.end() :]}"


def _reordered(text: str, rng: random.Random) -> str:
    paragraphs = text.split("\n")
    rng.shuffle(paragraphs)
    return "\n".join(paragraphs)


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "truncated": _truncated,
    "wrapped": _wrapped,
    "trunc_wrap": _truncated_and_wrapped,
    "punctuation": _punctuated,
    "number revised": _numbered,
    "reordered": _reordered,
}


def documents(*, n_articles: int = 150, seed: int = 5) -> list[dict[str, str]]:
    """Articles with a copy by each edit, and bulletins of ten offices: dictionaries as the constructed set has them."""
    rng = random.Random(seed)
    made = []
    for number in range(n_articles):
        text = article(rng)
        made.append({"cluster": f"a{number}", "kind": "original", "source": "origin.example", "text": text})
        for kind, edit in EDITS.items():
            source = f"copy{rng.randrange(6)}.example"
            made.append({"cluster": f"a{number}", "kind": kind, "source": source, "text": edit(text, rng)})
    for office in range(10):
        shared = article(rng, n_sentences=4)
        for week in range(8, 20):
            text = bulletin(week, rng, shared=shared)
            source = f"office{office}.example"
            made.append({"cluster": f"b{office}_{week}", "kind": "neg_bulletin", "source": source, "text": text})
    return made
