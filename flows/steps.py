"""A step of a flow as a Prefect task: seen in the UI by its name, with its time and its logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.server_watch import has_ended

Given = TypeVar("Given")


def step(name: str, do: Callable[[], Given]) -> Given:
    """What `do` gives, done as a task of this name.

    A task costs 3 to 60 ms, so a step is a batch or several and never an article. Prefect walks through the arguments
    of a task looking for futures; a callable is spared that, a batch of a thousand articles would not be. It also keeps
    them for some seconds after the end, so that `do` makes or takes its batches instead of bringing them.
    """
    if has_ended():
        return do()
    return _do.with_options(name=name.partition(" ")[0], task_run_name=name)(do)


@task(cache_policy=NO_CACHE, persist_result=False)
def _do(do: Callable[[], Given]) -> Given:
    return do()
