"""What the library exports, what it imports, and that it keeps nothing writable.

usage: symbols.py NM OBJDUMP SHARED_LIBRARY STATIC_LIBRARY
"""
import re
import subprocess
import sys

nm, objdump, shared, static = sys.argv[1:]

# A library in someone else's process neither ends it, nor talks, nor asks the process about itself.
FORBIDDEN = set("""
    abort exit _exit _Exit quick_exit atexit __assert_fail __assert raise signal sigaction longjmp
    printf fprintf vprintf vfprintf puts fputs putc fputc putchar fwrite perror fflush
    stdin stdout stderr fopen fclose fread fgets scanf fscanf
    rand srand rand_r random srandom drand48 srand48 arc4random
    setlocale localeconv getenv secure_getenv setenv putenv __errno_location
    gsl_set_error_handler gsl_set_error_handler_off gsl_error
""".split())


def output(*command):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


wrong = []

exported = [line.split()[-1] for line in output(nm, "-D", "--defined-only", shared).splitlines()]
wrong += [f"exported without rix_: {name}" for name in exported if not name.startswith("rix_")]
wrong += [f"exported though internal: {name}" for name in exported if name.startswith("rix_i_")]

# By object file of the archive: there the compiler's own start-up files cannot be mistaken for ours.
member, objects, imported = None, 0, set()
for line in output(nm, static).splitlines():
    fields = line.split()
    if line.endswith(".o:"):
        member, objects = line[:-1], objects + 1
    elif len(fields) >= 2 and fields[-2] in "Uwv":
        name = fields[-1]
        imported.add(name)
        fortified = re.fullmatch(r"__(\w+)_chk", name)
        if name in FORBIDDEN or fortified and fortified.group(1) in FORBIDDEN:
            wrong.append(f"{member} imports {name}")
    elif len(fields) >= 2 and fields[-2] == "C":
        wrong.append(f"{member} has a common symbol: {fields[-1]}")

# By section rather than by the letter of nm, which also calls constant tables of pointers data:
# those are in .data.rel.ro, which the loader makes read-only.
for line in output(objdump, "-h", "-w", static).splitlines():
    fields = line.split()
    if re.search(r"\.o:\s", line):
        member = fields[0].rstrip(":")
    elif len(fields) > 3 and fields[0].isdigit() and int(fields[2], 16) > 0:
        section = fields[1]
        if re.match(r"\.(data|bss|tdata|tbss)\b", section) and not section.startswith(".data.rel.ro"):
            names = {symbol.split()[-1] for symbol in output(objdump, "-t", static).splitlines()
                     if section in symbol.split()} - {section}
            wrong.append(f"{member} has writable data in {section}; of that section in all of the "
                         f"library: {' '.join(sorted(names))}")

print("\n".join(wrong) or f"{len(exported)} symbols exported, {len(imported)} imported, "
                          f"{objects} objects without writable data")
sys.exit(bool(wrong) or not exported or not objects)
