/* policy.i - policies in stages, and observables; included by riskidx.i, whose typemaps it uses. */
%ignore rix_watch;
%ignore rix_trigger;
%ignore rix_exit_stage;
%ignore rix_exit_stages;
%ignore rix_trigger_policy_new;
%ignore rix_exit_policy_new;
%ignore rix_policy_free;

%{
#include "structs_policy.h"
%}

RIX_HANDLE(rix_policy, rix_policy_free)
RIX_RECORD_IN(rix_h_stages, rix_h_read_stages)

%include "riskidx/policy.h"

%inline %{
static rix_status trigger_policy_new(const rix_rule *enter, const rix_rule *leave,
                                     const rix_h_clock *clock, const rix_h_stages *stages,
                                     rix_policy **out, rix_error *err)
{
    return rix_h_trigger_policy(enter, leave, clock, stages, out, err);
}

static rix_status exit_policy_new(const rix_h_stages *stages, rix_policy **out, rix_error *err)
{
    return rix_h_exit_policy(stages, out, err);
}
%}
