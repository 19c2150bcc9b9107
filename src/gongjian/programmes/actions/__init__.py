"""Making programmes and standards, and installing packs."""

from gongjian.programmes.actions.standards import NewItem, add_standard, create

__all__ = ["NewItem", "add_standard", "create"]
