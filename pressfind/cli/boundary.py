"""The one place where errors become messages and exit statuses."""

import os
import sys
from typing import Any

import typer
from typer._click.exceptions import UsageError  # Typer brings its own Click
from typer.core import TyperGroup

from pressfind.errors import PressfindError
from pressfind.printers.safety import make_safe

INTERRUPTED = 130
WRONG = 2


class ErrorBoundary(TyperGroup):
    """A group of commands that reports expected errors without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its status is that of the error, if one is met."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # a closed pipe must show here, not at exit
        except UsageError as error:
            report(_explain(error))
            raise typer.Exit(WRONG) from error
        except PressfindError as error:
            report(str(error))
            raise typer.Exit(error.exit_status) from error
        except BrokenPipeError:  # `pressfind search … | head` is no failure
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            report(f"{where}{error.strerror or error}")
            raise typer.Exit(WRONG) from error


def _explain(error: UsageError) -> str:
    message = error.format_message().rstrip(".")
    if message.startswith("No such option"):
        message += "; after -- a word of a query may begin with a minus"
    path = error.ctx.command_path if error.ctx else "pressfind"
    return f"{message}; see: {path} --help"


def report(message: str) -> None:
    """Write a message to standard error: names in it can't steer the terminal."""
    safe = make_safe(message.encode("utf-8", "backslashreplace").decode())
    sys.stderr.write(f"pressfind: {safe}\n")


def report_line(message: str) -> None:
    """Write a message that is one line, whatever the names in it hold."""
    report(message.replace("\n", "\ufffd"))
