"""Keeping results up to date."""

from gongjian.scores.actions.keeping import keep, refresh, work_out

__all__ = ["keep", "refresh", "work_out"]
