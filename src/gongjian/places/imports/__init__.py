"""From a spreadsheet to a checked list of areas: bytes, then a sheet, then items, then what would come of them.

sheets    bytes to rows of text
headings  which column is what, by the words of `vocabulary`
items     rows to areas as they are written, with where each stands in the sheet
reading   these three in a row
known     the part of the tree that a list speaks of
settling  where each item stands in it
checking  what is wrong with the items; `outcome` is what would be added, changed, left as it is
findings  what is wrong or doubtful, in sentences that name row and column
template  a workbook to fill in
"""
