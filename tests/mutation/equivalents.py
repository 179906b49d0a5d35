"""Reads which mutants are equivalents: changes of the text that change nothing which a test could see."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Equivalent:
    file: str
    place: str
    before: str
    after: str
    reason: str

    def means(self, mutant):
        return (self.file, self.place, self.before, self.after) == (
            mutant.file, mutant.place, mutant.before, mutant.after)


def read(path):
    """Returns the equivalents of a file whose head explains its form. Throws ValueError where it is broken."""
    found = []
    heading, reason, before = None, "", None
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            if line.startswith("- "):
                before = line[2:]
            elif line.startswith("+") and heading and before:
                found.append(Equivalent(*heading, before, line[2:], reason))
                before = None
            elif not line.startswith("+") and before is None and len(line.split(": ", 1)) == 2:
                where, reason = line.split(": ", 1)
                heading = (*where.split(" ", 1), "")[:2]
            else:
                raise ValueError(f"{path}:{number}: not a heading, and not a pair of lines below one: {line}")
    return found
