"""What is read from a plan's sentences, a folder for each list.

One rule, one file: its docstring names the kind of sentence that justifies it. The folder's `__init__`
says which rules there are and how they come together.
"""
