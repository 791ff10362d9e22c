/* index/option.h - what is wrong with an option of a recipe, in the same words for every step. */
#ifndef RIX_I_OPTION_H
#define RIX_I_OPTION_H

#include <riskidx/prepare.h>

/** Fails with RIX_EINVAL: the enumerator of `field`, a path such as "recipe.treat.method", is none. */
rix_status rix_i_bad_choice(const char *field, rix_error *err);

/** Fails with RIX_EINVAL "<field> is <value>, but <what>". */
rix_status rix_i_bad_number(const char *field, double value, const char *what, rix_error *err);

/** Fails with RIX_EINVAL for `over` another than all and period, which only normalise takes. */
rix_status rix_i_check_over(rix_over over, const char *field, rix_error *err);

#endif
