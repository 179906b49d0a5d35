"""A copy of the work tree in which mutants are built and tested, so that the tree itself is never written."""
import json
import os
import pathlib
import re
import signal
import subprocess
import time

# What the compiler says where a proof of ours fails while it compiles, rather than the mutant's grammar.
PROOF_FAILED = re.compile(r"static assertion failed|not a constant expression|constexpr.* (exceeds|count)|"
                          r"in constant expression|non-constant condition")
CONFORMANCE = ("workflow/ledger/", "services/workflow/store/")  # ADR 2: tested through the ledger's ports


class Workbench:
    """Holds the copy in build/mutate/source and its build tree beside it. One at a time."""

    def __init__(self, root, jobs):
        self.root = pathlib.Path(root)
        self.source = self.root / "build/mutate/source"
        self.build_tree = self.root / "build/mutate/build"
        self.jobs = jobs
        self.seconds = {}  # of each run (target, filter), unmutated

    def prepare(self):
        """Makes the copy equal to the work tree, configures it, and makes what is generated in it."""
        self._copy()
        said = _run(["cmake", "--preset", "mutate", "-B", self.build_tree], self.source, 600)
        if not said.failed:  # what clang reads may include what is made of the protos
            said = _run(["cmake", "--build", self.build_tree, "--target", "gongkai_proto"], self.source, 1800)
        if said.failed:
            raise RuntimeError(said.output)
        commands = json.loads((self.build_tree / "compile_commands.json").read_text(encoding="utf-8"))
        self.target_of = {  # test file -> the executable it is linked into
            os.path.relpath(command["file"], self.source): re.search(r" -o \S*?(\w+)\.dir/", command["command"])[1]
            for command in commands if command["file"].endswith("_test.cc")}

    def _copy(self):
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                cwd=self.root, check=True, capture_output=True, text=True).stdout
        wanted = [name for name in listed.split("\0") if name and (self.root / name).is_file()]
        for name in wanted:
            original, copy = self.root / name, self.source / name
            if not copy.exists() or copy.read_bytes() != original.read_bytes():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(original.read_bytes())
                copy.chmod(original.stat().st_mode)
        stale = {str(path.relative_to(self.source)) for path in self.source.rglob("*") if path.is_file()}
        for name in stale.difference(wanted):
            (self.source / name).unlink()

    def runs_for(self, file):
        """Returns the runs (target, filter) of the tests that mirror a file: its own first, then its folder's."""
        folder, name = os.path.split(file)
        own = f"tests/{folder}/{os.path.splitext(name)[0]}_test.cc"
        runs = []
        if own in self.target_of:
            text = (self.source / own).read_text(encoding="utf-8")
            suites = sorted(set(re.findall(r"^(?:TYPED_)?TEST(?:_[FP])?\((\w+),", text, re.MULTILINE)))
            runs.append((self.target_of[own], ":".join(f"*{suite}.*:*{suite}/*" for suite in suites)))
        below = {target for test, target in self.target_of.items() if test.startswith(f"tests/{folder}/")}
        runs += [(target, "*") for target in sorted(below)]
        if f"{folder}/".startswith(CONFORMANCE):
            runs.append(("conformance_test", "*"))
        return runs

    def check_unmutated(self, runs):
        """Builds and runs the tests as they are, and learns how long they take. Throws where one fails."""
        built = self._build(sorted({target for target, _ in runs}))
        if built.failed:
            raise RuntimeError(built.output)
        for run in sorted(runs):
            started = time.monotonic()
            said = self._test(run, 1200)
            if said.failed:
                raise RuntimeError(f"without any mutant, {run[0]} fails:\n{said.output}")
            self.seconds[run] = time.monotonic() - started

    def verdict(self, mutant, runs):
        """Returns what kills the mutant: the run's number, "compiler"; "grammar" if there is nothing to run;
        None if it survives."""
        original = (self.root / mutant.file).read_bytes()
        self._write(mutant.file, mutant.apply(original))
        try:
            for number, run in enumerate(runs):
                built = self._build([run[0]])
                if built.failed:
                    return "compiler" if PROOF_FAILED.search(built.output) else "grammar"
                if self._test(run, 20 + 5 * self.seconds[run]).failed:
                    return number
            return None
        finally:
            self._write(mutant.file, original)

    def _write(self, file, content):
        (self.source / file).write_bytes(content)

    def _build(self, targets):
        return _run(["ninja", f"-j{self.jobs}", *targets], self.build_tree, 3600)

    def _test(self, run, timeout):
        target, chosen = run
        return _run([self.build_tree / "bin" / target, f"--gtest_filter={chosen}", "--gtest_brief=1",
                     "--gtest_fail_fast"], self.build_tree, timeout)


class _Said:
    def __init__(self, failed, output):
        self.failed = failed
        self.output = output


def _run(command, folder, timeout):
    """Runs a command in a process group of its own, and ends the group with it."""
    process = subprocess.Popen([str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=timeout)
        return _Said(process.returncode != 0, output.decode(errors="replace"))
    except subprocess.TimeoutExpired:
        return _Said(True, f"does not end within {timeout:.0f} seconds")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
