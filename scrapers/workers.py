"""Worker processes, each with one task in work and one waiting, fed by a thread of the caller's.

The standard library's pool hangs for good when a worker is killed while a task that was taken back waits behind it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any

Work = Callable[[Any, Any], Any]
"""From a worker's kit and a task to the result; a function of a module, since it is sent by its name."""
Task = tuple[Future[Any], Callable[[], Any]]

TURN_S = 0.0005
"""What a thread waits for its turn at most: with Python's own 5 ms, a dozen times a task, workers stand still for half
of the time while the caller is busy."""


class WorkerLost(Exception):
    """The worker ended before it gave the result: it was killed, or the work failed."""


class Workers:
    """Processes that do one kind of work; what they are sent is made only when one is free for it."""

    def __init__(self, work: Work, kit: Any, n: int) -> None:
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._closing = threading.Event()
        self._processes: list[BaseProcess] = []
        self._usual_turn = sys.getswitchinterval()
        sys.setswitchinterval(TURN_S)
        self._feeders = [threading.Thread(target=self._feed, args=(work, kit), daemon=True) for _ in range(n)]
        for feeder in self._feeders:
            feeder.start()

    def submit(self, task: Callable[[], Any]) -> Future[Any]:
        """The result to come of what `task` gives; it can be cancelled until a worker has it."""
        future: Future[Any] = Future()
        self._tasks.put((future, task))
        return future

    def are_there(self) -> bool:
        """Whether a worker is left."""
        return any(feeder.is_alive() for feeder in self._feeders)

    def close(self) -> None:
        """End the workers, whatever they have in work."""
        self._closing.set()
        for process in self._processes:
            process.terminate()
        for feeder in self._feeders:
            self._tasks.put(None)
            feeder.join()
        sys.setswitchinterval(self._usual_turn)

    def _feed(self, work: Work, kit: Any) -> None:
        # spawn: a fork would copy the caller's threads' locks (Prefect's and DuckDB's) in whatever state they are
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, work, kit), daemon=True)
        with theirs:
            process.start()
        self._processes.append(process)
        sent: deque[Future[Any]] = deque()
        try:
            while not self._closing.is_set():
                self._exchange(ours, sent)
        except (EOFError, OSError):
            pass  # the worker ended; whoever waits for `sent` is told
        finally:
            for future in sent:
                future.set_exception(WorkerLost())
            ours.close()
            process.terminate()
            process.join()

    def _exchange(self, worker: Connection, sent: deque[Future[Any]]) -> None:
        """Give the worker what it has room for, and take the first result."""
        while len(sent) < 2 and (task := self._next(wait=not sent)):
            sent.append(task[0])
            worker.send(task[1]())
        if sent:
            result = worker.recv()
            sent.popleft().set_result(result)

    def _next(self, *, wait: bool) -> Task | None:
        """The first task that wasn't taken back; None if there is none, or at the end."""
        try:
            while (task := self._tasks.get(block=wait)) and not task[0].set_running_or_notify_cancel():
                pass
        except Empty:
            return None
        return task


def _work(caller: Connection, work: Work, kit: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to answer
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(caller, tasks), daemon=True).start()
    while True:
        caller.send(work(kit, tasks.get()))


def _receive(caller: Connection, tasks: SimpleQueue[Any]) -> None:
    """Read ahead, so that the caller never waits to send; a killed caller leaves no orphans behind."""
    try:
        while True:
            tasks.put(caller.recv())
    finally:
        os._exit(1)
