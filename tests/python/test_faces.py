"""Every public C function has a Python face, which is really there and documented."""
import csv
import dataclasses
import inspect
import re

import pytest

import riskidx as rx

from conftest import ROOT

ROWS = list(csv.DictReader(open(ROOT / "tests/faces.csv", newline="", encoding="utf-8")))


def declared() -> "list[str]":
    """Every RIX_API function of the public headers."""
    names = []
    for header in sorted((ROOT / "include").rglob("*.h")):
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", header.read_text(encoding="utf-8"), flags=re.S)
        names += re.findall(r"\bRIX_API\b[^;{(]*?\b(\w+)\s*\(", text)
    return names


def test_every_public_function_is_in_the_table():
    names = declared()
    assert len(names) > 50
    assert sorted(row["c"] for row in ROWS) == sorted(names)


@pytest.mark.parametrize("face", sorted({row["python"] for row in ROWS}))
def test_every_face_is_there(face):
    assert face.split(".")[0] in rx.__all__
    thing = rx
    for name in face.split("."):
        thing = getattr(thing, name)
    assert thing is not None


def public() -> "list[tuple[str, object]]":
    """Everything that a user can name, with its members."""
    found = []
    for name in rx.__all__:
        thing = getattr(rx, name)
        if inspect.ismodule(thing):
            found += [(f"{name}.{each}", getattr(thing, each)) for each in thing.__all__]
        elif not isinstance(thing, str):
            found.append((name, thing))
            if inspect.isclass(thing):
                found += [(f"{name}.{key}", member) for key, member in vars(thing).items()
                          if not key.startswith("_") and (callable(member) or isinstance(
                              member, (property, classmethod, staticmethod)))]
    return found


@pytest.mark.parametrize("name, thing", public(), ids=[name for name, _ in public()])
def test_everything_public_has_a_docstring_and_type_hints(name, thing):
    assert inspect.getdoc(thing), name
    if isinstance(thing, property):
        thing = thing.fget
    thing = getattr(thing, "__func__", thing)
    if inspect.isfunction(thing):
        signature = inspect.signature(thing)
        assert signature.return_annotation is not inspect.Signature.empty, name
        for each in signature.parameters.values():
            assert each.name in ("self", "cls") or each.annotation is not each.empty, (name, each)


def test_every_parameter_of_the_planner_is_in_its_signature_and_its_documentation():
    text = (ROOT / "include/riskidx/epidemic.h").read_text(encoding="utf-8")
    struct = re.search(r"struct rix_planner_sir \{(.*?)\} rix_planner_sir;", text, re.S).group(1)
    struct = re.sub(r"/\*.*?\*/", "", struct, flags=re.S)
    fields = set(re.findall(r"(\w+);", struct)) - {"groups"}
    parameters = set(inspect.signature(rx.PlannerSIR).parameters)
    assert len(fields) > 20 and fields == parameters - {"name", "title", "source"}
    assert all(re.search(rf"\b{field}\b", rx.PlannerSIR.__doc__) for field in fields)


def test_steps_have_the_fields_of_their_structs():
    text = (ROOT / "include/riskidx/index.h").read_text(encoding="utf-8")
    for struct, step in (("normalise_options", rx.Normalise), ("aggregate_options", rx.Aggregate)):
        body = re.search(rf"typedef struct rix_{struct} \{{(.*?)\}}", text, re.S).group(1)
        body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
        assert set(re.findall(r"(\w+)(?=[,;])", body)) == {f.name for f in dataclasses.fields(step)}


def test_the_version_is_that_of_the_project():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    assert rx.__version__ == re.search(r"project\(riskidx VERSION ([0-9.]+)", text).group(1)
