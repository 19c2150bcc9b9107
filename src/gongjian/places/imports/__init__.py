"""From a spreadsheet to a checked list of areas: bytes, then a sheet, then items, then what would come of them.

sheets    bytes to rows of text
headings  which column is what
items     rows to areas as they are written, with where each stands in the sheet
findings  what is wrong or doubtful, in sentences that name row and column
checking  the items against the tree: what would be added, changed, left as it is
"""
