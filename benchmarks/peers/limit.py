"""What waitress can do at most: answers that lie ready, of the lengths of ours."""

from .asking import Answer
from .programs import free_port
from .programs import plain_environment
from .programs import Server
from dataclasses import dataclass
from pathlib import Path

import shutil


PROGRAM = Path(__file__).with_name("fixed.py")
#: as many as an instance has
THREADS = 4


@dataclass(frozen=True)
class Limit:
    """The fixed answers, served by the waitress of an instance of ours."""

    folder: Path
    python: Path

    @property
    def data(self) -> Path:
        return self.folder / "limit-data"

    def prepare(self, answers: dict[str, Answer]) -> None:
        """Take over these bodies, each under its name."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir()
        for name, answer in answers.items():
            (self.data / name).write_bytes(answer.body)
            kind = answer.headers["Content-Type"]
            (self.data / f"{name}.type").write_text(kind)

    def start(self) -> Server:
        """Start it; it answers a little later."""
        port = free_port()
        return Server.start(
            [self.python, PROGRAM, str(port), self.data, str(THREADS)],
            port=port,
            log=self.folder / "limit.log",
            environ=plain_environment(MALLOC_ARENA_MAX="1"),
        )
