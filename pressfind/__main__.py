"""``python -m pressfind`` and the command ``pressfind``."""

import gc
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the program; loading it can be interrupted as well as running it.

    What modules make while they are imported stays to the end, and most commands end
    soon: looking for garbage among it takes more time than many a search.
    """
    gc.set_threshold(100_000)
    try:
        from pressfind.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
