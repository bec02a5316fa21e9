"""The page of GB/T 9704-2012 as plain Python: what is said → blocks → lines of 28 characters → pages of 22 lines.

The preview draws these pages; the .docx is written from the same blocks, so both break where the standard breaks.
"""
