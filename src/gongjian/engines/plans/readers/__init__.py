"""From the bytes of a file to its lines of text, one module per format.

Every reader answers plain text: a paragraph is a line, a table row is a line whose cells are joined by
TAB, and labels that the format keeps outside the text (Word's automatic numbering, `<ol>`) are written
out. A file that cannot be read raises `UnreadableError`, nothing else.
"""
