#!/bin/sh
# Those who do not want ./run: `pip install ./bindings/python` and `R CMD INSTALL bindings/r/riskidx`
# each build from the source alone. Done in a copy of it, since they leave their files in the folder.
# usage: install_package.sh python|r SOURCE WORK_DIR VERSION INTERPRETER
set -eu
language=$1 source=$2 work=$3 version=$4 interpreter=$5

rm -rf "$work"
mkdir -p "$work/source" "$work/library" "$work/home"
cd "$source"
cp -R CMakeLists.txt LICENSE cmake include libriskidx bindings share "$work/source"
cd "$work/source"
unset PYTHONPATH R_LIBS

case $language in
python)
    # Offline, with the NumPy that is here; a build of its own environment would fetch another.
    HOME=$work/home "$interpreter" -m pip install --no-build-isolation --no-index --no-deps \
        --no-cache-dir --target "$work/library" ./bindings/python >"$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
    cd "$work/home"
    PYTHONPATH=$work/library "$interpreter" -c "
import riskidx as rx
assert rx.__file__.startswith('$work/library'), rx.__file__
assert rx.__version__ == '$version', rx.__version__
rx.preset.framework('hdi')
rx.report('r.html', trajectory=rx.simulate(rx.preset.scenario('aal_us')))
print('riskidx', rx.__version__, 'by pip')"
    ;;
r)
    "$interpreter" CMD INSTALL --library="$work/library" bindings/r/riskidx >"$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
    cd "$work/home"
    R_LIBS=$work/library "$interpreter" --no-echo --vanilla -e "
library(riskidx, lib.loc = '$work/library')
stopifnot(packageVersion('riskidx') == '$version', riskidx_version() == '$version')
invisible(preset_framework('hdi'))
if (requireNamespace('jsonlite')) risk_report('r.html', trajectory = simulate(preset_scenario('aal_us')))
cat('riskidx', riskidx_version(), 'by R CMD INSTALL\n')"
    ;;
esac
