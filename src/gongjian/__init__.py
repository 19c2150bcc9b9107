"""Gongjian 共建: a district builds and governs its communities."""
