"""The command line itself, and how a command is declared on it: its own options, the shared ones, its answer the exit code."""

from __future__ import annotations

import inspect
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from triage.cli.options import Shared, settings
from triage.cli.terminal import note
from triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
STATE_FAULT = 5

app = typer.Typer(
    name="triage",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(
    *, configured: bool = True, below: typer.Typer = app, name: str | None = None
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make a command of `work(settings, …)`: its own options and the shared ones, its answer the exit code.

    One that is not `configured` works the same whatever stands in the user's configuration. `below` is its group, `name` what it
    is called there, else as `work` is.
    """

    def declare(work: Callable[..., int]) -> Callable[..., int]:
        def run(context: typer.Context, shared: Shared, **own: Any) -> None:  # noqa: ANN401 - whatever `work` declares
            both = shared.over(context.obj)
            raise typer.Exit(_exit_code(lambda: work(settings(both, configured=configured), **own)))

        below.command(name)(with_shared_options(run, like=work))
        return work

    return declare


def with_shared_options(run: Callable[..., None], *, like: Callable[..., Any]) -> Callable[..., None]:
    """Return `run(context, shared, …)` as typer wants it: every option an argument of its own, named as in `like`."""
    shared_options = inspect.signature(Shared, eval_str=True).parameters
    own = [each for name, each in inspect.signature(like, eval_str=True).parameters.items() if name != "settings"]

    def flat(context: typer.Context, **given: Any) -> None:  # noqa: ANN401 - see `run`
        run(context, Shared(**{name: given.pop(name) for name in shared_options}), **given)

    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [context, *own, *shared_options.values()]
    keywords = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters[1:]]
    flat.__signature__ = inspect.Signature([context, *keywords])  # type: ignore[attr-defined]  # typer reads it
    flat.__annotations__ = {each.name: each.annotation for each in parameters}
    flat.__name__, flat.__doc__ = like.__name__, like.__doc__
    return flat


def _exit_code(work: Callable[[], int]) -> int:
    """Run a command and return its exit code; every error ends in a sentence on the error stream."""
    try:
        code = work()
        sys.stdout.flush()
    except TriageError as error:
        return _tell(error, str(error), error.exit_code)
    except KeyboardInterrupt as error:
        return _tell(error, "Interrupted.", INTERRUPTED)
    except BrokenPipeError:
        # The reader went away. What is still in the buffer must go somewhere, or Python complains when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sentence = (
            f"{where}{error.strerror or error}. Nothing more was filed; make room or mend the rights, and run again."
        )
        return _tell(error, sentence, STATE_FAULT)
    return code


def _tell(error: BaseException, sentence: str, code: int) -> int:
    """Say what went wrong, and what was noted about it on the way up."""
    note("\n".join([sentence, *getattr(error, "__notes__", ())]))
    return code
