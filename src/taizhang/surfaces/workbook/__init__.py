"""Office workbooks read as they are, whatever they are about.

`opening` opens a file in a confined child process, `recognition` finds headings and columns for roles the caller gives,
`rows` reads the rows and names every cell that cannot be read, `annotation` gives the file back with those cells marked,
`template` remembers what a clerk corrected. Nothing is imported here, so that the child process starts in milliseconds.
"""
