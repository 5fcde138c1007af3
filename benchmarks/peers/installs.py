"""50 distributions installed by pip and by uv, whole processes, from ours and from nginx."""

from .archives import INSTALLED
from .cases import CENTER
from .field import Field
from .programs import Command
from .programs import Failed
from .programs import plain_environment
from .programs import run
from .programs import say
from .rounds import Figure
from dataclasses import dataclass

import shutil
import time


@dataclass(frozen=True)
class Installs:
    """Seconds by tool and server, and the ratios of each round."""

    seconds: dict[tuple[str, str], Figure]
    ratios: dict[str, Figure]
    versions: dict[str, str]


def measure_installs(field: Field, rounds: int) -> Installs:
    """Install so many times, after once to warm up."""
    indexes = {
        "ours": f"http://127.0.0.1:{field.servers['ours'].port}{CENTER}/simple/",
        "nginx": f"http://127.0.0.1:{field.servers['nginx'].port}/simple/",
    }
    python, uv = field.ours.python, field.ours.python.with_name("uv")
    target = field.folder / "installed"
    tools: dict[str, Command] = {
        "pip": [python, "-m", "pip", "install", "--isolated", "--no-cache-dir", "--no-compile"],
        "uv": [uv, "pip", "install", "--no-config", "--no-cache", "--python", python],
    }
    log = field.folder / "installs.log"
    seconds: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        say(f"installing, round {number} of {rounds}")
        for tool, command in tools.items():
            for server in sorted(indexes, reverse=bool(number % 2)):
                shutil.rmtree(target, ignore_errors=True)
                options: Command = ["-q", "--index-url", indexes[server], "--target", target]
                started = time.perf_counter()
                run([*command, *options, *INSTALLED], log=log, environ=plain_environment())
                took = time.perf_counter() - started
                if len(list(target.glob("*.dist-info"))) != len(INSTALLED):
                    raise Failed(f"{tool} did not install everything from {server}.")
                if number:
                    seconds.setdefault((tool, server), []).append(took)
    ratios = {
        tool: Figure.of(
            [a / b for a, b in zip(seconds[tool, "ours"], seconds[tool, "nginx"], strict=True)]
        )
        for tool in tools
    }
    versions = {
        "pip": run([python, "-m", "pip", "--version"], log=log).split()[1],
        "uv": run([uv, "--version"], log=log).split()[1],
    }
    return Installs({key: Figure.of(found) for key, found in seconds.items()}, ratios, versions)
