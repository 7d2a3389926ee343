"""``python -m pressfind`` and the command ``pressfind``."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the program; loading it can be interrupted as well as running it."""
    try:
        from pressfind.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
