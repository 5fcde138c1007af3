"""Everything in turn, round after round, and what the figures of a round are to each other."""

from .asking import expect
from .asking import Request
from .cases import Bar
from .cases import Case
from .cases import CONNECTIONS
from .cases import Target
from .load import Load
from .load import send
from .programs import say
from .programs import Server
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

import statistics


@dataclass(frozen=True)
class Figure:
    """The median of some figures, with the least and the greatest."""

    median: float
    least: float
    greatest: float
    number: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Figure":
        return cls(statistics.median(values), min(values), max(values), len(values))


@dataclass
class Measured:
    """What was found: the loads of each case, target and number of connections, by round."""

    loads: dict[tuple[str, str, int], list[Load]] = field(default_factory=dict)

    def rate(self, case: Case, target: str, connections: int) -> Figure:
        """Answers a second, or bytes a second."""
        loads = self.loads[case.key, target, connections]
        return Figure.of([load.bytes_rate if case.in_bytes else load.rate for load in loads])

    def ratio(self, bar: Bar, connections: int) -> Figure:
        """The ratios of a bar, each of two runs of one round."""
        loads = zip(
            self.loads[bar.case, bar.of, connections],
            self.loads[bar.case, bar.to, connections],
            strict=False,
        )
        pairs = [
            (one.bytes_rate, other.bytes_rate) if bar.per_byte else (one.rate, other.rate)
            for one, other in loads
        ]
        return Figure.of([b / a if bar.is_cost else a / b for a, b in pairs])

    def added_milliseconds(self, case: str, of: str, to: str) -> Figure:
        """How much longer one request takes than another, alone on its connection."""
        pairs = zip(self.loads[case, of, 1], self.loads[case, to, 1], strict=True)
        return Figure.of([1000 / one.rate - 1000 / other.rate for one, other in pairs])


@dataclass
class Measuring:
    """A run over some cases."""

    servers: Mapping[str, Server]
    seconds: int
    sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    requests: dict[tuple[str, str], Request] = field(default_factory=dict)

    def check(self, case: Case) -> None:
        """See that each answer is right, note how long it is, and warm the server up."""
        for name, target in case.targets.items():
            server = self.servers[target.server]
            request = self.complete(target)
            answers = expect(server.port, request)
            self.sizes[case.key, name] = answers[0].wire_size
            self.requests[case.key, name] = request
            self.send(case, name, target, max(CONNECTIONS))

    def complete(self, target: Target) -> Request:
        """Put the ETag in where there shall be one."""
        request = target.request
        if request.headers.get("If-None-Match") != "":
            return request
        plain = replace(request, headers={}, status=200)
        etag = expect(self.servers[target.server].port, plain)[0].headers["ETag"]
        return replace(request, headers={"If-None-Match": etag})

    def send(self, case: Case, name: str, target: Target, connections: int) -> Load:
        server = self.servers[target.server]
        request, size = self.requests[case.key, name], self.sizes[case.key, name]
        load = send(server.port, request, connections, self.seconds, size)
        server.settle()
        return load


def measure(
    servers: Mapping[str, Server], cases: Sequence[Case], rounds: int, seconds: int
) -> Measured:
    """Run all cases so many times; every other round goes the other way."""
    run, found = Measuring(servers, seconds), Measured()
    say("checking and warming up")
    for case in cases:
        run.check(case)
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for case in cases:
            for connections in CONNECTIONS:
                targets = list(case.targets.items())
                for name, target in reversed(targets) if number % 2 else targets:
                    if number < target.rounds:
                        load = run.send(case, name, target, connections)
                        found.loads.setdefault((case.key, name, connections), []).append(load)
    return found
