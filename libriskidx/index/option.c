/* option.c - the words for options that make no sense. */
#include "index/option.h"

#include "base/error.h"
#include "base/text.h"

rix_status rix_i_bad_choice(const char *field, rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE,
                      "%s is none of its enumerators (or inherit, which a recipe cannot)", field);
}

rix_status rix_i_bad_number(const char *field, double value, const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE, "%s is %s, but %s", field,
                      rix_i_number(value).s, what);
}

rix_status rix_i_check_over(rix_over over, const char *field, rix_error *err)
{
    if (over == RIX_OVER_ALL || over == RIX_OVER_PERIOD) return RIX_OK;
    return rix_i_fail(err, RIX_EINVAL, field, RIX_I_NOWHERE, "%s is %s, but must be all or period",
                      field, rix_over_name(over));
}
