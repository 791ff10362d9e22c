/* audit/data.h - tables as the audit reads them. */
#ifndef RIX_I_AUDIT_DATA_H
#define RIX_I_AUDIT_DATA_H

#include <riskidx/audit.h>

/** Fails for NULL, for views that cannot be read, and for an infinite value, which is named. */
rix_status rix_i_audit_check(const rix_table *table, const char *arg, rix_error *err);

/** Values of a column that are not missing, in the order of the units; how many there are. No -0. */
size_t rix_i_audit_present(rix_mat values, size_t col, double *out);

#endif
