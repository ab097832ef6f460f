"""The declared language, unless the script contradicts it."""

from __future__ import annotations

import pytest

from scrapers.language import detect


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("The union opened a library in the village of the weavers.", None, "en"),
        ("Hội Phụ nữ xã đã mở một thư viện nhỏ ở làng dệt.", None, "vi"),
        ("妇联在村里开了一家图书馆，孩子们很高兴。", None, "zh"),
        ("婦聯在村裡開了一家圖書館，孩子們很高興。", "en", "zh"),
        ("Hội Phụ nữ xã đã mở một thư viện nhỏ ở làng dệt.", "en", "vi"),
        ("The union opened a library.", "vi", "en"),
        ("L'union a ouvert une bibliothèque dans le village.", "fr", "fr"),
        ("L'union a ouvert une bibliothèque dans le village.", None, None),
        ("図書館を開きました。子どもたちは喜んでいます。", None, "ja"),
        ("สหภาพสตรีเปิดห้องสมุดในหมู่บ้าน", None, "th"),
        ("Hoi Phu nu xa da mo mot thu vien nho o lang det.", None, None),
        ("12/11/2024", None, None),
        ("12/11/2024", "vi", "vi"),
    ],
)
def test_language(text: str, declared: str | None, language: str | None) -> None:
    assert detect(text, declared=declared) == language
