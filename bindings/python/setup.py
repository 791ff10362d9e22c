"""Builds the extension with CMake, which alone knows the sources, from the clone around this folder.

It needs what the library needs (a C compiler, CMake, GSL, NLopt) and SWIG.
"""
import pathlib
import re
import shutil
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = pathlib.Path(__file__).resolve().parent
CLONE = HERE.parents[1]
BUILD = CLONE / "build" / "pip"


def version() -> str:
    """The version, from the one place where it is written."""
    text = (CLONE / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(riskidx VERSION ([0-9.]+)", text).group(1)


class CMakeBuild(build_ext):
    """Has CMake assemble the package and takes from it what is not Python written by hand."""

    def build_extension(self, ext: Extension) -> None:
        tree = pathlib.Path(self.build_temp).resolve() / "cmake"
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []
        if not shutil.which("cmake"):
            raise SystemExit("riskidx: cmake is not installed")
        subprocess.run(
            ["cmake", "--fresh", "-S", str(CLONE), "-B", str(tree), *generator,
             "-DCMAKE_BUILD_TYPE=Release", "-DRISKIDX_BUILD_PYTHON=ON",
             "-DRISKIDX_BUILD_TESTS=OFF", "-DRISKIDX_BUILD_EXAMPLES=OFF",
             f"-DPython3_EXECUTABLE={sys.executable}"], check=True)
        subprocess.run(["cmake", "--build", str(tree), "--target", "riskidx_python"], check=True)
        target = pathlib.Path(self.get_ext_fullpath(ext.name)).resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        made = tree / "python" / "riskidx"
        shutil.copy2(next(made.glob("_rix_raw*.so")), target)
        shutil.copy2(made / "rix_raw.py", target.parent)
        shutil.copy2(CLONE / "LICENSE", target.parent)
        shutil.copytree(CLONE / "share" / "report", target.parent / "report", dirs_exist_ok=True)


BUILD.mkdir(parents=True, exist_ok=True)
setup(
    version=version(),
    packages=["riskidx"],
    package_data={"riskidx": ["py.typed"]},
    ext_modules=[Extension("riskidx._rix_raw", sources=[])],
    cmdclass={"build_ext": CMakeBuild},
    # Beside the other builds, so that the folder of the sources stays as it is.
    options={"build": {"build_base": str(BUILD)}, "egg_info": {"egg_base": str(BUILD)}},
    zip_safe=False,
)
