/* uncertainty/distribution.h - numbers distributed: their parameters checked, their quantiles. */
#ifndef RIX_I_DISTRIBUTION_H
#define RIX_I_DISTRIBUTION_H

#include <riskidx/montecarlo.h>

/** What is wrong with the parameters of a distribution. */
typedef struct rix_i_fault {
    const char *field; /**< "distribution", "a", "b" or "c" */
    double value;      /**< the parameter's */
    const char *why;   /**< NULL: nothing is */
    bool shown;        /**< the value is to be shown */
    rix_status status; /**< to fail with */
} rix_i_fault;

/** Checks a distribution; why is NULL if it is sound. */
rix_i_fault rix_i_distribution_fault(rix_distribution d, double a, double b, double c);

/** The number at the share u in (0, 1) of a distribution that has been checked. */
double rix_i_distribution_quantile(rix_distribution d, double a, double b, double c, double u);

#endif
