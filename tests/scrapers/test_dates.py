"""Dates as the sources print them, and what must not be taken for one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from scrapers.cleaning.han_days import in_digits
from scrapers.cleaning.issued import url_days
from scrapers.dates import find_date, read_date

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("December 6, 2023", date(2023, 12, 6)),
        ("6th December 2023", date(2023, 12, 6)),
        ("Tuesday, November 28, 2017", date(2017, 11, 28)),
        ("Update: November, 21/2016 - 09:00", date(2016, 11, 21)),
        ("12/11/2024 08:32", date(2024, 11, 12)),
        ("07:08 09/10/2021", date(2021, 10, 9)),
        ("Ngày: 09.08.2016", date(2016, 8, 9)),
        ("14:00 | 18/09/2023", date(2023, 9, 18)),
        ("| 27-07-2023 | 13:34:47", date(2023, 7, 27)),
        ("ngày 04 tháng 05 năm 2015", date(2015, 5, 4)),
        ("2003年08月22日15:42", date(2003, 8, 22)),
        ("2016年12月15", date(2016, 12, 15)),
        ("2020/9/8", date(2020, 9, 8)),
        ("2009-04-17 15:20:47", date(2009, 4, 17)),
        ("2024-11-12T08:32:00+07:00", date(2024, 11, 12)),
    ],
)
def test_printed_days(printed: str, day: date) -> None:
    found = find_date(printed)
    assert found is not None
    assert found.on == day


@pytest.mark.parametrize(
    "text", ["31/02/2021", "09/20/2024", "2015-2025", "1/2", "12345/11/2024", "October 2024", "2.3"]
)
def test_no_day_is_made_of_what_is_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("12/11/2024 08:32", datetime(2024, 11, 12, 1, 32, tzinfo=UTC)),
        ("06/08/2015 06:00 GMT+7", datetime(2015, 8, 5, 23, 0, tzinfo=UTC)),
        ("2024-11-12T08:32:05Z", datetime(2024, 11, 12, 8, 32, 5, tzinfo=UTC)),
        ("2024-11-12T08:32:00+08:00", datetime(2024, 11, 12, 0, 32, tzinfo=UTC)),
        ("20/10/2017 | 9:12:45 PM", datetime(2017, 10, 20, 14, 12, 45, tzinfo=UTC)),
        ("08h30 ngày 09/10/2021", datetime(2021, 10, 9, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_printed_time_is_a_moment_in_the_source_s_zone(printed: str, moment: datetime) -> None:
    read = read_date(printed, zone=HANOI, day_first=True)
    assert read is not None
    assert (read.at, read.precision) == (moment, "minute")


def test_without_a_zone_there_is_a_day_and_no_moment() -> None:
    read = read_date("12/11/2024 08:32", day_first=True)
    assert read is not None
    assert (read.on, read.at) == (date(2024, 11, 12), None)


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2 March 2023 10:15 GMT", datetime(2023, 3, 2, 10, 15, tzinfo=UTC)),
        ("10:15 UTC, 2 March 2023", datetime(2023, 3, 2, 10, 15, tzinfo=UTC)),
        ("Mar 2, 2023 10:15 AM EST", datetime(2023, 3, 2, 15, 15, tzinfo=UTC)),
        ("2 March 2023, 10:15 CET", datetime(2023, 3, 2, 9, 15, tzinfo=UTC)),
        ("7 Feb 2020 06.00 GMT", datetime(2020, 2, 7, 6, 0, tzinfo=UTC)),
        ("07 Feb 2020, 18.45 WIB", datetime(2020, 2, 7, 11, 45, tzinfo=UTC)),
        ("July 2, 2023 6:30pm ET", datetime(2023, 7, 2, 22, 30, tzinfo=UTC)),
        ("10:15 02/03/2023 (GMT+7)", datetime(2023, 3, 2, 3, 15, tzinfo=UTC)),
        ("2 March 2023 10:15 IST", None),
        ("2023年3月2日 10:15 CST", None),
    ],
)
def test_a_printed_zone_is_read_as_far_as_its_name_has_one_meaning(printed: str, moment: datetime | None) -> None:
    found, read = find_date(printed), read_date(printed, day_first=True)
    assert found is not None
    assert read is not None
    assert (found.raw, read.at, read.precision) == (printed, moment, "minute")


@pytest.mark.parametrize(
    ("printed", "zone", "moment"),
    [
        ("2 March 2023 10:15 IST", "Asia/Kolkata", datetime(2023, 3, 2, 4, 45, tzinfo=UTC)),
        ("2 March 2023 10:15 IST", "Europe/Paris", None),
        ("2 March 2023 10:15 PST", "Asia/Manila", datetime(2023, 3, 2, 2, 15, tzinfo=UTC)),
        ("2023年3月2日 10:15 CST", "Asia/Shanghai", datetime(2023, 3, 2, 2, 15, tzinfo=UTC)),
    ],
)
def test_a_name_of_several_zones_is_the_source_s_own(printed: str, zone: str, moment: datetime | None) -> None:
    read = read_date(printed, zone=ZoneInfo(zone))
    assert read is not None
    assert read.at == moment


def test_a_form_s_format_reads_a_date_with_its_zone_behind_it() -> None:
    read = read_date("02/03/2023 10:15 GMT", formats=["%m/%d/%Y %H:%M"], zone=HANOI)
    assert read is not None
    assert read.at == datetime(2023, 2, 3, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(("printed", "hour"), [("2 March 2023 6:30pm", 11), ("2 March 2023 6.30pm", 11)])
def test_a_half_of_the_day_may_be_glued_to_its_time(printed: str, hour: int) -> None:
    read = read_date(printed, zone=HANOI)
    assert read is not None
    assert read.at == datetime(2023, 3, 2, hour, 30, tzinfo=UTC)


def test_a_number_with_a_point_is_no_time() -> None:
    read = read_date("2 March 2023 12.50 dollars")
    assert read is not None
    assert read.precision == "day"


def test_a_form_s_format_comes_before_the_usual_order() -> None:
    read = read_date("12/11/2024", formats=["%m/%d/%Y"])
    assert read is not None
    assert read.on == date(2024, 12, 11)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("08/11/2026 08:30", "%m/%d/%Y"),
        ("08/11/2026", "%m/%d/%Y %H:%M"),
        ("Posted: 08-11-2026", "%m/%d/%Y"),
        ("08/11/2026 8.30", "%H:%M %m/%d/%Y"),
        ("11/08/2026 08:30", "%d/%m/%Y"),
        ("08.11.2026 08:30", "%m.%d.%Y"),
    ],
)
def test_the_order_of_a_form_s_format_counts_where_the_format_does_not_fit(printed: str, code: str) -> None:
    read = read_date(printed, formats=[code])
    assert read is not None
    assert (read.on, read.flags) == (date(2026, 8, 11), ())


@pytest.mark.parametrize("formats", [(), ("%Y-%m-%d",), ("%B %d, %Y",), ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")])
def test_formats_that_tell_no_order_decide_nothing(formats: tuple[str, ...]) -> None:
    read = read_date("08/11/2026", formats=formats)
    assert read is not None
    assert (read.on, read.flags) == (None, ("day_or_month",))


def test_a_month_is_kept_as_printed_and_gives_no_day() -> None:
    read = read_date("2024-10")
    assert read is not None
    assert (read.raw, read.on, read.precision) == ("2024-10", None, "month")


@pytest.mark.parametrize("printed", ["04/05/1965", "04/05/2035"])
def test_an_impossible_date_is_flagged_and_kept_as_printed(printed: str) -> None:
    read = read_date(printed, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert read is not None
    assert (read.raw, read.on, read.flags) == (printed, None, ("impossible_date",))


def test_an_address_may_agree_with_a_date() -> None:
    assert date(2019, 3, 8) in url_days("http://paper.example.cn/content/2019-03/08/057673.html")
    assert date(2020, 12, 8) in url_days("https://example.vn/hoi-phu-nu-20201208172015256.htm")
    assert not url_days("http://www.example.cn/html1/2401/4283-1.htm")


@pytest.mark.parametrize("printed", ["05/03/2021", "05-03-2021 10:00"])
def test_a_date_with_two_readings_is_none_unless_the_day_is_known_to_stand_first(printed: str) -> None:
    read = read_date(printed)
    assert read is not None
    assert (read.raw, read.on, read.flags) == (printed, None, ("day_or_month",))


@pytest.mark.parametrize("printed", ["15/03/2021", "05.03.2021", "03/03/2021"])
def test_a_date_with_one_reading_needs_no_order(printed: str) -> None:
    read = read_date(printed)
    assert read is not None
    assert read.on is not None


def test_a_moment_with_its_offset_falls_on_the_day_of_the_zone() -> None:
    read = read_date("2024-11-14T17:30:00Z", zone=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert read is not None
    assert (read.on, read.at) == (date(2024, 11, 15), datetime(2024, 11, 14, 17, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("numerals", "digits"),
    [
        ("二〇二四年十一月二十六日", "2024年11月26日"),
        ("二零二四年一月十日", "2024年1月10日"),
        ("一九九九年十月三十一号", "1999年10月31日"),
        ("二十年前的一个月", "二十年前的一个月"),
    ],
)
def test_days_in_chinese_numerals_are_rewritten(numerals: str, digits: str) -> None:
    assert in_digits(numerals) == digits
