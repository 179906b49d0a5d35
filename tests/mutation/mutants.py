"""Finds the mutants of a C++ file: what clang calls an operator, a constant or a statement of it, changed."""
import dataclasses
import os
import re

from clang.cindex import CompilationDatabase, CursorKind, Index, LinkageKind, TokenKind

COMPARISONS = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
ARITHMETIC = {"+": "-", "-": "+", "+=": "-=", "-=": "+="}
LOGIC = {"&&": "||", "||": "&&"}
WORDS = {"true": "false", "false": "true"}

# As a statement of its own, each of these is a call, an assignment or a step.
DELETED = {CursorKind.CALL_EXPR, CursorKind.BINARY_OPERATOR, CursorKind.COMPOUND_ASSIGNMENT_OPERATOR,
           CursorKind.UNARY_OPERATOR, CursorKind.UNEXPOSED_EXPR}
LOOPS = {CursorKind.FOR_STMT, CursorKind.CXX_FOR_RANGE_STMT, CursorKind.WHILE_STMT, CursorKind.DO_STMT}
# Their last part is a statement; that of a COMPOUND_STMT are all.
WITH_BODY = LOOPS | {CursorKind.IF_STMT, CursorKind.CASE_STMT, CursorKind.DEFAULT_STMT}


@dataclasses.dataclass(frozen=True, order=True)
class Mutant:
    """One change: bytes [start, end) of a file become `text`. `place` names the function."""
    file: str
    start: int
    end: int
    text: str
    line: int
    place: str
    before: str  # the lines that change, in one line
    after: str

    def apply(self, source):
        return source[:self.start] + self.text.encode() + source[self.end:]


def find(root, build, files):
    """Returns all mutants of files below `root`: one, or a .cc and the .h that it includes. `build` holds
    compile_commands.json."""
    unit = _parse(os.path.join(root, files[0]), build)
    return [mutant for file in files for mutant in _find(unit, root, file)]


def _find(unit, root, file):
    path = os.path.join(root, file)
    with open(path, "rb") as opened:
        source = opened.read()
    changes = {}  # (start, end, text) -> place
    untouched = []
    for top in unit.cursor.get_children():
        if top.location.file and top.location.file.name == path:
            _visit(top, None, "", changes, untouched)
    tokens = list(unit.get_tokens(extent=unit.get_extent(path, (0, len(source)))))
    if file.endswith(".cc"):
        untouched += _called_by_proofs_only(unit, path, tokens, untouched)
    for token in tokens:
        for text in _replacements(token):
            place = token.cursor.semantic_parent
            changes[(token.extent.start.offset, token.extent.end.offset, text)] = place.spelling if place else ""
    return [_mutant(file, source, *change, place) for change, place in sorted(changes.items())
            if not any(start <= change[0] < end for start, end in untouched)]


def _called_by_proofs_only(unit, path, tokens, proofs):
    """Returns where the functions are that only a static_assert calls: they are tests as it is."""
    functions = [cursor for cursor in _below_namespaces(unit.cursor, path)
                 if cursor.kind == CursorKind.FUNCTION_DECL and cursor.linkage == LinkageKind.INTERNAL]
    spans = []
    for function in functions:
        own = (function.extent.start.offset, function.extent.end.offset)
        uses = [token.extent.start.offset for token in tokens if token.spelling == function.spelling]
        others = [use for use in uses if not own[0] <= use < own[1]]
        if others and all(any(start <= use < end for start, end in proofs) for use in others):
            spans.append(own)
    return spans


def _below_namespaces(cursor, path):
    for child in cursor.get_children():
        if child.location.file and child.location.file.name == path:
            yield child
            if child.kind == CursorKind.NAMESPACE:
                yield from _below_namespaces(child, path)


def _parse(path, build):
    commands = CompilationDatabase.fromDirectory(build).getCompileCommands(path)
    given = list(commands[0].arguments) if commands else []
    kept = ["-xc++", "-std=c++20"]
    for before, argument in zip([""] + given, given):
        if argument.startswith(("-I", "-D", "-isystem")) or before == "-isystem":
            kept.append(argument)
    unit = Index.create().parse(path, args=kept)
    errors = [str(said) for said in unit.diagnostics if said.severity >= 3]
    if errors:
        raise RuntimeError(f"clang does not understand {path}: {errors[0]}")
    return unit


