/* epidemic/age_check.h - whether the parts of an age_sector, and of a response to it, are sound. */
#ifndef RIX_I_AGE_CHECK_H
#define RIX_I_AGE_CHECK_H

#include <riskidx/age_sector.h>

#include "base/text.h"

/** Fails on the first part that is missing or outside its range; reads every array once. */
rix_status rix_i_age_check(const rix_age_sector *p, rix_error *err);

/** Fails unless a response is one to an economy of so many sectors. */
rix_status rix_i_response_check(const rix_response *r, size_t sectors, rix_error *err);

/** Names of an age group and of a sector, made up where there are none, for messages and states. */
rix_i_text rix_i_age_group(const rix_country *c, size_t age);
rix_i_text rix_i_age_work(const rix_country *c, size_t sector);

#endif
