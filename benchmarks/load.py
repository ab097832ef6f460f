"""How fast documents get from a .jsonl into the published warehouse, and what that takes in memory.

    python benchmarks/load.py [--documents 50000] [--home DIR]

Three loads into one home, each a `broadsheet load` of its own: all new, all unchanged, half of them revised. The time
is that of the flow function, from opening the file to the published copy and the artifacts. Beside it stands what the
loading process did in that time and what waited; extraction runs in worker processes. Needs nothing but this checkout.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

NAMES = {
    "en": "union federation province district commune office school hospital court council committee association",
    "vi": "hội phụ nữ|ủy ban|trường học|bệnh viện|tòa án|chi hội|câu lạc bộ|sở lao động|huyện đoàn|liên hiệp hội",
    "zh": "妇联 省委 市政府 区法院 学校 医院 协会 委员会 社区 街道 县城 乡镇",
}
DEEDS = {
    "en": "opened a course on|reported progress in|asked for more money for|signed an agreement about|took part in"
    "|reviewed twelve months of|trained volunteers for|published figures about|visited families to discuss",
    "vi": "khai mạc lớp tập huấn về|báo cáo kết quả|đề nghị tăng kinh phí cho|ký kết chương trình phối hợp về|tham gia"
    "|sơ kết một năm|tuyên truyền về|công bố số liệu về|thăm hỏi các gia đình để trao đổi về",
    "zh": "举办培训班，讨论|通报进展，涉及|增加经费，用于|签署协议，推动|参加活动，宣传|总结工作，研究|走访家庭，了解",
}
THINGS = {
    "en": "gender equality|early marriage|legal aid|small loans|clean water|rural markets|safe roads|home care"
    "|reading rooms|digital skills|flood relief|child nutrition|elderly care|equal pay|maternal health",
    "vi": "bình đẳng giới|tảo hôn|trợ giúp pháp lý|vốn vay nhỏ|nước sạch|chợ nông thôn|an toàn giao thông"
    "|chăm sóc tại nhà|phòng đọc sách|kỹ năng số|khắc phục bão lũ|dinh dưỡng trẻ em|người cao tuổi",
    "zh": "男女平等|早婚问题|法律援助|小额贷款|清洁饮水|农村市场|道路安全|家庭护理|阅览室建设|数字技能|抗洪救灾",
}
SHAPES = {
    "en": "The {name} of {place} {deed} {thing} and {other} for {n} households, and its chair said that {m} villages"
    " had asked to join before the end of year {y}.",
    "vi": "Sáng nay, {name} {place} {deed} {thing} và {other} cho {n} hộ gia đình, đồng thời cho biết {m} thôn, bản đã"
    " đăng ký tham gia trong năm {y}.",
    "zh": "{place}{name}{deed}{thing}和{other}，惠及{n}户家庭，负责人表示已有{m}个村庄报名参加{y}年的活动。",
}
PLACES = {
    "en": "Lorbin Mastel Quorra Venthal Issima Dorhan Pellow Uskar",
    "vi": "Lâm Thượng|Hòa Bắc|Phú Tây|An Sơn|Thanh Vĩnh|Đông Hà Hạ|Mỹ Trung",
    "zh": "林山 河源 安平 北溪 东港 南岭 白沙 青田",
}
URLS = (
    "https://en.vietnamplus.vn/a-story-post{}.vnp",
    "https://www.vietnamplus.vn/mot-bai-post{}.vnp",
    "https://zh.vietnamplus.vn/a-post{}.vnp",
    "https://news.example.org/{}.html",
    "https://tin.example.vn/{}.html",
    "https://xinwen.example.cn/{}.html",
)
LANGUAGES = ("en", "vi", "zh")


def words(table: dict[str, str], language: str) -> list[str]:
    text = table[language]
    return text.split("|") if "|" in text else text.split()


def sentences(language: str, chance: random.Random) -> Iterator[str]:
    lists = {
        key: words(table, language)
        for key, table in {"name": NAMES, "place": PLACES, "deed": DEEDS, "thing": THINGS, "other": THINGS}.items()
    }
    while True:
        picked = {key: chance.choice(values) for key, values in lists.items()}
        yield SHAPES[language].format(
            **picked, n=chance.randrange(20, 9000), m=chance.randrange(3, 400), y=chance.randrange(2018, 2027)
        )


def document(number: int, *, edition: int) -> dict[str, str]:
    """About 400 words (700 characters of Chinese) under a headline and a date, with the lines sites add."""
    language = LANGUAGES[number % 3]
    chance = random.Random(f"{number}-{edition}")
    source = sentences(language, chance)
    n_sentences = {"en": 12, "vi": 12, "zh": 14}[language]
    space = "" if language == "zh" else " "
    paragraphs = [space.join((next(source), next(source))) for _ in range(n_sentences // 2)]
    title = next(source)[:70].rstrip(" .,，。")
    tail = {"en": "Related news", "vi": "Tin liên quan", "zh": "相关新闻"}[language]
    text = "\n\n".join([title, f"{number % 27 + 1:02}/11/2024 08:{number % 60:02}", *paragraphs, "./.", tail])
    return {"url": URLS[number % len(URLS)].format(number + 1), "text": text}


def generate(path: Path, n: int, *, revised: bool) -> Path:
    """`n` documents; where `revised`, every second in another edition."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(n):
            edition = 1 if revised and number % 2 else 0
            file.write(json.dumps(document(number, edition=edition), ensure_ascii=False) + "\n")
    return path


