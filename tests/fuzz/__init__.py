"""Damaged files, read: releases and skips are all that may come of them.

``python -m tests.fuzz FOLDER… --inputs 100000`` takes real files, damages each input in
a way that its number decides, reads and extracts it, and prints what came of all.  A
failure is printed with the number that makes it again (``--first``).  RECORD.md keeps
what the last long run gave.
"""
