"""Freed memory is used again, and Python's collector is as it was afterwards."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from scrapers.memory import SELDOM, seldom_collected

FAULTS = """
import resource
from scrapers.memory import keep_freed_memory

keep_freed_memory()
bytearray(b"x") * (16 << 20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
bytearray(b"x") * (16 << 20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.whole
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a setting of glibc")
def test_a_freed_block_of_16_mb_is_used_again_without_new_pages() -> None:
    told = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 400  # of 4,096


def test_the_collector_works_as_before_once_it_is_over() -> None:
    usual = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold() == (SELDOM, *usual[1:])
    with pytest.raises(KeyboardInterrupt), seldom_collected():
        raise KeyboardInterrupt
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0