def family(pid: int) -> Iterator[int]:
    """The process and all below it, as /proc knows them now."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))
    except OSError:
        return


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


class Memory(threading.Thread):
    """The highest sum of resident memory of a process and its children, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, sum(map(resident, family(self.pid))))


Steps = tuple[tuple[str, str, str], ...]
"""(name, module, function) each."""

STEPS: Steps = (
    ("read", "scrapers.loaders", "read_document"),
    ("identify", "flows.batches", "identify"),
    ("look up", "warehouse.store", "Warehouse.held"),
    ("archive", "scrapers.archive", "Archive.write_document"),
    ("archive", "scrapers.archive", "Archive.flush"),
    ("send out", "scrapers.parallel", "_Pool.submit"),
    ("extract or wait", "scrapers.parallel", "_results"),
    ("append", "warehouse.store", "Warehouse.append"),
    ("publish", "warehouse.store", "Warehouse.publish"),
    ("flow", "flows.load", "ingest"),
)
"""What is timed in the loading process: (name, module, function)."""


def measured(words: Sequence[str], report: Path, steps: Steps) -> int:
    """A `broadsheet` command in this process, the seconds of each step written to `report`; the command's exit code."""
    seconds: dict[str, float] = {}
    commands: Any = importlib.import_module("flows.commands.ingest")
    run_flow = commands.run_flow

    def run_timed(settings: Any, load_flow: Callable[[], Any], **parameters: Any) -> Any:
        # Prefect may only be imported once its environment is set, which `run_flow` does before it calls `load_flow`.
        return run_flow(settings, lambda: time_steps(load_flow(), steps, seconds), **parameters)

    commands.run_flow = run_timed
    code: int = importlib.import_module("flows.cli.ending").run_command(words)
    report.write_text(json.dumps(seconds))
    return code


def time_steps(flow: Any, steps: Steps, seconds: dict[str, float]) -> Any:
    """The flow as it is; from now on every step adds to `seconds`."""
    for name, module, function in steps:
        owner: Any = importlib.import_module(module)
        for part in function.split(".")[:-1]:
            owner = getattr(owner, part)
        last = function.split(".")[-1]
        setattr(owner, last, timed(getattr(owner, last), name, seconds))
    return flow


def timed(function: Callable[..., Any], name: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        started, worked = time.perf_counter(), sum(os.times()[:4])
        try:
            return function(*args, **kwargs)
        finally:
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - started
            if name == "flow":
                seconds["cpu"] = sum(os.times()[:4]) - worked  # of this process and of the workers, which have ended

    return run


def load(path: Path, home: Path) -> tuple[dict[str, int], dict[str, float], int]:
    """Counts per outcome, seconds per step and the peak of memory of one `broadsheet load`."""
    report = home.with_suffix(".json")
    command = [sys.executable, __file__, "--measured", path, home, report]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    memory = Memory(process.pid)
    memory.start()
    output, errors = process.communicate()
    memory.ended.set()
    memory.join()
    if process.returncode:
        sys.exit(f"{errors}\nbroadsheet load ended with {process.returncode}")
    counts: dict[str, int] = {}
    for row in json.loads(output):
        for outcome in ("new", "duplicate", "revised", "unchanged", "repeated", "rejected"):
            counts[outcome] = counts.get(outcome, 0) + row[outcome]
    told = {outcome: n for outcome, n in counts.items() if n}
    return told, json.loads(report.read_text()), memory.peak


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--documents", type=int, default=50_000)
    arguments.add_argument("--home", type=Path, help="kept afterwards; a temporary folder without it")
    arguments.add_argument("--measured", nargs=3, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measured:
        path, home, report = given.measured
        sys.exit(measured(["load", path, "--home", home, "--json"], Path(report), STEPS))
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch, "home")
        first = generate(Path(scratch, "first.jsonl"), given.documents, revised=False)
        second = generate(Path(scratch, "second.jsonl"), given.documents, revised=True)
        print(f"{given.documents:,} documents, {first.stat().st_size / given.documents:,.0f} bytes each")
        print(f"{'load':<13}{'documents/s':>11}{'flow':>9}{'command':>9}{'peak RSS':>10}  outcomes")
        for name, path in (("new", first), ("unchanged", first), ("half revised", second)):
            started = time.perf_counter()
            counts, seconds, peak = load(path, home)
            wall, flow, cpu = time.perf_counter() - started, seconds.pop("flow"), seconds.pop("cpu")
            rate = given.documents / flow
            print(f"{name:<13}{rate:>11,.0f}{flow:>8.1f}s{wall:>8.1f}s{peak / 1e6:>7,.0f} MB  {counts}")
            seconds["rest"] = flow - sum(seconds.values())
            spent = ", ".join(f"{step} {spent:.1f}s" for step, spent in seconds.items())
            print(f"    {spent}; CPU {1000 * cpu / given.documents:.2f} ms a document", flush=True)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    print(f"largest single process: {largest:,.0f} MB")


if __name__ == "__main__":
    main()
