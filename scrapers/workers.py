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

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
        """How its process ended: above zero when the work failed, else the signal, negative."""

    @property
    def took_too_long(self) -> bool:
        """Whether it used up what `allow` allowed it."""
        return self.code == -signal.SIGPROF


def allow(cpu_s: float) -> None:
    """End this process as soon as it has used so much CPU from now on: nothing else stops a parser or a pattern."""
    signal.setitimer(signal.ITIMER_PROF, cpu_s)


class Worker:
    """One process that is asked and waited for, started with the first question and anew with the next when lost."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._one_at_a_time = threading.Lock()
        self._running: tuple[Connection, subprocess.Popen[bytes]] | None = None

    def ask(self, task: Any) -> Any:
        """What the work gives of the task. Raises `WorkerLost`."""
        with self._one_at_a_time:
            is_new = self._running is None
            worker, process = self._running = self._running or _start()
            try:
                if is_new:
                    worker.send((self._work, None))
                worker.send(task)
                return worker.recv()
            except BaseException as error:
                self._running = None  # what it would answer later is no answer to the next question
                code = _end(worker, process)
                if isinstance(error, (EOFError, OSError)):
                    raise WorkerLost(code) from None
                raise

    def close(self) -> None:
        """End the process, if there is one."""
        with self._one_at_a_time:
            if self._running is not None:
                _end(*self._running)
                self._running = None


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
        for process in tuple(self._processes):
            process.terminate()
        for _ in self._feeders:
            self._tasks.put(None)  # any of them may take it
        for feeder in self._feeders:
            feeder.join()
        sys.setswitchinterval(self._usual_turn)

    def _feed(self, work: Work, kit: Any) -> None:
        while not self._closing.is_set() and self._feed_one(work, kit):
            pass

    def _feed_one(self, work: Work, kit: Any) -> bool:
        """Feed a worker until it ends; whether another one is likely to do better."""
        ours, process = _start()
        self._processes.append(process)
        sent: deque[Future[Any]] = deque()
        n_done = 0
        try:
            ours.send((work, kit))
            while not self._closing.is_set():
                n_done += self._exchange(ours, sent)
        except (EOFError, OSError):
            pass  # the worker ended; whoever waits for `sent` is told
        finally:
            lost = WorkerLost(_end(ours, process))
            self._processes.remove(process)
            for future in sent:
                future.set_exception(lost)
        return lost.took_too_long or n_done > 0

    def _exchange(self, worker: Connection, sent: deque[Future[Any]]) -> int:
        """Give the worker what it has room for, and take the first result; how many were taken."""
        while len(sent) < 2 and (task := self._next(wait=not sent)):
            sent.append(task[0])
            worker.send(task[1]())
        if not sent:
            return 0
        result = worker.recv()
        sent.popleft().set_result(result)
        return 1

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


def _end(worker: Connection, process: subprocess.Popen[bytes]) -> int:
    """Let a worker go; how its process ended."""
    worker.close()
    process.terminate()
    return process.wait()


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
