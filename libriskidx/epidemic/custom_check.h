/* epidemic/custom_check.h - whether the parts of a custom model are sound. */
#ifndef RIX_I_CUSTOM_CHECK_H
#define RIX_I_CUSTOM_CHECK_H

#include <riskidx/epidemic.h>

/** Fails on the first part that is missing or outside its range. */
rix_status rix_i_custom_check(const rix_custom *m, rix_error *err);

#endif
