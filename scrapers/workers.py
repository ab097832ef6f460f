"""Worker processes, each with one task in work and one waiting, fed by a thread of the caller's.

The standard library's pool hangs for good when a worker is killed while a task that was taken back waits behind it.
Its processes run the caller's script again and bring one of their own along; run as a module, this one is a worker.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection, Pipe
from queue import Empty, SimpleQueue
from typing import Any

from scrapers.memory import keep_freed_memory, seldom_collected

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
        self._processes: list[subprocess.Popen[bytes]] = []
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
        for _ in self._feeders:
            self._tasks.put(None)  # any of them may take it
        for feeder in self._feeders:
            feeder.join()
        sys.setswitchinterval(self._usual_turn)

    def _feed(self, work: Work, kit: Any) -> None:
        ours, process = _start()
        self._processes.append(process)
        sent: deque[Future[Any]] = deque()
        try:
            ours.send((work, kit))
            while not self._closing.is_set():
                self._exchange(ours, sent)
        except (EOFError, OSError):
            pass  # the worker ended; whoever waits for `sent` is told
        finally:
            for future in sent:
                future.set_exception(WorkerLost())
            ours.close()
            process.terminate()
            process.wait()

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


def _start() -> tuple[Connection, subprocess.Popen[bytes]]:
    """A worker of its own interpreter: a fork would copy the caller's threads' locks in whatever state they are."""
    ours, theirs = Pipe()
    with theirs:
        place = theirs.fileno()
        command = [sys.executable, "-P", "-m", "scrapers.workers", str(place)]
        return ours, subprocess.Popen(command, pass_fds=[place], stdin=subprocess.DEVNULL)


def _work(caller: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to answer
    work, kit = caller.recv()
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(caller, tasks), daemon=True).start()
    keep_freed_memory()
    with seldom_collected():
        while True:
            caller.send(work(kit, tasks.get()))


def _receive(caller: Connection, tasks: SimpleQueue[Any]) -> None:
    """Read ahead, so that the caller never waits to send; a killed caller leaves no orphans behind."""
    try:
        while True:
            tasks.put(caller.recv())
    finally:
        os._exit(1)


if __name__ == "__main__":
    _work(Connection(int(sys.argv[1])))