def _visit(cursor, breaks, place, changes, untouched):
    """Collects what a token alone does not tell: statements to delete, and where a `break` leads."""
    if cursor.kind == CursorKind.STATIC_ASSERT:  # it is a test
        untouched.append((cursor.extent.start.offset, cursor.extent.end.offset))
        return
    if cursor.kind == CursorKind.CALL_EXPR and cursor.spelling == "reserve":  # it is about speed
        untouched.append((cursor.extent.start.offset, cursor.extent.end.offset))
        return
    if cursor.kind.is_declaration() and cursor.kind != CursorKind.VAR_DECL and cursor.spelling:
        place = cursor.spelling
    if cursor.kind in LOOPS or cursor.kind == CursorKind.SWITCH_STMT:
        breaks = cursor.kind
    children = list(cursor.get_children())
    if cursor.kind == CursorKind.CASE_STMT:  # the labels beside it are mostly taken
        untouched.append((children[0].extent.start.offset, children[0].extent.end.offset))
    if cursor.kind == CursorKind.SWITCH_STMT:  # the end of its last case is its end
        last = children[-1]
        while last.kind in (CursorKind.COMPOUND_STMT, CursorKind.CASE_STMT, CursorKind.DEFAULT_STMT):
            last = (list(last.get_children()) or [cursor])[-1]
        if last.kind == CursorKind.BREAK_STMT:
            untouched.append((last.extent.start.offset, last.extent.end.offset))
    statements = children if cursor.kind == CursorKind.COMPOUND_STMT else []
    if cursor.kind in WITH_BODY:
        statements = children[-1:]
    for statement in statements:
        span = (statement.extent.start.offset, statement.extent.end.offset)
        if statement.kind in DELETED:
            changes[(*span, "")] = place
        elif statement.kind == CursorKind.BREAK_STMT:
            changes[(*span, "" if breaks == CursorKind.SWITCH_STMT else "continue")] = place
        elif statement.kind == CursorKind.CONTINUE_STMT:
            changes[(*span, "break")] = place
    for child in children:
        _visit(child, breaks, place, changes, untouched)


def _replacements(token):
    """Yields what stands in the token's place, one mutant each."""
    kind, said = token.kind, token.spelling
    if kind == TokenKind.PUNCTUATION and said in {"!", *COMPARISONS, *ARITHMETIC, *LOGIC}:
        cursor = token.cursor
        built_in = cursor.kind in (CursorKind.BINARY_OPERATOR, CursorKind.COMPOUND_ASSIGNMENT_OPERATOR)
        # Of `a == b` with a type of one's own, the token refers to the operator's function.
        own = cursor.spelling.startswith("operator") and not cursor.kind.is_declaration()
        if said == "!" and (cursor.kind == CursorKind.UNARY_OPERATOR or own):
            yield ""
        if said in COMPARISONS and (built_in or own):
            yield COMPARISONS[said]
        if said in LOGIC and built_in:
            yield LOGIC[said]
        if said in ARITHMETIC and built_in:
            yield ARITHMETIC[said]
    elif kind == TokenKind.KEYWORD and said in WORDS:
        if token.cursor.kind == CursorKind.CXX_BOOL_LITERAL_EXPR:
            yield WORDS[said]
    elif kind == TokenKind.LITERAL and token.cursor.kind == CursorKind.INTEGER_LITERAL:
        yield from _neighbours(said)
    elif kind == TokenKind.IDENTIFIER and token.cursor.kind == CursorKind.DECL_REF_EXPR:
        yield from _inner_neighbour(token.cursor.referenced, said)


def _neighbours(literal):
    """Yields 1 for 0, 0 for 1, and for another number the one before and the one after it."""
    parts = re.fullmatch(r"(0[xX][0-9a-fA-F']+|0[bB][01']+|[0-9']+)([uUlLzZ]*)", literal)
    if not parts:
        return
    digits = parts[1].replace("'", "")
    number = int(digits, 8 if re.fullmatch("0[0-7]+", digits) else 0)
    for other in (1 - number,) if number in (0, 1) else (number - 1, number + 1):
        yield (hex(other) if digits[:2] in ("0x", "0X") else str(other)) + parts[2]


def _inner_neighbour(referenced, said):
    """Yields, for the first or last value of an enum, the value beside it."""
    if referenced is None or referenced.kind != CursorKind.ENUM_CONSTANT_DECL:
        return
    values = [value.spelling for value in referenced.semantic_parent.get_children()
              if value.kind == CursorKind.ENUM_CONSTANT_DECL]
    if len(values) > 1 and said == values[0]:
        yield values[1]
    elif len(values) > 1 and said == values[-1]:
        yield values[-2]


def _mutant(file, source, start, end, text, place):
    first = source.rfind(b"\n", 0, start) + 1
    last = source.find(b"\n", end)
    shown = [source[first:last], source[first:start] + text.encode() + source[end:last]]
    before, after = (" ".join(lines.decode().split()) for lines in shown)
    return Mutant(file, start, end, text, source.count(b"\n", 0, start) + 1, place, before, after)
