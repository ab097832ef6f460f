"""topics.toml: read, or refused with file, key and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.topics import read_topics
from warehouse.topics import Phrase

pytestmark = pytest.mark.slow


def test_without_the_file_there_are_no_topics(tmp_path: Path) -> None:
    assert read_topics(tmp_path) == []


def test_phrases_by_topic_and_language(tmp_path: Path) -> None:
    text = '[gender_violence]\nen = ["domestic violence", "rape"]\nzh = ["家庭暴力"]\n'
    (tmp_path / "topics.toml").write_text(text, encoding="utf-8")
    assert read_topics(tmp_path) == [
        Phrase("gender_violence", "en", "domestic violence"),
        Phrase("gender_violence", "en", "rape"),
        Phrase("gender_violence", "zh", "家庭暴力"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[gender", "expected a TOML file"),
        ("gender = 1", "gender: expected a valid dictionary"),
        ('[Gender]\nen = ["x"]', "Gender: expected a name of small letters"),
        ('[gender]\nenglish = ["x"]', "gender.english: expected a language as in en"),
        ('[gender]\nen = "x"', "gender.en: expected a list of phrases"),
        ("[gender]\nen = []", "gender.en: expected"),
        ("[gender]", "gender: expected"),
        ('[gender]\nen = ["..."]', "gender.en.0: expected a phrase with a letter or digit in it"),
        ("[gender]\nen = [1]", "gender.en.0: expected a valid string"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "topics.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_topics(tmp_path)
    assert told in str(error.value)
    assert str(tmp_path / "topics.toml") in str(error.value)
    assert "\n" not in str(error.value)
