/* calibration.i - ensembles over parameters, and parameters fitted to series; included by riskidx.i, whose
 * typemaps it uses. */
%ignore rix_spread;
%ignore rix_ensemble_options;
%ignore rix_series;
%ignore rix_fit;
%ignore rix_calibrate_options;
%ignore rix_calibration;

%{
#include "structs_calibration.h"
%}

RIX_LIST_IN(rix_spread, spreads, n_spreads, rix_h_read_spreads)
RIX_LIST_IN(rix_series, series, n_series, rix_h_read_series_list)
RIX_LIST_IN(rix_fit, fits, n_fits, rix_h_read_fits)
RIX_RECORD_IN(rix_ensemble_options, rix_h_read_ensemble_options)
RIX_RECORD_IN(rix_calibrate_options, rix_h_read_calibrate_options)
%apply (const size_t *nodes, size_t n_nodes) { (const size_t *params, size_t n_params) };
%apply size_t *count { size_t *failed };

%typemap(in, numinputs=0) rix_calibration *result (rix_calibration result) { $1 = &result; }
%typemap(argout) rix_calibration *result { RIX_H_APPEND(rix_h_calibration($1)); }

%include "riskidx/ensemble.h"
%include "riskidx/calibration.h"
