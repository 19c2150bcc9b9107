"""Running the web server and the background worker as children of one process, and ending them together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from types import FrameType

logger = logging.getLogger(__name__)

SECONDS_TO_END = 30
SECONDS_BETWEEN_LOOKS = 0.2
# A worker that dies at once must not spin; one that died after a day starts again at once.
LONGEST_BACK_OFF = 30.0
STEADY_SECONDS = 60.0
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """A process to keep. When one that is not `essential` ends it is started again; else all end."""

    name: str
    argv: Sequence[str]
    essential: bool
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    starts_at: float = 0.0
    back_off: float = field(default=0.5)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own command lines
            self.argv, start_new_session=True, preexec_fn=end_with_parent
        )
        self.started_at = monotonic()

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs or waits to be started."""
        return self.process.poll() if self.process else None


class Supervisor:
    """Starts the children, keeps them, ends them on SIGINT or SIGTERM."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stopping = threading.Event()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def run(self, ready: Callable[["Supervisor"], None] | None = None) -> int:
        """Returns when all have ended: 0 when asked to, else the code of the essential child that ended.

        ready    called once after the start; may look at `stopping` and at the children.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        for child in self.children:
            child.start()
        try:
            if ready is not None:
                ready(self)
            return self._keep()
        finally:
            self._end()

    def _keep(self) -> int:
        while not self.stopping.wait(SECONDS_BETWEEN_LOOKS):
            for child in self.children:
                if child.process is None:
                    if monotonic() >= child.starts_at:
                        child.start()
                elif (code := child.code) is not None:
                    if child.essential:
                        logger.error("%s ended: code=%s", child.name, code)
                        return code or 1
                    self._again(child, code)
        return 0

    def _again(self, child: Child, code: int) -> None:
        steady = monotonic() - child.started_at >= STEADY_SECONDS
        child.back_off = 0.5 if steady else min(child.back_off * 2, LONGEST_BACK_OFF)
        child.process, child.starts_at = None, monotonic() + child.back_off
        logger.warning("%s ended: code=%s, starting it again in %.0f s", child.name, code, child.back_off)

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process and child.code is None]
        for process in running:
            process.terminate()
        patience = monotonic() + SECONDS_TO_END
        for process in running:
            try:
                process.wait(max(0.0, patience - monotonic()))
            except subprocess.TimeoutExpired:
                logger.warning("process did not end and is killed: pid=%s", process.pid)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def end_with_parent() -> None:
    """Linux ends the child when we are killed without a chance to do it; elsewhere it would live on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
