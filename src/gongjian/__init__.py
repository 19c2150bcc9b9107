"""Gongjian 共建: a district builds and governs its communities."""

__version__ = "0.1.0"
