/* envelope.i - optimal schedules and frontiers; included by riskidx.i, whose typemaps it uses. */
%ignore rix_space;
%ignore rix_goal;
%ignore rix_optimum_options;
%ignore rix_frontier_options;
%ignore rix_envelope_point;
%ignore rix_envelope_free;

%{
#include "structs_envelope.h"
%}

RIX_RECORD_IN(rix_space, rix_h_read_space)
RIX_RECORD_IN(rix_goal, rix_h_read_goal)
RIX_RECORD_IN(rix_optimum_options, rix_h_read_optimum_options)
RIX_RECORD_IN(rix_frontier_options, rix_h_read_frontier_options)
RIX_HANDLE(rix_envelope, rix_envelope_free)

%typemap(in, numinputs=0) rix_envelope_point *out (rix_envelope_point point) { $1 = &point; }
%typemap(argout) rix_envelope_point *out { RIX_H_APPEND(rix_h_envelope_point($1)); }

%include "riskidx/envelope.h"
