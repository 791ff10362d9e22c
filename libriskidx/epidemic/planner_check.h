/* epidemic/planner_check.h - whether the parts of a planner_sir are sound. */
#ifndef RIX_I_PLANNER_CHECK_H
#define RIX_I_PLANNER_CHECK_H

#include <riskidx/epidemic.h>

#include "base/text.h"

/** Fails on the first part that is missing or outside its range; reads every array once. */
rix_status rix_i_planner_check(const rix_planner_sir *p, rix_error *err);

/** Name of group j, made up where there are no names, for messages. */
rix_i_text rix_i_planner_group(const rix_planner_sir *p, size_t j);

#endif
