"""Changing plans: documents come in and are read, entries are reviewed, a document is read anew."""

from gongjian.plans.actions.documents import delete, mark_used, read_again, rename, store, upload
from gongjian.plans.actions.rereading import dismiss, take_over
from gongjian.plans.actions.reviewing import (
    accept,
    accept_rest,
    add,
    correct,
    merge,
    move_under,
    reject,
    restore,
    settle_offer,
    split,
    undo,
)

__all__ = [
    "accept",
    "accept_rest",
    "add",
    "correct",
    "delete",
    "dismiss",
    "mark_used",
    "merge",
    "move_under",
    "read_again",
    "reject",
    "rename",
    "restore",
    "settle_offer",
    "split",
    "store",
    "take_over",
    "undo",
    "upload",
]
