"""How much may still be unpacked from a file, its inner archives included."""

from dataclasses import dataclass

from pressfind.errors import UnreadableError
from pressfind.sources.limits import (
    GREATEST_RATIO,
    MOST_MEMBERS,
    MOST_UNPACKED,
    RATIO_FROM,
)


@dataclass(slots=True)
class Allowance:
    """What has been unpacked of a file that has ``packed`` bytes."""

    packed: int
    unpacked: int = 0
    members: int = 0

    def take_member(self) -> None:
        """Count a member; raise ``UnreadableError`` if there are too many."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise UnreadableError(
                "too large", f"it has more than {MOST_MEMBERS:,} members"
            )

    def take(self, size: int) -> None:
        """Count unpacked bytes; raise ``UnreadableError`` if there are too many."""
        self.unpacked += size
        if self.unpacked > MOST_UNPACKED:
            raise UnreadableError(
                "too large", f"unpacked it has more than {MOST_UNPACKED:,} bytes"
            )
        if self.unpacked > max(RATIO_FROM, self.packed * GREATEST_RATIO):
            raise UnreadableError(
                "bomb",
                f"unpacked it is more than {GREATEST_RATIO} times as large as packed",
            )
