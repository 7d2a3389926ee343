"""``python -m pressfind`` and the command ``pressfind``."""

import gc
import os
import sys
from contextlib import suppress

INTERRUPTED = 130


def main() -> None:
    """Run the program; loading it can be interrupted as well as running it.

    What modules make while they are imported stays to the end, and most commands end
    soon: looking for garbage among it takes more time than many a search.
    """
    gc.set_threshold(100_000)
    # Nothing here asks for linear algebra, for which NumPy would start threads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from pressfind.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except SystemExit as ended:
        _end_at_once(ended)
        raise


def _end_at_once(ended: SystemExit) -> None:
    """End the process without taking it apart, which takes as long as many a search.

    Where that could lose what was printed, it isn't ended, and Python tells why.
    """
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(ended.code or 0))


if __name__ == "__main__":
    main()
