"""How much of a file is read: every limit, named once.

What is over one is skipped, and the reason names it.
"""

HEAD = 65_536
"""Bytes from the beginning of a file by which its form is told."""
SPLIT = 16_000_000
"""Bytes from which on a file of JSON Lines is read in ranges."""
RANGES = 128
"""As many ranges are read of a file of ``SPLIT`` bytes, and more of a larger one."""
LARGEST_TEXT = 256_000_000
"""Bytes of a text that is read as a whole; forms that are read as streams have none."""
LARGEST_MAIL = 64_000_000
"""Bytes of one message, its attachments included."""
MOST_PAGES = 2_000
"""Pages of a PDF: more are a book."""

DEEPEST = 2
"""Containers around a file that is still read: an archive in an archive."""
MOST_MEMBERS = 100_000
"""Members of an archive, those of archives in it included."""
LARGEST_MEMBER = 1_000_000_000
"""Bytes that one member may have when it is unpacked."""
MOST_UNPACKED = 4_000_000_000
"""Bytes that a whole archive may have when it is unpacked."""
GREATEST_RATIO = 200
"""Times that an archive may grow in unpacking: text grows by 3 to 20."""
RATIO_FROM = 16_000_000
"""Unpacked bytes from which on the ratio is looked at: small pages may pack well."""
IN_MEMORY = 16_000_000
"""Bytes of a member that are held in memory; larger ones wait in a temporary file."""
