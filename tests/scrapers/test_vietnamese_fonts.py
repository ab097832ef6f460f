"""Vietnamese in the letters of TCVN3 and VNI fonts becomes Unicode, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.loaders import read_documents
from scrapers.loading.vietnamese_fonts import from_fonts
from scrapers.records import Document

UNICODE = (
    "Sáng 27/11, Hội Liên hiệp Phụ nữ tỉnh Đắk Lắk họp. Các cấp hội đã vận động được 1.200 hội viên ở xã Yên Mỹ,"
    " giữ gìn vệ sinh và bảo vệ trẻ em."
)
TCVN3 = (
    "S¸ng 27/11, Héi Liªn hiÖp Phô n÷ tØnh §¾k L¾k häp. C¸c cÊp héi ®· vËn ®éng ®\xadîc 1.200 héi viªn ë x· Yªn Mü,"
    " gi÷ g×n vÖ sinh vµ b¶o vÖ trÎ em."
)
VNI = (
    "Saùng 27/11, Hoäi Lieân hieäp Phuï nöõ tænh Ñaék Laék hoïp. Caùc caáp hoäi ñaõ vaän ñoäng ñöôïc 1.200 hoäi vieân"
    " ôû xaõ Yeân Myõ, giöõ gìn veä sinh vaø baûo veä treû em."
)


@pytest.mark.parametrize("text", [TCVN3, VNI])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_document_in_a_fonts_letters_is_read_and_flagged(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    [document] = read_documents([tmp_path / "a.txt"])
    assert isinstance(document, Document)
    assert (document.text, document.flags) == (UNICODE, ("font_encoding",))
    assert document.content == text.encode(encoding)


def test_capital_letters_of_a_font_for_capitals_are_capitals() -> None:
    converted = from_fonts(f"HéI LI£N HIÖP PHô V©N TØNH ©2024 Bµ V¨n\n{TCVN3}")
    assert converted == f"HỘI LIÊN HIỆP PHỤ VÂN TỈNH ©2024 Bà Văn\n{UNICODE}"


@pytest.mark.parametrize(
    "text",
    [
        UNICODE,
        "Où sont allées les élèves « très » âgées de la forêt, à Noël, près de l'île aux maïs ? © 2024, 25 µm, ½ ® "
        * 5,
        "Die Mädchen größer über Straßen, «schön» für die Grüße. 25 µm, ® ª ¸ ¹ ¨ ¬ müßte hören, süße Bäder. " * 5,
        ("Die Mädchen grüßen über Straßen, «schön» für die Grüße in den Bädern am Nordkap. ª ® ¨ © µ" * 5)
        .encode()
        .decode("latin-1"),
        "El niño del año ñandú compró piñas en español: aø. La señora soñó con el otoño y la mañana. " * 5,
        "妇女联合会召开会议。",
    ],
)
def test_other_languages_are_left_alone(text: str) -> None:
    assert from_fonts(text) is None
