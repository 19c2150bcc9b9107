"""Packs: folders of YAML that define a programme, read into checked, frozen definitions.

A fault never hides another: all of a folder's faults are named at once, each with file, line and column.
"""
