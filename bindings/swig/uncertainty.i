/* uncertainty.i - Sobol samples and indices; included by riskidx.i, whose typemaps it uses. */
%ignore rix_sequence_name;
%ignore rix_sequence_from_name;
%ignore rix_sobol_estimator_name;
%ignore rix_sobol_estimator_from_name;
%ignore rix_sobol_indices;
%ignore rix_sobol_convergence;

%{
RIX_H_PARSER(rix_h_parse_sequence, rix_sequence, rix_sequence_from_name)
RIX_H_PARSER(rix_h_parse_sobol_estimator, rix_sobol_estimator, rix_sobol_estimator_from_name)
%}

RIX_CHOICE_IN(rix_sequence, rix_h_parse_sequence)
RIX_CHOICE_IN(rix_sobol_estimator, rix_h_parse_sobol_estimator)

%include "riskidx/uncertainty.h"

%inline %{
/* One row of each: d indices of first order, d of total order, the variance. */
static rix_status sobol_indices(rix_vec y, size_t n, size_t d, rix_sobol_estimator estimator,
                                rix_out first, rix_out total, rix_out variance, rix_error *err)
{
    rix_status st = rix_h_check_row(first, d, "first", err);
    if (st == RIX_OK) st = rix_h_check_row(total, d, "total", err);
    if (st == RIX_OK) st = rix_h_check_row(variance, 1, "variance", err);
    if (st != RIX_OK) return st;
    return rix_sobol_indices(y, n, d, estimator, first.data, total.data, variance.data, err);
}
%}
