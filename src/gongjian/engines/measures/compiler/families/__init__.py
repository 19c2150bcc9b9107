"""One module a family of queries: `read(reads, asking)` gives for each read what its docstring says.

Most answer many reads by one query. The reads that follow subjects are one query each: they have little in common.
"""
