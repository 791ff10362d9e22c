"""Which room may include which: fails on an #include against the arrows of docs/architecture.md."""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "base": [],
    "sampling": ["base"],
    "prepare": ["base"],
    "index": ["base", "prepare", "weights", "whatif"],
    "whatif": ["index"],
    "weights": ["base", "index"],
    "audit": ["base", "index"],
    "surveillance": ["base"],
    "zone": ["base"],
    "uncertainty": ["base", "index", "montecarlo", "sampling", "zone"],
    "montecarlo": ["index", "uncertainty", "zone"],  # a second header of the room uncertainty
    "epidemic": ["base", "sampling", "age_sector"],
    "age_sector": ["base", "epidemic"],  # a second header of the room epidemic
    "ensemble": ["base", "sampling", "epidemic", "age_sector", "montecarlo", "uncertainty"],
    "calibration": ["base", "sampling", "epidemic"],
    "policy": ["base", "epidemic", "index", "zone"],
    "tradeoff": ["base", "envelope", "epidemic", "policy", "sampling", "index", "zone"],
    "envelope": ["base", "epidemic"],  # a second header of the room tradeoff
    "preset": ["base", "index", "epidemic", "age_sector", "zone"],  # a leaf: constant tables, which no room includes
}
GENERATED = {"export", "version"}

include = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]', re.M)
root = pathlib.Path(__file__).resolve().parents[2]


def files():
    """Every file of a room with the room's name; the umbrella header is outside of all rooms."""
    for path in sorted(root.glob("libriskidx/*/*.[ch]")):
        yield path, path.parent.name
    for path in sorted(root.glob("include/riskidx/*.h")):
        yield path, path.stem


def room_of(name, path):
    """The room that an #include reaches into; None for headers of the system and of GSL."""
    if name.startswith("riskidx/"):
        return name[len("riskidx/"):-len(".h")]
    if name == "riskidx.h":
        return "riskidx.h"
    if (root / "libriskidx" / name).exists():
        return name.split("/")[0]
    if (path.parent / name).exists():
        return path.parent.name
    return None


wrong, count = [], 0
for path, room in files():
    at = path.relative_to(root)
    if room not in MAY_INCLUDE:
        wrong.append(f"{at}: room '{room}' has no arrows in {pathlib.Path(__file__).name}")
        continue
    for name in include.findall(path.read_text(encoding="utf-8")):
        target = room_of(name, path)
        count += 1
        if target is None or target in GENERATED or target == room:
            continue
        if target not in MAY_INCLUDE[room]:
            wrong.append(f"{at}: {room} may not include {name}")
        elif path.suffix == ".h" and path.parent.name == "riskidx" and not name.startswith("riskidx/"):
            wrong.append(f"{at}: a public header includes the private {name}")

print("\n".join(wrong) or f"{count} includes, all along the arrows")
sys.exit(bool(wrong) or count == 0)
