"""The notebook is sound, runs cell by cell, and says what it shows.

    python tests/python/test_notebook.py NOTEBOOK      runs it and writes what its cells print and draw into it
"""
from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples" / "python").glob("*.ipynb"))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def run_cell(source, names):
    """What a cell prints, its last value as text, and the pictures that it leaves, as Jupyter has them."""
    import matplotlib.pyplot as plt
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value, pictures = io.StringIO(), None, []
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    for number in plt.get_fignums():
        picture = io.BytesIO()
        plt.figure(number).savefig(picture, format="png", dpi=60)
        pictures.append(picture.getvalue())
    plt.close("all")
    drawn = type(value).__module__.startswith("matplotlib")
    return printed.getvalue(), None if value is None or drawn else repr(value), pictures


def run(path):
    """The outputs of each code cell; in the folder of the clone, where the notebook looks for the data."""
    import matplotlib
    import pandas as pd
    matplotlib.use("Agg")
    names = {"__name__": "__main__"}
    with contextlib.chdir(ROOT) if hasattr(contextlib, "chdir") else _in(ROOT), pd.option_context("display.width", 120, "display.max_columns", 20):
        return [run_cell("".join(cell["source"]), names) for cell in read(path)["cells"] if cell["cell_type"] == "code"]


@contextlib.contextmanager
def _in(folder):
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def outputs(count, printed, value, pictures):
    made = []
    if printed:
        made.append({"output_type": "stream", "name": "stdout", "text": printed.splitlines(keepends=True)})
    for picture in pictures:
        made.append({"output_type": "display_data", "metadata": {},
                     "data": {"image/png": base64.b64encode(picture).decode("ascii")}})
    if value is not None:
        made.append({"output_type": "execute_result", "execution_count": count, "metadata": {},
                     "data": {"text/plain": value.splitlines(keepends=True)}})
    return made


def write(path):
    book, found = read(path), run(path)
    for count, (cell, made) in enumerate(zip((c for c in book["cells"] if c["cell_type"] == "code"), found), 1):
        cell["execution_count"] = count
        cell["outputs"] = outputs(count, *made)
    path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_there_is_one():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_is_of_format_4(path):
    book = read(path)
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert set(book) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids) > 10
    for cell in book["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell["cell_type"] in ("code", "markdown") and set(cell) == {"id", "cell_type", "metadata", "source"} | code
        assert isinstance(cell["source"], list) and all(isinstance(line, str) for line in cell["source"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_runs_and_says_what_it_shows(path):
    shown = [cell["outputs"] for cell in read(path)["cells"] if cell["cell_type"] == "code"]
    for count, (cell, made) in enumerate(zip(shown, run(path)), 1):
        now = outputs(count, *made)
        assert [each["output_type"] for each in cell] == [each["output_type"] for each in now], count
        for before, after in zip(cell, now):
            if "image/png" in after.get("data", {}):
                assert base64.b64decode(before["data"]["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"
            else:
                assert before == after, f"cell {count}"


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]).resolve())
