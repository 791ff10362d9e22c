"""Each public header compiles alone and without a warning, as C11 and as C++17.

usage: headers.py C_COMPILER CXX_COMPILER GENERATED_INCLUDE_DIR
"""
import pathlib
import subprocess
import sys

from api import root

cc, cxx, generated = sys.argv[1:]
ways = [(cc, "c", "-std=c11"), (cxx, "c++", "-std=c++17")]
folders = [root / "include", pathlib.Path(generated)]

failed = count = 0
for folder in folders:
    for header in sorted(folder.rglob("*.h")):
        name = header.relative_to(folder).as_posix()
        for compiler, language, standard in ways:
            run = subprocess.run(
                [compiler, "-x", language, standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                 "-fsyntax-only", *(f"-I{f}" for f in folders), "-"],
                input=f"#include <{name}>\n#include <{name}>\nint main(void) {{ return 0; }}\n",
                text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            count += 1
            if run.returncode:
                failed += 1
                print(f"{name} as {standard}:\n{run.stdout}")

print(f"{count} compilations, {failed} failed")
sys.exit(bool(failed) or count == 0)
