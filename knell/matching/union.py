"""Groups of tellings that grow by links, and refuse the link that the group as a whole, or a person, speaks against."""

from collections import defaultdict
from collections.abc import Sequence

from .comparing import compare
from .facts import Facts


class Union:
    """Union of tellings that keeps each group's own places and days, and refuses a link the group as a whole speaks against.

    ``apart``: pairs of tellings, by number, that a person has taken apart: no group ever holds both.
    """

    def __init__(self, facts: Sequence[Facts], apart: Sequence[tuple[int, int]] = ()) -> None:
        self.parent = {f.n: f.n for f in facts}
        self.members = {f.n: [f] for f in facts}
        self._never = [*apart, *((b, a) for a, b in apart)]

    def find(self, n: int) -> int:
        """The group's lowest number."""
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, a: int, b: int, force: bool = False, decided: bool = False) -> bool:
        """Joins two groups; false where they are one already or speak against each other.

        ``force``: whatever the facts say, but not where one report tells of both as two; ``decided``: a person says so.
        """
        x, y = sorted((self.find(a), self.find(b)))
        if x == y or self._taken_apart(x, y):
            return False
        if not decided and (not (force or self._agree(x, y)) or self._apart(x, y)):
            return False
        self.parent[y] = x
        self.members[x].extend(self.members.pop(y))
        return True

    def _taken_apart(self, x: int, y: int) -> bool:
        return any(self.find(a) == x and self.find(b) == y for a, b in self._never)

    def _apart(self, x: int, y: int) -> bool:
        """Whether one report tells of both as two happenings: then they stay two."""
        mine: dict[str, list[Facts]] = defaultdict(list)
        for f in self.members[x]:
            mine[f.telling.report].append(f)
        return any(compare(f, g).against for g in self.members[y] for f in mine.get(g.telling.report, ()))

    def _agree(self, x: int, y: int) -> bool:
        """Whether most members of one group can be of one happening with most of the other. A few members stand for many."""
        found = [compare(f, g) for f in _spread(self.members[x]) for g in _spread(self.members[y])]
        found = [c for c in found if not c.unlike]
        return bool(found) and 2 * sum(bool(c.against) for c in found) <= len(found)


def _spread(members: list[Facts]) -> list[Facts]:
    """Up to six members that state most."""
    return sorted(members, key=lambda f: (f.days == (None, None), not f.sites, f.n))[:6]
