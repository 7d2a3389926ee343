"""The one place where errors become messages and exit statuses."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

# Typer brings its own Click.
from typer._click.exceptions import NoArgsIsHelpError, NoSuchOption, UsageError
from typer.core import TyperGroup

from pressfind.cli.commands import MODULES, load_command
from pressfind.errors import PressfindError
from pressfind.printers.safety import make_safe

INTERRUPTED = 130
WRONG = 2


class ErrorBoundary(TyperGroup):
    """The commands as a group that reports expected errors without a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, whether loaded or not."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return a command, loaded now if it wasn't; None if there is none."""
        # Typer looks for a name like an unknown one among the commands loaded.
        for name in (cmd_name,) if cmd_name in MODULES else MODULES:
            if name not in self.commands:
                self.add_command(load_command(name))
        return self.commands.get(cmd_name)

    def make_context(self, *arguments: Any, **named: Any) -> Any:
        """Read what stands before the command; its errors are reported alike."""
        with self._reporting(None):
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its status is that of the error, if one is met."""
        with self._reporting(ctx):
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # a closed pipe must show here, not at exit

    @contextmanager
    def _reporting(self, ctx: Any) -> Iterator[None]:
        try:
            yield
        except NoArgsIsHelpError:
            raise  # Typer prints the help on standard error, with status 2
        except UsageError as error:
            report(self._explain(error, ctx))
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

    def _explain(self, error: UsageError, ctx: Any) -> str:
        command = ctx and ctx.invoked_subcommand
        path = f"pressfind {command}" if command in MODULES else "pressfind"
        if isinstance(error, NoSuchOption):
            return f"{self._explain_option(error, command)}; see: {path} --help"
        message = error.format_message().rstrip(".?").replace(". Did", ": did")
        return f"{message[:1].lower()}{message[1:]}; see: {path} --help"

    def _explain_option(self, error: NoSuchOption, command: str | None) -> str:
        name = error.option_name
        if command is None and self._is_of_a_command(name):
            return (
                f"{name} is an option of a command: write it after the command's "
                f"name, as in: pressfind COMMAND {name} …"
            )
        near = " or ".join(error.possibilities or ())
        message = f"no option is called {name}" + (near and f"; near it: {near}")
        if command is None:
            return message
        return f"{message}; after -- a word of a query may begin with a minus"

    def _is_of_a_command(self, option: str) -> bool:
        commands = map(load_command, MODULES)
        return any(option in p.opts for command in commands for p in command.params)


def report(message: str) -> None:
    """Write a message to standard error, after the results printed so far.

    Names in it can't steer the terminal.
    """
    sys.stdout.flush()
    safe = make_safe(message.encode("utf-8", "backslashreplace").decode())
    sys.stderr.write(f"pressfind: {safe}\n")


def report_line(message: str) -> None:
    """Write a message that is one line, whatever the names in it hold."""
    report(message.replace("\n", "\ufffd"))
