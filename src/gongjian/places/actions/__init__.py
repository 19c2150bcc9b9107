"""Changing the tree. Each action takes the tree's lock, so that two changes never meet half-way."""

from gongjian.places.actions.areas import amend, close, create
from gongjian.places.actions.imports import confirm, discard, upload
from gongjian.places.actions.reorganise import merge, move, split

__all__ = ["amend", "close", "confirm", "create", "discard", "merge", "move", "split", "upload"]
