"""The README's programs run as printed and print what it says.

    readme.py ROOT BUILD RSCRIPT CC            checks
    readme.py ROOT BUILD RSCRIPT CC --write    writes what they print into the README
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"```(python|r|c)\n(.*?)```\n\n```output\n(.*?)```", re.DOTALL)


class Runner:
    """Runs a program text of a language in the root of the clone."""

    def __init__(self, root: Path, build: Path, rscript: str, cc: str, folder: Path) -> None:
        self.root, self.rscript, self.cc, self.folder = root, rscript, cc, folder
        self.prefix = folder / "prefix"
        subprocess.run(["cmake", "--install", build, "--prefix", self.prefix], check=True,
                       stdout=subprocess.DEVNULL)

    def run(self, language: str, text: str) -> str:
        source = self.folder / f"program.{language}"
        source.write_text(text, encoding="utf-8")
        command = {"python": lambda: [sys.executable, source], "r": lambda: [self.rscript, source],
                   "c": lambda: [self.compile(source)]}[language]()
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"README, {language}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def compile(self, source: Path) -> Path:
        """As the README says: by pkg-config, from an installed library."""
        package = next(self.prefix.rglob("riskidx.pc")).parent
        env = {**os.environ, "PKG_CONFIG_PATH": str(package)}
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "riskidx"], env=env, check=True,
                               capture_output=True, text=True).stdout.split()
        program = self.folder / "program"
        subprocess.run([self.cc, "-Wall", "-Wextra", "-Werror", source, "-o", program, *flags,
                        f"-Wl,-rpath,{package.parent}"], check=True)
        return program


def main(root: Path, build: Path, rscript: str, cc: str, write: bool) -> int:
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    languages = [m.group(1) for m in BLOCK.finditer(text)]
    assert set(languages) == {"python", "r", "c"}, f"README: programs found in {languages}"
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(root, build, rscript, cc, Path(folder))

        def renew(m: re.Match) -> str:
            found = runner.run(m.group(1), m.group(2))
            if found != m.group(3):
                wrong.append(f"README, {m.group(1)}: it prints\n{found}and the README says\n{m.group(3)}")
            return f"```{m.group(1)}\n{m.group(2)}```\n\n```output\n{found}```"

        renewed = BLOCK.sub(renew, text)
    if write:
        readme.write_text(renewed, encoding="utf-8")
    elif wrong:
        sys.exit("\n".join(wrong))
    print(f"README: {len(languages)} programs run as printed")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3], sys.argv[4],
                  "--write" in sys.argv[5:]))
