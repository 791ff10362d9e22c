"""Which share of the library's lines the C tests reach, by room and by file; fails below a floor
of all of them.

usage: coverage.py GCOV BUILD [--lines]

BUILD is that of the preset 'coverage', after its tests. With --lines, the lines that no test reaches follow, as
file:line.
"""
import json
import pathlib
import subprocess
import sys

FLOOR = 0.85  # of all lines

gcov, build = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
root = pathlib.Path(__file__).resolve().parents[2] / "libriskidx"


def counts():
    """How often each line of each file ran, in all programs together."""
    notes = sorted((build / "libriskidx").rglob("*.gcda"))
    if not notes:
        sys.exit(f"no counts in {build}: run its tests first")
    output = subprocess.run([gcov, "--json-format", "--stdout", *map(str, notes)], cwd=build, check=True,
                            capture_output=True, text=True).stdout
    files = {}
    for document in output.splitlines():
        for file in json.loads(document)["files"]:
            path = pathlib.Path(file["file"]).resolve()
            if not path.is_relative_to(root):
                continue
            lines = files.setdefault(path.relative_to(root), {})
            for line in file["lines"]:
                number = line["line_number"]
                lines[number] = max(lines.get(number, 0), line["count"])
    return files


def tell(name, lines):
    reached = sum(1 for count in lines if count)
    share = reached / len(lines) if lines else 1.0
    print(f"{share:7.1%}  {reached:5} of {len(lines):5}  {name}")
    return share


files = counts()
rooms = {}
for path, lines in sorted(files.items()):
    rooms.setdefault(path.parts[0], []).append((path, list(lines.values())))
for room, members in rooms.items():
    for path, lines in members:
        tell(f"  {path}", lines)
    tell(room, [count for _, lines in members for count in lines])
share = tell("all", [count for lines in files.values() for count in lines.values()])
if "--lines" in sys.argv[3:]:
    for path, lines in sorted(files.items()):
        for number, count in sorted(lines.items()):
            if not count:
                print(f"libriskidx/{path}:{number}")
if share < FLOOR:
    sys.exit(f"less than {FLOOR:.0%} of the lines are reached")
