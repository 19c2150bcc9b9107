"""`gongjian worker`: background work, until told to stop."""

from gongjian.jobs.worker import main

__all__ = ["main"]
