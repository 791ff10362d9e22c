/* index/ordinal.h - ordinal levels with flags, cell by cell. */
#ifndef RIX_I_ORDINAL_H
#define RIX_I_ORDINAL_H

#include <riskidx/index.h>

/** The level less what its flag takes off: see rix_ordinal_flag. For values that have been checked. */
static inline double rix_i_ordinal(double level, double flag, double deduction)
{
    if (isnan(level)) return RIX_NAN;
    if (!(level > 0)) return 0;
    return flag > 0 ? level : level - deduction; /* a missing flag is not > 0 */
}

/** Fails as rix_ordinal_flag does of everything but its output. */
rix_status rix_i_ordinal_check(const rix_table *levels, rix_mat flags, rix_vec maximum,
                               rix_vec deduction, rix_error *err);

#endif
