"""Runs tests of a binding under valgrind; an error or a definite leak with the binding's own code on its stack is a
failure, as a failing test is. What the interpreters do by themselves is theirs.

usage: valgrind_bindings.py VALGRIND BINARY python|r [TESTS...]

BINARY is what the file name of the compiled part of the binding begins with. Tests are files of tests/python or, for R,
a pattern of names in tests/r; none: all of them. In Python those that measure time, fork or start processes are left out, as are those that need SciPy, whose
long doubles valgrind does not have.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

AT_EXIT = "SWIG_Python_DestroyModule"  # SWIG gives the module's type back after the last moment
SUPPRESSIONS = pathlib.Path("/usr/lib/valgrind/python3.supp")
UNFIT = "time or fork or process or interrupt or ctrl_c or thread or lock or memory or leak or locale or shard or dask"
PYTEST = """
import sys
sys.modules["scipy"] = None
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", "-k", f"not ({%r})", *sys.argv[1:]]))
""" % UNFIT


def command(options, language, tests):
    if language == "python":
        return [*options, sys.executable, "-c", PYTEST, *(tests or ["tests/python"])]
    return ["R", "--vanilla", "--slave", "-d", " ".join(options), "--file=tests/r/run.R", "--args", *tests]


def own_errors(report, binary):
    """The records whose stack goes through the binding, as text."""
    for _, element in ElementTree.iterparse(report):
        if element.tag != "error":
            continue
        frames = list(element.iter("frame"))
        ours = any(os.path.basename(frame.findtext("obj", "")).startswith(binary) for frame in frames)
        if ours and not any(frame.findtext("fn") == AT_EXIT for frame in frames):
            what = element.findtext("what") or element.findtext("xwhat/text") or ""
            yield "\n".join([f"{element.findtext('kind')}: {what}", *map(describe, frames)])
        element.clear()


def describe(frame):
    where = f" ({frame.findtext('file')}:{frame.findtext('line')})" if frame.findtext("file") else ""
    return f"    {frame.findtext('fn', '?')}{where}"


def main():
    valgrind, binary, language, *tests = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.xml")
        options = [valgrind, "--quiet", "--xml=yes", f"--xml-file={report}", "--leak-check=full",
                   "--show-leak-kinds=definite", "--num-callers=40", "--child-silent-after-fork=yes"]
        if SUPPRESSIONS.exists():
            options.append(f"--suppressions={SUPPRESSIONS}")
        run = subprocess.run(command(options, language, tests), env={**os.environ, "PYTHONMALLOC": "malloc", "RISKIDX_VALGRIND": "1"},
                             stdin=subprocess.DEVNULL, check=False)
        found = list(own_errors(report, binary))
    print("\n\n".join(found))
    print(f"{len(found)} errors of {binary} under valgrind")
    sys.exit(1 if found or run.returncode else 0)


main()
