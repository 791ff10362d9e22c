"""Every public function is documented, and Doxygen finds nothing to warn of in the public headers.

usage: docs.py DOXYGEN GENERATED_INCLUDE_DIR OUTPUT_DIR
"""
import pathlib
import subprocess
import sys

from api import functions, root

doxygen, generated, output = sys.argv[1:]

bare = [f"{header}:{line}: {name} has no /** comment */"
        for header, line, name, above in functions()
        if not above.rstrip().endswith("*/") or "/**" not in above[above.rfind("/*"):][:3]]

pathlib.Path(output).mkdir(parents=True, exist_ok=True)
settings = (root / "docs/Doxyfile").read_text(encoding="utf-8") + f"""
OUTPUT_DIRECTORY = "{output}"
INCLUDE_PATH = "{generated}"
GENERATE_HTML = NO
GENERATE_XML = YES
QUIET = YES
WARN_AS_ERROR = FAIL_ON_WARNINGS
"""
run = subprocess.run([doxygen, "-"], cwd=root, input=settings, text=True,
                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

print("\n".join([*bare, run.stdout]).strip() or
      f"{len(functions())} public functions, all documented")
sys.exit(bool(bare) or run.returncode)
