/* version.c - the version that is linked. */
#include <riskidx/base.h>

const char *rix_version(void) { return RIX_VERSION; }
