"""The public functions, as the headers declare them. Shared by the checks of this folder."""
import pathlib
import re

root = pathlib.Path(__file__).resolve().parents[2]

_comment = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
_declaration = re.compile(r"\bRIX_API\b[^;{(]*?\b(\w+)\s*\(")


def public_headers():
    return [root / "include/riskidx.h", *sorted((root / "include/riskidx").glob("*.h"))]


def functions():
    """(header, line, name, text above the declaration) of every RIX_API function."""
    found = []
    for header in public_headers():
        text = header.read_text(encoding="utf-8")
        # Blanked, not cut, so that positions still fit the text.
        code = _comment.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
        for m in _declaration.finditer(code):
            line = text.count("\n", 0, m.start()) + 1
            found.append((header.relative_to(root), line, m.group(1), text[:m.start()]))
    return found
